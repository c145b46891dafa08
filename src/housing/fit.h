/* fit.h - what the tests of fit, their reasons and the ranking read off a dwelling alike. */
#ifndef XENIA_HOUSING_FIT_H
#define XENIA_HOUSING_FIT_H

#include "xenia/housing.h"

/* What one evaluation is about. */
struct xn_fit_case {
    const struct xn_policy *policy;
    const struct xn_household *household;
    const struct xn_dwelling *dwelling;
    xn_date as_of;
};

/* A measure that sources write as 0 when they mean "not given": NAN unless above 0. */
double xn_known_measure(double value);
/* The rent that is compared, per month: gross when known, else net, else NAN. */
double xn_compared_rent_eur(const struct xn_dwelling *dwelling);
double xn_rooms_needed(const struct xn_policy *policy, const struct xn_household *household);
double xn_area_needed_m2(const struct xn_policy *policy, const struct xn_household *household);
/* Above the ground floor and without a lift. */
bool xn_walk_up(const struct xn_dwelling *dwelling);
/* Net rent per square metre and month: the gross rent stands in, as an upper bound, for a net rent that is
 * not known; NAN without rent or area. */
double xn_rent_per_m2_eur(const struct xn_dwelling *dwelling);

#endif
