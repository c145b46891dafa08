/* cli_replay_steps.c - each kind of event of a replayed year as the steps that an office would take.
 *
 * Nothing is written past the desk: what is not allowed there fails here. Ids are looked up, not remembered,
 * and each step has a key made of the event's line, so that a second run finds every step done. One event is
 * one line of the timeline, whatever number of steps it takes.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "cli_replay_steps.h"

#define SECOND_PERSON "head of the housing office"
#define DONE_BEFORE "This has been done before under the same key." /* as the desk says it */
#define NEEDS_LIMIT ((size_t)64 << 10)

/* --- one step at the desk ------------------------------------------------------------------------------ */

/* What is asked: `part` tells several steps of one event apart. */
struct asked {
    const char *part, *actor, *method, *path;
    const struct xn_buf *body; /* NULL: none */
    int64_t version;
    bool silent; /* the event has a line of its own */
};

static void print_line(const struct replay_event *event, const char *part, const char *sentence)
{
    printf("%s  %-9s %s\n", event->day, part, sentence);
}

/* The event's own line; what an earlier run has done is not told again. Values end with a NULL name. */
static void tell(const struct replay_run *run, const struct replay_event *event, const char *part,
                 const char *english, const struct xn_message_value *value)
{
    XN_AUTO_BUF sentence = XN_BUF_INIT;
    size_t n = 0;
    while (value[n].name)
        n++;
    xn_message_put(&sentence, run->replay->language, english, value, n);
    if (!run->repeated && !run->replay->quiet)
        print_line(event, part, xn_buf_text(&sentence));
}

static enum xn_status ask(struct replay_run *run, const struct replay_event *event, const struct asked *asked,
                          struct xn_error *err)
{
    char key[64];
    XN_CLEANUP(xn_desk_answer_clear) struct xn_desk_answer answer = {0};
    snprintf(key, sizeof key, "replay-%" PRIu32 "-%s", event->line, asked->part);
    if (asked->body)
        XN_TRY(xn_buf_check(asked->body, err));
    const struct xn_desk_call call = {.actor = asked->actor ? asked->actor : REPLAY_OFFICE,
                                      .role = "coordinator",
                                      .key = key,
                                      .method = asked->method,
                                      .path = asked->path,
                                      .body = asked->body ? xn_buf_text(asked->body) : NULL,
                                      .body_length = asked->body ? asked->body->length : 0,
                                      .version = asked->version,
                                      .language = run->replay->language};
    XN_TRY(xn_desk_do(run->desk, &call, &answer, err));
    if (answer.status >= 400)
        return xn_fail(err, XN_INPUT, "%s, line %" PRIu32 " (%s): %s", run->table->source, event->line,
                       asked->part, answer.sentence);
    run->repeated = strcmp(answer.sentence, xn_message(run->replay->language, DONE_BEFORE)) == 0;
    run->n_repeated += run->repeated;
    if (answer.sentence[0] && !asked->silent && !run->repeated && !run->replay->quiet)
        print_line(event, asked->part, answer.sentence);
    return XN_OK;
}

static void begin(struct xn_json *json, struct xn_buf *body, const struct replay_event *event)
{
    xn_json_init(json, body, false);
    xn_json_begin_object(json);
    xn_json_member_string(json, "on", event->day);
}

static void member(struct xn_json *json, const char *name, const char *value)
{
    if (value[0])
        xn_json_member_string(json, name, value);
}

static enum xn_status number(const struct replay_run *run, const struct replay_event *event, int64_t *ret,
                             struct xn_error *err)
{
    return xn_parse_int(event->number, ret)
               ? XN_OK
               : xn_fail(err, XN_INPUT,
                         "%s, line %" PRIu32 ", column number: found '%s', wanted a whole number",
                         run->table->source, event->line, event->number);
}

/* --- what an event is about ------------------------------------------------------------------------------
 */

static enum xn_status find_household(const struct replay_run *run, const struct replay_event *event,
                                     struct xn_stored_households **ret, struct xn_error *err)
{
    return xn_store_household(run->replay->store, run->replay->city, event->household, ret, err);
}

/* The newest offer of the event's dwelling to its household; count is at least 1. */
static enum xn_status find_offer(const struct replay_run *run, const struct replay_event *event,
                                 struct xn_stored_offers **ret, struct xn_error *err)
{
    XN_AUTO(xn_stored_households_free) struct xn_stored_households *household = NULL;
    XN_AUTO(xn_stored_offers_free) struct xn_stored_offers *offers = NULL;
    XN_TRY(find_household(run, event, &household, err));
    XN_TRY(xn_store_offers_made(run->replay->store, run->replay->city, NULL, household->household[0].id,
                                event->dwelling, false, &offers, err));
    if (offers->count == 0)
        return xn_fail(err, XN_INPUT, "%s, line %" PRIu32 ": %s has no offer of %s", run->table->source,
                       event->line, event->household, event->dwelling);
    *ret = XN_STEAL(offers);
    return XN_OK;
}

