/* request_json.c - reading the members of a request, in the order of the caller's list. */
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "known.h"
#include "shown.h"
#include "xenia/housing.h"
#include "xenia/request.h"
#include "xenia/text.h"

#define TEXT_MAX 200

struct reading {
    const struct xn_request *request;
    struct xn_arena *arena;
    char *ret;
};

static void *place_of(const struct reading *reading, const struct xn_member *member)
{
    return reading->ret + member->offset;
}

static void release(json_t **value)
{
    json_decref(*value);
}

static void free_dump(char **text)
{
    free(*text); /* jansson's, not ours */
}

static char *dump_of(const json_t *value)
{
    return json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
}

/* --- faults --------------------------------------------------------------------------------------------- */

static enum xn_status refuse(const struct reading *reading, const struct xn_member *member,
                             const json_t *found, const char *wanted, struct xn_error *err)
{
    XN_CLEANUP(free_dump) char *dump = dump_of(found);
    if (!dump)
        return xn_fail_memory(err);
    return xn_fail(err, XN_INPUT, "%s: %s: found %.*s, wanted %s", reading->request->place, member->name,
                   xn_shown(dump), dump, wanted);
}

static enum xn_status check_names(const struct reading *reading, json_t *object,
                                  const struct xn_member *member, size_t n_members, struct xn_error *err)
{
    struct known_words known = {.n = 0};
    char advice[512];
    const char *name;
    json_t *value;
    for (size_t i = 0; i < n_members; i++)
        xn_known_add(&known, member[i].name);
    json_object_foreach(object, name, value)
    {
        if (xn_known_find(&known, name) != XN_NONE)
            continue;
        xn_known_advice(&known, name, advice, sizeof advice);
        return xn_fail(err, XN_INPUT, "%s: there is no member '%.*s'; %s", reading->request->place,
                       xn_shown(name), name, advice);
    }
    return XN_OK;
}

bool xn_request_fault_member(const char *sentence, char *ret, size_t size)
{
    static const char missing[] = "there is no member '", needed[] = "there is no ";
    const char *at = strstr(sentence, ": ");
    size_t used = 0;
    ret[0] = '\0';
    while (at) {
        at += 2;
        const bool unknown = strncmp(at, missing, sizeof missing - 1) == 0;
        const bool absent = !unknown && strncmp(at, needed, sizeof needed - 1) == 0;
        if (strncmp(at, "found ", 6) == 0)
            return used > 0;
        at += unknown ? sizeof missing - 1 : absent ? sizeof needed - 1 : 0;
        const size_t length = strcspn(at, unknown ? "'" : ":, ");
        if (length == 0 || used + length + 2 > size)
            return false;
        used += (size_t)snprintf(ret + used, size - used, "%s%.*s", used ? "." : "", (int)length, at);
        if (unknown || absent)
            return true;
        at = strncmp(at + length, ": ", 2) == 0 ? at + length : NULL;
    }
    return false;
}

/* --- values --------------------------------------------------------------------------------------------- */

static size_t n_characters(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

static bool has_control(const char *text)
{
    for (; *text; text++)
        if (((unsigned char)*text < 0x20 && *text != '\n' && *text != '\t') || *text == 0x7f)
            return true;
    return false;
}

static bool is_text(const struct xn_member *member, const json_t *value)
{
    if (!json_is_string(value) || strlen(json_string_value(value)) != json_string_length(value))
        return false;
    const double n = (double)n_characters(json_string_value(value));
    return n >= member->low && n <= (member->high > 0 ? member->high : TEXT_MAX) &&
           !has_control(json_string_value(value));
}

static enum xn_status copy_text(const struct reading *reading, const json_t *value, const char **ret,
                                struct xn_error *err)
{
    const char *copy = xn_arena_strdup(reading->arena, json_string_value(value));
    if (!copy)
        return xn_fail_memory(err);
    *ret = copy;
    return XN_OK;
}

static enum xn_status read_text(const struct reading *reading, const struct xn_member *member,
                                const json_t *value, struct xn_error *err)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "a text of %g to %g characters", member->low,
             member->high > 0 ? member->high : TEXT_MAX);
    if (!is_text(member, value))
        return refuse(reading, member, value, wanted, err);
    return copy_text(reading, value, place_of(reading, member), err);
}

