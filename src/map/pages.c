/* pages.c - dividing a document into pages. See pages.h. */
#include "pages.h"
#include <math.h>
#include <string.h>
#include "paper.h"
#include "sketch.h"
#include "table_plan.h"

/* --- the pages so far -------------------------------------------------------------------------------- */

#define BETWEEN_TABLES 14.0
#define BETWEEN_FIGURES 16.0
/* A map takes what is left of a page when that is at least this part of it. */
#define MAP_PART_MIN 0.72
#define MAP_PART_SMALLEST 0.4 /* below headings that stay with it */
/* Lines on either side where a text is divided. */
#define LINES_MIN 2

struct maker {
    const struct xn_document *document;
    struct xn_canvas *canvas;
    struct xn_arena *arena;
    struct xn_pages *pages;
    const struct xn_table_plan **plan; /* of each block that is a table */
    double *chart_height;              /* of each that is a chart */
    size_t page;
    double y;
    struct xn_error *err;
};

static const struct xn_grid *grid_of(const struct maker *maker)
{
    return &maker->pages->grid;
}

static double body_height(const struct maker *maker)
{
    return grid_of(maker)->bottom - grid_of(maker)->top;
}

static bool at_top(const struct maker *maker)
{
    return maker->y <= grid_of(maker)->top;
}

static double left_over(const struct maker *maker)
{
    return grid_of(maker)->bottom - maker->y;
}

static void turn_page(struct maker *maker)
{
    maker->page++;
    maker->y = grid_of(maker)->top;
}

/* Adds a piece here and moves below it. */
static enum xn_status add_piece(struct maker *maker, struct xn_piece piece)
{
    struct xn_pages *pages = maker->pages;
    if (pages->n_pieces == pages->pieces_capacity) {
        const size_t capacity = pages->pieces_capacity ? 2 * pages->pieces_capacity : 128;
        struct xn_piece *grown;
        XN_TRY(XN_ARENA_ARRAY(maker->arena, capacity, &grown, maker->err));
        if (pages->n_pieces > 0)
            memcpy(grown, pages->piece, pages->n_pieces * sizeof *grown);
        pages->piece = grown;
        pages->pieces_capacity = capacity;
    }
    piece.page = maker->page;
    piece.y = maker->y;
    pages->piece[pages->n_pieces++] = piece;
    maker->y += piece.height;
    return XN_OK;
}

/* --- how high things are ----------------------------------------------------------------------------- */

static const struct xn_block *block_at(const struct maker *maker, size_t i)
{
    return &maker->document->block[i];
}

static size_t text_lines(const struct maker *maker, size_t i)
{
    const struct xn_block *block = block_at(maker, i);
    const struct xn_text_manner *text = xn_text_manner(block->kind);
    return xn_type_lines(maker->canvas, block->text, &text->type, xn_text_width(grid_of(maker), text));
}

static double field_height(const struct maker *maker, size_t i)
{
    const struct xn_block *block = block_at(maker, i);
    const struct xn_text_manner *text = xn_text_manner(block->kind);
    const double width = xn_text_width(grid_of(maker), text);
    const size_t label =
        xn_type_lines(maker->canvas, block->label, &text->type, XN_FIELD_LABEL_PART * width - XN_FIELD_GAP);
    const size_t lines =
        xn_type_lines(maker->canvas, block->text, &text->type, (1 - XN_FIELD_LABEL_PART) * width);
    return (double)(label > lines ? label : lines) * text->type.leading + 2 * XN_FIELD_PADDING;
}

static double chart_height(const struct maker *maker, size_t i)
{
    return fmin(maker->chart_height[i], body_height(maker));
}

