/* network_simplex.h - minimum-cost flow by the primal network simplex method.
 *
 * Nodes have supplies (negative: demands), arcs have costs and perhaps capacities; wanted is the cheapest
 * flow that carries every supply to a demand. The linear program of a network has a basis that is a spanning
 * tree, so a simplex pivot is: find an arc that is cheaper than the way round through the tree, push flow
 * round that cycle until an arc blocks, and exchange the two (Dantzig 1951; Ahuja, Magnanti & Orlin 1993,
 * chapter 11).
 *
 *     potential      of a node: the cost of the tree's path to the root, what one unit more would cost
 *     reduced cost   of an arc: cost - potential(tail) + potential(head); 0 in the tree
 *     optimal        no arc with room has a reduced cost below 0, and no arc with flow one above 0
 *
 * Every node but the root also has an *overflow arc* to the root (from it, where the supply is negative), of
 * `overflow_cost` a unit and without a capacity: what cannot be carried stays there. A flow is feasible when
 * nothing overflows. With a fitting overflow cost these arcs are part of the model: an unplaced household.
 */
#ifndef XENIA_NETWORK_SIMPLEX_H
#define XENIA_NETWORK_SIMPLEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "xenia/status.h"

/* Everything is borrowed until xn_network_simplex_new has returned. Arcs without a capacity stand last. */
struct xn_flow_problem {
    size_t n_nodes;        /* 1 or more */
    const int64_t *supply; /* n_nodes; their sum is 0 */
    size_t n_arcs;
    const uint32_t *tail, *head; /* n_arcs; tail != head; parallel arcs are allowed */
    const int64_t *cost;         /* n_arcs; may be negative */
    size_t n_bounded;            /* the first so many arcs have a capacity; 0: none has */
    const int64_t *capacity;     /* n_bounded; 0 or more */
    uint32_t root;               /* any node; the sink is a good one */
    int64_t overflow_cost; /* of one unit; 0: more than any path costs, so that overflow is a last resort */
};

/* Where to begin, if something is known (else NULL: everything overflows). The arcs of the nodes form a tree
 * about the root in which every node can send one unit more to the root ("strongly feasible"). */
#define XN_FLOW_OVERFLOW UINT32_MAX /* the node's overflow arc */
struct xn_flow_start {
    const uint32_t
        *arc; /* n_nodes: the arc between the node and its parent, either way; the root's is ignored */
    const bool *full; /* n_bounded: this arc outside the tree is filled to its capacity; NULL: none */
};

struct xn_network_simplex;

/* XN_ARGUMENT names what is wrong with problem or start; XN_LIMIT: costs, or supplies and capacities, so
 * large that 64 bits might not hold a path's cost or an arc's flow; 2^31 arcs and nodes or more. */
XN_MUST_CHECK enum xn_status xn_network_simplex_new(const struct xn_flow_problem *problem,
                                                    const struct xn_flow_start *start,
                                                    struct xn_network_simplex **ret, struct xn_error *err);
void xn_network_simplex_free(struct xn_network_simplex *simplex);
XN_DEFINE_AUTO(xn_network_simplex_free, struct xn_network_simplex *)

/* Pivots until nothing is cheaper. May be called again after new costs; goes on from the tree it has.
 * XN_UNDEFINED: no least cost (a cycle of negative cost and no capacity); the object remains usable. */
XN_MUST_CHECK enum xn_status xn_network_simplex_run(struct xn_network_simplex *simplex, struct xn_error *err);

/* Other costs (n_arcs) for the same network: flow and tree stay, potentials follow. XN_LIMIT: too large for
 * 64 bits; then nothing has changed. */
XN_MUST_CHECK enum xn_status xn_network_simplex_set_costs(struct xn_network_simplex *simplex,
                                                          const int64_t *cost, struct xn_error *err);

/* The flow of every arc (n_arcs places). */
void xn_network_simplex_flow(const struct xn_network_simplex *simplex, int64_t *ret);
/* What is left over at the nodes, or lacking: the flow on overflow arcs. 0: the flow is feasible. */
int64_t xn_network_simplex_overflow(const struct xn_network_simplex *simplex);
/* A node's arc in the tree, and its flow. These n_nodes - 1 arcs hold all flow but that of full arcs. */
struct xn_flow_tree_arc {
    uint32_t parent; /* the other end */
    uint32_t arc;    /* XN_FLOW_OVERFLOW: the node's overflow arc */
    int64_t flow;    /* in the arc's own direction */
};
/* Not for the root. */
struct xn_flow_tree_arc xn_network_simplex_tree_arc(const struct xn_network_simplex *simplex, uint32_t node);
/* n_nodes; the root's is 0. Valid until the next call that changes the object. */
const int64_t *xn_network_simplex_potential(const struct xn_network_simplex *simplex);
size_t xn_network_simplex_pivots(const struct xn_network_simplex *simplex); /* since it was made */

/* All in one: flow (n_arcs) and potentials (n_nodes; may be NULL). XN_UNDEFINED: no flow carries all
 * supplies. */
XN_MUST_CHECK enum xn_status xn_network_simplex_solve(const struct xn_flow_problem *problem,
                                                      int64_t *ret_flow, int64_t *ret_potential,
                                                      struct xn_error *err);

#endif
