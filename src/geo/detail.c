/* detail.c - see detail.h. The points that are still there are a doubly linked list, and wait in a heap by
 * area; of equal areas the earlier point goes first, so that the same line always gives the same answer. */
#include "detail.h"
#include <math.h>
#include "xenia/memory.h"

struct line {
    const double *xy_m;
    double *area;
    size_t *before, *after; /* neighbours that are still there */
    size_t *heap, *place;   /* heap of points; where each point is in it */
    size_t n_heap;
};

static void line_free(struct line *line)
{
    xn_free(line->before);
    xn_free(line->after);
    xn_free(line->heap);
    xn_free(line->place);
}

static enum xn_status line_make(struct line *line, size_t n, struct xn_error *err)
{
    line->before = xn_calloc(n, sizeof *line->before);
    line->after = xn_calloc(n, sizeof *line->after);
    line->heap = xn_calloc(n, sizeof *line->heap);
    line->place = xn_calloc(n, sizeof *line->place);
    return line->before && line->after && line->heap && line->place ? XN_OK : xn_fail_memory(err);
}

static double triangle_area(const struct line *line, size_t i)
{
    const double *a = &line->xy_m[2 * line->before[i]], *b = &line->xy_m[2 * i],
                 *c = &line->xy_m[2 * line->after[i]];
    return fabs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
}

/* --- the heap --------------------------------------------------------------------------------------- */

static bool goes_first(const struct line *line, size_t a, size_t b)
{
    return line->area[a] < line->area[b] || (line->area[a] == line->area[b] && a < b);
}

static void put(struct line *line, size_t at, size_t point)
{
    line->heap[at] = point;
    line->place[point] = at;
}

static void sift_up(struct line *line, size_t at)
{
    const size_t point = line->heap[at];
    while (at > 0 && goes_first(line, point, line->heap[(at - 1) / 2])) {
        put(line, at, line->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    put(line, at, point);
}

static void sift_down(struct line *line, size_t at)
{
    const size_t point = line->heap[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= line->n_heap)
            break;
        if (child + 1 < line->n_heap && goes_first(line, line->heap[child + 1], line->heap[child]))
            child++;
        if (!goes_first(line, line->heap[child], point))
            break;
        put(line, at, line->heap[child]);
        at = child;
    }
    put(line, at, point);
}

static size_t take_least(struct line *line)
{
    const size_t least = line->heap[0];
    line->n_heap--;
    if (line->n_heap > 0) {
        put(line, 0, line->heap[line->n_heap]);
        sift_down(line, 0);
    }
    return least;
}

/* --- leaving points out ----------------------------------------------------------------------------- */

static void begin(struct line *line, size_t n)
{
    line->area[0] = line->area[n - 1] = INFINITY;
    for (size_t i = 1; i + 1 < n; i++) {
        line->before[i] = i - 1;
        line->after[i] = i + 1;
        line->area[i] = triangle_area(line, i);
        put(line, line->n_heap++, i);
        sift_up(line, line->n_heap - 1);
    }
}

/* A neighbour of a point that was left out: its area is new, but not below what has been left out already. */
static void renew(struct line *line, size_t point, size_t n, double least)
{
    if (point == 0 || point == n - 1)
        return;
    line->area[point] = fmax(triangle_area(line, point), least);
    sift_up(line, line->place[point]);
    sift_down(line, line->place[point]);
}

enum xn_status xn_effective_areas(const double *xy_m, size_t n, double *ret, struct xn_error *err)
{
    XN_CLEANUP(line_free) struct line line = {.xy_m = xy_m, .area = ret};
    if (n < 2)
        return xn_fail(err, XN_ARGUMENT, "a line has two points or more, not %zu", n);
    XN_TRY(line_make(&line, n, err));
    begin(&line, n);
    while (line.n_heap > 0) {
        const size_t point = take_least(&line), before = line.before[point], after = line.after[point];
        line.after[before] = after;
        line.before[after] = before;
        renew(&line, before, n, ret[point]);
        renew(&line, after, n, ret[point]);
    }
    return XN_OK;
}

uint8_t xn_detail_of(double area_m2, const double *step_m, size_t n_steps)
{
    uint8_t step = 0;
    while (step < n_steps && area_m2 < step_m[step] * step_m[step])
        step++;
    return step;
}

/* --- distances ------------------------------------------------------------------------------------- */

/* So often a stretch is parted where it is farthest off; then in the middle, so that no line costs n^2. */
#define FARTHEST_FIRST 32

/* From a point to the segment a-b, squared. */
static double distance_m2(const double *p, const double *a, const double *b)
{
    const double dx = b[0] - a[0], dy = b[1] - a[1], length_m2 = dx * dx + dy * dy;
    const double along = length_m2 > 0 ? ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length_m2 : 0;
    const double t = along < 0 ? 0 : along > 1 ? 1 : along;
    const double x = p[0] - (a[0] + t * dx), y = p[1] - (a[1] + t * dy);
    return x * x + y * y;
}

/* One step of detail of one line. */
struct drawing {
    const double *xy_m;
    uint8_t *detail;
    uint8_t step;
    double allowed_m2;
};

/* The point between two that are drawn which is farthest from the segment between them. */
static size_t farthest(const struct drawing *drawing, size_t first, size_t last, double *ret_m2)
{
    size_t at = first;
    *ret_m2 = 0;
    for (size_t i = first + 1; i < last; i++) {
        const double m2 =
            distance_m2(&drawing->xy_m[2 * i], &drawing->xy_m[2 * first], &drawing->xy_m[2 * last]);
        if (m2 > *ret_m2) {
            *ret_m2 = m2;
            at = i;
        }
    }
    return at;
}

static void bound_stretch(struct drawing *drawing, size_t first, size_t last, unsigned depth)
{
    double m2;
    size_t part = farthest(drawing, first, last, &m2);
    if (m2 <= drawing->allowed_m2)
        return;
    if (depth >= FARTHEST_FIRST)
        part = first + (last - first) / 2;
    drawing->detail[part] = drawing->step;
    bound_stretch(drawing, first, part, depth + 1);
    bound_stretch(drawing, part, last, depth + 1);
}

void xn_detail_bound(const double *xy_m, size_t n, const double *step_m, size_t n_steps, uint8_t *detail)
{
    for (uint8_t s = 0; s < n_steps; s++) {
        struct drawing drawing = {xy_m, detail, s, step_m[s] * step_m[s]};
        size_t first = 0;
        for (size_t i = 1; i < n; i++)
            if (detail[i] <= s) {
                bound_stretch(&drawing, first, i, 0);
                first = i;
            }
    }
}
