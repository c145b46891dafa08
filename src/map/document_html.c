/* document_html.c - a document for a screen: plain semantic HTML in one file.
 *
 * Its one <style> is xn_document_style, no element has a style of its own, and nothing is loaded: the
 * strictest content security policy that allows that style shows it whole. Maps and charts are inline SVG,
 * their ids numbered; below each chart stands the table of its values.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "blocks.h"
#include "chart.h"
#include "sketch.h"
#include "svg.h"

/* Tenths of a pixel. */
#define CHART_WIDTH 7000
static const struct xn_view_room pair_room = {.width = 5400, .height = 6600, .margin = 100};

struct writer {
    const struct xn_document *document;
    struct xn_buf *buf;
    bool in_chapter;
    size_t n_figures;
    struct xn_error *err;
};

static const struct xn_block *block_at(const struct writer *writer, size_t i)
{
    return &writer->document->block[i];
}

/* XN_BLOCK_NEW_PAGE stands for none: it goes on with nothing. */
static enum xn_block_kind kind_at(const struct writer *writer, size_t i)
{
    return i < writer->document->n_blocks ? block_at(writer, i)->kind : XN_BLOCK_NEW_PAGE;
}

static void put_element(struct writer *writer, const char *open, const char *text, const char *close)
{
    xn_buf_puts(writer->buf, open);
    xn_buf_put_xml(writer->buf, text);
    xn_buf_puts(writer->buf, close);
}

/* --- head and contents ------------------------------------------------------------------------------- */

static void put_head(struct writer *writer)
{
    const struct xn_document_head *head = &writer->document->head;
    char day[16];
    xn_date_print(head->made_on, day, sizeof day);
    xn_buf_printf(writer->buf,
                  "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"generator\" content=\"Xenia\">\n<meta name=\"date\" content=\"%s\">\n",
                  xn_language_tag(head->language), day);
    if (head->author)
        put_element(writer, "<meta name=\"author\" content=\"", head->author, "\">\n");
    put_element(writer, "<title>", head->title, "</title>\n<style>");
    xn_buf_puts(writer->buf, xn_document_style());
    xn_buf_puts(writer->buf, "</style>\n</head>\n<body>\n<header>\n");
    if (head->banner)
        put_element(writer, "<p class=\"banner\">", head->banner, "</p>\n");
    put_element(writer, "<h1>", head->title, "</h1>\n");
    if (head->subtitle)
        put_element(writer, "<p class=\"subtitle\">", head->subtitle, "</p>\n");
    xn_buf_puts(writer->buf, "</header>\n");
}

static void put_entry(struct writer *writer, size_t i)
{
    xn_buf_printf(writer->buf, "<li><a href=\"#b%zu\">", i);
    put_element(writer, "", block_at(writer, i)->text, "</a>");
}

/* Chapters, and below each its headings; headings before the first chapter stand among the chapters. */
static void put_contents(struct writer *writer)
{
    bool in_chapter = false, in_headings = false;
    put_element(writer, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">",
                xn_message(writer->document->head.language, "Contents"), "</h2>\n<ol>\n");
    for (size_t i = 0; i < writer->document->n_blocks; i++) {
        const enum xn_block_kind kind = kind_at(writer, i);
        if (!xn_block_is_entry(block_at(writer, i)))
            continue;
        if (kind == XN_BLOCK_CHAPTER) {
            xn_buf_puts(writer->buf, in_headings ? "</ol></li>\n" : in_chapter ? "</li>\n" : "");
            in_chapter = true;
            in_headings = false;
        } else if (in_chapter && !in_headings) {
            xn_buf_puts(writer->buf, "\n<ol>\n");
            in_headings = true;
        }
        put_entry(writer, i);
        if (kind == XN_BLOCK_HEADING)
            xn_buf_puts(writer->buf, "</li>\n");
    }
    xn_buf_puts(writer->buf, in_headings ? "</ol></li>\n" : in_chapter ? "</li>\n" : "");
    xn_buf_puts(writer->buf, "</ol>\n</nav>\n");
}

static bool has_entries(const struct writer *writer)
{
    for (size_t i = 0; i < writer->document->n_blocks; i++)
        if (xn_block_is_entry(block_at(writer, i)))
            return true;
    return false;
}

/* --- text -------------------------------------------------------------------------------------------- */

/* Headings go down by one level only: h1 is the title, h2 a chapter. */
static void put_heading(struct writer *writer, size_t i)
{
    const bool is_chapter = kind_at(writer, i) == XN_BLOCK_CHAPTER;
    if (is_chapter)
        writer->in_chapter = true;
    const int level = is_chapter || !writer->in_chapter ? 2 : 3;
    xn_buf_printf(writer->buf, "<h%d id=\"b%zu\">", level, i);
    xn_buf_put_xml(writer->buf, block_at(writer, i)->text);
    xn_buf_printf(writer->buf, "</h%d>\n", level);
}

