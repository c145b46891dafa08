/* openimmo_terms.c - what the elements of an OpenImmo file say of a dwelling.
 *
 * An object is judged when it ends, because its elements may come in any order: what it is let for is in
 * another part than the currency, and whether it is withdrawn comes last. Addresses of contact persons and
 * whom an owner would like as a tenant (sex, smoking, animals) are never read.
 */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "openimmo.h"
#include "shown.h"
#include "xenia/memory.h"

#define FEED "openimmo/uebertragung"
#define PROVIDER "openimmo/anbieter"
#define OBJECT "openimmo/anbieter/immobilie"

/* Elements whose text is a field, or is kept until the object ends. */
struct field_term {
    const char *path, *field;
    bool zero_is_blank;
};
static const struct field_term field_terms[] = {
    {"verwaltung_techn/objektnr_extern", "id", false},
    {"verwaltung_techn/aktiv_von", "published", false},
    {"verwaltung_techn/aktiv_bis", "closes", false},
    {"geo/plz", "postcode", false},
    {"geo/ort", "city", false},
    {"geo/regionaler_zusatz", "district", false},
    {"geo/etage", "floor", false},
    {"flaechen/wohnflaeche", "area_m2", true},
    {"flaechen/anzahl_zimmer", "rooms", true},
    {"verwaltung_objekt/max_personen", "max_household", true},
};
struct text_term {
    const char *path;
    size_t offset; /* in struct openimmo_object */
};
#define TEXT_TERM(path, member)                                                                              \
    {                                                                                                        \
        path, offsetof(struct openimmo_object, member)                                                       \
    }
