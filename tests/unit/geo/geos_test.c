/* Union of shapes: what several records of one unit cover together. */
#include "test_shapes.h"

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

static struct xn_shape unite(struct xn_arena *arena, const struct xn_shape *shape, size_t n)
{
    const struct xn_shape *member[600] = {0};
    struct xn_shape united;
    for (size_t i = 0; i < n; i++)
        member[i] = &shape[i];
    assert_int_equal(xn_shape_union(arena, member, n, &united, NULL), XN_OK);
    return united;
}

static void test_parts_make_the_whole_again(void **state)
{
    enum { N = 500, SIDE = 60 };
    struct rectangle part[N];
    struct xn_shape shape[N];
    cut_rectangle(part, N, SIDE, 11);
    for (size_t i = 0; i < N; i++)
        shape[i] = rectangle_shape(*state, part[i], 0);
    const struct xn_shape united = unite(*state, shape, N);
    assert_int_equal(united.n_rings, 1);
    assert_true(united.ring_outer[0]);
    assert_true(xn_shape_area_m2(&united) == SIDE * SIDE);
    assert_true(xn_shape_perimeter_m(&united) == 4 * SIDE);
}

static void test_ring_of_squares_has_a_hole(void **state)
{
    struct xn_shape shape[9];
    size_t n = 0;
    for (int i = 0; i < 9; i++)
        if (i != 4)
            shape[n++] = rectangle_shape(*state, (struct rectangle){i % 3, i / 3, i % 3 + 1, i / 3 + 1}, 0);
    shape[n++] = (struct xn_shape){0}; /* a null member is skipped */
    const struct xn_shape united = unite(*state, shape, n);
    assert_int_equal(united.n_rings, 2);
    assert_true(united.ring_outer[0] && !united.ring_outer[1]);
    assert_true(xn_shape_area_m2(&united) == 8);
    assert_false(xn_shape_contains(&united, 1.5, 1.5));
}

static void test_apart_overlapping_and_nothing(void **state)
{
    const struct xn_shape shape[] = {rectangle_shape(*state, (struct rectangle){0, 0, 2, 2}, 0),
                                     rectangle_shape(*state, (struct rectangle){1, 0, 3, 2}, 0),
                                     rectangle_shape(*state, (struct rectangle){10, 0, 12, 2}, 0)};
    const struct xn_shape united = unite(*state, shape, 3), nothing = unite(*state, shape, 0);
    assert_int_equal(united.n_rings, 2);
    assert_true(xn_shape_area_m2(&united) == 10);
    assert_int_equal(nothing.n_rings, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_make_the_whole_again),
        cmocka_unit_test(test_ring_of_squares_has_a_hole),
        cmocka_unit_test(test_apart_overlapping_and_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
