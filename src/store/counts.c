/* counts.c - who lives where, column by column as the source has it, so that a city built from the store is
 * the city built from the file.
 */
#include "pg.h"
#include "xenia/store.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- putting ------------------------------------------------------------------------------------------ */

struct put {
    const char *city_id;
    const struct xn_counts_source *source;
    size_t key;
    const size_t *column; /* positions in the table; XN_NONE: an indicator that it lacks */
    size_t n_kept;        /* columns that are not XN_NONE */
    size_t *row;          /* those that are put: a record that repeats an earlier one is not */
    size_t n_rows;
};

static bool is_missing(const struct xn_counts_source *source, double value)
{
    for (size_t i = 0; i < source->n_missing; i++) {
        if (source->missing[i] == value)
            return true;
    }
    return false;
}

/* One cell: a number, of 0 or more if it counts, or NAN for a blank or a missing code. */
static enum xn_status read_count(const struct xn_counts_source *source, size_t row, size_t column,
                                 bool indicator, double *ret, struct xn_error *err)
{
    const struct xn_table *table = source->table;
    double value = NAN;
    if (*xn_table_cell(table, row, column))
        XN_TRY(xn_table_number(table, row, column, &value, err));
    if (is_missing(source, value))
        value = NAN;
    if (value < 0 && !indicator)
        return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found %s, wanted 0 or more", table->source,
                       table->row_word, (unsigned)table->line[row], table->column[column],
                       xn_table_cell(table, row, column));
    *ret = value;
    return XN_OK;
}

static enum xn_status put_row(struct xn_copy *copy, const struct put *put, size_t row, struct xn_error *err)
{
    const struct xn_counts_source *source = put->source;
    for (size_t i = 0; i < source->n_columns; i++) {
        const bool indicator = i >= source->n_columns - source->n_indicators;
        double value = NAN;
        if (put->column[i] == XN_NONE)
            continue;
        XN_TRY(read_count(source, row, put->column[i], indicator, &value, err));
        xn_copy_text(copy, put->city_id);
        xn_copy_text(copy, source->level);
        xn_copy_text(copy, xn_table_cell(source->table, row, put->key));
        xn_copy_int(copy, (int64_t)i);
        xn_copy_text(copy, source->column[i]);
        xn_copy_double(copy, value);
        xn_copy_date(copy, source->as_of);
        xn_copy_text(copy, source->source);
        xn_copy_bool(copy, indicator);
        xn_copy_end_row(copy);
    }
    return XN_OK;
}

/* Names the line of the table that the server refused. */
static enum xn_status fail_at_row(const struct xn_copy *copy, const struct put *put, enum xn_status status,
                                  struct xn_error *err)
{
    const struct xn_counts_source *source = put->source;
    if (status == XN_OK || copy->failed_row == XN_NONE)
        return status;
    const struct xn_table *table = source->table;
    const size_t row = put->row[copy->failed_row / put->n_kept];
    return xn_fail_in(err, status == XN_CONFLICT ? XN_INPUT : status, "%s, %s %u", table->source,
                      table->row_word, (unsigned)table->line[row]);
}

static enum xn_status replace_counts(struct xn_store *store, void *context, struct xn_error *err)
{
    const struct put *put = context;
    struct xn_params where = {0};
    xn_param_text(&where, put->city_id);
    xn_param_text(&where, put->source->level);
    XN_TRY(xn_pg_run(store, "counts_delete", &where, NULL, err));
    struct xn_copy copy;
    XN_TRY(xn_pg_run(store, "counts_stage", NULL, NULL, err));
    XN_TRY(xn_copy_begin(&copy, store, "counts_copy", err));
    for (size_t i = 0; i < put->n_rows && copy.status == XN_OK; i++)
        copy.status = put_row(&copy, put, put->row[i], &copy.error);
    XN_TRY(fail_at_row(&copy, put, xn_copy_finish(&copy, err), err));
    return xn_pg_run(store, "counts_insert", NULL, NULL, err);
}

/* --- records of one unit -------------------------------------------------------------------------------- */

struct named_row {
    const char *name;
    size_t row;
};

static int compare_rows(const void *a, const void *b)
{
    const struct named_row *x = a, *y = b;
    const int order = strcmp(x->name, y->name);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static bool same_counts(const struct put *put, size_t a, size_t b)
{
    const struct xn_table *table = put->source->table;
    for (size_t i = 0; i < put->source->n_columns; i++)
        if (put->column[i] != XN_NONE &&
            strcmp(xn_table_cell(table, a, put->column[i]), xn_table_cell(table, b, put->column[i])) != 0)
            return false;
    return true;
}

/* A unit of several parts can be several records that repeat its counts: they count once, as they do when a
 * city is built from its files. Records that differ stay, and are refused as the same unit twice. */
static enum xn_status choose_rows(struct put *put, struct xn_error *err)
{
    const struct xn_table *table = put->source->table;
    const size_t n = table->n_rows;
    XN_CLEANUP(xn_free_pointer) struct named_row *named = xn_calloc(n, sizeof *named);
    XN_CLEANUP(xn_free_pointer) bool *repeats = xn_calloc(n, sizeof *repeats);
    if (!named || !repeats)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n; i++)
        named[i] = (struct named_row){xn_table_cell(table, i, put->key), i};
    qsort(named, n, sizeof *named, compare_rows);
    for (size_t i = 1, first = 0; i < n; i++) {
        if (strcmp(named[i].name, named[first].name) != 0)
            first = i;
        else
            repeats[named[i].row] = put->source->of_layer && same_counts(put, named[first].row, named[i].row);
    }
    for (size_t i = 0; i < n; i++)
        if (!repeats[i])
            put->row[put->n_rows++] = i;
    return XN_OK;
}

