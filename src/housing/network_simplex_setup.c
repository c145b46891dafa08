/* network_simplex_setup.c - from a flow problem to the first tree: checks, mixed arcs, costs, start.
 *
 * 64 bits suffice when n nodes, arcs of cost at most C and overflow of cost M satisfy n C <= 2^60 and M <=
 * 2^60: a path in the tree has fewer than n arcs, of which at most one overflows (they all end at the root),
 * so a potential is at most M + n C, and a reduced cost at most M + 2 (M + n C) <= 5 * 2^60 < 2^63. Flows and
 * rooms stay below 2^63 because all supplies and capacities together are at most 2^60, and a room without
 * capacity begins at 2^62.
 */
#include <math.h>
#include "flow_state.h"
#include "network_simplex.h"
#include "xenia/memory.h"

#define AMOUNT_LIMIT (INT64_C(1) << 60)

/* --- checks ----------------------------------------------------------------------------------------------
 */

static enum xn_status check_arcs(const struct xn_flow_problem *problem, struct xn_error *err)
{
    for (size_t a = 0; a < problem->n_arcs; a++) {
        const uint32_t tail = problem->tail[a], head = problem->head[a];
        if (tail >= problem->n_nodes || head >= problem->n_nodes)
            return xn_fail(err, XN_ARGUMENT, "arc %zu: from node %u to node %u, wanted nodes below %zu", a,
                           tail, head, problem->n_nodes);
        if (tail == head)
            return xn_fail(err, XN_ARGUMENT, "arc %zu: leads from node %u to itself", a, tail);
    }
    return XN_OK;
}

/* Adds to the sum of all amounts; an amount so large that the sum would leave its limit is refused. */
static enum xn_status add_amount(int64_t amount, const char *what, size_t position, int64_t *total,
                                 struct xn_error *err)
{
    if (amount < -AMOUNT_LIMIT || amount > AMOUNT_LIMIT ||
        (amount < 0 ? -amount : amount) > AMOUNT_LIMIT - *total)
        return xn_fail(err, XN_LIMIT, "%s %zu: with its amount of %lld the flow leaves the range of 2^60",
                       what, position, (long long)amount);
    *total += amount < 0 ? -amount : amount;
    return XN_OK;
}

static enum xn_status check_amounts(const struct xn_flow_problem *problem, struct xn_error *err)
{
    int64_t total = 0, balance = 0;
    for (size_t i = 0; i < problem->n_nodes; i++) {
        XN_TRY(add_amount(problem->supply[i], "node", i, &total, err));
        balance += problem->supply[i];
    }
    if (balance != 0)
        return xn_fail(err, XN_ARGUMENT, "the supplies of all nodes add up to %lld, wanted 0",
                       (long long)balance);
    for (size_t a = 0; a < problem->n_bounded; a++) {
        if (problem->capacity[a] < 0)
            return xn_fail(err, XN_ARGUMENT, "arc %zu: has capacity %lld, wanted 0 or more", a,
                           (long long)problem->capacity[a]);
        XN_TRY(add_amount(problem->capacity[a], "arc", a, &total, err));
    }
    return XN_OK;
}

static enum xn_status check_problem(const struct xn_flow_problem *problem, struct xn_error *err)
{
    if (problem->n_nodes >= INT32_MAX || problem->n_arcs >= INT32_MAX - problem->n_nodes)
        return xn_fail(err, XN_LIMIT, "a network of %zu nodes and %zu arcs is too large", problem->n_nodes,
                       problem->n_arcs);
    if (problem->root >= problem->n_nodes)
        return xn_fail(err, XN_ARGUMENT, "the root is node %u, wanted one below %zu", problem->root,
                       problem->n_nodes);
    if (problem->n_bounded > problem->n_arcs)
        return xn_fail(err, XN_ARGUMENT, "%zu of %zu arcs have a capacity", problem->n_bounded,
                       problem->n_arcs);
    XN_TRY(check_arcs(problem, err));
    return check_amounts(problem, err);
}

/* The greatest cost, or XN_LIMIT. */
static enum xn_status check_costs(const int64_t *cost, size_t n_arcs, size_t n_nodes, int64_t *ret_greatest,
                                  struct xn_error *err)
{
    const int64_t limit = AMOUNT_LIMIT / (int64_t)n_nodes - 1;
    int64_t greatest = 0;
    for (size_t a = 0; a < n_arcs; a++) {
        if (cost[a] < -limit || cost[a] > limit)
            return xn_fail(err, XN_LIMIT,
                           "arc %zu: costs %lld, wanted at most %lld in a network of %zu nodes", a,
                           (long long)cost[a], (long long)limit, n_nodes);
        const int64_t size = cost[a] < 0 ? -cost[a] : cost[a];
        greatest = size > greatest ? size : greatest;
    }
    *ret_greatest = greatest;
    return XN_OK;
}

