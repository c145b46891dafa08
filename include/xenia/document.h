/* document.h - something to print: headings, paragraphs, tables, maps and charts, as PDF or as HTML.
 *
 * A document is a list of blocks in the order they are read. It is written down once and comes out as a PDF
 * for paper (A4 or A3, vectors, fonts embedded, page numbers, and at the foot of every page what it was made
 * from) and as HTML for a screen, with the same content. A function of its blocks alone: no clock, no random
 * ids. The same blocks give the same HTML on every machine and the same PDF with the same fonts and libraries
 * (the dates in a PDF are the document's day).
 *
 * Texts are in the reader's language already, and copied. A failure (memory) sticks and shows when the
 * document is written, so that whoever adds blocks need not look at each step.
 */
#ifndef XENIA_DOCUMENT_H
#define XENIA_DOCUMENT_H

#include "xenia/buf.h"
#include "xenia/map.h"
#include "xenia/message.h"

/* What stands on every page. */
struct xn_document_head {
    const char *title, *subtitle; /* subtitle may be NULL */
    const char *banner;           /* "Demonstration: ..."; NULL: none */
    const char *foot;             /* "Xenia · Münster · meeting of 2026-11-30 · pack 3f2a91c04b7d" */
    const char *author;           /* in the PDF's properties: who answers for it; NULL */
    xn_date made_on;
    enum xn_language language;
    enum xn_paper_size paper;
    bool across;     /* the pages lie on their side, as maps want */
    bool title_page; /* a first page with title, subtitle and contents (chapters and headings with pages) */
};

struct xn_document;
XN_MUST_CHECK enum xn_status xn_document_new(const struct xn_document_head *head, struct xn_document **ret,
                                             struct xn_error *err);
void xn_document_free(struct xn_document *document);
XN_DEFINE_AUTO(xn_document_free, struct xn_document *)

/* --- blocks --------------------------------------------------------------------------------------------- */

void xn_document_chapter(struct xn_document *document, const char *text); /* begins a page */
void xn_document_heading(struct xn_document *document, const char *text); /* kept with what follows */
void xn_document_paragraph(struct xn_document *document, const char *text);
void xn_document_item(struct xn_document *document, const char *text);   /* of a list */
void xn_document_notice(struct xn_document *document, const char *text); /* set apart: what to mind */
void xn_document_note(struct xn_document *document, const char *text);   /* small: method, source */
/* label: text, one under the other in two columns. */
void xn_document_field(struct xn_document *document, const char *label, const char *text);
void xn_document_new_page(struct xn_document *document); /* PDF; HTML: a wider gap */

/* A table of n_columns; `numbers`: bit mask of columns aligned right. Its rows follow, the head is repeated
 * on every page. */
#define XN_DOCUMENT_COLUMNS_MAX 12
void xn_document_table(struct xn_document *document, const char *caption, const char *const *header,
                       size_t n_columns, unsigned numbers);
void xn_document_row(struct xn_document *document, const char *const *cell);

/* A map that fills a page, with its title, legend, scale, method and source; the map, and all it borrows,
 * must live until the document is written. Two: beside each other on one page, for comparing. */
void xn_document_map(struct xn_document *document, const struct xn_map *map);
void xn_document_map_pair(struct xn_document *document, const struct xn_map *left,
                          const struct xn_map *right);

/* --- charts --------------------------------------------------------------------------------------------- */

/* One value a label, with its interval. */
struct xn_chart_point {
    const char *label;          /* "2026Q4"; of a bar: "Wohnbau Westmünsterland" */
    double value, lower, upper; /* value NAN: none, `reason` is printed; lower NAN: no interval */
    const char *reason;         /* or NULL */
};
struct xn_chart_series {
    const char *name;
    const struct xn_chart_point *point; /* n_points of the chart, the same labels in every series */
};
#define XN_CHART_SERIES_MAX 4
struct xn_chart {
    const char *title;
    const char *unit; /* what the axis counts: "share of moves", "dwellings" */
    bool percent;     /* values are shares, printed in percent */
    bool bars;        /* bars beside each other; else dots joined by lines, intervals as whiskers */
    double reference; /* a line across, as the city's value or 1; NAN: none */
    const char *reference_name;
    size_t n_points, n_series;
    struct xn_chart_series series[XN_CHART_SERIES_MAX];
};
/* Colours differ in lightness and marks in shape, so that nothing rests on colour alone; every value is in
 * the table that HTML puts below it for who cannot see it. Copied. At least one point and one series. */
void xn_document_chart(struct xn_document *document, const struct xn_chart *chart);

/* --- sketches ------------------------------------------------------------------------------------------- */

/* Where something is: the areas of a level in outline, one of them marked, places on them, and what they are
 * beside them. The place that the sketch is about is a dot; the others are numbered in their order. */
struct xn_sketch_place {
    double x_m, y_m; /* NAN: not drawn, but named */
    const char *label;
    bool is_subject;
};
struct xn_sketch {
    const char *title; /* for who does not see it */
    const struct xn_city *city;
    size_t level, unit; /* unit XN_NONE: none is marked */
    const char *unit_label;
    size_t n_places;
    const struct xn_sketch_place *place;
};
/* The sketch, and all it borrows, must live until the document is written. */
void xn_document_sketch(struct xn_document *document, const struct xn_sketch *sketch);

/* --- writing it ----------------------------------------------------------------------------------------- */

/* XN_MEMORY; XN_ARGUMENT: a row without a table before it, too many columns or series, a chart without
 * points; whatever a map refuses; XN_IO when the drawing library fails. A3 has the pages of A4, enlarged.
 * What is drawn is tagged for screen readers (Cairo 1.16 has no place for a figure's description: it is in
 * the HTML). */
XN_MUST_CHECK enum xn_status xn_document_pdf(const struct xn_document *document, struct xn_buf *buf,
                                             struct xn_error *err);
/* One file for itself: style in it, maps and charts as SVG in it, no script, nothing loaded. */
XN_MUST_CHECK enum xn_status xn_document_html(const struct xn_document *document, struct xn_buf *buf,
                                              struct xn_error *err);
/* The text between <style> and </style>, the same in every document: what a service puts into its content
 * security policy by its digest. */
const char *xn_document_style(void);

#endif
