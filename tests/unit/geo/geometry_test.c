/* Measures of shapes whose answers are known by hand, near and very far from the origin. */
#include "test_shapes.h"
#include "../../../src/geo/orientation.h"

static int set_up(void **state)
{
    *state = xn_arena_new();
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    xn_arena_free(*state);
    return 0;
}

/* A square of 100 m with a square hole of 20 m. */
static struct xn_shape square_with_hole(double x, double y)
{
    static const uint32_t start[] = {0, 5, 10};
    static const bool outer[] = {true, false};
    static double xy[20];
    const double at[20] = {0, 0, 100, 0, 100, 100, 0, 100, 0, 0, 20, 20, 20, 40, 40, 40, 40, 20, 20, 20};
    for (int i = 0; i < 20; i++)
        xy[i] = at[i] + (i % 2 ? y : x);
    return (struct xn_shape){2, start, outer, xy};
}

static void test_square_with_hole(void **state)
{
    (void)state;
    const double offsets[] = {0, 404000, 5757000, 1e11};
    for (size_t i = 0; i < 4; i++) {
        const struct xn_shape shape = square_with_hole(offsets[i], offsets[i]);
        assert_true(xn_shape_area_m2(&shape) == 9600);
        assert_true(xn_shape_perimeter_m(&shape) == 480);
        double x, y, bounds[4];
        assert_true(xn_shape_centroid(&shape, &x, &y));
        /* (100^2 * 50 - 20^2 * 30) / 9600 */
        assert_near(x - offsets[i], 50.8333333333, 1e-4);
        assert_near(y - offsets[i], 50.8333333333, 1e-4);
        assert_true(xn_shape_bounds(&shape, bounds));
        assert_true(bounds[0] == offsets[i] && bounds[3] == offsets[i] + 100);
        assert_true(xn_shape_contains(&shape, offsets[i] + 10, offsets[i] + 10));
        assert_false(xn_shape_contains(&shape, offsets[i] + 30, offsets[i] + 30));
        assert_false(xn_shape_contains(&shape, offsets[i] - 1, offsets[i] + 50));
    }
}

static void test_no_geometry(void **state)
{
    (void)state;
    const struct xn_shape shape = {0};
    double x = 1, y = 1, bounds[4];
    assert_true(xn_shape_area_m2(&shape) == 0);
    assert_true(xn_shape_perimeter_m(&shape) == 0);
    assert_false(xn_shape_centroid(&shape, &x, &y));
    assert_true(isnan(x) && isnan(y));
    assert_false(xn_shape_bounds(&shape, bounds));
    assert_false(xn_shape_contains(&shape, 0, 0));
    assert_false(xn_shape_inner_point(&shape, &x, &y));
}

/* The area of a sector of the circle does not depend on where it lies, to the last few digits. */
static void test_area_far_from_origin(void **state)
{
    double near_xy[720], far_xy[720];
    for (int i = 0; i < 360; i++) {
        near_xy[2 * i] = round(100 * cos(i * M_PI / 180) * 1024) / 1024; /* exact after the shift too */
        near_xy[2 * i + 1] = round(100 * sin(i * M_PI / 180) * 1024) / 1024;
        far_xy[2 * i] = near_xy[2 * i] + 404000;
        far_xy[2 * i + 1] = near_xy[2 * i + 1] + 5757000;
    }
    const struct xn_shape near = shape_of(*state, near_xy, 360), far = shape_of(*state, far_xy, 360);
    assert_true(xn_shape_area_m2(&near) == xn_shape_area_m2(&far));
    assert_true(xn_shape_perimeter_m(&near) == xn_shape_perimeter_m(&far));
}

