/* change.c - one change: its transaction, its actor, its idempotency key.
 *
 * The key is the first thing that is written. A second request with the same key waits there for the first
 * to end, and then finds its answer, or the place free. A change that is taken back takes its key with it.
 */
#include "change.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define KEY_CONTEXT "answer to %s of %s"

/* --- refusals ----------------------------------------------------------------------------------------- */

static enum xn_status fail_with(struct xn_store *store, const char *code, enum xn_status status,
                                struct xn_error *err, const char *format, va_list arguments)
{
    char sentence[512];
    vsnprintf(sentence, sizeof sentence, format, arguments);
    xn_pg_state(store)->refusal = code;
    xn_pg_state(store)->failed = true;
    return xn_fail(err, status, "%s", sentence);
}

enum xn_status xn_refuse(struct xn_store *store, const char *code, enum xn_status status,
                         struct xn_error *err, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail_with(store, code, status, err, format, arguments);
    va_end(arguments);
    return status;
}

enum xn_status xn_change_fail(struct xn_store *store, enum xn_status status, struct xn_error *err,
                              const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail_with(store, NULL, status, err, format, arguments);
    va_end(arguments);
    return status;
}

/* --- the calls of a change ------------------------------------------------------------------------------ */

enum xn_status xn_change_call(struct xn_store *store, enum xn_call kind, struct xn_error *err)
{
    if (!xn_pg_state(store)->open)
        return xn_fail(err, XN_ARGUMENT, "no change is open");
    return xn_pg_call(store, kind, err);
}

const char *xn_change_city(struct xn_store *store)
{
    return xn_pg_state(store)->city;
}

const char *xn_change_actor(struct xn_store *store)
{
    return xn_pg_state(store)->actor;
}

void xn_change_concerns(struct xn_store *store, const char *household)
{
    struct xn_store_state *state = xn_pg_state(store);
    snprintf(state->household, sizeof state->household, "%s", household);
}

void xn_param_row(struct xn_store *store, struct xn_params *params, const char *id)
{
    xn_param_text(params, xn_change_city(store));
    xn_param_id(params, id);
}

enum xn_status xn_change_miss(struct xn_store *store, const struct xn_step *step, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, xn_change_city(store));
    if (step->named)
        xn_param_text(&params, step->id);
    else
        xn_param_id(&params, step->id);
    XN_TRY(xn_pg_run(store, step->look, &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_change_fail(store, XN_NOT_FOUND, err, "city '%s' has no %s '%s'", xn_change_city(store),
                              step->word, step->id);
    if (xn_rows_int(&rows, 0, 0) != step->version)
        return xn_refuse(store, "stale", XN_CONFLICT, err,
                         "%s '%s' has changed: version %lld was seen, it is %lld now", step->word, step->id,
                         (long long)step->version, (long long)xn_rows_int(&rows, 0, 0));
    return xn_refuse(store, "state", XN_CONFLICT, err, "%s '%s' is %s, which does not allow this step",
                     step->word, step->id, xn_rows_text(&rows, 0, 1));
}

enum xn_status xn_change_step(struct xn_store *store, const struct xn_step *step, const char *query,
                              const struct xn_params *params, struct xn_rows *ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, query, params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_change_miss(store, step, err);
    if (ret)
        ret->result = XN_STEAL(rows.result);
    return XN_OK;
}

enum xn_status xn_change_step_of_household(struct xn_store *store, const struct xn_step *step,
                                           const char *query, const struct xn_params *params,
                                           struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_change_step(store, step, query, params, &rows, err));
    xn_change_concerns(store, xn_rows_text(&rows, 0, 0));
    return XN_OK;
}

/* --- the master key ------------------------------------------------------------------------------------- */

void xn_store_set_master_key(struct xn_store *store, const struct xn_key *master)
{
    struct xn_store_state *state = xn_pg_state(store);
    state->has_master = master != NULL;
    if (master)
        state->master = *master;
    else
        xn_key_wipe(&state->master);
}

