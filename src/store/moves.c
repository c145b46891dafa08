/* moves.c - moves that cannot be told apart; the view does the work (sql/schema/0014_retention.sql). */
#include "xenia/moves.h"
#include <stdio.h>
#include "pg.h"

void xn_moves_free(struct xn_moves *moves)
{
    if (moves)
        xn_arena_free(moves->arena);
}

/* Columns: period, class, size, waited, n_moves, told. */
static enum xn_status read_rows(const struct xn_rows *rows, struct xn_moves *moves, struct xn_error *err)
{
    XN_TRY(XN_ARENA_ARRAY(moves->arena, xn_rows_count(rows), &moves->row, err));
    for (size_t i = 0; i < xn_rows_count(rows); i++) {
        struct xn_cursor cursor = {.rows = rows, .row = i, .arena = moves->arena};
        struct xn_move_row row = {0};
        row.period = xn_next_text(&cursor);
        row.class_ = xn_next_text(&cursor);
        row.size = xn_next_text(&cursor);
        row.waited = xn_next_text(&cursor);
        row.n_moves = (size_t)xn_next_int(&cursor);
        if (xn_next_bool(&cursor))
            moves->row[moves->count++] = row;
        else
            moves->n_withheld += row.n_moves;
        XN_TRY(xn_cursor_check(&cursor, err));
    }
    return XN_OK;
}

enum xn_status xn_store_moves(struct xn_store *store, const char *city, struct xn_moves **ret,
                              struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city);
    XN_TRY(xn_pg_run(store, "moves_get", &params, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_moves *moves = arena ? xn_arena_alloc(arena, 1, sizeof *moves) : NULL;
    if (!moves)
        return xn_fail_memory(err);
    *moves = (struct xn_moves){.arena = arena};
    XN_TRY(read_rows(&rows, moves, err));
    moves->arena = XN_STEAL(arena);
    *ret = moves;
    return XN_OK;
}

enum xn_status xn_store_offers_as_of(struct xn_store *store, const char *city, char ret[XN_STORE_TIME_SIZE],
                                     struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city);
    XN_TRY(xn_pg_run(store, "moves_offers_as_of", &params, &rows, err));
    snprintf(ret, XN_STORE_TIME_SIZE, "%s", xn_rows_text(&rows, 0, 0));
    return XN_OK;
}
