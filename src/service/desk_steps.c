/* desk_steps.c - the table of steps: what each is called, what its request may say, and who takes it. */
#include <string.h>
#include "desk.h"

/* --- what bodies may say -------------------------------------------------------------------------------- */

static const char *const offer_states[] = {"made", "accepted", "refused", "withdrawn", NULL};
static const char *const placement_states[] = {"moved_in", "ended", NULL};
static const char *const objection_states[] = {"upheld", "rejected", "withdrawn", NULL};
static const char *const dwelling_states[] = {"withdrawn", "available", NULL};
static const char *const household_states[] = {"left", NULL};
static const char *const reason_codes[] = {
    "OWN_WISH", "CARE_OF_RELATIVES", "AGAINST_ADVICE", "LEFT_COUNTRY", "OTHER", NULL};
static const char *const refusal_codes[] = {XN_REFUSAL_CODES, NULL};
static const char *const units[] = {"households", "persons", NULL};

#define NOTE_MAX 2000
#define REASON                                                                                               \
    DESK_MEMBER(XN_MEMBER_WORD, reason_code, .word = reason_codes),                                          \
        DESK_MEMBER(XN_MEMBER_TEXT, reason_note, .low = 1, .high = NOTE_MAX)
#define ID_OR_REFERENCE(member_, required_)                                                                  \
    DESK_MEMBER(XN_MEMBER_TEXT, member_, .low = 1, .high = 200, .required = required_)

static const struct xn_member household_body[] = {
    DESK_MEMBER(XN_MEMBER_TEXT, reference, .low = 1, .high = 64),
    DESK_MEMBER(XN_MEMBER_TEXT, centre, .low = 1, .high = 100),
    DESK_MEMBER(XN_MEMBER_DATE, arrived_on, .required = false),
    DESK_MEMBER(XN_MEMBER_JSON, needs, .required = true),
    DESK_MEMBER(XN_MEMBER_TEXT, coordinator, .low = 1, .high = 63),
};
/* either state and reason, or whose case it is */
static const struct xn_member household_patch_body[] = {
    DESK_MEMBER(XN_MEMBER_WORD, state, .word = household_states),
    DESK_MEMBER(XN_MEMBER_WORD, reason_code, .word = reason_codes),
    DESK_MEMBER(XN_MEMBER_TEXT, coordinator, .low = 1, .high = 63),
    DESK_ON,
};
static const struct xn_member dwelling_state_body[] = {
    DESK_MEMBER(XN_MEMBER_WORD, state, .word = dwelling_states, .required = true),
};
static const struct xn_member offer_body[] = {
    ID_OR_REFERENCE(household, true),
    ID_OR_REFERENCE(dwelling, true),
    REASON,
    DESK_ON,
};
static const struct xn_member offer_state_body[] = {
    DESK_MEMBER(XN_MEMBER_WORD, state, .word = offer_states, .required = true),
    DESK_MEMBER(XN_MEMBER_WHOLE, days, .low = 1, .high = 365),
    DESK_MEMBER(XN_MEMBER_WORD, refusal_code, .word = refusal_codes),
    DESK_MEMBER(XN_MEMBER_TEXT, note, .low = 1, .high = NOTE_MAX),
    DESK_ON,
};
static const struct xn_member placement_body[] = {
    ID_OR_REFERENCE(offer, true),
    DESK_MEMBER(XN_MEMBER_WHOLE, offer_version, .low = 1, .high = 1e15, .required = true),
    REASON,
    DESK_ON,
};
static const struct xn_member placement_state_body[] = {
    DESK_MEMBER(XN_MEMBER_WORD, state, .word = placement_states, .required = true),
    DESK_MEMBER(XN_MEMBER_TEXT, reason, .low = 1, .high = NOTE_MAX),
    DESK_ON,
};
static const struct xn_member objection_body[] = {
    ID_OR_REFERENCE(household, false),
    ID_OR_REFERENCE(offer, false),
    DESK_MEMBER(XN_MEMBER_TEXT, text, .low = 1, .high = NOTE_MAX, .required = true),
    DESK_MEMBER(XN_MEMBER_WHOLE, days, .low = 1, .high = 365),
    DESK_ON,
};
static const struct xn_member objection_state_body[] = {
    DESK_MEMBER(XN_MEMBER_WORD, state, .word = objection_states, .required = true),
    DESK_MEMBER(XN_MEMBER_TEXT, outcome, .low = 1, .high = NOTE_MAX),
    DESK_ON,
};
static const struct xn_member commitment_body[] = {
    DESK_MEMBER(XN_MEMBER_TEXT, corporation, .low = 1, .high = 200, .required = true),
    DESK_MEMBER(XN_MEMBER_TEXT, quarter, .low = 6, .high = 6, .required = true),
    DESK_MEMBER(XN_MEMBER_WHOLE, promised, .low = 0, .high = 1e6, .required = true),
};
static const struct xn_member matching_body[] = {
    DESK_MEMBER(XN_MEMBER_TEXTS, households, .high = 2000),
    DESK_MEMBER(XN_MEMBER_JSON, quotas, .required = false),
    DESK_MEMBER(XN_MEMBER_WORD, unit, .word = units),
};

