/* controlled.c - a city's counts and classes under the rule of disclosure.h, and what is made from them.
 *
 * The raw counts go into `made` and from there, hidden and rounded, into the cells; nothing else reads them
 * but the control of later publications.
 */
#include <math.h>
#include "xenia/disclosure.h"
#include "xenia/memory.h"

void xn_controlled_free(struct xn_controlled *controlled)
{
    if (!controlled)
        return;
    xn_arena_free(controlled->arena);
    xn_free(controlled);
}

/* --- the tables ------------------------------------------------------------------------------------------
 */

static enum xn_status copy(struct xn_arena *arena, const double *value, size_t n, const double **ret,
                           struct xn_error *err)
{
    double *own = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, n, &own, err));
    for (size_t i = 0; i < n; i++)
        own[i] = value[i];
    *ret = own;
    return XN_OK;
}

/* Parents as positions in the table before: everything of the coarsest level is of the city. */
static enum xn_status copy_parents(struct xn_arena *arena, const size_t *parent, size_t n, const size_t **ret,
                                   struct xn_error *err)
{
    size_t *own = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, n, &own, err));
    for (size_t u = 0; parent && u < n; u++)
        own[u] = parent[u];
    *ret = own;
    return XN_OK;
}

static enum xn_status make_table(struct xn_arena *arena, const double *count, const double *total,
                                 const size_t *parent, size_t n_units, size_t n_columns,
                                 struct xn_disclosure_table *ret, struct xn_error *err)
{
    *ret = (struct xn_disclosure_table){.n_units = n_units, .n_columns = n_columns};
    XN_TRY(copy(arena, count, n_units * n_columns, &ret->count, err));
    XN_TRY(copy(arena, total, n_units, &ret->total, err));
    XN_TRY(copy_parents(arena, parent, n_units, &ret->parent, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_units * n_columns, &ret->why, err));
    return XN_ARENA_ARRAY(arena, n_units, &ret->total_why, err);
}

static void hold_back(const struct xn_disclosure_table *table, const bool *recent)
{
    for (size_t u = 0; recent && u < table->n_units; u++) {
        if (!recent[u] || table->total[u] == 0)
            continue;
        table->total_why[u] = XN_WITHHELD_RECENT;
        for (size_t c = 0; c < table->n_columns; c++)
            table->why[u * table->n_columns + c] = XN_WITHHELD_RECENT;
    }
}

static enum xn_status new_zoning(struct xn_arena *arena, size_t n_levels, struct xn_disclosure_zoning *ret,
                                 struct xn_error *err)
{
    ret->n_tables = n_levels + 1;
    return XN_ARENA_ARRAY(arena, n_levels + 1, &ret->table, err);
}

static enum xn_status make_counts(struct xn_controlled *controlled, const struct xn_city *city,
                                  const bool *const *recent, struct xn_error *err)
{
    const struct xn_counts whole = xn_city_counts(city, 0);
    struct xn_disclosure_zoning *made = &controlled->made;
    XN_TRY(new_zoning(controlled->arena, controlled->n_levels, made, err));
    XN_TRY(make_table(controlled->arena, whole.group_total, &whole.total, NULL, 1, whole.n_groups,
                      &made->table[0], err));
    for (size_t i = 0; i < controlled->n_levels; i++) {
        const struct xn_counts counts = xn_city_counts(city, i);
        XN_TRY(make_table(controlled->arena, counts.count, counts.unit_total, xn_city_parents(city, i),
                          counts.n_units, counts.n_groups, &made->table[i + 1], err));
        hold_back(&made->table[i + 1], recent ? recent[i] : NULL);
    }
    return XN_OK;
}

/* The programme's placements, from the load: per 1000 inhabitants. Published is the class alone, but it is
 * treated as if it told the number. */
