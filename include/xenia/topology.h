/* topology.h - borders as arcs: each border between two areas once, simplified once, so that neighbours never
 * come apart.
 *
 * Polygons of a layer repeat every shared border, and simplifying them one by one opens gaps. Here rings are
 * cut where borders meet, each piece is kept once, and each of its points is given the coarsest step of
 * detail at which it is still drawn. A page sends the arcs once and draws any zoom from them.
 *
 * Source: arcs as in TopoJSON (Bostock & Metcalf 2013); the order of points by effective area, Visvalingam &
 * Whyatt 1993, Cartographic Journal 30:46-51.
 */
#ifndef XENIA_TOPOLOGY_H
#define XENIA_TOPOLOGY_H

#include <stdint.h>
#include "xenia/geo.h"
#include "xenia/memory.h"
#include "xenia/status.h"

#define XN_DETAIL_STEPS 8

/* A run of points between two places where borders meet, or a whole ring that meets none. */
struct xn_arc {
    size_t n_points;       /* at least 2; a whole ring: at least 4, the last one equal to the first */
    const double *xy_m;    /* x0 y0 x1 y1 ... */
    const uint8_t *detail; /* n_points: drawn from this step on; XN_DETAIL_STEPS: not needed at any */
};
/* An arc as part of a ring, in or against its direction. */
struct xn_arc_use {
    uint32_t arc;
    bool reversed;
};
struct xn_arc_ring {
    size_t n_uses;
    const struct xn_arc_use *use;
};
/* The rings of a unit in the order of its shape: outer rings each followed by their holes. */
struct xn_arc_unit {
    size_t n_rings;
    const struct xn_arc_ring *ring;
    const bool *hole; /* n_rings */
};
struct xn_topology {
    size_t n_arcs, n_units;
    const struct xn_arc *arc;
    const struct xn_arc_unit *unit; /* in the order of the shapes; no geometry: no rings */
    double step_m[XN_DETAIL_STEPS]; /* the deviation that a step may have; each half of the one before */
    struct xn_arena *arena;
};
/* Cuts and simplifies. coarsest_m: step_m[0] > 0.
 *
 * A step draws the points whose effective area reaches the square of its deviation, and those without which
 * the line would run farther than that from the whole one: no arc as drawn is anywhere farther than step_m
 * from itself (Hausdorff distance). Two arcs that come closer than that may cross. At every step each ring
 * keeps at least three different points, and the two ends of an arc are kept at all of them. Two borders are
 * shared where they have the same points; along a T-junction each side is its own. An arc runs from the
 * lesser of its ends (by x, then y); its points and their detail depend neither on the machine nor, but for
 * rings that would close, on the order of the shapes. O(n log n). */
XN_MUST_CHECK enum xn_status xn_topology_build(const struct xn_shape *const *shape, size_t n_units,
                                               double coarsest_m, struct xn_topology **ret,
                                               struct xn_error *err);
void xn_topology_free(struct xn_topology *topology);
XN_DEFINE_AUTO(xn_topology_free, struct xn_topology *)

#endif
