/* indicator_values.c - see indicator_values.h. A value is unknown where any part of it is. */
#include "indicator_values.h"
#include <math.h>
#include <string.h>

#define UNITS_NAMED 5

void indicator_values_free(struct indicator_values *values)
{
    for (size_t l = 0; l < XN_LEVEL_MAX; l++)
        for (size_t i = 0; i < XN_INDICATOR_MAX; i++) {
            xn_free(values->indicator[l][i]);
            xn_free(values->change[l][i]);
        }
}

/* --- columns ------------------------------------------------------------------------------------------- */

/* A column of one level by its name: the figure of an indicator, or the persons of a group. */
struct column {
    const double *value; /* of indicator; NULL: persons of `group`, or of all */
    struct xn_counts counts;
    size_t group; /* XN_NONE: all persons */
    bool there;
};

static struct column find_column(const struct xn_city *city, size_t level, const char *name)
{
    struct column column = {.counts = xn_city_counts(city, level), .group = XN_NONE};
    const size_t indicator = xn_city_find_indicator(city, name);
    if (indicator != XN_NONE) {
        column.value = xn_city_indicator(city, level, indicator);
        column.there = column.value;
    } else {
        column.group = xn_city_find_group(city, name);
        column.there = column.group != XN_NONE || strcmp(name, XN_ALL_PERSONS) == 0;
    }
    return column;
}

static double column_at(const struct xn_city *city, size_t level, const struct column *column, size_t unit)
{
    if (column->value)
        return column->value[unit];
    if (xn_city_unit(city, level, unit)->counts_missing)
        return NAN;
    return column->group == XN_NONE ? column->counts.unit_total[unit]
                                    : xn_count(&column->counts, unit, column->group);
}

/* One indicator of one level, not yet turned; NULL stays when a column is not there. */
static enum xn_status read_level(const struct xn_city *city, size_t level,
                                 const struct xn_indicator *indicator, double **ret, struct xn_error *err)
{
    const struct column over = find_column(city, level, indicator->column);
    const struct column under = indicator->base[0] ? find_column(city, level, indicator->base) : over;
    if (!over.there || !under.there)
        return XN_OK;
    const size_t n = xn_city_units(city, level);
    double *value = xn_calloc(n, sizeof *value);
    if (!value)
        return xn_fail_memory(err);
    for (size_t u = 0; u < n; u++) {
        const double base = indicator->base[0] ? column_at(city, level, &under, u) : 1;
        value[u] = base > 0 ? column_at(city, level, &over, u) / base : NAN;
    }
    *ret = value;
    return XN_OK;
}

static void turn(double *value, size_t n, int sign)
{
    for (size_t u = 0; value && u < n; u++)
        value[u] *= sign;
}

/* --- the policy's indicators --------------------------------------------------------------------------- */

static enum xn_status read_indicators(const struct xn_city *city, size_t level,
                                      const struct xn_typology_rule *rule, struct indicator_values *values,
                                      struct xn_error *err)
{
    for (size_t i = 0; i < rule->n_indicators; i++) {
        XN_TRY(read_level(city, level, &rule->indicator[i], &values->indicator[level][i], err));
        turn(values->indicator[level][i], xn_city_units(city, level), rule->indicator[i].sign);
    }
    return XN_OK;
}

/* From the value of an earlier date to the change since then. */
static void subtract_from(const double *now, double **earlier, size_t n, int sign)
{
    if (!now) {
        xn_free(*earlier);
        *earlier = NULL;
        return;
    }
    for (size_t u = 0; *earlier && u < n; u++)
        (*earlier)[u] = now[u] - sign * (*earlier)[u];
}

static enum xn_status read_changes(const struct xn_city *city, size_t level,
                                   const struct xn_typology_rule *rule, struct indicator_values *values,
                                   struct xn_error *err)
{
    const size_t n = xn_city_units(city, level);
    for (size_t i = 0; i < rule->n_changes; i++) {
        double **change = &values->change[level][i];
        XN_TRY(read_level(city, level, &rule->change[i], change, err));
        if (rule->earlier)
            subtract_from(values->indicator[level][i], change, n, rule->indicator[i].sign);
        else
            turn(*change, n, rule->change[i].sign);
    }
    return XN_OK;
}