/* --- idempotency keys ----------------------------------------------------------------------------------- */

void xn_kept_answer_free(struct xn_kept_answer *answer)
{
    if (answer)
        xn_arena_free(answer->arena);
}

static void print_context(const struct xn_store_state *state, char *ret, size_t size)
{
    snprintf(ret, size, KEY_CONTEXT, state->key, state->actor);
}

static enum xn_status unseal_answer(struct xn_store *store, const unsigned char *sealed, size_t length,
                                    struct xn_buf *ret, struct xn_error *err)
{
    const struct xn_store_state *state = xn_pg_state(store);
    if (!state->has_master)
        return xn_fail(err, XN_ARGUMENT, "the answer under this key is sealed: the master key is needed");
    char context[512];
    print_context(state, context, sizeof context);
    return xn_unseal(&state->master, context, sealed, length, ret, err);
}

/* Columns: same request, status, etag, sealed_answer, answer. */
static enum xn_status read_answer(struct xn_store *store, const struct xn_rows *rows,
                                  struct xn_kept_answer **ret, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_kept_answer *answer = arena ? xn_arena_alloc(arena, 1, sizeof *answer) : NULL;
    if (!answer)
        return xn_fail_memory(err);
    struct xn_cursor cursor = {.rows = rows, .column = 1, .arena = arena};
    size_t sealed_length = 0, length = 0;
    answer->status = (int)xn_next_int(&cursor);
    xn_next_chars(&cursor, answer->etag, sizeof answer->etag);
    const unsigned char *sealed = xn_next_bytes(&cursor, &sealed_length);
    const unsigned char *plain = xn_next_bytes(&cursor, &length);
    XN_TRY(xn_cursor_check(&cursor, err));
    XN_AUTO_BUF body = XN_BUF_INIT;
    if (sealed)
        XN_TRY(unseal_answer(store, sealed, sealed_length, &body, err));
    else
        xn_buf_append(&body, plain ? plain : (const unsigned char *)"", length);
    answer->length = body.length;
    answer->body = xn_arena_strndup(arena, xn_buf_text(&body), body.length);
    if (!answer->body)
        return xn_fail_memory(err);
    answer->arena = XN_STEAL(arena);
    *ret = answer;
    return XN_OK;
}

static enum xn_status find_answer(struct xn_store *store, const struct xn_params *request,
                                  struct xn_kept_answer **ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "write_keys_find", request, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_CONFLICT, "another change is in the way, try again");
    if (!xn_rows_bool(&rows, 0, 0))
        return xn_refuse(store, "key_reused", XN_INPUT, err,
                         "the idempotency key '%.200s' came before, with another request",
                         xn_pg_state(store)->key);
    return read_answer(store, &rows, ret, err);
}

/* Takes the key, or finds what was answered under it. */
static enum xn_status take_key(struct xn_store *store, const struct xn_change *change,
                               struct xn_kept_answer **ret, struct xn_error *err)
{
    char sha256[XN_DIGEST_HEX], body[XN_DIGEST_HEX + 2];
    xn_digest_of(change->body ? change->body : "", change->body ? change->body_length : 0, sha256);
    snprintf(body, sizeof body, "\\x%s", sha256);
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, change->actor);
    xn_param_text(&params, change->key);
    xn_param_text(&params, change->method ? change->method : "");
    xn_param_text(&params, change->path ? change->path : "");
    xn_param_text(&params, body);
    XN_TRY(xn_pg_run(store, "write_keys_take", &params, &rows, err));
    return xn_rows_count(&rows) ? XN_OK : find_answer(store, &params, ret, err);
}

/* --- begin and end -------------------------------------------------------------------------------------- */