/* Space above a block, where it does not stand at the top of a page. */
static double space_before(const struct maker *maker, size_t i)
{
    const struct xn_block *block = block_at(maker, i);
    const enum xn_block_kind before = i > 0 ? block_at(maker, i - 1)->kind : XN_BLOCK_NEW_PAGE;
    switch (block->kind) {
    case XN_BLOCK_TABLE:
        return BETWEEN_TABLES;
    case XN_BLOCK_MAP:
    case XN_BLOCK_CHART:
        return BETWEEN_FIGURES;
    case XN_BLOCK_FIELD:
        return before == XN_BLOCK_FIELD ? 0 : 8;
    default:
        return xn_text_manner(block->kind)->before;
    }
}

static double table_least(const struct maker *maker, size_t i)
{
    const struct xn_table_plan *plan = maker->plan[i];
    const size_t n = block_at(maker, i)->table->n_rows;
    double height = plan->caption_height + plan->head_height;
    for (size_t row = 0; row < n && row < LINES_MIN; row++)
        height += plan->row_height[row];
    return fmin(height, body_height(maker));
}

/* What of a block must stand together at least; of a heading, with the least of what follows. */
static double least_height(const struct maker *maker, size_t i)
{
    const struct xn_block *block = block_at(maker, i);
    const struct xn_text_manner *text = xn_text_manner(block->kind);
    switch (block->kind) {
    case XN_BLOCK_NEW_PAGE:
        return 0;
    case XN_BLOCK_FIELD:
        return field_height(maker, i);
    case XN_BLOCK_TABLE:
        return table_least(maker, i);
    case XN_BLOCK_MAP:
        return MAP_PART_MIN * body_height(maker);
    case XN_BLOCK_CHART:
        return chart_height(maker, i);
    default:
        break;
    }
    const size_t n = text_lines(maker, i);
    if (!xn_block_is_entry(block))
        return (double)(n < 2 * LINES_MIN ? n : LINES_MIN) * text->type.leading + 2 * text->padding;
    const double height = (double)n * text->type.leading;
    const bool last = i + 1 == maker->document->n_blocks || block_at(maker, i + 1)->kind == XN_BLOCK_CHAPTER;
    return last ? height
                : fmin(height + space_before(maker, i + 1) + least_height(maker, i + 1), body_height(maker));
}

/* --- placing ----------------------------------------------------------------------------------------- */

/* Does the page hold the title or headings alone so far? Then another page would not help what follows. */
static bool only_headings(const struct maker *maker)
{
    const struct xn_pages *pages = maker->pages;
    for (size_t i = pages->n_pieces; i-- > 0 && pages->piece[i].page == maker->page;)
        if (pages->piece[i].kind == XN_PIECE_CONTENTS ||
            (pages->piece[i].kind == XN_PIECE_BLOCK &&
             !xn_block_is_entry(block_at(maker, pages->piece[i].block))))
            return false;
    return true;
}

/* The title of a document without a title page stands above the first chapter. */
static bool only_title(const struct maker *maker)
{
    return maker->pages->n_pieces == 1 && maker->page == 0;
}

/* Must a block begin the next page? */
static bool wants_next_page(const struct maker *maker, size_t i, double before)
{
    const enum xn_block_kind kind = block_at(maker, i)->kind;
    const double room = left_over(maker) - before;
    if (least_height(maker, i) <= room)
        return false;
    if (kind == XN_BLOCK_CHART || kind == XN_BLOCK_FIELD || !only_headings(maker))
        return true;
    return room < MAP_PART_SMALLEST * body_height(maker);
}

/* How many of the n lines that are left stand on this page. */
static size_t lines_here(const struct maker *maker, const struct xn_text_manner *text, size_t n)
{
    const double room = (left_over(maker) - 2 * text->padding + 0.01) / text->type.leading;
    size_t fit = room > 0 ? (size_t)room : 0;
    if (fit >= n)
        return n;
    if (n - fit < LINES_MIN)
        fit = n > LINES_MIN ? n - LINES_MIN : 0;
    if (fit >= LINES_MIN)
        return fit;
    return at_top(maker) ? (n < LINES_MIN ? n : LINES_MIN) : 0; /* whatever happens, it goes on */
}

