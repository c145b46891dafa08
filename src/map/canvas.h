/* canvas.h - drawing marks on any surface of Cairo's: pixels or paper.
 *
 * It decides nothing: it draws the marks in their order. The font map is the canvas's own, so that nothing
 * outlives it and threads do not meet. Cairo and Pango allocate by themselves; GLib below them ends the
 * process when memory is out.
 */
#ifndef XENIA_MAP_CANVAS_H
#define XENIA_MAP_CANVAS_H

#include <cairo.h>
#include <pango/pangocairo.h>
#include "marks.h"
#include "xenia/message.h"

struct xn_canvas {
    cairo_t *cairo;
    PangoFontMap *fonts;
    PangoContext *context;
    PangoLayout *layout; /* for single lines of text */
};

void xn_canvas_open(struct xn_canvas *canvas, cairo_surface_t *surface, enum xn_language language);
/* What became of the drawing. */
cairo_status_t xn_canvas_close(struct xn_canvas *canvas);

void xn_canvas_set_color(struct xn_canvas *canvas, uint32_t color);
/* A font description to be freed by pango_font_description_free; `size` in the canvas's units. */
PangoFontDescription *xn_canvas_font(double size, bool bold);
/* Draws with the marks' origin at (x, y) and their tenths multiplied by `scale`. */
void xn_canvas_draw(struct xn_canvas *canvas, const struct xn_marks *marks, double x, double y, double scale);
/* What Cairo says, as a status and a sentence. */
XN_MUST_CHECK enum xn_status xn_canvas_check(cairo_status_t status, struct xn_error *err);

#endif
