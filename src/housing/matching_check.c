/* matching_check.c - what is wrong in a batch, in one sentence that names the household, dwelling or quota.
 */
#include <math.h>
#include <string.h>
#include "matching_internal.h"

static enum xn_status check_rows(const size_t *first, size_t n, const char *of, struct xn_error *err)
{
    if (first[0] != 0)
        return xn_fail(err, XN_ARGUMENT, "the first %s stands at %zu, wanted 0", of, first[0]);
    for (size_t i = 0; i < n; i++)
        if (first[i + 1] < first[i])
            return xn_fail(err, XN_ARGUMENT, "%s %zu ends at %zu, before it begins at %zu", of, i,
                           first[i + 1], first[i]);
    return XN_OK;
}

static enum xn_status check_arc(const struct xn_match_problem *problem, size_t household, size_t arc,
                                const size_t *last_taker, struct xn_error *err)
{
    const char *id = problem->household_id[household];
    const size_t number = arc - problem->first_arc[household], dwelling = problem->arc_dwelling[arc];
    const int32_t cost = problem->arc_cost[arc];
    if (dwelling >= problem->n_dwellings)
        return xn_fail(err, XN_ARGUMENT,
                       "household '%s', arc %zu: leads to dwelling %zu, wanted one below %zu", id, number,
                       dwelling, problem->n_dwellings);
    if (last_taker[dwelling] == household + 1)
        return xn_fail(err, XN_ARGUMENT, "household '%s', arc %zu: names dwelling '%s' a second time", id,
                       number, problem->dwelling_id[dwelling]);
    if (cost < 0 || cost > XN_MATCH_COST_MAX)
        return xn_fail(err, XN_ARGUMENT, "household '%s', arc %zu: costs %ld, wanted 0 to %d", id, number,
                       (long)cost, XN_MATCH_COST_MAX);
    return XN_OK;
}

static enum xn_status check_households(const struct xn_match_problem *problem, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) size_t *last_taker = xn_calloc(problem->n_dwellings, sizeof *last_taker);
    if (!last_taker)
        return xn_fail_memory(err);
    for (size_t h = 0; h < problem->n_households; h++) {
        if (problem->persons[h] < 1)
            return xn_fail(err, XN_ARGUMENT, "household '%s': has %d persons, wanted 1 or more",
                           problem->household_id[h], problem->persons[h]);
        for (size_t a = problem->first_arc[h]; a < problem->first_arc[h + 1]; a++) {
            XN_TRY(check_arc(problem, h, a, last_taker, err));
            last_taker[problem->arc_dwelling[a]] = h + 1;
        }
    }
    return XN_OK;
}

static enum xn_status check_memberships(const struct xn_match_problem *problem, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) size_t *last_member = xn_calloc(problem->n_quotas, sizeof *last_member);
    if (!last_member)
        return xn_fail_memory(err);
    for (size_t d = 0; d < problem->n_dwellings; d++)
        for (size_t k = problem->first_quota[d]; k < problem->first_quota[d + 1]; k++) {
            const size_t quota = problem->dwelling_quota[k];
            if (quota >= problem->n_quotas)
                return xn_fail(err, XN_ARGUMENT, "dwelling '%s': counts to quota %zu, wanted one below %zu",
                               problem->dwelling_id[d], quota, problem->n_quotas);
            if (last_member[quota] == d + 1)
                return xn_fail(err, XN_ARGUMENT, "dwelling '%s': counts to quota '%s' a second time",
                               problem->dwelling_id[d], problem->quota[quota].name);
            last_member[quota] = d + 1;
        }
    return XN_OK;
}

static enum xn_status check_quotas(const struct xn_match_problem *problem, struct xn_error *err)
{
    for (size_t q = 0; q < problem->n_quotas; q++)
        if (problem->quota[q].limit < 0)
            return xn_fail(err, XN_ARGUMENT, "quota '%s': has the limit %lld, wanted 0 or more",
                           problem->quota[q].name, (long long)problem->quota[q].limit);
    return check_memberships(problem, err);
}

enum xn_status xn_match_check(const struct xn_match_problem *problem, struct xn_error *err)
{
    if (!problem->seed_text)
        return xn_fail(err, XN_ARGUMENT,
                       "the batch has no seed text, wanted the snapshot's name or any other");
    if (isnan(problem->time_limit_s) || problem->time_limit_s < 0)
        return xn_fail(err, XN_ARGUMENT, "the time limit is %g s, wanted 0 or more", problem->time_limit_s);
    XN_TRY(check_rows(problem->first_arc, problem->n_households, "household", err));
    XN_TRY(check_rows(problem->first_quota, problem->n_dwellings, "dwelling", err));
    const size_t n_arcs = problem->first_arc[problem->n_households];
    if (n_arcs > INT32_MAX || problem->n_households > INT32_MAX || problem->n_dwellings > INT32_MAX ||
        problem->n_quotas > INT32_MAX)
        return xn_fail(err, XN_LIMIT,
                       "a batch of %zu households, %zu dwellings, %zu quotas and %zu arcs is too large",
                       problem->n_households, problem->n_dwellings, problem->n_quotas, n_arcs);
    XN_TRY(check_households(problem, err));
    return check_quotas(problem, err);
}

static enum xn_status check_ids(const char *const *id, const size_t *origin, size_t n, const char *of,
                                struct xn_error *err)
{
    for (size_t i = 0; i + 1 < n; i++)
        if (strcmp(id[origin[i]], id[origin[i + 1]]) == 0)
            return xn_fail(err, XN_ARGUMENT, "%s '%s': is there twice", of, id[origin[i]]);
    return XN_OK;
}

enum xn_status xn_match_check_ids(const struct xn_match_problem *problem, const struct xn_batch *batch,
                                  struct xn_error *err)
{
    XN_TRY(
        check_ids(problem->household_id, batch->household_origin, problem->n_households, "household", err));
    return check_ids(problem->dwelling_id, batch->dwelling_origin, problem->n_dwellings, "dwelling", err);
}
