/* beta.c - the regularized incomplete beta function, computed so that no large numbers cancel.
 *
 * Everything is the power term x^a y^b / B(a, b), y = 1 - x, times a fraction or a series. The power term
 * comes from Loader's saddle-point form (2000, "Fast and accurate computation of binomial probabilities"):
 * the deviance of x from the mean a / (a + b), which is a sum of positive parts, and Stirling corrections.
 * The one delicate quantity is the distance from the mean, b x - a y: it is formed with exact products, since
 * an error of one rounding in it is multiplied by the parameters. The fraction is the even part of DLMF
 * 8.17.22, which converges fast on the shorter side of the mean; the series is DLMF 8.17.8.
 */
#include "xenia/beta.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

static const double PI = 3.14159265358979323846;
static const double HALF_LN_2PI = 0.918938533204672741780;

/* Where the distribution is asked, prepared once for both tails. */
struct place {
    double a, b;
    double x, y;     /* y = 1 - x */
    double distance; /* b x - a y = (a + b) (x - mean) */
};

/* --- gamma functions ----------------------------------------------------------------------------------- */

/* lgamma without its global sign, which threads would share. */
static double log_gamma(double z)
{
    int sign;
    return lgamma_r(z, &sign);
}

/* ln Gamma(z) minus Stirling's (z - 1/2) ln z - z + ln(2 pi)/2. From 15 on the first term of the asymptotic
 * series left out is below 4e-18. */
static double stirling_correction(double z)
{
    if (z < 15)
        return log_gamma(z + 1) - (z + 0.5) * log(z) + z - HALF_LN_2PI;
    const double w = 1 / (z * z);
    return (1. / 12 +
            w * (-1. / 360 + w * (1. / 1260 + w * (-1. / 1680 + w * (1. / 1188 - w * (691. / 360360)))))) /
           z;
}

double xn_log_rising(double z, double k)
{
    if (k == 0)
        return 0;
    if (z < 15)
        return log_gamma(z + k) - log_gamma(z);
    return (z - 0.5) * log1p(k / z) + k * (log(z + k) - 1) + stirling_correction(z + k) -
           stirling_correction(z);
}

/* --- the power term ------------------------------------------------------------------------------------ */

/* t - ln(1 + t) for |t| <= 1/2 without cancellation: with w = t / (2 + t), ln(1 + t) is twice the series of
 * artanh w, and t - 2 w = t w. */
static double excess_over_log1p(double t)
{
    const double w = t / (2 + t), w2 = w * w;
    double odd_powers = 0;
    for (int k = 33; k >= 3; k -= 2)
        odd_powers = odd_powers * w2 + 1. / k;
    return t * w - 2 * w * w2 * odd_powers;
}

/* parameter * (t - ln(1 + t)), t = distance / parameter; ratio is 1 + t, formed without a difference. */
static double deviance(double parameter, double distance, double ratio)
{
    const double t = distance / parameter;
    return fabs(t) <= 0.5 ? parameter * excess_over_log1p(t) : distance - parameter * log(ratio);
}

/* x^a y^b / B(a, b); it is also the density of ln(X / (1 - X)) at x. */
static double power_term(const struct place *at)
{
    const double a = at->a, b = at->b, n = a + b;
    const double log_ratio = stirling_correction(n) - stirling_correction(a) - stirling_correction(b) -
                             deviance(a, at->distance, n * at->x / a) -
                             deviance(b, -at->distance, n * at->y / b);
    return sqrt(a / n * b / (2 * PI)) * exp(log_ratio);
}

/* --- one tail ------------------------------------------------------------------------------------------ */

static struct place place_at(struct xn_beta beta, double x)
{
    const double y = 1 - x;
    const double y_rest = (1 - y) - x; /* exact: 1 - x is y + y_rest */
    const double bx = beta.b * x, ay = beta.a * y;
    const double bx_rest = fma(beta.b, x, -bx), ay_rest = fma(beta.a, y, -ay);
    const double distance = (bx - ay) + (bx_rest - ay_rest - beta.a * y_rest);
    return (struct place){.a = beta.a, .b = beta.b, .x = x, .y = y, .distance = distance};
}

/* The same place seen from 1: the lower tail of the mirror image is the upper tail. */
static struct place mirrored(const struct place *at)
{
    return (struct place){at->b, at->a, at->y, at->x, -at->distance};
}

/* I_x divided by the power term: the sum of (a+b)_n / (a)_(n+1) x^n, all terms positive. */
static double series(const struct place *at)
{
    double term = 1 / at->a, sum = term;
    for (double n = 0; term > sum * (DBL_EPSILON / 8); n++) {
        term *= (at->a + at->b + n) / (at->a + 1 + n) * at->x;
        sum += term;
    }
    return sum;
}

