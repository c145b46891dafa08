/* fairness.c - do the programme's households get what others get? (RULES R15)
 *
 * What was let to the programme is compared with what was published in the same quarter and not let to it;
 * the time to a move with the time that those still waiting have waited; distances in mixed areas with those
 * in others. Medians and a rank-based shift: few cases, skewed. Below XN_FAIRNESS_LEAST cases on a side
 * nothing is given, for it would be about single families.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "ledger_parts.h"

static const struct {
    const char *name, *sentence;
} measures[XN_FAIRNESS_COUNT] = {
    [XN_FAIRNESS_RENT] = {"rent_eur", XN_N("rent (euro): dwellings moved into against those published in the "
                                           "quarter and not let to the programme")},
    [XN_FAIRNESS_RENT_PER_M2] =
        {"rent_per_m2_eur", XN_N("rent per m² (euro): dwellings moved into against those published in the "
                                 "quarter and not let to the programme")},
    [XN_FAIRNESS_AREA] = {"area_m2", XN_N("area (m²): dwellings moved into against those published in the "
                                          "quarter and not let to the programme")},
    [XN_FAIRNESS_ROOMS] = {"rooms", XN_N("rooms: dwellings moved into against those published in the quarter "
                                         "and not let to the programme")},
    [XN_FAIRNESS_TIE_DISTANCE] = {"tie_distance_m",
                                  XN_N("distance to the ties (m): moves into mixed areas against moves into "
                                       "other areas")},
    [XN_FAIRNESS_WAITING] = {"waiting_days",
                             XN_N("days waited: households that moved against households still "
                                  "waiting at the end of the quarter")},
};

const char *xn_fairness_name(enum xn_fairness_measure measure)
{
    return measures[measure].name;
}

const char *xn_fairness_sentence(enum xn_fairness_measure measure)
{
    return measures[measure].sentence;
}

/* --- who was let what ---------------------------------------------------------------------------------- */

/* Placements by dwelling and by household, to look up. */
struct placed {
    const struct xn_ledger_placement **by_dwelling, **by_household;
    size_t n;
};

static int compare_dwellings(const void *a, const void *b)
{
    const struct xn_ledger_placement *const *left = a, *const *right = b;
    return strcmp((*left)->dwelling.id, (*right)->dwelling.id);
}

static int compare_households(const void *a, const void *b)
{
    const struct xn_ledger_placement *const *left = a, *const *right = b;
    return strcmp((*left)->household, (*right)->household);
}

static enum xn_status sort_placements(const struct ledger_work *work, struct placed *ret,
                                      struct xn_error *err)
{
    const struct xn_ledger_records *records = work->records;
    struct placed placed = {.n = records->n_placements};
    XN_TRY(XN_ARENA_ARRAY(work->ledger->arena, placed.n, &placed.by_dwelling, err));
    XN_TRY(XN_ARENA_ARRAY(work->ledger->arena, placed.n, &placed.by_household, err));
    for (size_t i = 0; i < placed.n; i++)
        placed.by_dwelling[i] = placed.by_household[i] = &records->placement[i];
    qsort(placed.by_dwelling, placed.n, sizeof *placed.by_dwelling, compare_dwellings);
    qsort(placed.by_household, placed.n, sizeof *placed.by_household, compare_households);
    *ret = placed;
    return XN_OK;
}

static bool was_let(const struct placed *placed, const char *dwelling)
{
    const struct xn_ledger_placement wanted = {.dwelling = {.id = dwelling}}, *key = &wanted;
    return bsearch(&key, placed->by_dwelling, placed->n, sizeof *placed->by_dwelling, compare_dwellings) !=
           NULL;
}

static bool has_moved_by(const struct placed *placed, const char *household, xn_date day)
{
    const struct xn_ledger_placement wanted = {.household = household}, *key = &wanted;
    const struct xn_ledger_placement **first = placed->by_household, **end = first + placed->n;
    const struct xn_ledger_placement **at =
        bsearch(&key, first, placed->n, sizeof *first, compare_households);
    while (at && at > first && compare_households(at - 1, &key) == 0)
        at--;
    for (; at && at < end && compare_households(at, &key) == 0; at++)
        if ((*at)->moved_in_on != XN_NO_DATE && (*at)->moved_in_on <= day)
            return true;
    return false;
}

/* --- one measure in one quarter ------------------------------------------------------------------------ */

static double measure_of(enum xn_fairness_measure measure, const struct xn_ledger_dwelling *dwelling)
{
    switch (measure) {
    case XN_FAIRNESS_RENT:
        return dwelling->rent_eur;
    case XN_FAIRNESS_RENT_PER_M2:
        return dwelling->area_m2 > 0 ? dwelling->rent_eur / dwelling->area_m2 : NAN;
    case XN_FAIRNESS_AREA:
        return dwelling->area_m2;
    case XN_FAIRNESS_ROOMS:
        return dwelling->rooms;
    default:
        return NAN;
    }
}

