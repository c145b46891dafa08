/* programme_guard.c - see programme_guard.h.
 *
 * The reader knows each quarter's moves, all and by class, the moves so far, and shares: sums and differences
 * of the same few numbers, told over and over. Four quarters told as "few" and their sum told as "few" are
 * four times one move. So before a quarter is told, other histories are looked for that look the same: every
 * quarter may differ from the true one by up to APART moves of each class, and the sums by up to DRIFT. What
 * is told is open when
 *   - for every quarter's number from 1 to 4, of all moves or of a class, told or not, there are such
 * histories with each of 1, 2, 3 and 4;
 *   - for every sum so far from 1 to 4 there are at least SUM_VALUES values.
 * If not, less is told of the newest quarter, and in the last resort nothing. Histories further away may
 * exist and are not looked for: that errs on the safe side.
 *
 * A history is a path through sums: a state is by how much the sums of the three classes differ from the true
 * ones. Forward: which states can be reached from the first quarter; backward: from which the last can be.
 * O(quarters^2 x states x steps), with 2,197 states and mostly fewer than 100 steps.
 */
#include "programme_guard.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "xenia/disclosure.h"

enum { APART = 4, DRIFT = 6, SUM_VALUES = 3 };
#define WIDTH (2 * DRIFT + 1)
#define STATES (WIDTH * WIDTH * WIDTH)
#define STEPS ((2 * APART + 1) * (2 * APART + 1) * (2 * APART + 1))
#define FEW_MAX (XN_DISCLOSURE_GROUP_MIN - 1)

/* --- what looks the same
 * ------------------------------------------------------------------------------------- */

/* By how much moves differ, by class. */
struct apart {
    int of[XN_CLASS_COUNT];
};

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same_told(size_t a, size_t b)
{
    const struct xn_told x = xn_told_count(a), y = xn_told_count(b);
    return x.few == y.few && same_number(x.count, y.count);
}

static bool same_rate(size_t cases, size_t of, size_t other_cases, size_t other_of)
{
    const struct xn_rate a = xn_wilson(cases, of, XN_Z_95), b = xn_wilson(other_cases, other_of, XN_Z_95);
    const struct xn_told_rate x = xn_told_rate(&a), y = xn_told_rate(&b);
    return same_number(x.share, y.share) && same_number(x.lower, y.lower) && same_number(x.upper, y.upper) &&
           same_number(x.at_least, y.at_least) && same_number(x.at_most, y.at_most);
}

static bool same_rates(struct xn_by_class a, struct xn_by_class b)
{
    const size_t all = xn_by_class_sum(a), others = xn_by_class_sum(b);
    return same_rate(a.of[XN_MIXED], all, b.of[XN_MIXED], others) &&
           same_rate(all - a.of[XN_CONCENTRATED], all, others - b.of[XN_CONCENTRATED], others);
}

static bool quarter_looks_same(const struct programme_told *told, struct xn_by_class a, struct xn_by_class b)
{
    if (told->moves && !same_told(xn_by_class_sum(a), xn_by_class_sum(b)))
        return false;
    for (size_t c = 0; told->classes && c < XN_CLASS_COUNT; c++)
        if (!same_told(a.of[c], b.of[c]))
            return false;
    return !told->classes || same_rates(a, b);
}

static bool sums_look_same(const struct programme_told *told, struct xn_by_class a, struct xn_by_class b)
{
    if (told->moves_so_far && !same_told(xn_by_class_sum(a), xn_by_class_sum(b)))
        return false;
    return !told->rates || same_rates(a, b);
}

/* False: there would be fewer than none of a class. */
static bool move(struct xn_by_class from, struct apart apart, struct xn_by_class *ret)
{
    for (size_t c = 0; c < XN_CLASS_COUNT; c++) {
        if (apart.of[c] < 0 && (size_t)-apart.of[c] > from.of[c])
            return false;
        ret->of[c] = from.of[c] + (size_t)apart.of[c];
    }
    return true;
}

/* --- one quarter
 * --------------------------------------------------------------------------------------------- */

struct step {
    struct apart apart;
    struct xn_by_class moves; /* of the quarter, in that history */
};
struct stage {
    struct xn_by_class moves, so_far; /* as they are */
    size_t n_steps;
    struct step *step; /* which the quarter's own numbers allow */
    bool allowed[STATES], forward[STATES], backward[STATES];
};

