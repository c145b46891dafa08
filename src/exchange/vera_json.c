/* vera_json.c - see vera_json.h. */
#include "vera_json.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "offer_reading.h"
#include "shown.h"

#define DEPTH_MAX 32

static void free_dump(char **text)
{
    free(*text); /* jansson's, not ours */
}

/* --- the document ----------------------------------------------------------------------------------------
 */

/* Brackets in each other, outside of texts. */
static bool is_too_deep(const char *bytes, size_t length)
{
    size_t depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < length; i++) {
        if (in_text && bytes[i] == '\\')
            i++;
        else if (bytes[i] == '"')
            in_text = !in_text;
        else if (!in_text && (bytes[i] == '[' || bytes[i] == '{') && ++depth > DEPTH_MAX)
            return true;
        else if (!in_text && (bytes[i] == ']' || bytes[i] == '}') && depth > 0)
            depth--;
    }
    return false;
}

enum xn_status vera_open(struct vera_document *document, const char *bytes, size_t length,
                         struct xn_error *err)
{
    json_error_t fault;
    const size_t mark = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; /* of byte order */
    if (length > OFFER_FILE_LIMIT)
        return xn_fail(err, XN_LIMIT, "%s has %zu bytes, a VERA file has at most " OFFER_FILE_LIMIT_WORDS,
                       document->source, length);
    if (is_too_deep(bytes, length))
        return xn_fail(err, XN_LIMIT, "%s: found more than 32 arrays or objects in each other",
                       document->source);
    document->root = json_loadb(bytes + mark, length - mark, JSON_REJECT_DUPLICATES, &fault);
    if (!document->root && json_error_code(&fault) == json_error_out_of_memory)
        return xn_fail_memory(err);
    if (!document->root)
        return xn_fail(err, XN_INPUT, "%s, line %d, column %d: this is not JSON: %s", document->source,
                       fault.line < 1 ? 1 : fault.line, fault.column < 0 ? 0 : fault.column, fault.text);
    return XN_OK;
}

void vera_close(struct vera_document *document)
{
    json_decref(document->root);
    document->root = NULL;
}

size_t vera_count(const struct vera_document *document)
{
    return json_is_array(document->root) ? json_array_size(document->root) : 1;
}

enum xn_status vera_refuse(const struct vera_item *item, const char *member, const json_t *found,
                           const char *wanted, struct xn_error *err)
{
    XN_CLEANUP(free_dump)
    char *dump = found ? json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
    if (found && !dump)
        return xn_fail_memory(err);
    return xn_fail(err, XN_INPUT, "%s, %s %u%s%s: found %.60s, wanted %s", item->document->source,
                   item->document->kind, item->number, member[0] ? ", member " : "", member,
                   dump ? dump : "nothing", wanted);
}

enum xn_status vera_item_at(struct vera_document *document, size_t position, const struct known_words *known,
                            struct vera_item *ret, struct xn_error *err)
{
    const char *name;
    json_t *value;
    json_t *object =
        json_is_array(document->root) ? json_array_get(document->root, position) : document->root;
    const struct vera_item item = {document, (uint32_t)(position + 1), object};
    if (!json_is_object(object))
        return vera_refuse(&item, "", object, "an object", err);
    json_object_foreach(object, name, value)
    {
        if (xn_known_find(known, name) == XN_NONE)
            xn_known_add(&document->unused, name); /* lives as long as the document */
    }
    *ret = item;
    return XN_OK;
}

enum xn_status vera_finish(struct vera_document *document, struct xn_error *err)
{
    XN_AUTO_BUF list = {.limit = 700};
    for (size_t i = 0; i < document->unused.n; i++)
        xn_buf_printf(&list, "%s%.*s", i ? ", " : "", xn_shown(document->unused.word[i]),
                      document->unused.word[i]);
    if (list.length)
        xn_note(document->notes, "%s: not used are the members %s%s", document->source, xn_buf_text(&list),
                list.status == XN_OK && document->unused.n < KNOWN_MAX ? "" : ", and more");
    return xn_faults_result(&document->faults, err);
}

/* --- members ---------------------------------------------------------------------------------------------
 */

/* The member's value; NULL when it is absent or null. */
static json_t *member_of(json_t *object, const char *member)
{
    json_t *value = json_object_get(object, member);
    return json_is_null(value) ? NULL : value;
}

static enum xn_status keep(const struct vera_item *item, json_t *text, const char **ret, struct xn_error *err)
{
    const char *copy = xn_arena_strdup(item->document->arena, json_string_value(text));
    if (!copy)
        return xn_fail_memory(err);
    *ret = copy;
    return XN_OK;
}

