/* accounts.c - people and machines as administration sees them: added, changed, listed.
 *
 * A change is one statement in a transaction that says whose it is, so that the log can. No secret is
 * compared here.
 */
#include <stdio.h>
#include "account_rows.h"
#include "xenia/digest.h"

/* --- shared ------------------------------------------------------------------------------------------- */

void xn_hash_text(const unsigned char hash[XN_TOKEN_HASH_SIZE], char ret[XN_HASH_TEXT_SIZE])
{
    snprintf(ret, XN_HASH_TEXT_SIZE, "\\x");
    for (size_t i = 0; i < XN_TOKEN_HASH_SIZE; i++)
        snprintf(ret + 2 + 2 * i, 3, "%02x", hash[i]);
}

enum xn_status xn_account_read(const struct xn_rows *rows, size_t row, struct xn_account *ret,
                               struct xn_error *err)
{
    struct xn_account account = {0};
    struct xn_cursor cursor = {.rows = rows, .row = row};
    char role[32];
    account.is_person = xn_next_bool(&cursor);
    xn_next_chars(&cursor, account.login, sizeof account.login);
    xn_next_chars(&cursor, role, sizeof role);
    xn_next_chars(&cursor, account.city, sizeof account.city);
    xn_next_chars(&cursor, account.corporation, sizeof account.corporation);
    account.disabled = xn_next_bool(&cursor);
    account.version = xn_next_int(&cursor);
    xn_next_chars(&cursor, account.created_at, sizeof account.created_at);
    xn_next_chars(&cursor, account.last_used_at, sizeof account.last_used_at);
    if (!xn_role_find(role, &account.role))
        return xn_fail(err, XN_DATABASE, "account '%s' has the role '%s', which this program does not know",
                       account.login, role);
    *ret = account;
    return XN_OK;
}

static enum xn_status run_as_actor(struct xn_store *store, const char *actor, const char *query,
                                   const struct xn_params *params, struct xn_rows *ret, struct xn_error *err)
{
    struct xn_params who = {0};
    xn_param_text(&who, actor);
    xn_param_text(&who, xn_role_name(XN_ROLE_ADMIN));
    XN_TRY(xn_pg_run(store, "change_actor", &who, NULL, err));
    return xn_pg_run(store, query, params, ret, err);
}

enum xn_status xn_account_change(struct xn_store *store, const char *actor, const char *query,
                                 const struct xn_params *params, struct xn_rows *ret, struct xn_error *err)
{
    if (!actor || !*actor)
        return xn_fail(err, XN_ARGUMENT, "a change of accounts needs somebody who makes it");
    XN_TRY(xn_pg_begin(store, err));
    enum xn_status status = run_as_actor(store, actor, query, params, ret, err);
    if (status == XN_OK)
        status = xn_pg_commit(store, err);
    xn_pg_rollback(store); /* when it is not over yet */
    return status;
}

/* --- people ------------------------------------------------------------------------------------------- */

enum xn_status xn_store_add_user(struct xn_store *store, const struct xn_account *account,
                                 const char *password_hash, const char *actor, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, account->login);
    xn_param_text(&params, account->city);
    xn_param_text(&params, xn_role_name(account->role));
    xn_param_text(&params, account->corporation);
    xn_param_text(&params, password_hash);
    const enum xn_status status = xn_account_change(store, actor, "users_add", &params, &rows, err);
    if (status != XN_OK)
        return xn_fail_in(err, status, "account '%s'", account->login);
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_CONFLICT, "account '%s' is there already", account->login);
    return XN_OK;
}

/* A change of the account $1, which gives a row when it is there. */
static enum xn_status change_user(struct xn_store *store, const char *actor, const char *query,
                                  const char *login, const char *value, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, login);
    xn_param_text(&params, value);
    XN_TRY(xn_account_change(store, actor, query, &params, &rows, err));
    return xn_rows_count(&rows) ? XN_OK : xn_fail(err, XN_NOT_FOUND, "there is no account '%s'", login);
}

