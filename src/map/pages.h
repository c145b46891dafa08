/* pages.h - a document divided into pages: which part of which block stands where.
 *
 * The rules: a chapter begins a page; a heading stays with what follows it; a text is divided so that at
 * least two lines stand on either side; a row of a table, a field, a chart and a map are never divided; a
 * table's head comes again on every page. Units are the points of A4.
 */
#ifndef XENIA_MAP_PAGES_H
#define XENIA_MAP_PAGES_H

#include "blocks.h"
#include "typeset.h"

/* The frame of every page. */
struct xn_grid {
    double width, height; /* of the paper */
    double left, right;   /* edges of the text */
    double top, bottom;
    double measure; /* the widest line of running text: longer ones are hard to read */
};

enum xn_piece_kind { XN_PIECE_TITLE, XN_PIECE_CONTENTS, XN_PIECE_BLOCK };

struct xn_table_plan;
struct xn_piece {
    enum xn_piece_kind kind;
    size_t page; /* 0: the first */
    double y, height;
    size_t block;
    size_t from, to; /* lines of a text, rows of a table, entries of the contents */
    const struct xn_table_plan *table;
};

/* A chapter or heading, for contents and bookmarks. */
struct xn_entry {
    size_t block, page;
    double y;
};

struct xn_pages {
    struct xn_grid grid;
    size_t n_pages;
    size_t n_pieces, pieces_capacity;
    struct xn_piece *piece; /* in the order of the pages */
    size_t n_entries;
    struct xn_entry *entry;
};

/* How a kind of text is set. */
struct xn_text_manner {
    struct xn_type type;
    double before;  /* space above, not at the top of a page */
    double indent;  /* from the left edge */
    double padding; /* above and below, of a box */
    bool wide;      /* over the whole width, not the measure */
};
const struct xn_text_manner *xn_text_manner(enum xn_block_kind kind);
double xn_text_width(const struct xn_grid *grid, const struct xn_text_manner *manner);

#define XN_FIELD_LABEL_PART 0.32 /* of the measure */
#define XN_FIELD_GAP 12.0
#define XN_FIELD_PADDING 3.5

/* The title and subtitle, where they have no page of their own: with the space below them. */
extern const struct xn_type xn_title_type, xn_subtitle_type;
double xn_title_height(const struct xn_document *document, struct xn_canvas *canvas,
                       const struct xn_grid *grid);

/* The place of the title on a title page, or of the contents, which stand below it or, across, beside it. */
#define XN_CONTENTS_NUMBER_WIDTH 36.0
struct xn_contents_place {
    double left, width, top; /* top: on the title page; on the pages that follow it is the grid's */
};
struct xn_contents_place xn_contents_place(const struct xn_grid *grid);
const struct xn_type *xn_contents_type(const struct xn_block *block);

/* Everything is in the arena. Measures on the canvas; draws nothing. */
XN_MUST_CHECK enum xn_status xn_pages_make(const struct xn_document *document, struct xn_canvas *canvas,
                                           const struct xn_grid *grid, struct xn_arena *arena,
                                           struct xn_pages *ret, struct xn_error *err);

#endif
