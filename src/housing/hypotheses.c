/* hypotheses.c - what the programme hopes for, as far as the records can measure it.
 *
 * Three hypotheses, measured apart and never asserted: each measure carries what it does not show, and where
 * the records know nothing it says what would be needed.
 */
#include <math.h>
#include "ledger_parts.h"

const char *xn_hypothesis_name(enum xn_hypothesis hypothesis)
{
    static const char *const name[] = {"dense_areas_relieved", "families_use_other_areas",
                                       "areas_take_in_potential"};
    return name[hypothesis];
}

const char *xn_hypothesis_sentence(enum xn_hypothesis hypothesis)
{
    static const char *const sentence[] = {
        XN_N("Hypothesis 1: dense areas are relieved."),
        XN_N("Hypothesis 2: families can use the potential of the other areas."),
        XN_N("Hypothesis 3: those areas can take in the families' own potential.")};
    return sentence[hypothesis];
}

#define NOT_RELIEF                                                                                           \
    XN_N(                                                                                                    \
        "It does not show that dense areas are relieved: the records know where the programme's households " \
        "moved to, not who moved out of a dense area, nor who would have moved in without the programme.")
#define NOT_EVENNESS                                                                                         \
    XN_N("It does not show that the city became more even: everybody else moves too, and the change is "     \
         "computed from counts that are older than the move.")
#define NOT_USE XN_N("It does not show that families use what an area offers, only that they moved there.")
#define NOT_NEARNESS                                                                                         \
    XN_N("It does not show that the ties are kept: the distance is a straight line to the places that the "  \
         "household named.")
#define NOT_STAYING                                                                                          \
    XN_N("It does not show that the families are content: who stays may lack a choice, and who leaves may "  \
         "have found something better.")
#define NOT_POTENTIAL XN_N("Nothing about this hypothesis is shown by where families live.")

/* --- shares -------------------------------------------------------------------------------------------- */

static void put_rate(struct xn_ledger *ledger, struct xn_hypothesis_measure measure, size_t cases, size_t of)
{
    const struct xn_rate rate = xn_wilson(cases, of, XN_Z_95);
    measure.n = of;
    measure.value = rate.share;
    measure.lower = rate.lower;
    measure.upper = rate.upper;
    measure.reason = of == 0 ? XN_N("there is no such move yet") : NULL;
    ledger->measure[ledger->n_measures++] = measure;
}

static bool counts(const struct xn_ledger *ledger, const struct xn_ledger_placement *placement)
{
    return ledger_covers(ledger, xn_quarter_of(placement->moved_in_on));
}

static void put_class_share(struct ledger_work *work, struct xn_hypothesis_measure measure,
                            enum xn_class class_)
{
    const struct xn_by_class all = work->ledger->quarter[work->ledger->n_quarters - 1].so_far.by_class;
    put_rate(work->ledger, measure, all.of[class_], xn_by_class_sum(all));
}

static void put_nearness(struct ledger_work *work)
{
    size_t near = 0, of = 0;
    for (size_t i = 0; i < work->records->n_placements; i++) {
        const struct xn_ledger_placement *placement = &work->records->placement[i];
        if (!counts(work->ledger, placement) || placement->class_ != XN_MIXED ||
            isnan(placement->tie_distance_m))
            continue;
        of++;
        near += placement->tie_distance_m <= XN_NEAR_TIES_M;
    }
    put_rate(work->ledger,
             (struct xn_hypothesis_measure){
                 .hypothesis = XN_HYPOTHESIS_USE,
                 .id = "near_ties_in_mixed",
                 .english =
                     XN_N("of the moves into mixed areas, the share within 2,000 m of the household's ties"),
                 .not_shown = NOT_NEARNESS},
             near, of);
}

static void put_staying(struct ledger_work *work, int months, const char *id, const char *english)
{
    size_t stayed = 0, of = 0;
    for (size_t i = 0; i < work->records->n_placements; i++) {
        const struct xn_ledger_placement *placement = &work->records->placement[i];
        if (!counts(work->ledger, placement) || placement->class_ != XN_MIXED ||
            placement->moved_in_on > xn_date_months_before(work->records->today, months))
            continue;
        of++;
        stayed += placement->ended_on == XN_NO_DATE ||
                  placement->moved_in_on <= xn_date_months_before(placement->ended_on, months);
    }
    put_rate(work->ledger,
             (struct xn_hypothesis_measure){
                 .hypothesis = XN_HYPOTHESIS_USE, .id = id, .english = english, .not_shown = NOT_STAYING},
             stayed, of);
}