static const struct text_term text_terms[] = {
    TEXT_TERM("geo/strasse", street),
    TEXT_TERM("geo/hausnummer", number),
    TEXT_TERM("preise/nettokaltmiete", rent_net),
    TEXT_TERM("preise/kaltmiete", rent_cold),
    TEXT_TERM("preise/warmmiete", rent_gross),
    TEXT_TERM("verwaltung_objekt/abdatum", from_date),
    TEXT_TERM("verwaltung_objekt/verfuegbar_ab", from_text),
    TEXT_TERM("verwaltung_objekt/wbs_sozialwohnung", certificate),
    TEXT_TERM("ausstattung/barrierefrei", barrier_free),
    TEXT_TERM("ausstattung/rollstuhlgerecht", wheelchair),
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The path within an object; NULL: it is not in one. */
static const char *in_object(const char *path)
{
    const size_t length = strlen(OBJECT);
    return strncmp(path, OBJECT "/", length + 1) == 0 ? path + length + 1 : NULL;
}

bool openimmo_has_text(const char *path)
{
    const char *inner = in_object(path);
    if (!inner)
        return strcmp(path, PROVIDER "/firma") == 0;
    for (size_t i = 0; i < COUNT(field_terms); i++)
        if (strcmp(field_terms[i].path, inner) == 0)
            return true;
    for (size_t i = 0; i < COUNT(text_terms); i++)
        if (strcmp(text_terms[i].path, inner) == 0)
            return true;
    return false;
}

static enum xn_status keep(struct openimmo_feed *feed, const char *text, const char **ret,
                           struct xn_error *err)
{
    const char *copy = xn_arena_strdup(feed->reading.offers->arena, text);
    if (!copy)
        return xn_fail_memory(err);
    *ret = copy;
    return XN_OK;
}

/* A value of the open object; the sentences about it name `line`. */
static enum xn_status take(struct openimmo_feed *feed, const char *field, const char *element,
                           const char *text, uint32_t line, struct xn_error *err)
{
    struct xn_dwelling *dwelling = &feed->object.dwelling;
    const struct offer_value value = {xn_offer_field_find(field), element, text};
    if (!text[0])
        return XN_OK;
    dwelling->line = line;
    return xn_offer_take(&feed->reading, &value, dwelling, err);
}

/* --- attributes ------------------------------------------------------------------------------------------
 */

static void start_feed(struct openimmo_feed *feed, const char *const *attribute)
{
    const char *version = openimmo_attribute(attribute, "version");
    feed->reading.offers->partial = strcmp(openimmo_attribute(attribute, "umfang"), "VOLL") != 0;
    feed->deletes = strcmp(openimmo_attribute(attribute, "modus"), "DELETE") == 0;
    (void)xn_parse_date_iso(openimmo_attribute(attribute, "timestamp"), &feed->made_on);
    if (version[0] && strncmp(version, "1.2", 3) != 0)
        xn_note(feed->reading.notes, "%s: found OpenImmo version '%.*s', read as 1.2.7",
                feed->reading.offers->source, xn_shown(version), version);
}

static void start_object(struct openimmo_feed *feed, uint32_t line)
{
    feed->object = (struct openimmo_object){.line = line, .for_rent = XN_UNKNOWN};
    feed->object.dwelling = xn_dwelling_unknown(line);
    for (size_t i = 0; i < COUNT(text_terms); i++)
        *(const char **)(void *)((char *)&feed->object + text_terms[i].offset) = "";
}

static enum xn_status start_place(struct openimmo_feed *feed, const char *const *attribute, uint32_t line,
                                  struct xn_error *err)
{
    XN_TRY(take(feed, "lat", "breitengrad", openimmo_attribute(attribute, "breitengrad"), line, err));
    return take(feed, "lon", "laengengrad", openimmo_attribute(attribute, "laengengrad"), line, err);
}

static bool is_word(const char *text, const char *word)
{
    return !text[0] || strcmp(text, word) == 0;
}

static enum xn_status start_in_object(struct openimmo_feed *feed, const char *path,
                                      const char *const *attribute, uint32_t line, struct xn_error *err)
{
    static const char kind_of[] = "objektkategorie/objektart/";
    struct openimmo_object *object = &feed->object;
    const size_t length = strlen(kind_of);
    if (strncmp(path, kind_of, length) == 0 && !strchr(path + length, '/'))
        return openimmo_start_kind(feed, path + length, attribute, line, err);
    if (strcmp(path, "objektkategorie/vermarktungsart") == 0)
        openimmo_start_marketing(object, attribute);
    else if (strcmp(path, "objektkategorie/nutzungsart") == 0)
        openimmo_start_use(object, attribute);
    else if (strcmp(path, "geo/geokoordinaten") == 0)
        return start_place(feed, attribute, line, err);
    else if (strcmp(path, "ausstattung/fahrstuhl") == 0)
        object->dwelling.lift = openimmo_answer(openimmo_attribute(attribute, "PERSONEN"));
    else if (strcmp(path, "preise/waehrung") == 0)
        object->other_rent |= !is_word(openimmo_attribute(attribute, "iso_waehrung"), "EUR");
    else if (strcmp(path, "preise/preis_zeiteinheit") == 0)
        object->other_rent |= !is_word(openimmo_attribute(attribute, "zeiteinheit"), "MONAT");
    else if (strcmp(path, "verwaltung_techn/aktion") == 0)
        object->withdrawn |= strcmp(openimmo_attribute(attribute, "aktionart"), "DELETE") == 0 ||
                             strcmp(openimmo_attribute(attribute, "aktionart"), "REFERENZ") == 0;
    else if (strcmp(path, "zustand_angaben/verkaufstatus") == 0) {
        object->withdrawn |= strcmp(openimmo_attribute(attribute, "stand"), "VERKAUFT") == 0;
        object->dwelling.on_offer_elsewhere |=
            strcmp(openimmo_attribute(attribute, "stand"), "RESERVIERT") == 0;
    }
    return XN_OK;
}

enum xn_status openimmo_start(struct openimmo_feed *feed, const char *path, const char *const *attribute,
                              uint32_t line, struct xn_error *err)
{
    const char *inner = in_object(path);
    if (inner)
        return start_in_object(feed, inner, attribute, line, err);
    if (strcmp(path, FEED) == 0)
        start_feed(feed, attribute);
    else if (strcmp(path, OBJECT) == 0)
        start_object(feed, line);
    else if (strcmp(path, PROVIDER) == 0) {
        feed->first = feed->reading.offers->count;
        feed->corporation = "";
    }
    return XN_OK;
}

/* --- texts -----------------------------------------------------------------------------------------------
 */

static enum xn_status end_in_object(struct openimmo_feed *feed, const char *path, const char *text,
                                    uint32_t line, struct xn_error *err)
{
    for (size_t i = 0; i < COUNT(field_terms); i++) {
        double number = NAN;
        const struct field_term *term = &field_terms[i];
        if (strcmp(term->path, path) != 0)
            continue;
        const bool blank = term->zero_is_blank && xn_parse_double(text, &number) && number == 0;
        return blank ? XN_OK : take(feed, term->field, path, text, line, err);
    }
    for (size_t i = 0; i < COUNT(text_terms); i++)
        if (strcmp(text_terms[i].path, path) == 0)
            return keep(feed, text, (const char **)(void *)((char *)&feed->object + text_terms[i].offset),
                        err);
    return XN_OK;
}

/* --- the end of an object --------------------------------------------------------------------------------
 */

static enum xn_status finish_rent(struct openimmo_feed *feed, const char *field, const char *element,
                                  const char *text, struct xn_error *err)
{
    struct openimmo_object *object = &feed->object;
    double number = NAN;
    if (!text[0] || (xn_parse_double(text, &number) && number == 0))
        return XN_OK;
    if (!object->other_rent)
        return take(feed, field, element, text, object->line, err);
    const struct offer_value value = {xn_offer_field_find(field), element, text};
    return xn_offer_mark_unreadable(&feed->reading, &value, "a rent in euro and per month", &object->dwelling,
                                    err);
}

/* "sofort" is the day of the feed. */
static enum xn_status finish_available(struct openimmo_feed *feed, struct xn_error *err)
{
    struct openimmo_object *object = &feed->object;
    const char *text = object->from_text;
    if (object->from_date[0])
        return take(feed, "available", "verwaltung_objekt/abdatum", object->from_date, object->line, err);
    if (xn_compare_ignoring_case(text, "sofort") == 0 || xn_compare_ignoring_case(text, "ab sofort") == 0) {
        object->dwelling.available = feed->made_on;
        if (feed->made_on != XN_NO_DATE)
            return XN_OK;
    }
    return take(feed, "available", "verwaltung_objekt/verfuegbar_ab", text, object->line, err);
}

static enum xn_status finish_address(struct openimmo_feed *feed, struct xn_error *err)
{
    struct openimmo_object *object = &feed->object;
    if (!object->street[0])
        return XN_OK; /* a number alone is no address */
    object->dwelling.address = xn_arena_printf(feed->reading.offers->arena, "%s%s%s", object->street,
                                               object->number[0] ? " " : "", object->number);
    return object->dwelling.address ? XN_OK : xn_fail_memory(err);
}

/* That a dwelling is not "barrierefrei" (DIN 18040-2) leaves open whether there is a step to it. */
static void finish_access(struct openimmo_object *object)
{
    if (openimmo_answer(object->barrier_free) == XN_YES || openimmo_answer(object->wheelchair) == XN_YES)
        object->dwelling.step_free = XN_YES;
    if (openimmo_answer(object->certificate) == XN_YES)
        object->dwelling.entitlement = XN_CODE_WBS;
    if (object->only_business)
        object->dwelling.is_dwelling = XN_NO;
    if (object->dwelling.lon == 0 && object->dwelling.lat == 0) /* nobody's place, but many a form's blank */
        object->dwelling.lon = object->dwelling.lat = NAN;
}

static enum xn_status finish_dwelling(struct openimmo_feed *feed, struct xn_error *err)
{
    struct openimmo_object *object = &feed->object;
    const bool net = object->rent_net[0];
    XN_TRY(finish_rent(feed, "rent_net_eur", net ? "preise/nettokaltmiete" : "preise/kaltmiete",
                       net ? object->rent_net : object->rent_cold, err));
    XN_TRY(finish_rent(feed, "rent_gross_eur", "preise/warmmiete", object->rent_gross, err));
    XN_TRY(finish_available(feed, err));
    XN_TRY(finish_address(feed, err));
    finish_access(object);
    object->dwelling.line = object->line;
    xn_offer_complete_place(&feed->reading, &object->dwelling);
    return xn_offer_add(&feed->reading, &object->dwelling, err);
}

static enum xn_status end_object(struct openimmo_feed *feed, struct xn_error *err)
{
    struct openimmo_object *object = &feed->object;
    const bool withdrawn = object->withdrawn || feed->deletes;
    const char *id = object->dwelling.id;
    if (object->for_rent == XN_NO && !withdrawn)
        feed->reading.offers->n_not_for_rent++;
    if (object->for_rent == XN_NO && !id[0])
        return XN_OK;
    if (!id[0])
        return xn_fail(err, XN_INPUT,
                       "%s, line %u, element verwaltung_techn/objektnr_extern: found nothing, wanted the "
                       "object's id",
                       feed->reading.offers->source, object->line);
    if (withdrawn || object->for_rent == XN_NO)
        return xn_offer_withdraw(&feed->reading, id, object->line, err);
    return finish_dwelling(feed, err);
}

/* The name may stand after the objects. */
static void end_provider(struct openimmo_feed *feed)
{
    for (size_t i = feed->first; i < feed->reading.offers->count; i++)
        feed->reading.offers->dwelling[i].corporation = feed->corporation;
}

enum xn_status openimmo_end(struct openimmo_feed *feed, const char *path, const char *text, uint32_t line,
                            struct xn_error *err)
{
    const char *inner = in_object(path);
    if (inner)
        return end_in_object(feed, inner, text, line, err);
    if (strcmp(path, PROVIDER "/firma") == 0)
        return keep(feed, text, &feed->corporation, err);
    if (strcmp(path, OBJECT) == 0) {
        struct xn_error fault = {0};
        const enum xn_status status = end_object(feed, &fault);
        return xn_faults_take(&feed->reading.faults, feed->reading.notes, status, &fault, err);
    }
    if (strcmp(path, PROVIDER) == 0)
        end_provider(feed);
    return XN_OK;
}

/* --- the whole -------------------------------------------------------------------------------------------
 */

void openimmo_begin(struct openimmo_feed *feed, struct xn_offers *offers, struct xn_notes *notes)
{
    offers->partial = true; /* until the feed says that it is whole */
    feed->reading = (struct offer_reading){.offers = offers,
                                           .notes = notes,
                                           .row_word = "line",
                                           .column_word = "element",
                                           .plain_numbers = true};
    feed->corporation = "";
    feed->made_on = XN_NO_DATE;
}

enum xn_status openimmo_finish(struct openimmo_feed *feed, struct xn_error *err)
{
    const size_t n = feed->reading.offers->n_not_for_rent;
    if (n > 0)
        xn_note(feed->reading.notes, "%s: %zu object%s not for rent and skipped",
                feed->reading.offers->source, n, n == 1 ? " is" : "s are");
    return xn_offers_finish(&feed->reading, err);
}
