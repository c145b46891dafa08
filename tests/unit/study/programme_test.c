/* programme_test.c - numbers as they are told, and an attacker who has all that was told of a programme. */
#include <math.h>
#include "counted_memory.h"
#include "squares.h"
#include "xenia/programme.h"
#include "xenia/random.h"
#include "xenia/study.h"

static void counts_are_told_to_the_nearest_5(void **state)
{
    (void)state;
    static const struct {
        size_t count;
        double told; /* NAN: few */
    } cases[] = {{0, 0}, {1, NAN}, {4, NAN}, {5, 5}, {7, 5}, {8, 10}, {12, 10}, {13, 15}, {1002, 1000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct xn_told told = xn_told_count(cases[i].count);
        assert_int_equal(told.few, isnan(cases[i].told));
        if (told.few)
            assert_true(isnan(told.count));
        else
            assert_true(told.count == cases[i].told);
    }
}

static void shares_are_told_in_bands_or_as_bounds(void **state)
{
    (void)state;
    static const struct {
        size_t cases, of;
        double share, at_least, at_most;
    } cases[] = {{5, 9, NAN, NAN, NAN},  {19, 21, NAN, 0.8, NAN},  {21, 21, NAN, 0.8, NAN},
                 {2, 21, NAN, NAN, 0.2}, {12, 21, 0.55, NAN, NAN}, {6, 10, NAN, 0.6, NAN},
                 {5, 10, 0.5, NAN, NAN}, {0, 400, NAN, NAN, 0.05}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct xn_rate rate = xn_wilson(cases[i].cases, cases[i].of, XN_Z_95);
        const struct xn_told_rate told = xn_told_rate(&rate);
        const double got[] = {told.share, told.at_least, told.at_most},
                     wanted[] = {cases[i].share, cases[i].at_least, cases[i].at_most};
        for (size_t n = 0; n < 3; n++)
            assert_true(isnan(wanted[n]) ? isnan(got[n]) : fabs(got[n] - wanted[n]) < 1e-12);
        assert_int_equal(isnan(told.lower), isnan(told.share));
        if (isfinite(told.share))
            assert_true(told.lower <= told.share && told.share <= told.upper);
    }
}

/* --- a programme of a few quarters -----------------------------------------------------------------------
 */

#define QUARTERS_MAX 5
#define FIRST_QUARTER (4 * 2004)

struct history {
    size_t n;
    struct xn_by_class moves[QUARTERS_MAX];
};

static struct xn_ledger_moves moves_of(struct xn_by_class by_class)
{
    const size_t all = xn_by_class_sum(by_class);
    return (struct xn_ledger_moves){.by_class = by_class,
                                    .in_mixed = xn_wilson(by_class.of[XN_MIXED], all, XN_Z_95),
                                    .not_concentrated =
                                        xn_wilson(all - by_class.of[XN_CONCENTRATED], all, XN_Z_95)};
}

static struct xn_city *small_city(void)
{
    static const char *const group[] = {"A", "B"};
    XN_AUTO(squares_free) struct xn_features *layer = squares("ID,NAME,A,B\n1,one,400,600\n2,two,100,900\n");
    const struct xn_level_source level = {
        .name = "district", .features = layer, .unit_id = "ID", .unit_name = "NAME"};
    const struct xn_group_source groups = {.column = group, .n_columns = 2};
    struct xn_city *city = NULL;
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
    return city;
}

static const struct xn_policy policy = {.name = "muenster-2004",
                                        .version = "7",
                                        .rule = {.profile = XN_PROFILE_MUENSTER_2004,
                                                 .group = "A",
                                                 .quotient_threshold = 1,
                                                 .household_size = 2.2,
                                                 .interval = 0.9,
                                                 .certainty = 0.9}};

struct extra {
    const struct xn_code_count *exception;
    size_t n_exceptions;
    const struct xn_programme_household *waiting;
    size_t n_waiting;
};

/* Where the year counts: in the last quarter; else always the same day, as documents are compared. */
static xn_date day_in(xn_quarter quarter)
{
    return xn_date_of(quarter / 4, 3 * (quarter % 4) + 2, 15);
}

/* What is told when the first n quarters have happened; the `failing`-th allocation fails. */
static enum xn_status try_to_tell(const struct history *history, size_t n, const struct extra *extra,
                                  size_t failing, struct xn_programme **ret)
{
    struct xn_ledger_quarter quarter[QUARTERS_MAX] = {{0}};
    struct xn_by_class so_far = {{0}};
    XN_AUTO(xn_city_free) struct xn_city *city = small_city();
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    ASSERT_OK(xn_study_classify(city, &policy, NULL, 0, 0, &typology, NULL, &err));
    for (size_t q = 0; q < n; q++) {
        for (size_t c = 0; c < XN_CLASS_COUNT; c++)
            so_far.of[c] += history->moves[q].of[c];
        quarter[q] = (struct xn_ledger_quarter){.quarter = FIRST_QUARTER + (xn_quarter)q,
                                                .moves = moves_of(history->moves[q]),
                                                .so_far = moves_of(so_far)};
    }
    const struct xn_ledger ledger = {.from = FIRST_QUARTER,
                                     .to = FIRST_QUARTER + (xn_quarter)n - 1,
                                     .n_quarters = n,
                                     .quarter = quarter,
                                     .exception = (struct xn_code_count *)(extra ? extra->exception : NULL),
                                     .n_exceptions = extra ? extra->n_exceptions : 0};
    const struct xn_programme_source source = {.ledger = &ledger,
                                               .city = city,
                                               .typology = typology,
                                               .waiting = extra ? extra->waiting : NULL,
                                               .n_waiting = extra ? extra->n_waiting : 0,
                                               .day = extra ? day_in(ledger.to) : 12843};
    xn_test_fail_allocation(failing);
    const enum xn_status status = xn_programme_make(&source, ret, NULL);
    xn_test_fail_allocation(0);
    return status;
}

static struct xn_programme *tell(const struct history *history, size_t n, const struct extra *extra)
{
    struct xn_programme *programme = NULL;
    assert_int_equal(try_to_tell(history, n, extra, 0, &programme), XN_OK);
    return programme;
}

/* --- the attacker ------------------------------------------------------------------------------------------
 */

/* Could this number have been told so? What was not told may be anything. */
static bool fits(struct xn_told told, size_t count)
{
    if (told.few)
        return count >= 1 && count <= 4;
    return isnan(told.count) ||
           (told.count == 0 ? count == 0 : count >= 5 && fabs(told.count - (double)count) < 2.5);
}

static bool fits_rate(struct xn_told_rate told, size_t cases, size_t of)
{
    const struct xn_rate rate = xn_wilson(cases, of, XN_Z_95);
    const struct xn_told_rate other = xn_told_rate(&rate);
    const double a[] = {told.share, told.lower, told.upper, told.at_least, told.at_most},
                 b[] = {other.share, other.lower, other.upper, other.at_least, other.at_most};
    for (size_t i = 0; i < sizeof a / sizeof *a; i++)
        if (isfinite(a[i]) && a[i] != b[i])
            return false;
    return true;
}

/* Shares that are missing say that there are fewer than 10 cases, where others of their kind were told. */
static bool fits_quarter(const struct xn_programme_quarter *told, struct xn_by_class moves)
{
    const size_t all = xn_by_class_sum(moves);
    for (size_t c = 0; c < XN_CLASS_COUNT; c++)
        if (!fits(told->by_class[c], moves.of[c]))
            return false;
    return fits(told->moves, all) && fits_rate(told->in_mixed, moves.of[XN_MIXED], all) &&
           fits_rate(told->not_concentrated, all - moves.of[XN_CONCENTRATED], all);
}

static bool fits_so_far(const struct xn_programme_quarter *told, struct xn_by_class sums)
{
    const size_t all = xn_by_class_sum(sums);
    return fits(told->moves_so_far, all) && fits_rate(told->in_mixed_so_far, sums.of[XN_MIXED], all) &&
           fits_rate(told->not_concentrated_so_far, all - sums.of[XN_CONCENTRATED], all);
}

/* All sums by class that there can be, up to MOST a quarter. */
#define MOST 13
#define SUMS (QUARTERS_MAX * MOST + 1)
static bool reached[QUARTERS_MAX + 1][SUMS][SUMS][SUMS], leads_on[QUARTERS_MAX + 1][SUMS][SUMS][SUMS];

static struct xn_by_class nth_moves(size_t n)
{
    return (struct xn_by_class){{n / ((MOST + 1) * (MOST + 1)), n / (MOST + 1) % (MOST + 1), n % (MOST + 1)}};
}
#define ALL_MOVES ((MOST + 1) * (MOST + 1) * (MOST + 1))

struct candidates {
    size_t n;
    struct xn_by_class moves[ALL_MOVES];
};
static struct candidates candidates[QUARTERS_MAX];

#define FOR_SUMS(a, b, c, n)                                                                                 \
    for (size_t a = 0; a <= (n)*MOST; a++)                                                                   \
        for (size_t b = 0; b <= (n)*MOST; b++)                                                               \
            for (size_t c = 0; c <= (n)*MOST; c++)

static void search(const struct xn_programme *programme)
{
    const size_t n = programme->n_quarters;
    memset(reached, 0, sizeof reached);
    memset(leads_on, 0, sizeof leads_on);
    reached[0][0][0][0] = true;
    for (size_t q = 0; q < n; q++) {
        candidates[q].n = 0;
        for (size_t i = 0; i < ALL_MOVES; i++)
            if (fits_quarter(&programme->quarter[q], nth_moves(i)))
                candidates[q].moves[candidates[q].n++] = nth_moves(i);
        FOR_SUMS(a, b, c, q)
        {
            for (size_t i = 0; reached[q][a][b][c] && i < candidates[q].n; i++) {
                const size_t *more = candidates[q].moves[i].of;
                bool *to = &reached[q + 1][a + more[0]][b + more[1]][c + more[2]];
                *to = *to || fits_so_far(&programme->quarter[q],
                                         (struct xn_by_class){{a + more[0], b + more[1], c + more[2]}});
            }
        }
    }
    memcpy(leads_on[n], reached[n], sizeof reached[n]);
    for (size_t q = n; q-- > 0;)
        FOR_SUMS(a, b, c, q)
    for (size_t i = 0; reached[q][a][b][c] && !leads_on[q][a][b][c] && i < candidates[q].n; i++) {
        const size_t *more = candidates[q].moves[i].of;
        leads_on[q][a][b][c] = leads_on[q + 1][a + more[0]][b + more[1]][c + more[2]];
    }
}

/* Which values each number of a quarter can have: the classes, then all; a bit each. */
static void possible_values(size_t q, uint64_t ret[XN_CLASS_COUNT + 1])
{
    memset(ret, 0, (XN_CLASS_COUNT + 1) * sizeof *ret);
    FOR_SUMS(a, b, c, q)
    {
        for (size_t i = 0; reached[q][a][b][c] && i < candidates[q].n; i++) {
            const struct xn_by_class moves = candidates[q].moves[i];
            if (!leads_on[q + 1][a + moves.of[0]][b + moves.of[1]][c + moves.of[2]])
                continue;
            for (size_t k = 0; k < XN_CLASS_COUNT; k++)
                ret[k] |= UINT64_C(1) << moves.of[k];
            ret[XN_CLASS_COUNT] |= UINT64_C(1) << xn_by_class_sum(moves);
        }
    }
}

static void expect_nothing_given_away(const struct history *history, const struct xn_programme *programme)
{
    search(programme);
    for (size_t q = 0; q < programme->n_quarters; q++) {
        uint64_t values[XN_CLASS_COUNT + 1];
        possible_values(q, values);
        for (size_t k = 0; k <= XN_CLASS_COUNT; k++) {
            const size_t count =
                k < XN_CLASS_COUNT ? history->moves[q].of[k] : xn_by_class_sum(history->moves[q]);
            assert_true(values[k] & UINT64_C(1) << count); /* the truth is never excluded */
            if (count >= 1 && count <= 4)
                assert_int_equal(values[k] & 0x1e, 0x1e);
        }
    }
}

/* Every publication tells of the quarters before what the earlier ones told: the last one is all of them. */
static void expect_same_quarters(const struct xn_programme *earlier, const struct xn_programme *later)
{
    XN_AUTO_BUF a = XN_BUF_INIT, b = XN_BUF_INIT;
    struct xn_programme head = *later;
    struct xn_json json;
    head.n_quarters = earlier->n_quarters;
    xn_json_init(&json, &a, false);
    xn_programme_put(&json, earlier);
    xn_json_init(&json, &b, false);
    xn_programme_put(&json, &head);
    assert_string_equal(xn_buf_text(&a), xn_buf_text(&b));
}

static void attack(const struct history *history)
{
    XN_AUTO(xn_programme_free) struct xn_programme *programme = tell(history, history->n, NULL);
    if (history->n > 1) {
        XN_AUTO(xn_programme_free) struct xn_programme *earlier = tell(history, history->n - 1, NULL);
        expect_same_quarters(earlier, programme);
    }
    expect_nothing_given_away(history, programme);
}

static void four_times_one_move_is_not_given_away(void **state)
{
    (void)state;
    static const struct history histories[] = {
        {4, {{{1, 0, 0}}, {{1, 0, 0}}, {{1, 0, 0}}, {{1, 0, 0}}}}, /* few, four times, and few in all */
        {1, {{{5, 1, 1}}}},                                        /* 5 in all, 5 of them mixed */
        {1, {{{6, 0, 1}}}},
        {2, {{{5, 0, 0}}, {{0, 1, 1}}}},
        {2, {{{8, 2, 2}}, {{0, 0, 1}}}},
        {3, {{{9, 1, 0}}, {{1, 0, 0}}, {{10, 1, 1}}}},
        {3, {{{0, 0, 0}}, {{2, 1, 1}}, {{3, 0, 0}}}},
    };
    for (size_t i = 0; i < sizeof histories / sizeof *histories; i++)
        attack(&histories[i]);
}

static void no_small_number_of_any_history_is_given_away(void **state)
{
    (void)state;
    struct xn_random random = xn_random_stream(20040101, 0, 0);
    for (size_t n = 0; n < 40; n++) {
        struct history history = {.n = 1 + xn_random_below(&random, 3)};
        for (size_t q = 0; q < history.n; q++)
            for (size_t c = 0; c < XN_CLASS_COUNT; c++)
                history.moves[q].of[c] = xn_random_below(&random, c == XN_MIXED ? 10 : 4);
        attack(&history);
    }
}

/* DOMAIN 6: 3, 3, 8 and 7 moves, 19 of 21 into mixed areas. What is told is still worth telling. */
static void the_year_2004_is_told(void **state)
{
    (void)state;
    static const struct history year = {4, {{{3, 0, 0}}, {{2, 0, 1}}, {{7, 0, 1}}, {{7, 0, 0}}}};
    static const double so_far[] = {NAN, 5, 15, 20};
    XN_AUTO(xn_programme_free) struct xn_programme *programme = tell(&year, 4, NULL);
    assert_int_equal(programme->n_quarters, 4);
    assert_string_equal(programme->quarter[2].quarter, "2004Q3");
    for (size_t q = 0; q < 4; q++) {
        const struct xn_told told = programme->quarter[q].moves_so_far;
        assert_true(isnan(so_far[q]) ? told.few : told.count == so_far[q]);
    }
    assert_true(programme->quarter[2].moves.count == 10);
    assert_true(programme->quarter[3].in_mixed_so_far.at_least == 0.8);
    attack(&year);
}

/* --- exceptions and those who wait -------------------------------------------------------------------------
 */

static void exceptions_by_code_do_not_give_away_those_of_a_quarter(void **state)
{
    (void)state;
    static const struct history history = {5,
                                           {{{9, 0, 2}}, {{9, 0, 2}}, {{9, 0, 0}}, {{9, 0, 0}}, {{9, 0, 0}}}};
    static const struct xn_code_count one_each[] = {{FIRST_QUARTER, "OWN_WISH", 1},
                                                    {FIRST_QUARTER + 1, "OWN_WISH", 1}},
                                      several[] = {{FIRST_QUARTER, "OWN_WISH", 3},
                                                   {FIRST_QUARTER + 1, "CARE_OF_RELATIVES", 2},
                                                   {FIRST_QUARTER + 4, "OWN_WISH", 4}};
    XN_AUTO(xn_programme_free)
    struct xn_programme *hidden = tell(&history, 5, &(struct extra){one_each, 2, NULL, 0});
    XN_AUTO(xn_programme_free)
    struct xn_programme *shown = tell(&history, 5, &(struct extra){several, 3, NULL, 0});
    XN_AUTO(xn_programme_free)
    struct xn_programme *running = tell(&history, 4, &(struct extra){several, 2, NULL, 0});
    assert_int_equal(hidden->n_exceptions, 1);
    assert_false(hidden->exception[0].count.few);
    assert_true(isnan(hidden->exception[0].count.count));
    assert_true(hidden->quarter[1].exceptions.few);
    assert_int_equal(shown->n_exceptions, 2); /* the year 2005 is not over */
    assert_true(shown->exception[0].count.few && shown->exception[1].count.few);
    assert_int_equal(shown->exception[1].year, 2004);
    assert_int_equal(running->n_exceptions, 0);
}

static void sizes_do_not_give_away_who_waits(void **state)
{
    (void)state;
    static const struct history history = {1, {{{9, 0, 0}}}};
    static const struct xn_programme_household waiting[] = {{1, false}, {2, true},  {5, false}, {6, false},
                                                            {5, false}, {7, false}, {9, false}, {0, false}};
    /* 5 (5 to 7) in all, of them 5 of five and more persons: one of one person, one of two */
    XN_AUTO(xn_programme_free)
    struct xn_programme *hidden = tell(&history, 1, &(struct extra){NULL, 0, waiting, 7});
    XN_AUTO(xn_programme_free)
    struct xn_programme *shown = tell(&history, 1, &(struct extra){NULL, 0, waiting + 1, 2});
    assert_true(hidden->waiting.count == 5);
    assert_int_equal(hidden->n_needs, 3);
    for (size_t i = 0; i < hidden->n_needs; i++)
        assert_true(isnan(hidden->need[i].households.count) && !hidden->need[i].households.few);
    assert_true(hidden->waiting_step_free.few);
    assert_true(shown->waiting.few);
    assert_string_equal(shown->need[0].size, "2");
}

static void every_allocation_may_fail_and_nothing_leaks(void **state)
{
    (void)state;
    static const struct history history = {2, {{{9, 0, 2}}, {{9, 0, 2}}}};
    static const struct xn_code_count exception[] = {{FIRST_QUARTER, "OWN_WISH", 3}};
    static const struct xn_programme_household waiting[] = {{1, false}, {2, true}};
    const struct extra extra = {exception, 1, waiting, 2};
    const size_t before = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    size_t n = 0;
    while (status != XN_OK) {
        XN_AUTO(xn_programme_free) struct xn_programme *programme = NULL;
        status = try_to_tell(&history, 2, &extra, ++n, &programme);
        assert_true(status == XN_OK || (status == XN_MEMORY && !programme));
        assert_true(n < 1000);
    }
    assert_true(n > 4);
    assert_int_equal(xn_test_live_blocks(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_told_to_the_nearest_5),
        cmocka_unit_test(shares_are_told_in_bands_or_as_bounds),
        cmocka_unit_test(four_times_one_move_is_not_given_away),
        cmocka_unit_test(no_small_number_of_any_history_is_given_away),
        cmocka_unit_test(the_year_2004_is_told),
        cmocka_unit_test(exceptions_by_code_do_not_give_away_those_of_a_quarter),
        cmocka_unit_test(sizes_do_not_give_away_who_waits),
        cmocka_unit_test(every_allocation_may_fail_and_nothing_leaks),
    };
    return XN_RUN(tests);
}
