/* reported.c - what a report can be about, and what the ledger has for it. */
#include "reported.h"
#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    const char *english; /* for sentences */
} kinds[XN_REPORTED_COUNT] = {
    [XN_REPORTED_PERSONS_ARRIVED] = {"persons_arrived", XN_N("persons who arrived")},
    [XN_REPORTED_HOUSEHOLDS_ARRIVED] = {"households_arrived", XN_N("households that arrived")},
    [XN_REPORTED_HOUSEHOLDS_ARRIVED_AT_MOST] = {"households_arrived_at_most",
                                                XN_N("households that arrived, at most")},
    [XN_REPORTED_MOVES] = {"moves", XN_N("households that moved")},
    [XN_REPORTED_NOT_SEGREGATED] = {"not_segregated", XN_N("moves into areas that are not concentrated")},
    [XN_REPORTED_SEGREGATED] = {"segregated", XN_N("moves into concentrated areas")},
    [XN_REPORTED_EXCEPTION] = {"exception", XN_N("exceptions")},
    [XN_REPORTED_HOUSEHOLDS_OPEN] = {"households_open", XN_N("households still without a dwelling")},
    [XN_REPORTED_HOUSEHOLDS_SUPPORTED] = {"households_supported", XN_N("households supported in the search")},
    [XN_REPORTED_WORKING_GROUP_MEMBERS] = {"working_group_members", XN_N("members of the working group")},
};

const char *xn_reported_name(enum xn_reported_what what)
{
    return kinds[what].name;
}

bool xn_reported_parse(const char *name, enum xn_reported_what *ret)
{
    for (int i = 0; i < XN_REPORTED_COUNT; i++)
        if (strcmp(kinds[i].name, name) == 0) {
            *ret = (enum xn_reported_what)i;
            return true;
        }
    return false;
}

const char *reported_words(enum xn_reported_what what)
{
    return kinds[what].english;
}

/* --- the ledger's own figure --------------------------------------------------------------------------- */

static bool within(xn_date on, xn_quarter from, xn_quarter to)
{
    const xn_quarter quarter = xn_quarter_of(on);
    return quarter != XN_NO_QUARTER && quarter >= from && quarter <= to;
}

static double count_households(const struct xn_ledger_records *records, xn_quarter from, xn_quarter to,
                               bool persons)
{
    double sum = 0.0;
    for (size_t i = 0; i < records->n_households; i++)
        if (within(records->household[i].arrived_on, from, to))
            sum += persons ? records->household[i].persons : 1.0;
    return sum; /* NAN when a size is erased */
}

static bool arrived_within(const struct xn_ledger_records *records, const char *household, xn_quarter from,
                           xn_quarter to)
{
    for (size_t i = 0; i < records->n_households; i++)
        if (strcmp(records->household[i].id, household) == 0)
            return within(records->household[i].arrived_on, from, to);
    return false;
}

static bool is_counted(const struct xn_ledger_records *records, const struct xn_reported *reported,
                       const struct xn_ledger_placement *placement)
{
    if (reported->of_from != XN_NO_QUARTER &&
        !arrived_within(records, placement->household, reported->of_from, reported->of_to))
        return false;
    switch (reported->what) {
    case XN_REPORTED_NOT_SEGREGATED:
        return placement->class_ != XN_CONCENTRATED;
    case XN_REPORTED_SEGREGATED:
        return placement->class_ == XN_CONCENTRATED;
    case XN_REPORTED_EXCEPTION:
        return strcmp(placement->reason_code, reported->code) == 0;
    default:
        return true;
    }
}

static double count_moves(const struct xn_ledger_records *records, const struct xn_reported *reported)
{
    double n = 0.0;
    for (size_t i = 0; i < records->n_placements; i++)
        n += within(records->placement[i].moved_in_on, reported->from, reported->to) &&
             is_counted(records, reported, &records->placement[i]);
    return n;
}

/* Arrived by then, and no move by then. */
static double count_open(const struct xn_ledger_records *records, xn_quarter to)
{
    double n = 0.0;
    for (size_t i = 0; i < records->n_households; i++) {
        bool moved = !within(records->household[i].arrived_on, 0, to);
        for (size_t p = 0; !moved && p < records->n_placements; p++)
            moved = strcmp(records->placement[p].household, records->household[i].id) == 0 &&
                    within(records->placement[p].moved_in_on, 0, to);
        n += !moved;
    }
    return n;
}

double reported_in_ledger(const struct xn_reported *reported, const struct xn_ledger_records *records)
{
    const xn_quarter from = reported->from, to = reported->to;
    switch (reported->what) {
    case XN_REPORTED_PERSONS_ARRIVED:
        return count_households(records, from, to, true);
    case XN_REPORTED_HOUSEHOLDS_ARRIVED:
    case XN_REPORTED_HOUSEHOLDS_ARRIVED_AT_MOST:
        return count_households(records, from, to, false);
    case XN_REPORTED_MOVES:
    case XN_REPORTED_NOT_SEGREGATED:
    case XN_REPORTED_SEGREGATED:
    case XN_REPORTED_EXCEPTION:
        return count_moves(records, reported);
    case XN_REPORTED_HOUSEHOLDS_OPEN:
        return count_open(records, to);
    default:
        return NAN; /* the ledger knows nothing of searches and members */
    }
}
