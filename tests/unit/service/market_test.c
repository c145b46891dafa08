/* market_test.c - what a household's own offer stands for is no obstacle to it, and nobody else's is touched.
 */
#include <math.h>
#include <string.h>
#include "../../../src/service/market.h"
#include "test.h"

/* Dwellings by id, and pending persons: four in b (twice: an agreed and an offered one), two in c. */
struct fixture {
    struct xn_dwelling dwelling[3];
    struct xn_placement placement[4];
    struct xn_offers offers;
    struct xn_placements placements;
    struct market market;
};

static void set_up(struct fixture *fixture)
{
    *fixture = (struct fixture){
        .dwelling = {{.id = "a", .lon = NAN, .lat = NAN, .on_offer_elsewhere = true},
                     {.id = "b", .lon = 7.5, .lat = 52, .on_offer_elsewhere = true},
                     {.id = "c", .lon = 7.6, .lat = 52, .on_offer_elsewhere = true}},
        .placement = {{.persons = 4, .lon = 7.5, .lat = 52, .pending = false},
                      {.persons = 2, .lon = 7.6, .lat = 52, .pending = true},
                      {.persons = 4, .lon = 7.5, .lat = 52, .pending = true},
                      {.persons = 4, .lon = 7.5, .lat = 52, .pending = true}},
    };
    fixture->offers = (struct xn_offers){.count = 3, .dwelling = fixture->dwelling};
    fixture->placements = (struct xn_placements){.count = 4, .placement = fixture->placement};
    fixture->market = (struct market){.offers = &fixture->offers, .placements = &fixture->placements};
}

static size_t pending_persons(const struct fixture *fixture)
{
    double persons = 0;
    for (size_t i = 0; i < fixture->placements.count; i++)
        persons += fixture->placement[i].pending ? fixture->placement[i].persons : 0;
    return (size_t)persons;
}

static void leave_out(struct fixture *fixture, const char *dwelling, bool elsewhere, double persons,
                      const char *unit_id)
{
    const struct xn_decision decision = {.persons = persons, .dwelling_unit_id = unit_id};
    market_leave_out(&fixture->market, dwelling, elsewhere, &decision);
}

static void test_found(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    assert_int_equal(market_find(&fixture.market, "a"), 0);
    assert_int_equal(market_find(&fixture.market, "c"), 2);
    assert_int_equal(market_find(&fixture.market, "B"), XN_NONE);
    assert_int_equal(market_find(&fixture.market, ""), XN_NONE);
}

static void test_own_offer(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    leave_out(&fixture, "b", false, 4, "");
    assert_false(fixture.dwelling[1].on_offer_elsewhere);
    assert_true(fixture.dwelling[2].on_offer_elsewhere);
    assert_int_equal(fixture.placements.count, 3);
    assert_int_equal(pending_persons(&fixture), 6); /* one of the two, and not who moved in */
}

/* A dwelling without coordinates is pending in the area that is known of it. */
static void test_own_offer_in_an_area(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    fixture.placement[1] =
        (struct xn_placement){.persons = 4, .lon = NAN, .lat = NAN, .unit_id = "11", .pending = true};
    leave_out(&fixture, "a", false, 4, "12");
    leave_out(&fixture, "b", false, 5, "11");
    assert_int_equal(fixture.placements.count, 4);
    leave_out(&fixture, "a", false, 4, "11");
    assert_int_equal(fixture.placements.count, 3);
    assert_null(fixture.placement[1].unit_id);
}

static void test_left_alone(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    leave_out(&fixture, "b", true, 3, "");  /* its corporation says so, and nobody of that size */
    leave_out(&fixture, "a", false, 4, ""); /* no place */
    leave_out(&fixture, "x", false, 4, "");
    assert_true(fixture.dwelling[1].on_offer_elsewhere);
    assert_false(fixture.dwelling[0].on_offer_elsewhere);
    assert_int_equal(fixture.placements.count, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_found), cmocka_unit_test(test_own_offer),
                                       cmocka_unit_test(test_own_offer_in_an_area),
                                       cmocka_unit_test(test_left_alone)};
    return XN_RUN(tests);
}
