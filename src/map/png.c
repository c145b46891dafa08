/* png.c - a view in pixels, by Cairo and Pango.
 *
 * One of the two back ends of view.h: it decides nothing, it draws the marks in their order. The font map is
 * this call's own, so that nothing outlives it and threads do not meet.
 */
#include <cairo.h>
#include <math.h>
#include <pango/pangocairo.h>
#include "view.h"

struct canvas {
    cairo_t *cairo;
    PangoLayout *layout;
};

static void set_color(cairo_t *cairo, uint32_t color)
{
    cairo_set_source_rgb(cairo, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0,
                         (color & 0xff) / 255.0);
}

/* --- areas and lines --------------------------------------------------------------------------------- */

static void trace(cairo_t *cairo, const struct xn_mark *mark)
{
    size_t start = 0;
    cairo_new_path(cairo);
    for (size_t ring = 0; ring < mark->outline.n_rings; start = mark->outline.ring_end[ring++]) {
        cairo_new_sub_path(cairo);
        for (size_t i = start; i < mark->outline.ring_end[ring]; i++)
            cairo_line_to(cairo, mark->outline.xy[2 * i], mark->outline.xy[2 * i + 1]);
        if (mark->kind == XN_MARK_AREA)
            cairo_close_path(cairo);
    }
}

/* Lines x + y = k * step (rising) or x - y = k * step (falling) through the current clip: the lines that the
 * SVG's pattern draws. */
static void hatch_clip(cairo_t *cairo, const struct xn_fill *fill)
{
    double left, top, right, bottom;
    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    const double direction = fill->hatch == XN_HATCH_RISING ? -1 : 1;
    const double from = left - fmax(direction * top, direction * bottom);
    const double to = right - fmin(direction * top, direction * bottom);
    cairo_new_path(cairo);
    for (double x = floor(from / XN_VIEW_HATCH_STEP) * XN_VIEW_HATCH_STEP; x <= to; x += XN_VIEW_HATCH_STEP) {
        cairo_move_to(cairo, x + direction * top, top);
        cairo_line_to(cairo, x + direction * bottom, bottom);
    }
    set_color(cairo, fill->hatch_color);
    cairo_set_line_width(cairo, XN_VIEW_HATCH_WIDTH);
    cairo_stroke(cairo);
}

static void fill_mark(cairo_t *cairo, const struct xn_mark *mark)
{
    trace(cairo, mark);
    set_color(cairo, mark->style.fill.color);
    cairo_fill_preserve(cairo);
    if (mark->style.fill.hatch == XN_HATCH_NONE)
        return;
    cairo_save(cairo);
    cairo_clip(cairo);
    hatch_clip(cairo, &mark->style.fill);
    cairo_restore(cairo);
}

static void draw_path(cairo_t *cairo, const struct xn_mark *mark)
{
    if (mark->style.filled)
        fill_mark(cairo, mark);
    if (mark->style.stroke_width == 0)
        return;
    trace(cairo, mark);
    set_color(cairo, mark->style.stroke);
    cairo_set_line_width(cairo, mark->style.stroke_width);
    cairo_stroke(cairo);
}

/* --- text -------------------------------------------------------------------------------------------- */

