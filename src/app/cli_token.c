/* cli_token.c - `xenia token create LABEL`: a bearer token for a page or a machine, shown once. */
#include "cli.h"
#include "xenia/service.h"
#include <string.h>

#define COMMAND "token"

enum { OPT_ROLE = 0x200 };

struct options {
    struct cli_store store;
    const char *action, *label, *role;
};

static const struct argp_option option[] = {
    {"role", OPT_ROLE, "ROLE", 0, "Role of RULES R11 (default: coordinator)", 1}, {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        options->role = "coordinator";
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
        if (!options->label || strcmp(options->action, "create") != 0)
            argp_error(state, "wanted: create LABEL");
        return 0;
    case OPT_ROLE:
        options->role = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {{&cli_store_argp, 0, "The store:", 2}, {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .args_doc = "create LABEL",
    .doc = "Makes a bearer token and prints it once: the store keeps its hash alone."};

static enum xn_status create(const struct options *options, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    char token[XN_TOKEN_SIZE];
    XN_TRY(cli_store_open(&options->store, &store, err));
    XN_TRY(xn_token_create(store, options->label, options->role, token, err));
    puts(token);
    return XN_OK;
}

int cli_token(int argc, char **argv)
{
    struct options options = {0};
    struct xn_error err = {0};
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = create(&options, &err);
    return status == XN_OK ? CLI_DONE : cli_fail(COMMAND, status, &err);
}
