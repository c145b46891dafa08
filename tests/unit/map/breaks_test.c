/* Class limits: every method against a plain search on small data, ties, gaps, and what is refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "counted_memory.h"
#include "xenia/map.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct xn_breaks compute(const double *value, size_t n, enum xn_break_method method, size_t n_classes)
{
    struct xn_breaks breaks;
    struct xn_error err = {0};
    assert_int_equal(xn_breaks_compute(value, n, method, n_classes, &breaks, &err), XN_OK);
    return breaks;
}

/* A small generator of its own: values with ties, from a few hundred different ones. */
static double next_value(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 40 & 0x3f) / 4;
}

/* --- quantiles --------------------------------------------------------------------------------------- */

static void quantiles_hold_as_many_values(void **state)
{
    (void)state;
    double value[100];
    size_t held[5] = {0};
    for (size_t i = 0; i < COUNT(value); i++)
        value[i] = sqrt((double)((i * 37) % 100));
    const struct xn_breaks breaks = compute(value, COUNT(value), XN_BREAKS_QUANTILE, 5);
    assert_int_equal(breaks.n_classes, 5);
    for (size_t i = 0; i < COUNT(value); i++)
        held[xn_breaks_class(&breaks, value[i])]++;
    for (size_t k = 0; k < 5; k++)
        assert_int_equal(held[k], 20);
}

static void limits_are_the_roundest_numbers_in_the_gap(void **state)
{
    (void)state;
    const double value[] = {0.123, 1.917, 2.204, 13.71, 13.74, 27.9};
    const struct xn_breaks breaks = compute(value, COUNT(value), XN_BREAKS_QUANTILE, 3);
    assert_int_equal(breaks.n_classes, 3);
    assert_true(breaks.limit[0] == 0.123);
    assert_true(breaks.limit[1] == 2);
    assert_true(breaks.limit[2] == 13.7); /* the gap is narrower than three digits of the span: rounded */
    assert_true(breaks.limit[3] == 27.9);
}

static void ties_stay_together(void **state)
{
    (void)state;
    const double value[] = {0, 0, 0, 0, 0, 0, 0, 1, 2, 3};
    const struct xn_breaks breaks = compute(value, COUNT(value), XN_BREAKS_QUANTILE, 5);
    assert_true(breaks.n_classes >= 2 && breaks.n_classes < 5);
    assert_int_equal(xn_breaks_class(&breaks, 0), 0);
    assert_int_equal(xn_breaks_class(&breaks, 1), 1);
}

static void equal_values_are_one_class(void **state)
{
    (void)state;
    const double value[] = {7, 7, 7};
    const enum xn_break_method method[] = {XN_BREAKS_QUANTILE, XN_BREAKS_FISHER_JENKS, XN_BREAKS_EQUAL};
    for (size_t i = 0; i < COUNT(method); i++) {
        const struct xn_breaks breaks = compute(value, COUNT(value), method[i], 5);
        assert_int_equal(breaks.n_classes, 1);
        assert_true(breaks.limit[0] == 7 && breaks.limit[1] == 7);
        assert_int_equal(xn_breaks_class(&breaks, 7), 0);
    }
}

/* --- Fisher-Jenks ------------------------------------------------------------------------------------ */

static double squares_within(const double *value, size_t n, const struct xn_breaks *breaks)
{
    double all = 0;
    for (size_t k = 0; k < breaks->n_classes; k++) {
        double sum = 0, weight = 0;
        for (size_t i = 0; i < n; i++)
            if (xn_breaks_class(breaks, value[i]) == k) {
                sum += value[i];
                weight++;
            }
        for (size_t i = 0; i < n; i++)
            if (xn_breaks_class(breaks, value[i]) == k)
                all += (value[i] - sum / weight) * (value[i] - sum / weight);
    }
    return all;
}

/* The least sum over every choice of limits from the values themselves. */
static double least_squares(const double *value, size_t n, size_t n_classes, struct xn_breaks *breaks,
                            size_t k)
{
    if (k == n_classes)
        return squares_within(value, n, breaks);
    double least = INFINITY;
    for (size_t i = 0; i < n; i++) {
        if (k > 1 && value[i] <= breaks->limit[k - 1])
            continue;
        breaks->limit[k] = value[i];
        least = fmin(least, least_squares(value, n, n_classes, breaks, k + 1));
    }
    return least;
}

static void fisher_jenks_is_the_optimum(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int round = 0; round < 60; round++) {
        double value[12];
        for (size_t i = 0; i < COUNT(value); i++)
            value[i] = next_value(&seed);
        for (size_t n_classes = 2; n_classes <= 4; n_classes++) {
            const struct xn_breaks breaks = compute(value, COUNT(value), XN_BREAKS_FISHER_JENKS, n_classes);
            struct xn_breaks any = {.n_classes = n_classes, .limit = {-1, 0, 0, 0, 0, 1000}};
            const double least = least_squares(value, COUNT(value), n_classes, &any, 1);
            assert_true(fabs(squares_within(value, COUNT(value), &breaks) - least) < 1e-9);
        }
    }
}

