/* households.c - households that wait: reading the queue, and one household's changes.
 *
 * What the household is (file number, centre, needs) is one sealed text. Everything that asks for a
 * household's place in the process is a plain column, so that the queue is ordered by the database.
 */
#include "households.h"
#include <stdio.h>
#include <string.h>
#include "names.h"

/* --- what is sealed ------------------------------------------------------------------------------------- */

enum xn_status xn_household_write(const struct xn_stored_household *household, struct xn_buf *ret,
                                  struct xn_error *err)
{
    const char *reference = household->reference ? household->reference : "";
    const char *centre = household->centre ? household->centre : "";
    struct xn_json json;
    xn_buf_append(ret, reference, strlen(reference) + 1);
    xn_buf_append(ret, centre, strlen(centre) + 1);
    xn_json_init(&json, ret, false);
    xn_household_put_json(&json, &household->needs);
    return xn_buf_check(ret, err);
}

enum xn_status xn_household_read_sealed(const char *text, size_t length, struct xn_stored_household *ret,
                                        struct xn_error *err)
{
    const char *centre = memchr(text, '\0', length);
    const char *needs = centre ? memchr(centre + 1, '\0', (size_t)(text + length - centre) - 1) : NULL;
    if (!needs)
        return xn_fail(err, XN_INPUT, "household '%s': what was sealed is not a household", ret->id);
    ret->reference = text;
    ret->centre = centre + 1;
    return xn_household_parse(needs + 1, (size_t)(text + length - needs) - 1, "sealed household", &ret->needs,
                              err);
}

/* --- locks ---------------------------------------------------------------------------------------------- */

static enum xn_status look(struct xn_store *store, const char *id, struct xn_household_now *ret,
                           struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_row(store, &params, id);
    XN_TRY(xn_pg_run(store, "households_look", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_change_fail(store, XN_NOT_FOUND, err, "city '%s' has no household '%s'",
                              xn_change_city(store), id);
    ret->version = xn_rows_int(&rows, 0, 0);
    ret->state = xn_household_state_of(xn_rows_text(&rows, 0, 1));
    ret->frozen = xn_rows_bool(&rows, 0, 2);
    ret->has_live_offer = xn_rows_bool(&rows, 0, 3);
    return XN_OK;
}

/* It is looked at in a statement of its own, which sees what those did for whom the lock had to wait. */
enum xn_status xn_household_lock(struct xn_store *store, const char *id, bool alone,
                                 struct xn_household_now *ret, struct xn_error *err)
{
    struct xn_params params = {0};
    xn_change_concerns(store, id);
    xn_param_row(store, &params, id);
    XN_TRY(xn_pg_run(store, alone ? "households_lock" : "households_lock_shared", &params, NULL, err));
    return look(store, id, ret, err);
}

enum xn_status xn_household_lock_of(struct xn_store *store, const char *query, const char *id,
                                    char ret_id[XN_ID_SIZE], struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_row(store, &params, id);
    XN_TRY(xn_pg_run(store, query, &params, &rows, err));
    snprintf(ret_id, XN_ID_SIZE, "%s", xn_rows_count(&rows) ? xn_rows_text(&rows, 0, 0) : "");
    xn_change_concerns(store, ret_id);
    return XN_OK;
}

/* --- changes -------------------------------------------------------------------------------------------- */

static const char *put_reference(struct xn_store *store, const char *reference, struct xn_buf *buf)
{
    if (!reference || !*reference)
        return NULL;
    unsigned char hash[XN_REFERENCE_SIZE];
    xn_reference_hash(&xn_pg_state(store)->master, xn_change_city(store), reference, hash);
    xn_put_bytes(buf, hash, sizeof hash);
    return xn_buf_text(buf);
}

static enum xn_status new_id(struct xn_store *store, char ret[XN_ID_SIZE], struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "id_new", NULL, &rows, err));
    snprintf(ret, XN_ID_SIZE, "%s", xn_rows_text(&rows, 0, 0));
    return XN_OK;
}

