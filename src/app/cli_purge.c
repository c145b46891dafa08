/* cli_purge.c - `xenia purge`: takes away what is past its term (RULES R13), or tells the terms. */
#include <string.h>
#include "cli.h"
#include "xenia/retention.h"

#define COMMAND "purge"

enum { OPT_CITY = 0x200, OPT_DRY_RUN, OPT_TERMS };

struct options {
    struct cli_store store;
    struct cli_output output;
    const char *city;
    bool dry_run, terms;
};

static const struct argp_option option[] = {
    {"city", OPT_CITY, "ID", 0, "One city (default: all)", 1},
    {"dry-run", OPT_DRY_RUN, 0, 0, "Count what would go, and keep it", 1},
    {"terms", OPT_TERMS, 0, 0, "Tell what is kept for how long, and purge nothing", 1},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        state->child_inputs[1] = &options->output;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "purge takes options alone, not '%s'", argument);
        return 0;
    case OPT_CITY:
        options->city = argument;
        return 0;
    case OPT_DRY_RUN:
        options->dry_run = true;
        return 0;
    case OPT_TERMS:
        options->terms = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {
    {&cli_store_argp, 0, "The store:", 2}, {&cli_output_argp, 0, "The output:", 3}, {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .doc = "Purges each city of what is past its term, by the clock of the database, and prints how much. "
           "Households are erased by destroying their key; what stays of offers and placements says neither "
           "to whom nor where. Run it every night; run again, it finds nothing.\vThe master key is needed "
           "($XENIA_MASTER_KEY, or the state folder): it makes the pseudonyms of old logs."};

/* --- the terms -------------------------------------------------------------------------------------------
 */

static void put_counted(struct xn_buf *buf, enum xn_language language, const char *english, size_t n)
{
    char number[32];
    snprintf(number, sizeof number, "%zu", n);
    const struct xn_message_value value = {"n", number};
    xn_message_put(buf, language, english, &value, 1);
}

/* "24 months", "2 days", "1 hour", "for good". */
static void put_term(struct xn_buf *buf, enum xn_language language, const struct xn_retention_rule *rule)
{
    if (rule->for_good)
        xn_buf_puts(buf, xn_message(language, "for good"));
    else if (rule->months)
        put_counted(buf, language, "{n} months", (size_t)rule->months);
    else if (rule->days)
        put_counted(buf, language, "{n} days", (size_t)rule->days);
    else
        put_counted(buf, language, rule->hours == 1 ? "1 hour" : "{n} hours", (size_t)rule->hours);
}

static void put_terms_json(const struct xn_retention_rules *rules, enum xn_language language,
                           struct xn_buf *buf)
{
    struct xn_json json;
    xn_json_init(&json, buf, true);
    xn_json_begin_array(&json);
    for (size_t i = 0; i < rules->count; i++) {
        const struct xn_retention_rule *rule = &rules->rule[i];
        xn_json_begin_object(&json);
        xn_json_member_string(&json, "id", rule->id);
        xn_json_member_bool(&json, "for_good", rule->for_good);
        xn_json_member_int(&json, "months", rule->months);
        xn_json_member_int(&json, "days", rule->days);
        xn_json_member_int(&json, "hours", rule->hours);
        xn_json_member_string(&json, "what", xn_message(language, rule->what));
        xn_json_member_string(&json, "action", xn_message(language, rule->action));
        xn_json_end_object(&json);
    }
    xn_json_end_array(&json);
    xn_buf_putc(buf, '\n');
}

static void put_terms_table(const struct xn_retention_rules *rules, const struct cli_output *output,
                            struct xn_buf *buf)
{
    static const char *const heading[] = {"rule", "term", "what", "afterwards"};
    struct cli_table table = {.n_columns = 4};
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, heading[i]);
    for (size_t i = 0; i < rules->count; i++) {
        XN_AUTO_BUF term = XN_BUF_INIT;
        put_term(&term, output->language, &rules->rule[i]);
        cli_table_cell(&table, rules->rule[i].id);
        cli_table_cell(&table, xn_buf_text(&term));
        cli_table_cell(&table, xn_message(output->language, rules->rule[i].what));
        cli_table_cell(&table, xn_message(output->language, rules->rule[i].action));
    }
    cli_table_put(&table, output->format == CLI_CSV, buf);
    cli_table_free(&table);
}

static enum xn_status tell_terms(const struct options *options, struct xn_buf *buf, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_retention_rules_free) struct xn_retention_rules *rules = NULL;
    XN_TRY(cli_store_open_as(&options->store, "keeper", NULL, &store, err));
    XN_TRY(xn_store_retention(store, &rules, err));
    if (options->output.format == CLI_JSON)
        put_terms_json(rules, options->output.language, buf);
    else
        put_terms_table(rules, &options->output, buf);
    return XN_OK;
}

/* --- the purge -------------------------------------------------------------------------------------------
 */

