/* exposure.h - whom does a member of the group meet in the own unit?
 *
 * Probabilities, so they depend on how large the groups are: read them beside the group's share of the city.
 * x_i is the group, y_i the reference, t_i all persons of unit i (also of third groups), X, Y, T their sums,
 * P = X / T. All functions share:
 *
 *   counts     n_units x n_groups persons (counts.h); borrowed, not kept
 *   group      column of x
 *   ret        the value, a pure number; keeps its old value on failure
 *   err        the reason as a sentence; may be NULL
 *
 * XN_ARGUMENT for a column that does not exist. Units without people take no part. Cost O(n), no allocation.
 */
#ifndef XENIA_EXPOSURE_H
#define XENIA_EXPOSURE_H

#include <stdbool.h>
#include "xenia/counts.h"
#include "xenia/status.h"

/* Isolation: the probability that a person drawn from the unit of a random member is of the group too.
 *
 *   xPx = sum_i (x_i / X) (x_i / t_i)          exact: (x_i - 1) / (t_i - 1), drawing somebody else
 *
 * exact      true: the member is not drawn again. A unit where the group has one person (or less, when counts
 *            are fractional) then adds 0: there is no other member to meet.
 * Range P (spread evenly) to 1 (lives alone); exact: 0 to 1. Defined for a single unit, and when all
 * persons are of the group. XN_UNDEFINED: X = 0.
 *
 * Bell 1954, Social Forces 32:357-364; Lieberson 1981, in Peach, Robinson & Smith (eds.), Ethnic Segregation
 * in Cities, pp. 61-82. */
XN_MUST_CHECK enum xn_status xn_isolation(const struct xn_counts *counts, size_t group, bool exact,
                                          double *ret, struct xn_error *err);

/* Interaction: the probability that a person drawn from the unit of a random member is of the reference.
 *
 *   xPy = sum_i (x_i / X) (y_i / t_i)
 *
 * reference  column of y (two-group form), or XN_NONE: everybody else, y = t - x (one-group form; then
 *            xPy = 1 - xPx). XN_ARGUMENT when it equals `group`.
 * Range 0 (they never share a unit) to the largest share the reference has in a unit; evenly spread Y / T.
 * Not symmetric: the small group meets the large one more than the reverse; X xPy = Y yPx.
 * XN_UNDEFINED: X = 0 or Y = 0.
 *
 * Bell 1954, Social Forces 32:357-364; Massey & Denton 1988, Social Forces 67:281-315, p. 288. */
XN_MUST_CHECK enum xn_status xn_interaction(const struct xn_counts *counts, size_t group, size_t reference,
                                            double *ret, struct xn_error *err);

/* Correlation ratio, eta squared: isolation freed from the group's size; the share of the variance of
 * membership that lies between units.
 *
 *   eta^2 = (xPx - P) / (1 - P) = sum_i t_i (p_i - P)^2 / (T P (1 - P)),   p_i = x_i / t_i
 *
 * Range 0 (spread evenly) to 1 (complete separation); the same for the group and for everybody else.
 * XN_UNDEFINED: X = 0, X = T, or fewer than two units with people.
 *
 * Bell 1954, Social Forces 32:357-364; White 1986, Population Index 52:198-221. */
XN_MUST_CHECK enum xn_status xn_correlation_ratio(const struct xn_counts *counts, size_t group, double *ret,
                                                  struct xn_error *err);

#endif
