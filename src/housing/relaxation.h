/* relaxation.h - a batch without its quotas: the exact assignment when dwellings have surcharges.
 *
 * Built once and solved many times under other surcharges, each time from where the last solution stands.
 */
#ifndef XENIA_HOUSING_RELAXATION_H
#define XENIA_HOUSING_RELAXATION_H

#include "batch.h"

struct xn_relaxation;

/* The batch is borrowed. */
XN_MUST_CHECK enum xn_status xn_relaxation_new(const struct xn_batch *batch, struct xn_relaxation **ret,
                                               struct xn_error *err);
void xn_relaxation_free(struct xn_relaxation *relaxation);
XN_DEFINE_AUTO(xn_relaxation_free, struct xn_relaxation *)

/* Least sum of cost + weight * surcharge over the placed, and of unplaced_cost over the others; surcharges
 * are 0 or more. ret_arc: n_households, position of the arc or XN_NO_ARC. */
XN_MUST_CHECK enum xn_status xn_relaxation_solve(struct xn_relaxation *relaxation, const int64_t *surcharge,
                                                 int64_t unplaced_cost, uint32_t *ret_arc, int64_t *ret_value,
                                                 struct xn_error *err);
/* What the last solution would fall by with one dwelling of this kind more; n_dwellings. */
const int64_t *xn_relaxation_dwelling_price(const struct xn_relaxation *relaxation);

#endif
