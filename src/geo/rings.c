/* rings.c - collecting, nesting and winding rings.
 *
 * Rings that do not cross either lie inside one another or apart, so one inner point of a ring decides
 * for all of it. Candidates come from a tree over bounding boxes: a coast of ten thousand islands is one
 * record, and comparing all with all would take minutes.
 */
#include "rings.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "box_tree.h"
#include "xenia/memory.h"

#define THINNEST_M 1e-9

/* --- collecting ------------------------------------------------------------------------------------ */

static bool make_room(void **block, size_t *room, size_t wanted, size_t size)
{
    if (wanted <= *room)
        return true;
    const size_t grown = wanted > 2 * *room ? wanted : 2 * *room;
    void *bigger = xn_realloc(*block, grown, size);
    if (!bigger)
        return false;
    *block = bigger;
    *room = grown;
    return true;
}

/* One ring looked at as a shape of its own. */
struct single_ring {
    uint32_t start[2];
    bool outer;
};

static struct xn_shape as_shape(const struct xn_rings *rings, const struct xn_ring *ring,
                                struct single_ring *memory)
{
    *memory = (struct single_ring){{0, (uint32_t)ring->n_points}, true};
    return (struct xn_shape){1, memory->start, &memory->outer, rings->xy + 2 * ring->first};
}

static size_t copy_points(double *to, const double *xy, size_t n_points)
{
    size_t n = 0;
    for (size_t i = 0; i < n_points; i++) {
        if (n && to[2 * n - 2] == xy[2 * i] && to[2 * n - 1] == xy[2 * i + 1])
            continue;
        to[2 * n] = xy[2 * i];
        to[2 * n + 1] = xy[2 * i + 1];
        n++;
    }
    return n;
}

static enum xn_status reserve(struct xn_rings *rings, size_t n_points, struct xn_error *err)
{
    void *points = rings->xy;
    if (!make_room(&points, &rings->point_room, rings->n_points + n_points, 2 * sizeof *rings->xy))
        return xn_fail_memory(err);
    rings->xy = points;
    void *ring = rings->ring;
    if (!make_room(&ring, &rings->ring_room, rings->n_rings + 1, sizeof *rings->ring))
        return xn_fail_memory(err);
    rings->ring = ring;
    return XN_OK;
}

/* Is there nothing between the lines of the ring? The triangles from its first point are taken by size, not
 * by sign: the two halves of a bow tie have area, even where it adds up to zero. */
static bool is_flat(const double *xy, size_t n_points, double perimeter_m)
{
    double area_m2 = 0;
    for (size_t i = 1; i + 1 < n_points; i++) {
        const double ax = xy[2 * i] - xy[0], ay = xy[2 * i + 1] - xy[1];
        const double bx = xy[2 * i + 2] - xy[0], by = xy[2 * i + 3] - xy[1];
        area_m2 += fabs(ax * by - bx * ay) / 2;
    }
    return area_m2 <= THINNEST_M * perimeter_m;
}

enum xn_status xn_rings_add(struct xn_rings *rings, const double *xy, size_t n_points,
                            struct xn_ring_repairs *repairs, struct xn_error *err)
{
    XN_TRY(reserve(rings, n_points + 1, err));
    double *to = rings->xy + 2 * rings->n_points;
    size_t n = copy_points(to, xy, n_points);
    const bool open = n && (to[0] != to[2 * n - 2] || to[1] != to[2 * n - 1]);
    if (open) {
        memcpy(to + 2 * n, to, 2 * sizeof *to);
        n++;
    }
    struct xn_ring ring = {rings->n_points, n, 0, XN_NONE};
    struct single_ring memory;
    const struct xn_shape shape = as_shape(rings, &ring, &memory);
    if (is_flat(to, n, xn_shape_perimeter_m(&shape))) {
        repairs->n_dropped++;
        return XN_OK;
    }
    ring.area_m2 = xn_shape_area_m2(&shape);
    repairs->n_closed += open;
    rings->ring[rings->n_rings++] = ring;
    rings->n_points += n;
    return XN_OK;
}

void xn_rings_reset(struct xn_rings *rings)
{
    rings->n_rings = rings->n_points = 0;
}

void xn_rings_clear(struct xn_rings *rings)
{
    xn_free(rings->ring);
    xn_free(rings->xy);
}

/* --- nesting --------------------------------------------------------------------------------------- */

struct nesting {
    const struct xn_rings *rings;
    size_t ring;     /* the one in question */
    double x_m, y_m; /* a point inside it */
    size_t depth;    /* how many rings hold that point */
    size_t closest;  /* the smallest of them */
};

static void look_inside(uint32_t item, void *context)
{
    struct nesting *nesting = context;
    const struct xn_ring *other = &nesting->rings->ring[item];
    struct single_ring memory;
    const struct xn_shape shape = as_shape(nesting->rings, other, &memory);
    if (fabs(other->area_m2) <= fabs(nesting->rings->ring[nesting->ring].area_m2) ||
        !xn_shape_contains(&shape, nesting->x_m, nesting->y_m))
        return;
    nesting->depth++;
    if (nesting->closest == XN_NONE ||
        fabs(other->area_m2) < fabs(nesting->rings->ring[nesting->closest].area_m2))
        nesting->closest = item;
}

