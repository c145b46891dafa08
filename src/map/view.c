/* view.c - drawing a picture: the units, the outlines of the level above, names, and the words around the
 * map. See view.h. */
#include "view.h"
#include "layout.h"
#include "words.h"

/* --- units ------------------------------------------------------------------------------------------- */

/* "Coerde: 23.4%" */
static enum xn_status make_tooltip(const struct xn_layout *layout, size_t unit, struct xn_arena *arena,
                                   const char **ret, struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    const char *raw = NULL;
    xn_buf_printf(&text, "%s: ", xn_city_unit(layout->map->city, layout->map->level, unit)->name);
    xn_legend_put_value(layout->map, &layout->legend, unit, &text);
    XN_TRY(xn_words_keep(&text, arena, &raw, err));
    return xn_words_clean(arena, raw, ret, err);
}

static enum xn_status add_unit(const struct xn_layout *layout, struct xn_marks *marks, size_t unit,
                               struct xn_outline *ret_outline, struct xn_error *err)
{
    const struct xn_unit *source = xn_city_unit(layout->map->city, layout->map->level, unit);
    const struct xn_style style = {
        .filled = true,
        .fill = xn_legend_fill(layout->map, &layout->legend, unit),
        .stroke = XN_COLOR_BORDER,
        .stroke_width = layout->border_width,
    };
    const char *tooltip = NULL, *id = NULL;
    XN_TRY(make_tooltip(layout, unit, marks->arena, &tooltip, err));
    XN_TRY(xn_words_clean(marks->arena, source->id, &id, err));
    XN_TRY(xn_outline_make(marks->arena, &source->shape, &layout->frame, ret_outline, err));
    xn_marks_add_unit(marks, ret_outline, &style, id, tooltip);
    return XN_OK;
}

/* Units of one category after the other, so that a category is one group of the drawing. */
static enum xn_status add_units(const struct xn_layout *layout, struct xn_marks *marks,
                                struct xn_outline *outline, struct xn_error *err)
{
    for (size_t category = 0; category < layout->legend.n_categories; category++)
        for (size_t i = 0; i < xn_city_units(layout->map->city, layout->map->level); i++)
            if (layout->legend.category_of[i] == category)
                XN_TRY(add_unit(layout, marks, i, &outline[i], err));
    return XN_OK;
}

static enum xn_status add_parent_outlines(const struct xn_layout *layout, struct xn_marks *marks,
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

/* --- the whole --------------------------------------------------------------------------------------- */

/* For readers of screens: the subtitle, and the legend as a sentence. */
static enum xn_status describe(const struct xn_layout *layout, struct xn_arena *arena, const char **ret,
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

static enum xn_status draw_map(const struct xn_layout *layout, struct xn_marks *marks, struct xn_error *err)
{
    struct xn_outline *outline = NULL;
    XN_TRY(XN_ARENA_ARRAY(marks->arena, xn_city_units(layout->map->city, layout->map->level), &outline, err));
    XN_TRY(add_units(layout, marks, outline, err));
    XN_TRY(add_parent_outlines(layout, marks, err));
    return xn_names_draw(layout, outline, marks, err);
}

static enum xn_status draw_all(const struct xn_layout *layout, struct xn_view *view, struct xn_error *err)
{
    struct xn_marks *marks = &view->marks;
    const struct xn_box *header = &layout->header, *panel = &layout->panel, *scale = &layout->scale,
                        *notes = &layout->notes;
    int below;
    XN_TRY(xn_margin_header(marks, &layout->captions, header->left, header->top, header->width, &below, err));
    XN_TRY(draw_map(layout, marks, err));
    XN_TRY(xn_margin_legend(marks, layout->map, &layout->legend, panel->left, panel->top, panel->width,
                            &below, err));
    XN_TRY(xn_margin_scale(marks, layout->map, layout->frame.tenths_per_m, scale->left,
                           scale->top + scale->height, scale->width, err));
    XN_TRY(xn_margin_notes(marks, &layout->captions, notes->left, notes->top, notes->width, &below, err));
    view->height = below + layout->room->margin / 2;
    return marks->status == XN_OK ? XN_OK : xn_fail_memory(err);
}

enum xn_status xn_view_make(const struct xn_map *map, const struct xn_view_room *room, struct xn_view **ret,
                            struct xn_error *err)
{
    XN_AUTO(xn_view_free) struct xn_view *view = xn_calloc(1, sizeof *view);
    if (!view || !(view->arena = xn_arena_new()))
        return xn_fail_memory(err);
    struct xn_layout layout = {.map = map, .room = room};
    view->width = room->width;
    view->language = map->language;
    view->marks.arena = view->arena;
    XN_TRY(xn_legend_make(map, view->arena, &layout.legend, err));
    XN_TRY(xn_captions_make(map, &layout.legend, view->arena, &layout.captions, err));
    view->title = layout.captions.title;
    view->subtitle = layout.captions.subtitle;
    XN_TRY(describe(&layout, view->arena, &view->description, err));
    XN_TRY(xn_layout_place(&layout, view->arena, err));
    XN_TRY(draw_all(&layout, view, err));
    view->tenths_per_m = layout.frame.tenths_per_m;
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