static enum xn_status place_text(struct maker *maker, size_t i)
{
    const struct xn_text_manner *text = xn_text_manner(block_at(maker, i)->kind);
    const size_t n = text_lines(maker, i);
    for (size_t from = 0; from < n;) {
        const size_t here = lines_here(maker, text, n - from);
        if (here == 0) {
            turn_page(maker);
            continue;
        }
        XN_TRY(add_piece(maker,
                         (struct xn_piece){.kind = XN_PIECE_BLOCK,
                                           .block = i,
                                           .from = from,
                                           .to = from + here,
                                           .height = (double)here * text->type.leading + 2 * text->padding}));
        from += here;
    }
    return XN_OK;
}

static void add_entry(struct maker *maker, size_t i)
{
    struct xn_pages *pages = maker->pages;
    for (size_t k = 0; k < pages->n_entries; k++)
        if (pages->entry[k].block == i) {
            pages->entry[k].page = maker->page;
            pages->entry[k].y = maker->y;
        }
}

/* The rows from `from` on that stand on this page, and their height; the last row does not stand alone. */
static size_t rows_here(const struct maker *maker, const struct xn_table_plan *plan, size_t n_rows,
                        size_t from, double head, double *ret_height)
{
    size_t to = from;
    double height = head;
    while (to < n_rows && height + plan->row_height[to] <= left_over(maker) + 0.01)
        height += plan->row_height[to++];
    if (to + 1 == n_rows && to > from + 1)
        height -= plan->row_height[--to];
    *ret_height = height;
    return to;
}

static enum xn_status place_table(struct maker *maker, size_t i)
{
    const struct xn_table_plan *plan = maker->plan[i];
    const size_t n_rows = block_at(maker, i)->table->n_rows;
    size_t from = 0;
    do {
        double height;
        size_t to = rows_here(maker, plan, n_rows, from, plan->caption_height + plan->head_height, &height);
        if (to == from && !at_top(maker) && n_rows > 0) {
            turn_page(maker);
            continue;
        }
        if (to == from && from < n_rows)
            height += plan->row_height[to++];
        XN_TRY(add_piece(maker, (struct xn_piece){.kind = XN_PIECE_BLOCK,
                                                  .block = i,
                                                  .from = from,
                                                  .to = to,
                                                  .height = height,
                                                  .table = plan}));
        from = to;
        if (from < n_rows)
            turn_page(maker);
    } while (from < n_rows);
    return XN_OK;
}

/* Whole, in what is left of the page or on the next one. */
static enum xn_status place_whole(struct maker *maker, size_t i, double height)
{
    return add_piece(maker, (struct xn_piece){.kind = XN_PIECE_BLOCK, .block = i, .to = 1, .height = height});
}

static enum xn_status place_block(struct maker *maker, size_t i)
{
    const struct xn_block *block = block_at(maker, i);
    const double before = space_before(maker, i);
    if (block->kind == XN_BLOCK_NEW_PAGE || block->kind == XN_BLOCK_CHAPTER) {
        if (!at_top(maker) && !only_title(maker))
            turn_page(maker);
        if (block->kind == XN_BLOCK_NEW_PAGE)
            return XN_OK;
    } else if (!at_top(maker)) {
        if (wants_next_page(maker, i, before))
            turn_page(maker);
        else
            maker->y += before;
    }
    if (xn_block_is_entry(block))
        add_entry(maker, i);
    switch (block->kind) {
    case XN_BLOCK_FIELD:
        return place_whole(maker, i, field_height(maker, i));
    case XN_BLOCK_MAP:
        return place_whole(maker, i, left_over(maker));
    case XN_BLOCK_CHART:
        return place_whole(maker, i, chart_height(maker, i));
    case XN_BLOCK_TABLE:
        return place_table(maker, i);
    default:
        return place_text(maker, i);
    }
}

/* --- the front --------------------------------------------------------------------------------------- */

static enum xn_status collect_entries(struct maker *maker)
{
    struct xn_pages *pages = maker->pages;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, maker->document->n_blocks, &pages->entry, maker->err));
    for (size_t i = 0; i < maker->document->n_blocks; i++)
        if (xn_block_is_entry(block_at(maker, i)))
            pages->entry[pages->n_entries++] = (struct xn_entry){.block = i};
    return XN_OK;
}

