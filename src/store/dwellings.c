/* dwellings.c - where each dwelling stands, dwellings entered by hand, and taking one off the list.
 *
 * A dwelling is a row of xenia.offers; its state and version are in xenia.dwellings, which triggers keep.
 */
#include <stdio.h>
#include <string.h>
#include "change.h"
#include "names.h"
#include "offers.h"

/* --- changes -------------------------------------------------------------------------------------------- */

enum xn_status xn_change_dwelling_add(struct xn_store *store, const struct xn_dwelling *dwelling,
                                      char ret_id[XN_ID_SIZE], struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    if (dwelling->id && strlen(dwelling->id) >= XN_ID_SIZE)
        return xn_change_fail(store, XN_INPUT, err,
                              "the id of a dwelling entered by hand has at most %d characters",
                              XN_ID_SIZE - 1);
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, xn_change_city(store));
    xn_param_dwelling(&params, dwelling);
    const enum xn_status status = xn_pg_run(store, "dwellings_insert", &params, &rows, err);
    if (status != XN_OK)
        return xn_fail_in(err, status, "dwelling '%s'", dwelling->id ? dwelling->id : "");
    snprintf(ret_id, XN_ID_SIZE, "%s", xn_rows_text(&rows, 0, 0));
    return XN_OK;
}

static enum xn_status state_of(struct xn_store *store, const char *id, enum xn_dwelling_state *ret,
                               struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, xn_change_city(store));
    xn_param_text(&params, id);
    XN_TRY(xn_pg_run(store, "dwellings_look", &params, &rows, err));
    *ret = xn_dwelling_state_of(xn_rows_text(&rows, 0, 1));
    return XN_OK;
}

/* One that somebody has stays where it is: the withdrawal is then taken back by the caller. */
static enum xn_status check_withdrawn(struct xn_store *store, const char *id, struct xn_error *err)
{
    enum xn_dwelling_state state = XN_DWELLING_WITHDRAWN;
    XN_TRY(state_of(store, id, &state, err));
    if (state != XN_DWELLING_WITHDRAWN)
        return xn_refuse(store, "dwelling_taken", XN_CONFLICT, err, "dwelling '%s' is %s", id,
                         xn_dwelling_state_name(state));
    return XN_OK;
}

enum xn_status xn_change_dwelling_withdraw(struct xn_store *store, const char *id, int64_t version,
                                           bool withdrawn, struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    const struct xn_step step = {"dwelling", "dwellings_look", id, version, true};
    struct xn_params row = {0}, params = {0};
    xn_param_text(&row, xn_change_city(store));
    xn_param_text(&row, id);
    xn_param_int(&row, version);
    XN_TRY(xn_change_step(store, &step, "dwellings_lock", &row, NULL, err));
    xn_param_text(&params, xn_change_city(store));
    xn_param_text(&params, id);
    xn_param_bool(&params, withdrawn);
    XN_TRY(xn_change_step(store, &step, "dwellings_withdraw", &params, NULL, err));
    return withdrawn ? check_withdrawn(store, id, err) : XN_OK;
}

/* --- reading -------------------------------------------------------------------------------------------- */

void xn_stored_dwellings_free(struct xn_stored_dwellings *dwellings)
{
    if (dwellings)
        xn_arena_free(dwellings->arena);
}

static enum xn_status read_dwelling(const struct xn_rows *rows, size_t row, struct xn_arena *arena,
                                    struct xn_stored_dwelling *ret, struct xn_error *err)
{
    struct xn_dwelling *data = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, 1, &data, err));
    XN_TRY(xn_offer_read(rows, row, arena, data, err));
    struct xn_cursor cursor = {.rows = rows, .row = row, .column = XN_OFFER_FIELDS, .arena = arena};
    ret->data = data;
    ret->source = xn_next_text(&cursor);
    ret->state = xn_dwelling_state_of(xn_next_text(&cursor));
    ret->version = xn_next_int(&cursor);
    return xn_cursor_check(&cursor, err);
}

static enum xn_status read_dwellings(const struct xn_rows *rows, struct xn_stored_dwellings **ret,
                                     struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_stored_dwellings *dwellings = arena ? xn_arena_alloc(arena, 1, sizeof *dwellings) : NULL;
    if (!dwellings)
        return xn_fail_memory(err);
    dwellings->count = xn_rows_count(rows);
    XN_TRY(XN_ARENA_ARRAY(arena, dwellings->count, &dwellings->dwelling, err));
    for (size_t i = 0; i < dwellings->count; i++)
        XN_TRY(read_dwelling(rows, i, arena, &dwellings->dwelling[i], err));
    dwellings->arena = XN_STEAL(arena);
    *ret = dwellings;
    return XN_OK;
}

enum xn_status xn_store_dwellings(struct xn_store *store, const char *city, const char *id,
                                  struct xn_stored_dwellings **ret, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city);
    xn_param_text(&params, id);
    XN_TRY(xn_pg_run(store, "dwellings_get", &params, &rows, err));
    if (id && xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "city '%s' has no dwelling '%s'", city, id);
    return read_dwellings(&rows, ret, err);
}
