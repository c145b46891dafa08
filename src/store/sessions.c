/* sessions.c - a person who came in: from the password to the last request, by the database's clock.
 *
 * A session belongs to one version of its account, so a new password ends it even when it is opened at the
 * same moment.
 */
#include <stdio.h>
#include "account_rows.h"

static void put_limits(struct xn_params *params)
{
    xn_param_int(params, XN_SESSION_IDLE_S);
    xn_param_int(params, XN_SESSION_LIFETIME_S);
}

enum xn_status xn_store_open_session(struct xn_store *store, const struct xn_account *account,
                                     const unsigned char hash[XN_TOKEN_HASH_SIZE], struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    char hex[XN_HASH_TEXT_SIZE];
    xn_hash_text(hash, hex);
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, account->login);
    xn_param_int(&params, account->version);
    xn_param_text(&params, hex);
    put_limits(&params);
    XN_TRY(xn_pg_run(store, "sessions_open", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "the account has changed since, or is disabled");
    return XN_OK;
}

enum xn_status xn_store_find_session(struct xn_store *store, const unsigned char hash[XN_TOKEN_HASH_SIZE],
                                     struct xn_account *ret, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    char hex[XN_HASH_TEXT_SIZE];
    xn_hash_text(hash, hex);
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, hex);
    put_limits(&params);
    XN_TRY(xn_pg_run(store, "sessions_find", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "the session is not known, or over");
    XN_TRY(xn_account_read(&rows, 0, ret, err));
    snprintf(ret->expires_at, sizeof ret->expires_at, "%s", xn_rows_text(&rows, 0, 9));
    return XN_OK;
}

enum xn_status xn_store_close_session(struct xn_store *store, const unsigned char hash[XN_TOKEN_HASH_SIZE],
                                      struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    char hex[XN_HASH_TEXT_SIZE];
    xn_hash_text(hash, hex);
    struct xn_params params = {0};
    xn_param_text(&params, hex);
    return xn_pg_run(store, "sessions_close", &params, NULL, err);
}