enum xn_status xn_store_put_counts(struct xn_store *store, const char *city_id,
                                   const struct xn_counts_source *counts, struct xn_error *err)
{
    struct put put = {.city_id = city_id, .source = counts};
    XN_CLEANUP(xn_free_pointer) size_t *column = xn_calloc(counts->n_columns, sizeof *column);
    XN_CLEANUP(xn_free_pointer) size_t *row = xn_calloc(counts->table->n_rows, sizeof *row);
    if (!column || !row)
        return xn_fail_memory(err);
    XN_TRY(xn_table_find_column(counts->table, counts->key, &put.key, err));
    for (size_t i = 0; i < counts->n_columns; i++) {
        if (i >= counts->n_columns - counts->n_indicators)
            column[i] = xn_table_column(counts->table, counts->column[i]);
        else
            XN_TRY(xn_table_find_column(counts->table, counts->column[i], &column[i], err));
        put.n_kept += column[i] != XN_NONE;
    }
    put.column = column;
    put.row = row;
    XN_TRY(choose_rows(&put, err));
    return xn_pg_transaction(store, false, replace_counts, &put, err);
}

/* --- getting ------------------------------------------------------------------------------------------ */

static enum xn_status read_columns(const struct xn_rows *columns, struct xn_table *table,
                                   struct xn_error *err)
{
    table->n_columns = xn_rows_count(columns) + 1;
    XN_TRY(XN_ARENA_ARRAY(table->arena, table->n_columns, &table->column, err));
    table->column[0] = "unit_id";
    for (size_t i = 1; i < table->n_columns; i++)
        XN_TRY(xn_rows_copy_text(columns, i - 1, 0, false, table->arena, &table->column[i], err));
    XN_TRY(xn_rows_copy_text(columns, 0, 1, false, table->arena, &table->source, err));
    table->row_word = "row";
    return XN_OK;
}

/* Every unit has all columns, in their order, for they were put so. */
static enum xn_status read_cells(const struct xn_rows *cells, struct xn_table *table, struct xn_error *err)
{
    const size_t n_values = table->n_columns - 1;
    table->n_rows = xn_rows_count(cells) / n_values;
    if (table->n_rows * n_values != xn_rows_count(cells))
        return xn_fail(err, XN_INPUT, "%s in the store: units have different numbers of columns",
                       table->source);
    uint32_t *line = NULL;
    XN_TRY(XN_ARENA_ARRAY(table->arena, table->n_rows, &line, err));
    XN_TRY(XN_ARENA_ARRAY(table->arena, table->n_rows * table->n_columns, &table->cell, err));
    for (size_t row = 0; row < table->n_rows; row++) {
        const char **cell = table->cell + row * table->n_columns;
        line[row] = (uint32_t)row + 1;
        XN_TRY(xn_rows_copy_text(cells, row * n_values, 0, false, table->arena, &cell[0], err));
        for (size_t i = 0; i < n_values; i++)
            XN_TRY(xn_rows_copy_text(cells, row * n_values + i, 1, false, table->arena, &cell[i + 1], err));
    }
    table->line = line;
    return XN_OK;
}

static enum xn_status build_table(const struct xn_rows *columns, const struct xn_rows *cells,
                                  struct xn_table **ret, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_table *table = arena ? xn_arena_alloc(arena, 1, sizeof *table) : NULL;
    if (!table)
        return xn_fail_memory(err);
    table->arena = arena;
    XN_TRY(read_columns(columns, table, err));
    XN_TRY(read_cells(cells, table, err));
    arena = NULL;
    *ret = table;
    return XN_OK;
}

enum xn_status xn_store_counts_table(struct xn_store *store, const char *city_id, const char *level,
                                     struct xn_table **ret, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS columns = {0};
    XN_AUTO_ROWS cells = {0};
    struct xn_params where = {0};
    xn_param_text(&where, city_id);
    xn_param_text(&where, level);
    XN_TRY(xn_pg_run(store, "counts_columns", &where, &columns, err));
    if (xn_rows_count(&columns) == 0)
        return xn_fail(err, XN_NOT_FOUND, "no counts of level '%s' of city '%s' are stored", level, city_id);
    XN_TRY(xn_pg_run(store, "counts_get", &where, &cells, err));
    return build_table(&columns, &cells, ret, err);
}
