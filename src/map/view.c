/* view.c - the layout: header above, map left, legend right, notes below; units, outlines of the level above,
 * names where they fit. See view.h. */
#include "view.h"
#include <math.h>
#include <string.h>
#include "margin.h"
#include "words.h"

enum {
    MARGIN = 360,
    GUTTER = 340,
    PANEL_WIDTH = 2300,
    PANEL_LEFT = XN_VIEW_WIDTH - MARGIN - PANEL_WIDTH,
    MAP_WIDTH = PANEL_LEFT - GUTTER - MARGIN,
    MAP_HEIGHT_MIN = 3600,
    MAP_HEIGHT_MAX = 8600,
    NAME_SIZE = 100,
    NUMBER_SIZE = 90,
    NUMBER_LENGTH_MAX = 3,
    NAME_UNITS_MAX = 200 /* above it names would be a sprinkle of the few large units */
};

struct layout {
    const struct xn_map *map;
    struct xn_legend legend;
    struct xn_captions captions;
    struct xn_frame frame;
    int border_width;
    struct xn_outline *outline; /* n_units */
};

static int int_max(int a, int b)
{
    return a > b ? a : b;
}

/* --- the frame --------------------------------------------------------------------------------------- */

static enum xn_status level_bounds(const struct xn_map *map, double ret[4], struct xn_error *err)
{
    double all[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < xn_city_units(map->city, map->level); i++) {
        double one[4];
        if (!xn_shape_bounds(&xn_city_unit(map->city, map->level, i)->shape, one))
            continue;
        for (int k = 0; k < 2; k++) {
            all[k] = fmin(all[k], one[k]);
            all[k + 2] = fmax(all[k + 2], one[k + 2]);
        }
    }
    if (!isfinite(all[0]))
        return xn_fail(err, XN_UNDEFINED, "level '%s' has no polygon to draw",
                       xn_city_level_name(map->city, map->level));
    for (int k = 0; k < 4; k++)
        ret[k] = all[k];
    return XN_OK;
}

/* Fits the level into the map's column; the map's height follows from its shape, within limits. */
static enum xn_status make_frame(struct layout *layout, int top, int *ret_height, struct xn_error *err)
{
    double bounds[4];
    XN_TRY(level_bounds(layout->map, bounds, err));
    const double width_m = bounds[2] - bounds[0], height_m = bounds[3] - bounds[1];
    const double scale = fmin(MAP_WIDTH / width_m, MAP_HEIGHT_MAX / height_m);
    const int drawn_height = (int)ceil(height_m * scale);
    const int height = int_max(drawn_height, MAP_HEIGHT_MIN);
    layout->frame = (struct xn_frame){.min_x_m = bounds[0],
                                      .max_y_m = bounds[3],
                                      .tenths_per_m = scale,
                                      .left = MARGIN + (MAP_WIDTH - (int)(width_m * scale)) / 2,
                                      .top = top + (height - drawn_height) / 2};
    const double unit_side = sqrt(width_m * height_m * scale * scale /
                                  (double)xn_city_units(layout->map->city, layout->map->level));
    layout->border_width = (int)fmin(fmax(unit_side / 100, 1), 5);
    *ret_height = height;
    return XN_OK;
}

/* --- units ------------------------------------------------------------------------------------------- */

/* "Coerde: 23.4%" */
static enum xn_status make_tooltip(const struct layout *layout, size_t unit, struct xn_arena *arena,
                                   const char **ret, struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    const char *raw = NULL;
    xn_buf_printf(&text, "%s: ", xn_city_unit(layout->map->city, layout->map->level, unit)->name);
    xn_legend_put_value(layout->map, &layout->legend, unit, &text);
    XN_TRY(xn_words_keep(&text, arena, &raw, err));
    return xn_words_clean(arena, raw, ret, err);
}

static enum xn_status add_unit(struct layout *layout, struct xn_marks *marks, size_t unit,
                               struct xn_error *err)
{
    const struct xn_unit *source = xn_city_unit(layout->map->city, layout->map->level, unit);
    const struct xn_style style = {
        .filled = true,
        .fill = layout->legend.category[layout->legend.category_of[unit]].fill,
        .stroke = XN_COLOR_BORDER,
        .stroke_width = layout->border_width,
    };
    const char *tooltip = NULL, *id = NULL;
    XN_TRY(make_tooltip(layout, unit, marks->arena, &tooltip, err));
    XN_TRY(xn_words_clean(marks->arena, source->id, &id, err));
    XN_TRY(xn_outline_make(marks->arena, &source->shape, &layout->frame, &layout->outline[unit], err));
    xn_marks_add_unit(marks, &layout->outline[unit], &style, id, tooltip);
    return XN_OK;
}

