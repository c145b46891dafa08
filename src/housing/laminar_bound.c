/* laminar_bound.c - see laminar_bound.h. A quota goes into the first family in which it crosses none, the
 * small quotas first: so units and what holds them come together.
 */
#include "laminar_bound.h"
#include <stdlib.h>

struct families {
    const struct xn_match_problem *problem;
    struct xn_arena *arena;
    struct xn_quota_forest forest; /* for its order and sizes: with quotas that cross it is no forest */
    size_t *first_dwelling;        /* n_quotas + 1 */
    uint32_t *dwelling;            /* of each quota */
    size_t *common;                /* n_quotas: dwellings in common with the quota that is looked at */
    size_t *family;                /* n_quotas; XN_NONE: not yet */
    size_t n_families;
    int64_t *limit; /* n_quotas: in households */
};

/* --- limits in households --------------------------------------------------------------------------------
 */

static int by_size(const void *left, const void *right)
{
    const int a = *(const int *)left, b = *(const int *)right;
    return (a > b) - (a < b);
}

static int64_t families_within(int64_t limit, const int *persons, size_t n)
{
    size_t at = 0;
    for (int64_t sum = 0; at < n && sum + persons[at] <= limit; at++)
        sum += persons[at];
    return (int64_t)at;
}

static enum xn_status set_limits(struct families *families, struct xn_error *err)
{
    const struct xn_match_problem *const problem = families->problem;
    const size_t n = problem->n_households;
    int *persons = NULL;
    XN_TRY(XN_ARENA_ARRAY(families->arena, problem->n_quotas, &families->limit, err));
    XN_TRY(XN_ARENA_ARRAY(families->arena, n, &persons, err));
    for (size_t h = 0; h < n; h++)
        persons[h] = (int)xn_match_weight(problem, h);
    if (n > 0)
        qsort(persons, n, sizeof *persons, by_size);
    for (size_t q = 0; q < problem->n_quotas; q++)
        families->limit[q] = families_within(problem->quota[q].limit, persons, n);
    return XN_OK;
}

/* --- families --------------------------------------------------------------------------------------------
 */

static enum xn_status list_dwellings(struct families *families, struct xn_error *err)
{
    const struct xn_match_problem *const problem = families->problem;
    const size_t n_memberships = problem->first_quota[problem->n_dwellings];
    XN_TRY(XN_ARENA_ARRAY(families->arena, problem->n_quotas + 1, &families->first_dwelling, err));
    XN_TRY(XN_ARENA_ARRAY(families->arena, n_memberships, &families->dwelling, err));
    size_t *const first = families->first_dwelling;
    for (size_t q = 0; q < problem->n_quotas; q++)
        first[q + 1] = first[q] + families->forest.n_dwellings[q];
    for (size_t d = problem->n_dwellings; d-- > 0;) /* each from its end, which so becomes its beginning */
        for (size_t k = problem->first_quota[d]; k < problem->first_quota[d + 1]; k++)
            families->dwelling[--first[problem->dwelling_quota[k] + 1]] = (uint32_t)d;
    for (size_t q = 0; q < problem->n_quotas; q++)
        first[q] = first[q + 1];
    first[problem->n_quotas] = n_memberships;
    return XN_OK;
}

static void count_common(struct families *families, uint32_t quota)
{
    const struct xn_match_problem *const problem = families->problem;
    for (size_t q = 0; q < problem->n_quotas; q++)
        families->common[q] = 0;
    for (size_t i = families->first_dwelling[quota]; i < families->first_dwelling[quota + 1]; i++) {
        const uint32_t d = families->dwelling[i];
        for (size_t k = problem->first_quota[d]; k < problem->first_quota[d + 1]; k++)
            families->common[problem->dwelling_quota[k]]++;
    }
}

/* With what count_common has counted. */
static bool crosses_one_of(const struct families *families, uint32_t quota, size_t family)
{
    const size_t *const n = families->forest.n_dwellings, *const common = families->common;
    for (size_t q = 0; q < families->problem->n_quotas; q++)
        if (families->family[q] == family && common[q] > 0 && common[q] < n[q] && common[q] < n[quota])
            return true;
    return false;
}

