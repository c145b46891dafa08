/* border.c - matching the segments of two borders.
 *
 * Runs of eight segments whose boxes meet are compared segment by segment. A long segment may lie along
 * several short ones of the neighbour (a T-junction), so what is shared is kept as stretches of each
 * segment, 0 at its start and 1 at its end, and stretches that overlap count once. Vertices that both
 * borders have give exactly 0 and 1: a border with the same vertices on both sides keeps its exact length.
 */
#include "border.h"
#include <math.h>
#include <stdlib.h>
#include "orientation.h"
#include "xenia/memory.h"
#include "xenia/sum.h"

#define RUN_SEGMENTS 8u
#define CORNER_TOLERANCES 4

/* The stretch from..to of a segment lies along the other border. */
struct xn_shared_part {
    uint32_t segment; /* its first point */
    double from, to;
};

/* --- the index ------------------------------------------------------------------------------------- */

static size_t count_runs(const struct xn_shape *shape)
{
    size_t n = 0;
    for (uint32_t r = 0; r < shape->n_rings; r++)
        n += (shape->ring_start[r + 1] - shape->ring_start[r] - 1 + RUN_SEGMENTS - 1) / RUN_SEGMENTS;
    return n;
}

static void fill_runs(struct xn_border *border)
{
    const struct xn_shape *shape = border->shape;
    size_t n = 0;
    border->box = XN_BOX_EMPTY;
    for (uint32_t r = 0; r < shape->n_rings; r++) {
        const uint32_t last = shape->ring_start[r + 1] - 1;
        for (uint32_t first = shape->ring_start[r]; first < last; first += RUN_SEGMENTS, n++) {
            const uint32_t n_segments = last - first < RUN_SEGMENTS ? last - first : RUN_SEGMENTS;
            border->run[n] = (struct xn_border_run){first, n_segments};
            border->run_box[n] = xn_box_of(shape->xy + 2 * (size_t)first, n_segments + 1);
            xn_box_add(&border->box, &border->run_box[n]);
        }
    }
}

enum xn_status xn_border_index(const struct xn_shape *shape, struct xn_border *ret, struct xn_error *err)
{
    XN_CLEANUP(xn_border_clear) struct xn_border border = {.shape = shape, .n_runs = count_runs(shape)};
    border.run = xn_calloc(border.n_runs, sizeof *border.run);
    border.run_box = xn_calloc(border.n_runs, sizeof *border.run_box);
    if (!border.run || !border.run_box)
        return xn_fail_memory(err);
    fill_runs(&border);
    XN_TRY(xn_box_tree_build(border.run_box, border.n_runs, XN_BOXES_ALONG_LINE, &border.tree, err));
    *ret = border;
    border = (struct xn_border){0}; /* handed over */
    return XN_OK;
}

void xn_border_clear(struct xn_border *border)
{
    xn_free(border->run);
    xn_free(border->run_box);
    xn_box_tree_clear(&border->tree);
}

void xn_border_matcher_clear(struct xn_border_matcher *matcher)
{
    xn_free(matcher->on_first.part);
    xn_free(matcher->on_second.part);
}

/* --- two segments ---------------------------------------------------------------------------------- */

struct segment {
    const double *a, *b;
    uint32_t number;
    struct xn_box box;
};

/* Where on the segment is the point nearest to p? 0 at a, 1 at b. */
static double position_along(const struct segment *s, const double p[2])
{
    const double dx = s->b[0] - s->a[0], dy = s->b[1] - s->a[1];
    const double along = ((p[0] - s->a[0]) * dx + (p[1] - s->a[1]) * dy) / (dx * dx + dy * dy);
    return along < 0 ? 0 : along > 1 ? 1 : along;
}

/* Is p on the segment, or within the tolerance of it? */
static bool is_on(const struct segment *s, const double p[2], double tolerance_m, double *ret_along)
{
    if (tolerance_m == 0) {
        const struct xn_box point = {p[0], p[1], p[0], p[1]};
        if (!xn_box_meets(&s->box, &point) || xn_orientation(s->a, s->b, p) != 0)
            return false;
        *ret_along = position_along(s, p);
        return true;
    }
    const double along = position_along(s, p);
    *ret_along = along;
    return hypot(s->a[0] + along * (s->b[0] - s->a[0]) - p[0],
                 s->a[1] + along * (s->b[1] - s->a[1]) - p[1]) <= tolerance_m;
}

static bool cross(const struct segment *s, const struct segment *t)
{
    return (xn_orientation(s->a, s->b, t->a) > 0) != (xn_orientation(s->a, s->b, t->b) > 0) &&
           (xn_orientation(t->a, t->b, s->a) > 0) != (xn_orientation(t->a, t->b, s->b) > 0);
}

struct stretch {
    double from, to; /* from > to: nothing yet */
};

static void widen(struct stretch *stretch, double along)
{
    stretch->from = along < stretch->from ? along : stretch->from;
    stretch->to = along > stretch->to ? along : stretch->to;
}

/* The common stretch of two segments, as seen on each; its ends are end points of either. */
static bool common_stretch(const struct segment *s, const struct segment *t, double tolerance_m,
                           struct stretch *ret_on_s, struct stretch *ret_on_t)
{
    *ret_on_s = *ret_on_t = (struct stretch){INFINITY, -INFINITY};
    bool near = false;
    for (int end = 0; end < 2; end++) {
        const double *of_t = end ? t->b : t->a, *of_s = end ? s->b : s->a;
        double along;
        if (is_on(s, of_t, tolerance_m, &along)) {
            widen(ret_on_s, along);
            widen(ret_on_t, end);
            near = true;
        }
        if (is_on(t, of_s, tolerance_m, &along)) {
            widen(ret_on_t, along);
            widen(ret_on_s, end);
            near = true;
        }
    }
    return near;
}

