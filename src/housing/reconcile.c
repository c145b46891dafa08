/* reconcile.c - reported figures against each other and against the ledger.
 *
 * Each rule looks at whatever figures are given and knows no report by name: other figures, other findings.
 * A finding names the figures it rests on. Nothing is corrected or merged: people decide which paper is
 * right, and the finding stays until the papers say so.
 */
#include <math.h>
#include <string.h>
#include "reconcile.h"

/* --- findings ------------------------------------------------------------------------------------------ */

enum xn_status reconcile_add(struct reconcile_check *check, const struct xn_reason *reason,
                             struct xn_contradiction **ret, struct xn_error *err)
{
    struct xn_reconciliation *found = check->found;
    if (found->count == check->capacity) {
        struct xn_contradiction *grown = NULL;
        XN_TRY(XN_ARENA_ARRAY(found->arena, 2 * check->capacity + 8, &grown, err));
        if (found->count > 0)
            memcpy(grown, found->contradiction, found->count * sizeof *grown);
        found->contradiction = grown;
        check->capacity = 2 * check->capacity + 8;
    }
    *ret = &found->contradiction[found->count++];
    **ret = (struct xn_contradiction){.reason = *reason, .ledger = NAN};
    return XN_OK;
}

#define REPORTED_MOST (sizeof((struct xn_contradiction *)0)->reported / sizeof(struct xn_reported *))

void reconcile_rests_on(struct xn_contradiction *finding, const struct xn_reported *reported)
{
    if (finding->n_reported < REPORTED_MOST)
        finding->reported[finding->n_reported++] = reported;
}

void reconcile_set_ledger(struct xn_contradiction *finding, double value, const char *english)
{
    if (isnan(value))
        return;
    finding->ledger = value;
    finding->ledger_what = english;
}

/* "2004Q3", "2004", "2004Q1-2004Q2": as reports call their time. */
const char *reconcile_period(const struct reconcile_check *check, xn_quarter from, xn_quarter to)
{
    char first[16], last[16];
    const char *text = NULL;
    xn_quarter_print(from, first);
    xn_quarter_print(to, last);
    if (from == to)
        text = xn_arena_strdup(check->found->arena, first);
    else if (from % 4 == 0 && to == from + 3)
        text = xn_arena_printf(check->found->arena, "%d", from / 4);
    else
        text = xn_arena_printf(check->found->arena, "%s-%s", first, last);
    return text ? text : "";
}

const char *reconcile_period_of(const struct reconcile_check *check, const struct xn_reported *reported)
{
    return reconcile_period(check, reported->from, reported->to);
}

void reconcile_put_count(struct xn_reason *reason, const char *name, double value)
{
    xn_reason_number(reason, name, value, xn_decimals_exact(value, 2));
}

/* --- parts and wholes ---------------------------------------------------------------------------------- */

static bool is_part(const struct xn_reported *whole, const struct xn_reported *part)
{
    return part->what == whole->what && strcmp(part->code, whole->code) == 0 && !part->so_far &&
           part->of_from == whole->of_from && part->of_to == whole->of_to && part->from == part->to &&
           part->from >= whole->from && part->to <= whole->to;
}

/* Sums the quarters that are reported, once each, and what the ledger has for the others. */
static size_t add_parts(const struct reconcile_check *check, const struct xn_reported *whole, double *ret_sum,
                        double *ret_elsewhere)
{
    size_t n = 0;
    *ret_sum = *ret_elsewhere = 0.0;
    for (xn_quarter quarter = whole->from; quarter <= whole->to; quarter++) {
        const struct xn_reported *part = NULL;
        for (size_t i = 0; i < check->n && !part; i++)
            if (is_part(whole, &check->reported[i]) && check->reported[i].from == quarter)
                part = &check->reported[i];
        struct xn_reported missing = *whole;
        missing.from = missing.to = quarter;
        if (part) {
            *ret_sum += part->value;
            n++;
        } else {
            *ret_elsewhere += reported_in_ledger(&missing, check->records);
        }
    }
    return n;
}

