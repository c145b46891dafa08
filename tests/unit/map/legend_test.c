/* The legend: each unit in one category, uncertain and withheld ones named and counted, the palest colour
 * where the centre lies, the same limits on the maps of two dates, changes with their signs. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "../../../src/map/legend.h"
#include "counted_memory.h"
#include "sample_city.h"

#define PALE 0xf7f7f7u

static int make_city(void **state)
{
    struct xn_error err = {0};
    *state = sample_city(&err);
    if (!*state)
        print_error("%s\n", err.message);
    return *state ? 0 : -1;
}

static int free_city(void **state)
{
    xn_city_free(*state);
    return 0;
}

static struct xn_legend make(const struct xn_map *map, struct xn_arena *arena)
{
    struct xn_legend legend = {0};
    struct xn_error err = {0};
    if (xn_legend_make(map, arena, &legend, &err) != XN_OK)
        fail_msg("%s", err.message);
    return legend;
}

static const struct xn_category *row(const struct xn_legend *legend, enum xn_category_kind kind)
{
    for (size_t k = 0; k < legend->n_categories; k++)
        if (legend->category[k].kind == kind)
            return &legend->category[k];
    return NULL;
}

static size_t count_colors(const struct xn_legend *legend)
{
    size_t n = 0;
    while (legend->category[n].kind == XN_CATEGORY_COLOR)
        n++;
    return n;
}

/* A small generator of its own. */
static double next_value(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 40 & 0xfff) / 4096;
}

/* --- each unit in one category ----------------------------------------------------------------------------
 */

static void check_counts(const struct xn_map *map, const struct xn_legend *legend)
{
    size_t counted = 0, held[XN_CATEGORY_MAX] = {0};
    for (size_t i = 0; i < SAMPLE_UNITS; i++) {
        const size_t category = legend->category_of[i];
        assert_true(category < legend->n_categories);
        assert_int_equal(legend->category[category].kind == XN_CATEGORY_COLOR, isfinite(map->value[i]) != 0);
        held[category]++;
    }
    for (size_t k = 0; k < legend->n_categories; k++) {
        if (legend->category[k].kind == XN_CATEGORY_UNCERTAIN)
            continue;
        assert_int_equal(legend->category[k].n_units, held[k]);
        counted += held[k];
    }
    assert_int_equal(counted, SAMPLE_UNITS);
}

/* The classes are disjoint: a value lies between the limits of its class and of no other. */
static void check_limits(const struct xn_map *map, const struct xn_legend *legend, double scale)
{
    const struct xn_breaks *breaks = &legend->breaks;
    for (size_t i = 0; i < SAMPLE_UNITS; i++) {
        if (!isfinite(map->value[i]))
            continue;
        const double printed = scale * map->value[i];
        size_t n = 0, found = 0;
        for (size_t k = 0; k < breaks->n_classes; k++) {
            const bool last = k + 1 == breaks->n_classes;
            const bool above = k == 0 || printed >= breaks->limit[k];
            const bool below = last || printed < breaks->limit[k + 1];
            n += above && below;
            found = above && below ? k : found;
        }
        assert_int_equal(n, 1);
        assert_int_equal(legend->category_of[i], found);
    }
}

static void every_value_is_in_one_class(void **state)
{
    static const enum xn_break_method methods[] = {XN_BREAKS_DEFAULT,      XN_BREAKS_QUANTILE,
                                                   XN_BREAKS_FISHER_JENKS, XN_BREAKS_EQUAL,
                                                   XN_BREAKS_DEVIATION,    XN_BREAKS_MANUAL};
    static const double limit[] = {0.2, 0.21, 0.6};
    double value[SAMPLE_UNITS];
    uint64_t seed = 5;
    struct xn_map map = sample_map(*state, value);
    map.breaks.inner_limit = limit;
    map.breaks.n_limits = 3;
    for (size_t round = 0; round < 600; round++) {
        XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
        for (size_t i = 0; i < SAMPLE_UNITS; i++)
            value[i] = next_value(&seed) < 0.2 && i > 0 ? NAN : next_value(&seed);
        map.breaks.method = methods[round % 6];
        map.city_value = round % 2 ? 0.4 : NAN;
        const struct xn_legend legend = make(&map, arena);
        check_counts(&map, &legend);
        check_limits(&map, &legend, 100);
    }
}

/* --- uncertain and withheld -------------------------------------------------------------------------------
 */

