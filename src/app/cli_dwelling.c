/* cli_dwelling.c - `xenia dwelling`: what is on offer and how far it is; entering a newspaper ad in one line.
 *
 *     xenia dwelling add "Hammer Straße 12" --rent-net 560 --rooms 3 --area 68 --district Centrum
 */
#include "cli_desk.h"
#include <string.h>

#define COMMAND "dwelling"

/* --- what is known of a dwelling entered by hand -----------------------------------------------------------
 */

enum kind { TEXT, NUMBER, ANSWER, DAY };
struct field {
    const char *option, *member, *argument, *doc;
    enum kind kind;
};
static const struct field field[] = {
    {"corporation", "corporation", "NAME", "Who offers it (a newspaper, a landlord)", TEXT},
    {"postcode", "postcode", "CODE", "Postcode", TEXT},
    {"town", "city", "NAME", "Town", TEXT},
    {"district", "district", "NAME", "District as the ad calls it", TEXT},
    {"kind", "kind", "WORD", "flat, house ...", TEXT},
    {"lon", "lon", "DEGREES", "Longitude (WGS 84)", NUMBER},
    {"lat", "lat", "DEGREES", "Latitude (WGS 84)", NUMBER},
    {"rent-net", "rent_net_eur", "EUR", "Rent without service costs, a month", NUMBER},
    {"rent", "rent_gross_eur", "EUR", "Rent with service costs, a month", NUMBER},
    {"rooms", "rooms", "N", "Rooms without kitchen and bath", NUMBER},
    {"area", "area_m2", "M2", "Living area", NUMBER},
    {"floor", "floor", "N", "Storey; 0: ground floor", NUMBER},
    {"step-free", "step_free", "yes|no", "Reached without a step", ANSWER},
    {"lift", "lift", "yes|no", "The house has a lift", ANSWER},
    {"entitlement", "entitlement", "CODE", "What the household must hold (WBS)", TEXT},
    {"available", "available", "DATE", "First day it can be moved into", DAY},
    {"closes", "closes", "DATE", "Last day to answer", DAY},
    {"id", "id", "ID", "The ad's own number (default: a new one)", TEXT},
};
#define N_FIELDS (sizeof field / sizeof *field)
#define OPT_FIELD 0x200

struct own {
    const char *value[N_FIELDS];
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct own *own = state->input;
    if (key < OPT_FIELD || key >= OPT_FIELD + (int)N_FIELDS)
        return ARGP_ERR_UNKNOWN;
    own->value[key - OPT_FIELD] = argument;
    return 0;
}

static enum xn_status put_number(struct xn_json *json, const struct field *f, const char *value,
                                 struct xn_error *err)
{
    double number = 0;
    if (!xn_parse_double(value, &number) && !xn_parse_money(value, &number))
        return xn_fail(err, XN_ARGUMENT, "--%s: found '%s', wanted a number", f->option, value);
    xn_json_member_double(json, f->member, number);
    return XN_OK;
}

static enum xn_status put_answer(struct xn_json *json, const struct field *f, const char *value,
                                 struct xn_error *err)
{
    const bool yes = strcmp(value, "yes") == 0;
    if (!yes && strcmp(value, "no") != 0)
        return xn_fail(err, XN_ARGUMENT, "--%s: found '%s', wanted yes or no", f->option, value);
    xn_json_member_bool(json, f->member, yes);
    return XN_OK;
}

static enum xn_status put_day(struct xn_json *json, const struct field *f, const char *value,
                              struct xn_error *err)
{
    char day[16];
    xn_date date = XN_NO_DATE;
    if (!xn_parse_date_iso(value, &date) && !xn_parse_date_written(value, &date))
        return xn_fail(err, XN_ARGUMENT, "--%s: found '%s', wanted a date such as 2021-02-01", f->option,
                       value);
    xn_date_print(date, day, sizeof day);
    xn_json_member_string(json, f->member, day);
    return XN_OK;
}

static enum xn_status put_field(struct xn_json *json, const struct field *f, const char *value,
                                struct xn_error *err)
{
    switch (f->kind) {
    case TEXT:
        xn_json_member_string(json, f->member, value);
        return XN_OK;
    case NUMBER:
        return put_number(json, f, value, err);
    case ANSWER:
        return put_answer(json, f, value, err);
    case DAY:
        break;
    }
    return put_day(json, f, value, err);
}

static enum xn_status run_add(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    const struct own *own = desk->own;
    XN_AUTO_BUF body = XN_BUF_INIT;
    struct xn_json json;
    cli_desk_begin(desk, &json, &body);
    xn_json_member_string(&json, "address", desk->argument[0]);
    for (size_t i = 0; i < N_FIELDS; i++)
        if (own->value[i])
            XN_TRY(put_field(&json, &field[i], own->value[i], err));
    xn_json_end_object(&json);
    return cli_desk_step(desk, "POST", "/dwellings", &body, 0, ret, err);
}

