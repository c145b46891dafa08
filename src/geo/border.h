/* border.h - do two polygons touch, and how long is the border they share? */
#ifndef XENIA_GEO_BORDER_H
#define XENIA_GEO_BORDER_H

#include "box_tree.h"
#include "xenia/geo.h"

/* A few segments of one ring that follow each other: points first .. first + n_segments. */
struct xn_border_run {
    uint32_t first;
    uint32_t n_segments;
};

/* The border of a shape with a tree over its runs. */
struct xn_border {
    const struct xn_shape *shape; /* borrowed */
    struct xn_box box;
    size_t n_runs;
    struct xn_border_run *run;
    struct xn_box *run_box;
    struct xn_box_tree tree; /* of runs */
};

XN_MUST_CHECK enum xn_status xn_border_index(const struct xn_shape *shape, struct xn_border *ret,
                                             struct xn_error *err);
void xn_border_clear(struct xn_border *border);

struct xn_border_match {
    bool touches;
    double shared_m;
};

/* Memory for comparing, kept from pair to pair; start it with {0}, one a thread. */
struct xn_shared_part;
struct xn_shared_parts {
    size_t n, room;
    struct xn_shared_part *part;
};
struct xn_border_matcher {
    struct xn_shared_parts on_first, on_second;
};
void xn_border_matcher_clear(struct xn_border_matcher *matcher);

/* Borders touch where points of them are no farther apart than the tolerance (0: the same point). They share
 * the stretches where segments lie along each other: both ends of the common stretch within the tolerance.
 * What each border shares with the other is measured on both and the shorter taken (both sides of a spike
 * thinner than the tolerance lie along the neighbour, who sees one), so the order of the two does not matter.
 * With a tolerance, a stretch of up to four times its length is a corner, not a border. */
XN_MUST_CHECK enum xn_status xn_border_compare(struct xn_border_matcher *matcher,
                                               const struct xn_border *first, const struct xn_border *second,
                                               double tolerance_m, struct xn_border_match *ret,
                                               struct xn_error *err);

#endif
