/* local.h - one number a unit: its own mix, and how it differs from the city's.
 *
 * c_im persons of group m in unit i, t_i persons of the unit, T of the city; shares pi_im = c_im / t_i and
 * pi_m in the city; k groups, all columns of the counts, so that units compare. All functions share:
 *
 *   counts     n_units x n_groups persons (counts.h); borrowed, not kept
 *   group      column of the group, where the measure is of one group; XN_ARGUMENT when there is none such
 *   ret        n_units values, the caller's; NaN where nobody lives. Keeps its old values on failure
 *   err        the reason as a sentence; may be NULL
 *
 * XN_UNDEFINED when nobody lives in the city. Identical units give identical values. Natural logarithms,
 * 0 ln 0 = 0. Cost O(n) for one group, O(n k) for the whole mix; no allocation.
 */
#ifndef XENIA_LOCAL_H
#define XENIA_LOCAL_H

#include "xenia/counts.h"
#include "xenia/status.h"

/* Share of a group among the persons of the unit: pi_im. Range 0 to 1. */
XN_MUST_CHECK enum xn_status xn_share(const struct xn_counts *counts, size_t group, double *ret,
                                      struct xn_error *err);

/* Location quotient: the group's share in the unit relative to its share in the city.
 *
 *   LQ_i = pi_im / pi_m
 *
 * Range 0 (absent) by way of 1 (as in the city) to T / C_m. In units with few people one household moves it
 * far. XN_UNDEFINED: the group has no members.
 *
 * Isard 1960, Methods of Regional Analysis, pp. 123-126; Brown & Chung 2006, Population, Space and Place
 * 12:125-143. */
XN_MUST_CHECK enum xn_status xn_location_quotient(const struct xn_counts *counts, size_t group, double *ret,
                                                  struct xn_error *err);

/* Diversity (Shannon's entropy) of the unit, in nats.
 *
 *   E_i = -sum_m pi_im ln pi_im
 *
 * Range 0 (one group) to ln k (all groups equally large).
 *
 * Shannon 1948, Bell System Technical Journal 27:379-423; White 1986, Population Index 52:198-221. */
XN_MUST_CHECK enum xn_status xn_local_diversity(const struct xn_counts *counts, double *ret,
                                                struct xn_error *err);

/* The same as a fraction of its maximum: E_i / ln k. Range 0 to 1. XN_UNDEFINED: k = 1. */
XN_MUST_CHECK enum xn_status xn_local_entropy(const struct xn_counts *counts, double *ret,
                                              struct xn_error *err);

/* Simpson's interaction index of the unit: the probability that two of its persons, drawn with replacement,
 * are of different groups.
 *
 *   I_i = sum_m pi_im (1 - pi_im)
 *
 * Range 0 to 1 - 1/k.
 *
 * Simpson 1949, Nature 163:688; Lieberson 1969, American Sociological Review 34:850-862. */
XN_MUST_CHECK enum xn_status xn_local_simpson_interaction(const struct xn_counts *counts, double *ret,
                                                          struct xn_error *err);

/* ... and of the same group: sum_m pi_im^2. Range 1/k to 1.
 *
 * Simpson 1949, Nature 163:688. */
XN_MUST_CHECK enum xn_status xn_local_simpson_concentration(const struct xn_counts *counts, double *ret,
                                                            struct xn_error *err);

/* Local mutual information (local divergence): how surprising the unit's mix is to who knows the city's, in
 * nats.
 *
 *   L_i = sum_m pi_im ln(pi_im / pi_m)
 *
 * Range 0 (mixed as the city) to -ln of the smallest pi_m; never negative. Its mean weighted by persons is
 * the global mutual information. Groups without members add nothing.
 *
 * Kullback & Leibler 1951, Annals of Mathematical Statistics 22:79-86; Mora & Ruiz-Castillo 2011,
 * Sociological Methodology 41:159-194. */
XN_MUST_CHECK enum xn_status xn_local_mutual_information(const struct xn_counts *counts, double *ret,
                                                         struct xn_error *err);

#endif
