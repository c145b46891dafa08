/* plan.h - a matching under construction: who is where, what room is left, and the way back.
 *
 * A plan is within its quotas at all times, as long as only arcs with room are entered. What a round of a
 * search changes is written down, so that it can be taken back in the time that it took to do it.
 */
#ifndef XENIA_PLAN_H
#define XENIA_PLAN_H

#include "batch.h"

#define XN_NOBODY UINT32_MAX

struct xn_plan_change {
    uint32_t household, arc; /* the arc that it had before */
};

struct xn_plan {
    const struct xn_batch *batch;
    uint32_t *arc; /* n_households; XN_NO_ARC: unplaced */
    int64_t cost;  /* of the placed */
    uint32_t n_unplaced;
    uint32_t *unplaced, *unplaced_at; /* who is unplaced, and where in that list */
    uint32_t *holder;                 /* n_dwellings: who is there; XN_NOBODY */
    int64_t *room;                    /* n_quotas: limit - used */
    struct xn_plan_change *change;    /* since xn_plan_accept; room for change_max */
    size_t n_changes;
};

/* Nobody is placed. At most change_max moves follow between two calls of xn_plan_accept or xn_plan_take_back.
 */
XN_MUST_CHECK enum xn_status xn_plan_init(const struct xn_batch *batch, size_t change_max,
                                          struct xn_arena *arena, struct xn_plan *ret, struct xn_error *err);
/* Empties the plan, then enters as many of the arcs (n_households, XN_NO_ARC) as there is room for, in the
 * order of the households. */
void xn_plan_begin_from(struct xn_plan *plan, const uint32_t *arc);
/* Moves a household to an arc with room, or out (XN_NO_ARC). */
void xn_plan_move(struct xn_plan *plan, uint32_t household, uint32_t arc);
void xn_plan_accept(struct xn_plan *plan);
void xn_plan_take_back(struct xn_plan *plan);

static inline bool xn_plan_has_room(const struct xn_plan *plan, uint32_t dwelling, int64_t weight)
{
    const struct xn_batch *const batch = plan->batch;
    if (plan->holder[dwelling] != XN_NOBODY)
        return false;
    for (uint32_t k = batch->first_quota[dwelling]; k < batch->first_quota[dwelling + 1]; k++)
        if (plan->room[batch->dwelling_quota[k]] < weight)
            return false;
    return true;
}

#endif
