/* desk_answer.c - what a step answers: one thing as it is now, with its id, version and a sentence. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "desk.h"

void desk_set_id(struct task *task, const char *id)
{
    snprintf(task->answer->id, sizeof task->answer->id, "%s", id);
}

void desk_set_version(struct task *task, int64_t version)
{
    snprintf(task->answer->etag, sizeof task->answer->etag, "%" PRId64, version);
}

static struct xn_json open_answer(struct task *task, int status, const char *id, int64_t version)
{
    struct xn_json json;
    task->answer->status = status;
    desk_set_id(task, id);
    desk_set_version(task, version);
    xn_json_init(&json, &task->answer->body, false);
    return json;
}

void desk_answer_household(struct task *task, int status, const struct xn_stored_household *household)
{
    struct xn_json json = open_answer(task, status, household->id, household->version);
    desk_put_household(&json, household);
}

/* A dwelling's own number may be longer than an id of ours: it stands in the body. */
void desk_answer_dwelling(struct task *task, int status, const struct xn_stored_dwelling *dwelling)
{
    struct xn_json json = open_answer(task, status, dwelling->data->id, dwelling->version);
    desk_put_dwelling(&json, dwelling);
}

void desk_answer_offer(struct task *task, int status, const struct xn_stored_offer *offer)
{
    struct xn_json json = open_answer(task, status, offer->id, offer->version);
    desk_put_offer(&json, offer);
}

void desk_answer_placement(struct task *task, int status, const struct xn_stored_placement *placement)
{
    struct xn_json json = open_answer(task, status, placement->id, placement->version);
    desk_put_placement(&json, placement);
}

void desk_answer_objection(struct task *task, int status, const struct xn_stored_objection *objection)
{
    struct xn_json json = open_answer(task, status, objection->id, objection->version);
    desk_put_objection(&json, objection);
}

void desk_say(struct task *task, const char *english, const struct xn_message_value *values)
{
    XN_AUTO_BUF sentence = XN_BUF_INIT;
    size_t n = 0;
    while (values && values[n].name)
        n++;
    xn_message_put(&sentence, task->call->language, english, values, n);
    const char *text = xn_buf_text(&sentence);
    snprintf(task->answer->sentence, sizeof task->answer->sentence, "%.*s",
             (int)xn_utf8_valid_length(text, strnlen(text, sizeof task->answer->sentence - 1)), text);
}
