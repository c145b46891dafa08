/* Matching on batches that a person can solve: the best pairs, reasons and prices; batches without anything;
 * what is refused; the yardsticks. Random batches: property/matching_property_test.c. */
#include <math.h>
#include <string.h>
#include "counted_memory.h"
#include "matching_asserts.h"
#include "matching_scale.h"

#define NONE XN_NONE

/* Three families, four dwellings; block north holds d0 and d1, block south d2, both in district centre; d3 in
 * none.
 *
 *             d0   d1   d2   d3
 *     Abed     1    5    -    9
 *     Bilal    2    8    -    -
 *     Chadi    1    -    3    -      */
static const char *const household_id[] = {"Abed", "Bilal", "Chadi"};
static const char *const dwelling_id[] = {"d0", "d1", "d2", "d3"};
static const int persons[] = {4, 2, 5};
static const size_t first_arc[] = {0, 3, 5, 7};
static const uint32_t arc_dwelling[] = {0, 1, 3, 0, 1, 0, 2};
static const int32_t arc_cost[] = {1, 5, 9, 2, 8, 1, 3};
static const size_t first_quota[] = {0, 2, 4, 6, 6};
static const uint32_t dwelling_quota[] = {0, 2, 2, 0, 1, 2};
enum { NORTH, SOUTH, CENTRE };

struct limits {
    struct xn_match_quota quota[3];
};

static struct limits limits_of(int64_t north, int64_t south, int64_t centre)
{
    return (struct limits){{{"north", north}, {"south", south}, {"centre", centre}}};
}

static struct xn_match_problem batch(const struct limits *limits)
{
    return (struct xn_match_problem){.n_households = 3,
                                     .household_id = household_id,
                                     .persons = persons,
                                     .n_dwellings = 4,
                                     .dwelling_id = dwelling_id,
                                     .first_arc = first_arc,
                                     .arc_dwelling = arc_dwelling,
                                     .arc_cost = arc_cost,
                                     .n_quotas = 3,
                                     .quota = limits->quota,
                                     .first_quota = first_quota,
                                     .dwelling_quota = dwelling_quota,
                                     .unit = XN_MATCH_HOUSEHOLDS,
                                     .seed_text = "snapshot"};
}

static struct xn_matching *solved(const struct xn_match_problem *problem)
{
    struct xn_matching *matching = NULL;
    ASSERT_OK(xn_matching_solve(problem, &matching, &err));
    assert_feasible(problem, matching);
    assert_reasons(problem, matching);
    assert_optimal(problem, matching);
    return matching;
}

static void assert_dwellings(const struct xn_matching *matching, size_t abed, size_t bilal, size_t chadi)
{
    assert_int_equal(matching->dwelling_of[0], abed);
    assert_int_equal(matching->dwelling_of[1], bilal);
    assert_int_equal(matching->dwelling_of[2], chadi);
}

/* --- the best pairs --------------------------------------------------------------------------------------
 */

static void wide_quotas_let_the_least_cost_win(void **state)
{
    (void)state;
    const struct limits wide = limits_of(9, 9, 9);
    const struct xn_match_problem problem = batch(&wide);
    XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(&problem);
    assert_dwellings(matching, 1, 0, 2);
    assert_int_equal(matching->cost, 5 + 2 + 3);
    assert_true(matching->exact);
    assert_true(matching->gap == 0 && matching->objective == 10 && matching->bound_objective == 10);
    for (size_t q = 0; q < 3; q++)
        assert_int_equal(matching->quota_price[q], 0);
}

static void a_quota_moves_a_family_out(void **state)
{
    (void)state;
    const struct limits north_one = limits_of(1, 9, 9);
    const struct xn_match_problem problem = batch(&north_one);
    XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(&problem);
    assert_dwellings(matching, 3, 0, 2);
    assert_int_equal(matching->cost, 9 + 2 + 3);
    assert_int_equal(matching->quota_used[NORTH], 1);
    /* without its one place in north Bilal would stay out, who costs 2 now */
    assert_int_equal(matching->quota_price[NORTH], matching->unplaced_price - 2);
    assert_int_equal(matching->quota_price[CENTRE], 0);
}

