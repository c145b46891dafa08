/* The order: tier, known before to-check, step-free first, criteria one by one, wishes, lots, nothing hidden.
 */
#include "counted_memory.h"
#include "fixture.h"

static struct fixture f;

static int setup(void **state)
{
    (void)state;
    fixture_init(&f);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fixture_free(&f);
    return 0;
}

static void assert_order(const char *expected)
{
    char ids[256];
    XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = fixture_rank(&f);
    assert_string_equal(fixture_ids(&f, ranking, ids), expected);
    for (size_t i = 0; i < ranking->n_ranked; i++)
        assert_int_equal(ranking->ranked[i].rank, i + 1);
    assert_int_equal(ranking->n_ranked + ranking->n_excluded, f.request.n_dwellings);
}

static void drop_effect(void)
{
    f.request.effect = NULL;
}

static void test_tier_leads(void **state)
{
    (void)state;
    fixture_add(&f, "concentrated", 4)->rent_gross_eur = 100;
    fixture_add(&f, "undetermined", 2)->rent_gross_eur = 200;
    fixture_add(&f, "mixed", 0)->rent_gross_eur = 300;
    assert_order("mixed undetermined concentrated");
}

static void test_worst_level_decides(void **state)
{
    (void)state;
    f.unit[1][0].class_ = XN_CONCENTRATED;
    fixture_add(&f, "mixed-district-concentrated-block", 0);
    fixture_add(&f, "undetermined", 2);
    fixture_add(&f, "mixed", 1);
    assert_order("mixed undetermined mixed-district-concentrated-block");
}

static void test_effect_then_needs_then_rent(void **state)
{
    (void)state;
    f.policy.effect_band = 1000; /* one band: every effect is equal */
    fixture_tie(&f, XN_TIE_SCHOOL, 0, 0, 1);
    fixture_add(&f, "far", 0)->x_m = 900;
    fixture_add(&f, "near-dear", 1)->x_m = 100;
    fixture_add(&f, "near-cheap", 0)->x_m = 100.3; /* the same in whole metres */
    f.dwelling[2].rent_gross_eur = 650;
    assert_order("near-cheap near-dear far");
    f.policy.effect_band = 0; /* block 1 has the smaller share: a placement there is more even */
    assert_order("near-dear near-cheap far");
}

static void test_known_before_to_check_within_the_tier(void **state)
{
    (void)state;
    drop_effect();
    fixture_add(&f, "mixed-to-check", 0)->rooms = 0;
    f.dwelling[0].rent_gross_eur = 100;
    fixture_add(&f, "mixed-known", 0);
    fixture_add(&f, "concentrated-known", 4);
    assert_order("mixed-known mixed-to-check concentrated-known");
}

static void test_step_free_unknown_never_precedes_a_known_yes(void **state)
{
    (void)state;
    drop_effect();
    fixture_add(&f, "mixed-unknown", 0)->step_free = XN_UNKNOWN;
    fixture_add(&f, "mixed-walk-up", 0)->step_free = XN_NO;
    fixture_add(&f, "concentrated-yes", 4);
    fixture_add(&f, "mixed-yes-rooms-unknown", 0)->rooms = 0;
    f.dwelling[0].rent_gross_eur = 500;
    assert_order("mixed-unknown mixed-walk-up mixed-yes-rooms-unknown concentrated-yes");
    f.household.step_free = true;
    assert_order("mixed-yes-rooms-unknown concentrated-yes mixed-unknown");
}

static void test_without_place(void **state)
{
    (void)state;
    fixture_add(&f, "nowhere", 0)->has_place = false;
    fixture_add(&f, "outside", 0)->outside_city = true;
    fixture_add(&f, "concentrated", 4);
    fixture_add(&f, "undetermined", 2);
    assert_order("undetermined nowhere concentrated");
    XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = fixture_rank(&f);
    assert_int_equal(ranking->n_excluded, 1);
    assert_int_equal(ranking->excluded[0].dwelling, 1);
    assert_int_equal(ranking->excluded[0].rank, 0);
    assert_true(isnan(ranking->ranked[1].effect_after));
    assert_int_equal(ranking->ranked[1].deciding_level, XN_NONE);
}

static void test_excluded_keep_their_order(void **state)
{
    (void)state;
    fixture_add(&f, "z", 0)->rent_gross_eur = 900;
    fixture_add(&f, "fits", 0);
    fixture_add(&f, "a", 0)->on_offer_elsewhere = true;
    XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = fixture_rank(&f);
    assert_int_equal(ranking->n_excluded, 2);
    assert_int_equal(ranking->excluded[0].dwelling, 0);
    assert_int_equal(ranking->excluded[1].dwelling, 2);
    assert_int_equal(ranking->excluded[0].fit.no, 1U << XN_FIT_RENT);
}

