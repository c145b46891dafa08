/* api_sheets.c - POST /sheets: a few dwellings for a family to take home, as PDF in its language.
 *
 * The ranking is made anew, the same one that the recommendations show: of a household of the office from
 * what is stored of it, and logged as a list that was shown; else of the needs in the request, of which
 * nothing is kept. The sheet itself is never kept.
 */
#include <stddef.h>
#include <string.h>
#include "desk.h"
#include "xenia/family_sheet.h"

#define SOURCE "request body"

struct sheet_body {
    struct xn_request household;
    const char *household_id;
    struct xn_request_texts dwellings;
};
#define MEMBER(kind_, member_, ...)                                                                          \
    {                                                                                                        \
        .name = #member_, .kind = kind_, .offset = offsetof(struct sheet_body, member_), __VA_ARGS__         \
    }
static const struct xn_member members[] = {
    MEMBER(XN_MEMBER_JSON, household, .required = false),
    MEMBER(XN_MEMBER_TEXT, household_id, .low = 1),
    MEMBER(XN_MEMBER_TEXTS, dwellings, .required = true, .low = 1, .high = XN_FAMILY_SHEET_MAX),
};

/* A sheet on its way; borrows the call. */
struct sheet_task {
    struct call *call;
    struct live_city *live;
    struct sheet_body body;
    enum xn_paper_size paper;
    struct xn_household needs; /* of the request */
    /* of a household of the office, through the desk */
    struct xn_desk desk;
    struct xn_desk_call step;
    struct xn_desk_answer answer;
    struct task task;
    /* of needs alone */
    struct market market;
    struct xn_study *study;
};

static void sheet_free(struct sheet_task *sheet)
{
    xn_study_free(sheet->study);
    market_free(&sheet->market);
    desk_ranking_free(sheet->task.ranking);
    xn_stored_households_free(sheet->task.households);
    xn_stored_objections_free(sheet->task.objections);
    xn_desk_answer_clear(&sheet->answer);
    live_city_release(sheet->live);
}

/* --- the request ------------------------------------------------------------------------------------ */

/* A sentence about a member of the body is told with it. */
static enum xn_status refuse_body(struct call *call, enum xn_status status, const struct xn_error *why,
                                  struct xn_error *err)
{
    char member[64];
    if (status == XN_INPUT && xn_request_fault_member(why->message, member, sizeof member))
        return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", member, "%s", why->message);
    return xn_fail(err, status, "%s", why->message);
}

static enum xn_status read_household(struct sheet_task *sheet, struct xn_error *err)
{
    const struct xn_request *household = &sheet->body.household;
    struct xn_error why = {0};
    if (!household->json && !sheet->body.household_id)
        return call_refuse(sheet->call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", "household",
                           SOURCE ": household: found nothing, wanted its needs, or a household_id");
    if (!household->json)
        return XN_OK;
    const enum xn_status status =
        xn_household_parse(household->json, household->length, household->place, &sheet->needs, &why);
    return status == XN_OK ? XN_OK : refuse_body(sheet->call, status, &why, err);
}

static enum xn_status read_body(struct sheet_task *sheet, struct xn_error *err)
{
    struct call *call = sheet->call;
    const char *paper = call_query(call, "paper");
    const struct xn_request request = {
        .json = xn_buf_text(&call->body), .length = call->body.length, .place = SOURCE};
    struct xn_error why = {0};
    if (paper && !xn_paper_size_parse(paper, &sheet->paper))
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "paper",
                           "paper: found '%.40s', wanted a4 or a3", paper);
    const enum xn_status status =
        xn_request_read(&request, members, sizeof members / sizeof *members, call->arena, &sheet->body, &why);
    if (status != XN_OK)
        return refuse_body(call, status, &why, err);
    return read_household(sheet, err);
}

/* --- a household of the office ---------------------------------------------------------------------- */

static enum xn_status put_needs(const struct xn_household *needs, struct xn_buf *buf, struct xn_error *err)
{
    struct xn_json json;
    xn_json_init(&json, buf, false);
    xn_household_put_json(&json, needs);
    return xn_buf_check(buf, err);
}

/* Who sends needs beside the id has looked at them: they are still those that are stored. */
static enum xn_status check_needs(struct sheet_task *sheet, struct xn_error *err)
{
    XN_AUTO_BUF sent = XN_BUF_INIT;
    XN_AUTO_BUF stored = XN_BUF_INIT;
    if (!sheet->body.household.json)
        return XN_OK;
    XN_TRY(put_needs(&sheet->needs, &sent, err));
    XN_TRY(put_needs(&sheet->task.households->household[0].needs, &stored, err));
    if (strcmp(xn_buf_text(&sent), xn_buf_text(&stored)) == 0)
        return XN_OK;
    return desk_refuse(&sheet->task, MHD_HTTP_CONFLICT, "stale", "household",
                       "The household has other needs by now: look at it again.");
}

