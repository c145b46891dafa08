/* households_file.c - the households of an office as a CSV list (RULES R1, R12).
 *
 * The columns are the whole list of what may be known. Strict, because a plan rests on every row: a cell that
 * cannot be read refuses the file, and the first faults are told all at once.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "household_columns.h"
#include "household_words.h"
#include "known.h"
#include "shown.h"
#include "xenia/exchange.h"
#include "xenia/memory.h"
#include "xenia/text.h"

struct sheet {
    const struct xn_table *table;
    size_t column[COLUMN_COUNT]; /* XN_NONE: none */
    struct xn_arena *arena;
};

/* --- cells: an empty one leaves *ret as it is ------------------------------------------------------------
 */

static const char *cell(const struct sheet *sheet, size_t row, enum household_column column)
{
    return sheet->column[column] == XN_NONE ? "" : xn_table_cell(sheet->table, row, sheet->column[column]);
}

static enum xn_status refuse(const struct sheet *sheet, size_t row, enum household_column column,
                             const char *wanted, struct xn_error *err)
{
    const char *got = cell(sheet, row, column);
    return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found '%.*s', wanted %s", sheet->table->source,
                   sheet->table->row_word, sheet->table->line[row], xn_household_columns.word[column],
                   xn_shown(got), got, wanted);
}

static enum xn_status read_text(const struct sheet *sheet, size_t row, enum household_column column,
                                const char **ret, struct xn_error *err)
{
    const char *copy = xn_arena_strdup(sheet->arena, cell(sheet, row, column));
    if (!copy)
        return xn_fail_memory(err);
    *ret = copy;
    return XN_OK;
}

static enum xn_status read_persons(const struct sheet *sheet, size_t row, enum household_column column,
                                   int low, int *ret, struct xn_error *err)
{
    int64_t persons = 0;
    if (!cell(sheet, row, column)[0] && column != PERSONS)
        return XN_OK;
    if (!xn_parse_int(cell(sheet, row, column), &persons) || persons < low || persons > HOUSEHOLD_SIZE_MAX)
        return refuse(
            sheet, row, column,
            low ? "a whole number of persons from 1 to 30" : "a whole number of persons from 0 to 30", err);
    *ret = (int)persons;
    return XN_OK;
}

static enum xn_status read_date(const struct sheet *sheet, size_t row, enum household_column column,
                                xn_date *ret, struct xn_error *err)
{
    if (!cell(sheet, row, column)[0] || xn_parse_date_written(cell(sheet, row, column), ret))
        return XN_OK;
    return refuse(sheet, row, column, "a date as 2005-03-01, 1-3-2005 or 1 maart 2005", err);
}

/* Spreadsheets write TRUE, people Yes. */
static bool is_one_of(const char *const *word, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++)
        if (xn_compare_ignoring_case(word[i], text) == 0)
            return true;
    return false;
}

static enum xn_status read_step_free(const struct sheet *sheet, size_t row, bool *ret, struct xn_error *err)
{
    static const char *const yes[] = {"yes", "ja", "true", "1", "x"};
    static const char *const no[] = {"", "no", "nee", "nein", "false", "0"};
    const char *text = cell(sheet, row, STEP_FREE);
    *ret = is_one_of(yes, sizeof yes / sizeof *yes, text);
    return *ret || is_one_of(no, sizeof no / sizeof *no, text)
               ? XN_OK
               : refuse(sheet, row, STEP_FREE, "yes or no", err);
}

static enum xn_status read_limits(const struct sheet *sheet, size_t row, struct xn_household *household,
                                  struct xn_error *err)
{
    const char *rent = cell(sheet, row, RENT_LIMIT_EUR), *rooms = cell(sheet, row, ROOMS_MIN);
    if (rent[0] &&
        (!xn_parse_money(rent, &household->rent_limit_eur) ||
         household->rent_limit_eur < HOUSEHOLD_RENT_MIN || household->rent_limit_eur > HOUSEHOLD_RENT_MAX))
        return refuse(sheet, row, RENT_LIMIT_EUR, "a sum of 1 to 100000 euro", err);
    if (rooms[0] && (!xn_parse_double(rooms, &household->rooms_min) || household->rooms_min < 1.0 ||
                     household->rooms_min > HOUSEHOLD_ROOMS_MAX))
        return refuse(sheet, row, ROOMS_MIN, "a number from 1 to 30", err);
    return XN_OK;
}

/* --- lists in a cell -------------------------------------------------------------------------------------
 */

