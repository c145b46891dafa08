/* Placements: the whole list, equal rows included, and nothing done when nothing differs. */
#include "database.h"
#include <math.h>

static struct xn_placement placement(int day, const char *unit_id, bool pending)
{
    return (struct xn_placement){.date = xn_date_of(2004, 3, day),
                                 .persons = 4,
                                 .lon = unit_id ? NAN : 7.5,
                                 .lat = unit_id ? NAN : 51.9,
                                 .unit_id = unit_id,
                                 .pending = pending,
                                 .line = (uint32_t)day};
}

static enum xn_status import(const struct database *database, struct xn_placement *row, size_t count,
                             struct xn_import_report *ret, struct xn_error *err)
{
    const struct xn_placements placements = {.count = count, .placement = row};
    return xn_store_import_placements(database->store, "demo", &placements, false, ret, err);
}

static void test_round_trip_and_differences(void **state)
{
    const struct database *database = *state;
    struct xn_placement put[] = {placement(9, "34", false), placement(8, NULL, true),
                                 placement(9, "34", false)};
    struct xn_import_report report = {0};
    expect_ok(import(database, put, 3, &report, err));
    assert_int_equal(report.inserted, 3);
    expect_ok(import(database, put, 3, &report, err));
    assert_int_equal(report.unchanged, 3);
    assert_int_equal(report.inserted + report.withdrawn, 0);
    struct xn_placements *got = NULL;
    expect_ok(xn_store_placements(database->store, "demo", &got, err));
    assert_int_equal(got->count, 3);
    assert_int_equal(got->placement[0].date, xn_date_of(2004, 3, 8));
    assert_true(got->placement[0].pending);
    assert_null(got->placement[0].unit_id);
    assert_true(got->placement[0].lon == 7.5 && got->placement[0].lat == 51.9);
    assert_string_equal(got->placement[1].unit_id, "34");
    assert_true(isnan(got->placement[1].lon));
    assert_false(got->placement[2].pending);
    xn_placements_free(got);

    put[1].pending = false;                            /* moved in */
    expect_ok(import(database, put, 2, &report, err)); /* and one of the two equal ones is gone */
    assert_int_equal(report.inserted, 1);
    assert_int_equal(report.withdrawn, 2);
    assert_int_equal(report.unchanged, 1);
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.placements"), "2");
}

static void test_bad_row_changes_nothing(void **state)
{
    const struct database *database = *state;
    struct xn_placement put[] = {placement(1, "34", false), placement(2, "34", false)};
    struct xn_import_report report = {0};
    expect_ok(import(database, put, 1, &report, err));
    put[1].persons = 0;
    expect_failure(import(database, put, 2, &report, err), XN_INPUT,
                   "placement 2 (line 2): the rule \"persons: 1 to");
    put[1] = placement(2, NULL, false);
    put[1].lon = put[1].lat = NAN;
    expect_failure(import(database, put, 2, &report, err), XN_INPUT, "a unit_id or a place");
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.placements"), "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip_and_differences),
        cmocka_unit_test(test_bad_row_changes_nothing),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
