/* matching_scale.c - see matching_scale.h. */
#include "matching_scale.h"

#define LOT_BITS 8
#define LARGEST 0x1p60L

static struct xn_match_scale scale_with(int64_t placeable, int64_t cost_max, unsigned lot_bits)
{
    const int64_t lot_max = (INT64_C(1) << lot_bits) - 1;
    return (struct xn_match_scale){.unit = 2 * placeable * lot_max + 1,
                                   .unplaced = 3 * placeable * cost_max + 1,
                                   .lot_mask = (uint64_t)lot_max};
}

/* Nodes and counts are below 2^31 and costs below 2^20, so that the products of the last resort, without
 * lots, always fit. */
struct xn_match_scale xn_match_scale_of(const struct xn_match_problem *problem, size_t n_nodes)
{
    const size_t fewer =
        problem->n_households < problem->n_dwellings ? problem->n_households : problem->n_dwellings;
    int64_t cost_max = 0;
    for (size_t a = 0; a < problem->first_arc[problem->n_households]; a++)
        cost_max = problem->arc_cost[a] > cost_max ? problem->arc_cost[a] : cost_max;
    for (unsigned lot_bits = LOT_BITS;; lot_bits--) {
        const struct xn_match_scale scale = scale_with((int64_t)fewer, cost_max, lot_bits);
        const long double unit = (long double)scale.unit;
        const long double path = ((long double)cost_max + 2) * unit * (long double)(n_nodes + 1);
        if (lot_bits == 0 || (path < LARGEST && (long double)scale.unplaced * unit < LARGEST))
            return scale;
    }
}
