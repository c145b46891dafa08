/* encode_made.c - what a publication was made of, as JSON: raw counts and what was withheld.
 *
 * No reader gets it. It is kept beside the publication so that the next one is controlled together with it.
 */
#include "xenia/publication.h"

static void put_counts(struct xn_json *json, const char *name, const double *count, size_t n)
{
    xn_json_key(json, name);
    xn_json_begin_array(json);
    for (size_t i = 0; i < n; i++)
        xn_json_double(json, count[i]);
    xn_json_end_array(json);
}

static void put_reasons(struct xn_json *json, const char *name, const enum xn_withheld *why, size_t n)
{
    xn_json_key(json, name);
    xn_json_begin_array(json);
    for (size_t i = 0; i < n; i++)
        xn_json_string(json, xn_withheld_code(why[i]));
    xn_json_end_array(json);
}

static void put_units(struct xn_json *json, const struct xn_city *city, size_t level)
{
    xn_json_key(json, "units");
    xn_json_begin_array(json);
    for (size_t u = 0; u < xn_city_units(city, level); u++)
        xn_json_string(json, xn_city_unit(city, level, u)->id);
    xn_json_end_array(json);
}

/* Positions in the table before. */
static void put_parents(struct xn_json *json, const struct xn_disclosure_table *table)
{
    xn_json_key(json, "parents");
    xn_json_begin_array(json);
    for (size_t u = 0; u < table->n_units; u++)
        xn_json_int(json, (int64_t)table->parent[u]);
    xn_json_end_array(json);
}

static void put_table(struct xn_json *json, const struct xn_disclosure_table *table)
{
    const size_t n = table->n_units * table->n_columns;
    put_parents(json, table);
    put_counts(json, "persons", table->total, table->n_units);
    put_reasons(json, "persons_withheld", table->total_why, table->n_units);
    put_counts(json, "groups", table->count, n);
    put_reasons(json, "groups_withheld", table->why, n);
}

enum xn_status xn_publication_put_made(const struct xn_city *city, const struct xn_controlled *controlled,
                                       struct xn_buf *buf, struct xn_error *err)
{
    struct xn_json json;
    xn_json_init(&json, buf, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "groups");
    xn_json_begin_array(&json);
    for (size_t g = 0; g < xn_city_counts(city, 0).n_groups; g++)
        xn_json_string(&json, xn_city_counts(city, 0).group_name[g]);
    xn_json_end_array(&json);
    xn_json_key(&json, "tables");
    xn_json_begin_array(&json);
    for (size_t t = 0; t < controlled->made.n_tables; t++) {
        xn_json_begin_object(&json);
        if (t > 0)
            put_units(&json, city, t - 1);
        put_table(&json, &controlled->made.table[t]);
        xn_json_end_object(&json);
    }
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return xn_buf_check(buf, err);
}