struct sides {
    const struct ledger_work *work;
    const struct placed *placed;
    xn_quarter quarter;
    enum xn_fairness_measure measure;
    size_t n_programme, n_comparison;
};

static void put_programme(struct sides *sides, double value)
{
    sides->work->value[sides->n_programme] = value;
    sides->n_programme += isfinite(value) ? 1 : 0;
}

static void put_comparison(struct sides *sides, double value)
{
    sides->work->other[sides->n_comparison] = value;
    sides->n_comparison += isfinite(value) ? 1 : 0;
}

/* A dwelling of which neither rooms nor area are known may be a garage: it is no comparison. */
static bool comparable(const struct xn_ledger_dwelling *dwelling)
{
    return isfinite(dwelling->rooms) || isfinite(dwelling->area_m2);
}

static void compare_supply(struct sides *sides)
{
    const struct xn_ledger_records *records = sides->work->records;
    for (size_t i = 0; i < records->n_publications; i++) {
        const struct xn_ledger_publication *publication = &records->publication[i];
        if (xn_quarter_of(publication->published_on) == sides->quarter &&
            comparable(&publication->dwelling) && !was_let(sides->placed, publication->dwelling.id))
            put_comparison(sides, measure_of(sides->measure, &publication->dwelling));
    }
}

static void compare_waiting(struct sides *sides)
{
    const struct xn_ledger_records *records = sides->work->records;
    const xn_date last = xn_quarter_last_day(sides->quarter);
    const xn_date day = last < records->today ? last : records->today;
    for (size_t i = 0; i < records->n_households; i++) {
        const struct xn_ledger_household *household = &records->household[i];
        const bool gone = household->left_on != XN_NO_DATE && household->left_on <= day;
        if (household->arrived_on != XN_NO_DATE && household->arrived_on <= day && !gone &&
            !has_moved_by(sides->placed, household->id, day))
            put_comparison(sides, (double)day - (double)household->arrived_on);
    }
}

static void put_move(struct sides *sides, const struct xn_ledger_placement *placement)
{
    if (sides->measure == XN_FAIRNESS_WAITING)
        put_programme(sides, ledger_days_waited(sides->work, placement));
    else if (sides->measure != XN_FAIRNESS_TIE_DISTANCE)
        put_programme(sides, measure_of(sides->measure, &placement->dwelling));
    else if (placement->class_ == XN_MIXED)
        put_programme(sides, placement->tie_distance_m);
    else
        put_comparison(sides, placement->tie_distance_m);
}

static void gather(struct sides *sides)
{
    const struct xn_ledger_records *records = sides->work->records;
    for (size_t i = 0; i < records->n_placements; i++)
        if (xn_quarter_of(records->placement[i].moved_in_on) == sides->quarter)
            put_move(sides, &records->placement[i]);
    if (sides->measure == XN_FAIRNESS_WAITING)
        compare_waiting(sides);
    else if (sides->measure != XN_FAIRNESS_TIE_DISTANCE)
        compare_supply(sides);
}

static struct xn_comparison compare(struct sides *sides)
{
    gather(sides);
    struct xn_comparison ret = {.quarter = sides->quarter,
                                .measure = sides->measure,
                                .n_programme = sides->n_programme,
                                .n_comparison = sides->n_comparison,
                                .programme = NAN,
                                .comparison = NAN,
                                .difference = {NAN, NAN, NAN}};
    if (ret.n_programme < XN_FAIRNESS_LEAST || ret.n_comparison < XN_FAIRNESS_LEAST) {
        ret.reason = XN_N("fewer than 5 cases on one side: not given");
        return ret;
    }
    double *a = sides->work->value, *b = sides->work->other;
    ret.programme = xn_quartiles_of(a, ret.n_programme).median;
    ret.comparison = xn_quartiles_of(b, ret.n_comparison).median;
    ret.difference = xn_hodges_lehmann(a, ret.n_programme, b, ret.n_comparison, XN_Z_95);
    return ret;
}

enum xn_status ledger_put_fairness(struct ledger_work *work, struct xn_error *err)
{
    struct xn_ledger *ledger = work->ledger;
    struct placed placed;
    XN_TRY(sort_placements(work, &placed, err));
    XN_TRY(XN_ARENA_ARRAY(ledger->arena, ledger->n_quarters * XN_FAIRNESS_COUNT, &ledger->comparison, err));
    for (xn_quarter quarter = ledger->from; quarter <= ledger->to; quarter++)
        for (int measure = 0; measure < XN_FAIRNESS_COUNT; measure++) {
            struct sides sides = {.work = work,
                                  .placed = &placed,
                                  .quarter = quarter,
                                  .measure = (enum xn_fairness_measure)measure};
            ledger->comparison[ledger->n_comparisons++] = compare(&sides);
        }
    return XN_OK;
}
