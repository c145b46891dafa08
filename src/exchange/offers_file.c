/* offers_file.c - offers from CSV through a mapping.
 *
 * Lenient in cells, strict in rows: what a cell says in its own words is read when there is one reading, and
 * noted; what cannot be read is unknown, noted and remembered with the dwelling. An offer that cannot be told
 * from another (no id, the same id twice) refuses the file.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "known.h"
#include "mapping.h"
#include "shown.h"
#include "xenia/buf.h"
#include "xenia/exchange.h"
#include "xenia/memory.h"
#include "xenia/text.h"

/* The file while it is read. */
struct reading {
    const struct xn_table *table;
    const struct mapping *mapping;
    size_t column[OFFER_FIELD_COUNT]; /* XN_NONE: none */
    struct xn_offers *offers;
    struct xn_notes *notes;
    struct known_words *other_kinds; /* kinds that the mapping does not list, each noted once */
};

/* --- cells -----------------------------------------------------------------------------------------------
 */

static const char *cell_of(const struct reading *reading, size_t row, size_t field)
{
    return reading->column[field] == XN_NONE ? ""
                                             : xn_table_cell(reading->table, row, reading->column[field]);
}

static void note_cell(const struct reading *reading, size_t row, size_t field, const char *reads)
{
    const struct xn_table *table = reading->table;
    const char *cell = cell_of(reading, row, field);
    xn_note(reading->notes, "%s, %s %u, column %s: found '%.*s', %s", table->source, table->row_word,
            table->line[row], table->column[reading->column[field]], xn_shown(cell), cell, reads);
}

static enum xn_status mark_unreadable(const struct reading *reading, size_t row, size_t field,
                                      struct xn_dwelling *dwelling, struct xn_error *err)
{
    static const char *const wanted[] = {"",
                                         "wanted a sum of money",
                                         "wanted a number",
                                         "wanted a date",
                                         "wanted yes or no",
                                         "wanted yes or no"};
    char reads[64];
    (void)snprintf(reads, sizeof reads, "%s; taken as unknown", wanted[xn_offer_fields[field].type]);
    note_cell(reading, row, field, reads);
    reading->offers->n_unreadable++;
    const char *list = xn_arena_printf(reading->offers->arena, "%s%s%s", dwelling->unreadable,
                                       dwelling->unreadable[0] ? ";" : "", xn_offer_fields[field].name);
    if (!list)
        return xn_fail_memory(err);
    dwelling->unreadable = list;
    return XN_OK;
}

/* "65,5": a decimal comma, when three digits after it do not leave open what it is. */
static bool parse_number(const char *cell, double *ret)
{
    char plain[32];
    const size_t length = strlen(cell);
    const char *comma = strchr(cell, ',');
    if (!comma)
        return xn_parse_double(cell, ret);
    if (length >= sizeof plain || strchr(comma + 1, ',') || strchr(cell, '.') || strlen(comma + 1) == 3)
        return false;
    memcpy(plain, cell, length + 1);
    plain[comma - cell] = '.';
    return xn_parse_double(plain, ret);
}

static bool within(const struct offer_field *field, double value)
{
    return value >= field->low && value <= field->high;
}

static void note_money(const struct reading *reading, size_t row, size_t field, double read)
{
    char reads[64];
    double plain = NAN;
    if (xn_parse_double(cell_of(reading, row, field), &plain) && fabs(plain - read) < 1e-9)
        return;
    (void)snprintf(reads, sizeof reads, "read as %.2f euro", read);
    note_cell(reading, row, field, reads);
}

/* Reads one cell that is not blank into its place; false when it cannot be read. */
static bool read_cell(const struct reading *reading, size_t row, size_t position, void *place)
{
    const struct offer_field *field = &xn_offer_fields[position];
    const char *cell = cell_of(reading, row, position);
    enum xn_answer answer = XN_UNKNOWN;
    double number = NAN;
    switch (field->type) {
    case FIELD_TEXT:
        *(const char **)place = cell; /* the table's; kept by keep_texts */
        return true;
    case FIELD_MONEY:
        if (!xn_parse_money(cell, &number) || !within(field, number))
            return false;
        note_money(reading, row, position, number);
        *(double *)place = number;
        return true;
    case FIELD_NUMBER:
        if (!parse_number(cell, &number) || !within(field, number))
            return false;
        *(double *)place = number;
        return true;
    case FIELD_DATE:
        return xn_parse_date_written(cell, place);
    case FIELD_ANSWER:
        return xn_mapping_answer_of(reading->mapping, cell, place);
    case FIELD_FLAG:
        if (!xn_mapping_answer_of(reading->mapping, cell, &answer))
            return false;
        *(bool *)place = answer == XN_YES;
        return true;
    }
    return false;
}

