/* typeset.h - text in lines of a fixed height, by Pango: how many there are, and drawing some of them.
 *
 * Lines are placed by us, one leading apart, so that a text can be divided between pages and every page has
 * the same even lines. Units are points.
 */
#ifndef XENIA_MAP_TYPESET_H
#define XENIA_MAP_TYPESET_H

#include "canvas.h"

struct xn_type {
    double size, leading; /* of the letters, and from line to line */
    bool bold;
    uint32_t color;
};

/* Where lines of text go: the upper edge of the first one. */
struct xn_type_place {
    double x, y, width;
    enum xn_anchor anchor;
};

/* At least 1. */
size_t xn_type_lines(struct xn_canvas *canvas, const char *text, const struct xn_type *type, double width);
/* Lines from .. to - 1 of the text as broken at place->width. */
void xn_type_draw(struct xn_canvas *canvas, const char *text, const struct xn_type *type,
                  const struct xn_type_place *place, size_t from, size_t to);
/* One line, cut with an ellipsis where it does not fit. */
void xn_type_draw_line(struct xn_canvas *canvas, const char *text, const struct xn_type *type,
                       const struct xn_type_place *place);

#endif
