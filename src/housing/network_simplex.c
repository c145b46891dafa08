/* network_simplex.c - the pivots of the primal network simplex.
 *
 *   search   Arcs are read in blocks of about the square root of their number, on from where the last search
 *            ended; the most negative reduced cost of the first block that has one enters (block search;
 * Grigoriadis 1986; the best rule in the comparison of Kiraly & Kovacs 2012). A whole round without one:
 * optimal. cycle    The entering arc and the tree's paths from its ends to where they join (the apex). Flow
 * runs along the entering arc, from its head up to the apex, and from the apex down to its tail. leaving  Of
 * the arcs that block first, the last one met when the cycle is run through from the apex in the direction of
 * the flow. This choice keeps the tree strongly feasible (Cunningham 1976). update   The part of the tree
 * below the leaving arc is turned and hung up by the entering arc; its potentials move by the entering arc's
 * reduced cost, all others stay.
 */
#include "network_simplex.h"
#include <math.h>
#include "flow_state.h"
#include "xenia/memory.h"

/* --- search ----------------------------------------------------------------------------------------------
 */

struct candidate {
    uint32_t stored; /* XN_TREE_NONE: no arc has a negative reduced cost */
    int64_t reduced_cost;
};

static void search_stretch(const struct xn_network_simplex *simplex, uint32_t from, uint32_t to,
                           struct candidate *best)
{
    const int64_t *const potential = simplex->potential;
    for (uint32_t i = from; i < to; i++) {
        const struct xn_stored_arc *arc = &simplex->arc[i];
        __builtin_prefetch(arc + XN_ARCS_AHEAD); /* the search waits for memory, not for arithmetic */
        const int64_t reduced_cost = arc->cost - potential[arc->tail] + potential[arc->head];
        if (reduced_cost < best->reduced_cost)
            *best = (struct candidate){i, reduced_cost};
    }
}

static struct candidate find_entering(struct xn_network_simplex *simplex)
{
    const uint32_t block = (uint32_t)(1.5 * sqrt(simplex->n_stored)) + 10;
    struct candidate best = {XN_TREE_NONE, 0};
    uint32_t at = simplex->search_from;
    for (uint32_t unread = simplex->n_stored; unread > 0 && best.stored == XN_TREE_NONE;) {
        uint32_t length = simplex->n_stored - at;
        length = length < block ? length : block;
        length = length < unread ? length : unread;
        search_stretch(simplex, at, at + length, &best);
        unread -= length;
        at = at + length == simplex->n_stored ? 0 : at + length;
    }
    simplex->search_from = at;
    return best;
}

/* --- cycle and leaving arc -------------------------------------------------------------------------------
 */

struct blocking {
    int64_t flow;      /* that the cycle can carry */
    uint32_t node;     /* the leaving arc is this node's; XN_TREE_NONE: the entering arc fills up itself */
    bool on_tail_side; /* of the apex */
};

static struct blocking find_blocking(const struct xn_flow_tree *tree, const struct xn_stored_arc *entering,
                                     int64_t capacity, uint32_t apex)
{
    struct blocking blocking = {capacity, XN_TREE_NONE, false};
    /* Upwards from the tail is against the flow: the first of equals is the last that the flow meets. */
    for (uint32_t node = entering->tail; node != apex; node = tree->place[node].parent)
        if (tree->arc[node].room_down < blocking.flow)
            blocking = (struct blocking){tree->arc[node].room_down, node, true};
    for (uint32_t node = entering->head; node != apex; node = tree->place[node].parent)
        if (tree->arc[node].room_up <= blocking.flow)
            blocking = (struct blocking){tree->arc[node].room_up, node, false};
    return blocking;
}

static void send(struct xn_flow_tree *tree, const struct xn_stored_arc *entering, uint32_t apex, int64_t flow)
{
    if (flow == 0)
        return;
    for (uint32_t node = entering->tail; node != apex; node = tree->place[node].parent) {
        tree->arc[node].room_down -= flow;
        tree->arc[node].room_up += flow;
    }
    for (uint32_t node = entering->head; node != apex; node = tree->place[node].parent) {
        tree->arc[node].room_up -= flow;
        tree->arc[node].room_down += flow;
    }
}

/* --- update ----------------------------------------------------------------------------------------------
 */

/* Stores an arc that leaves the tree so that it points where it has room. The tree's arcs are stored either
 * way. */
static void store_leaving(struct xn_network_simplex *simplex, const struct xn_tree_arc *at, uint32_t node)
{
    const uint32_t origin = xn_origin_of(simplex, at->arc);
    const bool points_up = simplex->arc[at->arc].tail == node;
    const int64_t taken = points_up ? at->room_down : at->room_up;
    if (taken > 0)
        xn_turn(simplex, at->arc, origin);
}

