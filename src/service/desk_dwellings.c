/* desk_dwellings.c - what is on offer, and a dwelling entered by hand: a newspaper ad. */
#include <math.h>
#include <string.h>
#include "desk.h"

/* --- reading -------------------------------------------------------------------------------------------- */

static bool is_state(const char *name)
{
    for (int i = XN_DWELLING_ANNOUNCED; i <= XN_DWELLING_WITHDRAWN; i++)
        if (strcmp(name, xn_dwelling_state_name((enum xn_dwelling_state)i)) == 0)
            return true;
    return false;
}

/* A corporation has its own dwellings; others are not there for it. */
static bool is_seen(const struct task *task, const struct xn_stored_dwelling *dwelling)
{
    const char *own = task->call->corporation, *whose = dwelling->data->corporation;
    return !own || (whose && strcmp(own, whose) == 0);
}

static enum xn_status read_seen(struct task *task, struct xn_error *err)
{
    XN_TRY(desk_read_dwelling(task, task->id, err));
    if (is_seen(task, &task->dwellings->dwelling[0]))
        return XN_OK;
    return desk_refuse(task, 404, "not_found", NULL, "There is no dwelling '%.64s'.", task->id);
}

enum xn_status dwellings_list(struct task *task, struct xn_error *err)
{
    const char *state = desk_query(task, "state");
    struct xn_json json;
    if (state && !is_state(state))
        return desk_refuse(task, 400, "bad_parameter", "state",
                           "state: found '%.40s', wanted announced, available, reserved, offered, let or "
                           "withdrawn",
                           state);
    XN_TRY(xn_store_dwellings(task->desk->store, task->city, NULL, &task->dwellings, err));
    xn_json_init(&json, &task->answer->body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "dwellings");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < task->dwellings->count; i++) {
        const struct xn_stored_dwelling *dwelling = &task->dwellings->dwelling[i];
        if (is_seen(task, dwelling) &&
            (!state || strcmp(state, xn_dwelling_state_name(dwelling->state)) == 0))
            desk_put_dwelling(&json, dwelling);
    }
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return XN_OK;
}

enum xn_status dwelling_get(struct task *task, struct xn_error *err)
{
    XN_TRY(read_seen(task, err));
    desk_answer_dwelling(task, 200, &task->dwellings->dwelling[0]);
    return XN_OK;
}

static enum xn_status answer(struct task *task, int status, const char *id, const char *english,
                             struct xn_error *err)
{
    XN_TRY(desk_read_dwelling(task, id, err));
    desk_answer_dwelling(task, status, &task->dwellings->dwelling[0]);
    desk_say(task, english, (const struct xn_message_value[]){{"dwelling", id}, {NULL, NULL}});
    return XN_OK;
}

/* --- a newspaper ad ------------------------------------------------------------------------------------- */

#define FIELD(kind_, member_, low_, high_)                                                                   \
    {                                                                                                        \
        .name = #member_, .kind = kind_, .offset = offsetof(struct xn_dwelling, member_), .low = low_,       \
        .high = high_                                                                                        \
    }
#define TEXT(member_) FIELD(XN_MEMBER_TEXT, member_, 1, 200)
#define NUMBER(member_, low_, high_) FIELD(XN_MEMBER_NUMBER, member_, low_, high_)

static const struct xn_member fields[] = {
    TEXT(id),
    TEXT(corporation),
    TEXT(address),
    TEXT(postcode),
    TEXT(city),
    TEXT(district),
    TEXT(kind),
    NUMBER(lon, -180, 180),
    NUMBER(lat, -90, 90),
    NUMBER(rent_net_eur, 0, 100000),
    NUMBER(rent_gross_eur, 0, 100000),
    NUMBER(rooms, 0, 50),
    NUMBER(area_m2, 0, 10000),
    NUMBER(min_household, 0, 100),
    NUMBER(max_household, 0, 100),
    NUMBER(max_income_eur, 0, 1e7),
    NUMBER(min_age, 0, 120),
    NUMBER(floor, -5, 200),
    TEXT(entitlement),
    FIELD(XN_MEMBER_ANSWER, step_free, 0, 0),
    FIELD(XN_MEMBER_ANSWER, lift, 0, 0),
    FIELD(XN_MEMBER_DATE, published, 0, 0),
    FIELD(XN_MEMBER_DATE, closes, 0, 0),
    FIELD(XN_MEMBER_DATE, available, 0, 0),
};

/* A corporation enters its own, whether it says so or not. */
static enum xn_status settle_corporation(struct task *task, struct xn_dwelling *dwelling)
{
    const char *own = task->call->corporation;
    if (own && dwelling->corporation && *dwelling->corporation && strcmp(own, dwelling->corporation) != 0)
        return desk_refuse(task, 403, "corporation", "corporation",
                           "corporation: found '%.64s'; this account enters dwellings of '%.64s' alone",
                           dwelling->corporation, own);
    if (own)
        dwelling->corporation = own;
    return XN_OK;
}

enum xn_status dwelling_add_prepare(struct task *task, struct xn_error *err)
{
    struct xn_dwelling *dwelling = &task->new_dwelling;
    *dwelling = xn_dwelling_unknown(0);
    dwelling->is_dwelling = XN_YES; /* who enters it has read the ad */
    XN_TRY(desk_read_body(task, fields, sizeof fields / sizeof *fields, dwelling, err));
    XN_TRY(settle_corporation(task, dwelling));
    if (isnan(dwelling->lon) == isnan(dwelling->lat))
        return XN_OK;
    return desk_refuse(task, 422, "refused_input", isnan(dwelling->lon) ? "lon" : "lat",
                       "request body: lon and lat: wanted both or none");
}

enum xn_status dwelling_add(struct task *task, struct xn_error *err)
{
    char id[XN_ID_SIZE];
    XN_TRY(xn_change_dwelling_add(task->desk->store, &task->new_dwelling, id, err));
    const char *known_as = *task->new_dwelling.id ? task->new_dwelling.id : id;
    return answer(task, 201, known_as, "Dwelling {dwelling} is entered.", err);
}

/* --- off the list and back ------------------------------------------------------------------------------ */

enum xn_status dwelling_withdraw_prepare(struct task *task, struct xn_error *err)
{
    return read_seen(task, err);
}

enum xn_status dwelling_withdraw(struct task *task, struct xn_error *err)
{
    const bool withdrawn = strcmp(task->body.state, "withdrawn") == 0;
    XN_TRY(xn_change_dwelling_withdraw(task->desk->store, task->id, task->call->version, withdrawn, err));
    return answer(task, 200, task->id,
                  withdrawn ? "Dwelling {dwelling} is off the list."
                            : "Dwelling {dwelling} is on the list again.",
                  err);
}
