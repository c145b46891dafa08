/* concentration.h - does a group have less land than its size would give it? */
#ifndef XENIA_CONCENTRATION_H
#define XENIA_CONCENTRATION_H

#include "xenia/counts.h"
#include "xenia/status.h"

/* What becomes of the land of units in which nobody lives. */
enum xn_empty_units { XN_EMPTY_UNITS_KEEP, XN_EMPTY_UNITS_DROP };

/* Delta: the share of the group that would have to move for it to be equally dense on all land.
 *
 *   DEL = 1/2 sum_i abs(x_i / X - a_i / A)
 *
 * counts       n_units x n_groups persons (counts.h); borrowed, not kept
 * group        column of x; X its sum. Who else lives in a unit plays no part.
 * area_m2      a_i, n_units areas, finite and at least 0, in m^2 or any one unit; borrowed. A is their sum
 * empty_units  KEEP: land without people counts (the group is not there either); DROP: it is left out of A,
 *              so that water and fields cut as units of their own do not raise the value
 * ret          the value, a pure number; keeps its old value on failure
 * err          the reason as a sentence; may be NULL
 *
 * Range 0 (equal density everywhere) to 1 (all on a vanishing part of the land). Depends on how the land is
 * cut: large units with few people raise it for every group, so compare groups of one city.
 * Errors: XN_ARGUMENT for a column that does not exist, no areas, an area that is negative or not finite;
 * XN_UNDEFINED when the group has no members, the land has no area, or fewer than two units take part.
 * Cost O(n), no allocation.
 *
 * Hoover 1941, Journal of Economic History 1:199-205; Duncan, Cuzzort & Duncan 1961, Statistical Geography;
 * Massey & Denton 1988, Social Forces 67:281-315, p. 289. */
XN_MUST_CHECK enum xn_status xn_delta(const struct xn_counts *counts, size_t group, const double *area_m2,
                                      enum xn_empty_units empty_units, double *ret, struct xn_error *err);

#endif
