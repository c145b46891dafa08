/* uncertainty_test.c - intervals of the numbers of areas: against a table made outside Xenia
 * (tests/reference/ jeffreys.py), against what they promise (they hold the value, shrink with n, hold the
 * truth as often as they say), and what is said where there is nothing to say. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "bare_publication.h"
#include "counted_memory.h"
#include "near.h"
#include "xenia/random.h"
#include "xenia/uncertainty.h"

#define UNITS_MAX 400

struct intervals {
    double lower[UNITS_MAX], upper[UNITS_MAX];
};

static struct intervals compute(const struct xn_publication *publication, const char *index, size_t group,
                                double confidence)
{
    struct intervals ret;
    ASSERT_OK(xn_controlled_interval(publication, 0, xn_index_find(index), group, confidence, ret.lower,
                                     ret.upper, &err));
    return ret;
}

static struct intervals compute_90(const struct xn_publication *publication, const char *index, size_t group)
{
    return compute(publication, index, group, XN_INTERVAL_LEVEL);
}

/* --- shares ----------------------------------------------------------------------------------------------
 */

static double cell(const struct xn_table *table, size_t row, const char *column)
{
    double number = NAN;
    ASSERT_OK(xn_table_number(table, row, xn_table_column(table, column), &number, &err));
    return number;
}

/* One unit of the table beside another one; a quotient is the share over the city's. */
static void check_row(const struct xn_table *table, size_t row)
{
    const double persons = cell(table, row, "persons"), members = cell(table, row, "members");
    const double count[] = {members, persons - members, 100, 300};
    const double city_share = (members + 100) / (persons + 400);
    XN_AUTO(xn_publication_free)
    struct xn_publication *publication = bare_publication(count, 2, 2, cell(table, row, "household_size"));
    const struct intervals share = compute(publication, "share", 0, cell(table, row, "confidence"));
    const struct intervals quotient =
        compute(publication, "location_quotient", 0, cell(table, row, "confidence"));
    assert_near(share.lower[0], cell(table, row, "lower"), 1e-11);
    assert_near(share.upper[0], cell(table, row, "upper"), 1e-11);
    assert_near(quotient.lower[0], cell(table, row, "lower") / city_share, 1e-9);
    assert_near(quotient.upper[0], cell(table, row, "upper") / city_share, 1e-9);
}

static void shares_have_jeffreys_intervals(void **state)
{
    (void)state;
    const struct xn_csv_options options = {.separator = '\t'};
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    ASSERT_OK(xn_csv_read("tests/reference/jeffreys.tsv", &options, &table, NULL, &err));
    assert_int_equal(table->n_rows, 81);
    for (size_t row = 0; row < table->n_rows; row++)
        check_row(table, row);
}

/* Whatever is counted, also where rounding leaves fewer members than a household has. */
static void an_interval_holds_its_share(void **state)
{
    (void)state;
    struct xn_random random = xn_random_stream(11, 0, 0);
    for (int round_ = 0; round_ < 300; round_++) {
        const double persons = 1 + xn_random_below(&random, 3000);
        const double members = xn_random_below(&random, (uint32_t)persons + 1);
        const double count[] = {members, persons - members, 10, 10};
        XN_AUTO(xn_publication_free)
        struct xn_publication *publication =
            bare_publication(count, 2, 2, 1 + 5 * xn_random_uniform(&random));
        const struct intervals got = compute_90(publication, "share", 0);
        if (!(got.lower[0] >= 0 && got.lower[0] <= members / persons && members / persons <= got.upper[0] &&
              got.upper[0] <= 1 && got.lower[0] < got.upper[0]))
            fail_msg("%g of %g is not in %g to %g", members, persons, got.lower[0], got.upper[0]);
    }
}

static void intervals_shrink_with_persons_and_grow_with_households(void **state)
{
    (void)state;
    static const double count[] = {15, 45, 150, 450, 1500, 4500};
    XN_AUTO(xn_publication_free) struct xn_publication *small = bare_publication(count, 3, 2, 1);
    XN_AUTO(xn_publication_free) struct xn_publication *large = bare_publication(count, 3, 2, 3);
    static const char *const index[] = {"share", "location_quotient", "local_entropy"};
    for (size_t i = 0; i < 3; i++) {
        const struct intervals single = compute_90(small, index[i], 0),
                               family = compute_90(large, index[i], 0);
        for (size_t u = 0; u < 3; u++) {
            assert_true(family.upper[u] - family.lower[u] > 1.2 * (single.upper[u] - single.lower[u]));
            assert_true(u == 0 || single.upper[u] - single.lower[u] <
                                      0.5 * (single.upper[u - 1] - single.lower[u - 1]));
        }
    }
}

