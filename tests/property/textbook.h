/* textbook.h - the indices exactly as the textbooks print them: in long double, by plain sums over units and
 * pairs of units, slow, and sharing nothing with src/seg. The oracle of seg_property_test.c.
 */
#ifndef XENIA_TEST_TEXTBOOK_H
#define XENIA_TEST_TEXTBOOK_H

#include <math.h>
#include "xenia/counts.h"

typedef long double real;

/* Group `x` against group `y`, or against everybody else when y is XN_NONE. */
struct two_sides {
    const struct xn_counts *counts;
    size_t x, y;
};

static inline real side_x(const struct two_sides *s, size_t i)
{
    return xn_count(s->counts, i, s->x);
}

static inline real side_y(const struct two_sides *s, size_t i)
{
    if (s->y != (size_t)-1)
        return xn_count(s->counts, i, s->y);
    real others = 0;
    for (size_t m = 0; m < s->counts->n_groups; m++)
        others += m == s->x ? 0 : xn_count(s->counts, i, m);
    return others;
}

static inline real sum_x(const struct two_sides *s)
{
    real sum = 0;
    for (size_t i = 0; i < s->counts->n_units; i++)
        sum += side_x(s, i);
    return sum;
}

static inline real sum_y(const struct two_sides *s)
{
    real sum = 0;
    for (size_t i = 0; i < s->counts->n_units; i++)
        sum += side_y(s, i);
    return sum;
}

static inline real x_ln_x(real x)
{
    return x > 0 ? x * logl(x) : 0;
}

static inline real textbook_dissimilarity(const struct two_sides *s)
{
    real sum = 0;
    for (size_t i = 0; i < s->counts->n_units; i++)
        sum += fabsl(side_x(s, i) / sum_x(s) - side_y(s, i) / sum_y(s));
    return sum / 2;
}

static inline real textbook_gini(const struct two_sides *s)
{
    const real total = sum_x(s) + sum_y(s), share = sum_x(s) / total;
    real sum = 0;
    for (size_t i = 0; i < s->counts->n_units; i++)
        for (size_t j = 0; j < s->counts->n_units; j++) {
            const real t_i = side_x(s, i) + side_y(s, i), t_j = side_x(s, j) + side_y(s, j);
            if (t_i > 0 && t_j > 0)
                sum += t_i * t_j * fabsl(side_x(s, i) / t_i - side_x(s, j) / t_j);
        }
    return sum / (2 * total * total * share * (1 - share));
}

static inline real textbook_entropy(const struct two_sides *s)
{
    const real total = sum_x(s) + sum_y(s), share = sum_x(s) / total;
    const real entropy = -x_ln_x(share) - x_ln_x(1 - share);
    real sum = 0;
    for (size_t i = 0; i < s->counts->n_units; i++) {
        const real t = side_x(s, i) + side_y(s, i);
        if (t > 0)
            sum += t * (entropy + x_ln_x(side_x(s, i) / t) + x_ln_x(side_y(s, i) / t));
    }
    return sum / (entropy * total);
}

static inline real textbook_atkinson(const struct two_sides *s, real b)
{
    const real total = sum_x(s) + sum_y(s), share = sum_x(s) / total;
    real sum = 0;
    for (size_t i = 0; i < s->counts->n_units; i++) {
        const real t = side_x(s, i) + side_y(s, i), p = t > 0 ? side_x(s, i) / t : 0;
        sum += powl(1 - p, 1 - b) * powl(p, b) * t / (share * total);
    }
    return 1 - share / (1 - share) * powl(sum, 1 / (1 - b));
}

static inline real textbook_gorard(const struct two_sides *s)
{
    const real total = sum_x(s) + sum_y(s);
    real sum = 0;
    for (size_t i = 0; i < s->counts->n_units; i++)
        sum += fabsl(side_x(s, i) / sum_x(s) - (side_x(s, i) + side_y(s, i)) / total);
    return sum / 2;
}

static inline real textbook_min_max(const struct two_sides *s)
{
    real smaller = 0, larger = 0;
    for (size_t i = 0; i < s->counts->n_units; i++) {
        smaller += fminl(side_x(s, i) / sum_x(s), side_y(s, i) / sum_y(s));
        larger += fmaxl(side_x(s, i) / sum_x(s), side_y(s, i) / sum_y(s));
    }
    return 1 - smaller / larger;
}

static inline real textbook_interaction(const struct two_sides *s)
{
    real sum = 0;
    for (size_t i = 0; i < s->counts->n_units; i++)
        if (s->counts->unit_total[i] > 0)
            sum += side_x(s, i) / sum_x(s) * side_y(s, i) / s->counts->unit_total[i];
    return sum;
}