/* While an objection is open its ranking is frozen (RULES R6): no new one is handed out beside it. */
static enum xn_status check_frozen(struct sheet_task *sheet)
{
    if (!sheet->task.households->household[0].frozen)
        return XN_OK;
    return desk_refuse(&sheet->task, MHD_HTTP_CONFLICT, "frozen", NULL,
                       "An objection is open: the household's list is frozen until it is decided.");
}

static enum xn_status rank_stored(struct sheet_task *sheet, struct xn_error *err)
{
    struct task *task = &sheet->task;
    XN_TRY(desk_read_household(task, task->id, err));
    XN_TRY(check_frozen(sheet));
    XN_TRY(check_needs(sheet, err));
    XN_TRY(desk_check_policy(task));
    return desk_rank(task, err);
}

static enum xn_status log_list(struct sheet_task *sheet, struct xn_error *err)
{
    const struct xn_change change = {.city = sheet->task.city,
                                     .actor = sheet->step.actor,
                                     .role = sheet->step.role,
                                     .method = sheet->step.method,
                                     .path = sheet->step.path};
    struct xn_store *store = sheet->call->store;
    XN_TRY(xn_change_begin(store, &change, NULL, err));
    const enum xn_status status = recommendation_log(&sheet->task, err);
    if (status == XN_OK)
        return xn_change_commit(store, 200, NULL, NULL, 0, err);
    xn_change_rollback(store);
    return status;
}

static enum xn_status rank_for_stored(struct sheet_task *sheet, struct xn_error *err)
{
    struct call *call = sheet->call;
    sheet->desk =
        (struct xn_desk){.store = call->store, .live = sheet->live, .projections = call->projections};
    sheet->step = (struct xn_desk_call){.actor = call->who.login,
                                        .role = xn_role_name(call->who.role),
                                        .method = "POST",
                                        .path = "/sheets",
                                        .language = call->language};
    sheet->task = (struct task){.desk = &sheet->desk,
                                .city = call->city,
                                .call = &sheet->step,
                                .answer = &sheet->answer,
                                .arena = call->arena,
                                .id = sheet->body.household_id,
                                .body = {.on = XN_NO_DATE, .arrived_on = XN_NO_DATE}};
    const enum xn_status status = rank_stored(sheet, err);
    if (status != XN_OK && strcmp(xn_store_refusal(call->store), "no_master_key") == 0)
        (void)desk_refuse(&sheet->task, MHD_HTTP_SERVICE_UNAVAILABLE, "no_master_key", NULL,
                          "Households cannot be read: the service has no key for them.");
    if (sheet->task.refused) {
        desk_answer_over_http(call, &sheet->answer);
        return XN_CANCELLED;
    }
    return status == XN_OK ? log_list(sheet, err) : status;
}

/* --- needs alone ------------------------------------------------------------------------------------ */

static enum xn_status rank_for_needs(struct sheet_task *sheet, struct xn_error *err)
{
    struct call *call = sheet->call;
    XN_TRY(call_check_policy(call, sheet->live));
    XN_TRY(market_read(call->store, sheet->live, call->projections, &sheet->market, err));
    return market_rank(&sheet->market, sheet->live, sheet->live->as_of, &sheet->needs, &sheet->study, err);
}

/* --- the sheet -------------------------------------------------------------------------------------- */

static enum xn_status put_sheet(struct sheet_task *sheet, struct xn_error *err)
{
    struct call *call = sheet->call;
    struct xn_error why = {0};
    const struct xn_family_sheet wanted = {
        .study = sheet->body.household_id ? sheet->task.ranking->study : sheet->study,
        .dwelling = sheet->body.dwellings.text,
        .n_dwellings = sheet->body.dwellings.count,
        .city = sheet->live->input,
        .objection_days = XN_OBJECTION_DAYS,
        .language = call->language,
        .paper = sheet->paper,
    };
    const enum xn_status status = xn_family_sheet_put(&wanted, &call->answer.body, &why);
    if (status == XN_ARGUMENT || status == XN_NOT_FOUND)
        return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", "dwellings",
                           SOURCE ": dwellings: %s", why.message);
    call->answer.content_type = "application/pdf";
    return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why.message);
}

enum xn_status api_sheet(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(sheet_free)
    struct sheet_task sheet = {.call = call, .paper = XN_PAPER_A4, .answer = {.body = XN_BUF_INIT}};
    XN_TRY(read_body(&sheet, err));
    XN_TRY(service_city(call, &sheet.live));
    XN_TRY(sheet.body.household_id ? rank_for_stored(&sheet, err) : rank_for_needs(&sheet, err));
    return put_sheet(&sheet, err);
}
