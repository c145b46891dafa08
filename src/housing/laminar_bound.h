/* laminar_bound.h - how good can a matching be at best, by those of its quotas that do not cross?
 *
 * Quotas that cross make a batch hard, but they fall into a few families within which they are nested or
 * apart: units and districts, say, and corporations. With the quotas of one family alone the batch is a flow,
 * solved exactly, and no matching within all quotas places more or, placing as many, costs less. Where a
 * quota decides how many can be placed this says so at once; prices find it slowly (lagrangian.h).
 *
 * Quotas of persons count households here: as many as the smallest families there are, one after the other,
 * fit into the limit.
 */
#ifndef XENIA_LAMINAR_BOUND_H
#define XENIA_LAMINAR_BOUND_H

#include "matching_internal.h"

struct xn_laminar_bound {
    size_t n_unplaced; /* no matching leaves fewer */
    int64_t cost;      /* of one that leaves so many: at least this */
};

/* The problem has been checked, ids included. The same for every order of the input. */
XN_MUST_CHECK enum xn_status xn_laminar_bound_of(const struct xn_match_problem *problem,
                                                 struct xn_laminar_bound *ret, struct xn_error *err);

#endif
