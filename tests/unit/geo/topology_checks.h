/* topology_checks.h - what must hold of the arcs of any shapes, checked the plain way. */
#ifndef XENIA_TOPOLOGY_CHECKS_H
#define XENIA_TOPOLOGY_CHECKS_H

#include <stdlib.h>
#include "test_shapes.h"
#include "xenia/topology.h"

struct place {
    double x, y;
};

/* The points of a ring as it is drawn at a step, without the closing one; step XN_DETAIL_STEPS: all. */
static inline size_t ring_at_step(const struct xn_topology *topology, const struct xn_arc_ring *ring,
                                  int step, struct place *ret)
{
    size_t n = 0;
    for (size_t k = 0; k < ring->n_uses; k++) {
        const struct xn_arc *arc = &topology->arc[ring->use[k].arc];
        for (size_t i = 0; i + 1 < arc->n_points; i++) {
            const size_t at = ring->use[k].reversed ? arc->n_points - 1 - i : i;
            if (arc->detail[at] <= step)
                ret[n++] = (struct place){arc->xy_m[2 * at], arc->xy_m[2 * at + 1]};
        }
    }
    return n;
}

/* Twice the signed area; about a point of the ring, so that large coordinates cost no digits. */
static inline double signed_area_m2(const struct place *p, size_t n)
{
    double area = 0;
    for (size_t i = 1; i + 1 < n; i++)
        area += (p[i].x - p[0].x) * (p[i + 1].y - p[0].y) - (p[i + 1].x - p[0].x) * (p[i].y - p[0].y);
    return area / 2;
}

static inline bool is_same_place(struct place a, struct place b)
{
    return a.x == b.x && a.y == b.y;
}

static inline size_t count_different(const struct place *p, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n && count < 3; i++) {
        bool is_new = true;
        for (size_t k = 0; k < i && is_new; k++)
            is_new = !is_same_place(p[i], p[k]);
        count += is_new;
    }
    return count;
}

/* The same points in the same order, from whichever on. */
static inline bool is_same_ring(const struct place *p, const double *xy, size_t n)
{
    for (size_t shift = 0; shift < n; shift++) {
        size_t i = 0;
        while (i < n && p[(shift + i) % n].x == xy[2 * i] && p[(shift + i) % n].y == xy[2 * i + 1])
            i++;
        if (i == n)
            return true;
    }
    return false;
}

/* Joined, the arcs of every ring give its points, all of them and no others, in its direction. */
static inline void assert_rings_come_back(const struct xn_topology *topology,
                                          const struct xn_shape *const *shape, size_t n_units)
{
    assert_int_equal(topology->n_units, n_units);
    for (size_t u = 0; u < n_units; u++) {
        assert_int_equal(topology->unit[u].n_rings, shape[u]->n_rings);
        for (uint32_t r = 0; r < shape[u]->n_rings; r++) {
            const uint32_t start = shape[u]->ring_start[r];
            const size_t n = shape[u]->ring_start[r + 1] - start - 1;
            struct place *p = xn_calloc(n + 1, sizeof *p);
            assert_true(topology->unit[u].hole[r] == !shape[u]->ring_outer[r]);
            size_t n_all = 0;
            for (size_t k = 0; k < topology->unit[u].ring[r].n_uses; k++)
                n_all += topology->arc[topology->unit[u].ring[r].use[k].arc].n_points - 1;
            assert_int_equal(n_all, n);
            assert_int_equal(ring_at_step(topology, &topology->unit[u].ring[r], XN_DETAIL_STEPS, p), n);
            assert_true(is_same_ring(p, &shape[u]->xy[2 * (size_t)start], n));
            xn_free(p);
        }
    }
}

/* A segment, its lesser end first. */
struct segment {
    struct place a, b;
};
static inline int by_segment(const void *left, const void *right)
{
    return memcmp(left, right, sizeof(struct segment));
}