/* --- the table of steps --------------------------------------------------------------------------------- */

#define BODY(members_) .member = members_, .n_members = sizeof members_ / sizeof *members_

static const struct desk_step steps[] = {
    {"GET", "/households", "all", .prepare = households_list},
    {"POST", "/households", "", BODY(household_body), .prepare = household_add_prepare,
     .change = household_add},
    {"GET", "/households/{id}", "", .prepare = household_get},
    {"PUT", "/households/{id}", "", BODY(household_body), .needs_version = true,
     .prepare = household_update_prepare, .change = household_update},
    {"PATCH", "/households/{id}", "", BODY(household_patch_body), .needs_version = true,
     .prepare = household_patch_prepare, .change = household_patch},
    {"DELETE", "/households/{id}", "", .needs_version = true, .prepare = household_erase_prepare,
     .change = household_erase},
    {"POST", "/households/{id}/recommendations", "offset limit", .decides_nothing = true,
     .prepare = recommendation_prepare, .change = recommendation_log},
    {"GET", "/dwellings", "state", .prepare = dwellings_list},
    {"GET", "/dwellings/{id}", "", .prepare = dwelling_get},
    {"POST", "/dwellings", "", .reads_body = true, .prepare = dwelling_add_prepare, .change = dwelling_add},
    {"PATCH", "/dwellings/{id}", "", BODY(dwelling_state_body), .needs_version = true,
     .prepare = dwelling_withdraw_prepare, .change = dwelling_withdraw},
    {"GET", "/offers", "household dwelling live", .prepare = offers_list},
    {"GET", "/offers/{id}", "", .prepare = offer_get},
    {"POST", "/offers", "", BODY(offer_body), .prepare = offer_draft_prepare, .change = offer_draft},
    {"PATCH", "/offers/{id}", "", BODY(offer_state_body), .needs_version = true,
     .prepare = offer_step_prepare, .change = offer_step},
    {"GET", "/placements", "", .prepare = placements_list},
    {"GET", "/placements/{id}", "", .prepare = placement_get},
    {"POST", "/placements", "", BODY(placement_body), .prepare = placement_agree_prepare,
     .change = placement_agree},
    {"PATCH", "/placements/{id}", "", BODY(placement_state_body), .needs_version = true,
     .prepare = placement_step_prepare, .change = placement_step},
    {"GET", "/objections", "household open", .prepare = objections_list},
    {"GET", "/objections/{id}", "", .prepare = objection_get},
    {"POST", "/objections", "", BODY(objection_body), .prepare = objection_raise_prepare,
     .change = objection_raise},
    {"PATCH", "/objections/{id}", "", BODY(objection_state_body), .needs_version = true,
     .prepare = objection_decide_prepare, .change = objection_decide},
    {"POST", "/commitments", "", BODY(commitment_body), .prepare = commitment_check,
     .change = commitment_put},
    {"POST", "/matchings", "", BODY(matching_body), .prepare = matching_propose},
    {"GET", "/ledger", "from to", .prepare = ledger_get},
    {"GET", "/audit", "after limit", .prepare = audit_get},
};

/* --- finding one ---------------------------------------------------------------------------------------- */

static bool fits(const struct desk_step *step, const struct desk_address *address, const char **ret_id)
{
    const char *pattern = step->path + 1, *id = NULL;
    for (size_t i = 0; i < address->n_segments; i++) {
        const size_t length = strcspn(pattern, "/");
        if (length == 0)
            return false;
        if (length == 4 && memcmp(pattern, "{id}", 4) == 0)
            id = address->segment[i];
        else if (strlen(address->segment[i]) != length || memcmp(pattern, address->segment[i], length) != 0)
            return false;
        pattern += length + (pattern[length] == '/');
    }
    if (*pattern)
        return false;
    *ret_id = id;
    return true;
}

enum xn_status desk_find_step(struct task *task, const struct desk_address *address)
{
    bool there = false;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (!fits(&steps[i], address, &task->id))
            continue;
        there = true;
        if (strcmp(steps[i].method, task->call->method) != 0)
            continue;
        task->step = &steps[i];
        return XN_OK;
    }
    return there
               ? desk_refuse(task, 405, "method_not_allowed", NULL, "This address does not take that method.")
               : desk_refuse(task, 404, "no_such_route", NULL, "There is nothing at this address.");
}
