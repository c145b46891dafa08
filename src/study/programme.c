/* programme.c - the ledger and the market as they are told. See xenia/programme.h.
 *
 * Each number of people alone is told to the nearest 5 or as "fewer than 5". Together they are sums and parts
 * of one another, so programme_guard.c says which of them can be told side by side; programme_test.c attacks
 * all of them.
 */
#include "xenia/programme.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "programme_guard.h"
#include "xenia/disclosure.h"

#define DAYS_ROUNDING 10
#define RENT_ROUNDING 10

/* --- numbers as they are told
 * ---------------------------------------------------------------------------------- */

struct xn_told xn_told_count(size_t count)
{
    if (count > 0 && count < XN_DISCLOSURE_GROUP_MIN)
        return (struct xn_told){.count = NAN, .few = true};
    return (struct xn_told){.count = XN_DISCLOSURE_ROUNDING * round((double)count / XN_DISCLOSURE_ROUNDING)};
}

static double in_bands(double share)
{
    const double n_bands = round(1 / XN_DISCLOSURE_SHARE_BAND);
    return round(share * n_bands) / n_bands;
}

/* Of `of` cases at most 4 are on the other side: what follows, in whole bands, on the safe side. */
static double safe_band(size_t of, bool at_least)
{
    const double n_bands = round(1 / XN_DISCLOSURE_SHARE_BAND);
    const double most = (XN_DISCLOSURE_GROUP_MIN - 1) / (double)of;
    return at_least ? floor((1 - most) * n_bands + 1e-9) / n_bands : ceil(most * n_bands - 1e-9) / n_bands;
}

struct xn_told_rate xn_told_rate(const struct xn_rate *rate)
{
    struct xn_told_rate told = {NAN, NAN, NAN, NAN, NAN};
    if (rate->of < 2 * XN_DISCLOSURE_GROUP_MIN)
        return told;
    if (rate->of - rate->cases < XN_DISCLOSURE_GROUP_MIN) {
        told.at_least = safe_band(rate->of, true);
    } else if (rate->cases < XN_DISCLOSURE_GROUP_MIN) {
        told.at_most = safe_band(rate->of, false);
    } else {
        told.share = in_bands(rate->share);
        told.lower = in_bands(rate->lower);
        told.upper = in_bands(rate->upper);
    }
    return told;
}

/* A median of fewer than 5 would be somebody's own number. */
static double told_median(struct xn_quartiles quartiles, double rounding)
{
    return quartiles.n < XN_DISCLOSURE_GROUP_MIN ? NAN : rounding * round(quartiles.median / rounding);
}

/* --- moves
 * ---------------------------------------------------------------------------------------------------- */

static size_t exceptions_of(const struct xn_ledger *ledger, xn_quarter quarter)
{
    size_t sum = 0;
    for (size_t i = 0; i < ledger->n_exceptions; i++)
        sum += ledger->exception[i].quarter == quarter ? ledger->exception[i].count : 0;
    return sum;
}

static const struct xn_told untold = {.count = NAN};
static const struct xn_told_rate untold_rate = {NAN, NAN, NAN, NAN, NAN};

static struct xn_told tell_if(bool told, size_t count)
{
    return told ? xn_told_count(count) : untold;
}

static struct xn_told_rate tell_rate_if(bool told, const struct xn_rate *rate)
{
    return told ? xn_told_rate(rate) : untold_rate;
}

static struct xn_programme_quarter tell_quarter(const struct xn_ledger *ledger,
                                                const struct xn_ledger_quarter *quarter,
                                                const struct programme_told *what)
{
    const struct xn_ledger_moves *moves = &quarter->moves, *so_far = &quarter->so_far;
    struct xn_programme_quarter told = {
        .households_arrived = xn_told_count(quarter->households_arrived),
        .moves = tell_if(what->moves, xn_by_class_sum(moves->by_class)),
        .exceptions = xn_told_count(exceptions_of(ledger, quarter->quarter)),
        .moves_so_far = tell_if(what->moves_so_far, xn_by_class_sum(so_far->by_class)),
        .in_mixed = tell_rate_if(what->classes, &moves->in_mixed),
        .not_concentrated = tell_rate_if(what->classes, &moves->not_concentrated),
        .in_mixed_so_far = tell_rate_if(what->rates, &so_far->in_mixed),
        .not_concentrated_so_far = tell_rate_if(what->rates, &so_far->not_concentrated),
        .waited_days = told_median(quarter->waited_days, DAYS_ROUNDING)};
    for (size_t c = 0; c < XN_CLASS_COUNT; c++)
        told.by_class[c] = tell_if(what->classes, moves->by_class.of[c]);
    xn_quarter_print(quarter->quarter, told.quarter);
    return told;
}

