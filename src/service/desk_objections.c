/* desk_objections.c - an objection freezes the ranking it concerns until a second person has decided (RULES
 * R6). */
#include <string.h>
#include "desk.h"

/* --- reading -------------------------------------------------------------------------------------------- */

enum xn_status objections_list(struct task *task, struct xn_error *err)
{
    bool open = false;
    const char *household = desk_query(task, "household");
    struct xn_json json;
    XN_TRY(desk_query_flag(task, "open", &open));
    if (household)
        XN_TRY(desk_read_household(task, household, err));
    XN_TRY(xn_desk_objections(task->desk, household ? task->households->household[0].id : NULL, open,
                              &task->objections, err));
    xn_json_init(&json, &task->answer->body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "objections");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < task->objections->count; i++)
        desk_put_objection(&json, &task->objections->objection[i]);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return XN_OK;
}

enum xn_status objection_get(struct task *task, struct xn_error *err)
{
    XN_TRY(desk_read_objection(task, task->id, err));
    desk_answer_objection(task, 200, &task->objections->objection[0]);
    return XN_OK;
}

/* The objection as it is after the change; its household has been read. */
static enum xn_status answer(struct task *task, int status, const char *id, const char *english,
                             struct xn_error *err)
{
    char deadline[16];
    XN_TRY(desk_read_objection(task, id, err));
    const struct xn_stored_objection *objection = &task->objections->objection[0];
    xn_date_print(objection->deadline, deadline, sizeof deadline);
    desk_answer_objection(task, status, objection);
    desk_say(
        task, english,
        (const struct xn_message_value[]){{"objection", objection->id},
                                          {"household", desk_household_name(&task->households->household[0])},
                                          {"date", deadline},
                                          {NULL, NULL}});
    return XN_OK;
}

/* --- raised --------------------------------------------------------------------------------------------- */

static enum xn_status read_household(struct task *task, struct xn_error *err)
{
    const struct desk_body *body = &task->body;
    if (!body->household && !body->offer)
        return desk_refuse(task, 422, "refused_input", "household",
                           "request body: there is no household and no offer, one is needed");
    if (body->offer)
        XN_TRY(desk_read_offer(task, body->offer, err));
    XN_TRY(
        desk_read_household(task, body->household ? body->household : task->offers->offer[0].household, err));
    if (body->offer && strcmp(task->offers->offer[0].household, task->households->household[0].id) != 0)
        return desk_refuse(task, 422, "refused_input", "offer",
                           "request body: the offer was made to another household");
    return XN_OK;
}

/* The whole list as it stands is what is frozen; a policy that has expired since does not hinder an
 * objection. */
enum xn_status objection_raise_prepare(struct task *task, struct xn_error *err)
{
    XN_TRY(read_household(task, err));
    return desk_rank(task, err);
}

enum xn_status objection_raise(struct task *task, struct xn_error *err)
{
    XN_AUTO_BUF ranking = XN_BUF_INIT;
    char id[XN_ID_SIZE];
    const int days = task->body.days ? (int)task->body.days : XN_OBJECTION_DAYS;
    desk_put_ranking(task, &ranking, 0, 0);
    XN_TRY(xn_buf_check(&ranking, err));
    XN_TRY(xn_change_objection_raise(task->desk->store, task->households->household[0].id, task->body.offer,
                                     task->body.text, xn_buf_text(&ranking), ranking.length, days,
                                     desk_day_given(task), id, err));
    return answer(task, 201, id,
                  "Objection {objection} of {household} is taken down; a second person decides by {date}.",
                  err);
}

/* --- decided -------------------------------------------------------------------------------------------- */

enum xn_status objection_decide_prepare(struct task *task, struct xn_error *err)
{
    if (!task->body.outcome)
        return desk_refuse(task, 422, "reason_needed", "outcome", "outcome: the answer in words is needed");
    XN_TRY(desk_read_objection(task, task->id, err));
    return desk_read_household(task, task->objections->objection[0].household, err);
}

enum xn_status objection_decide(struct task *task, struct xn_error *err)
{
    static const struct {
        enum xn_objection_state state;
        const char *english;
    } ends[] = {{XN_OBJECTION_UPHELD, "Objection {objection} of {household} is upheld."},
                {XN_OBJECTION_REJECTED, "Objection {objection} of {household} is rejected."},
                {XN_OBJECTION_WITHDRAWN, "Objection {objection} of {household} is withdrawn."}};
    size_t i = 0;
    while (strcmp(xn_objection_state_name(ends[i].state), task->body.state) != 0)
        i++;
    XN_TRY(xn_change_objection_decide(task->desk->store, task->id, task->call->version, ends[i].state,
                                      task->body.outcome, desk_day_given(task), err));
    return answer(task, 200, task->id, ends[i].english, err);
}
