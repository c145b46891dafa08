/* size_flow.c - see size_flow.h.
 *
 *     household --cost--> dwelling --1--> innermost quota --limit--> .. --limit--> outermost quota --> sink
 *     household of the weight ------------- dear: unplaced --------------------------------------> sink
 *
 * Limits count households here: what the weight goes into the room that the others leave, and one for each of
 * the others, who stay within their quotas and have no way to the sink but through them. That is feasible as
 * the plan stands, so nothing is worse afterwards.
 */
#include "size_flow.h"
#include <string.h>
#include "network_simplex.h"

/* Nodes: households, dwellings, quotas, the sink. Arcs: the bounded ones out of dwellings and quotas in the
 * order of these nodes, then those of the households. */
struct network {
    const struct xn_size_flow *flow;
    const struct xn_batch *batch;
    const struct xn_plan *plan;
    uint32_t weight, sink, n_bounded, n_arcs;
    uint32_t *tail, *head, *batch_arc; /* batch_arc: XN_NO_ARC for being unplaced */
    int64_t *cost, *capacity, *supply, *result;
    uint32_t *start;
};

static enum xn_status allocate(struct network *network, struct xn_arena *arena, struct xn_error *err)
{
    const struct xn_batch *const batch = network->batch;
    const size_t most = (size_t)network->n_bounded + xn_batch_arcs(batch) + batch->n_households;
    const size_t n_nodes = (size_t)network->sink + 1;
    XN_TRY(XN_ARENA_ARRAY(arena, most, &network->tail, err));
    XN_TRY(XN_ARENA_ARRAY(arena, most, &network->head, err));
    XN_TRY(XN_ARENA_ARRAY(arena, most, &network->batch_arc, err));
    XN_TRY(XN_ARENA_ARRAY(arena, most, &network->cost, err));
    XN_TRY(XN_ARENA_ARRAY(arena, most, &network->result, err));
    XN_TRY(XN_ARENA_ARRAY(arena, network->n_bounded, &network->capacity, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_nodes, &network->supply, err));
    return XN_ARENA_ARRAY(arena, n_nodes, &network->start, err);
}

/* --- dwellings and quotas ------------------------------------------------------------------------------- */

static uint32_t quota_node(const struct network *network, uint32_t quota)
{
    const struct xn_batch *const batch = network->batch;
    return quota == XN_QUOTA_NONE ? network->sink : batch->n_households + batch->n_dwellings + quota;
}

/* In the first tree the node hangs by its arc, but not where nothing may pass. */
static void add_bounded(struct network *network, uint32_t node, uint32_t head, int64_t capacity)
{
    const uint32_t arc = node - network->batch->n_households;
    network->tail[arc] = node;
    network->head[arc] = head;
    network->capacity[arc] = capacity;
    network->start[node] = capacity > 0 ? arc : XN_FLOW_OVERFLOW;
}

static void add_dwellings(struct network *network)
{
    const struct xn_batch *const batch = network->batch;
    for (uint32_t d = 0; d < batch->n_dwellings; d++) {
        const uint32_t innermost = network->flow->forest->innermost[batch->dwelling_origin[d]];
        add_bounded(network, batch->n_households + d, quota_node(network, innermost), 1);
    }
}

static void add_quotas(struct network *network)
{
    const struct xn_batch *const batch = network->batch;
    for (uint32_t q = 0; q < batch->n_quotas; q++)
        add_bounded(network, quota_node(network, q), quota_node(network, network->flow->forest->parent[q]),
                    network->plan->room[q] / network->weight);
    for (uint32_t h = 0; h < batch->n_households; h++) {
        if (network->plan->arc[h] == XN_NO_ARC)
            continue;
        const uint32_t d = batch->arc_dwelling[network->plan->arc[h]];
        for (uint32_t k = batch->first_quota[d]; k < batch->first_quota[d + 1]; k++) {
            const uint32_t node = quota_node(network, batch->dwelling_quota[k]);
            network->capacity[node - batch->n_households]++;
            network->start[node] = node - batch->n_households;
        }
    }
}

/* --- households ----------------------------------------------------------------------------------------- */

static void add_arc(struct network *network, uint32_t household, uint32_t head, int64_t cost,
                    uint32_t batch_arc)
{
    const uint32_t arc = network->n_arcs++;
    network->tail[arc] = household;
    network->head[arc] = head;
    network->cost[arc] = cost;
    network->batch_arc[arc] = batch_arc;
}