struct told {
    const char *name;    /* of the member and the column */
    const char *english; /* sentence */
    size_t n;
};
#define N_TOLD 9
static void list_told(const struct xn_purge_report *report, struct told ret[N_TOLD])
{
    const struct told told[N_TOLD] = {
        {"households", XN_N("{n} households erased"), report->n_households},
        {"offers", XN_N("{n} offers made to households taken away"), report->n_offers},
        {"dwellings", XN_N("{n} dwellings taken away"), report->n_dwellings},
        {"recommendations", XN_N("{n} lists of the log under a pseudonym"), report->n_recommendations},
        {"sessions", XN_N("{n} sessions deleted"), report->n_sessions},
        {"tries", XN_N("{n} tries to sign in deleted"), report->n_tries},
        {"write_keys", XN_N("{n} keys of requests deleted"), report->n_keys},
        {"unreadable", XN_N("{n} of them could not be read: how many persons they were is not known"),
         report->n_unreadable},
        {"frozen", XN_N("{n} households kept by an open objection, although their term is over"),
         report->n_frozen}};
    memcpy(ret, told, sizeof told);
}

static void put_sentences(const struct xn_purge_report *report, const char *city,
                          const struct options *options, struct xn_buf *buf)
{
    const enum xn_language language = options->output.language;
    struct told told[N_TOLD];
    size_t sentences = 0;
    list_told(report, told);
    for (size_t i = 0; i < N_TOLD; i++) {
        if (told[i].n == 0)
            continue;
        xn_buf_printf(buf, "%s: ", city);
        put_counted(buf, language, told[i].english, told[i].n);
        xn_buf_putc(buf, '\n');
        sentences++;
    }
    if (sentences == 0)
        xn_buf_printf(buf, "%s: %s\n", city, xn_message(language, "nothing is past its term"));
    else if (options->dry_run)
        xn_buf_printf(buf, "%s: %s\n", city,
                      xn_message(language, "all of it is still there: this was a dry run"));
}

static void put_object(const struct xn_purge_report *report, const char *city, const struct options *options,
                       struct xn_json *json)
{
    struct told told[N_TOLD];
    list_told(report, told);
    xn_json_begin_object(json);
    xn_json_member_string(json, "city", city);
    xn_json_member_bool(json, "dry_run", options->dry_run);
    for (size_t i = 0; i < N_TOLD; i++)
        xn_json_member_int(json, told[i].name, (int64_t)told[i].n);
    xn_json_end_object(json);
}

static void put_row(const struct xn_purge_report *report, const char *city, struct xn_buf *buf)
{
    struct told told[N_TOLD];
    list_told(report, told);
    xn_buf_puts(buf, city);
    for (size_t i = 0; i < N_TOLD; i++)
        xn_buf_printf(buf, ",%zu", told[i].n);
    xn_buf_puts(buf, "\r\n");
}

static void put_heading(struct xn_buf *buf)
{
    struct told told[N_TOLD];
    list_told(&(struct xn_purge_report){0}, told);
    xn_buf_puts(buf, "city");
    for (size_t i = 0; i < N_TOLD; i++)
        xn_buf_printf(buf, ",%s", told[i].name);
    xn_buf_puts(buf, "\r\n");
}

static void put_report(const struct xn_purge_report *report, const char *city, const struct options *options,
                       struct xn_json *json, struct xn_buf *buf)
{
    if (options->output.format == CLI_JSON)
        put_object(report, city, options, json);
    else if (options->output.format == CLI_CSV)
        put_row(report, city, buf);
    else
        put_sentences(report, city, options, buf);
}

/* City by city, each a transaction of its own: what was printed is done, also when a later city fails. */
static enum xn_status purge(const struct options *options, struct xn_json *json, struct xn_buf *buf,
                            struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *cities = NULL;
    XN_TRY(cli_store_open_with_key(&options->store, "keeper", options->city, &store, err));
    XN_TRY(xn_store_cities(store, options->city, &cities, err));
    for (size_t i = 0; i < cities->count; i++) {
        struct xn_purge_report report;
        XN_TRY(cli_store_act(store, "keeper", cities->city[i].id, err));
        XN_TRY(xn_store_purge(store, cities->city[i].id, "purge", options->dry_run, &report, err));
        put_report(&report, cities->city[i].id, options, json, buf);
    }
    return XN_OK;
}

int cli_purge(int argc, char **argv)
{
    struct options options = {0};
    struct xn_error err = {0};
    struct xn_json json;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    if (options.terms) {
        const enum xn_status told = tell_terms(&options, &buf, &err);
        return told == XN_OK ? cli_print(COMMAND, &buf) : cli_fail(COMMAND, told, &err);
    }
    xn_json_init(&json, &buf, true);
    if (options.output.format == CLI_JSON)
        xn_json_begin_array(&json);
    else if (options.output.format == CLI_CSV)
        put_heading(&buf);
    const enum xn_status status = purge(&options, &json, &buf, &err);
    if (options.output.format == CLI_JSON) {
        xn_json_end_array(&json);
        xn_buf_putc(&buf, '\n');
    }
    const int printed = cli_print(COMMAND, &buf);
    return status == XN_OK ? printed : cli_fail(COMMAND, status, &err);
}
