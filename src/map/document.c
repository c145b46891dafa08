/* document.c - collecting a document's blocks. See document.h. */
#include "xenia/document.h"
#include <string.h>
#include "blocks.h"
#include "words.h"

/* --- the document ------------------------------------------------------------------------------------ */

/* NULL stays NULL. */
static enum xn_status clean_copy(struct xn_arena *arena, const char *text, const char **ret,
                                 struct xn_error *err)
{
    *ret = NULL;
    return text ? xn_words_clean(arena, text, ret, err) : XN_OK;
}

enum xn_status xn_document_new(const struct xn_document_head *head, struct xn_document **ret,
                               struct xn_error *err)
{
    XN_AUTO(xn_document_free) struct xn_document *document = xn_calloc(1, sizeof *document);
    if (!document || !(document->arena = xn_arena_new()))
        return xn_fail_memory(err);
    document->head = *head;
    XN_TRY(clean_copy(document->arena, head->title, &document->head.title, err));
    XN_TRY(clean_copy(document->arena, head->subtitle, &document->head.subtitle, err));
    XN_TRY(clean_copy(document->arena, head->banner, &document->head.banner, err));
    XN_TRY(clean_copy(document->arena, head->foot, &document->head.foot, err));
    XN_TRY(clean_copy(document->arena, head->author, &document->head.author, err));
    *ret = XN_STEAL(document);
    return XN_OK;
}

void xn_document_free(struct xn_document *document)
{
    if (!document)
        return;
    xn_arena_free(document->arena);
    xn_free(document);
}

enum xn_status xn_document_check(const struct xn_document *document, struct xn_error *err)
{
    if (document->status != XN_OK && err)
        *err = document->why;
    return document->status;
}

static void out_of_memory(struct xn_document *document)
{
    if (document->status == XN_OK)
        document->status = xn_fail_memory(&document->why);
}

/* A clean copy, "" for NULL; NULL when the document has failed. */
static const char *keep(struct xn_document *document, const char *text)
{
    const char *kept = NULL;
    if (document->status == XN_OK)
        document->status = xn_words_clean(document->arena, text ? text : "", &kept, &document->why);
    return kept;
}

/* Twice the room, in the arena; NULL when the document has failed. */
static void *grow(struct xn_document *document, const void *old, size_t count, size_t *capacity, size_t size)
{
    const size_t wanted = *capacity ? 2 * *capacity : 64;
    void *grown = document->status == XN_OK ? xn_arena_alloc(document->arena, wanted, size) : NULL;
    if (!grown) {
        out_of_memory(document);
        return NULL;
    }
    if (count > 0)
        memcpy(grown, old, count * size);
    *capacity = wanted;
    return grown;
}

/* The place of one more block; NULL when the document has failed. */
static struct xn_block *add(struct xn_document *document, enum xn_block_kind kind)
{
    if (document->status != XN_OK)
        return NULL;
    if (document->n_blocks == document->capacity) {
        struct xn_block *grown =
            grow(document, document->block, document->n_blocks, &document->capacity, sizeof *document->block);
        if (!grown)
            return NULL;
        document->block = grown;
    }
    struct xn_block *block = &document->block[document->n_blocks++];
    *block = (struct xn_block){.kind = kind};
    return block;
}

/* --- text -------------------------------------------------------------------------------------------- */

static void add_text(struct xn_document *document, enum xn_block_kind kind, const char *text)
{
    const char *kept = keep(document, text);
    struct xn_block *block = add(document, kind);
    if (block)
        block->text = kept;
}

void xn_document_chapter(struct xn_document *document, const char *text)
{
    add_text(document, XN_BLOCK_CHAPTER, text);
}

void xn_document_heading(struct xn_document *document, const char *text)
{
    add_text(document, XN_BLOCK_HEADING, text);
}

void xn_document_paragraph(struct xn_document *document, const char *text)
{
    add_text(document, XN_BLOCK_PARAGRAPH, text);
}

void xn_document_item(struct xn_document *document, const char *text)
{
    add_text(document, XN_BLOCK_ITEM, text);
}

void xn_document_notice(struct xn_document *document, const char *text)
{
    add_text(document, XN_BLOCK_NOTICE, text);
}

void xn_document_note(struct xn_document *document, const char *text)
{
    add_text(document, XN_BLOCK_NOTE, text);
}

void xn_document_field(struct xn_document *document, const char *label, const char *text)
{
    const char *kept_label = keep(document, label), *kept = keep(document, text);
    struct xn_block *block = add(document, XN_BLOCK_FIELD);
    if (!block)
        return;
    block->label = kept_label;
    block->text = kept;
}

