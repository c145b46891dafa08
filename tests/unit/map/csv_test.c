/* The table of a map: the same numbers and words as the picture, whatever areas are called. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "counted_memory.h"
#include "sample_city.h"
#include "xenia/table.h"

static int make_city(void **state)
{
    struct xn_error err = {0};
    *state = sample_city(&err);
    if (!*state)
        print_error("%s\n", err.message);
    return *state ? 0 : -1;
}

static int free_city(void **state)
{
    xn_city_free(*state);
    return 0;
}

static struct xn_table *write_and_read(const struct xn_map *map)
{
    XN_AUTO_BUF csv = XN_BUF_INIT;
    struct xn_table *table = NULL;
    struct xn_error err = {0};
    const struct xn_csv_options options = {0};
    assert_int_equal(xn_map_csv(map, &csv, &err), XN_OK);
    if (xn_csv_parse(xn_buf_text(&csv), csv.length, "map", &options, &table, NULL, &err) != XN_OK)
        fail_msg("%s", err.message);
    return table;
}

static const char *cell(const struct xn_table *table, const char *unit, const char *column)
{
    const size_t id = xn_table_column(table, "unit_id"), wanted = xn_table_column(table, column);
    for (size_t row = 0; row < table->n_rows; row++)
        if (strcmp(xn_table_cell(table, row, id), unit) == 0)
            return xn_table_cell(table, row, wanted);
    return NULL;
}

static void a_row_is_an_area(void **state)
{
    double value[SAMPLE_UNITS], lower[SAMPLE_UNITS], upper[SAMPLE_UNITS];
    const bool uncertain[SAMPLE_UNITS] = {true, false, false, false, false, false};
    const bool withheld[SAMPLE_UNITS] = {false, true, false, false, false, false};
    struct xn_map map = sample_map(*state, value);
    for (size_t i = 0; i < SAMPLE_UNITS; i++) {
        lower[i] = value[i] / 2;
        upper[i] = value[i] * 2;
    }
    value[1] = NAN;
    map.lower = lower;
    map.upper = upper;
    map.uncertain = uncertain;
    map.withheld = withheld;
    XN_AUTO(xn_table_free) struct xn_table *table = write_and_read(&map);
    assert_int_equal(table->n_rows, SAMPLE_UNITS);
    assert_int_equal(table->n_columns, 8);
    assert_string_equal(cell(table, "1", "value"), "0.1");
    assert_string_equal(cell(table, "1", "lower"), "0.05");
    assert_string_equal(cell(table, "1", "upper"), "0.2");
    assert_string_equal(cell(table, "1", "uncertain"), "yes");
    assert_string_equal(cell(table, "1", "withheld"), "no");
    assert_string_equal(cell(table, "2", "value"), "");
    assert_string_equal(cell(table, "2", "lower"), "");
    assert_string_equal(cell(table, "2", "withheld"), "yes");
    assert_string_equal(cell(table, "2", "class"), "withheld: small numbers");
    assert_string_equal(cell(table, "6", "class"), "no value");
    assert_string_equal(cell(table, "1", "name"), "Plain");
    assert_non_null(strstr(cell(table, "2", "name"), "\"Quer\""));
}

static void classes_have_their_names(void **state)
{
    struct xn_unit_class class_[SAMPLE_UNITS];
    const struct xn_policy policy = {.name = "p", .version = "1"};
    const struct xn_typology typology = sample_typology(*state, class_);
    const struct xn_map map = sample_class_map(*state, &typology, &policy);
    XN_AUTO(xn_table_free) struct xn_table *table = write_and_read(&map);
    assert_string_equal(cell(table, "1", "class"), "mixed");
    assert_string_equal(cell(table, "2", "class"), "undetermined");
    assert_string_equal(cell(table, "3", "class"), "concentrated");
    assert_string_equal(cell(table, "6", "class"), "no people or no counts");
    assert_string_equal(cell(table, "1", "value"), "0.25");
}

static void memory_running_out_is_said_and_nothing_leaks(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    const size_t live = xn_test_live_blocks();
    for (size_t n = 1;; n++) {
        struct xn_buf csv = XN_BUF_INIT;
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_map_csv(&map, &csv, NULL);
        const bool reached = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        xn_buf_free(&csv);
        assert_int_equal(xn_test_live_blocks(), live);
        assert_int_equal(status, reached ? XN_MEMORY : XN_OK);
        if (!reached)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_an_area),
        cmocka_unit_test(classes_have_their_names),
        cmocka_unit_test(memory_running_out_is_said_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, make_city, free_city);
}