static enum xn_status tell_quarters(const struct xn_ledger *ledger, struct xn_programme *programme,
                                    struct xn_error *err)
{
    struct programme_told *what = NULL;
    XN_TRY(XN_ARENA_ARRAY(programme->arena, ledger->n_quarters, &programme->quarter, err));
    XN_TRY(XN_ARENA_ARRAY(programme->arena, ledger->n_quarters, &what, err));
    XN_TRY(programme_guard(ledger, what, err));
    for (size_t q = 0; q < ledger->n_quarters; q++)
        programme->quarter[q] = tell_quarter(ledger, &ledger->quarter[q], &what[q]);
    programme->n_quarters = ledger->n_quarters;
    return XN_OK;
}

/* --- exceptions ------------------------------------------------------------------------------------------
 */

/* Quarters count from the year 0 on, four a year. */
static int year_of(xn_quarter quarter)
{
    return quarter / 4;
}

/* The position of a code among those of a year, which are the list's last; n when it is not there. */
static size_t find_code(const struct xn_programme_exception *exception, size_t n, int year, const char *code)
{
    for (size_t i = n; i-- > 0 && exception[i].year == year;)
        if (strcmp(exception[i].code, code) == 0)
            return i;
    return n;
}

/* The exceptions of a quarter by code are added to those of its year; what is new joins the list. */
static enum xn_status add_exceptions(const struct xn_ledger *ledger, xn_quarter quarter,
                                     struct xn_programme *programme, size_t *count, struct xn_error *err)
{
    for (size_t i = 0; i < ledger->n_exceptions; i++) {
        const struct xn_code_count *exception = &ledger->exception[i];
        if (exception->quarter != quarter)
            continue;
        const size_t at =
            find_code(programme->exception, programme->n_exceptions, year_of(quarter), exception->code);
        count[at] += exception->count;
        if (at < programme->n_exceptions)
            continue;
        programme->exception[at].year = year_of(quarter);
        if (!(programme->exception[at].code = xn_arena_strdup(programme->arena, exception->code)))
            return xn_fail_memory(err);
        programme->n_exceptions++;
    }
    return XN_OK;
}

/* The quarters first .. last - 1 are those of a year. Where its numbers by code and by quarter would give
 * each other away, the codes are named without numbers. */
static enum xn_status tell_year(const struct xn_ledger *ledger, size_t first, size_t last,
                                struct xn_programme *programme, struct xn_error *err)
{
    const size_t before = programme->n_exceptions;
    size_t by_quarter[4] = {0}, *by_code = NULL;
    XN_TRY(XN_ARENA_ARRAY(programme->arena, ledger->n_exceptions, &by_code, err));
    for (size_t q = first; q < last; q++) {
        by_quarter[q - first] = exceptions_of(ledger, ledger->quarter[q].quarter);
        XN_TRY(add_exceptions(ledger, ledger->quarter[q].quarter, programme, by_code, err));
    }
    const bool open = programme_parts_are_open(by_code + before, programme->n_exceptions - before, by_quarter,
                                               last - first);
    for (size_t i = before; i < programme->n_exceptions; i++)
        programme->exception[i].count = tell_if(open, by_code[i]);
    return XN_OK;
}

