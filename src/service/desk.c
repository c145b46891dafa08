/* desk.c - taking a step: prepare, change, answer, and what a refusal becomes. */
#include "desk.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "problem.h"

/* --- refusing ------------------------------------------------------------------------------------------- */

enum xn_status desk_refuse(struct task *task, int http_status, const char *code, const char *field,
                           const char *format, ...)
{
    struct xn_desk_answer *answer = task->answer;
    char detail[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    task->refused = true;
    answer->status = http_status;
    answer->etag[0] = answer->id[0] = '\0';
    snprintf(answer->sentence, sizeof answer->sentence, "%.*s",
             (int)xn_utf8_valid_length(detail, strnlen(detail, sizeof answer->sentence - 1)), detail);
    problem_put(&answer->body, (unsigned)http_status, code, field, detail);
    return XN_CANCELLED;
}

/* What the store refused, under its own code; what is no refusal stays a failure. */
static enum xn_status explain(struct task *task, enum xn_status status, const struct xn_error *why,
                              struct xn_error *err)
{
    static const struct {
        const char *code;
        int http;
    } known[] = {{"stale", 412}, {"key_reused", 422}, {"reason_needed", 422}};
    const char *code = xn_store_refusal(task->desk->store);
    if (task->refused)
        return XN_CANCELLED;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(code, known[i].code) == 0)
            return desk_refuse(task, known[i].http, code, NULL, "%s", why->message);
    if (status == XN_CONFLICT)
        return desk_refuse(task, 409, *code ? code : "conflict", NULL, "%s", why->message);
    if (status == XN_INPUT)
        return desk_refuse(task, 422, *code ? code : "refused_input", NULL, "%s", why->message);
    if (status == XN_NOT_FOUND)
        return desk_refuse(task, 404, "not_found", NULL, "%s", why->message);
    return xn_fail(err, status, "%s", why->message);
}

const char *desk_city(const struct xn_desk *desk)
{
    return live_city_stored(desk->live)->id;
}

/* --- taking a step -------------------------------------------------------------------------------------- */

/* Things are written with their id first. */
static void take_id(const char *body, size_t length, char ret[XN_ID_SIZE])
{
    static const char before[] = "{\"id\":\"";
    const size_t start = sizeof before - 1;
    const char *end =
        length > start && memcmp(body, before, start) == 0 ? memchr(body + start, '"', length - start) : NULL;
    ret[0] = '\0';
    if (end && (size_t)(end - body) - start < XN_ID_SIZE)
        snprintf(ret, XN_ID_SIZE, "%.*s", (int)((size_t)(end - body) - start), body + start);
}

static enum xn_status give_kept(struct task *task, const struct xn_kept_answer *kept)
{
    struct xn_desk_answer *answer = task->answer;
    xn_buf_reset(&answer->body);
    xn_buf_append(&answer->body, kept->body, kept->length);
    answer->status = kept->status;
    take_id(kept->body, kept->length, answer->id);
    snprintf(answer->etag, sizeof answer->etag, "%s", kept->etag);
    snprintf(answer->sentence, sizeof answer->sentence, "%s",
             xn_message(task->call->language, "This has been done before under the same key."));
    return XN_OK;
}

/* What the key is bound to beside method and body: the city and the path. A file number in it is not written
 * down: its digest stands for it. */
static enum xn_status put_bound_path(const struct task *task, struct xn_buf *ret, struct xn_error *err)
{
    const char *path = task->call->path, *id = task->id;
    char digest[XN_DIGEST_HEX];
    struct xn_digest of;
    xn_buf_printf(ret, "/%s", task->city);
    if (id && !desk_is_id(id) && strncmp(path, "/households/", 12) == 0) {
        xn_digest_init(&of);
        xn_digest_text(&of, task->city);
        xn_digest_text(&of, task->call->key);
        xn_digest_text(&of, path);
        xn_digest_hex(&of, digest);
        xn_buf_printf(ret, "/households/%.32s", digest);
    } else {
        xn_buf_puts(ret, path);
    }
    return xn_buf_check(ret, err);
}

static enum xn_status begin(struct task *task, struct xn_kept_answer **ret_kept, struct xn_error *err)
{
    const struct xn_desk_call *call = task->call;
    XN_AUTO_BUF path = XN_BUF_INIT;
    XN_TRY(put_bound_path(task, &path, err));
    const struct xn_change change = {.city = task->city,
                                     .actor = call->actor,
                                     .role = call->role,
                                     .key = task->step->decides_nothing ? NULL : call->key,
                                     .method = call->method,
                                     .path = xn_buf_text(&path),
                                     .body = call->body,
                                     .body_length = call->body_length};
    struct xn_error why = {0};
    const enum xn_status status = xn_change_begin(task->desk->store, &change, ret_kept, &why);
    return status == XN_OK ? XN_OK : explain(task, status, &why, err);
}

