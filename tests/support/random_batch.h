/* random_batch.h - generated matching problems for tests and benchmarks: dwellings in blocks, blocks in
 * districts.
 *
 * The same shape and seed give the same problem on every machine. Quotas are on blocks and districts, so they
 * are laminar; their limits vary about an even share.
 */
#ifndef XENIA_TEST_RANDOM_BATCH_H
#define XENIA_TEST_RANDOM_BATCH_H

#include <stdbool.h>
#include "xenia/matching.h"
#include "xenia/memory.h"

struct random_batch_shape {
    size_t n_households, n_dwellings;
    size_t arcs_each;             /* drawn for a household; those drawn twice count once */
    int32_t cost_max;             /* costs are 0 .. cost_max: a small one makes ties */
    size_t n_blocks, n_districts; /* 0: no quotas on them */
    double quota_share;           /* sum of the districts' limits / households that could be placed */
    bool correlated;              /* everybody likes the same dwellings, more or less */
};

struct random_batch {
    struct xn_match_problem problem; /* in units of households; the caller may change that */
    struct xn_arena *arena;
};

/* XN_MEMORY alone. */
XN_MUST_CHECK enum xn_status random_batch_new(const struct random_batch_shape *shape, uint64_t seed,
                                              struct random_batch *ret);
void random_batch_free(struct random_batch *batch);

#endif
