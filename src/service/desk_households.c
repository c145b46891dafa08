/* desk_households.c - the work queue, one household, its recommendations, and its erasure (RULES R12, R13).
 */
#include <stdio.h>
#include <string.h>
#include "desk.h"

/* --- reading -------------------------------------------------------------------------------------------- */

enum xn_status households_list(struct task *task, struct xn_error *err)
{
    bool all = false;
    struct xn_json json;
    XN_TRY(desk_query_flag(task, "all", &all));
    XN_TRY(xn_desk_households(task->desk, all, &task->households, err));
    xn_json_init(&json, &task->answer->body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "households");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < task->households->count; i++)
        desk_put_household(&json, &task->households->household[i]);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return XN_OK;
}

enum xn_status household_get(struct task *task, struct xn_error *err)
{
    XN_TRY(desk_read_household(task, task->id, err));
    desk_answer_household(task, 200, &task->households->household[0]);
    return XN_OK;
}

/* --- writing -------------------------------------------------------------------------------------------- */

/* What the body says of a household, with texts that are never NULL. */
static struct xn_stored_household household_of(const struct desk_body *body)
{
    return (struct xn_stored_household){.reference = body->reference ? body->reference : "",
                                        .centre = body->centre ? body->centre : "",
                                        .coordinator = body->coordinator ? body->coordinator : "",
                                        .arrived_on = body->arrived_on};
}

static enum xn_status read_needs(struct task *task, struct xn_household *ret, struct xn_error *err)
{
    const struct xn_request *needs = &task->body.needs;
    struct xn_error why = {0};
    const enum xn_status status = xn_household_parse(needs->json, needs->length, needs->place, ret, &why);
    if (status == XN_INPUT)
        return desk_refuse_input(task, &why);
    return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why.message);
}

/* The household as it is after the change. */
static enum xn_status answer(struct task *task, int status, const char *id, const char *english,
                             struct xn_error *err)
{
    XN_TRY(desk_read_household(task, id, err));
    const struct xn_stored_household *household = &task->households->household[0];
    desk_answer_household(task, status, household);
    desk_say(task, english,
             (const struct xn_message_value[]){{"household", desk_household_name(household)}, {NULL, NULL}});
    return XN_OK;
}

enum xn_status household_add_prepare(struct task *task, struct xn_error *err)
{
    struct xn_household needs;
    const struct xn_desk_call *call = task->call;
    const char *named = task->body.coordinator;
    if (call->own_cases && named && strcmp(named, call->actor) != 0)
        return desk_refuse(task, 422, "refused_input", "coordinator",
                           "coordinator: a new household is your own case; hand it over afterwards");
    if (call->own_cases)
        task->body.coordinator = call->actor;
    return read_needs(task, &needs, err);
}

enum xn_status household_add(struct task *task, struct xn_error *err)
{
    struct xn_stored_household household = household_of(&task->body);
    char id[XN_ID_SIZE];
    XN_TRY(read_needs(task, &household.needs, err));
    if (household.arrived_on == XN_NO_DATE)
        household.arrived_on = desk_day_given(task);
    XN_TRY(xn_change_household_add(task->desk->store, &household, id, err));
    return answer(task, 201, id, "Household {household} waits.", err);
}

/* A reference in the path stands for an id. */
enum xn_status household_update_prepare(struct task *task, struct xn_error *err)
{
    struct xn_household needs;
    XN_TRY(read_needs(task, &needs, err));
    return desk_read_household(task, task->id, err);
}

enum xn_status household_update(struct task *task, struct xn_error *err)
{
    struct xn_stored_household household = household_of(&task->body);
    memcpy(household.id, task->households->household[0].id, sizeof household.id);
    household.version = task->call->version;
    if (household.arrived_on == XN_NO_DATE)
        household.arrived_on = task->households->household[0].arrived_on;
    XN_TRY(read_needs(task, &household.needs, err));
    XN_TRY(xn_change_household_update(task->desk->store, &household, err));
    return answer(task, 200, household.id, "Household {household} is changed.", err);
}

