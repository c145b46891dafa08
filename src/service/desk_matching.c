/* desk_matching.c - a proposal for many households at once: nothing is written, nobody is assigned anything.
 */
#include <stdio.h>
#include <string.h>
#include "desk.h"

#define QUOTAS_MAX 500
#define HOUSEHOLDS_MAX 2000
#define ROWS_MAX 10000000 /* households times dwellings: some seconds of a worker */

/* --- the request ---------------------------------------------------------------------------------------- */

struct quotas_body {
    int64_t per_unit, per_parent, per_corporation;
    struct xn_requests named;
};
struct named_body {
    const char *level, *unit_id, *corporation;
    int64_t limit;
};
#define LIMIT(struct_, member_, ...)                                                                         \
    {                                                                                                        \
        .name = #member_, .kind = XN_MEMBER_WHOLE, .offset = offsetof(struct struct_, member_), .high = 1e9, \
        __VA_ARGS__                                                                                          \
    }
#define NAME(member_)                                                                                        \
    {                                                                                                        \
        .name = #member_, .kind = XN_MEMBER_TEXT, .offset = offsetof(struct named_body, member_), .low = 1   \
    }

static const struct xn_member quotas_members[] = {
    LIMIT(quotas_body, per_unit, .required = false),
    LIMIT(quotas_body, per_parent, .required = false),
    LIMIT(quotas_body, per_corporation, .required = false),
    {.name = "named",
     .kind = XN_MEMBER_JSONS,
     .offset = offsetof(struct quotas_body, named),
     .high = QUOTAS_MAX},
};
static const struct xn_member named_members[] = {
    NAME(level),
    NAME(unit_id),
    NAME(corporation),
    LIMIT(named_body, limit, .required = true),
};

static enum xn_status read_part(struct task *task, const struct xn_request *request,
                                const struct xn_member *member, size_t n_members, void *ret,
                                struct xn_error *err)
{
    struct xn_error why = {0};
    const enum xn_status status = xn_request_read(request, member, n_members, task->arena, ret, &why);
    if (status == XN_INPUT)
        return desk_refuse_input(task, &why);
    return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why.message);
}

static enum xn_status read_named(struct task *task, const struct xn_request *request,
                                 struct xn_match_named_quota *ret, struct xn_error *err)
{
    struct named_body body = {.limit = -1};
    XN_TRY(read_part(task, request, named_members, sizeof named_members / sizeof *named_members, &body, err));
    const bool of_unit = body.level && body.unit_id && !body.corporation;
    const bool of_corporation = body.corporation && !body.level && !body.unit_id;
    if (!of_unit && !of_corporation)
        return desk_refuse(task, 422, "refused_input", "quotas.named",
                           "%s: wanted level and unit_id, or corporation", request->place);
    *ret = (struct xn_match_named_quota){
        .level = body.level, .unit_id = body.unit_id, .corporation = body.corporation, .limit = body.limit};
    return XN_OK;
}

static enum xn_status read_quotas(struct task *task, struct xn_match_quotas *ret, struct xn_error *err)
{
    struct quotas_body body = {.per_unit = -1, .per_parent = -1, .per_corporation = -1};
    struct xn_match_named_quota *named = NULL;
    if (task->body.quotas.json)
        XN_TRY(read_part(task, &task->body.quotas, quotas_members,
                         sizeof quotas_members / sizeof *quotas_members, &body, err));
    XN_TRY(XN_ARENA_ARRAY(task->arena, body.named.count, &named, err));
    for (size_t i = 0; i < body.named.count; i++)
        XN_TRY(read_named(task, &body.named.request[i], &named[i], err));
    const bool persons = task->body.unit && strcmp(task->body.unit, "persons") == 0;
    *ret = (struct xn_match_quotas){.per_unit = body.per_unit,
                                    .per_parent = body.per_parent,
                                    .per_corporation = body.per_corporation,
                                    .n_named = body.named.count,
                                    .named = named,
                                    .unit = persons ? XN_MATCH_PERSONS : XN_MATCH_HOUSEHOLDS};
    return XN_OK;
}

/* --- the households ------------------------------------------------------------------------------------- */

struct batch {
    size_t count;
    struct xn_match_household *household;
};

static bool is_called(const struct xn_stored_household *household, const char *name)
{
    return strcmp(household->id, name) == 0 || strcmp(household->reference, name) == 0;
}

