/* lagrangian.h - how good can a matching under quotas be at best? (Held & Karp 1971; Fisher 1981)
 *
 * Quotas of persons, and quotas that cross, make the batch NP-hard. With a price per unit of each quota in
 * the place of its limit what remains is the exact assignment, and for any prices of 0 or more
 *
 *     least assignment cost under the prices - sum over quotas of price * limit
 *
 * is at most the cost of any matching within the quotas. Subgradient steps look for the prices with the
 * largest such bound; at best it is that of the linear program, because the assignment has whole corners. The
 * number of unplaced households is one more quota, where a number to beat is known: matchings that leave more
 * unplaced than that are of no interest. All bounds are computed in whole numbers: none rests on rounding.
 */
#ifndef XENIA_LAGRANGIAN_H
#define XENIA_LAGRANGIAN_H

#include <time.h>
#include "relaxation.h"

struct xn_lagrangian {
    /* what is asked */
    int64_t unplaced_cost; /* of each unplaced household */
    uint32_t max_unplaced; /* only matchings with at most so many; n_households: all */
    int64_t target;        /* objective of a known matching: steps aim at it */
    double deadline_s;     /* see xn_past */
    /* the best so far; prices are where the next call goes on */
    int64_t bound;
    int64_t *price;          /* n_quotas, per unit of weight */
    int64_t unplaced_price;  /* added to unplaced_cost for each unplaced household */
    uint32_t *arc;           /* n_households: the assignment at these prices */
    int64_t *dwelling_price; /* n_dwellings */
};

/* Arrays of the arena, prices 0, bound INT64_MIN. */
XN_MUST_CHECK enum xn_status xn_lagrangian_init(const struct xn_batch *batch, struct xn_arena *arena,
                                                struct xn_lagrangian *ret, struct xn_error *err);
/* At most so many steps; ends early where the bound meets the target, and at the deadline. */
XN_MUST_CHECK enum xn_status xn_lagrangian_ascend(const struct xn_batch *batch,
                                                  struct xn_relaxation *relaxation, size_t steps,
                                                  struct xn_lagrangian *lagrangian, struct xn_error *err);

/* Cost of an arc with all prices. */
static inline int64_t xn_lagrangian_priced(const struct xn_batch *batch,
                                           const struct xn_lagrangian *lagrangian, uint32_t household,
                                           uint32_t arc)
{
    const uint32_t dwelling = batch->arc_dwelling[arc];
    int64_t surcharge = 0;
    for (uint32_t k = batch->first_quota[dwelling]; k < batch->first_quota[dwelling + 1]; k++)
        surcharge += lagrangian->price[batch->dwelling_quota[k]];
    return batch->arc_cost[arc] + (int64_t)batch->weight[household] * surcharge +
           lagrangian->dwelling_price[dwelling];
}

/* Seconds of the monotonic clock; a deadline of 0 never comes. */
static inline double xn_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static inline bool xn_past(double deadline_s)
{
    return deadline_s > 0 && xn_now_s() >= deadline_s;
}

#endif
