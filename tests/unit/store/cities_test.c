/* Cities and their areas. */
#include "database.h"

static void test_round_trip_and_change(void **state)
{
    const struct database *database = *state;
    struct xn_stored_city put = {.id = "enschede",
                                 .title = "Enschede",
                                 .demonstration = true,
                                 .definition = "/etc/xenia/enschede.ini",
                                 .source_note = "CBS",
                                 .counts_as_of = "2021-01-01"};
    expect_ok(xn_store_put_city(database->store, &put, err));
    put.counts_as_of = NULL;
    put.demonstration = false;
    expect_ok(xn_store_put_city(database->store, &put, err));
    struct xn_stored_cities *got = NULL;
    expect_ok(xn_store_cities(database->store, "enschede", &got, err));
    assert_int_equal(got->count, 1);
    assert_string_equal(got->city[0].title, "Enschede");
    assert_string_equal(got->city[0].definition, "/etc/xenia/enschede.ini");
    assert_string_equal(got->city[0].source_note, "CBS");
    assert_null(got->city[0].counts_as_of);
    assert_false(got->city[0].demonstration);
    assert_int_equal(got->city[0].policy_id, 0);
    xn_stored_cities_free(got);
    expect_ok(xn_store_cities(database->store, NULL, &got, err));
    assert_int_equal(got->count, 2);
    assert_string_equal(got->city[0].id, "demo");
    xn_stored_cities_free(got);
}

static void test_faults(void **state)
{
    const struct database *database = *state;
    struct xn_stored_cities *got = NULL;
    expect_failure(xn_store_cities(database->store, "atlantis", &got, err), XN_NOT_FOUND, "there is: demo");
    assert_null(got);
    struct xn_stored_city put = {.id = "Not An Id", .title = "x", .definition = "x"};
    expect_failure(xn_store_put_city(database->store, &put, err), XN_INPUT,
                   "city 'Not An Id': the rule \"id:");
    put = (struct xn_stored_city){.id = "x", .title = "x"};
    expect_failure(xn_store_put_city(database->store, &put, err), XN_INPUT, "definition is missing");
    put = (struct xn_stored_city){.id = "x", .title = "x", .definition = "x", .policy_id = 4711};
    expect_failure(xn_store_put_city(database->store, &put, err), XN_NOT_FOUND, "a policy in xenia.policies");
}

/* Four squares of 100 m in a row, two under each parent. */
#define N_SQUARES 4
static struct xn_city *build_squares(double width_m)
{
    static const uint32_t ring_start[] = {0, 5};
    static const bool ring_outer[] = {true};
    static const char *column[] = {"ID", "PARENT", "A", "B"};
    static const char *cell[] = {"1", "west", "10", "90", "2", "west", "20", "80",
                                 "3", "east", "30", "70", "4", "east", "40", "60"};
    static const uint32_t line[] = {1, 2, 3, 4};
    double xy[N_SQUARES][10];
    struct xn_shape shape[N_SQUARES];
    for (int i = 0; i < N_SQUARES; i++) {
        const double left = i * width_m, right = left + width_m;
        const double ring[] = {left, 0, right, 0, right, 100, left, 100, left, 0};
        memcpy(xy[i], ring, sizeof ring);
        shape[i] =
            (struct xn_shape){.n_rings = 1, .ring_start = ring_start, .ring_outer = ring_outer, .xy = xy[i]};
    }
    struct xn_table table = {.source = "squares",
                             .row_word = "record",
                             .n_rows = N_SQUARES,
                             .n_columns = 4,
                             .column = column,
                             .cell = cell,
                             .line = line};
    const struct xn_features features = {.source = "squares.shp",
                                         .n_records = N_SQUARES,
                                         .shape = shape,
                                         .table = &table,
                                         .crs = {.definition = "EPSG:25832", .name = "test"}};
    const struct xn_level_source level = {
        .name = "block", .features = &features, .unit_id = "ID", .parent = "PARENT"};
    const char *const group[] = {"A", "B"};
    const struct xn_group_source groups = {.column = group, .n_columns = 2};
    struct xn_city *city = NULL;
    expect_ok(xn_city_build(&level, 1, &groups, NULL, &city, NULL, err));
    return city;
}

static void test_areas_are_replaced(void **state)
{
    const struct database *database = *state;
    struct xn_city *city = build_squares(100);
    expect_ok(xn_store_put_areas(database->store, "demo", city, err));
    expect_ok(xn_store_put_areas(database->store, "demo", city, err));
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.areas"), "6");
    assert_string_equal(psql(database, "SELECT level, level_name, parent_id, round(area_m2) FROM xenia.areas "
                                       "WHERE unit_id = '3'"),
                        "1|block|east|10000");
    assert_string_equal(psql(database, "SELECT level, level_name, parent_id IS NULL, round(area_m2) "
                                       "FROM xenia.areas WHERE unit_id = 'west'"),
                        "0|district|t|20000");
    char *before = xn_strdup(psql(database, "SELECT geometry_sha256 FROM xenia.areas WHERE unit_id = '2'"));
    xn_city_free(city);
    city = build_squares(101);
    expect_ok(xn_store_put_areas(database->store, "demo", city, err));
    assert_string_not_equal(before,
                            psql(database, "SELECT geometry_sha256 FROM xenia.areas WHERE unit_id = '2'"));
    expect_failure(xn_store_put_areas(database->store, "atlantis", city, err), XN_NOT_FOUND,
                   "areas of city 'atlantis'");
    xn_city_free(city);
    xn_free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults), /* first: one city only */
        cmocka_unit_test(test_round_trip_and_change),
        cmocka_unit_test(test_areas_are_replaced),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
