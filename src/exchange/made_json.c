/* made_json.c - what an earlier publication was made of, back into the tables that the next one is controlled
 * together with.
 *
 * The text is ours and of the same areas (the store looks for those alone); a group that has come or gone
 * since makes other tables, which cannot be compared number by number.
 */
#include <jansson.h>
#include <string.h>
#include "xenia/exchange.h"
#include "xenia/publication.h"

static void release(json_t **value)
{
    json_decref(*value);
}

static enum xn_status fail(struct xn_error *err, size_t table, const char *what)
{
    return xn_fail(err, XN_INPUT, "what an earlier publication was made of: table %zu: %s", table, what);
}

static enum xn_status read_counts(const json_t *list, size_t n, double *ret, size_t table,
                                  struct xn_error *err)
{
    if (json_array_size(list) != n)
        return fail(err, table, "wanted a number for each unit and group");
    for (size_t i = 0; i < n; i++)
        ret[i] = json_number_value(json_array_get(list, i));
    return XN_OK;
}

static enum xn_status read_reasons(const json_t *list, size_t n, enum xn_withheld *ret, size_t table,
                                   struct xn_error *err)
{
    if (json_array_size(list) != n)
        return fail(err, table, "wanted a reason for each unit and group");
    for (size_t i = 0; i < n; i++) {
        const char *code = json_string_value(json_array_get(list, i));
        if (!code || (*code && !xn_withheld_parse(code, &ret[i])))
            return fail(err, table, "found no reason that is known");
    }
    return XN_OK;
}

/* Positions in the table before; everything of the coarsest level is of the city. */
static enum xn_status put_parents(const struct xn_city *city, size_t table, struct xn_arena *arena,
                                  const size_t **ret, struct xn_error *err)
{
    const size_t n = xn_city_units(city, table - 1);
    const size_t *parent = xn_city_parents(city, table - 1);
    size_t *own = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, n, &own, err));
    for (size_t u = 0; parent && u < n; u++)
        own[u] = parent[u];
    *ret = own;
    return XN_OK;
}

static enum xn_status read_table(const json_t *from, const struct xn_city *city, size_t table,
                                 struct xn_arena *arena, struct xn_disclosure_table *ret,
                                 struct xn_error *err)
{
    const size_t n_units = table == 0 ? 1 : xn_city_units(city, table - 1);
    const size_t n_groups = xn_city_counts(city, 0).n_groups, n = n_units * n_groups;
    double *count = NULL, *total = NULL;
    *ret = (struct xn_disclosure_table){.n_units = n_units, .n_columns = n_groups};
    XN_TRY(XN_ARENA_ARRAY(arena, n, &count, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_units, &total, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n, &ret->why, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_units, &ret->total_why, err));
    XN_TRY(read_counts(json_object_get(from, "persons"), n_units, total, table, err));
    XN_TRY(read_counts(json_object_get(from, "groups"), n, count, table, err));
    XN_TRY(read_reasons(json_object_get(from, "persons_withheld"), n_units, ret->total_why, table, err));
    XN_TRY(read_reasons(json_object_get(from, "groups_withheld"), n, ret->why, table, err));
    ret->count = count;
    ret->total = total;
    return table == 0 ? XN_OK : put_parents(city, table, arena, &ret->parent, err);
}

static bool has_same_groups(const json_t *groups, const struct xn_city *city)
{
    const struct xn_counts counts = xn_city_counts(city, 0);
    if (json_array_size(groups) != counts.n_groups)
        return false;
    for (size_t g = 0; g < counts.n_groups; g++) {
        const char *name = json_string_value(json_array_get(groups, g));
        if (!name || strcmp(name, counts.group_name[g]) != 0)
            return false;
    }
    return true;
}

enum xn_status xn_publication_parse_made(const char *text, const struct xn_city *city,
                                         struct xn_controlled **ret, struct xn_error *err)
{
    json_error_t fault;
    XN_CLEANUP(release) json_t *document = json_loads(text, 0, &fault);
    XN_AUTO(xn_controlled_free) struct xn_controlled *controlled = xn_calloc(1, sizeof *controlled);
    if (!controlled || !(controlled->arena = xn_arena_new()))
        return xn_fail_memory(err);
    const json_t *tables = json_object_get(document, "tables");
    controlled->n_levels = xn_city_levels(city);
    controlled->made.n_tables = controlled->n_levels + 1;
    if (json_array_size(tables) != controlled->made.n_tables)
        return fail(err, 0, "wanted the city and each of its levels");
    if (!has_same_groups(json_object_get(document, "groups"), city))
        return xn_fail(err, XN_NOT_FOUND, "an earlier publication has other groups");
    XN_TRY(XN_ARENA_ARRAY(controlled->arena, controlled->made.n_tables, &controlled->made.table, err));
    for (size_t t = 0; t < controlled->made.n_tables; t++)
        XN_TRY(read_table(json_array_get(tables, t), city, t, controlled->arena, &controlled->made.table[t],
                          err));
    *ret = XN_STEAL(controlled);
    return XN_OK;
}
