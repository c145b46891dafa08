/* matching_scale.h - "as many placed as possible, then the least cost, then the least lots" as one whole
 * number.
 *
 * An arc of cost c between a household and a dwelling whose lot is t counts c * unit + t; an unplaced
 * household counts unplaced * unit. Let p be the most households that can be placed (the fewer of households
 * and dwellings), C the greatest cost and T the greatest lot. Two matchings differ in lots by at most p T,
 * and in cost by at most p C. With unit = 2 p T + 1 no sum of lots outweighs one unit of cost, and with
 * unplaced = 3 p C + 1 no sum of costs outweighs one household: the least sum is the lexicographic optimum.
 *
 * The factors 2 and 3 make the prices exact too. A potential is the cost of a path through the tree, which
 * meets each household and each dwelling at most once, coming by one arc and going by another that counts
 * negative. So its lots add up to at most p T in size, less than half a unit, and dividing by the unit and
 * rounding to the nearest gives the potential in cost alone. Around a cycle likewise: a reduced cost in cost
 * alone below 0 would be -1 or less, that is, at most p T - unit < 0 with lots. So the tree is optimal for
 * costs without lots, and the rounded potentials are its duals: no rounding error at all. The path's costs
 * add up to at most p C in size, less than half of unplaced, which tells whether a price is about placing a
 * household.
 */
#ifndef XENIA_MATCHING_SCALE_H
#define XENIA_MATCHING_SCALE_H

#include <stddef.h>
#include <stdint.h>
#include "xenia/matching.h"

struct xn_match_scale {
    int64_t unit;      /* what 1 of cost counts */
    int64_t unplaced;  /* an unplaced household, in cost */
    uint64_t lot_mask; /* lots are this part of a hash: 8 bits, or as many as leave 64 bits enough */
};

/* For a network of so many nodes: all it adds up stays below 2^60 (network_simplex.h). */
struct xn_match_scale xn_match_scale_of(const struct xn_match_problem *problem, size_t n_nodes);

/* A household's lot for a dwelling, from the keyed hashes of their ids. */
static inline int64_t xn_match_lot(const struct xn_match_scale *scale, uint64_t household, uint64_t dwelling)
{
    uint64_t mixed = (household ^ (dwelling << 32 | dwelling >> 32)) * UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ mixed >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return (int64_t)((mixed >> 32) & scale->lot_mask);
}

/* From what is counted to cost, rounded to the nearest. */
static inline int64_t xn_match_unscaled(const struct xn_match_scale *scale, int64_t scaled)
{
    const int64_t half = scale->unit / 2;
    return scaled >= 0 ? (scaled + half) / scale->unit : -((-scaled + half) / scale->unit);
}

#endif