static void the_uncertain_are_hatched_over_their_colour(void **state)
{
    double value[SAMPLE_UNITS];
    uint64_t seed = 11;
    struct xn_map map = sample_map(*state, value);
    value[5] = NAN;
    for (size_t round = 0; round < 100; round++) {
        XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
        bool uncertain[SAMPLE_UNITS];
        size_t n_uncertain = 0;
        for (size_t i = 0; i < SAMPLE_UNITS; i++) {
            uncertain[i] = round > 0 && next_value(&seed) < 0.4;
            n_uncertain += uncertain[i] && i != 5; /* without a value there is no colour to hatch */
        }
        map.uncertain = uncertain;
        const struct xn_legend legend = make(&map, arena);
        for (size_t i = 0; i < SAMPLE_UNITS; i++) {
            const struct xn_fill own = legend.category[legend.category_of[i]].fill;
            const struct xn_fill fill = xn_legend_fill(&map, &legend, i);
            assert_int_equal(xn_legend_is_uncertain(&map, &legend, i), uncertain[i] && i != 5);
            assert_int_equal(fill.color, own.color);
            if (i != 5)
                assert_int_equal(fill.hatch, uncertain[i] ? XN_HATCH_RISING : XN_HATCH_NONE);
        }
        const struct xn_category *entry = row(&legend, XN_CATEGORY_UNCERTAIN);
        assert_int_equal(entry ? entry->n_units : 0, n_uncertain);
        check_counts(&map, &legend);
    }
}

static void the_withheld_are_named_and_counted(void **state)
{
    double value[SAMPLE_UNITS];
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const bool withheld[SAMPLE_UNITS] = {false, true, true, false, false, false};
    struct xn_map map = sample_map(*state, value);
    map.withheld = withheld;
    value[1] = value[5] = NAN; /* unit 2 has a value: nothing is withheld there */
    struct xn_legend legend = make(&map, arena);
    check_counts(&map, &legend);
    assert_int_equal(row(&legend, XN_CATEGORY_WITHHELD)->n_units, 1);
    assert_string_equal(row(&legend, XN_CATEGORY_WITHHELD)->label, "withheld: small numbers");
    assert_int_equal(row(&legend, XN_CATEGORY_NO_VALUE)->n_units, 1);
    assert_int_not_equal(row(&legend, XN_CATEGORY_WITHHELD)->fill.hatch,
                         row(&legend, XN_CATEGORY_NO_VALUE)->fill.hatch);
    XN_AUTO_BUF text = XN_BUF_INIT;
    xn_legend_put_value(&map, &legend, 1, &text);
    assert_string_equal(xn_buf_text(&text), "withheld: small numbers");
    map.withheld = NULL;
    legend = make(&map, arena);
    assert_null(row(&legend, XN_CATEGORY_WITHHELD));
}

static void classes_have_withheld_areas_too(void **state)
{
    struct xn_unit_class class_[SAMPLE_UNITS];
    bool withheld[SAMPLE_UNITS] = {false};
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_policy policy = {.name = "p", .version = "1"};
    const struct xn_typology typology = sample_typology(*state, class_);
    struct xn_map map = sample_class_map(*state, &typology, &policy);
    for (size_t i = 0; i < SAMPLE_UNITS; i++)
        withheld[i] = class_[i].rule == XN_RULE_NO_DATA;
    map.published = "2026Q4";
    map.withheld = withheld;
    const struct xn_legend legend = make(&map, arena);
    assert_int_equal(count_colors(&legend), 3);
    assert_int_equal(row(&legend, XN_CATEGORY_WITHHELD)->n_units, 1);
    assert_int_equal(row(&legend, XN_CATEGORY_NO_VALUE)->n_units, 0);
    assert_string_equal(row(&legend, XN_CATEGORY_NO_VALUE)->label, "no people or no counts");
}

static void classes_at_another_threshold_say_so(void **state)
{
    struct xn_unit_class class_[SAMPLE_UNITS];
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_policy policy = {.name = "p", .version = "1"};
    const struct xn_typology typology = sample_typology(*state, class_);
    struct xn_map map = sample_class_map(*state, &typology, &policy);
    assert_null(make(&map, arena).explanation);
    map.what_if_threshold = 1.25;
    assert_string_equal(make(&map, arena).explanation, "with a threshold of 1.25");
}

/* --- where the two colours meet ---------------------------------------------------------------------------
 */

