/* vera_offers.c - what became of dwellings: VERA's Aanbiedingen and Toewijzingen, in and out.
 *
 * Of a household there is its id and nothing else: what the standard could say beside (income, size, target
 * group) is neither read nor written.
 */
#include <stdlib.h>
#include <string.h>
#include "vera_json.h"
#include "xenia/exchange.h"

/* --- reference data --------------------------------------------------------------------------------------
 */

static const struct {
    const char *code, *name;
} statuses[] = {
    /* in the order of enum xn_vera_offer_status */
    {"AAN", "Aangeboden"},
    {"GEW", "Geweigerd"},
    {"ING", "Ingetrokken"},
    {"TOE", "Toegewezen"},
};
#define N_STATUSES (sizeof statuses / sizeof *statuses)

static const struct known_words details[N_STATUSES] = {
    {.n = 0},
    {{"ANV", "BUI", "GEE", "GER", "HUU", "PAO", "PER", "WBN", "WKN", "WOB"}, 10},
    {{"AND", "COO", "DOC", "DON", "GEG", "INH", "INL", "NIE", "ONG", "ONT", "REA", "TOE"}, 12},
    {.n = 0},
};

const char *xn_vera_detail_of_refusal(const char *refusal_code)
{
    static const char *const pair[][2] = {
        {"TOO_SMALL", "WBN"}, {"TOO_LARGE", "WBN"}, {"TOO_EXPENSIVE", "HUU"}, {"PLACE", "WOB"},
        {"CONDITION", "WKN"}, {"ACCESS", "WBN"},    {"FAMILY", "PER"},
    };
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        if (strcmp(pair[i][0], refusal_code) == 0)
            return pair[i][1];
    return "";
}

/* --- reading ---------------------------------------------------------------------------------------------
 */

static enum xn_status read_status(const struct vera_item *item, struct xn_vera_offer *ret,
                                  struct xn_error *err)
{
    const char *code = "";
    size_t status = 0;
    XN_TRY(vera_code(item, "status", &code, err));
    XN_TRY(vera_code(item, "detailStatus", &ret->detail, err));
    while (status < N_STATUSES && strcmp(statuses[status].code, code) != 0)
        status++;
    if (status == N_STATUSES)
        return vera_refuse(item, "status", json_object_get(item->object, "status"),
                           "a code of AANBIEDINGSTATUS: AAN, GEW, ING or TOE", err);
    if (ret->detail[0] && xn_known_find(&details[status], ret->detail) == XN_NONE)
        return vera_refuse(item, "detailStatus", json_object_get(item->object, "detailStatus"),
                           "a code of AANBIEDINGDETAILSTATUS that belongs to the status", err);
    ret->status = (enum xn_vera_offer_status)status;
    return XN_OK;
}

static enum xn_status read_offer(struct vera_document *document, size_t position, void *place,
                                 struct xn_error *err)
{
    static const struct known_words members = {{"id", "idExtern", "status", "detailStatus", "datum",
                                                "antwoorddatum", "vervaldatum", "kandidaat", "publicatie"},
                                               9};
    struct xn_vera_offer offer = {.id = "",
                                  .publication = "",
                                  .candidate = "",
                                  .detail = "",
                                  .made_on = XN_NO_DATE,
                                  .answered_on = XN_NO_DATE,
                                  .expires_on = XN_NO_DATE};
    struct vera_item item;
    XN_TRY(vera_item_at(document, position, &members, &item, err));
    XN_TRY(vera_id(&item, NULL, &offer.id, err));
    XN_TRY(vera_id(&item, "publicatie", &offer.publication, err));
    XN_TRY(vera_id(&item, "kandidaat", &offer.candidate, err));
    XN_TRY(read_status(&item, &offer, err));
    XN_TRY(vera_date(&item, "datum", &offer.made_on, err));
    XN_TRY(vera_date(&item, "antwoorddatum", &offer.answered_on, err));
    XN_TRY(vera_date(&item, "vervaldatum", &offer.expires_on, err));
    *(struct xn_vera_offer *)place = offer;
    return XN_OK;
}

static enum xn_status read_allocation(struct vera_document *document, size_t position, void *place,
                                      struct xn_error *err)
{
    static const struct known_words members = {
        {"id", "idExtern", "datum", "aanbieding", "kandidaat", "publicatie"}, 6};
    struct xn_vera_allocation allocation = {
        .id = "", .offer = "", .publication = "", .candidate = "", .allocated_on = XN_NO_DATE};
    struct vera_item item;
    XN_TRY(vera_item_at(document, position, &members, &item, err));
    XN_TRY(vera_id(&item, NULL, &allocation.id, err));
    XN_TRY(vera_id(&item, "aanbieding", &allocation.offer, err));
    XN_TRY(vera_id(&item, "publicatie", &allocation.publication, err));
    XN_TRY(vera_id(&item, "kandidaat", &allocation.candidate, err));
    XN_TRY(vera_date(&item, "datum", &allocation.allocated_on, err));
    *(struct xn_vera_allocation *)place = allocation;
    return XN_OK;
}

/* --- the lists -------------------------------------------------------------------------------------------
 */

/* A kind of record: its size, how one is read; each begins with its id. */
struct record_kind {
    const char *name;
    size_t size;
    enum xn_status (*read)(struct vera_document *document, size_t position, void *place,
                           struct xn_error *err);
};

struct id_at {
    const char *id;
    size_t position;
};

static int by_id(const void *a, const void *b)
{
    const struct id_at *first = a, *second = b;
    const int order = strcmp(first->id, second->id);
    return order ? order : (first->position > second->position) - (first->position < second->position);
}

