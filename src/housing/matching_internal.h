/* matching_internal.h - the parts that every way of matching shares: the check of the problem, an answer
 * being filled, and the reasons of those who stay unplaced.
 */
#ifndef XENIA_MATCHING_INTERNAL_H
#define XENIA_MATCHING_INTERNAL_H

#include "batch.h"
#include "quota.h"
#include "xenia/matching.h"

/* What a placement of the household uses of each quota: persons, or 1. */
static inline int64_t xn_match_weight(const struct xn_match_problem *problem, size_t household)
{
    return problem->unit == XN_MATCH_PERSONS ? problem->persons[household] : 1;
}

/* XN_ARGUMENT or XN_LIMIT as xn_matching_solve promises, but for ids. */
XN_MUST_CHECK enum xn_status xn_match_check(const struct xn_match_problem *problem, struct xn_error *err);
/* Ids that stand twice, found side by side in the batch's order. */
XN_MUST_CHECK enum xn_status xn_match_check_ids(const struct xn_match_problem *problem,
                                                const struct xn_batch *batch, struct xn_error *err);

/* Each household arrives once; NULL: as they stand. */
XN_MUST_CHECK enum xn_status xn_match_check_arrival(const struct xn_match_problem *problem,
                                                    const size_t *arrival, struct xn_error *err);

/* An answer in which nobody is placed, with prices of 0 and without a bound. */
XN_MUST_CHECK enum xn_status xn_matching_new(const struct xn_match_problem *problem, struct xn_matching **ret,
                                             struct xn_error *err);
/* Places an unplaced household by one of its arcs (positions of the caller): counts, cost, quotas used. */
void xn_matching_place(const struct xn_match_problem *problem, struct xn_matching *matching, size_t household,
                       size_t arc);
/* The objective that is printed: cost, and XN_MATCH_COST_MAX + 1 for each unplaced household. */
double xn_matching_objective(size_t n_unplaced, int64_t cost);
/* When all are placed that will be, and prices stand: objective, and reason and binding quota of each
 * household. */
XN_MUST_CHECK enum xn_status xn_matching_explain(const struct xn_match_problem *problem,
                                                 struct xn_matching *matching, struct xn_error *err);

/* Households under laminar quotas: exact (matching_exact.c). */
XN_MUST_CHECK enum xn_status xn_matching_exact(const struct xn_match_problem *problem,
                                               const struct xn_quota_forest *forest, struct xn_matching **ret,
                                               struct xn_error *err);
/* Persons, or quotas that cross: bound and search (matching_search.c). The problem has been checked. */
XN_MUST_CHECK enum xn_status xn_matching_search(const struct xn_match_problem *problem,
                                                struct xn_matching **ret, struct xn_error *err);

#endif