static void fisher_jenks_is_no_worse_than_quantiles_on_many_values(void **state)
{
    (void)state;
    double value[3000];
    for (size_t i = 0; i < COUNT(value); i++)
        value[i] = 1e6 + exp((double)((i * 7919) % 3000) / 600);
    const struct xn_breaks fisher = compute(value, COUNT(value), XN_BREAKS_FISHER_JENKS, 5);
    const struct xn_breaks quantile = compute(value, COUNT(value), XN_BREAKS_QUANTILE, 5);
    assert_int_equal(fisher.n_classes, 5);
    assert_true(squares_within(value, COUNT(value), &fisher) <
                squares_within(value, COUNT(value), &quantile));
}

/* --- equal and given --------------------------------------------------------------------------------- */

static void equal_classes_are_as_wide(void **state)
{
    (void)state;
    const double value[] = {10, 12, 47, 60};
    const struct xn_breaks breaks = compute(value, COUNT(value), XN_BREAKS_EQUAL, 5);
    for (size_t k = 0; k <= 5; k++)
        assert_true(fabs(breaks.limit[k] - 10.0 * (double)(k + 1)) < 1e-12);
}

/* 1, 2, 3, 4, 10: mean 4, variance (9 + 4 + 1 + 0 + 36) / 5 = 10, standard deviation 3.1623; so
 * -0.7, 2.4, 5.6 and 8.7, of which the first is below all values. */
static void deviations_are_counted_from_the_mean(void **state)
{
    (void)state;
    const double value[] = {3, NAN, 1, 10, 2, INFINITY, 4};
    const struct xn_breaks breaks = compute(value, COUNT(value), XN_BREAKS_DEVIATION, 5);
    assert_int_equal(breaks.n_classes, 4);
    assert_int_equal(breaks.decimals, 2);
    const double wanted[] = {1, 2.42, 5.58, 8.74, 10};
    for (size_t k = 0; k < COUNT(wanted); k++)
        assert_true(breaks.limit[k] == wanted[k]);
    assert_int_equal(xn_breaks_class(&breaks, 2), 0);
    assert_int_equal(xn_breaks_class(&breaks, 4), 1);
    assert_int_equal(xn_breaks_class(&breaks, 10), 3);
    const double even[] = {-10, -8, -2, -1, 0, 1, 2, 8, 10};
    const struct xn_breaks five = compute(even, COUNT(even), XN_BREAKS_DEVIATION, 5);
    assert_int_equal(five.n_classes, 5);
    assert_true(five.limit[1] == -five.limit[4] && five.limit[2] == -five.limit[3]);
    const double same[] = {7, 7, 7};
    assert_int_equal(compute(same, COUNT(same), XN_BREAKS_DEVIATION, 5).n_classes, 1);
}

static void given_limits_are_read(void **state)
{
    (void)state;
    double limit[XN_MAP_CLASS_MAX - 1] = {9};
    size_t n = 9;
    assert_true(xn_break_limits_parse("0.5,0.8,1.25,2", limit, &n));
    assert_int_equal(n, 4);
    assert_true(limit[0] == 0.5 && limit[3] == 2);
    assert_true(xn_break_limits_parse("-1", limit, &n));
    assert_true(n == 1 && limit[0] == -1 && limit[1] == 0.8);
    static const char *const wrong[] = {"",          ",",   "1,",  ",1",    "1,1", "2,1",
                                        "1,2,3,4,5", "1;2", "nan", "1,inf", "x",   "0.1,0.2,0.3,0.4,"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        limit[0] = 42;
        assert_false(xn_break_limits_parse(wrong[i], limit, &n));
        assert_true(n == 1 && limit[0] == 42);
    }
}

static void given_limits_are_kept(void **state)
{
    (void)state;
    const double value[] = {0.9, NAN, 1.1, 3};
    const double limit[] = {0.5, 0.8, 1.25, 2};
    struct xn_breaks breaks;
    assert_int_equal(xn_breaks_manual(value, COUNT(value), limit, COUNT(limit), &breaks, NULL), XN_OK);
    assert_int_equal(breaks.n_classes, 5);
    assert_int_equal(breaks.decimals, 2);
    assert_true(breaks.open);
    const struct {
        double value;
        size_t class_;
    } wanted[] = {{0.1, 0}, {0.5, 1}, {0.79, 1}, {0.8, 2}, {1.25, 3}, {2, 4}, {99, 4}, {NAN, XN_NONE}};
    for (size_t i = 0; i < COUNT(wanted); i++)
        assert_int_equal(xn_breaks_class(&breaks, wanted[i].value), wanted[i].class_);
}

