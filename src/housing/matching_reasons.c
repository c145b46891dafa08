/* matching_reasons.c - why a household stays unplaced, and which quota is in its way.
 *
 * Asked in this order: does any dwelling fit it; could any take it at all, or is each under a quota smaller
 * than the family; is one that fits it still free? If one is free, a quota is full: of the free fitting
 * dwellings the cheapest is taken, and of its full quotas the dearest, because that is the one whose
 * widening helps most; where prices do not tell, the tightest. If none is free, others have them all.
 */
#include <string.h>
#include "matching_internal.h"

struct question {
    const struct xn_match_problem *problem;
    const struct xn_matching *matching;
    const bool *taken; /* n_dwellings */
};

struct obstacle {
    size_t arc, quota; /* XN_NONE: none found */
};

static bool is_in_the_way(const struct question *ask, size_t household, size_t quota, bool family_alone)
{
    const int64_t used = family_alone ? 0 : ask->matching->quota_used[quota];
    return used + xn_match_weight(ask->problem, household) > ask->problem->quota[quota].limit;
}

static bool tells_more(const struct question *ask, size_t quota, size_t than)
{
    const struct xn_match_quota *a = &ask->problem->quota[quota], *b = &ask->problem->quota[than];
    const int64_t price_a = ask->matching->quota_price[quota], price_b = ask->matching->quota_price[than];
    if (price_a != price_b)
        return price_a > price_b;
    return a->limit != b->limit ? a->limit < b->limit : strcmp(a->name, b->name) < 0;
}

/* Of the quotas that keep the household out of this dwelling, the one to name; XN_NONE: none does. */
static size_t quota_in_the_way(const struct question *ask, size_t household, size_t dwelling,
                               bool family_alone)
{
    const struct xn_match_problem *problem = ask->problem;
    size_t found = XN_NONE;
    for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++) {
        const size_t quota = problem->dwelling_quota[k];
        if (is_in_the_way(ask, household, quota, family_alone) &&
            (found == XN_NONE || tells_more(ask, quota, found)))
            found = quota;
    }
    return found;
}

static bool is_cheaper(const struct xn_match_problem *problem, size_t arc, size_t than)
{
    if (problem->arc_cost[arc] != problem->arc_cost[than])
        return problem->arc_cost[arc] < problem->arc_cost[than];
    return strcmp(problem->dwelling_id[problem->arc_dwelling[arc]],
                  problem->dwelling_id[problem->arc_dwelling[than]]) < 0;
}

/* The cheapest fitting dwelling that a quota keeps the household out of: of all, or of those still free. */
static struct obstacle find_obstacle(const struct question *ask, size_t household, bool family_alone)
{
    const struct xn_match_problem *problem = ask->problem;
    struct obstacle found = {XN_NONE, XN_NONE};
    for (size_t a = problem->first_arc[household]; a < problem->first_arc[household + 1]; a++) {
        const size_t dwelling = problem->arc_dwelling[a];
        if ((!family_alone && ask->taken[dwelling]) ||
            (found.arc != XN_NONE && !is_cheaper(problem, a, found.arc)))
            continue;
        const size_t quota = quota_in_the_way(ask, household, dwelling, family_alone);
        if (quota != XN_NONE)
            found = (struct obstacle){a, quota};
    }
    return found;
}

/* Persons: no dwelling's quotas are as large as the family. */
static bool is_too_large(const struct question *ask, size_t household)
{
    const struct xn_match_problem *problem = ask->problem;
    if (problem->unit != XN_MATCH_PERSONS)
        return false;
    for (size_t a = problem->first_arc[household]; a < problem->first_arc[household + 1]; a++)
        if (quota_in_the_way(ask, household, problem->arc_dwelling[a], true) == XN_NONE)
            return false;
    return true;
}

static enum xn_unplaced_reason reason_of(const struct question *ask, size_t household, size_t *ret_quota)
{
    *ret_quota = XN_NONE;
    if (ask->matching->dwelling_of[household] != XN_NONE)
        return XN_PLACED;
    if (ask->problem->first_arc[household] == ask->problem->first_arc[household + 1])
        return XN_UNPLACED_NO_DWELLING;
    if (is_too_large(ask, household)) {
        *ret_quota = find_obstacle(ask, household, true).quota;
        return XN_UNPLACED_FAMILY_QUOTA;
    }
    *ret_quota = find_obstacle(ask, household, false).quota;
    return *ret_quota == XN_NONE ? XN_UNPLACED_TAKEN : XN_UNPLACED_QUOTA;
}

enum xn_status xn_matching_explain(const struct xn_match_problem *problem, struct xn_matching *matching,
                                   struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) bool *taken = xn_calloc(problem->n_dwellings, sizeof *taken);
    if (!taken)
        return xn_fail_memory(err);
    for (size_t h = 0; h < problem->n_households; h++)
        if (matching->dwelling_of[h] != XN_NONE)
            taken[matching->dwelling_of[h]] = true;
    const struct question ask = {problem, matching, taken};
    for (size_t h = 0; h < problem->n_households; h++)
        matching->reason[h] = reason_of(&ask, h, &matching->binding_quota[h]);
    matching->objective = xn_matching_objective(problem->n_households - matching->n_placed, matching->cost);
    return XN_OK;
}
