/* offers_csv.c - offers from CSV through a mapping. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "known.h"
#include "offer_reading.h"
#include "shown.h"
#include "xenia/buf.h"
#include "xenia/memory.h"
#include "xenia/text.h"

/* The table while it is read. */
struct sheet {
    const struct xn_table *table;
    const struct mapping *mapping;
    size_t column[MAPPING_COLUMN_COUNT]; /* XN_NONE: none */
    struct offer_reading *reading;
    struct known_words other_kinds; /* kinds that the mapping does not list, each noted once */
};

/* --- cells -----------------------------------------------------------------------------------------------
 */

static const char *cell_at(const struct sheet *sheet, size_t row, size_t column)
{
    return sheet->column[column] == XN_NONE ? "" : xn_table_cell(sheet->table, row, sheet->column[column]);
}

/* The column in which a row has a field: rents may share one, by what the row says of its rent. */
static size_t column_of(const struct sheet *sheet, size_t row, size_t field)
{
    if (sheet->column[field] == XN_NONE && sheet->column[MAPPING_RENT] != XN_NONE &&
        xn_mapping_basis_of(sheet->mapping, cell_at(sheet, row, MAPPING_RENT_BASIS)) == field)
        return MAPPING_RENT;
    return field;
}

static enum xn_status take_cell(const struct sheet *sheet, size_t row, size_t field,
                                struct xn_dwelling *dwelling, struct xn_error *err)
{
    const size_t column = column_of(sheet, row, field);
    const char *cell = cell_at(sheet, row, column);
    if (!cell[0] || xn_mapping_is_blank(sheet->mapping, field, cell))
        return XN_OK;
    const struct offer_value value = {field, sheet->table->column[sheet->column[column]], cell};
    return xn_offer_take(sheet->reading, &value, dwelling, err);
}

/* A rent of which the file does not say which it is. */
static enum xn_status check_basis(const struct sheet *sheet, size_t row, struct xn_dwelling *dwelling,
                                  struct xn_error *err)
{
    const char *basis = cell_at(sheet, row, MAPPING_RENT_BASIS);
    if (sheet->column[MAPPING_RENT] == XN_NONE || !cell_at(sheet, row, MAPPING_RENT)[0] ||
        xn_mapping_basis_of(sheet->mapping, basis) != XN_NONE)
        return XN_OK;
    const struct offer_value value = {xn_offer_field_find("rent_gross_eur"),
                                      sheet->table->column[sheet->column[MAPPING_RENT_BASIS]], basis};
    return xn_offer_mark_unreadable(sheet->reading, &value, "a word that the mapping's [rent_basis] lists",
                                    dwelling, err);
}

/* --- rows ------------------------------------------------------------------------------------------------
 */

static void note_other_kind(struct sheet *sheet, size_t row, const struct xn_dwelling *dwelling)
{
    if (xn_known_find(&sheet->other_kinds, dwelling->kind) != XN_NONE)
        return;
    xn_known_add(&sheet->other_kinds, dwelling->kind);
    const size_t field = xn_offer_field_find("kind");
    const struct offer_value value = {field, sheet->table->column[sheet->column[field]], dwelling->kind};
    xn_offer_note(sheet->reading, sheet->table->line[row], &value, "a kind that the mapping does not list");
}

static void apply_kind(struct sheet *sheet, size_t row, struct xn_dwelling *dwelling)
{
    bool listed = false;
    const struct mapping_kind *kind = xn_mapping_kind_of(sheet->mapping, dwelling->kind, &listed);
    dwelling->is_dwelling = kind->is_dwelling;
    if (dwelling->lift == XN_UNKNOWN)
        dwelling->lift = kind->lift;
    if (dwelling->step_free == XN_UNKNOWN)
        dwelling->step_free = kind->step_free;
    if (isnan(dwelling->floor) && kind->ground_floor == XN_YES)
        dwelling->floor = 0;
    if (!listed)
        note_other_kind(sheet, row, dwelling);
}