/* --- the change of the index --------------------------------------------------------------------------- */

/* The sign test's interval for a median: from the k-th smallest value to the k-th greatest, k the greatest
 * rank with Pr(fewer than k of n fair coins) at most 2.5 %; 0: too few values for any. Normal above 1,000. */
static size_t sign_test_rank(size_t n)
{
    if (n > 1000)
        return (size_t)(((double)n - XN_Z_95 * sqrt((double)n)) / 2.0);
    double probability = pow(0.5, (double)n), sum = probability;
    size_t k = 0;
    while (sum <= 0.025 && k < n / 2) {
        k++;
        probability *= (double)(n - k + 1) / (double)k;
        sum += probability;
    }
    return k;
}

static void put_index_change(struct ledger_work *work)
{
    struct xn_hypothesis_measure measure = {
        .hypothesis = XN_HYPOTHESIS_RELIEF,
        .id = "index_change",
        .english =
            XN_N("the median change of the city's index by one move, as computed at the decision (less is "
                 "more even)"),
        .value = NAN,
        .lower = NAN,
        .upper = NAN,
        .not_shown = NOT_EVENNESS};
    for (size_t i = 0; i < work->records->n_placements; i++) {
        const struct xn_ledger_placement *placement = &work->records->placement[i];
        work->value[measure.n] = placement->effect_after - placement->effect_before;
        measure.n += counts(work->ledger, placement) && isfinite(work->value[measure.n]) ? 1 : 0;
    }
    measure.value = xn_quartiles_of(work->value, measure.n).median;
    const size_t k = sign_test_rank(measure.n);
    if (k > 0) {
        measure.lower = work->value[k - 1];
        measure.upper = work->value[measure.n - k];
    }
    measure.reason = measure.n == 0 ? XN_N("no decision recorded the index before and after") : NULL;
    work->ledger->measure[work->ledger->n_measures++] = measure;
}

#define MEASURES 7

enum xn_status ledger_put_hypotheses(struct ledger_work *work, struct xn_error *err)
{
    struct xn_ledger *ledger = work->ledger;
    XN_TRY(XN_ARENA_ARRAY(ledger->arena, MEASURES, &ledger->measure, err));
    put_class_share(
        work,
        (struct xn_hypothesis_measure){.hypothesis = XN_HYPOTHESIS_RELIEF,
                                       .id = "moves_into_concentrated",
                                       .english = XN_N("the share of moves into concentrated areas"),
                                       .not_shown = NOT_RELIEF},
        XN_CONCENTRATED);
    put_index_change(work);
    put_class_share(work,
                    (struct xn_hypothesis_measure){.hypothesis = XN_HYPOTHESIS_USE,
                                                   .id = "moves_into_mixed",
                                                   .english = XN_N("the share of moves into mixed areas"),
                                                   .not_shown = NOT_USE},
                    XN_MIXED);
    put_nearness(work);
    put_staying(
        work, 6, "in_mixed_after_6_months",
        XN_N("of the moves into mixed areas at least 6 months ago, the share still there after 6 months"));
    put_staying(
        work, 12, "in_mixed_after_12_months",
        XN_N("of the moves into mixed areas at least 12 months ago, the share still there after 12 months"));
    ledger->measure[ledger->n_measures++] = (struct xn_hypothesis_measure){
        .hypothesis = XN_HYPOTHESIS_POTENTIAL,
        .id = "none",
        .english = XN_N("what families bring to their area"),
        .value = NAN,
        .lower = NAN,
        .upper = NAN,
        .reason =
            XN_N("The records hold nothing about it. It would take asking families and neighbours, before "
                 "the move and a year after, and areas without the programme to compare with."),
        .not_shown = NOT_POTENTIAL};
    return XN_OK;
}
