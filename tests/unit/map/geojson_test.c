/* The GeoJSON as a client reads it: RFC 7946 geometry, properties, and the legend of the pictures. */
#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "sample_city.h"

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

static json_t *encode(const struct xn_map *map)
{
    struct xn_error err = {0};
    json_error_t fault;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    if (xn_map_geojson(map, &buf, &err) != XN_OK)
        fail_msg("%s", err.message);
    json_t *root = json_loadb(buf.data, buf.length, JSON_REJECT_DUPLICATES, &fault);
    if (!root)
        fail_msg("%d: %s", fault.line, fault.text);
    return root;
}

static json_t *feature(json_t *root, const char *id)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(root, "features"), i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "id")), id) == 0)
            return one;
    }
    fail_msg("no feature %s", id);
    return NULL;
}

static json_t *property(json_t *root, const char *id, const char *name)
{
    return json_object_get(json_object_get(feature(root, id), "properties"), name);
}

static void assert_text(json_t *value, const char *wanted)
{
    assert_true(json_is_string(value));
    assert_string_equal(json_string_value(value), wanted);
}

static double ordinate(json_t *ring, size_t point, size_t axis)
{
    return json_number_value(json_array_get(json_array_get(ring, point), axis));
}

/* Twice the signed area in square degrees; positive: counter-clockwise. */
static double turning(json_t *ring)
{
    double area = 0;
    for (size_t i = 0; i + 1 < json_array_size(ring); i++)
        area +=
            ordinate(ring, i, 0) * ordinate(ring, i + 1, 1) - ordinate(ring, i + 1, 0) * ordinate(ring, i, 1);
    return area;
}

static void assert_ring(json_t *ring, bool outer)
{
    const size_t last = json_array_size(ring) - 1;
    assert_int_equal(last, 4);
    for (size_t axis = 0; axis < 2; axis++)
        assert_true(ordinate(ring, 0, axis) == ordinate(ring, last, axis));
    assert_true(outer ? turning(ring) > 0 : turning(ring) < 0);
    for (size_t i = 0; i <= last; i++) {
        assert_true(ordinate(ring, i, 0) > 7 && ordinate(ring, i, 0) < 8);
        assert_true(ordinate(ring, i, 1) > 51 && ordinate(ring, i, 1) < 53);
        assert_true(fabs(ordinate(ring, i, 0) * 1e6 - round(ordinate(ring, i, 0) * 1e6)) < 1e-6);
    }
}

static json_t *coordinates(json_t *root, const char *id, const char *type)
{
    json_t *geometry = json_object_get(feature(root, id), "geometry");
    assert_text(json_object_get(geometry, "type"), type);
    return json_object_get(geometry, "coordinates");
}

static void geometry_is_rfc_7946s(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    json_t *root = encode(&map);
    assert_text(json_object_get(root, "type"), "FeatureCollection");
    assert_int_equal(json_array_size(json_object_get(root, "features")), SAMPLE_UNITS);
    json_t *ring = coordinates(root, "3", "Polygon");
    assert_int_equal(json_array_size(ring), 2);
    assert_ring(json_array_get(ring, 0), true);
    assert_ring(json_array_get(ring, 1), false);
    json_t *parts = coordinates(root, "5", "MultiPolygon");
    assert_int_equal(json_array_size(parts), 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(json_array_size(json_array_get(parts, i)), 1);
        assert_ring(json_array_get(json_array_get(parts, i), 0), true);
    }
    json_decref(root);
}

static void properties_are_raw_values_and_classes(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    json_t *root = encode(&map);
    assert_text(property(root, "2", "unit_id"), "2");
    assert_text(property(root, "1", "name"), "Plain");
    assert_true(fabs(json_real_value(property(root, "1", "value")) - 0.1) < 1e-15);
    assert_int_equal(json_integer_value(property(root, "1", "class")), 0);
    assert_int_equal(json_integer_value(property(root, "4", "class")), 4);
    assert_true(json_is_null(property(root, "6", "value")));
    assert_true(json_is_null(property(root, "6", "class")));
    assert_int_equal(json_integer_value(property(root, "6", "category")), 5);
    json_t *legend = json_object_get(root, "legend");
    assert_int_equal(json_array_size(legend), 6);
    size_t units = 0;
    for (size_t k = 0; k < 6; k++)
        units += (size_t)json_integer_value(json_object_get(json_array_get(legend, k), "units"));
    assert_int_equal(units, SAMPLE_UNITS);
    assert_text(json_object_get(json_array_get(legend, 0), "color"), "#ffffcc");
    assert_true(json_is_false(json_object_get(json_array_get(legend, 0), "hatched")));
    assert_true(json_is_true(json_object_get(json_array_get(legend, 5), "hatched")));
    json_decref(root);
}

