/* matching_exact.c - households under laminar quotas: the exact optimum, as a flow of least cost.
 *
 *     household --cost--> dwelling --1--> innermost quota --limit--> .. --limit--> outermost quota --> sink
 *     household --the overflow of the simplex: unplaced----------------------------------------------> sink
 *
 * Every household has one unit. Dwellings take one, quotas their limit; the corners of the program are whole
 * numbers, so a least flow is a matching (Ford & Fulkerson 1962), and laminar quotas do not change that
 * because they form a forest. A quota that its dwellings cannot exceed is left out of the network. The first
 * tree is "nobody placed": dwellings hang from their quotas, quotas from one another, households overflow. (A
 * greedy matching to begin with needed up to three times the pivots.)
 *
 * Order: nodes and arcs stand in the batch's canonical order and the simplex is deterministic, so the same
 * batch in any order gives the same pairs.
 */
#include "matching_internal.h"
#include "matching_scale.h"
#include "network_simplex.h"
#include "xenia/digest.h"

#define NO_NODE UINT32_MAX

struct network {
    uint32_t n_households, n_dwellings, n_nodes, sink;
    uint32_t *quota_node; /* n_quotas of the caller; NO_NODE: left out */
    struct xn_match_scale scale;
    size_t *household_origin, *dwelling_origin; /* positions in the caller's problem */
    int64_t *supply;                            /* n_nodes */
    uint32_t n_arcs, n_bounded;
    uint32_t *tail, *head; /* n_arcs */
    int64_t *cost;         /* n_arcs */
    int64_t *capacity;     /* n_bounded */
    uint32_t *start;       /* n_nodes: arcs of the first tree */
    struct xn_network_simplex *simplex;
};

static void free_arcs(struct network *network)
{
    xn_free(XN_STEAL(network->tail));
    xn_free(XN_STEAL(network->head));
    xn_free(XN_STEAL(network->cost));
    xn_free(XN_STEAL(network->capacity));
    xn_free(XN_STEAL(network->start));
    xn_free(XN_STEAL(network->supply));
}

static void network_free(struct network *network)
{
    free_arcs(network);
    xn_free(network->quota_node);
    xn_free(network->household_origin);
    xn_free(network->dwelling_origin);
    xn_network_simplex_free(network->simplex);
    xn_free(network);
}
XN_DEFINE_AUTO(network_free, struct network *)

/* --- nodes -----------------------------------------------------------------------------------------------
 */

/* Households, dwellings, the quotas that can bind, the sink. */
static enum xn_status number_nodes(struct network *network, const struct xn_match_problem *problem,
                                   const struct xn_quota_forest *forest, struct xn_error *err)
{
    network->quota_node = xn_calloc(problem->n_quotas, sizeof *network->quota_node);
    if (!network->quota_node)
        return xn_fail_memory(err);
    uint32_t node = network->n_households + network->n_dwellings;
    for (size_t i = 0; i < problem->n_quotas; i++) {
        const uint32_t q = forest->outward[i];
        const bool can_bind = problem->quota[q].limit < (int64_t)forest->n_dwellings[q];
        network->quota_node[q] = can_bind ? node++ : NO_NODE;
    }
    network->sink = node;
    network->n_nodes = node + 1;
    network->n_bounded = node - network->n_households;
    return XN_OK;
}

/* The node of a quota, or of the next around it that can bind, or the sink. */
static uint32_t node_from(const struct network *network, const struct xn_quota_forest *forest, uint32_t quota)
{
    while (quota != XN_QUOTA_NONE && network->quota_node[quota] == NO_NODE)
        quota = forest->parent[quota];
    return quota == XN_QUOTA_NONE ? network->sink : network->quota_node[quota];
}

/* --- arcs ------------------------------------------------------------------------------------------------
 */

