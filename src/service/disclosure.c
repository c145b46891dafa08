/* disclosure.c - see disclosure.h. Hiding only ever grows, so repeating the two rules comes to an end. */
#include "disclosure.h"
#include <math.h>
#include "xenia/message.h"

/* --- numbers that add up to a known one ---------------------------------------------------------------- */

/* Some cells of a table, one row or part of one column. */
struct cells {
    const struct disclosure_table *table;
    size_t row, column; /* one of them XN_NONE: the cells run along it */
    size_t parent;      /* of the rows, when they run */
};

static size_t cell_count(const struct cells *cells)
{
    return cells->row == XN_NONE ? cells->table->n_units : cells->table->n_columns;
}

/* The i-th cell's place in the matrix; XN_NONE when it is not one of them. */
static size_t cell_at(const struct cells *cells, size_t i)
{
    const struct disclosure_table *table = cells->table;
    if (cells->row != XN_NONE)
        return cells->row * table->n_columns + i;
    if (table->parent && table->parent[i] != cells->parent)
        return XN_NONE;
    return i * table->n_columns + cells->column;
}

/* The smallest cell that is shown and not 0; XN_NONE: there is none. */
static size_t smallest_shown(const struct cells *cells)
{
    const struct disclosure_table *table = cells->table;
    size_t found = XN_NONE;
    for (size_t i = 0; i < cell_count(cells); i++) {
        const size_t at = cell_at(cells, i);
        if (at == XN_NONE || table->hidden[at] || !(table->count[at] > 0))
            continue;
        if (found == XN_NONE || table->count[at] < table->count[found])
            found = at;
    }
    return found;
}

/* Hides more cells until what is hidden cannot be had by subtraction from the sum, or, where that is hidden
 * itself, until it cannot be had by adding up; did that change anything? */
static bool protect(const struct cells *cells, bool sum_is_known)
{
    const struct disclosure_table *table = cells->table;
    size_t n_hidden = 0;
    double sum = 0;
    for (size_t i = 0; i < cell_count(cells); i++) {
        const size_t at = cell_at(cells, i);
        if (at == XN_NONE || !table->hidden[at] || !(table->count[at] > 0))
            continue;
        n_hidden++;
        sum += table->count[at];
    }
    bool changed = false;
    while (sum_is_known ? n_hidden > 0 && (n_hidden < 2 || sum < DISCLOSURE_HIDDEN_MIN) : n_hidden == 0) {
        const size_t at = smallest_shown(cells);
        if (at == XN_NONE)
            break;
        table->hidden[at] = changed = true;
        n_hidden++;
        sum += table->count[at];
    }
    return changed;
}

/* --- the rule --------------------------------------------------------------------------------------------
 */

static void hide_small(struct disclosure_table *table)
{
    for (size_t u = 0; u < table->n_units; u++)
        for (size_t c = 0; c < table->n_columns; c++) {
            const double count = table->count[u * table->n_columns + c];
            table->hidden[u * table->n_columns + c] =
                (count > 0 && count < DISCLOSURE_GROUP_MIN) || table->total[u] < DISCLOSURE_PERSONS_MIN;
        }
}

static bool protect_rows(const struct disclosure_table *table)
{
    bool changed = false;
    for (size_t u = 0; u < table->n_units; u++)
        changed |= protect(&(struct cells){.table = table, .row = u, .column = XN_NONE}, true);
    return changed;
}

/* Within each unit of the table above. */
static bool protect_columns(const struct disclosure_table *table, const struct disclosure_table *above)
{
    bool changed = false;
    for (size_t c = 0; c < table->n_columns; c++)
        for (size_t p = 0; p < (above ? above->n_units : 1); p++) {
            const struct cells cells = {.table = table, .row = XN_NONE, .column = c, .parent = p};
            changed |= protect(&cells, !above || !above->hidden[p * above->n_columns + c]);
        }
    return changed;
}

void disclosure_apply(struct disclosure_table *table, size_t n_tables, bool columns_add_up)
{
    for (size_t i = 0; i < n_tables; i++)
        hide_small(&table[i]);
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < n_tables; i++) {
            changed |= columns_add_up && protect_rows(&table[i]);
            changed |= protect_columns(&table[i], i > 0 ? &table[i - 1] : NULL);
        }
    }
}

/* --- for a city ------------------------------------------------------------------------------------------
 */

