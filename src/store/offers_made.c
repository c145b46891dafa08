/* offers_made.c - offers made to households: draft -> made -> accepted | refused | expired | withdrawn.
 *
 * That a dwelling and a household have one live offer at most is said by two partial unique indexes and by
 * nothing here: a draft inserts, and the index refuses the second. What a dwelling's state becomes is the
 * work of triggers (sql/schema/0007_lifecycle.sql).
 */
#include <stdio.h>
#include <string.h>
#include "decisions.h"
#include "households.h"
#include "names.h"

/* --- drafting ------------------------------------------------------------------------------------------- */

/* The household may get an offer. Shared: drafts do not wait for each other, an objection does for them. */
static enum xn_status check_household(struct xn_store *store, const char *id, struct xn_error *err)
{
    struct xn_household_now now;
    XN_TRY(xn_household_lock(store, id, false, &now, err));
    if (now.frozen)
        return xn_refuse(store, "frozen", XN_CONFLICT, err,
                         "household '%s' has an open objection: until it is decided no offer is drafted", id);
    if (now.state == XN_HOUSEHOLD_PLACED)
        return xn_refuse(store, "household_busy", XN_CONFLICT, err, "household '%s' has a placement", id);
    if (now.state == XN_HOUSEHOLD_LEFT)
        return xn_refuse(store, "state", XN_CONFLICT, err, "household '%s' has left the programme", id);
    return XN_OK;
}