static void the_class_that_holds_the_centre_is_pale(void **state)
{
    double value[SAMPLE_UNITS];
    uint64_t seed = 17;
    struct xn_map map = sample_map(*state, value);
    for (size_t round = 0; round < 500; round++) {
        XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
        double least = 1, greatest = 0;
        for (size_t i = 0; i < SAMPLE_UNITS; i++) {
            value[i] = next_value(&seed);
            least = fmin(least, value[i]);
            greatest = fmax(greatest, value[i]);
        }
        map.breaks.method = (enum xn_break_method)(XN_BREAKS_QUANTILE + round % 4);
        map.city_value = 0.001 + 0.998 * next_value(&seed);
        const struct xn_legend legend = make(&map, arena);
        const size_t n = count_colors(&legend);
        const bool inside = map.city_value >= least && map.city_value <= greatest;
        const size_t middle = xn_breaks_class(&legend.breaks, 100 * map.city_value);
        for (size_t k = 0; k < n; k++) {
            assert_int_equal(legend.category[k].fill.color == PALE, inside && middle + 1 < n && k == middle);
            for (size_t other = 0; other < k; other++)
                assert_int_not_equal(legend.category[k].fill.color, legend.category[other].fill.color);
        }
    }
}

static void what_is_not_of_one_group_has_one_ramp(void **state)
{
    (void)state;
    const struct xn_index_entry *share = xn_index_find("share");
    assert_true(xn_map_center(share, false, 0.25) == 0.25);
    assert_true(isnan(xn_map_center(share, false, NAN)));
    assert_true(xn_map_center(share, true, 0.25) == 0);
    assert_true(xn_map_center(xn_index_find("location_quotient"), false, NAN) == 1);
    assert_true(isnan(xn_map_center(xn_index_find("local_diversity"), false, 0.25)));
    assert_true(xn_map_center(xn_index_find("local_diversity"), true, NAN) == 0);
}

/* --- two dates --------------------------------------------------------------------------------------------
 */

static void pooled_limits_are_the_same_on_both_dates(void **state)
{
    double first[SAMPLE_UNITS], second[SAMPLE_UNITS], both[2 * SAMPLE_UNITS];
    uint64_t seed = 23;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_map map = sample_map(*state, first);
    for (size_t i = 0; i < SAMPLE_UNITS; i++) {
        both[i] = first[i] = 0.5 * next_value(&seed);
        both[SAMPLE_UNITS + i] = second[i] = 0.3 + 0.6 * next_value(&seed);
    }
    for (enum xn_break_method method = XN_BREAKS_DEFAULT; method < XN_BREAKS_MANUAL; method++) {
        map.breaks = (struct xn_break_choice){.method = method, .over = both, .n_over = 2 * SAMPLE_UNITS};
        map.value = first;
        const struct xn_legend one = make(&map, arena);
        map.value = second;
        const struct xn_legend two = make(&map, arena);
        assert_int_equal(one.breaks.n_classes, two.breaks.n_classes);
        assert_memory_equal(one.breaks.limit, two.breaks.limit, sizeof one.breaks.limit);
        for (size_t k = 0; k < one.breaks.n_classes; k++)
            assert_string_equal(one.category[k].label, two.category[k].label);
        map.breaks.over = NULL;
        const struct xn_legend alone = make(&map, arena);
        assert_memory_not_equal(one.breaks.limit, alone.breaks.limit, sizeof one.breaks.limit);
    }
}

static void changes_have_signs_and_limits_on_both_sides(void **state)
{
    double share[SAMPLE_UNITS], value[SAMPLE_UNITS] = {-0.052, -0.013, 0.001, 0.004, 0.021, 0.024};
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_map map = sample_map(*state, share);
    map.value = value;
    map.changed_since = "2026Q3";
    const struct xn_legend legend = make(&map, arena);
    assert_string_equal(legend.heading, "Change: Share of the group (percentage points)");
    assert_string_equal(legend.explanation, "0: as before");
    static const char *const label[] = {"under \u22122", "\u22122 to \u22121", "\u22121 to +1", "+1 to +2",
                                        "+2 and over"};
    assert_int_equal(count_colors(&legend), 5);
    for (size_t k = 0; k < 5; k++)
        assert_string_equal(legend.category[k].label, label[k]);
    assert_int_equal(legend.category[2].fill.color, PALE);
    XN_AUTO_BUF text = XN_BUF_INIT;
    xn_legend_put_value(&map, &legend, 4, &text);
    assert_string_equal(xn_buf_text(&text), "+2.1 percentage points");
    for (size_t i = 0; i < SAMPLE_UNITS; i++)
        value[i] = 0;
    const struct xn_legend none = make(&map, arena);
    assert_int_equal(count_colors(&none), 1);
    assert_int_equal(none.category[0].fill.color, PALE);
    assert_string_equal(none.category[0].label, "0");
}

