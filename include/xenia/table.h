/* table.h - named columns of text cells, as CSV and DBF files give them.
 *
 * Cells are UTF-8 with the blanks at both ends cut, never NULL; numbers are read when they are asked for, so
 * that a fault can name its file, row and column. One arena holds all; read-only once built.
 */
#ifndef XENIA_TABLE_H
#define XENIA_TABLE_H

#include <stdint.h>
#include "xenia/memory.h"
#include "xenia/notes.h"
#include "xenia/status.h"

struct xn_table {
    const char *source;   /* the file, for messages */
    const char *row_word; /* "line" for CSV, "record" for DBF */
    size_t n_rows;
    size_t n_columns;
    const char **column;  /* n_columns names */
    const char **cell;    /* row-major n_rows * n_columns */
    const uint32_t *line; /* n_rows: the line or record (from 1) to look for in the file */
    struct xn_arena *arena;
};

void xn_table_free(struct xn_table *table);
XN_DEFINE_AUTO(xn_table_free, struct xn_table *)

/* Limits of every table file. */
#define XN_TABLE_FILE_LIMIT ((size_t)512 << 20)
#define XN_TABLE_ROW_LIMIT 1000000u
#define XN_TABLE_COLUMN_LIMIT 4096u

struct xn_csv_options {
    char separator;       /* 0: whichever of , ; tab | is most frequent in the header */
    const char *encoding; /* NULL: UTF-8 (with or without BOM), else CP1252 with a note */
};

/* Reads a CSV file with a header line (RFC 4180: quotes, embedded line breaks; CRLF or LF). XN_INPUT when a
 * row has another number of fields than the header, a quote is not closed, a header is empty or double. */
XN_MUST_CHECK enum xn_status xn_csv_read(const char *path, const struct xn_csv_options *options,
                                         struct xn_table **ret, struct xn_notes *notes, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_csv_parse(const char *bytes, size_t length, const char *source,
                                          const struct xn_csv_options *options, struct xn_table **ret,
                                          struct xn_notes *notes, struct xn_error *err);

/* Position of a column by its exact name (else, when unique, without regard to ASCII case); XN_NONE. */
size_t xn_table_column(const struct xn_table *table, const char *name);
/* The same, but a missing column is XN_INPUT with the columns there are. */
XN_MUST_CHECK enum xn_status xn_table_find_column(const struct xn_table *table, const char *name, size_t *ret,
                                                  struct xn_error *err);
const char *xn_table_cell(const struct xn_table *table, size_t row, size_t column);
/* The cell as a finite number; XN_INPUT "file, line 12, column EINW: found 'abc', wanted a number". */
XN_MUST_CHECK enum xn_status xn_table_number(const struct xn_table *table, size_t row, size_t column,
                                             double *ret, struct xn_error *err);

#endif
