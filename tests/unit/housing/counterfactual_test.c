/* Counterfactuals: each promised place is the place that a new ranking with that change gives. */
#include "fixture.h"

static struct fixture f;

static int setup(void **state)
{
    (void)state;
    fixture_init(&f);
    f.request.effect = NULL;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fixture_free(&f);
    return 0;
}

static const struct xn_ranked *row_of(const struct xn_ranking *ranking, const char *id)
{
    for (size_t i = 0; i < ranking->n_ranked; i++)
        if (strcmp(f.dwelling[ranking->ranked[i].dwelling].id, id) == 0)
            return &ranking->ranked[i];
    for (size_t i = 0; i < ranking->n_excluded; i++)
        if (strcmp(f.dwelling[ranking->excluded[i].dwelling].id, id) == 0)
            return &ranking->excluded[i];
    fail_msg("no dwelling '%s'", id);
    return NULL;
}

static size_t rank_of(const char *id)
{
    XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = fixture_rank(&f);
    return row_of(ranking, id)->rank;
}

/* Copies the reason with this code; false when the row has none. */
static bool find(const char *id, const char *code, struct xn_reason *ret)
{
    struct xn_reason reason[8];
    XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = fixture_rank(&f);
    const size_t count = xn_counterfactuals(&f.request, ranking, row_of(ranking, id), reason, 8);
    for (size_t i = 0; i < count; i++)
        if (strcmp(reason[i].code, code) == 0) {
            *ret = reason[i];
            return true;
        }
    return false;
}

static bool has(const char *id, const char *code)
{
    struct xn_reason reason;
    return find(id, code, &reason);
}

static size_t promised(const char *id, const char *code)
{
    struct xn_reason reason;
    if (!find(id, code, &reason))
        fail_msg("'%s' has no %s", id, code);
    return (size_t)reason.value[0].number;
}

static void test_one_thing_to_check(void **state)
{
    (void)state;
    fixture_add(&f, "a", 0)->rent_gross_eur = 500;
    fixture_add(&f, "b", 0)->rent_gross_eur = 700;
    struct xn_dwelling *dwelling = fixture_add(&f, "unknown", 0);
    dwelling->rent_gross_eur = 600;
    dwelling->rooms = 0;
    fixture_add(&f, "c", 4);
    const size_t rank = promised("unknown", "rank_if:rooms");
    assert_int_equal(rank, 2);
    assert_false(has("unknown", "rank_if:all_known"));
    dwelling->rooms = 4;
    assert_int_equal(rank_of("unknown"), rank);
}

static void test_several_things_to_check(void **state)
{
    (void)state;
    f.household.step_free = true;
    fixture_add(&f, "a", 0);
    fixture_add(&f, "concentrated", 4);
    struct xn_dwelling *dwelling = fixture_add(&f, "unknown", 0);
    dwelling->rooms = 0;
    dwelling->step_free = XN_UNKNOWN;
    dwelling->rent_gross_eur = 400;
    const size_t step_free = promised("unknown", "rank_if:step_free");
    const size_t all_known = promised("unknown", "rank_if:all_known");
    assert_int_equal(rank_of("unknown"), 3);
    dwelling->step_free = XN_YES;
    assert_int_equal(rank_of("unknown"), step_free);
    dwelling->rooms = 4;
    assert_int_equal(rank_of("unknown"), all_known);
    assert_int_equal(all_known, 1);
}

static void test_a_change_that_moves_nothing_is_not_said(void **state)
{
    (void)state;
    fixture_add(&f, "a", 0);
    fixture_add(&f, "unknown", 4)->rooms = 0;
    assert_false(has("unknown", "rank_if:rooms"));
}

static void test_nobody_knows_what_a_place_would_bring(void **state)
{
    (void)state;
    fixture_add(&f, "a", 2);
    struct xn_dwelling *dwelling = fixture_add(&f, "nowhere", 0);
    dwelling->has_place = false;
    dwelling->rooms = 0;
    assert_false(has("nowhere", "rank_if:all_known"));
    assert_false(has("nowhere", "rank_if:mixed"));
}

static void test_if_mixed(void **state)
{
    (void)state;
    fixture_add(&f, "a", 0)->rent_gross_eur = 500;
    fixture_add(&f, "b", 0)->rent_gross_eur = 700;
    fixture_add(&f, "concentrated", 4)->rent_gross_eur = 600;
    const size_t rank = promised("concentrated", "rank_if:mixed");
    assert_int_equal(rank, 2);
    f.unit[0][2].class_ = XN_MIXED;
    assert_int_equal(rank_of("concentrated"), rank);
    f.unit[0][2].class_ = XN_CONCENTRATED;
    f.household.filter_own_wish = true;
    assert_false(has("concentrated", "rank_if:mixed"));
}

