/* Contiguity and shared lengths against numbers known without geometry: a rectangle cut into many. */
#include "test_shapes.h"
#include "counted_memory.h"

enum { N = 400, SIDE = 100 };

struct fixture {
    struct xn_arena *arena;
    struct rectangle part[N];
    struct xn_shape shape[N];
};

static int set_up(void **state)
{
    struct fixture *f = xn_calloc(1, sizeof *f);
    f->arena = xn_arena_new();
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    xn_arena_free(f->arena);
    xn_free(f);
    return 0;
}

static struct xn_adjacency *build(const struct xn_shape *shape, size_t n, double tolerance_m,
                                  struct xn_pool *pool)
{
    struct xn_adjacency *adjacency = NULL;
    assert_int_equal(xn_adjacency_build(shape, n, tolerance_m, pool, &adjacency, NULL), XN_OK);
    assert_int_equal(adjacency->n_units, n);
    return adjacency;
}

/* Shared length of a pair; -1 when they are no neighbours. */
static double shared(const struct xn_adjacency *adjacency, size_t i, size_t j)
{
    for (size_t k = adjacency->row_start[i]; k < adjacency->row_start[i + 1]; k++)
        if (adjacency->neighbour[k] == j)
            return adjacency->boundary_m[k];
    return -1;
}

static void check_against_rectangles(const struct fixture *f, const struct xn_adjacency *adjacency,
                                     double slack)
{
    for (size_t i = 0; i < N; i++) {
        for (size_t k = adjacency->row_start[i] + 1; k < adjacency->row_start[i + 1]; k++)
            assert_true(adjacency->neighbour[k - 1] < adjacency->neighbour[k]);
        for (size_t j = 0; j < N; j++) {
            const double wanted = i == j ? -1 : shared_length(&f->part[i], &f->part[j]);
            const double got = shared(adjacency, i, j);
            assert_true(fabs(got - wanted) <= slack);
            assert_int_equal(got > 0, wanted > 0);
        }
    }
}

static void make_parts(struct fixture *f, uint64_t seed, double angle)
{
    cut_rectangle(f->part, N, SIDE, seed);
    for (size_t i = 0; i < N; i++)
        f->shape[i] = rectangle_shape(f->arena, f->part[i], angle);
}

static void test_exact_on_whole_numbers(void **state)
{
    struct fixture *f = *state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        make_parts(f, seed, 0);
        struct xn_adjacency *adjacency = build(f->shape, N, 0, NULL);
        check_against_rectangles(f, adjacency, 1e-12);
        xn_adjacency_free(adjacency);
    }
}

/* Turned, the corner of one is only nearly on the side of the other: that is what the tolerance is for. */
static void test_turned_within_tolerance(void **state)
{
    struct fixture *f = *state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        make_parts(f, seed, 0.3 + (double)seed);
        struct xn_adjacency *adjacency = build(f->shape, N, 1e-3, NULL);
        check_against_rectangles(f, adjacency, 1e-6);
        xn_adjacency_free(adjacency);
    }
}

static void test_same_on_any_number_of_threads(void **state)
{
    struct fixture *f = *state;
    make_parts(f, 42, 1.1);
    struct xn_adjacency *alone = build(f->shape, N, 1e-3, NULL);
    for (unsigned threads = 2; threads <= 5; threads++) {
        XN_AUTO(xn_pool_free) struct xn_pool *pool = NULL;
        assert_int_equal(xn_pool_new(threads, &pool, NULL), XN_OK);
        struct xn_adjacency *together = build(f->shape, N, 1e-3, pool);
        const size_t n = alone->row_start[N];
        assert_memory_equal(alone->row_start, together->row_start, (N + 1) * sizeof *alone->row_start);
        assert_memory_equal(alone->neighbour, together->neighbour, n * sizeof *alone->neighbour);
        assert_memory_equal(alone->boundary_m, together->boundary_m, n * sizeof *alone->boundary_m);
        xn_adjacency_free(together);
    }
    xn_adjacency_free(alone);
}

/* Two squares with a gap of 5 cm, and a third that only comes near their corner. */
static void test_gap_and_corner(void **state)
{
    struct fixture *f = *state;
    const struct xn_shape shape[] = {rectangle_shape(f->arena, (struct rectangle){0, 0, 10, 10}, 0),
                                     rectangle_shape(f->arena, (struct rectangle){10.05, 0, 20, 10}, 0),
                                     rectangle_shape(f->arena, (struct rectangle){10.05, 10.05, 20, 20}, 0)};
    struct xn_adjacency *exact = build(shape, 3, 0, NULL), *near = build(shape, 3, 0.1, NULL);
    assert_int_equal(exact->row_start[3], 0);
    assert_near(shared(near, 0, 1), 10, 1e-9);
    assert_near(shared(near, 1, 2), 9.95, 1e-9);
    assert_true(shared(near, 0, 2) == 0); /* queen, not rook */
    xn_adjacency_free(exact);
    xn_adjacency_free(near);
}

/* A square that meets another in one corner, with a vertex every 2 cm: close to each other for a few
 * tolerances, and yet no border. */
