/* page_style.c - how a printed document looks: sizes of type, spaces, and where the title and the contents
 * stand.
 *
 * Few sizes, each for one purpose; black and grey only, so that the maps have the colours.
 */
#include <math.h>
#include "pages.h"

static const struct xn_text_manner manner[XN_BLOCK_CHART + 1] = {
    [XN_BLOCK_CHAPTER] = {.type = {.size = 20, .leading = 26, .bold = true, .color = XN_COLOR_INK},
                          .wide = true},
    [XN_BLOCK_HEADING] = {.type = {.size = 12.5, .leading = 17, .bold = true, .color = XN_COLOR_INK},
                          .before = 20,
                          .wide = true},
    [XN_BLOCK_PARAGRAPH] = {.type = {.size = 10, .leading = 14.5, .color = XN_COLOR_INK}, .before = 7},
    [XN_BLOCK_ITEM] = {.type = {.size = 10, .leading = 14.5, .color = XN_COLOR_INK},
                       .before = 4,
                       .indent = 14},
    [XN_BLOCK_NOTICE] = {.type = {.size = 10, .leading = 14.5, .color = XN_COLOR_INK},
                         .before = 11,
                         .indent = 12,
                         .padding = 7},
    [XN_BLOCK_NOTE] = {.type = {.size = 8, .leading = 11, .color = XN_COLOR_QUIET}, .before = 7},
    [XN_BLOCK_FIELD] = {.type = {.size = 10, .leading = 14.5, .color = XN_COLOR_INK}},
};

const struct xn_text_manner *xn_text_manner(enum xn_block_kind kind)
{
    return &manner[kind];
}

double xn_text_width(const struct xn_grid *grid, const struct xn_text_manner *text)
{
    const double room = grid->right - grid->left;
    return (text->wide ? room : fmin(room, grid->measure)) - text->indent - (text->padding > 0 ? 12 : 0);
}

static const struct xn_type contents_chapter = {
    .size = 10.5, .leading = 20, .bold = true, .color = XN_COLOR_INK};
static const struct xn_type contents_heading = {.size = 9.5, .leading = 15, .color = XN_COLOR_INK};

const struct xn_type *xn_contents_type(const struct xn_block *block)
{
    return block->kind == XN_BLOCK_CHAPTER ? &contents_chapter : &contents_heading;
}

struct xn_contents_place xn_contents_place(const struct xn_grid *grid)
{
    const bool across = grid->width > grid->height;
    const double room = grid->right - grid->left;
    if (across)
        return (struct xn_contents_place){grid->left + 0.52 * room, 0.48 * room, grid->top + 60};
    return (struct xn_contents_place){grid->left, fmin(room, grid->measure), grid->top + 300};
}

const struct xn_type xn_title_type = {.size = 24, .leading = 30, .bold = true, .color = XN_COLOR_INK};
const struct xn_type xn_subtitle_type = {.size = 12, .leading = 17, .color = XN_COLOR_QUIET};

double xn_title_height(const struct xn_document *document, struct xn_canvas *canvas,
                       const struct xn_grid *grid)
{
    const double width = grid->right - grid->left;
    double height =
        (double)xn_type_lines(canvas, document->head.title, &xn_title_type, width) * xn_title_type.leading;
    if (document->head.subtitle)
        height += 4 + (double)xn_type_lines(canvas, document->head.subtitle, &xn_subtitle_type, width) *
                          xn_subtitle_type.leading;
    return height + 14;
}
