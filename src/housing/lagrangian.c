/* lagrangian.c - see lagrangian.h.
 *
 * The volume algorithm (Barahona & Anbil 2000, Mathematical Programming 87:385-399): every step starts at the
 * best prices, in the direction of the mean excess over the assignments seen so far, the recent ones counting
 * most. That mean goes to the excess of a fractional optimum, so that steps do not zigzag as those of the
 * plain subgradient do. Only sums, products and quotients of doubles decide about steps: every machine takes
 * the same.
 */
#include "lagrangian.h"
#include <string.h>

#define MEMORY 0.1 /* weight of the newest assignment in the mean */
#define MEMORY_LEAST 0.001
#define REVIEW_EVERY                                                                                         \
    100 /* steps after which the memory grows longer, if they gained less than REVIEW_GAIN                   \
         */
#define REVIEW_GAIN 0.001
#define PATIENCE 5 /* steps without a better bound until steps become shorter */
#define SHORTER (2.0 / 3)
#define LONGER 1.1
#define LENGTH_FIRST 1.0
#define LENGTH_AGAIN 0.1
#define LENGTH_MOST 2.0
#define LENGTH_LEAST 1e-6
#define AHEAD 0.01 /* a step aims at most at a bound higher by this share */

/* One multiplier for each quota and, behind them, one for the number of unplaced households. */
struct ascent {
    const struct xn_batch *batch;
    struct xn_lagrangian *best;
    size_t n; /* multipliers */
    int64_t *price, *excess, *surcharge;
    double *mean_excess; /* scaled: slope */
    uint32_t *arc;
    double weight; /* mean of the households: makes the last multiplier one of the same size */
    double length, memory;
    size_t waited;
};

enum xn_status xn_lagrangian_init(const struct xn_batch *batch, struct xn_arena *arena,
                                  struct xn_lagrangian *ret, struct xn_error *err)
{
    struct xn_lagrangian lagrangian = {.max_unplaced = batch->n_households, .bound = INT64_MIN};
    XN_TRY(XN_ARENA_ARRAY(arena, batch->n_quotas, &lagrangian.price, err));
    XN_TRY(XN_ARENA_ARRAY(arena, batch->n_households, &lagrangian.arc, err));
    XN_TRY(XN_ARENA_ARRAY(arena, batch->n_dwellings, &lagrangian.dwelling_price, err));
    *ret = lagrangian;
    return XN_OK;
}

/* --- one evaluation ------------------------------------------------------------------------------------- */

static void add_surcharges(struct ascent *ascent)
{
    const struct xn_batch *const batch = ascent->batch;
    for (uint32_t d = 0; d < batch->n_dwellings; d++) {
        ascent->surcharge[d] = 0;
        for (uint32_t k = batch->first_quota[d]; k < batch->first_quota[d + 1]; k++)
            ascent->surcharge[d] += ascent->price[batch->dwelling_quota[k]];
    }
}

/* How far the assignment is above each limit (negative: below). */
static void measure_excess(struct ascent *ascent)
{
    const struct xn_batch *const batch = ascent->batch;
    int64_t n_unplaced = 0;
    for (uint32_t q = 0; q < batch->n_quotas; q++)
        ascent->excess[q] = -batch->limit[q];
    for (uint32_t h = 0; h < batch->n_households; h++) {
        if (ascent->arc[h] == XN_NO_ARC) {
            n_unplaced++;
            continue;
        }
        const uint32_t d = batch->arc_dwelling[ascent->arc[h]];
        for (uint32_t k = batch->first_quota[d]; k < batch->first_quota[d + 1]; k++)
            ascent->excess[batch->dwelling_quota[k]] += batch->weight[h];
    }
    ascent->excess[batch->n_quotas] = n_unplaced - (int64_t)ascent->best->max_unplaced;
}

static enum xn_status evaluate(struct ascent *ascent, struct xn_relaxation *relaxation, int64_t *ret_bound,
                               struct xn_error *err)
{
    const struct xn_batch *const batch = ascent->batch;
    const int64_t unplaced_price = ascent->price[batch->n_quotas];
    int64_t value;
    add_surcharges(ascent);
    XN_TRY(xn_relaxation_solve(relaxation, ascent->surcharge, ascent->best->unplaced_cost + unplaced_price,
                               ascent->arc, &value, err));
    measure_excess(ascent);
    for (uint32_t q = 0; q < batch->n_quotas; q++)
        value -= ascent->price[q] * batch->limit[q];
    *ret_bound = value - unplaced_price * (int64_t)ascent->best->max_unplaced;
    return XN_OK;
}

static void keep(struct ascent *ascent, const struct xn_relaxation *relaxation, int64_t bound)
{
    const struct xn_batch *const batch = ascent->batch;
    struct xn_lagrangian *const best = ascent->best;
    best->bound = bound;
    best->unplaced_price = ascent->price[batch->n_quotas];
    memcpy(best->price, ascent->price, batch->n_quotas * sizeof *best->price);
    memcpy(best->arc, ascent->arc, batch->n_households * sizeof *best->arc);
    memcpy(best->dwelling_price, xn_relaxation_dwelling_price(relaxation),
           batch->n_dwellings * sizeof *best->dwelling_price);
}

/* --- steps ---------------------------------------------------------------------------------------------- */

static double scale(const struct ascent *ascent, size_t i)
{
    return i + 1 == ascent->n ? ascent->weight : 1;
}

static int64_t best_price(const struct ascent *ascent, size_t i)
{
    return i + 1 == ascent->n ? ascent->best->unplaced_price : ascent->best->price[i];
}

