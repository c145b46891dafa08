/* pair.h - a group and what it is compared with: the two columns x and y of an index of evenness.
 *
 * Two-group form: y is the reference group. One-group form: y is everybody else, t - x. Either way a unit's
 * persons are x + y, and a unit where that is 0 takes no part.
 */
#ifndef XENIA_SEG_PAIR_H
#define XENIA_SEG_PAIR_H

#include "xenia/counts.h"
#include "xenia/status.h"

struct xn_pair {
    const struct xn_counts *counts;
    size_t group;
    size_t reference; /* XN_NONE: everybody else */
    double x_total;
    double y_total;
    size_t populated; /* units with x + y > 0 */
};

static inline double xn_pair_x(const struct xn_pair *pair, size_t unit)
{
    return xn_count(pair->counts, unit, pair->group);
}

static inline double xn_pair_y(const struct xn_pair *pair, size_t unit)
{
    if (pair->reference != XN_NONE)
        return xn_count(pair->counts, unit, pair->reference);
    /* Totals of fractional counts are rounded sums: a group that fills its unit may exceed them by an ulp. */
    const double others = pair->counts->unit_total[unit] - xn_pair_x(pair, unit);
    return others > 0 ? others : 0;
}

/* Checks the arguments and adds up both sides; XN_UNDEFINED when a side is empty. O(n). */
XN_MUST_CHECK enum xn_status xn_pair_of(const struct xn_counts *counts, size_t group, size_t reference,
                                        struct xn_pair *ret, struct xn_error *err);
/* The same for indices that compare units with each other: XN_UNDEFINED also when fewer than two units have
 * people of the pair. */
XN_MUST_CHECK enum xn_status xn_pair_over_units(const struct xn_counts *counts, size_t group,
                                                size_t reference, struct xn_pair *ret, struct xn_error *err);

#endif
