/* institutions_file.c - the directory of institutions as a CSV list.
 *
 * Strict, because the list replaces the one before: a cell that cannot be read refuses the file, and all such
 * cells are told at once. Each place is needed: a tie is nothing but a place.
 */
#include "xenia/institutions.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "known.h"
#include "shown.h"
#include "xenia/table.h"
#include "xenia/text.h"

enum institution_column {
    ID,
    NAME,
    KIND,
    LAT,
    LON,
    N_NEEDED,
    ADDRESS = N_NEEDED,
    AGE_FROM,
    AGE_TO,
    N_COLUMNS
};
static const struct known_words columns = {
    {"id", "name", "kind", "lat", "lon", "address", "age_from", "age_to"}, N_COLUMNS};
static const struct known_words kinds = {{XN_INSTITUTION_KINDS}, 9};

struct sheet {
    const struct xn_table *table;
    size_t column[N_COLUMNS]; /* XN_NONE: none */
    struct xn_arena *arena;
};

bool xn_institution_kind_is_known(const char *kind)
{
    return xn_known_find(&kinds, kind) != XN_NONE;
}

/* --- cells ------------------------------------------------------------------------------------------ */

static const char *cell(const struct sheet *sheet, size_t row, enum institution_column column)
{
    return sheet->column[column] == XN_NONE ? "" : xn_table_cell(sheet->table, row, sheet->column[column]);
}

static enum xn_status refuse(const struct sheet *sheet, size_t row, enum institution_column column,
                             const char *wanted, struct xn_error *err)
{
    const struct xn_table *table = sheet->table;
    const char *found = cell(sheet, row, column);
    return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found '%.*s', wanted %s", table->source,
                   table->row_word, table->line[row], table->column[sheet->column[column]], xn_shown(found),
                   found, wanted);
}

static size_t count_characters(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

static bool has_control(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return true;
    return false;
}

static enum xn_status read_text(const struct sheet *sheet, size_t row, enum institution_column column,
                                size_t longest, const char **ret, struct xn_error *err)
{
    const char *text = cell(sheet, row, column);
    if ((!*text && column != ADDRESS) || count_characters(text) > longest || has_control(text))
        return refuse(sheet, row, column,
                      longest == XN_INSTITUTION_ID_MAX ? "1 to 100 characters on one line"
                                                       : "1 to 200 characters on one line",
                      err);
    *ret = xn_arena_strdup(sheet->arena, text);
    return *ret ? XN_OK : xn_fail_memory(err);
}

static enum xn_status read_kind(const struct sheet *sheet, size_t row, const char **ret, struct xn_error *err)
{
    const size_t at = xn_known_find(&kinds, cell(sheet, row, KIND));
    if (at == XN_NONE)
        return refuse(sheet, row, KIND, "school, course, club, parish, advice, care, work, sport or other",
                      err);
    *ret = kinds.word[at];
    return XN_OK;
}

static enum xn_status read_degrees(const struct sheet *sheet, size_t row, enum institution_column column,
                                   double limit, double *ret, struct xn_error *err)
{
    double value = NAN;
    if (!xn_parse_double(cell(sheet, row, column), &value) || fabs(value) > limit)
        return refuse(sheet, row, column,
                      column == LON ? "degrees from -180 to 180" : "degrees from -90 to 90", err);
    *ret = value;
    return XN_OK;
}

static enum xn_status read_age(const struct sheet *sheet, size_t row, enum institution_column column,
                               int *ret, struct xn_error *err)
{
    int64_t age = -1;
    const char *text = cell(sheet, row, column);
    if (*text && (!xn_parse_int(text, &age) || age < 0 || age > XN_INSTITUTION_AGE_MAX))
        return refuse(sheet, row, column, "whole years from 0 to 120", err);
    *ret = (int)age;
    return XN_OK;
}

/* --- rows ------------------------------------------------------------------------------------------- */

static enum xn_status read_row(const struct sheet *sheet, size_t row, struct xn_institution *ret,
                               struct xn_error *err)
{
    ret->line = sheet->table->line[row];
    XN_TRY(read_text(sheet, row, ID, XN_INSTITUTION_ID_MAX, &ret->id, err));
    XN_TRY(read_text(sheet, row, NAME, XN_INSTITUTION_TEXT_MAX, &ret->name, err));
    XN_TRY(read_kind(sheet, row, &ret->kind, err));
    XN_TRY(read_text(sheet, row, ADDRESS, XN_INSTITUTION_TEXT_MAX, &ret->address, err));
    XN_TRY(read_degrees(sheet, row, LAT, 90.0, &ret->lat, err));
    XN_TRY(read_degrees(sheet, row, LON, 180.0, &ret->lon, err));
    XN_TRY(read_age(sheet, row, AGE_FROM, &ret->age_from, err));
    XN_TRY(read_age(sheet, row, AGE_TO, &ret->age_to, err));
    if (ret->age_from >= 0 && ret->age_to >= 0 && ret->age_to < ret->age_from)
        return refuse(sheet, row, AGE_TO, "an age that is not below age_from", err);
    return XN_OK;
}

static enum xn_status read_rows(const struct sheet *sheet, struct xn_institutions *institutions,
                                struct xn_faults *faults, struct xn_notes *notes, struct xn_error *err)
{
    for (size_t row = 0; row < institutions->count; row++) {
        struct xn_error fault = {0};
        const enum xn_status status = read_row(sheet, row, &institutions->institution[row], &fault);
        XN_TRY(xn_faults_take(faults, notes, status, &fault, err));
    }
    return XN_OK;
}

static int compare_ids(const void *a, const void *b)
{
    const struct xn_institution *const *first = a, *const *second = b;
    const int order = strcmp((*first)->id, (*second)->id);
    return order ? order : ((*first)->line > (*second)->line) - ((*first)->line < (*second)->line);
}

/* Every id once; only asked when each row could be read. */
static enum xn_status check_once(const struct xn_institutions *institutions, struct xn_faults *faults,
                                 struct xn_notes *notes, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer)
    const struct xn_institution **sorted = xn_calloc(institutions->count + 1, sizeof *sorted);
    if (!sorted)
        return xn_fail_memory(err);
    for (size_t i = 0; i < institutions->count; i++)
        sorted[i] = &institutions->institution[i];
    qsort(sorted, institutions->count, sizeof *sorted, compare_ids);
    for (size_t i = 1; i < institutions->count; i++) {
        struct xn_error fault = {0};
        if (strcmp(sorted[i]->id, sorted[i - 1]->id) != 0)
            continue;
        const enum xn_status status =
            xn_fail(&fault, XN_INPUT, "%s, line %u, column id: found '%.*s', which line %u has already",
                    institutions->source, sorted[i]->line, xn_shown(sorted[i]->id), sorted[i]->id,
                    sorted[i - 1]->line);
        XN_TRY(xn_faults_take(faults, notes, status, &fault, err));
    }
    return XN_OK;
}

