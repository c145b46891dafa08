/* made_json.c - what an earlier publication was made of, back into the tables that the next one is controlled
 * together with.
 *
 * The text is ours; its levels may be others than the city's. Groups are found by name and finest units by
 * id, and come in the city's order; those that have come or gone since make other tables, which cannot be
 * compared number by number.
 */
#include <jansson.h>
#include <string.h>
#include "xenia/exchange.h"
#include "xenia/publication.h"

/* How a publication's finest units and groups stand in the city: position here -> position there. */
struct order {
    size_t n_units, *unit;
    size_t n_groups, *group;
};

static void release(json_t **value)
{
    json_decref(*value);
}

static enum xn_status fail(struct xn_error *err, size_t table, const char *what)
{
    return xn_fail(err, XN_INPUT, "what an earlier publication was made of: table %zu: %s", table, what);
}

/* --- matching ------------------------------------------------------------------------------------------- */

/* The names of a list as positions in the city, each once. */
static enum xn_status match(const json_t *names, const struct xn_city *city, bool are_groups, size_t n,
                            struct xn_arena *arena, size_t **ret, struct xn_error *err)
{
    bool *taken = NULL;
    if (json_array_size(names) != n)
        return xn_fail(err, XN_NOT_FOUND, "an earlier publication has other areas or groups");
    XN_TRY(XN_ARENA_ARRAY(arena, n, ret, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n, &taken, err));
    for (size_t i = 0; i < n; i++) {
        const char *name = json_string_value(json_array_get(names, i));
        const size_t at = !name        ? XN_NONE
                          : are_groups ? xn_city_find_group(city, name)
                                       : xn_city_find_unit(city, xn_city_levels(city) - 1, name);
        if (at >= n || taken[at])
            return xn_fail(err, XN_NOT_FOUND, "an earlier publication has other areas or groups");
        taken[at] = true;
        (*ret)[i] = at;
    }
    return XN_OK;
}

static enum xn_status match_all(const json_t *document, const struct xn_city *city, struct xn_arena *arena,
                                struct order *ret, struct xn_error *err)
{
    const json_t *tables = json_object_get(document, "tables");
    const json_t *finest = json_array_get(tables, json_array_size(tables) - 1);
    ret->n_units = xn_city_units(city, xn_city_levels(city) - 1);
    ret->n_groups = xn_city_counts(city, 0).n_groups;
    XN_TRY(match(json_object_get(document, "groups"), city, true, ret->n_groups, arena, &ret->group, err));
    return match(json_object_get(finest, "units"), city, false, ret->n_units, arena, &ret->unit, err);
}

/* --- tables --------------------------------------------------------------------------------------------- */

/* Where a number of a list stands in the city's order; unit NULL: units are in their order. */
static size_t place_of(size_t i, const size_t *unit, size_t n_columns, const size_t *group)
{
    const size_t u = i / n_columns, c = i % n_columns;
    return (unit ? unit[u] : u) * n_columns + (group ? group[c] : c);
}

static enum xn_status read_counts(const json_t *list, size_t n, const size_t *unit, size_t n_columns,
                                  const size_t *group, double *ret, size_t table, struct xn_error *err)
{
    if (json_array_size(list) != n)
        return fail(err, table, "wanted a number for each unit and group");
    for (size_t i = 0; i < n; i++)
        ret[place_of(i, unit, n_columns, group)] = json_number_value(json_array_get(list, i));
    return XN_OK;
}

static enum xn_status read_reasons(const json_t *list, size_t n, const size_t *unit, size_t n_columns,
                                   const size_t *group, enum xn_withheld *ret, size_t table,
                                   struct xn_error *err)
{
    if (json_array_size(list) != n)
        return fail(err, table, "wanted a reason for each unit and group");
    for (size_t i = 0; i < n; i++) {
        const char *code = json_string_value(json_array_get(list, i));
        if (!code || (*code && !xn_withheld_parse(code, &ret[place_of(i, unit, n_columns, group)])))
            return fail(err, table, "found no reason that is known");
    }
    return XN_OK;
}

