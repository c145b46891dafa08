/* vertices.h - the rings of many shapes as rows of vertices: points with the same coordinates are one vertex,
 * and a vertex is a node when rings leave it in different ways. */
#ifndef XENIA_GEO_VERTICES_H
#define XENIA_GEO_VERTICES_H

#include "xenia/geo.h"
#include "xenia/memory.h"

/* The rings of all shapes one after another, without their closing points. */
struct xn_vertex_rings {
    size_t n_points, n_rings;
    size_t *start;    /* n_rings + 1 */
    uint32_t *vertex; /* n_points; in the order in which they first come */
    size_t n_vertices;
    const double **xy_m; /* n_vertices: borrowed from the shapes */
    bool *node;          /* n_vertices */
};

/* In the arena; expected O(points). */
XN_MUST_CHECK enum xn_status xn_vertices_find(const struct xn_shape *const *shape, size_t n_shapes,
                                              struct xn_arena *arena, struct xn_vertex_rings *ret,
                                              struct xn_error *err);

/* The order of places: by x, then by y. It does not depend on the order of the shapes. */
int xn_place_compare(const double *a, const double *b);
/* One more word into a hash. */
static inline uint64_t xn_hash_mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}
/* The room of a hash table for n entries: a power of two, at least twice as much. */
size_t xn_hash_room(size_t n);

#endif
