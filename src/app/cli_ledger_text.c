/* cli_ledger_text.c - the ledger as tables and sentences for a terminal. */
#include "cli_ledger.h"
#include <math.h>
#include <string.h>

static void cell(struct cli_table *table, enum xn_language language, const char *english)
{
    cli_table_cell(table, xn_message(language, english));
}

static void cell_count(struct cli_table *table, size_t count)
{
    cli_table_fixed(table, (double)count, 0);
}

static void cell_number(struct cli_table *table, enum xn_language language, double value, int decimals)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    if (isfinite(value))
        xn_number_put(&text, language, value, decimals);
    cli_table_cell(table, isfinite(value) ? xn_buf_text(&text) : "-");
}

static void put_percent(struct xn_buf *buf, enum xn_language language, double share)
{
    xn_number_put(buf, language, 100.0 * share, 0);
}

/* "19 of 21 = 90 % (71 to 97)" */
static void put_rate(struct xn_buf *buf, enum xn_language language, const struct xn_rate *rate)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    size_t at[3] = {0};
    if (rate->of == 0) {
        xn_buf_putc(buf, '-');
        return;
    }
    const double part[3] = {rate->share, rate->lower, rate->upper};
    for (size_t i = 0; i < 3; i++) {
        at[i] = text.length;
        put_percent(&text, language, part[i]);
        xn_buf_putc(&text, '\0');
    }
    char cases[32], of[32];
    snprintf(cases, sizeof cases, "%zu", rate->cases);
    snprintf(of, sizeof of, "%zu", rate->of);
    const char *bytes = xn_buf_text(&text);
    const struct xn_message_value value[] = {{"cases", cases},
                                             {"of", of},
                                             {"share", bytes + at[0]},
                                             {"lower", bytes + at[1]},
                                             {"upper", bytes + at[2]}};
    xn_message_put(buf, language, XN_N("{cases} of {of} = {share} % ({lower} to {upper})"), value, 5);
}

static void cell_rate(struct cli_table *table, enum xn_language language, const struct xn_rate *rate)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    put_rate(&text, language, rate);
    cli_table_cell(table, xn_buf_text(&text));
}

static void cell_quarter(struct cli_table *table, xn_quarter quarter)
{
    char text[16];
    xn_quarter_print(quarter, text);
    cli_table_cell(table, text);
}

static void heading(struct xn_buf *buf, enum xn_language language, const char *english)
{
    xn_buf_printf(buf, "%s%s\n", buf->length > 0 ? "\n" : "", xn_message(language, english));
}

static void cells(struct cli_table *table, enum xn_language language, const char *const *english, size_t n)
{
    table->n_columns = n;
    for (size_t i = 0; i < n; i++)
        cell(table, language, english[i]);
}

/* --- tables -------------------------------------------------------------------------------------------- */

void cli_put_ledger_quarters(const struct xn_ledger *ledger, enum xn_language language, struct xn_buf *buf)
{
    static const char *const head[] = {XN_N("quarter"),
                                       XN_N("households"),
                                       XN_N("persons"),
                                       XN_N("moves"),
                                       XN_N("mixed"),
                                       XN_N("undetermined"),
                                       XN_N("concentrated"),
                                       XN_N("not concentrated"),
                                       XN_N("not concentrated so far"),
                                       XN_N("mixed so far"),
                                       XN_N("days waited (median)")};
    XN_CLEANUP(cli_table_free) struct cli_table table = {.right_aligned = 0x47e};
    cells(&table, language, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < ledger->n_quarters; i++) {
        const struct xn_ledger_quarter *quarter = &ledger->quarter[i];
        cell_quarter(&table, quarter->quarter);
        cell_count(&table, quarter->households_arrived);
        cell_number(&table, language, quarter->persons_arrived, 0);
        cell_count(&table, xn_by_class_sum(quarter->moves.by_class));
        for (size_t c = 0; c < XN_CLASS_COUNT; c++)
            cell_count(&table, quarter->moves.by_class.of[c]);
        cell_rate(&table, language, &quarter->moves.not_concentrated);
        cell_rate(&table, language, &quarter->so_far.not_concentrated);
        cell_rate(&table, language, &quarter->so_far.in_mixed);
        cell_number(&table, language, quarter->waited_days.median, 0);
    }
    cli_table_put(&table, false, buf);
}

/* "2 / 0 / 1": mixed, undetermined, concentrated. */
static void cell_classes(struct cli_table *table, const struct xn_by_class *counts)
{
    char text[80];
    snprintf(text, sizeof text, "%zu / %zu / %zu", counts->of[XN_MIXED], counts->of[XN_UNDETERMINED],
             counts->of[XN_CONCENTRATED]);
    cli_table_cell(table, text);
}