static void test_wishes(void **state)
{
    (void)state;
    fixture_tie(&f, XN_TIE_CARE, 0, 0, 1);
    f.policy.effect_band = 1000;
    fixture_add(&f, "mixed-far", 0)->x_m = 5000;
    fixture_add(&f, "concentrated-near", 4)->x_m = 200;
    fixture_add(&f, "undetermined-nearest-to-check", 2)->x_m = 10;
    f.dwelling[2].area_m2 = 0;
    assert_order("mixed-far undetermined-nearest-to-check concentrated-near");
    f.household.filter_care = true;
    assert_order("concentrated-near mixed-far undetermined-nearest-to-check");
    f.household.filter_care = false;
    f.household.filter_own_wish = true;
    f.dwelling[1].x_m = 5000;
    f.dwelling[1].rent_gross_eur = 500;
    assert_order("concentrated-near mixed-far undetermined-nearest-to-check");
    f.household.filter_own_wish = false;
    f.household.filter_care = true;
    f.household.n_ties = 0; /* nobody to care for is named: the tier orders as ever */
    assert_order("mixed-far undetermined-nearest-to-check concentrated-near");
}

static void test_missing_values_come_last(void **state)
{
    (void)state;
    drop_effect();
    f.household.rent_limit_eur = NAN;
    fixture_add(&f, "rent-unknown", 0)->rent_gross_eur = NAN;
    f.dwelling[0].rent_net_eur = 0;
    fixture_add(&f, "dear", 0)->rent_gross_eur = 5000;
    fixture_add(&f, "net", 0)->rent_gross_eur = NAN;
    assert_order("net dear rent-unknown");
}

static void test_weighted_distance(void **state)
{
    (void)state;
    fixture_tie(&f, XN_TIE_CARE, 300, 400, 3);
    fixture_tie(&f, XN_TIE_WORK, -100, 0, 1);
    fixture_add(&f, "d", 0);
    XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = fixture_rank(&f);
    assert_close(ranking->ranked[0].tie_distance_m, (3 * 500.0 + 100) / 4, 1e-12);
}

/* Equals are ordered by lot: the same for any order of the input, another for another snapshot. */
static void test_lots(void **state)
{
    (void)state;
    static const char *const id[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    char first[256], second[256];
    for (size_t i = 0; i < 8; i++)
        fixture_add(&f, id[i], 0);
    XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = fixture_rank(&f);
    fixture_ids(&f, ranking, first);
    assert_string_not_equal(first, "a b c d e f g h");
    for (size_t i = 0; i < 8; i++)
        f.dwelling[i].id = id[7 - i];
    assert_order(first);
    f.request.snapshot = "snapshot-2";
    XN_AUTO(xn_ranking_free) struct xn_ranking *other = fixture_rank(&f);
    assert_string_not_equal(fixture_ids(&f, other, second), first);
}

static void test_refusals(void **state)
{
    (void)state;
    struct xn_ranking *ranking = NULL;
    struct xn_error err = {0};
    f.household.size = 0;
    assert_int_equal(xn_ranking_build(&f.request, &ranking, &err), XN_ARGUMENT);
    assert_non_null(strstr(err.message, "0 persons"));
    f.household.size = 5;
    f.request.n_levels = 3;
    assert_int_equal(xn_ranking_build(&f.request, &ranking, &err), XN_ARGUMENT);
    assert_null(ranking);
}

static void test_no_dwellings(void **state)
{
    (void)state;
    assert_order("");
}

static void test_memory(void **state)
{
    (void)state;
    fixture_add(&f, "a", 0);
    fixture_add(&f, "b", 0);
    const size_t live = xn_test_live_blocks();
    struct xn_ranking *ranking = NULL;
    size_t n = 0;
    do {
        xn_test_fail_allocation(++n);
        if (xn_ranking_build(&f.request, &ranking, NULL) != XN_OK) {
            assert_null(ranking);
            assert_int_equal(xn_test_live_blocks(), live);
        }
    } while (!ranking);
    xn_test_fail_allocation(0);
    assert_true(n > 3);
    xn_ranking_free(ranking);
    assert_int_equal(xn_test_live_blocks(), live);
}

#define RANKING_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RANKING_TEST(test_tier_leads),
        RANKING_TEST(test_worst_level_decides),
        RANKING_TEST(test_effect_then_needs_then_rent),
        RANKING_TEST(test_known_before_to_check_within_the_tier),
        RANKING_TEST(test_step_free_unknown_never_precedes_a_known_yes),
        RANKING_TEST(test_without_place),
        RANKING_TEST(test_excluded_keep_their_order),
        RANKING_TEST(test_wishes),
        RANKING_TEST(test_missing_values_come_last),
        RANKING_TEST(test_weighted_distance),
        RANKING_TEST(test_lots),
        RANKING_TEST(test_refusals),
        RANKING_TEST(test_no_dwellings),
        RANKING_TEST(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
