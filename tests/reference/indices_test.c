/* indices_test.c - every line of indices.tsv: an index of a city in cities.tsv against the value derived by
 * hand in its last column. "null" wants the value to be undefined; local values are separated by ";". Every
 * index of the catalogue must have a line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "index_row.h"
#include "near.h"
#include "tiny_city.h"
#include "xenia/text.h"

static const struct xn_csv_options tab_separated = {.separator = '\t'};

static struct xn_table *read_table(const char *path)
{
    struct xn_table *table = NULL;
    struct xn_error err = {0};
    if (xn_csv_read(path, &tab_separated, &table, NULL, &err) != XN_OK)
        fail_msg("%s", err.message);
    return table;
}

static double number_in(const char *cell)
{
    double number = NAN;
    if (!xn_parse_double(cell, &number))
        fail_msg("found '%s', wanted a number", cell);
    return number;
}

/* "2/3", "0.5" or "null" (NaN), up to a semicolon. */
static double expected_value(const char *text)
{
    char copy[64];
    snprintf(copy, sizeof copy, "%.*s", (int)strcspn(text, ";"), text);
    if (strcmp(copy, "null") == 0)
        return NAN;
    char *slash = strchr(copy, '/');
    if (!slash)
        return number_in(copy);
    *slash = '\0';
    return number_in(copy) / number_in(slash + 1);
}

/* Columns a, b, c of the city's rows; a blank cell ends the groups. */
static struct xn_counts load_city(const struct xn_table *cities, const char *name, struct tiny_city *city)
{
    memset(city, 0, sizeof *city);
    for (size_t row = 0; row < cities->n_rows; row++) {
        if (strcmp(index_row_cell(cities, row, "city"), name) != 0)
            continue;
        city->n_groups = *index_row_cell(cities, row, "c") ? 3 : 2;
        for (size_t group = 0; group < city->n_groups; group++)
            city->count[city->n_units * city->n_groups + group] =
                number_in(index_row_cell(cities, row, tiny_group_name[group]));
        city->area_m2[city->n_units++] = 1e6 * number_in(index_row_cell(cities, row, "area_km2"));
    }
    if (city->n_units == 0)
        fail_msg("there is no city '%s'", name);
    return tiny_counts(city);
}

static void compare(const char *expected, size_t n_values, const double *value, double tolerance,
                    const char *where)
{
    const char *at = expected;
    for (size_t i = 0; i < n_values; i++) {
        const double wanted = expected_value(at);
        const double allowed = tolerance * (wanted == 0 ? 1 : fabs(wanted));
        const bool good = isnan(wanted) ? isnan(value[i]) : fabs(value[i] - wanted) <= allowed;
        if (!good)
            fail_msg("%s: value %zu is %.17g; wanted %.17g within %g", where, i, value[i], wanted, allowed);
        at += strcspn(at, ";");
        at += *at == ';';
    }
    if (*at)
        fail_msg("%s: more values expected than there are units", where);
}

static void check_row(const struct xn_table *rows, size_t row, const struct xn_table *cities)
{
    struct tiny_city city;
    struct xn_index_input input = {.counts = load_city(cities, index_row_cell(rows, row, "city"), &city),
                                   .area_m2 = city.area_m2};
    char where[256];
    snprintf(where, sizeof where, "line %u: %s of %s", (unsigned)rows->line[row],
             index_row_cell(rows, row, "id"), index_row_cell(rows, row, "city"));
    double value[TINY_UNITS];
    enum xn_form form;
    struct xn_error err = {0};
    const char *expected = index_row_cell(rows, row, "expected");
    const enum xn_status status = index_row_compute(rows, row, input, &form, value, &err);
    if (strcmp(expected, "null") == 0) {
        if (status != XN_UNDEFINED)
            fail_msg("%s: wanted undefined, got %s", where, xn_status_name(status));
        return;
    }
    if (status != XN_OK)
        fail_msg("%s: %s", where, err.message);
    compare(expected, form == XN_LOCAL ? input.counts.n_units : 1, value,
            number_in(index_row_cell(rows, row, "relative_tolerance")), where);
}

static void every_line_holds(void **state)
{
    (void)state;
    struct xn_table *rows = read_table("tests/reference/indices.tsv");
    struct xn_table *cities = read_table("tests/reference/cities.tsv");
    assert_true(rows->n_rows > 0);
    for (size_t row = 0; row < rows->n_rows; row++)
        check_row(rows, row, cities);
    xn_table_free(rows);
    xn_table_free(cities);
}

static void every_index_has_a_line(void **state)
{
    (void)state;
    struct xn_table *rows = read_table("tests/reference/indices.tsv");
    for (size_t i = 0; i < xn_index_count(); i++) {
        size_t lines = 0;
        for (size_t row = 0; row < rows->n_rows; row++)
            lines += strcmp(index_row_cell(rows, row, "id"), xn_index_at(i)->id) == 0;
        if (lines == 0)
            fail_msg("%s has no line in indices.tsv", xn_index_at(i)->id);
    }
    xn_table_free(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_holds),
        cmocka_unit_test(every_index_has_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
