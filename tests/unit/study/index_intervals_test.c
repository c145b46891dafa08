/* index_intervals_test.c - intervals of the indices of a whole city: they hold their value, are the same each
 * time, hold the truth about as often as they say, and there is none where there is no value. */
#include <math.h>
#include <string.h>
#include "counted_memory.h"
#include "near.h"
#include "squares.h"
#include "xenia/random.h"
#include "xenia/uncertainty.h"

#define UNITS 30
#define HOUSEHOLD 3.0

/* Counts of two groups. */
static struct xn_city *city_of(const double *count, size_t n_units)
{
    static const char *const group[] = {"A", "B"};
    const struct xn_group_source groups = {.column = group, .n_columns = 2};
    XN_AUTO_BUF text = XN_BUF_INIT;
    struct xn_city *city = NULL;
    xn_buf_puts(&text, "ID,NAME,A,B\n");
    for (size_t u = 0; u < n_units; u++)
        xn_buf_printf(&text, "%03zu,unit,%.0f,%.0f\n", u, count[2 * u], count[2 * u + 1]);
    XN_AUTO(squares_free) struct xn_features *layer = squares(xn_buf_text(&text));
    const struct xn_level_source level = {
        .name = "district", .features = layer, .unit_id = "ID", .unit_name = "NAME"};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
    return city;
}

static struct xn_profile *profile_of(const struct xn_city *city, const char *const *index, size_t n_indices)
{
    const struct xn_index_selection selection = {.index = index, .n_indices = n_indices};
    struct xn_profile *profile = NULL;
    ASSERT_OK(xn_study_indices(city, &selection, &profile, &err));
    return profile;
}

static void compute(const struct xn_city *city, const struct xn_profile *profile, double household_size,
                    uint64_t seed, struct xn_interval *ret)
{
    ASSERT_OK(xn_index_intervals(city, 0, profile, household_size, XN_INTERVAL_LEVEL, XN_INTERVAL_DRAWS, seed,
                                 ret, &err));
}

static const double uneven[] = {400, 600, 100, 900, 300, 700, 250, 250, 5, 495, 90, 10};
#define UNEVEN_UNITS 6
#define RESULTS_MAX 64

static void an_interval_holds_its_value(void **state)
{
    (void)state;
    struct xn_interval interval[RESULTS_MAX];
    size_t with_width = 0;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(uneven, UNEVEN_UNITS);
    XN_AUTO(xn_profile_free) struct xn_profile *profile = profile_of(city, NULL, 0);
    assert_in_range(profile->n_results, 20, RESULTS_MAX);
    compute(city, profile, 2.2, 1, interval);
    for (size_t i = 0; i < profile->n_results; i++) {
        const double value = profile->result[i].value;
        if (!isfinite(value))
            assert_exactly(interval[i].lower, NAN);
        else if (!(0 <= interval[i].lower && interval[i].lower <= value && value <= interval[i].upper))
            fail_msg("%s: %g is not in %g to %g", profile->result[i].entry->id, value, interval[i].lower,
                     interval[i].upper);
        with_width += interval[i].upper > interval[i].lower;
    }
    assert_true(with_width >= 20);
}

static void the_same_seed_gives_the_same_interval(void **state)
{
    (void)state;
    struct xn_interval first[RESULTS_MAX], second[RESULTS_MAX], other[RESULTS_MAX];
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(uneven, UNEVEN_UNITS);
    XN_AUTO(xn_profile_free) struct xn_profile *profile = profile_of(city, NULL, 0);
    compute(city, profile, 2.2, 1, first);
    compute(city, profile, 2.2, 1, second);
    compute(city, profile, 2.2, 2, other);
    assert_memory_equal(first, second, profile->n_results * sizeof *first);
    assert_true(other[0].lower != first[0].lower);
    assert_near(other[0].lower, first[0].lower, 0.3 * (first[0].upper - first[0].lower));
}

static void larger_households_are_less_sure(void **state)
{
    (void)state;
    static const char *const index[] = {"dissimilarity"};
    struct xn_interval single[2], family[2];
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(uneven, UNEVEN_UNITS);
    XN_AUTO(xn_profile_free) struct xn_profile *profile = profile_of(city, index, 1);
    compute(city, profile, 1, 1, single);
    compute(city, profile, 4, 1, family);
    assert_true(family[0].upper - family[0].lower > 1.5 * (single[0].upper - single[0].lower));
}

/* --- the truth ---------------------------------------------------------------------------------------------
 */