static void the_binding_quota_is_named(void **state)
{
    (void)state;
    const struct limits centre_one = limits_of(9, 9, 1);
    const struct xn_match_problem problem = batch(&centre_one);
    XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(&problem);
    /* Abed has d3; of Bilal and Chadi one stays out: Chadi to d0 costs 1 */
    assert_dwellings(matching, 3, NONE, 0);
    assert_int_equal(matching->reason[1], XN_UNPLACED_QUOTA);
    assert_int_equal(matching->binding_quota[1], CENTRE);
    assert_true(matching->quota_price[CENTRE] > matching->unplaced_price / 2);
    assert_int_equal(matching->household_price[1], matching->unplaced_price);
    assert_true(matching->objective == 9 + 1 + XN_MATCH_COST_MAX + 1);
}

static void a_quota_of_zero_shuts_its_block(void **state)
{
    (void)state;
    const struct limits north_shut = limits_of(0, 9, 9);
    const struct xn_match_problem problem = batch(&north_shut);
    XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(&problem);
    assert_dwellings(matching, 3, NONE, 2);
    assert_int_equal(matching->reason[1], XN_UNPLACED_QUOTA);
    assert_int_equal(matching->binding_quota[1], NORTH);
    /* one place in north would place Bilal in d0 for 2, and a twin of Chadi for 1 */
    assert_int_equal(matching->quota_price[NORTH], matching->unplaced_price - 1);
}

static void of_two_full_quotas_the_dearer_is_named(void **state)
{
    (void)state;
    /* north and centre are both full with one family; a place more in one alone helps nobody */
    const struct limits both = limits_of(1, 0, 1);
    const struct xn_match_problem problem = batch(&both);
    XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(&problem);
    assert_int_equal(matching->n_placed, 2);
    const size_t out = matching->dwelling_of[1] == NONE ? 1 : 2, named = matching->binding_quota[out];
    assert_int_equal(matching->reason[out], XN_UNPLACED_QUOTA);
    for (size_t q = 0; q < 3; q++)
        if (q == NORTH || q == CENTRE)
            assert_true(matching->quota_price[named] >= matching->quota_price[q]);
}

static void one_dwelling_wanted_by_all(void **state)
{
    (void)state;
    enum { ALL = 40 };
    const char *id[ALL];
    char name[ALL][4];
    int size[ALL];
    size_t first[ALL + 1] = {0};
    uint32_t wanted[ALL] = {0};
    int32_t cost[ALL];
    for (size_t h = 0; h < ALL; h++) {
        name[h][0] = (char)('a' + h / 8);
        name[h][1] = (char)('a' + h % 8);
        name[h][2] = 0;
        id[h] = name[h];
        size[h] = 1;
        first[h + 1] = h + 1;
        cost[h] = h == 17 ? 3 : 4;
    }
    const size_t no_quota[] = {0, 0};
    const struct xn_match_problem problem = {.n_households = ALL,
                                             .household_id = id,
                                             .persons = size,
                                             .n_dwellings = 1,
                                             .dwelling_id = dwelling_id,
                                             .first_arc = first,
                                             .arc_dwelling = wanted,
                                             .arc_cost = cost,
                                             .first_quota = no_quota,
                                             .seed_text = ""};
    XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(&problem);
    for (size_t h = 0; h < ALL; h++) {
        assert_int_equal(matching->dwelling_of[h], h == 17 ? 0 : NONE);
        assert_int_equal(matching->reason[h], h == 17 ? XN_PLACED : XN_UNPLACED_TAKEN);
    }
}

/* Where all costs are equal the lots decide, and another seed text draws others. */
static void equal_costs_are_decided_by_lots(void **state)
{
    (void)state;
    int32_t same[7] = {5, 5, 5, 5, 5, 5, 5};
    const struct limits wide = limits_of(9, 9, 9);
    size_t n_differ = 0;
    for (char letter = 'a'; letter <= 'z'; letter++) {
        const char seed[2] = {letter, 0};
        struct xn_match_problem problem = batch(&wide);
        problem.arc_cost = same;
        XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(&problem);
        problem.seed_text = seed;
        XN_AUTO(xn_matching_free) struct xn_matching *other = solved(&problem);
        assert_int_equal(other->n_placed, 3);
        n_differ += memcmp(matching->dwelling_of, other->dwelling_of, 3 * sizeof(size_t)) != 0;
    }
    assert_in_range(n_differ, 5, 25);
}