static enum xn_status remember(struct xn_store *store, const struct xn_change *change, struct xn_error *err)
{
    struct xn_store_state *state = xn_pg_state(store);
    XN_CLEANUP(xn_free_pointer) char *actor = xn_strdup(change->actor);
    XN_CLEANUP(xn_free_pointer) char *key = change->key ? xn_strdup(change->key) : NULL;
    if (!actor || (change->key && !key))
        return xn_fail_memory(err);
    state->actor = XN_STEAL(actor);
    state->key = XN_STEAL(key);
    snprintf(state->city, sizeof state->city, "%s", change->city);
    return XN_OK;
}

static void forget(struct xn_store *store)
{
    struct xn_store_state *state = xn_pg_state(store);
    xn_free(XN_STEAL(state->actor));
    xn_free(XN_STEAL(state->key));
    state->household[0] = '\0';
}

static enum xn_status open_change(struct xn_store *store, const struct xn_change *change,
                                  struct xn_kept_answer **ret_kept, struct xn_error *err)
{
    XN_TRY(remember(store, change, err));
    XN_TRY(xn_pg_begin(store, err));
    struct xn_params params = {0};
    xn_param_text(&params, change->actor);
    xn_param_text(&params, change->role ? change->role : "");
    XN_TRY(xn_pg_run(store, "change_actor", &params, NULL, err));
    return change->key ? take_key(store, change, ret_kept, err) : XN_OK;
}

enum xn_status xn_change_begin(struct xn_store *store, const struct xn_change *change,
                               struct xn_kept_answer **ret_kept, struct xn_error *err)
{
    if (!change->city || !change->actor || !*change->actor)
        return xn_fail(err, XN_ARGUMENT, "a change needs a city and somebody who makes it");
    if (xn_pg_state(store)->open)
        return xn_fail(err, XN_ARGUMENT, "a change is open already");
    XN_AUTO(xn_kept_answer_free) struct xn_kept_answer *kept = NULL;
    const enum xn_status status = open_change(store, change, &kept, err);
    if (status != XN_OK || kept)
        xn_change_rollback(store);
    if (status == XN_OK && ret_kept)
        *ret_kept = XN_STEAL(kept);
    return status;
}

/* Sealed when there is a master key: an answer may repeat what a household is. */
static enum xn_status keep_answer(struct xn_store *store, int status, const char *etag, const char *body,
                                  size_t length, struct xn_error *err)
{
    const struct xn_store_state *state = xn_pg_state(store);
    XN_AUTO_BUF sealed = XN_BUF_INIT;
    XN_AUTO_BUF hex = XN_BUF_INIT;
    if (state->has_master) {
        char context[512];
        print_context(state, context, sizeof context);
        XN_TRY(xn_seal(&state->master, context, body ? body : "", body ? length : 0, &sealed, err));
        xn_put_bytes(&hex, xn_buf_text(&sealed), sealed.length);
    } else {
        xn_put_bytes(&hex, body ? body : "", body ? length : 0);
    }
    XN_TRY(xn_buf_check(&hex, err));
    struct xn_params params = {0};
    xn_param_text(&params, state->actor);
    xn_param_text(&params, state->key);
    xn_param_int(&params, status);
    xn_param_words(&params, etag);
    xn_param_text(&params, state->has_master ? xn_buf_text(&hex) : NULL);
    xn_param_text(&params, state->has_master ? NULL : xn_buf_text(&hex));
    xn_param_id(&params, state->household);
    return xn_pg_run(store, "write_keys_answer", &params, NULL, err);
}

static enum xn_status keep_and_commit(struct xn_store *store, int status, const char *etag, const char *body,
                                      size_t length, struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    if (xn_pg_state(store)->key && !xn_pg_state(store)->failed)
        XN_TRY(keep_answer(store, status, etag, body, length, err));
    return xn_pg_commit(store, err);
}

enum xn_status xn_change_commit(struct xn_store *store, int status, const char *etag, const char *body,
                                size_t length, struct xn_error *err)
{
    const enum xn_status committed = keep_and_commit(store, status, etag, body, length, err);
    xn_change_rollback(store); /* when it is not over yet */
    return committed;
}

void xn_change_rollback(struct xn_store *store)
{
    xn_pg_rollback(store);
    forget(store);
}
