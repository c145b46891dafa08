/* uncertainty.h - how sure a published number is, and what the classes would be at another threshold.
 *
 * Everything here is made from the controlled counts (disclosure.h) and from nothing else, so it tells no
 * more of anybody than they do.
 */
#ifndef XENIA_UNCERTAINTY_H
#define XENIA_UNCERTAINTY_H

#include "xenia/disclosure.h"
#include "xenia/indices.h"
#include "xenia/publication.h"

#define XN_INTERVAL_LEVEL 0.9
#define XN_INTERVAL_DRAWS 200
#define XN_HOUSEHOLD_SIZE 2.2 /* persons, where a publication does not say */

/* The interval of a local index for each unit: where its value would lie if the unit's households were drawn
 * anew. People move as households, so n persons are n / household_size draws.
 *   share, location_quotient: the equal-tailed interval of Beta(k + 1/2, m - k + 1/2), m = n / household_size
 *     draws with k = x / household_size of the group (Jeffreys; Brown, Cai & DasGupta 2001, Statistical
 *     Science 16:101-133); the quotient's divided by the city's share, whose own error is small beside it.
 *   indices of the whole mix: quantiles of XN_INTERVAL_DRAWS draws of the mix from a Dirichlet distribution
 *     with c_m / household_size + 1/2 (Philox, seeded by the unit's position: the same on any machine and any
 *     number of threads), the city's mix held.
 * lower, upper: n_units, NAN where the value is withheld or undefined. XN_ARGUMENT: level outside (0, 1),
 * household_size under 1. O(units), times draws and groups for an index of the mix. */
XN_MUST_CHECK enum xn_status xn_controlled_interval(const struct xn_publication *publication, size_t level,
                                                    const struct xn_index_entry *index, size_t group,
                                                    double confidence, double *lower, double *upper,
                                                    struct xn_error *err);

/* The same for one unit. */
XN_MUST_CHECK enum xn_status xn_controlled_unit_interval(const struct xn_publication *publication,
                                                         size_t level, size_t unit,
                                                         const struct xn_index_entry *index, size_t group,
                                                         double confidence, double *ret_lower,
                                                         double *ret_upper, struct xn_error *err);

/* The interval of a change: the difference of two independent estimates with these intervals, by the squares
 * of their half-widths on each side (MOVER; Zou & Donner 2008, Statistics in Medicine 27:1693-1702). */
void xn_interval_of_change(double value, double lower, double upper, double earlier, double earlier_lower,
                           double earlier_upper, double *ret_lower, double *ret_upper);

/* The intervals of indices of the whole city, when the households of every unit are drawn anew at the unit's
 * own shares: `draws` cities, in each of which a unit of n persons has as many, with shares that scatter as
 * those of n / household_size households do (Philox by `seed`, draw and unit: the same on any machine).
 * Chance adds to every index of unevenness, so the draws lie too high; the interval is therefore turned about
 * the value: [2 v - q_upper, 2 v - q_lower], not below 0 where the index never is (basic bootstrap; Davison &
 * Hinkley 1997, Bootstrap Methods, pp. 28-29). From the raw counts: made where a publication is made, and
 * published rounded. ret: one a result of the profile (all of one level); NAN both where the value is
 * undefined, or a tenth of the draws. O(draws x (units x groups + cost of the indices)). */
struct xn_interval {
    double lower, upper;
};
XN_MUST_CHECK enum xn_status xn_index_intervals(const struct xn_city *city, size_t level,
                                                const struct xn_profile *profile, double household_size,
                                                double confidence, size_t draws, uint64_t seed,
                                                struct xn_interval *ret, struct xn_error *err);

/* Is a value drawn as uncertain? When its interval reaches over more than two colours of the map, so that the
 * true value may be more than one colour off; a change: when its interval holds 0. */
bool xn_value_is_uncertain(const double *inner_limit, size_t n_limits, double lower, double upper);

/* What the class of each unit would be if the threshold of the location quotient were another: the profile
 * `concentration` (typology.h) on the controlled counts of `group`, each unit by its own numbers on the prior
 * of its parent. It is a question, not a class that holds: numbers are rounded, nothing is pooled, held or
 * overridden, and certainty and margin are the profile's own, whatever the policy's. Where numbers are
 * multiples of 5 and none is withheld it is, at the policy's threshold, what the data say
 * (uncertainty_test.c). ret: n_units x n_thresholds, row-major; `ret_why` n_units: XN_SHOWN, or why a unit
 * has none. XN_UNDEFINED: the group cannot be compared. */
#define XN_WHAT_IF_CERTAINTY 0.9
#define XN_WHAT_IF_SHARE_MARGIN 0.05
#define XN_THRESHOLD_FIRST 1.0
#define XN_THRESHOLD_LAST 2.0
#define XN_THRESHOLD_STEP 0.05
#define XN_THRESHOLD_COUNT 21
XN_MUST_CHECK enum xn_status xn_controlled_what_if(const struct xn_publication *publication, size_t level,
                                                   size_t group, const double *threshold, size_t n_thresholds,
                                                   enum xn_class *ret, enum xn_withheld *ret_why,
                                                   struct xn_error *err);

#endif