static enum xn_status allocate_arcs(struct network *network, struct xn_error *err)
{
    network->supply = xn_calloc(network->n_nodes, sizeof *network->supply);
    network->start = xn_calloc(network->n_nodes, sizeof *network->start);
    network->capacity = xn_calloc(network->n_bounded, sizeof *network->capacity);
    network->tail = xn_calloc(network->n_arcs, sizeof *network->tail);
    network->head = xn_calloc(network->n_arcs, sizeof *network->head);
    network->cost = xn_calloc(network->n_arcs, sizeof *network->cost);
    if (!network->supply || !network->start || !network->capacity || !network->tail || !network->head ||
        !network->cost)
        return xn_fail_memory(err);
    return XN_OK;
}

/* The one bounded arc out of a dwelling or quota; arcs stand in the order of these nodes. In the first tree
 * the node hangs by it, but not where nothing may pass: the way to the root must have room. */
static void add_bounded_arc(struct network *network, uint32_t node, uint32_t head, int64_t capacity)
{
    const uint32_t arc = node - network->n_households;
    network->tail[arc] = node;
    network->head[arc] = head;
    network->capacity[arc] = capacity;
    network->start[node] = capacity > 0 ? arc : XN_FLOW_OVERFLOW;
}

static void add_bounded_arcs(struct network *network, const struct xn_match_problem *problem,
                             const struct xn_quota_forest *forest)
{
    for (uint32_t d = 0; d < network->n_dwellings; d++) {
        const uint32_t innermost = forest->innermost[network->dwelling_origin[d]];
        add_bounded_arc(network, network->n_households + d, node_from(network, forest, innermost), 1);
    }
    for (uint32_t q = 0; q < problem->n_quotas; q++)
        if (network->quota_node[q] != NO_NODE)
            add_bounded_arc(network, network->quota_node[q], node_from(network, forest, forest->parent[q]),
                            problem->quota[q].limit);
}

static enum xn_status add_household_arcs(struct network *network, const struct xn_match_problem *problem,
                                         const struct xn_batch *batch, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer)
    uint64_t *dwelling_hash = xn_calloc(network->n_dwellings, sizeof *dwelling_hash);
    if (!dwelling_hash)
        return xn_fail_memory(err);
    const struct xn_hash_key key = xn_hash_key_of(problem->seed_text);
    for (uint32_t d = 0; d < network->n_dwellings; d++)
        dwelling_hash[d] = xn_hash_under(&key, problem->dwelling_id[network->dwelling_origin[d]]);
    uint32_t arc = network->n_bounded;
    for (uint32_t h = 0; h < network->n_households; h++) {
        const uint64_t hash = xn_hash_under(&key, problem->household_id[network->household_origin[h]]);
        for (uint32_t a = batch->first_arc[h]; a < batch->first_arc[h + 1]; a++, arc++) {
            const uint32_t d = batch->arc_dwelling[a];
            network->tail[arc] = h;
            network->head[arc] = network->n_households + d;
            network->cost[arc] = batch->arc_cost[a] * network->scale.unit +
                                 xn_match_lot(&network->scale, hash, dwelling_hash[d]);
        }
        network->supply[h] = 1;
        network->start[h] = XN_FLOW_OVERFLOW;
    }
    network->supply[network->sink] = -(int64_t)network->n_households;
    return XN_OK;
}

/* --- the network -----------------------------------------------------------------------------------------
 */

static enum xn_status fill_network(struct network *network, const struct xn_match_problem *problem,
                                   const struct xn_quota_forest *forest, struct xn_error *err)
{
    XN_AUTO(xn_batch_free) struct xn_batch *batch = NULL;
    XN_TRY(xn_batch_new(problem, &batch, err));
    XN_TRY(xn_match_check_ids(problem, batch, err));
    network->n_households = batch->n_households;
    network->n_dwellings = batch->n_dwellings;
    network->household_origin = xn_calloc(batch->n_households, sizeof *network->household_origin);
    network->dwelling_origin = xn_calloc(batch->n_dwellings, sizeof *network->dwelling_origin);
    if (!network->household_origin || !network->dwelling_origin)
        return xn_fail_memory(err);
    for (uint32_t h = 0; h < batch->n_households; h++)
        network->household_origin[h] = batch->household_origin[h];
    for (uint32_t d = 0; d < batch->n_dwellings; d++)
        network->dwelling_origin[d] = batch->dwelling_origin[d];
    XN_TRY(number_nodes(network, problem, forest, err));
    network->n_arcs = network->n_bounded + xn_batch_arcs(batch);
    network->scale = xn_match_scale_of(problem, network->n_nodes);
    XN_TRY(allocate_arcs(network, err));
    add_bounded_arcs(network, problem, forest);
    return add_household_arcs(network, problem, batch, err);
}