static void nobody_and_everybody_are_in_their_interval(void **state)
{
    (void)state;
    static const double count[] = {0, 200, 200, 0};
    XN_AUTO(xn_publication_free) struct xn_publication *publication = bare_publication(count, 2, 2, 2.2);
    const struct intervals share = compute_90(publication, "share", 0);
    const struct intervals quotient = compute_90(publication, "location_quotient", 0);
    assert_exactly(share.lower[0], 0);
    assert_true(share.upper[0] > 0 && share.upper[0] < 0.05);
    assert_exactly(share.upper[1], 1);
    assert_true(share.lower[1] < 1 && share.lower[1] > 0.95);
    assert_exactly(quotient.lower[0], 0);
    assert_exactly(quotient.upper[1], 2);
}

/* --- the whole mix -----------------------------------------------------------------------------------------
 */

static const double mixes[] = {500, 0,   0,   /* one group alone */
                               100, 100, 100, /* even */
                               5,   0,   300, 40, 60, 2000, 20, 15, 25};

static void a_mix_is_drawn_the_same_every_time(void **state)
{
    (void)state;
    XN_AUTO(xn_publication_free) struct xn_publication *publication = bare_publication(mixes, 5, 3, 2.2);
    XN_AUTO(xn_publication_free) struct xn_publication *again = bare_publication(mixes, 5, 3, 2.2);
    const struct intervals first = compute_90(publication, "local_entropy", XN_NONE);
    again->counts.level[0].persons[0].why = XN_WITHHELD_FEW;
    again->counts.level[0].group[0].why = XN_WITHHELD_FEW;
    const struct intervals second = compute_90(again, "local_entropy", XN_NONE);
    assert_exactly(second.lower[0], NAN);
    for (size_t u = 1; u < 5; u++) {
        assert_exactly(second.lower[u], first.lower[u]);
        assert_exactly(second.upper[u], first.upper[u]);
    }
}

/* Every local index of the catalogue that is of the whole mix; its value by the catalogue's own function. */
static void an_interval_holds_its_mix(void **state)
{
    (void)state;
    static const char *const group_name[] = {"A", "B", "C"};
    static const double unit_total[] = {500, 300, 305, 2100, 60}, group_total[] = {665, 175, 2425};
    const struct xn_index_input input = {.counts = {.n_units = 5,
                                                    .n_groups = 3,
                                                    .count = mixes,
                                                    .unit_total = unit_total,
                                                    .group_total = group_total,
                                                    .total = 3265,
                                                    .group_name = group_name},
                                         .group = XN_NONE,
                                         .reference = XN_NONE};
    XN_AUTO(xn_publication_free) struct xn_publication *publication = bare_publication(mixes, 5, 3, 2.2);
    size_t n_indices = 0;
    for (size_t i = 0; i < xn_index_count(); i++) {
        const struct xn_index_entry *index = xn_index_at(i);
        double value[5];
        if (!(index->forms & XN_LOCAL) || xn_index_takes_group(index))
            continue;
        ASSERT_OK(xn_index_local(index, &input, NULL, value, &err));
        const struct intervals got = compute_90(publication, index->id, XN_NONE);
        for (size_t u = 0; u < 5; u++)
            if (!(got.lower[u] <= value[u] && value[u] <= got.upper[u] && got.lower[u] < got.upper[u]))
                fail_msg("%s of unit %zu: %g is not in %g to %g", index->id, u, value[u], got.lower[u],
                         got.upper[u]);
        n_indices++;
    }
    assert_true(n_indices >= 4);
}

