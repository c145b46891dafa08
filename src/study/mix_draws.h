/* mix_draws.h - the mix of an area as chance could have made it: draws of shares that scatter around those
 * counted as the shares of as many households would.
 *
 * Shares follow a Dirichlet distribution, which has their means and the variance p (1 - p) / (m + 1) of m
 * draws, also where m is no whole number. It is drawn as gamma variates over their sum (Marsaglia & Tsang
 * 2000, ACM Transactions on Mathematical Software 26:363-372). Philox: each area's draws are its own,
 * whichever thread asks.
 */
#ifndef XENIA_STUDY_MIX_DRAWS_H
#define XENIA_STUDY_MIX_DRAWS_H

#include <stddef.h>
#include "xenia/random.h"

/* ret[g] = persons * share, the shares drawn with weights concentration[g] >= 0, of which a zero stays zero;
 * all zero: ret is zero. */
void xn_mix_draw(struct xn_random *random, const double *concentration, size_t n_groups, double persons,
                 double *ret);

/* Sorts n values and gives two quantiles (Hyndman & Fan 1996, type 7); n > 0. */
void xn_draw_quantiles(double *value, size_t n, double lower_probability, double upper_probability,
                       double *ret_lower, double *ret_upper);

#endif