/* Refused while preparing: unless it was done before under this key, when the state is another by now. */
static enum xn_status look_for_kept(struct task *task, struct xn_error *err)
{
    XN_AUTO(xn_kept_answer_free) struct xn_kept_answer *kept = NULL;
    if (!task->call->key || task->step->decides_nothing)
        return XN_CANCELLED;
    const enum xn_status status = begin(task, &kept, err);
    if (status != XN_OK)
        return status;
    if (kept)
        return give_kept(task, kept);
    xn_change_rollback(task->desk->store);
    return XN_CANCELLED;
}

static enum xn_status commit(struct task *task, struct xn_error *err)
{
    const struct xn_desk_answer *answer = task->answer;
    struct xn_error why = {0};
    XN_TRY(xn_buf_check(&answer->body, err));
    const enum xn_status status = xn_change_commit(task->desk->store, answer->status, answer->etag,
                                                   xn_buf_text(&answer->body), answer->body.length, &why);
    if (status == XN_OK)
        return XN_OK;
    if (xn_store_outcome_unknown(task->desk->store))
        return desk_refuse(
            task, 503, "outcome_unknown", NULL,
            "It is not known whether this was saved; repeat it with the same Idempotency-Key.");
    return explain(task, status, &why, err);
}

static enum xn_status change(struct task *task, struct xn_error *err)
{
    XN_AUTO(xn_kept_answer_free) struct xn_kept_answer *kept = NULL;
    struct xn_error why = {0};
    XN_TRY(begin(task, &kept, err));
    if (kept)
        return give_kept(task, kept);
    enum xn_status status = task->step->change(task, &why);
    status = status == XN_OK ? commit(task, err) : explain(task, status, &why, err);
    if (status != XN_OK)
        xn_change_rollback(task->desk->store);
    return status;
}

static enum xn_status take(struct task *task, struct xn_error *err)
{
    XN_TRY(desk_read_request(task, err));
    const struct desk_step *step = task->step;
    const enum xn_status status = step->prepare ? step->prepare(task, err) : XN_OK;
    if (!step->change || task->complete)
        return status == XN_OK ? xn_buf_check(&task->answer->body, err) : status;
    if (task->refused)
        return look_for_kept(task, err);
    return status == XN_OK ? change(task, err) : status;
}

static void task_free(struct task *task)
{
    desk_ranking_free(task->ranking);
    xn_stored_households_free(task->households);
    xn_stored_dwellings_free(task->dwellings);
    xn_stored_offers_free(task->offers);
    xn_stored_placements_free(task->placements);
    xn_stored_objections_free(task->objections);
    xn_arena_free(task->arena);
}

enum xn_status xn_desk_do(struct xn_desk *desk, const struct xn_desk_call *call,
                          struct xn_desk_answer *answer, struct xn_error *err)
{
    XN_CLEANUP(task_free)
    struct task task = {.desk = desk,
                        .city = desk_city(desk),
                        .call = call,
                        .answer = answer,
                        .arena = xn_arena_new(),
                        .body = {.on = XN_NO_DATE, .arrived_on = XN_NO_DATE}};
    if (!task.arena)
        return xn_fail_memory(err);
    *answer = (struct xn_desk_answer){.status = 200, .body = XN_BUF_INIT};
    struct xn_error why = {0};
    const enum xn_status status = take(&task, &why);
    if (status == XN_OK || (status == XN_CANCELLED && task.refused))
        return XN_OK;
    if (strcmp(xn_store_refusal(desk->store), "no_master_key") != 0)
        return xn_fail(err, status, "%s", why.message);
    desk_refuse(&task, 503, "no_master_key", NULL, "%s", why.message);
    return XN_OK;
}

void xn_desk_answer_clear(struct xn_desk_answer *answer)
{
    xn_buf_free(&answer->body);
}

/* --- the desk ------------------------------------------------------------------------------------------- */

/* What was published decides which classes hold; before the first refresh there is nothing. */
static enum xn_status read_published(struct xn_store *store, const char *city_id, struct xn_snapshot **ret,
                                     struct xn_error *err)
{
    struct xn_error why = {0};
    const enum xn_status status = xn_store_published(store, city_id, ret, &why);
    return status == XN_OK || status == XN_NOT_FOUND ? XN_OK : xn_fail(err, status, "%s", why.message);
}

enum xn_status xn_desk_open(struct xn_store *store, const char *city_id, struct xn_desk **ret,
                            struct xn_error *err)
{
    XN_AUTO(xn_desk_close) struct xn_desk *desk = xn_calloc(1, sizeof *desk);
    XN_AUTO(xn_snapshot_free) struct xn_snapshot *published = NULL;
    if (!desk)
        return xn_fail_memory(err);
    desk->store = store;
    desk->projections = &desk->own;
    XN_TRY(read_published(store, city_id, &published, err));
    XN_TRY(live_city_load(store, city_id, published, &desk->live, NULL, err));
    *ret = XN_STEAL(desk);
    return XN_OK;
}

void xn_desk_close(struct xn_desk *desk)
{
    if (!desk)
        return;
    live_city_release(desk->live);
    projections_free(&desk->own);
    xn_free(desk);
}