/* The placement that an offer led to. */
static const struct xn_stored_placement *placement_of(const struct xn_stored_placements *placements,
                                                      const char *offer)
{
    for (size_t i = 0; i < placements->count; i++)
        if (strcmp(placements->placement[i].offer, offer) == 0)
            return &placements->placement[i];
    return NULL;
}

static enum xn_status read_placements(const struct replay_run *run, struct xn_stored_placements **ret,
                                      struct xn_error *err)
{
    return xn_store_placements_made(run->replay->store, run->replay->city, NULL, ret, err);
}

/* --- the events ---------------------------------------------------------------------------------------- */

static enum xn_status promise(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    XN_AUTO_BUF body = XN_BUF_INIT;
    struct xn_json json;
    int64_t promised = 0;
    XN_TRY(number(run, event, &promised, err));
    xn_json_init(&json, &body, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "corporation", event->note);
    xn_json_member_string(&json, "quarter", event->code);
    xn_json_member_int(&json, "promised", promised);
    xn_json_end_object(&json);
    return ask(run, event, &(struct asked){"promise", NULL, "POST", "/commitments", &body, 0, false}, err);
}

/* A household with the needs of its file. */
static enum xn_status put_household(const struct replay_run *run, const struct replay_event *event,
                                    xn_date arrived_on, struct xn_buf *body, struct xn_error *err)
{
    char path[1024], arrived[16];
    size_t length = 0;
    XN_CLEANUP(xn_free_pointer) char *needs = NULL;
    struct xn_json json;
    snprintf(path, sizeof path, "%s/%s", run->replay->data, event->needs);
    XN_TRY(xn_file_read(path, NEEDS_LIMIT, &needs, &length, err));
    xn_date_print(arrived_on, arrived, sizeof arrived);
    xn_json_init(&json, body, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "reference", event->household);
    xn_json_member_string(&json, "arrived_on", arrived);
    xn_json_key(&json, "needs");
    xn_json_raw(&json, needs);
    xn_json_end_object(&json);
    return XN_OK;
}

static enum xn_status arrive(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    XN_AUTO_BUF body = XN_BUF_INIT;
    XN_TRY(put_household(run, event, event->on, &body, err));
    return ask(run, event, &(struct asked){"arrive", NULL, "POST", "/households", &body, 0, false}, err);
}

/* Somebody joins a household: it keeps its day of arrival, and so its place in the queue. */
static enum xn_status join(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    char path[128];
    XN_AUTO_BUF body = XN_BUF_INIT;
    XN_AUTO(xn_stored_households_free) struct xn_stored_households *household = NULL;
    XN_TRY(find_household(run, event, &household, err));
    XN_TRY(put_household(run, event, household->household[0].arrived_on, &body, err));
    snprintf(path, sizeof path, "/households/%s", household->household[0].id);
    return ask(run, event,
               &(struct asked){"join", NULL, "PUT", path, &body, household->household[0].version, false},
               err);
}

static enum xn_status leave(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    char path[128];
    struct xn_json json;
    XN_AUTO_BUF body = XN_BUF_INIT;
    XN_AUTO(xn_stored_households_free) struct xn_stored_households *household = NULL;
    XN_TRY(find_household(run, event, &household, err));
    begin(&json, &body, event);
    xn_json_member_string(&json, "state", "left");
    member(&json, "reason_code", event->code);
    xn_json_end_object(&json);
    snprintf(path, sizeof path, "/households/%s", household->household[0].id);
    return ask(run, event,
               &(struct asked){"leave", NULL, "PATCH", path, &body, household->household[0].version, false},
               err);
}

static enum xn_status recommend(struct replay_run *run, const struct replay_event *event,
                                struct xn_error *err)
{
    char path[128];
    XN_AUTO(xn_stored_households_free) struct xn_stored_households *household = NULL;
    XN_TRY(find_household(run, event, &household, err));
    snprintf(path, sizeof path, "/households/%s/recommendations", household->household[0].id);
    return ask(run, event, &(struct asked){"recommend", NULL, "POST", path, NULL, 0, true}, err);
}

static enum xn_status draft(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    struct xn_json json;
    XN_AUTO_BUF body = XN_BUF_INIT;
    begin(&json, &body, event);
    xn_json_member_string(&json, "household", event->household);
    xn_json_member_string(&json, "dwelling", event->dwelling);
    member(&json, "reason_code", event->code);
    xn_json_end_object(&json);
    return ask(run, event, &(struct asked){"draft", NULL, "POST", "/offers", &body, 0, true}, err);
}