static bool lacks_any(const struct indicator_values *values, size_t level, size_t n_indicators, size_t unit)
{
    for (size_t i = 0; i < n_indicators; i++)
        if (!values->indicator[level][i] || isnan(values->indicator[level][i][unit]))
            return true;
    return false;
}

static void note_without_data(const struct xn_city *city, size_t level, size_t n_indicators,
                              const struct indicator_values *values, struct xn_notes *notes)
{
    const struct xn_counts counts = xn_city_counts(city, level);
    XN_AUTO_BUF names = XN_BUF_INIT;
    size_t n = 0;
    for (size_t u = 0; u < counts.n_units; u++)
        if (counts.unit_total[u] > 0 && lacks_any(values, level, n_indicators, u) && n++ < UNITS_NAMED)
            xn_buf_printf(&names, "%s%s '%s'", n > 1 ? ", " : "", xn_city_unit(city, level, u)->id,
                          xn_city_unit(city, level, u)->name);
    if (n > 0)
        xn_note(notes, "%zu of %zu units of level %s lack an indicator and cast no vote: %s%s", n,
                counts.n_units, xn_city_level_name(city, level), xn_buf_text(&names),
                n > UNITS_NAMED ? ", ..." : "");
}

enum xn_status indicator_values_make(const struct xn_city *city, const struct xn_policy *policy,
                                     struct indicator_values *ret, struct xn_notes *notes,
                                     struct xn_error *err)
{
    XN_CLEANUP(indicator_values_free) struct indicator_values values = {{{NULL}}, {{NULL}}};
    const struct xn_typology_rule *rule = &policy->rule;
    const bool used = rule->profile == XN_PROFILE_SOCIO_ECONOMIC;
    for (size_t level = 0; used && level < xn_city_levels(city); level++) {
        XN_TRY(read_indicators(city, level, rule, &values, err));
        XN_TRY(read_changes(city, level, rule, &values, err));
        note_without_data(city, level, rule->n_indicators, &values, notes);
    }
    *ret = values;
    values = (struct indicator_values){{{NULL}}, {{NULL}}};
    return XN_OK;
}

/* --- are the columns there? ---------------------------------------------------------------------------- */

static bool is_column(const struct xn_city *city, const char *name)
{
    return !name[0] || strcmp(name, XN_ALL_PERSONS) == 0 || xn_city_find_indicator(city, name) != XN_NONE ||
           xn_city_find_group(city, name) != XN_NONE;
}

static enum xn_status refuse_column(const struct xn_city *city, const struct xn_policy *policy,
                                    const char *name, struct xn_error *err)
{
    const struct xn_counts counts = xn_city_counts(city, 0);
    XN_AUTO_BUF names = XN_BUF_INIT;
    for (size_t i = 0; i < xn_city_indicators(city); i++)
        xn_buf_printf(&names, "%s%s", i ? ", " : "", xn_city_indicator_name(city, i));
    for (size_t m = 0; m < counts.n_groups; m++)
        xn_buf_printf(&names, "%s%s", m || xn_city_indicators(city) ? ", " : "", counts.group_name[m]);
    return xn_fail(err, XN_INPUT, "policy '%s' version %s uses the column '%s'; the city has %s",
                   policy->name, policy->version, name, xn_buf_text(&names));
}

static enum xn_status check_columns(const struct xn_city *city, const struct xn_policy *policy,
                                    const struct xn_indicator *indicator, size_t n, struct xn_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!is_column(city, indicator[i].column))
            return refuse_column(city, policy, indicator[i].column, err);
        if (!is_column(city, indicator[i].base))
            return refuse_column(city, policy, indicator[i].base, err);
    }
    return XN_OK;
}

enum xn_status indicator_values_check(const struct xn_city *city, const struct xn_policy *policy,
                                      struct xn_error *err)
{
    const struct xn_typology_rule *rule = &policy->rule;
    XN_TRY(check_columns(city, policy, rule->indicator, rule->n_indicators, err));
    return check_columns(city, policy, rule->change, rule->n_changes, err);
}
