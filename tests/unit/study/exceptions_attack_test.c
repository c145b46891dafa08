/* exceptions_attack_test.c - an attacker who has every publication of a programme, knows how numbers are
 * told, and tries all histories of exceptions: quarters by codes, of a year and the first quarter of the
 * next. No number of 1 to 4 may be left with one value: not a quarter's, not a code's, not one of a code in a
 * quarter. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "squares.h"
#include "xenia/programme.h"
#include "xenia/study.h"

enum { QUARTERS = 3, CODES = 2, CELLS = QUARTERS * CODES };
#define YEAR 2004

static const char *const code[CODES] = {"OWN_WISH", "OTHER"};

struct stage {
    struct xn_city *city;
    struct xn_typology *typology;
};

static int make_stage(void **state)
{
    static struct stage stage;
    static const char *const group[] = {"A", "B"};
    static const struct xn_policy policy = {.name = "p",
                                            .version = "1",
                                            .rule = {.profile = XN_PROFILE_MUENSTER_2004,
                                                     .group = "A",
                                                     .quotient_threshold = 1,
                                                     .household_size = 2.2,
                                                     .interval = 0.9,
                                                     .certainty = 0.9}};
    XN_AUTO(squares_free) struct xn_features *layer = squares("ID,NAME,A,B\n1,one,400,600\n");
    const struct xn_level_source level = {
        .name = "district", .features = layer, .unit_id = "ID", .unit_name = "NAME"};
    const struct xn_group_source groups = {.column = group, .n_columns = 2};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &stage.city, NULL, &err));
    ASSERT_OK(xn_study_classify(stage.city, &policy, NULL, 0, 0, &stage.typology, NULL, &err));
    *state = &stage;
    return 0;
}

static int free_stage(void **state)
{
    struct stage *stage = *state;
    xn_typology_free(stage->typology);
    xn_city_free(stage->city);
    return 0;
}

/* History number h, the cells by quarter, then code; false when a quarter has more than `most` of them. */
static bool cells_of(size_t h, size_t most, size_t cell[CELLS])
{
    size_t sum[QUARTERS] = {0};
    bool fits = true;
    for (size_t i = 0; i < CELLS; i++, h /= most + 1) {
        cell[i] = h % (most + 1);
        sum[i / CODES] += cell[i];
        fits = fits && sum[i / CODES] <= most;
    }
    return fits;
}

/* --- what is told ------------------------------------------------------------------------------------------
 */

/* "f" few, "-" not told, else the number. */
static char letter(struct xn_told told)
{
    return (char)(told.few ? 'f' : isnan(told.count) ? '-' : '0' + (int)told.count / 5);
}

static xn_date day_in(xn_quarter quarter)
{
    return xn_date_of(quarter / 4, 3 * (quarter % 4) + 2, 15);
}

/* What the publication after n quarters tells of exceptions, one letter a number. The year's last quarter is
 * the one before `over`. */
static size_t tell(const struct stage *stage, const size_t cell[CELLS], size_t n, size_t over, char *ret)
{
    const xn_quarter first = 4 * (YEAR + 1) - (xn_quarter)over;
    struct xn_ledger_quarter quarter[QUARTERS + 1] = {{0}};
    struct xn_code_count exception[CELLS];
    XN_AUTO(xn_programme_free) struct xn_programme *programme = NULL;
    struct xn_ledger ledger = {.from = first,
                               .to = first + (xn_quarter)n - 1,
                               .n_quarters = n,
                               .quarter = quarter,
                               .exception = exception};
    for (size_t q = 0; q < n; q++)
        quarter[q].quarter = first + (xn_quarter)q;
    for (size_t i = 0; i < n * CODES && i < over * CODES; i++)
        if (cell[i] > 0)
            exception[ledger.n_exceptions++] = (struct xn_code_count){
                .quarter = first + (xn_quarter)(i / CODES), .code = code[i % CODES], .count = cell[i]};
    const struct xn_programme_source source = {
        .ledger = &ledger, .city = stage->city, .typology = stage->typology, .day = day_in(ledger.to)};
    ASSERT_OK(xn_programme_make(&source, &programme, &err));
    size_t length = 0;
    for (size_t q = 0; q < n; q++)
        ret[length++] = letter(programme->quarter[q].exceptions);
    for (size_t c = 0; c < CODES; c++) {
        ret[length] = ' '; /* not named */
        for (size_t i = 0; i < programme->n_exceptions; i++)
            if (strcmp(programme->exception[i].code, code[c]) == 0)
                ret[length] = letter(programme->exception[i].count);
        length++;
    }
    return length;
}