struct disclosure {
    const struct xn_city *city;
    size_t class_group; /* XN_NONE: classes rest on the programme's load */
    size_t n_levels;
    struct disclosure_table groups[XN_LEVEL_MAX];
    struct disclosure_table load[XN_LEVEL_MAX];
    struct xn_arena *arena;
};

void disclosure_free(struct disclosure *disclosure)
{
    if (!disclosure)
        return;
    xn_arena_free(disclosure->arena);
    xn_free(disclosure);
}

static enum xn_status make_groups(struct disclosure *disclosure, size_t level, struct xn_error *err)
{
    const struct xn_counts counts = xn_city_counts(disclosure->city, level);
    struct disclosure_table *table = &disclosure->groups[level];
    *table = (struct disclosure_table){.n_units = counts.n_units,
                                       .n_columns = counts.n_groups,
                                       .count = counts.count,
                                       .total = counts.unit_total,
                                       .parent = xn_city_parents(disclosure->city, level)};
    return XN_ARENA_ARRAY(disclosure->arena, counts.n_units * counts.n_groups, &table->hidden, err);
}

/* The programme's placements, from the load: per 1000 inhabitants. */
static enum xn_status make_load(struct disclosure *disclosure, const struct xn_typology *typology,
                                size_t level, struct xn_error *err)
{
    const struct xn_counts counts = xn_city_counts(disclosure->city, level);
    struct disclosure_table *table = &disclosure->load[level];
    double *placements = NULL;
    XN_TRY(XN_ARENA_ARRAY(disclosure->arena, counts.n_units, &placements, err));
    for (size_t u = 0; u < counts.n_units; u++) {
        const double load = typology->level[level].unit[u].value;
        placements[u] = isfinite(load) ? load * counts.unit_total[u] / 1000 : 0;
    }
    *table = (struct disclosure_table){.n_units = counts.n_units,
                                       .n_columns = 1,
                                       .count = placements,
                                       .total = counts.unit_total,
                                       .parent = xn_city_parents(disclosure->city, level)};
    return XN_ARENA_ARRAY(disclosure->arena, counts.n_units, &table->hidden, err);
}

enum xn_status disclosure_new(const struct xn_city *city, const struct xn_typology *typology,
                              struct disclosure **ret, struct xn_error *err)
{
    XN_AUTO(disclosure_free) struct disclosure *disclosure = xn_calloc(1, sizeof *disclosure);
    if (!disclosure || !(disclosure->arena = xn_arena_new()))
        return xn_fail_memory(err);
    disclosure->city = city;
    disclosure->class_group = typology->group;
    disclosure->n_levels = xn_city_levels(city);
    for (size_t i = 0; i < disclosure->n_levels; i++) {
        XN_TRY(make_groups(disclosure, i, err));
        if (typology->group == XN_NONE)
            XN_TRY(make_load(disclosure, typology, i, err));
    }
    disclosure_apply(disclosure->groups, disclosure->n_levels, true);
    if (typology->group == XN_NONE)
        disclosure_apply(disclosure->load, disclosure->n_levels, false);
    *ret = XN_STEAL(disclosure);
    return XN_OK;
}

static bool hides_group(const struct disclosure_table *table, size_t unit, size_t group)
{
    if (group != XN_NONE)
        return table->hidden[unit * table->n_columns + group];
    for (size_t c = 0; c < table->n_columns; c++)
        if (table->hidden[unit * table->n_columns + c])
            return true;
    return false;
}

const char *disclosure_reason(const struct disclosure *disclosure, size_t level, size_t unit, size_t group)
{
    const struct disclosure_table *table = &disclosure->groups[level];
    if (xn_city_unit(disclosure->city, level, unit)->counts_missing)
        return XN_N("counts are missing");
    if (table->total[unit] == 0)
        return XN_N("nobody lives there");
    if (!hides_group(table, unit, group))
        return NULL;
    if (table->total[unit] < DISCLOSURE_PERSONS_MIN)
        return XN_N("suppressed: fewer than 50 persons");
    for (size_t c = 0; c < table->n_columns; c++) {
        const double count = table->count[unit * table->n_columns + c];
        if ((group == XN_NONE || group == c) && count > 0 && count < DISCLOSURE_GROUP_MIN)
            return XN_N("suppressed: fewer than 5 persons of a group");
    }
    return XN_N("suppressed: it would give away a small number elsewhere");
}

bool disclosure_hides_class(const struct disclosure *disclosure, size_t level, size_t unit)
{
    if (disclosure->class_group == XN_NONE)
        return disclosure->load[level].hidden[unit];
    return hides_group(&disclosure->groups[level], unit, disclosure->class_group);
}
