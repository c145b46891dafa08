/* groups.c - from columns to groups that do not overlap and add up to the total.
 *
 * Two steps: compare the groups of each level with the total, then lay out all levels with the same groups
 * and, where any unit needs it, a residual group for those whom no column counts.
 */
#include "city_internal.h"
#include "xenia/sum.h"
#include <math.h>
#include <string.h>

static double row_sum(const struct raw_counts *raw, size_t unit)
{
    return xn_sum_array(&raw->value[unit * raw->n_columns], raw->n_columns);
}

/* Half a percentage point a column is what whole percentages may be off. */
static double sum_tolerance(const struct xn_city *city, const struct raw_counts *raw, size_t unit)
{
    const double points = city->rounding.percent_points * (double)raw->n_columns;
    return raw->total[unit] * (points / 100 + 1e-9);
}

static void scale_to_total(struct raw_counts *raw, size_t unit, double sum)
{
    for (size_t m = 0; m < raw->n_columns; m++)
        raw->value[unit * raw->n_columns + m] *= raw->total[unit] / sum;
}

/* Groups above the total of one unit: scaled where rounding explains it, else a fault. */
static enum xn_status check_sum(const struct xn_city *city, const struct xn_group_source *groups,
                                const struct city_level *level, struct raw_counts *raw, size_t unit,
                                size_t *n_scaled, struct xn_error *err)
{
    const double sum = row_sum(raw, unit);
    if (sum <= raw->total[unit])
        return XN_OK;
    if (sum > raw->total[unit] + sum_tolerance(city, raw, unit))
        return xn_fail(err, XN_INPUT,
                       "%s, %s %u: the groups of unit '%s' exceed the total: found %.0f, wanted at most %.0f "
                       "(column %s)",
                       raw->table->source, raw->table->row_word, raw->line[unit], level->unit[unit].id, sum,
                       raw->total[unit], groups->percent_of ? groups->percent_of : groups->total);
    scale_to_total(raw, unit, sum);
    (*n_scaled)++;
    return XN_OK;
}

static enum xn_status check_sums(const struct xn_city *city, const struct xn_group_source *groups,
                                 const struct city_level *level, struct raw_counts *raw,
                                 struct xn_notes *notes, struct xn_error *err)
{
    struct xn_faults faults = {0};
    size_t n_scaled = 0;
    for (size_t u = 0; u < level->n_units; u++) {
        struct xn_error fault = {0};
        const enum xn_status status = check_sum(city, groups, level, raw, u, &n_scaled, &fault);
        XN_TRY(xn_faults_take(&faults, notes, status, &fault, err));
    }
    if (n_scaled > 0)
        xn_note(notes, "in %zu units of level %s rounded percentages add up to more than 100; scaled to 100",
                n_scaled, level->name);
    return xn_faults_result(&faults, err);
}

static bool needs_residual(const struct city_level *level, const struct raw_counts *raw)
{
    for (size_t u = 0; u < level->n_units; u++)
        if (raw->total[u] - row_sum(raw, u) > 1e-9 * raw->total[u])
            return true;
    return false;
}

static enum xn_status name_groups(struct xn_city *city, const struct xn_group_source *groups, bool residual,
                                  struct xn_error *err)
{
    city->n_groups = groups->n_columns + (residual ? 1 : 0);
    XN_TRY(XN_ARENA_ARRAY(city->arena, city->n_groups, &city->group_name, err));
    for (size_t m = 0; m < city->n_groups; m++) {
        const char *name = m < groups->n_columns ? groups->column[m] : XN_RESIDUAL_GROUP;
        if (!(city->group_name[m] = xn_arena_strdup(city->arena, name)))
            return xn_fail_memory(err);
    }
    return XN_OK;
}

/* The unit's row in the city: the groups, and what is left of the total. Totals are then the rows' sums. */
static void set_unit(const struct xn_city *city, const struct raw_counts *raw, size_t unit, double *row)
{
    memcpy(row, &raw->value[unit * raw->n_columns], raw->n_columns * sizeof *row);
    if (city->n_groups > raw->n_columns)
        row[raw->n_columns] = fmax(0, raw->total[unit] - row_sum(raw, unit));
}

static enum xn_status set_level(struct xn_city *city, struct city_level *level, const struct raw_counts *raw,
                                struct xn_error *err)
{
    const size_t k = city->n_groups;
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units * k, &level->count, err));
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units, &level->unit_total, err));
    XN_TRY(XN_ARENA_ARRAY(city->arena, k, &level->group_total, err));
    for (size_t u = 0; u < level->n_units; u++) {
        set_unit(city, raw, u, &level->count[u * k]);
        level->unit_total[u] = xn_sum_array(&level->count[u * k], k);
    }
    for (size_t m = 0; m < k; m++) {
        struct xn_sum sum = {0};
        for (size_t u = 0; u < level->n_units; u++)
            xn_sum_add(&sum, level->count[u * k + m]);
        level->group_total[m] = xn_sum_value(&sum);
    }
    level->total = xn_sum_array(level->unit_total, level->n_units);
    return XN_OK;
}

enum xn_status city_set_groups(struct xn_city *city, const struct xn_group_source *groups,
                               struct raw_counts *raw, struct xn_notes *notes, struct xn_error *err)
{
    bool residual = groups->n_columns == 0;
    for (size_t i = city->n_levels; i-- > 0;) { /* the finest first: its rows are where a fault lies */
        XN_TRY(check_sums(city, groups, &city->level[i], &raw[i], notes, err));
        residual = residual || needs_residual(&city->level[i], &raw[i]);
    }
    XN_TRY(name_groups(city, groups, residual, err));
    XN_TRY(city_set_titles(city, groups, err));
    for (size_t i = 0; i < city->n_levels; i++)
        XN_TRY(set_level(city, &city->level[i], &raw[i], err));
    return XN_OK;
}