static enum xn_status read_word(const struct reading *reading, const struct xn_member *member,
                                const json_t *value, struct xn_error *err)
{
    char wanted[256];
    size_t used = (size_t)snprintf(wanted, sizeof wanted, "one of");
    for (const char *const *word = member->word; *word; word++) {
        if (json_is_string(value) && strcmp(json_string_value(value), *word) == 0) {
            *(const char **)place_of(reading, member) = *word;
            return XN_OK;
        }
        if (used < sizeof wanted)
            used += (size_t)snprintf(wanted + used, sizeof wanted - used, "%s \"%s\"",
                                     word == member->word ? "" : ",", *word);
    }
    return refuse(reading, member, value, wanted, err);
}

static enum xn_status read_whole(const struct reading *reading, const struct xn_member *member,
                                 const json_t *value, struct xn_error *err)
{
    char wanted[80];
    const json_int_t number = json_integer_value(value);
    snprintf(wanted, sizeof wanted, "a whole number from %.0f to %.0f", member->low, member->high);
    if (!json_is_integer(value) || (double)number < member->low || (double)number > member->high)
        return refuse(reading, member, value, wanted, err);
    *(int64_t *)place_of(reading, member) = (int64_t)number;
    return XN_OK;
}

static enum xn_status read_number(const struct reading *reading, const struct xn_member *member,
                                  const json_t *value, struct xn_error *err)
{
    char wanted[80];
    const double number = json_number_value(value);
    snprintf(wanted, sizeof wanted, "a number from %g to %g", member->low, member->high);
    if (!json_is_number(value) || !(number >= member->low && number <= member->high))
        return refuse(reading, member, value, wanted, err);
    *(double *)place_of(reading, member) = number;
    return XN_OK;
}

static enum xn_status read_answer(const struct reading *reading, const struct xn_member *member,
                                  const json_t *value, struct xn_error *err)
{
    if (!json_is_boolean(value))
        return refuse(reading, member, value, "true or false", err);
    *(enum xn_answer *)place_of(reading, member) = json_is_true(value) ? XN_YES : XN_NO;
    return XN_OK;
}

static enum xn_status read_date(const struct reading *reading, const struct xn_member *member,
                                const json_t *value, struct xn_error *err)
{
    xn_date date;
    if (!json_is_string(value) || strlen(json_string_value(value)) != 10 ||
        !xn_parse_date_iso(json_string_value(value), &date))
        return refuse(reading, member, value, "a date as \"2005-03-01\"", err);
    *(xn_date *)place_of(reading, member) = date;
    return XN_OK;
}

static enum xn_status check_array(const struct reading *reading, const struct xn_member *member,
                                  const json_t *value, struct xn_error *err)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "an array of at most %g", member->high);
    if (!json_is_array(value) || (double)json_array_size(value) > member->high)
        return refuse(reading, member, value, wanted, err);
    return XN_OK;
}

static enum xn_status read_texts(const struct reading *reading, const struct xn_member *member,
                                 const json_t *value, struct xn_error *err)
{
    struct xn_request_texts texts = {.count = json_array_size(value)};
    const struct xn_member element = {.name = member->name, .low = 1};
    XN_TRY(check_array(reading, member, value, err));
    XN_TRY(XN_ARENA_ARRAY(reading->arena, texts.count, &texts.text, err));
    for (size_t i = 0; i < texts.count; i++) {
        const json_t *one = json_array_get(value, i);
        if (!is_text(&element, one))
            return refuse(reading, member, one, "texts of 1 to 200 characters", err);
        XN_TRY(copy_text(reading, one, &texts.text[i], err));
    }
    *(struct xn_request_texts *)place_of(reading, member) = texts;
    return XN_OK;
}

