/* Token buckets: how many at once, whose, and that memory is bounded. */
#include "../../../src/service/rate_limit.h"
#include <stdio.h>
#include "test.h"

static void test_burst(void **state)
{
    (void)state;
    struct rate_limit *limit = NULL;
    assert_int_equal(rate_limit_new(3, 3000, &limit, NULL), XN_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(rate_limit_take(limit, "a"), 0);
    assert_in_range(rate_limit_take(limit, "a"), 900, 1001);
    assert_in_range(rate_limit_wait(limit, "a"), 900, 1001);
    assert_int_equal(rate_limit_wait(limit, "b"), 0);
    assert_int_equal(rate_limit_take(limit, "b"), 0);
    rate_limit_free(limit);
}

static void test_none(void **state)
{
    (void)state;
    struct rate_limit *limit = NULL;
    assert_int_equal(rate_limit_new(0, 60, &limit, NULL), XN_OK);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(rate_limit_take(limit, "a"), 0);
    rate_limit_free(limit);
}

/* However many others come, who has asked too much is not forgotten. */
static void test_many_names(void **state)
{
    (void)state;
    struct rate_limit *limit = NULL;
    char name[32];
    assert_int_equal(rate_limit_new(3, 30000, &limit, NULL), XN_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(rate_limit_take(limit, "guesser"), 0);
    for (int i = 0; i < 100000; i++) {
        snprintf(name, sizeof name, "other %d", i);
        (void)rate_limit_take(limit, name);
    }
    assert_int_not_equal(rate_limit_take(limit, "guesser"), 0);
    rate_limit_free(limit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_burst), cmocka_unit_test(test_none),
                                       cmocka_unit_test(test_many_names)};
    return XN_RUN(tests);
}