static inline real textbook_isolation(const struct two_sides *s)
{
    real sum = 0;
    for (size_t i = 0; i < s->counts->n_units; i++)
        if (s->counts->unit_total[i] > 0)
            sum += side_x(s, i) / sum_x(s) * side_x(s, i) / s->counts->unit_total[i];
    return sum;
}

static inline real textbook_correlation_ratio(const struct two_sides *s)
{
    const real share = sum_x(s) / s->counts->total;
    return (textbook_isolation(s) - share) / (1 - share);
}

static inline real textbook_delta(const struct two_sides *s, const double *area_m2)
{
    real sum = 0, land = 0;
    for (size_t i = 0; i < s->counts->n_units; i++)
        land += area_m2[i];
    for (size_t i = 0; i < s->counts->n_units; i++)
        sum += fabsl(side_x(s, i) / sum_x(s) - area_m2[i] / land);
    return sum / 2;
}

/* --- all groups ------------------------------------------------------------------------------------ */

static inline real city_share(const struct xn_counts *c, size_t m)
{
    return (real)c->group_total[m] / c->total;
}

static inline real unit_share(const struct xn_counts *c, size_t i, size_t m)
{
    return c->unit_total[i] > 0 ? (real)xn_count(c, i, m) / c->unit_total[i] : 0;
}

static inline real textbook_interaction_index(const struct xn_counts *c)
{
    real sum = 0;
    for (size_t m = 0; m < c->n_groups; m++)
        sum += city_share(c, m) * (1 - city_share(c, m));
    return sum;
}

static inline real textbook_diversity(const struct xn_counts *c)
{
    real sum = 0;
    for (size_t m = 0; m < c->n_groups; m++)
        sum -= x_ln_x(city_share(c, m));
    return sum;
}

static inline real textbook_multi_dissimilarity(const struct xn_counts *c)
{
    real sum = 0;
    for (size_t i = 0; i < c->n_units; i++)
        for (size_t m = 0; m < c->n_groups; m++)
            sum += c->unit_total[i] * fabsl(unit_share(c, i, m) - city_share(c, m));
    return sum / (2 * c->total * textbook_interaction_index(c));
}

static inline real textbook_multi_gini(const struct xn_counts *c)
{
    real sum = 0;
    for (size_t m = 0; m < c->n_groups; m++)
        for (size_t i = 0; i < c->n_units; i++)
            for (size_t j = 0; j < c->n_units; j++)
                sum += (real)c->unit_total[i] * c->unit_total[j] *
                       fabsl(unit_share(c, i, m) - unit_share(c, j, m));
    return sum / (2 * (real)c->total * c->total * textbook_interaction_index(c));
}

static inline real textbook_information_theory(const struct xn_counts *c)
{
    const real entropy = textbook_diversity(c);
    real sum = 0;
    for (size_t i = 0; i < c->n_units; i++) {
        real unit_entropy = 0;
        for (size_t m = 0; m < c->n_groups; m++)
            unit_entropy -= x_ln_x(unit_share(c, i, m));
        sum += c->unit_total[i] * (entropy - unit_entropy);
    }
    return sum / (c->total * entropy);
}

static inline real textbook_mutual_information(const struct xn_counts *c)
{
    real sum = 0;
    for (size_t i = 0; i < c->n_units; i++)
        for (size_t m = 0; m < c->n_groups; m++)
            if (xn_count(c, i, m) > 0)
                sum += c->unit_total[i] / c->total * unit_share(c, i, m) *
                       logl(unit_share(c, i, m) / city_share(c, m));
    return sum;
}

static inline real textbook_relative_diversity(const struct xn_counts *c)
{
    real sum = 0;
    for (size_t i = 0; i < c->n_units; i++)
        for (size_t m = 0; m < c->n_groups; m++)
            sum += c->unit_total[i] * unit_share(c, i, m) * (1 - unit_share(c, i, m));
    return 1 - sum / (c->total * textbook_interaction_index(c));
}

static inline real textbook_coefficient_of_variation(const struct xn_counts *c)
{
    real sum = 0;
    for (size_t i = 0; i < c->n_units; i++)
        for (size_t m = 0; m < c->n_groups; m++)
            sum += c->unit_total[i] * powl(unit_share(c, i, m) - city_share(c, m), 2) /
                   (c->total * (real)(c->n_groups - 1) * city_share(c, m));
    return sum;
}

static inline real textbook_normalized_exposure(const struct xn_counts *c)
{
    real sum = 0;
    for (size_t i = 0; i < c->n_units; i++)
        for (size_t m = 0; m < c->n_groups; m++)
            sum += c->unit_total[i] * powl(unit_share(c, i, m) - city_share(c, m), 2) /
                   (c->total * (1 - city_share(c, m)));
    return sum;
}

#endif