static void refuses(void **state)
{
    (void)state;
    const double value[] = {1, 2, 3}, nothing[] = {NAN, INFINITY};
    const double falling[] = {2, 1}, many[] = {1, 2, 3, 4, 5};
    struct xn_breaks breaks = {.n_classes = 77};
    struct xn_error err = {0};
    assert_int_equal(xn_breaks_compute(value, 3, XN_BREAKS_EQUAL, 6, &breaks, &err), XN_ARGUMENT);
    assert_int_equal(xn_breaks_compute(value, 3, XN_BREAKS_EQUAL, 0, &breaks, &err), XN_ARGUMENT);
    assert_int_equal(xn_breaks_compute(value, 3, XN_BREAKS_DEFAULT, 5, &breaks, &err), XN_ARGUMENT);
    assert_int_equal(xn_breaks_compute(nothing, 2, XN_BREAKS_QUANTILE, 5, &breaks, &err), XN_UNDEFINED);
    assert_non_null(strstr(err.message, "2 units"));
    assert_int_equal(xn_breaks_compute(nothing, 0, XN_BREAKS_QUANTILE, 5, &breaks, &err), XN_UNDEFINED);
    assert_int_equal(xn_breaks_manual(value, 3, falling, 2, &breaks, &err), XN_ARGUMENT);
    assert_non_null(strstr(err.message, "limit 2 is 1"));
    assert_int_equal(xn_breaks_manual(value, 3, many, 5, &breaks, &err), XN_ARGUMENT);
    assert_int_equal(xn_breaks_manual(nothing, 2, many, 4, &breaks, &err), XN_UNDEFINED);
    assert_int_equal(breaks.n_classes, 77);
}

static void names_read_back(void **state)
{
    (void)state;
    for (enum xn_break_method method = XN_BREAKS_DEFAULT; method <= XN_BREAKS_MANUAL; method++) {
        enum xn_break_method read;
        assert_true(xn_break_method_parse(xn_break_method_name(method), &read));
        assert_int_equal(read, method);
    }
    enum xn_break_method read;
    assert_false(xn_break_method_parse("Quantile ", &read));
}

static void memory_running_out_is_said_and_nothing_leaks(void **state)
{
    (void)state;
    const double value[] = {1, 2, 3, 5, 8};
    struct xn_breaks breaks;
    const size_t live = xn_test_live_blocks();
    for (size_t n = 1;; n++) {
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_breaks_compute(value, 5, XN_BREAKS_FISHER_JENKS, 3, &breaks, NULL);
        const bool reached = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        assert_int_equal(xn_test_live_blocks(), live);
        if (!reached)
            break;
        assert_int_equal(status, XN_MEMORY);
    }
}

static void an_index_has_the_limits_of_its_pictures(void **state)
{
    (void)state;
    const double quotient[] = {0.2, 0.6, 1.0, 1.4, 3.0}, share[] = {0.011, 0.052, 0.093, 0.154, 0.305};
    const struct xn_break_choice choice = {.method = XN_BREAKS_DEFAULT};
    struct xn_breaks breaks;
    assert_int_equal(
        xn_breaks_of_index(xn_index_find("location_quotient"), false, &choice, quotient, 5, &breaks, NULL),
        XN_OK);
    assert_int_equal(breaks.n_classes, 5);
    assert_true(breaks.limit[1] == 0.5 && breaks.limit[2] == 0.8 && breaks.limit[3] == 1.25 &&
                breaks.limit[4] == 2);
    assert_int_equal(xn_breaks_of_index(xn_index_find("share"), false, &choice, share, 5, &breaks, NULL),
                     XN_OK);
    for (size_t k = 1; k < breaks.n_classes; k++) { /* whole percents lie in every gap here */
        const double percent = breaks.limit[k] * 100;
        assert_true(percent - (double)(long)(percent + 0.5) < 1e-9);
        assert_true(breaks.limit[k] > share[k - 1] && breaks.limit[k] <= share[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_hold_as_many_values),
        cmocka_unit_test(limits_are_the_roundest_numbers_in_the_gap),
        cmocka_unit_test(ties_stay_together),
        cmocka_unit_test(equal_values_are_one_class),
        cmocka_unit_test(fisher_jenks_is_the_optimum),
        cmocka_unit_test(fisher_jenks_is_no_worse_than_quantiles_on_many_values),
        cmocka_unit_test(equal_classes_are_as_wide),
        cmocka_unit_test(deviations_are_counted_from_the_mean),
        cmocka_unit_test(given_limits_are_read),
        cmocka_unit_test(given_limits_are_kept),
        cmocka_unit_test(an_index_has_the_limits_of_its_pictures),
        cmocka_unit_test(refuses),
        cmocka_unit_test(names_read_back),
        cmocka_unit_test(memory_running_out_is_said_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
