/* placements_file.c - the programme's moves as a CSV list.
 *
 * Strict, because a class can hang on one row: a cell that cannot be read refuses the file.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "known.h"
#include "xenia/exchange.h"
#include "xenia/memory.h"
#include "xenia/text.h"

#define PERSONS_MAX 30

enum placement_column { DATE, PERSONS, UNIT_ID, LON, LAT, STATE, COLUMN_COUNT };

struct sheet {
    const struct xn_table *table;
    size_t column[COLUMN_COUNT];
    struct xn_arena *arena;
};

static const char *cell(const struct sheet *sheet, size_t row, enum placement_column column)
{
    return xn_table_cell(sheet->table, row, sheet->column[column]);
}

static enum xn_status refuse(const struct sheet *sheet, size_t row, enum placement_column column,
                             const char *wanted, struct xn_error *err)
{
    const struct xn_table *table = sheet->table;
    return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found '%s', wanted %s", table->source,
                   table->row_word, table->line[row], table->column[sheet->column[column]],
                   cell(sheet, row, column), wanted);
}

static enum xn_status find_columns(struct sheet *sheet, struct xn_error *err)
{
    static const char *const name[COLUMN_COUNT] = {"date", "persons", "unit_id", "lon", "lat", "state"};
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        XN_TRY(xn_table_find_column(sheet->table, name[i], &sheet->column[i], err));
    return XN_OK;
}

static enum xn_status read_degrees(const struct sheet *sheet, size_t row, enum placement_column column,
                                   double limit, double *ret, struct xn_error *err)
{
    double value = NAN;
    if (cell(sheet, row, column)[0] &&
        (!xn_parse_double(cell(sheet, row, column), &value) || fabs(value) > limit))
        return refuse(sheet, row, column,
                      limit > 90.0 ? "degrees from -180 to 180" : "degrees from -90 to 90", err);
    *ret = value;
    return XN_OK;
}

static enum xn_status read_place(const struct sheet *sheet, size_t row, struct xn_placement *placement,
                                 struct xn_error *err)
{
    XN_TRY(read_degrees(sheet, row, LON, 180.0, &placement->lon, err));
    XN_TRY(read_degrees(sheet, row, LAT, 90.0, &placement->lat, err));
    if (isnan(placement->lon) != isnan(placement->lat))
        return refuse(sheet, row, isnan(placement->lon) ? LON : LAT, "a place with both lon and lat", err);
    if (!cell(sheet, row, UNIT_ID)[0])
        return isnan(placement->lon)
                   ? refuse(sheet, row, UNIT_ID, "a unit_id, or a place in lon and lat", err)
                   : XN_OK;
    placement->unit_id = xn_arena_strdup(sheet->arena, cell(sheet, row, UNIT_ID));
    return placement->unit_id ? XN_OK : xn_fail_memory(err);
}

static enum xn_status read_state(const struct sheet *sheet, size_t row, bool *ret_pending,
                                 struct xn_error *err)
{
    static const struct known_words states = {{"moved_in", "agreed", "offered"}, 3};
    const size_t state = xn_known_find(&states, cell(sheet, row, STATE));
    if (state == XN_NONE)
        return refuse(sheet, row, STATE, "moved_in, agreed or offered", err);
    *ret_pending = state > 0;
    return XN_OK;
}

static enum xn_status read_row(const struct sheet *sheet, size_t row, struct xn_placement *placement,
                               struct xn_error *err)
{
    int64_t persons = 0;
    placement->line = sheet->table->line[row];
    if (!xn_parse_date_iso(cell(sheet, row, DATE), &placement->date))
        return refuse(sheet, row, DATE, "a date as 2005-03-01", err);
    if (!xn_parse_int(cell(sheet, row, PERSONS), &persons) || persons < 1 || persons > PERSONS_MAX)
        return refuse(sheet, row, PERSONS, "a whole number of persons from 1 to 30", err);
    placement->persons = (double)persons;
    XN_TRY(read_place(sheet, row, placement, err));
    return read_state(sheet, row, &placement->pending, err);
}

static enum xn_status placements_new(struct xn_placements **ret, struct xn_error *err)
{
    struct xn_arena *arena = xn_arena_new();
    struct xn_placements *placements = arena ? xn_arena_alloc(arena, 1, sizeof *placements) : NULL;
    if (!placements) {
        xn_arena_free(arena);
        return xn_fail_memory(err);
    }
    placements->arena = arena;
    *ret = placements;
    return XN_OK;
}

void xn_placements_free(struct xn_placements *placements)
{
    if (placements)
        xn_arena_free(placements->arena); /* the list itself lies in it */
}

enum xn_status xn_placements_read(const char *path, struct xn_placements **ret, struct xn_notes *notes,
                                  struct xn_error *err)
{
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    XN_AUTO(xn_placements_free) struct xn_placements *placements = NULL;
    const struct xn_csv_options options = {0, NULL};
    XN_TRY(xn_csv_read(path, &options, &table, notes, err));
    XN_TRY(placements_new(&placements, err));
    struct sheet sheet = {.table = table, .arena = placements->arena};
    XN_TRY(find_columns(&sheet, err));
    XN_TRY(XN_ARENA_ARRAY(placements->arena, table->n_rows, &placements->placement, err));
    placements->count = table->n_rows;
    for (size_t row = 0; row < table->n_rows; row++)
        XN_TRY(read_row(&sheet, row, &placements->placement[row], err));
    *ret = XN_STEAL(placements);
    return XN_OK;
}