/* The arcs are freed as soon as the simplex has them: a million of them are most of the memory. */
static enum xn_status make_simplex(struct network *network, struct xn_error *err)
{
    const struct xn_flow_problem flow = {.n_nodes = network->n_nodes,
                                         .supply = network->supply,
                                         .n_arcs = network->n_arcs,
                                         .tail = network->tail,
                                         .head = network->head,
                                         .cost = network->cost,
                                         .n_bounded = network->n_bounded,
                                         .capacity = network->capacity,
                                         .root = network->sink,
                                         .overflow_cost = network->scale.unplaced * network->scale.unit};
    const struct xn_flow_start start = {.arc = network->start};
    const enum xn_status status = xn_network_simplex_new(&flow, &start, &network->simplex, err);
    free_arcs(network);
    return status;
}

/* --- the answer ------------------------------------------------------------------------------------------
 */

static size_t find_arc(const struct xn_match_problem *problem, size_t household, size_t dwelling)
{
    size_t arc = problem->first_arc[household];
    while (problem->arc_dwelling[arc] != dwelling)
        arc++;
    return arc;
}

/* Arcs of households have no capacity, so those with flow are in the tree. */
static void read_pairs(const struct network *network, const struct xn_match_problem *problem,
                       struct xn_matching *matching)
{
    for (uint32_t node = 0; node < network->n_households + network->n_dwellings; node++) {
        const struct xn_flow_tree_arc at = xn_network_simplex_tree_arc(network->simplex, node);
        if (at.arc == XN_FLOW_OVERFLOW || at.arc < network->n_bounded || at.flow == 0)
            continue;
        const uint32_t household = node < network->n_households ? node : at.parent;
        const uint32_t dwelling = node < network->n_households ? at.parent : node;
        const size_t h = network->household_origin[household];
        const size_t d = network->dwelling_origin[dwelling - network->n_households];
        xn_matching_place(problem, matching, h, find_arc(problem, h, d));
    }
}

/* --- prices ----------------------------------------------------------------------------------------------
 */

/* The price of a bounded arc is the drop of the potential along it, when that is positive; then the arc is
 * full. Where the potential rises the arc is empty, and taking 0 only makes what lies within dearer, which
 * nobody uses. `outer` is the price of all that lies around. */
static int64_t price_step(const struct network *network, uint32_t node, int64_t outer)
{
    const int64_t potential =
        xn_match_unscaled(&network->scale, xn_network_simplex_potential(network->simplex)[node]);
    return potential > outer ? potential - outer : 0;
}

/* Quotas from the outermost inwards. ret_closed: somewhere around is a quota of 0; its price comes later.
 * ret_total: the price of the quota and of all around it. */
static void price_quotas(const struct network *network, const struct xn_match_problem *problem,
                         const struct xn_quota_forest *forest, int64_t *ret_total, bool *ret_closed,
                         struct xn_matching *matching)
{
    for (size_t i = problem->n_quotas; i-- > 0;) {
        const uint32_t q = forest->outward[i], around = forest->parent[q];
        const int64_t outer = around == XN_QUOTA_NONE ? 0 : ret_total[around];
        ret_closed[q] = problem->quota[q].limit == 0 || (around != XN_QUOTA_NONE && ret_closed[around]);
        if (network->quota_node[q] != NO_NODE && !ret_closed[q])
            matching->quota_price[q] = price_step(network, network->quota_node[q], outer);
        ret_total[q] = outer + matching->quota_price[q];
    }
}

