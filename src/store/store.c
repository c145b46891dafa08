/* store.c - opening a store: a DSN as given, or the private cluster's. */
#include "pg.h"
#include "xenia/store.h"

enum xn_status xn_store_open(const struct xn_store_settings *settings, struct xn_store **ret,
                             struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *private_dsn = NULL;
    const char *dsn = settings->dsn;
    if (!dsn || !*dsn) {
        XN_TRY(xn_private_cluster_start(settings->state_dir, &private_dsn, err));
        dsn = private_dsn;
    }
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(xn_pg_new(dsn, settings->deadline_ms, settings->bulk_deadline_ms, &store, err));
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    *ret = XN_STEAL(store);
    return XN_OK;
}