/* --- arcs ------------------------------------------------------------------------------------------------
 */

static enum xn_status allocate(struct xn_network_simplex *simplex, struct xn_error *err)
{
    simplex->arc = xn_calloc((size_t)simplex->n_stored + XN_ARCS_AHEAD, sizeof *simplex->arc);
    simplex->capacity = xn_calloc(simplex->n_bounded, sizeof *simplex->capacity);
    simplex->turned = xn_calloc(simplex->n_bounded, sizeof *simplex->turned);
    simplex->potential = xn_calloc(simplex->n_nodes, sizeof *simplex->potential);
    if (!simplex->arc || !simplex->capacity || !simplex->turned || !simplex->potential)
        return xn_fail_memory(err);
    return xn_flow_tree_init(&simplex->tree, simplex->n_nodes, err);
}

static void store_arcs(struct xn_network_simplex *simplex, const struct xn_flow_problem *problem)
{
    for (uint32_t a = 0; a < simplex->n_arcs; a++)
        simplex->arc[xn_stored_at(simplex, a)] =
            (struct xn_stored_arc){problem->tail[a], problem->head[a], 0};
    for (uint32_t a = 0; a < simplex->n_bounded; a++)
        simplex->capacity[a] = problem->capacity[a];
    for (uint32_t node = 0; node < simplex->n_nodes; node++) {
        const bool inward = problem->supply[node] >= 0;
        simplex->arc[xn_stored_at(simplex, simplex->n_arcs + node)] = (struct xn_stored_arc){
            .tail = inward ? node : problem->root, .head = inward ? problem->root : node};
    }
}

static void store_costs(struct xn_network_simplex *simplex, const int64_t *cost)
{
    for (uint32_t a = 0; a < simplex->n_arcs; a++)
        simplex->arc[xn_stored_at(simplex, a)].cost =
            a < simplex->n_bounded && simplex->turned[a] ? -cost[a] : cost[a];
}

static void store_overflow_cost(struct xn_network_simplex *simplex, int64_t cost)
{
    for (uint32_t node = 0; node < simplex->n_nodes; node++)
        simplex->arc[xn_stored_at(simplex, simplex->n_arcs + node)].cost = cost;
}

/* More than any path costs. */
static int64_t last_resort(int64_t greatest_cost, size_t n_nodes)
{
    return (greatest_cost + 1) * (int64_t)n_nodes;
}

static void renew_potentials(struct xn_network_simplex *simplex)
{
    const uint32_t root = simplex->root;
    const struct xn_flow_tree *tree = &simplex->tree;
    simplex->potential[root] = 0;
    for (uint32_t node = tree->thread[root]; node != root; node = tree->thread[node]) {
        const struct xn_stored_arc *arc = &simplex->arc[tree->arc[node].arc];
        simplex->potential[node] =
            simplex->potential[tree->place[node].parent] + (arc->tail == node ? arc->cost : -arc->cost);
    }
}

enum xn_status xn_network_simplex_set_costs(struct xn_network_simplex *simplex, const int64_t *cost,
                                            struct xn_error *err)
{
    int64_t greatest = 0;
    XN_TRY(check_costs(cost, simplex->n_arcs, simplex->n_nodes, &greatest, err));
    store_costs(simplex, cost);
    if (simplex->overflow_follows_costs)
        store_overflow_cost(simplex, last_resort(greatest, simplex->n_nodes));
    renew_potentials(simplex);
    return XN_OK;
}

/* --- the first tree --------------------------------------------------------------------------------------
 */

static uint32_t start_arc(const struct xn_network_simplex *simplex, const struct xn_flow_start *start,
                          uint32_t node)
{
    const bool known = start && start->arc[node] != XN_FLOW_OVERFLOW;
    return known ? start->arc[node] : simplex->n_arcs + node;
}

static void fill_arcs(struct xn_network_simplex *simplex, const struct xn_flow_start *start, int64_t *excess)
{
    for (uint32_t a = 0; start && start->full && a < simplex->n_bounded; a++)
        if (start->full[a]) {
            const uint32_t stored = xn_stored_at(simplex, a);
            excess[simplex->arc[stored].tail] -= simplex->capacity[a];
            excess[simplex->arc[stored].head] += simplex->capacity[a];
            xn_turn(simplex, stored, a);
        }
}