static void price_dwellings(const struct network *network, const struct xn_quota_forest *forest,
                            const int64_t *total, const bool *closed, struct xn_matching *matching)
{
    for (uint32_t d = 0; d < network->n_dwellings; d++) {
        const size_t origin = network->dwelling_origin[d];
        const uint32_t innermost = forest->innermost[origin];
        if (innermost != XN_QUOTA_NONE && closed[innermost])
            continue;
        const int64_t outer = innermost == XN_QUOTA_NONE ? 0 : total[innermost];
        matching->dwelling_price[origin] = price_step(network, network->n_households + d, outer);
    }
}

static void price_households(const struct network *network, struct xn_matching *matching)
{
    const int64_t *const potential = xn_network_simplex_potential(network->simplex);
    for (uint32_t h = 0; h < network->n_households; h++)
        matching->household_price[network->household_origin[h]] =
            xn_match_unscaled(&network->scale, potential[h]);
    matching->unplaced_price = network->scale.unplaced;
}

/* The innermost quota of 0 around the dwelling. */
static uint32_t closed_quota(const struct xn_match_problem *problem, const struct xn_quota_forest *forest,
                             size_t dwelling)
{
    uint32_t quota = forest->innermost[dwelling];
    while (problem->quota[quota].limit > 0)
        quota = forest->parent[quota];
    return quota;
}

/* Quotas of 0 are no part of the network. Each costs as little as keeps all reduced costs at 0 or more. */
static void price_closed_quotas(const struct xn_match_problem *problem, const struct xn_quota_forest *forest,
                                const int64_t *total, const bool *closed, struct xn_matching *matching)
{
    for (size_t h = 0; h < problem->n_households; h++)
        for (size_t a = problem->first_arc[h]; a < problem->first_arc[h + 1]; a++) {
            const size_t d = problem->arc_dwelling[a];
            const uint32_t innermost = forest->innermost[d];
            if (innermost == XN_QUOTA_NONE || !closed[innermost])
                continue;
            const int64_t needed = matching->household_price[h] - problem->arc_cost[a] - total[innermost];
            int64_t *price = &matching->quota_price[closed_quota(problem, forest, d)];
            *price = needed > *price ? needed : *price;
        }
}

static enum xn_status read_prices(const struct network *network, const struct xn_match_problem *problem,
                                  const struct xn_quota_forest *forest, struct xn_matching *matching,
                                  struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) int64_t *total = xn_calloc(problem->n_quotas, sizeof *total);
    XN_CLEANUP(xn_free_pointer) bool *closed = xn_calloc(problem->n_quotas, sizeof *closed);
    if (!total || !closed)
        return xn_fail_memory(err);
    price_quotas(network, problem, forest, total, closed, matching);
    price_dwellings(network, forest, total, closed, matching);
    price_households(network, matching);
    price_closed_quotas(problem, forest, total, closed, matching);
    return XN_OK;
}

/* --- the whole -------------------------------------------------------------------------------------------
 */

enum xn_status xn_matching_exact(const struct xn_match_problem *problem, const struct xn_quota_forest *forest,
                                 struct xn_matching **ret, struct xn_error *err)
{
    XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
    XN_AUTO(network_free) struct network *network = xn_calloc(1, sizeof *network);
    if (!network)
        return xn_fail_memory(err);
    XN_TRY(fill_network(network, problem, forest, err));
    XN_TRY(make_simplex(network, err));
    XN_TRY(xn_network_simplex_run(network->simplex, err));
    XN_TRY(xn_matching_new(problem, &matching, err));
    read_pairs(network, problem, matching);
    XN_TRY(read_prices(network, problem, forest, matching, err));
    matching->iterations = xn_network_simplex_pivots(network->simplex);
    XN_TRY(xn_matching_explain(problem, matching, err));
    matching->exact = true;
    matching->bound_objective = matching->objective;
    matching->gap = 0;
    *ret = XN_STEAL(matching);
    return XN_OK;
}
