/* outline.c - rounding shapes to a picture's grid and finding room for names in them. See outline.h. */
#include "outline.h"
#include <math.h>
#include <stdlib.h>

/* --- rounding ---------------------------------------------------------------------------------------- */

static int32_t grid(double value)
{
    return (int32_t)lround(value);
}

/* Is b on the straight line through a and c? */
static bool is_straight(const int32_t *a, const int32_t *b, const int32_t *c)
{
    const int64_t cross = (int64_t)(b[0] - a[0]) * (c[1] - b[1]) - (int64_t)(b[1] - a[1]) * (c[0] - b[0]);
    return cross == 0;
}

/* Appends a point to the ring of n points at xy, without those that it makes needless; the new length. */
static size_t append_point(int32_t *xy, size_t n, int32_t x, int32_t y)
{
    const int32_t point[2] = {x, y};
    if (n > 0 && xy[2 * n - 2] == x && xy[2 * n - 1] == y)
        return n;
    while (n > 1 && is_straight(xy + 2 * n - 4, xy + 2 * n - 2, point)) {
        n--;
        if (xy[2 * n - 2] == x && xy[2 * n - 1] == y)
            return n;
    }
    xy[2 * n] = x;
    xy[2 * n + 1] = y;
    return n + 1;
}

/* The ring's points on the grid, closing point left out; fewer than 3 mean that it has no area there. */
static size_t round_ring(const struct xn_shape *shape, uint32_t ring, const struct xn_frame *frame,
                         int32_t *xy)
{
    size_t n = 0;
    for (uint32_t i = shape->ring_start[ring]; i < shape->ring_start[ring + 1]; i++)
        n = append_point(xy, n, frame->left + grid((shape->xy[2 * i] - frame->min_x_m) * frame->tenths_per_m),
                         frame->top + grid((frame->max_y_m - shape->xy[2 * i + 1]) * frame->tenths_per_m));
    if (n > 1 && xy[0] == xy[2 * n - 2] && xy[1] == xy[2 * n - 1])
        n--;
    if (n > 2 && is_straight(xy + 2 * n - 4, xy + 2 * n - 2, xy))
        n--;
    return n;
}

enum xn_status xn_outline_make(struct xn_arena *arena, const struct xn_shape *shape,
                               const struct xn_frame *frame, struct xn_outline *ret, struct xn_error *err)
{
    struct xn_outline outline = {0};
    if (shape->n_rings == 0) {
        *ret = outline;
        return XN_OK;
    }
    XN_TRY(XN_ARENA_ARRAY(arena, shape->n_rings, &outline.ring_end, err));
    XN_TRY(XN_ARENA_ARRAY(arena, 2 * (size_t)shape->ring_start[shape->n_rings], &outline.xy, err));
    uint32_t end = 0;
    for (uint32_t ring = 0; ring < shape->n_rings; ring++) {
        const size_t n = round_ring(shape, ring, frame, outline.xy + 2 * (size_t)end);
        if (n < 3)
            continue;
        end += (uint32_t)n;
        outline.ring_end[outline.n_rings++] = end;
    }
    if (outline.n_rings == 0) {
        (void)round_ring(shape, 0, frame, outline.xy);
        outline.ring_end[outline.n_rings++] = 1;
    }
    *ret = outline;
    return XN_OK;
}

/* --- room for a name --------------------------------------------------------------------------------- */

#define CROSSING_MAX 64
/* Where a horizontal line is inside: from crossing[0] to [1], [2] to [3] ... */
struct scanline {
    size_t n;
    double crossing[CROSSING_MAX];
};

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Lines lie half a step beside the grid, so they never run through a point. An outline that crosses more
 * often than CROSSING_MAX has no quiet place for a name: the line counts as outside. */
static void scan(const struct xn_outline *outline, double y, struct scanline *ret)
{
    ret->n = 0;
    size_t start = 0;
    for (size_t ring = 0; ring < outline->n_rings; start = outline->ring_end[ring++])
        for (size_t i = start, previous = outline->ring_end[ring] - 1; i < outline->ring_end[ring];
             previous = i++) {
            const int32_t *a = outline->xy + 2 * previous, *b = outline->xy + 2 * i;
            if ((a[1] < y) == (b[1] < y))
                continue;
            if (ret->n == CROSSING_MAX) {
                ret->n = 0;
                return;
            }
            ret->crossing[ret->n++] = a[0] + (y - a[1]) * (b[0] - a[0]) / (double)(b[1] - a[1]);
        }
    qsort(ret->crossing, ret->n, sizeof *ret->crossing, compare_doubles);
}

/* The interval of the scanline that holds [low, high], narrowed into them; false when there is none. */
static bool interval_around(const struct scanline *line, double x, double *low, double *high)
{
    for (size_t i = 0; i + 1 < line->n; i += 2)
        if (line->crossing[i] <= x && x <= line->crossing[i + 1]) {
            *low = fmax(*low, line->crossing[i]);
            *high = fmin(*high, line->crossing[i + 1]);
            return true;
        }
    return false;
}

static double clamp(double value, double low, double high)
{
    return fmin(fmax(value, low), high);
}

/* The place on one row nearest to `x` where the box fits: in some interval of its middle line, narrowed by
 * its upper and lower edges. */
static bool fit_row(const struct scanline line[3], int width, double x, double *ret)
{
    bool found = false;
    for (size_t i = 0; i + 1 < line[1].n; i += 2) {
        double low = line[1].crossing[i], high = line[1].crossing[i + 1];
        const double probe = clamp(x, low + width / 2.0, fmax(high - width / 2.0, low + width / 2.0));
        if (high - low < width || !interval_around(&line[0], probe, &low, &high) ||
            !interval_around(&line[2], probe, &low, &high) || high - low < width)
            continue;
        const double place = clamp(x, low + width / 2.0, high - width / 2.0);
        if (!found || fabs(place - x) < fabs(*ret - x))
            *ret = place;
        found = true;
    }
    return found;
}

static void vertical_extent(const struct xn_outline *outline, int32_t *ret_top, int32_t *ret_bottom)
{
    *ret_top = INT32_MAX;
    *ret_bottom = INT32_MIN;
    for (size_t i = 0; i < outline->ring_end[outline->n_rings - 1]; i++) {
        if (outline->xy[2 * i + 1] < *ret_top)
            *ret_top = outline->xy[2 * i + 1];
        if (outline->xy[2 * i + 1] > *ret_bottom)
            *ret_bottom = outline->xy[2 * i + 1];
    }
}

bool xn_outline_fit_box(const struct xn_outline *outline, int width, int height, int *x, int *y)
{
    if (outline->n_rings == 0)
        return false;
    int32_t top, bottom;
    vertical_extent(outline, &top, &bottom);
    const int step = height / 3 > 0 ? height / 3 : 1;
    const int rows = (bottom - top) / step;
    double best = INFINITY;
    int best_x = 0, best_y = 0;
    for (int row = 0; row <= rows; row++) {
        const int middle = top + row * step;
        double place = *x;
        struct scanline line[3];
        for (int k = 0; k < 3; k++)
            scan(outline, middle + (k - 1) * height / 2.0 + 0.25, &line[k]);
        if (!fit_row(line, width, *x, &place))
            continue;
        const double distance = hypot(place - *x, middle - *y);
        if (distance < best) {
            best = distance;
            best_x = (int)lround(place);
            best_y = middle;
        }
    }
    if (!isfinite(best))
        return false;
    *x = best_x;
    *y = best_y;
    return true;
}
