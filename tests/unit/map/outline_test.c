/* Outlines on the grid of tenths of a pixel, and where a name fits inside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "../../../src/map/outline.h"

static int make_arena(void **state)
{
    *state = xn_arena_new();
    return *state ? 0 : -1;
}

static int free_arena(void **state)
{
    xn_arena_free(*state);
    return 0;
}

static const struct xn_frame one_to_one = {.min_x_m = 0, .max_y_m = 100, .tenths_per_m = 1};

static struct xn_outline make(void *arena, const double *xy, uint32_t n, const struct xn_frame *frame)
{
    const uint32_t start[] = {0, n};
    const bool outer[] = {true};
    const struct xn_shape shape = {.n_rings = 1, .ring_start = start, .ring_outer = outer, .xy = xy};
    struct xn_outline outline = {0};
    assert_int_equal(xn_outline_make(arena, &shape, frame, &outline, NULL), XN_OK);
    return outline;
}

static void assert_points(const struct xn_outline *outline, const int32_t *xy, size_t n)
{
    assert_int_equal(outline->n_rings, 1);
    assert_int_equal(outline->ring_end[0], n);
    assert_memory_equal(outline->xy, xy, 2 * n * sizeof *xy);
}

static void needless_points_are_dropped(void **state)
{
    /* a square with a repeated corner, points on its edges, one of them where the ring starts, and a spike */
    const double xy[] = {50, 0,   100, 0,   100, 0.2, 100, 40,  100, 100, 60, 100,
                         60, 130, 60,  100, 0,   100, 0.3, 0.4, 0,   0,   50, 0};
    const struct xn_outline outline = make(*state, xy, 11, &one_to_one);
    const int32_t wanted[] = {50, 100, 100, 100, 100, 0, 0, 0, 0, 100};
    assert_points(&outline, wanted, 5);
}

static void y_points_down_and_metres_are_scaled(void **state)
{
    const double xy[] = {1000, 2000, 1010, 2000, 1010, 2010, 1000, 2010, 1000, 2000};
    const struct xn_frame frame = {
        .min_x_m = 1000, .max_y_m = 2010, .tenths_per_m = 0.55, .left = 300, .top = 400};
    const struct xn_outline outline = make(*state, xy, 5, &frame);
    const int32_t wanted[] = {300, 406, 306, 406, 306, 400, 300, 400};
    assert_points(&outline, wanted, 4);
}

static void a_tiny_unit_stays_as_a_point(void **state)
{
    const double xy[] = {10.1, 10.1, 10.2, 10.1, 10.2, 10.2, 10.1, 10.1};
    const struct xn_outline outline = make(*state, xy, 4, &one_to_one);
    const int32_t wanted[] = {10, 90};
    assert_points(&outline, wanted, 1);
    int x = 10, y = 90;
    assert_false(xn_outline_fit_box(&outline, 1, 1, &x, &y));
}

static void no_geometry_is_no_ring(void **state)
{
    const struct xn_shape shape = {0};
    struct xn_outline outline = {.n_rings = 9};
    assert_int_equal(xn_outline_make(*state, &shape, &one_to_one, &outline, NULL), XN_OK);
    assert_int_equal(outline.n_rings, 0);
    int x = 0, y = 0;
    assert_false(xn_outline_fit_box(&outline, 1, 1, &x, &y));
}

static void a_name_stays_where_it_fits(void **state)
{
    const double xy[] = {0, 0, 100, 0, 100, 100, 0, 100, 0, 0};
    const struct xn_outline outline = make(*state, xy, 5, &one_to_one);
    int x = 50, y = 50;
    assert_true(xn_outline_fit_box(&outline, 60, 12, &x, &y));
    assert_int_equal(x, 50);
    assert_in_range(y, 46, 54);
    assert_true(xn_outline_fit_box(&outline, 100, 12, &x, &y));
    assert_false(xn_outline_fit_box(&outline, 101, 12, &x, &y));
    assert_false(xn_outline_fit_box(&outline, 10, 120, &x, &y));
}

/* A U: its centroid lies outside, a wide name fits only into the bottom, a narrow one into the arms. */
static void a_name_moves_to_where_there_is_room(void **state)
{
    const double xy[] = {0, 0, 100, 0, 100, 100, 80, 100, 80, 30, 20, 30, 20, 100, 0, 100, 0, 0};
    const struct xn_outline outline = make(*state, xy, 9, &one_to_one);
    int x = 50, y = 40;
    assert_true(xn_outline_fit_box(&outline, 60, 12, &x, &y));
    assert_int_equal(x, 50);
    assert_in_range(y, 76, 94);
    x = 85;
    y = 20;
    assert_true(xn_outline_fit_box(&outline, 18, 12, &x, &y));
    assert_in_range(x, 89, 91);
    assert_in_range(y, 16, 24);
}

static void a_name_does_not_cover_a_hole(void **state)
{
    const double xy[] = {0, 0, 100, 0, 100, 100, 0, 100, 0, 0, 20, 20, 20, 80, 80, 80, 80, 20, 20, 20};
    const uint32_t start[] = {0, 5, 10};
    const bool outer[] = {true, false};
    const struct xn_shape shape = {.n_rings = 2, .ring_start = start, .ring_outer = outer, .xy = xy};
    struct xn_outline outline;
    assert_int_equal(xn_outline_make(*state, &shape, &one_to_one, &outline, NULL), XN_OK);
    assert_int_equal(outline.n_rings, 2);
    int x = 50, y = 50;
    assert_true(xn_outline_fit_box(&outline, 70, 10, &x, &y));
    assert_true(y <= 15 || y >= 85);
    assert_false(xn_outline_fit_box(&outline, 70, 30, &x, &y));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(needless_points_are_dropped),  cmocka_unit_test(y_points_down_and_metres_are_scaled),
        cmocka_unit_test(a_tiny_unit_stays_as_a_point), cmocka_unit_test(no_geometry_is_no_ring),
        cmocka_unit_test(a_name_stays_where_it_fits),   cmocka_unit_test(a_name_moves_to_where_there_is_room),
        cmocka_unit_test(a_name_does_not_cover_a_hole),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