static struct apart nth(size_t n, int most)
{
    const int width = 2 * most + 1, i = (int)n;
    return (struct apart){{i / (width * width) - most, i / width % width - most, i % width - most}};
}

/* XN_NONE: further than is looked for. */
static size_t state_after(size_t state, struct apart apart)
{
    const struct apart from = nth(state, DRIFT);
    size_t ret = 0;
    for (size_t c = 0; c < XN_CLASS_COUNT; c++) {
        const int at = from.of[c] + apart.of[c];
        if (at < -DRIFT || at > DRIFT)
            return XN_NONE;
        ret = ret * WIDTH + (size_t)(at + DRIFT);
    }
    return ret;
}

/* The true sums: no difference. */
#define TRUE_STATE (STATES / 2)

static void look_around(struct stage *stage, const struct programme_told *told)
{
    struct xn_by_class other;
    stage->n_steps = 0;
    for (size_t n = 0; n < STEPS; n++) {
        const struct apart apart = nth(n, APART);
        if (move(stage->moves, apart, &other) && quarter_looks_same(told, stage->moves, other))
            stage->step[stage->n_steps++] = (struct step){apart, other};
    }
    for (size_t state = 0; state < STATES; state++)
        stage->allowed[state] =
            move(stage->so_far, nth(state, DRIFT), &other) && sums_look_same(told, stage->so_far, other);
}

/* --- all of them
 * --------------------------------------------------------------------------------------------- */

static void go_forward(struct stage *stage, const struct stage *before)
{
    memset(stage->forward, 0, sizeof stage->forward);
    for (size_t state = 0; state < STATES; state++)
        for (size_t i = 0; i < stage->n_steps; i++) {
            const bool from = before ? before->forward[state] : state == TRUE_STATE;
            const size_t to = from ? state_after(state, stage->step[i].apart) : XN_NONE;
            if (!from)
                break;
            if (to != XN_NONE && stage->allowed[to])
                stage->forward[to] = true;
        }
}

/* From which sums after this quarter the later ones can be reached. */
static void go_backward(struct stage *stage, const struct stage *after)
{
    for (size_t state = 0; state < STATES; state++) {
        stage->backward[state] = stage->allowed[state] && !after;
        for (size_t i = 0; after && stage->allowed[state] && !stage->backward[state] && i < after->n_steps;
             i++) {
            const size_t to = state_after(state, after->step[i].apart);
            stage->backward[state] = to != XN_NONE && after->backward[to];
        }
    }
}

/* Numbers of one quarter or sum: three classes, all, all but the mixed ones. */
enum { NUMBERS = XN_CLASS_COUNT + 2 };
static size_t number_of(struct xn_by_class moves, size_t which)
{
    const size_t all = xn_by_class_sum(moves);
    return which < XN_CLASS_COUNT    ? moves.of[which]
           : which == XN_CLASS_COUNT ? all
                                     : all - moves.of[XN_MIXED];
}

/* Which values the numbers may have: a bit each. */
struct possible {
    uint32_t values[NUMBERS];
};
#define BIT_MAX 31 /* far above what lies DRIFT away from a few */

static void note(struct possible *possible, struct xn_by_class moves)
{
    for (size_t n = 0; n < NUMBERS; n++)
        if (number_of(moves, n) <= BIT_MAX)
            possible->values[n] |= UINT32_C(1) << number_of(moves, n);
}

static int count_values(uint32_t values)
{
    int n = 0;
    for (; values; values &= values - 1)
        n++;
    return n;
}

static struct possible possible_moves(const struct stage *stage, const struct stage *before)
{
    struct possible possible = {{0}};
    for (size_t state = 0; state < STATES; state++) {
        if (before ? !before->forward[state] : state != TRUE_STATE)
            continue;
        for (size_t i = 0; i < stage->n_steps; i++) {
            const size_t to = state_after(state, stage->step[i].apart);
            if (to != XN_NONE && stage->backward[to])
                note(&possible, stage->step[i].moves);
        }
    }
    return possible;
}

static struct possible possible_sums(const struct stage *stage)
{
    struct possible possible = {{0}};
    struct xn_by_class sums;
    for (size_t state = 0; state < STATES; state++)
        if (stage->forward[state] && stage->backward[state] && move(stage->so_far, nth(state, DRIFT), &sums))
            note(&possible, sums);
    return possible;
}

