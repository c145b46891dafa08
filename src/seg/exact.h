/* exact.h - arithmetic that keeps small differences.
 *
 * Segregation is a departure from evenness, often a small one between large counts. The formulas of the
 * field subtract numbers that are nearly equal; these helpers take the difference before anything is rounded,
 * so that a perfectly even city gives 0 and not 1e-16, and no index comes out negative.
 */
#ifndef XENIA_SEG_EXACT_H
#define XENIA_SEG_EXACT_H

#include <math.h>

/* a * b - c * d to within two roundings of the result (Kahan; Jeannerod, Louvet & Muller 2013, Mathematics of
 * Computation 82:2245-2264). Exactly 0 when the two products are equal. */
static inline double xn_difference_of_products(double a, double b, double c, double d)
{
    const double subtrahend = c * d;
    const double rounded_away = fma(-c, d, subtrahend);
    return fma(a, b, -subtrahend) + rounded_away;
}

/* -p ln p of the share p = part / whole; 0 for an empty part. Near p = 1 the logarithm is taken of what is
 * missing, whose digits p itself has lost. */
static inline double xn_entropy_term(double part, double whole)
{
    if (part <= 0)
        return 0;
    const double share = part / whole;
    return -share * (part > whole / 2 ? log1p(-fmax(whole - part, 0) / whole) : log(share));
}

/* One group's part of the Kullback-Leibler divergence of a unit's mix from the city's:
 * p ln(p / P) - p + P, with p = part / whole in the unit and P = city_part / city_whole.
 * The added P - p vanishes in the sum over all groups and makes each term alone non-negative. */
static inline double xn_divergence_term(double part, double whole, double city_part, double city_whole)
{
    const double city_share = city_part / city_whole;
    if (part <= 0)
        return city_share;
    const double excess = xn_difference_of_products(part, city_whole, whole, city_part) / (whole * city_part);
    return city_share * fmax((1 + excess) * log1p(excess) - excess, 0);
}

/* For a quantity that theory bounds by 1: rounding alone can carry it an ulp or two beyond. */
static inline double xn_at_most_one(double value)
{
    return value > 1 ? 1 : value;
}

#endif
