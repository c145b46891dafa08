/* canvas.c - marks by Cairo and Pango. See canvas.h. */
#include "canvas.h"
#include <math.h>
#include "view.h"

void xn_canvas_set_color(struct xn_canvas *canvas, uint32_t color)
{
    cairo_set_source_rgb(canvas->cairo, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0,
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

/* Lines x + y = k * step (rising, direction -1) or x - y = k * step (falling, 1) through the current clip:
 * the lines that the SVG's pattern draws. */
static void trace_hatching(cairo_t *cairo, double direction)
{
    double left, top, right, bottom;
    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    const double from = left - fmax(direction * top, direction * bottom);
    const double to = right - fmin(direction * top, direction * bottom);
    for (double x = floor(from / XN_VIEW_HATCH_STEP) * XN_VIEW_HATCH_STEP; x <= to; x += XN_VIEW_HATCH_STEP) {
        cairo_move_to(cairo, x + direction * top, top);
        cairo_line_to(cairo, x + direction * bottom, bottom);
    }
}

static void hatch_mark(struct xn_canvas *canvas, const struct xn_mark *mark)
{
    cairo_t *cairo = canvas->cairo;
    cairo_save(cairo);
    trace(cairo, mark);
    cairo_clip(cairo);
    if (mark->style.fill.hatch != XN_HATCH_FALLING)
        trace_hatching(cairo, -1);
    if (mark->style.fill.hatch != XN_HATCH_RISING)
        trace_hatching(cairo, 1);
    xn_canvas_set_color(canvas, mark->style.fill.hatch_color);
    cairo_set_line_width(cairo, XN_VIEW_HATCH_WIDTH);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

/* Filled and stroked in one go where nothing lies between: a PDF then holds the points once. */
static void draw_path(struct xn_canvas *canvas, const struct xn_mark *mark)
{
    cairo_t *cairo = canvas->cairo;
    trace(cairo, mark);
    if (mark->style.filled) {
        xn_canvas_set_color(canvas, mark->style.fill.color);
        cairo_fill_preserve(cairo);
    }
    if (mark->style.filled && mark->style.fill.hatch != XN_HATCH_NONE) {
        hatch_mark(canvas, mark);
        trace(cairo, mark);
    }
    if (mark->style.stroke_width == 0)
        return;
    xn_canvas_set_color(canvas, mark->style.stroke);
    cairo_set_line_width(cairo, mark->style.stroke_width);
    cairo_stroke(cairo);
}

/* --- text -------------------------------------------------------------------------------------------- */

PangoFontDescription *xn_canvas_font(double size, bool bold)
{
    PangoFontDescription *font = pango_font_description_from_string(XN_VIEW_FONT);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    return font;
}

static void set_font(PangoLayout *layout, const struct xn_text *text)
{
    PangoFontDescription *font = xn_canvas_font(text->size, text->bold);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

static void draw_halo(struct xn_canvas *canvas)
{
    pango_cairo_layout_path(canvas->cairo, canvas->layout);
    xn_canvas_set_color(canvas, XN_COLOR_PAPER);
    cairo_set_line_width(canvas->cairo, XN_VIEW_HALO_WIDTH);
    cairo_stroke(canvas->cairo);
}

static void draw_text(struct xn_canvas *canvas, const struct xn_mark *mark)
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
    xn_canvas_set_color(canvas, text->color);
    pango_cairo_show_layout(canvas->cairo, canvas->layout);
}

/* --- the canvas -------------------------------------------------------------------------------------- */

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

void xn_canvas_open(struct xn_canvas *canvas, cairo_surface_t *surface, enum xn_language language)
{
    cairo_t *cairo = cairo_create(surface);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    canvas->cairo = cairo;
    canvas->fonts = pango_cairo_font_map_new();
    canvas->context = pango_font_map_create_context(canvas->fonts);
    pango_cairo_update_context(cairo, canvas->context);
    pango_context_set_round_glyph_positions(canvas->context, FALSE);
    set_font_options(canvas->context);
    pango_context_set_language(canvas->context, pango_language_from_string(xn_language_tag(language)));
    canvas->layout = pango_layout_new(canvas->context);
    pango_layout_set_single_paragraph_mode(canvas->layout, TRUE);
}

cairo_status_t xn_canvas_close(struct xn_canvas *canvas)
{
    const cairo_status_t status = cairo_status(canvas->cairo);
    g_object_unref(canvas->layout);
    g_object_unref(canvas->context);
    g_object_unref(canvas->fonts);
    cairo_destroy(canvas->cairo);
    return status;
}

void xn_canvas_draw(struct xn_canvas *canvas, const struct xn_marks *marks, double x, double y, double scale)
{
    cairo_save(canvas->cairo);
    cairo_translate(canvas->cairo, x, y);
    cairo_scale(canvas->cairo, scale, scale);
    for (size_t i = 0; i < marks->count; i++) {
        if (marks->mark[i].kind == XN_MARK_TEXT)
            draw_text(canvas, &marks->mark[i]);
        else
            draw_path(canvas, &marks->mark[i]);
    }
    cairo_restore(canvas->cairo);
}

enum xn_status xn_canvas_check(cairo_status_t status, struct xn_error *err)
{
    if (status == CAIRO_STATUS_NO_MEMORY)
        return xn_fail_memory(err);
    if (status != CAIRO_STATUS_SUCCESS)
        return xn_fail(err, XN_IO, "the picture could not be drawn: %s", cairo_status_to_string(status));
    return XN_OK;
}
