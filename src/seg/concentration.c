/* concentration.c - how much land a group has, compared with its size. */
#include "xenia/concentration.h"
#include <math.h>
#include <stdbool.h>
#include "counts_check.h"
#include "exact.h"
#include "xenia/sum.h"

static enum xn_status check_areas(const struct xn_counts *counts, const double *area_m2, struct xn_error *err)
{
    if (!area_m2)
        return xn_fail(err, XN_ARGUMENT, "delta compares people with land, but no areas were given");
    for (size_t unit = 0; unit < counts->n_units; unit++)
        if (!(area_m2[unit] >= 0 && isfinite(area_m2[unit])))
            return xn_fail(
                err, XN_ARGUMENT,
                "the unit at position %zu has an area of %g m2; wanted a finite number, at least 0", unit,
                area_m2[unit]);
    return XN_OK;
}

static bool takes_part(const struct xn_counts *counts, enum xn_empty_units empty_units, size_t unit)
{
    return empty_units == XN_EMPTY_UNITS_KEEP || counts->unit_total[unit] > 0;
}

static enum xn_status add_up_land(const struct xn_counts *counts, const double *area_m2,
                                  enum xn_empty_units empty_units, double *ret_m2, struct xn_error *err)
{
    struct xn_sum land = {0};
    size_t units = 0;
    for (size_t unit = 0; unit < counts->n_units; unit++)
        if (takes_part(counts, empty_units, unit)) {
            xn_sum_add(&land, area_m2[unit]);
            units++;
        }
    if (units < 2)
        return xn_fail(err, XN_UNDEFINED, "only one unit takes part: there are no units to compare");
    if (xn_sum_value(&land) <= 0)
        return xn_fail(err, XN_UNDEFINED, "the units of this city have no area");
    *ret_m2 = xn_sum_value(&land);
    return XN_OK;
}

enum xn_status xn_delta(const struct xn_counts *counts, size_t group, const double *area_m2,
                        enum xn_empty_units empty_units, double *ret, struct xn_error *err)
{
    XN_TRY(check_areas(counts, area_m2, err));
    XN_TRY(xn_check_members(counts, group, err));
    double land_m2 = 0;
    XN_TRY(add_up_land(counts, area_m2, empty_units, &land_m2, err));
    const double members = counts->group_total[group];
    struct xn_sum departures = {0}; /* x_i/X - a_i/A = (x_i A - a_i X) / (X A) */
    for (size_t unit = 0; unit < counts->n_units; unit++)
        if (takes_part(counts, empty_units, unit))
            xn_sum_add(&departures, fabs(xn_difference_of_products(xn_count(counts, unit, group), land_m2,
                                                                   area_m2[unit], members)));
    *ret = xn_at_most_one(xn_sum_value(&departures) / (2 * members * land_m2));
    return XN_OK;
}
