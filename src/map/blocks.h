/* blocks.h - what a document holds: its blocks in the order they are read, all text clean and copied. */
#ifndef XENIA_MAP_BLOCKS_H
#define XENIA_MAP_BLOCKS_H

#include "xenia/document.h"
#include "xenia/memory.h"

enum xn_block_kind {
    XN_BLOCK_CHAPTER,
    XN_BLOCK_HEADING,
    XN_BLOCK_PARAGRAPH,
    XN_BLOCK_ITEM,
    XN_BLOCK_NOTICE,
    XN_BLOCK_NOTE,
    XN_BLOCK_FIELD,
    XN_BLOCK_NEW_PAGE,
    XN_BLOCK_TABLE,
    XN_BLOCK_MAP,
    XN_BLOCK_CHART
};

struct xn_block_table {
    const char *caption; /* may be empty */
    size_t n_columns, n_rows, capacity;
    const char *header[XN_DOCUMENT_COLUMNS_MAX];
    unsigned numbers;  /* bit mask of columns aligned right */
    const char **cell; /* n_rows x n_columns */
};

struct xn_block {
    enum xn_block_kind kind;
    const char *text;               /* chapter to field */
    const char *label;              /* field */
    struct xn_block_table *table;   /* table */
    const struct xn_map *map[2];    /* map; the second NULL unless it is a pair */
    struct xn_chart *chart;         /* chart */
    const struct xn_sketch *sketch; /* chart too, in its place: a sketch */
};

struct xn_document {
    struct xn_arena *arena;
    struct xn_document_head head;
    size_t n_blocks, capacity;
    struct xn_block *block;
    enum xn_status status;
    struct xn_error why;
};

/* What a list of contents names. */
static inline bool xn_block_is_entry(const struct xn_block *block)
{
    return block->kind == XN_BLOCK_CHAPTER || block->kind == XN_BLOCK_HEADING;
}

/* XN_OK, or the first failure of adding blocks. */
XN_MUST_CHECK enum xn_status xn_document_check(const struct xn_document *document, struct xn_error *err);

#endif
