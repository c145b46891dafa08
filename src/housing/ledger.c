/* ledger.c - what came of it, quarter by quarter: arrivals, moves by class, waiting, answers, objections.
 *
 * Everything is counted from the records anew; nothing is kept between two ledgers, so that a figure can
 * always be led back to the rows it stands for.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "ledger_parts.h"

#define QUARTERS_MAX 400

void xn_ledger_records_free(struct xn_ledger_records *records)
{
    if (records)
        xn_arena_free(records->arena);
}

void xn_ledger_free(struct xn_ledger *ledger)
{
    if (ledger)
        xn_arena_free(ledger->arena);
}

size_t xn_by_class_sum(struct xn_by_class counts)
{
    return counts.of[XN_MIXED] + counts.of[XN_UNDETERMINED] + counts.of[XN_CONCENTRATED];
}

/* --- households by id ---------------------------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b)
{
    const struct xn_ledger_household *const *left = a, *const *right = b;
    return strcmp((*left)->id, (*right)->id);
}

static enum xn_status sort_households(struct ledger_work *work, struct xn_error *err)
{
    const struct xn_ledger_records *records = work->records;
    XN_TRY(XN_ARENA_ARRAY(work->ledger->arena, records->n_households, &work->by_id, err));
    for (size_t i = 0; i < records->n_households; i++)
        work->by_id[i] = &records->household[i];
    qsort(work->by_id, records->n_households, sizeof *work->by_id, compare_ids);
    return XN_OK;
}

/* NULL: not known. */
static const struct xn_ledger_household *find_household(const struct ledger_work *work, const char *id)
{
    const struct xn_ledger_household wanted = {.id = id}, *key = &wanted;
    const struct xn_ledger_household **found =
        bsearch(&key, work->by_id, work->records->n_households, sizeof *work->by_id, compare_ids);
    return found ? *found : NULL;
}

double ledger_days_waited(const struct ledger_work *work, const struct xn_ledger_placement *placement)
{
    const struct xn_ledger_household *household = find_household(work, placement->household);
    if (!household || household->arrived_on == XN_NO_DATE || placement->moved_in_on == XN_NO_DATE)
        return NAN;
    return (double)placement->moved_in_on - (double)household->arrived_on;
}

/* --- the range ----------------------------------------------------------------------------------------- */

struct range {
    xn_quarter from, to;
};

static void widen(struct range *range, xn_quarter quarter)
{
    if (quarter == XN_NO_QUARTER)
        return;
    if (range->from == XN_NO_QUARTER || quarter < range->from)
        range->from = quarter;
    if (range->to == XN_NO_QUARTER || quarter > range->to)
        range->to = quarter;
}

static void widen_by_promises(struct range *range, const struct xn_ledger_records *records)
{
    for (size_t i = 0; i < records->n_commitments; i++) {
        xn_quarter quarter = XN_NO_QUARTER;
        if (xn_quarter_parse(records->commitment[i].quarter, &quarter))
            widen(range, quarter);
    }
}

void xn_ledger_range(const struct xn_ledger_records *records, xn_quarter *ret_from, xn_quarter *ret_to)
{
    struct range range = {XN_NO_QUARTER, XN_NO_QUARTER};
    for (size_t i = 0; i < records->n_households; i++) {
        widen(&range, xn_quarter_of(records->household[i].arrived_on));
        widen(&range, xn_quarter_of(records->household[i].left_on));
    }
    for (size_t i = 0; i < records->n_offers; i++) {
        widen(&range, xn_quarter_of(records->offer[i].made_on));
        widen(&range, xn_quarter_of(ledger_answered_on(&records->offer[i])));
    }
    for (size_t i = 0; i < records->n_placements; i++) {
        widen(&range, xn_quarter_of(records->placement[i].moved_in_on));
        widen(&range, xn_quarter_of(records->placement[i].ended_on));
    }
    for (size_t i = 0; i < records->n_objections; i++)
        widen(&range, xn_quarter_of(records->objection[i].raised_on));
    widen_by_promises(&range, records);
    if (range.from == XN_NO_QUARTER)
        range.from = range.to = xn_quarter_of(records->today);
    *ret_from = range.from;
    *ret_to = range.to;
}

/* --- quarters ------------------------------------------------------------------------------------------ */

static void rate_moves(struct xn_ledger_moves *moves)
{
    const size_t all = xn_by_class_sum(moves->by_class);
    moves->in_mixed = xn_wilson(moves->by_class.of[XN_MIXED], all, XN_Z_95);
    moves->not_concentrated = xn_wilson(all - moves->by_class.of[XN_CONCENTRATED], all, XN_Z_95);
}

static void count_arrivals(const struct xn_ledger_records *records, struct xn_ledger_quarter *quarter)
{
    for (size_t i = 0; i < records->n_households; i++) {
        const struct xn_ledger_household *household = &records->household[i];
        quarter->left += xn_quarter_of(household->left_on) == quarter->quarter;
        if (xn_quarter_of(household->arrived_on) != quarter->quarter)
            continue;
        quarter->households_arrived++;
        if (isnan(household->persons))
            quarter->households_of_unknown_size++;
        else
            quarter->persons_arrived += household->persons;
    }
}

static void count_moves(struct ledger_work *work, struct xn_ledger_quarter *quarter)
{
    size_t n_waited = 0;
    for (size_t i = 0; i < work->records->n_placements; i++) {
        const struct xn_ledger_placement *placement = &work->records->placement[i];
        quarter->ended += xn_quarter_of(placement->ended_on) == quarter->quarter;
        if (xn_quarter_of(placement->moved_in_on) != quarter->quarter)
            continue;
        quarter->moves.by_class.of[placement->class_]++;
        work->value[n_waited] = ledger_days_waited(work, placement);
        n_waited += isnan(work->value[n_waited]) ? 0 : 1;
    }
    quarter->waited_days = xn_quartiles_of(work->value, n_waited);
}

