/* nc_test.c - the 100 counties of North Carolina: every value that independent programs agree on.
 *
 * Reads ../shared/golden/nc.tsv and ../shared/gisdata/nc. A line whose index is not in the catalogue yet is
 * printed; a line whose index is there must be computable in its form, with its parameters, to its tolerance.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "index_row.h"
#include "near.h"
#include "shared.h"
#include "xenia/geo.h"

enum { COUNTIES = 100, GROUPS = 2 };
static const char *const group_name[GROUPS] = {"NWBIR74", "WBIR74"};

static double count[COUNTIES * GROUPS], unit_total[COUNTIES], group_total[GROUPS], area_m2[COUNTIES];
static struct xn_index_input input;
static struct xn_error err;

static double number_in(const struct xn_table *table, size_t row, const char *name)
{
    double number = NAN;
    size_t column = 0;
    enum xn_status status = xn_table_find_column(table, name, &column, &err);
    if (status == XN_OK)
        status = xn_table_number(table, row, column, &number, &err);
    if (status != XN_OK)
        fail_msg("%s", err.message);
    return number;
}

static void add_county(const struct xn_features *features, size_t unit)
{
    area_m2[unit] = xn_shape_area_m2(&features->shape[unit]);
    for (size_t group = 0; group < GROUPS; group++) {
        const double births = number_in(features->table, unit, group_name[group]);
        count[unit * GROUPS + group] = births;
        unit_total[unit] += births;
        group_total[group] += births;
        input.counts.total += births;
    }
}

static void load_counties(void)
{
    char path[1024];
    xn_test_shared("gisdata/nc/nc.shp", path, sizeof path);
    struct xn_features *features = NULL;
    if (xn_features_read(path, &(struct xn_layer_options){0}, &features, NULL, &err) != XN_OK)
        fail_msg("%s", err.message);
    assert_int_equal(features->n_records, COUNTIES);
    input = (struct xn_index_input){.counts = {.n_units = COUNTIES,
                                               .n_groups = GROUPS,
                                               .count = count,
                                               .unit_total = unit_total,
                                               .group_total = group_total,
                                               .group_name = group_name},
                                    .area_m2 = area_m2};
    for (size_t unit = 0; unit < COUNTIES; unit++)
        add_county(features, unit);
    xn_features_free(features);
}

static void check_row(const struct xn_table *golden, size_t row)
{
    double value;
    enum xn_form form;
    const unsigned line = (unsigned)golden->line[row];
    if (index_row_compute(golden, row, input, &form, &value, &err) != XN_OK)
        fail_msg("line %u: %s", line, err.message);
    const double expected = number_in(golden, row, "expected");
    const double tolerance = number_in(golden, row, "relative_tolerance");
    if (!(fabs(value - expected) <= tolerance * fabs(expected)))
        fail_msg("line %u, %s: got %.17g, wanted %.17g to %g (%s)", line, index_row_cell(golden, row, "id"),
                 value, expected, tolerance, index_row_cell(golden, row, "source"));
}

static void every_value_agrees(void **state)
{
    (void)state;
    load_counties();
    char path[1024];
    xn_test_shared("golden/nc.tsv", path, sizeof path);
    struct xn_table *golden = NULL;
    if (xn_csv_read(path, &(struct xn_csv_options){.separator = '\t'}, &golden, NULL, &err) != XN_OK)
        fail_msg("%s", err.message);
    size_t checked = 0;
    const char *printed = "";
    for (size_t row = 0; row < golden->n_rows; row++) {
        const char *id = index_row_cell(golden, row, "id");
        if (xn_index_find(id)) {
            check_row(golden, row);
            checked++;
        } else if (strcmp(printed, id) != 0) {
            print_message("not yet in the catalogue: %s\n", printed = id);
        }
    }
    print_message("%zu of %zu values agree\n", checked, golden->n_rows);
    assert_true(checked >= 40);
    xn_table_free(golden);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_value_agrees)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
