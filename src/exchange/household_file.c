/* household_file.c - what is known of a household, from JSON (RULES R1, R12).
 *
 * The members are the whole list of what may be known: any other is refused by name, so that no forbidden
 * input can travel along unseen. Each message names the path of the member. household_json.c is the way back.
 */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "household_words.h"
#include "known.h"
#include "shown.h"
#include "xenia/exchange.h"
#include "xenia/memory.h"
#include "xenia/text.h"

#define FILE_LIMIT ((size_t)64 << 10)

static void release(json_t **value)
{
    json_decref(*value);
}

static void free_dump(char **text)
{
    free(*text); /* jansson's, not ours */
}

/* Where in which file: "household.json: ties[2].lat". */
struct place {
    const char *source;
    char path[128];
};

static void extend(struct place *place, const char *text)
{
    const size_t used = strlen(place->path);
    (void)snprintf(place->path + used, sizeof place->path - used, "%.*s", xn_shown(text), text);
}

static struct place member_of(const struct place *place, const char *member)
{
    struct place inner = *place;
    extend(&inner, place->path[0] ? "." : "");
    extend(&inner, member);
    return inner;
}

static struct place element_of(const struct place *place, size_t position)
{
    struct place inner = *place;
    char text[24];
    (void)snprintf(text, sizeof text, "[%zu]", position);
    extend(&inner, text);
    return inner;
}

static enum xn_status refuse(const struct place *place, const json_t *got, const char *wanted,
                             struct xn_error *err)
{
    XN_CLEANUP(free_dump) char *dump = json_dumps(got, JSON_ENCODE_ANY | JSON_COMPACT | JSON_ENSURE_ASCII);
    if (!dump)
        return xn_fail_memory(err);
    return xn_fail(err, XN_INPUT, "%s: %s: found %.60s, wanted %s", place->source,
                   place->path[0] ? place->path : "the file", dump, wanted);
}

/* Refuses every member that is not among the known ones. */
static enum xn_status check_members(const struct place *place, json_t *object,
                                    const struct known_words *known, struct xn_error *err)
{
    const char *name;
    json_t *value;
    if (!json_is_object(object))
        return refuse(place, object, "an object", err);
    json_object_foreach(object, name, value)
    {
        if (xn_known_find(known, name) != XN_NONE)
            continue;
        char advice[512];
        const struct place inner = member_of(place, name);
        xn_known_advice(known, name, advice, sizeof advice);
        return xn_fail(err, XN_INPUT, "%s: there is no member '%s'; %s", place->source, inner.path, advice);
    }
    return XN_OK;
}

/* --- values: an absent member leaves *ret as it is -------------------------------------------------------
 */

static enum xn_status read_whole(const struct place *outer, json_t *object, const char *name, int low,
                                 int high, int *ret, struct xn_error *err)
{
    const json_t *value = json_object_get(object, name);
    const struct place place = member_of(outer, name);
    if (!value)
        return XN_OK;
    if (!json_is_integer(value) || json_integer_value(value) < low || json_integer_value(value) > high) {
        char wanted[64];
        (void)snprintf(wanted, sizeof wanted, "a whole number from %d to %d", low, high);
        return refuse(&place, value, wanted, err);
    }
    *ret = (int)json_integer_value(value);
    return XN_OK;
}

static enum xn_status read_number(const struct place *outer, json_t *object, const char *name, double low,
                                  double high, double *ret, struct xn_error *err)
{
    const json_t *value = json_object_get(object, name);
    const struct place place = member_of(outer, name);
    if (!value)
        return XN_OK;
    const double number = json_number_value(value);
    if (!json_is_number(value) || number < low || number > high) {
        char wanted[64];
        (void)snprintf(wanted, sizeof wanted, "a number from %g to %g", low, high);
        return refuse(&place, value, wanted, err);
    }
    *ret = number;
    return XN_OK;
}

static enum xn_status read_flag(const struct place *outer, json_t *object, const char *name, bool *ret,
                                struct xn_error *err)
{
    const json_t *value = json_object_get(object, name);
    const struct place place = member_of(outer, name);
    if (!value)
        return XN_OK;
    if (!json_is_boolean(value))
        return refuse(&place, value, "true or false", err);
    *ret = json_is_true(value);
    return XN_OK;
}

