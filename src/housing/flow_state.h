/* flow_state.h - inside of a network simplex: its arcs, its tree, and where it stands in its search.
 *
 * Arcs are *mixed*: laid out so that any stretch of them holds arcs of all parts of the network (Kiraly &
 * Kovacs 2012, Acta Universitatis Sapientiae, Informatica 4:67-118). The arc with origin o of m stands in
 * column o mod k at row o / k, and the columns follow each other. Both ways are arithmetic; no permutation is
 * stored. The problem's arcs come first, then one overflow arc a node.
 *
 * An arc outside the tree has no flow: one that is filled to its capacity is stored *turned*, with ends
 * exchanged and cost negated, and sending flow along it means taking back. The search then asks one question
 * of every arc, whether its reduced cost is negative, and flows need no place but the rooms in the tree.
 */
#ifndef XENIA_FLOW_STATE_H
#define XENIA_FLOW_STATE_H

#include "flow_tree.h"
#include "network_simplex.h"

#define XN_ARCS_AHEAD 64 /* the search fetches so far ahead; the array is so much longer */

struct xn_stored_arc {
    uint32_t tail, head;
    int64_t cost;
};

struct xn_network_simplex {
    uint32_t n_nodes, root;
    uint32_t n_arcs;             /* of the problem */
    uint32_t n_stored;           /* n_arcs + n_nodes */
    uint32_t n_bounded;          /* origins below have a capacity */
    uint32_t n_columns;          /* of the mixed layout */
    struct xn_stored_arc *arc;   /* n_stored, and XN_ARCS_AHEAD unused */
    int64_t *capacity;           /* n_bounded */
    bool *turned;                /* n_bounded */
    struct xn_flow_tree tree;    /* n_nodes */
    int64_t *potential;          /* n_nodes */
    bool overflow_follows_costs; /* the caller gave no cost of overflow */
    uint32_t search_from;        /* where the next search for an entering arc begins */
    size_t pivots;
};

/* The larger part of the columns is one row longer when k does not divide m. */
static inline uint32_t xn_stored_at(const struct xn_network_simplex *simplex, uint32_t origin)
{
    const uint32_t k = simplex->n_columns, column = origin % k;
    const uint32_t rows = simplex->n_stored / k, longer = simplex->n_stored % k;
    return column * rows + (column < longer ? column : longer) + origin / k;
}

static inline uint32_t xn_origin_of(const struct xn_network_simplex *simplex, uint32_t stored)
{
    const uint32_t k = simplex->n_columns;
    const uint32_t rows = simplex->n_stored / k, longer = simplex->n_stored % k;
    if (stored < longer * (rows + 1))
        return stored / (rows + 1) + stored % (rows + 1) * k;
    stored -= longer * (rows + 1);
    return longer + stored / rows + stored % rows * k;
}

/* What an empty arc can carry along its stored direction. */
static inline int64_t xn_capacity_of(const struct xn_network_simplex *simplex, uint32_t origin)
{
    return origin < simplex->n_bounded ? simplex->capacity[origin] : XN_TREE_UNBOUNDED;
}

/* Exchanges the ends of a stored arc: from empty to full, or back. */
static inline void xn_turn(struct xn_network_simplex *simplex, uint32_t stored, uint32_t origin)
{
    struct xn_stored_arc *arc = &simplex->arc[stored];
    *arc = (struct xn_stored_arc){.tail = arc->head, .head = arc->tail, .cost = -arc->cost};
    simplex->turned[origin] = !simplex->turned[origin];
}

#endif