/* The scale of a batch of n by n with one arc of the greatest cost. */
static struct xn_match_scale scale_of(size_t n)
{
    const int32_t dearest = XN_MATCH_COST_MAX;
    size_t *first = xn_calloc(n + 1, sizeof *first);
    assert_non_null(first);
    first[n] = 1;
    const struct xn_match_problem problem = {
        .n_households = n, .n_dwellings = n, .first_arc = first, .arc_cost = &dearest};
    const struct xn_match_scale scale = xn_match_scale_of(&problem, 2 * n + 300);
    xn_free(first);
    return scale;
}

static void large_batches_have_shorter_lots_and_fit_64_bits(void **state)
{
    (void)state;
    const size_t size[] = {1, 20000, 200000, 5000000};
    uint64_t shorter = 256;
    assert_int_equal(scale_of(20000).lot_mask, 255);
    for (size_t i = 0; i < 4; i++) {
        const struct xn_match_scale scale = scale_of(size[i]);
        assert_true((long double)scale.unplaced * (long double)scale.unit <= 0x1p60L);
        assert_true((long double)XN_MATCH_COST_MAX * (long double)scale.unit * (long double)size[i] <=
                    0x1p60L);
        assert_true(scale.unit > 2 * (int64_t)size[i] * (int64_t)scale.lot_mask);
        assert_true(scale.lot_mask < shorter || i == 1);
        shorter = scale.lot_mask;
    }
    assert_int_equal(shorter, 0);
}

/* --- nothing ---------------------------------------------------------------------------------------------
 */

static void no_households(void **state)
{
    (void)state;
    const struct limits wide = limits_of(9, 9, 9);
    struct xn_match_problem problem = batch(&wide);
    problem.n_households = 0;
    XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(&problem);
    assert_int_equal(matching->n_placed, 0);
    assert_true(matching->objective == 0 && matching->gap == 0);
}

static void no_dwellings_or_no_arcs(void **state)
{
    (void)state;
    const size_t no_arcs[] = {0, 0, 0, 0};
    const struct limits wide = limits_of(9, 9, 9);
    struct xn_match_problem problem = batch(&wide);
    problem.first_arc = no_arcs;
    for (int round = 0; round < 2; round++) {
        XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(&problem);
        assert_dwellings(matching, NONE, NONE, NONE);
        for (size_t h = 0; h < 3; h++)
            assert_int_equal(matching->reason[h], XN_UNPLACED_NO_DWELLING);
        problem.n_dwellings = 0;
        problem.n_quotas = 0;
    }
}

/* --- refused ---------------------------------------------------------------------------------------------
 */

static enum xn_status refused(const struct xn_match_problem *problem, struct xn_error *err)
{
    struct xn_matching *matching = NULL;
    const enum xn_status status = xn_matching_solve(problem, &matching, err);
    assert_null(matching);
    return status;
}

static void wrong_arcs_are_refused(void **state)
{
    (void)state;
    const struct limits wide = limits_of(9, 9, 9);
    const uint32_t astray[] = {0, 1, 4, 0, 1, 0, 2}, twice[] = {0, 1, 3, 1, 1, 0, 2};
    const int32_t dear[] = {1, 5, 1000001, 2, 8, 1, 3}, negative[] = {1, 5, 9, 2, -1, 1, 3};
    const size_t late[] = {1, 3, 5, 7}, backwards[] = {0, 5, 3, 7};
    const int empty[] = {4, 0, 5};
    struct xn_match_problem problem = batch(&wide);
    problem.arc_dwelling = astray;
    ASSERT_FAILS(XN_ARGUMENT, "household 'Abed', arc 2: leads to dwelling 4", refused(&problem, &err));
    problem.arc_dwelling = twice;
    ASSERT_FAILS(XN_ARGUMENT, "household 'Bilal', arc 1: names dwelling 'd1' a second time",
                 refused(&problem, &err));
    problem = batch(&wide);
    problem.arc_cost = dear;
    ASSERT_FAILS(XN_ARGUMENT, "household 'Abed', arc 2: costs 1000001", refused(&problem, &err));
    problem.arc_cost = negative;
    ASSERT_FAILS(XN_ARGUMENT, "household 'Bilal', arc 1: costs -1", refused(&problem, &err));
    problem = batch(&wide);
    problem.first_arc = late;
    ASSERT_FAILS(XN_ARGUMENT, "the first household stands at 1", refused(&problem, &err));
    problem.first_arc = backwards;
    ASSERT_FAILS(XN_ARGUMENT, "household 1 ends at 3, before it begins at 5", refused(&problem, &err));
    problem = batch(&wide);
    problem.persons = empty;
    ASSERT_FAILS(XN_ARGUMENT, "household 'Bilal': has 0 persons", refused(&problem, &err));
}