/* The limits of a change lie the same on both sides and hold something, whatever the size of the changes. */
static void limits_of_changes_are_round_at_every_size(void **state)
{
    (void)state;
    uint64_t seed = 29;
    const struct xn_break_choice choice = {.method = XN_BREAKS_DEFAULT};
    for (int exponent = -8; exponent <= 8; exponent++)
        for (int round = 0; round < 20; round++) {
            double value[50];
            struct xn_breaks breaks;
            for (size_t i = 0; i < 50; i++)
                value[i] = (next_value(&seed) - 0.4) * pow(10, exponent);
            assert_int_equal(
                xn_breaks_of_index(xn_index_find("local_diversity"), true, &choice, value, 50, &breaks, NULL),
                XN_OK);
            size_t held[XN_MAP_CLASS_MAX] = {0};
            for (size_t i = 0; i < 50; i++)
                held[xn_breaks_class(&breaks, value[i])]++;
            assert_int_equal(breaks.n_classes, 5);
            assert_true(breaks.limit[1] == -breaks.limit[4] && breaks.limit[2] == -breaks.limit[3]);
            assert_true(held[2] > 0 && held[2] < 50 && held[4] > 0);
            char printed[40];
            snprintf(printed, sizeof printed, "%.*f", breaks.decimals, breaks.limit[3]);
            assert_true(breaks.decimals == 9 || strtod(printed, NULL) == breaks.limit[3]);
        }
}

static void an_interval_stands_behind_its_value(void **state)
{
    double value[SAMPLE_UNITS], lower[SAMPLE_UNITS], upper[SAMPLE_UNITS];
    const bool uncertain[SAMPLE_UNITS] = {true};
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_map map = sample_map(*state, value);
    for (size_t i = 0; i < SAMPLE_UNITS; i++) {
        lower[i] = value[i] - 0.05;
        upper[i] = value[i] + 0.1;
    }
    map.lower = lower;
    map.upper = upper;
    map.uncertain = uncertain;
    const struct xn_legend legend = make(&map, arena);
    const struct {
        size_t unit;
        const char *text;
    } wanted[] = {
        {0, "10.0% (5.0 \u2013 20.0), uncertain"}, {1, "30.0% (25.0 \u2013 40.0)"}, {5, "no value"}};
    for (size_t i = 0; i < 3; i++) {
        XN_AUTO_BUF text = XN_BUF_INIT;
        xn_legend_put_value(&map, &legend, wanted[i].unit, &text);
        assert_string_equal(xn_buf_text(&text), wanted[i].text);
    }
}

static void memory_running_out_is_said(void **state)
{
    double value[SAMPLE_UNITS], limit[] = {0.2, 0.3};
    const bool flag[SAMPLE_UNITS] = {true, true};
    struct xn_map map = sample_map(*state, value);
    map.changed_since = "2026Q3";
    map.uncertain = map.withheld = flag;
    map.breaks.inner_limit = limit;
    map.breaks.n_limits = 2;
    for (size_t n = 1;; n++) {
        XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
        struct xn_legend legend;
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_legend_make(&map, arena, &legend, NULL);
        const bool reached = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        assert_int_equal(status, reached ? XN_MEMORY : XN_OK);
        if (!reached)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_is_in_one_class),
        cmocka_unit_test(the_uncertain_are_hatched_over_their_colour),
        cmocka_unit_test(the_withheld_are_named_and_counted),
        cmocka_unit_test(classes_have_withheld_areas_too),
        cmocka_unit_test(classes_at_another_threshold_say_so),
        cmocka_unit_test(the_class_that_holds_the_centre_is_pale),
        cmocka_unit_test(what_is_not_of_one_group_has_one_ramp),
        cmocka_unit_test(pooled_limits_are_the_same_on_both_dates),
        cmocka_unit_test(changes_have_signs_and_limits_on_both_sides),
        cmocka_unit_test(limits_of_changes_are_round_at_every_size),
        cmocka_unit_test(an_interval_stands_behind_its_value),
        cmocka_unit_test(memory_running_out_is_said),
    };
    return cmocka_run_group_tests(tests, make_city, free_city);
}
