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
    market_leave_out(&fixture.market, "b", false, 4);
    assert_false(fixture.dwelling[1].on_offer_elsewhere);
    assert_true(fixture.dwelling[2].on_offer_elsewhere);
    assert_int_equal(fixture.placements.count, 3);
    assert_int_equal(pending_persons(&fixture), 6); /* one of the two, and not who moved in */
}

static void test_draft(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    market_leave_out(&fixture.market, "b", false, 0);
    assert_false(fixture.dwelling[1].on_offer_elsewhere);
    assert_int_equal(pending_persons(&fixture), 10);
}

static void test_left_alone(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    market_leave_out(&fixture.market, "b", true, 3);  /* its corporation says so, and nobody of that size */
    market_leave_out(&fixture.market, "a", false, 4); /* no place */
    market_leave_out(&fixture.market, "x", false, 4);
    assert_true(fixture.dwelling[1].on_offer_elsewhere);
    assert_false(fixture.dwelling[0].on_offer_elsewhere);
    assert_int_equal(fixture.placements.count, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_found), cmocka_unit_test(test_own_offer),
                                       cmocka_unit_test(test_draft), cmocka_unit_test(test_left_alone)};
    return XN_RUN(tests);
}