static void wrong_quotas_ids_and_settings_are_refused(void **state)
{
    (void)state;
    const struct limits wide = limits_of(9, 9, 9), negative = limits_of(9, -1, 9);
    const uint32_t astray[] = {0, 2, 2, 0, 3, 2}, twice[] = {0, 2, 2, 2, 1, 2};
    const char *const twin_households[] = {"Abed", "Bilal", "Abed"};
    const char *const twin_dwellings[] = {"d0", "d1", "d1", "d3"};
    const size_t long_arcs[] = {0, 3, 5, (size_t)1 << 31};
    struct xn_match_problem problem = batch(&negative);
    ASSERT_FAILS(XN_ARGUMENT, "quota 'south': has the limit -1", refused(&problem, &err));
    problem = batch(&wide);
    problem.dwelling_quota = astray;
    ASSERT_FAILS(XN_ARGUMENT, "dwelling 'd2': counts to quota 3", refused(&problem, &err));
    problem.dwelling_quota = twice;
    ASSERT_FAILS(XN_ARGUMENT, "dwelling 'd1': counts to quota 'centre' a second time",
                 refused(&problem, &err));
    problem = batch(&wide);
    problem.household_id = twin_households;
    ASSERT_FAILS(XN_ARGUMENT, "household 'Abed': is there twice", refused(&problem, &err));
    problem = batch(&wide);
    problem.dwelling_id = twin_dwellings;
    ASSERT_FAILS(XN_ARGUMENT, "dwelling 'd1': is there twice", refused(&problem, &err));
    problem = batch(&wide);
    problem.seed_text = NULL;
    ASSERT_FAILS(XN_ARGUMENT, "no seed text", refused(&problem, &err));
    problem = batch(&wide);
    problem.time_limit_s = NAN;
    ASSERT_FAILS(XN_ARGUMENT, "time limit", refused(&problem, &err));
    problem = batch(&wide);
    problem.first_arc = long_arcs;
    ASSERT_FAILS(XN_LIMIT, "too large", refused(&problem, &err));
}

/* --- yardsticks ------------------------------------------------------------------------------------------
 */

static void greedy_takes_what_is_best_on_arrival(void **state)
{
    (void)state;
    const struct limits wide = limits_of(9, 9, 9);
    const struct xn_match_problem problem = batch(&wide);
    XN_AUTO(xn_matching_free) struct xn_matching *first = NULL;
    XN_AUTO(xn_matching_free) struct xn_matching *last = NULL;
    ASSERT_OK(xn_matching_greedy(&problem, NULL, &first, &err));
    assert_dwellings(first, 0, 1, 2);
    assert_int_equal(first->cost, 1 + 8 + 3);
    assert_false(first->exact);
    assert_true(isnan(first->gap) && isnan(first->bound_objective) && first->objective == 12);
    const size_t backwards[] = {2, 1, 0};
    ASSERT_OK(xn_matching_greedy(&problem, backwards, &last, &err));
    assert_dwellings(last, 3, 1, 0);
}

static void greedy_of_persons_keeps_families_whole(void **state)
{
    (void)state;
    const struct limits five_persons = limits_of(5, 4, 9);
    struct xn_match_problem problem = batch(&five_persons);
    problem.unit = XN_MATCH_PERSONS;
    XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
    ASSERT_OK(xn_matching_greedy(&problem, NULL, &matching, &err));
    /* Abed's 4 in d0 leave 1 of 5 in north; Chadi's 5 would fit north alone, but d2 never */
    assert_dwellings(matching, 0, NONE, NONE);
    assert_int_equal(matching->quota_used[NORTH], 4);
    assert_int_equal(matching->binding_quota[1], NORTH);
    assert_int_equal(matching->reason[1], XN_UNPLACED_QUOTA);
    assert_int_equal(matching->binding_quota[2], SOUTH);
    assert_int_equal(matching->reason[2], XN_UNPLACED_QUOTA);
}

