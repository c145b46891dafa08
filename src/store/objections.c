/* objections.c - a household objects: the list is frozen, a second person decides.
 *
 * The household's row is locked alone while an objection is taken down, which waits for every draft that has
 * begun and makes every other wait: so no offer slips in beside it.
 */
#include <stdio.h>
#include <string.h>
#include "households.h"
#include "names.h"

/* --- raising -------------------------------------------------------------------------------------------- */

struct objection_texts {
    struct xn_buf text, ranking;
};

static void texts_free(struct objection_texts *texts)
{
    xn_buf_free(&texts->text);
    xn_buf_free(&texts->ranking);
}

static enum xn_status insert(struct xn_store *store, const char *household, const char *offer, int days,
                             xn_date on, const struct objection_texts *texts, char ret_id[XN_ID_SIZE],
                             struct xn_error *err)
{
    const bool of_offer = offer && *offer;
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_row(store, &params, household);
    xn_param_id(&params, offer);
    xn_param_text(&params, xn_change_actor(store));
    xn_param_date(&params, on);
    xn_param_int(&params, days);
    xn_param_sealed(&params, &texts->text);
    xn_param_sealed(&params, &texts->ranking);
    xn_param_bool(&params, of_offer);
    XN_TRY(xn_pg_run(store, "objections_insert", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_change_fail(store, XN_NOT_FOUND, err, "household '%s' has no offer '%s'", household, offer);
    snprintf(ret_id, XN_ID_SIZE, "%s", xn_rows_text(&rows, 0, 0));
    return XN_OK;
}

enum xn_status xn_change_objection_raise(struct xn_store *store, const char *household, const char *offer,
                                         const char *text, const char *ranking, size_t ranking_length,
                                         int days, xn_date on, char ret_id[XN_ID_SIZE], struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    if (!text || !*text)
        return xn_change_fail(store, XN_INPUT, err, "an objection needs its text");
    if (days < 1 || days > 366)
        return xn_change_fail(store, XN_INPUT, err, "found %d days to decide, wanted 1 to 366", days);
    struct xn_household_now now;
    XN_TRY(xn_household_lock(store, household, true, &now, err));
    XN_AUTO_KEY key;
    XN_TRY(xn_sealing_key(store, household, &key, err));
    XN_CLEANUP(texts_free) struct objection_texts texts = {XN_BUF_INIT, XN_BUF_INIT};
    XN_TRY(xn_sealing_put(&key, household, "objection", text, strlen(text), &texts.text, err));
    XN_TRY(xn_sealing_put(&key, household, "ranking", ranking ? ranking : "", ranking ? ranking_length : 0,
                          &texts.ranking, err));
    return insert(store, household, offer, days, on, &texts, ret_id, err);
}

/* --- deciding ------------------------------------------------------------------------------------------- */

static enum xn_status household_of(struct xn_store *store, const char *id, char ret[XN_ID_SIZE],
                                   struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_row(store, &params, id);
    XN_TRY(xn_pg_run(store, "objections_household", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_change_fail(store, XN_NOT_FOUND, err, "city '%s' has no objection '%s'",
                              xn_change_city(store), id);
    snprintf(ret, XN_ID_SIZE, "%s", xn_rows_text(&rows, 0, 0));
    return XN_OK;
}

static enum xn_status check_decision(struct xn_store *store, enum xn_objection_state state,
                                     const char *outcome, struct xn_error *err)
{
    if (state == XN_OBJECTION_OPEN)
        return xn_change_fail(store, XN_INPUT, err,
                              "an objection is decided as upheld, rejected or withdrawn");
    if (state != XN_OBJECTION_WITHDRAWN && (!outcome || !*outcome))
        return xn_change_fail(store, XN_INPUT, err, "the outcome is missing: the household gets it in words");
    return XN_OK;
}

enum xn_status xn_change_objection_decide(struct xn_store *store, const char *id, int64_t version,
                                          enum xn_objection_state state, const char *outcome, xn_date on,
                                          struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    XN_TRY(check_decision(store, state, outcome, err));
    char household[XN_ID_SIZE];
    struct xn_household_now now;
    XN_TRY(household_of(store, id, household, err));
    XN_TRY(xn_household_lock(store, household, true, &now, err));
    XN_AUTO_KEY key;
    XN_AUTO_BUF sealed = XN_BUF_INIT;
    XN_TRY(xn_sealing_key(store, household, &key, err));
    XN_TRY(xn_sealing_put(&key, household, "outcome", outcome ? outcome : "", outcome ? strlen(outcome) : 0,
                          &sealed, err));
    const struct xn_step step = {"objection", "objections_look", id, version, false};
    struct xn_params params = {0};
    xn_param_row(store, &params, id);
    xn_param_int(&params, version);
    xn_param_date(&params, on);
    xn_param_text(&params, xn_objection_state_name(state));
    xn_param_text(&params, xn_change_actor(store));
    xn_param_sealed(&params, &sealed);
    return xn_change_step(store, &step, "objections_decide", &params, NULL, err);
}

/* --- reading -------------------------------------------------------------------------------------------- */

void xn_stored_objections_free(struct xn_stored_objections *objections)
{
    if (objections)
        xn_arena_free(objections->arena);
}

static enum xn_status read_objection(struct xn_store *store, const struct xn_rows *rows, size_t row,
                                     struct xn_arena *arena, struct xn_stored_objection *ret,
                                     struct xn_error *err)
{
    struct xn_cursor cursor = {.rows = rows, .row = row, .arena = arena};
    size_t length = 0;
    xn_next_chars(&cursor, ret->id, sizeof ret->id);
    xn_next_chars(&cursor, ret->household, sizeof ret->household);
    xn_next_chars(&cursor, ret->offer, sizeof ret->offer);
    ret->state = xn_objection_state_of(xn_next_text(&cursor));
    ret->version = xn_next_int(&cursor);
    ret->raised_by = xn_next_text(&cursor);
    ret->against = xn_next_text(&cursor);
    ret->raised_on = xn_next_date(&cursor);
    ret->deadline = xn_next_date(&cursor);
    ret->overdue = xn_next_bool(&cursor);
    ret->decided_by = xn_next_text(&cursor);
    XN_TRY(xn_sealing_next(store, &cursor, ret->household, "objection", &ret->text, &length, err));
    XN_TRY(xn_sealing_next(store, &cursor, ret->household, "outcome", &ret->outcome, &length, err));
    return xn_sealing_next(store, &cursor, ret->household, "ranking", &ret->ranking, &ret->ranking_length,
                           err);
}

enum xn_status xn_store_objections(struct xn_store *store, const char *city, const char *id,
                                   const char *household, bool open, struct xn_stored_objections **ret,
                                   struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city);
    xn_param_id(&params, id);
    xn_param_id(&params, household);
    xn_param_bool(&params, open);
    XN_TRY(xn_pg_run(store, "objections_get", &params, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_stored_objections *objections = arena ? xn_arena_alloc(arena, 1, sizeof *objections) : NULL;
    if (!objections)
        return xn_fail_memory(err);
    objections->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, objections->count, &objections->objection, err));
    for (size_t i = 0; i < objections->count; i++)
        XN_TRY(read_objection(store, &rows, i, arena, &objections->objection[i], err));
    objections->arena = XN_STEAL(arena);
    *ret = objections;
    return XN_OK;
}