static void add_up(const struct xn_ledger_quarter *before, struct xn_ledger_quarter *quarter)
{
    quarter->so_far.by_class = quarter->moves.by_class;
    for (size_t c = 0; before && c < XN_CLASS_COUNT; c++)
        quarter->so_far.by_class.of[c] += before->so_far.by_class.of[c];
    rate_moves(&quarter->moves);
    rate_moves(&quarter->so_far);
}

static enum xn_status put_quarters(struct ledger_work *work, struct xn_error *err)
{
    struct xn_ledger *ledger = work->ledger;
    const size_t n = (size_t)(ledger->to - ledger->from) + 1;
    XN_TRY(XN_ARENA_ARRAY(ledger->arena, n, &ledger->quarter, err));
    for (size_t i = 0; i < n; i++) {
        struct xn_ledger_quarter *quarter = &ledger->quarter[i];
        quarter->quarter = ledger->from + (xn_quarter)i;
        count_arrivals(work->records, quarter);
        count_moves(work, quarter);
        add_up(i > 0 ? quarter - 1 : NULL, quarter);
    }
    ledger->n_quarters = n;
    return XN_OK;
}

/* --- the whole range ----------------------------------------------------------------------------------- */

static void put_waiting(struct ledger_work *work)
{
    struct xn_ledger *ledger = work->ledger;
    const struct xn_ledger_records *records = work->records;
    size_t n = 0;
    for (size_t i = 0; i < records->n_placements; i++)
        if (ledger_covers(ledger, xn_quarter_of(records->placement[i].moved_in_on))) {
            work->value[n] = ledger_days_waited(work, &records->placement[i]);
            n += isnan(work->value[n]) ? 0 : 1;
        }
    ledger->waited_days = xn_quartiles_of(work->value, n);
    n = 0;
    for (size_t i = 0; i < records->n_households; i++)
        if (records->household[i].waiting && records->household[i].arrived_on != XN_NO_DATE)
            work->value[n++] = (double)records->today - (double)records->household[i].arrived_on;
    ledger->waiting_days = xn_quartiles_of(work->value, n);
    ledger->longest_waiting_days = n > 0 ? work->value[n - 1] : NAN; /* sorted by now */
}

static void count_offer(struct xn_ledger *ledger, const struct xn_ledger_offer *offer)
{
    if (offer->outcome == XN_LEDGER_DRAFT || !ledger_covers(ledger, xn_quarter_of(offer->made_on)))
        return;
    ledger->offers_made++;
    ledger->accepted += offer->outcome == XN_LEDGER_ACCEPTED;
    ledger->refused += offer->outcome == XN_LEDGER_REFUSED;
    ledger->expired += offer->outcome == XN_LEDGER_EXPIRED;
    ledger->withdrawn += offer->outcome == XN_LEDGER_WITHDRAWN;
    ledger->unanswered += offer->outcome == XN_LEDGER_MADE;
}

static void count_objection(struct xn_ledger *ledger, const struct xn_ledger_objection *objection)
{
    struct xn_ledger_objections *all = &ledger->objections;
    if (!ledger_covers(ledger, xn_quarter_of(objection->raised_on)))
        return;
    const bool decided = objection->decided_on != XN_NO_DATE;
    all->raised++;
    all->decided += decided;
    all->decided_in_time += decided && objection->decided_on <= objection->deadline;
    all->upheld += decided && objection->upheld;
    all->open += !decided;
    all->overdue += !decided && objection->deadline < ledger->today;
}

static size_t largest(const struct xn_ledger_records *records)
{
    size_t n = records->n_placements;
    if (records->n_households > n)
        n = records->n_households;
    if (records->n_publications > n)
        n = records->n_publications;
    return n + 1;
}

static enum xn_status fill(struct ledger_work *work, struct xn_error *err)
{
    XN_TRY(sort_households(work, err));
    XN_TRY(put_quarters(work, err));
    put_waiting(work);
    for (size_t i = 0; i < work->records->n_offers; i++)
        count_offer(work->ledger, &work->records->offer[i]);
    for (size_t i = 0; i < work->records->n_objections; i++)
        count_objection(work->ledger, &work->records->objection[i]);
    XN_TRY(ledger_put_supply(work, err));
    XN_TRY(ledger_put_codes(work, err));
    XN_TRY(ledger_put_months(work, err));
    XN_TRY(ledger_put_fairness(work, err));
    XN_TRY(ledger_put_areas(work, err));
    return ledger_put_hypotheses(work, err);
}

enum xn_status xn_ledger_compute(const struct xn_ledger_records *records, xn_quarter from, xn_quarter to,
                                 struct xn_ledger **ret, struct xn_error *err)
{
    if (from > to)
        return xn_fail(err, XN_ARGUMENT, "the ledger's first quarter is after its last");
    if (to - from >= QUARTERS_MAX)
        return xn_fail(err, XN_ARGUMENT, "the ledger's range is longer than 100 years");
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_ledger *ledger = arena ? xn_arena_alloc(arena, 1, sizeof *ledger) : NULL;
    if (!ledger)
        return xn_fail_memory(err);
    *ledger = (struct xn_ledger){.from = from, .to = to, .today = records->today, .arena = arena};
    XN_CLEANUP(xn_free_pointer) double *value = xn_calloc(2 * largest(records), sizeof *value);
    if (!value)
        return xn_fail_memory(err);
    struct ledger_work work = {
        .records = records, .ledger = ledger, .value = value, .other = value + largest(records)};
    XN_TRY(fill(&work, err));
    ledger->arena = XN_STEAL(arena);
    *ret = ledger;
    return XN_OK;
}
