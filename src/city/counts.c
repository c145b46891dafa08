/* counts.c - the numbers of one level as they stand: counts or percentages, missing codes apart.
 *
 * They stand in the layer's own table or in one joined by key. Faults name file, row and column, all of a
 * file at once; nothing unknown becomes 0 in silence.
 */
#include "city_internal.h"
#include "xenia/buf.h"
#include "xenia/sum.h"
#include <math.h>
#include <string.h>

#define PERSONS_LIMIT 9007199254740992.0 /* 2^53: from here on doubles skip whole persons */
#define IDS_NAMED 5                      /* how many units a message names */

struct count_reader {
    const struct xn_table *table;
    const struct xn_group_source *groups;
    size_t column[XN_GROUP_MAX];
    size_t total_column; /* XN_NONE: the groups' sum is the total */
    bool all_percent_whole;
    bool all_bases_by_5;
};

/* --- one cell -------------------------------------------------------------------------------------- */

static bool is_missing_code(const struct xn_group_source *groups, double value)
{
    for (size_t i = 0; i < groups->n_missing; i++)
        if (value == groups->missing[i])
            return true;
    return false;
}

static enum xn_status refuse_cell(const struct xn_table *table, size_t row, size_t column, const char *wanted,
                                  struct xn_error *err)
{
    return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found '%s', wanted %s", table->source,
                   table->row_word, table->line[row], table->column[column],
                   xn_table_cell(table, row, column), wanted);
}

/* One number: NAN when it is declared missing (a code, or blank where codes are declared). */
static enum xn_status read_number(const struct count_reader *reader, size_t row, size_t column, double *ret,
                                  struct xn_error *err)
{
    if (reader->groups->n_missing > 0 && xn_table_cell(reader->table, row, column)[0] == '\0') {
        *ret = NAN;
        return XN_OK;
    }
    XN_TRY(xn_table_number(reader->table, row, column, ret, err));
    if (is_missing_code(reader->groups, *ret))
        *ret = NAN;
    return XN_OK;
}

static enum xn_status read_persons(const struct count_reader *reader, size_t row, size_t column, double *ret,
                                   struct xn_error *err)
{
    XN_TRY(read_number(reader, row, column, ret, err));
    if (*ret < 0)
        return refuse_cell(reader->table, row, column, "a count of at least 0 (or name it as a missing code)",
                           err);
    if (isnan(*ret))
        return XN_OK;
    if (*ret != floor(*ret))
        return refuse_cell(reader->table, row, column, "a whole number of persons", err);
    return *ret < PERSONS_LIMIT ? XN_OK
                                : refuse_cell(reader->table, row, column, "fewer than 2^53 persons", err);
}

static enum xn_status read_percent(const struct count_reader *reader, size_t row, size_t column, double *ret,
                                   struct xn_error *err)
{
    XN_TRY(read_number(reader, row, column, ret, err));
    if (*ret < 0 || *ret > 100)
        return refuse_cell(reader->table, row, column,
                           "a percentage from 0 to 100 (or name it as a missing code)", err);
    return XN_OK;
}

/* --- one row --------------------------------------------------------------------------------------- */

static enum xn_status read_percent_row(struct count_reader *reader, size_t row, double *value, double *total,
                                       struct xn_error *err)
{
    XN_TRY(read_persons(reader, row, reader->total_column, total, err));
    reader->all_bases_by_5 &= isnan(*total) || fmod(*total, 5) == 0;
    for (size_t i = 0; i < reader->groups->n_columns; i++) {
        double percent = 0;
        XN_TRY(read_percent(reader, row, reader->column[i], &percent, err));
        reader->all_percent_whole &= isnan(percent) || percent == floor(percent);
        value[i] = percent / 100 * *total;
    }
    return XN_OK;
}