static void put_item(struct writer *writer, size_t i)
{
    if (i == 0 || kind_at(writer, i - 1) != XN_BLOCK_ITEM)
        xn_buf_puts(writer->buf, "<ul>\n");
    put_element(writer, "<li>", block_at(writer, i)->text, "</li>\n");
    if (kind_at(writer, i + 1) != XN_BLOCK_ITEM)
        xn_buf_puts(writer->buf, "</ul>\n");
}

static void put_field(struct writer *writer, size_t i)
{
    if (i == 0 || kind_at(writer, i - 1) != XN_BLOCK_FIELD)
        xn_buf_puts(writer->buf, "<dl>\n");
    put_element(writer, "<dt>", block_at(writer, i)->label, "</dt>");
    put_element(writer, "<dd>", block_at(writer, i)->text, "</dd>\n");
    if (kind_at(writer, i + 1) != XN_BLOCK_FIELD)
        xn_buf_puts(writer->buf, "</dl>\n");
}

/* --- tables ------------------------------------------------------------------------------------------ */

static void put_cell(struct writer *writer, const struct xn_block_table *table, size_t column,
                     const char *text)
{
    const bool is_head = column == 0;
    xn_buf_puts(writer->buf, is_head ? "<th scope=\"row\"" : "<td");
    xn_buf_puts(writer->buf, table->numbers >> column & 1 ? " class=\"n\">" : ">");
    put_element(writer, "", text, is_head ? "</th>" : "</td>");
}

/* A region of its own, so that a table too wide for the screen is scrolled by keyboard too. */
static void open_table(struct writer *writer, size_t i, const char *caption)
{
    xn_buf_printf(writer->buf, "<div class=\"wide\" role=\"region\" tabindex=\"0\"");
    if (*caption) {
        xn_buf_printf(writer->buf, " aria-labelledby=\"c%zu\">\n<table>\n<caption id=\"c%zu\">", i, i);
        put_element(writer, "", caption, "</caption>\n");
    } else {
        put_element(writer, " aria-label=\"", writer->document->head.title, "\">\n<table>\n");
    }
}

static void put_table(struct writer *writer, size_t i)
{
    const struct xn_block_table *table = block_at(writer, i)->table;
    open_table(writer, i, table->caption);
    xn_buf_puts(writer->buf, "<thead>\n<tr>");
    for (size_t k = 0; k < table->n_columns; k++) {
        xn_buf_puts(writer->buf, *table->header[k] ? "<th scope=\"col\"" : "<td");
        xn_buf_puts(writer->buf, table->numbers >> k & 1 ? " class=\"n\">" : ">");
        put_element(writer, "", table->header[k], *table->header[k] ? "</th>" : "</td>");
    }
    xn_buf_puts(writer->buf, "</tr>\n</thead>\n<tbody>\n");
    for (size_t row = 0; row < table->n_rows; row++) {
        xn_buf_puts(writer->buf, "<tr>");
        for (size_t k = 0; k < table->n_columns; k++)
            put_cell(writer, table, k, table->cell[row * table->n_columns + k]);
        xn_buf_puts(writer->buf, "</tr>\n");
    }
    xn_buf_puts(writer->buf, "</tbody>\n</table>\n</div>\n");
}

/* --- maps -------------------------------------------------------------------------------------------- */

static void put_view(struct writer *writer, const struct xn_view *view)
{
    char prefix[32];
    snprintf(prefix, sizeof prefix, "f%zu-", ++writer->n_figures);
    xn_svg_put(view, prefix, writer->buf);
}

static enum xn_status put_map_view(struct writer *writer, const struct xn_map *map,
                                   const struct xn_view_room *room)
{
    XN_AUTO(xn_view_free) struct xn_view *view = NULL;
    XN_TRY(xn_view_make(map, room, &view, writer->err));
    put_view(writer, view);
    return XN_OK;
}

static enum xn_status put_map(struct writer *writer, size_t i)
{
    const struct xn_block *block = block_at(writer, i);
    const struct xn_view_room *room = block->map[1] ? &pair_room : &xn_view_screen;
    xn_buf_puts(writer->buf, block->map[1] ? "<figure class=\"pair\">\n" : "<figure>\n");
    for (size_t k = 0; k < 2 && block->map[k]; k++)
        XN_TRY(put_map_view(writer, block->map[k], room));
    xn_buf_puts(writer->buf, "</figure>\n");
    return XN_OK;
}

/* --- charts ------------------------------------------------------------------------------------------ */