/* The next parameters: arrived_on, sealed, reference_hash. The texts stay in `sealed` and `reference`. */
static enum xn_status put_household(struct xn_store *store, const struct xn_key *key, const char *id,
                                    const struct xn_stored_household *household, struct xn_params *params,
                                    struct xn_buf *sealed, struct xn_buf *reference, struct xn_error *err)
{
    XN_AUTO_BUF plain = XN_BUF_INIT;
    XN_TRY(xn_household_write(household, &plain, err));
    XN_TRY(xn_sealing_put(key, id, "needs", xn_buf_text(&plain), plain.length, sealed, err));
    const char *hash = put_reference(store, household->reference, reference);
    XN_TRY(xn_buf_check(reference, err));
    xn_param_date(params, household->arrived_on);
    xn_param_sealed(params, sealed);
    xn_param_text(params, hash);
    return XN_OK;
}

enum xn_status xn_change_household_add(struct xn_store *store, const struct xn_stored_household *new_,
                                       char ret_id[XN_ID_SIZE], struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    char id[XN_ID_SIZE];
    XN_AUTO_KEY key;
    XN_AUTO_BUF wrapped = XN_BUF_INIT, sealed = XN_BUF_INIT, reference = XN_BUF_INIT;
    XN_TRY(xn_sealing_check(store, err));
    XN_TRY(new_id(store, id, err));
    xn_change_concerns(store, id);
    XN_TRY(xn_sealing_new_key(store, id, &key, &wrapped, err));
    struct xn_params params = {0};
    xn_param_row(store, &params, id);
    xn_param_words(&params, new_->coordinator);
    XN_TRY(put_household(store, &key, id, new_, &params, &sealed, &reference, err));
    XN_TRY(xn_pg_run(store, "households_insert", &params, NULL, err));
    struct xn_params of_key = {0};
    xn_param_id(&of_key, id);
    xn_param_sealed(&of_key, &wrapped);
    XN_TRY(xn_pg_run(store, "household_key_insert", &of_key, NULL, err));
    memcpy(ret_id, id, sizeof id);
    return XN_OK;
}

enum xn_status xn_change_household_update(struct xn_store *store, const struct xn_stored_household *household,
                                          struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    XN_AUTO_KEY key;
    XN_AUTO_BUF sealed = XN_BUF_INIT, reference = XN_BUF_INIT;
    xn_change_concerns(store, household->id);
    XN_TRY(xn_sealing_key(store, household->id, &key, err));
    struct xn_params params = {0};
    xn_param_row(store, &params, household->id);
    XN_TRY(put_household(store, &key, household->id, household, &params, &sealed, &reference, err));
    xn_param_int(&params, household->version);
    const struct xn_step step = {"household", "households_look", household->id, household->version, false};
    return xn_change_step(store, &step, "households_update", &params, NULL, err);
}

enum xn_status xn_change_household_hand_over(struct xn_store *store, const char *id, int64_t version,
                                             const char *coordinator, struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    const struct xn_step step = {"household", "households_look", id, version, false};
    struct xn_household_now now;
    struct xn_params params = {0};
    xn_change_concerns(store, id);
    xn_param_row(store, &params, id);
    xn_param_int(&params, version);
    xn_param_words(&params, coordinator);
    XN_TRY(xn_pg_run(store, "households_hand_over", &params, &rows, err));
    if (xn_rows_count(&rows))
        return XN_OK;
    XN_TRY(look(store, id, &now, err));
    if (now.version == version)
        return xn_refuse(store, "not_yours", XN_CONFLICT, err, "household '%s' is another coordinator's case",
                         id);
    return xn_change_miss(store, &step, err);
}

enum xn_status xn_change_household_leave(struct xn_store *store, const char *id, int64_t version,
                                         const char *reason_code, xn_date on, struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    const struct xn_step step = {"household", "households_look", id, version, false};
    struct xn_params params = {0};
    xn_change_concerns(store, id);
    xn_param_row(store, &params, id);
    xn_param_date(&params, on);
    xn_param_text(&params, reason_code);
    xn_param_int(&params, version);
    XN_TRY(xn_change_step(store, &step, "households_leave", &params, NULL, err));
    struct xn_params offers = {0};
    xn_param_row(store, &offers, id);
    xn_param_date(&offers, on);
    return xn_pg_run(store, "household_offers_withdraw_of", &offers, NULL, err);
}

