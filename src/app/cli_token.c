/* cli_token.c - `xenia token`: bearer tokens of machines. A new one is shown once: the store has its hash
 * alone. */
#include "cli_account.h"
#include "xenia/service.h"
#include <string.h>

#define COMMAND "token"

struct options {
    struct cli_store store;
    struct cli_output output;
    struct cli_account account;
    const char *action, *label;
};

static enum xn_status create(struct options *options, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    struct xn_account *account = &options->account.account;
    char token[XN_TOKEN_SIZE];
    if (!options->account.has_role)
        account->role = XN_ROLE_COORDINATOR;
    XN_TRY(cli_account_name(options->label, account, err));
    XN_TRY(cli_store_open_as(&options->store, "gate", NULL, &store, err));
    XN_TRY(xn_token_create(store, account, cli_login_name(), token, err));
    xn_buf_printf(ret, "%s\n", token);
    return XN_OK;
}

static enum xn_status list(struct options *options, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_accounts_free) struct xn_accounts *accounts = NULL;
    XN_TRY(cli_store_open_as(&options->store, "admin", NULL, &store, err));
    XN_TRY(xn_store_accounts(store, &accounts, err));
    cli_account_put(accounts, false, options->output.format, ret);
    return XN_OK;
}

static enum xn_status revoke(struct options *options, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(cli_store_open_as(&options->store, "gate", NULL, &store, err));
    XN_TRY(xn_store_revoke_token(store, options->label, cli_login_name(), err));
    const struct xn_message_value value[] = {{"label", options->label}};
    xn_message_put(ret, options->output.language, XN_N("token {label} is revoked"), value, 1);
    xn_buf_putc(ret, '\n');
    return XN_OK;
}

static const struct action {
    const char *name;
    bool takes_label, takes_account;
    enum xn_status (*run)(struct options *options, struct xn_buf *ret, struct xn_error *err);
} action[] = {{"create", true, true, create}, {"list", false, false, list}, {"revoke", true, false, revoke}};

static const struct action *find_action(const char *name)
{
    for (size_t i = 0; name && i < sizeof action / sizeof *action; i++)
        if (strcmp(action[i].name, name) == 0)
            return &action[i];
    return NULL;
}

static void check(const struct options *options, const struct argp_state *state)
{
    const struct action *wanted = find_action(options->action);
    if (!wanted || wanted->takes_label != (options->label != NULL))
        argp_error(state, "wanted: create LABEL, list, or revoke LABEL");
    else if (options->account.given && !wanted->takes_account)
        argp_error(state, "%s does not take --role, --city or --corporation", options->action);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->account;
        state->child_inputs[1] = &options->output;
        state->child_inputs[2] = &options->store;
        return 0;
    case ARGP_KEY_ARG:
        if (!options->action)
            options->action = argument;
        else if (!options->label)
            options->label = argument;
        else
            argp_error(state, "one label at a time");
        return 0;
    case ARGP_KEY_END:
        check(options, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {{&cli_account_argp, 0, "The account:", 1},
                                          {&cli_output_argp, 0, "The list:", 2},
                                          {&cli_store_argp, 0, "The store:", 3},
                                          {0}};
static const struct argp command_argp = {
    .parser = parse,
    .children = child,
    .args_doc = "create LABEL\nlist\nrevoke LABEL",
    .doc =
        "Bearer tokens of machines. A new one is printed once: the store keeps its hash alone. Its role is "
        "coordinator unless --role says otherwise; what it does is logged under its label."};

int cli_token(int argc, char **argv)
{
    struct options options = {0};
    struct xn_error err = {0};
    XN_AUTO_BUF result = XN_BUF_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = find_action(options.action)->run(&options, &result, &err);
    return status == XN_OK ? cli_print(COMMAND, &result) : cli_account_fail(COMMAND, status, &err);
}
