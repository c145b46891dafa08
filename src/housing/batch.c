/* batch.c - see batch.h. */
#include "batch.h"
#include <stdlib.h>
#include <string.h>
#include "xenia/digest.h"

/* --- an order that is the same for every order of the input --------------------------------------------- */

struct keyed {
    uint64_t hash;
    const char *id;
    size_t origin;
};

static int compare_keyed(const void *left, const void *right)
{
    const struct keyed *const a = left, *const b = right;
    return a->hash != b->hash ? (a->hash > b->hash) - (a->hash < b->hash) : strcmp(a->id, b->id);
}

/* ret_origin[place] is the position of what stands there. */
static enum xn_status order_ids(const char *const *id, size_t n, const char *seed_text, size_t *ret_origin,
                                struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) struct keyed *keyed = xn_calloc(n, sizeof *keyed);
    if (!keyed)
        return xn_fail_memory(err);
    const struct xn_hash_key key = xn_hash_key_of(seed_text);
    for (size_t i = 0; i < n; i++)
        keyed[i] = (struct keyed){xn_hash_under(&key, id[i]), id[i], i};
    qsort(keyed, n, sizeof *keyed, compare_keyed);
    for (size_t i = 0; i < n; i++)
        ret_origin[i] = keyed[i].origin;
    return XN_OK;
}

/* --- dwellings and their quotas ------------------------------------------------------------------------- */

static int compare_positions(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void copy_quotas(struct xn_batch *batch, const struct xn_match_problem *problem)
{
    for (uint32_t q = 0; q < batch->n_quotas; q++)
        batch->limit[q] = problem->quota[q].limit;
    for (uint32_t d = 0; d < batch->n_dwellings; d++) {
        const size_t from = problem->first_quota[batch->dwelling_origin[d]];
        const size_t n = problem->first_quota[batch->dwelling_origin[d] + 1] - from;
        uint32_t *const own = batch->dwelling_quota + batch->first_quota[d];
        for (size_t k = 0; k < n; k++)
            own[k] = problem->dwelling_quota[from + k];
        qsort(own, n, sizeof *own, compare_positions);
        batch->first_quota[d + 1] = batch->first_quota[d] + (uint32_t)n;
    }
}

/* --- households and their arcs -------------------------------------------------------------------------- */

struct arc {
    uint32_t dwelling;
    int32_t cost;
    size_t origin;
};

static int compare_arcs(const void *left, const void *right)
{
    const struct arc *const a = left, *const b = right;
    return (a->dwelling > b->dwelling) - (a->dwelling < b->dwelling);
}

static bool fits_alone(const struct xn_batch *batch, uint32_t weight, uint32_t dwelling)
{
    for (uint32_t k = batch->first_quota[dwelling]; k < batch->first_quota[dwelling + 1]; k++)
        if (batch->limit[batch->dwelling_quota[k]] < (int64_t)weight)
            return false;
    return true;
}

/* The arcs of the caller's household `origin` that a matching can use, sorted, into `ret`. */
static size_t collect_arcs(const struct xn_batch *batch, const struct xn_match_problem *problem,
                           size_t origin, uint32_t weight, const uint32_t *place_of_dwelling, struct arc *ret)
{
    size_t n = 0;
    for (size_t a = problem->first_arc[origin]; a < problem->first_arc[origin + 1]; a++) {
        const uint32_t dwelling = place_of_dwelling[problem->arc_dwelling[a]];
        if (fits_alone(batch, weight, dwelling))
            ret[n++] = (struct arc){dwelling, problem->arc_cost[a], a};
    }
    qsort(ret, n, sizeof *ret, compare_arcs);
    return n;
}

static void append_arcs(struct xn_batch *batch, uint32_t household, const struct arc *arc, size_t n)
{
    const uint32_t first = batch->first_arc[household];
    for (size_t k = 0; k < n; k++) {
        batch->arc_dwelling[first + k] = arc[k].dwelling;
        batch->arc_cost[first + k] = arc[k].cost;
        batch->arc_origin[first + k] = arc[k].origin;
    }
    batch->first_arc[household + 1] = first + (uint32_t)n;
}

static enum xn_status copy_households(struct xn_batch *batch, const struct xn_match_problem *problem,
                                      struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) uint32_t *place = xn_calloc(batch->n_dwellings, sizeof *place);
    /* a household names a dwelling once */
    XN_CLEANUP(xn_free_pointer) struct arc *arc = xn_calloc(batch->n_dwellings, sizeof *arc);
    if (!place || !arc)
        return xn_fail_memory(err);
    for (uint32_t d = 0; d < batch->n_dwellings; d++)
        place[batch->dwelling_origin[d]] = d;
    for (uint32_t h = 0; h < batch->n_households; h++) {
        const size_t origin = batch->household_origin[h];
        batch->weight[h] = problem->unit == XN_MATCH_PERSONS ? (uint32_t)problem->persons[origin] : 1;
        append_arcs(batch, h, arc, collect_arcs(batch, problem, origin, batch->weight[h], place, arc));
    }
    return XN_OK;
}

/* --- the whole ------------------------------------------------------------------------------------------ */

static enum xn_status allocate(struct xn_batch *batch, const struct xn_match_problem *problem,
                               struct xn_error *err)
{
    struct xn_arena *const arena = batch->arena;
    const size_t n = problem->n_households, m = problem->n_dwellings;
    const size_t n_arcs = problem->first_arc[n], n_memberships = problem->first_quota[m];
    if (n >= UINT32_MAX || m >= UINT32_MAX || problem->n_quotas >= UINT32_MAX || n_arcs >= UINT32_MAX ||
        n_memberships >= UINT32_MAX)
        return xn_fail(err, XN_LIMIT, "a batch of %zu households, %zu dwellings and %zu arcs is too large", n,
                       m, n_arcs);
    batch->n_households = (uint32_t)n;
    batch->n_dwellings = (uint32_t)m;
    batch->n_quotas = (uint32_t)problem->n_quotas;
    XN_TRY(XN_ARENA_ARRAY(arena, n, &batch->weight, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n + 1, &batch->first_arc, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_arcs, &batch->arc_dwelling, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_arcs, &batch->arc_cost, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_arcs, &batch->arc_origin, err));
    XN_TRY(XN_ARENA_ARRAY(arena, m + 1, &batch->first_quota, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_memberships, &batch->dwelling_quota, err));
    XN_TRY(XN_ARENA_ARRAY(arena, problem->n_quotas, &batch->limit, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n, &batch->household_origin, err));
    return XN_ARENA_ARRAY(arena, m, &batch->dwelling_origin, err);
}

enum xn_status xn_batch_new(const struct xn_match_problem *problem, struct xn_batch **ret,
                            struct xn_error *err)
{
    XN_AUTO(xn_batch_free) struct xn_batch *batch = xn_calloc(1, sizeof *batch);
    if (!batch)
        return xn_fail_memory(err);
    batch->arena = xn_arena_new();
    if (!batch->arena)
        return xn_fail_memory(err);
    XN_TRY(allocate(batch, problem, err));
    XN_TRY(order_ids(problem->household_id, problem->n_households, problem->seed_text,
                     batch->household_origin, err));
    XN_TRY(order_ids(problem->dwelling_id, problem->n_dwellings, problem->seed_text, batch->dwelling_origin,
                     err));
    copy_quotas(batch, problem);
    XN_TRY(copy_households(batch, problem, err));
    *ret = XN_STEAL(batch);
    return XN_OK;
}

void xn_batch_free(struct xn_batch *batch)
{
    if (!batch)
        return;
    xn_arena_free(batch->arena);
    xn_free(batch);
}