static struct xn_stored_household *find_waiting(const struct task *task, const char *name)
{
    for (size_t i = 0; i < task->households->count; i++)
        if (is_called(&task->households->household[i], name))
            return &task->households->household[i];
    return NULL;
}

/* Free for an offer: it has none, and no open objection freezes it. */
static bool is_free(const struct xn_stored_household *household)
{
    return household->state == XN_HOUSEHOLD_WAITING && !household->has_live_offer && !household->frozen &&
           !household->erased;
}

static void add(struct batch *batch, struct xn_stored_household *household)
{
    batch->household[batch->count++] =
        (struct xn_match_household){.id = household->id, .needs = &household->needs};
}

static enum xn_status take_named(struct task *task, struct batch *batch)
{
    const struct xn_request_texts *names = &task->body.households;
    for (size_t i = 0; i < names->count; i++) {
        struct xn_stored_household *household = find_waiting(task, names->text[i]);
        if (!household)
            return desk_refuse(task, 404, "not_found", "households",
                               "There is no household '%.64s' that waits.", names->text[i]);
        if (!is_free(household))
            return desk_refuse(task, 409, household->frozen ? "frozen" : "household_busy", "households",
                               "Household '%.64s' has a live offer or an open objection.", names->text[i]);
        for (size_t b = 0; b < batch->count; b++)
            if (batch->household[b].id == household->id)
                return desk_refuse(task, 422, "refused_input", "households",
                                   "request body: households: '%.64s' is there twice", names->text[i]);
        add(batch, household);
    }
    return XN_OK;
}

/* The queue, longest wait first: its order matters to the yardsticks alone. */
static enum xn_status find_households(struct task *task, struct batch *batch, struct xn_error *err)
{
    XN_TRY(xn_store_households(task->desk->store, task->city, false, &task->households, err));
    const size_t n = task->households->count;
    const size_t most = n > task->body.households.count ? n : task->body.households.count;
    XN_TRY(XN_ARENA_ARRAY(task->arena, most, &batch->household, err));
    if (task->body.households.count > 0)
        return take_named(task, batch);
    for (size_t i = 0; i < n && batch->count < HOUSEHOLDS_MAX; i++)
        if (is_free(&task->households->household[i]))
            add(batch, &task->households->household[i]);
    return XN_OK;
}

/* --- the proposal --------------------------------------------------------------------------------------- */

static enum xn_status propose(struct task *task, const struct xn_match_input *input, struct xn_error *err)
{
    XN_AUTO(xn_match_free) struct xn_match *match = NULL;
    struct xn_error why = {0};
    const enum xn_status status = xn_study_match(input, &match, NULL, &why);
    if (status == XN_ARGUMENT)
        return desk_refuse(task, 422, "refused_input", "quotas", "%s", why.message);
    if (status != XN_OK)
        return xn_fail(err, status, "%s", why.message);
    struct xn_json json;
    char placed[24], all[24];
    xn_json_init(&json, &task->answer->body, false);
    xn_study_put_matching(&json, match, task->call->language);
    snprintf(placed, sizeof placed, "%zu", match->best->n_placed);
    snprintf(all, sizeof all, "%zu", input->n_households);
    desk_say(task, "{placed} of {households} households could be placed at once.",
             (const struct xn_message_value[]){{"placed", placed}, {"households", all}, {NULL, NULL}});
    return XN_OK;
}

enum xn_status matching_propose(struct task *task, struct xn_error *err)
{
    const struct xn_desk *desk = task->desk;
    XN_CLEANUP(market_free) struct market market = {.offers = NULL};
    struct xn_match_quotas quotas;
    struct batch batch = {.count = 0};
    XN_TRY(desk_check_policy(task));
    XN_TRY(read_quotas(task, &quotas, err));
    XN_TRY(find_households(task, &batch, err));
    XN_TRY(market_read(desk->store, desk->live, desk->projections, &market, err));
    if (batch.count * market.offers->count > ROWS_MAX)
        return desk_refuse(task, 413, "limit", "households",
                           "%zu households and %zu dwellings are too many at once: name fewer households",
                           batch.count, market.offers->count);
    market_set_input(&market, desk->live, desk->live->as_of);
    const struct xn_match_input input = {
        .rank = market.input, .household = batch.household, .n_households = batch.count, .quotas = quotas};
    return propose(task, &input, err);
}
