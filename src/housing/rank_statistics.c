/* rank_statistics.c - medians, quartiles, and how far one group lies above another.
 *
 * Rents and waiting times are skewed and few: means and t-tests would say more than they know. All n m
 * differences of two groups are never written down: how many lie at or below a bound is counted in one walk
 * over both sorted groups, and the k-th smallest is found by halving the bound.
 */
#include "xenia/ledger.h"
#include <math.h>
#include <stdlib.h>

static int compare_numbers(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double quantile(const double *sorted, size_t n, double p)
{
    const double at = (double)(n - 1) * p;
    const size_t below = (size_t)at;
    if (below + 1 >= n)
        return sorted[n - 1];
    return sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below]);
}

struct xn_quartiles xn_quartiles_of(double *value, size_t n)
{
    if (n == 0)
        return (struct xn_quartiles){0, NAN, NAN, NAN};
    qsort(value, n, sizeof *value, compare_numbers);
    return (struct xn_quartiles){n, quantile(value, n, 0.25), quantile(value, n, 0.5),
                                 quantile(value, n, 0.75)};
}

/* --- all differences of two groups ------------------------------------------------------------------- */

struct differences {
    const double *a, *b; /* sorted */
    size_t n_a, n_b;
};

/* What one walk finds about a bound: how many differences a - b are at most it, the greatest of those, and
 * the smallest of all others. */
struct cut {
    size_t count;
    double greatest_below, smallest_above;
};

static struct cut cut_at(const struct differences *all, double bound)
{
    struct cut cut = {0, -INFINITY, INFINITY};
    size_t j = all->n_b; /* from here on b is great enough; falls as a falls */
    for (size_t i = all->n_a; i-- > 0;) {
        while (j > 0 && all->a[i] - all->b[j - 1] <= bound)
            j--;
        cut.count += all->n_b - j;
        if (j < all->n_b)
            cut.greatest_below = fmax(cut.greatest_below, all->a[i] - all->b[j]);
        if (j > 0)
            cut.smallest_above = fmin(cut.smallest_above, all->a[i] - all->b[j - 1]);
    }
    return cut;
}

/* The k-th smallest difference, k from 1. Both ends are always differences that occur. */
static double smallest_difference(const struct differences *all, size_t k)
{
    double low = all->a[0] - all->b[all->n_b - 1], high = all->a[all->n_a - 1] - all->b[0];
    while (low < high) {
        const double middle = low + (high - low) / 2.0;
        const struct cut cut = cut_at(all, middle < high ? middle : low);
        if (cut.count >= k)
            high = cut.greatest_below;
        else
            low = cut.smallest_above;
    }
    return high;
}

struct xn_shift xn_hodges_lehmann(double *a, size_t n_a, double *b, size_t n_b, double z)
{
    if (n_a == 0 || n_b == 0)
        return (struct xn_shift){NAN, NAN, NAN};
    qsort(a, n_a, sizeof *a, compare_numbers);
    qsort(b, n_b, sizeof *b, compare_numbers);
    const struct differences all = {a, b, n_a, n_b};
    const size_t pairs = n_a * n_b;
    const double n = (double)n_a, m = (double)n_b;
    const double rank = floor(n * m / 2.0 - z * sqrt(n * m * (n + m + 1.0) / 12.0));
    const size_t k = rank < 1.0 ? 1 : (size_t)rank;
    return (struct xn_shift){
        .shift =
            (smallest_difference(&all, (pairs + 1) / 2) + smallest_difference(&all, pairs / 2 + 1)) / 2.0,
        .lower = smallest_difference(&all, k),
        .upper = smallest_difference(&all, pairs - k + 1)};
}