static enum xn_status read_count_row(const struct count_reader *reader, size_t row, double *value,
                                     double *total, struct xn_error *err)
{
    for (size_t i = 0; i < reader->groups->n_columns; i++)
        XN_TRY(read_persons(reader, row, reader->column[i], &value[i], err));
    if (reader->total_column != XN_NONE)
        return read_persons(reader, row, reader->total_column, total, err);
    const size_t n = reader->groups->n_columns;
    *total = n > 0 ? xn_sum_array(value, n) : NAN; /* no column at all: nothing is known */
    return XN_OK;
}

static enum xn_status read_row(struct count_reader *reader, size_t row, double *value, double *total,
                               struct xn_error *err)
{
    return reader->groups->percent_of ? read_percent_row(reader, row, value, total, err)
                                      : read_count_row(reader, row, value, total, err);
}

static bool any_missing(const double *value, size_t n, double total)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(value[i]))
            return true;
    return isnan(total);
}

/* --- one level ------------------------------------------------------------------------------------- */

static enum xn_status find_columns(struct count_reader *reader, struct xn_error *err)
{
    const struct xn_group_source *groups = reader->groups;
    if (groups->n_columns > XN_GROUP_MAX)
        return xn_fail(err, XN_LIMIT, "%zu groups are named, the limit is %d", groups->n_columns,
                       XN_GROUP_MAX);
    for (size_t i = 0; i < groups->n_columns; i++) {
        XN_TRY(xn_table_find_column(reader->table, groups->column[i], &reader->column[i], err));
        for (size_t j = 0; j < i; j++)
            if (reader->column[j] == reader->column[i])
                return xn_fail(err, XN_ARGUMENT, "group '%s' is named twice", groups->column[i]);
    }
    const char *total = groups->percent_of ? groups->percent_of : groups->total;
    reader->total_column = XN_NONE;
    return total ? xn_table_find_column(reader->table, total, &reader->total_column, err) : XN_OK;
}

/* Where the rows of a unit stand: in the layer itself, or in the table of counts by its key. */
struct row_index {
    const struct unit_records *records; /* the layer's own rows */
    size_t *row;                        /* or one row a unit in a separate table; NULL */
};

/* Every row to its unit; a key without a polygon and a second row of a unit are faults. */
static enum xn_status join_row(const struct xn_table *table, size_t r, size_t key_column,
                               const struct city_level *level, size_t *row, struct xn_error *err)
{
    const char *key = xn_table_cell(table, r, key_column);
    const size_t unit = city_level_find(level, key);
    if (unit == XN_NONE)
        return xn_fail(
            err, XN_INPUT, "%s, %s %u, column %s: found '%s', wanted the id of a %s with a polygon",
            table->source, table->row_word, table->line[r], table->column[key_column], key, level->name);
    if (row[unit] != XN_NONE)
        return xn_fail(err, XN_INPUT, "%s, %ss %u and %u, column %s: both are about unit '%s'", table->source,
                       table->row_word, table->line[row[unit]], table->line[r], table->column[key_column],
                       key);
    row[unit] = r;
    return XN_OK;
}

static enum xn_status join_rows(const struct xn_table *table, size_t key_column,
                                const struct city_level *level, size_t *row, struct xn_notes *notes,
                                struct xn_error *err)
{
    struct xn_faults faults = {0};
    for (size_t u = 0; u < level->n_units; u++)
        row[u] = XN_NONE;
    for (size_t r = 0; r < table->n_rows; r++) {
        struct xn_error fault = {0};
        const enum xn_status status = join_row(table, r, key_column, level, row, &fault);
        XN_TRY(xn_faults_take(&faults, notes, status, &fault, err));
    }
    return xn_faults_result(&faults, err);
}

/* Polygons without a row: how many, and the first few. */
static enum xn_status check_every_unit(const struct xn_table *table, size_t key_column,
                                       const struct city_level *level, const size_t *row,
                                       struct xn_error *err)
{
    XN_AUTO_BUF list = XN_BUF_INIT;
    size_t n = 0;
    for (size_t i = 0; i < level->n_units; i++) {
        const size_t u = level->by_id[i];
        if (row[u] == XN_NONE && n++ < IDS_NAMED)
            xn_buf_printf(&list, "%s'%s'", n > 1 ? ", " : "", level->unit[u].id);
    }
    if (n == 0)
        return XN_OK;
    return xn_fail(err, XN_INPUT, "%s, column %s: found no row for %zu of the %zu polygons of level %s: %s%s",
                   table->source, table->column[key_column], n, level->n_units, level->name,
                   xn_buf_text(&list), n > IDS_NAMED ? ", ..." : "");
}