static enum xn_status make_load(const struct xn_controlled *controlled, const struct xn_city *city,
                                const struct xn_typology *typology, struct xn_disclosure_zoning *ret,
                                struct xn_error *err)
{
    XN_TRY(new_zoning(controlled->arena, controlled->n_levels, ret, err));
    double all = 0;
    for (size_t i = 0; i < controlled->n_levels; i++) {
        const struct xn_counts counts = xn_city_counts(city, i);
        double *placements = NULL;
        XN_TRY(XN_ARENA_ARRAY(controlled->arena, counts.n_units, &placements, err));
        for (size_t u = 0; u < counts.n_units; u++) {
            const double load = typology->level[i].unit[u].value;
            placements[u] = isfinite(load) ? round(load * counts.unit_total[u] / 1000) : 0;
            all += i == 0 ? placements[u] : 0;
        }
        XN_TRY(make_table(controlled->arena, placements, counts.unit_total, xn_city_parents(city, i),
                          counts.n_units, 1, &ret->table[i + 1], err));
    }
    const double persons = xn_city_counts(city, 0).total;
    return make_table(controlled->arena, &all, &persons, NULL, 1, 1, &ret->table[0], err);
}

static enum xn_status apply_with_earlier(struct xn_controlled *controlled,
                                         const struct xn_controlled *const *earlier, size_t n_earlier,
                                         struct xn_error *err)
{
    struct xn_disclosure_zoning *before = NULL;
    XN_TRY(XN_ARENA_ARRAY(controlled->arena, n_earlier, &before, err));
    for (size_t i = 0; i < n_earlier; i++)
        before[i] = earlier[i]->made;
    return xn_disclosure_publish(&controlled->made, before, n_earlier, &controlled->n_left_out, err);
}

/* --- the cells --------------------------------------------------------------------------------------------
 */

static struct xn_controlled_cell cell_of(double count, enum xn_withheld why)
{
    const double rounded = XN_DISCLOSURE_ROUNDING * round(count / XN_DISCLOSURE_ROUNDING);
    return (struct xn_controlled_cell){why == XN_SHOWN ? rounded : NAN, why};
}

static enum xn_status make_level(struct xn_arena *arena, const struct xn_disclosure_table *table,
                                 struct xn_controlled_level *ret, struct xn_error *err)
{
    ret->n_units = table->n_units;
    ret->n_groups = table->n_columns;
    XN_TRY(XN_ARENA_ARRAY(arena, table->n_units, &ret->persons, err));
    XN_TRY(XN_ARENA_ARRAY(arena, table->n_units * table->n_columns, &ret->group, err));
    XN_TRY(XN_ARENA_ARRAY(arena, table->n_units, &ret->class_why, err));
    for (size_t u = 0; u < table->n_units; u++)
        ret->persons[u] = cell_of(table->total[u], table->total_why[u]);
    for (size_t i = 0; i < table->n_units * table->n_columns; i++)
        ret->group[i] = cell_of(table->count[i], table->why[i]);
    return XN_OK;
}

/* A source that does not know a unit's people counts nobody in the sums either, so this tells nothing. */
static void mark_missing(const struct xn_city *city, size_t level, struct xn_controlled_level *ret)
{
    const struct xn_controlled_cell missing = {NAN, XN_WITHHELD_MISSING};
    for (size_t u = 0; u < ret->n_units; u++) {
        if (!xn_city_unit(city, level, u)->counts_missing)
            continue;
        ret->persons[u] = missing;
        for (size_t g = 0; g < ret->n_groups; g++)
            ret->group[u * ret->n_groups + g] = missing;
    }
}

/* A level that is left out. */
static void unsay_level(struct xn_controlled_level *level)
{
    const struct xn_controlled_cell unsaid = {NAN, XN_WITHHELD_UNSAID};
    for (size_t u = 0; u < level->n_units; u++)
        level->persons[u] = unsaid;
    for (size_t i = 0; i < level->n_units * level->n_groups; i++)
        level->group[i] = unsaid;
}

static enum xn_status make_levels(struct xn_controlled *controlled, const struct xn_city *city,
                                  struct xn_error *err)
{
    XN_TRY(make_level(controlled->arena, &controlled->made.table[0], &controlled->whole, err));
    for (size_t i = 0; i < controlled->n_levels; i++) {
        XN_TRY(make_level(controlled->arena, &controlled->made.table[i + 1], &controlled->level[i], err));
        if (i + controlled->n_left_out < controlled->n_levels)
            mark_missing(city, i, &controlled->level[i]);
        else
            unsay_level(&controlled->level[i]);
    }
    return XN_OK;
}

/* --- classes ----------------------------------------------------------------------------------------------
 */