static void test_first_mixed(void **state)
{
    (void)state;
    struct xn_reason reason;
    fixture_tie(&f, XN_TIE_CARE, 0, 0, 1);
    fixture_add(&f, "near", 4)->x_m = 200;
    fixture_add(&f, "mixed", 0)->x_m = 1400;
    fixture_add(&f, "mixed-to-check", 0)->rent_gross_eur = NAN;
    assert_true(find("near", "first_mixed", &reason));
    assert_string_equal(reason.got, "1200");
    assert_non_null(strstr(reason.english, "further"));
    f.dwelling[0].x_m = 1500;
    assert_true(find("near", "first_mixed", &reason));
    assert_non_null(strstr(reason.english, "nearer"));
    assert_false(has("mixed", "first_mixed"));
    f.dwelling[1].rooms = 1;
    f.dwelling[2].rooms = 1;
    assert_false(has("near", "first_mixed"));
}

/* One of unknown rent is the first all the same; its place is all that is told. */
static void test_first_mixed_of_unknown_rent(void **state)
{
    (void)state;
    struct xn_reason reason;
    f.household.rent_limit_eur = NAN;
    fixture_tie(&f, XN_TIE_CARE, 0, 0, 1);
    fixture_add(&f, "here", 4)->rent_gross_eur = 300;
    struct xn_dwelling *first = fixture_add(&f, "first", 0);
    first->rent_gross_eur = first->rent_net_eur = NAN;
    first->x_m = 100;
    fixture_add(&f, "second", 0)->x_m = 5000;
    assert_true(find("here", "first_mixed", &reason));
    assert_int_equal(reason.value[0].number, rank_of("first"));
    assert_null(strstr(reason.english, "euro"));
    f.dwelling[0].rent_gross_eur = 900; /* of those for at most as much the second is the first known */
    assert_true(find("here", "first_mixed", &reason));
    assert_int_equal(reason.value[0].number, rank_of("second"));
    assert_non_null(strstr(reason.english, "for at most {limit} euro"));
}

/* The first mixed one is dearer than this; the first that is not comes further down. */
static void test_first_mixed_for_the_same_money(void **state)
{
    (void)state;
    struct xn_reason reason;
    fixture_tie(&f, XN_TIE_CARE, 0, 0, 1);
    fixture_add(&f, "here", 4)->rent_gross_eur = 620;
    struct xn_dwelling *dear = fixture_add(&f, "dear", 0);
    fixture_add(&f, "not cheaper", 0)->x_m = 1000;
    fixture_add(&f, "cheap", 0)->x_m = 2000;
    dear->x_m = 500;
    f.dwelling[3].rent_gross_eur = 610;
    assert_true(find("here", "first_mixed", &reason));
    assert_string_equal(reason.got, "2000");
    assert_non_null(strstr(reason.english, "for at most {limit} euro"));
    assert_int_equal(reason.value[0].number, rank_of("cheap"));
    f.dwelling[0].rent_gross_eur = 600; /* cheaper than all of them: then the first, whatever it costs */
    assert_true(find("here", "first_mixed", &reason));
    assert_null(strstr(reason.english, "for at most"));
    assert_int_equal(reason.value[0].number, rank_of("dear"));
}

static void test_first_mixed_without_ties(void **state)
{
    (void)state;
    struct xn_reason reason;
    fixture_add(&f, "here", 4);
    fixture_add(&f, "mixed", 0)->rent_gross_eur = 690;
    assert_true(find("here", "first_mixed", &reason));
    assert_null(strstr(reason.english, "metres"));
    assert_string_equal(reason.got, "");
}

static void test_excluded_for_one_thing(void **state)
{
    (void)state;
    f.household.step_free = true;
    f.household.rooms_min = 4;
    fixture_add(&f, "fits", 0);
    fixture_add(&f, "steps", 0)->step_free = XN_NO;
    fixture_add(&f, "wish", 0)->rooms = 3;
    fixture_add(&f, "occupancy", 0)->rooms = 2; /* five persons need 3 by the policy */
    assert_true(has("steps", "rank_if:step_free"));
    assert_true(has("wish", "rank_if:rooms_min"));
    assert_false(has("occupancy", "rank_if:rooms_min"));
    const size_t promised_rank = promised("wish", "rank_if:rooms_min");
    f.household.rooms_min = 3;
    assert_int_equal(rank_of("wish") > 0, 1);
    assert_in_range(promised_rank, 1, 2);
    f.dwelling[1].rooms = 2; /* two things against it */
    assert_false(has("steps", "rank_if:step_free"));
}

