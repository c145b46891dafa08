/* Quartiles, and the Hodges-Lehmann shift against all differences written down. */
#include "fixture.h"
#include "xenia/ledger.h"
#include "xenia/random.h"
#include <stdlib.h>

#define MOST 40

static void test_quartiles(void **state)
{
    (void)state;
    double ten[] = {10, 1, 9, 2, 8, 3, 7, 4, 6, 5}, one[] = {3};
    struct xn_quartiles found = xn_quartiles_of(ten, 10);
    assert_int_equal(found.n, 10);
    assert_close(found.lower, 3.25, 1e-12); /* R: quantile(1:10) */
    assert_close(found.median, 5.5, 1e-12);
    assert_close(found.upper, 7.75, 1e-12);
    found = xn_quartiles_of(one, 1);
    assert_true(found.lower == 3 && found.median == 3 && found.upper == 3);
    found = xn_quartiles_of(NULL, 0);
    assert_int_equal(found.n, 0);
    assert_true(isnan(found.median));
}

static int compare(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void assert_shift(double *a, size_t n_a, double *b, size_t n_b)
{
    static double all[MOST * MOST];
    const size_t n = n_a * n_b;
    for (size_t i = 0; i < n_a; i++)
        for (size_t j = 0; j < n_b; j++)
            all[i * n_b + j] = a[i] - b[j];
    qsort(all, n, sizeof *all, compare);
    const double half = (double)n / 2;
    const double spread = XN_Z_95 * sqrt((double)n * (double)(n_a + n_b + 1) / 12);
    const size_t k = half - spread < 1 ? 1 : (size_t)(half - spread);
    const struct xn_shift shift = xn_hodges_lehmann(a, n_a, b, n_b, XN_Z_95);
    assert_true(shift.shift == (all[(n - 1) / 2] + all[n / 2]) / 2);
    assert_true(shift.lower == all[k - 1]);
    assert_true(shift.upper == all[n - k]);
}

static void test_every_difference(void **state)
{
    (void)state;
    for (uint64_t replicate = 0; replicate < 500; replicate++) {
        double a[MOST], b[MOST];
        struct xn_random random = xn_random_stream(7, replicate, 0);
        const size_t n_a = 1 + xn_random_below(&random, MOST), n_b = 1 + xn_random_below(&random, MOST);
        const uint32_t values = replicate % 2 ? 6 : 1000000; /* many ties, or hardly any */
        for (size_t i = 0; i < n_a; i++)
            a[i] = xn_random_below(&random, values) / 7.0;
        for (size_t j = 0; j < n_b; j++)
            b[j] = xn_random_below(&random, values) / 3.0 - 1e5;
        assert_shift(a, n_a, b, n_b);
    }
}

static void test_known_example(void **state)
{
    (void)state;
    /* Hollander & Wolfe 1973, p. 69: permeability of the amnion at term and at 12 to 26 weeks;
     * wilcox.test(x, y, conf.int = TRUE) in R gives the shift 0.305 */
    double term[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    double early[] = {1.15, 0.88, 0.90, 0.74, 1.21};
    assert_close(xn_hodges_lehmann(term, 10, early, 5, XN_Z_95).shift, 0.305, 1e-12);
}

static void test_nothing_to_compare(void **state)
{
    (void)state;
    double a[] = {1, 2};
    assert_true(isnan(xn_hodges_lehmann(a, 2, NULL, 0, XN_Z_95).shift));
    assert_true(isnan(xn_hodges_lehmann(NULL, 0, a, 2, XN_Z_95).upper));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quartiles),
        cmocka_unit_test(test_every_difference),
        cmocka_unit_test(test_known_example),
        cmocka_unit_test(test_nothing_to_compare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
