/* vertices.c - see vertices.h. */
#include "vertices.h"
#include <string.h>

int xn_place_compare(const double *a, const double *b)
{
    if (a[0] != b[0])
        return a[0] < b[0] ? -1 : 1;
    return (a[1] > b[1]) - (a[1] < b[1]);
}

size_t xn_hash_room(size_t n)
{
    size_t room = 16;
    while (room < 2 * n)
        room *= 2;
    return room;
}

/* --- reading the rings ----------------------------------------------------------------------------- */

static void count_points(const struct xn_shape *const *shape, size_t n_shapes, struct xn_vertex_rings *rings)
{
    for (size_t s = 0; s < n_shapes; s++) {
        rings->n_rings += shape[s]->n_rings;
        if (shape[s]->n_rings > 0)
            rings->n_points += shape[s]->ring_start[shape[s]->n_rings] - shape[s]->n_rings;
    }
}

static enum xn_status read_points(const struct xn_shape *const *shape, size_t n_shapes,
                                  struct xn_arena *arena, struct xn_vertex_rings *rings,
                                  const double ***ret_xy_m, struct xn_error *err)
{
    const double **xy_m = NULL;
    size_t n = 0, r = 0;
    XN_TRY(XN_ARENA_ARRAY(arena, rings->n_points, &xy_m, err));
    XN_TRY(XN_ARENA_ARRAY(arena, rings->n_rings + 1, &rings->start, err));
    for (size_t s = 0; s < n_shapes; s++)
        for (uint32_t ring = 0; ring < shape[s]->n_rings; ring++) {
            rings->start[r++] = n;
            for (uint32_t i = shape[s]->ring_start[ring]; i + 1 < shape[s]->ring_start[ring + 1]; i++)
                xy_m[n++] = &shape[s]->xy[2 * (size_t)i];
        }
    rings->start[r] = n;
    *ret_xy_m = xy_m;
    return XN_OK;
}

/* --- vertices -------------------------------------------------------------------------------------- */

static uint64_t hash_place(const double *xy_m)
{
    const double x = xy_m[0] + 0.0, y = xy_m[1] + 0.0; /* -0 is 0 */
    uint64_t bits[2];
    memcpy(&bits[0], &x, sizeof x);
    memcpy(&bits[1], &y, sizeof y);
    return xn_hash_mix(xn_hash_mix(0, bits[0]), bits[1]);
}

static enum xn_status name_vertices(const double *const *xy_m, struct xn_arena *arena,
                                    struct xn_vertex_rings *rings, struct xn_error *err)
{
    const size_t room = xn_hash_room(rings->n_points);
    uint32_t *slot = NULL; /* vertex + 1 */
    XN_TRY(XN_ARENA_ARRAY(arena, room, &slot, err));
    XN_TRY(XN_ARENA_ARRAY(arena, rings->n_points, &rings->vertex, err));
    XN_TRY(XN_ARENA_ARRAY(arena, rings->n_points, &rings->xy_m, err));
    for (size_t i = 0; i < rings->n_points; i++) {
        size_t at = hash_place(xy_m[i]) & (room - 1);
        while (slot[at] && xn_place_compare(rings->xy_m[slot[at] - 1], xy_m[i]) != 0)
            at = (at + 1) & (room - 1);
        if (!slot[at]) {
            rings->xy_m[rings->n_vertices++] = xy_m[i];
            slot[at] = (uint32_t)rings->n_vertices;
        }
        rings->vertex[i] = slot[at] - 1;
    }
    return XN_OK;
}

/* --- nodes ----------------------------------------------------------------------------------------- */

/* The two vertices beside one, the smaller first. */
struct ways {
    uint32_t a, b;
    bool seen;
};

static void visit(struct xn_vertex_rings *rings, struct ways *ways, uint32_t vertex, uint32_t before,
                  uint32_t after)
{
    const uint32_t a = before < after ? before : after, b = before < after ? after : before;
    if (!ways[vertex].seen)
        ways[vertex] = (struct ways){a, b, true};
    else if (ways[vertex].a != a || ways[vertex].b != b)
        rings->node[vertex] = true;
}

static enum xn_status find_nodes(struct xn_arena *arena, struct xn_vertex_rings *rings, struct xn_error *err)
{
    struct ways *ways = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, rings->n_vertices, &ways, err));
    XN_TRY(XN_ARENA_ARRAY(arena, rings->n_vertices, &rings->node, err));
    for (size_t r = 0; r < rings->n_rings; r++) {
        const uint32_t *ring = &rings->vertex[rings->start[r]];
        const size_t n = rings->start[r + 1] - rings->start[r];
        for (size_t i = 0; i < n; i++)
            visit(rings, ways, ring[i], ring[(i + n - 1) % n], ring[(i + 1) % n]);
    }
    return XN_OK;
}

enum xn_status xn_vertices_find(const struct xn_shape *const *shape, size_t n_shapes, struct xn_arena *arena,
                                struct xn_vertex_rings *ret, struct xn_error *err)
{
    struct xn_vertex_rings rings = {0};
    const double **xy_m = NULL;
    count_points(shape, n_shapes, &rings);
    XN_TRY(read_points(shape, n_shapes, arena, &rings, &xy_m, err));
    XN_TRY(name_vertices(xy_m, arena, &rings, err));
    XN_TRY(find_nodes(arena, &rings, err));
    *ret = rings;
    return XN_OK;
}