static void test_what_the_one_before_has(void **state)
{
    (void)state;
    fixture_add(&f, "first", 0)->rent_gross_eur = 500;
    fixture_add(&f, "second", 0)->rent_gross_eur = 600;
    struct xn_reason reason;
    assert_true(find("second", "ahead:rent", &reason));
    assert_string_equal(reason.needed, "500");
    assert_string_equal(reason.got, "600");
    assert_false(has("first", "ahead:rent"));
    fixture_tie(&f, XN_TIE_SCHOOL, 0, 0, 1);
    f.dwelling[1].x_m = 10;
    assert_true(has("second", "ahead:needs"));
    f.request.effect = f.effect;
    fixture_move(&f.dwelling[0], 1);
    f.policy.effect_band = 0;
    assert_true(has("second", "ahead:effect"));
    f.request.effect = NULL;
    f.dwelling[1] = f.dwelling[0];
    f.dwelling[1].id = "second";
    assert_true(has("first", "ahead:lot") != has("second", "ahead:lot"));
}

static void test_excluded(void **state)
{
    (void)state;
    fixture_add(&f, "a", 0)->rent_gross_eur = 500;
    fixture_add(&f, "concentrated", 4);
    struct xn_dwelling *dwelling = fixture_add(&f, "out", 0);
    dwelling->rent_gross_eur = 800;
    size_t rank = promised("out", "rank_if:rent_limit");
    f.household.rent_limit_eur = 800;
    assert_int_equal(rank_of("out"), rank);
    dwelling->entitlement = "WBS";
    rank = promised("out", "rank_if:entitlement");
    strcpy(f.household.entitlement[0], "WBS");
    f.household.n_entitlements = 1;
    assert_int_equal(rank_of("out"), rank);
    f.household.available_by = FIXTURE_AS_OF;
    f.dwelling[0].available = f.dwelling[1].available = FIXTURE_AS_OF;
    dwelling->available = FIXTURE_AS_OF + 7;
    rank = promised("out", "rank_if:available_by");
    f.household.available_by += 7;
    assert_int_equal(rank_of("out"), rank);
    f.household.available_by -= 7;
    dwelling->rooms = 1; /* two reasons: no single change would do */
    assert_false(has("out", "rank_if:available_by"));
}

static void test_net_rent_stays_to_check(void **state)
{
    (void)state;
    fixture_add(&f, "a", 0);
    struct xn_dwelling *dwelling = fixture_add(&f, "out", 0);
    dwelling->rent_gross_eur = NAN;
    dwelling->rent_net_eur = 760;
    const size_t rank = promised("out", "rank_if:rent_limit");
    f.household.rent_limit_eur = 760;
    assert_int_equal(rank_of("out"), rank);
    assert_int_equal(rank, 2);
}

static void test_limit(void **state)
{
    (void)state;
    fixture_add(&f, "a", 0);
    fixture_add(&f, "b", 4);
    struct xn_reason reason;
    XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = fixture_rank(&f);
    assert_int_equal(xn_counterfactuals(&f.request, ranking, &ranking->ranked[1], &reason, 0), 0);
    assert_int_equal(xn_counterfactuals(&f.request, ranking, &ranking->ranked[0], &reason, 1), 0);
}

#define COUNTERFACTUAL_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        COUNTERFACTUAL_TEST(test_one_thing_to_check),
        COUNTERFACTUAL_TEST(test_several_things_to_check),
        COUNTERFACTUAL_TEST(test_a_change_that_moves_nothing_is_not_said),
        COUNTERFACTUAL_TEST(test_nobody_knows_what_a_place_would_bring),
        COUNTERFACTUAL_TEST(test_if_mixed),
        COUNTERFACTUAL_TEST(test_first_mixed),
        COUNTERFACTUAL_TEST(test_first_mixed_of_unknown_rent),
        COUNTERFACTUAL_TEST(test_first_mixed_for_the_same_money),
        COUNTERFACTUAL_TEST(test_first_mixed_without_ties),
        COUNTERFACTUAL_TEST(test_excluded_for_one_thing),
        COUNTERFACTUAL_TEST(test_what_the_one_before_has),
        COUNTERFACTUAL_TEST(test_excluded),
        COUNTERFACTUAL_TEST(test_net_rent_stays_to_check),
        COUNTERFACTUAL_TEST(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
