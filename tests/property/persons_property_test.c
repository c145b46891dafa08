/* persons_property_test.c - what must hold for every batch with quotas of persons, or with quotas that cross:
 * quotas are kept, the bound is a bound, the order of the input never shows, more rounds are never worse. On
 * tiny batches everything is tried, so that bound <= optimum <= found is known and not only believed.
 */
#include "test.h"
#include <string.h>
#include "city_batch.h"
#include "counted_memory.h"
#include "matching_asserts.h"
#include "refused.h"

static struct xn_error err;

static struct city_batch_shape small_shape(uint64_t seed)
{
    return (struct city_batch_shape){.n_households = 40,
                                     .n_dwellings = 60,
                                     .n_arcs = 12,
                                     .n_districts = 3,
                                     .units_per_district = 2,
                                     .n_corporations = seed % 3,
                                     .quota_share = 0.5 + 0.1 * (double)(seed % 5),
                                     .taste_of_all = 0.4,
                                     .unit =
                                         seed % 2 || seed % 3 == 0 ? XN_MATCH_PERSONS : XN_MATCH_HOUSEHOLDS,
                                     .seed = seed};
}

static struct xn_matching *solve(const struct xn_match_problem *problem)
{
    struct xn_matching *matching = NULL;
    assert_ok(xn_matching_solve(problem, &matching, &err));
    assert_feasible(problem, matching);
    assert_true(matching->gap >= 0);
    assert_true(matching->bound_objective <= matching->objective);
    if (matching->exact)
        assert_true(matching->gap == 0);
    return matching;
}

static void quotas_are_kept_and_the_gap_is_told(void **state)
{
    (void)state;
    size_t n_unplaced = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        const struct city_batch_shape shape = small_shape(seed);
        struct city_batch batch = city_batch_of(&shape);
        batch.problem.rounds = 2000;
        struct xn_matching *matching = solve(&batch.problem);
        n_unplaced += batch.problem.n_households - matching->n_placed;
        xn_matching_free(matching);
        city_batch_free(&batch);
    }
    assert_true(n_unplaced > 100); /* the quotas bind, or nothing was tested */
}

static void more_rounds_are_never_worse(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        const struct city_batch_shape shape = small_shape(seed);
        struct city_batch batch = city_batch_of(&shape);
        size_t placed = 0;
        int64_t cost = 0;
        for (size_t rounds = 1; rounds <= 20000; rounds *= 7) {
            batch.problem.rounds = rounds;
            struct xn_matching *matching = solve(&batch.problem);
            assert_true(matching->n_placed > placed ||
                        (matching->n_placed == placed && matching->cost <= cost));
            placed = matching->n_placed;
            cost = matching->cost;
            xn_matching_free(matching);
        }
        city_batch_free(&batch);
    }
}

/* --- the order of the input ----------------------------------------------------------------------------- */

static size_t *shuffled(struct city_batch *batch, size_t n, uint64_t seed)
{
    size_t *const order = city_batch_room(batch, n, sizeof *order);
    struct xn_random random = xn_random_stream(seed, 5, 0);
    for (size_t i = 0; i < n; i++) {
        const size_t j = xn_random_below(&random, (uint32_t)i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    return order;
}

/* Household i of the other problem is household[i] of this one, dwelling d is dwelling[d]; arcs turned round.
 */
static struct xn_match_problem reordered(struct city_batch *batch, const size_t *household,
                                         const size_t *dwelling)
{
    const struct xn_match_problem *const from = &batch->problem;
    struct xn_match_problem to = *from;
    const size_t n = from->n_households, m = from->n_dwellings;
    const char **const household_id = city_batch_room(batch, n, sizeof *household_id);
    const char **const dwelling_id = city_batch_room(batch, m, sizeof *dwelling_id);
    int *const persons = city_batch_room(batch, n, sizeof *persons);
    size_t *const first_arc = city_batch_room(batch, n + 1, sizeof *first_arc);
    size_t *const first_quota = city_batch_room(batch, m + 1, sizeof *first_quota);
    uint32_t *const arc_dwelling = city_batch_room(batch, from->first_arc[n], sizeof *arc_dwelling);
    int32_t *const arc_cost = city_batch_room(batch, from->first_arc[n], sizeof *arc_cost);
    uint32_t *const quota = city_batch_room(batch, from->first_quota[m], sizeof *quota);
    uint32_t *const place = city_batch_room(batch, m, sizeof *place);
    for (size_t d = 0; d < m; d++) {
        const size_t old = dwelling[d], k = from->first_quota[old + 1] - from->first_quota[old];
        place[old] = (uint32_t)d;
        dwelling_id[d] = from->dwelling_id[old];
        first_quota[d + 1] = first_quota[d] + k;
        for (size_t i = 0; i < k; i++)
            quota[first_quota[d] + i] = from->dwelling_quota[from->first_quota[old + 1] - 1 - i];
    }
    for (size_t h = 0; h < n; h++) {
        const size_t old = household[h], k = from->first_arc[old + 1] - from->first_arc[old];
        household_id[h] = from->household_id[old];
        persons[h] = from->persons[old];
        first_arc[h + 1] = first_arc[h] + k;
        for (size_t i = 0; i < k; i++) {
            arc_dwelling[first_arc[h] + i] = place[from->arc_dwelling[from->first_arc[old + 1] - 1 - i]];
            arc_cost[first_arc[h] + i] = from->arc_cost[from->first_arc[old + 1] - 1 - i];
        }
    }
    to.household_id = household_id;
    to.dwelling_id = dwelling_id;
    to.persons = persons;
    to.first_arc = first_arc;
    to.first_quota = first_quota;
    to.arc_dwelling = arc_dwelling;
    to.arc_cost = arc_cost;
    to.dwelling_quota = quota;
    return to;
}

static void the_order_of_the_input_is_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        const struct city_batch_shape shape = small_shape(seed);
        struct city_batch batch = city_batch_of(&shape);
        batch.problem.rounds = 3000;
        const size_t *const household = shuffled(&batch, shape.n_households, seed);
        const size_t *const dwelling = shuffled(&batch, shape.n_dwellings, seed + 100);
        const struct xn_match_problem other = reordered(&batch, household, dwelling);
        struct xn_matching *const a = solve(&batch.problem), *const b = solve(&other);
        assert_int_equal(a->cost, b->cost);
        assert_true(a->bound_objective == b->bound_objective);
        for (size_t h = 0; h < shape.n_households; h++) {
            const size_t in_a = a->dwelling_of[household[h]], in_b = b->dwelling_of[h];
            assert_int_equal(in_a == XN_NONE, in_b == XN_NONE);
            if (in_b != XN_NONE)
                assert_int_equal(in_a, dwelling[in_b]);
            assert_int_equal(a->reason[household[h]], b->reason[h]);
            assert_int_equal(a->household_price[household[h]], b->household_price[h]);
        }
        xn_matching_free(a);
        xn_matching_free(b);
        city_batch_free(&batch);
    }
}