/* The next part between semicolons, blanks cut; false at the end, and for a part that does not fit. */
static bool next_part(const char **at, char *ret, size_t size, bool *ret_fits)
{
    while (**at == ';' || **at == ' ')
        (*at)++;
    if (!**at)
        return false;
    size_t length = strcspn(*at, ";");
    const char *start = *at;
    *at += length;
    while (length > 0 && start[length - 1] == ' ')
        length--;
    *ret_fits = length < size;
    memcpy(ret, start, *ret_fits ? length : 0);
    ret[*ret_fits ? length : 0] = '\0';
    return true;
}

static enum xn_status read_entitlement(const struct sheet *sheet, size_t row, struct xn_household *household,
                                       struct xn_error *err)
{
    bool fits = true;
    const char *at = cell(sheet, row, ENTITLEMENT);
    char code[sizeof household->entitlement[0]];
    while (next_part(&at, code, sizeof code, &fits)) {
        if (!fits || !xn_is_entitlement(code) || household->n_entitlements == XN_CODE_MAX)
            return refuse(sheet, row, ENTITLEMENT,
                          "at most 8 codes as WBS;HUURTOESLAG, each of at most 31 letters, digits, - and _",
                          err);
        memcpy(household->entitlement[household->n_entitlements++], code, sizeof code);
    }
    return XN_OK;
}

static enum xn_status read_filters(const struct sheet *sheet, size_t row, struct xn_household *household,
                                   struct xn_error *err)
{
    bool fits = true;
    const char *at = cell(sheet, row, FILTERS);
    char filter[32];
    while (next_part(&at, filter, sizeof filter, &fits)) {
        if (strcmp(filter, FILTER_CARE) == 0)
            household->filter_care = true;
        else if (strcmp(filter, FILTER_OWN_WISH) == 0)
            household->filter_own_wish = true;
        else
            return refuse(sheet, row, FILTERS, FILTER_CARE " or " FILTER_OWN_WISH, err);
    }
    return XN_OK;
}

/* "school:51.96:7.62" or "school:51.96:7.62:2" into the household's next tie. */
static bool parse_tie(char *text, struct xn_household *household)
{
    char *part[4] = {text};
    double number[3] = {NAN, NAN, 1.0}; /* latitude, longitude, weight */
    size_t n = 1;
    for (char *at = text; *at; at++)
        if (*at == ':') {
            if (n == 4)
                return false;
            *at = '\0';
            part[n++] = at + 1;
        }
    const size_t kind = xn_known_find(&xn_tie_kind_words, part[0]);
    for (size_t i = 1; i < n; i++)
        if (!xn_parse_double(part[i], &number[i - 1]))
            return false;
    if (kind == XN_NONE || n < 3 || fabs(number[0]) > 90.0 || fabs(number[1]) > 180.0 ||
        number[2] < TIE_WEIGHT_MIN || number[2] > TIE_WEIGHT_MAX)
        return false;
    const size_t i = household->n_ties++;
    household->tie[i].kind = (enum xn_tie_kind)kind;
    household->tie[i].lat = number[0];
    household->tie[i].lon = number[1];
    household->tie[i].weight = number[2];
    household->tie[i].x_m = household->tie[i].y_m = NAN; /* projected by the study */
    return true;
}

static enum xn_status read_ties(const struct sheet *sheet, size_t row, struct xn_household *household,
                                struct xn_error *err)
{
    bool fits = true;
    const char *at = cell(sheet, row, TIES);
    char tie[128];
    while (next_part(&at, tie, sizeof tie, &fits))
        if (!fits || household->n_ties == XN_TIE_MAX || !parse_tie(tie, household))
            return refuse(sheet, row, TIES,
                          "at most 16 ties as school:51.96:7.62 (kind:latitude:longitude, and a weight if "
                          "need be), kind one of care, school, work, course, institution",
                          err);
    return XN_OK;
}

/* --- rows ------------------------------------------------------------------------------------------------
 */

static enum xn_status read_ages(const struct sheet *sheet, size_t row, struct xn_household *household,
                                struct xn_error *err)
{
    XN_TRY(read_persons(sheet, row, PERSONS, 1, &household->size, err));
    XN_TRY(read_persons(sheet, row, AGE_0_5, 0, &household->age_0_5, err));
    XN_TRY(read_persons(sheet, row, AGE_6_17, 0, &household->age_6_17, err));
    XN_TRY(read_persons(sheet, row, AGE_18_64, 0, &household->age_18_64, err));
    XN_TRY(read_persons(sheet, row, AGE_65_PLUS, 0, &household->age_65_plus, err));
    return xn_household_complete_ages(household)
               ? XN_OK
               : refuse(sheet, row, PERSONS, "as many persons as the age columns have together", err);
}

