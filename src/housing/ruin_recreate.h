/* ruin_recreate.h - a good matching under quotas: take some households out, place them anew, keep what helps.
 * (Schrimpf, Schneider, Stamm-Wilbrandt & Dueck 2000; Christiaens & Vanden Berghe 2020)
 *
 * Quotas are kept at all times. Households look for room along their arcs in the order of cost + Lagrangian
 * prices, so that what is scarce goes to those who gain the most by it. The search is a chain of episodes of
 * simulated annealing, each four times as long as the one before and begun at the best matching so far; while
 * one is cold and quotas are nested, households of one size are placed anew all at once (size_flow.h). Where
 * the search stands is a function of (batch, prices, seed, rounds), and more rounds only go on from there.
 */
#ifndef XENIA_RUIN_RECREATE_H
#define XENIA_RUIN_RECREATE_H

#include "lagrangian.h"
#include "plan.h"
#include "quota.h"

struct xn_search;

/* Rounds of the first episode for a batch; those of all up to the k-th are (4^k - 1) / 3 times as many. */
size_t xn_search_first_episode(const struct xn_batch *batch);

/* The batch is borrowed, and the forest of its quotas (NULL: they cross); of the Lagrangian the prices are
 * read now. Begins with its assignment, less what the quotas have no room for. */
XN_MUST_CHECK enum xn_status xn_search_new(const struct xn_batch *batch, const struct xn_quota_forest *forest,
                                           const struct xn_lagrangian *lagrangian, uint64_t seed,
                                           struct xn_search **ret, struct xn_error *err);
void xn_search_free(struct xn_search *search);
XN_DEFINE_AUTO(xn_search_free, struct xn_search *)

/* Other prices from now on. */
void xn_search_reprice(struct xn_search *search, const struct xn_lagrangian *lagrangian);
/* So many rounds more, fewer when the deadline is past (lagrangian.h); adds the rounds done to *done. */
XN_MUST_CHECK enum xn_status xn_search_run(struct xn_search *search, size_t rounds, double deadline_s,
                                           size_t *done, struct xn_error *err);

/* The best so far: fewest unplaced, then least cost. The arcs (n_households, XN_NO_ARC) are valid until the
 * next call that changes the search. */
const uint32_t *xn_search_best(const struct xn_search *search, uint32_t *ret_n_unplaced, int64_t *ret_cost);

#endif