/* What was answered to changes of it. */
static enum xn_status forget_answers(struct xn_store *store, const char *id, struct xn_error *err)
{
    struct xn_params params = {0};
    xn_param_id(&params, id);
    xn_param_text(&params, xn_change_actor(store));
    xn_param_text(&params, xn_pg_state(store)->key);
    return xn_pg_run(store, "write_keys_forget_household", &params, NULL, err);
}

enum xn_status xn_change_household_erase(struct xn_store *store, const char *id, int64_t version,
                                         struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    const struct xn_step step = {"household", "households_look", id, version, false};
    struct xn_household_now now;
    XN_TRY(xn_household_lock(store, id, true, &now, err));
    if (now.frozen)
        return xn_refuse(store, "frozen", XN_CONFLICT, err, "household '%s' has an open objection", id);
    struct xn_params params = {0};
    xn_param_row(store, &params, id);
    xn_param_int(&params, version);
    XN_TRY(xn_change_step(store, &step, "households_erase", &params, NULL, err));
    struct xn_params of_id = {0};
    xn_param_id(&of_id, id);
    XN_TRY(xn_pg_run(store, "household_key_delete", &of_id, NULL, err));
    return forget_answers(store, id, err);
}

/* --- reading -------------------------------------------------------------------------------------------- */

void xn_stored_households_free(struct xn_stored_households *households)
{
    if (households)
        xn_arena_free(households->arena);
}

static enum xn_status read_household(struct xn_store *store, const struct xn_rows *rows, size_t row,
                                     struct xn_arena *arena, struct xn_stored_household *ret,
                                     struct xn_error *err)
{
    struct xn_cursor cursor = {.rows = rows, .row = row, .arena = arena};
    xn_next_chars(&cursor, ret->id, sizeof ret->id);
    ret->arrived_on = xn_next_date(&cursor);
    ret->state = xn_household_state_of(xn_next_text(&cursor));
    ret->version = xn_next_int(&cursor);
    ret->days_waited = (int)xn_next_int(&cursor);
    ret->still_waits = xn_next_bool(&cursor);
    ret->has_live_offer = xn_next_bool(&cursor);
    ret->frozen = xn_next_bool(&cursor);
    ret->erased = xn_next_bool(&cursor);
    ret->coordinator = xn_next_text(&cursor);
    ret->reference = ret->centre = "";
    const char *text = "";
    size_t length = 0;
    XN_TRY(xn_sealing_next(store, &cursor, ret->id, "needs", &text, &length, err));
    return ret->erased ? XN_OK : xn_household_read_sealed(text, length, ret, err);
}

static enum xn_status read_households(struct xn_store *store, const struct xn_rows *rows,
                                      struct xn_stored_households **ret, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_stored_households *households = arena ? xn_arena_alloc(arena, 1, sizeof *households) : NULL;
    if (!households)
        return xn_fail_memory(err);
    households->count = xn_rows_count(rows);
    XN_TRY(XN_ARENA_ARRAY(arena, households->count, &households->household, err));
    for (size_t i = 0; i < households->count; i++)
        XN_TRY(read_household(store, rows, i, arena, &households->household[i], err));
    households->arena = XN_STEAL(arena);
    *ret = households;
    return XN_OK;
}

static enum xn_status get_households(struct xn_store *store, const struct xn_params *params,
                                     struct xn_stored_households **ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "households_get", params, &rows, err));
    return read_households(store, &rows, ret, err);
}

enum xn_status xn_store_households(struct xn_store *store, const char *city, bool all,
                                   struct xn_stored_households **ret, struct xn_error *err)
{
    XN_TRY(xn_sealing_check(store, err));
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    struct xn_params params = {0};
    xn_param_text(&params, city);
    xn_param_text(&params, NULL);
    xn_param_text(&params, NULL);
    xn_param_bool(&params, all);
    return get_households(store, &params, ret, err);
}