static bool is_few(size_t count)
{
    return count > 0 && count <= FEW_MAX;
}

/* All numbers of a sum; of a quarter those that it has of its own. */
static bool is_open(const struct stage *stage, const struct stage *before)
{
    const uint32_t each = (UINT32_C(1) << (FEW_MAX + 1)) - 2; /* 1, 2, 3 and 4 */
    const struct possible moves = possible_moves(stage, before), sums = possible_sums(stage);
    for (size_t n = 0; n < NUMBERS; n++) {
        if (n <= XN_CLASS_COUNT && is_few(number_of(stage->moves, n)) && (moves.values[n] & each) != each)
            return false;
        if (is_few(number_of(stage->so_far, n)) && count_values(sums.values[n]) < SUM_VALUES)
            return false;
    }
    return true;
}

/* The newest quarter is the last of n. */
static bool all_are_open(struct stage *stage, size_t n)
{
    go_forward(&stage[n - 1], n > 1 ? &stage[n - 2] : NULL);
    for (size_t q = n; q-- > 0;)
        go_backward(&stage[q], q + 1 < n ? &stage[q + 1] : NULL);
    for (size_t q = 0; q < n; q++)
        if (!is_open(&stage[q], q > 0 ? &stage[q - 1] : NULL))
            return false;
    return true;
}

/* --- deciding
 * ------------------------------------------------------------------------------------------------- */

/* From everything to nothing; the shares so far are what readers want most. */
static const struct programme_told choice[] = {{true, true, true, true},    {true, false, true, true},
                                               {true, true, true, false},   {true, false, true, false},
                                               {true, false, false, false}, {false, false, false, false}};
#define CHOICES (sizeof choice / sizeof *choice)

static void decide(struct stage *stage, size_t n, struct programme_told *ret)
{
    for (size_t i = 0; i < CHOICES; i++) {
        *ret = choice[i];
        look_around(&stage[n - 1], ret);
        if (all_are_open(stage, n))
            return;
    }
}

enum xn_status programme_guard(const struct xn_ledger *ledger, struct programme_told *ret,
                               struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) struct stage *stage = xn_calloc(ledger->n_quarters + 1, sizeof *stage);
    XN_CLEANUP(xn_free_pointer) struct step *step = xn_calloc(ledger->n_quarters + 1, STEPS * sizeof *step);
    if (!stage || !step)
        return xn_fail_memory(err);
    for (size_t q = 0; q < ledger->n_quarters; q++) {
        stage[q].moves = ledger->quarter[q].moves.by_class;
        stage[q].so_far = ledger->quarter[q].so_far.by_class;
        stage[q].step = step + q * STEPS;
        decide(stage, q + 1, &ret[q]);
    }
    return XN_OK;
}

/* --- two lists of parts
 * ---------------------------------------------------------------------------------------- */

/* The least and the greatest number that is told as this one. */
static void ends_of(size_t count, size_t *least, size_t *most)
{
    for (*least = count; *least > 0 && same_told(*least - 1, count);)
        --*least;
    for (*most = count; same_told(*most + 1, count);)
        ++*most;
}

static void ends_of_sum(const size_t *part, size_t n, size_t *least, size_t *most)
{
    *least = *most = 0;
    for (size_t i = 0; i < n; i++) {
        size_t low, high;
        ends_of(part[i], &low, &high);
        *least += low;
        *most += high;
    }
}

/* A few of these parts is what the sum of the others leaves of the other list's. */
static bool few_are_open(const size_t *part, size_t n, const size_t *other, size_t n_others)
{
    size_t least, most, other_least, other_most;
    ends_of_sum(part, n, &least, &most);
    ends_of_sum(other, n_others, &other_least, &other_most);
    for (size_t i = 0; i < n; i++)
        if (is_few(part[i]) && (other_least > most - FEW_MAX + 1 || other_most < least - 1 + FEW_MAX))
            return false;
    return true;
}

bool programme_parts_are_open(const size_t *part, size_t n_parts, const size_t *other, size_t n_others)
{
    return few_are_open(part, n_parts, other, n_others) && few_are_open(other, n_others, part, n_parts);
}
