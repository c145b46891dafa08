#include "test.h"
#include <string.h>
#include "xenia/parallel.h"

#define N 10007

static enum xn_status square(size_t first, size_t last, unsigned worker, void *context, struct xn_error *err)
{
    (void)worker;
    (void)err;
    uint64_t *result = context;
    for (size_t i = first; i < last; i++)
        result[i] += i * i;
    return XN_OK;
}

static enum xn_status fail_above(size_t first, size_t last, unsigned worker, void *context,
                                 struct xn_error *err)
{
    (void)worker;
    for (size_t i = first; i < last; i++)
        if (i >= *(size_t *)context)
            return xn_fail(err, XN_INPUT, "item %zu", i);
    return XN_OK;
}

static void every_item_is_done_once_on_any_number_of_threads(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 5; threads++) {
        XN_AUTO(xn_pool_free) struct xn_pool *pool = NULL;
        ASSERT_OK(xn_pool_new(threads, &pool, &err));
        for (size_t round = 0; round < 20; round++) {
            static uint64_t result[N];
            memset(result, 0, sizeof result);
            ASSERT_OK(xn_parallel_for(pool, N, round, square, result, &err));
            for (size_t i = 0; i < N; i++)
                assert_int_equal(result[i], i * i);
        }
    }
}

static void the_lowest_failure_is_reported_on_any_number_of_threads(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 4; threads++) {
        XN_AUTO(xn_pool_free) struct xn_pool *pool = NULL;
        ASSERT_OK(xn_pool_new(threads, &pool, &err));
        for (size_t at = 0; at < 200; at += 17)
            ASSERT_FAILS(XN_INPUT, "item", xn_parallel_for(pool, 500, 1, fail_above, &at, &err));
        size_t at = 40;
        struct xn_error err = {0};
        assert_int_equal(xn_parallel_for(pool, 500, 1, fail_above, &at, &err), XN_INPUT);
        assert_string_equal(err.message, "item 40");
    }
}

static void an_empty_loop_and_no_pool_are_fine(void **state)
{
    (void)state;
    uint64_t result[3] = {0};
    ASSERT_OK(xn_parallel_for(NULL, 0, 0, square, result, &err));
    ASSERT_OK(xn_parallel_for(NULL, 3, 0, square, result, &err));
    assert_int_equal(result[2], 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once_on_any_number_of_threads),
        cmocka_unit_test(the_lowest_failure_is_reported_on_any_number_of_threads),
        cmocka_unit_test(an_empty_loop_and_no_pool_are_fine),
    };
    return XN_RUN(tests);
}