/* Whatever the point, on sides and corners too, exactly one of the parts has it. */
static void test_borders_belong_to_exactly_one(void **state)
{
    enum { N = 120, SIDE = 40 };
    struct rectangle part[N];
    struct xn_shape shape[N];
    cut_rectangle(part, N, SIDE, 7);
    for (size_t i = 0; i < N; i++)
        shape[i] = rectangle_shape(*state, part[i], 0);
    for (int step_x = 1; step_x < 2 * SIDE; step_x++)
        for (int step_y = 1; step_y < 2 * SIDE; step_y++) {
            int holders = 0;
            for (size_t i = 0; i < N; i++)
                holders += xn_shape_contains(&shape[i], step_x / 2.0, step_y / 2.0);
            assert_int_equal(holders, 1);
        }
}

/* The same on slanted borders with the same vertices, at points that are rounded onto them. */
static void test_slanted_border_belongs_to_exactly_one(void **state)
{
    uint64_t seed = 3;
    for (int turn = 0; turn < 2000; turn++) {
        double p[8];
        for (int i = 0; i < 8; i++)
            p[i] = 400000 + 1000 * random_unit(&seed);
        /* a b is the border; l and r are moved to its two sides */
        const double *a = p, *b = p + 2;
        const double across_x = -(b[1] - a[1]), across_y = b[0] - a[0];
        const double left[6] = {
            a[0], a[1], b[0], b[1], (a[0] + b[0]) / 2 + across_x, (a[1] + b[1]) / 2 + across_y};
        const double right[6] = {
            b[0], b[1], a[0], a[1], (a[0] + b[0]) / 2 - across_x, (a[1] + b[1]) / 2 - across_y};
        const struct xn_shape one = shape_of(*state, left, 3), other = shape_of(*state, right, 3);
        const double t = 0.05 + 0.9 * random_unit(&seed);
        const double x = a[0] + t * (b[0] - a[0]), y = a[1] + t * (b[1] - a[1]);
        assert_int_equal(xn_shape_contains(&one, x, y) + xn_shape_contains(&other, x, y), 1);
    }
}

static void test_inner_point_of_crescent(void **state)
{
    const double u[] = {0, 0, 100, 0, 100, 100, 90, 100, 90, 10, 10, 10, 10, 100, 0, 100};
    const struct xn_shape shape = shape_of(*state, u, 8);
    double x, y;
    assert_true(xn_shape_centroid(&shape, &x, &y));
    assert_false(xn_shape_contains(&shape, x, y));
    assert_true(xn_shape_inner_point(&shape, &x, &y));
    assert_true(xn_shape_contains(&shape, x, y));
    /* two parts, and nothing at the height between them */
    static const uint32_t start[] = {0, 5, 10};
    static const bool outer[] = {true, true};
    static const double xy[] = {0, 0, 4, 0, 4, 4, 0, 4, 0, 0, 0, 96, 2, 96, 2, 98, 0, 98, 0, 96};
    const struct xn_shape apart = {2, start, outer, xy};
    assert_true(xn_shape_inner_point(&apart, &x, &y));
    assert_true(xn_shape_contains(&apart, x, y));
    const struct xn_shape ring = square_with_hole(0, 0);
    assert_true(xn_shape_inner_point(&ring, &x, &y));
    assert_true(xn_shape_contains(&ring, x, y));
}

static void test_orientation_where_doubles_fail(void **state)
{
    (void)state;
    /* p moves in steps of one unit in the last place around the line y = x from (12, 12) to (24, 24) */
    const double a[2] = {12, 12}, b[2] = {24, 24};
    for (int i = -20; i <= 20; i++)
        for (int k = -20; k <= 20; k++) {
            const double p[2] = {0.5 + i * 0x1p-53, 0.5 + k * 0x1p-53};
            const double side = xn_orientation(a, b, p);
            const int wanted = (p[1] > p[0]) - (p[1] < p[0]);
            assert_int_equal((side > 0) - (side < 0), wanted);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_square_with_hole),
        cmocka_unit_test(test_no_geometry),
        cmocka_unit_test(test_area_far_from_origin),
        cmocka_unit_test(test_borders_belong_to_exactly_one),
        cmocka_unit_test(test_slanted_border_belongs_to_exactly_one),
        cmocka_unit_test(test_inner_point_of_crescent),
        cmocka_unit_test(test_orientation_where_doubles_fail),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