static enum xn_status read_date(const struct place *outer, json_t *object, const char *name, xn_date *ret,
                                struct xn_error *err)
{
    const json_t *value = json_object_get(object, name);
    const struct place place = member_of(outer, name);
    if (!value)
        return XN_OK;
    if (!json_is_string(value) || !xn_parse_date_iso(json_string_value(value), ret))
        return refuse(&place, value, "a date as \"2005-03-01\"", err);
    return XN_OK;
}

/* The array of that name, NULL when absent; XN_INPUT when it is something else or has too many elements. */
static enum xn_status read_array(const struct place *place, json_t *object, const char *name, size_t limit,
                                 json_t **ret, struct xn_error *err)
{
    json_t *value = json_object_get(object, name);
    if (value && (!json_is_array(value) || json_array_size(value) > limit)) {
        char wanted[64];
        (void)snprintf(wanted, sizeof wanted, "an array of at most %zu", limit);
        return refuse(place, value, wanted, err);
    }
    *ret = value;
    return XN_OK;
}

/* --- parts of a household --------------------------------------------------------------------------------
 */

/* Bands that add up to the size leave nobody for those not given: these are 0 then, unknown otherwise. */
static enum xn_status read_ages(const struct place *outer, json_t *object, struct xn_household *household,
                                struct xn_error *err)
{
    static const struct known_words bands = {{"0-5", "6-17", "18-64", "65+"}, 4};
    int *const age[] = {&household->age_0_5, &household->age_6_17, &household->age_18_64,
                        &household->age_65_plus};
    json_t *value = json_object_get(object, "age_bands");
    const struct place place = member_of(outer, "age_bands");
    if (!value)
        return XN_OK;
    XN_TRY(check_members(&place, value, &bands, err));
    for (size_t i = 0; i < bands.n; i++)
        XN_TRY(read_whole(&place, value, bands.word[i], 0, HOUSEHOLD_SIZE_MAX, age[i], err));
    if (!xn_household_complete_ages(household)) {
        char wanted[64];
        (void)snprintf(wanted, sizeof wanted, "persons who add up to the size %d", household->size);
        return refuse(&place, value, wanted, err);
    }
    return XN_OK;
}

static enum xn_status read_entitlement(const struct place *outer, json_t *object,
                                       struct xn_household *household, struct xn_error *err)
{
    json_t *array = NULL;
    const struct place place = member_of(outer, "entitlement");
    XN_TRY(read_array(&place, object, "entitlement", XN_CODE_MAX, &array, err));
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *value = json_array_get(array, i);
        const struct place inner = element_of(&place, i);
        char *code = household->entitlement[i];
        if (!json_is_string(value) || !xn_is_entitlement(json_string_value(value)))
            return refuse(&inner, value,
                          "a code as \"WBS\" or \"WBS-AREA-80\", of at most 31 letters, digits, - and _",
                          err);
        memcpy(code, json_string_value(value), json_string_length(value) + 1);
    }
    household->n_entitlements = json_array_size(array);
    return XN_OK;
}

static enum xn_status read_filters(const struct place *outer, json_t *object, struct xn_household *household,
                                   struct xn_error *err)
{
    json_t *array = NULL;
    const struct place place = member_of(outer, "filters");
    XN_TRY(read_array(&place, object, "filters", 2, &array, err));
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *value = json_array_get(array, i);
        const char *name = json_is_string(value) ? json_string_value(value) : "";
        const struct place inner = element_of(&place, i);
        if (strcmp(name, FILTER_CARE) == 0)
            household->filter_care = true;
        else if (strcmp(name, FILTER_OWN_WISH) == 0)
            household->filter_own_wish = true;
        else
            return refuse(&inner, value, "\"CARE_OF_RELATIVES\" or \"OWN_WISH\"", err);
    }
    return XN_OK;
}

