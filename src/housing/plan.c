/* plan.c - see plan.h. */
#include "plan.h"

enum xn_status xn_plan_init(const struct xn_batch *batch, size_t change_max, struct xn_arena *arena,
                            struct xn_plan *ret, struct xn_error *err)
{
    struct xn_plan plan = {.batch = batch};
    XN_TRY(XN_ARENA_ARRAY(arena, batch->n_households, &plan.arc, err));
    XN_TRY(XN_ARENA_ARRAY(arena, batch->n_households, &plan.unplaced, err));
    XN_TRY(XN_ARENA_ARRAY(arena, batch->n_households, &plan.unplaced_at, err));
    XN_TRY(XN_ARENA_ARRAY(arena, batch->n_dwellings, &plan.holder, err));
    XN_TRY(XN_ARENA_ARRAY(arena, batch->n_quotas, &plan.room, err));
    XN_TRY(XN_ARENA_ARRAY(arena, change_max, &plan.change, err));
    *ret = plan;
    return XN_OK;
}

static void use_quotas(struct xn_plan *plan, uint32_t dwelling, int64_t weight)
{
    const struct xn_batch *const batch = plan->batch;
    for (uint32_t k = batch->first_quota[dwelling]; k < batch->first_quota[dwelling + 1]; k++)
        plan->room[batch->dwelling_quota[k]] -= weight;
}

static void leave(struct xn_plan *plan, uint32_t household)
{
    const uint32_t arc = plan->arc[household];
    if (arc == XN_NO_ARC)
        return;
    const uint32_t dwelling = plan->batch->arc_dwelling[arc];
    plan->holder[dwelling] = XN_NOBODY;
    use_quotas(plan, dwelling, -(int64_t)plan->batch->weight[household]);
    plan->cost -= plan->batch->arc_cost[arc];
    plan->arc[household] = XN_NO_ARC;
    plan->unplaced_at[household] = plan->n_unplaced;
    plan->unplaced[plan->n_unplaced++] = household;
}

static void enter(struct xn_plan *plan, uint32_t household, uint32_t arc)
{
    if (arc == XN_NO_ARC)
        return;
    const uint32_t dwelling = plan->batch->arc_dwelling[arc];
    plan->holder[dwelling] = household;
    use_quotas(plan, dwelling, plan->batch->weight[household]);
    plan->cost += plan->batch->arc_cost[arc];
    plan->arc[household] = arc;
    const uint32_t last = plan->unplaced[--plan->n_unplaced];
    plan->unplaced[plan->unplaced_at[household]] = last;
    plan->unplaced_at[last] = plan->unplaced_at[household];
}

void xn_plan_move(struct xn_plan *plan, uint32_t household, uint32_t arc)
{
    plan->change[plan->n_changes++] = (struct xn_plan_change){household, plan->arc[household]};
    leave(plan, household);
    enter(plan, household, arc);
}

void xn_plan_accept(struct xn_plan *plan)
{
    plan->n_changes = 0;
}

void xn_plan_take_back(struct xn_plan *plan)
{
    while (plan->n_changes > 0) {
        const struct xn_plan_change change = plan->change[--plan->n_changes];
        leave(plan, change.household);
        enter(plan, change.household, change.arc);
    }
}

static void empty(struct xn_plan *plan)
{
    const struct xn_batch *const batch = plan->batch;
    for (uint32_t d = 0; d < batch->n_dwellings; d++)
        plan->holder[d] = XN_NOBODY;
    for (uint32_t q = 0; q < batch->n_quotas; q++)
        plan->room[q] = batch->limit[q];
    for (uint32_t h = 0; h < batch->n_households; h++) {
        plan->arc[h] = XN_NO_ARC;
        plan->unplaced[h] = plan->unplaced_at[h] = h;
    }
    plan->n_unplaced = batch->n_households;
    plan->cost = 0;
    plan->n_changes = 0;
}

void xn_plan_begin_from(struct xn_plan *plan, const uint32_t *arc)
{
    const struct xn_batch *const batch = plan->batch;
    empty(plan);
    for (uint32_t h = 0; h < batch->n_households; h++)
        if (arc[h] != XN_NO_ARC && xn_plan_has_room(plan, batch->arc_dwelling[arc[h]], batch->weight[h]))
            enter(plan, h, arc[h]);
}
