/* local_test.c - one number a unit: NaN where nobody lives, by hand elsewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "near.h"
#include "refused.h"
#include "tiny_city.h"
#include "xenia/local.h"

enum { UNITS = 4 };
static double local[UNITS];
static struct xn_error err;

/* The third unit is empty. */
static struct xn_counts trio(struct tiny_city *city)
{
    return TINY(city, UNITS, 3, {6, 2, 2, 0, 6, 4, 0, 0, 0, 3, 1, 6});
}

static void assert_local(const double *expected, double tolerance)
{
    for (size_t unit = 0; unit < UNITS; unit++)
        assert_near(local[unit], expected[unit], tolerance);
}

static void of_one_group(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = trio(&city);
    assert_ok(xn_share(&counts, 0, local, &err));
    assert_local((const double[]){0.6, 0, NAN, 0.3}, 0);
    assert_ok(xn_location_quotient(&counts, 0, local, &err));
    assert_local((const double[]){2, 0, NAN, 1}, 0);
}

static void of_the_whole_mix(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = trio(&city);
    const double e1 = -(0.6 * log(0.6) + 0.4 * log(0.2)), e2 = -(0.6 * log(0.6) + 0.4 * log(0.4)),
                 e4 = -(0.3 * log(0.3) + 0.1 * log(0.1) + 0.6 * log(0.6));
    assert_ok(xn_local_diversity(&counts, local, &err));
    assert_local((const double[]){e1, e2, NAN, e4}, 1e-15);
    assert_ok(xn_local_entropy(&counts, local, &err));
    assert_local((const double[]){e1 / log(3), e2 / log(3), NAN, e4 / log(3)}, 1e-15);
    assert_ok(xn_local_simpson_interaction(&counts, local, &err));
    assert_local((const double[]){0.56, 0.48, NAN, 0.54}, 1e-15);
    assert_ok(xn_local_simpson_concentration(&counts, local, &err));
    assert_local((const double[]){0.44, 0.52, NAN, 0.46}, 1e-15);
    assert_ok(xn_local_mutual_information(&counts, local, &err));
    assert_local((const double[]){0.6 * log(2) + 0.2 * log(2.0 / 3) + 0.2 * log(0.5), 0.6 * log(2), NAN,
                                  0.1 * log(1.0 / 3) + 0.6 * log(1.5)},
                 1e-15);
}

static void a_unit_of_one_group(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, UNITS, 2, {7, 0, 0, 1e9, 1, 1, 3, 0});
    assert_ok(xn_local_diversity(&counts, local, &err));
    assert_exactly(local[0], 0);
    assert_near(local[2], log(2), 1e-15);
    assert_ok(xn_local_entropy(&counts, local, &err));
    assert_exactly(local[2], 1);
    assert_ok(xn_local_simpson_interaction(&counts, local, &err));
    assert_exactly(local[0], 0);
    assert_ok(xn_local_simpson_concentration(&counts, local, &err));
    assert_exactly(local[0], 1);
    assert_ok(xn_local_mutual_information(&counts, local, &err));
    assert_near(local[0], log((1e9 + 12) / 11), 1e-14);
}

static void units_like_the_city_do_not_diverge(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, UNITS, 3, {1, 2, 4, 3, 6, 12, 1e9, 2e9, 4e9, 7, 14, 28});
    assert_ok(xn_local_mutual_information(&counts, local, &err));
    assert_local((const double[]){0, 0, 0, 0}, 0);
    assert_ok(xn_location_quotient(&counts, 2, local, &err));
    assert_local((const double[]){1, 1, 1, 1}, 0);
}

static void an_absent_group_has_a_share_but_no_quotient(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, UNITS, 2, {0, 1, 0, 2, 0, 3, 0, 0});
    assert_ok(xn_share(&counts, 0, local, &err));
    assert_local((const double[]){0, 0, 0, NAN}, 0);
    double value;
    assert_refused(XN_UNDEFINED, "group 'a' has no members", xn_location_quotient(&counts, 0, &value, &err));
    assert_ok(xn_local_mutual_information(&counts, local, &err));
    assert_local((const double[]){0, 0, 0, NAN}, 0);
}

static void undefined_cities_and_wrong_arguments(void **state)
{
    (void)state;
    typedef enum xn_status mix_function(const struct xn_counts *, double *, struct xn_error *);
    mix_function *const of_mix[] = {xn_local_diversity, xn_local_entropy, xn_local_simpson_interaction,
                                    xn_local_simpson_concentration, xn_local_mutual_information};
    struct tiny_city city;
    double value;
    struct xn_counts counts = TINY(&city, 1, 2, {0, 0});
    for (size_t i = 0; i < sizeof of_mix / sizeof *of_mix; i++)
        assert_refused(XN_UNDEFINED, "nobody lives", of_mix[i](&counts, &value, &err));
    assert_refused(XN_UNDEFINED, "nobody lives", xn_share(&counts, 0, &value, &err));
    assert_refused(XN_ARGUMENT, "no group at position 2", xn_share(&counts, 2, &value, &err));
    assert_refused(XN_ARGUMENT, "no group at position 2", xn_location_quotient(&counts, 2, &value, &err));
    counts = TINY(&city, 1, 1, {4});
    assert_refused(XN_UNDEFINED, "a single group", xn_local_entropy(&counts, &value, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_one_group),
        cmocka_unit_test(of_the_whole_mix),
        cmocka_unit_test(a_unit_of_one_group),
        cmocka_unit_test(units_like_the_city_do_not_diverge),
        cmocka_unit_test(an_absent_group_has_a_share_but_no_quotient),
        cmocka_unit_test(undefined_cities_and_wrong_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
