/* cli_offer.c - `xenia offer`: offering a dwelling to a household, and its answer. */
#include "cli_desk.h"

#define COMMAND "offer"

/* --- the list ------------------------------------------------------------------------------------------ */

static void put_row(struct cli_table *table, const struct xn_stored_offer *offer)
{
    const struct xn_decision *decision = &offer->decision;
    cli_table_cell(table, offer->id);
    cli_table_cell(table, offer->dwelling);
    cli_table_cell(table, offer->household);
    cli_table_cell(table, xn_offer_state_name(offer->state));
    cli_table_cell(table, xn_class_name(decision->class_));
    cli_table_number(table, (double)decision->rank);
    cli_table_cell(table, decision->reason_code);
    cli_table_cell(table, offer->expires_at);
    cli_table_cell(table, offer->decided_by);
    cli_table_cell(table, offer->refusal_code);
}

static enum xn_status put_list(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    static const char *const heading[] = {"id",   "dwelling", "household", "state",      "class",
                                          "rank", "reason",   "answer by", "decided by", "refusal"};
    XN_AUTO(xn_stored_offers_free) struct xn_stored_offers *list = NULL;
    XN_CLEANUP(cli_table_free)
    struct cli_table table = {.n_columns = sizeof heading / sizeof *heading, .right_aligned = 1u << 5};
    XN_TRY(cli_desk_connect(desk, err));
    XN_TRY(xn_store_offers_made(desk->connection, desk->city, NULL, NULL, NULL, !desk->all, &list, err));
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, heading[i]);
    for (size_t i = 0; i < list->count; i++)
        put_row(&table, &list->offer[i]);
    cli_table_put(&table, desk->output.format == CLI_CSV, ret);
    return XN_OK;
}

static enum xn_status run_list(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    if (desk->output.format == CLI_JSON)
        return cli_desk_step(desk, "GET", desk->all ? "/offers" : "/offers?live=yes", NULL, 0, ret, err);
    return put_list(desk, ret, err);
}

/* --- steps --------------------------------------------------------------------------------------------- */

static enum xn_status run_draft(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO_BUF body = XN_BUF_INIT;
    struct xn_json json;
    cli_desk_begin(desk, &json, &body);
    xn_json_member_string(&json, "household", desk->argument[0]);
    xn_json_member_string(&json, "dwelling", desk->argument[1]);
    cli_desk_member(&json, "reason_code", desk->reason);
    cli_desk_member(&json, "reason_note", desk->note);
    xn_json_end_object(&json);
    return cli_desk_step(desk, "POST", "/offers", &body, 0, ret, err);
}

static enum xn_status seen(struct cli_desk *desk, int64_t *ret, struct xn_error *err)
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

/* One step of the state; `refusal` and `note` are what this state's step takes. */
static enum xn_status change(struct cli_desk *desk, const char *state, struct xn_buf *ret,
                             struct xn_error *err)
{
    XN_AUTO_BUF path = XN_BUF_INIT, body = XN_BUF_INIT;
    struct xn_json json;
    int64_t version = 0;
    XN_TRY(seen(desk, &version, err));
    cli_desk_path(&path, "/offers/", desk->argument[0]);
    cli_desk_begin(desk, &json, &body);
    xn_json_member_string(&json, "state", state);
    if (desk->days > 0)
        xn_json_member_int(&json, "days", (int64_t)desk->days);
    cli_desk_member(&json, "refusal_code", desk->reason);
    cli_desk_member(&json, "note", desk->note);
    xn_json_end_object(&json);
    return cli_desk_step(desk, "PATCH", xn_buf_text(&path), &body, version, ret, err);
}

static enum xn_status run_make(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    return change(desk, "made", ret, err);
}
static enum xn_status run_accept(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    return change(desk, "accepted", ret, err);
}
static enum xn_status run_refuse(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    return change(desk, "refused", ret, err);
}
static enum xn_status run_withdraw(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    return change(desk, "withdrawn", ret, err);
}

#define STEP (CLI_TAKES_KEY | CLI_TAKES_ON | CLI_TAKES_SEEN)
static const struct cli_action action[] = {
    {"list", "", 0, CLI_TAKES_ALL, run_list},
    {"draft", "HOUSEHOLD DWELLING", 2, CLI_TAKES_KEY | CLI_TAKES_ON | CLI_TAKES_REASON | CLI_TAKES_NOTE,
     run_draft},
    {"make", "OFFER", 1, STEP | CLI_TAKES_DAYS, run_make},
    {"accept", "OFFER", 1, STEP, run_accept},
    {"refuse", "OFFER", 1, STEP | CLI_TAKES_REASON | CLI_TAKES_NOTE, run_refuse},
    {"withdraw", "OFFER", 1, STEP, run_withdraw},
};

int cli_offer(int argc, char **argv)
{
    const struct cli_desk_command command = {.name = COMMAND,
                                             .action = action,
                                             .n_actions = sizeof action / sizeof *action,
                                             .doc = "draft reserves the dwelling; make gives the household "
                                                    "days to answer. A refusal has a reason and no "
                                                    "consequence. An offer that is not the first row of the "
                                                    "household's list, or not in a mixed area, "
                                                    "needs --reason."};
    return cli_desk_run(&command, argc, argv);
}