static enum xn_status check_sum(struct reconcile_check *check, const struct xn_reported *whole,
                                struct xn_error *err)
{
    double sum = 0.0, elsewhere = 0.0;
    struct xn_contradiction *finding = NULL;
    const bool adds_up =
        whole->what <= XN_REPORTED_EXCEPTION && whole->what != XN_REPORTED_HOUSEHOLDS_ARRIVED_AT_MOST;
    if (!adds_up || whole->from == whole->to || add_parts(check, whole, &sum, &elsewhere) < 2)
        return XN_OK;
    if (whole->value == sum || whole->value == sum + elsewhere || isnan(elsewhere))
        return XN_OK; /* what the ledger does not know may explain it */
    struct xn_reason reason = xn_reason_new(
        "parts_do_not_add_up",
        XN_N("{what}: the quarters add up to {sum}, but the report on {period} says {whole}; the ledger has "
             "{elsewhere} in the quarters without a report, which does not explain it."));
    xn_reason_term(&reason, "what", reported_words(whole->what));
    reconcile_put_count(&reason, "sum", sum);
    xn_reason_text(&reason, "period", reconcile_period_of(check, whole));
    reconcile_put_count(&reason, "whole", whole->value);
    reconcile_put_count(&reason, "elsewhere", elsewhere);
    XN_TRY(reconcile_add(check, &reason, &finding, err));
    for (size_t i = 0; i < check->n; i++)
        if (is_part(whole, &check->reported[i]))
            reconcile_rests_on(finding, &check->reported[i]);
    reconcile_rests_on(finding, whole);
    reconcile_set_ledger(finding, reported_in_ledger(whole, check->records), reported_words(whole->what));
    return XN_OK;
}

/* --- more moved than arrived --------------------------------------------------------------------------- */

static bool bounds(const struct xn_reported *arrived, const struct xn_reported *moved)
{
    return (arrived->what == XN_REPORTED_HOUSEHOLDS_ARRIVED ||
            arrived->what == XN_REPORTED_HOUSEHOLDS_ARRIVED_AT_MOST) &&
           arrived->from <= moved->of_from && arrived->to >= moved->of_to && arrived->value < moved->value;
}

static enum xn_status check_moved(struct reconcile_check *check, const struct xn_reported *moved,
                                  struct xn_error *err)
{
    struct xn_contradiction *finding = NULL;
    if (moved->what != XN_REPORTED_MOVES || moved->of_from == XN_NO_QUARTER)
        return XN_OK;
    for (size_t i = 0; i < check->n; i++) {
        const struct xn_reported *arrived = &check->reported[i];
        if (!bounds(arrived, moved))
            continue;
        struct xn_reason reason =
            xn_reason_new("more_moved_than_arrived", XN_N("Of the arrivals of {arrivals}, {moved} households "
                                                          "are said to have moved by {period}, but at "
                                                          "most {arrived} had arrived."));
        xn_reason_text(&reason, "arrivals", reconcile_period(check, moved->of_from, moved->of_to));
        reconcile_put_count(&reason, "moved", moved->value);
        xn_reason_text(&reason, "period", reconcile_period(check, moved->to, moved->to));
        reconcile_put_count(&reason, "arrived", arrived->value);
        XN_TRY(reconcile_add(check, &reason, &finding, err));
        reconcile_rests_on(finding, moved);
        reconcile_rests_on(finding, arrived);
        reconcile_set_ledger(finding, reported_in_ledger(moved, check->records),
                             XN_N("moves of the households that arrived then"));
    }
    return XN_OK;
}

/* --- the same number for another thing ------------------------------------------------------------------ */

static bool counts_something_else(enum xn_reported_what what)
{
    return what == XN_REPORTED_HOUSEHOLDS_SUPPORTED || what == XN_REPORTED_WORKING_GROUP_MEMBERS;
}

