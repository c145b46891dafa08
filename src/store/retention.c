/* retention.c - the terms: rows of the database, so that the purge and what is told about it are one thing.
 */
#include "xenia/retention.h"
#include "pg.h"

void xn_retention_rules_free(struct xn_retention_rules *rules)
{
    if (rules)
        xn_arena_free(rules->arena);
}

static enum xn_status read_rule(const struct xn_rows *rows, size_t row, struct xn_arena *arena,
                                struct xn_retention_rule *ret, struct xn_error *err)
{
    struct xn_cursor cursor = {.rows = rows, .row = row, .arena = arena};
    ret->id = xn_next_text(&cursor);
    ret->what = xn_next_text(&cursor);
    ret->action = xn_next_text(&cursor);
    ret->for_good = xn_next_bool(&cursor);
    ret->months = (int)xn_next_int(&cursor);
    ret->days = (int)xn_next_int(&cursor);
    ret->hours = (int)xn_next_int(&cursor);
    return xn_cursor_check(&cursor, err);
}

enum xn_status xn_store_retention(struct xn_store *store, struct xn_retention_rules **ret,
                                  struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "retention_get", NULL, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_retention_rules *rules = arena ? xn_arena_alloc(arena, 1, sizeof *rules) : NULL;
    if (!rules)
        return xn_fail_memory(err);
    rules->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, rules->count, &rules->rule, err));
    for (size_t i = 0; i < rules->count; i++)
        XN_TRY(read_rule(&rows, i, arena, &rules->rule[i], err));
    rules->arena = XN_STEAL(arena);
    *ret = rules;
    return XN_OK;
}