static enum xn_status check_ids(struct vera_document *document, const struct record_kind *kind,
                                const char *records, size_t n, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) struct id_at *sorted = xn_calloc(n, sizeof *sorted);
    if (!sorted)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        const char *id = *(const char *const *)(const void *)(records + i * kind->size);
        sorted[i] = (struct id_at){id ? id : "", i}; /* NULL: it could not be read */
    }
    qsort(sorted, n, sizeof *sorted, by_id);
    for (size_t i = 1; i < n; i++) {
        struct xn_error fault = {0};
        if (!sorted[i].id[0] || strcmp(sorted[i - 1].id, sorted[i].id) != 0)
            continue;
        const enum xn_status status =
            xn_fail(&fault, XN_INPUT, "%s, %s %zu: the id '%.60s' is taken, by %s %zu", document->source,
                    kind->name, sorted[i].position + 1, sorted[i].id, kind->name, sorted[i - 1].position + 1);
        XN_TRY(xn_faults_take(&document->faults, document->notes, status, &fault, err));
    }
    return XN_OK;
}

static enum xn_status read_records(struct vera_document *document, const struct record_kind *kind, char **ret,
                                   size_t *ret_n, struct xn_error *err)
{
    const size_t n = vera_count(document);
    char *records = xn_arena_alloc(document->arena, n, kind->size);
    if (!records)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        struct xn_error fault = {0};
        const enum xn_status status = kind->read(document, i, records + i * kind->size, &fault);
        XN_TRY(xn_faults_take(&document->faults, document->notes, status, &fault, err));
    }
    XN_TRY(check_ids(document, kind, records, n, err));
    XN_TRY(vera_finish(document, err));
    *ret = records;
    *ret_n = n;
    return XN_OK;
}

/* The records of a document in an arena of their own. */
static enum xn_status parse_records(const char *bytes, size_t length, const char *source,
                                    const struct record_kind *kind, struct xn_arena *arena, char **ret,
                                    size_t *ret_n, struct xn_notes *notes, struct xn_error *err)
{
    XN_CLEANUP(vera_close)
    struct vera_document document = {.source = source, .kind = kind->name, .arena = arena, .notes = notes};
    XN_TRY(vera_open(&document, bytes, length, err));
    return read_records(&document, kind, ret, ret_n, err);
}

enum xn_status xn_vera_offers_parse(const char *bytes, size_t length, const char *source,
                                    struct xn_vera_offers **ret, struct xn_notes *notes, struct xn_error *err)
{
    static const struct record_kind kind = {"Aanbieding", sizeof(struct xn_vera_offer), read_offer};
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_vera_offers *offers = arena ? xn_arena_alloc(arena, 1, sizeof *offers) : NULL;
    char *records = NULL;
    if (!offers)
        return xn_fail_memory(err);
    XN_TRY(parse_records(bytes, length, source, &kind, arena, &records, &offers->count, notes, err));
    offers->offer = (struct xn_vera_offer *)(void *)records;
    offers->arena = XN_STEAL(arena);
    *ret = offers;
    return XN_OK;
}

void xn_vera_offers_free(struct xn_vera_offers *offers)
{
    if (offers)
        xn_arena_free(offers->arena); /* the list itself lies in it */
}

enum xn_status xn_vera_allocations_parse(const char *bytes, size_t length, const char *source,
                                         struct xn_vera_allocations **ret, struct xn_notes *notes,
                                         struct xn_error *err)
{
    static const struct record_kind kind = {"Toewijzing", sizeof(struct xn_vera_allocation), read_allocation};
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_vera_allocations *allocations = arena ? xn_arena_alloc(arena, 1, sizeof *allocations) : NULL;
    char *records = NULL;
    if (!allocations)
        return xn_fail_memory(err);
    XN_TRY(parse_records(bytes, length, source, &kind, arena, &records, &allocations->count, notes, err));
    allocations->allocation = (struct xn_vera_allocation *)(void *)records;
    allocations->arena = XN_STEAL(arena);
    *ret = allocations;
    return XN_OK;
}

void xn_vera_allocations_free(struct xn_vera_allocations *allocations)
{
    if (allocations)
        xn_arena_free(allocations->arena); /* the list itself lies in it */
}

/* --- writing ---------------------------------------------------------------------------------------------
 */

void xn_vera_put_offers(struct xn_json *json, const struct xn_vera_offer *offer, size_t n_offers)
{
    xn_json_begin_array(json);
    for (size_t i = 0; i < n_offers; i++) {
        xn_json_begin_object(json);
        xn_json_member_string(json, "id", offer[i].id);
        vera_put_code(json, "status", statuses[offer[i].status].code, statuses[offer[i].status].name);
        if (offer[i].detail[0])
            vera_put_code(json, "detailStatus", offer[i].detail, "");
        vera_put_day(json, "datum", offer[i].made_on);
        vera_put_day(json, "antwoorddatum", offer[i].answered_on);
        vera_put_last_day(json, "vervaldatum", offer[i].expires_on);
        vera_put_key(json, "kandidaat", offer[i].candidate);
        vera_put_key(json, "publicatie", offer[i].publication);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

void xn_vera_put_allocations(struct xn_json *json, const struct xn_vera_allocation *allocation,
                             size_t n_allocations)
{
    xn_json_begin_array(json);
    for (size_t i = 0; i < n_allocations; i++) {
        xn_json_begin_object(json);
        xn_json_member_string(json, "id", allocation[i].id);
        vera_put_day(json, "datum", allocation[i].allocated_on);
        vera_put_key(json, "aanbieding", allocation[i].offer);
        vera_put_key(json, "kandidaat", allocation[i].candidate);
        vera_put_key(json, "publicatie", allocation[i].publication);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}
