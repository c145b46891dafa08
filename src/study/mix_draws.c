/* mix_draws.c - see mix_draws.h. */
#include "mix_draws.h"
#include <math.h>
#include <stdlib.h>

#define TWO_PI 6.283185307179586

/* In (0, 1], so that its logarithm is finite. */
static double uniform_above_zero(struct xn_random *random)
{
    return 1 - xn_random_uniform(random);
}

static double draw_normal(struct xn_random *random)
{
    const double radius = sqrt(-2 * log(uniform_above_zero(random)));
    return radius * cos(TWO_PI * xn_random_uniform(random));
}

/* shape >= 1 */
static double draw_gamma_above_one(struct xn_random *random, double shape)
{
    const double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        const double x = draw_normal(random), root = 1 + c * x;
        if (root <= 0)
            continue;
        const double v = root * root * root;
        if (log(uniform_above_zero(random)) < x * x / 2 + d - d * v + d * log(v))
            return d * v;
    }
}

/* A shape below 1 by one above it: Gamma(a) is Gamma(a + 1) times U^(1/a). */
static double draw_gamma(struct xn_random *random, double shape)
{
    if (shape >= 1)
        return draw_gamma_above_one(random, shape);
    const double above = draw_gamma_above_one(random, shape + 1);
    return above * pow(uniform_above_zero(random), 1 / shape);
}

void xn_mix_draw(struct xn_random *random, const double *concentration, size_t n_groups, double persons,
                 double *ret)
{
    double sum = 0;
    for (size_t g = 0; g < n_groups; g++)
        sum += ret[g] = concentration[g] > 0 ? draw_gamma(random, concentration[g]) : 0;
    for (size_t g = 0; g < n_groups; g++)
        ret[g] = sum > 0 ? persons * (ret[g] / sum) : 0;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(const double *sorted, size_t n, double probability)
{
    const double at = probability * (double)(n - 1), below = floor(at);
    const size_t k = (size_t)below;
    return k + 1 < n ? sorted[k] + (at - below) * (sorted[k + 1] - sorted[k]) : sorted[n - 1];
}

void xn_draw_quantiles(double *value, size_t n, double lower_probability, double upper_probability,
                       double *ret_lower, double *ret_upper)
{
    qsort(value, n, sizeof *value, compare);
    *ret_lower = quantile(value, n, lower_probability);
    *ret_upper = quantile(value, n, upper_probability);
}
