/* sketch.c - a city in outline with a few places on it, and beside it what each mark is. See sketch.h.
 *
 * Marks differ in shape, not in colour alone: a dot is the place that the sketch is about, squares with a
 * number are the others.
 */
#include "sketch.h"
#include <math.h>
#include <stdio.h>
#include "chart.h"
#include "margin.h"
#include "words.h"

enum {
    HEIGHT = 3400,
    GAP = 320,
    TEXT = 120,
    ROW = 210,
    DOT = 60,    /* radius */
    SQUARE = 68, /* half a side */
    CORNERS = 16
};
#define MAP_PART 0.6 /* of the width, at most */
#define MARKED 0xdfe8f3u
#define LAND 0xf7f7f7u

struct drawing {
    const struct xn_sketch *sketch;
    struct xn_marks *marks;
    struct xn_frame frame;
    int map_width, width;
};

/* --- the land --------------------------------------------------------------------------------------- */

static enum xn_status find_bounds(const struct xn_sketch *sketch, double ret[4], struct xn_error *err)
{
    double all[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY}, one[4];
    for (size_t i = 0; i < xn_city_units(sketch->city, sketch->level); i++) {
        if (!xn_shape_bounds(&xn_city_unit(sketch->city, sketch->level, i)->shape, one))
            continue;
        for (int k = 0; k < 2; k++) {
            all[k] = fmin(all[k], one[k]);
            all[k + 2] = fmax(all[k + 2], one[k + 2]);
        }
    }
    if (!(all[0] < all[2] && all[1] < all[3]))
        return xn_fail(err, XN_UNDEFINED, "the city has no land to be drawn");
    for (int k = 0; k < 4; k++)
        ret[k] = all[k];
    return XN_OK;
}

static enum xn_status place_map(struct drawing *drawing, struct xn_error *err)
{
    double bounds[4];
    XN_TRY(find_bounds(drawing->sketch, bounds, err));
    const double room_x = MAP_PART * drawing->width, width_m = bounds[2] - bounds[0],
                 height_m = bounds[3] - bounds[1];
    const double scale = fmin(room_x / width_m, HEIGHT / height_m);
    drawing->map_width = (int)ceil(width_m * scale);
    drawing->frame = (struct xn_frame){.min_x_m = bounds[0],
                                       .max_y_m = bounds[3],
                                       .tenths_per_m = scale,
                                       .top = (int)((HEIGHT - height_m * scale) / 2)};
    return XN_OK;
}

static enum xn_status draw_unit(const struct drawing *drawing, size_t unit, const struct xn_style *style,
                                struct xn_error *err)
{
    struct xn_outline outline;
    XN_TRY(xn_outline_make(drawing->marks->arena,
                           &xn_city_unit(drawing->sketch->city, drawing->sketch->level, unit)->shape,
                           &drawing->frame, &outline, err));
    xn_marks_add_area(drawing->marks, &outline, style);
    return XN_OK;
}

static enum xn_status draw_land(const struct drawing *drawing, struct xn_error *err)
{
    static const struct xn_style land = {
        .filled = true, .fill = {.color = LAND}, .stroke = XN_COLOR_BORDER, .stroke_width = 5};
    static const struct xn_style marked = {
        .filled = true, .fill = {.color = MARKED}, .stroke = XN_COLOR_QUIET, .stroke_width = 14};
    for (size_t i = 0; i < xn_city_units(drawing->sketch->city, drawing->sketch->level); i++)
        XN_TRY(draw_unit(drawing, i, &land, err));
    return drawing->sketch->unit == XN_NONE ? XN_OK : draw_unit(drawing, drawing->sketch->unit, &marked, err);
}

/* --- places and what they are ----------------------------------------------------------------------- */

static void draw_dot(struct xn_marks *marks, int x, int y)
{
    static const struct xn_style dot = {
        .filled = true, .fill = {.color = XN_COLOR_INK}, .stroke = XN_COLOR_PAPER, .stroke_width = 14};
    int32_t xy[2 * CORNERS];
    for (int i = 0; i < CORNERS; i++) {
        xy[2 * i] = x + (int)lround(DOT * cos(2 * 3.14159265358979 * i / CORNERS));
        xy[2 * i + 1] = y + (int)lround(DOT * sin(2 * 3.14159265358979 * i / CORNERS));
    }
    xn_marks_add_polygon(marks, xy, CORNERS, &dot);
}

static enum xn_status draw_square(struct xn_marks *marks, size_t number, int x, int y, struct xn_error *err)
{
    static const struct xn_style square = {
        .filled = true, .fill = {.color = XN_COLOR_PAPER}, .stroke = XN_COLOR_INK, .stroke_width = 9};
    const struct xn_text text = {
        .x = x, .y = y + 36, .size = 104, .anchor = XN_ANCHOR_MIDDLE, .bold = true, .color = XN_COLOR_INK};
    const char *words = xn_arena_printf(marks->arena, "%zu", number);
    if (!words)
        return xn_fail_memory(err);
    xn_marks_add_box(marks, x - SQUARE, y - SQUARE, 2 * SQUARE, 2 * SQUARE, &square);
    xn_marks_add_text(marks, &text, words);
    return XN_OK;
}

