/* concentration_test.c - delta by hand, with and without the land where nobody lives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "near.h"
#include "refused.h"
#include "tiny_city.h"
#include "xenia/concentration.h"

static double value;
static struct xn_error err;

static struct xn_counts trio(struct tiny_city *city)
{
    return TINY(city, 4, 3, {6, 2, 2, 0, 6, 4, 0, 0, 0, 3, 1, 6});
}

static void empty_units_keep_or_lose_their_land(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = trio(&city);
    const double area_m2[] = {1e6, 2e6, 5e6, 2e6};
    assert_ok(xn_delta(&counts, 0, area_m2, XN_EMPTY_UNITS_KEEP, &value, &err));
    assert_near(value, 0.7, 1e-15);
    assert_ok(xn_delta(&counts, 0, area_m2, XN_EMPTY_UNITS_DROP, &value, &err));
    assert_near(value, 7.0 / 15, 1e-15);
}

static void equal_density_gives_exactly_0_and_a_point_nearly_1(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_counts counts = TINY(&city, 3, 1, {3, 6, 21});
    const double in_proportion_m2[] = {0.1, 0.2, 0.7};
    assert_ok(xn_delta(&counts, 0, in_proportion_m2, XN_EMPTY_UNITS_KEEP, &value, &err));
    assert_near(value, 0, 1e-16);
    counts = TINY(&city, 2, 2, {5, 0, 0, 3});
    const double no_land_here_m2[] = {0, 4e6};
    assert_ok(xn_delta(&counts, 0, no_land_here_m2, XN_EMPTY_UNITS_KEEP, &value, &err));
    assert_exactly(value, 1);
    assert_ok(xn_delta(&counts, 1, no_land_here_m2, XN_EMPTY_UNITS_KEEP, &value, &err));
    assert_exactly(value, 0);
}

static void undefined_cities_say_why(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_counts counts = TINY(&city, 2, 2, {0, 10, 0, 30});
    assert_refused(XN_UNDEFINED, "group 'a' has no members",
                   xn_delta(&counts, 0, city.area_m2, XN_EMPTY_UNITS_KEEP, &value, &err));
    const double nothing_m2[] = {0, 0};
    assert_refused(XN_UNDEFINED, "no area",
                   xn_delta(&counts, 1, nothing_m2, XN_EMPTY_UNITS_KEEP, &value, &err));
    counts = TINY(&city, 2, 2, {1, 1, 0, 0});
    assert_ok(xn_delta(&counts, 0, city.area_m2, XN_EMPTY_UNITS_KEEP, &value, &err));
    assert_exactly(value, 0.5);
    assert_refused(XN_UNDEFINED, "only one unit",
                   xn_delta(&counts, 0, city.area_m2, XN_EMPTY_UNITS_DROP, &value, &err));
}

static void wrong_arguments_are_named(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = trio(&city);
    assert_refused(XN_ARGUMENT, "no areas", xn_delta(&counts, 0, NULL, XN_EMPTY_UNITS_KEEP, &value, &err));
    assert_refused(XN_ARGUMENT, "no group at position 3",
                   xn_delta(&counts, 3, city.area_m2, XN_EMPTY_UNITS_KEEP, &value, &err));
    const double bad[] = {-1, NAN, INFINITY};
    for (size_t i = 0; i < 3; i++) {
        city.area_m2[1] = bad[i];
        assert_refused(XN_ARGUMENT, "unit at position 1 has an area of",
                       xn_delta(&counts, 0, city.area_m2, XN_EMPTY_UNITS_KEEP, &value, &err));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_units_keep_or_lose_their_land),
        cmocka_unit_test(equal_density_gives_exactly_0_and_a_point_nearly_1),
        cmocka_unit_test(undefined_cities_say_why),
        cmocka_unit_test(wrong_arguments_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
