/* typeset.c - lines of text by Pango. See typeset.h. */
#include "typeset.h"

/* To be given back by g_object_unref. */
static PangoLayout *lay_out(struct xn_canvas *canvas, const char *text, const struct xn_type *type,
                            double width)
{
    PangoLayout *layout = pango_layout_new(canvas->context);
    PangoFontDescription *font = xn_canvas_font(type->size, type->bold);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout, text, -1);
    return layout;
}

size_t xn_type_lines(struct xn_canvas *canvas, const char *text, const struct xn_type *type, double width)
{
    PangoLayout *layout = lay_out(canvas, text, type, width);
    const int n = pango_layout_get_line_count(layout);
    g_object_unref(layout);
    return n > 1 ? (size_t)n : 1;
}

/* The base line lies where the letters stand in the middle of the leading: capitals are 0.72 of the size. */
static void draw_line(struct xn_canvas *canvas, PangoLayoutLine *line, const struct xn_type *type,
                      const struct xn_type_place *place, double top)
{
    static const double part_before[] = {0, 0.5, 1}; /* of the width, by anchor */
    PangoRectangle extents;
    pango_layout_line_get_extents(line, NULL, &extents);
    const double free_width = place->width - (double)extents.width / PANGO_SCALE;
    xn_canvas_set_color(canvas, type->color);
    cairo_move_to(canvas->cairo, place->x + part_before[place->anchor] * free_width,
                  top + (type->leading + 0.72 * type->size) / 2);
    pango_cairo_show_layout_line(canvas->cairo, line);
}

void xn_type_draw(struct xn_canvas *canvas, const char *text, const struct xn_type *type,
                  const struct xn_type_place *place, size_t from, size_t to)
{
    PangoLayout *layout = lay_out(canvas, text, type, place->width);
    for (size_t i = from; i < to; i++) {
        PangoLayoutLine *line = pango_layout_get_line_readonly(layout, (int)i);
        if (line)
            draw_line(canvas, line, type, place, place->y + (double)(i - from) * type->leading);
    }
    g_object_unref(layout);
}

void xn_type_draw_line(struct xn_canvas *canvas, const char *text, const struct xn_type *type,
                       const struct xn_type_place *place)
{
    PangoLayout *layout = lay_out(canvas, text, type, place->width);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    draw_line(canvas, pango_layout_get_line_readonly(layout, 0), type, place, place->y);
    g_object_unref(layout);
}
