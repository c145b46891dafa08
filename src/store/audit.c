/* audit.c - reading the log of changes; it is written by triggers alone. */
#include "pg.h"
#include "xenia/audit.h"

void xn_audit_entries_free(struct xn_audit_entries *entries)
{
    if (entries)
        xn_arena_free(entries->arena);
}

static enum xn_status read_entry(const struct xn_rows *rows, size_t row, struct xn_arena *arena,
                                 struct xn_audit_entry *ret, struct xn_error *err)
{
    struct xn_cursor cursor = {.rows = rows, .row = row, .arena = arena};
    ret->id = xn_next_int(&cursor);
    xn_next_chars(&cursor, ret->at, sizeof ret->at);
    ret->city = xn_next_text(&cursor);
    ret->actor = xn_next_text(&cursor);
    ret->role = xn_next_text(&cursor);
    ret->table = xn_next_text(&cursor);
    ret->row = xn_next_text(&cursor);
    ret->action = xn_next_text(&cursor);
    ret->state = xn_next_text(&cursor);
    return xn_cursor_check(&cursor, err);
}

enum xn_status xn_store_audit(struct xn_store *store, const char *city, int64_t after_id, size_t limit,
                              struct xn_audit_entries **ret, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city);
    xn_param_int(&params, after_id);
    xn_param_int(&params, (int64_t)limit);
    XN_TRY(xn_pg_run(store, "audit_get", &params, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_audit_entries *entries = arena ? xn_arena_alloc(arena, 1, sizeof *entries) : NULL;
    if (!entries)
        return xn_fail_memory(err);
    entries->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, entries->count, &entries->entry, err));
    for (size_t i = 0; i < entries->count; i++)
        XN_TRY(read_entry(&rows, i, arena, &entries->entry[i], err));
    entries->arena = XN_STEAL(arena);
    *ret = entries;
    return XN_OK;
}
