/* cli_audit.c - `xenia audit`: the log of changes read, sealed, and verified against what is kept outside. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "cli.h"
#include "xenia/audit.h"
#include "xenia/service.h"

#define COMMAND "audit"
#define KEYS_MAX 16
#define LIMIT_DEFAULT 100
#define SEAL_ROUNDS_MAX 100 /* that wait for transactions to end, so long apart: ten seconds */
#define SEAL_ROUND_MS 100

enum { OPT_HEADS = 0x200, OPT_PUBLIC_KEY, OPT_CITY, OPT_AFTER, OPT_LIMIT };

struct options {
    struct cli_store store;
    struct cli_output output;
    const char *action, *heads, *city;
    size_t after, limit;
    size_t n_keys;
    unsigned char key[KEYS_MAX * XN_PUBLIC_KEY_SIZE];
};

static const struct argp_option option[] = {
    {"city", OPT_CITY, "CITY", 0, "verify, list: of this city and the service alone (default: all cities)",
     1},
    {"heads", OPT_HEADS, "FILE", 0,
     "verify: the heads that were kept outside: a copy of audit/heads.log, or syslog lines (default: "
     "audit/heads.log "
     "of the state folder)",
     1},
    {"public-key", OPT_PUBLIC_KEY, "HEX", 0,
     "verify: the key that seals, as `xenia audit key` printed it; again for each key there has been "
     "(default: that "
     "of the key file)",
     1},
    {"after", OPT_AFTER, "ID", 0, "list: entries after this one", 1},
    {"limit", OPT_LIMIT, "N", 0, "list: at most so many (default: 100)", 1},
    {0}};