static void test_dense_corner_is_no_border(void **state)
{
    struct fixture *f = *state;
    enum { STEPS = 50 };
    double south_west[2 * (STEPS + 4)] = {0, 0, 10, 0}, north_east[2 * (STEPS + 3)] = {0};
    for (int i = 0; i <= STEPS; i++) {
        south_west[4 + 2 * i] = 10;
        south_west[5 + 2 * i] = 9 + i * 0.02;
        north_east[2 * i] = 10 + i * 0.02;
        north_east[2 * i + 1] = 10;
    }
    const double north_west_corner[] = {0, 10}, far_corners[] = {20, 20, 10, 20};
    memcpy(south_west + 2 * (STEPS + 3), north_west_corner, sizeof north_west_corner);
    memcpy(north_east + 2 * (STEPS + 1), far_corners, sizeof far_corners);
    const struct xn_shape shape[] = {shape_of(f->arena, south_west, STEPS + 4),
                                     shape_of(f->arena, north_east, STEPS + 3)};
    struct xn_adjacency *adjacency = build(shape, 2, 0.1, NULL);
    assert_true(shared(adjacency, 0, 1) == 0);
    xn_adjacency_free(adjacency);
}

/* The neighbour sends a spike, thinner than the tolerance, along the side of the square: the side counts
 * once. */
static void test_thin_spike_counts_once(void **state)
{
    struct fixture *f = *state;
    const double spike[] = {10, 0, 20, -5, 20, 0, 10.01, 0, 10.01, 10, 10, 10};
    const struct xn_shape shape[] = {rectangle_shape(f->arena, (struct rectangle){0, 0, 10, 10}, 0),
                                     shape_of(f->arena, spike, 6)};
    struct xn_adjacency *adjacency = build(shape, 2, 0.1, NULL);
    assert_near(shared(adjacency, 0, 1), 10, 0.3);
    xn_adjacency_free(adjacency);
}

static void test_enclave_null_shape_and_overlap(void **state)
{
    struct fixture *f = *state;
    static const uint32_t start[] = {0, 5, 10};
    static const bool outer[] = {true, false};
    static const double xy[] = {0, 0, 9, 0, 9, 9, 0, 9, 0, 0, 3, 3, 3, 6, 6, 6, 6, 3, 3, 3};
    const struct xn_shape shape[] = {{2, start, outer, xy},
                                     rectangle_shape(f->arena, (struct rectangle){3, 3, 6, 6}, 0),
                                     {0},
                                     rectangle_shape(f->arena, (struct rectangle){8, 8, 12, 12}, 0)};
    struct xn_adjacency *adjacency = build(shape, 4, 0, NULL);
    assert_true(shared(adjacency, 0, 1) == 12);
    assert_true(shared(adjacency, 0, 3) == 0); /* their borders cross */
    assert_int_equal(adjacency->row_start[3] - adjacency->row_start[2], 0);
    assert_int_equal(adjacency->row_start[4], 4);
    xn_adjacency_free(adjacency);
}

/* Which of two units comes first makes no difference. */
static void test_order_of_units_does_not_matter(void **state)
{
    struct fixture *f = *state;
    make_parts(f, 9, 0.7);
    struct xn_shape backwards[N];
    for (size_t i = 0; i < N; i++)
        backwards[i] = f->shape[N - 1 - i];
    struct xn_adjacency *one = build(f->shape, N, 1e-3, NULL), *other = build(backwards, N, 1e-3, NULL);
    for (size_t i = 0; i < N; i++)
        for (size_t k = one->row_start[i]; k < one->row_start[i + 1]; k++)
            assert_true(fabs(shared(other, N - 1 - i, N - 1 - one->neighbour[k]) - one->boundary_m[k]) <=
                        1e-12);
    xn_adjacency_free(one);
    xn_adjacency_free(other);
}

static void test_refuses_a_bad_tolerance(void **state)
{
    (void)state;
    struct xn_adjacency *untouched = (struct xn_adjacency *)state;
    struct xn_error err = {0};
    assert_int_equal(xn_adjacency_build(NULL, 0, -1, NULL, &untouched, &err), XN_ARGUMENT);
    assert_int_equal(xn_adjacency_build(NULL, 0, NAN, NULL, &untouched, &err), XN_ARGUMENT);
    assert_ptr_equal(untouched, state);
    struct xn_adjacency *none = build(NULL, 0, 0, NULL);
    assert_int_equal(none->row_start[0], 0);
    xn_adjacency_free(none);
}

static void test_every_allocation_may_fail(void **state)
{
    struct fixture *f = *state;
    make_parts(f, 2, 0);
    const size_t before = xn_test_live_blocks();
    for (size_t n = 1;; n++) {
        struct xn_adjacency *adjacency = NULL;
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_adjacency_build(f->shape, 12, 0, NULL, &adjacency, NULL);
        const bool failed = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        assert_int_equal(status, failed ? XN_MEMORY : XN_OK);
        xn_adjacency_free(adjacency);
        assert_int_equal(xn_test_live_blocks(), before);
        if (!failed)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_exact_on_whole_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_turned_within_tolerance, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_same_on_any_number_of_threads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_gap_and_corner, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_dense_corner_is_no_border, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_thin_spike_counts_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_enclave_null_shape_and_overlap, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order_of_units_does_not_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refuses_a_bad_tolerance, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_allocation_may_fail, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
