/* evenness.h - is a group spread over the units as the others are?
 *
 * x_i and y_i are the two sides in unit i, X and Y their sums, t_i = x_i + y_i, T = X + Y, p_i = x_i / t_i,
 * P = X / T. All functions of this file share their arguments:
 *
 *   counts     n_units x n_groups persons (counts.h); borrowed, not kept
 *   group      column of x
 *   reference  column of y (two-group form), or XN_NONE: everybody else, y = t - x (one-group form)
 *   ret        the value, a pure number; keeps its old value on failure
 *   err        the reason as a sentence; may be NULL
 *
 * Errors: XN_ARGUMENT for a column that does not exist or is compared with itself; XN_UNDEFINED when a side
 * has no members (X = 0 or Y = 0) or fewer than two units have people of the two sides. Units without such
 * people take no part. 0 is even, 1 is complete separation; identical units give exactly 0. No index here
 * knows where units lie. Cost O(n) without allocation, unless said otherwise; sums are compensated, so the
 * order of units moves the result by rounding only.
 */
#ifndef XENIA_EVENNESS_H
#define XENIA_EVENNESS_H

#include "xenia/counts.h"
#include "xenia/status.h"

/* Index of dissimilarity: the share of either side that would have to move to another unit, without being
 * replaced, for both to be spread alike. The one-group form is the index of segregation, IS.
 *
 *   D = 1/2 sum_i abs(x_i / X - y_i / Y)
 *
 * Range 0 to 1; read as "30 % would have to move" for 0.30. Below 0.3 is often called low, above 0.6 high
 * (Massey & Denton 1993, American Apartheid, p. 20). Moves between two units that are both above (or both
 * below) the city's share leave it unchanged. Small units or small groups raise it by chance alone.
 *
 * Duncan & Duncan 1955, American Sociological Review 20:210-217. */
XN_MUST_CHECK enum xn_status xn_dissimilarity(const struct xn_counts *counts, size_t group, size_t reference,
                                              double *ret, struct xn_error *err);

/* Gini index of segregation: the mean difference of p between two persons drawn at random, as a fraction of
 * its maximum; twice the area between the segregation curve and the diagonal.
 *
 *   G = sum_ij t_i t_j abs(p_i - p_j) / (2 T^2 P (1 - P))
 *
 * Range 0 to 1, never below D. Every move from a unit of higher p to one of lower p reduces it.
 * Cost O(n log n), 24 n bytes; XN_MEMORY.
 *
 * Duncan & Duncan 1955, American Sociological Review 20:210-217; James & Taeuber 1985, Sociological
 * Methodology 15:1-32; Massey & Denton 1988, Social Forces 67:281-315, p. 285. */
XN_MUST_CHECK enum xn_status xn_gini(const struct xn_counts *counts, size_t group, size_t reference,
                                     double *ret, struct xn_error *err);

/* Entropy index, Theil's H: by how much the average unit is less mixed than the city, as a fraction of the
 * city's own entropy.
 *
 *   H = sum_i t_i (E - E_i) / (E T),   E = -P ln P - (1-P) ln(1-P),  E_i the same of p_i,  0 ln 0 = 0
 *
 * Range 0 (each unit mixed as the city) to 1 (no unit mixed). Depends on P as well as on the spread.
 *
 * Theil & Finizza 1971, Journal of Mathematical Sociology 1:187-193; Massey & Denton 1988, Social Forces
 * 67:281-315, p. 285. */
XN_MUST_CHECK enum xn_status xn_entropy(const struct xn_counts *counts, size_t group, size_t reference,
                                        double *ret, struct xn_error *err);

/* Atkinson's index: inequality of p with a weight chosen by the user.
 *
 *   A = 1 - P/(1-P) [ sum_i (1-p_i)^(1-b) p_i^b t_i / (P T) ]^(1/(1-b))
 *     = 1 - [ sum_i (x_i/X)^b (y_i/Y)^(1-b) ]^(1/(1-b))
 *
 * shape_b    0 < b < 1, else XN_ARGUMENT. Below 0.5 units where the group is scarce weigh more, above 0.5
 *            units where it is frequent; 0.5 weighs both alike and makes the index symmetric.
 * Range 0 to 1.
 *
 * Atkinson 1970, Journal of Economic Theory 2:244-263; James & Taeuber 1985, Sociological Methodology
 * 15:1-32; Massey & Denton 1988, Social Forces 67:281-315, p. 286. */
XN_MUST_CHECK enum xn_status xn_atkinson(const struct xn_counts *counts, size_t group, size_t reference,
                                         double shape_b, double *ret, struct xn_error *err);

/* Gorard's segregation index: the share of the group that would have to move for it to be spread as all
 * persons are.
 *
 *   GS = 1/2 sum_i abs(x_i / X - t_i / T) = D (1 - P)
 *
 * Range 0 to 1 - P: a large group cannot reach 1, so groups of different size compare with care. In the
 * two-group form t is x + y.
 *
 * Gorard & Taylor 2002, Sociology 36:875-895. */
XN_MUST_CHECK enum xn_status xn_gorard(const struct xn_counts *counts, size_t group, size_t reference,
                                       double *ret, struct xn_error *err);

/* Min-max index: what the two spreads do not share, as a fraction of what either of them covers.
 *
 *   S = 1 - sum_i min(x_i/X, y_i/Y) / sum_i max(x_i/X, y_i/Y) = 2 D / (1 + D)
 *
 * Range 0 to 1, never below D; ranks cities exactly as D does.
 *
 * O'Sullivan & Wong 2007, Geographical Analysis 39:147-168. */
XN_MUST_CHECK enum xn_status xn_min_max(const struct xn_counts *counts, size_t group, size_t reference,
                                        double *ret, struct xn_error *err);

#endif