static void put_corporations(const struct xn_ledger *ledger, enum xn_language language, struct xn_buf *buf)
{
    static const char *const head[] = {XN_N("quarter"), XN_N("corporation"), XN_N("promised"),
                                       XN_N("offered"), XN_N("offers made"), XN_N("accepted")};
    XN_CLEANUP(cli_table_free) struct cli_table table = {.right_aligned = 0x3c};
    heading(buf, language,
            XN_N("Corporations: promised, and mixed / undetermined / concentrated of what they offered"));
    cells(&table, language, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < ledger->n_shares; i++) {
        const struct xn_ledger_share *share = &ledger->share[i];
        cell_quarter(&table, share->quarter);
        cli_table_cell(&table, share->corporation);
        cell_number(&table, language, share->has_promise ? (double)share->promised : NAN, 0);
        cell_classes(&table, &share->offered);
        cell_classes(&table, &share->made);
        cell_classes(&table, &share->accepted);
    }
    cli_table_put(&table, false, buf);
}

static void put_codes(const struct xn_code_count *count, size_t n, enum xn_language language,
                      const char *title, struct xn_buf *buf)
{
    char quarter[16];
    heading(buf, language, title);
    for (size_t i = 0; i < n; i++) {
        xn_quarter_print(count[i].quarter, quarter);
        xn_buf_printf(buf, "%s  %s: %zu\n", quarter, count[i].code, count[i].count);
    }
    if (n == 0)
        xn_buf_printf(buf, "%s\n", xn_message(language, XN_N("none")));
}

static void put_months(const struct xn_ledger *ledger, enum xn_language language, struct xn_buf *buf)
{
    heading(buf, language, XN_N("Accepted offers that were the first row of their list"));
    for (size_t i = 0; i < ledger->n_months; i++) {
        const struct xn_ledger_month *month = &ledger->month[i];
        xn_buf_printf(buf, "%04d-%02d  ", month->year, month->month);
        put_rate(buf, language, &month->first_row);
        xn_buf_printf(buf, "  %s\n", xn_message(language, xn_ledger_month_sentence(month)));
    }
    if (ledger->n_months == 0)
        xn_buf_printf(buf, "%s\n", xn_message(language, XN_N("none")));
}

/* The sentence of a measure says its name before the colon. */
static void cell_measure(struct cli_table *table, enum xn_language language, enum xn_fairness_measure measure)
{
    const char *sentence = xn_message(language, xn_fairness_sentence(measure));
    XN_AUTO_BUF name = XN_BUF_INIT;
    xn_buf_append(&name, sentence, strcspn(sentence, ":"));
    cli_table_cell(table, xn_buf_text(&name));
}

/* What is compared, once for all quarters. */
static void put_measures(enum xn_language language, struct xn_buf *buf)
{
    for (int i = 0; i < XN_FAIRNESS_COUNT; i++)
        xn_buf_printf(buf, "  %s\n", xn_message(language, xn_fairness_sentence((enum xn_fairness_measure)i)));
}

static void cell_difference(struct cli_table *table, enum xn_language language,
                            const struct xn_comparison *comparison)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    if (comparison->reason) {
        cell(table, language, comparison->reason);
        return;
    }
    xn_number_put(&text, language, comparison->difference.shift, 1);
    xn_buf_puts(&text, " (");
    xn_number_put(&text, language, comparison->difference.lower, 1);
    xn_buf_puts(&text, " .. ");
    xn_number_put(&text, language, comparison->difference.upper, 1);
    xn_buf_putc(&text, ')');
    cli_table_cell(table, xn_buf_text(&text));
}

static void put_fairness(const struct xn_ledger *ledger, enum xn_language language, struct xn_buf *buf)
{
    static const char *const head[] = {XN_N("quarter"),   XN_N("what is compared"), XN_N("n"),
                                       XN_N("median"),    XN_N("compared n"),       XN_N("compared median"),
                                       XN_N("difference")};
    XN_CLEANUP(cli_table_free) struct cli_table table = {.right_aligned = 0x3c};
    heading(buf, language, XN_N("Fairness: the programme's households against others"));
    cells(&table, language, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < ledger->n_comparisons; i++) {
        const struct xn_comparison *comparison = &ledger->comparison[i];
        cell_quarter(&table, comparison->quarter);
        cell_measure(&table, language, comparison->measure);
        cell_count(&table, comparison->n_programme);
        cell_number(&table, language, comparison->programme, 1);
        cell_count(&table, comparison->n_comparison);
        cell_number(&table, language, comparison->comparison, 1);
        cell_difference(&table, language, comparison);
    }
    cli_table_put(&table, false, buf);
    put_measures(language, buf);
}

static void put_areas(const struct xn_ledger *ledger, enum xn_language language, struct xn_buf *buf)
{
    static const char *const head[] = {XN_N("level"), XN_N("unit"), XN_N("moves"), XN_N("persons")};
    XN_CLEANUP(cli_table_free) struct cli_table table = {.right_aligned = 0xc};
    heading(buf, language, XN_N("Areas that received moves"));
    if (ledger->n_areas == 0) {
        xn_buf_printf(buf, "%s\n", xn_message(language, XN_N("none")));
        return;
    }
    cells(&table, language, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < ledger->n_areas; i++) {
        cell(&table, language, ledger->area[i].level);
        cli_table_cell(&table, ledger->area[i].unit_id);
        cell_count(&table, ledger->area[i].moves);
        cell_number(&table, language, ledger->area[i].persons, 0);
    }
    cli_table_put(&table, false, buf);
}