/* One step of the offer: state, and a member that goes with it ("" none). */
static enum xn_status answer_offer(struct replay_run *run, const struct replay_event *event, const char *part,
                                   const char *state, const char *name, const char *value, int64_t days,
                                   struct xn_error *err)
{
    char path[128];
    struct xn_json json;
    XN_AUTO_BUF body = XN_BUF_INIT;
    XN_AUTO(xn_stored_offers_free) struct xn_stored_offers *offers = NULL;
    XN_TRY(find_offer(run, event, &offers, err));
    begin(&json, &body, event);
    xn_json_member_string(&json, "state", state);
    member(&json, name, value);
    if (days > 0)
        xn_json_member_int(&json, "days", days);
    xn_json_end_object(&json);
    snprintf(path, sizeof path, "/offers/%s", offers->offer[0].id);
    return ask(run, event, &(struct asked){part, NULL, "PATCH", path, &body, offers->offer[0].version, true},
               err);
}

/* What was offered, where it stood in the household's list, and why it was chosen where that needs a reason.
 */
static enum xn_status tell_offer(struct replay_run *run, const struct replay_event *event,
                                 struct xn_error *err)
{
    char rank[24], listed[24], by[sizeof "2004-02-19"] = "";
    XN_AUTO(xn_stored_offers_free) struct xn_stored_offers *offers = NULL;
    XN_TRY(find_offer(run, event, &offers, err));
    const struct xn_stored_offer *made = &offers->offer[0];
    snprintf(rank, sizeof rank, "%zu", made->decision.rank);
    snprintf(listed, sizeof listed, "%zu", made->decision.n_listed);
    memcpy(by, made->expires_at, sizeof by - 1);
    tell(run, event, "offer",
         event->code[0]
             ? XN_N("{dwelling} is offered to {household}: place {rank} of {n}, area {class}, reason "
                    "{code}; answer by {date}.")
             : XN_N("{dwelling} is offered to {household}: place {rank} of {n}, area {class}; answer "
                    "by {date}."),
         (const struct xn_message_value[]){
             {"dwelling", event->dwelling},
             {"household", event->household},
             {"rank", rank},
             {"n", listed},
             {"class", xn_message(run->replay->language, xn_class_name(made->decision.class_))},
             {"code", event->code},
             {"date", by},
             {NULL, NULL}});
    return XN_OK;
}

static enum xn_status offer(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    int64_t days = 0;
    XN_TRY(number(run, event, &days, err));
    XN_TRY(recommend(run, event, err));
    XN_TRY(draft(run, event, err));
    XN_TRY(answer_offer(run, event, "make", "made", "", "", days, err));
    return tell_offer(run, event, err);
}

static enum xn_status refuse(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    XN_TRY(answer_offer(run, event, "refuse", "refused", "refusal_code", event->code, 0, err));
    tell(run, event, "refuse",
         XN_N("{household} refuses {dwelling} ({code}), which has no consequence for it."),
         (const struct xn_message_value[]){{"household", event->household},
                                           {"dwelling", event->dwelling},
                                           {"code", event->code},
                                           {NULL, NULL}});
    return XN_OK;
}

/* A line that names household and dwelling. */
static void tell_of_both(const struct replay_run *run, const struct replay_event *event, const char *part,
                         const char *english)
{
    tell(run, event, part, english,
         (const struct xn_message_value[]){
             {"household", event->household}, {"dwelling", event->dwelling}, {NULL, NULL}});
}

/* The agreement names the version of the offer, so it is not asked for again once it is there. */
static enum xn_status agree(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    struct xn_json json;
    XN_AUTO_BUF body = XN_BUF_INIT;
    XN_AUTO(xn_stored_offers_free) struct xn_stored_offers *offers = NULL;
    XN_AUTO(xn_stored_placements_free) struct xn_stored_placements *placements = NULL;
    XN_TRY(find_offer(run, event, &offers, err));
    XN_TRY(read_placements(run, &placements, err));
    if (placement_of(placements, offers->offer[0].id))
        return XN_OK;
    begin(&json, &body, event);
    xn_json_member_string(&json, "offer", offers->offer[0].id);
    xn_json_member_int(&json, "offer_version", offers->offer[0].version);
    member(&json, "reason_code", event->code);
    xn_json_end_object(&json);
    return ask(run, event, &(struct asked){"agree", NULL, "POST", "/placements", &body, 0, true}, err);
}

static enum xn_status accept(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    XN_TRY(answer_offer(run, event, "accept", "accepted", "", "", 0, err));
    tell_of_both(run, event, "accept", XN_N("{household} accepts {dwelling}."));
    return agree(run, event, err);
}

