/* exports.c - rows for exports as the VERA standard says them. */
#include "xenia/exports.h"
#include <string.h>
#include "names.h"
#include "pg.h"
#include "xenia/lifecycle.h"

/* --- offers ------------------------------------------------------------------------------------------- */

static enum xn_vera_offer_status vera_status(enum xn_offer_state state)
{
    switch (state) {
    case XN_OFFER_ACCEPTED:
        return XN_VERA_ALLOCATED;
    case XN_OFFER_REFUSED:
        return XN_VERA_REFUSED;
    case XN_OFFER_EXPIRED:
    case XN_OFFER_WITHDRAWN:
        return XN_VERA_WITHDRAWN;
    case XN_OFFER_DRAFT:
    case XN_OFFER_MADE:
        break;
    }
    return XN_VERA_OFFERED;
}

static const char *vera_detail(enum xn_offer_state state, const char *refusal_code)
{
    if (state == XN_OFFER_REFUSED)
        return xn_vera_detail_of_refusal(refusal_code);
    return state == XN_OFFER_EXPIRED ? XN_VERA_DETAIL_EXPIRED : "";
}

static enum xn_status read_offer(const struct xn_rows *rows, size_t row, struct xn_arena *arena,
                                 struct xn_vera_offer *ret, struct xn_error *err)
{
    struct xn_cursor cursor = {.rows = rows, .row = row, .arena = arena};
    ret->id = xn_next_text(&cursor);
    ret->publication = xn_next_text(&cursor);
    ret->candidate = xn_next_text(&cursor);
    const enum xn_offer_state state = xn_offer_state_of(xn_next_text(&cursor));
    ret->status = vera_status(state);
    ret->detail = vera_detail(state, xn_next_text(&cursor));
    ret->made_on = xn_next_date(&cursor);
    ret->answered_on = xn_next_date(&cursor);
    ret->expires_on = xn_next_date(&cursor);
    return xn_cursor_check(&cursor, err);
}

static enum xn_status fetch(struct xn_store *store, const char *query, const char *city, struct xn_rows *ret,
                            struct xn_error *err)
{
    struct xn_params params = {0};
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    xn_param_text(&params, city);
    return xn_pg_run(store, query, &params, ret, err);
}

enum xn_status xn_store_vera_offers(struct xn_store *store, const char *city, struct xn_vera_offers **ret,
                                    struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(fetch(store, "export_offers", city, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_vera_offers *offers = arena ? xn_arena_alloc(arena, 1, sizeof *offers) : NULL;
    if (!offers)
        return xn_fail_memory(err);
    offers->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, offers->count, &offers->offer, err));
    for (size_t i = 0; i < offers->count; i++)
        XN_TRY(read_offer(&rows, i, arena, &offers->offer[i], err));
    offers->arena = XN_STEAL(arena);
    *ret = offers;
    return XN_OK;
}

/* --- placements --------------------------------------------------------------------------------------- */

static enum xn_status read_allocation(const struct xn_rows *rows, size_t row, struct xn_arena *arena,
                                      struct xn_vera_allocation *ret, struct xn_error *err)
{
    struct xn_cursor cursor = {.rows = rows, .row = row, .arena = arena};
    ret->id = xn_next_text(&cursor);
    ret->offer = xn_next_text(&cursor);
    ret->publication = xn_next_text(&cursor);
    ret->candidate = xn_next_text(&cursor);
    ret->allocated_on = xn_next_date(&cursor);
    return xn_cursor_check(&cursor, err);
}

enum xn_status xn_store_vera_allocations(struct xn_store *store, const char *city,
                                         struct xn_vera_allocations **ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(fetch(store, "export_placements", city, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_vera_allocations *placed = arena ? xn_arena_alloc(arena, 1, sizeof *placed) : NULL;
    if (!placed)
        return xn_fail_memory(err);
    placed->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, placed->count, &placed->allocation, err));
    for (size_t i = 0; i < placed->count; i++)
        XN_TRY(read_allocation(&rows, i, arena, &placed->allocation[i], err));
    placed->arena = XN_STEAL(arena);
    *ret = placed;
    return XN_OK;
}
