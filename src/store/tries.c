/* tries.c - how often one may try to come in, counted in the database, so over all machines. */
#include "pg.h"
#include "xenia/accounts.h"

enum xn_status xn_store_count_try(struct xn_store *store, const char *login, const char *address,
                                  unsigned *ret_wait_s, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, login);
    xn_param_text(&params, address);
    xn_param_int(&params, XN_TRIES_PER_ACCOUNT);
    xn_param_int(&params, XN_TRIES_PER_ADDRESS);
    xn_param_int(&params, XN_TRIES_WINDOW_S);
    XN_TRY(xn_pg_run(store, "tries_count", &params, &rows, err));
    *ret_wait_s = (unsigned)xn_rows_int(&rows, 0, 0);
    return XN_OK;
}

enum xn_status xn_store_forgive_tries(struct xn_store *store, const char *login, const char *address,
                                      struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    struct xn_params params = {0};
    xn_param_text(&params, login);
    xn_param_text(&params, address);
    return xn_pg_run(store, "tries_forgive", &params, NULL, err);
}