static enum xn_status index_counts_table(struct xn_city *city, const struct city_level *level,
                                         const struct xn_level_source *source, struct row_index *ret,
                                         struct xn_notes *notes, struct xn_error *err)
{
    size_t key_column;
    XN_TRY(xn_table_find_column(source->counts, source->counts_key, &key_column, err));
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units, &ret->row, err));
    XN_TRY(join_rows(source->counts, key_column, level, ret->row, notes, err));
    return check_every_unit(source->counts, key_column, level, ret->row, err);
}

/* Several records of one unit repeat its counts: equal ones are taken once, others refused. */
static enum xn_status check_repeated(struct count_reader *reader, const struct xn_unit *unit,
                                     const size_t *record, size_t n_records, const double *value,
                                     double total, struct xn_error *err)
{
    const size_t n = reader->groups->n_columns;
    double again[XN_GROUP_MAX], total_again;
    for (size_t i = 1; i < n_records; i++) {
        XN_TRY(read_row(reader, record[i], again, &total_again, err));
        bool same = total == total_again || (isnan(total) && isnan(total_again));
        for (size_t m = 0; m < n; m++)
            same = same && (value[m] == again[m] || (isnan(value[m]) && isnan(again[m])));
        if (!same)
            return xn_fail(
                err, XN_INPUT,
                "%s, records %u and %u: unit '%s' stands twice with different counts, wanted one count",
                reader->table->source, reader->table->line[record[0]], reader->table->line[record[i]],
                unit->id);
    }
    return XN_OK;
}

/* The row, or the first of the rows, that a unit's counts stand in. */
static size_t first_row(const struct row_index *index, size_t unit)
{
    return index->row ? index->row[unit] : index->records->record[index->records->start[unit]];
}

static enum xn_status read_unit(struct count_reader *reader, const struct row_index *index,
                                const struct xn_unit *unit, size_t u, double *value, double *total,
                                struct xn_error *err)
{
    if (index->row)
        return read_row(reader, index->row[u], value, total, err);
    const size_t *record = &index->records->record[index->records->start[u]];
    const size_t n_records = index->records->start[u + 1] - index->records->start[u];
    XN_TRY(read_row(reader, record[0], value, total, err));
    return check_repeated(reader, unit, record, n_records, value, *total, err);
}

/* All units; every bad cell is noted, so that a file can be put right at once, and the first is the error. */
static enum xn_status read_units(struct count_reader *reader, const struct row_index *index,
                                 const struct city_level *level, struct raw_counts *raw,
                                 struct xn_notes *notes, struct xn_error *err)
{
    struct xn_faults faults = {0};
    for (size_t u = 0; u < level->n_units; u++) {
        struct xn_error fault = {0};
        const enum xn_status status = read_unit(reader, index, &level->unit[u], u,
                                                &raw->value[u * raw->n_columns], &raw->total[u], &fault);
        XN_TRY(xn_faults_take(&faults, notes, status, &fault, err));
    }
    return xn_faults_result(&faults, err);
}

/* A missing unit keeps nothing; what its base says is told. */
static void clear_missing(const struct city_level *level, size_t n_columns, struct raw_counts *raw,
                          const char *source, struct xn_notes *notes)
{
    size_t n_missing = 0;
    double persons = 0;
    for (size_t u = 0; u < level->n_units; u++) {
        raw->missing[u] = any_missing(&raw->value[u * n_columns], n_columns, raw->total[u]);
        if (!raw->missing[u])
            continue;
        n_missing++;
        persons += isnan(raw->total[u]) ? 0 : raw->total[u];
        level->unit[u].counts_missing = true;
        memset(&raw->value[u * n_columns], 0, n_columns * sizeof *raw->value);
        raw->total[u] = 0;
    }
    if (n_missing > 0)
        xn_note(notes, "%s: %zu of %zu units have missing counts and are left out (with them %.0f persons)",
                source, n_missing, level->n_units, persons);
}

