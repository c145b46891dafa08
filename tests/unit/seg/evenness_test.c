/* evenness_test.c - the indices of evenness on cities small enough to check by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "counted_memory.h"
#include "near.h"
#include "refused.h"
#include "tiny_city.h"
#include "xenia/evenness.h"

typedef enum xn_status index_function(const struct xn_counts *, size_t, size_t, double *, struct xn_error *);

static enum xn_status atkinson_half(const struct xn_counts *counts, size_t group, size_t reference,
                                    double *ret, struct xn_error *err)
{
    return xn_atkinson(counts, group, reference, 0.5, ret, err);
}

static const struct {
    const char *name;
    index_function *compute;
} evenness[] = {{"dissimilarity", xn_dissimilarity}, {"gini", xn_gini},     {"entropy", xn_entropy},
                {"atkinson", atkinson_half},         {"gorard", xn_gorard}, {"min_max", xn_min_max}};
enum { N_EVENNESS = sizeof evenness / sizeof *evenness };

static double value;
static struct xn_error err;

/* 30:10 and 10:30 */
static void quarters_and_three_quarters(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 2, 2, {30, 10, 10, 30});
    const double expected[N_EVENNESS] = {0.5, 0.5, 0.18872187554086717, 0.25, 0.25, 2.0 / 3};
    for (size_t i = 0; i < N_EVENNESS; i++) {
        assert_ok(evenness[i].compute(&counts, 0, XN_NONE, &value, &err));
        assert_near(value, expected[i], 1e-15);
        assert_ok(evenness[i].compute(&counts, 0, 1, &value, &err));
        assert_near(value, expected[i], 1e-15);
    }
}

static void identical_units_give_exactly_0(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 4, 2, {1, 2, 3, 6, 1e9, 2e9, 7, 14});
    for (size_t i = 0; i < N_EVENNESS; i++) {
        assert_ok(evenness[i].compute(&counts, 0, XN_NONE, &value, &err));
        assert_exactly(value, 0);
    }
}

static void complete_separation_gives_1(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 4, 2, {7, 0, 0, 11, 1e9, 0, 0, 3});
    for (size_t i = 0; i < N_EVENNESS; i++) {
        assert_ok(evenness[i].compute(&counts, 1, 0, &value, &err));
        if (evenness[i].compute == xn_gorard)
            assert_near(value, (1e9 + 7) / (1e9 + 21), 1e-15);
        else
            assert_near(value, 1, 1e-15);
    }
}

static void billions_of_persons_change_nothing(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 2, 2, {30e9, 10e9, 10e9, 30e9});
    assert_ok(xn_dissimilarity(&counts, 0, 1, &value, &err));
    assert_exactly(value, 0.5);
    assert_ok(xn_gini(&counts, 0, 1, &value, &err));
    assert_exactly(value, 0.5);
}

/* One person among a billion: subtracting rounded shares would leave seven digits of D and none of H. */
static void a_tiny_departure_keeps_its_digits(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 2, 2, {1e9 + 1, 1e9, 1e9, 1e9});
    /* X = 2e9+1, Y = 2e9: D = 1/2 (1e9/(X Y)) 2 = 1e9/(X Y), exactly */
    const double dissimilarity = 1e9 / ((2e9 + 1) * 2e9);
    assert_ok(xn_dissimilarity(&counts, 0, 1, &value, &err));
    assert_near(value / dissimilarity, 1, 1e-15);
    assert_ok(xn_gini(&counts, 0, 1, &value, &err));
    assert_near(value / dissimilarity, 1, 1e-15);
    /* To second order H = (p_1 - p_2)^2 / (2 ln 2) for two equal units at P = 1/2. */
    assert_ok(xn_entropy(&counts, 0, 1, &value, &err));
    const double difference = 0.25e-9; /* p_1 - p_2 to first order */
    assert_near(value / (difference * difference / 2 / 0.69314718055994531), 1, 1e-6);
}

static void tied_units_add_nothing_to_gini(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 3, 2, {6, 2, 0, 6, 3, 1});
    assert_ok(xn_gini(&counts, 0, 1, &value, &err));
    assert_near(value, 2.0 / 3, 1e-16);
}

static void two_groups_of_three_leave_the_third_out(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 3, 3, {6, 2, 2, 0, 6, 4, 3, 1, 6});
    assert_ok(xn_dissimilarity(&counts, 0, 1, &value, &err));
    assert_near(value, 2.0 / 3, 1e-15);
    assert_ok(xn_dissimilarity(&counts, 0, XN_NONE, &value, &err));
    assert_near(value, 10.0 / 21, 1e-15);
    assert_ok(xn_gorard(&counts, 0, XN_NONE, &value, &err));
    assert_near(value, 1.0 / 3, 1e-15);
}

