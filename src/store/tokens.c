/* tokens.c - hashes of bearer tokens. */
#include "pg.h"
#include "xenia/store.h"
#include <stdio.h>

#define HEX_SIZE (2 + 2 * XN_TOKEN_HASH_SIZE + 1)

static void write_hash(const unsigned char hash[XN_TOKEN_HASH_SIZE], char ret[HEX_SIZE])
{
    snprintf(ret, HEX_SIZE, "\\x");
    for (size_t i = 0; i < XN_TOKEN_HASH_SIZE; i++)
        snprintf(ret + 2 + 2 * i, 3, "%02x", hash[i]);
}

enum xn_status xn_store_create_token(struct xn_store *store, const unsigned char hash[XN_TOKEN_HASH_SIZE],
                                     const char *label, const char *role, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    char hex[HEX_SIZE];
    write_hash(hash, hex);
    struct xn_params params = {0};
    xn_param_text(&params, hex);
    xn_param_text(&params, label);
    xn_param_text(&params, role);
    return xn_fail_in(err, xn_pg_run(store, "tokens_create", &params, NULL, err), "token '%s' for role '%s'",
                      label, role);
}

enum xn_status xn_store_find_token(struct xn_store *store, const unsigned char hash[XN_TOKEN_HASH_SIZE],
                                   struct xn_stored_token *ret, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    char hex[HEX_SIZE];
    write_hash(hash, hex);
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, hex);
    XN_TRY(xn_pg_run(store, "tokens_find", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "the token is not known, or revoked");
    snprintf(ret->label, sizeof ret->label, "%s", xn_rows_text(&rows, 0, 0));
    snprintf(ret->role, sizeof ret->role, "%s", xn_rows_text(&rows, 0, 1));
    snprintf(ret->created_at, sizeof ret->created_at, "%s", xn_rows_text(&rows, 0, 2));
    return XN_OK;
}
