/* document_pdf.c - a document on paper: pages.c says where everything stands, this draws it.
 *
 * What is drawn is tagged with what it is (headings, paragraphs, lists, tables, figures), bookmarks and the
 * contents lead to the chapters, and the words stand in the file in the order they are read.
 */
#include <cairo-pdf.h>
#include <math.h>
#include <stdio.h>
#include "press.h"
#include "sketch.h"

/* --- figures ----------------------------------------------------------------------------------------- */

/* In the upper left corner of a box, smaller when it is higher than the box. */
static void draw_view(struct xn_press *press, const struct xn_view *view, double x, double y, double height)
{
    const double scale = fmin(XN_PAPER_VIEW_SCALE, height / view->height);
    xn_press_begin(press, "Figure");
    xn_canvas_draw(press->canvas, &view->marks, x, y, scale);
    xn_press_end(press, "Figure");
}

static enum xn_status draw_one_map(struct xn_press *press, const struct xn_map *map, double x, double y,
                                   double width, double height)
{
    const struct xn_view_room room = {.width = (int)(width / XN_PAPER_VIEW_SCALE),
                                      .height = (int)(height / XN_PAPER_VIEW_SCALE)};
    XN_AUTO(xn_view_free) struct xn_view *view = NULL;
    XN_TRY(xn_view_make(map, &room, &view, press->err));
    draw_view(press, view, x, y, height);
    return XN_OK;
}

/* A pair beside each other, or one above the other on an upright page. */
static enum xn_status draw_map(struct xn_press *press, const struct xn_piece *piece)
{
    const double gap = 24;
    const struct xn_block *block = &press->document->block[piece->block];
    const struct xn_grid *grid = &press->pages->grid;
    const double width = grid->right - grid->left;
    if (!block->map[1])
        return draw_one_map(press, block->map[0], grid->left, piece->y, width, piece->height);
    const bool across = grid->width > grid->height;
    const double one_width = across ? (width - gap) / 2 : width;
    const double one_height = across ? piece->height : (piece->height - gap) / 2;
    XN_TRY(draw_one_map(press, block->map[0], grid->left, piece->y, one_width, one_height));
    return draw_one_map(press, block->map[1], across ? grid->left + one_width + gap : grid->left,
                        across ? piece->y : piece->y + one_height + gap, one_width, one_height);
}

static enum xn_status draw_chart(struct xn_press *press, const struct xn_piece *piece)
{
    const struct xn_grid *grid = &press->pages->grid;
    const double width = fmin(grid->right - grid->left, grid->measure);
    XN_AUTO(xn_view_free) struct xn_view *view = NULL;
    XN_TRY(xn_figure_view(&press->document->block[piece->block], press->document->head.language,
                          (int)(width / XN_PAPER_VIEW_SCALE), &view, press->err));
    draw_view(press, view, grid->left, piece->y, piece->height);
    return XN_OK;
}

/* --- a page ------------------------------------------------------------------------------------------ */

static enum xn_status draw_block(struct xn_press *press, const struct xn_piece *piece)
{
    switch (press->document->block[piece->block].kind) {
    case XN_BLOCK_ITEM:
        xn_press_item(press, piece);
        return XN_OK;
    case XN_BLOCK_FIELD:
        xn_press_field(press, piece);
        return XN_OK;
    case XN_BLOCK_TABLE:
        xn_press_table(press, piece);
        return XN_OK;
    case XN_BLOCK_MAP:
        return draw_map(press, piece);
    case XN_BLOCK_CHART:
        return draw_chart(press, piece);
    default:
        xn_press_text(press, piece);
        return XN_OK;
    }
}

static enum xn_status draw_piece(struct xn_press *press, const struct xn_piece *piece)
{
    if (piece->kind == XN_PIECE_BLOCK)
        return draw_block(press, piece);
    if (piece->kind == XN_PIECE_TITLE)
        xn_press_title(press, piece);
    else
        xn_press_contents(press, piece);
    return XN_OK;
}

#define BANNER_HEIGHT 18.0
#define BANNER_TOP 20.0
static const struct xn_type furniture = {.size = 8, .leading = 11, .color = XN_COLOR_QUIET};
static const struct xn_type banner_type = {
    .size = 8.5, .leading = BANNER_HEIGHT, .bold = true, .color = XN_COLOR_INK};

static void draw_banner(struct xn_press *press)
{
    const struct xn_grid *grid = &press->pages->grid;
    const double width = grid->right - grid->left;
    const struct xn_type_place place = {.x = grid->left + 8, .y = BANNER_TOP, .width = width - 16};
    xn_press_box(press, grid->left, BANNER_TOP, width, BANNER_HEIGHT, 0xffe08au);
    xn_type_draw_line(press->canvas, press->document->head.banner, &banner_type, &place);
}

/* The chapter that a page belongs to; NULL: none yet. */
static const char *chapter_of(const struct xn_press *press, size_t page)
{
    const char *chapter = NULL;
    for (size_t k = 0; k < press->pages->n_entries && press->pages->entry[k].page <= page; k++) {
        const struct xn_block *block = &press->document->block[press->pages->entry[k].block];
        if (block->kind == XN_BLOCK_CHAPTER)
            chapter = block->text;
    }
    return chapter;
}

