/* vera_publications.c - VERA Publicaties into offers, and dwellings into Publicaties.
 *
 * A Publicatie says when and by whom something is offered; what the dwelling is like lies with Vastgoed
 * behind a URI. The standard's extra-attributen carry that here, under the names of our fields, so that a
 * document stands alone and still fits the schema.
 */
#include <math.h>
#include <string.h>
#include "offer_reading.h"
#include "shown.h"
#include "vera_json.h"

#define ON_OFFER "GEP"
#define BEING_OFFERED "AAN"
#define EXTRA "extra-attributen"

/* Fields of a dwelling that a Publicatie has a member of its own for. */
static const char *const own_fields[] = {"id",     "corporation", "published",
                                         "closes", "available",   "on_offer_elsewhere"};

static bool has_own_member(const char *field)
{
    for (size_t i = 0; i < sizeof own_fields / sizeof *own_fields; i++)
        if (strcmp(own_fields[i], field) == 0)
            return true;
    return false;
}

/* --- reading ---------------------------------------------------------------------------------------------
 */

/* Both views of one file: as JSON, and as offers. */
struct pass {
    struct vera_document document;
    struct offer_reading reading;
    size_t n_not_yet;
};

static enum xn_status take_text(struct pass *pass, const char *field, const char *name, const char *text,
                                struct xn_dwelling *dwelling, struct xn_error *err)
{
    const struct offer_value value = {xn_offer_field_find(field), name, text};
    return text[0] ? xn_offer_take(&pass->reading, &value, dwelling, err) : XN_OK;
}

static enum xn_status join_unreadable(struct pass *pass, const char *text, struct xn_dwelling *dwelling,
                                      struct xn_error *err)
{
    const char *list = xn_arena_printf(pass->reading.offers->arena, "%s%s%s", dwelling->unreadable,
                                       dwelling->unreadable[0] ? ";" : "", text);
    if (!list)
        return xn_fail_memory(err);
    dwelling->unreadable = list;
    return XN_OK;
}

static enum xn_status take_extra(struct pass *pass, const char *name, const char *text,
                                 struct xn_dwelling *dwelling, struct xn_error *err)
{
    if (strcmp(name, "is_dwelling") == 0 && xn_mapping_answer_of(NULL, text, &dwelling->is_dwelling))
        return XN_OK;
    if (strcmp(name, "unreadable") == 0)
        return join_unreadable(pass, text, dwelling, err);
    if (xn_offer_field_find(name) != XN_NONE && !has_own_member(name))
        return take_text(pass, name, name, text, dwelling, err);
    xn_known_add(&pass->document.unused, name);
    return XN_OK;
}

static enum xn_status take_extras(struct pass *pass, const struct vera_item *item,
                                  struct xn_dwelling *dwelling, struct xn_error *err)
{
    json_t *array = json_object_get(item->object, EXTRA);
    if (!array || json_is_null(array))
        return XN_OK;
    if (!json_is_array(array))
        return vera_refuse(item, EXTRA, array, "an array", err);
    for (size_t i = 0; i < json_array_size(array); i++) {
        json_t *one = json_array_get(array, i);
        const char *name = json_string_value(json_object_get(one, "naam"));
        const char *text = json_string_value(json_object_get(one, "waarde"));
        if (!name || !text)
            return vera_refuse(item, EXTRA, one, "an object with texts naam and waarde", err);
        XN_TRY(take_extra(pass, name, text, dwelling, err));
    }
    return XN_OK;
}

/* A date is a value: one that cannot be read leaves the field unknown. */
static enum xn_status take_date(struct pass *pass, const struct vera_item *item, const char *member,
                                const char *field, struct xn_dwelling *dwelling, struct xn_error *err)
{
    const char *text = "";
    const size_t position = xn_offer_field_find(field);
    void *place = (char *)dwelling + xn_offer_fields[position].offset;
    XN_TRY(vera_text(item, member, &text, err));
    if (!text[0] || vera_parse_time(text, place))
        return XN_OK;
    const struct offer_value value = {position, member, text};
    return xn_offer_mark_unreadable(&pass->reading, &value, "a time as \"2021-02-01T12:00:00Z\"", dwelling,
                                    err);
}

enum standing { OPEN, BUSY, NOT_YET, GONE };

