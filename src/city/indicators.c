/* indicators.c - figures about areas that are no counts of persons: rates, changes, anything with a sign.
 *
 * They stand beside the counts. Many cities have them on one level alone, so a level without the column is
 * only noted; what is on no level is a wrong name.
 */
#include "city_internal.h"
#include <math.h>
#include <string.h>

enum xn_status city_name_indicators(struct xn_city *city, const struct xn_group_source *groups,
                                    struct xn_error *err)
{
    if (groups->n_indicators > XN_INDICATOR_COLUMN_MAX)
        return xn_fail(err, XN_LIMIT, "%zu indicators are named, the limit is %d", groups->n_indicators,
                       XN_INDICATOR_COLUMN_MAX);
    for (size_t i = 0; i < groups->n_indicators; i++) {
        for (size_t j = 0; j < i; j++)
            if (strcmp(groups->indicator[i], groups->indicator[j]) == 0)
                return xn_fail(err, XN_ARGUMENT, "indicator '%s' is named twice", groups->indicator[i]);
        if (!(city->indicator_name[i] = xn_arena_strdup(city->arena, groups->indicator[i])))
            return xn_fail_memory(err);
    }
    city->n_indicators = groups->n_indicators;
    return XN_OK;
}

/* One cell; NAN for blank and for a missing code. */
static enum xn_status read_cell(const struct xn_table *table, size_t row, size_t column,
                                const struct xn_group_source *groups, double *ret, struct xn_error *err)
{
    double value = NAN;
    if (xn_table_cell(table, row, column)[0])
        XN_TRY(xn_table_number(table, row, column, &value, err));
    for (size_t i = 0; i < groups->n_missing; i++)
        if (value == groups->missing[i])
            value = NAN;
    *ret = value;
    return XN_OK;
}

/* Several records of one unit repeat its figure. */
static enum xn_status check_repeated(const struct xn_table *table, size_t column,
                                     const struct unit_records *records, size_t unit, const char *id,
                                     struct xn_error *err)
{
    const size_t first = records->record[records->start[unit]];
    for (size_t r = records->start[unit] + 1; r < records->start[unit + 1]; r++)
        if (strcmp(xn_table_cell(table, records->record[r], column), xn_table_cell(table, first, column)) !=
            0)
            return xn_fail(err, XN_INPUT,
                           "%s, %ss %u and %u, column %s: unit '%s' stands twice with different values, "
                           "wanted one",
                           table->source, table->row_word, table->line[first],
                           table->line[records->record[r]], table->column[column], id);
    return XN_OK;
}

static enum xn_status read_unit(const struct city_level *level, const struct xn_table *table, size_t column,
                                const size_t *row, const struct unit_records *records,
                                const struct xn_group_source *groups, size_t unit, double *ret,
                                struct xn_error *err)
{
    if (records)
        XN_TRY(check_repeated(table, column, records, unit, level->unit[unit].id, err));
    return read_cell(table, row[unit], column, groups, ret, err);
}

enum xn_status city_read_indicators(struct xn_city *city, struct city_level *level,
                                    const struct xn_table *table, const size_t *row,
                                    const struct unit_records *records, const struct xn_group_source *groups,
                                    struct xn_notes *notes, struct xn_error *err)
{
    struct xn_faults faults = {0};
    for (size_t i = 0; i < city->n_indicators; i++) {
        const size_t column = xn_table_column(table, groups->indicator[i]);
        if (column == XN_NONE) {
            xn_note(notes, "%s has no column %s: level %s is without this indicator", table->source,
                    groups->indicator[i], level->name);
            continue;
        }
        double *value = NULL;
        XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units, &value, err));
        for (size_t u = 0; u < level->n_units; u++) {
            struct xn_error fault = {0};
            const enum xn_status status =
                read_unit(level, table, column, row, records, groups, u, &value[u], &fault);
            XN_TRY(xn_faults_take(&faults, notes, status, &fault, err));
        }
        level->indicator[i] = value;
    }
    return xn_faults_result(&faults, err);
}

enum xn_status city_check_indicators(const struct xn_city *city, const struct xn_level_source *source,
                                     struct xn_error *err)
{
    for (size_t i = 0; i < city->n_indicators; i++) {
        bool anywhere = false;
        for (size_t l = 0; l < city->n_levels; l++)
            anywhere = anywhere || city->level[l].indicator[i];
        size_t column;
        if (!anywhere)
            XN_TRY(xn_table_find_column(source->counts ? source->counts : source->features->table,
                                        city->indicator_name[i], &column, err));
    }
    return XN_OK;
}
