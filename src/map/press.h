/* press.h - drawing the pieces of a page, each tagged with what it is. */
#ifndef XENIA_MAP_PRESS_H
#define XENIA_MAP_PRESS_H

#include "pages.h"
#include "paper.h"

#define XN_PRESS_RULE 0xd0d0d0u /* thin lines */
#define XN_PRESS_SOFT 0xf2f2f2u /* behind a notice */

struct xn_press {
    const struct xn_document *document;
    const struct xn_pages *pages;
    struct xn_paper *paper;
    struct xn_canvas *canvas;
    struct xn_error *err;
};

/* What is drawn between the two is a heading ("H2"), a paragraph ("P") ...: ISO 32000-1, 14.8.4. */
void xn_press_begin(struct xn_press *press, const char *tag);
void xn_press_end(struct xn_press *press, const char *tag);
void xn_press_rule(struct xn_press *press, double x, double y, double width, double thickness,
                   uint32_t color);
void xn_press_box(struct xn_press *press, double x, double y, double width, double height, uint32_t color);

/* A piece of each kind. */
void xn_press_text(struct xn_press *press, const struct xn_piece *piece);
void xn_press_item(struct xn_press *press, const struct xn_piece *piece);
void xn_press_field(struct xn_press *press, const struct xn_piece *piece);
void xn_press_table(struct xn_press *press, const struct xn_piece *piece);
void xn_press_title(struct xn_press *press, const struct xn_piece *piece);
void xn_press_contents(struct xn_press *press, const struct xn_piece *piece);

#endif
