/* matching.c - the way through a batch: check, choose the method, and the answer's own bookkeeping. */
#include "xenia/matching.h"
#include <math.h>
#include "matching_internal.h"

/* --- an answer -------------------------------------------------------------------------------------------
 */

static enum xn_status allocate(struct xn_matching *matching, const struct xn_match_problem *problem,
                               struct xn_error *err)
{
    const size_t n = problem->n_households;
    matching->dwelling_of = xn_calloc(n, sizeof *matching->dwelling_of);
    matching->arc_of = xn_calloc(n, sizeof *matching->arc_of);
    matching->reason = xn_calloc(n, sizeof *matching->reason);
    matching->binding_quota = xn_calloc(n, sizeof *matching->binding_quota);
    matching->household_price = xn_calloc(n, sizeof *matching->household_price);
    matching->dwelling_price = xn_calloc(problem->n_dwellings, sizeof *matching->dwelling_price);
    matching->quota_price = xn_calloc(problem->n_quotas, sizeof *matching->quota_price);
    matching->quota_used = xn_calloc(problem->n_quotas, sizeof *matching->quota_used);
    if (!matching->dwelling_of || !matching->arc_of || !matching->reason || !matching->binding_quota ||
        !matching->household_price || !matching->dwelling_price || !matching->quota_price ||
        !matching->quota_used)
        return xn_fail_memory(err);
    return XN_OK;
}

enum xn_status xn_matching_new(const struct xn_match_problem *problem, struct xn_matching **ret,
                               struct xn_error *err)
{
    XN_AUTO(xn_matching_free) struct xn_matching *matching = xn_calloc(1, sizeof *matching);
    if (!matching)
        return xn_fail_memory(err);
    XN_TRY(allocate(matching, problem, err));
    for (size_t h = 0; h < problem->n_households; h++)
        matching->dwelling_of[h] = matching->arc_of[h] = matching->binding_quota[h] = XN_NONE;
    matching->bound_objective = matching->gap = NAN;
    *ret = XN_STEAL(matching);
    return XN_OK;
}

void xn_matching_free(struct xn_matching *matching)
{
    if (!matching)
        return;
    xn_free(matching->dwelling_of);
    xn_free(matching->arc_of);
    xn_free(matching->reason);
    xn_free(matching->binding_quota);
    xn_free(matching->household_price);
    xn_free(matching->dwelling_price);
    xn_free(matching->quota_price);
    xn_free(matching->quota_used);
    xn_free(matching);
}

void xn_matching_place(const struct xn_match_problem *problem, struct xn_matching *matching, size_t household,
                       size_t arc)
{
    const size_t dwelling = problem->arc_dwelling[arc];
    matching->arc_of[household] = arc;
    matching->dwelling_of[household] = dwelling;
    matching->n_placed++;
    matching->cost += problem->arc_cost[arc];
    for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++)
        matching->quota_used[problem->dwelling_quota[k]] += xn_match_weight(problem, household);
}

double xn_matching_objective(size_t n_unplaced, int64_t cost)
{
    return (double)cost + (double)n_unplaced * (XN_MATCH_COST_MAX + 1);
}

/* --- the choice of the method ----------------------------------------------------------------------------
 */

enum xn_status xn_matching_solve(const struct xn_match_problem *problem, struct xn_matching **ret,
                                 struct xn_error *err)
{
    struct xn_quota_forest forest;
    XN_TRY(xn_match_check(problem, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    XN_TRY(xn_quota_forest_build(problem, arena, &forest, err));
    if (forest.crossing[0] == XN_NONE && problem->unit == XN_MATCH_HOUSEHOLDS)
        return xn_matching_exact(problem, &forest, ret, err);
    return xn_matching_search(problem, ret, err);
}
