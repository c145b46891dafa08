/* geometry.c - measures of a polygon: area, perimeter, centroid, bounds, and which points it holds.
 *
 * Cross products are taken from the first point of each ring, not from the origin of the coordinate
 * system, and added with compensation: a block of 100 m2 keeps its digits at 5,700,000 m north. Rings are
 * wound by their role (outer counter-clockwise, holes clockwise), so signed areas simply add up.
 */
#include <math.h>
#include "box.h"
#include "orientation.h"
#include "xenia/geo.h"
#include "xenia/sum.h"

/* Area and first moments about the point `origin`. */
struct moments {
    struct xn_sum area;
    struct xn_sum x;
    struct xn_sum y;
};

static void add_ring_moments(const double *xy, size_t n_points, const double origin[2], struct moments *sum)
{
    const double base_x = xy[0] - origin[0], base_y = xy[1] - origin[1];
    for (size_t i = 1; i + 1 < n_points; i++) {
        const double ax = xy[2 * i] - xy[0], ay = xy[2 * i + 1] - xy[1];
        const double bx = xy[2 * i + 2] - xy[0], by = xy[2 * i + 3] - xy[1];
        const double area = (ax * by - bx * ay) / 2;
        xn_sum_add(&sum->area, area);
        xn_sum_add(&sum->x, area * (base_x + (ax + bx) / 3));
        xn_sum_add(&sum->y, area * (base_y + (ay + by) / 3));
    }
}

static struct moments shape_moments(const struct xn_shape *shape)
{
    struct moments sum = {{0, 0}, {0, 0}, {0, 0}};
    for (uint32_t r = 0; r < shape->n_rings; r++) {
        const uint32_t first = shape->ring_start[r];
        add_ring_moments(shape->xy + 2 * (size_t)first, shape->ring_start[r + 1] - first, shape->xy, &sum);
    }
    return sum;
}

double xn_shape_area_m2(const struct xn_shape *shape)
{
    const struct moments sum = shape_moments(shape);
    return xn_sum_value(&sum.area);
}

double xn_shape_perimeter_m(const struct xn_shape *shape)
{
    struct xn_sum sum = {0};
    for (uint32_t r = 0; r < shape->n_rings; r++)
        for (size_t i = shape->ring_start[r]; i + 1 < shape->ring_start[r + 1]; i++) {
            const double *a = shape->xy + 2 * i;
            xn_sum_add(&sum, hypot(a[2] - a[0], a[3] - a[1]));
        }
    return xn_sum_value(&sum);
}

bool xn_shape_centroid(const struct xn_shape *shape, double *ret_x_m, double *ret_y_m)
{
    *ret_x_m = *ret_y_m = NAN;
    if (shape->n_rings == 0)
        return false;
    const struct moments sum = shape_moments(shape);
    const double area = xn_sum_value(&sum.area);
    *ret_x_m = shape->xy[0] + xn_sum_value(&sum.x) / area;
    *ret_y_m = shape->xy[1] + xn_sum_value(&sum.y) / area;
    return true;
}

bool xn_shape_bounds(const struct xn_shape *shape, double ret[4])
{
    if (shape->n_rings == 0)
        return false;
    const struct xn_box box = xn_box_of(shape->xy, shape->ring_start[shape->n_rings]);
    ret[0] = box.min_x;
    ret[1] = box.min_y;
    ret[2] = box.max_x;
    ret[3] = box.max_y;
    return true;
}

/* Does a ray from p to the right cross the edge a b? An edge holds its lower end but not its upper one,
 * and is looked at from below whichever way its ring runs: two shapes that share it decide alike. */
static bool ray_crosses(const double a[2], const double b[2], const double p[2])
{
    if ((a[1] > p[1]) == (b[1] > p[1]))
        return false;
    return a[1] < b[1] ? xn_orientation(a, b, p) > 0 : xn_orientation(b, a, p) > 0;
}

bool xn_shape_contains(const struct xn_shape *shape, double x_m, double y_m)
{
    const double p[2] = {x_m, y_m};
    bool inside = false;
    for (uint32_t r = 0; r < shape->n_rings; r++)
        for (size_t i = shape->ring_start[r]; i + 1 < shape->ring_start[r + 1]; i++)
            inside ^= ray_crosses(shape->xy + 2 * i, shape->xy + 2 * i + 2, p);
    return inside;
}

static uint32_t largest_ring(const struct xn_shape *shape)
{
    uint32_t largest = 0;
    double most_m2 = -INFINITY;
    for (uint32_t r = 0; r < shape->n_rings; r++) {
        const uint32_t first = shape->ring_start[r];
        struct moments sum = {{0, 0}, {0, 0}, {0, 0}};
        add_ring_moments(shape->xy + 2 * (size_t)first, shape->ring_start[r + 1] - first, shape->xy, &sum);
        if (xn_sum_value(&sum.area) > most_m2) {
            most_m2 = xn_sum_value(&sum.area);
            largest = r;
        }
    }
    return largest;
}

/* A height near the middle of the largest part (between parts there may be nothing) that no vertex lies on.
 */
static double clear_height(const struct xn_shape *shape)
{
    const uint32_t ring = largest_ring(shape), first = shape->ring_start[ring];
    const struct xn_box box = xn_box_of(shape->xy + 2 * (size_t)first, shape->ring_start[ring + 1] - first);
    const double middle = box.min_y / 2 + box.max_y / 2;
    double below = box.min_y, above = box.max_y;
    for (size_t i = 0; i < shape->ring_start[shape->n_rings]; i++) {
        const double y = shape->xy[2 * i + 1];
        if (y <= middle && y > below)
            below = y;
        if (y > middle && y < above)
            above = y;
    }
    return below / 2 + above / 2;
}

/* The first crossing of the horizontal line at y right of `after`, and how many edges cross there. */
static double next_crossing(const struct xn_shape *shape, double y, double after, size_t *ret_edges)
{
    double nearest = INFINITY;
    for (uint32_t r = 0; r < shape->n_rings; r++)
        for (size_t i = shape->ring_start[r]; i + 1 < shape->ring_start[r + 1]; i++) {
            const double *a = shape->xy + 2 * i, *b = a + 2;
            if ((a[1] > y) == (b[1] > y))
                continue;
            const double x = a[0] + (b[0] - a[0]) * ((y - a[1]) / (b[1] - a[1]));
            if (x > after && x < nearest) {
                nearest = x;
                *ret_edges = 1;
            } else if (x > after && x == nearest) {
                (*ret_edges)++;
            }
        }
    return nearest;
}

bool xn_shape_inner_point(const struct xn_shape *shape, double *ret_x_m, double *ret_y_m)
{
    if (!xn_shape_centroid(shape, ret_x_m, ret_y_m))
        return false;
    if (xn_shape_contains(shape, *ret_x_m, *ret_y_m))
        return true;
    const double y = clear_height(shape);
    double from = -INFINITY, widest = 0;
    bool inside = false;
    /* The widest of the first intervals: a comb with thousands of teeth has room in one of these too. */
    for (int crossing = 0; crossing < 64; crossing++) {
        size_t edges = 0;
        const double to = next_crossing(shape, y, from, &edges);
        if (to == INFINITY)
            break;
        if (inside && to - from > widest) {
            widest = to - from;
            *ret_x_m = from + widest / 2;
            *ret_y_m = y;
        }
        inside ^= edges % 2 == 1;
        from = to;
    }
    return true;
}