static bool may_be_mistaken(const struct xn_reported *thing, const struct xn_reported *households)
{
    return households->what <= XN_REPORTED_MOVES && households->what != XN_REPORTED_PERSONS_ARRIVED &&
           households->of_from == XN_NO_QUARTER && households->value == thing->value &&
           households->to == thing->to;
}

static enum xn_status check_number(struct reconcile_check *check, const struct xn_reported *thing,
                                   struct xn_error *err)
{
    struct xn_contradiction *finding = NULL;
    for (size_t i = 0; i < check->n && counts_something_else(thing->what); i++) {
        const struct xn_reported *households = &check->reported[i];
        if (!may_be_mistaken(thing, households))
            continue;
        struct xn_reason reason = xn_reason_new(
            "same_number_other_thing",
            XN_N("{value} is the number of {thing} and of {households}: different things, not to "
                 "be taken for each other."));
        reconcile_put_count(&reason, "value", thing->value);
        xn_reason_term(&reason, "thing", reported_words(thing->what));
        xn_reason_term(&reason, "households", reported_words(households->what));
        XN_TRY(reconcile_add(check, &reason, &finding, err));
        reconcile_rests_on(finding, thing);
        reconcile_rests_on(finding, households);
        reconcile_set_ledger(finding, reported_in_ledger(households, check->records),
                             reported_words(households->what));
    }
    return XN_OK;
}

/* --- reports against the ledger --------------------------------------------------------------------------
 */

static bool differs(const struct xn_reported *reported, double ledger)
{
    if (isnan(ledger) || reported->of_from != XN_NO_QUARTER || reported->what == XN_REPORTED_EXCEPTION)
        return false;
    return reported->what == XN_REPORTED_HOUSEHOLDS_ARRIVED_AT_MOST ? ledger > reported->value
                                                                    : ledger != reported->value;
}

static enum xn_status check_ledger(struct reconcile_check *check, const struct xn_reported *reported,
                                   struct xn_error *err)
{
    struct xn_contradiction *finding = NULL;
    const double ledger = reported_in_ledger(reported, check->records);
    if (!differs(reported, ledger))
        return XN_OK;
    struct xn_reason reason =
        xn_reason_new("differs_from_ledger",
                      XN_N("{what}, {period}: the report says {reported}, the ledger has {ledger}."));
    xn_reason_term(&reason, "what", reported_words(reported->what));
    xn_reason_text(&reason, "period", reconcile_period_of(check, reported));
    reconcile_put_count(&reason, "reported", reported->value);
    reconcile_put_count(&reason, "ledger", ledger);
    XN_TRY(reconcile_add(check, &reason, &finding, err));
    reconcile_rests_on(finding, reported);
    reconcile_set_ledger(finding, ledger, reported_words(reported->what));
    return XN_OK;
}

/* --- all rules ----------------------------------------------------------------------------------------- */

static enum xn_status run(struct reconcile_check *check, struct xn_error *err)
{
    static enum xn_status (*const rule[])(struct reconcile_check *, const struct xn_reported *,
                                          struct xn_error *) = {
        check_sum, check_moved, reconcile_overlap, reconcile_same, check_number, check_ledger};
    for (size_t r = 0; r < sizeof rule / sizeof *rule; r++)
        for (size_t i = 0; i < check->n; i++)
            XN_TRY(rule[r](check, &check->reported[i], err));
    return XN_OK;
}

enum xn_status xn_reconcile(const struct xn_reported *reported, size_t n_reported,
                            const struct xn_ledger_records *records, struct xn_reconciliation **ret,
                            struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_reconciliation *found = arena ? xn_arena_alloc(arena, 1, sizeof *found) : NULL;
    if (!found)
        return xn_fail_memory(err);
    found->arena = arena;
    struct reconcile_check check = {
        .reported = reported, .n = n_reported, .records = records, .found = found};
    XN_TRY(run(&check, err));
    found->arena = XN_STEAL(arena);
    *ret = found;
    return XN_OK;
}

void xn_reconciliation_free(struct xn_reconciliation *reconciliation)
{
    if (reconciliation)
        xn_arena_free(reconciliation->arena);
}
