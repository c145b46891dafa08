/* The search through its public door: answers known by hand, their reasons, determinism, the time limit. */
#include <time.h>
#include "matching_asserts.h"
#include "city_batch.h"

/* Families of 2, 3, 4 and 9 persons; one block of four dwellings; everybody fits into every dwelling but the
 * last, who fits into the first alone. */
static struct xn_match_problem four_families(const struct xn_match_quota *quota)
{
    static const char *const household[] = {"two", "three", "four", "nine"};
    static const char *const dwelling[] = {"1", "2", "3", "4"};
    static const int persons[] = {2, 3, 4, 9};
    static const size_t first_arc[] = {0, 3, 6, 9, 10}, first_quota[] = {0, 1, 2, 3, 4};
    static const uint32_t arc_dwelling[] = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0}, dwelling_quota[] = {0, 0, 0, 0};
    static const int32_t arc_cost[] = {10, 20, 30, 10, 20, 30, 10, 50, 60, 0};
    return (struct xn_match_problem){.n_households = 4,
                                     .household_id = household,
                                     .persons = persons,
                                     .n_dwellings = 4,
                                     .dwelling_id = dwelling,
                                     .first_arc = first_arc,
                                     .arc_dwelling = arc_dwelling,
                                     .arc_cost = arc_cost,
                                     .n_quotas = 1,
                                     .quota = quota,
                                     .first_quota = first_quota,
                                     .dwelling_quota = dwelling_quota,
                                     .unit = XN_MATCH_PERSONS,
                                     .seed_text = "four"};
}

static struct xn_matching *solve(const struct xn_match_problem *problem)
{
    struct xn_matching *matching = NULL;
    ASSERT_OK(xn_matching_solve(problem, &matching, &err));
    assert_feasible(problem, matching);
    return matching;
}

/* Seven persons: two and four at 10 + 20, or two and three, or three and four; the cheapest pair places two
 * in the second and four in the first. */
static void families_are_not_divided(void **state)
{
    (void)state;
    const struct xn_match_quota quota = {"block", 6};
    const struct xn_match_problem problem = four_families(&quota);
    struct xn_matching *matching = solve(&problem);
    assert_int_equal(matching->n_placed, 2);
    assert_int_equal(matching->cost, 30);
    assert_int_equal(matching->reason[3], XN_UNPLACED_FAMILY_QUOTA);
    assert_int_equal(matching->binding_quota[3], 0);
    xn_matching_free(matching);
}

static void who_stays_out_learns_the_quota(void **state)
{
    (void)state;
    const struct xn_match_quota quota = {"block", 5};
    const struct xn_match_problem problem = four_families(&quota);
    struct xn_matching *matching = solve(&problem);
    assert_int_equal(matching->n_placed, 2);
    assert_int_equal(matching->quota_used[0], 5);
    assert_int_equal(matching->reason[2], XN_UNPLACED_QUOTA);
    assert_int_equal(matching->binding_quota[2], 0);
    assert_true(matching->quota_price[0] > 0);
    xn_matching_free(matching);
}

static void a_quota_of_nobody_places_nobody(void **state)
{
    (void)state;
    const struct xn_match_quota quota = {"block", 0};
    const struct xn_match_problem problem = four_families(&quota);
    struct xn_matching *matching = solve(&problem);
    assert_int_equal(matching->n_placed, 0);
    for (size_t h = 0; h < 4; h++)
        assert_int_equal(matching->reason[h], XN_UNPLACED_FAMILY_QUOTA);
    xn_matching_free(matching);
}

static void room_for_all_is_proven(void **state)
{
    (void)state;
    const struct xn_match_quota quota = {"block", 18};
    struct xn_match_problem problem = four_families(&quota);
    problem.n_households = 3;
    struct xn_matching *matching = solve(&problem);
    assert_true(matching->exact);
    assert_int_equal(matching->n_placed, 3);
    assert_int_equal(matching->cost, 10 + 20 + 30);
    assert_true(matching->gap == 0);
    xn_matching_free(matching);
}

static void an_empty_batch_has_an_answer(void **state)
{
    (void)state;
    const struct xn_match_quota quota = {"block", 5};
    struct xn_match_problem problem = four_families(&quota);
    problem.n_households = 0;
    struct xn_matching *matching = solve(&problem);
    assert_int_equal(matching->n_placed, 0);
    xn_matching_free(matching);
}

static void the_same_twice_and_another_seed_is_another_search(void **state)
{
    (void)state;
    const struct city_batch_shape shape = {60, 120, 15, 3, 2, 0, 0.7, 0.4, XN_MATCH_PERSONS, 3, 0};
    struct city_batch batch = city_batch_of(&shape);
    batch.problem.rounds = 3000;
    struct xn_matching *const a = solve(&batch.problem), *const b = solve(&batch.problem);
    for (size_t h = 0; h < shape.n_households; h++)
        assert_int_equal(a->arc_of[h], b->arc_of[h]);
    assert_int_equal(a->iterations, 3000);
    batch.problem.seed_text = "another snapshot";
    batch.problem.rounds = 0;
    struct xn_matching *const c = solve(&batch.problem);
    assert_true(c->bound_objective <= a->objective && a->bound_objective <= c->objective);
    xn_matching_free(a);
    xn_matching_free(b);
    xn_matching_free(c);
    city_batch_free(&batch);
}

/* A limit that is over at once leaves a matching within its quotas, and a bound. */
static void a_time_limit_ends_the_search(void **state)
{
    (void)state;
    const struct city_batch_shape shape = {200, 600, 20, 4, 3, 3, 0.7, 0.4, XN_MATCH_PERSONS, 5, 0};
    struct city_batch batch = city_batch_of(&shape);
    batch.problem.rounds = (size_t)1 << 40;
    batch.problem.time_limit_s = 1e-9;
    struct xn_matching *matching = solve(&batch.problem);
    assert_int_equal(matching->iterations, 0);
    assert_true(matching->n_placed > 0);
    assert_true(matching->gap >= 0);
    xn_matching_free(matching);
    city_batch_free(&batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_are_not_divided),
        cmocka_unit_test(who_stays_out_learns_the_quota),
        cmocka_unit_test(a_quota_of_nobody_places_nobody),
        cmocka_unit_test(room_for_all_is_proven),
        cmocka_unit_test(an_empty_batch_has_an_answer),
        cmocka_unit_test(the_same_twice_and_another_seed_is_another_search),
        cmocka_unit_test(a_time_limit_ends_the_search),
    };
    return XN_RUN(tests);
}
