/* press_front.c - drawing the title and the contents. See press.h. */
#include <stdio.h>
#include "press.h"

static double draw_lines(struct xn_press *press, const char *text, const struct xn_type *type, double x,
                         double y, double width, const char *tag)
{
    const struct xn_type_place place = {.x = x, .y = y, .width = width};
    const size_t n = xn_type_lines(press->canvas, text, type, width);
    xn_press_begin(press, tag);
    xn_type_draw(press->canvas, text, type, &place, 0, n);
    xn_press_end(press, tag);
    return (double)n * type->leading;
}

void xn_press_title(struct xn_press *press, const struct xn_piece *piece)
{
    static const struct xn_type large = {.size = 30, .leading = 37, .bold = true, .color = XN_COLOR_INK};
    static const struct xn_type below = {.size = 14, .leading = 20, .color = XN_COLOR_QUIET};
    const struct xn_document_head *head = &press->document->head;
    const struct xn_grid *grid = &press->pages->grid;
    const bool across = grid->width > grid->height;
    const double width = (head->title_page && across ? 0.44 : 1.0) * (grid->right - grid->left);
    double y = piece->y;
    if (head->title_page) {
        y = grid->top + (across ? 60 : 100);
        xn_press_box(press, grid->left, y - 18, 54, 4, XN_COLOR_INK);
    }
    y += draw_lines(press, head->title, head->title_page ? &large : &xn_title_type, grid->left, y, width,
                    "H1");
    if (head->subtitle)
        (void)draw_lines(press, head->subtitle, head->title_page ? &below : &xn_subtitle_type, grid->left,
                         y + (head->title_page ? 10 : 4), width, "P");
}

/* The text, its page at the right, and a thin line between entries of the first order. */
static double draw_entry(struct xn_press *press, const struct xn_entry *entry,
                         const struct xn_contents_place *at, double y)
{
    const struct xn_block *block = &press->document->block[entry->block];
    const struct xn_type *type = xn_contents_type(block);
    const double indent = block->kind == XN_BLOCK_HEADING ? 14 : 0;
    char attributes[32], number[24];
    snprintf(attributes, sizeof attributes, "dest='b%zu'", entry->block);
    snprintf(number, sizeof number, " %zu",
             entry->page + 1); /* the blank parts it from the text for a reader */
    const struct xn_type_place text = {
        .x = at->left + indent, .y = y, .width = at->width - indent - XN_CONTENTS_NUMBER_WIDTH};
    const struct xn_type_place page = {.x = at->left + at->width - XN_CONTENTS_NUMBER_WIDTH,
                                       .y = y,
                                       .width = XN_CONTENTS_NUMBER_WIDTH,
                                       .anchor = XN_ANCHOR_END};
    xn_press_begin(press, "TOCI");
    cairo_tag_begin(press->canvas->cairo, CAIRO_TAG_LINK, attributes);
    xn_type_draw_line(press->canvas, block->text, type, &text);
    xn_type_draw_line(press->canvas, number, type, &page);
    cairo_tag_end(press->canvas->cairo, CAIRO_TAG_LINK);
    xn_press_end(press, "TOCI");
    return type->leading;
}

void xn_press_contents(struct xn_press *press, const struct xn_piece *piece)
{
    static const struct xn_type heading = {.size = 12.5, .leading = 17, .bold = true, .color = XN_COLOR_INK};
    const struct xn_contents_place at = xn_contents_place(&press->pages->grid);
    double y = piece->y;
    if (piece->from == 0)
        (void)draw_lines(press, xn_message(press->document->head.language, "Contents"), &heading, at.left,
                         y - 30, at.width, "H2");
    xn_press_rule(press, at.left, y - 6, at.width, 0.8, XN_COLOR_INK);
    xn_press_begin(press, "TOC");
    for (size_t k = piece->from; k < piece->to; k++)
        y += draw_entry(press, &press->pages->entry[k], &at, y);
    xn_press_end(press, "TOC");
}