#define TOLD_SIZE 24

struct told_history {
    char told[TOLD_SIZE];
    size_t number;
};

static int by_told(const void *a, const void *b)
{
    return memcmp(((const struct told_history *)a)->told, ((const struct told_history *)b)->told, TOLD_SIZE);
}

/* --- the attack --------------------------------------------------------------------------------------------
 */

/* Everything that could be somebody: each cell, each quarter, and each code after each quarter. */
enum { SECRETS = CELLS + QUARTERS + QUARTERS * CODES };

static void secrets_of(size_t number, size_t most, size_t ret[SECRETS])
{
    size_t cell[CELLS];
    (void)cells_of(number, most, cell);
    memset(ret, 0, SECRETS * sizeof *ret);
    memcpy(ret, cell, sizeof cell);
    for (size_t i = 0; i < CELLS; i++) {
        ret[CELLS + i / CODES] += cell[i];
        for (size_t q = i / CODES; q < QUARTERS; q++)
            ret[CELLS + QUARTERS + q * CODES + i % CODES] += cell[i];
    }
}

/* The histories of one run look the same. */
static size_t pinned_in(const struct told_history *run, size_t n, size_t most)
{
    size_t first[SECRETS], secret[SECRETS], pinned = 0;
    bool same[SECRETS];
    secrets_of(run[0].number, most, first);
    memset(same, true, sizeof same);
    for (size_t i = 1; i < n; i++) {
        secrets_of(run[i].number, most, secret);
        for (size_t s = 0; s < SECRETS; s++)
            same[s] = same[s] && secret[s] == first[s];
    }
    for (size_t s = 0; s < SECRETS; s++)
        pinned += same[s] && first[s] >= 1 && first[s] <= 4 ? 1 : 0;
    return pinned;
}

/* All histories of so many quarters in which no quarter has more than `most` exceptions: since what is told
 * of a quarter tells whether it has, these are all that an attacker has to try. */
static void attack(const struct stage *stage, size_t quarters, size_t most)
{
    size_t n_histories = 1, n = 0, pinned = 0, runs = 0;
    for (size_t i = 0; i < quarters * CODES; i++)
        n_histories *= most + 1;
    struct told_history *history = calloc(n_histories, sizeof *history);
    assert_non_null(history);
    for (size_t h = 0; h < n_histories; h++) {
        size_t cell[CELLS], length = 0;
        if (!cells_of(h, most, cell))
            continue;
        history[n].number = h;
        for (size_t q = 1; q <= quarters + 1; q++)
            length += tell(stage, cell, q, quarters, history[n].told + length);
        assert_true(length < TOLD_SIZE);
        n++;
    }
    qsort(history, n, sizeof *history, by_told);
    for (size_t start = 0, end; start < n; start = end, runs++) {
        for (end = start + 1; end < n && by_told(&history[start], &history[end]) == 0;)
            end++;
        const size_t found = pinned_in(&history[start], end - start, most);
        if (found > 0)
            print_message("told '%s': %zu pinned among %zu\n", history[start].told, found, end - start);
        pinned += found;
    }
    free(history);
    assert_true(runs > 20);
    assert_int_equal(pinned, 0);
}

static void three_quarters_of_few_exceptions(void **state)
{
    attack(*state, 3, 4);
}

/* Up to what is told as 5. */
static void two_quarters_of_more(void **state)
{
    attack(*state, 2, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(three_quarters_of_few_exceptions),
                                       cmocka_unit_test(two_quarters_of_more)};
    return cmocka_run_group_tests(tests, make_stage, free_stage);
}
