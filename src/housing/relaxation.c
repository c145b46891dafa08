/* relaxation.c - see relaxation.h.
 *
 * One unit of flow a household: over one of its arcs to the dwelling and on to the sink, where each dwelling
 * has room for one, or straight to the sink at the cost of being unplaced. Other surcharges are other costs
 * in the same network, so the spanning tree of the last solution is where the next one begins.
 */
#include "relaxation.h"
#include "network_simplex.h"

/* Arcs of the network: dwelling to sink (bounded, so first), household to dwelling, household to sink. */
struct xn_relaxation {
    const struct xn_batch *batch;
    struct xn_network_simplex *simplex;
    int64_t *cost, *flow; /* of every arc */
    int64_t *dwelling_price;
};

static uint32_t n_network_arcs(const struct xn_batch *batch)
{
    return batch->n_dwellings + xn_batch_arcs(batch) + batch->n_households;
}

static enum xn_status allocate(struct xn_relaxation *relaxation, struct xn_error *err)
{
    const uint32_t n_arcs = n_network_arcs(relaxation->batch);
    relaxation->cost = xn_calloc(n_arcs, sizeof *relaxation->cost);
    relaxation->flow = xn_calloc(n_arcs, sizeof *relaxation->flow);
    relaxation->dwelling_price =
        xn_calloc(relaxation->batch->n_dwellings, sizeof *relaxation->dwelling_price);
    if (!relaxation->cost || !relaxation->flow || !relaxation->dwelling_price)
        return xn_fail_memory(err);
    return XN_OK;
}

/* Nodes: households, dwellings, the sink. */
static void connect(const struct xn_batch *batch, uint32_t *tail, uint32_t *head, int64_t *capacity,
                    int64_t *supply)
{
    const uint32_t n = batch->n_households, m = batch->n_dwellings, sink = n + m;
    uint32_t at = 0;
    for (uint32_t d = 0; d < m; d++, at++) {
        tail[at] = n + d;
        head[at] = sink;
        capacity[d] = 1;
    }
    for (uint32_t h = 0; h < n; h++)
        for (uint32_t a = batch->first_arc[h]; a < batch->first_arc[h + 1]; a++, at++) {
            tail[at] = h;
            head[at] = n + batch->arc_dwelling[a];
        }
    for (uint32_t h = 0; h < n; h++, at++) {
        tail[at] = h;
        head[at] = sink;
        supply[h] = 1;
    }
    supply[sink] = -(int64_t)n;
}

static enum xn_status build(struct xn_relaxation *relaxation, struct xn_error *err)
{
    const struct xn_batch *const batch = relaxation->batch;
    const uint32_t n_arcs = n_network_arcs(batch), n_nodes = batch->n_households + batch->n_dwellings + 1;
    XN_CLEANUP(xn_free_pointer) uint32_t *tail = xn_calloc(n_arcs, sizeof *tail);
    XN_CLEANUP(xn_free_pointer) uint32_t *head = xn_calloc(n_arcs, sizeof *head);
    XN_CLEANUP(xn_free_pointer) int64_t *capacity = xn_calloc(batch->n_dwellings, sizeof *capacity);
    XN_CLEANUP(xn_free_pointer) int64_t *supply = xn_calloc(n_nodes, sizeof *supply);
    if (!tail || !head || !capacity || !supply)
        return xn_fail_memory(err);
    connect(batch, tail, head, capacity, supply);
    const struct xn_flow_problem problem = {.n_nodes = n_nodes,
                                            .supply = supply,
                                            .n_arcs = n_arcs,
                                            .tail = tail,
                                            .head = head,
                                            .cost = relaxation->cost,
                                            .n_bounded = batch->n_dwellings,
                                            .capacity = capacity,
                                            .root = n_nodes - 1};
    return xn_network_simplex_new(&problem, NULL, &relaxation->simplex, err);
}

enum xn_status xn_relaxation_new(const struct xn_batch *batch, struct xn_relaxation **ret,
                                 struct xn_error *err)
{
    XN_AUTO(xn_relaxation_free) struct xn_relaxation *relaxation = xn_calloc(1, sizeof *relaxation);
    if (!relaxation)
        return xn_fail_memory(err);
    relaxation->batch = batch;
    XN_TRY(allocate(relaxation, err));
    *ret = XN_STEAL(relaxation);
    return XN_OK;
}

void xn_relaxation_free(struct xn_relaxation *relaxation)
{
    if (!relaxation)
        return;
    xn_network_simplex_free(relaxation->simplex);
    xn_free(relaxation->cost);
    xn_free(relaxation->flow);
    xn_free(relaxation->dwelling_price);
    xn_free(relaxation);
}

static void price_arcs(struct xn_relaxation *relaxation, const int64_t *surcharge, int64_t unplaced_cost)
{
    const struct xn_batch *const batch = relaxation->batch;
    int64_t *cost = relaxation->cost + batch->n_dwellings;
    for (uint32_t h = 0; h < batch->n_households; h++)
        for (uint32_t a = batch->first_arc[h]; a < batch->first_arc[h + 1]; a++)
            cost[a] = batch->arc_cost[a] + (int64_t)batch->weight[h] * surcharge[batch->arc_dwelling[a]];
    for (uint32_t h = 0; h < batch->n_households; h++)
        cost[xn_batch_arcs(batch) + h] = unplaced_cost;
}

/* The chosen arc of each household; returns the sum of the costs. */
static int64_t read_solution(struct xn_relaxation *relaxation, uint32_t *ret_arc)
{
    const struct xn_batch *const batch = relaxation->batch;
    const int64_t *const flow = relaxation->flow + batch->n_dwellings;
    const int64_t *const cost = relaxation->cost + batch->n_dwellings;
    int64_t value = 0;
    for (uint32_t h = 0; h < batch->n_households; h++) {
        ret_arc[h] = XN_NO_ARC;
        for (uint32_t a = batch->first_arc[h]; a < batch->first_arc[h + 1] && ret_arc[h] == XN_NO_ARC; a++)
            if (flow[a] > 0)
                ret_arc[h] = a;
        value += cost[ret_arc[h] == XN_NO_ARC ? xn_batch_arcs(batch) + h : ret_arc[h]];
    }
    const int64_t *const potential = xn_network_simplex_potential(relaxation->simplex);
    for (uint32_t d = 0; d < batch->n_dwellings; d++)
        relaxation->dwelling_price[d] = potential[batch->n_households + d];
    return value;
}

enum xn_status xn_relaxation_solve(struct xn_relaxation *relaxation, const int64_t *surcharge,
                                   int64_t unplaced_cost, uint32_t *ret_arc, int64_t *ret_value,
                                   struct xn_error *err)
{
    price_arcs(relaxation, surcharge, unplaced_cost);
    if (relaxation->simplex)
        XN_TRY(xn_network_simplex_set_costs(relaxation->simplex, relaxation->cost, err));
    else
        XN_TRY(build(relaxation, err));
    XN_TRY(xn_network_simplex_run(relaxation->simplex, err));
    xn_network_simplex_flow(relaxation->simplex, relaxation->flow);
    *ret_value = read_solution(relaxation, ret_arc);
    return XN_OK;
}

const int64_t *xn_relaxation_dwelling_price(const struct xn_relaxation *relaxation)
{
    return relaxation->dwelling_price;
}