static void draw_header(struct xn_press *press, size_t page)
{
    const struct xn_grid *grid = &press->pages->grid;
    const double half = (grid->right - grid->left) / 2;
    struct xn_type_place place = {.x = grid->left, .y = grid->top - 24, .width = half - 10};
    if (page == 0)
        return;
    xn_type_draw_line(press->canvas, press->document->head.title, &furniture, &place);
    const char *chapter = chapter_of(press, page);
    place = (struct xn_type_place){
        .x = grid->left + half, .y = grid->top - 24, .width = half, .anchor = XN_ANCHOR_END};
    if (chapter)
        xn_type_draw_line(press->canvas, chapter, &furniture, &place);
}

static void draw_footer(struct xn_press *press, size_t page)
{
    const struct xn_grid *grid = &press->pages->grid;
    const double width = grid->right - grid->left, y = grid->bottom + 16;
    char number[48];
    snprintf(number, sizeof number, "%zu / %zu", page + 1, press->pages->n_pages);
    xn_press_rule(press, grid->left, y - 4, width, 0.4, XN_PRESS_RULE);
    const struct xn_type_place foot = {.x = grid->left, .y = y, .width = width - 70};
    const struct xn_type_place right = {.x = grid->right - 60, .y = y, .width = 60, .anchor = XN_ANCHOR_END};
    if (press->document->head.foot)
        xn_type_draw_line(press->canvas, press->document->head.foot, &furniture, &foot);
    xn_type_draw_line(press->canvas, number, &furniture, &right);
}

static bool is_item(const struct xn_press *press, const struct xn_piece *piece)
{
    return piece->kind == XN_PIECE_BLOCK && press->document->block[piece->block].kind == XN_BLOCK_ITEM;
}

/* The pieces from `first` on that stand on its page; the position after them. Items that follow each other
 * are one list. */
static enum xn_status draw_pieces(struct xn_press *press, size_t *at)
{
    const struct xn_pages *pages = press->pages;
    const size_t page = pages->piece[*at].page;
    bool in_list = false;
    for (; *at < pages->n_pieces && pages->piece[*at].page == page; (*at)++) {
        const struct xn_piece *piece = &pages->piece[*at];
        if (is_item(press, piece) != in_list) {
            (in_list ? xn_press_end : xn_press_begin)(press, "L");
            in_list = !in_list;
        }
        XN_TRY(draw_piece(press, piece));
    }
    if (in_list)
        xn_press_end(press, "L");
    return XN_OK;
}

static enum xn_status draw_pages(struct xn_press *press)
{
    size_t at = 0;
    for (size_t page = 0; page < press->pages->n_pages; page++) {
        if (press->document->head.banner)
            draw_banner(press);
        draw_header(press, page);
        if (at < press->pages->n_pieces && press->pages->piece[at].page == page)
            XN_TRY(draw_pieces(press, &at));
        draw_footer(press, page);
        cairo_show_page(press->canvas->cairo);
    }
    return XN_OK;
}

static void add_bookmarks(struct xn_press *press)
{
    int chapter = CAIRO_PDF_OUTLINE_ROOT;
    for (size_t k = 0; k < press->pages->n_entries; k++) {
        const size_t i = press->pages->entry[k].block;
        const struct xn_block *block = &press->document->block[i];
        const bool is_chapter = block->kind == XN_BLOCK_CHAPTER;
        char attributes[32];
        snprintf(attributes, sizeof attributes, "dest='b%zu'", i);
        const int id = cairo_pdf_surface_add_outline(
            press->paper->surface, is_chapter ? CAIRO_PDF_OUTLINE_ROOT : chapter, block->text, attributes,
            is_chapter ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
        if (is_chapter)
            chapter = id;
    }
}

/* --- the document ------------------------------------------------------------------------------------ */

static struct xn_grid make_grid(const struct xn_document *document, const struct xn_paper *paper)
{
    const double side = document->head.across ? 56 : 62;
    return (struct xn_grid){.width = paper->width,
                            .height = paper->height,
                            .left = side,
                            .right = paper->width - side,
                            .top = document->head.banner ? 78 : 66,
                            .bottom = paper->height - 58,
                            .measure = 472};
}

static enum xn_status print(const struct xn_document *document, struct xn_paper *paper,
                            struct xn_arena *arena, struct xn_error *err)
{
    struct xn_pages pages;
    const struct xn_grid grid = make_grid(document, paper);
    XN_TRY(xn_pages_make(document, &paper->canvas, &grid, arena, &pages, err));
    struct xn_press press = {
        .document = document, .pages = &pages, .paper = paper, .canvas = &paper->canvas, .err = err};
    xn_press_begin(&press, "Document");
    XN_TRY(draw_pages(&press));
    add_bookmarks(&press);
    xn_press_end(&press, "Document");
    return XN_OK;
}

enum xn_status xn_document_pdf(const struct xn_document *document, struct xn_buf *buf, struct xn_error *err)
{
    XN_TRY(xn_document_check(document, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    const struct xn_paper_properties properties = {.title = document->head.title,
                                                   .author = document->head.author,
                                                   .keywords = document->head.foot,
                                                   .made_on = document->head.made_on,
                                                   .language = document->head.language,
                                                   .size = document->head.paper,
                                                   .across = document->head.across};
    struct xn_paper paper;
    xn_paper_open(&paper, &properties);
    const enum xn_status printed = print(document, &paper, arena, err);
    if (printed != XN_OK) {
        xn_paper_drop(&paper);
        return printed;
    }
    return xn_paper_finish(&paper, buf, err);
}
