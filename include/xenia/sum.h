/* sum.h - sums that do not lose small terms (Neumaier 1974, ZAMM 54:39-51).
 *
 * The error of a sum of n doubles is about one rounding of the result plus O(n eps^2) times the sum of
 * magnitudes, whatever the order; the same order gives the same bits. Never compile with -ffast-math.
 */
#ifndef XENIA_SUM_H
#define XENIA_SUM_H

#include <math.h>
#include <stddef.h>

struct xn_sum {
    double high;
    double low;
};

static inline void xn_sum_add(struct xn_sum *sum, double term)
{
    const double total = sum->high + term;
    if (fabs(sum->high) >= fabs(term))
        sum->low += (sum->high - total) + term;
    else
        sum->low += (term - total) + sum->high;
    sum->high = total;
}

static inline double xn_sum_value(const struct xn_sum *sum)
{
    return sum->high + sum->low;
}

static inline double xn_sum_array(const double *term, size_t count)
{
    struct xn_sum sum = {0};
    for (size_t i = 0; i < count; i++)
        xn_sum_add(&sum, term[i]);
    return xn_sum_value(&sum);
}

#endif