static void a_family_larger_than_every_quota_is_told_so(void **state)
{
    (void)state;
    const struct limits small = limits_of(4, 3, 9);
    struct xn_match_problem problem = batch(&small);
    problem.unit = XN_MATCH_PERSONS;
    XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
    ASSERT_OK(xn_matching_greedy(&problem, NULL, &matching, &err));
    assert_int_equal(matching->reason[2], XN_UNPLACED_FAMILY_QUOTA);
    assert_int_equal(matching->binding_quota[2], NORTH); /* of its cheapest dwelling */
}

static void wrong_arrivals_are_refused(void **state)
{
    (void)state;
    const struct limits wide = limits_of(9, 9, 9);
    const struct xn_match_problem problem = batch(&wide);
    const size_t twice[] = {0, 1, 0}, outside[] = {0, 1, 3};
    struct xn_matching *matching = NULL;
    ASSERT_FAILS(XN_ARGUMENT, "arrival 2: household 0", xn_matching_greedy(&problem, twice, &matching, &err));
    ASSERT_FAILS(XN_ARGUMENT, "arrival 2: household 3",
                 xn_matching_random(&problem, outside, 1, &matching, &err));
    assert_null(matching);
}

/* Bilal alone may draw d0 or d1: both come about equally often. */
static void random_draws_each_dwelling_alike(void **state)
{
    (void)state;
    const struct limits wide = limits_of(9, 9, 9);
    const struct xn_match_problem problem = batch(&wide);
    const size_t bilal_first[] = {1, 0, 2};
    size_t n_first = 0;
    for (uint64_t seed = 0; seed < 1000; seed++) {
        XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
        ASSERT_OK(xn_matching_random(&problem, bilal_first, seed, &matching, &err));
        n_first += matching->dwelling_of[1] == 0;
    }
    assert_in_range(n_first, 420, 580);
}

/* --- memory ----------------------------------------------------------------------------------------------
 */

static void every_failing_allocation_is_told_and_nothing_leaks(void **state)
{
    (void)state;
    const struct limits limits = limits_of(1, 0, 1);
    const struct xn_match_problem problem = batch(&limits);
    for (int way = 0; way < 2; way++) {
        const size_t live = xn_test_live_blocks();
        enum xn_status status = XN_MEMORY;
        size_t n = 0;
        while (status == XN_MEMORY) {
            struct xn_matching *matching = NULL;
            xn_test_fail_allocation(++n);
            status = way ? xn_matching_greedy(&problem, NULL, &matching, NULL)
                         : xn_matching_solve(&problem, &matching, NULL);
            assert_int_equal(status == XN_OK, matching != NULL);
            xn_matching_free(matching);
            assert_int_equal(xn_test_live_blocks(), live);
        }
        xn_test_fail_allocation(0);
        assert_int_equal(status, XN_OK);
        assert_true(n > 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_quotas_let_the_least_cost_win),
        cmocka_unit_test(a_quota_moves_a_family_out),
        cmocka_unit_test(the_binding_quota_is_named),
        cmocka_unit_test(a_quota_of_zero_shuts_its_block),
        cmocka_unit_test(of_two_full_quotas_the_dearer_is_named),
        cmocka_unit_test(one_dwelling_wanted_by_all),
        cmocka_unit_test(equal_costs_are_decided_by_lots),
        cmocka_unit_test(large_batches_have_shorter_lots_and_fit_64_bits),
        cmocka_unit_test(no_households),
        cmocka_unit_test(no_dwellings_or_no_arcs),
        cmocka_unit_test(wrong_arcs_are_refused),
        cmocka_unit_test(wrong_quotas_ids_and_settings_are_refused),
        cmocka_unit_test(greedy_takes_what_is_best_on_arrival),
        cmocka_unit_test(greedy_of_persons_keeps_families_whole),
        cmocka_unit_test(a_family_larger_than_every_quota_is_told_so),
        cmocka_unit_test(wrong_arrivals_are_refused),
        cmocka_unit_test(random_draws_each_dwelling_alike),
        cmocka_unit_test(every_failing_allocation_is_told_and_nothing_leaks),
    };
    return XN_RUN(tests);
}
