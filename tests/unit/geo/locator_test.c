/* The locator against looking at every shape, alone and from several threads. */
#include "test_shapes.h"
#include "counted_memory.h"

enum { N = 500, SIDE = 100, POINTS = 20000 };

struct fixture {
    struct xn_arena *arena;
    struct xn_shape shape[N];
    double xy[2 * POINTS];
    size_t found[POINTS];
    struct xn_locator *locator;
};

static int set_up(void **state)
{
    struct fixture *f = xn_calloc(1, sizeof *f);
    struct rectangle part[N];
    uint64_t seed = 5;
    f->arena = xn_arena_new();
    cut_rectangle(part, N, SIDE, seed);
    for (size_t i = 0; i < N; i++)
        f->shape[i] = i % 50 == 7 ? (struct xn_shape){0} : rectangle_shape(f->arena, part[i], 0.4);
    f->shape[N - 1] = rectangle_shape(f->arena, (struct rectangle){20, 20, 60, 60}, 0.4); /* overlaps many */
    for (size_t i = 0; i < 2 * POINTS; i++)
        f->xy[i] = (random_unit(&seed) * 2 - 0.6) * SIDE;
    *state = f;
    return xn_locator_new(f->shape, N, &f->locator, NULL) == XN_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    xn_locator_free(f->locator);
    xn_arena_free(f->arena);
    xn_free(f);
    return 0;
}

static size_t lowest_holder(const struct fixture *f, double x, double y)
{
    for (size_t i = 0; i < N; i++)
        if (xn_shape_contains(&f->shape[i], x, y))
            return i;
    return XN_NONE;
}

static void test_same_as_looking_at_all(void **state)
{
    const struct fixture *f = *state;
    size_t n_found = 0;
    for (size_t i = 0; i < 4000; i++) {
        const size_t found = xn_locator_find(f->locator, f->xy[2 * i], f->xy[2 * i + 1]);
        assert_int_equal(found, lowest_holder(f, f->xy[2 * i], f->xy[2 * i + 1]));
        n_found += found != XN_NONE;
    }
    assert_in_range(n_found, 500, 3500);
    assert_int_equal(xn_locator_find(f->locator, NAN, 1), XN_NONE);
    assert_int_equal(xn_locator_find(f->locator, INFINITY, 1), XN_NONE);
}

static enum xn_status find_some(size_t first, size_t last, unsigned worker, void *context,
                                struct xn_error *err)
{
    struct fixture *f = context;
    (void)worker, (void)err;
    for (size_t i = first; i < last; i++)
        f->found[i] = xn_locator_find(f->locator, f->xy[2 * i], f->xy[2 * i + 1]);
    return XN_OK;
}

static void test_from_many_threads(void **state)
{
    struct fixture *f = *state;
    XN_AUTO(xn_pool_free) struct xn_pool *pool = NULL;
    assert_int_equal(xn_pool_new(4, &pool, NULL), XN_OK);
    assert_int_equal(xn_parallel_for(pool, POINTS, 64, find_some, f, NULL), XN_OK);
    for (size_t i = 0; i < POINTS; i++)
        assert_int_equal(f->found[i], xn_locator_find(f->locator, f->xy[2 * i], f->xy[2 * i + 1]));
}

static void test_nothing_to_find(void **state)
{
    (void)state;
    struct xn_locator *locator = NULL;
    assert_int_equal(xn_locator_new(NULL, 0, &locator, NULL), XN_OK);
    assert_int_equal(xn_locator_find(locator, 0, 0), XN_NONE);
    xn_locator_free(locator);
}

static void test_every_allocation_may_fail(void **state)
{
    const struct fixture *f = *state;
    const size_t before = xn_test_live_blocks();
    for (size_t n = 1;; n++) {
        struct xn_locator *locator = NULL;
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_locator_new(f->shape, N, &locator, NULL);
        const bool failed = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        assert_int_equal(status, failed ? XN_MEMORY : XN_OK);
        xn_locator_free(locator);
        assert_int_equal(xn_test_live_blocks(), before);
        if (!failed)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_as_looking_at_all),
        cmocka_unit_test(test_from_many_threads),
        cmocka_unit_test(test_nothing_to_find),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