enum xn_status xn_store_set_password(struct xn_store *store, const char *login, const char *password_hash,
                                     const char *actor, struct xn_error *err)
{
    return change_user(store, actor, "users_set_password", login, password_hash, err);
}

enum xn_status xn_store_disable_user(struct xn_store *store, const char *login, bool disabled,
                                     const char *actor, struct xn_error *err)
{
    return change_user(store, actor, "users_set_state", login, disabled ? "disabled" : "active", err);
}

/* --- shutting out --------------------------------------------------------------------------------------- */

/* Who shuts out an administrator waits for whoever does so just now, and sees what came of it. */
static enum xn_status find_others(struct xn_store *store, const char *name, bool *ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params lock = {0}, params = {0};
    xn_param_int(&lock, (int64_t)xn_keyed_hash("xenia administrators", ""));
    XN_TRY(xn_pg_run(store, "lock_transaction", &lock, NULL, err));
    xn_param_text(&params, name);
    XN_TRY(xn_pg_run(store, "admins_others", &params, &rows, err));
    *ret = xn_rows_bool(&rows, 0, 0);
    return XN_OK;
}

static enum xn_status shut_out(struct xn_store *store, const struct xn_account *account, const char *actor,
                               bool *ret_last, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    bool others = false;
    XN_TRY(find_others(store, account->login, &others, err));
    *ret_last = !others;
    if (!others)
        return XN_OK;
    xn_param_text(&params, account->login);
    if (account->is_person)
        xn_param_text(&params, "disabled");
    XN_TRY(run_as_actor(store, actor, account->is_person ? "users_set_state" : "tokens_revoke", &params,
                        &rows, err));
    return xn_rows_count(&rows) ? XN_OK
                                : xn_fail(err, XN_NOT_FOUND, "there is no account '%s'", account->login);
}

enum xn_status xn_store_shut_out(struct xn_store *store, const struct xn_account *account, const char *actor,
                                 bool *ret_last, struct xn_error *err)
{
    bool last = false;
    XN_TRY(xn_pg_begin(store, err));
    enum xn_status status = shut_out(store, account, actor, &last, err);
    if (status == XN_OK && !last)
        status = xn_pg_commit(store, err);
    xn_pg_rollback(store); /* when it is not over yet */
    if (status == XN_OK)
        *ret_last = last;
    return status;
}

/* --- handing over --------------------------------------------------------------------------------------- */

enum xn_status xn_store_hand_over(struct xn_store *store, const char *from, const char *to, const char *actor,
                                  size_t *ret_cases, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, from);
    xn_param_text(&params, to);
    XN_TRY(xn_account_change(store, actor, "users_hand_over", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "there is no coordinator '%s' who can take over from '%s'", to,
                       from);
    *ret_cases = (size_t)xn_rows_int(&rows, 0, 0);
    return XN_OK;
}

/* --- coming in ---------------------------------------------------------------------------------------- */

enum xn_status xn_store_find_user(struct xn_store *store, const char *login, struct xn_account *ret,
                                  char ret_hash[XN_PASSWORD_HASH_SIZE], struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, login);
    XN_TRY(xn_pg_run(store, "users_find", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "the account is not known, or disabled");
    XN_TRY(xn_account_read(&rows, 0, ret, err));
    snprintf(ret_hash, XN_PASSWORD_HASH_SIZE, "%s", xn_rows_text(&rows, 0, 9));
    return XN_OK;
}

/* --- the list ----------------------------------------------------------------------------------------- */

void xn_accounts_free(struct xn_accounts *accounts)
{
    if (accounts)
        xn_arena_free(accounts->arena);
}

enum xn_status xn_store_accounts(struct xn_store *store, struct xn_accounts **ret, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "accounts_get", NULL, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_accounts *accounts = arena ? xn_arena_alloc(arena, 1, sizeof *accounts) : NULL;
    if (!accounts)
        return xn_fail_memory(err);
    accounts->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, accounts->count, &accounts->account, err));
    for (size_t i = 0; i < accounts->count; i++)
        XN_TRY(xn_account_read(&rows, i, &accounts->account[i], err));
    accounts->arena = XN_STEAL(arena);
    *ret = accounts;
    return XN_OK;
}