/* --- rows ------------------------------------------------------------------------------------------------
 */

static struct xn_dwelling unknown_dwelling(uint32_t line)
{
    struct xn_dwelling dwelling = {.line = line, .unreadable = ""};
    for (size_t i = 0; i < OFFER_FIELD_COUNT; i++) {
        void *place = (char *)&dwelling + xn_offer_fields[i].offset;
        switch (xn_offer_fields[i].type) {
        case FIELD_TEXT:
            *(const char **)place = "";
            break;
        case FIELD_MONEY:
        case FIELD_NUMBER:
            *(double *)place = NAN;
            break;
        case FIELD_DATE:
            *(xn_date *)place = XN_NO_DATE;
            break;
        case FIELD_ANSWER:
            *(enum xn_answer *)place = XN_UNKNOWN;
            break;
        case FIELD_FLAG:
            break; /* false */
        }
    }
    dwelling.x_m = dwelling.y_m = NAN;
    for (size_t i = 0; i < XN_LEVEL_MAX; i++)
        dwelling.unit[i] = XN_NONE;
    return dwelling;
}

static enum xn_status keep_texts(const struct reading *reading, struct xn_dwelling *dwelling,
                                 struct xn_error *err)
{
    for (size_t i = 0; i < OFFER_FIELD_COUNT; i++) {
        const char **text = (const char **)(void *)((char *)dwelling + xn_offer_fields[i].offset);
        if (xn_offer_fields[i].type != FIELD_TEXT || !(*text)[0])
            continue;
        if (!(*text = xn_arena_strdup(reading->offers->arena, *text)))
            return xn_fail_memory(err);
    }
    return XN_OK;
}

static void note_other_kind(const struct reading *reading, size_t row, const struct xn_dwelling *dwelling)
{
    if (xn_known_find(reading->other_kinds, dwelling->kind) != XN_NONE)
        return;
    xn_known_add(reading->other_kinds, dwelling->kind);
    note_cell(reading, row, xn_offer_field_find("kind"), "a kind that the mapping does not list");
}

static void apply_kind(const struct reading *reading, size_t row, struct xn_dwelling *dwelling)
{
    bool listed = false;
    const struct mapping_kind *kind = xn_mapping_kind_of(reading->mapping, dwelling->kind, &listed);
    dwelling->is_dwelling = kind->is_dwelling;
    if (dwelling->lift == XN_UNKNOWN)
        dwelling->lift = kind->lift;
    if (dwelling->step_free == XN_UNKNOWN)
        dwelling->step_free = kind->step_free;
    if (!listed)
        note_other_kind(reading, row, dwelling);
}

/* Half a place is none. */
static void complete_place(const struct reading *reading, struct xn_dwelling *dwelling)
{
    if (isnan(dwelling->lon) == isnan(dwelling->lat))
        return;
    xn_note(reading->notes, "%s, %s %u: found only one of lon and lat; taken as without place",
            reading->table->source, reading->table->row_word, dwelling->line);
    dwelling->lon = dwelling->lat = NAN;
}

static enum xn_status read_row(const struct reading *reading, size_t row, struct xn_dwelling *ret,
                               struct xn_error *err)
{
    const struct xn_table *table = reading->table;
    struct xn_dwelling dwelling = unknown_dwelling(table->line[row]);
    for (size_t i = 0; i < OFFER_FIELD_COUNT; i++) {
        void *place = (char *)&dwelling + xn_offer_fields[i].offset;
        if (xn_mapping_is_blank(reading->mapping, i, cell_of(reading, row, i)))
            continue;
        if (!read_cell(reading, row, i, place))
            XN_TRY(mark_unreadable(reading, row, i, &dwelling, err));
    }
    if (!dwelling.id[0])
        return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found nothing, wanted the offer's id",
                       table->source, table->row_word, dwelling.line,
                       table->column[reading->column[OFFER_FIELD_ID]]);
    XN_TRY(keep_texts(reading, &dwelling, err));
    apply_kind(reading, row, &dwelling);
    complete_place(reading, &dwelling);
    *ret = dwelling;
    return XN_OK;
}

/* --- the whole -------------------------------------------------------------------------------------------
 */

static int by_id_and_line(const void *a, const void *b)
{
    const struct xn_dwelling *first = *(const struct xn_dwelling *const *)a;
    const struct xn_dwelling *second = *(const struct xn_dwelling *const *)b;
    const int order = strcmp(first->id, second->id);
    return order ? order : (first->line > second->line) - (first->line < second->line);
}

