/* ledger_codes.c - codes as they were given (exceptions, refusals), first rows month by month, and the areas
 * that received moves: records sorted by what they share, and counted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ledger_parts.h"

/* --- codes --------------------------------------------------------------------------------------------- */

static int compare_codes(const void *a, const void *b)
{
    const struct xn_code_count *left = a, *right = b;
    if (left->quarter != right->quarter)
        return left->quarter < right->quarter ? -1 : 1;
    return strcmp(left->code, right->code);
}

/* Sorts entries of one each and adds up the equal ones; returns how many are left. */
static size_t count_equal(struct xn_code_count *entry, size_t n_entries)
{
    size_t n = 0;
    qsort(entry, n_entries, sizeof *entry, compare_codes);
    for (size_t i = 0; i < n_entries; i++)
        if (n > 0 && compare_codes(&entry[n - 1], &entry[i]) == 0)
            entry[n - 1].count++;
        else
            entry[n++] = entry[i];
    return n;
}

static size_t list_code(const struct xn_ledger *ledger, struct xn_code_count *entry, const char *code,
                        xn_date on)
{
    const xn_quarter quarter = xn_quarter_of(on);
    if (!code[0] || !ledger_covers(ledger, quarter))
        return 0;
    *entry = (struct xn_code_count){quarter, code, 1};
    return 1;
}

enum xn_status ledger_put_codes(struct ledger_work *work, struct xn_error *err)
{
    const struct xn_ledger_records *records = work->records;
    struct xn_ledger *ledger = work->ledger;
    XN_TRY(XN_ARENA_ARRAY(ledger->arena, records->n_placements, &ledger->exception, err));
    XN_TRY(XN_ARENA_ARRAY(ledger->arena, records->n_offers, &ledger->refusal, err));
    size_t n = 0;
    for (size_t i = 0; i < records->n_placements; i++)
        n += list_code(ledger, &ledger->exception[n], records->placement[i].reason_code,
                       records->placement[i].moved_in_on);
    ledger->n_exceptions = count_equal(ledger->exception, n);
    n = 0;
    for (size_t i = 0; i < records->n_offers; i++)
        if (records->offer[i].outcome == XN_LEDGER_REFUSED)
            n += list_code(ledger, &ledger->refusal[n], records->offer[i].refusal_code,
                           ledger_answered_on(&records->offer[i]));
    ledger->n_refusals = count_equal(ledger->refusal, n);
    return XN_OK;
}

/* --- first rows ---------------------------------------------------------------------------------------- */

static struct xn_ledger_month month_of(xn_date date)
{
    char text[16];
    struct xn_ledger_month ret = {0};
    xn_date_print(date, text, sizeof text);
    if (sscanf(text, "%d-%d", &ret.year, &ret.month) != 2)
        ret.year = ret.month = 0;
    return ret;
}

static int compare_months(const void *a, const void *b)
{
    const struct xn_ledger_month *left = a, *right = b;
    const int difference = (left->year - right->year) * 12 + left->month - right->month;
    return (difference > 0) - (difference < 0);
}

static void judge(struct xn_ledger_month *month)
{
    month->first_row = xn_wilson(month->first_row.cases, month->first_row.of, XN_Z_95);
    month->enough = month->first_row.of >= XN_RUBBER_STAMP_DECISIONS;
    month->notice = month->enough && month->first_row.share > XN_RUBBER_STAMP_SHARE;
}

enum xn_status ledger_put_months(struct ledger_work *work, struct xn_error *err)
{
    const struct xn_ledger_records *records = work->records;
    struct xn_ledger *ledger = work->ledger;
    XN_TRY(XN_ARENA_ARRAY(ledger->arena, records->n_offers, &ledger->month, err));
    size_t n_entries = 0, n = 0;
    for (size_t i = 0; i < records->n_offers; i++) {
        const struct xn_ledger_offer *offer = &records->offer[i];
        const xn_date on = ledger_answered_on(offer);
        if (offer->outcome != XN_LEDGER_ACCEPTED || !ledger_covers(ledger, xn_quarter_of(on)))
            continue;
        ledger->month[n_entries] = month_of(on);
        ledger->month[n_entries++].first_row = (struct xn_rate){.cases = offer->rank == 1, .of = 1};
    }
    qsort(ledger->month, n_entries, sizeof *ledger->month, compare_months);
    for (size_t i = 0; i < n_entries; i++)
        if (n > 0 && compare_months(&ledger->month[n - 1], &ledger->month[i]) == 0) {
            ledger->month[n - 1].first_row.cases += ledger->month[i].first_row.cases;
            ledger->month[n - 1].first_row.of++;
        } else {
            ledger->month[n++] = ledger->month[i];
        }
    for (size_t i = 0; i < n; i++)
        judge(&ledger->month[i]);
    ledger->n_months = n;
    return XN_OK;
}

const char *xn_ledger_month_sentence(const struct xn_ledger_month *month)
{
    if (!month->enough)
        return XN_N("Fewer than 20 decisions: no statement about the first row.");
    return month->notice ? XN_N("More than 95 % took the first row: are decisions looked at, or only signed?")
                         : XN_N("At most 95 % took the first row.");
}

/* --- areas --------------------------------------------------------------------------------------------- */

static int compare_places(const void *a, const void *b)
{
    const struct xn_ledger_area *left = a, *right = b;
    const int level = strcmp(left->level, right->level);
    return level ? level : strcmp(left->unit_id, right->unit_id);
}

static int compare_received(const void *a, const void *b)
{
    const struct xn_ledger_area *left = a, *right = b;
    if (left->moves != right->moves)
        return left->moves > right->moves ? -1 : 1;
    return compare_places(a, b);
}

enum xn_status ledger_put_areas(struct ledger_work *work, struct xn_error *err)
{
    const struct xn_ledger_records *records = work->records;
    struct xn_ledger *ledger = work->ledger;
    struct xn_ledger_area *area = NULL;
    XN_TRY(XN_ARENA_ARRAY(ledger->arena, records->n_placements, &area, err));
    size_t n_entries = 0, n = 0;
    for (size_t i = 0; i < records->n_placements; i++) {
        const struct xn_ledger_placement *placement = &records->placement[i];
        if (ledger_covers(ledger, xn_quarter_of(placement->moved_in_on)))
            area[n_entries++] =
                (struct xn_ledger_area){placement->level, placement->unit_id, 1, placement->persons};
    }
    qsort(area, n_entries, sizeof *area, compare_places);
    for (size_t i = 0; i < n_entries; i++)
        if (n > 0 && compare_places(&area[n - 1], &area[i]) == 0) {
            area[n - 1].moves++;
            area[n - 1].persons += area[i].persons;
        } else {
            area[n++] = area[i];
        }
    qsort(area, n, sizeof *area, compare_received);
    ledger->area = area;
    ledger->n_areas = n;
    return XN_OK;
}
