/* matching_asserts.h - what must hold of every matching, and the proof that an exact one is optimal.
 *
 * The proof is weak duality: prices that satisfy reduced cost >= 0 bound the objective of every matching from
 * below, and where the bound equals the answer's objective, nothing can be better. So a test that asserts
 * these conditions has checked optimality on an instance of any size without another solver.
 */
#ifndef XENIA_TEST_MATCHING_ASSERTS_H
#define XENIA_TEST_MATCHING_ASSERTS_H

#include "test.h"
#include "xenia/matching.h"
#include "xenia/memory.h"

static inline int64_t weight_of(const struct xn_match_problem *problem, size_t household)
{
    return problem->unit == XN_MATCH_PERSONS ? problem->persons[household] : 1;
}

/* Arcs of the problem, each dwelling once, no quota exceeded, sums right. */
static inline void assert_feasible(const struct xn_match_problem *problem, const struct xn_matching *matching)
{
    size_t *taken = xn_calloc(problem->n_dwellings, sizeof *taken);
    int64_t *used = xn_calloc(problem->n_quotas, sizeof *used), cost = 0;
    size_t n_placed = 0;
    assert_true(taken && used);
    for (size_t h = 0; h < problem->n_households; h++) {
        const size_t arc = matching->arc_of[h], dwelling = matching->dwelling_of[h];
        assert_int_equal(arc == XN_NONE, dwelling == XN_NONE);
        assert_int_equal(matching->reason[h] == XN_PLACED, dwelling != XN_NONE);
        if (dwelling == XN_NONE)
            continue;
        assert_true(arc >= problem->first_arc[h] && arc < problem->first_arc[h + 1]);
        assert_int_equal(problem->arc_dwelling[arc], dwelling);
        assert_int_equal(taken[dwelling]++, 0);
        cost += problem->arc_cost[arc];
        n_placed++;
        for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++)
            used[problem->dwelling_quota[k]] += weight_of(problem, h);
    }
    for (size_t q = 0; q < problem->n_quotas; q++) {
        assert_int_equal(matching->quota_used[q], used[q]);
        assert_true(used[q] <= problem->quota[q].limit);
    }
    assert_int_equal(matching->n_placed, n_placed);
    assert_int_equal(matching->cost, cost);
    xn_free(taken);
    xn_free(used);
}

static inline void assert_reason(const struct xn_match_problem *problem, const struct xn_matching *matching,
                                 const bool *taken, size_t h)
{
    const size_t quota = matching->binding_quota[h];
    bool some_free = false, quota_is_met = false;
    for (size_t a = problem->first_arc[h]; a < problem->first_arc[h + 1]; a++) {
        const size_t d = problem->arc_dwelling[a];
        some_free = some_free || !taken[d];
        for (size_t k = problem->first_quota[d]; k < problem->first_quota[d + 1]; k++)
            quota_is_met = quota_is_met || (!taken[d] && problem->dwelling_quota[k] == quota);
    }
    const bool has_arcs = problem->first_arc[h] < problem->first_arc[h + 1];
    if (matching->dwelling_of[h] != XN_NONE)
        assert_int_equal(matching->reason[h], XN_PLACED);
    else if (!has_arcs)
        assert_int_equal(matching->reason[h], XN_UNPLACED_NO_DWELLING);
    else if (!some_free)
        assert_int_equal(matching->reason[h], XN_UNPLACED_TAKEN);
    else
        assert_int_equal(matching->reason[h], XN_UNPLACED_QUOTA);
    assert_int_equal(matching->reason[h] == XN_UNPLACED_QUOTA, quota != XN_NONE);
    if (quota != XN_NONE) {
        assert_true(quota_is_met);
        assert_int_equal(matching->quota_used[quota], problem->quota[quota].limit);
    }
}

/* Households as units, exact: the reason follows from what is free. */
static inline void assert_reasons(const struct xn_match_problem *problem, const struct xn_matching *matching)
{
    bool *taken = xn_calloc(problem->n_dwellings, sizeof *taken);
    assert_non_null(taken);
    for (size_t h = 0; h < problem->n_households; h++)
        if (matching->dwelling_of[h] != XN_NONE)
            taken[matching->dwelling_of[h]] = true;
    for (size_t h = 0; h < problem->n_households; h++)
        assert_reason(problem, matching, taken, h);
    xn_free(taken);
}

static inline int64_t reduced_cost(const struct xn_match_problem *problem, const struct xn_matching *matching,
                                   size_t household, size_t arc)
{
    const size_t dwelling = problem->arc_dwelling[arc];
    int64_t reduced =
        problem->arc_cost[arc] - matching->household_price[household] + matching->dwelling_price[dwelling];
    for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++)
        reduced += matching->quota_price[problem->dwelling_quota[k]];
    return reduced;
}

/* Reduced costs, complementary slackness, and primal = dual. */
static inline void assert_optimal(const struct xn_match_problem *problem, const struct xn_matching *matching)
{
    const int64_t unplaced_price = matching->unplaced_price;
    int64_t dual = 0;
    assert_true(matching->exact);
    for (size_t h = 0; h < problem->n_households; h++) {
        const size_t used = matching->arc_of[h];
        assert_true(matching->household_price[h] <= unplaced_price);
        if (used == XN_NONE)
            assert_int_equal(matching->household_price[h], unplaced_price);
        for (size_t a = problem->first_arc[h]; a < problem->first_arc[h + 1]; a++)
            assert_true(reduced_cost(problem, matching, h, a) >= 0);
        if (used != XN_NONE)
            assert_int_equal(reduced_cost(problem, matching, h, used), 0);
        dual += matching->household_price[h];
    }
    for (size_t d = 0; d < problem->n_dwellings; d++) {
        assert_true(matching->dwelling_price[d] >= 0);
        dual -= matching->dwelling_price[d];
    }
    for (size_t q = 0; q < problem->n_quotas; q++) {
        assert_true(matching->quota_price[q] >= 0);
        if (matching->quota_price[q] > 0)
            assert_int_equal(matching->quota_used[q], problem->quota[q].limit);
        dual -= matching->quota_price[q] * matching->quota_used[q];
    }
    const int64_t n_unplaced = (int64_t)(problem->n_households - matching->n_placed);
    assert_int_equal(dual, matching->cost + n_unplaced * unplaced_price);
}

#endif
