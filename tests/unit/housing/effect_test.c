/* The marginal effect: known values, refusals, memory. That it equals recomputing is a property test. */
#include "counted_memory.h"
#include "fixture.h"

static struct xn_effect_base *new_base(enum xn_effect_index index, const double *group, const double *total,
                                       const double *pending, size_t n)
{
    struct xn_effect_base *base = NULL;
    struct xn_error err = {0};
    if (xn_effect_base_new(index, group, total, pending, n, &base, &err) != XN_OK)
        fail_msg("%s", err.message);
    return base;
}

static void test_extremes(void **state)
{
    (void)state;
    const double apart[] = {10, 0}, even[] = {10, 20}, total_apart[] = {10, 90}, total_even[] = {100, 200};
    for (int index = XN_EFFECT_THEIL_H; index <= XN_EFFECT_VARIANCE_RATIO; index++) {
        XN_AUTO(xn_effect_base_free)
        struct xn_effect_base *segregated =
            new_base((enum xn_effect_index)index, apart, total_apart, NULL, 2);
        assert_close(xn_effect_before(segregated), 1, 0);
        XN_AUTO(xn_effect_base_free)
        struct xn_effect_base *uniform = new_base((enum xn_effect_index)index, even, total_even, NULL, 2);
        assert_close(xn_effect_before(uniform), 0, 1e-15);
    }
}

/* Two units of 50 with 10 and 30: eta^2 = sum t (p - P)^2 / (T P (1 - P)) = (50 0.04 + 50 0.04) / 24 = 1/6;
 * five more in the first: x = 15, 30, t = 55, 50. */
static void test_variance_ratio_by_hand(void **state)
{
    (void)state;
    const double group[] = {10, 30}, total[] = {50, 50};
    XN_AUTO(xn_effect_base_free)
    struct xn_effect_base *base = new_base(XN_EFFECT_VARIANCE_RATIO, group, total, NULL, 2);
    assert_close(xn_effect_before(base), 1.0 / 6, 1e-15);
    const double share = 45.0 / 105, p1 = 15.0 / 55, p2 = 0.6;
    const double expected =
        (55 * (p1 - share) * (p1 - share) + 50 * (p2 - share) * (p2 - share)) / (105 * share * (1 - share));
    assert_close(xn_effect_after(base, 0, 5), expected, 1e-15);
    assert_true(xn_effect_after(base, 0, 5) < xn_effect_before(base));
    assert_true(xn_effect_after(base, 1, 5) > xn_effect_before(base));
}

static void test_pending_counts(void **state)
{
    (void)state;
    const double group[] = {0, 0}, total[] = {50, 80}, pending[] = {4, 1};
    const double moved_in[] = {4, 1}, total_after[] = {54, 81};
    XN_AUTO(xn_effect_base_free)
    struct xn_effect_base *with_pending = new_base(XN_EFFECT_THEIL_H, group, total, pending, 2);
    XN_AUTO(xn_effect_base_free)
    struct xn_effect_base *counted = new_base(XN_EFFECT_THEIL_H, moved_in, total_after, NULL, 2);
    assert_close(xn_effect_before(with_pending), xn_effect_before(counted), 0);
    assert_close(xn_effect_after(with_pending, 0, 3), xn_effect_after(counted, 0, 3), 0);
}

static void test_more_placed_than_counted(void **state)
{
    (void)state;
    const double group[] = {6, 3}, total[] = {0, 80}, as_counted[] = {6, 80};
    XN_AUTO(xn_effect_base_free)
    struct xn_effect_base *stale = new_base(XN_EFFECT_THEIL_H, group, total, NULL, 2);
    XN_AUTO(xn_effect_base_free)
    struct xn_effect_base *equal = new_base(XN_EFFECT_THEIL_H, group, as_counted, NULL, 2);
    assert_close(xn_effect_before(stale), xn_effect_before(equal), 0);
}

static void assert_fails(enum xn_status status, const double *group, const double *total, const char *words)
{
    struct xn_effect_base *base = NULL;
    struct xn_error err = {0};
    assert_int_equal(xn_effect_base_new(XN_EFFECT_THEIL_H, group, total, NULL, 2, &base, &err), status);
    assert_null(base);
    assert_non_null(strstr(err.message, words));
}

static void test_refusals(void **state)
{
    (void)state;
    const double none[] = {0, 0}, some[] = {1, 2}, total[] = {10, 10}, negative[] = {1, -2},
                 infinite[] = {1, INFINITY}, nan[] = {NAN, 1};
    assert_fails(XN_UNDEFINED, none, total, "nobody of the group");
    assert_fails(XN_UNDEFINED, some, some, "nobody but the group");
    assert_fails(XN_UNDEFINED, none, none, "nobody of the group");
    assert_fails(XN_ARGUMENT, negative, total, "unit 1: -2 of the group");
    assert_fails(XN_ARGUMENT, some, infinite, "unit 1");
    assert_fails(XN_ARGUMENT, nan, total, "unit 0");
}

static void test_memory(void **state)
{
    (void)state;
    const double group[] = {1, 2}, total[] = {10, 10};
    const size_t live = xn_test_live_blocks();
    for (size_t n = 1; n <= 3; n++) {
        struct xn_effect_base *base = NULL;
        xn_test_fail_allocation(n);
        assert_int_equal(xn_effect_base_new(XN_EFFECT_THEIL_H, group, total, NULL, 2, &base, NULL),
                         XN_MEMORY);
        assert_null(base);
        assert_int_equal(xn_test_live_blocks(), live);
    }
    xn_test_fail_allocation(0);
    xn_effect_base_free(new_base(XN_EFFECT_THEIL_H, group, total, NULL, 2));
    assert_int_equal(xn_test_live_blocks(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_extremes),       cmocka_unit_test(test_variance_ratio_by_hand),
        cmocka_unit_test(test_pending_counts), cmocka_unit_test(test_more_placed_than_counted),
        cmocka_unit_test(test_refusals),       cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
