/* cli_db.c - `xenia db init|migrate|status|stop`: the store's schema and its private PostgreSQL. */
#include "cli.h"
#include "xenia/memory.h"
#include "xenia/store.h"
#include <string.h>

#define COMMAND "db"

struct options {
    struct cli_store store;
    const char *action;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        return 0;
    case ARGP_KEY_ARG:
        if (options->action)
            argp_error(state, "one action at a time");
        options->action = argument;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "an action is needed: init, migrate, status or stop");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {{&cli_store_argp, 0, "The store:", 1}, {0}};
static const struct argp command_argp = {
    .parser = parse,
    .children = child,
    .args_doc = "init|migrate|status|stop",
    .doc =
        "init and migrate bring the schema up to date (a private PostgreSQL is made where no DSN is given); "
        "status tells versions and contents; stop ends the private PostgreSQL."};

static enum xn_status migrate(const struct options *options, struct xn_error *err)
{
    const struct xn_store_settings settings = {.dsn = options->store.dsn,
                                               .state_dir = options->store.state_dir};
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    size_t n_applied = 0;
    XN_TRY(xn_store_open(&settings, &store, err));
    XN_TRY(xn_store_migrate(store, &n_applied, err));
    printf("migrations applied: %zu\n", n_applied);
    return XN_OK;
}

static enum xn_status print_dsn(const struct options *options, struct xn_error *err)
{
    if (options->store.dsn && *options->store.dsn)
        return XN_OK;
    XN_CLEANUP(xn_free_pointer) char *dsn = NULL;
    XN_TRY(xn_private_cluster_start(options->store.state_dir, &dsn, err));
    printf("private PostgreSQL: psql '%s'\n", dsn);
    return XN_OK;
}

static enum xn_status print_status(const struct options *options, struct xn_error *err)
{
    const struct xn_store_settings settings = {.dsn = options->store.dsn,
                                               .state_dir = options->store.state_dir};
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    struct xn_store_status status;
    XN_TRY(print_dsn(options, err));
    XN_TRY(xn_store_open(&settings, &store, err));
    XN_TRY(xn_store_status(store, &status, err));
    printf("PostgreSQL %d.%d, schema version %d of %d\n", status.server_version / 10000,
           status.server_version % 10000, status.schema_version, status.known_version);
    printf("cities: %zu, offers: %zu, snapshots: %zu\n", status.n_cities, status.n_offers,
           status.n_snapshots);
    return XN_OK;
}

static enum xn_status run(const struct options *options, struct xn_error *err)
{
    if (strcmp(options->action, "init") == 0 || strcmp(options->action, "migrate") == 0)
        return migrate(options, err);
    if (strcmp(options->action, "status") == 0)
        return print_status(options, err);
    if (strcmp(options->action, "stop") == 0)
        return xn_private_cluster_stop(options->store.state_dir, err);
    return xn_fail(err, XN_ARGUMENT, "found '%s', wanted init, migrate, status or stop", options->action);
}

int cli_db(int argc, char **argv)
{
    struct options options = {0};
    struct xn_error err = {0};
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = run(&options, &err);
    return status == XN_OK ? CLI_DONE : cli_fail(COMMAND, status, &err);
}
