/* box_tree.h - a packed tree of boxes: which items may meet this box?
 *
 * Sort-Tile-Recursive packing (Leutenegger, Lopez & Edgington 1997, ICDE, 497-506) for items in any order;
 * items that already follow each other in space, such as the segments of a ring, are packed as they come.
 * Nothing changes after building, so any number of threads may ask at once (GEOS 3.11's tree sorts itself
 * at the first question).
 */
#ifndef XENIA_GEO_BOX_TREE_H
#define XENIA_GEO_BOX_TREE_H

#include <stdint.h>
#include "box.h"
#include "xenia/status.h"

#define XN_BOX_TREE_LEVELS 12 /* 8^11 > 2^32 items */

struct xn_box_tree {
    size_t n_levels;                            /* 0: no items */
    size_t level_start[XN_BOX_TREE_LEVELS + 1]; /* positions in box; level 0 holds the items */
    struct xn_box *box;
    uint32_t *item; /* the caller's number of the box at each position of level 0 */
};

enum xn_box_order {
    XN_BOXES_ANY_ORDER,  /* tiled while packing */
    XN_BOXES_ALONG_LINE, /* kept */
};

/* Indexes box[0 .. n-1]; empty boxes are left out. `tree` is set only on success. */
XN_MUST_CHECK enum xn_status xn_box_tree_build(const struct xn_box *box, size_t n, enum xn_box_order order,
                                               struct xn_box_tree *ret, struct xn_error *err);
/* Frees the content, not the struct. */
void xn_box_tree_clear(struct xn_box_tree *tree);

/* Calls visit for every item whose box meets `query`, in an order fixed by the tree. */
typedef void xn_box_visit(uint32_t item, void *context);
void xn_box_tree_query(const struct xn_box_tree *tree, const struct xn_box *query, xn_box_visit *visit,
                       void *context);

#endif
