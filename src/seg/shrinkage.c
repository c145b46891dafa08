/* shrinkage.c - the strength of the prior by maximum likelihood over siblings.
 *
 * The likelihood is one-dimensional in ln(strength), smooth, and flat towards both ends: as the strength
 * grows it becomes binomial, as it falls every unit is all or nothing. It may have more than one maximum, so
 * a coarse grid finds the highest, and a golden section refines between its two neighbours.
 */
#include "shrinkage.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include "xenia/sum.h"

/* The log likelihood of the siblings' counts, up to a constant that does not depend on the strength. */
static double log_likelihood(const struct xn_sibling *sibling, size_t n, double log_strength)
{
    const double strength = exp(log_strength);
    struct xn_sum sum = {0};
    for (size_t i = 0; i < n; i++) {
        const struct xn_sibling *unit = &sibling[i];
        xn_sum_add(&sum, xn_log_rising(unit->mean * strength, unit->in_group) +
                             xn_log_rising((1 - unit->mean) * strength, unit->others) -
                             xn_log_rising(strength, unit->in_group + unit->others));
    }
    return xn_sum_value(&sum);
}

/* The maximum between two bounds by golden section, to a relative 1e-5 of the strength: thousands of times
 * finer than its sampling error. */
static double golden_section(const struct xn_sibling *sibling, size_t n, double low, double high)
{
    const double golden = 0.6180339887498949;
    double left = high - golden * (high - low), right = low + golden * (high - low);
    double at_left = log_likelihood(sibling, n, left), at_right = log_likelihood(sibling, n, right);
    while (high - low > 1e-5) {
        if (at_left < at_right) {
            low = left;
            left = right;
            at_left = at_right;
            right = low + golden * (high - low);
            at_right = log_likelihood(sibling, n, right);
        } else {
            high = right;
            right = left;
            at_right = at_left;
            left = high - golden * (high - low);
            at_left = log_likelihood(sibling, n, left);
        }
    }
    return low + (high - low) / 2;
}

static double most_likely_strength(const struct xn_sibling *sibling, size_t n)
{
    enum { GRID = 17 };
    const double lowest = log(XN_STRENGTH_MIN), step = (log(XN_STRENGTH_MAX) - lowest) / (GRID - 1);
    int best = 0;
    double best_value = -INFINITY;
    for (int i = 0; i < GRID; i++) {
        const double value = log_likelihood(sibling, n, lowest + i * step);
        if (value > best_value) {
            best = i;
            best_value = value;
        }
    }
    const int below = best > 0 ? best - 1 : best, above = best < GRID - 1 ? best + 1 : best;
    return exp(golden_section(sibling, n, lowest + below * step, lowest + above * step));
}

/* Whether the counts can show spread: a unit of one effective person has the same likelihood under any. */
static bool shows_spread(const struct xn_sibling *sibling, size_t n)
{
    size_t repeated = 0;
    for (size_t i = 0; i < n; i++) {
        if (sibling[i].mean <= 0 || sibling[i].mean >= 1)
            return false;
        repeated += sibling[i].in_group + sibling[i].others > 1;
    }
    return repeated >= 2;
}

static int order_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

/* By mean first and counts last: sums over siblings then run in an order that positions do not decide. */
static int order_siblings(const void *left, const void *right)
{
    const struct xn_sibling *a = left, *b = right;
    int order = order_numbers(a->mean, b->mean);
    if (order == 0)
        order = (a->family > b->family) - (a->family < b->family);
    if (order == 0)
        order = order_numbers(a->in_group, b->in_group);
    return order ? order : order_numbers(a->others, b->others);
}

void xn_shrinkage_strengths(struct xn_sibling *sibling, size_t n, double *ret_strength, size_t n_families)
{
    qsort(sibling, n, sizeof *sibling, order_siblings);
    const double together = shows_spread(sibling, n) ? most_likely_strength(sibling, n) : XN_STRENGTH_UNIT;
    for (size_t family = 0; family < n_families; family++)
        ret_strength[family] = together;

    for (size_t first = 0, last; first < n; first = last) {
        for (last = first + 1; last < n && sibling[last].family == sibling[first].family; last++)
            continue;
        if (last - first < n && shows_spread(&sibling[first], last - first))
            ret_strength[sibling[first].family] = most_likely_strength(&sibling[first], last - first);
    }
}

struct xn_beta xn_shrinkage_posterior(const struct xn_sibling *sibling, double strength)
{
    return (struct xn_beta){.a = sibling->mean * strength + sibling->in_group,
                            .b = (1 - sibling->mean) * strength + sibling->others};
}