static enum xn_status read_parents(const json_t *list, size_t n, const size_t *unit, size_t n_above,
                                   size_t *ret, size_t table, struct xn_error *err)
{
    if (json_array_size(list) != n)
        return fail(err, table, "wanted the unit above each unit");
    for (size_t u = 0; u < n; u++) {
        const json_int_t above = json_integer_value(json_array_get(list, u));
        if (above < 0 || (size_t)above >= n_above)
            return fail(err, table, "wanted the unit above each unit");
        ret[place_of(u, unit, 1, NULL)] = (size_t)above;
    }
    return XN_OK;
}

/* `unit`: the order of its units in the city; NULL: their own. */
static enum xn_status read_table(const json_t *from, size_t n_units, size_t n_above, const size_t *unit,
                                 const struct order *order, size_t table, struct xn_arena *arena,
                                 struct xn_disclosure_table *ret, struct xn_error *err)
{
    const size_t n_groups = order->n_groups, n = n_units * n_groups;
    double *count = NULL, *total = NULL;
    size_t *parent = NULL;
    *ret = (struct xn_disclosure_table){.n_units = n_units, .n_columns = n_groups};
    XN_TRY(XN_ARENA_ARRAY(arena, n, &count, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_units, &total, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_units, &parent, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n, &ret->why, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_units, &ret->total_why, err));
    XN_TRY(read_parents(json_object_get(from, "parents"), n_units, unit, n_above, parent, table, err));
    XN_TRY(read_counts(json_object_get(from, "persons"), n_units, unit, 1, NULL, total, table, err));
    XN_TRY(read_counts(json_object_get(from, "groups"), n, unit, n_groups, order->group, count, table, err));
    XN_TRY(read_reasons(json_object_get(from, "persons_withheld"), n_units, unit, 1, NULL, ret->total_why,
                        table, err));
    XN_TRY(read_reasons(json_object_get(from, "groups_withheld"), n, unit, n_groups, order->group, ret->why,
                        table, err));
    ret->count = count;
    ret->total = total;
    ret->parent = parent;
    return XN_OK;
}

static enum xn_status read_tables(const json_t *tables, const struct order *order,
                                  struct xn_controlled *controlled, struct xn_error *err)
{
    struct xn_disclosure_zoning *made = &controlled->made;
    made->n_tables = json_array_size(tables);
    XN_TRY(XN_ARENA_ARRAY(controlled->arena, made->n_tables, &made->table, err));
    for (size_t t = 0; t < made->n_tables; t++) {
        const json_t *from = json_array_get(tables, t);
        const size_t n_units = t == 0 ? 1 : json_array_size(json_object_get(from, "units"));
        XN_TRY(read_table(from, n_units, t == 0 ? 1 : made->table[t - 1].n_units,
                          t + 1 == made->n_tables ? order->unit : NULL, order, t, controlled->arena,
                          &made->table[t], err));
    }
    return XN_OK;
}

enum xn_status xn_publication_parse_made(const char *text, const struct xn_city *city,
                                         struct xn_controlled **ret, struct xn_error *err)
{
    json_error_t fault;
    struct order order = {0};
    XN_CLEANUP(release) json_t *document = json_loads(text, 0, &fault);
    XN_AUTO(xn_controlled_free) struct xn_controlled *controlled = xn_calloc(1, sizeof *controlled);
    if (!controlled || !(controlled->arena = xn_arena_new()))
        return xn_fail_memory(err);
    const json_t *tables = json_object_get(document, "tables");
    if (json_array_size(tables) < 2)
        return fail(err, 0, "wanted the city and at least one level");
    controlled->n_levels = json_array_size(tables) - 1;
    XN_TRY(match_all(document, city, controlled->arena, &order, err));
    XN_TRY(read_tables(tables, &order, controlled, err));
    *ret = XN_STEAL(controlled);
    return XN_OK;
}
