/* paper.h - a PDF that is being drawn: pages of one size, vectors, fonts embedded.
 *
 * The unit is the point of an A4 page. A3 is the same page enlarged by the square root of two, so that who
 * holds the small print and who stands at the large one turn the same pages. The PDF's dates are a given day
 * and it has no random identifier, so that the same drawing gives the same bytes.
 */
#ifndef XENIA_MAP_PAPER_H
#define XENIA_MAP_PAPER_H

#include "canvas.h"
#include "xenia/map.h"

#define XN_PAPER_SHORT 595.276
#define XN_PAPER_LONG 841.89
/* Points a tenth of a pixel of a view: the words around a map are 8.4 points then, the names on it 7.5. */
#define XN_PAPER_VIEW_SCALE 0.075

struct xn_paper_properties {
    const char *title, *author, *keywords; /* clean text; author and keywords may be NULL */
    xn_date made_on;
    enum xn_language language;
    enum xn_paper_size size;
    bool across;
};

struct xn_paper {
    double width, height; /* of a page */
    enum xn_language language;
    cairo_surface_t *surface;
    struct xn_canvas canvas;
    struct xn_buf bytes;
};

/* Draw on paper->canvas and end each page with cairo_show_page; then finish it, or drop it. */
void xn_paper_open(struct xn_paper *paper, const struct xn_paper_properties *properties);
/* Appends the PDF to `buf`. */
XN_MUST_CHECK enum xn_status xn_paper_finish(struct xn_paper *paper, struct xn_buf *buf,
                                             struct xn_error *err);
void xn_paper_drop(struct xn_paper *paper);

#endif