/* Of the years that are over on the day. */
static enum xn_status tell_exceptions(const struct xn_ledger *ledger, xn_date day,
                                      struct xn_programme *programme, struct xn_error *err)
{
    const int year_of_day = year_of(xn_quarter_of(day));
    XN_TRY(XN_ARENA_ARRAY(programme->arena, ledger->n_exceptions, &programme->exception, err));
    for (size_t first = 0, last; first < ledger->n_quarters; first = last) {
        for (last = first; last < ledger->n_quarters &&
                           year_of(ledger->quarter[last].quarter) == year_of(ledger->quarter[first].quarter);)
            last++;
        if (year_of(ledger->quarter[first].quarter) < year_of_day)
            XN_TRY(tell_year(ledger, first, last, programme, err));
    }
    return XN_OK;
}

/* --- commitments
 * ----------------------------------------------------------------------------------------------- */

static enum xn_status tell_commitment(const struct xn_ledger_share *share, struct xn_arena *arena,
                                      struct xn_programme_commitment *ret, struct xn_error *err)
{
    *ret = (struct xn_programme_commitment){.corporation = xn_arena_strdup(arena, share->corporation),
                                            .promised = share->has_promise ? (double)share->promised : NAN,
                                            .offered = xn_by_class_sum(share->offered),
                                            .accepted = xn_told_count(xn_by_class_sum(share->accepted))};
    memcpy(ret->offered_by_class, share->offered.of, sizeof ret->offered_by_class);
    xn_quarter_print(share->quarter, ret->quarter);
    return ret->corporation ? XN_OK : xn_fail_memory(err);
}

static enum xn_status tell_commitments(const struct xn_ledger *ledger, struct xn_programme *programme,
                                       struct xn_error *err)
{
    XN_TRY(XN_ARENA_ARRAY(programme->arena, ledger->n_shares, &programme->commitment, err));
    for (size_t i = 0; i < ledger->n_shares; i++)
        XN_TRY(tell_commitment(&ledger->share[i], programme->arena, &programme->commitment[i], err));
    programme->n_commitments = ledger->n_shares;
    return XN_OK;
}

/* --- who waits
 * -------------------------------------------------------------------------------------------------- */

static size_t size_band(size_t persons)
{
    return persons == 0 ? 4 : persons <= 2 ? persons - 1 : persons <= 4 ? 2 : 3;
}

static enum xn_status tell_needs(const struct xn_programme_source *source, struct xn_programme *programme,
                                 struct xn_error *err)
{
    static const char *const name[] = {"1", "2", "3-4", "5+", ""};
    size_t count[5] = {0}, step_free = 0;
    for (size_t i = 0; i < source->n_waiting; i++) {
        count[size_band(source->waiting[i].persons)]++;
        step_free += source->waiting[i].step_free;
    }
    const bool open = programme_parts_are_open(count, 5, &source->n_waiting, 1);
    XN_TRY(XN_ARENA_ARRAY(programme->arena, 5, &programme->need, err));
    for (size_t i = 0; i < 5; i++)
        if (count[i] > 0)
            programme->need[programme->n_needs++] =
                (struct xn_programme_need){.size = name[i], .households = tell_if(open, count[i])};
    programme->waiting = xn_told_count(source->n_waiting);
    programme->waiting_step_free = xn_told_count(step_free);
    programme->waiting_days = told_median(source->ledger->waiting_days, DAYS_ROUNDING);
    programme->longest_waiting_days =
        source->ledger->waiting_days.n < XN_DISCLOSURE_GROUP_MIN
            ? NAN
            : DAYS_ROUNDING * round(source->ledger->longest_waiting_days / DAYS_ROUNDING);
    return XN_OK;
}

/* --- the market
 * ------------------------------------------------------------------------------------------------- */

static size_t rooms_band(double rooms)
{
    return !(rooms >= 1) ? XN_PROGRAMME_ROOMS - 1 : rooms >= 5 ? 4 : (size_t)floor(rooms) - 1;
}

static enum xn_class class_of(const struct xn_programme_source *source, const struct xn_dwelling *dwelling)
{
    size_t deciding;
    unsigned without_data;
    if (!dwelling->has_place)
        return XN_UNDETERMINED;
    return xn_typology_address(source->typology, dwelling->unit, source->typology->n_levels, &deciding,
                               &without_data);
}

static double rent_of(const struct xn_dwelling *dwelling)
{
    return isfinite(dwelling->rent_gross_eur) ? dwelling->rent_gross_eur : dwelling->rent_net_eur;
}

