/* cli_commitment.c - `xenia commitment`: how many dwellings a corporation has promised for a quarter. */
#include "cli_desk.h"

#define COMMAND "commitment"

static enum xn_status run_set(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO_BUF body = XN_BUF_INIT;
    struct xn_json json;
    int64_t promised = 0;
    if (!xn_parse_int(desk->argument[2], &promised) || promised < 0)
        return xn_fail(err, XN_ARGUMENT, "found '%s', wanted how many dwellings are promised",
                       desk->argument[2]);
    cli_desk_begin(desk, &json, &body);
    xn_json_member_string(&json, "corporation", desk->argument[0]);
    xn_json_member_string(&json, "quarter", desk->argument[1]);
    xn_json_member_int(&json, "promised", promised);
    xn_json_end_object(&json);
    return cli_desk_step(desk, "POST", "/commitments", &body, 0, ret, err);
}

static const struct cli_action action[] = {
    {"set", "CORPORATION QUARTER DWELLINGS", 3, CLI_TAKES_KEY, run_set},
};

int cli_commitment(int argc, char **argv)
{
    const struct cli_desk_command command = {.name = COMMAND,
                                             .action = action,
                                             .n_actions = sizeof action / sizeof *action,
                                             .role = "steward",
                                             .doc = "What a corporation has promised, for the ledger: `xenia "
                                                    "commitment set \"Wohnbau eG\" 2004Q3 12`; 0 "
                                                    "takes it back."};
    return cli_desk_run(&command, argc, argv);
}
