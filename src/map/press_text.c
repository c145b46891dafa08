/* press_text.c - drawing texts, items and fields. See press.h. */
#include <stdio.h>
#include "press.h"

void xn_press_begin(struct xn_press *press, const char *tag)
{
    cairo_tag_begin(press->canvas->cairo, tag, NULL);
}

void xn_press_end(struct xn_press *press, const char *tag)
{
    cairo_tag_end(press->canvas->cairo, tag);
}

void xn_press_rule(struct xn_press *press, double x, double y, double width, double thickness, uint32_t color)
{
    xn_canvas_set_color(press->canvas, color);
    cairo_rectangle(press->canvas->cairo, x, y - thickness / 2, width, thickness);
    cairo_fill(press->canvas->cairo);
}

void xn_press_box(struct xn_press *press, double x, double y, double width, double height, uint32_t color)
{
    xn_canvas_set_color(press->canvas, color);
    cairo_rectangle(press->canvas->cairo, x, y, width, height);
    cairo_fill(press->canvas->cairo);
}

/* --- pieces of text ---------------------------------------------------------------------------------- */

static const char *tag_of(enum xn_block_kind kind)
{
    switch (kind) {
    case XN_BLOCK_CHAPTER:
        return "H2";
    case XN_BLOCK_HEADING:
        return "H3";
    case XN_BLOCK_NOTE:
        return "Note";
    default:
        return "P";
    }
}

/* Where bookmarks and the contents lead. */
static void draw_destination(struct xn_press *press, const struct xn_piece *piece)
{
    char attributes[64];
    snprintf(attributes, sizeof attributes, "name='b%zu' x=%d y=%d", piece->block,
             (int)press->pages->grid.left, (int)piece->y - 6);
    cairo_tag_begin(press->canvas->cairo, CAIRO_TAG_DEST, attributes);
    cairo_tag_end(press->canvas->cairo, CAIRO_TAG_DEST);
}

static void draw_notice_box(struct xn_press *press, const struct xn_piece *piece)
{
    const struct xn_text_manner *text = xn_text_manner(XN_BLOCK_NOTICE);
    const double left = press->pages->grid.left;
    const double width = xn_text_width(&press->pages->grid, text) + text->indent + 12;
    xn_press_box(press, left, piece->y, width, piece->height, XN_PRESS_SOFT);
    xn_press_box(press, left, piece->y, 3, piece->height, XN_COLOR_INK);
}

void xn_press_text(struct xn_press *press, const struct xn_piece *piece)
{
    const struct xn_block *block = &press->document->block[piece->block];
    const struct xn_text_manner *text = xn_text_manner(block->kind);
    const struct xn_type_place place = {.x = press->pages->grid.left + text->indent,
                                        .y = piece->y + text->padding,
                                        .width = xn_text_width(&press->pages->grid, text)};
    if (block->kind == XN_BLOCK_NOTICE)
        draw_notice_box(press, piece);
    if (xn_block_is_entry(block))
        draw_destination(press, piece);
    xn_press_begin(press, tag_of(block->kind));
    xn_type_draw(press->canvas, block->text, &text->type, &place, piece->from, piece->to);
    xn_press_end(press, tag_of(block->kind));
}

void xn_press_item(struct xn_press *press, const struct xn_piece *piece)
{
    const struct xn_text_manner *text = xn_text_manner(XN_BLOCK_ITEM);
    const struct xn_type_place bullet = {.x = press->pages->grid.left, .y = piece->y, .width = text->indent};
    xn_press_begin(press, "LI");
    if (piece->from == 0) {
        xn_press_begin(press, "Lbl");
        xn_type_draw(press->canvas, "\xE2\x80\xA2", &text->type, &bullet, 0, 1);
        xn_press_end(press, "Lbl");
    }
    xn_press_begin(press, "LBody");
    xn_press_text(press, piece);
    xn_press_end(press, "LBody");
    xn_press_end(press, "LI");
}

void xn_press_field(struct xn_press *press, const struct xn_piece *piece)
{
    const struct xn_block *block = &press->document->block[piece->block];
    const struct xn_text_manner *text = xn_text_manner(XN_BLOCK_FIELD);
    const double width = xn_text_width(&press->pages->grid, text), left = press->pages->grid.left;
    struct xn_type quiet = text->type;
    quiet.color = XN_COLOR_QUIET;
    struct xn_type_place place = {
        .x = left, .y = piece->y + XN_FIELD_PADDING, .width = XN_FIELD_LABEL_PART * width - XN_FIELD_GAP};
    xn_press_begin(press, "P");
    xn_type_draw(press->canvas, block->label, &quiet, &place, 0,
                 xn_type_lines(press->canvas, block->label, &quiet, place.width));
    xn_press_end(press, "P");
    xn_press_begin(press, "P");
    place.x = left + XN_FIELD_LABEL_PART * width;
    place.width = (1 - XN_FIELD_LABEL_PART) * width;
    xn_type_draw(press->canvas, block->text, &text->type, &place, 0,
                 xn_type_lines(press->canvas, block->text, &text->type, place.width));
    xn_press_end(press, "P");
    xn_press_rule(press, left, piece->y + piece->height, width, 0.4, XN_PRESS_RULE);
}