/* The mean excess with the newest one in it; returns whether the newest points the same way. */
static bool remember(struct ascent *ascent, double memory)
{
    double along = 0;
    for (size_t i = 0; i < ascent->n; i++) {
        const double slope = (double)ascent->excess[i] * scale(ascent, i);
        along += ascent->mean_excess[i] * slope;
        ascent->mean_excess[i] += memory * (slope - ascent->mean_excess[i]);
    }
    return along > 0;
}

/* Where a price of 0 would only fall, it does not count. */
static double squared_norm(const struct ascent *ascent)
{
    double norm = 0;
    for (size_t i = 0; i < ascent->n; i++)
        if (best_price(ascent, i) > 0 || ascent->mean_excess[i] > 0)
            norm += ascent->mean_excess[i] * ascent->mean_excess[i];
    return norm;
}

/* Prices one step from the best; false where there is nowhere to go. */
static bool step(struct ascent *ascent)
{
    const double norm = squared_norm(ascent), bound = (double)ascent->best->bound;
    const double to_target = (double)ascent->best->target - bound;
    const double ahead = AHEAD * bound > 1 ? AHEAD * bound : 1;
    if (!(norm > 0))
        return false;
    const double length = ascent->length * (ahead < to_target ? ahead : to_target) / norm;
    for (size_t i = 0; i < ascent->n; i++) {
        const double price =
            (double)best_price(ascent, i) + length * ascent->mean_excess[i] * scale(ascent, i);
        ascent->price[i] = price > 0 ? (int64_t)(price + 0.5) : 0;
    }
    return true;
}

/* Longer steps where they succeed, shorter ones where they have failed for a while. */
static void adapt(struct ascent *ascent, bool succeeded, bool same_way)
{
    if (succeeded) {
        ascent->waited = 0;
        if (same_way && ascent->length * LONGER < LENGTH_MOST)
            ascent->length *= LONGER;
    } else if (++ascent->waited >= PATIENCE) {
        ascent->waited = 0;
        ascent->length *= SHORTER;
    }
}

static void review(struct ascent *ascent, int64_t *bound_then)
{
    const int64_t gain = ascent->best->bound - *bound_then;
    if ((double)gain < REVIEW_GAIN * (double)ascent->best->bound && ascent->memory / 2 > MEMORY_LEAST)
        ascent->memory /= 2;
    *bound_then = ascent->best->bound;
}

/* The prices where the last call ended, under what is asked now. */
static enum xn_status begin(struct ascent *ascent, struct xn_relaxation *relaxation, struct xn_error *err)
{
    int64_t bound;
    for (size_t i = 0; i < ascent->n; i++)
        ascent->price[i] = best_price(ascent, i);
    XN_TRY(evaluate(ascent, relaxation, &bound, err));
    remember(ascent, 1);
    keep(ascent, relaxation, bound);
    return XN_OK;
}

static enum xn_status climb(struct ascent *ascent, struct xn_relaxation *relaxation, size_t steps,
                            struct xn_error *err)
{
    struct xn_lagrangian *const best = ascent->best;
    XN_TRY(begin(ascent, relaxation, err));
    int64_t bound_then = best->bound;
    for (size_t i = 1; i <= steps && best->bound < best->target && ascent->length > LENGTH_LEAST; i++) {
        int64_t bound;
        if (xn_past(best->deadline_s) || !step(ascent))
            return XN_OK;
        XN_TRY(evaluate(ascent, relaxation, &bound, err));
        const bool same_way = remember(ascent, ascent->memory), succeeded = bound > best->bound;
        if (succeeded)
            keep(ascent, relaxation, bound);
        adapt(ascent, succeeded, same_way);
        if (i % REVIEW_EVERY == 0)
            review(ascent, &bound_then);
    }
    return XN_OK;
}

static double mean_weight(const struct xn_batch *batch)
{
    double sum = 0;
    for (uint32_t h = 0; h < batch->n_households; h++)
        sum += batch->weight[h];
    return batch->n_households ? sum / batch->n_households : 1;
}

enum xn_status xn_lagrangian_ascend(const struct xn_batch *batch, struct xn_relaxation *relaxation,
                                    size_t steps, struct xn_lagrangian *lagrangian, struct xn_error *err)
{
    const size_t n = (size_t)batch->n_quotas + 1;
    XN_CLEANUP(xn_free_pointer) int64_t *price = xn_calloc(n, sizeof *price);
    XN_CLEANUP(xn_free_pointer) int64_t *excess = xn_calloc(n, sizeof *excess);
    XN_CLEANUP(xn_free_pointer) int64_t *surcharge = xn_calloc(batch->n_dwellings, sizeof *surcharge);
    XN_CLEANUP(xn_free_pointer) double *mean_excess = xn_calloc(n, sizeof *mean_excess);
    XN_CLEANUP(xn_free_pointer) uint32_t *arc = xn_calloc(batch->n_households, sizeof *arc);
    if (!price || !excess || !surcharge || !mean_excess || !arc)
        return xn_fail_memory(err);
    struct ascent ascent = {.batch = batch,
                            .best = lagrangian,
                            .n = n,
                            .price = price,
                            .excess = excess,
                            .surcharge = surcharge,
                            .mean_excess = mean_excess,
                            .arc = arc,
                            .weight = mean_weight(batch),
                            .length = lagrangian->bound > INT64_MIN ? LENGTH_AGAIN : LENGTH_FIRST,
                            .memory = MEMORY};
    return climb(&ascent, relaxation, steps, err);
}
