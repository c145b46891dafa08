/* quota.c - see quota.h. */
#include "quota.h"
#include <stdlib.h>
#include <string.h>
#include "matching_internal.h"

/* --- from the smallest to the largest --------------------------------------------------------------------
 */

struct sized {
    size_t n_dwellings;
    const struct xn_match_quota *quota;
    uint32_t position;
};

static int compare_sized(const void *left, const void *right)
{
    const struct sized *const a = left, *const b = right;
    if (a->n_dwellings != b->n_dwellings)
        return a->n_dwellings < b->n_dwellings ? -1 : 1;
    if (a->quota->limit != b->quota->limit)
        return a->quota->limit < b->quota->limit ? -1 : 1;
    return strcmp(a->quota->name, b->quota->name);
}

/* outward, and its inverse. */
static enum xn_status sort_quotas(const struct xn_match_problem *problem, struct xn_quota_forest *forest,
                                  uint32_t *ret_rank, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) struct sized *sized = xn_calloc(problem->n_quotas, sizeof *sized);
    if (!sized)
        return xn_fail_memory(err);
    for (uint32_t q = 0; q < problem->n_quotas; q++)
        sized[q] = (struct sized){forest->n_dwellings[q], &problem->quota[q], q};
    qsort(sized, problem->n_quotas, sizeof *sized, compare_sized);
    for (uint32_t i = 0; i < problem->n_quotas; i++) {
        forest->outward[i] = sized[i].position;
        ret_rank[sized[i].position] = i;
    }
    return XN_OK;
}

/* --- parents ---------------------------------------------------------------------------------------------
 */

static bool counts_to(const struct xn_match_problem *problem, size_t dwelling, uint32_t quota)
{
    for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++)
        if (problem->dwelling_quota[k] == quota)
            return true;
    return false;
}

/* `quota` is followed by `here` in this dwelling and by `there` in an earlier one. One of the two does not
 * hold the whole quota, but is no smaller, so that it crosses it: were both in both dwellings, the order in
 * which they follow could not differ. */
static void find_crossing(const struct xn_match_problem *problem, size_t dwelling, uint32_t quota,
                          uint32_t here, uint32_t there, struct xn_quota_forest *forest)
{
    const bool there_is_not_here = there != XN_QUOTA_NONE && !counts_to(problem, dwelling, there);
    forest->crossing[0] = quota;
    forest->crossing[1] = there_is_not_here ? there : here;
}

/* The quotas of the dwelling in the order of their ranks, into `chain`. */
static size_t sort_chain(const struct xn_match_problem *problem, size_t dwelling, const uint32_t *rank,
                         uint32_t *chain)
{
    size_t n = 0;
    for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++, n++) {
        size_t at = n;
        for (; at > 0 && rank[chain[at - 1]] > rank[problem->dwelling_quota[k]]; at--)
            chain[at] = chain[at - 1];
        chain[at] = problem->dwelling_quota[k];
    }
    return n;
}

static void link_chain(const struct xn_match_problem *problem, size_t dwelling, const uint32_t *chain,
                       size_t n, bool *seen, struct xn_quota_forest *forest)
{
    forest->innermost[dwelling] = n > 0 ? chain[0] : XN_QUOTA_NONE;
    for (size_t i = 0; i < n; i++) {
        const uint32_t quota = chain[i], next = i + 1 < n ? chain[i + 1] : XN_QUOTA_NONE;
        if (!seen[quota])
            forest->parent[quota] = next;
        else if (forest->parent[quota] != next && forest->crossing[0] == XN_NONE)
            find_crossing(problem, dwelling, quota, next, forest->parent[quota], forest);
        seen[quota] = true;
    }
}

static enum xn_status link_quotas(const struct xn_match_problem *problem, const uint32_t *rank,
                                  struct xn_quota_forest *forest, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) uint32_t *chain = xn_calloc(problem->n_quotas, sizeof *chain);
    XN_CLEANUP(xn_free_pointer) bool *seen = xn_calloc(problem->n_quotas, sizeof *seen);
    if (!chain || !seen)
        return xn_fail_memory(err);
    for (size_t d = 0; d < problem->n_dwellings; d++)
        link_chain(problem, d, chain, sort_chain(problem, d, rank, chain), seen, forest);
    for (size_t q = 0; q < problem->n_quotas; q++)
        if (!seen[q])
            forest->parent[q] = XN_QUOTA_NONE;
    return XN_OK;
}

/* --- the whole -------------------------------------------------------------------------------------------
 */

enum xn_status xn_quota_forest_build(const struct xn_match_problem *problem, struct xn_arena *arena,
                                     struct xn_quota_forest *ret, struct xn_error *err)
{
    struct xn_quota_forest forest = {.crossing = {XN_NONE, XN_NONE}};
    XN_CLEANUP(xn_free_pointer) uint32_t *rank = xn_calloc(problem->n_quotas, sizeof *rank);
    if (!rank)
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(arena, problem->n_quotas, &forest.outward, err));
    XN_TRY(XN_ARENA_ARRAY(arena, problem->n_quotas, &forest.n_dwellings, err));
    XN_TRY(XN_ARENA_ARRAY(arena, problem->n_quotas, &forest.parent, err));
    XN_TRY(XN_ARENA_ARRAY(arena, problem->n_dwellings, &forest.innermost, err));
    for (size_t k = 0; k < problem->first_quota[problem->n_dwellings]; k++)
        forest.n_dwellings[problem->dwelling_quota[k]]++;
    XN_TRY(sort_quotas(problem, &forest, rank, err));
    XN_TRY(link_quotas(problem, rank, &forest, err));
    *ret = forest;
    return XN_OK;
}

enum xn_status xn_quotas_laminar(const struct xn_match_problem *problem, bool *ret_laminar, size_t *ret_first,
                                 size_t *ret_second, struct xn_error *err)
{
    struct xn_quota_forest forest;
    XN_TRY(xn_match_check(problem, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    XN_TRY(xn_quota_forest_build(problem, arena, &forest, err));
    *ret_laminar = forest.crossing[0] == XN_NONE;
    *ret_first = forest.crossing[0];
    *ret_second = forest.crossing[1];
    return XN_OK;
}