/* --- sentences ----------------------------------------------------------------------------------------- */

struct named_count {
    const char *name;
    size_t count;
};

static void put_counts(struct xn_buf *buf, enum xn_language language, const char *english,
                       const struct named_count *count, size_t n)
{
    char text[8][24];
    struct xn_message_value value[8];
    for (size_t i = 0; i < n && i < 8; i++) {
        snprintf(text[i], sizeof text[i], "%zu", count[i].count);
        value[i] = (struct xn_message_value){count[i].name, text[i]};
    }
    xn_message_put(buf, language, english, value, n);
    xn_buf_putc(buf, '\n');
}

static void put_totals(const struct xn_ledger *ledger, enum xn_language language, struct xn_buf *buf)
{
    const struct xn_ledger_objections *all = &ledger->objections;
    heading(buf, language, XN_N("Offers, waiting, objections"));
    put_counts(
        buf, language,
        XN_N("Offers made: {made}; accepted {accepted}, refused {refused}, expired {expired}, withdrawn "
             "{withdrawn}, not answered yet {unanswered}."),
        (const struct named_count[]){{"made", ledger->offers_made},
                                     {"accepted", ledger->accepted},
                                     {"refused", ledger->refused},
                                     {"expired", ledger->expired},
                                     {"withdrawn", ledger->withdrawn},
                                     {"unanswered", ledger->unanswered}},
        6);
    if (ledger->waited_days.n > 0)
        put_counts(buf, language,
                   XN_N("Days from arrival to the move: median {median}, the middle half {lower} to {upper} "
                        "(n = {n})."),
                   (const struct named_count[]){{"n", ledger->waited_days.n},
                                                {"median", (size_t)lround(ledger->waited_days.median)},
                                                {"lower", (size_t)lround(ledger->waited_days.lower)},
                                                {"upper", (size_t)lround(ledger->waited_days.upper)}},
                   4);
    if (ledger->waiting_days.n > 0)
        put_counts(buf, language, XN_N("Households still waiting: {n}, the longest for {longest} days."),
                   (const struct named_count[]){{"n", ledger->waiting_days.n},
                                                {"longest", (size_t)lround(ledger->longest_waiting_days)}},
                   2);
    put_counts(
        buf, language,
        XN_N("Objections raised: {raised}; decided {decided}, of these in time {in_time}, upheld {upheld}; "
             "open {open}, overdue {overdue}."),
        (const struct named_count[]){{"raised", all->raised},
                                     {"decided", all->decided},
                                     {"in_time", all->decided_in_time},
                                     {"upheld", all->upheld},
                                     {"open", all->open},
                                     {"overdue", all->overdue}},
        6);
}

static void put_measure(const struct xn_hypothesis_measure *measure, enum xn_language language,
                        struct xn_buf *buf)
{
    const bool share = strcmp(measure->id, "index_change") != 0;
    const double scale = share ? 100.0 : 1.0;
    const int decimals = share ? 0 : 7;
    xn_buf_printf(buf, "  %s: ", xn_message(language, measure->english));
    if (measure->reason) {
        xn_buf_printf(buf, "- (%s)\n", xn_message(language, measure->reason));
    } else {
        xn_number_put(buf, language, scale * measure->value, decimals);
        xn_buf_puts(buf, share ? " %" : "");
        if (isfinite(measure->lower)) {
            xn_buf_puts(buf, " (");
            xn_number_put(buf, language, scale * measure->lower, decimals);
            xn_buf_puts(buf, " .. ");
            xn_number_put(buf, language, scale * measure->upper, decimals);
            xn_buf_putc(buf, ')');
        }
        xn_buf_printf(buf, ", n = %zu\n", measure->n);
    }
    xn_buf_printf(buf, "    %s\n", xn_message(language, measure->not_shown));
}

static void put_hypotheses(const struct xn_ledger *ledger, enum xn_language language, struct xn_buf *buf)
{
    heading(buf, language, XN_N("Hypotheses: measured, not asserted"));
    for (size_t i = 0; i < ledger->n_measures; i++) {
        const struct xn_hypothesis_measure *measure = &ledger->measure[i];
        if (i == 0 || measure->hypothesis != measure[-1].hypothesis)
            xn_buf_printf(buf, "%s\n", xn_message(language, xn_hypothesis_sentence(measure->hypothesis)));
        put_measure(measure, language, buf);
    }
}

void cli_put_ledger_text(const struct xn_ledger *ledger, enum xn_language language, struct xn_buf *buf)
{
    heading(buf, language, XN_N("Moves, by the class of the area at the decision"));
    cli_put_ledger_quarters(ledger, language, buf);
    put_corporations(ledger, language, buf);
    put_totals(ledger, language, buf);
    put_codes(ledger->exception, ledger->n_exceptions, language, XN_N("Exceptions, by reason"), buf);
    put_codes(ledger->refusal, ledger->n_refusals, language, XN_N("Refusals, by reason"), buf);
    put_months(ledger, language, buf);
    put_fairness(ledger, language, buf);
    put_areas(ledger, language, buf);
    put_hypotheses(ledger, language, buf);
}