static enum xn_status read_row(struct sheet *sheet, size_t row, struct xn_dwelling *ret, struct xn_error *err)
{
    const struct xn_table *table = sheet->table;
    struct xn_dwelling dwelling = xn_dwelling_unknown(table->line[row]);
    for (size_t i = 0; i < OFFER_FIELD_COUNT; i++)
        XN_TRY(take_cell(sheet, row, i, &dwelling, err));
    XN_TRY(check_basis(sheet, row, &dwelling, err));
    if (!dwelling.id[0])
        return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found nothing, wanted the offer's id",
                       table->source, table->row_word, dwelling.line,
                       table->column[sheet->column[OFFER_FIELD_ID]]);
    apply_kind(sheet, row, &dwelling);
    xn_offer_complete_place(sheet->reading, &dwelling);
    *ret = dwelling;
    return XN_OK;
}

/* --- the whole -------------------------------------------------------------------------------------------
 */

static enum xn_status find_columns(struct sheet *sheet, struct xn_error *err)
{
    const struct mapping *mapping = sheet->mapping;
    for (size_t i = 0; i < MAPPING_COLUMN_COUNT; i++) {
        sheet->column[i] = XN_NONE;
        if (mapping->column[i])
            XN_TRY(xn_fail_in(err,
                              xn_table_find_column(sheet->table, mapping->column[i], &sheet->column[i], err),
                              "%s, line %u", mapping->source, mapping->column_line[i]));
    }
    return XN_OK;
}

static bool is_used(const struct sheet *sheet, size_t column)
{
    for (size_t i = 0; i < MAPPING_COLUMN_COUNT; i++)
        if (sheet->column[i] == column)
            return true;
    return false;
}

static void note_unused(const struct sheet *sheet)
{
    XN_AUTO_BUF list = {.limit = 500};
    for (size_t i = 0; i < sheet->table->n_columns; i++)
        if (!is_used(sheet, i))
            xn_buf_printf(&list, "%s%s", list.length ? ", " : "", sheet->table->column[i]);
    if (list.length)
        xn_note(sheet->reading->notes, "%s: the mapping %s does not use the columns %s%s",
                sheet->table->source, sheet->mapping->name, xn_buf_text(&list),
                list.status == XN_OK ? "" : ", and more");
}

static enum xn_status read_table(const struct xn_table *table, const struct mapping *mapping,
                                 struct xn_offers **ret, struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_TRY(xn_offers_new(table->source, &offers, err));
    struct offer_reading reading = {.offers = offers,
                                    .notes = notes,
                                    .row_word = table->row_word,
                                    .column_word = "column",
                                    .mapping = mapping};
    struct sheet sheet = {.table = table, .mapping = mapping, .reading = &reading};
    XN_TRY(find_columns(&sheet, err));
    note_unused(&sheet);
    for (size_t row = 0; row < table->n_rows; row++) {
        struct xn_error fault = {0};
        struct xn_dwelling dwelling = xn_dwelling_unknown(table->line[row]);
        const enum xn_status status = read_row(&sheet, row, &dwelling, &fault);
        XN_TRY(xn_faults_take(&reading.faults, notes, status, &fault, err));
        if (status == XN_OK)
            XN_TRY(xn_offer_add(&reading, &dwelling, err));
    }
    XN_TRY(xn_offers_finish(&reading, err));
    *ret = XN_STEAL(offers);
    return XN_OK;
}

enum xn_status xn_offers_from_csv(const char *bytes, size_t length, const char *source,
                                  const char *mapping_path, struct xn_offers **ret, struct xn_notes *notes,
                                  struct xn_error *err)
{
    XN_AUTO(xn_mapping_free) struct mapping *mapping = NULL;
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    struct xn_csv_options options = {0, NULL};
    if (mapping_path) {
        XN_TRY(xn_mapping_read(mapping_path, &mapping, err));
        options = (struct xn_csv_options){mapping->separator, mapping->encoding};
    }
    XN_TRY(xn_csv_parse(bytes, length, source, &options, &table, notes, err));
    if (!mapping)
        XN_TRY(xn_mapping_for(table, &mapping, err));
    return read_table(table, mapping, ret, notes, err);
}
