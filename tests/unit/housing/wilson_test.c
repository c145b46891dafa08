/* Wilson's interval against published values. */
#include "fixture.h"
#include "xenia/ledger.h"

static void assert_interval(size_t cases, size_t of, double lower, double upper)
{
    const struct xn_rate rate = xn_wilson(cases, of, XN_Z_95);
    assert_int_equal(rate.cases, cases);
    assert_int_equal(rate.of, of);
    assert_close(rate.share, (double)cases / (double)of, 1e-15);
    assert_close(rate.lower, lower, 0.00005);
    assert_close(rate.upper, upper, 0.00005);
}

/* Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3. */
static void test_newcombe(void **state)
{
    (void)state;
    assert_interval(81, 263, 0.2553, 0.3662);
    assert_interval(15, 148, 0.0624, 0.1605);
    assert_interval(0, 20, 0, 0.1611);
    assert_interval(1, 29, 0.0061, 0.1718);
}

static void test_of_the_programme(void **state)
{
    (void)state;
    assert_interval(19, 21, 0.7109, 0.9735);
    assert_interval(12, 14, 0.6006, 0.9599);
}

static void test_ends_are_exact(void **state)
{
    (void)state;
    for (size_t n = 1; n < 1000; n++) {
        assert_true(xn_wilson(0, n, XN_Z_95).lower == 0);
        assert_true(xn_wilson(n, n, XN_Z_95).upper == 1);
    }
}

static void test_mirrored(void **state)
{
    (void)state;
    for (size_t k = 0; k <= 40; k++) {
        const struct xn_rate rate = xn_wilson(k, 40, XN_Z_95), other = xn_wilson(40 - k, 40, XN_Z_95);
        assert_close(rate.lower, 1 - other.upper, 1e-12);
        assert_true(rate.lower <= rate.share && rate.share <= rate.upper);
    }
}

static void test_no_cases(void **state)
{
    (void)state;
    const struct xn_rate rate = xn_wilson(0, 0, XN_Z_95);
    assert_true(isnan(rate.share) && isnan(rate.lower) && isnan(rate.upper));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_newcombe),       cmocka_unit_test(test_of_the_programme),
        cmocka_unit_test(test_ends_are_exact), cmocka_unit_test(test_mirrored),
        cmocka_unit_test(test_no_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
