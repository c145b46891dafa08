/* cli_objection.c - `xenia objection`: somebody disagrees, a second person decides. */
#include "cli_desk.h"
#include <string.h>

#define COMMAND "objection"

enum { OPT_OFFER = 0x200 };

struct own {
    const char *offer;
};

static const struct argp_option option[] = {
    {"offer", OPT_OFFER, "OFFER", 0, "raise: the offer that it is about (default: the list)", 1}, {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct own *own = state->input;
    if (key != OPT_OFFER)
        return ARGP_ERR_UNKNOWN;
    own->offer = argument;
    return 0;
}

static const struct argp own_argp = {.options = option, .parser = parse};

/* --- the list ------------------------------------------------------------------------------------------ */

static void put_row(struct cli_table *table, const struct xn_stored_objection *objection)
{
    char day[16] = "";
    cli_table_cell(table, objection->id);
    cli_table_cell(table, objection->household);
    cli_table_cell(table, xn_objection_state_name(objection->state));
    xn_date_print(objection->deadline, day, sizeof day);
    cli_table_cell(table, day);
    cli_table_cell(table, objection->overdue ? "overdue" : "");
    cli_table_cell(table, objection->raised_by);
    cli_table_cell(table, objection->against);
    cli_table_cell(table, objection->decided_by);
    cli_table_cell(table, objection->text);
}

static enum xn_status put_list(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    static const char *const heading[] = {"id",       "household", "state",      "decide by",          "",
                                          "taken by", "against",   "decided by", "what is objected to"};
    XN_AUTO(xn_stored_objections_free) struct xn_stored_objections *list = NULL;
    XN_CLEANUP(cli_table_free) struct cli_table table = {.n_columns = sizeof heading / sizeof *heading};
    XN_TRY(cli_desk_open(desk, err));
    XN_TRY(xn_desk_objections(desk->desk, NULL, !desk->all, &list, err));
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, heading[i]);
    for (size_t i = 0; i < list->count; i++)
        put_row(&table, &list->objection[i]);
    cli_table_put(&table, desk->output.format == CLI_CSV, ret);
    return XN_OK;
}

static enum xn_status run_list(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    if (desk->output.format == CLI_JSON)
        return cli_desk_step(desk, "GET", desk->all ? "/objections" : "/objections?open=yes", NULL, 0, ret,
                             err);
    return put_list(desk, ret, err);
}

/* --- steps --------------------------------------------------------------------------------------------- */

static enum xn_status run_raise(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    const struct own *own = desk->own;
    XN_AUTO_BUF body = XN_BUF_INIT;
    struct xn_json json;
    cli_desk_begin(desk, &json, &body);
    xn_json_member_string(&json, "household", desk->argument[0]);
    cli_desk_member(&json, "offer", own->offer);
    cli_desk_member(&json, "text", desk->note);
    if (desk->days > 0)
        xn_json_member_int(&json, "days", (int64_t)desk->days);
    xn_json_end_object(&json);
    return cli_desk_step(desk, "POST", "/objections", &body, 0, ret, err);
}

static enum xn_status seen(struct cli_desk *desk, int64_t *ret, struct xn_error *err)
{
    XN_AUTO(xn_stored_objections_free) struct xn_stored_objections *one = NULL;
    XN_TRY(cli_desk_connect(desk, err));
    XN_TRY(xn_store_objections(desk->connection, desk->city, desk->argument[0], NULL, false, &one, err));
    if (one->count == 0)
        return xn_fail(err, XN_NOT_FOUND, "there is no objection '%s' that %s may see", desk->argument[0],
                       desk->actor);
    *ret = desk->version ? desk->version : one->objection[0].version;
    return XN_OK;
}

static enum xn_status run_decide(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO_BUF path = XN_BUF_INIT, body = XN_BUF_INIT;
    struct xn_json json;
    int64_t version = 0;
    XN_TRY(seen(desk, &version, err));
    cli_desk_path(&path, "/objections/", desk->argument[0]);
    cli_desk_begin(desk, &json, &body);
    xn_json_member_string(&json, "state", desk->argument[1]);
    cli_desk_member(&json, "outcome", desk->note);
    xn_json_end_object(&json);
    return cli_desk_step(desk, "PATCH", xn_buf_text(&path), &body, version, ret, err);
}

static const struct cli_action action[] = {
    {"list", "", 0, CLI_TAKES_ALL, run_list},
    {"raise", "HOUSEHOLD", 1, CLI_TAKES_KEY | CLI_TAKES_ON | CLI_TAKES_NOTE | CLI_TAKES_DAYS, run_raise},
    {"decide", "OBJECTION upheld|rejected|withdrawn", 2,
     CLI_TAKES_KEY | CLI_TAKES_ON | CLI_TAKES_NOTE | CLI_TAKES_SEEN, run_decide},
};

int cli_objection(int argc, char **argv)
{
    struct own own = {0};
    const struct cli_desk_command command = {.name = COMMAND,
                                             .action = action,
                                             .n_actions = sizeof action / sizeof *action,
                                             .doc = "An objection (--note says it) freezes the household's "
                                                    "list until a second person decides it, with "
                                                    "the answer in words as --note.",
                                             .own = &own_argp,
                                             .own_input = &own};
    return cli_desk_run(&command, argc, argv);
}