/* Units of one category after the other, so that a category is one group of the drawing. */
static enum xn_status add_units(struct layout *layout, struct xn_marks *marks, struct xn_error *err)
{
    const size_t n = xn_city_units(layout->map->city, layout->map->level);
    XN_TRY(XN_ARENA_ARRAY(marks->arena, n, &layout->outline, err));
    for (size_t category = 0; category < layout->legend.n_categories; category++)
        for (size_t i = 0; i < n; i++)
            if (layout->legend.category_of[i] == category)
                XN_TRY(add_unit(layout, marks, i, err));
    return XN_OK;
}

static enum xn_status add_parent_outlines(const struct layout *layout, struct xn_marks *marks,
                                          struct xn_error *err)
{
    if (layout->map->level == 0)
        return XN_OK;
    const struct xn_style style = {.stroke = XN_COLOR_QUIET, .stroke_width = 9};
    for (size_t i = 0; i < xn_city_units(layout->map->city, layout->map->level - 1); i++) {
        struct xn_outline outline;
        XN_TRY(xn_outline_make(marks->arena,
                               &xn_city_unit(layout->map->city, layout->map->level - 1, i)->shape,
                               &layout->frame, &outline, err));
        xn_marks_add_area(marks, &outline, &style);
    }
    return XN_OK;
}

/* --- names ------------------------------------------------------------------------------------------- */

/* Splits "Kinderhaus-West" or "Berg Fidel" where its halves are most alike; one line when there is no blank
 * or hyphen inside. */
static enum xn_status split_name(struct xn_arena *arena, const char *name, struct xn_words_lines *ret,
                                 struct xn_error *err)
{
    const size_t length = strlen(name);
    size_t split = 0;
    for (size_t i = 1; i + 1 < length; i++)
        if ((name[i - 1] == ' ' || name[i - 1] == '-') &&
            (split == 0 ||
             fabs(2.0 * (double)i - (double)length) < fabs(2.0 * (double)split - (double)length)))
            split = i;
    struct xn_words_lines lines = {.count = 1, .line = {name}};
    if (split > 0) {
        lines.count = 2;
        lines.line[0] = xn_arena_strndup(arena, name, name[split - 1] == ' ' ? split - 1 : split);
        lines.line[1] = name + split;
    }
    if (!lines.line[0])
        return xn_fail_memory(err);
    *ret = lines;
    return XN_OK;
}

/* Writes the lines where they fit inside the unit's outline; false: nowhere. */
static bool write_inside(const struct layout *layout, struct xn_marks *marks, size_t unit, int size,
                         const struct xn_words_lines *lines)
{
    const struct xn_unit *source = xn_city_unit(layout->map->city, layout->map->level, unit);
    const struct xn_fill *fill = &layout->legend.category[layout->legend.category_of[unit]].fill;
    const struct xn_frame *frame = &layout->frame;
    int width = 0;
    for (size_t i = 0; i < lines->count; i++)
        width = int_max(width, xn_words_width(lines->line[i], size, false));
    int x = frame->left + (int)((source->x_m - frame->min_x_m) * frame->tenths_per_m);
    int y = frame->top + (int)((frame->max_y_m - source->y_m) * frame->tenths_per_m);
    const int line_height = size * 115 / 100;
    if (!xn_outline_fit_box(&layout->outline[unit], width, line_height * (int)lines->count, &x, &y))
        return false;
    struct xn_text text = {.x = x,
                           .y = y - line_height * ((int)lines->count - 1) / 2 + size * 35 / 100,
                           .size = size,
                           .anchor = XN_ANCHOR_MIDDLE,
                           .color = xn_color_on(fill),
                           .halo = fill->hatch != XN_HATCH_NONE,
                           .on_unit = true};
    for (size_t i = 0; i < lines->count; i++, text.y += line_height)
        xn_marks_add_text(marks, &text, lines->line[i]);
    return true;
}

