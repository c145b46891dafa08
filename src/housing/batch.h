/* batch.h - a matching problem as the searches want it: compact, in an order of its own.
 *
 * Households and dwellings stand in the order of their keyed hashes and the arcs of a household in the order
 * of their dwellings, so that nothing below depends on the order in which the caller listed them. An arc that
 * no matching can use, because the household alone is more than a quota of the dwelling allows, is left out.
 */
#ifndef XENIA_HOUSING_BATCH_H
#define XENIA_HOUSING_BATCH_H

#include "xenia/matching.h"
#include "xenia/memory.h"

#define XN_NO_ARC UINT32_MAX

struct xn_batch {
    uint32_t n_households, n_dwellings, n_quotas;
    uint32_t *weight;    /* n_households: what a placement uses of a quota: persons, or 1 */
    uint32_t *first_arc; /* n_households + 1 */
    uint32_t *arc_dwelling;
    int32_t *arc_cost;
    uint32_t *first_quota; /* n_dwellings + 1 */
    uint32_t *dwelling_quota;
    int64_t *limit; /* n_quotas, as the caller has them */
    /* positions in the caller's problem */
    size_t *household_origin, *dwelling_origin, *arc_origin;
    struct xn_arena *arena;
};

/* The problem has been checked. XN_LIMIT: 2^32 households, dwellings, quotas or arcs, or more. */
XN_MUST_CHECK enum xn_status xn_batch_new(const struct xn_match_problem *problem, struct xn_batch **ret,
                                          struct xn_error *err);
void xn_batch_free(struct xn_batch *batch);
XN_DEFINE_AUTO(xn_batch_free, struct xn_batch *)

static inline uint32_t xn_batch_arcs(const struct xn_batch *batch)
{
    return batch->first_arc[batch->n_households];
}

#endif
