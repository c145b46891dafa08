/* beta.h - the beta distribution: both tails, quantiles, and the gamma ratios of its likelihoods.
 *
 * Relative accuracy is about 1e-12 for parameters from 1e-3 to 1e7, in each tail for
 * itself, so a probability of 1e-200 is as good as one of 0.5 (beta_test.c holds the evidence).
 */
#ifndef XENIA_BETA_H
#define XENIA_BETA_H

/* Beta(a, b) with a, b >= 0, not both 0; a = 0 is all mass at 0, b = 0 all mass at 1. */
struct xn_beta {
    double a, b;
};

struct xn_beta_tails {
    double lower; /* Pr(X <= x), the regularized incomplete beta function I_x(a, b) */
    double upper; /* Pr(X > x), not 1 - lower: accurate where lower rounds to 1 */
};

double xn_beta_mean(struct xn_beta beta);
struct xn_beta_tails xn_beta_tails(struct xn_beta beta, double x);

/* The x with Pr(X <= x) = probability, 0 < probability < 1; 0 or 1 where no double between them is
 * close enough. */
double xn_beta_quantile(struct xn_beta beta, double probability);

/* ln(Gamma(z + k) / Gamma(z)) for z > 0, k >= 0, or k = 0: the rising factorial of a real number of steps,
 * without the cancellation of two log-gammas where z is large. */
double xn_log_rising(double z, double k);

#endif
