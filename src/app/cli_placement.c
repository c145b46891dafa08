/* cli_placement.c - `xenia placement`: what was agreed, when it was moved into, when it ended. */
#include "cli_desk.h"

#define COMMAND "placement"

/* --- the list ------------------------------------------------------------------------------------------ */

static void put_day(struct cli_table *table, xn_date date)
{
    char day[16] = "";
    if (date != XN_NO_DATE)
        xn_date_print(date, day, sizeof day);
    cli_table_cell(table, day);
}

static void put_row(struct cli_table *table, const struct xn_stored_placement *placement)
{
    cli_table_cell(table, placement->id);
    cli_table_cell(table, placement->dwelling);
    cli_table_cell(table, placement->household);
    cli_table_cell(table, xn_placement_state_name(placement->state));
    cli_table_cell(table, xn_class_name(placement->decision.class_));
    put_day(table, placement->decided_on);
    put_day(table, placement->moved_in_on);
    put_day(table, placement->ended_on);
    cli_table_cell(table, placement->decision.reason_code);
    cli_table_cell(table, placement->decided_by);
}

static enum xn_status put_list(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    static const char *const heading[] = {"id",     "dwelling", "household", "state",  "class",
                                          "agreed", "moved in", "ended",     "reason", "decided by"};
    XN_AUTO(xn_stored_placements_free) struct xn_stored_placements *list = NULL;
    XN_CLEANUP(cli_table_free)
    struct cli_table table = {.n_columns = sizeof heading / sizeof *heading};
    XN_TRY(cli_desk_connect(desk, err));
    XN_TRY(xn_store_placements_made(desk->connection, desk->city, NULL, &list, err));
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, heading[i]);
    for (size_t i = 0; i < list->count; i++)
        put_row(&table, &list->placement[i]);
    cli_table_put(&table, desk->output.format == CLI_CSV, ret);
    return XN_OK;
}

static enum xn_status run_list(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    if (desk->output.format == CLI_JSON)
        return cli_desk_step(desk, "GET", "/placements", NULL, 0, ret, err);
    return put_list(desk, ret, err);
}

/* --- steps --------------------------------------------------------------------------------------------- */

static enum xn_status offer_version(struct cli_desk *desk, int64_t *ret, struct xn_error *err)
{
    XN_AUTO(xn_stored_offers_free) struct xn_stored_offers *one = NULL;
    XN_TRY(cli_desk_connect(desk, err));
    XN_TRY(
        xn_store_offers_made(desk->connection, desk->city, desk->argument[0], NULL, NULL, false, &one, err));
    if (one->count == 0)
        return xn_fail(err, XN_NOT_FOUND, "there is no offer '%s' that %s may see", desk->argument[0],
                       desk->actor);
    *ret = desk->version ? desk->version : one->offer[0].version;
    return XN_OK;
}

static enum xn_status run_agree(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO_BUF body = XN_BUF_INIT;
    struct xn_json json;
    int64_t version = 0;
    XN_TRY(offer_version(desk, &version, err));
    cli_desk_begin(desk, &json, &body);
    xn_json_member_string(&json, "offer", desk->argument[0]);
    xn_json_member_int(&json, "offer_version", version);
    cli_desk_member(&json, "reason_code", desk->reason);
    cli_desk_member(&json, "reason_note", desk->note);
    xn_json_end_object(&json);
    return cli_desk_step(desk, "POST", "/placements", &body, 0, ret, err);
}

static enum xn_status seen(struct cli_desk *desk, int64_t *ret, struct xn_error *err)
{
    XN_AUTO(xn_stored_placements_free) struct xn_stored_placements *one = NULL;
    XN_TRY(cli_desk_connect(desk, err));
    XN_TRY(xn_store_placements_made(desk->connection, desk->city, desk->argument[0], &one, err));
    if (one->count == 0)
        return xn_fail(err, XN_NOT_FOUND, "there is no placement '%s' that %s may see", desk->argument[0],
                       desk->actor);
    *ret = desk->version ? desk->version : one->placement[0].version;
    return XN_OK;
}

static enum xn_status change(struct cli_desk *desk, const char *state, struct xn_buf *ret,
                             struct xn_error *err)
{
    XN_AUTO_BUF path = XN_BUF_INIT, body = XN_BUF_INIT;
    struct xn_json json;
    int64_t version = 0;
    XN_TRY(seen(desk, &version, err));
    cli_desk_path(&path, "/placements/", desk->argument[0]);
    cli_desk_begin(desk, &json, &body);
    xn_json_member_string(&json, "state", state);
    cli_desk_member(&json, "reason", desk->note);
    xn_json_end_object(&json);
    return cli_desk_step(desk, "PATCH", xn_buf_text(&path), &body, version, ret, err);
}

static enum xn_status run_move_in(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    return change(desk, "moved_in", ret, err);
}
static enum xn_status run_end(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    return change(desk, "ended", ret, err);
}

#define STEP (CLI_TAKES_KEY | CLI_TAKES_ON | CLI_TAKES_SEEN)
static const struct cli_action action[] = {
    {"list", "", 0, 0, run_list},
    {"agree", "OFFER", 1, STEP | CLI_TAKES_REASON | CLI_TAKES_NOTE, run_agree},
    {"move-in", "PLACEMENT", 1, STEP, run_move_in},
    {"end", "PLACEMENT", 1, STEP | CLI_TAKES_NOTE, run_end},
};

int cli_placement(int argc, char **argv)
{
    const struct cli_desk_command command = {
        .name = COMMAND,
        .action = action,
        .n_actions = sizeof action / sizeof *action,
        .doc = "agree records what a person decided about an accepted offer; the class, its evidence, policy "
               "and "
               "snapshot of that moment are kept with it. end: the household waits again."};
    return cli_desk_run(&command, argc, argv);
}