static enum xn_status change_placement(struct replay_run *run, const struct replay_event *event,
                                       const char *part, const char *state, struct xn_error *err)
{
    char path[128];
    struct xn_json json;
    XN_AUTO_BUF body = XN_BUF_INIT;
    XN_AUTO(xn_stored_offers_free) struct xn_stored_offers *offers = NULL;
    XN_AUTO(xn_stored_placements_free) struct xn_stored_placements *placements = NULL;
    XN_TRY(find_offer(run, event, &offers, err));
    XN_TRY(read_placements(run, &placements, err));
    const struct xn_stored_placement *placement = placement_of(placements, offers->offer[0].id);
    if (!placement)
        return xn_fail(err, XN_INPUT, "%s, line %" PRIu32 ": %s has no placement in %s", run->table->source,
                       event->line, event->household, event->dwelling);
    begin(&json, &body, event);
    xn_json_member_string(&json, "state", state);
    member(&json, "reason", event->code);
    xn_json_end_object(&json);
    snprintf(path, sizeof path, "/placements/%s", placement->id);
    return ask(run, event, &(struct asked){part, NULL, "PATCH", path, &body, placement->version, true}, err);
}

static enum xn_status move(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    XN_TRY(change_placement(run, event, "move", "moved_in", err));
    tell_of_both(run, event, "move", XN_N("{household} has moved into {dwelling}."));
    return XN_OK;
}

static enum xn_status end(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    XN_TRY(change_placement(run, event, "end", "ended", err));
    tell_of_both(run, event, "end", XN_N("{household} no longer lives in {dwelling}."));
    return XN_OK;
}

static enum xn_status object(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    struct xn_json json;
    int64_t days = 0;
    char by[16];
    XN_AUTO_BUF body = XN_BUF_INIT;
    XN_TRY(number(run, event, &days, err));
    begin(&json, &body, event);
    xn_json_member_string(&json, "household", event->household);
    xn_json_member_string(&json, "text", event->note);
    xn_json_member_int(&json, "days", days);
    xn_json_end_object(&json);
    XN_TRY(ask(run, event, &(struct asked){"object", NULL, "POST", "/objections", &body, 0, true}, err));
    xn_date_print(event->on + (xn_date)days, by, sizeof by);
    tell(run, event, "object",
         XN_N("{household} objects to its list, which is frozen; a second person decides by {date}."),
         (const struct xn_message_value[]){{"household", event->household}, {"date", by}, {NULL, NULL}});
    return XN_OK;
}

static enum xn_status decide(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    char path[128];
    struct xn_json json;
    XN_AUTO_BUF body = XN_BUF_INIT;
    XN_AUTO(xn_stored_households_free) struct xn_stored_households *household = NULL;
    XN_AUTO(xn_stored_objections_free) struct xn_stored_objections *objections = NULL;
    XN_TRY(find_household(run, event, &household, err));
    XN_TRY(xn_store_objections(run->replay->store, run->replay->city, NULL, household->household[0].id, false,
                               &objections, err));
    if (objections->count == 0)
        return xn_fail(err, XN_INPUT, "%s, line %" PRIu32 ": %s has raised no objection", run->table->source,
                       event->line, event->household);
    begin(&json, &body, event);
    xn_json_member_string(&json, "state", event->code);
    xn_json_member_string(&json, "outcome", event->note);
    xn_json_end_object(&json);
    snprintf(path, sizeof path, "/objections/%s", objections->objection[0].id);
    const struct asked asked = {
        "decide", SECOND_PERSON, "PATCH", path, &body, objections->objection[0].version, true};
    XN_TRY(ask(run, event, &asked, err));
    tell(run, event, "decide",
         strcmp(event->code, "upheld") == 0 ? XN_N("The objection of {household} is upheld.")
                                            : XN_N("The objection of {household} is not upheld."),
         (const struct xn_message_value[]){{"household", event->household}, {NULL, NULL}});
    return XN_OK;
}

enum xn_status replay_do_event(struct replay_run *run, const struct replay_event *event, struct xn_error *err)
{
    static const struct {
        const char *name;
        enum xn_status (*run)(struct replay_run *, const struct replay_event *, struct xn_error *);
    } step[] = {{"promise", promise}, {"arrive", arrive}, {"join", join},     {"leave", leave},
                {"offer", offer},     {"refuse", refuse}, {"accept", accept}, {"move", move},
                {"end", end},         {"object", object}, {"decide", decide}};
    for (size_t i = 0; i < sizeof step / sizeof *step; i++)
        if (strcmp(step[i].name, event->step) == 0)
            return step[i].run(run, event, err);
    return xn_fail(err, XN_INPUT, "%s, line %" PRIu32 ", column step: '%s' is no event", run->table->source,
                   event->line, event->step);
}
