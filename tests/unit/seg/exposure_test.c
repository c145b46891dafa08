/* exposure_test.c - isolation, interaction and the correlation ratio by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "near.h"
#include "refused.h"
#include "tiny_city.h"
#include "xenia/exposure.h"

static double value;
static struct xn_error err;

/* a: 6 of 10, 0 of 10, 3 of 10; b: 2, 6, 1; c: 2, 4, 6 */
static struct xn_counts trio(struct tiny_city *city)
{
    return TINY(city, 4, 3, {6, 2, 2, 0, 6, 4, 0, 0, 0, 3, 1, 6});
}

static void probabilities_of_meeting(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = trio(&city);
    assert_ok(xn_isolation(&counts, 0, false, &value, &err));
    assert_near(value, 0.5, 1e-15);
    assert_ok(xn_interaction(&counts, 0, XN_NONE, &value, &err));
    assert_near(value, 0.5, 1e-15);
    assert_ok(xn_interaction(&counts, 0, 1, &value, &err));
    assert_near(value, 1.0 / 6, 1e-15);
    assert_ok(xn_interaction(&counts, 0, 2, &value, &err));
    assert_near(value, 1.0 / 3, 1e-15);
    assert_ok(xn_correlation_ratio(&counts, 0, &value, &err));
    assert_near(value, 2.0 / 7, 1e-15);
}

static void exact_isolation_draws_somebody_else(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_counts counts = trio(&city);
    assert_ok(xn_isolation(&counts, 0, true, &value, &err));
    assert_near(value, 4.0 / 9, 1e-15);
    counts = TINY(&city, 3, 2, {1, 0, 1, 5, 4, 0});
    assert_ok(xn_isolation(&counts, 0, true, &value, &err)); /* alone, single, and 4 x 3/3 */
    assert_near(value, 4.0 / 6, 1e-15);
    counts = TINY(&city, 2, 2, {0.5, 0.25, 0.5, 3});
    assert_ok(xn_isolation(&counts, 0, true, &value, &err)); /* nobody has another member beside them */
    assert_exactly(value, 0);
}

static void separation_and_evenness(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_counts counts = TINY(&city, 3, 2, {7, 0, 0, 11, 1e9, 0});
    assert_ok(xn_isolation(&counts, 0, false, &value, &err));
    assert_exactly(value, 1);
    assert_ok(xn_interaction(&counts, 0, 1, &value, &err));
    assert_exactly(value, 0);
    assert_ok(xn_correlation_ratio(&counts, 0, &value, &err));
    assert_near(value, 1, 1e-15);
    counts = TINY(&city, 3, 2, {1, 2, 3, 6, 1e9, 2e9});
    assert_ok(xn_isolation(&counts, 0, false, &value, &err));
    assert_near(value, 1.0 / 3, 1e-16);
    assert_ok(xn_correlation_ratio(&counts, 0, &value, &err));
    assert_exactly(value, 0);
}

static void one_unit_or_one_group_still_meets(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_counts counts = TINY(&city, 1, 2, {1, 3});
    assert_ok(xn_isolation(&counts, 0, false, &value, &err));
    assert_exactly(value, 0.25);
    assert_ok(xn_interaction(&counts, 0, 1, &value, &err));
    assert_exactly(value, 0.75);
    counts = TINY(&city, 2, 1, {4, 5});
    assert_ok(xn_isolation(&counts, 0, false, &value, &err));
    assert_exactly(value, 1);
}

/* A total rounded elsewhere may fall an ulp short of the group that fills the unit: nobody else is there. */
static void fractional_counts_may_round_over_their_total(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 2, 2, {0.7, 0, 0, 0.3});
    city.unit_total[0] = nextafter(0.7, 0);
    assert_ok(xn_interaction(&counts, 0, XN_NONE, &value, &err));
    assert_exactly(value, 0);
    assert_ok(xn_isolation(&counts, 0, false, &value, &err));
    assert_exactly(value, 1);
}

static void undefined_cities_say_why(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_counts counts = TINY(&city, 2, 2, {0, 10, 0, 30});
    assert_refused(XN_UNDEFINED, "group 'a' has no members", xn_isolation(&counts, 0, false, &value, &err));
    assert_refused(XN_UNDEFINED, "group 'a' has no members", xn_isolation(&counts, 0, true, &value, &err));
    assert_refused(XN_UNDEFINED, "group 'a' has no members", xn_interaction(&counts, 0, 1, &value, &err));
    assert_refused(XN_UNDEFINED, "group 'a' has no members", xn_interaction(&counts, 1, 0, &value, &err));
    assert_refused(XN_UNDEFINED, "everybody", xn_interaction(&counts, 1, XN_NONE, &value, &err));
    assert_refused(XN_UNDEFINED, "group 'a' has no members", xn_correlation_ratio(&counts, 0, &value, &err));
    assert_refused(XN_UNDEFINED, "everybody", xn_correlation_ratio(&counts, 1, &value, &err));
    counts = TINY(&city, 2, 2, {1, 1, 0, 0});
    assert_refused(XN_UNDEFINED, "only one unit", xn_correlation_ratio(&counts, 0, &value, &err));
}

static void wrong_arguments_are_named(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = trio(&city);
    assert_refused(XN_ARGUMENT, "no group at position 3", xn_isolation(&counts, 3, false, &value, &err));
    assert_refused(XN_ARGUMENT, "no group at position 3", xn_interaction(&counts, 0, 3, &value, &err));
    assert_refused(XN_ARGUMENT, "with itself", xn_interaction(&counts, 1, 1, &value, &err));
    assert_refused(XN_ARGUMENT, "no group at position 3", xn_correlation_ratio(&counts, 3, &value, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probabilities_of_meeting),
        cmocka_unit_test(exact_isolation_draws_somebody_else),
        cmocka_unit_test(separation_and_evenness),
        cmocka_unit_test(one_unit_or_one_group_still_meets),
        cmocka_unit_test(fractional_counts_may_round_over_their_total),
        cmocka_unit_test(undefined_cities_say_why),
        cmocka_unit_test(wrong_arguments_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