static enum xn_status read_standing(const struct vera_item *item, enum standing *ret, struct xn_error *err)
{
    static const struct known_words codes = {{"GEP", "AAN", "VOO", "GER", "AFG", "ING"}, 6};
    static const enum standing standing[] = {OPEN, BUSY, NOT_YET, NOT_YET, GONE, GONE};
    const char *code = ON_OFFER, *detail = "";
    int64_t free_units = 1;
    XN_TRY(vera_code(item, "status", &code, err));
    XN_TRY(vera_code(item, "detailStatus", &detail, err));
    XN_TRY(vera_whole(item, "aantalEenhedenBeschikbaar", &free_units, err));
    const size_t found = xn_known_find(&codes, code);
    if (found == XN_NONE)
        return vera_refuse(item, "status", json_object_get(item->object, "status"),
                           "a code of PUBLICATIESTATUS: GEP, AAN, VOO, GER, AFG or ING", err);
    /* published, and let, sold, bid for or optioned under reserve */
    static const struct known_words reserved = {{"HUU", "KOO", "OND", "OOP"}, 4};
    *ret = standing[found];
    if (*ret == OPEN && (free_units <= 0 || xn_known_find(&reserved, detail) != XN_NONE))
        *ret = BUSY;
    return XN_OK;
}

static enum xn_status check_sale(const struct vera_item *item, bool *ret_for_sale, struct xn_error *err)
{
    const char *contract = "";
    XN_TRY(vera_code(item, "overeenkomstsoort", &contract, err));
    *ret_for_sale = strcmp(contract, "KOO") == 0;
    return XN_OK;
}

static void note_several(const struct vera_item *item, int64_t n)
{
    if (n > 1)
        xn_note(item->document->notes, "%s, %s %u: found %lld dwellings in one, taken as one offer",
                item->document->source, item->document->kind, item->number, (long long)n);
}

static enum xn_status read_dwelling(struct pass *pass, const struct vera_item *item, const char *id,
                                    bool busy, struct xn_error *err)
{
    struct xn_dwelling dwelling = xn_dwelling_unknown(item->number);
    int64_t n_units = 1;
    dwelling.id = id;
    dwelling.on_offer_elsewhere = busy;
    XN_TRY(vera_text(item, "idOrganisatie", &dwelling.corporation, err));
    XN_TRY(take_date(pass, item, "begindatum", "published", &dwelling, err));
    XN_TRY(take_date(pass, item, "einddatum", "closes", &dwelling, err));
    XN_TRY(take_date(pass, item, "opleverdatum", "available", &dwelling, err));
    XN_TRY(vera_whole(item, "aantalEenheden", &n_units, err));
    XN_TRY(take_extras(pass, item, &dwelling, err));
    note_several(item, n_units);
    xn_offer_complete_place(&pass->reading, &dwelling);
    return xn_offer_add(&pass->reading, &dwelling, err);
}

static enum xn_status read_publication(struct pass *pass, size_t position, struct xn_error *err)
{
    static const struct known_words members = {{"id", "idExtern", "idOrganisatie", "status", "detailStatus",
                                                "begindatum", "einddatum", "opleverdatum", "aantalEenheden",
                                                "aantalEenhedenBeschikbaar", "overeenkomstsoort", EXTRA},
                                               12};
    struct vera_item item;
    const char *id = "";
    enum standing standing = OPEN;
    bool for_sale = false;
    XN_TRY(vera_item_at(&pass->document, position, &members, &item, err));
    XN_TRY(vera_id(&item, NULL, &id, err));
    XN_TRY(read_standing(&item, &standing, err));
    XN_TRY(check_sale(&item, &for_sale, err));
    pass->n_not_yet += standing == NOT_YET;
    pass->reading.offers->n_not_for_rent += for_sale && standing != GONE;
    if (standing == GONE || standing == NOT_YET || for_sale)
        return xn_offer_withdraw(&pass->reading, id, item.number, err);
    return read_dwelling(pass, &item, id, standing == BUSY, err);
}

static void note_skipped(const struct pass *pass)
{
    const size_t n = pass->reading.offers->n_not_for_rent;
    if (n > 0)
        xn_note(pass->reading.notes, "%s: %zu %s not for rent and skipped", pass->document.source, n,
                n == 1 ? "Publicatie is" : "Publicaties are");
    if (pass->n_not_yet > 0)
        xn_note(pass->reading.notes, "%s: %zu %s not yet on offer (VOO, GER) and skipped",
                pass->document.source, pass->n_not_yet,
                pass->n_not_yet == 1 ? "Publicatie is" : "Publicaties are");
}

