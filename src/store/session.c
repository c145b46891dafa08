/* session.c - what belongs to a connection as long as it lives: the refresh lock and notifications. */
#include "pg.h"
#include "xenia/store.h"

/* --- one refresh at a time ---------------------------------------------------------------------------- */

enum xn_status xn_store_try_lock(struct xn_store *store, const char *city_id, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    int64_t held = 0;
    if (xn_pg_lock(store, &held))
        return xn_fail(err, XN_CONFLICT, "this connection already holds a refresh lock");
    const int64_t key = (int64_t)xn_keyed_hash("xenia refresh", city_id);
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_int(&params, key);
    XN_TRY(xn_pg_run(store, "lock_try", &params, &rows, err));
    if (!xn_rows_bool(&rows, 0, 0))
        return xn_fail(err, XN_CONFLICT, "another refresh of city '%s' is running", city_id);
    xn_pg_set_lock(store, key, city_id);
    return XN_OK;
}

enum xn_status xn_store_unlock(struct xn_store *store, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    int64_t key = 0;
    if (!xn_pg_lock(store, &key))
        return XN_OK;
    struct xn_params params = {0};
    xn_param_int(&params, key);
    XN_TRY(xn_pg_run(store, "lock_release", &params, NULL, err));
    xn_pg_clear_lock(store);
    return XN_OK;
}

/* --- notifications ------------------------------------------------------------------------------------ */

enum xn_status xn_store_listen(struct xn_store *store, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    return xn_pg_listen(store, err);
}

enum xn_status xn_store_wait(struct xn_store *store, int timeout_ms, struct xn_store_notification *ret,
                             struct xn_error *err)
{
    bool got = false;
    struct xn_store_notification notification = {.event = XN_EVENT_NONE};
    XN_TRY(xn_pg_wait_notification(store, timeout_ms, &got, &notification, err));
    *ret = notification;
    return XN_OK;
}
