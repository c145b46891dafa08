/* placements_made.c - placements of the desk: agreed -> moved_in -> ended.
 *
 * A person records each step. Each locks the household first: the same order in every change, so that two
 * changes never wait for each other.
 */
#include <stdio.h>
#include <string.h>
#include "decisions.h"
#include "households.h"
#include "names.h"

/* --- agreeing ------------------------------------------------------------------------------------------- */

/* Its offer is done. Returns household, dwelling and reason code. */
static enum xn_status close_offer(struct xn_store *store, const char *offer, int64_t version,
                                  struct xn_rows *ret, struct xn_error *err)
{
    char household[XN_ID_SIZE];
    XN_TRY(xn_household_lock_of(store, "households_lock_of_offer", offer, household, err));
    const struct xn_step step = {"offer", "household_offers_look", offer, version, false};
    struct xn_params params = {0};
    xn_param_row(store, &params, offer);
    xn_param_int(&params, version);
    return xn_change_step(store, &step, "household_offers_agree", &params, ret, err);
}

static enum xn_status insert_placement(struct xn_store *store, const char *offer, int64_t decision,
                                       char ret_id[XN_ID_SIZE], struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_row(store, &params, offer);
    xn_param_int(&params, decision);
    XN_TRY(xn_pg_run(store, "placements_agree", &params, &rows, err));
    snprintf(ret_id, XN_ID_SIZE, "%s", xn_rows_text(&rows, 0, 0));
    return XN_OK;
}

static enum xn_status place_household(struct xn_store *store, const char *id, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_id(&params, id);
    XN_TRY(xn_pg_run(store, "households_place", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_refuse(store, "household_busy", XN_CONFLICT, err, "household '%s' does not wait", id);
    return XN_OK;
}

enum xn_status xn_change_placement_agree(struct xn_store *store, const char *offer, int64_t offer_version,
                                         const struct xn_decision *decision, xn_date on,
                                         char ret_id[XN_ID_SIZE], struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS closed = {0};
    XN_TRY(close_offer(store, offer, offer_version, &closed, err));
    const struct xn_decision_about about = {.household = xn_rows_text(&closed, 0, 0),
                                            .dwelling = xn_rows_text(&closed, 0, 1),
                                            .on = on,
                                            .reason_code = xn_rows_text(&closed, 0, 2)};
    int64_t decision_id = 0;
    char id[XN_ID_SIZE];
    XN_TRY(xn_decision_insert(store, &about, decision, &decision_id, err));
    XN_TRY(insert_placement(store, offer, decision_id, id, err));
    XN_TRY(place_household(store, about.household, err));
    memcpy(ret_id, id, sizeof id);
    return XN_OK;
}

/* --- after that ----------------------------------------------------------------------------------------- */

enum xn_status xn_change_placement_move_in(struct xn_store *store, const char *id, int64_t version,
                                           xn_date on, struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    const struct xn_step step = {"placement", "placements_made_look", id, version, false};
    struct xn_params params = {0};
    xn_param_row(store, &params, id);
    xn_param_int(&params, version);
    xn_param_date(&params, on);
    return xn_change_step_of_household(store, &step, "placements_move_in", &params, err);
}

enum xn_status xn_change_placement_end(struct xn_store *store, const char *id, int64_t version,
                                       const char *reason, xn_date on, struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    const struct xn_step step = {"placement", "placements_made_look", id, version, false};
    char household[XN_ID_SIZE];
    XN_TRY(xn_household_lock_of(store, "households_lock_of_placement", id, household, err));
    XN_AUTO_BUF sealed = XN_BUF_INIT;
    if (*household)
        XN_TRY(xn_sealing_put_text(store, household, "end", reason, &sealed, err));
    struct xn_params params = {0};
    xn_param_row(store, &params, id);
    xn_param_int(&params, version);
    xn_param_date(&params, on);
    xn_param_sealed(&params, &sealed);
    XN_TRY(xn_change_step(store, &step, "placements_end", &params, NULL, err));
    struct xn_params of_household = {0};
    xn_param_id(&of_household, household);
    return xn_pg_run(store, "households_wait", &of_household, NULL, err);
}

/* --- reading -------------------------------------------------------------------------------------------- */

void xn_stored_placements_free(struct xn_stored_placements *placements)
{
    if (placements)
        xn_arena_free(placements->arena);
}

static enum xn_status read_placement(struct xn_store *store, const struct xn_rows *rows, size_t row,
                                     struct xn_arena *arena, struct xn_stored_placement *ret,
                                     struct xn_error *err)
{
    struct xn_cursor cursor = {.rows = rows, .row = row, .arena = arena};
    size_t length = 0;
    xn_next_chars(&cursor, ret->id, sizeof ret->id);
    xn_next_chars(&cursor, ret->household, sizeof ret->household);
    xn_next_chars(&cursor, ret->offer, sizeof ret->offer);
    ret->dwelling = xn_next_text(&cursor);
    ret->state = xn_placement_state_of(xn_next_text(&cursor));
    ret->version = xn_next_int(&cursor);
    ret->decided_on = xn_next_date(&cursor);
    ret->moved_in_on = xn_next_date(&cursor);
    ret->ended_on = xn_next_date(&cursor);
    XN_TRY(xn_sealing_next(store, &cursor, ret->household, "end", &ret->end_reason, &length, err));
    ret->decided_by = xn_next_text(&cursor);
    return xn_decision_next(store, &cursor, ret->household, &ret->decision, err);
}

enum xn_status xn_store_placements_made(struct xn_store *store, const char *city, const char *id,
                                        struct xn_stored_placements **ret, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city);
    xn_param_id(&params, id);
    XN_TRY(xn_pg_run(store, "placements_made_get", &params, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_stored_placements *placements = arena ? xn_arena_alloc(arena, 1, sizeof *placements) : NULL;
    if (!placements)
        return xn_fail_memory(err);
    placements->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, placements->count, &placements->placement, err));
    for (size_t i = 0; i < placements->count; i++)
        XN_TRY(read_placement(store, &rows, i, arena, &placements->placement[i], err));
    placements->arena = XN_STEAL(arena);
    *ret = placements;
    return XN_OK;
}