/* The name on one line, or on two, or else the number when it is short: whatever fits first. */
static enum xn_status add_name(const struct layout *layout, struct xn_marks *marks, size_t unit,
                               struct xn_error *err)
{
    const struct xn_unit *source = xn_city_unit(layout->map->city, layout->map->level, unit);
    struct xn_words_lines whole = {.count = 1}, halves, number = {.count = 1};
    XN_TRY(xn_words_clean(marks->arena, source->name, &whole.line[0], err));
    XN_TRY(xn_words_clean(marks->arena, source->id, &number.line[0], err));
    XN_TRY(split_name(marks->arena, whole.line[0], &halves, err));
    if (write_inside(layout, marks, unit, NAME_SIZE, &whole))
        return XN_OK;
    if (halves.count > 1 && write_inside(layout, marks, unit, NAME_SIZE, &halves))
        return XN_OK;
    if (strlen(number.line[0]) <= NUMBER_LENGTH_MAX)
        (void)write_inside(layout, marks, unit, NUMBER_SIZE, &number);
    return XN_OK;
}

static enum xn_status add_names(const struct layout *layout, struct xn_marks *marks, struct xn_error *err)
{
    const size_t n = xn_city_units(layout->map->city, layout->map->level);
    for (size_t i = 0; n <= NAME_UNITS_MAX && i < n; i++)
        XN_TRY(add_name(layout, marks, i, err));
    return XN_OK;
}

/* --- the whole --------------------------------------------------------------------------------------- */

/* For readers of screens: the subtitle, and the legend as a sentence. */
static enum xn_status describe(const struct layout *layout, struct xn_arena *arena, const char **ret,
                               struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    const char *raw = NULL;
    xn_buf_printf(&text, "%s. %s: ", layout->captions.subtitle, layout->legend.heading);
    for (size_t i = 0; i < layout->legend.n_categories; i++) {
        xn_buf_printf(&text, "%s%s (", i ? "; " : "", layout->legend.category[i].label);
        xn_legend_put_units(layout->map, layout->legend.category[i].n_units, &text);
        xn_buf_putc(&text, ')');
    }
    xn_buf_putc(&text, '.');
    XN_TRY(xn_words_keep(&text, arena, &raw, err));
    return xn_words_clean(arena, raw, ret, err);
}

static enum xn_status draw_map(struct layout *layout, struct xn_marks *marks, struct xn_error *err)
{
    XN_TRY(add_units(layout, marks, err));
    XN_TRY(add_parent_outlines(layout, marks, err));
    return add_names(layout, marks, err);
}

static enum xn_status draw_all(struct layout *layout, struct xn_view *view, struct xn_error *err)
{
    struct xn_marks *marks = &view->marks;
    int header_bottom, map_height, legend_bottom, notes_bottom;
    const int inner_width = XN_VIEW_WIDTH - 2 * MARGIN;
    XN_TRY(xn_margin_header(marks, &layout->captions, MARGIN, MARGIN, inner_width, &header_bottom, err));
    const int top = header_bottom + 200;
    XN_TRY(make_frame(layout, top, &map_height, err));
    XN_TRY(draw_map(layout, marks, err));
    XN_TRY(xn_margin_legend(marks, layout->map, &layout->legend, PANEL_LEFT, top, PANEL_WIDTH, &legend_bottom,
                            err));
    const int panel_bottom = legend_bottom + XN_MARGIN_SCALE_HEIGHT;
    const int bottom = int_max(panel_bottom, top + map_height);
    XN_TRY(xn_margin_scale(marks, layout->map, layout->frame.tenths_per_m, PANEL_LEFT, bottom, PANEL_WIDTH,
                           err));
    XN_TRY(xn_margin_notes(marks, &layout->captions, MARGIN, bottom + 260, inner_width, &notes_bottom, err));
    view->height = notes_bottom + MARGIN / 2;
    return marks->status == XN_OK ? XN_OK : xn_fail_memory(err);
}

enum xn_status xn_view_make(const struct xn_map *map, struct xn_view **ret, struct xn_error *err)
{
    XN_AUTO(xn_view_free) struct xn_view *view = xn_calloc(1, sizeof *view);
    if (!view || !(view->arena = xn_arena_new()))
        return xn_fail_memory(err);
    struct layout layout = {.map = map};
    view->language = map->language;
    view->marks.arena = view->arena;
    XN_TRY(xn_legend_make(map, view->arena, &layout.legend, err));
    XN_TRY(xn_captions_make(map, &layout.legend, view->arena, &layout.captions, err));
    view->title = layout.captions.title;
    XN_TRY(describe(&layout, view->arena, &view->description, err));
    XN_TRY(draw_all(&layout, view, err));
    *ret = XN_STEAL(view);
    return XN_OK;
}

void xn_view_free(struct xn_view *view)
{
    if (!view)
        return;
    xn_arena_free(view->arena);
    xn_free(view);
}
