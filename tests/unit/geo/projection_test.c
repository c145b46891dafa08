/* Longitude and latitude to metres and back, known places, and what is refused. */
#include "test_shapes.h"

static struct xn_projection *open_projection(const char *definition)
{
    struct xn_projection *projection = NULL;
    struct xn_error err = {0};
    if (xn_projection_new(definition, &projection, &err) != XN_OK)
        fail_msg("%s", err.message);
    return projection;
}

static void test_known_places(void **state)
{
    (void)state;
    static const struct {
        const char *crs;
        double lon, lat, x_m, y_m, within_m;
    } place[] = {
        {"EPSG:25832", 9, 0, 500000, 0, 1e-6},                    /* the origin of the zone */
        {"EPSG:28992", 5.3872063, 52.1551744, 155000, 463000, 1}, /* the tower of Amersfoort */
        {"EPSG:27700", 1.716073973, 52.658007833, 651409.8, 313177.4,
         10}, /* Caister, Ordnance Survey's own example */
        {"+proj=utm +zone=32 +ellps=GRS80", 9, 0, 500000, 0, 1e-6},
        {"+proj=laea +lat_0=52 +lon_0=10 +datum=WGS84 +units=m +type=crs", 10, 52, 0, 0, 1e-6},
    };
    for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
        XN_AUTO(xn_projection_free) struct xn_projection *projection = open_projection(place[i].crs);
        double x, y;
        assert_int_equal(xn_projection_to_metres(projection, place[i].lon, place[i].lat, &x, &y, NULL),
                         XN_OK);
        assert_near(x, place[i].x_m, place[i].within_m);
        assert_near(y, place[i].y_m, place[i].within_m);
    }
}

static void test_round_trip(void **state)
{
    (void)state;
    static const char *const crs[] = {"EPSG:25832", "EPSG:28992", "EPSG:25833",
                                      "+proj=laea +lat_0=51.96 +lon_0=7.63 +datum=WGS84 +units=m +type=crs"};
    uint64_t seed = 8;
    for (size_t i = 0; i < sizeof crs / sizeof *crs; i++) {
        XN_AUTO(xn_projection_free) struct xn_projection *projection = open_projection(crs[i]);
        for (int turn = 0; turn < 200; turn++) {
            const double lon = 4 + 3 * random_unit(&seed), lat = 51 + 2 * random_unit(&seed);
            double x, y, lon_again, lat_again;
            assert_int_equal(xn_projection_to_metres(projection, lon, lat, &x, &y, NULL), XN_OK);
            assert_int_equal(xn_projection_to_lonlat(projection, x, y, &lon_again, &lat_again, NULL), XN_OK);
            assert_near(lon, lon_again, 1e-8);
            assert_near(lat, lat_again, 1e-8);
        }
    }
}

static void test_what_is_no_place(void **state)
{
    (void)state;
    XN_AUTO(xn_projection_free) struct xn_projection *projection = open_projection("EPSG:25832");
    static const double lonlat[][2] = {{NAN, 50}, {7, NAN},   {INFINITY, 50},
                                       {181, 50}, {7, -90.5}, {404000, 5757000}};
    static const double metres[][2] = {{NAN, 0}, {0, INFINITY}, {1e9, 0}, {1e308, 1e308}};
    struct xn_error err = {0};
    double a = 1, b = 2;
    for (size_t i = 0; i < sizeof lonlat / sizeof *lonlat; i++)
        assert_int_equal(xn_projection_to_metres(projection, lonlat[i][0], lonlat[i][1], &a, &b, &err),
                         XN_INPUT);
    for (size_t i = 0; i < sizeof metres / sizeof *metres; i++)
        assert_int_equal(xn_projection_to_lonlat(projection, metres[i][0], metres[i][1], &a, &b, &err),
                         XN_INPUT);
    assert_true(a == 1 && b == 2);
    assert_non_null(strstr(err.message, "not a place on Earth"));
}

static void test_what_is_no_system_of_metres(void **state)
{
    (void)state;
    static const char *const definition[] = {"",          "EPSG:0",    "hello",
                                             "EPSG:4326", "EPSG:3857", "EPSG:2278",
                                             "EPSG:4978", "EPSG:5703", "+proj=nonsense"};
    for (size_t i = 0; i < sizeof definition / sizeof *definition; i++) {
        struct xn_projection *projection = NULL;
        struct xn_error err = {0};
        assert_int_equal(xn_projection_new(definition[i], &projection, &err), XN_INPUT);
        assert_null(projection);
        assert_true(strlen(err.message) > 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_places),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_what_is_no_place),
        cmocka_unit_test(test_what_is_no_system_of_metres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