/* Were a unit's people taken together with a neighbour's whose numbers are not shown? */
static enum xn_withheld why_of_pool(const struct xn_controlled *controlled, const struct xn_city *city,
                                    size_t level, size_t unit)
{
    const struct xn_adjacency *adjacency = xn_city_adjacency(city, level);
    if (!adjacency)
        return XN_WITHHELD_COMPLEMENT;
    for (size_t k = adjacency->row_start[unit]; k < adjacency->row_start[unit + 1]; k++)
        if (xn_controlled_why(controlled, level, adjacency->neighbour[k], controlled->class_group))
            return XN_WITHHELD_COMPLEMENT;
    return XN_SHOWN;
}

static enum xn_withheld why_of_class(const struct xn_controlled *controlled, const struct xn_city *city,
                                     const struct xn_typology *typology,
                                     const struct xn_disclosure_zoning *load, size_t level, size_t unit)
{
    const enum xn_rule_fired rule = xn_unit_computed_rule(&typology->level[level].unit[unit]);
    enum xn_withheld why;
    if (typology->profile == XN_PROFILE_PROGRAMME_LOAD)
        why = controlled->level[level].persons[unit].why;
    else
        why = xn_controlled_why(controlled, level, unit, controlled->class_group);
    if (why == XN_SHOWN && load->table)
        why = load->table[level + 1].why[unit];
    if (why == XN_SHOWN && rule == XN_RULE_POOLED)
        why = why_of_pool(controlled, city, level, unit);
    if (why == XN_SHOWN && rule == XN_RULE_PARENT && level > 0)
        why = controlled->level[level - 1].class_why[xn_city_parents(city, level)[unit]];
    return why;
}

static enum xn_status control_classes(struct xn_controlled *controlled, const struct xn_city *city,
                                      const struct xn_typology *typology, struct xn_error *err)
{
    struct xn_disclosure_zoning load = {0};
    if (typology->profile == XN_PROFILE_PROGRAMME_LOAD) {
        size_t unprotected = 0;
        XN_TRY(make_load(controlled, city, typology, &load, err));
        XN_TRY(xn_disclosure_apply(&load, NULL, 0, false, &unprotected, err));
        if (unprotected > 0)
            return xn_fail(err, XN_CONFLICT, "%zu small numbers of placements could be found", unprotected);
    }
    for (size_t i = 0; i < controlled->n_levels; i++)
        for (size_t u = 0; u < controlled->level[i].n_units; u++)
            controlled->level[i].class_why[u] = why_of_class(controlled, city, typology, &load, i, u);
    return XN_OK;
}

enum xn_status xn_control(const struct xn_city *city, const struct xn_typology *typology,
                          const bool *const *recent, const struct xn_controlled *const *earlier,
                          size_t n_earlier, struct xn_controlled **ret, struct xn_error *err)
{
    XN_AUTO(xn_controlled_free) struct xn_controlled *controlled = xn_calloc(1, sizeof *controlled);
    if (!controlled || !(controlled->arena = xn_arena_new()))
        return xn_fail_memory(err);
    controlled->n_levels = xn_city_levels(city);
    controlled->class_group = typology->group;
    XN_TRY(make_counts(controlled, city, recent, err));
    XN_TRY(apply_with_earlier(controlled, earlier, n_earlier, err));
    XN_TRY(make_levels(controlled, city, err));
    XN_TRY(control_classes(controlled, city, typology, err));
    *ret = XN_STEAL(controlled);
    return XN_OK;
}

/* --- what is made from it ---------------------------------------------------------------------------------
 */

static enum xn_withheld why_in(const struct xn_controlled_level *level, size_t unit, size_t group)
{
    const struct xn_controlled_cell *cell = &level->group[unit * level->n_groups];
    if (group != XN_NONE)
        return cell[group].why ? cell[group].why : level->persons[unit].why;
    enum xn_withheld why = level->persons[unit].why;
    for (size_t g = 0; g < level->n_groups && !why; g++)
        why = cell[g].why;
    return why;
}

enum xn_withheld xn_controlled_why(const struct xn_controlled *controlled, size_t level, size_t unit,
                                   size_t group)
{
    return why_in(&controlled->level[level], unit, group);
}

enum xn_withheld xn_controlled_city_why(const struct xn_controlled *controlled, size_t group)
{
    return why_in(&controlled->whole, 0, group);
}
