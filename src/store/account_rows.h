/* account_rows.h - what the calls of accounts.h share: rows of accounts, hashes as parameters, and a change
 * in somebody's name. */
#ifndef XENIA_STORE_ACCOUNT_ROWS_H
#define XENIA_STORE_ACCOUNT_ROWS_H

#include "pg.h"
#include "xenia/accounts.h"

#define XN_HASH_TEXT_SIZE (2 + 2 * XN_TOKEN_HASH_SIZE + 1) /* \x0a..., and a NUL */

void xn_hash_text(const unsigned char hash[XN_TOKEN_HASH_SIZE], char ret[XN_HASH_TEXT_SIZE]);

/* The nine columns of accounts_get, users_find, tokens_find, sessions_find. */
XN_MUST_CHECK enum xn_status xn_account_read(const struct xn_rows *rows, size_t row, struct xn_account *ret,
                                             struct xn_error *err);

/* One statement in a transaction of its own, by `actor` as an admin. */
XN_MUST_CHECK enum xn_status xn_account_change(struct xn_store *store, const char *actor, const char *query,
                                               const struct xn_params *params, struct xn_rows *ret,
                                               struct xn_error *err);

#endif