static void add_key(struct options *options, const char *text, const struct argp_state *state)
{
    struct xn_error err = {0};
    if (options->n_keys == KEYS_MAX)
        argp_error(state, "--public-key: at most %d", KEYS_MAX);
    if (xn_public_key_parse(text, options->key + options->n_keys++ * XN_PUBLIC_KEY_SIZE, &err) != XN_OK)
        argp_error(state, "--public-key: %s", err.message);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        state->child_inputs[1] = &options->output;
        options->limit = LIMIT_DEFAULT;
        return 0;
    case ARGP_KEY_ARG:
        if (options->action)
            argp_error(state, "one action at a time");
        options->action = argument;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "an action is needed: list, verify, seal or key");
        return 0;
    case OPT_HEADS:
        options->heads = argument;
        return 0;
    case OPT_PUBLIC_KEY:
        add_key(options, argument, state);
        return 0;
    case OPT_CITY:
        options->city = argument;
        return 0;
    case OPT_AFTER:
        options->after = cli_parse_count(state, "--after", argument);
        return 0;
    case OPT_LIMIT:
        options->limit = cli_parse_count(state, "--limit", argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {
    {&cli_store_argp, 0, "The store:", 2}, {&cli_output_argp, 0, "The output:", 3}, {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .args_doc = "list|verify|seal|key",
    .doc =
        "list prints entries of the log of changes. verify reads all of it, with its seals, the rows it is "
        "about, and "
        "the heads that were kept outside: exit 0 when nothing was changed, else 2 and a sentence for each "
        "fault. "
        "seal seals at once what the daemon seals every second. key prints the public half of the key that "
        "seals: "
        "whoever verifies keeps it elsewhere.\vThe key is in the file that $XENIA_AUDIT_KEY names (default: "
        "audit.key in $CREDENTIALS_DIRECTORY, else keys/audit.key in the state folder)."};

static enum xn_status read_key(const struct options *options, struct xn_signing_key *ret,
                               struct xn_error *err)
{
    const char *named = getenv("XENIA_AUDIT_KEY");
    return xn_audit_key_read(named && *named ? named : NULL, options->store.state_dir, ret, err);
}

/* --- key ---------------------------------------------------------------------------------------------- */

static enum xn_status print_key(const struct options *options, struct xn_error *err)
{
    XN_AUTO_SIGNING_KEY key = {{0}, {0}};
    char text[XN_PUBLIC_KEY_HEX];
    XN_TRY(read_key(options, &key, err));
    xn_public_key_print(key.public_, text);
    puts(text);
    return XN_OK;
}

/* --- seal --------------------------------------------------------------------------------------------- */

struct sealed {
    char heads[XN_KEY_PATH_SIZE];
    enum xn_status status;
    struct xn_error *err;
};

static void keep_head(const struct xn_audit_head *head, void *context)
{
    struct sealed *sealed = context;
    char line[XN_AUDIT_HEAD_SIZE];
    xn_audit_head_print(head, line);
    puts(line);
    if (sealed->status == XN_OK)
        sealed->status = xn_audit_head_append(sealed->heads, head, sealed->err);
}

/* A round that looks, and rounds until what was seen is sealed: transactions that were open then may still
 * write among it, and who asks for a seal must not take their silence for one. */
static enum xn_status seal_seen(struct xn_store *store, const struct xn_signing_key *key,
                                struct sealed *sealed, struct xn_error *err)
{
    static const struct timespec moment = {.tv_nsec = SEAL_ROUND_MS * 1000000L};
    struct xn_audit_sealer sealer = {0};
    for (int round = 0; round <= SEAL_ROUNDS_MAX; round++) {
        size_t n_new = 0;
        XN_TRY(xn_audit_seal(store, key, &sealer, keep_head, sealed, &n_new, err));
        if (n_new > 0 || sealer.entry == 0)
            return sealed->status;
        if (round > 0)
            nanosleep(&moment, NULL);
    }
    return xn_fail(err, XN_CONFLICT,
                   "nothing was sealed: found a transaction on the database server open for %d s, wanted all "
                   "that were open at the start to end",
                   SEAL_ROUNDS_MAX * SEAL_ROUND_MS / 1000);
}

static enum xn_status seal(const struct options *options, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO_SIGNING_KEY key = {{0}, {0}};
    struct sealed sealed = {.err = err};
    XN_TRY(cli_store_open_as(&options->store, "sealer", NULL, &store, err));
    XN_TRY(read_key(options, &key, err));
    XN_TRY(xn_audit_heads_path(options->store.state_dir, sealed.heads, err));
    return seal_seen(store, &key, &sealed, err);
}

/* --- verify ------------------------------------------------------------------------------------------- */

struct verifying {
    struct xn_store *store;
    struct xn_audit_check check;
    struct xn_audit_report report;
    struct xn_notes faults;
};

static void end_verifying(struct verifying *v)
{
    xn_store_close(v->store);
    xn_notes_free(&v->faults);
}

static enum xn_status verify_city(struct verifying *v, const char *city, struct xn_error *err)
{
    v->check.city = city;
    XN_TRY(cli_store_act(v->store, "auditor", city, err));
    return xn_audit_verify(v->store, &v->check, &v->report, &v->faults, err);
}

/* The key file's own where none is named, and the heads of the state folder. */
static enum xn_status settle_check(struct options *options, char heads[XN_KEY_PATH_SIZE],
                                   struct xn_audit_check *ret, struct xn_error *err)
{
    XN_AUTO_SIGNING_KEY key = {{0}, {0}};
    if (options->n_keys == 0) {
        XN_TRY(read_key(options, &key, err));
        memcpy(options->key, key.public_, sizeof key.public_);
        options->n_keys = 1;
    }
    if (!options->heads) {
        XN_TRY(xn_audit_heads_path(options->store.state_dir, heads, err));
        if (access(heads, F_OK) == 0)
            options->heads = heads;
        else
            fputs("note: no heads are kept: a log that was cut off at its end would not be seen\n", stderr);
    }
    *ret = (struct xn_audit_check){
        .n_keys = options->n_keys, .public_key = options->key, .heads_path = options->heads};
    return XN_OK;
}

static enum xn_status verify_all(struct options *options, struct verifying *v, struct xn_error *err)
{
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *cities = NULL;
    XN_TRY(cli_store_open_as(&options->store, "auditor", NULL, &v->store, err));
    XN_TRY(xn_store_cities(v->store, options->city, &cities, err));
    XN_TRY(verify_city(v, "", err));
    for (size_t i = 0; i < cities->count; i++)
        XN_TRY(verify_city(v, cities->city[i].id, err));
    return XN_OK;
}

static enum xn_status tell_faults(const struct verifying *v, struct xn_error *err)
{
    for (size_t i = 0; i < v->faults.count; i++)
        printf("%s\n", v->faults.text[i]);
    if (v->faults.dropped > 0)
        printf("and %zu more\n", v->faults.dropped);
    return xn_fail(err, XN_INPUT, "%zu faults in %" PRId64 " entries, %" PRId64 " seals and %" PRId64 " rows",
                   v->report.n_faults, v->report.n_entries + v->report.n_unsealed, v->report.n_seals,
                   v->report.n_rows);
}

static enum xn_status verify(struct options *options, struct xn_error *err)
{
    char heads[XN_KEY_PATH_SIZE];
    XN_CLEANUP(end_verifying) struct verifying v = {.faults = XN_NOTES_INIT};
    XN_TRY(settle_check(options, heads, &v.check, err));
    XN_TRY(verify_all(options, &v, err));
    if (v.report.n_unsealed > 0)
        fprintf(stderr, "note: %" PRId64 " entries are not sealed yet\n", v.report.n_unsealed);
    if (v.report.n_faults > 0)
        return tell_faults(&v, err);
    printf("%" PRId64 " entries under %" PRId64 " seals, %" PRId64 " heads, %" PRId64
           " rows: nothing was changed\n",
           v.report.n_entries, v.report.n_seals, v.report.n_heads, v.report.n_rows);
    return XN_OK;
}

/* --- list --------------------------------------------------------------------------------------------- */

static void put_table(const struct xn_audit_entries *entries, bool csv, struct xn_buf *ret)
{
    static const char *const heading[] = {"id",     "at",    "city", "actor", "role",
                                          "action", "table", "row",  "state"};
    XN_CLEANUP(cli_table_free)
    struct cli_table table = {.n_columns = sizeof heading / sizeof *heading, .right_aligned = 1};
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, heading[i]);
    for (size_t i = 0; i < entries->count; i++) {
        const struct xn_audit_entry *entry = &entries->entry[i];
        cli_table_number(&table, (double)entry->id);
        cli_table_cell(&table, entry->at);
        cli_table_cell(&table, entry->city);
        cli_table_cell(&table, entry->actor);
        cli_table_cell(&table, entry->role);
        cli_table_cell(&table, entry->action);
        cli_table_cell(&table, entry->table);
        cli_table_cell(&table, entry->row);
        cli_table_cell(&table, entry->state);
    }
    cli_table_put(&table, csv, ret);
}

static void put_json(const struct xn_audit_entries *entries, struct xn_buf *ret)
{
    struct xn_json json;
    xn_json_init(&json, ret, true);
    xn_json_begin_array(&json);
    for (size_t i = 0; i < entries->count; i++) {
        const struct xn_audit_entry *entry = &entries->entry[i];
        xn_json_begin_object(&json);
        xn_json_member_int(&json, "id", entry->id);
        xn_json_member_string(&json, "at", entry->at);
        xn_json_member_string(&json, "city", entry->city);
        xn_json_member_string(&json, "actor", entry->actor);
        xn_json_member_string(&json, "role", entry->role);
        xn_json_member_string(&json, "action", entry->action);
        xn_json_member_string(&json, "table", entry->table);
        xn_json_member_string(&json, "row", entry->row);
        xn_json_member_string(&json, "state", *entry->state ? entry->state : NULL);
        xn_json_end_object(&json);
    }
    xn_json_end_array(&json);
    xn_buf_putc(ret, '\n');
}

static enum xn_status list(const struct options *options, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_audit_entries_free) struct xn_audit_entries *entries = NULL;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    const char *city = options->city ? options->city : "";
    XN_TRY(cli_store_open_as(&options->store, "auditor", city, &store, err));
    XN_TRY(xn_store_audit(store, city, (int64_t)options->after, options->limit, &entries, err));
    if (options->output.format == CLI_JSON)
        put_json(entries, &buf);
    else
        put_table(entries, options->output.format == CLI_CSV, &buf);
    XN_TRY(xn_buf_check(&buf, err));
    return cli_print(COMMAND, &buf) == CLI_DONE ? XN_OK : xn_fail(err, XN_IO, "not printed");
}

static enum xn_status run(struct options *options, struct xn_error *err)
{
    if (strcmp(options->action, "list") == 0)
        return list(options, err);
    if (strcmp(options->action, "verify") == 0)
        return verify(options, err);
    if (strcmp(options->action, "seal") == 0)
        return seal(options, err);
    if (strcmp(options->action, "key") == 0)
        return print_key(options, err);
    return xn_fail(err, XN_ARGUMENT, "found '%s', wanted list, verify, seal or key", options->action);
}

int cli_audit(int argc, char **argv)
{
    struct options options = {0};
    struct xn_error err = {0};
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = run(&options, &err);
    return status == XN_OK ? CLI_DONE : cli_fail(COMMAND, status, &err);
}
