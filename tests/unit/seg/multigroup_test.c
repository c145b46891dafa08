/* multigroup_test.c - the six indices of Reardon & Firebaugh, M, and diversity, by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "counted_memory.h"
#include "near.h"
#include "refused.h"
#include "tiny_city.h"
#include "xenia/multigroup.h"

typedef enum xn_status index_function(const struct xn_counts *, double *, struct xn_error *);

/* Expected for shares (.6 .2 .2), (0 .6 .4), (.3 .1 .6) in units of ten: pi = (.3 .3 .4), I = .66 */
static const struct {
    const char *name;
    index_function *compute;
    double of_trio;
    double of_separation; /* NaN: depends on the mix */
} segregation[] = {
    {"multi_dissimilarity", xn_multi_dissimilarity, 40.0 / 99, 1},
    {"multi_gini", xn_multi_gini, 50.0 / 99, 1},
    {"multi_information_theory", xn_multi_information_theory, 0.22820338929663290, 1},
    {"mutual_information", xn_mutual_information, 0.24849066497880003, NAN},
    {"multi_relative_diversity", xn_multi_relative_diversity, 20.0 / 99, 1},
    {"multi_squared_coefficient_of_variation", xn_multi_squared_coefficient_of_variation, 19.0 / 90, 1},
    {"multi_normalized_exposure", xn_multi_normalized_exposure, 62.0 / 315, 1},
};
enum { N_SEGREGATION = sizeof segregation / sizeof *segregation };

static double value;
static struct xn_error err;

static void three_groups(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 4, 3, {6, 2, 2, 0, 6, 4, 0, 0, 0, 3, 1, 6});
    for (size_t i = 0; i < N_SEGREGATION; i++) {
        assert_ok(segregation[i].compute(&counts, &value, &err));
        assert_near(value, segregation[i].of_trio, 1e-15);
    }
}

static void identical_units_give_exactly_0(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 4, 3, {1, 2, 4, 3, 6, 12, 1e9, 2e9, 4e9, 0, 0, 0});
    for (size_t i = 0; i < N_SEGREGATION; i++) {
        assert_ok(segregation[i].compute(&counts, &value, &err));
        assert_exactly(value, 0);
    }
}

static void complete_separation_gives_1(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 4, 3, {7, 0, 0, 0, 11, 0, 0, 0, 13, 1e9, 0, 0});
    for (size_t i = 0; i < N_SEGREGATION; i++) {
        assert_ok(segregation[i].compute(&counts, &value, &err));
        if (!isnan(segregation[i].of_separation))
            assert_near(value, segregation[i].of_separation, 1e-15);
    }
    double entropy;
    assert_ok(xn_multi_diversity(&counts, false, &entropy, &err));
    assert_ok(xn_mutual_information(&counts, &value, &err));
    assert_near(value / entropy, 1, 1e-14);
}

static void a_group_without_members_changes_nothing(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 3, 4, {6, 2, 0, 2, 0, 6, 0, 4, 3, 1, 0, 6});
    for (size_t i = 0; i < N_SEGREGATION; i++) {
        assert_ok(segregation[i].compute(&counts, &value, &err));
        assert_near(value, segregation[i].of_trio, 1e-15);
    }
}

static void diversity_of_the_city(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_counts counts = TINY(&city, 2, 4, {1, 1, 1, 1, 2, 2, 2, 2});
    assert_ok(xn_multi_diversity(&counts, false, &value, &err));
    assert_near(value, log(4), 1e-15);
    assert_ok(xn_multi_diversity(&counts, true, &value, &err));
    assert_near(value, 1, 1e-15);
    assert_ok(xn_simpson_interaction(&counts, &value, &err));
    assert_exactly(value, 0.75);
    assert_ok(xn_simpson_concentration(&counts, &value, &err));
    assert_exactly(value, 0.25);
    counts = TINY(&city, 1, 2, {5, 0}); /* one unit and one group are enough */
    assert_ok(xn_multi_diversity(&counts, true, &value, &err));
    assert_exactly(value, 0);
    assert_ok(xn_simpson_interaction(&counts, &value, &err));
    assert_exactly(value, 0);
    assert_ok(xn_simpson_concentration(&counts, &value, &err));
    assert_exactly(value, 1);
}

/* E of one person among 10^12: ln P would keep no digit of the large group's term. */
static void diversity_of_a_city_nearly_of_one_group(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 1, 2, {1, 1e12 - 1});
    assert_ok(xn_multi_diversity(&counts, false, &value, &err));
    const double exact = 1e-12 * (27.631021115928547 + 1 - 0.5e-12); /* p (ln 1/p + 1 - p/2) */
    assert_near(value / exact, 1, 1e-15);
}

static void undefined_cities_say_why(void **state)
{
    (void)state;
    struct tiny_city city;
    for (size_t i = 0; i < N_SEGREGATION; i++) {
        struct xn_counts counts = TINY(&city, 2, 2, {0, 10, 0, 30});
        assert_refused(XN_UNDEFINED, "everybody in this city is of group 'b'",
                       segregation[i].compute(&counts, &value, &err));
        counts = TINY(&city, 3, 2, {0, 0, 1, 1, 0, 0});
        assert_refused(XN_UNDEFINED, "only one unit has people",
                       segregation[i].compute(&counts, &value, &err));
        counts = TINY(&city, 2, 2, {0, 0, 0, 0});
        assert_refused(XN_UNDEFINED, "nobody lives", segregation[i].compute(&counts, &value, &err));
    }
    struct xn_counts counts = TINY(&city, 2, 2, {0, 0, 0, 0});
    assert_refused(XN_UNDEFINED, "nobody lives", xn_multi_diversity(&counts, false, &value, &err));
    assert_refused(XN_UNDEFINED, "nobody lives", xn_simpson_interaction(&counts, &value, &err));
    assert_refused(XN_UNDEFINED, "nobody lives", xn_simpson_concentration(&counts, &value, &err));
    counts = TINY(&city, 2, 1, {4, 5});
    assert_refused(XN_UNDEFINED, "a single group", xn_multi_diversity(&counts, true, &value, &err));
}

static void gini_without_memory_fails_cleanly(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 2, 2, {30, 10, 10, 30});
    const size_t live = xn_test_live_blocks();
    xn_test_fail_allocation(1);
    assert_refused(XN_MEMORY, "memory", xn_multi_gini(&counts, &value, &err));
    xn_test_fail_allocation(0);
    assert_ok(xn_multi_gini(&counts, &value, &err));
    assert_int_equal(xn_test_live_blocks(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_groups),
        cmocka_unit_test(identical_units_give_exactly_0),
        cmocka_unit_test(complete_separation_gives_1),
        cmocka_unit_test(a_group_without_members_changes_nothing),
        cmocka_unit_test(diversity_of_the_city),
        cmocka_unit_test(diversity_of_a_city_nearly_of_one_group),
        cmocka_unit_test(undefined_cities_say_why),
        cmocka_unit_test(gini_without_memory_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