static enum xn_status draw_mark(const struct drawing *drawing, size_t place, int x, int y,
                                struct xn_error *err)
{
    const struct xn_sketch_place *places = drawing->sketch->place;
    size_t number = 1;
    if (places[place].is_subject) {
        draw_dot(drawing->marks, x, y);
        return XN_OK;
    }
    for (size_t i = 0; i < place; i++)
        number += !places[i].is_subject;
    return draw_square(drawing->marks, number, x, y, err);
}

/* At its place, or at the edge of the picture where it lies beyond. */
static enum xn_status draw_on_map(const struct drawing *drawing, size_t place, struct xn_error *err)
{
    const struct xn_frame *frame = &drawing->frame;
    const struct xn_sketch_place *at = &drawing->sketch->place[place];
    const double x = (at->x_m - frame->min_x_m) * frame->tenths_per_m;
    const double y = frame->top + (frame->max_y_m - at->y_m) * frame->tenths_per_m;
    if (!isfinite(x) || !isfinite(y))
        return XN_OK;
    return draw_mark(drawing, place, (int)fmax(SQUARE, fmin(x, drawing->map_width - SQUARE)),
                     (int)fmax(SQUARE, fmin(y, HEIGHT - SQUARE)), err);
}

static enum xn_status draw_words(const struct drawing *drawing, int left, const char *words, int *y,
                                 struct xn_error *err)
{
    const struct xn_text text = {.x = left, .size = TEXT, .color = XN_COLOR_INK};
    const char *clean = NULL;
    XN_TRY(xn_words_clean(drawing->marks->arena, words, &clean, err));
    return xn_margin_lines(drawing->marks, text, clean, drawing->width - left, 2, y, err);
}

static enum xn_status draw_key(const struct drawing *drawing, int *ret_bottom, struct xn_error *err)
{
    const struct xn_sketch *sketch = drawing->sketch;
    const int left = drawing->map_width + GAP, words = left + 2 * SQUARE + 90;
    static const struct xn_style marked = {
        .filled = true, .fill = {.color = MARKED}, .stroke = XN_COLOR_QUIET, .stroke_width = 14};
    int y = 60;
    for (size_t i = 0; i < sketch->n_places; i++) {
        int top = y;
        XN_TRY(draw_mark(drawing, i, left + SQUARE, y + TEXT * 65 / 100, err));
        XN_TRY(draw_words(drawing, words, sketch->place[i].label, &top, err));
        y = top > y + ROW ? top + 40 : y + ROW;
    }
    if (sketch->unit != XN_NONE) {
        xn_marks_add_box(drawing->marks, left, y + 20, 2 * SQUARE, TEXT - 20, &marked);
        XN_TRY(draw_words(drawing, words, sketch->unit_label, &y, err));
    }
    *ret_bottom = y;
    return XN_OK;
}

/* --- the view --------------------------------------------------------------------------------------- */

static enum xn_status draw(struct drawing *drawing, int *ret_bottom, struct xn_error *err)
{
    XN_TRY(place_map(drawing, err));
    XN_TRY(draw_land(drawing, err));
    for (size_t i = drawing->sketch->n_places; i-- > 0;) /* the first lies above the others */
        XN_TRY(draw_on_map(drawing, i, err));
    XN_TRY(draw_key(drawing, ret_bottom, err));
    return drawing->marks->status == XN_OK ? XN_OK : xn_fail_memory(err);
}

enum xn_status xn_sketch_view(const struct xn_sketch *sketch, enum xn_language language, int width,
                              struct xn_view **ret, struct xn_error *err)
{
    XN_AUTO(xn_view_free) struct xn_view *view = xn_calloc(1, sizeof *view);
    if (!view || !(view->arena = xn_arena_new()))
        return xn_fail_memory(err);
    int bottom = 0;
    view->width = width;
    view->language = language;
    view->title = sketch->title;
    view->subtitle = view->description = sketch->unit_label ? sketch->unit_label : "";
    view->marks.arena = view->arena;
    struct drawing drawing = {.sketch = sketch, .marks = &view->marks, .width = width};
    XN_TRY(draw(&drawing, &bottom, err));
    view->height = bottom > HEIGHT ? bottom : HEIGHT;
    *ret = XN_STEAL(view);
    return XN_OK;
}

enum xn_status xn_figure_view(const struct xn_block *block, enum xn_language language, int width,
                              struct xn_view **ret, struct xn_error *err)
{
    return block->sketch ? xn_sketch_view(block->sketch, language, width, ret, err)
                         : xn_chart_view(block->chart, language, width, ret, err);
}