enum xn_status xn_store_household(struct xn_store *store, const char *city, const char *id,
                                  struct xn_stored_households **ret, struct xn_error *err)
{
    XN_TRY(xn_sealing_check(store, err));
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    unsigned char hash[XN_REFERENCE_SIZE];
    xn_reference_hash(&xn_pg_state(store)->master, city, id, hash);
    XN_AUTO_BUF reference = XN_BUF_INIT;
    xn_put_bytes(&reference, hash, sizeof hash);
    XN_TRY(xn_buf_check(&reference, err));
    struct xn_params params = {0};
    xn_param_text(&params, city);
    xn_param_id(&params, id);
    xn_param_text(&params, xn_buf_text(&reference));
    xn_param_bool(&params, true);
    XN_AUTO(xn_stored_households_free) struct xn_stored_households *households = NULL;
    XN_TRY(get_households(store, &params, &households, err));
    if (households->count == 0)
        return xn_fail(err, XN_NOT_FOUND, "city '%s' has no household '%s'", city, id);
    *ret = XN_STEAL(households);
    return XN_OK;
}

/* --- a list -----------------------------------------------------------------------------------------------
 */

/* The stored household with this reference; NULL: none. */
static enum xn_status find_by_reference(struct xn_store *store, const char *reference,
                                        struct xn_stored_households **ret, struct xn_error *err)
{
    XN_AUTO_BUF hash = XN_BUF_INIT;
    const char *value = put_reference(store, reference, &hash);
    XN_TRY(xn_buf_check(&hash, err));
    struct xn_params params = {0};
    xn_param_text(&params, xn_change_city(store));
    xn_param_text(&params, NULL);
    xn_param_text(&params, value);
    xn_param_bool(&params, true);
    XN_AUTO(xn_stored_households_free) struct xn_stored_households *found = NULL;
    XN_TRY(get_households(store, &params, &found, err));
    if (found->count)
        *ret = XN_STEAL(found);
    return XN_OK;
}

static enum xn_status same_household(const struct xn_stored_household *a, const struct xn_stored_household *b,
                                     bool *ret, struct xn_error *err)
{
    XN_AUTO_BUF text_a = XN_BUF_INIT, text_b = XN_BUF_INIT;
    XN_TRY(xn_household_write(a, &text_a, err));
    XN_TRY(xn_household_write(b, &text_b, err));
    *ret = (b->arrived_on == XN_NO_DATE || a->arrived_on == b->arrived_on) &&
           text_a.length == text_b.length && memcmp(text_a.data, text_b.data, text_a.length) == 0;
    return XN_OK;
}

static enum xn_status import_household(struct xn_store *store, const struct xn_stored_household *household,
                                       struct xn_import_report *report, struct xn_error *err)
{
    if (!household->reference || !*household->reference)
        return xn_change_fail(store, XN_INPUT, err, "the reference is missing");
    XN_AUTO(xn_stored_households_free) struct xn_stored_households *held = NULL;
    XN_TRY(find_by_reference(store, household->reference, &held, err));
    if (!held) {
        char id[XN_ID_SIZE];
        report->inserted++;
        return xn_change_household_add(store, household, id, err);
    }
    bool same = false;
    XN_TRY(same_household(&held->household[0], household, &same, err));
    report->unchanged += same;
    report->changed += !same;
    if (same)
        return XN_OK;
    struct xn_stored_household changed = *household;
    memcpy(changed.id, held->household[0].id, sizeof changed.id);
    changed.version = held->household[0].version;
    return xn_change_household_update(store, &changed, err);
}

enum xn_status xn_change_households_import(struct xn_store *store,
                                           const struct xn_stored_household *household, size_t count,
                                           struct xn_import_report *ret, struct xn_error *err)
{
    XN_TRY(xn_sealing_check(store, err));
    XN_TRY(xn_change_call(store, XN_CALL_BULK, err));
    struct xn_import_report report = {0};
    for (size_t i = 0; i < count; i++) {
        XN_TRY(xn_fail_in(err, import_household(store, &household[i], &report, err), "household %zu ('%s')",
                          i + 1, household[i].reference ? household[i].reference : ""));
    }
    *ret = report;
    return XN_OK;
}