/* What is said of one unit is what is said of it among all. */
static void the_interval_of_one_unit_is_the_same(void **state)
{
    (void)state;
    static const char *const index[] = {"share", "location_quotient", "local_entropy"};
    XN_AUTO(xn_publication_free) struct xn_publication *publication = bare_publication(mixes, 5, 3, 2.2);
    publication->counts.level[0].persons[2].why = XN_WITHHELD_FEW;
    for (size_t i = 0; i < 3; i++) {
        const struct intervals all = compute_90(publication, index[i], 0);
        for (size_t u = 0; u < 5; u++) {
            double lower, upper;
            ASSERT_OK(xn_controlled_unit_interval(publication, 0, u, xn_index_find(index[i]), 0,
                                                  XN_INTERVAL_LEVEL, &lower, &upper, &err));
            assert_exactly(lower, all.lower[u]);
            assert_exactly(upper, all.upper[u]);
            assert_int_equal(isnan(lower), u == 2);
        }
    }
}

/* One area's households drawn from a true mix, a person's group being its household's. */
static void draw_counts(struct xn_random *random, const double share[3], size_t households, double size,
                        double ret[3])
{
    ret[0] = ret[1] = ret[2] = 0;
    for (size_t h = 0; h < households; h++) {
        const double at = xn_random_uniform(random);
        ret[at < share[0] ? 0 : at < share[0] + share[1] ? 1 : 2] += size;
    }
}

static double entropy(const double share[3])
{
    double sum = 0;
    for (size_t g = 0; g < 3; g++)
        sum -= share[g] > 0 ? share[g] * log(share[g]) / log(3) : 0;
    return sum;
}

/* How many of 400 areas have the truth in their interval. */
static double coverage(const double share[3], size_t households, const char *index, double truth)
{
    XN_CLEANUP(xn_free_pointer) double *count = xn_calloc((size_t)3 * UNITS_MAX, sizeof *count);
    struct xn_random random = xn_random_stream(7, households, 0);
    size_t held = 0;
    assert_non_null(count);
    for (size_t u = 0; u < UNITS_MAX; u++)
        draw_counts(&random, share, households, 2.5, &count[3 * u]);
    XN_AUTO(xn_publication_free)
    struct xn_publication *publication = bare_publication(count, UNITS_MAX, 3, 2.5);
    const struct intervals got = compute_90(publication, index, 0);
    for (size_t u = 0; u < UNITS_MAX; u++)
        held += got.lower[u] <= truth && truth <= got.upper[u];
    return (double)held / UNITS_MAX;
}

static void intervals_hold_the_truth_as_often_as_they_say(void **state)
{
    (void)state;
    static const double share[][3] = {{0.2, 0.3, 0.5}, {0.05, 0.15, 0.8}, {0.1, 0.1, 0.8}};
    static const size_t households[] = {60, 200, 800};
    for (size_t s = 0; s < 3; s++)
        for (size_t h = 0; h < 3; h++) {
            const double mix = coverage(share[s], households[h], "local_entropy", entropy(share[s]));
            const double one = coverage(share[s], households[h], "share", share[s][0]);
            if (!(mix >= 0.8 && mix <= 0.97 && one >= 0.8 && one <= 0.97))
                fail_msg("case %zu, %zu households: mix %g, share %g", s, households[h], mix, one);
        }
}

/* --- nothing to say ----------------------------------------------------------------------------------------
 */

