/* cli_store.c - which store: a DSN, or the private PostgreSQL of a state folder. */
#include "cli.h"
#include "xenia/lifecycle.h"
#include "xenia/service.h"
#include <stdlib.h>
#include <unistd.h>

enum { OPT_DSN = 0x400, OPT_STATE_DIR };

static const struct argp_option option[] = {
    {"dsn", OPT_DSN, "DSN", 0,
     "PostgreSQL connection string (default: $XENIA_DSN, else a private PostgreSQL)", 1},
    {"state-dir", OPT_STATE_DIR, "FOLDER", 0,
     "Folder of the private PostgreSQL (default: $XENIA_STATE_DIR, /var/lib/xenia for root, "
     "~/.local/state/xenia for others)",
     1},
    {0}};

static void set_defaults(struct cli_store *store)
{
    const char *state_dir = getenv("XENIA_STATE_DIR"), *home = getenv("HOME");
    store->dsn = getenv("XENIA_DSN");
    if (geteuid() == 0 || !home)
        snprintf(store->default_state_dir, sizeof store->default_state_dir, "/var/lib/xenia");
    else
        snprintf(store->default_state_dir, sizeof store->default_state_dir, "%s/.local/state/xenia", home);
    store->state_dir = state_dir && *state_dir ? state_dir : store->default_state_dir;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct cli_store *store = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        set_defaults(store);
        return 0;
    case OPT_DSN:
        store->dsn = argument;
        return 0;
    case OPT_STATE_DIR:
        store->state_dir = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp cli_store_argp = {.options = option, .parser = parse};

enum xn_status cli_store_open(const struct cli_store *options, struct xn_store **ret, struct xn_error *err)
{
    const struct xn_store_settings settings = {.dsn = options->dsn, .state_dir = options->state_dir};
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(xn_store_open(&settings, &store, err));
    XN_TRY(xn_store_check_schema(store, err));
    *ret = XN_STEAL(store);
    return XN_OK;
}

enum xn_status cli_store_act(struct xn_store *store, const char *role, const char *city, struct xn_error *err)
{
    const struct xn_identity identity = {.role = role, .city = city, .actor = cli_login_name()};
    return xn_store_act_as(store, &identity, err);
}

enum xn_status cli_store_open_as(const struct cli_store *options, const char *role, const char *city,
                                 struct xn_store **ret, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(cli_store_open(options, &store, err));
    XN_TRY(cli_store_act(store, role, city, err));
    *ret = XN_STEAL(store);
    return XN_OK;
}

/* The file of the master key is named by $XENIA_MASTER_KEY, or lies in the state folder. */
enum xn_status cli_store_open_with_key(const struct cli_store *options, const char *role, const char *city,
                                       struct xn_store **ret, struct xn_error *err)
{
    const char *named = getenv("XENIA_MASTER_KEY");
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO_KEY master = {{0}};
    XN_TRY(cli_store_open_as(options, role, city, &store, err));
    XN_TRY(xn_master_key_read(named && *named ? named : NULL, options->state_dir, &master, NULL, err));
    xn_store_set_master_key(store, &master);
    *ret = XN_STEAL(store);
    return XN_OK;
}