static void note_people_without_place(const struct city_level *level, const struct raw_counts *raw,
                                      struct xn_notes *notes)
{
    for (size_t u = 0; u < level->n_units; u++)
        if (level->unit[u].shape.n_rings == 0)
            xn_note(notes, "%s '%s' has no polygon: its %.0f persons count but have no place on the map",
                    level->name, level->unit[u].id, raw->total[u]);
}

/* The row, or the first of the rows, of each unit. */
static enum xn_status first_rows(struct xn_city *city, const struct row_index *index, size_t n_units,
                                 size_t **ret, struct xn_error *err)
{
    XN_TRY(XN_ARENA_ARRAY(city->arena, n_units, ret, err));
    for (size_t u = 0; u < n_units; u++)
        (*ret)[u] = first_row(index, u);
    return XN_OK;
}

enum xn_status city_read_counts(struct xn_city *city, struct city_level *level,
                                const struct xn_level_source *source, const struct unit_records *records,
                                const struct xn_group_source *groups, struct raw_counts *ret,
                                struct xn_notes *notes, struct xn_error *err)
{
    struct count_reader reader = {.table = source->counts ? source->counts : source->features->table,
                                  .groups = groups,
                                  .all_percent_whole = true,
                                  .all_bases_by_5 = true};
    struct row_index index = {.records = records};
    XN_TRY(find_columns(&reader, err));
    if (source->counts)
        XN_TRY(index_counts_table(city, level, source, &index, notes, err));
    ret->n_columns = groups->n_columns;
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units * groups->n_columns, &ret->value, err));
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units, &ret->total, err));
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units, &ret->missing, err));
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units, &ret->line, err));
    ret->table = reader.table;
    size_t *row = NULL;
    XN_TRY(first_rows(city, &index, level->n_units, &row, err));
    for (size_t u = 0; u < level->n_units; u++)
        ret->line[u] = reader.table->line[row[u]];
    XN_TRY(read_units(&reader, &index, level, ret, notes, err));
    clear_missing(level, groups->n_columns, ret, reader.table->source, notes);
    note_people_without_place(level, ret, notes);
    if (groups->percent_of) {
        city->rounding.percent_points = reader.all_percent_whole ? 0.5 : 0;
        city->rounding.base_persons = reader.all_bases_by_5 ? 2.5 : 0;
    }
    return city_read_indicators(city, level, reader.table, row, index.row ? NULL : records, groups, notes,
                                err);
}

enum xn_status city_add_up_counts(struct xn_city *city, const struct raw_counts *children,
                                  struct raw_counts *ret, struct xn_error *err)
{
    struct city_level *above = &city->level[0];
    const struct city_level *below = &city->level[1];
    const size_t n = children->n_columns;
    ret->n_columns = n;
    XN_TRY(XN_ARENA_ARRAY(city->arena, above->n_units * n, &ret->value, err));
    XN_TRY(XN_ARENA_ARRAY(city->arena, above->n_units, &ret->total, err));
    XN_TRY(XN_ARENA_ARRAY(city->arena, above->n_units, &ret->missing, err));
    XN_TRY(XN_ARENA_ARRAY(city->arena, above->n_units, &ret->line, err));
    ret->table = children->table;
    memset(ret->missing, true, above->n_units * sizeof *ret->missing);
    for (size_t u = 0; u < below->n_units; u++) {
        const size_t parent = below->parent[u];
        ret->line[parent] = children->line[u];
        ret->missing[parent] &= children->missing[u];
        ret->total[parent] += children->total[u];
        for (size_t m = 0; m < n; m++)
            ret->value[parent * n + m] += children->value[u * n + m];
    }
    for (size_t u = 0; u < above->n_units; u++)
        above->unit[u].counts_missing = ret->missing[u];
    return XN_OK;
}