static json_t *legend_row(json_t *root, const char *kind)
{
    json_t *legend = json_object_get(root, "legend");
    for (size_t k = 0; k < json_array_size(legend); k++)
        if (strcmp(json_string_value(json_object_get(json_array_get(legend, k), "kind")), kind) == 0)
            return json_array_get(legend, k);
    return NULL;
}

static void intervals_stand_beside_values(void **state)
{
    double value[SAMPLE_UNITS], lower[SAMPLE_UNITS], upper[SAMPLE_UNITS];
    const bool uncertain[SAMPLE_UNITS] = {true, false, true, false, false, false};
    const bool withheld[SAMPLE_UNITS] = {false, true, false, false, false, false};
    struct xn_map map = sample_map(*state, value);
    for (size_t i = 0; i < SAMPLE_UNITS; i++) {
        lower[i] = value[i] - 0.02;
        upper[i] = value[i] + 0.03;
    }
    value[1] = NAN; /* and its interval is not told */
    map.lower = lower;
    map.upper = upper;
    map.uncertain = uncertain;
    map.withheld = withheld;
    json_t *root = encode(&map);
    assert_true(fabs(json_real_value(property(root, "1", "lower")) - 0.08) < 1e-15);
    assert_true(fabs(json_real_value(property(root, "1", "upper")) - 0.13) < 1e-15);
    assert_true(json_is_null(property(root, "2", "lower")) && json_is_null(property(root, "2", "upper")));
    assert_true(json_is_true(property(root, "1", "uncertain")) &&
                json_is_false(property(root, "2", "uncertain")));
    assert_true(json_is_false(property(root, "1", "withheld")) &&
                json_is_true(property(root, "2", "withheld")));
    assert_true(json_is_null(property(root, "2", "class")));
    assert_int_equal(json_integer_value(json_object_get(legend_row(root, "uncertain"), "units")), 2);
    assert_int_equal(json_integer_value(json_object_get(legend_row(root, "withheld"), "units")), 1);
    assert_int_equal(json_integer_value(json_object_get(legend_row(root, "no_value"), "units")), 1);
    json_t *row = json_array_get(json_object_get(root, "legend"),
                                 (size_t)json_integer_value(property(root, "2", "category")));
    assert_ptr_equal(row, legend_row(root, "withheld"));
    json_decref(root);
}

static void classes_are_named(void **state)
{
    struct xn_unit_class class_[SAMPLE_UNITS];
    const struct xn_policy policy = {.name = "p", .version = "1"};
    const struct xn_typology typology = sample_typology(*state, class_);
    struct xn_map map = sample_class_map(*state, &typology, &policy);
    map.language = XN_GERMAN;
    json_t *root = encode(&map);
    assert_text(property(root, "1", "class"), "mixed");
    assert_text(property(root, "2", "class"), "undetermined");
    assert_text(property(root, "3", "class"), "concentrated");
    assert_true(json_is_null(property(root, "6", "class")));
    assert_true(json_real_value(property(root, "1", "value")) == 0.25);
    json_decref(root);
}

static void the_same_map_has_the_same_bytes(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    XN_AUTO_BUF first = XN_BUF_INIT, second = XN_BUF_INIT;
    assert_int_equal(xn_map_geojson(&map, &first, NULL), XN_OK);
    assert_int_equal(xn_map_geojson(&map, &second, NULL), XN_OK);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(geometry_is_rfc_7946s),
        cmocka_unit_test(properties_are_raw_values_and_classes),
        cmocka_unit_test(intervals_stand_beside_values),
        cmocka_unit_test(classes_are_named),
        cmocka_unit_test(the_same_map_has_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, make_city, free_city);
}
