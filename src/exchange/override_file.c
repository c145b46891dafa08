/* override_file.c - signed overrides of classes as a CSV list.
 *
 * Strict, and for one signer: each row puts a person's word over what the data say, so nothing in it may be
 * guessed, and one record beside the file can answer for all of it.
 */
#include <stdio.h>
#include <string.h>
#include "signature.h"
#include "xenia/exchange.h"
#include "xenia/memory.h"

#define OVERRIDE_FILE_LIMIT ((size_t)1 << 20)
#define LIFTED "lifted"

enum override_column { LEVEL, UNIT_ID, CLASS, REASON, SIGNED_BY, SIGNED_ON, VALID_UNTIL, COLUMN_COUNT };

struct sheet {
    const struct xn_table *table;
    size_t column[COLUMN_COUNT];
};

static const char *cell(const struct sheet *sheet, size_t row, enum override_column column)
{
    return xn_table_cell(sheet->table, row, sheet->column[column]);
}

static enum xn_status refuse(const struct sheet *sheet, size_t row, enum override_column column,
                             const char *wanted, struct xn_error *err)
{
    const struct xn_table *table = sheet->table;
    return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found '%.100s', wanted %s", table->source,
                   table->row_word, table->line[row], table->column[sheet->column[column]],
                   cell(sheet, row, column), wanted);
}

static enum xn_status find_columns(struct sheet *sheet, struct xn_error *err)
{
    static const char *const name[COLUMN_COUNT] = {"level",     "unit_id",   "class",      "reason",
                                                   "signed_by", "signed_on", "valid_until"};
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        XN_TRY(xn_table_find_column(sheet->table, name[i], &sheet->column[i], err));
    return XN_OK;
}

static enum xn_status read_text(const struct sheet *sheet, size_t row, enum override_column column, char *ret,
                                size_t size, struct xn_error *err)
{
    const char *text = cell(sheet, row, column);
    if (!text[0] || strlen(text) >= size) {
        char wanted[48];
        snprintf(wanted, sizeof wanted, "1 to %zu bytes of text", size - 1);
        return refuse(sheet, row, column, wanted, err);
    }
    memcpy(ret, text, strlen(text) + 1);
    return XN_OK;
}

static enum xn_status read_class(const struct sheet *sheet, size_t row, struct xn_override *ret,
                                 struct xn_error *err)
{
    ret->lifted = strcmp(cell(sheet, row, CLASS), LIFTED) == 0;
    if (!ret->lifted && !xn_class_parse(cell(sheet, row, CLASS), &ret->class_))
        return refuse(sheet, row, CLASS, "mixed, undetermined, concentrated or lifted", err);
    return XN_OK;
}

static enum xn_status read_date(const struct sheet *sheet, size_t row, enum override_column column,
                                xn_date *ret, struct xn_error *err)
{
    return xn_parse_date_iso(cell(sheet, row, column), ret)
               ? XN_OK
               : refuse(sheet, row, column, "a day as 2005-03-01", err);
}

static enum xn_status read_row(const struct sheet *sheet, size_t row, struct xn_override *ret,
                               struct xn_error *err)
{
    XN_TRY(read_text(sheet, row, LEVEL, ret->level, sizeof ret->level, err));
    XN_TRY(read_text(sheet, row, UNIT_ID, ret->unit_id, sizeof ret->unit_id, err));
    XN_TRY(read_class(sheet, row, ret, err));
    XN_TRY(read_text(sheet, row, REASON, ret->reason, sizeof ret->reason, err));
    XN_TRY(read_text(sheet, row, SIGNED_BY, ret->signed_by, sizeof ret->signed_by, err));
    XN_TRY(read_date(sheet, row, SIGNED_ON, &ret->signed_on, err));
    XN_TRY(read_date(sheet, row, VALID_UNTIL, &ret->valid_until, err));
    return ret->valid_until < ret->signed_on
               ? refuse(sheet, row, VALID_UNTIL, "a day that is not before signed_on", err)
               : XN_OK;
}

