/* generated.h - a city, offers and placements of any size, the same on every machine.
 *
 * The city is a square of 16 km: 8 x 8 districts of 8 x 8 blocks each, about 1,000 persons a block, in
 * EPSG:25832. Offers lie all over it, one in fifty beside it; rents, rooms and areas are of the magnitude of
 * real ones, and one in ten of the facts is not known.
 */
#ifndef XENIA_BENCH_GENERATED_H
#define XENIA_BENCH_GENERATED_H

#include "xenia/exchange.h"

XN_MUST_CHECK enum xn_status generated_city(struct xn_city **ret, struct xn_error *err);
/* Not yet placed. All belongs to the arena. */
XN_MUST_CHECK enum xn_status generated_dwellings(struct xn_arena *arena, const struct xn_city *city, size_t n,
                                                 struct xn_dwelling **ret, struct xn_error *err);
/* Moves of the last two years by unit id, one in ten pending. */
XN_MUST_CHECK enum xn_status generated_placements(struct xn_arena *arena, const struct xn_city *city,
                                                  xn_date as_of, size_t n, struct xn_placement **ret,
                                                  struct xn_error *err);

#endif
