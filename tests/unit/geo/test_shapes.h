/* test_shapes.h - shapes for tests: rectangles, a rectangle cut into many, and random numbers for them. */
#ifndef XENIA_TEST_SHAPES_H
#define XENIA_TEST_SHAPES_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "xenia/geo.h"

#define assert_near(a, b, within)                                                                            \
    assert_true(fabs((a) - (b)) <= (within)) /* cmocka's own rounds to float                                 \
                                              */

static inline uint64_t random_u64(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline double random_unit(uint64_t *state)
{
    return (double)(random_u64(state) >> 11) * 0x1p-53;
}

/* A shape of one ring from n points that do not repeat the first at the end; must be counter-clockwise. */
static inline struct xn_shape shape_of(struct xn_arena *arena, const double *xy, size_t n)
{
    uint32_t *start = xn_arena_alloc(arena, 2, sizeof *start);
    bool *outer = xn_arena_alloc(arena, 1, sizeof *outer);
    double *points = xn_arena_alloc(arena, n + 1, 2 * sizeof *points);
    memcpy(points, xy, 2 * n * sizeof *xy);
    memcpy(points + 2 * n, xy, 2 * sizeof *xy);
    start[1] = (uint32_t)n + 1;
    outer[0] = true;
    return (struct xn_shape){1, start, outer, points};
}

struct rectangle {
    double min_x, min_y, max_x, max_y;
};

/* Turned about the origin by the angle (radians); 0 keeps the numbers exactly. */
static inline struct xn_shape rectangle_shape(struct xn_arena *arena, struct rectangle r, double angle)
{
    double xy[8] = {r.min_x, r.min_y, r.max_x, r.min_y, r.max_x, r.max_y, r.min_x, r.max_y};
    for (int i = 0; angle != 0 && i < 4; i++) {
        const double x = xy[2 * i], y = xy[2 * i + 1];
        xy[2 * i] = x * cos(angle) - y * sin(angle);
        xy[2 * i + 1] = x * sin(angle) + y * cos(angle);
    }
    return shape_of(arena, xy, 4);
}

/* Cuts a rectangle of whole numbers n - 1 times at random: neighbours meet at T-junctions, corners and
 * whole sides, and what they share is known from the numbers alone. */
static inline void cut_rectangle(struct rectangle *part, size_t n, double side, uint64_t seed)
{
    size_t count = 1;
    part[0] = (struct rectangle){0, 0, side, side};
    while (count < n) {
        struct rectangle *r = &part[random_u64(&seed) % count];
        const double width = r->max_x - r->min_x, height = r->max_y - r->min_y;
        const double length = width > height ? width : height;
        if (length < 2)
            continue;
        const double at = 1 + floor(random_unit(&seed) * (length - 1));
        part[count] = *r;
        if (width > height)
            r->max_x = part[count].min_x = r->min_x + at;
        else
            r->max_y = part[count].min_y = r->min_y + at;
        count++;
    }
}

/* Length that two rectangles share, or -1 when they do not touch. */
static inline double shared_length(const struct rectangle *a, const struct rectangle *b)
{
    const double width = fmin(a->max_x, b->max_x) - fmax(a->min_x, b->min_x);
    const double height = fmin(a->max_y, b->max_y) - fmax(a->min_y, b->min_y);
    return width < 0 || height < 0 ? -1 : width + height;
}

#endif
