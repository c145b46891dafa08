/* cli_reconcile.c - `xenia reconcile`: do the reports agree with each other and with the ledger? */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "cli_ledger.h"
#include "xenia/lifecycle.h"

#define COMMAND "reconcile"
#define VALUE_MAX 1e9

enum { OPT_CITY = 0x200, OPT_REPORTED };

struct options {
    struct cli_store store;
    struct cli_output output;
    const char *city, *reported;
};

static const struct argp_option option[] = {
    {"city", OPT_CITY, "ID", 0, "The city (default: muenster-2004, that of `xenia demo --replay 2004`)", 1},
    {"reported", OPT_REPORTED, "FILE", 0,
     "Reported figures as CSV: report,period,so_far,what,code,of,value,wording (default: those of 2004)", 1},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        state->child_inputs[1] = &options->output;
        options->output.no_csv = true;
        return 0;
    case OPT_CITY:
        options->city = argument;
        return 0;
    case OPT_REPORTED:
        options->reported = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {
    {&cli_store_argp, 0, "The store:", 3}, {&cli_output_argp, 0, "Output:", 2}, {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .doc = "Compares reported figures with each other and with the ledger, and lists each contradiction with "
           "the figures on both sides and where they come from. Nothing is corrected or merged. The exit "
           "code is 0 "
           "whether there are any or not."};

/* --- the file of reported figures ------------------------------------------------------------------------
 */

enum column { REPORT, PERIOD, SO_FAR, WHAT, CODE, OF, VALUE, WORDING, COLUMNS };
static const char *const column_name[COLUMNS] = {"report", "period", "so_far", "what",
                                                 "code",   "of",     "value",  "wording"};

/* "2004Q3", "2004H1", "2004". */
static bool parse_period(const char *text, xn_quarter *ret_from, xn_quarter *ret_to)
{
    char quarter[8];
    xn_quarter from = XN_NO_QUARTER;
    if (xn_quarter_parse(text, ret_from)) {
        *ret_to = *ret_from;
        return true;
    }
    snprintf(quarter, sizeof quarter, "%.4sQ1", text);
    if (strlen(text) < 4 || !xn_quarter_parse(quarter, &from))
        return false;
    if (text[4] != '\0' && strcmp(text + 4, "H1") != 0 && strcmp(text + 4, "H2") != 0)
        return false;
    *ret_from = from + (strcmp(text + 4, "H2") == 0 ? 2 : 0);
    *ret_to = *ret_from + (text[4] == '\0' ? 3 : 1);
    return true;
}

static enum xn_status wrong(const struct xn_table *table, size_t row, const size_t *column, enum column which,
                            const char *wanted, struct xn_error *err)
{
    return xn_fail(err, XN_INPUT, "%s, line %" PRIu32 ", column %s: found '%s', wanted %s", table->source,
                   table->line[row], column_name[which], xn_table_cell(table, row, column[which]), wanted);
}

/* An exception has one of the office's codes, so that a slip is not taken for another kind; nothing else has.
 */
static enum xn_status check_code(const struct xn_table *table, size_t row, const size_t *column,
                                 enum xn_reported_what what, struct xn_error *err)
{
    static const char *const known[] = {"OWN_WISH", "CARE_OF_RELATIVES", "AGAINST_ADVICE", "LEFT_COUNTRY",
                                        "OTHER"};
    const char *code = xn_table_cell(table, row, column[CODE]);
    if (what != XN_REPORTED_EXCEPTION)
        return code[0] ? wrong(table, row, column, CODE, "nothing: only an exception has a code", err)
                       : XN_OK;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i], code) == 0)
            return XN_OK;
    return wrong(table, row, column, CODE,
                 "OWN_WISH, CARE_OF_RELATIVES, AGAINST_ADVICE, LEFT_COUNTRY or OTHER", err);
}

