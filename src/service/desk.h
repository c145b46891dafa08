/* desk.h - the inside of the desk (xenia/desk.h): one step on its way from a request to an answer.
 *
 * A reading step answers in `prepare`. A writing step reads and ranks in `prepare`, outside the transaction,
 * and writes in `change`, inside it; only there is anything decided, so a repetition under the same key is
 * recognised whatever has happened in between. What a step needs on the way belongs to its task.
 */
#ifndef XENIA_SERVICE_DESK_H
#define XENIA_SERVICE_DESK_H

#include <stddef.h>
#include "http.h"
#include "live.h"
#include "market.h"
#include "xenia/audit.h"
#include "xenia/desk.h"
#include "xenia/request.h"

struct xn_desk {
    struct xn_store *store; /* borrowed */
    struct live_city *live;
    struct projections *projections; /* this thread's */
    struct projections own;          /* for the command line */
};

/* What a body may say; each step lists the members that it takes. */
struct desk_body {
    xn_date on, arrived_on;
    const char *household, *dwelling, *offer; /* NULL: not said, as all texts here */
    const char *reference, *centre, *coordinator;
    struct xn_request needs;
    const char *state;
    const char *reason_code, *reason_note;
    const char *refusal_code, *note;
    const char *text, *outcome, *reason;
    const char *corporation, *quarter;
    int64_t days, offer_version, promised; /* 0: not said */
    struct xn_request_texts households;
    struct xn_request quotas;
    const char *unit;
};
#define DESK_MEMBER(kind_, member_, ...)                                                                     \
    {                                                                                                        \
        .name = #member_, .kind = kind_, .offset = offsetof(struct desk_body, member_), __VA_ARGS__          \
    }
#define DESK_ON DESK_MEMBER(XN_MEMBER_DATE, on, .required = false)

struct desk_step;
struct desk_ranking;

#define DESK_QUERY_MAX 8
struct task {
    struct xn_desk *desk;
    const char *city;
    const struct xn_desk_call *call;
    struct xn_desk_answer *answer;
    const struct desk_step *step;
    struct xn_arena *arena;
    const char *id; /* the {id} of the path */
    struct {
        const char *name, *value;
    } query[DESK_QUERY_MAX];
    size_t n_query;
    struct desk_body body;
    bool refused;  /* the answer is a problem */
    bool complete; /* the answer is there already: nothing is to be changed */
    /* what was read; freed with the task */
    struct xn_stored_households *households;
    struct xn_stored_dwellings *dwellings;
    struct xn_stored_offers *offers;
    struct xn_stored_placements *placements;
    struct xn_stored_objections *objections;
    struct desk_ranking *ranking;
    struct xn_dwelling new_dwelling;
    struct xn_decision decision;
};

typedef enum xn_status desk_function(struct task *task, struct xn_error *err);

struct desk_step {
    const char *method;
    const char *path;  /* below the city; {id} stands for one segment */
    const char *query; /* allowed parameters, blank-separated */
    const struct xn_member *member;
    size_t n_members;
    bool needs_version;     /* If-Match */
    bool reads_body;        /* by itself */
    bool decides_nothing;   /* it logs: a key is not kept, for there is nothing to do twice */
    desk_function *prepare; /* NULL: nothing to read */
    desk_function *change;  /* NULL: a reading step */
};

/* --- desk.c --------------------------------------------------------------------------------------------- */

const char *desk_city(const struct xn_desk *desk);

/* `return refuse(task, 409, "state", NULL, "...")`: the answer is this problem, and the step ends. */
enum xn_status desk_refuse(struct task *task, int http_status, const char *code, const char *field,
                           const char *format, ...) XN_PRINTF(5, 6);

/* A step's answer becomes that of the call (api_desk.c). */
void desk_answer_over_http(struct call *call, struct xn_desk_answer *from);

/* --- desk_steps.c, desk_request.c ----------------------------------------------------------------------- */

#define DESK_SEGMENTS_MAX 3
/* The segments of a path, decoded. */
struct desk_address {
    size_t n_segments;
    char *segment[DESK_SEGMENTS_MAX];
};
/* The step of an address and the call's method into task->step, its {id} into task->id; 404, 405. */
XN_MUST_CHECK enum xn_status desk_find_step(struct task *task, const struct desk_address *address);
/* The call's path, parameters, key, version and body. */
XN_MUST_CHECK enum xn_status desk_read_request(struct task *task, struct xn_error *err);
/* What a body or an inner object says wrong, with the member in `field`. */
enum xn_status desk_refuse_input(struct task *task, const struct xn_error *why);
XN_MUST_CHECK enum xn_status desk_read_body(struct task *task, const struct xn_member *member,
                                            size_t n_members, void *ret, struct xn_error *err);
