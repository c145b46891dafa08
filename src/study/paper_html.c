/* paper_html.c - a paper as one HTML file for itself, which prints well on A4. */
#include <string.h>
#include "paper.h"

/* A file of its own and no page of the daemon, so its style stands in it. */
static const char style[] =
    "@page{size:A4;margin:20mm 18mm}"
    "html{font:11pt/1.45 \"Noto Sans\",\"DejaVu Sans\",\"Liberation "
    "Sans\",Arial,sans-serif;color:#1a1a1a;background:#fff}"
    "body{max-width:46em;margin:2em auto;padding:0 1em}"
    "header{border-bottom:2pt solid #1f4e79;margin-bottom:1.5em}"
    "h1{font-size:1.7em;line-height:1.15;margin:0 0 .2em;color:#1f4e79}"
    "h2{font-size:1.25em;margin:1.8em 0 .5em;color:#1f4e79;break-after:avoid}"
    ".subtitle{font-size:1.1em;margin:0 0 .8em}"
    ".notice{border-left:4pt solid #b35900;background:#fdf3e7;padding:.5em .8em;margin:.6em 0}"
    "p,li{orphans:3;widows:3}p:has(+ul){break-after:avoid}ul{padding-left:1.3em}li{margin:.3em 0}"
    "dl{margin:.8em 0;border-top:.5pt solid #bbb}"
    "dl div{display:grid;grid-template-columns:minmax(9em,34%) 1fr;border-bottom:.5pt solid "
    "#bbb;break-inside:avoid}"
    "dt,dd{margin:0;padding:.4em .6em .4em 0;overflow-wrap:break-word;hyphens:auto;min-width:0}"
    "dt{font-weight:600}dd.long,mark{overflow-wrap:anywhere;hyphens:manual}"
    "table{border-collapse:collapse;width:100%;margin:1em 0;font-size:.92em}"
    "caption{text-align:left;font-weight:600;padding-bottom:.35em;break-after:avoid}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    "th,td{text-align:left;vertical-align:top;padding:.35em .5em;border-bottom:.5pt solid "
    "#bbb;overflow-wrap:break-word}"
    "thead th{border-bottom:1pt solid #1f4e79;overflow-wrap:normal}tbody th{font-weight:normal}"
    "tbody tr:nth-child(even){background:#f5f7fa}"
    ".n{text-align:right;font-variant-numeric:tabular-nums}"
    "mark{background:#ffe9a8;padding:0 .2em}"
    "footer{margin-top:2.5em;padding-top:.6em;border-top:.5pt solid "
    "#bbb;font-size:.85em;color:#444;overflow-wrap:anywhere}"
    "@media print{body{max-width:none;margin:0;padding:0}html{font-size:10pt}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

static void put_element(struct xn_buf *buf, const char *open, const char *text, const char *close)
{
    xn_buf_puts(buf, open);
    xn_buf_put_xml(buf, text);
    xn_buf_puts(buf, close);
}

static void put_text(struct xn_buf *buf, const struct paper_block *block)
{
    if (block->gap)
        put_element(buf, "<mark>", block->text, "</mark>");
    else
        xn_buf_put_xml(buf, block->text);
}

static const struct paper_block *put_cells(struct xn_buf *buf, const struct paper_block *cell,
                                           const struct paper_block *table, bool header)
{
    xn_buf_puts(buf, "<tr>");
    for (size_t column = 0; cell && cell->kind == PAPER_CELL && column < table->n_columns; column++) {
        const char *name = header || column == 0 ? "th" : "td";
        xn_buf_printf(buf, "<%s%s%s>", name,
                      header        ? " scope=\"col\""
                      : column == 0 ? " scope=\"row\""
                                    : "",
                      table->numbers & 1u << column ? " class=\"n\"" : "");
        put_text(buf, cell);
        xn_buf_printf(buf, "</%s>", name);
        cell = cell->next;
    }
    xn_buf_puts(buf, "</tr>\n");
    return cell;
}

/* The table and its cells; what comes after them. */
static const struct paper_block *put_table(struct xn_buf *buf, const struct paper_block *table)
{
    put_element(buf, "<table>\n<caption>", table->label, "</caption>\n<thead>\n");
    const struct paper_block *cell = put_cells(buf, table->next, table, true);
    xn_buf_puts(buf, "</thead>\n<tbody>\n");
    while (cell && cell->kind == PAPER_CELL)
        cell = put_cells(buf, cell, table, false);
    xn_buf_puts(buf, "</tbody>\n</table>\n");
    return cell;
}

static const struct paper_block *put_list(struct xn_buf *buf, const struct paper_block *block)
{
    xn_buf_puts(buf, "<ul>\n");
    for (; block && block->kind == PAPER_ITEM; block = block->next)
        put_element(buf, "<li>", block->text, "</li>\n");
    xn_buf_puts(buf, "</ul>\n");
    return block;
}

static const struct paper_block *put_fields(struct xn_buf *buf, const struct paper_block *block)
{
    xn_buf_puts(buf, "<dl>\n");
    for (; block && block->kind == PAPER_FIELD; block = block->next) {
        const bool is_word = !strchr(block->text, ' '); /* an address or digest: broken anywhere */
        put_element(buf, "<div><dt>", block->label, is_word ? "</dt><dd class=\"long\">" : "</dt><dd>");
        put_text(buf, block);
        xn_buf_puts(buf, "</dd></div>\n");
    }
    xn_buf_puts(buf, "</dl>\n");
    return block;
}

static const struct paper_block *put_block(struct xn_buf *buf, const struct paper_block *block)
{
    switch (block->kind) {
    case PAPER_TABLE:
        return put_table(buf, block);
    case PAPER_ITEM:
        return put_list(buf, block);
    case PAPER_FIELD:
        return put_fields(buf, block);
    case PAPER_SECTION:
        put_element(buf, "<h2>", block->text, "</h2>\n");
        return block->next;
    case PAPER_TEXT:
    case PAPER_CELL:
        put_element(buf, "<p>", block->text, "</p>\n");
        return block->next;
    }
    return block->next;
}

void xn_paper_put_html(const struct xn_paper *paper, struct xn_buf *buf)
{
    xn_buf_printf(buf, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                  xn_language_tag(paper->language));
    xn_buf_puts(buf, "<meta name=\"viewport\" content=\"width=device-width\">\n");
    put_element(buf, "<title>", paper->title, " – ");
    put_element(buf, "", paper->city, "</title>\n");
    xn_buf_printf(buf, "<style>%s</style>\n</head>\n<body>\n<header>\n", style);
    put_element(buf, "<h1>", paper->title, "</h1>\n");
    put_element(buf, "<p class=\"subtitle\">", paper->subtitle, "</p>\n");
    if (paper->banner)
        put_element(buf, "<p class=\"notice\">", paper->banner, "</p>\n");
    if (paper->gaps)
        put_element(buf, "<p class=\"notice\">", paper->gaps, "</p>\n");
    xn_buf_puts(buf, "</header>\n<main>\n");
    for (const struct paper_block *block = paper->first; block;)
        block = put_block(buf, block);
    put_element(buf, "</main>\n<footer>", paper->footer, "</footer>\n</body>\n</html>\n");
}