/* The median rent of the dwellings with so many rooms; `rent` has room for all of them. */
static double rent_of_band(const struct xn_programme_source *source, size_t band, double *rent)
{
    size_t n = 0;
    for (size_t i = 0; i < source->n_dwellings; i++)
        if (rooms_band(source->dwelling[i].rooms) == band && isfinite(rent_of(&source->dwelling[i])))
            rent[n++] = rent_of(&source->dwelling[i]);
    return told_median(xn_quartiles_of(rent, n), RENT_ROUNDING);
}

static enum xn_status tell_rooms(const struct xn_programme_source *source, struct xn_programme *programme,
                                 struct xn_error *err)
{
    static const char *const name[XN_PROGRAMME_ROOMS] = {"1", "2", "3", "4", "5+", ""};
    struct xn_programme_market *market = &programme->market;
    double *rent = NULL;
    XN_TRY(XN_ARENA_ARRAY(programme->arena, source->n_dwellings, &rent, err));
    for (size_t band = 0; band < XN_PROGRAMME_ROOMS; band++) {
        market->by_rooms[band].rooms = name[band];
        market->by_rooms[band].rent_eur = rent_of_band(source, band, rent);
    }
    return XN_OK;
}

static void count_dwelling(const struct xn_programme_source *source, const struct xn_dwelling *dwelling,
                           struct xn_programme_market *market, size_t *in_unit)
{
    const enum xn_class class_ = class_of(source, dwelling);
    const size_t band = rooms_band(dwelling->rooms);
    market->n_dwellings++;
    market->by_class[class_]++;
    market->by_rooms[band].n_dwellings++;
    market->by_rooms[band].by_class[class_]++;
    if (dwelling->has_place && dwelling->unit[0] != XN_NONE)
        in_unit[dwelling->unit[0]]++;
    else
        market->without_area++;
}

static enum xn_status tell_market(const struct xn_programme_source *source, struct xn_programme *programme,
                                  struct xn_error *err)
{
    struct xn_programme_market *market = &programme->market;
    const size_t n = xn_city_units(source->city, 0);
    const char **unit_id = NULL;
    size_t *in_unit = NULL;
    XN_TRY(tell_rooms(source, programme, err));
    XN_TRY(XN_ARENA_ARRAY(programme->arena, n, &unit_id, err));
    XN_TRY(XN_ARENA_ARRAY(programme->arena, n, &in_unit, err));
    XN_TRY(XN_ARENA_ARRAY(programme->arena, n, &market->in_unit, err));
    for (size_t i = 0; i < source->n_dwellings; i++)
        count_dwelling(source, &source->dwelling[i], market, in_unit);
    for (size_t u = 0; u < n; u++) {
        market->in_unit[u] = xn_told_count(in_unit[u]);
        if (!(unit_id[u] = xn_arena_strdup(programme->arena, xn_city_unit(source->city, 0, u)->id)))
            return xn_fail_memory(err);
    }
    market->n_units = n;
    market->unit_id = unit_id;
    return XN_OK;
}

/* --- the whole
 * -------------------------------------------------------------------------------------------------- */

enum xn_status xn_programme_make(const struct xn_programme_source *source, struct xn_programme **ret,
                                 struct xn_error *err)
{
    XN_AUTO(xn_programme_free) struct xn_programme *programme = xn_calloc(1, sizeof *programme);
    if (!programme || !(programme->arena = xn_arena_new()))
        return xn_fail_memory(err);
    programme->day = source->day;
    XN_TRY(tell_quarters(source->ledger, programme, err));
    XN_TRY(tell_exceptions(source->ledger, source->day, programme, err));
    XN_TRY(tell_commitments(source->ledger, programme, err));
    XN_TRY(tell_needs(source, programme, err));
    XN_TRY(tell_market(source, programme, err));
    *ret = XN_STEAL(programme);
    return XN_OK;
}

void xn_programme_free(struct xn_programme *programme)
{
    if (!programme)
        return;
    xn_arena_free(programme->arena);
    xn_free(programme);
}