const char *desk_query(const struct task *task, const char *name); /* NULL: not given */
/* Is a parameter "yes"? Anything but yes and no is refused. */
XN_MUST_CHECK enum xn_status desk_query_flag(struct task *task, const char *name, bool *ret);
XN_MUST_CHECK enum xn_status desk_query_whole(struct task *task, const char *name, int64_t *ret);
/* An id as the store makes them; anything else cannot be there. */
bool desk_is_id(const char *text);
/* The day of the step: what the body says, else the city's today. */
xn_date desk_today(const struct task *task);
/* The same for the store, which takes its own clock for XN_NO_DATE: a day is given for a demonstration that
 * takes place in its own time, or by the body. */
xn_date desk_day_given(const struct task *task);

/* --- desk_json.c: things as JSON ------------------------------------------------------------------------ */

void desk_put_household(struct xn_json *json, const struct xn_stored_household *household);
void desk_put_dwelling(struct xn_json *json, const struct xn_stored_dwelling *dwelling);
void desk_put_offer(struct xn_json *json, const struct xn_stored_offer *offer);
void desk_put_placement(struct xn_json *json, const struct xn_stored_placement *placement);
void desk_put_objection(struct xn_json *json, const struct xn_stored_objection *objection);
void desk_put_audit(struct xn_json *json, const struct xn_audit_entry *entry);

/* --- desk_answer.c: the answer of a step ---------------------------------------------------------------- */

/* One thing: its JSON, id and version. status 200 or 201. */
void desk_answer_household(struct task *task, int status, const struct xn_stored_household *household);
void desk_answer_dwelling(struct task *task, int status, const struct xn_stored_dwelling *dwelling);
void desk_answer_offer(struct task *task, int status, const struct xn_stored_offer *offer);
void desk_answer_placement(struct task *task, int status, const struct xn_stored_placement *placement);
void desk_answer_objection(struct task *task, int status, const struct xn_stored_objection *objection);
void desk_set_id(struct task *task, const char *id);
void desk_set_version(struct task *task, int64_t version);
/* The sentence for a person at a terminal, in the call's language; `values` ends with a NULL name. */
void desk_say(struct task *task, const char *english, const struct xn_message_value *values);

/* --- desk_read.c: things out of the store, or 404 ------------------------------------------------------- */

XN_MUST_CHECK enum xn_status desk_read_household(struct task *task, const char *id, struct xn_error *err);
XN_MUST_CHECK enum xn_status desk_read_dwelling(struct task *task, const char *id, struct xn_error *err);
XN_MUST_CHECK enum xn_status desk_read_offer(struct task *task, const char *id, struct xn_error *err);
XN_MUST_CHECK enum xn_status desk_read_placement(struct task *task, const char *id, struct xn_error *err);
XN_MUST_CHECK enum xn_status desk_read_objection(struct task *task, const char *id, struct xn_error *err);
/* How a household is called in a sentence: by its reference, or else its id. */
const char *desk_household_name(const struct xn_stored_household *household);

/* --- desk_ranking.c: what a decision rests on ----------------------------------------------------------- */

struct desk_ranking {
    struct xn_household needs;
    struct market market;
    struct xn_study *study;
};
void desk_ranking_free(struct desk_ranking *ranking);
/* Ranking stops when the policy may not rank (any more): R14. */
XN_MUST_CHECK enum xn_status desk_check_policy(struct task *task);
/* Ranks for the household of the task, whose own live offer is neither "elsewhere" nor pending. */
XN_MUST_CHECK enum xn_status desk_rank(struct task *task, struct xn_error *err);
/* The list as JSON; limit 0: all of it. */
void desk_put_ranking(const struct task *task, struct xn_buf *buf, size_t offset, size_t limit);
/* The reason that the body gives is whole. */
XN_MUST_CHECK enum xn_status desk_check_reason(struct task *task);
/* Freezes what the ranking says of a dwelling into task->decision, with the body's reason. */
XN_MUST_CHECK enum xn_status desk_decide(struct task *task, const char *dwelling);

/* --- the steps, in the files of their names ------------------------------------------------------------- */

desk_function households_list, household_get, household_add_prepare, household_add, household_update_prepare,
    household_update, household_patch_prepare, household_patch, household_erase_prepare, household_erase,
    recommendation_prepare, recommendation_log;
desk_function dwellings_list, dwelling_get, dwelling_add_prepare, dwelling_add, dwelling_withdraw_prepare,
    dwelling_withdraw;
desk_function offers_list, offer_get, offer_draft_prepare, offer_draft, offer_step_prepare, offer_step;
desk_function placements_list, placement_get, placement_agree_prepare, placement_agree,
    placement_step_prepare, placement_step;
desk_function objections_list, objection_get, objection_raise_prepare, objection_raise,
    objection_decide_prepare, objection_decide;
desk_function commitment_check, commitment_put, ledger_get, audit_get, matching_propose;

#endif
