/* cli_household.c - `xenia household`: the work queue, and what is known of one household. */
#include "cli_desk.h"
#include <math.h>

#define COMMAND "household"

enum { OPT_NEEDS = 0x200, OPT_REFERENCE, OPT_CENTRE, OPT_ARRIVED, OPT_COORDINATOR };

/* What `add` takes beside the file of needs. */
struct own {
    const char *reference, *centre, *coordinator;
    xn_date arrived_on;
};

static const struct argp_option option[] = {
    {"reference", OPT_REFERENCE, "TEXT", 0, "add: the office's own file number", 1},
    {"centre", OPT_CENTRE, "NAME", 0, "add: its reception centre", 1},
    {"coordinator", OPT_COORDINATOR, "LOGIN", 0,
     "add, hand-over: whose case it is (add: default the office's queue, which all coordinators see)", 1},
    {"arrived", OPT_ARRIVED, "DATE", 0, "add: the day it arrived (default: today)", 1},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct own *own = state->input;
    switch (key) {
    case OPT_REFERENCE:
        own->reference = argument;
        return 0;
    case OPT_CENTRE:
        own->centre = argument;
        return 0;
    case OPT_COORDINATOR:
        own->coordinator = argument;
        return 0;
    case OPT_ARRIVED:
        own->arrived_on = cli_parse_date(state, argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp own_argp = {.options = option, .parser = parse};

/* --- lists --------------------------------------------------------------------------------------------- */

static void put_needs(struct cli_table *table, const struct xn_household *needs)
{
    cli_table_number(table, needs->size);
    cli_table_cell(table, needs->step_free ? "yes" : "");
    cli_table_number(table, needs->rent_limit_eur);
}

static void put_row(struct cli_table *table, const struct xn_stored_household *household)
{
    char day[16] = "";
    cli_table_number(table, household->days_waited);
    cli_table_cell(table, household->reference);
    cli_table_cell(table, household->id);
    xn_date_print(household->arrived_on, day, sizeof day);
    cli_table_cell(table, day);
    if (household->erased)
        for (int i = 0; i < 3; i++)
            cli_table_cell(table, i == 0 ? "erased" : "");
    else
        put_needs(table, &household->needs);
    cli_table_cell(table, xn_household_state_name(household->state));
    cli_table_cell(table, household->frozen           ? "objection open"
                          : household->has_live_offer ? "has an offer"
                                                      : "");
}

static enum xn_status put_queue(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    static const char *const heading[] = {"days waited", "reference",  "id",    "arrived", "persons",
                                          "step-free",   "rent limit", "state", "remark"};
    XN_AUTO(xn_stored_households_free) struct xn_stored_households *list = NULL;
    XN_CLEANUP(cli_table_free)
    struct cli_table table = {.n_columns = sizeof heading / sizeof *heading, .right_aligned = 0x51};
    XN_TRY(cli_desk_open(desk, err));
    XN_TRY(xn_desk_households(desk->desk, desk->all, &list, err));
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, heading[i]);
    for (size_t i = 0; i < list->count; i++)
        put_row(&table, &list->household[i]);
    cli_table_put(&table, desk->output.format == CLI_CSV, ret);
    return XN_OK;
}

static enum xn_status run_list(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    if (desk->output.format == CLI_JSON)
        return cli_desk_step(desk, "GET", desk->all ? "/households?all=yes" : "/households", NULL, 0, ret,
                             err);
    return put_queue(desk, ret, err);
}

/* --- one household ---------------------------------------------------------------------------------------
 */

static enum xn_status run_add(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    const struct own *own = desk->own;
    XN_CLEANUP(xn_free_pointer) char *needs = NULL;
    XN_AUTO_BUF body = XN_BUF_INIT;
    struct xn_household checked;
    struct xn_json json;
    char day[16] = "";
    size_t length = 0;
    XN_TRY(xn_file_read(desk->argument[0], 1u << 16, &needs, &length, err));
    XN_TRY(xn_household_parse(needs, length, desk->argument[0], &checked, err));
    cli_desk_begin(desk, &json, &body);
    cli_desk_member(&json, "reference", own->reference);
    cli_desk_member(&json, "centre", own->centre);
    cli_desk_member(&json, "coordinator", own->coordinator);
    if (own->arrived_on != XN_NO_DATE) {
        xn_date_print(own->arrived_on, day, sizeof day);
        xn_json_member_string(&json, "arrived_on", day);
    }
    xn_json_key(&json, "needs");
    xn_json_raw(&json, needs);
    xn_json_end_object(&json);
    return cli_desk_step(desk, "POST", "/households", &body, 0, ret, err);
}

/* The version that was looked at, or the newest. */
static enum xn_status seen(struct cli_desk *desk, const char *id, int64_t *ret, struct xn_error *err)
{
    XN_AUTO(xn_stored_households_free) struct xn_stored_households *one = NULL;
    XN_TRY(cli_desk_connect(desk, err));
    XN_TRY(xn_store_household(desk->connection, desk->city, id, &one, err));
    *ret = desk->version ? desk->version : one->household[0].version;
    return XN_OK;
}

static enum xn_status run_show(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO_BUF path = XN_BUF_INIT;
    cli_desk_path(&path, "/households/", desk->argument[0]);
    desk->output.format = CLI_JSON;
    return cli_desk_step(desk, "GET", xn_buf_text(&path), NULL, 0, ret, err);
}

static enum xn_status run_leave(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO_BUF path = XN_BUF_INIT, body = XN_BUF_INIT;
    struct xn_json json;
    int64_t version = 0;
    XN_TRY(seen(desk, desk->argument[0], &version, err));
    cli_desk_path(&path, "/households/", desk->argument[0]);
    cli_desk_begin(desk, &json, &body);
    xn_json_member_string(&json, "state", "left");
    cli_desk_member(&json, "reason_code", desk->reason);
    xn_json_end_object(&json);
    return cli_desk_step(desk, "PATCH", xn_buf_text(&path), &body, version, ret, err);
}

static enum xn_status run_hand_over(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    const struct own *own = desk->own;
    XN_AUTO_BUF path = XN_BUF_INIT, body = XN_BUF_INIT;
    struct xn_json json;
    int64_t version = 0;
    if (!own->coordinator)
        return xn_fail(err, XN_ARGUMENT, "hand-over needs --coordinator LOGIN");
    XN_TRY(seen(desk, desk->argument[0], &version, err));
    cli_desk_path(&path, "/households/", desk->argument[0]);
    cli_desk_begin(desk, &json, &body);
    cli_desk_member(&json, "coordinator", own->coordinator);
    xn_json_end_object(&json);
    return cli_desk_step(desk, "PATCH", xn_buf_text(&path), &body, version, ret, err);
}

static enum xn_status run_erase(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO_BUF path = XN_BUF_INIT;
    int64_t version = 0;
    XN_TRY(seen(desk, desk->argument[0], &version, err));
    cli_desk_path(&path, "/households/", desk->argument[0]);
    return cli_desk_step(desk, "DELETE", xn_buf_text(&path), NULL, version, ret, err);
}

static enum xn_status run_recommend(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO_BUF path = XN_BUF_INIT, body = XN_BUF_INIT;
    xn_buf_puts(&body, "{}");
    cli_desk_path(&path, "/households/", desk->argument[0]);
    xn_buf_puts(&path, "/recommendations");
    desk->output.format = CLI_JSON;
    return cli_desk_step(desk, "POST", xn_buf_text(&path), &body, 0, ret, err);
}

static const struct cli_action action[] = {
    {"list", "", 0, CLI_TAKES_ALL, run_list},
    {"add", "NEEDS.json", 1, CLI_TAKES_KEY | CLI_TAKES_ON, run_add},
    {"show", "HOUSEHOLD", 1, 0, run_show},
    {"recommend", "HOUSEHOLD", 1, CLI_TAKES_KEY, run_recommend},
    {"leave", "HOUSEHOLD", 1, CLI_TAKES_KEY | CLI_TAKES_ON | CLI_TAKES_REASON | CLI_TAKES_SEEN, run_leave},
    {"hand-over", "HOUSEHOLD", 1, CLI_TAKES_KEY | CLI_TAKES_SEEN, run_hand_over},
    {"erase", "HOUSEHOLD", 1, CLI_TAKES_KEY | CLI_TAKES_SEEN, run_erase},
};

int cli_household(int argc, char **argv)
{
    struct own own = {.arrived_on = XN_NO_DATE};
    const struct cli_desk_command command = {.name = COMMAND,
                                             .action = action,
                                             .n_actions = sizeof action / sizeof *action,
                                             .doc =
                                                 "list: the work queue, longest wait first. A household is "
                                                 "named by its id or its reference. erase "
                                                 "destroys its key: what was known of it is gone for ever.",
                                             .own = &own_argp,
                                             .own_input = &own};
    return cli_desk_run(&command, argc, argv);
}