static enum xn_status dwelling_state(struct xn_store *store, const char *id, enum xn_dwelling_state *ret,
                                     struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, xn_change_city(store));
    xn_param_text(&params, id);
    XN_TRY(xn_pg_run(store, "dwellings_look", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_change_fail(store, XN_NOT_FOUND, err, "city '%s' has no dwelling '%s'",
                              xn_change_city(store), id);
    *ret = xn_dwelling_state_of(xn_rows_text(&rows, 0, 1));
    return XN_OK;
}

static enum xn_status check_dwelling(struct xn_store *store, const char *id, struct xn_error *err)
{
    enum xn_dwelling_state state = XN_DWELLING_AVAILABLE;
    XN_TRY(dwelling_state(store, id, &state, err));
    if (state == XN_DWELLING_ANNOUNCED || state == XN_DWELLING_WITHDRAWN)
        return xn_refuse(store, "state", XN_CONFLICT, err, "dwelling '%s' is %s", id,
                         xn_dwelling_state_name(state));
    return XN_OK;
}

/* The draft has made it reserved, unless somebody has it for good. */
static enum xn_status check_reserved(struct xn_store *store, const char *id, struct xn_error *err)
{
    enum xn_dwelling_state state = XN_DWELLING_AVAILABLE;
    XN_TRY(dwelling_state(store, id, &state, err));
    if (state != XN_DWELLING_RESERVED)
        return xn_refuse(store, "dwelling_taken", XN_CONFLICT, err, "dwelling '%s' is %s", id,
                         xn_dwelling_state_name(state));
    return XN_OK;
}

static enum xn_status insert_offer(struct xn_store *store, const char *household, const char *dwelling,
                                   int64_t decision, char ret_id[XN_ID_SIZE], struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_row(store, &params, household);
    xn_param_text(&params, dwelling);
    xn_param_int(&params, decision);
    const enum xn_status status = xn_pg_run(store, "household_offers_insert", &params, &rows, err);
    if (status != XN_OK)
        return xn_fail_in(err, status, "dwelling '%s' for household '%s'", dwelling, household);
    snprintf(ret_id, XN_ID_SIZE, "%s", xn_rows_text(&rows, 0, 0));
    return XN_OK;
}

enum xn_status xn_change_offer_draft(struct xn_store *store, const char *household, const char *dwelling,
                                     const struct xn_decision *decision, char ret_id[XN_ID_SIZE],
                                     struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    XN_TRY(check_household(store, household, err));
    XN_TRY(check_dwelling(store, dwelling, err));
    const struct xn_decision_about about = {.household = household, .dwelling = dwelling, .on = XN_NO_DATE};
    int64_t decision_id = 0;
    char id[XN_ID_SIZE];
    XN_TRY(xn_decision_insert(store, &about, decision, &decision_id, err));
    XN_TRY(insert_offer(store, household, dwelling, decision_id, id, err));
    XN_TRY(check_reserved(store, dwelling, err));
    memcpy(ret_id, id, sizeof id);
    return XN_OK;
}

/* --- the steps of an offer ------------------------------------------------------------------------------ */

static struct xn_step step_of(const char *id, int64_t version)
{
    return (struct xn_step){"offer", "household_offers_look", id, version, false};
}

static void begin_params(struct xn_store *store, struct xn_params *params, const struct xn_step *step,
                         xn_date on)
{
    xn_param_row(store, params, step->id);
    xn_param_int(params, step->version);
    xn_param_date(params, on);
}

enum xn_status xn_change_offer_make(struct xn_store *store, const char *id, int64_t version, int days,
                                    xn_date on, struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    if (days < 1 || days > 366)
        return xn_change_fail(store, XN_INPUT, err, "found %d days to answer, wanted 1 to 366", days);
    const struct xn_step step = step_of(id, version);
    struct xn_params params = {0};
    begin_params(store, &params, &step, on);
    xn_param_int(&params, days);
    return xn_change_step_of_household(store, &step, "household_offers_make", &params, err);
}

enum xn_status xn_change_offer_accept(struct xn_store *store, const char *id, int64_t version, xn_date on,
                                      struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    const struct xn_step step = step_of(id, version);
    struct xn_params params = {0};
    begin_params(store, &params, &step, on);
    return xn_change_step_of_household(store, &step, "household_offers_accept", &params, err);
}

enum xn_status xn_change_offer_refuse(struct xn_store *store, const char *id, int64_t version,
                                      const char *refusal_code, const char *note, xn_date on,
                                      struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    const struct xn_step step = step_of(id, version);
    char household[XN_ID_SIZE];
    XN_AUTO_BUF sealed = XN_BUF_INIT;
    XN_TRY(xn_household_lock_of(store, "households_lock_of_offer", id, household, err));
    if (*household)
        XN_TRY(xn_sealing_put_text(store, household, "refusal", note, &sealed, err));
    struct xn_params params = {0};
    begin_params(store, &params, &step, on);
    xn_param_text(&params, refusal_code);
    xn_param_sealed(&params, &sealed);
    return xn_change_step(store, &step, "household_offers_refuse", &params, NULL, err);
}

enum xn_status xn_change_offer_withdraw(struct xn_store *store, const char *id, int64_t version, xn_date on,
                                        struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    const struct xn_step step = step_of(id, version);
    struct xn_params params = {0};
    begin_params(store, &params, &step, on);
    return xn_change_step_of_household(store, &step, "household_offers_withdraw", &params, err);
}

/* --- what time alone does ------------------------------------------------------------------------------- */

enum xn_status xn_change_pass_time(struct xn_store *store, xn_date on, size_t *ret_expired,
                                   size_t *ret_available, struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS expired = {0};
    XN_AUTO_ROWS available = {0};
    struct xn_params params = {0};
    xn_param_text(&params, xn_change_city(store));
    xn_param_date(&params, on);
    XN_TRY(xn_pg_run(store, "moment", &params, NULL, err)); /* refuses the day where none may be named */
    XN_TRY(xn_pg_run(store, "household_offers_expire", &params, &expired, err));
    XN_TRY(xn_pg_run(store, "dwellings_announced", &params, &available, err));
    XN_TRY(xn_pg_run(store, "write_keys_forget", NULL, NULL, err));
    *ret_expired = xn_rows_count(&expired);
    *ret_available = xn_rows_count(&available);
    return XN_OK;
}

/* --- reading -------------------------------------------------------------------------------------------- */

void xn_stored_offers_free(struct xn_stored_offers *offers)
{
    if (offers)
        xn_arena_free(offers->arena);
}

static enum xn_status read_offer(struct xn_store *store, const struct xn_rows *rows, size_t row,
                                 struct xn_arena *arena, struct xn_stored_offer *ret, struct xn_error *err)
{
    struct xn_cursor cursor = {.rows = rows, .row = row, .arena = arena};
    size_t length = 0;
    xn_next_chars(&cursor, ret->id, sizeof ret->id);
    xn_next_chars(&cursor, ret->household, sizeof ret->household);
    ret->dwelling = xn_next_text(&cursor);
    ret->state = xn_offer_state_of(xn_next_text(&cursor));
    ret->version = xn_next_int(&cursor);
    xn_next_chars(&cursor, ret->made_at, sizeof ret->made_at);
    xn_next_chars(&cursor, ret->expires_at, sizeof ret->expires_at);
    xn_next_chars(&cursor, ret->closed_at, sizeof ret->closed_at);
    ret->refusal_code = xn_next_text(&cursor);
    XN_TRY(xn_sealing_next(store, &cursor, ret->household, "refusal", &ret->refusal_note, &length, err));
    ret->decided_by = xn_next_text(&cursor);
    return xn_decision_next(store, &cursor, ret->household, &ret->decision, err);
}

enum xn_status xn_store_offers_made(struct xn_store *store, const char *city, const char *id,
                                    const char *household, const char *dwelling, bool live,
                                    struct xn_stored_offers **ret, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city);
    xn_param_id(&params, id);
    xn_param_id(&params, household);
    xn_param_text(&params, dwelling);
    xn_param_bool(&params, live);
    XN_TRY(xn_pg_run(store, "household_offers_get", &params, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_stored_offers *offers = arena ? xn_arena_alloc(arena, 1, sizeof *offers) : NULL;
    if (!offers)
        return xn_fail_memory(err);
    offers->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, offers->count, &offers->offer, err));
    for (size_t i = 0; i < offers->count; i++)
        XN_TRY(read_offer(store, &rows, i, arena, &offers->offer[i], err));
    offers->arena = XN_STEAL(arena);
    *ret = offers;
    return XN_OK;
}