static double entry_height(const struct maker *maker, size_t k)
{
    return xn_contents_type(block_at(maker, maker->pages->entry[k].block))->leading;
}

/* Contents on the title page and, where they do not fit, on as many as they take. */
static enum xn_status place_contents(struct maker *maker)
{
    const struct xn_pages *pages = maker->pages;
    maker->y = xn_contents_place(grid_of(maker)).top;
    for (size_t from = 0; from < pages->n_entries;) {
        size_t to = from;
        double height = 0;
        while (to < pages->n_entries && height + entry_height(maker, to) <= left_over(maker))
            height += entry_height(maker, to++);
        XN_TRY(add_piece(
            maker, (struct xn_piece){.kind = XN_PIECE_CONTENTS, .from = from, .to = to, .height = height}));
        from = to;
        if (from < pages->n_entries)
            turn_page(maker);
    }
    turn_page(maker);
    return XN_OK;
}

/* The title: of a page of its own, or above the first blocks. */
static enum xn_status place_title(struct maker *maker)
{
    const double height = maker->document->head.title_page
                              ? 0
                              : xn_title_height(maker->document, maker->canvas, grid_of(maker));
    XN_TRY(add_piece(maker, (struct xn_piece){.kind = XN_PIECE_TITLE, .height = height}));
    return maker->document->head.title_page ? place_contents(maker) : XN_OK;
}

static enum xn_status plan_tables(struct maker *maker)
{
    const struct xn_grid *grid = grid_of(maker);
    XN_TRY(XN_ARENA_ARRAY(maker->arena, maker->document->n_blocks, &maker->plan, maker->err));
    for (size_t i = 0; i < maker->document->n_blocks; i++) {
        struct xn_table_plan *plan = NULL;
        if (block_at(maker, i)->kind == XN_BLOCK_TABLE)
            XN_TRY(xn_table_plan_make(block_at(maker, i)->table, maker->document->head.language,
                                      maker->canvas, grid->right - grid->left, body_height(maker),
                                      maker->arena, &plan, maker->err));
        maker->plan[i] = plan;
    }
    return XN_OK;
}

static enum xn_status measure_charts(struct maker *maker)
{
    const struct xn_document *document = maker->document;
    const struct xn_grid *grid = grid_of(maker);
    const double width = fmin(grid->right - grid->left, grid->measure);
    XN_TRY(XN_ARENA_ARRAY(maker->arena, document->n_blocks, &maker->chart_height, maker->err));
    for (size_t i = 0; i < document->n_blocks; i++) {
        XN_AUTO(xn_view_free) struct xn_view *view = NULL;
        if (block_at(maker, i)->kind != XN_BLOCK_CHART)
            continue;
        XN_TRY(xn_figure_view(block_at(maker, i), document->head.language, (int)(width / XN_PAPER_VIEW_SCALE),
                              &view, maker->err));
        maker->chart_height[i] = view->height * XN_PAPER_VIEW_SCALE;
    }
    return XN_OK;
}

enum xn_status xn_pages_make(const struct xn_document *document, struct xn_canvas *canvas,
                             const struct xn_grid *grid, struct xn_arena *arena, struct xn_pages *ret,
                             struct xn_error *err)
{
    struct xn_pages pages = {.grid = *grid};
    struct maker maker = {
        .document = document, .canvas = canvas, .arena = arena, .pages = &pages, .y = grid->top, .err = err};
    XN_TRY(collect_entries(&maker));
    XN_TRY(plan_tables(&maker));
    XN_TRY(measure_charts(&maker));
    XN_TRY(place_title(&maker));
    for (size_t i = 0; i < document->n_blocks; i++)
        XN_TRY(place_block(&maker, i));
    pages.n_pages = pages.piece[pages.n_pieces - 1].page + 1;
    *ret = pages;
    return XN_OK;
}
