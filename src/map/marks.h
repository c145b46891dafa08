/* marks.h - the few things a picture is made of: areas, lines and texts, in drawing order.
 *
 * Coordinates are whole tenths of a pixel. Errors stick, as in buf.h: after memory ran out nothing more is
 * added, and the maker of the view checks once.
 */
#ifndef XENIA_MAP_MARKS_H
#define XENIA_MAP_MARKS_H

#include "outline.h"
#include "palette.h"

struct xn_style {
    bool filled;
    struct xn_fill fill;
    uint32_t stroke;
    int stroke_width; /* 0: none */
};

enum xn_anchor { XN_ANCHOR_START, XN_ANCHOR_MIDDLE, XN_ANCHOR_END };

struct xn_text {
    int x, y; /* of the base line */
    int size;
    uint32_t color;
    enum xn_anchor anchor;
    bool bold;
    bool halo;    /* an edge of XN_COLOR_PAPER around the letters */
    bool on_unit; /* lets the pointer through to the unit below */
};

enum xn_mark_kind {
    XN_MARK_AREA, /* outline, closed */
    XN_MARK_LINE, /* outline, open */
    XN_MARK_TEXT
};

struct xn_mark {
    enum xn_mark_kind kind;
    struct xn_style style; /* areas and lines */
    struct xn_outline outline;
    const char *unit_id, *tooltip; /* of a unit's area, clean text; else NULL */
    struct xn_text text;
    const char *words; /* clean text */
};

struct xn_marks {
    struct xn_arena *arena;
    size_t count, capacity;
    struct xn_mark *mark;
    enum xn_status status;
};

void xn_marks_add_area(struct xn_marks *marks, const struct xn_outline *outline,
                       const struct xn_style *style);
void xn_marks_add_unit(struct xn_marks *marks, const struct xn_outline *outline, const struct xn_style *style,
                       const char *unit_id, const char *tooltip);
void xn_marks_add_box(struct xn_marks *marks, int x, int y, int width, int height,
                      const struct xn_style *style);
/* n points x0 y0 x1 y1 ..., copied. */
void xn_marks_add_polygon(struct xn_marks *marks, const int32_t *xy, size_t n, const struct xn_style *style);
void xn_marks_add_line(struct xn_marks *marks, const int32_t *xy, size_t n, const struct xn_style *style);
void xn_marks_add_text(struct xn_marks *marks, const struct xn_text *text, const char *words);

#endif