/* Short where the ratio of its terms is small at once and stays so. It serves small parameters, for which the
 * fraction would need thousands of steps. */
static bool series_is_short(const struct place *at)
{
    return at->x <= 0.5 && (at->a + at->b) * at->x < 0.3 * (at->a + 1);
}

/* I_x divided by the power term, for x up to the mean, by the modified Lentz method (Thompson & Barnett
 * 1986). The number of steps grows like sqrt(min(a, b)): some 20 for a street, some thousands at the limits.
 */
static double continued_fraction(const struct place *at)
{
    const double a = at->a, b = at->b, x = at->x, to_mean = 1 - at->distance;
    double value = a * to_mean / (a + 1), c = value, d = 0, change = 0;
    for (double m = 1; fabs(change - 1) > DBL_EPSILON; m++) {
        const double odd = a + 2 * m - 1;
        const double numerator = (a + m - 1) / odd * (a + b + m - 1) * m * (b - m) / odd * x * x;
        const double denominator =
            m + m * (b - m) * x / odd + (a + m) * (to_mean + m * (2 - x)) / (a + 2 * m + 1);
        d = 1 / (denominator + numerator * d);
        c = denominator + numerator / c;
        change = c * d;
        value *= change;
    }
    return 1 / value;
}

/* Both tails from the one that is summed directly. */
static struct xn_beta_tails tails_at(const struct place *at, double power)
{
    const struct place mirror = mirrored(at);
    const bool lower_series = series_is_short(at), upper_series = !lower_series && series_is_short(&mirror);
    if (lower_series || (!upper_series && at->distance <= 0)) {
        const double lower = power * (lower_series ? series(at) : continued_fraction(at));
        return (struct xn_beta_tails){lower, 1 - lower};
    }
    const double upper = power * (upper_series ? series(&mirror) : continued_fraction(&mirror));
    return (struct xn_beta_tails){1 - upper, upper};
}

double xn_beta_mean(struct xn_beta beta)
{
    return beta.a / (beta.a + beta.b);
}

struct xn_beta_tails xn_beta_tails(struct xn_beta beta, double x)
{
    if (x >= 1 || (beta.a <= 0 && x >= 0))
        return (struct xn_beta_tails){1, 0};
    if (x <= 0 || beta.b <= 0)
        return (struct xn_beta_tails){0, 1};
    const struct place at = place_at(beta, x);
    return tails_at(&at, power_term(&at));
}

/* --- quantiles ----------------------------------------------------------------------------------------- */

/* The normal quantile to three digits (Hastings 1955, sheet 67): a start, never a result. */
static double rough_normal_quantile(double probability)
{
    const double t = sqrt(-2 * log(fmin(probability, 1 - probability)));
    const double z = t - (2.30753 + 0.27061 * t) / (1 + t * (0.99229 + 0.04481 * t));
    return probability < 0.5 ? -z : z;
}

/* ln(tail / wanted) at log odds u and its slope, of the shorter tail. On this scale both tails of the beta
 * distribution are log-concave, so Newton's steps do not wander once they are on the steep side. */
struct log_tail {
    double value, slope;
};

static double from_log_odds(double u)
{
    return 1 / (1 + exp(-u));
}

static struct log_tail log_tail_at(struct xn_beta beta, double u, double probability)
{
    const struct place at = place_at(beta, from_log_odds(u));
    const double power = power_term(&at);
    const struct xn_beta_tails tails = tails_at(&at, power);
    if (probability <= 0.5)
        return (struct log_tail){log(tails.lower / probability), power / tails.lower};
    return (struct log_tail){log((1 - probability) / tails.upper), power / tails.upper};
}

/* Newton's method inside a bracket that every evaluation shortens; halving where a step leaves it. A last
 * step below 1e-9 leaves an error of its square, far below the rounding of x. */
double xn_beta_quantile(struct xn_beta beta, double probability)
{
    if (beta.a <= 0 || beta.b <= 0)
        return beta.a <= 0 ? 0 : 1;
    const double lowest = -708, highest = 36.7; /* log odds of the doubles strictly between 0 and 1 */
    double low = lowest, high = highest;
    double u = log(beta.a / beta.b) + rough_normal_quantile(probability) * sqrt(1 / beta.a + 1 / beta.b);
    while (high - low > 1e-12) {
        if (!(u > low && u < high)) /* outside, or not a number after an underflow */
            u = low + (high - low) / 2;
        const struct log_tail at = log_tail_at(beta, u, probability);
        if (at.value > 0)
            high = u;
        else
            low = u;
        const double step = at.value / at.slope;
        u -= step;
        if (fabs(step) < 1e-9)
            return from_log_odds(u);
    }
    if (high >= highest)
        return 1;
    return low <= lowest ? 0 : from_log_odds(low);
}