/* An inner object as a text of its own. position XN_NONE: it is no element of an array. */
static enum xn_status inner(const struct reading *reading, const struct xn_member *member,
                            const json_t *value, size_t position, struct xn_request *ret,
                            struct xn_error *err)
{
    if (!json_is_object(value))
        return refuse(reading, member, value, "an object", err);
    XN_CLEANUP(free_dump) char *dump = dump_of(value);
    const char *json = dump ? xn_arena_strdup(reading->arena, dump) : NULL;
    const char *place =
        position == XN_NONE
            ? xn_arena_printf(reading->arena, "%s: %s", reading->request->place, member->name)
            : xn_arena_printf(reading->arena, "%s: %s[%zu]", reading->request->place, member->name, position);
    if (!json || !place)
        return xn_fail_memory(err);
    *ret = (struct xn_request){.json = json, .length = strlen(json), .place = place};
    return XN_OK;
}

static enum xn_status read_inners(const struct reading *reading, const struct xn_member *member,
                                  const json_t *value, struct xn_error *err)
{
    struct xn_requests requests = {.count = json_array_size(value)};
    XN_TRY(check_array(reading, member, value, err));
    XN_TRY(XN_ARENA_ARRAY(reading->arena, requests.count, &requests.request, err));
    for (size_t i = 0; i < requests.count; i++)
        XN_TRY(inner(reading, member, json_array_get(value, i), i, &requests.request[i], err));
    *(struct xn_requests *)place_of(reading, member) = requests;
    return XN_OK;
}

static enum xn_status read_member(const struct reading *reading, const struct xn_member *member,
                                  const json_t *value, struct xn_error *err)
{
    switch (member->kind) {
    case XN_MEMBER_TEXT:
        return read_text(reading, member, value, err);
    case XN_MEMBER_WORD:
        return read_word(reading, member, value, err);
    case XN_MEMBER_WHOLE:
        return read_whole(reading, member, value, err);
    case XN_MEMBER_NUMBER:
        return read_number(reading, member, value, err);
    case XN_MEMBER_ANSWER:
        return read_answer(reading, member, value, err);
    case XN_MEMBER_DATE:
        return read_date(reading, member, value, err);
    case XN_MEMBER_TEXTS:
        return read_texts(reading, member, value, err);
    case XN_MEMBER_JSON:
        return inner(reading, member, value, XN_NONE, place_of(reading, member), err);
    case XN_MEMBER_JSONS:
        return read_inners(reading, member, value, err);
    }
    return XN_OK;
}

/* --- the object ----------------------------------------------------------------------------------------- */

static enum xn_status parse(const struct xn_request *request, json_t **ret, struct xn_error *err)
{
    json_error_t fault;
    XN_CLEANUP(release)
    json_t *object =
        json_loadb(request->json ? request->json : "", request->length, JSON_REJECT_DUPLICATES, &fault);
    if (!object)
        return xn_fail(err, XN_INPUT, "%s, line %d, column %d: this is not JSON: %s", request->place,
                       fault.line < 1 ? 1 : fault.line, fault.column < 0 ? 0 : fault.column, fault.text);
    if (!json_is_object(object))
        return xn_fail(err, XN_INPUT, "%s: wanted an object", request->place);
    *ret = XN_STEAL(object);
    return XN_OK;
}

enum xn_status xn_request_read(const struct xn_request *request, const struct xn_member *member,
                               size_t n_members, struct xn_arena *arena, void *ret, struct xn_error *err)
{
    const struct reading reading = {.request = request, .arena = arena, .ret = ret};
    XN_CLEANUP(release) json_t *object = NULL;
    XN_TRY(parse(request, &object, err));
    XN_TRY(check_names(&reading, object, member, n_members, err));
    for (size_t i = 0; i < n_members; i++) {
        const json_t *value = json_object_get(object, member[i].name);
        if (value && !json_is_null(value))
            XN_TRY(read_member(&reading, &member[i], value, err));
        else if (member[i].required)
            return xn_fail(err, XN_INPUT, "%s: there is no %s, which is needed", request->place,
                           member[i].name);
    }
    return XN_OK;
}
