/* multigroup.h - segregation among all groups at once, and the diversity of the whole city.
 *
 * c_im persons of group m in unit i, t_i persons of the unit, T of the city; shares pi_im = c_im / t_i in the
 * unit and pi_m in the city; k groups; I = sum_m pi_m (1 - pi_m); E = -sum_m pi_m ln pi_m, with 0 ln 0 = 0.
 * All functions share:
 *
 *   counts     n_units x n_groups persons, every person in exactly one group (counts.h); borrowed, not kept
 *   ret        the value; keeps its old value on failure
 *   err        the reason as a sentence; may be NULL
 *
 * The indices of segregation (first part) are XN_UNDEFINED when nobody lives in the city, when all persons
 * are of one group (I = E = 0), or when fewer than two units have people. Units without people and groups
 * without members take no part; identical units give exactly 0. Cost O(n k) without allocation, unless said
 * otherwise. With two groups: D, G and H equal their two-group forms, and R = C = P = eta^2.
 *
 * The six indices are compared in Reardon & Firebaugh 2002, Sociological Methodology 32:33-67.
 */
#ifndef XENIA_MULTIGROUP_H
#define XENIA_MULTIGROUP_H

#include <stdbool.h>
#include "xenia/counts.h"
#include "xenia/status.h"

/* Multigroup dissimilarity: the share of persons that would have to move for all groups to be spread alike,
 * as a fraction of that share in a completely segregated city.
 *
 *   D = sum_im t_i abs(pi_im - pi_m) / (2 T I)
 *
 * Range 0 to 1.
 *
 * Morgan 1975; Sakoda 1981, Demography 18:245-250. */
XN_MUST_CHECK enum xn_status xn_multi_dissimilarity(const struct xn_counts *counts, double *ret,
                                                    struct xn_error *err);

/* Multigroup Gini: the groups' Gini indices against everybody else, averaged with weights pi_m (1 - pi_m).
 *
 *   G = sum_m sum_ij t_i t_j abs(pi_im - pi_jm) / (2 T^2 I)
 *
 * Range 0 to 1. Cost O(k n log n), 24 n bytes; XN_MEMORY.
 *
 * Reardon & Firebaugh 2002, Sociological Methodology 32:33-67. */
XN_MUST_CHECK enum xn_status xn_multi_gini(const struct xn_counts *counts, double *ret, struct xn_error *err);

/* Information theory index, Theil's H: by how much the average unit is less diverse than the city, as a
 * fraction of the city's diversity.
 *
 *   H = sum_i t_i (E - E_i) / (T E) = M / E
 *
 * Range 0 to 1. Of the six the only one that obeys the principle of transfers with more than two groups.
 *
 * Theil & Finizza 1971, Journal of Mathematical Sociology 1:187-193; Theil 1972, Statistical Decomposition
 * Analysis. */
XN_MUST_CHECK enum xn_status xn_multi_information_theory(const struct xn_counts *counts, double *ret,
                                                         struct xn_error *err);

/* Mutual information M (multigroup divergence): what a person's unit tells about the group, in nats.
 *
 *   M = sum_i t_i/T sum_m pi_im ln(pi_im / pi_m) = E H
 *
 * Range 0 to E, at most ln k: not a fraction, so it compares cities of the same mix; in exchange it adds up
 * over units, districts and groups. The mean of the local mutual information weighted by persons.
 *
 * Theil 1971, Principles of Econometrics; Mora & Ruiz-Castillo 2011, Sociological Methodology 41:159-194. */
XN_MUST_CHECK enum xn_status xn_mutual_information(const struct xn_counts *counts, double *ret,
                                                   struct xn_error *err);

/* Relative diversity: by how much rarer two persons of one unit are of different groups than two of the city.
 *
 *   R = 1 - sum_i t_i I_i / (T I),   I_i = sum_m pi_im (1 - pi_im)
 *
 * Range 0 to 1. Equals Goodman & Kruskal's tau for predicting the group from the unit.
 *
 * Goodman & Kruskal 1954, Journal of the American Statistical Association 49:732-764; Carlson 1992, Social
 * Problems 39:268-290. */
XN_MUST_CHECK enum xn_status xn_multi_relative_diversity(const struct xn_counts *counts, double *ret,
                                                         struct xn_error *err);

/* Squared coefficient of variation: the variance of the shares relative to their mean, averaged over groups.
 *
 *   C = sum_im t_i (pi_im - pi_m)^2 / (T (k - 1) pi_m)
 *
 * k counts the groups that have members. Range 0 to 1. Small groups weigh no less than large ones. T C (k-1)
 * is the chi-square statistic of the table of units and groups.
 *
 * Reardon & Firebaugh 2002, Sociological Methodology 32:33-67. */
XN_MUST_CHECK enum xn_status xn_multi_squared_coefficient_of_variation(const struct xn_counts *counts,
                                                                       double *ret, struct xn_error *err);

/* Normalized exposure: the groups' correlation ratios, averaged with weights pi_m.
 *
 *   P = sum_im t_i (pi_im - pi_m)^2 / (T (1 - pi_m))
 *
 * Range 0 to 1.
 *
 * James 1986, Sociological Methods & Research 14:301-316; Reardon & Firebaugh 2002, Sociological Methodology
 * 32:33-67. */
XN_MUST_CHECK enum xn_status xn_multi_normalized_exposure(const struct xn_counts *counts, double *ret,
                                                          struct xn_error *err);

/* --- the city as a whole: where people live plays no part. XN_UNDEFINED: nobody lives here. Cost O(k). */

/* Diversity (Shannon's entropy) of the city, in nats.
 *
 *   E = -sum_m pi_m ln pi_m            normalized: E / ln k
 *
 * normalized   true: as a fraction of the largest value k groups allow, all groups of the counts included,
 *              so that cities with the same list of groups compare; XN_UNDEFINED for k = 1
 * Range 0 (one group) to ln k (all groups equally large); normalized 0 to 1.
 *
 * Shannon 1948, Bell System Technical Journal 27:379-423; White 1986, Population Index 52:198-221. */
XN_MUST_CHECK enum xn_status xn_multi_diversity(const struct xn_counts *counts, bool normalized, double *ret,
                                                struct xn_error *err);

/* Simpson's interaction index: the probability that two persons drawn from the city, with replacement, are of
 * different groups.
 *
 *   I = sum_m pi_m (1 - pi_m)
 *
 * Range 0 (one group) to 1 - 1/k.
 *
 * Simpson 1949, Nature 163:688; Lieberson 1969, American Sociological Review 34:850-862. */
XN_MUST_CHECK enum xn_status xn_simpson_interaction(const struct xn_counts *counts, double *ret,
                                                    struct xn_error *err);

/* Simpson's concentration index: the probability that they are of the same group.
 *
 *   1 - I = sum_m pi_m^2
 *
 * Range 1/k to 1 (one group); also known as Herfindahl's index.
 *
 * Simpson 1949, Nature 163:688. */
XN_MUST_CHECK enum xn_status xn_simpson_concentration(const struct xn_counts *counts, double *ret,
                                                      struct xn_error *err);

#endif