/* Against the rows before it: one unit once, one signer for all. */
static enum xn_status check_row(const struct sheet *sheet, size_t row, const struct xn_override *override,
                                struct xn_error *err)
{
    if (strcmp(override[row].signed_by, override[0].signed_by) != 0)
        return refuse(sheet, row, SIGNED_BY, "the same signer in every row", err);
    for (size_t i = 0; i < row; i++)
        if (strcmp(override[i].level, override[row].level) == 0 &&
            strcmp(override[i].unit_id, override[row].unit_id) == 0)
            return refuse(sheet, row, UNIT_ID, "each unit once", err);
    return XN_OK;
}

static enum xn_status read_rows(const struct sheet *sheet, struct xn_overrides *overrides,
                                struct xn_notes *notes, struct xn_error *err)
{
    struct xn_faults faults = {0};
    for (size_t row = 0; row < overrides->count; row++) {
        struct xn_error fault = {0};
        enum xn_status status = read_row(sheet, row, &overrides->override[row], &fault);
        if (status == XN_OK)
            status = check_row(sheet, row, overrides->override, &fault);
        overrides->line[row] = sheet->table->line[row];
        XN_TRY(xn_faults_take(&faults, notes, status, &fault, err));
    }
    return xn_faults_result(&faults, err);
}

void xn_overrides_free(struct xn_overrides *overrides)
{
    if (overrides)
        xn_arena_free(overrides->arena); /* the list itself lies in it */
}

static enum xn_status overrides_new(size_t count, struct xn_overrides **ret, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_overrides *overrides = arena ? xn_arena_alloc(arena, 1, sizeof *overrides) : NULL;
    if (!overrides)
        return xn_fail_memory(err);
    overrides->count = count;
    XN_TRY(XN_ARENA_ARRAY(arena, count, &overrides->override, err));
    XN_TRY(XN_ARENA_ARRAY(arena, count, &overrides->line, err));
    overrides->arena = XN_STEAL(arena);
    *ret = overrides;
    return XN_OK;
}

enum xn_status xn_overrides_read(const char *path, struct xn_overrides **ret, struct xn_notes *notes,
                                 struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *bytes = NULL;
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    XN_AUTO(xn_overrides_free) struct xn_overrides *overrides = NULL;
    size_t length = 0;
    XN_TRY(xn_file_read(path, OVERRIDE_FILE_LIMIT, &bytes, &length, err));
    XN_TRY(xn_csv_parse(bytes, length, path, NULL, &table, notes, err));
    struct sheet sheet = {.table = table};
    XN_TRY(find_columns(&sheet, err));
    XN_TRY(overrides_new(table->n_rows, &overrides, err));
    XN_TRY(read_rows(&sheet, overrides, notes, err));
    xn_digest_of(bytes, length, overrides->digest);
    *ret = XN_STEAL(overrides);
    return XN_OK;
}

/* --- signing ------------------------------------------------------------------------------------------- */

enum xn_status xn_overrides_sign(const char *path, const char *user, xn_date date, struct xn_error *err)
{
    XN_AUTO(xn_overrides_free) struct xn_overrides *overrides = NULL;
    XN_TRY(xn_overrides_read(path, &overrides, NULL, err));
    for (size_t i = 0; i < overrides->count; i++) {
        const struct xn_override *override = &overrides->override[i];
        if (strcmp(override->signed_by, user) != 0)
            return xn_fail(err, XN_INPUT, "%s, line %u: names '%s' as its signer, and '%s' signs", path,
                           overrides->line[i], override->signed_by, user);
        if (date == XN_NO_DATE || date < override->signed_on || date > override->valid_until)
            return xn_fail(err, XN_INPUT,
                           "%s, line %u: cannot be signed today: it is signed_on and valid_until other days",
                           path, overrides->line[i]);
    }
    return xn_signature_write_record(path, overrides->digest, user, date, err);
}

enum xn_status xn_overrides_check_signature(const char *path, const struct xn_overrides *overrides,
                                            struct xn_error *err)
{
    if (overrides->count == 0)
        return XN_OK;
    return xn_signature_check_record(path, overrides->digest, overrides->override[0].signed_by, err);
}