static void nest_ring(struct xn_rings *rings, const struct xn_box_tree *tree, size_t number,
                      size_t *ret_depth)
{
    struct nesting nesting = {.rings = rings, .ring = number, .closest = XN_NONE};
    struct single_ring memory;
    const struct xn_shape shape = as_shape(rings, &rings->ring[number], &memory);
    (void)xn_shape_inner_point(&shape, &nesting.x_m, &nesting.y_m);
    const struct xn_box point = {nesting.x_m, nesting.y_m, nesting.x_m, nesting.y_m};
    xn_box_tree_query(tree, &point, look_inside, &nesting);
    *ret_depth = nesting.depth;
    rings->ring[number].parent = nesting.closest;
}

enum xn_status xn_rings_nest(struct xn_rings *rings, struct xn_error *err)
{
    if (rings->n_rings < 2)
        return XN_OK;
    XN_CLEANUP(xn_free_pointer) struct xn_box *box = xn_calloc(rings->n_rings, sizeof *box);
    XN_CLEANUP(xn_free_pointer) size_t *depth = xn_calloc(rings->n_rings, sizeof *depth);
    if (!box || !depth)
        return xn_fail_memory(err);
    for (size_t i = 0; i < rings->n_rings; i++)
        box[i] = xn_box_of(rings->xy + 2 * rings->ring[i].first, rings->ring[i].n_points);
    XN_CLEANUP(xn_box_tree_clear) struct xn_box_tree tree = {0};
    XN_TRY(xn_box_tree_build(box, rings->n_rings, XN_BOXES_ANY_ORDER, &tree, err));
    for (size_t i = 0; i < rings->n_rings; i++)
        nest_ring(rings, &tree, i, &depth[i]);
    /* What lies directly in a hole is an outer ring again. */
    for (size_t i = 0; i < rings->n_rings; i++) {
        const size_t around = rings->ring[i].parent;
        if (around != XN_NONE && depth[around] % 2)
            rings->ring[i].parent = XN_NONE;
    }
    return XN_OK;
}

bool xn_rings_wound_by_role(const struct xn_rings *rings)
{
    for (size_t i = 1; i < rings->n_rings; i++) {
        const bool same_role = (rings->ring[i].parent == XN_NONE) == (rings->ring[0].parent == XN_NONE);
        const bool same_way = (rings->ring[i].area_m2 > 0) == (rings->ring[0].area_m2 > 0);
        if (same_role != same_way)
            return false;
    }
    return true;
}

/* --- shaping --------------------------------------------------------------------------------------- */

static void put_ring(const struct xn_rings *rings, const struct xn_ring *ring, uint32_t *ring_start,
                     bool *ring_outer, double *xy, uint32_t *n_rings)
{
    const bool outer = ring->parent == XN_NONE, as_is = outer == (ring->area_m2 > 0);
    const uint32_t start = ring_start[*n_rings];
    for (size_t i = 0; i < ring->n_points; i++) {
        const size_t from = ring->first + (as_is ? i : ring->n_points - 1 - i);
        memcpy(xy + 2 * (start + i), rings->xy + 2 * from, 2 * sizeof *xy);
    }
    ring_outer[*n_rings] = outer;
    ring_start[++*n_rings] = start + (uint32_t)ring->n_points;
}

/* Ring numbers, each outer ring followed by its holes in the order of the file. */
struct place {
    size_t outer; /* itself, or the ring it is a hole of */
    size_t ring;
};

static int by_outer_ring(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (a->outer != b->outer)
        return (a->outer > b->outer) - (a->outer < b->outer);
    const bool a_hole = a->ring != a->outer, b_hole = b->ring != b->outer;
    if (a_hole != b_hole)
        return a_hole - b_hole;
    return (a->ring > b->ring) - (a->ring < b->ring);
}

enum xn_status xn_rings_to_shape(const struct xn_rings *rings, struct xn_arena *arena, struct xn_shape *ret,
                                 struct xn_error *err)
{
    if (rings->n_rings == 0) {
        *ret = (struct xn_shape){0};
        return XN_OK;
    }
    uint32_t *ring_start = NULL, n_rings = 0;
    bool *ring_outer = NULL;
    double *xy = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, rings->n_rings + 1, &ring_start, err));
    XN_TRY(XN_ARENA_ARRAY(arena, rings->n_rings, &ring_outer, err));
    XN_TRY(XN_ARENA_ARRAY(arena, 2 * rings->n_points, &xy, err));
    XN_CLEANUP(xn_free_pointer) struct place *place = xn_calloc(rings->n_rings, sizeof *place);
    if (!place)
        return xn_fail_memory(err);
    for (size_t i = 0; i < rings->n_rings; i++) {
        const size_t parent = rings->ring[i].parent;
        place[i] = (struct place){parent == XN_NONE ? i : parent, i};
    }
    qsort(place, rings->n_rings, sizeof *place, by_outer_ring);
    for (size_t i = 0; i < rings->n_rings; i++)
        put_ring(rings, &rings->ring[place[i].ring], ring_start, ring_outer, xy, &n_rings);
    *ret = (struct xn_shape){n_rings, ring_start, ring_outer, xy};
    return XN_OK;
}
