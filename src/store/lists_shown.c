/* lists_shown.c - how many lists the log of recommendations holds: a figure of use for the papers. */
#include "pg.h"
#include "xenia/lifecycle.h"

enum xn_status xn_store_lists_shown(struct xn_store *store, const char *city, size_t *ret,
                                    struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city);
    XN_TRY(xn_pg_run(store, "lists_shown_count", &params, &rows, err));
    struct xn_cursor cursor = {.rows = &rows};
    const int64_t count = xn_next_int(&cursor);
    XN_TRY(xn_cursor_check(&cursor, err));
    *ret = (size_t)count;
    return XN_OK;
}