static enum xn_status read_row(const struct sheet *sheet, size_t row, struct xn_queued_household *ret,
                               struct xn_error *err)
{
    struct xn_queued_household one = {.arrived_on = XN_NO_DATE, .line = sheet->table->line[row]};
    xn_household_init(&one.household);
    if (!cell(sheet, row, ID)[0])
        return refuse(sheet, row, ID, "the household's id", err);
    XN_TRY(read_text(sheet, row, ID, &one.id, err));
    XN_TRY(read_text(sheet, row, CENTRE, &one.centre, err));
    XN_TRY(read_date(sheet, row, ARRIVED_ON, &one.arrived_on, err));
    XN_TRY(read_ages(sheet, row, &one.household, err));
    XN_TRY(read_entitlement(sheet, row, &one.household, err));
    XN_TRY(read_step_free(sheet, row, &one.household.step_free, err));
    XN_TRY(read_limits(sheet, row, &one.household, err));
    XN_TRY(read_date(sheet, row, AVAILABLE_BY, &one.household.available_by, err));
    XN_TRY(read_ties(sheet, row, &one.household, err));
    XN_TRY(read_filters(sheet, row, &one.household, err));
    *ret = one;
    return XN_OK;
}

/* --- the whole -------------------------------------------------------------------------------------------
 */

static int by_id_and_line(const void *a, const void *b)
{
    const struct xn_queued_household *first = *(const struct xn_queued_household *const *)a;
    const struct xn_queued_household *second = *(const struct xn_queued_household *const *)b;
    const int order = strcmp(first->id, second->id);
    return order ? order : (first->line > second->line) - (first->line < second->line);
}

static enum xn_status check_ids(const struct xn_households *households, const char *source,
                                struct xn_faults *faults, struct xn_notes *notes, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer)
    const struct xn_queued_household **sorted =
        xn_calloc(households->count, sizeof(const struct xn_queued_household *));
    if (!sorted)
        return xn_fail_memory(err);
    for (size_t i = 0; i < households->count; i++)
        sorted[i] = &households->household[i];
    qsort(sorted, households->count, sizeof *sorted, by_id_and_line);
    for (size_t i = 1; i < households->count; i++) {
        struct xn_error fault = {0};
        if (!sorted[i]->id[0] || strcmp(sorted[i - 1]->id, sorted[i]->id) != 0)
            continue;
        const enum xn_status status =
            xn_fail(&fault, XN_INPUT, "%s, line %u: the id '%.*s' is taken, by the household on line %u",
                    source, sorted[i]->line, xn_shown(sorted[i]->id), sorted[i]->id, sorted[i - 1]->line);
        XN_TRY(xn_faults_take(faults, notes, status, &fault, err));
    }
    return XN_OK;
}

static enum xn_status households_new(size_t count, struct xn_households **ret, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_households *households = arena ? xn_arena_alloc(arena, 1, sizeof *households) : NULL;
    if (!households)
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(arena, count, &households->household, err));
    households->count = count;
    households->arena = XN_STEAL(arena);
    *ret = households;
    return XN_OK;
}

void xn_households_free(struct xn_households *households)
{
    if (households)
        xn_arena_free(households->arena); /* the list itself lies in it */
}

enum xn_status xn_households_read(const char *path, struct xn_households **ret, struct xn_notes *notes,
                                  struct xn_error *err)
{
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    XN_AUTO(xn_households_free) struct xn_households *households = NULL;
    const struct xn_csv_options options = {0, NULL};
    struct xn_faults faults = {0};
    XN_TRY(xn_csv_read(path, &options, &table, notes, err));
    XN_TRY(households_new(table->n_rows, &households, err));
    struct sheet sheet = {.table = table, .arena = households->arena};
    XN_TRY(xn_household_columns_find(table, sheet.column, err));
    for (size_t row = 0; row < table->n_rows; row++) {
        struct xn_error fault = {0};
        households->household[row].id = ""; /* until it is read */
        const enum xn_status status = read_row(&sheet, row, &households->household[row], &fault);
        XN_TRY(xn_faults_take(&faults, notes, status, &fault, err));
    }
    XN_TRY(check_ids(households, path, &faults, notes, err));
    XN_TRY(xn_faults_result(&faults, err));
    *ret = XN_STEAL(households);
    return XN_OK;
}
