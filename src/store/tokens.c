/* tokens.c - machines: accounts that come in with a bearer token, of which the store has the hash alone. */
#include "account_rows.h"

enum xn_status xn_store_create_token(struct xn_store *store, const unsigned char hash[XN_TOKEN_HASH_SIZE],
                                     const struct xn_account *account, const char *actor,
                                     struct xn_error *err)
{
    char hex[XN_HASH_TEXT_SIZE];
    xn_hash_text(hash, hex);
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, hex);
    xn_param_text(&params, account->login);
    xn_param_text(&params, xn_role_name(account->role));
    xn_param_text(&params, account->city);
    xn_param_text(&params, account->corporation);
    const enum xn_status status = xn_account_change(store, actor, "tokens_create", &params, &rows, err);
    if (status != XN_OK)
        return xn_fail_in(err, status, "token '%s'", account->login);
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_CONFLICT, "token '%s' is there already: revoke it first", account->login);
    return XN_OK;
}

enum xn_status xn_store_revoke_token(struct xn_store *store, const char *label, const char *actor,
                                     struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, label);
    XN_TRY(xn_account_change(store, actor, "tokens_revoke", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "there is no token '%s', or it is revoked", label);
    return XN_OK;
}

enum xn_status xn_store_find_token(struct xn_store *store, const unsigned char hash[XN_TOKEN_HASH_SIZE],
                                   struct xn_account *ret, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    char hex[XN_HASH_TEXT_SIZE];
    xn_hash_text(hash, hex);
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, hex);
    XN_TRY(xn_pg_run(store, "tokens_find", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "the token is not known, or revoked");
    return xn_account_read(&rows, 0, ret, err);
}
