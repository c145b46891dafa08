/* overrides.c - signed overrides of classes: added, never changed; of each unit the newest counts. */
#include "pg.h"
#include "xenia/store.h"
#include <stdio.h>

struct addition {
    const char *city_id, *source;
    const struct xn_overrides *overrides;
    size_t n_added;
};

static enum xn_status add_one(struct xn_store *store, struct addition *addition,
                              const struct xn_override *override, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, addition->city_id);
    xn_param_text(&params, override->level);
    xn_param_text(&params, override->unit_id);
    xn_param_text(&params, override->lifted ? NULL : xn_class_name(override->class_));
    xn_param_text(&params, override->reason);
    xn_param_text(&params, override->signed_by);
    xn_param_date(&params, override->signed_on);
    xn_param_date(&params, override->valid_until);
    xn_param_text(&params, addition->overrides->digest);
    xn_param_text(&params, addition->source);
    XN_TRY(xn_pg_run(store, "overrides_add", &params, &rows, err));
    addition->n_added += xn_rows_count(&rows);
    return XN_OK;
}

static enum xn_status add_all(struct xn_store *store, void *context, struct xn_error *err)
{
    struct addition *addition = context;
    addition->n_added = 0;
    for (size_t i = 0; i < addition->overrides->count; i++)
        XN_TRY(add_one(store, addition, &addition->overrides->override[i], err));
    return XN_OK;
}

enum xn_status xn_store_add_overrides(struct xn_store *store, const char *city_id,
                                      const struct xn_overrides *overrides, const char *source,
                                      size_t *ret_added, struct xn_error *err)
{
    struct addition addition = {.city_id = city_id, .source = source, .overrides = overrides};
    XN_TRY(xn_pg_transaction(store, false, add_all, &addition, err));
    *ret_added = addition.n_added;
    return XN_OK;
}

/* --- reading ------------------------------------------------------------------------------------------- */

static void copy(char *ret, size_t size, const struct xn_rows *rows, size_t row, size_t column)
{
    snprintf(ret, size, "%s", xn_rows_text(rows, row, column));
}

static enum xn_status read_override(const struct xn_rows *rows, size_t row, struct xn_override *ret,
                                    struct xn_error *err)
{
    if (!xn_class_parse(xn_rows_text(rows, row, 2), &ret->class_))
        return xn_fail(err, XN_DATABASE, "a stored override has a class '%s' that this program does not know",
                       xn_rows_text(rows, row, 2));
    copy(ret->level, sizeof ret->level, rows, row, 0);
    copy(ret->unit_id, sizeof ret->unit_id, rows, row, 1);
    copy(ret->reason, sizeof ret->reason, rows, row, 3);
    copy(ret->signed_by, sizeof ret->signed_by, rows, row, 4);
    ret->signed_on = xn_rows_date(rows, row, 5);
    ret->valid_until = xn_rows_date(rows, row, 6);
    return XN_OK;
}

enum xn_status xn_store_overrides(struct xn_store *store, const char *city_id, struct xn_overrides **ret,
                                  struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_overrides *overrides = arena ? xn_arena_alloc(arena, 1, sizeof *overrides) : NULL;
    if (!overrides)
        return xn_fail_memory(err);
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city_id);
    XN_TRY(xn_pg_run(store, "overrides_get", &params, &rows, err));
    overrides->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, overrides->count, &overrides->override, err));
    XN_TRY(XN_ARENA_ARRAY(arena, overrides->count, &overrides->line, err));
    for (size_t row = 0; row < overrides->count; row++)
        XN_TRY(read_override(&rows, row, &overrides->override[row], err));
    overrides->arena = XN_STEAL(arena);
    *ret = overrides;
    return XN_OK;
}
