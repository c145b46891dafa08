/* cli_account.c - options and lists of accounts. */
#include "cli_account.h"
#include <string.h>

enum { OPT_ROLE = 0xa00, OPT_CITY, OPT_CORPORATION };

static const struct argp_option option[] = {
    {"role", OPT_ROLE, "ROLE", 0,
     "coordinator, working_group, scientist, corporation, steward, auditor, refresher or admin", 1},
    {"city", OPT_CITY, "CITY", 0, "The one city that is served (default: all)", 1},
    {"corporation", OPT_CORPORATION, "NAME", 0, "Whose offers it is about, for the role corporation", 1},
    {0}};

static void take_text(const struct argp_state *state, const char *what, const char *text, char *ret,
                      size_t size)
{
    if (strlen(text) >= size)
        argp_error(state, "%s: found %zu bytes, wanted at most %zu", what, strlen(text), size - 1);
    snprintf(ret, size, "%s", text);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct cli_account *options = state->input;
    struct xn_account *account = &options->account;
    switch (key) {
    case OPT_ROLE:
        if (!xn_role_find(argument, &account->role))
            argp_error(state, "--role: found '%s', wanted a role that --help lists", argument);
        options->has_role = true;
        break;
    case OPT_CITY:
        take_text(state, "--city", argument, account->city, sizeof account->city);
        break;
    case OPT_CORPORATION:
        take_text(state, "--corporation", argument, account->corporation, sizeof account->corporation);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    options->given = true;
    return 0;
}

const struct argp cli_account_argp = {.options = option, .parser = parse};

enum xn_status cli_account_name(const char *name, struct xn_account *ret, struct xn_error *err)
{
    if (strlen(name) >= sizeof ret->login)
        return xn_fail(err, XN_ARGUMENT, "a name has at most %zu bytes, found %zu", sizeof ret->login - 1,
                       strlen(name));
    snprintf(ret->login, sizeof ret->login, "%s", name);
    return XN_OK;
}

int cli_account_fail(const char *command, enum xn_status status, const struct xn_error *err)
{
    const int code = cli_fail(command, status, err);
    return status == XN_CONFLICT ? CLI_INPUT : code;
}

/* --- lists --------------------------------------------------------------------------------------------- */

static const char *state_of(const struct xn_account *account)
{
    return !account->disabled ? "active" : account->is_person ? "disabled" : "revoked";
}

static void put_row(struct cli_table *table, const struct xn_account *account)
{
    cli_table_cell(table, account->login);
    cli_table_cell(table, xn_role_name(account->role));
    cli_table_cell(table, account->city);
    cli_table_cell(table, account->corporation);
    cli_table_cell(table, state_of(account));
    cli_table_cell(table, account->created_at);
    cli_table_cell(table, account->last_used_at);
}

static void put_table(const struct xn_accounts *accounts, bool people, bool csv, struct xn_buf *buf)
{
    const char *const header[] = {
        people ? "login" : "label", "role", "city", "corporation", "state", "created at", "last used"};
    XN_CLEANUP(cli_table_free) struct cli_table table = {.n_columns = sizeof header / sizeof *header};
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, header[i]);
    for (size_t i = 0; i < accounts->count; i++)
        if (accounts->account[i].is_person == people)
            put_row(&table, &accounts->account[i]);
    cli_table_put(&table, csv, buf);
}

static void put_words(struct xn_json *json, const char *key, const char *text)
{
    xn_json_member_string(json, key, *text ? text : NULL);
}

static void put_object(struct xn_json *json, const struct xn_account *account)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, account->is_person ? "login" : "label", account->login);
    xn_json_member_string(json, "role", xn_role_name(account->role));
    put_words(json, "city", account->city);
    put_words(json, "corporation", account->corporation);
    xn_json_member_string(json, "state", state_of(account));
    xn_json_member_string(json, "created_at", account->created_at);
    put_words(json, "last_used_at", account->last_used_at);
    xn_json_end_object(json);
}

void cli_account_put(const struct xn_accounts *accounts, bool people, enum cli_format format,
                     struct xn_buf *buf)
{
    if (format != CLI_JSON) {
        put_table(accounts, people, format == CLI_CSV, buf);
        return;
    }
    struct xn_json json;
    xn_json_init(&json, buf, true);
    xn_json_begin_array(&json);
    for (size_t i = 0; i < accounts->count; i++)
        if (accounts->account[i].is_person == people)
            put_object(&json, &accounts->account[i]);
    xn_json_end_array(&json);
    xn_buf_putc(buf, '\n');
}