static enum xn_status sort_into_families(struct families *families, struct xn_error *err)
{
    const size_t n = families->problem->n_quotas;
    XN_TRY(XN_ARENA_ARRAY(families->arena, n, &families->common, err));
    XN_TRY(XN_ARENA_ARRAY(families->arena, n, &families->family, err));
    for (size_t q = 0; q < n; q++)
        families->family[q] = XN_NONE;
    for (size_t i = 0; i < n; i++) {
        const uint32_t quota = families->forest.outward[i];
        size_t family = 0;
        count_common(families, quota);
        while (crosses_one_of(families, quota, family))
            family++;
        families->family[quota] = family;
        families->n_families = family < families->n_families ? families->n_families : family + 1;
    }
    return XN_OK;
}

/* --- the batch with one family -----------------------------------------------------------------------------
 */

static enum xn_status with_one_family(const struct families *families, size_t family,
                                      struct xn_match_problem *ret, struct xn_error *err)
{
    const struct xn_match_problem *const problem = families->problem;
    struct xn_match_quota *quota = NULL;
    size_t *first_quota = NULL, n = 0;
    uint32_t *dwelling_quota = NULL;
    XN_TRY(XN_ARENA_ARRAY(families->arena, problem->n_quotas, &quota, err));
    XN_TRY(XN_ARENA_ARRAY(families->arena, problem->n_dwellings + 1, &first_quota, err));
    XN_TRY(XN_ARENA_ARRAY(families->arena, problem->first_quota[problem->n_dwellings], &dwelling_quota, err));
    for (size_t q = 0; q < problem->n_quotas; q++)
        quota[q] = (struct xn_match_quota){problem->quota[q].name, families->limit[q]};
    for (size_t d = 0; d < problem->n_dwellings; d++) {
        for (size_t k = problem->first_quota[d]; k < problem->first_quota[d + 1]; k++)
            if (families->family[problem->dwelling_quota[k]] == family)
                dwelling_quota[n++] = problem->dwelling_quota[k];
        first_quota[d + 1] = n;
    }
    *ret = *problem;
    ret->unit = XN_MATCH_HOUSEHOLDS;
    ret->quota = quota;
    ret->first_quota = first_quota;
    ret->dwelling_quota = dwelling_quota;
    return XN_OK;
}

static enum xn_status raise(const struct families *families, size_t family, struct xn_laminar_bound *bound,
                            struct xn_error *err)
{
    struct xn_match_problem relaxed;
    struct xn_quota_forest forest;
    XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
    XN_TRY(with_one_family(families, family, &relaxed, err));
    XN_TRY(xn_quota_forest_build(&relaxed, families->arena, &forest, err));
    XN_TRY(xn_matching_exact(&relaxed, &forest, &matching, err));
    const size_t n_unplaced = relaxed.n_households - matching->n_placed;
    if (n_unplaced > bound->n_unplaced || (n_unplaced == bound->n_unplaced && matching->cost > bound->cost))
        *bound = (struct xn_laminar_bound){n_unplaced, matching->cost};
    return XN_OK;
}

enum xn_status xn_laminar_bound_of(const struct xn_match_problem *problem, struct xn_laminar_bound *ret,
                                   struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    struct families families = {
        .problem = problem, .arena = arena, .n_families = 1}; /* without quotas: one */
    struct xn_laminar_bound bound = {0, 0};
    XN_TRY(xn_quota_forest_build(problem, arena, &families.forest, err));
    XN_TRY(set_limits(&families, err));
    XN_TRY(list_dwellings(&families, err));
    XN_TRY(sort_into_families(&families, err));
    for (size_t i = 0; i < families.n_families; i++)
        XN_TRY(raise(&families, i, &bound, err));
    *ret = bound;
    return XN_OK;
}