static void exchange(struct xn_network_simplex *simplex, struct candidate entering, int64_t capacity,
                     const struct blocking *blocking)
{
    const struct xn_stored_arc arc = simplex->arc[entering.stored];
    struct xn_flow_tree *const tree = &simplex->tree;
    store_leaving(simplex, &tree->arc[blocking->node], blocking->node);
    const int64_t left = capacity - blocking->flow;
    const struct xn_tree_arc up = {.room_up = left, .room_down = blocking->flow, .arc = entering.stored};
    const struct xn_tree_arc down = {.room_up = blocking->flow, .room_down = left, .arc = entering.stored};
    if (blocking->on_tail_side) {
        xn_flow_tree_rehang(tree, blocking->node, arc.tail, arc.head, up);
        xn_flow_tree_shift(tree, arc.tail, simplex->potential, entering.reduced_cost);
    } else {
        xn_flow_tree_rehang(tree, blocking->node, arc.head, arc.tail, down);
        xn_flow_tree_shift(tree, arc.head, simplex->potential, -entering.reduced_cost);
    }
}

static enum xn_status pivot(struct xn_network_simplex *simplex, struct candidate entering,
                            struct xn_error *err)
{
    const struct xn_stored_arc *const arc = &simplex->arc[entering.stored];
    const uint32_t origin = xn_origin_of(simplex, entering.stored);
    const int64_t capacity = xn_capacity_of(simplex, origin);
    const uint32_t apex = xn_flow_tree_apex(&simplex->tree, arc->tail, arc->head);
    const struct blocking blocking = find_blocking(&simplex->tree, arc, capacity, apex);
    if (blocking.flow >= XN_TREE_UNBOUNDED / 2)
        return xn_fail(err, XN_UNDEFINED,
                       "the flow has no least cost: arcs without a capacity form a cycle of negative cost");
    send(&simplex->tree, arc, apex, blocking.flow);
    simplex->pivots++;
    if (blocking.node == XN_TREE_NONE)
        xn_turn(simplex, entering.stored, origin);
    else
        exchange(simplex, entering, capacity, &blocking);
    return XN_OK;
}

enum xn_status xn_network_simplex_run(struct xn_network_simplex *simplex, struct xn_error *err)
{
    for (;;) {
        const struct candidate entering = find_entering(simplex);
        if (entering.stored == XN_TREE_NONE)
            return XN_OK;
        XN_TRY(pivot(simplex, entering, err));
    }
}

/* --- answers ---------------------------------------------------------------------------------------------
 */

/* The flow of the tree's arc in the direction in which the problem gave it. */
static int64_t tree_flow(const struct xn_network_simplex *simplex, uint32_t node, uint32_t origin)
{
    const struct xn_tree_arc *at = &simplex->tree.arc[node];
    const bool turned = origin < simplex->n_bounded && simplex->turned[origin];
    const bool stored_up = simplex->arc[at->arc].tail == node;
    return stored_up != turned ? at->room_down : at->room_up;
}

struct xn_flow_tree_arc xn_network_simplex_tree_arc(const struct xn_network_simplex *simplex, uint32_t node)
{
    const uint32_t origin = xn_origin_of(simplex, simplex->tree.arc[node].arc);
    return (struct xn_flow_tree_arc){.parent = simplex->tree.place[node].parent,
                                     .arc = origin < simplex->n_arcs ? origin : XN_FLOW_OVERFLOW,
                                     .flow = tree_flow(simplex, node, origin)};
}

void xn_network_simplex_flow(const struct xn_network_simplex *simplex, int64_t *ret)
{
    for (uint32_t a = 0; a < simplex->n_arcs; a++)
        ret[a] = a < simplex->n_bounded && simplex->turned[a] ? simplex->capacity[a] : 0;
    for (uint32_t node = 0; node < simplex->n_nodes; node++) {
        if (node == simplex->root)
            continue;
        const struct xn_flow_tree_arc at = xn_network_simplex_tree_arc(simplex, node);
        if (at.arc != XN_FLOW_OVERFLOW)
            ret[at.arc] = at.flow;
    }
}

int64_t xn_network_simplex_overflow(const struct xn_network_simplex *simplex)
{
    int64_t overflow = 0;
    for (uint32_t node = 0; node < simplex->n_nodes; node++) {
        if (node == simplex->root)
            continue;
        const struct xn_flow_tree_arc at = xn_network_simplex_tree_arc(simplex, node);
        overflow += at.arc == XN_FLOW_OVERFLOW ? at.flow : 0;
    }
    return overflow;
}

const int64_t *xn_network_simplex_potential(const struct xn_network_simplex *simplex)
{
    return simplex->potential;
}

size_t xn_network_simplex_pivots(const struct xn_network_simplex *simplex)
{
    return simplex->pivots;
}

enum xn_status xn_network_simplex_solve(const struct xn_flow_problem *problem, int64_t *ret_flow,
                                        int64_t *ret_potential, struct xn_error *err)
{
    XN_AUTO(xn_network_simplex_free) struct xn_network_simplex *simplex = NULL;
    XN_TRY(xn_network_simplex_new(problem, NULL, &simplex, err));
    XN_TRY(xn_network_simplex_run(simplex, err));
    const int64_t overflow = xn_network_simplex_overflow(simplex);
    if (overflow > 0)
        return xn_fail(err, XN_UNDEFINED, "no flow carries all supplies: %lld units cannot leave their nodes",
                       (long long)overflow);
    xn_network_simplex_flow(simplex, ret_flow);
    for (size_t i = 0; ret_potential && i < problem->n_nodes; i++)
        ret_potential[i] = simplex->potential[i];
    return XN_OK;
}