static enum xn_status check_ids(const struct xn_offers *offers, struct xn_faults *faults,
                                struct xn_notes *notes, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer)
    const struct xn_dwelling **sorted = xn_calloc(offers->count, sizeof(const struct xn_dwelling *));
    if (!sorted)
        return xn_fail_memory(err);
    for (size_t i = 0; i < offers->count; i++)
        sorted[i] = &offers->dwelling[i];
    qsort(sorted, offers->count, sizeof *sorted, by_id_and_line);
    for (size_t i = 1; i < offers->count; i++) {
        struct xn_error fault = {0};
        if (!sorted[i]->id[0] || strcmp(sorted[i - 1]->id, sorted[i]->id) != 0)
            continue;
        const enum xn_status status = xn_fail(
            &fault, XN_INPUT, "%s, line %u: the id '%.*s' is taken, by the offer on line %u", offers->source,
            sorted[i]->line, xn_shown(sorted[i]->id), sorted[i]->id, sorted[i - 1]->line);
        XN_TRY(xn_faults_take(faults, notes, status, &fault, err));
    }
    return XN_OK;
}

static enum xn_status find_columns(struct reading *reading, struct xn_error *err)
{
    const struct mapping *mapping = reading->mapping;
    for (size_t i = 0; i < OFFER_FIELD_COUNT; i++) {
        reading->column[i] = XN_NONE;
        if (mapping->column[i])
            XN_TRY(xn_fail_in(
                err, xn_table_find_column(reading->table, mapping->column[i], &reading->column[i], err),
                "%s, line %u", mapping->source, mapping->column_line[i]));
    }
    return XN_OK;
}

static bool is_used(const struct reading *reading, size_t column)
{
    for (size_t i = 0; i < OFFER_FIELD_COUNT; i++)
        if (reading->column[i] == column)
            return true;
    return false;
}

static void note_unused(const struct reading *reading)
{
    XN_AUTO_BUF list = {.limit = 500};
    for (size_t i = 0; i < reading->table->n_columns; i++)
        if (!is_used(reading, i))
            xn_buf_printf(&list, "%s%s", list.length ? ", " : "", reading->table->column[i]);
    if (list.length)
        xn_note(reading->notes, "%s: the mapping %s does not use the columns %s%s", reading->table->source,
                reading->mapping->name, xn_buf_text(&list), list.status == XN_OK ? "" : ", and more");
}

static enum xn_status offers_new(const char *source, struct xn_offers **ret, struct xn_error *err)
{
    struct xn_arena *arena = xn_arena_new();
    struct xn_offers *offers = arena ? xn_arena_alloc(arena, 1, sizeof *offers) : NULL;
    if (!offers || !(offers->source = xn_arena_strdup(arena, source))) {
        xn_arena_free(arena);
        return xn_fail_memory(err);
    }
    offers->arena = arena;
    *ret = offers;
    return XN_OK;
}

void xn_offers_free(struct xn_offers *offers)
{
    if (offers)
        xn_arena_free(offers->arena); /* the list itself lies in it */
}

static enum xn_status read_table(const struct xn_table *table, const struct mapping *mapping,
                                 struct xn_offers **ret, struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_TRY(offers_new(table->source, &offers, err));
    struct known_words other_kinds = {.n = 0};
    struct reading reading = {table, mapping, {0}, offers, notes, &other_kinds};
    XN_TRY(find_columns(&reading, err));
    note_unused(&reading);
    XN_TRY(XN_ARENA_ARRAY(offers->arena, table->n_rows, &offers->dwelling, err));
    offers->count = table->n_rows;
    struct xn_faults faults = {0};
    for (size_t row = 0; row < table->n_rows; row++) {
        struct xn_error fault = {0};
        offers->dwelling[row].id = ""; /* until it is read */
        const enum xn_status status = read_row(&reading, row, &offers->dwelling[row], &fault);
        XN_TRY(xn_faults_take(&faults, notes, status, &fault, err));
    }
    XN_TRY(check_ids(offers, &faults, notes, err));
    XN_TRY(xn_faults_result(&faults, err));
    *ret = XN_STEAL(offers);
    return XN_OK;
}

enum xn_status xn_offers_read(const char *path, const char *mapping_path, struct xn_offers **ret,
                              struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_mapping_free) struct mapping *mapping = NULL;
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    struct xn_csv_options options = {0, NULL};
    if (mapping_path) {
        XN_TRY(xn_mapping_read(mapping_path, &mapping, err));
        options = (struct xn_csv_options){mapping->separator, mapping->encoding};
    }
    XN_TRY(xn_csv_read(path, &options, &table, notes, err));
    if (!mapping)
        XN_TRY(xn_mapping_for(table, &mapping, err));
    return read_table(table, mapping, ret, notes, err);
}
