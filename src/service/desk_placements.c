/* desk_placements.c - a person records that a household takes a dwelling (RULES R3), that it has moved in,
 * that it has ended.
 */
#include <string.h>
#include "desk.h"

/* --- reading -------------------------------------------------------------------------------------------- */

enum xn_status placements_list(struct task *task, struct xn_error *err)
{
    struct xn_json json;
    XN_TRY(xn_store_placements_made(task->desk->store, task->city, NULL, &task->placements, err));
    xn_json_init(&json, &task->answer->body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "placements");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < task->placements->count; i++)
        desk_put_placement(&json, &task->placements->placement[i]);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return XN_OK;
}

enum xn_status placement_get(struct task *task, struct xn_error *err)
{
    XN_TRY(desk_read_placement(task, task->id, err));
    desk_answer_placement(task, 200, &task->placements->placement[0]);
    return XN_OK;
}

/* The placement as it is after the change; its household has been read, unless it is erased. */
static enum xn_status answer(struct task *task, int status, const char *id, const char *english,
                             struct xn_error *err)
{
    XN_TRY(desk_read_placement(task, id, err));
    const struct xn_stored_placement *placement = &task->placements->placement[0];
    const char *household =
        task->households ? desk_household_name(&task->households->household[0]) : placement->household;
    desk_answer_placement(task, status, placement);
    desk_say(task, english,
             (const struct xn_message_value[]){{"placement", placement->id},
                                               {"dwelling", placement->dwelling},
                                               {"household", household},
                                               {NULL, NULL}});
    return XN_OK;
}

/* --- agreed --------------------------------------------------------------------------------------------- */

/* The reason given for the offer goes on to the placement, unless another is given. */
static void take_over_reason(struct task *task)
{
    const struct xn_decision *drafted = &task->offers->offer[0].decision;
    if (*task->decision.reason_code || !*drafted->reason_code)
        return;
    task->decision.reason_code = drafted->reason_code;
    if (!*task->decision.reason_note)
        task->decision.reason_note = drafted->reason_note;
}

/* Ranks anew: what is frozen is what holds when the decision falls. */
enum xn_status placement_agree_prepare(struct task *task, struct xn_error *err)
{
    XN_TRY(desk_check_reason(task));
    XN_TRY(desk_read_offer(task, task->body.offer, err));
    const struct xn_stored_offer *offer = &task->offers->offer[0];
    if (offer->state != XN_OFFER_ACCEPTED)
        return desk_refuse(task, 409, "state", "offer",
                           "The offer is %s: only one that the household has accepted becomes a placement.",
                           xn_offer_state_name(offer->state));
    XN_TRY(desk_read_household(task, offer->household, err));
    XN_TRY(desk_check_policy(task));
    XN_TRY(desk_rank(task, err));
    XN_TRY(desk_decide(task, offer->dwelling));
    take_over_reason(task);
    return XN_OK;
}

enum xn_status placement_agree(struct task *task, struct xn_error *err)
{
    char id[XN_ID_SIZE];
    XN_TRY(xn_change_placement_agree(task->desk->store, task->body.offer, task->body.offer_version,
                                     &task->decision, desk_day_given(task), id, err));
    return answer(task, 201, id, "Placement {placement}: {household} takes {dwelling}.", err);
}

/* --- moved in, ended ------------------------------------------------------------------------------------ */

enum xn_status placement_step_prepare(struct task *task, struct xn_error *err)
{
    const bool ended = strcmp(task->body.state, "ended") == 0;
    if (ended != (task->body.reason != NULL))
        return desk_refuse(task, 422, ended ? "reason_needed" : "refused_input", "reason",
                           ended ? "reason: why the placement has ended, in words"
                                 : "reason: only a placement that has ended has one");
    XN_TRY(desk_read_placement(task, task->id, err));
    const char *household = task->placements->placement[0].household;
    return *household ? desk_read_household(task, household, err) : XN_OK;
}

enum xn_status placement_step(struct task *task, struct xn_error *err)
{
    struct xn_store *store = task->desk->store;
    const struct desk_body *body = &task->body;
    const char *english = "Placement {placement}: {household} has moved into {dwelling}.";
    if (strcmp(body->state, "moved_in") == 0) {
        XN_TRY(xn_change_placement_move_in(store, task->id, task->call->version, desk_day_given(task), err));
    } else {
        XN_TRY(xn_change_placement_end(store, task->id, task->call->version, body->reason,
                                       desk_day_given(task), err));
        english = "Placement {placement} of {household} in {dwelling} has ended.";
    }
    return answer(task, 200, task->id, english, err);
}