/* No segment is in two arcs, nor twice in one (unless a ring runs there and back). */
static inline void assert_segments_are_once(const struct xn_topology *topology)
{
    size_t n = 0, at = 0;
    for (size_t a = 0; a < topology->n_arcs; a++)
        n += topology->arc[a].n_points - 1;
    struct segment *segment = xn_calloc(n + 1, sizeof *segment);
    for (size_t a = 0; a < topology->n_arcs; a++)
        for (size_t i = 0; i + 1 < topology->arc[a].n_points; i++, at++) {
            const double *xy = &topology->arc[a].xy_m[2 * i];
            const bool swap = xy[0] > xy[2] || (xy[0] == xy[2] && xy[1] > xy[3]);
            segment[at] = (struct segment){{xy[swap ? 2 : 0] + 0.0, xy[swap ? 3 : 1] + 0.0},
                                           {xy[swap ? 0 : 2] + 0.0, xy[swap ? 1 : 3] + 0.0}};
        }
    qsort(segment, n, sizeof *segment, by_segment);
    for (size_t i = 1; i < n; i++)
        assert_true(by_segment(&segment[i - 1], &segment[i]) != 0);
    xn_free(segment);
}

/* At every step: ends are drawn, steps only add, and every ring has three different points. */
static inline void assert_steps(const struct xn_topology *topology)
{
    for (size_t a = 0; a < topology->n_arcs; a++) {
        const struct xn_arc *arc = &topology->arc[a];
        assert_true(arc->n_points >= 2 && arc->detail[0] == 0 && arc->detail[arc->n_points - 1] == 0);
        for (size_t i = 0; i < arc->n_points; i++)
            assert_true(arc->detail[i] <= XN_DETAIL_STEPS);
    }
    for (size_t u = 0; u < topology->n_units; u++)
        for (size_t r = 0; r < topology->unit[u].n_rings; r++) {
            const struct xn_arc_ring *ring = &topology->unit[u].ring[r];
            size_t room = 1;
            for (size_t k = 0; k < ring->n_uses; k++)
                room += topology->arc[ring->use[k].arc].n_points;
            struct place *p = xn_calloc(room, sizeof *p);
            assert_int_equal(count_different(p, ring_at_step(topology, ring, 0, p)), 3);
            xn_free(p);
        }
}

/* How often each arc is used in its direction, and against it. */
struct arc_count {
    unsigned along, against;
};
static inline struct arc_count *count_uses(const struct xn_topology *topology)
{
    struct arc_count *count = xn_calloc(topology->n_arcs + 1, sizeof *count);
    for (size_t u = 0; u < topology->n_units; u++)
        for (size_t r = 0; r < topology->unit[u].n_rings; r++)
            for (size_t k = 0; k < topology->unit[u].ring[r].n_uses; k++) {
                const struct xn_arc_use use = topology->unit[u].ring[r].use[k];
                *(use.reversed ? &count[use.arc].against : &count[use.arc].along) += 1;
            }
    return count;
}

/* What all rings enclose at a step, holes taken off; about an origin near them. */
static inline double area_of_rings_m2(const struct xn_topology *topology, int step, struct place *room)
{
    double area = 0;
    for (size_t u = 0; u < topology->n_units; u++)
        for (size_t r = 0; r < topology->unit[u].n_rings; r++) {
            const size_t n = ring_at_step(topology, &topology->unit[u].ring[r], step, room);
            area += signed_area_m2(room, n);
        }
    return area;
}

/* What the arcs that one side alone uses enclose at a step: the outline of all units together. */
static inline double area_of_outline_m2(const struct xn_topology *topology, const struct arc_count *count,
                                        int step)
{
    double area = 0;
    const double *origin = topology->n_arcs > 0 ? topology->arc[0].xy_m : NULL;
    for (size_t a = 0; a < topology->n_arcs; a++) {
        const struct xn_arc *arc = &topology->arc[a];
        const double sign = (double)count[a].along - (double)count[a].against;
        size_t last = 0;
        for (size_t i = 1; i < arc->n_points; i++) {
            if (arc->detail[i] > step)
                continue;
            const double ax = arc->xy_m[2 * last] - origin[0], ay = arc->xy_m[2 * last + 1] - origin[1],
                         bx = arc->xy_m[2 * i] - origin[0], by = arc->xy_m[2 * i + 1] - origin[1];
            area += sign * (ax * by - bx * ay) / 2;
            last = i;
        }
    }
    return area;
}

#endif