/* --- the list ------------------------------------------------------------------------------------------ */

static void put_row(struct cli_table *table, const struct xn_stored_dwelling *dwelling)
{
    const struct xn_dwelling *data = dwelling->data;
    cli_table_cell(table, data->id);
    cli_table_cell(table, xn_dwelling_state_name(dwelling->state));
    cli_table_cell(table, data->corporation);
    cli_table_cell(table, data->address);
    cli_table_cell(table, data->district);
    cli_table_number(table, data->rooms);
    cli_table_number(table, data->area_m2);
    cli_table_number(table, data->rent_gross_eur > 0 ? data->rent_gross_eur : data->rent_net_eur);
    cli_table_cell(table, dwelling->source);
}

/* Is it still to be had, or asked for with --all? */
static bool wanted(const struct cli_desk *desk, const struct xn_stored_dwelling *dwelling)
{
    return desk->all || dwelling->state <= XN_DWELLING_OFFERED;
}

static enum xn_status put_list(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    static const char *const heading[] = {"id",    "state",   "corporation", "address", "district",
                                          "rooms", "area m2", "rent",        "source"};
    XN_AUTO(xn_stored_dwellings_free) struct xn_stored_dwellings *list = NULL;
    XN_CLEANUP(cli_table_free)
    struct cli_table table = {.n_columns = sizeof heading / sizeof *heading, .right_aligned = 7u << 5};
    XN_TRY(cli_desk_connect(desk, err));
    XN_TRY(xn_store_dwellings(desk->connection, desk->city, NULL, &list, err));
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, heading[i]);
    for (size_t i = 0; i < list->count; i++)
        if (wanted(desk, &list->dwelling[i]))
            put_row(&table, &list->dwelling[i]);
    cli_table_put(&table, desk->output.format == CLI_CSV, ret);
    return XN_OK;
}

static enum xn_status run_list(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    if (desk->output.format == CLI_JSON)
        return cli_desk_step(desk, "GET", "/dwellings", NULL, 0, ret, err);
    return put_list(desk, ret, err);
}

/* --- off the list, and back -------------------------------------------------------------------------------
 */

static enum xn_status seen(struct cli_desk *desk, int64_t *ret, struct xn_error *err)
{
    XN_AUTO(xn_stored_dwellings_free) struct xn_stored_dwellings *one = NULL;
    XN_TRY(cli_desk_connect(desk, err));
    XN_TRY(xn_store_dwellings(desk->connection, desk->city, desk->argument[0], &one, err));
    if (one->count == 0)
        return xn_fail(err, XN_NOT_FOUND, "there is no dwelling '%s' that %s may see", desk->argument[0],
                       desk->actor);
    *ret = desk->version ? desk->version : one->dwelling[0].version;
    return XN_OK;
}

static enum xn_status change(struct cli_desk *desk, const char *state, struct xn_buf *ret,
                             struct xn_error *err)
{
    XN_AUTO_BUF path = XN_BUF_INIT, body = XN_BUF_INIT;
    struct xn_json json;
    int64_t version = 0;
    XN_TRY(seen(desk, &version, err));
    cli_desk_path(&path, "/dwellings/", desk->argument[0]);
    cli_desk_begin(desk, &json, &body);
    xn_json_member_string(&json, "state", state);
    xn_json_end_object(&json);
    return cli_desk_step(desk, "PATCH", xn_buf_text(&path), &body, version, ret, err);
}

static enum xn_status run_withdraw(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    return change(desk, "withdrawn", ret, err);
}
static enum xn_status run_return(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    return change(desk, "available", ret, err);
}

static const struct cli_action action[] = {
    {"list", "", 0, CLI_TAKES_ALL, run_list},
    {"add", "ADDRESS", 1, CLI_TAKES_KEY, run_add},
    {"withdraw", "DWELLING", 1, CLI_TAKES_KEY | CLI_TAKES_SEEN, run_withdraw},
    {"return", "DWELLING", 1, CLI_TAKES_KEY | CLI_TAKES_SEEN, run_return},
};

int cli_dwelling(int argc, char **argv)
{
    struct argp_option option[N_FIELDS + 1] = {{0}};
    struct own own = {{0}};
    for (size_t i = 0; i < N_FIELDS; i++)
        option[i] =
            (struct argp_option){field[i].option, OPT_FIELD + (int)i, field[i].argument, 0, field[i].doc, 1};
    const struct argp own_argp = {.options = option, .parser = parse};
    const struct cli_desk_command command = {
        .name = COMMAND,
        .action = action,
        .n_actions = sizeof action / sizeof *action,
        .doc = "add enters an ad by hand; what it does not say is unknown. Dwellings of a corporation's feed "
               "come "
               "with `xenia import offers`. withdraw takes one off the list, return puts it back.",
        .own = &own_argp,
        .own_input = &own};
    return cli_desk_run(&command, argc, argv);
}