static enum xn_status read_row(const struct xn_table *table, size_t row, const size_t *column,
                               struct xn_reported *ret, struct xn_error *err)
{
    const char *cell[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        cell[i] = xn_table_cell(table, row, column[i]);
    struct xn_reported reported = {.report = cell[REPORT],
                                   .line = table->line[row],
                                   .so_far = strcmp(cell[SO_FAR], "yes") == 0,
                                   .code = cell[CODE],
                                   .of_from = XN_NO_QUARTER,
                                   .of_to = XN_NO_QUARTER,
                                   .wording = cell[WORDING]};
    if (!parse_period(cell[PERIOD], &reported.from, &reported.to))
        return wrong(table, row, column, PERIOD, "a quarter (2004Q3), half-year (2004H1) or year (2004)",
                     err);
    if (cell[OF][0] && !parse_period(cell[OF], &reported.of_from, &reported.of_to))
        return wrong(table, row, column, OF, "a quarter (2004Q3), half-year (2004H1) or year (2004)", err);
    if (!reported.so_far && strcmp(cell[SO_FAR], "no") != 0)
        return wrong(table, row, column, SO_FAR, "yes or no", err);
    if (!xn_reported_parse(cell[WHAT], &reported.what))
        return wrong(table, row, column, WHAT, "a figure such as persons_arrived or moves", err);
    XN_TRY(check_code(table, row, column, reported.what, err));
    XN_TRY(xn_table_number(table, row, column[VALUE], &reported.value, err));
    if (!(reported.value >= 0 && reported.value <= VALUE_MAX && reported.value == floor(reported.value)))
        return wrong(table, row, column, VALUE, "a whole number from 0 to 1000000000", err);
    *ret = reported;
    return XN_OK;
}

/* What is counted "so far" is counted from the first quarter that any report is about. */
static void begin_counting(struct xn_reported *reported, size_t n)
{
    xn_quarter first = n > 0 ? reported[0].from : XN_NO_QUARTER;
    for (size_t i = 0; i < n; i++)
        if (reported[i].from < first)
            first = reported[i].from;
    for (size_t i = 0; i < n; i++)
        if (reported[i].so_far)
            reported[i].from = first;
}

static enum xn_status read_reported(const char *path, struct xn_table **ret_table, struct xn_reported **ret,
                                    struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    struct xn_reported *reported = NULL;
    size_t column[COLUMNS];
    XN_TRY(xn_csv_read(path, NULL, &table, notes, err));
    for (size_t i = 0; i < COLUMNS; i++)
        XN_TRY(xn_table_find_column(table, column_name[i], &column[i], err));
    XN_TRY(XN_ARENA_ARRAY(table->arena, table->n_rows, &reported, err));
    for (size_t row = 0; row < table->n_rows; row++)
        XN_TRY(read_row(table, row, column, &reported[row], err));
    begin_counting(reported, table->n_rows);
    *ret_table = XN_STEAL(table);
    *ret = reported;
    return XN_OK;
}

/* --- findings --------------------------------------------------------------------------------------------
 */

struct findings {
    const struct xn_reconciliation *found;
    const char *source; /* of the reported figures */
    enum xn_language language;
};

static void put_text(const struct findings *findings, struct xn_buf *buf)
{
    for (size_t i = 0; i < findings->found->count; i++) {
        const struct xn_contradiction *finding = &findings->found->contradiction[i];
        xn_buf_printf(buf, "%s: ", finding->reason.code);
        xn_reason_put(buf, findings->language, &finding->reason);
        xn_buf_putc(buf, '\n');
        for (size_t r = 0; r < finding->n_reported; r++) {
            const struct xn_reported *reported = finding->reported[r];
            xn_buf_printf(buf, "    %s: %s: ", reported->report, reported->wording);
            xn_number_put(buf, findings->language, reported->value, 0);
            xn_buf_printf(buf, "  [%s:%" PRIu32 "]\n", findings->source, reported->line);
        }
        if (!isnan(finding->ledger)) {
            xn_buf_printf(buf, "    %s: %s: ", xn_message(findings->language, XN_N("ledger")),
                          xn_message(findings->language, finding->ledger_what));
            xn_number_put(buf, findings->language, finding->ledger, 0);
            xn_buf_putc(buf, '\n');
        }
    }
    if (findings->found->count == 0)
        xn_buf_printf(buf, "%s\n", xn_message(findings->language, XN_N("No contradiction was found.")));
}

static void put_reported(struct xn_json *json, const struct findings *findings,
                         const struct xn_contradiction *finding)
{
    xn_json_key(json, "reported");
    xn_json_begin_array(json);
    for (size_t r = 0; r < finding->n_reported; r++) {
        const struct xn_reported *reported = finding->reported[r];
        xn_json_begin_object(json);
        xn_json_member_string(json, "report", reported->report);
        xn_json_member_string(json, "file", findings->source);
        xn_json_member_int(json, "line", reported->line);
        xn_json_member_string(json, "what", xn_reported_name(reported->what));
        xn_json_member_string(json, "code", reported->code[0] ? reported->code : NULL);
        xn_json_member_double(json, "value", reported->value);
        xn_json_member_string(json, "wording", reported->wording);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_json(const struct findings *findings, struct xn_buf *buf)
{
    struct xn_json json;
    XN_AUTO_BUF sentence = XN_BUF_INIT;
    xn_json_init(&json, buf, true);
    xn_json_begin_object(&json);
    xn_json_key(&json, "contradictions");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < findings->found->count; i++) {
        const struct xn_contradiction *finding = &findings->found->contradiction[i];
        xn_buf_reset(&sentence);
        xn_reason_put(&sentence, findings->language, &finding->reason);
        xn_json_begin_object(&json);
        xn_json_member_string(&json, "code", finding->reason.code);
        xn_json_member_string(&json, "text", xn_buf_text(&sentence));
        put_reported(&json, findings, finding);
        xn_json_member_double(&json, "ledger", finding->ledger);
        xn_json_member_string(&json, "ledger_what",
                              finding->ledger_what ? xn_message(findings->language, finding->ledger_what)
                                                   : NULL);
        xn_json_end_object(&json);
    }
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    xn_buf_putc(buf, '\n');
}

static enum xn_status reconcile(const struct options *options, struct xn_buf *buf, struct xn_notes *notes,
                                struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_ledger_records_free) struct xn_ledger_records *records = NULL;
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    XN_AUTO(xn_reconciliation_free) struct xn_reconciliation *found = NULL;
    struct xn_reported *reported = NULL;
    XN_TRY(read_reported(options->reported, &table, &reported, notes, err));
    XN_TRY(cli_store_open_with_key(&options->store, "ledger", options->city, &store, err));
    XN_TRY(cli_ledger_records(store, options->city, &records, err));
    XN_TRY(xn_reconcile(reported, table->n_rows, records, &found, err));
    const struct findings findings = {found, table->source, options->output.language};
    if (options->output.format == CLI_JSON)
        put_json(&findings, buf);
    else
        put_text(&findings, buf);
    return xn_buf_check(buf, err);
}

int cli_reconcile(int argc, char **argv)
{
    char usual[4096];
    snprintf(usual, sizeof usual, "%s/reported_2004.csv", cli_demo_data());
    struct options options = {.city = "muenster-2004", .reported = usual};
    struct xn_error err = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = reconcile(&options, &buf, &notes, &err);
    cli_print_notes(&notes);
    return status == XN_OK ? cli_print(COMMAND, &buf) : cli_fail(COMMAND, status, &err);
}
