/* box.h - axis-parallel boxes, the first and cheapest question about any two things on a map.
 *
 * An empty box (min > max) contains nothing, meets nothing and disappears in a union.
 */
#ifndef XENIA_GEO_BOX_H
#define XENIA_GEO_BOX_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

struct xn_box {
    double min_x, min_y, max_x, max_y;
};

#define XN_BOX_EMPTY                                                                                         \
    (struct xn_box)                                                                                          \
    {                                                                                                        \
        INFINITY, INFINITY, -INFINITY, -INFINITY                                                             \
    }

static inline bool xn_box_is_empty(const struct xn_box *box)
{
    return !(box->min_x <= box->max_x && box->min_y <= box->max_y);
}

static inline void xn_box_add_point(struct xn_box *box, double x, double y)
{
    box->min_x = x < box->min_x ? x : box->min_x;
    box->min_y = y < box->min_y ? y : box->min_y;
    box->max_x = x > box->max_x ? x : box->max_x;
    box->max_y = y > box->max_y ? y : box->max_y;
}

static inline void xn_box_add(struct xn_box *box, const struct xn_box *other)
{
    if (xn_box_is_empty(other))
        return;
    xn_box_add_point(box, other->min_x, other->min_y);
    xn_box_add_point(box, other->max_x, other->max_y);
}

/* The box of n points x0 y0 x1 y1 ... */
static inline struct xn_box xn_box_of(const double *xy, size_t n_points)
{
    struct xn_box box = XN_BOX_EMPTY;
    for (size_t i = 0; i < n_points; i++)
        xn_box_add_point(&box, xy[2 * i], xy[2 * i + 1]);
    return box;
}

static inline bool xn_box_meets(const struct xn_box *a, const struct xn_box *b)
{
    return a->min_x <= b->max_x && b->min_x <= a->max_x && a->min_y <= b->max_y && b->min_y <= a->max_y;
}

static inline struct xn_box xn_box_grown(const struct xn_box *box, double by)
{
    return (struct xn_box){box->min_x - by, box->min_y - by, box->max_x + by, box->max_y + by};
}

#endif