/* --- everything tried ---------------------------------------------------------------------------------- */

struct trial {
    const struct xn_match_problem *problem;
    bool taken[16];
    int64_t used[16];
    size_t best_placed;
    int64_t best_cost;
};

static bool fits(const struct trial *trial, size_t household, size_t dwelling)
{
    const struct xn_match_problem *const problem = trial->problem;
    const int64_t weight = problem->unit == XN_MATCH_PERSONS ? problem->persons[household] : 1;
    if (trial->taken[dwelling])
        return false;
    for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++)
        if (trial->used[problem->dwelling_quota[k]] + weight >
            problem->quota[problem->dwelling_quota[k]].limit)
            return false;
    return true;
}

static void use(struct trial *trial, size_t household, size_t dwelling, int sign)
{
    const struct xn_match_problem *const problem = trial->problem;
    trial->taken[dwelling] = sign > 0;
    for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++)
        trial->used[problem->dwelling_quota[k]] +=
            sign * (problem->unit == XN_MATCH_PERSONS ? problem->persons[household] : 1);
}

static void try_all(struct trial *trial, size_t household, size_t placed, int64_t cost)
{
    const struct xn_match_problem *const problem = trial->problem;
    if (household == problem->n_households) {
        if (placed > trial->best_placed || (placed == trial->best_placed && cost < trial->best_cost)) {
            trial->best_placed = placed;
            trial->best_cost = cost;
        }
        return;
    }
    try_all(trial, household + 1, placed, cost);
    for (size_t a = problem->first_arc[household]; a < problem->first_arc[household + 1]; a++) {
        const size_t dwelling = problem->arc_dwelling[a];
        if (!fits(trial, household, dwelling))
            continue;
        use(trial, household, dwelling, 1);
        try_all(trial, household + 1, placed + 1, cost + problem->arc_cost[a]);
        use(trial, household, dwelling, -1);
    }
}

static void the_optimum_lies_between_bound_and_found(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct city_batch_shape shape = small_shape(seed);
        shape.n_households = 6 + seed % 2;
        shape.n_dwellings = 8;
        shape.n_arcs = 5;
        shape.units_per_district = 1;
        struct city_batch batch = city_batch_of(&shape);
        batch.problem.rounds = 3000;
        struct trial trial = {.problem = &batch.problem};
        try_all(&trial, 0, 0, 0);
        struct xn_matching *const found = solve(&batch.problem);
        const double optimum =
            (double)trial.best_cost +
            (double)(batch.problem.n_households - trial.best_placed) * (XN_MATCH_COST_MAX + 1);
        if (found->n_placed != trial.best_placed || found->cost != trial.best_cost)
            fail_msg("batch %d: found %zu placed at %ld; best is %zu at %ld", (int)seed, found->n_placed,
                     (long)found->cost, trial.best_placed, (long)trial.best_cost);
        assert_true(found->bound_objective <= optimum);
        xn_matching_free(found);
        city_batch_free(&batch);
    }
}

/* --- memory -------------------------------------------------------------------------------------------- */

static void every_failed_allocation_is_told_and_nothing_leaks(void **state)
{
    (void)state;
    const struct city_batch_shape shape = small_shape(1);
    struct city_batch batch = city_batch_of(&shape);
    batch.problem.rounds = 3000; /* a size is placed anew at round 3,000 */
    const size_t before = xn_test_live_blocks();
    xn_test_fail_allocation(0);
    struct xn_matching *whole = NULL;
    assert_ok(xn_matching_solve(&batch.problem, &whole, &err));
    const size_t n = xn_test_allocations();
    xn_matching_free(whole);
    assert_true(n > 20);
    for (size_t i = 1; i <= n; i++) {
        struct xn_matching *matching = NULL;
        xn_test_fail_allocation(i);
        assert_int_equal(xn_matching_solve(&batch.problem, &matching, &err), XN_MEMORY);
        assert_null(matching);
        assert_int_equal(xn_test_live_blocks(), before);
    }
    xn_test_fail_allocation(0);
    city_batch_free(&batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotas_are_kept_and_the_gap_is_told),
        cmocka_unit_test(more_rounds_are_never_worse),
        cmocka_unit_test(the_order_of_the_input_is_nothing),
        cmocka_unit_test(the_optimum_lies_between_bound_and_found),
        cmocka_unit_test(every_failed_allocation_is_told_and_nothing_leaks),
    };
    return XN_RUN(tests);
}
