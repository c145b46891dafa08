/* rings.h - from the loose rings of a record to one polygon with parts and holes.
 *
 * What a file says by the winding of a ring is often wrong; what it says by where the ring lies is not. So
 * a ring is a hole when it lies inside an odd number of the record's other rings, and outer otherwise.
 */
#ifndef XENIA_GEO_RINGS_H
#define XENIA_GEO_RINGS_H

#include <stdbool.h>
#include <stdint.h>
#include "xenia/geo.h"

struct xn_ring {
    size_t first;    /* position of its first point */
    size_t n_points; /* the first one again at the end included */
    double area_m2;  /* signed, positive counter-clockwise */
    size_t parent;   /* the outer ring that it is a hole of; XN_NONE: it is an outer ring */
};

struct xn_rings {
    size_t n_rings, ring_room;
    struct xn_ring *ring;
    size_t n_points, point_room;
    double *xy;
};

/* What had to be done to the rings. */
struct xn_ring_repairs {
    size_t n_closed;  /* rings that did not end where they began */
    size_t n_dropped; /* rings without area */
};

/* Adds a ring: points that repeat the one before are left out, the last becomes the first. A ring thinner
 * than a nanometre on average is dropped. */
XN_MUST_CHECK enum xn_status xn_rings_add(struct xn_rings *rings, const double *xy, size_t n_points,
                                          struct xn_ring_repairs *repairs, struct xn_error *err);
/* Sets the parent of every ring. Crossing rings give some answer, to be repaired afterwards. */
XN_MUST_CHECK enum xn_status xn_rings_nest(struct xn_rings *rings, struct xn_error *err);
/* Do all outer rings run one way and all holes the other? */
bool xn_rings_wound_by_role(const struct xn_rings *rings);
/* The shape in the arena: each outer ring (counter-clockwise) followed by its holes (clockwise). */
XN_MUST_CHECK enum xn_status xn_rings_to_shape(const struct xn_rings *rings, struct xn_arena *arena,
                                               struct xn_shape *ret, struct xn_error *err);
void xn_rings_reset(struct xn_rings *rings); /* empties, keeps the memory */
void xn_rings_clear(struct xn_rings *rings);

#endif