/* It leaves, or becomes another's case: one of the two. */
enum xn_status household_patch_prepare(struct task *task, struct xn_error *err)
{
    const struct desk_body *body = &task->body;
    if (!body->coordinator == !body->state)
        return desk_refuse(task, 422, "refused_input", "state",
                           "request body: wanted either state, with its reason_code, or coordinator");
    if (body->state && !body->reason_code)
        return desk_refuse(task, 422, "refused_input", "reason_code", "request body: reason_code: missing");
    if (body->coordinator && body->reason_code)
        return desk_refuse(task, 422, "refused_input", "reason_code",
                           "request body: reason_code: a case is handed over without one");
    return desk_read_household(task, task->id, err);
}

static enum xn_status leave(struct task *task, struct xn_error *err)
{
    char id[XN_ID_SIZE];
    memcpy(id, task->households->household[0].id, sizeof id);
    XN_TRY(xn_change_household_leave(task->desk->store, id, task->call->version, task->body.reason_code,
                                     desk_day_given(task), err));
    return answer(task, 200, id, "Household {household} has left the programme.", err);
}

/* Who hands a case over may not see it any more: the answer is what was seen before, and what is new. */
static enum xn_status hand_over(struct task *task, struct xn_error *err)
{
    struct xn_stored_household *household = &task->households->household[0];
    XN_TRY(xn_change_household_hand_over(task->desk->store, household->id, task->call->version,
                                         task->body.coordinator, err));
    household->coordinator = task->body.coordinator;
    household->version = task->call->version + 1;
    desk_answer_household(task, 200, household);
    desk_say(task, "Household {household} is the case of {coordinator}.",
             (const struct xn_message_value[]){{"household", desk_household_name(household)},
                                               {"coordinator", household->coordinator},
                                               {NULL, NULL}});
    return XN_OK;
}

enum xn_status household_patch(struct task *task, struct xn_error *err)
{
    return task->body.coordinator ? hand_over(task, err) : leave(task, err);
}

enum xn_status household_erase_prepare(struct task *task, struct xn_error *err)
{
    return desk_read_household(task, task->id, err);
}

enum xn_status household_erase(struct task *task, struct xn_error *err)
{
    char id[XN_ID_SIZE];
    memcpy(id, task->households->household[0].id, sizeof id);
    XN_TRY(xn_change_household_erase(task->desk->store, id, task->call->version, err));
    return answer(task, 200, id, "The personal data of household {household} are erased.", err);
}

/* --- recommendations ------------------------------------------------------------------------------------ */

/* The frozen answer while an objection is open: the same bytes, whatever has changed since. */
static enum xn_status give_frozen(struct task *task, const char *household, struct xn_error *err)
{
    XN_TRY(xn_store_objections(task->desk->store, task->city, NULL, household, true, &task->objections, err));
    if (task->objections->count == 0)
        return XN_OK;
    const struct xn_stored_objection *objection = &task->objections->objection[0];
    xn_buf_append(&task->answer->body, objection->ranking, objection->ranking_length);
    desk_set_id(task, objection->id);
    snprintf(task->answer->etag, sizeof task->answer->etag, "frozen-%.8s", objection->id);
    task->complete = true;
    return XN_OK;
}

enum xn_status recommendation_prepare(struct task *task, struct xn_error *err)
{
    int64_t offset = 0, limit = 0;
    XN_TRY(desk_query_whole(task, "offset", &offset));
    XN_TRY(desk_query_whole(task, "limit", &limit));
    XN_TRY(desk_read_household(task, task->id, err));
    XN_TRY(give_frozen(task, task->households->household[0].id, err));
    if (task->complete)
        return XN_OK;
    XN_TRY(desk_check_policy(task));
    XN_TRY(desk_rank(task, err));
    desk_put_ranking(task, &task->answer->body, (size_t)offset, (size_t)limit);
    return XN_OK;
}

/* A list that is shown is logged, or not shown. */
enum xn_status recommendation_log(struct task *task, struct xn_error *err)
{
    const struct xn_study *study = task->ranking->study;
    const struct xn_ranking *ranking = study->ranking;
    const char *first = ranking->n_ranked ? study->request.dwelling[ranking->ranked[0].dwelling].id : "";
    return xn_change_recommendation_log(task->desk->store, task->households->household[0].id, study->snapshot,
                                        live_city_stored(task->desk->live)->policy_id,
                                        ranking->request_digest, ranking->n_ranked, first, err);
}