static void set_font(PangoLayout *layout, const struct xn_text *text)
{
    PangoFontDescription *font = pango_font_description_from_string(XN_VIEW_FONT);
    pango_font_description_set_absolute_size(font, text->size * PANGO_SCALE);
    pango_font_description_set_weight(font, text->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

static void draw_halo(struct canvas *canvas)
{
    pango_cairo_layout_path(canvas->cairo, canvas->layout);
    set_color(canvas->cairo, XN_COLOR_PAPER);
    cairo_set_line_width(canvas->cairo, XN_VIEW_HALO_WIDTH);
    cairo_stroke(canvas->cairo);
}

static void draw_text(struct canvas *canvas, const struct xn_mark *mark)
{
    static const double part_before[] = {0, 0.5, 1}; /* of the width, by anchor */
    const struct xn_text *text = &mark->text;
    set_font(canvas->layout, text);
    pango_layout_set_text(canvas->layout, mark->words, -1);
    PangoRectangle extents;
    pango_layout_get_extents(canvas->layout, NULL, &extents);
    const double x = text->x - part_before[text->anchor] * extents.width / PANGO_SCALE;
    const double y = text->y - (double)pango_layout_get_baseline(canvas->layout) / PANGO_SCALE;
    cairo_move_to(canvas->cairo, x, y);
    if (text->halo) {
        draw_halo(canvas);
        cairo_move_to(canvas->cairo, x, y);
    }
    set_color(canvas->cairo, text->color);
    pango_cairo_show_layout(canvas->cairo, canvas->layout);
}

/* Glyphs keep their places at every size: no hinting of distances. */
static void set_font_options(PangoContext *context)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
}

static void draw_marks(cairo_t *cairo, const struct xn_view *view)
{
    PangoFontMap *fonts = pango_cairo_font_map_new();
    PangoContext *context = pango_font_map_create_context(fonts);
    pango_cairo_update_context(cairo, context);
    set_font_options(context);
    pango_context_set_language(context, pango_language_from_string(xn_language_tag(view->language)));
    struct canvas canvas = {.cairo = cairo, .layout = pango_layout_new(context)};
    pango_layout_set_single_paragraph_mode(canvas.layout, TRUE);
    for (size_t i = 0; i < view->marks.count; i++) {
        if (view->marks.mark[i].kind == XN_MARK_TEXT)
            draw_text(&canvas, &view->marks.mark[i]);
        else
            draw_path(cairo, &view->marks.mark[i]);
    }
    g_object_unref(canvas.layout);
    g_object_unref(context);
    g_object_unref(fonts);
}

/* --- the picture ------------------------------------------------------------------------------------- */

static void draw_view(cairo_t *cairo, const struct xn_view *view, double scale)
{
    set_color(cairo, XN_COLOR_PAPER);
    cairo_paint(cairo);
    cairo_scale(cairo, scale, scale);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    draw_marks(cairo, view);
}

static cairo_status_t append_png(void *closure, const unsigned char *bytes, unsigned length)
{
    struct xn_buf *buf = closure;
    xn_buf_append(buf, bytes, length);
    return buf->status == XN_OK ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static enum xn_status render(const struct xn_view *view, cairo_surface_t *surface, double scale,
                             struct xn_buf *buf, struct xn_error *err)
{
    cairo_t *cairo = cairo_create(surface);
    draw_view(cairo, view, scale);
    cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface, append_png, buf);
    XN_TRY(xn_buf_check(buf, err));
    if (status == CAIRO_STATUS_NO_MEMORY)
        return xn_fail_memory(err);
    if (status != CAIRO_STATUS_SUCCESS)
        return xn_fail(err, XN_IO, "the picture could not be drawn: %s", cairo_status_to_string(status));
    return XN_OK;
}

enum xn_status xn_map_png(const struct xn_map *map, unsigned width_px, struct xn_buf *buf,
                          struct xn_error *err)
{
    if (width_px < XN_MAP_PNG_WIDTH_MIN || width_px > XN_MAP_PNG_WIDTH_MAX)
        return xn_fail(err, XN_ARGUMENT, "a picture of %u pixels' width is asked, wanted %d to %d", width_px,
                       XN_MAP_PNG_WIDTH_MIN, XN_MAP_PNG_WIDTH_MAX);
    XN_AUTO(xn_view_free) struct xn_view *view = NULL;
    XN_TRY(xn_view_make(map, &view, err));
    const double scale = (double)width_px / XN_VIEW_WIDTH;
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width_px, (int)ceil(view->height * scale));
    const enum xn_status status = render(view, surface, scale, buf, err);
    cairo_surface_destroy(surface);
    return status;
}