static double dissimilarity(const double share[UNITS])
{
    double all = 0, sum = 0;
    for (size_t u = 0; u < UNITS; u++)
        all += share[u] / UNITS;
    for (size_t u = 0; u < UNITS; u++)
        sum += fabs(share[u] - all) / (2 * UNITS * all * (1 - all));
    return sum;
}

/* Every household of a unit is drawn at the unit's true share. */
static struct xn_city *draw_city(const double share[UNITS], size_t households, uint64_t replicate)
{
    double count[2 * UNITS] = {0};
    for (size_t u = 0; u < UNITS; u++) {
        struct xn_random random = xn_random_stream(99, replicate, (uint32_t)u);
        for (size_t h = 0; h < households; h++)
            count[2 * u + (xn_random_uniform(&random) < share[u] ? 0u : 1u)] += HOUSEHOLD;
    }
    return city_of(count, UNITS);
}

static void intervals_hold_the_truth_about_as_often_as_they_say(void **state)
{
    (void)state;
    const size_t cities = 150;
    static const char *const index[] = {"dissimilarity"};
    double share[UNITS];
    size_t held = 0, below = 0;
    for (size_t u = 0; u < UNITS; u++)
        share[u] = 0.05 + 0.5 * (double)u / UNITS;
    const double truth = dissimilarity(share);
    for (size_t i = 0; i < cities; i++) {
        struct xn_interval interval[2];
        XN_AUTO(xn_city_free) struct xn_city *city = draw_city(share, 200, i);
        XN_AUTO(xn_profile_free) struct xn_profile *profile = profile_of(city, index, 1);
        compute(city, profile, HOUSEHOLD, 17, interval);
        held += interval[0].lower <= truth && truth <= interval[0].upper;
        below += truth < interval[0].lower;
    }
    if (100 * held < 82 * cities || 100 * held > 97 * cities || 100 * below > 12 * cities)
        fail_msg("%zu of %zu hold %g, %zu lie above it", held, cities, truth, below);
}

/* --- nothing to say ----------------------------------------------------------------------------------------
 */

static void what_is_undefined_has_no_interval(void **state)
{
    (void)state;
    static const double count[] = {0, 500, 0, 700};
    struct xn_interval interval[RESULTS_MAX];
    size_t undefined = 0;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(count, 2);
    XN_AUTO(xn_profile_free) struct xn_profile *profile = profile_of(city, NULL, 0);
    compute(city, profile, 2.2, 1, interval);
    for (size_t i = 0; i < profile->n_results; i++) {
        undefined += isnan(profile->result[i].value) ? 1 : 0;
        assert_int_equal(isnan(interval[i].lower), isnan(profile->result[i].value));
        assert_int_equal(isnan(interval[i].upper), isnan(profile->result[i].value));
    }
    assert_true(undefined > 5);
}

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    static const char *const index[] = {"dissimilarity"};
    struct xn_interval interval[2];
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(uneven, UNEVEN_UNITS);
    XN_AUTO(xn_profile_free) struct xn_profile *profile = profile_of(city, index, 1);
    static const struct {
        double household_size;
        size_t draws;
    } cases[] = {{0.5, 10}, {NAN, 10}, {2.2, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ASSERT_FAILS(XN_ARGUMENT, "intervals need households",
                     xn_index_intervals(city, 0, profile, cases[i].household_size, 0.9, cases[i].draws, 1,
                                        interval, &err));
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct xn_interval interval[RESULTS_MAX];
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(uneven, UNEVEN_UNITS);
    XN_AUTO(xn_profile_free) struct xn_profile *profile = profile_of(city, NULL, 0);
    const size_t live = xn_test_live_blocks();
    size_t failing = 0;
    enum xn_status status;
    do {
        xn_test_fail_allocation(++failing);
        status = xn_index_intervals(city, 0, profile, 2.2, 0.9, 3, 1, interval, NULL);
        assert_int_equal(xn_test_live_blocks(), live);
    } while (status == XN_MEMORY);
    xn_test_fail_allocation(0);
    assert_int_equal(status, XN_OK);
    assert_true(failing > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interval_holds_its_value),
        cmocka_unit_test(the_same_seed_gives_the_same_interval),
        cmocka_unit_test(larger_households_are_less_sure),
        cmocka_unit_test(intervals_hold_the_truth_about_as_often_as_they_say),
        cmocka_unit_test(what_is_undefined_has_no_interval),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return XN_RUN(tests);
}