static enum xn_status read_tie(const struct place *place, json_t *object, struct xn_household *household,
                               struct xn_error *err)
{
    static const struct known_words members = {{"kind", "lat", "lon", "weight"}, 4};
    double lat = NAN, lon = NAN, weight = 1.0;
    XN_TRY(check_members(place, object, &members, err));
    const json_t *kind = json_object_get(object, "kind");
    const size_t found =
        json_is_string(kind) ? xn_known_find(&xn_tie_kind_words, json_string_value(kind)) : XN_NONE;
    if (found == XN_NONE) {
        const struct place inner = member_of(place, "kind");
        return refuse(kind ? &inner : place, kind ? kind : object,
                      "a kind: care, school, work, course or institution", err);
    }
    XN_TRY(read_number(place, object, "lat", -90.0, 90.0, &lat, err));
    XN_TRY(read_number(place, object, "lon", -180.0, 180.0, &lon, err));
    XN_TRY(read_number(place, object, "weight", TIE_WEIGHT_MIN, TIE_WEIGHT_MAX, &weight, err));
    if (isnan(lat) || isnan(lon))
        return refuse(place, object, "a place with lat and lon", err);
    const size_t i = household->n_ties++;
    household->tie[i].kind = (enum xn_tie_kind)found;
    household->tie[i].lon = lon;
    household->tie[i].lat = lat;
    household->tie[i].weight = weight;
    household->tie[i].x_m = household->tie[i].y_m = NAN; /* projected by the study */
    return XN_OK;
}

static enum xn_status read_ties(const struct place *outer, json_t *object, struct xn_household *household,
                                struct xn_error *err)
{
    json_t *array = NULL;
    const struct place place = member_of(outer, "ties");
    XN_TRY(read_array(&place, object, "ties", XN_TIE_MAX, &array, err));
    for (size_t i = 0; i < json_array_size(array); i++) {
        const struct place inner = element_of(&place, i);
        XN_TRY(read_tie(&inner, json_array_get(array, i), household, err));
    }
    return XN_OK;
}

static enum xn_status read_household(const struct place *place, json_t *object,
                                     struct xn_household *household, struct xn_error *err)
{
    static const struct known_words members = {{"size", "age_bands", "entitlement", "step_free",
                                                "rent_limit_eur", "rooms_min", "available_by", "ties",
                                                "filters"},
                                               9};
    XN_TRY(check_members(place, object, &members, err));
    if (!json_object_get(object, "size"))
        return xn_fail(err, XN_INPUT, "%s: there is no size, wanted a whole number of persons from 1 to 30",
                       place->source);
    XN_TRY(read_whole(place, object, "size", 1, HOUSEHOLD_SIZE_MAX, &household->size, err));
    XN_TRY(read_ages(place, object, household, err));
    XN_TRY(read_entitlement(place, object, household, err));
    XN_TRY(read_flag(place, object, "step_free", &household->step_free, err));
    XN_TRY(read_number(place, object, "rent_limit_eur", HOUSEHOLD_RENT_MIN, HOUSEHOLD_RENT_MAX,
                       &household->rent_limit_eur, err));
    XN_TRY(read_number(place, object, "rooms_min", 1.0, HOUSEHOLD_ROOMS_MAX, &household->rooms_min, err));
    XN_TRY(read_date(place, object, "available_by", &household->available_by, err));
    XN_TRY(read_ties(place, object, household, err));
    return read_filters(place, object, household, err);
}

/* --- the whole -------------------------------------------------------------------------------------------
 */

enum xn_status xn_household_parse(const char *json, size_t length, const char *source,
                                  struct xn_household *ret, struct xn_error *err)
{
    if (length > FILE_LIMIT)
        return xn_fail(err, XN_LIMIT, "%s has %zu bytes, a household has at most %zu", source, length,
                       FILE_LIMIT);
    json_error_t fault;
    XN_CLEANUP(release) json_t *object = json_loadb(json, length, JSON_REJECT_DUPLICATES, &fault);
    if (!object)
        return xn_fail(err, XN_INPUT, "%s, line %d, column %d: this is not JSON: %s", source,
                       fault.line < 1 ? 1 : fault.line, fault.column < 0 ? 0 : fault.column, fault.text);
    struct xn_household household;
    xn_household_init(&household);
    const struct place top = {.source = source};
    XN_TRY(read_household(&top, object, &household, err));
    *ret = household;
    return XN_OK;
}

enum xn_status xn_household_read(const char *path, struct xn_household *ret, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *json = NULL;
    size_t length = 0;
    XN_TRY(xn_file_read(path, FILE_LIMIT, &json, &length, err));
    return xn_household_parse(json, length, path, ret, err);
}