enum xn_status vera_text(const struct vera_item *item, const char *member, const char **ret,
                         struct xn_error *err)
{
    json_t *value = member_of(item->object, member);
    if (!value)
        return XN_OK;
    return json_is_string(value) ? keep(item, value, ret, err)
                                 : vera_refuse(item, member, value, "a text", err);
}

enum xn_status vera_whole(const struct vera_item *item, const char *member, int64_t *ret,
                          struct xn_error *err)
{
    json_t *value = member_of(item->object, member);
    if (!value)
        return XN_OK;
    if (!json_is_integer(value))
        return vera_refuse(item, member, value, "a whole number", err);
    *ret = json_integer_value(value);
    return XN_OK;
}

enum xn_status vera_code(const struct vera_item *item, const char *member, const char **ret,
                         struct xn_error *err)
{
    json_t *value = member_of(item->object, member);
    json_t *code = json_object_get(value, "code");
    if (!value)
        return XN_OK;
    return json_is_string(code) ? keep(item, code, ret, err)
                                : vera_refuse(item, member, value, "an object with a code", err);
}

enum xn_status vera_id(const struct vera_item *item, const char *member, const char **ret,
                       struct xn_error *err)
{
    json_t *object = member ? member_of(item->object, member) : item->object;
    if (!object)
        return XN_OK;
    json_t *id = member_of(object, "id");
    if (!id)
        id = member_of(object, "idExtern");
    if (!json_is_string(id) || !json_string_length(id))
        return vera_refuse(item, member ? member : "id", member ? object : id,
                           member ? "an object with an id" : "an id", err);
    return keep(item, id, ret, err);
}

enum xn_status vera_date(const struct vera_item *item, const char *member, xn_date *ret, struct xn_error *err)
{
    json_t *value = member_of(item->object, member);
    if (!value || (json_is_string(value) && vera_parse_time(json_string_value(value), ret)))
        return XN_OK;
    return vera_refuse(item, member, value, "a time as \"2021-02-01T12:00:00Z\"", err);
}

/* --- points in time --------------------------------------------------------------------------------------
 */

static xn_date last_sunday(int year, int month)
{
    const xn_date last = xn_date_of(year, month, 31);
    return last - ((last + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
}

/* Hours that Amsterdam is ahead: two from the last Sunday of March to that of October, at 01:00 UTC. */
static int hours_ahead(int year, xn_date day, int hour)
{
    const xn_date start = last_sunday(year, 3), end = last_sunday(year, 10);
    const bool begun = day > start || (day == start && hour >= 1);
    const bool over = day > end || (day == end && hour >= 1);
    return begun && !over ? 2 : 1;
}

bool vera_parse_time(const char *text, xn_date *ret)
{
    xn_date day;
    int year = 0, hour = 0;
    if (!xn_parse_date_iso(text, &day))
        return false;
    const size_t length = strlen(text);
    if (length < 14 || text[length - 1] != 'Z' || sscanf(text, "%4d-%*2d-%*2d%*1c%2d", &year, &hour) != 2) {
        *ret = day; /* a day, or a time of its own zone */
        return true;
    }
    *ret = hour + hours_ahead(year, day, hour) >= 24 ? day + 1 : day;
    return true;
}

void vera_put_day(struct xn_json *json, const char *member, xn_date day)
{
    char text[32];
    xn_date_print(day, text, 16);
    if (!text[0])
        return;
    (void)strcat(text, "T00:00:00Z");
    xn_json_member_string(json, member, text);
}

void vera_put_last_day(struct xn_json *json, const char *member, xn_date day)
{
    char text[32];
    xn_date_print(day, text, 16);
    if (!text[0])
        return;
    (void)strcat(text, hours_ahead((int)strtol(text, NULL, 10), day, 22) == 2 ? "T21:59:59Z" : "T22:59:59Z");
    xn_json_member_string(json, member, text);
}

/* --- writing ---------------------------------------------------------------------------------------------
 */

void vera_put_code(struct xn_json *json, const char *member, const char *code, const char *name)
{
    xn_json_key(json, member);
    xn_json_begin_object(json);
    xn_json_member_string(json, "code", code);
    if (name[0])
        xn_json_member_string(json, "naam", name);
    xn_json_end_object(json);
}

void vera_put_key(struct xn_json *json, const char *member, const char *id)
{
    if (!id[0])
        return;
    xn_json_key(json, member);
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", id);
    xn_json_end_object(json);
}