void xn_document_new_page(struct xn_document *document)
{
    (void)add(document, XN_BLOCK_NEW_PAGE);
}

/* --- tables ------------------------------------------------------------------------------------------ */

void xn_document_table(struct xn_document *document, const char *caption, const char *const *header,
                       size_t n_columns, unsigned numbers)
{
    if (document->status == XN_OK && (n_columns < 1 || n_columns > XN_DOCUMENT_COLUMNS_MAX))
        document->status =
            xn_fail(&document->why, XN_ARGUMENT, "a table of %zu columns is asked, wanted 1 to %d", n_columns,
                    XN_DOCUMENT_COLUMNS_MAX);
    if (document->status != XN_OK)
        return;
    struct xn_block_table *table = xn_arena_alloc(document->arena, 1, sizeof *table);
    if (!table) {
        out_of_memory(document);
        return;
    }
    *table = (struct xn_block_table){.n_columns = n_columns, .numbers = numbers};
    table->caption = keep(document, caption);
    for (size_t k = 0; k < n_columns; k++)
        table->header[k] = keep(document, header[k]);
    struct xn_block *block = add(document, XN_BLOCK_TABLE);
    if (block)
        block->table = table;
}

void xn_document_row(struct xn_document *document, const char *const *cell)
{
    if (document->status == XN_OK &&
        (document->n_blocks == 0 || document->block[document->n_blocks - 1].kind != XN_BLOCK_TABLE))
        document->status =
            xn_fail(&document->why, XN_ARGUMENT, "a row of a table comes where no table stands before it");
    if (document->status != XN_OK)
        return;
    struct xn_block_table *table = document->block[document->n_blocks - 1].table;
    if (table->n_rows == table->capacity) {
        const char **grown = grow(document, table->cell, table->n_rows, &table->capacity,
                                  table->n_columns * sizeof *table->cell);
        if (!grown)
            return;
        table->cell = grown;
    }
    for (size_t k = 0; k < table->n_columns; k++)
        table->cell[table->n_rows * table->n_columns + k] = keep(document, cell[k]);
    table->n_rows += document->status == XN_OK;
}

/* --- maps and charts --------------------------------------------------------------------------------- */

void xn_document_map_pair(struct xn_document *document, const struct xn_map *left, const struct xn_map *right)
{
    struct xn_block *block = add(document, XN_BLOCK_MAP);
    if (!block)
        return;
    block->map[0] = left;
    block->map[1] = right;
}

void xn_document_map(struct xn_document *document, const struct xn_map *map)
{
    xn_document_map_pair(document, map, NULL);
}

static void keep_points(struct xn_document *document, const struct xn_chart *chart,
                        struct xn_chart_series *series)
{
    struct xn_chart_point *point = xn_arena_alloc(document->arena, chart->n_points, sizeof *point);
    if (!point) {
        out_of_memory(document);
        return;
    }
    for (size_t i = 0; i < chart->n_points; i++) {
        point[i] = series->point[i];
        point[i].label = keep(document, point[i].label);
        point[i].reason = point[i].reason ? keep(document, point[i].reason) : NULL;
    }
    series->point = point;
}

void xn_document_chart(struct xn_document *document, const struct xn_chart *chart)
{
    if (document->status == XN_OK &&
        (chart->n_series < 1 || chart->n_series > XN_CHART_SERIES_MAX || chart->n_points < 1))
        document->status = xn_fail(&document->why, XN_ARGUMENT,
                                   "a chart of %zu series of %zu points is asked, wanted 1 to %d series",
                                   chart->n_series, chart->n_points, XN_CHART_SERIES_MAX);
    if (document->status != XN_OK)
        return;
    struct xn_chart *kept = xn_arena_alloc(document->arena, 1, sizeof *kept);
    if (!kept) {
        out_of_memory(document);
        return;
    }
    *kept = *chart;
    kept->title = keep(document, chart->title);
    kept->unit = keep(document, chart->unit);
    kept->reference_name = keep(document, chart->reference_name);
    for (size_t s = 0; s < chart->n_series; s++) {
        kept->series[s].name = keep(document, chart->series[s].name);
        keep_points(document, chart, &kept->series[s]);
    }
    struct xn_block *block = add(document, XN_BLOCK_CHART);
    if (block)
        block->chart = kept;
}

void xn_document_sketch(struct xn_document *document, const struct xn_sketch *sketch)
{
    struct xn_block *block = add(document, XN_BLOCK_CHART);
    if (block)
        block->sketch = sketch;
}
