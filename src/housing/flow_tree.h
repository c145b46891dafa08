/* flow_tree.h - the spanning tree of the network simplex: who hangs from whom, and how much more fits.
 *
 * The nodes stand in *preorder* on a thread: each is followed by its subtree. So a subtree is a stretch of
 * the thread, renewing its potentials is one walk along it, and hanging it elsewhere is taking the stretch
 * out, turning it, and putting it back behind its new parent (Ahuja, Magnanti & Orlin 1993, section 11.3,
 * with sizes and last nodes of subtrees in the place of depths, so that only nodes on the paths change).
 *
 * Of the arc between a node and its parent the tree knows two rooms: how much more could be sent from the
 * node up to the parent, and how much down to the node. Which way the arc points no longer matters then: on
 * an arc that points up with capacity c and flow x the rooms are c - x and x; on one that points down, x and
 * c - x.
 *
 * The tree is *strongly feasible* when every node has room up (Cunningham 1976, Mathematical Programming
 * 11:105-116). Each pivot keeps that, by the choice of the leaving arc, and therefore no sequence of pivots
 * returns to a tree it has left: the method ends although most pivots of a matching move no flow.
 */
#ifndef XENIA_FLOW_TREE_H
#define XENIA_FLOW_TREE_H

#include <stddef.h>
#include <stdint.h>
#include "xenia/status.h"

#define XN_TREE_NONE UINT32_MAX
#define XN_TREE_UNBOUNDED (INT64_C(1) << 62) /* room where there is no capacity */

struct xn_tree_place {
    uint32_t parent;   /* the root's: XN_TREE_NONE */
    uint32_t size;     /* nodes of its subtree, with itself */
    uint32_t last;     /* of its subtree on the thread */
    uint32_t previous; /* on the thread */
};

/* The arc between a node and its parent. */
struct xn_tree_arc {
    int64_t room_up, room_down;
    uint32_t arc;
};

/* Apart from each other by use: a walk along the thread reads four bytes a node, and stays in the cache. */
struct xn_flow_tree {
    uint32_t *thread; /* the next in preorder; the root follows the last */
    struct xn_tree_place *place;
    struct xn_tree_arc *arc;
};

XN_MUST_CHECK enum xn_status xn_flow_tree_init(struct xn_flow_tree *tree, uint32_t n_nodes,
                                               struct xn_error *err);
void xn_flow_tree_clear(struct xn_flow_tree *tree); /* frees; all NULL is allowed */

/* When all parents are set: thread, sizes and last nodes. Returns how many nodes the root does not reach;
 * unless that is 0, the tree is unusable. */
uint32_t xn_flow_tree_order(struct xn_flow_tree *tree, uint32_t n_nodes, uint32_t root);
/* Where the paths of two nodes to the root meet. */
uint32_t xn_flow_tree_apex(const struct xn_flow_tree *tree, uint32_t u, uint32_t v);
/* Cuts the subtree of `cut` off, turns it so that its node `inner` is its top, and hangs that from `parent`,
 * which is outside, by `arc`. */
void xn_flow_tree_rehang(struct xn_flow_tree *tree, uint32_t cut, uint32_t inner, uint32_t parent,
                         struct xn_tree_arc arc);
/* Adds `change` to the potentials of the subtree of `top`. */
void xn_flow_tree_shift(const struct xn_flow_tree *tree, uint32_t top, int64_t *potential, int64_t change);

#endif
