/* desk_offers.c - offers made to households: drafted by a person on a ranking of the desk's own, made,
 * answered.
 *
 * Whoever asks says for whom, which dwelling and why; rank, class and evidence are what the desk finds.
 */
#include <string.h>
#include "desk.h"

/* --- reading -------------------------------------------------------------------------------------------- */

static enum xn_status read_offers(struct task *task, struct xn_error *err)
{
    bool live = false;
    const char *household = desk_query(task, "household"), *dwelling = desk_query(task, "dwelling");
    XN_TRY(desk_query_flag(task, "live", &live));
    if (household)
        XN_TRY(desk_read_household(task, household, err));
    return xn_store_offers_made(task->desk->store, task->city, NULL,
                                household ? task->households->household[0].id : NULL, dwelling, live,
                                &task->offers, err);
}

enum xn_status offers_list(struct task *task, struct xn_error *err)
{
    struct xn_json json;
    XN_TRY(read_offers(task, err));
    xn_json_init(&json, &task->answer->body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "offers");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < task->offers->count; i++)
        desk_put_offer(&json, &task->offers->offer[i]);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return XN_OK;
}

enum xn_status offer_get(struct task *task, struct xn_error *err)
{
    XN_TRY(desk_read_offer(task, task->id, err));
    desk_answer_offer(task, 200, &task->offers->offer[0]);
    return XN_OK;
}

/* The offer as it is after the change; its household has been read. */
static enum xn_status answer(struct task *task, int status, const char *id, const char *english,
                             struct xn_error *err)
{
    char expires[sizeof "2005-03-15"] = "";
    XN_TRY(desk_read_offer(task, id, err));
    const struct xn_stored_offer *offer = &task->offers->offer[0];
    memcpy(expires, offer->expires_at, sizeof expires - 1);
    desk_answer_offer(task, status, offer);
    desk_say(
        task, english,
        (const struct xn_message_value[]){{"offer", offer->id},
                                          {"dwelling", offer->dwelling},
                                          {"household", desk_household_name(&task->households->household[0])},
                                          {"date", expires},
                                          {NULL, NULL}});
    return XN_OK;
}

/* --- a draft -------------------------------------------------------------------------------------------- */

enum xn_status offer_draft_prepare(struct task *task, struct xn_error *err)
{
    XN_TRY(desk_check_reason(task));
    XN_TRY(desk_read_household(task, task->body.household, err));
    XN_TRY(desk_read_dwelling(task, task->body.dwelling, err));
    XN_TRY(desk_check_policy(task));
    XN_TRY(desk_rank(task, err));
    return desk_decide(task, task->body.dwelling);
}

/* A person may choose what does not fit, in words. The store has looked before whether it may be had at all.
 */
static enum xn_status check_unfit(struct task *task)
{
    if (task->decision.rank > 0 || (*task->decision.reason_code && *task->decision.reason_note))
        return XN_OK;
    return desk_refuse(task, 422, "reason_needed", "reason_note",
                       "Dwelling '%.64s' does not fit the household: a reason code and a note are needed.",
                       task->body.dwelling);
}

enum xn_status offer_draft(struct task *task, struct xn_error *err)
{
    char id[XN_ID_SIZE];
    XN_TRY(xn_change_offer_draft(task->desk->store, task->households->household[0].id, task->body.dwelling,
                                 &task->decision, id, err));
    XN_TRY(check_unfit(task));
    return answer(task, 201, id, "Offer {offer} of {dwelling} to {household} is drafted.", err);
}

/* --- made, accepted, refused, withdrawn ----------------------------------------------------------------- */

/* Members that go with one state alone. */
static enum xn_status check_members(struct task *task)
{
    const struct desk_body *body = &task->body;
    const bool refused = strcmp(body->state, "refused") == 0;
    if (body->days && strcmp(body->state, "made") != 0)
        return desk_refuse(task, 422, "refused_input", "days", "days: only an offer that is made has a term");
    if ((body->refusal_code || body->note) && !refused)
        return desk_refuse(task, 422, "refused_input", body->note ? "note" : "refusal_code",
                           "refusal_code and note: only a refusal has them");
    if (refused && !body->refusal_code)
        return desk_refuse(task, 422, "reason_needed", "refusal_code",
                           "refusal_code: a refusal has a reason, and no consequence for the household");
    return XN_OK;
}

enum xn_status offer_step_prepare(struct task *task, struct xn_error *err)
{
    XN_TRY(check_members(task));
    XN_TRY(desk_read_offer(task, task->id, err));
    return desk_read_household(task, task->offers->offer[0].household, err);
}

enum xn_status offer_step(struct task *task, struct xn_error *err)
{
    struct xn_store *store = task->desk->store;
    const struct desk_body *body = &task->body;
    const int64_t version = task->call->version;
    const int days = body->days ? (int)body->days : XN_OFFER_DAYS;
    const char *english = "Offer {offer} of {dwelling} to {household} is withdrawn.";
    if (strcmp(body->state, "made") == 0) {
        XN_TRY(xn_change_offer_make(store, task->id, version, days, desk_day_given(task), err));
        english = "Offer {offer} of {dwelling} is made to {household}; answer by {date}.";
    } else if (strcmp(body->state, "accepted") == 0) {
        XN_TRY(xn_change_offer_accept(store, task->id, version, desk_day_given(task), err));
        english = "{household} accepts {dwelling} (offer {offer}).";
    } else if (strcmp(body->state, "refused") == 0) {
        XN_TRY(xn_change_offer_refuse(store, task->id, version, body->refusal_code, body->note,
                                      desk_day_given(task), err));
        english = "{household} refuses {dwelling} (offer {offer}), which has no consequence for it.";
    } else {
        XN_TRY(xn_change_offer_withdraw(store, task->id, version, desk_day_given(task), err));
    }
    return answer(task, 200, task->id, english, err);
}