/* "28.0% (20.0%-37.0%)", or why there is none. */
static void put_point(struct writer *writer, const struct xn_chart *chart, const struct xn_chart_point *point)
{
    const enum xn_language language = writer->document->head.language;
    xn_buf_puts(writer->buf, "<td class=\"n\">");
    if (isfinite(point->value))
        xn_chart_put_value(chart, language, point->value, writer->buf);
    else
        xn_buf_put_xml(writer->buf, point->reason ? point->reason : "\xE2\x80\x93");
    if (isfinite(point->lower) && isfinite(point->upper)) {
        xn_buf_puts(writer->buf, " (");
        xn_chart_put_value(chart, language, point->lower, writer->buf);
        xn_buf_puts(writer->buf, "\xE2\x80\x93");
        xn_chart_put_value(chart, language, point->upper, writer->buf);
        xn_buf_putc(writer->buf, ')');
    }
    xn_buf_puts(writer->buf, "</td>");
}

static void put_chart_values(struct writer *writer, size_t i)
{
    const struct xn_chart *chart = block_at(writer, i)->chart;
    open_table(writer, i, chart->title);
    xn_buf_puts(writer->buf, "<thead>\n<tr><td></td>");
    for (size_t s = 0; s < chart->n_series; s++)
        put_element(writer, "<th scope=\"col\" class=\"n\">",
                    *chart->series[s].name ? chart->series[s].name : chart->unit, "</th>");
    xn_buf_puts(writer->buf, "</tr>\n</thead>\n<tbody>\n");
    for (size_t k = 0; k < chart->n_points; k++) {
        put_element(writer, "<tr><th scope=\"row\">", chart->series[0].point[k].label, "</th>");
        for (size_t s = 0; s < chart->n_series; s++)
            put_point(writer, chart, &chart->series[s].point[k]);
        xn_buf_puts(writer->buf, "</tr>\n");
    }
    xn_buf_puts(writer->buf, "</tbody>\n</table>\n</div>\n");
}

static enum xn_status put_chart(struct writer *writer, size_t i)
{
    XN_AUTO(xn_view_free) struct xn_view *view = NULL;
    XN_TRY(xn_figure_view(block_at(writer, i), writer->document->head.language, CHART_WIDTH, &view,
                          writer->err));
    xn_buf_puts(writer->buf, "<figure>\n");
    put_view(writer, view);
    xn_buf_puts(writer->buf, "</figure>\n");
    if (block_at(writer, i)->chart)
        put_chart_values(writer, i);
    return XN_OK;
}

/* --- the document ------------------------------------------------------------------------------------ */

static enum xn_status put_block(struct writer *writer, size_t i)
{
    const struct xn_block *block = block_at(writer, i);
    switch (block->kind) {
    case XN_BLOCK_CHAPTER:
    case XN_BLOCK_HEADING:
        put_heading(writer, i);
        return XN_OK;
    case XN_BLOCK_PARAGRAPH:
        put_element(writer, "<p>", block->text, "</p>\n");
        return XN_OK;
    case XN_BLOCK_ITEM:
        put_item(writer, i);
        return XN_OK;
    case XN_BLOCK_NOTICE:
        put_element(writer, "<div class=\"notice\"><p>", block->text, "</p></div>\n");
        return XN_OK;
    case XN_BLOCK_NOTE:
        put_element(writer, "<p class=\"note\">", block->text, "</p>\n");
        return XN_OK;
    case XN_BLOCK_FIELD:
        put_field(writer, i);
        return XN_OK;
    case XN_BLOCK_NEW_PAGE:
        xn_buf_puts(writer->buf, "<div class=\"gap\"></div>\n");
        return XN_OK;
    case XN_BLOCK_TABLE:
        put_table(writer, i);
        return XN_OK;
    case XN_BLOCK_MAP:
        return put_map(writer, i);
    case XN_BLOCK_CHART:
        return put_chart(writer, i);
    }
    return XN_OK;
}

enum xn_status xn_document_html(const struct xn_document *document, struct xn_buf *buf, struct xn_error *err)
{
    struct writer writer = {.document = document, .buf = buf, .err = err};
    XN_TRY(xn_document_check(document, err));
    put_head(&writer);
    if (document->head.title_page && has_entries(&writer))
        put_contents(&writer);
    xn_buf_puts(buf, "<main>\n");
    for (size_t i = 0; i < document->n_blocks; i++)
        XN_TRY(put_block(&writer, i));
    xn_buf_puts(buf, "</main>\n");
    if (document->head.foot)
        put_element(&writer, "<footer><p>", document->head.foot, "</p></footer>\n");
    xn_buf_puts(buf, "</body>\n</html>\n");
    return xn_buf_check(buf, err);
}