static void atkinson_weighs_by_b(void **state)
{
    (void)state;
    struct tiny_city city;
    /* s = (1/2, 1/2, 0), r = (1/2, 0, 1/2): sum s^b r^(1-b) = 1/2, A = 1 - 2^(-1/(1-b)) */
    const struct xn_counts counts = TINY(&city, 3, 2, {5, 5, 5, 0, 0, 5});
    const double shape[] = {0.1, 0.5, 0.75, 0.9};
    for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
        assert_ok(xn_atkinson(&counts, 0, 1, shape[i], &value, &err));
        assert_near(value, 1 - pow(2, -1 / (1 - shape[i])), 1e-15);
    }
    assert_refused(XN_ARGUMENT, "between 0 and 1", xn_atkinson(&counts, 0, 1, 0, &value, &err));
    assert_refused(XN_ARGUMENT, "between 0 and 1", xn_atkinson(&counts, 0, 1, 1, &value, &err));
    assert_refused(XN_ARGUMENT, "between 0 and 1", xn_atkinson(&counts, 0, 1, NAN, &value, &err));
}

static void undefined_cities_say_why(void **state)
{
    (void)state;
    struct tiny_city city;
    for (size_t i = 0; i < N_EVENNESS; i++) {
        struct xn_counts counts = TINY(&city, 2, 2, {0, 10, 0, 30});
        assert_refused(XN_UNDEFINED, "group 'a' has no members",
                       evenness[i].compute(&counts, 0, XN_NONE, &value, &err));
        assert_refused(XN_UNDEFINED, "group 'a' has no members",
                       evenness[i].compute(&counts, 1, 0, &value, &err));
        assert_refused(XN_UNDEFINED, "everybody in this city is of group 'b'",
                       evenness[i].compute(&counts, 1, XN_NONE, &value, &err));
        counts = TINY(&city, 3, 3, {0, 0, 5, 1, 2, 0, 0, 0, 5});
        assert_refused(XN_UNDEFINED, "only one unit has people of group 'a' or 'b'",
                       evenness[i].compute(&counts, 0, 1, &value, &err));
        counts = TINY(&city, 2, 2, {0, 0, 3, 4});
        assert_refused(XN_UNDEFINED, "only one unit has people: there are no units",
                       evenness[i].compute(&counts, 0, XN_NONE, &value, &err));
        counts = TINY(&city, 2, 2, {0, 0, 0, 0});
        assert_refused(XN_UNDEFINED, "no members", evenness[i].compute(&counts, 0, XN_NONE, &value, &err));
    }
}

static void wrong_arguments_are_named(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 2, 2, {30, 10, 10, 30});
    for (size_t i = 0; i < N_EVENNESS; i++) {
        assert_refused(XN_ARGUMENT, "no group at position 2",
                       evenness[i].compute(&counts, 2, XN_NONE, &value, &err));
        assert_refused(XN_ARGUMENT, "no group at position 9",
                       evenness[i].compute(&counts, 0, 9, &value, &err));
        assert_refused(XN_ARGUMENT, "'b' cannot be compared with itself",
                       evenness[i].compute(&counts, 1, 1, &value, &err));
        assert_int_equal(evenness[i].compute(&counts, 2, XN_NONE, &value, NULL), XN_ARGUMENT);
    }
}

static void fractional_counts_may_round_over_their_total(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_counts counts = TINY(&city, 2, 3, {0.1, 0.2, 0.3, 0.7, 0, 0});
    city.unit_total[1] = nextafter(0.7, 0); /* as a total rounded elsewhere may be */
    assert_ok(xn_dissimilarity(&counts, 0, XN_NONE, &value, &err));
    assert_near(value, 7.0 / 8, 1e-15);
    assert_ok(xn_gini(&counts, 0, XN_NONE, &value, &err));
    assert_near(value, 7.0 / 8, 1e-15);
}

static void gini_without_memory_fails_cleanly(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 2, 2, {30, 10, 10, 30});
    const size_t live = xn_test_live_blocks();
    xn_test_fail_allocation(1);
    assert_refused(XN_MEMORY, "memory", xn_gini(&counts, 0, 1, &value, &err));
    xn_test_fail_allocation(0);
    assert_ok(xn_gini(&counts, 0, 1, &value, &err));
    assert_int_equal(xn_test_live_blocks(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quarters_and_three_quarters),
        cmocka_unit_test(identical_units_give_exactly_0),
        cmocka_unit_test(complete_separation_gives_1),
        cmocka_unit_test(billions_of_persons_change_nothing),
        cmocka_unit_test(a_tiny_departure_keeps_its_digits),
        cmocka_unit_test(tied_units_add_nothing_to_gini),
        cmocka_unit_test(two_groups_of_three_leave_the_third_out),
        cmocka_unit_test(atkinson_weighs_by_b),
        cmocka_unit_test(undefined_cities_say_why),
        cmocka_unit_test(wrong_arguments_are_named),
        cmocka_unit_test(fractional_counts_may_round_over_their_total),
        cmocka_unit_test(gini_without_memory_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