static enum xn_status hang_nodes(struct xn_network_simplex *simplex, const struct xn_flow_start *start,
                                 struct xn_error *err)
{
    struct xn_flow_tree *tree = &simplex->tree;
    tree->place[simplex->root].parent = tree->arc[simplex->root].arc = XN_TREE_NONE;
    for (uint32_t node = 0; node < simplex->n_nodes; node++) {
        const uint32_t origin = start_arc(simplex, start, node);
        if (node == simplex->root)
            continue;
        if (origin >= simplex->n_stored)
            return xn_fail(err, XN_ARGUMENT, "start: node %u hangs by arc %u, which is not there", node,
                           origin);
        const uint32_t stored = xn_stored_at(simplex, origin);
        const struct xn_stored_arc *arc = &simplex->arc[stored];
        if ((arc->tail != node && arc->head != node) ||
            (origin < simplex->n_bounded && simplex->turned[origin]))
            return xn_fail(err, XN_ARGUMENT,
                           "start: node %u hangs by arc %u, which ends elsewhere or is full", node, origin);
        tree->place[node].parent = arc->tail == node ? arc->head : arc->tail;
        tree->arc[node].arc = stored;
    }
    return XN_OK;
}

/* What gathers in the node's subtree goes up to the parent, or comes down from it. */
static enum xn_status set_rooms(struct xn_network_simplex *simplex, uint32_t node, int64_t excess,
                                struct xn_error *err)
{
    struct xn_tree_arc *at = &simplex->tree.arc[node];
    const bool up = simplex->arc[at->arc].tail == node;
    const int64_t capacity = xn_capacity_of(simplex, xn_origin_of(simplex, at->arc));
    const int64_t flow = up ? excess : -excess;
    at->room_up = up ? capacity - flow : flow;
    at->room_down = up ? flow : capacity - flow;
    if (at->room_up <= 0 || at->room_down < 0)
        return xn_fail(err, XN_ARGUMENT, "start: node %u could not send one unit more to the root", node);
    return XN_OK;
}

static enum xn_status plant_tree(struct xn_network_simplex *simplex, const struct xn_flow_problem *problem,
                                 const struct xn_flow_start *start, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) int64_t *excess = xn_calloc(simplex->n_nodes, sizeof *excess);
    if (!excess)
        return xn_fail_memory(err);
    for (uint32_t node = 0; node < simplex->n_nodes; node++)
        excess[node] = problem->supply[node];
    fill_arcs(simplex, start, excess);
    XN_TRY(hang_nodes(simplex, start, err));
    const uint32_t astray = xn_flow_tree_order(&simplex->tree, simplex->n_nodes, simplex->root);
    if (astray > 0)
        return xn_fail(err, XN_ARGUMENT, "start: %u nodes do not hang from the root", astray);
    const struct xn_tree_place *place = simplex->tree.place;
    for (uint32_t node = place[simplex->root].previous; node != simplex->root; node = place[node].previous) {
        XN_TRY(set_rooms(simplex, node, excess[node], err));
        excess[place[node].parent] += excess[node];
    }
    renew_potentials(simplex);
    return XN_OK;
}

/* --- the whole -------------------------------------------------------------------------------------------
 */

enum xn_status xn_network_simplex_new(const struct xn_flow_problem *problem,
                                      const struct xn_flow_start *start, struct xn_network_simplex **ret,
                                      struct xn_error *err)
{
    int64_t greatest = 0;
    XN_TRY(check_problem(problem, err));
    XN_TRY(check_costs(problem->cost, problem->n_arcs, problem->n_nodes, &greatest, err));
    if (problem->overflow_cost < 0)
        return xn_fail(err, XN_ARGUMENT, "overflow costs %lld, wanted 0 or more",
                       (long long)problem->overflow_cost);
    if (problem->overflow_cost > AMOUNT_LIMIT)
        return xn_fail(err, XN_LIMIT, "overflow costs %lld, wanted at most 2^60",
                       (long long)problem->overflow_cost);
    XN_AUTO(xn_network_simplex_free) struct xn_network_simplex *simplex = xn_calloc(1, sizeof *simplex);
    if (!simplex)
        return xn_fail_memory(err);
    simplex->n_nodes = (uint32_t)problem->n_nodes;
    simplex->root = problem->root;
    simplex->n_arcs = (uint32_t)problem->n_arcs;
    simplex->n_bounded = (uint32_t)problem->n_bounded;
    simplex->n_stored = simplex->n_arcs + simplex->n_nodes;
    simplex->n_columns = (uint32_t)sqrt(simplex->n_stored) + 1;
    simplex->overflow_follows_costs = problem->overflow_cost == 0;
    XN_TRY(allocate(simplex, err));
    store_arcs(simplex, problem);
    store_costs(simplex, problem->cost);
    store_overflow_cost(simplex, problem->overflow_cost ? problem->overflow_cost
                                                        : last_resort(greatest, problem->n_nodes));
    XN_TRY(plant_tree(simplex, problem, start, err));
    *ret = XN_STEAL(simplex);
    return XN_OK;
}

void xn_network_simplex_free(struct xn_network_simplex *simplex)
{
    if (!simplex)
        return;
    xn_free(simplex->arc);
    xn_free(simplex->capacity);
    xn_free(simplex->turned);
    xn_flow_tree_clear(&simplex->tree);
    xn_free(simplex->potential);
    xn_free(simplex);
}