/* --- the whole -------------------------------------------------------------------------------------- */

static enum xn_status find_columns(struct sheet *sheet, struct xn_error *err)
{
    const struct xn_table *table = sheet->table;
    for (size_t i = 0; i < N_COLUMNS; i++)
        sheet->column[i] = xn_table_column(table, columns.word[i]);
    for (size_t i = 0; i < N_NEEDED; i++)
        XN_TRY(xn_table_find_column(table, columns.word[i], &sheet->column[i], err));
    for (size_t i = 0; i < table->n_columns; i++) {
        char advice[256];
        size_t known = 0;
        while (known < N_COLUMNS && sheet->column[known] != i)
            known++;
        if (known < N_COLUMNS)
            continue;
        xn_known_advice(&columns, table->column[i], advice, sizeof advice);
        return xn_fail(err, XN_INPUT, "%s, line 1, column %.*s: this list has no such column; %s",
                       table->source, xn_shown(table->column[i]), table->column[i], advice);
    }
    return XN_OK;
}

void xn_institutions_free(struct xn_institutions *institutions)
{
    if (institutions)
        xn_arena_free(institutions->arena); /* the list itself lies in it */
}

static enum xn_status institutions_new(const struct xn_table *table, struct xn_institutions **ret,
                                       struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_institutions *institutions = arena ? xn_arena_alloc(arena, 1, sizeof *institutions) : NULL;
    if (!institutions || !(institutions->source = xn_arena_strdup(arena, table->source)))
        return xn_fail_memory(err);
    institutions->count = table->n_rows;
    XN_TRY(XN_ARENA_ARRAY(arena, table->n_rows, &institutions->institution, err));
    institutions->arena = XN_STEAL(arena);
    *ret = institutions;
    return XN_OK;
}

enum xn_status xn_institutions_read(const char *path, struct xn_institutions **ret, struct xn_notes *notes,
                                    struct xn_error *err)
{
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    XN_AUTO(xn_institutions_free) struct xn_institutions *institutions = NULL;
    struct xn_faults faults = {0};
    XN_TRY(xn_csv_read(path, NULL, &table, notes, err));
    struct sheet sheet = {.table = table};
    XN_TRY(find_columns(&sheet, err));
    if (table->n_rows == 0)
        return xn_fail(err, XN_INPUT,
                       "%s: found no institution in it, wanted at least one: the list replaces the directory",
                       path);
    XN_TRY(institutions_new(table, &institutions, err));
    sheet.arena = institutions->arena;
    XN_TRY(read_rows(&sheet, institutions, &faults, notes, err));
    if (faults.count == 0)
        XN_TRY(check_once(institutions, &faults, notes, err));
    XN_TRY(xn_faults_result(&faults, err));
    *ret = XN_STEAL(institutions);
    return XN_OK;
}
