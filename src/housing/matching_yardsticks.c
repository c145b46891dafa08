/* matching_yardsticks.c - what an office without a plan would reach: households come one by one, and each
 * takes the best of what is left (greedy), or anything that fits (random). Nothing that comes later is looked
 * at.
 */
#include <string.h>
#include "matching_internal.h"
#include "xenia/digest.h"
#include "xenia/random.h"

/* How a household values an arc: the least value wins, then the first id. */
struct taste {
    bool at_random;
    uint64_t seed;
    struct xn_hash_key key;
};

/* A number for this household and this dwelling alone, so that the order of the arcs never shows. */
static uint64_t draw(const struct taste *taste, const char *household_id, const char *dwelling_id)
{
    const uint64_t pair =
        xn_hash_under(&taste->key, household_id) ^ (xn_hash_under(&taste->key, dwelling_id) << 1);
    struct xn_random random = xn_random_stream(taste->seed, pair, 0);
    return xn_random_u64(&random);
}

static uint64_t value_of(const struct xn_match_problem *problem, const struct taste *taste, size_t household,
                         size_t arc)
{
    if (!taste->at_random)
        return (uint64_t)problem->arc_cost[arc];
    return draw(taste, problem->household_id[household], problem->dwelling_id[problem->arc_dwelling[arc]]);
}

static bool has_room(const struct xn_match_problem *problem, const struct xn_matching *matching,
                     size_t household, size_t dwelling)
{
    for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++) {
        const size_t quota = problem->dwelling_quota[k];
        if (matching->quota_used[quota] + xn_match_weight(problem, household) > problem->quota[quota].limit)
            return false;
    }
    return true;
}

static size_t choose(const struct xn_match_problem *problem, const struct xn_matching *matching,
                     const bool *taken, const struct taste *taste, size_t household)
{
    size_t chosen = XN_NONE;
    uint64_t least = 0;
    for (size_t a = problem->first_arc[household]; a < problem->first_arc[household + 1]; a++) {
        const size_t dwelling = problem->arc_dwelling[a];
        if (taken[dwelling] || !has_room(problem, matching, household, dwelling))
            continue;
        const uint64_t value = value_of(problem, taste, household, a);
        if (chosen == XN_NONE || value < least ||
            (value == least && strcmp(problem->dwelling_id[dwelling],
                                      problem->dwelling_id[problem->arc_dwelling[chosen]]) < 0)) {
            chosen = a;
            least = value;
        }
    }
    return chosen;
}

enum xn_status xn_match_check_arrival(const struct xn_match_problem *problem, const size_t *arrival,
                                      struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) bool *arrived = xn_calloc(problem->n_households, sizeof *arrived);
    if (!arrived)
        return xn_fail_memory(err);
    for (size_t i = 0; arrival && i < problem->n_households; i++) {
        if (arrival[i] >= problem->n_households || arrived[arrival[i]])
            return xn_fail(err, XN_ARGUMENT, "arrival %zu: household %zu, wanted each below %zu once", i,
                           arrival[i], problem->n_households);
        arrived[arrival[i]] = true;
    }
    return XN_OK;
}

static enum xn_status one_by_one(const struct xn_match_problem *problem, const size_t *arrival,
                                 const struct taste *taste, struct xn_matching **ret, struct xn_error *err)
{
    XN_TRY(xn_match_check(problem, err));
    XN_TRY(xn_match_check_arrival(problem, arrival, err));
    XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
    XN_CLEANUP(xn_free_pointer) bool *taken = xn_calloc(problem->n_dwellings, sizeof *taken);
    if (!taken)
        return xn_fail_memory(err);
    XN_TRY(xn_matching_new(problem, &matching, err));
    for (size_t i = 0; i < problem->n_households; i++) {
        const size_t household = arrival ? arrival[i] : i;
        const size_t arc = choose(problem, matching, taken, taste, household);
        if (arc == XN_NONE)
            continue;
        xn_matching_place(problem, matching, household, arc);
        taken[problem->arc_dwelling[arc]] = true;
    }
    XN_TRY(xn_matching_explain(problem, matching, err));
    *ret = XN_STEAL(matching);
    return XN_OK;
}

enum xn_status xn_matching_greedy(const struct xn_match_problem *problem, const size_t *arrival,
                                  struct xn_matching **ret, struct xn_error *err)
{
    const struct taste taste = {.at_random = false};
    return one_by_one(problem, arrival, &taste, ret, err);
}

enum xn_status xn_matching_random(const struct xn_match_problem *problem, const size_t *arrival,
                                  uint64_t seed, struct xn_matching **ret, struct xn_error *err)
{
    const struct taste taste = {.at_random = true, .seed = seed, .key = xn_hash_key_of(problem->seed_text)};
    return one_by_one(problem, arrival, &taste, ret, err);
}