/* --- two borders ----------------------------------------------------------------------------------- */

struct comparison {
    const struct xn_border *first, *second;
    struct xn_border_matcher *matcher;
    double tolerance_m;
    const struct xn_border_run *run_of_first;
    bool touches;
    enum xn_status status;
    struct xn_error *err;
};

static enum xn_status add_part(struct xn_shared_parts *parts, uint32_t segment, const struct stretch *stretch,
                               struct xn_error *err)
{
    if (stretch->from >= stretch->to)
        return XN_OK;
    if (parts->n == parts->room) {
        const size_t room = parts->room ? 2 * parts->room : 64;
        struct xn_shared_part *grown = xn_realloc(parts->part, room, sizeof *grown);
        if (!grown)
            return xn_fail_memory(err);
        parts->part = grown;
        parts->room = room;
    }
    parts->part[parts->n++] = (struct xn_shared_part){segment, stretch->from, stretch->to};
    return XN_OK;
}

static struct segment segment_at(const struct xn_shape *shape, uint32_t number)
{
    const double *a = shape->xy + 2 * (size_t)number;
    return (struct segment){a, a + 2, number, xn_box_of(a, 2)};
}

static enum xn_status compare_segments(struct comparison *comparison, const struct segment *s,
                                       const struct segment *t)
{
    struct stretch on_s, on_t;
    if (!common_stretch(s, t, comparison->tolerance_m, &on_s, &on_t)) {
        comparison->touches = comparison->touches || cross(s, t);
        return XN_OK;
    }
    comparison->touches = true;
    XN_TRY(add_part(&comparison->matcher->on_first, s->number, &on_s, comparison->err));
    return add_part(&comparison->matcher->on_second, t->number, &on_t, comparison->err);
}

static void compare_runs(uint32_t run_of_second, void *context)
{
    struct comparison *comparison = context;
    const struct xn_border_run *one = comparison->run_of_first,
                               *other = &comparison->second->run[run_of_second];
    for (uint32_t i = 0; i < one->n_segments; i++) {
        const struct segment s = segment_at(comparison->first->shape, one->first + i);
        const struct xn_box around = xn_box_grown(&s.box, comparison->tolerance_m);
        if (!xn_box_meets(&around, &comparison->second->run_box[run_of_second]))
            continue;
        for (uint32_t k = 0; k < other->n_segments && comparison->status == XN_OK; k++) {
            const struct segment t = segment_at(comparison->second->shape, other->first + k);
            if (xn_box_meets(&around, &t.box))
                comparison->status = compare_segments(comparison, &s, &t);
        }
    }
}

static void compare_run(uint32_t run_of_first, void *context)
{
    struct comparison *comparison = context;
    if (comparison->status != XN_OK)
        return;
    comparison->run_of_first = &comparison->first->run[run_of_first];
    const struct xn_box around =
        xn_box_grown(&comparison->first->run_box[run_of_first], comparison->tolerance_m);
    xn_box_tree_query(&comparison->second->tree, &around, compare_runs, comparison);
}

/* --- lengths --------------------------------------------------------------------------------------- */

static int by_segment(const void *left, const void *right)
{
    const struct xn_shared_part *a = left, *b = right;
    if (a->segment != b->segment)
        return (a->segment > b->segment) - (a->segment < b->segment);
    return (a->from > b->from) - (a->from < b->from);
}

/* The length of all stretches; what several of them cover counts once. */
static double covered_length_m(const struct xn_shape *shape, struct xn_shared_parts *parts)
{
    if (parts->n == 0)
        return 0;
    qsort(parts->part, parts->n, sizeof *parts->part, by_segment);
    struct xn_sum sum = {0};
    for (size_t i = 0; i < parts->n;) {
        const uint32_t segment = parts->part[i].segment;
        const double *a = shape->xy + 2 * (size_t)segment;
        double covered = 0, until = 0;
        for (; i < parts->n && parts->part[i].segment == segment; i++) {
            const double from = parts->part[i].from > until ? parts->part[i].from : until;
            if (parts->part[i].to > from) {
                covered += parts->part[i].to - from;
                until = parts->part[i].to;
            }
        }
        xn_sum_add(&sum, covered * hypot(a[2] - a[0], a[3] - a[1]));
    }
    return xn_sum_value(&sum);
}

enum xn_status xn_border_compare(struct xn_border_matcher *matcher, const struct xn_border *first,
                                 const struct xn_border *second, double tolerance_m,
                                 struct xn_border_match *ret, struct xn_error *err)
{
    struct comparison comparison = {.first = first,
                                    .second = second,
                                    .matcher = matcher,
                                    .tolerance_m = tolerance_m,
                                    .status = XN_OK,
                                    .err = err};
    matcher->on_first.n = matcher->on_second.n = 0;
    const struct xn_box around = xn_box_grown(&second->box, tolerance_m);
    xn_box_tree_query(&first->tree, &around, compare_run, &comparison);
    XN_TRY(comparison.status);
    const double on_first = covered_length_m(first->shape, &matcher->on_first);
    const double on_second = covered_length_m(second->shape, &matcher->on_second);
    const double shared_m = fmin(on_first, on_second);
    ret->touches = comparison.touches;
    ret->shared_m = shared_m > CORNER_TOLERANCES * tolerance_m ? shared_m : 0;
    return XN_OK;
}
