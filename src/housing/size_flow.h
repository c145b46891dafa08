/* size_flow.h - the best that can be done for all households of one size at once.
 *
 * What makes quotas of persons hard is the mixture of sizes. As long as nobody else changes what he uses of
 * the quotas, households of one size under nested quotas are a flow of least cost: a limit has room for so
 * many of them. And the others are not tied to their dwellings: within the same quotas they may move too. So
 * chains of any length through the whole batch are found, exactly, which a search of small changes does not
 * find. (A very large neighbourhood: Ahuja, Ergun, Orlin & Punnen 2002, Discrete Applied Mathematics 123.)
 */
#ifndef XENIA_SIZE_FLOW_H
#define XENIA_SIZE_FLOW_H

#include "plan.h"
#include "quota.h"

struct xn_size_flow {
    const struct xn_quota_forest *forest; /* of the caller's problem; laminar */
    const int64_t *priced;                /* of each arc: tells which are worth a look */
    int64_t reach;                        /* so much dearer than the household's cheapest at most */
};

/* Households of this weight move anywhere in reach, the others within their quotas; the unplaced of other
 * weights stay so. Afterwards no more are unplaced, and with as many the cost is no higher. The plan has no
 * changes that wait; when this fails it is as it was. */
XN_MUST_CHECK enum xn_status xn_size_flow_improve(const struct xn_size_flow *flow, uint32_t weight,
                                                  struct xn_plan *plan, struct xn_error *err);

#endif