static bool same_quotas(const struct xn_batch *batch, uint32_t a, uint32_t b)
{
    const uint32_t *const of_a = batch->dwelling_quota + batch->first_quota[a];
    const uint32_t *const of_b = batch->dwelling_quota + batch->first_quota[b];
    const uint32_t n = batch->first_quota[a + 1] - batch->first_quota[a];
    if (n != batch->first_quota[b + 1] - batch->first_quota[b])
        return false;
    return n == 0 || memcmp(of_a, of_b, n * sizeof *of_a) == 0;
}

static int64_t least_priced(const struct network *network, uint32_t household)
{
    const struct xn_batch *const batch = network->batch;
    int64_t least = INT64_MAX;
    for (uint32_t a = batch->first_arc[household]; a < batch->first_arc[household + 1]; a++)
        if (network->flow->priced[a] < least)
            least = network->flow->priced[a];
    return least;
}

static bool may_take(const struct network *network, uint32_t household, uint32_t arc, int64_t least)
{
    const struct xn_batch *const batch = network->batch;
    const uint32_t now = network->plan->arc[household];
    if (arc == now)
        return true;
    if (network->flow->priced[arc] - least > network->flow->reach)
        return false;
    return batch->weight[household] == network->weight ||
           same_quotas(batch, batch->arc_dwelling[now], batch->arc_dwelling[arc]);
}

static void add_household(struct network *network, uint32_t household)
{
    const struct xn_batch *const batch = network->batch;
    const bool free = batch->weight[household] == network->weight;
    network->start[household] = XN_FLOW_OVERFLOW;
    if (!free && network->plan->arc[household] == XN_NO_ARC)
        return;
    const int64_t least = least_priced(network, household);
    for (uint32_t a = batch->first_arc[household]; a < batch->first_arc[household + 1]; a++)
        if (may_take(network, household, a, least))
            add_arc(network, household, batch->n_households + batch->arc_dwelling[a], batch->arc_cost[a], a);
    if (free) /* more than any rearrangement of the others can save */
        add_arc(network, household, network->sink, ((int64_t)2 * batch->n_households + 1) * XN_MATCH_COST_MAX,
                XN_NO_ARC);
    network->supply[household] = 1;
    network->supply[network->sink]--;
}

/* --- the whole ------------------------------------------------------------------------------------------ */

static enum xn_status solve(struct network *network, struct xn_error *err)
{
    const struct xn_flow_problem problem = {.n_nodes = (size_t)network->sink + 1,
                                            .supply = network->supply,
                                            .n_arcs = network->n_arcs,
                                            .tail = network->tail,
                                            .head = network->head,
                                            .cost = network->cost,
                                            .n_bounded = network->n_bounded,
                                            .capacity = network->capacity,
                                            .root = network->sink};
    const struct xn_flow_start start = {.arc = network->start};
    XN_AUTO(xn_network_simplex_free) struct xn_network_simplex *simplex = NULL;
    XN_TRY(xn_network_simplex_new(&problem, &start, &simplex, err));
    XN_TRY(xn_network_simplex_run(simplex, err));
    xn_network_simplex_flow(simplex, network->result);
    return XN_OK;
}

static enum xn_status follow(const struct network *network, struct xn_arena *arena, struct xn_plan *plan,
                             struct xn_error *err)
{
    const uint32_t n = network->batch->n_households;
    uint32_t *arc = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, n, &arc, err));
    for (uint32_t h = 0; h < n; h++)
        arc[h] = XN_NO_ARC;
    for (uint32_t a = network->n_bounded; a < network->n_arcs; a++)
        if (network->result[a] > 0)
            arc[network->tail[a]] = network->batch_arc[a];
    xn_plan_begin_from(plan, arc);
    return XN_OK;
}

enum xn_status xn_size_flow_improve(const struct xn_size_flow *flow, uint32_t weight, struct xn_plan *plan,
                                    struct xn_error *err)
{
    const struct xn_batch *const batch = plan->batch;
    struct network network = {.flow = flow, .batch = batch, .plan = plan, .weight = weight};
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    network.n_bounded = network.n_arcs = batch->n_dwellings + batch->n_quotas;
    network.sink = batch->n_households + network.n_bounded;
    XN_TRY(allocate(&network, arena, err));
    add_dwellings(&network);
    add_quotas(&network);
    for (uint32_t h = 0; h < batch->n_households; h++)
        add_household(&network, h);
    XN_TRY(solve(&network, err));
    return follow(&network, arena, plan, err);
}
