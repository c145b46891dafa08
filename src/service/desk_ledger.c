/* desk_ledger.c - what corporations promise, what came of it, and the log of changes. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "desk.h"

/* --- promises ------------------------------------------------------------------------------------------- */

enum xn_status commitment_check(struct task *task, struct xn_error *err)
{
    (void)err;
    xn_quarter quarter;
    if (xn_quarter_parse(task->body.quarter, &quarter))
        return XN_OK;
    return desk_refuse(task, 422, "refused_input", "quarter",
                       "request body: quarter: found '%.16s', wanted a quarter as \"2004Q3\"",
                       task->body.quarter);
}

enum xn_status commitment_put(struct task *task, struct xn_error *err)
{
    const struct desk_body *body = &task->body;
    struct xn_json json;
    char promised[24];
    XN_TRY(xn_change_commitment(task->desk->store, body->corporation, body->quarter, body->promised, err));
    xn_json_init(&json, &task->answer->body, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "corporation", body->corporation);
    xn_json_member_string(&json, "quarter", body->quarter);
    xn_json_member_int(&json, "promised", body->promised);
    xn_json_end_object(&json);
    snprintf(promised, sizeof promised, "%" PRId64, body->promised);
    desk_say(
        task, "Dwellings that {corporation} promises for {quarter}: {n}.",
        (const struct xn_message_value[]){
            {"corporation", body->corporation}, {"n", promised}, {"quarter", body->quarter}, {NULL, NULL}});
    return XN_OK;
}

/* --- the ledger ----------------------------------------------------------------------------------------- */

static const struct xn_dwelling *find_dwelling(const struct xn_dwelling *dwelling, size_t count,
                                               const char *id)
{
    for (size_t low = 0, high = count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(dwelling[middle].id, id);
        if (order == 0)
            return &dwelling[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static enum xn_class class_of(const struct live_city *live, const struct xn_dwelling *dwelling)
{
    size_t level;
    unsigned without_data;
    return dwelling && dwelling->has_place && !dwelling->outside_city
               ? xn_typology_address(live->typology, dwelling->unit, xn_city_levels(live->city), &level,
                                     &without_data)
               : XN_UNDETERMINED;
}

/* The store knows no shapes: the class of what was published is found here, under the policy of now. */
static enum xn_status classify_publications(const struct xn_desk *desk, struct xn_ledger_records *records,
                                            struct xn_error *err)
{
    const struct live_city *live = desk->live;
    XN_AUTO(xn_stored_dwellings_free) struct xn_stored_dwellings *stored = NULL;
    struct xn_projection *projection = NULL;
    struct xn_dwelling *dwelling = NULL;
    XN_TRY(xn_store_dwellings(desk->store, desk_city(desk), NULL, &stored, err));
    const size_t n = stored->count;
    XN_TRY(XN_ARENA_ARRAY(stored->arena, n, &dwelling, err));
    for (size_t i = 0; i < n; i++)
        dwelling[i] = *stored->dwelling[i].data;
    XN_TRY(projections_find(desk->projections, xn_city_crs(live->city)->definition, &projection, err));
    XN_TRY(live_city_place(live, projection, dwelling, n, err));
    for (size_t i = 0; i < records->n_publications; i++) {
        struct xn_ledger_publication *publication = &records->publication[i];
        publication->class_ = class_of(live, find_dwelling(dwelling, n, publication->dwelling.id));
    }
    return XN_OK;
}

enum xn_status xn_desk_ledger_records(struct xn_desk *desk, struct xn_ledger_records **ret,
                                      struct xn_error *err)
{
    XN_AUTO(xn_ledger_records_free) struct xn_ledger_records *records = NULL;
    XN_TRY(xn_store_ledger(desk->store, desk_city(desk), &records, err));
    if (desk->live->input->as_of != XN_NO_DATE)
        records->today = desk->live->input->as_of;
    XN_TRY(classify_publications(desk, records, err));
    *ret = XN_STEAL(records);
    return XN_OK;
}

/* from and to; what is not given reaches to the first or last record. */
static enum xn_status read_range(struct task *task, const struct xn_ledger_records *records, xn_quarter *from,
                                 xn_quarter *to)
{
    static const char *const name[] = {"from", "to"};
    xn_quarter *const end[] = {from, to};
    xn_ledger_range(records, from, to);
    for (size_t i = 0; i < 2; i++) {
        const char *text = desk_query(task, name[i]);
        if (text && !xn_quarter_parse(text, end[i]))
            return desk_refuse(task, 400, "bad_parameter", name[i],
                               "%s: found '%.16s', wanted a quarter as 2004Q3", name[i], text);
    }
    if (*from > *to)
        return desk_refuse(task, 400, "bad_parameter", "from", "from: it is after the last quarter");
    return XN_OK;
}

enum xn_status ledger_get(struct task *task, struct xn_error *err)
{
    XN_AUTO(xn_ledger_records_free) struct xn_ledger_records *records = NULL;
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = NULL;
    xn_quarter from, to;
    struct xn_json json;
    XN_TRY(xn_desk_ledger_records(task->desk, &records, err));
    XN_TRY(read_range(task, records, &from, &to));
    XN_TRY(xn_ledger_compute(records, from, to, &ledger, err));
    xn_json_init(&json, &task->answer->body, false);
    xn_study_put_ledger(&json, ledger, task->call->language);
    return XN_OK;
}

/* --- the log -------------------------------------------------------------------------------------------- */

#define AUDIT_LIMIT 1000

/* A page of entries, and where the next one begins. */
static void put_audit(struct task *task, const struct xn_audit_entries *entries, size_t limit)
{
    struct xn_json json;
    xn_json_init(&json, &task->answer->body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "entries");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < entries->count; i++)
        desk_put_audit(&json, &entries->entry[i]);
    xn_json_end_array(&json);
    if (entries->count == limit)
        xn_json_member_int(&json, "next", entries->entry[limit - 1].id);
    else
        xn_json_member_null(&json, "next");
    xn_json_end_object(&json);
}

enum xn_status audit_get(struct task *task, struct xn_error *err)
{
    XN_AUTO(xn_audit_entries_free) struct xn_audit_entries *entries = NULL;
    int64_t after = 0, limit = AUDIT_LIMIT;
    XN_TRY(desk_query_whole(task, "after", &after));
    XN_TRY(desk_query_whole(task, "limit", &limit));
    if (limit < 1 || limit > AUDIT_LIMIT)
        return desk_refuse(task, 400, "bad_parameter", "limit", "limit: wanted 1 to %d", AUDIT_LIMIT);
    XN_TRY(xn_store_audit(task->desk->store, task->city, after, (size_t)limit, &entries, err));
    put_audit(task, entries, (size_t)limit);
    return XN_OK;
}
