/* cli_ledger.c - `xenia ledger`: what came of the offers, from what the office recorded. */
#include "cli_ledger.h"
#include "xenia/lifecycle.h"
#include "xenia/study.h"

#define COMMAND "ledger"

enum { OPT_CITY = 0x200, OPT_FROM, OPT_TO };

struct options {
    struct cli_store store;
    struct cli_output output;
    const char *city;
    xn_quarter from, to; /* XN_NO_QUARTER: not said */
};

static const struct argp_option option[] = {
    {"city", OPT_CITY, "ID", 0, "The city (default: the only one there is)", 1},
    {"from", OPT_FROM, "QUARTER", 0, "First quarter, 2004Q1 (default: that of the first record)", 1},
    {"to", OPT_TO, "QUARTER", 0, "Last quarter (default: that of the last record)", 1},
    {0}};

static xn_quarter parse_quarter(const struct argp_state *state, const char *text)
{
    xn_quarter ret = XN_NO_QUARTER;
    if (!xn_quarter_parse(text, &ret))
        argp_error(state, "found '%s', wanted a quarter like 2004Q1", text);
    return ret;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        state->child_inputs[1] = &options->output;
        return 0;
    case OPT_CITY:
        options->city = argument;
        return 0;
    case OPT_FROM:
        options->from = parse_quarter(state, argument);
        return 0;
    case OPT_TO:
        options->to = parse_quarter(state, argument);
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
    .doc =
        "What corporations promised, offered and let by class and quarter, the share of moves into areas "
        "that are not concentrated with its interval, days waited, exceptions and refusals, the first rows "
        "accepted, a fairness comparison, and what the records can say about the programme's hypotheses."};

static void put(const struct options *options, const struct xn_ledger *ledger, struct xn_buf *buf)
{
    struct xn_json json;
    switch (options->output.format) {
    case CLI_JSON:
        xn_json_init(&json, buf, true);
        xn_study_put_ledger(&json, ledger, options->output.language);
        xn_buf_putc(buf, '\n');
        return;
    case CLI_CSV:
        cli_put_ledger_csv(ledger, buf);
        return;
    case CLI_TABLE:
        cli_put_ledger_text(ledger, options->output.language, buf);
        return;
    }
}

/* The city that was named, or the only one. */
static enum xn_status find_city(const struct options *options, struct xn_store *store, char ret[64],
                                struct xn_error *err)
{
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *cities = NULL;
    XN_TRY(xn_store_cities(store, options->city, &cities, err));
    if (cities->count == 0)
        return xn_fail(err, XN_NOT_FOUND, "no city is imported: xenia import areas CITY.ini");
    if (cities->count > 1)
        return xn_fail(err, XN_ARGUMENT, "there are %zu cities ('%s', '%s' ...): --city says whose ledger",
                       cities->count, cities->city[0].id, cities->city[1].id);
    snprintf(ret, 64, "%s", cities->city[0].id);
    return XN_OK;
}

/* The range that was asked for. One end alone may lie beyond all records: then it is the other one too. */
static void narrow(const struct options *options, xn_quarter *from, xn_quarter *to)
{
    if (options->from != XN_NO_QUARTER)
        *from = options->from;
    if (options->to != XN_NO_QUARTER)
        *to = options->to;
    if (*from > *to && options->to == XN_NO_QUARTER)
        *to = *from;
    if (*from > *to && options->from == XN_NO_QUARTER)
        *from = *to;
}

static enum xn_status compute(const struct options *options, struct xn_buf *buf, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_ledger_records_free) struct xn_ledger_records *records = NULL;
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = NULL;
    char city[64];
    xn_quarter from = XN_NO_QUARTER, to = XN_NO_QUARTER;
    XN_TRY(cli_store_open_with_key(&options->store, "ledger", options->city, &store, err));
    XN_TRY(find_city(options, store, city, err));
    XN_TRY(cli_ledger_records(store, city, &records, err));
    xn_ledger_range(records, &from, &to);
    narrow(options, &from, &to);
    XN_TRY(xn_ledger_compute(records, from, to, &ledger, err));
    put(options, ledger, buf);
    return xn_buf_check(buf, err);
}

int cli_ledger(int argc, char **argv)
{
    struct options options = {.from = XN_NO_QUARTER, .to = XN_NO_QUARTER};
    struct xn_error err = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = compute(&options, &buf, &err);
    return status == XN_OK ? cli_print(COMMAND, &buf) : cli_fail(COMMAND, status, &err);
}