static void what_is_withheld_has_no_interval(void **state)
{
    (void)state;
    static const double count[] = {30, 70, 0, 0, 40, 60, 50, 50};
    static const char *const index[] = {"share", "location_quotient", "local_entropy"};
    XN_AUTO(xn_publication_free) struct xn_publication *publication = bare_publication(count, 4, 2, 2.2);
    publication->counts.level[0].group[2 * 2] = (struct xn_controlled_cell){NAN, XN_WITHHELD_SMALL};
    publication->counts.level[0].persons[3] = (struct xn_controlled_cell){NAN, XN_WITHHELD_COMPLEMENT};
    for (size_t i = 0; i < 3; i++) {
        const struct intervals got = compute_90(publication, index[i], 0);
        assert_true(got.lower[0] < got.upper[0]);
        for (size_t u = 1; u < 4; u++) {
            assert_exactly(got.lower[u], NAN);
            assert_exactly(got.upper[u], NAN);
        }
    }
    publication->counts.whole.group[0] = (struct xn_controlled_cell){NAN, XN_WITHHELD_SMALL};
    for (size_t i = 0; i < 3; i++)
        assert_exactly(compute_90(publication, index[i], 0).lower[0], NAN);
}

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    static const double count[] = {30, 70};
    double lower = 7, upper = 7;
    XN_AUTO(xn_publication_free) struct xn_publication *publication = bare_publication(count, 1, 2, 2.2);
    const struct xn_index_entry *share = xn_index_find("share");
    static const double confidence[] = {0, 1, -1, 2, NAN};
    for (size_t i = 0; i < sizeof confidence / sizeof *confidence; i++)
        ASSERT_FAILS(XN_ARGUMENT, "an interval holds more than 0",
                     xn_controlled_interval(publication, 0, share, 0, confidence[i], &lower, &upper, &err));
    publication->household_size = 0.9;
    ASSERT_FAILS(XN_ARGUMENT, "households of one person or more, not of 0.9",
                 xn_controlled_interval(publication, 0, share, 0, 0.9, &lower, &upper, &err));
    assert_true(lower == 7 && upper == 7);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    double lower[5], upper[5];
    XN_AUTO(xn_publication_free) struct xn_publication *publication = bare_publication(mixes, 5, 3, 2.2);
    const size_t live = xn_test_live_blocks();
    size_t failing = 0;
    enum xn_status status;
    do {
        xn_test_fail_allocation(++failing);
        status = xn_controlled_interval(publication, 0, xn_index_find("local_entropy"), XN_NONE, 0.9, lower,
                                        upper, NULL);
        assert_int_equal(xn_test_live_blocks(), live);
    } while (status == XN_MEMORY);
    xn_test_fail_allocation(0);
    assert_int_equal(status, XN_OK);
    assert_true(failing > 1);
}

/* --- what follows from intervals ---------------------------------------------------------------------------
 */

static void a_change_has_the_interval_of_two_independent_estimates(void **state)
{
    (void)state;
    double lower, upper;
    /* by hand: 0.1 - sqrt(0.06^2 + 0.08^2), 0.1 + sqrt(0.07^2 + 0.05^2) */
    xn_interval_of_change(0.30, 0.24, 0.37, 0.20, 0.15, 0.28, &lower, &upper);
    assert_near(lower, 0, 1e-15);
    assert_near(upper, 0.18602325267042627, 1e-15);
    /* by hand: -3 - sqrt(1 + 4), -3 + sqrt(9 + 16) */
    xn_interval_of_change(2, 1, 5, 5, 1, 7, &lower, &upper);
    assert_near(lower, -3 - sqrt(5), 1e-15);
    assert_near(upper, 2, 1e-15);
    xn_interval_of_change(2, NAN, NAN, 5, 1, 7, &lower, &upper);
    assert_exactly(lower, NAN);
    assert_exactly(upper, NAN);
}

static void a_value_is_uncertain_over_more_than_two_colours(void **state)
{
    (void)state;
    static const double limit[] = {0.5, 0.8, 1.25, 2};
    static const struct {
        double lower, upper;
        bool uncertain;
    } cases[] = {{0.6, 0.7, false}, {0.6, 0.9, false},  {0.6, 1.3, true}, {0.1, 5, true}, {0.5, 0.8, false},
                 {0.49, 0.8, true}, {0.8, 1.99, false}, {0.8, 2, true},   {2, 9, false},  {NAN, NAN, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (xn_value_is_uncertain(limit, 4, cases[i].lower, cases[i].upper) != cases[i].uncertain)
            fail_msg("%g to %g", cases[i].lower, cases[i].upper);
    assert_false(xn_value_is_uncertain(limit, 1, -9, 9));
    assert_false(xn_value_is_uncertain(NULL, 0, -9, 9));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_have_jeffreys_intervals),
        cmocka_unit_test(an_interval_holds_its_share),
        cmocka_unit_test(intervals_shrink_with_persons_and_grow_with_households),
        cmocka_unit_test(nobody_and_everybody_are_in_their_interval),
        cmocka_unit_test(a_mix_is_drawn_the_same_every_time),
        cmocka_unit_test(an_interval_holds_its_mix),
        cmocka_unit_test(the_interval_of_one_unit_is_the_same),
        cmocka_unit_test(intervals_hold_the_truth_as_often_as_they_say),
        cmocka_unit_test(what_is_withheld_has_no_interval),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(a_change_has_the_interval_of_two_independent_estimates),
        cmocka_unit_test(a_value_is_uncertain_over_more_than_two_colours),
    };
    return XN_RUN(tests);
}