static enum xn_status read_all(struct pass *pass, struct xn_error *err)
{
    for (size_t i = 0; i < vera_count(&pass->document); i++) {
        struct xn_error fault = {0};
        const enum xn_status status = read_publication(pass, i, &fault);
        XN_TRY(xn_faults_take(&pass->reading.faults, pass->reading.notes, status, &fault, err));
    }
    note_skipped(pass);
    XN_TRY(vera_finish(&pass->document, err));
    return xn_offers_finish(&pass->reading, err);
}

static void close_pass(struct pass *pass)
{
    vera_close(&pass->document);
}

enum xn_status xn_offers_from_vera(const char *bytes, size_t length, const char *source,
                                   struct xn_offers **ret, struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_TRY(xn_offers_new(source, &offers, err));
    offers->partial = true;
    XN_CLEANUP(close_pass)
    struct pass pass = {
        .document = {.source = offers->source, .kind = "Publicatie", .arena = offers->arena, .notes = notes},
        .reading = {.offers = offers,
                    .notes = notes,
                    .row_word = "Publicatie",
                    .column_word = "member",
                    .plain_numbers = true}};
    XN_TRY(vera_open(&pass.document, bytes, length, err));
    XN_TRY(read_all(&pass, err));
    *ret = XN_STEAL(offers);
    return XN_OK;
}

/* --- writing ---------------------------------------------------------------------------------------------
 */

static void put_extra(struct xn_json *json, const char *name, const char *text)
{
    if (!text[0])
        return;
    xn_json_begin_object(json);
    xn_json_member_string(json, "naam", name);
    xn_json_member_string(json, "waarde", text);
    xn_json_end_object(json);
}

static const char *answer_word(enum xn_answer answer)
{
    return answer == XN_UNKNOWN ? "" : answer == XN_YES ? "yes" : "no";
}

static void put_number(struct xn_json *json, const char *name, double value)
{
    XN_AUTO_BUF text = {.limit = 64};
    if (isnan(value))
        return;
    xn_buf_put_double(&text, value);
    put_extra(json, name, xn_buf_text(&text));
}

/* One of the fields without a member of its own: texts, numbers and answers. */
static void put_field(struct xn_json *json, const struct offer_field *field,
                      const struct xn_dwelling *dwelling)
{
    const void *place = (const char *)dwelling + field->offset;
    switch (field->type) {
    case FIELD_TEXT:
        put_extra(json, field->name, *(const char *const *)place);
        break;
    case FIELD_MONEY:
    case FIELD_NUMBER:
        put_number(json, field->name, *(const double *)place);
        break;
    case FIELD_ANSWER:
        put_extra(json, field->name, answer_word(*(const enum xn_answer *)place));
        break;
    case FIELD_DATE:
    case FIELD_FLAG:
        break;
    }
}

static void put_extras(struct xn_json *json, const struct xn_dwelling *dwelling)
{
    xn_json_key(json, EXTRA);
    xn_json_begin_array(json);
    for (size_t i = 0; i < OFFER_FIELD_COUNT; i++)
        if (!has_own_member(xn_offer_fields[i].name))
            put_field(json, &xn_offer_fields[i], dwelling);
    put_extra(json, "is_dwelling", answer_word(dwelling->is_dwelling));
    put_extra(json, "unreadable", dwelling->unreadable);
    xn_json_end_array(json);
}

static void put_publication(struct xn_json *json, const struct xn_dwelling *dwelling)
{
    const bool busy = dwelling->on_offer_elsewhere;
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", dwelling->id);
    if (dwelling->corporation[0])
        xn_json_member_string(json, "idOrganisatie", dwelling->corporation);
    vera_put_code(json, "status", busy ? BEING_OFFERED : ON_OFFER, busy ? "In aanbieding" : "Gepubliceerd");
    vera_put_day(json, "begindatum", dwelling->published);
    vera_put_last_day(json, "einddatum", dwelling->closes);
    vera_put_day(json, "opleverdatum", dwelling->available);
    xn_json_member_int(json, "aantalEenheden", 1);
    put_extras(json, dwelling);
    xn_json_end_object(json);
}

void xn_vera_put_publications(struct xn_json *json, const struct xn_dwelling *dwelling, size_t n_dwellings)
{
    xn_json_begin_array(json);
    for (size_t i = 0; i < n_dwellings; i++)
        put_publication(json, &dwelling[i]);
    xn_json_end_array(json);
}
