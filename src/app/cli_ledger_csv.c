/* cli_ledger_csv.c - the ledger for programs: one row a figure, all of the same columns. */
#include "cli_ledger.h"
#include <math.h>
#include <stdio.h>

struct row {
    const char *figure;
    xn_quarter quarter; /* XN_NO_QUARTER: the whole range */
    const char *corporation, *code, *class_;
    struct numbers {
        double value, cases, of, lower, upper; /* NAN: the empty cell */
    } n;
    const char *reason;
};

static struct numbers only(double value)
{
    return (struct numbers){value, NAN, NAN, NAN, NAN};
}

static struct numbers count(size_t value)
{
    return only((double)value);
}

static void put(struct cli_table *table, struct row row)
{
    char quarter[16];
    xn_quarter_print(row.quarter, quarter);
    cli_table_cell(table, row.figure);
    cli_table_cell(table, quarter);
    cli_table_cell(table, row.corporation);
    cli_table_cell(table, row.code);
    cli_table_cell(table, row.class_);
    cli_table_number(table, row.n.value);
    cli_table_number(table, row.n.cases);
    cli_table_number(table, row.n.of);
    cli_table_number(table, row.n.lower);
    cli_table_number(table, row.n.upper);
    cli_table_cell(table, row.reason);
}

static void put_rate(struct cli_table *table, const char *figure, xn_quarter quarter, const char *code,
                     const struct xn_rate *rate)
{
    put(table,
        (struct row){.figure = figure,
                     .quarter = quarter,
                     .code = code,
                     .n = {rate->share, (double)rate->cases, (double)rate->of, rate->lower, rate->upper},
                     .reason = rate->of == 0 ? "no cases" : NULL});
}

static void put_classes(struct cli_table *table, const char *figure, xn_quarter quarter,
                        const char *corporation, const struct xn_by_class *counts)
{
    for (int c = 0; c < XN_CLASS_COUNT; c++)
        put(table, (struct row){.figure = figure,
                                .quarter = quarter,
                                .corporation = corporation,
                                .class_ = xn_class_name((enum xn_class)c),
                                .n = count(counts->of[c])});
}

static void put_quartiles(struct cli_table *table, const char *figure, xn_quarter quarter,
                          const struct xn_quartiles *quartiles)
{
    put(table,
        (struct row){.figure = figure,
                     .quarter = quarter,
                     .n = {quartiles->median, NAN, (double)quartiles->n, quartiles->lower, quartiles->upper},
                     .reason = quartiles->n == 0 ? "no cases" : NULL});
}

static void put_quarter(struct cli_table *table, const struct xn_ledger_quarter *quarter)
{
    const xn_quarter when = quarter->quarter;
    put(table, (struct row){
                   .figure = "households_arrived", .quarter = when, .n = count(quarter->households_arrived)});
    put(table,
        (struct row){.figure = "persons_arrived", .quarter = when, .n = only(quarter->persons_arrived)});
    put_classes(table, "moves", when, NULL, &quarter->moves.by_class);
    put_rate(table, "in_mixed_areas", when, NULL, &quarter->moves.in_mixed);
    put_rate(table, "not_in_concentrated_areas", when, NULL, &quarter->moves.not_concentrated);
    put_rate(table, "in_mixed_areas_so_far", when, NULL, &quarter->so_far.in_mixed);
    put_rate(table, "not_in_concentrated_areas_so_far", when, NULL, &quarter->so_far.not_concentrated);
    put(table, (struct row){.figure = "placements_ended", .quarter = when, .n = count(quarter->ended)});
    put(table, (struct row){.figure = "households_left", .quarter = when, .n = count(quarter->left)});
    put_quartiles(table, "days_waited", when, &quarter->waited_days);
}

static void put_share(struct cli_table *table, const struct xn_ledger_share *share)
{
    if (share->has_promise)
        put(table, (struct row){.figure = "promised",
                                .quarter = share->quarter,
                                .corporation = share->corporation,
                                .n = count(share->promised)});
    put_classes(table, "offered", share->quarter, share->corporation, &share->offered);
    put_classes(table, "offers_made", share->quarter, share->corporation, &share->made);
    put_classes(table, "accepted", share->quarter, share->corporation, &share->accepted);
}

static void put_month(struct cli_table *table, const struct xn_ledger_month *month)
{
    char name[32];
    snprintf(name, sizeof name, "%04d-%02d", month->year, month->month);
    put_rate(table, "first_row_accepted", 4 * month->year + (month->month - 1) / 3, name, &month->first_row);
}

static void put_rest(struct cli_table *table, const struct xn_ledger *ledger)
{
    for (size_t i = 0; i < ledger->n_comparisons; i++) {
        const struct xn_comparison *comparison = &ledger->comparison[i];
        put(table, (struct row){.figure = "fairness_shift",
                                .quarter = comparison->quarter,
                                .code = xn_fairness_name(comparison->measure),
                                .n = {comparison->difference.shift, (double)comparison->n_programme,
                                      (double)comparison->n_comparison, comparison->difference.lower,
                                      comparison->difference.upper},
                                .reason = comparison->reason});
    }
    for (size_t i = 0; i < ledger->n_areas; i++)
        put(table, (struct row){.figure = "moves_received",
                                .quarter = XN_NO_QUARTER,
                                .code = ledger->area[i].unit_id,
                                .class_ = ledger->area[i].level,
                                .n = count(ledger->area[i].moves)});
    for (size_t i = 0; i < ledger->n_measures; i++) {
        const struct xn_hypothesis_measure *measure = &ledger->measure[i];
        put(table,
            (struct row){.figure = xn_hypothesis_name(measure->hypothesis),
                         .quarter = XN_NO_QUARTER,
                         .code = measure->id,
                         .n = {measure->value, NAN, (double)measure->n, measure->lower, measure->upper},
                         .reason = measure->reason});
    }
}

static void put_codes(struct cli_table *table, const char *figure, const struct xn_code_count *code, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put(table, (struct row){.figure = figure,
                                .quarter = code[i].quarter,
                                .code = code[i].code,
                                .n = count(code[i].count)});
}

void cli_put_ledger_csv(const struct xn_ledger *ledger, struct xn_buf *buf)
{
    static const char *const head[] = {"figure", "quarter", "corporation", "code",  "class", "value",
                                       "cases",  "of",      "lower",       "upper", "reason"};
    XN_CLEANUP(cli_table_free) struct cli_table table = {.n_columns = sizeof head / sizeof *head};
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, head[i]);
    for (size_t i = 0; i < ledger->n_quarters; i++)
        put_quarter(&table, &ledger->quarter[i]);
    for (size_t i = 0; i < ledger->n_shares; i++)
        put_share(&table, &ledger->share[i]);
    put_codes(&table, "exception", ledger->exception, ledger->n_exceptions);
    put_codes(&table, "refusal", ledger->refusal, ledger->n_refusals);
    for (size_t i = 0; i < ledger->n_months; i++)
        put_month(&table, &ledger->month[i]);
    put_quartiles(&table, "days_waiting", XN_NO_QUARTER, &ledger->waiting_days);
    put_rest(&table, ledger);
    cli_table_put(&table, true, buf);
}
