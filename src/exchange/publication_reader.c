/* publication_reader.c - see publication_reader.h. */
#include "publication_reader.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The first one counts. */
void reader_refuse(struct reader *reader, const char *name, const char *wanted)
{
    if (reader->status == XN_OK)
        reader->status = xn_fail(&reader->fault, XN_INPUT, "publication: %s%s%s: wanted %s", reader->place,
                                 reader->place[0] ? "." : "", name, wanted);
}

void reader_no_memory(struct reader *reader)
{
    if (reader->status == XN_OK)
        reader->status = xn_fail_memory(&reader->fault);
}

void reader_go_to(struct reader *reader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->place, sizeof reader->place, format, arguments);
    va_end(arguments);
}

/* --- single values ---------------------------------------------------------------------------------------
 */

const char *reader_keep(struct reader *reader, const char *text)
{
    const char *own = xn_arena_strdup(reader->arena, text);
    if (!own)
        reader_no_memory(reader);
    return own ? own : "";
}

const char *reader_text_or_null(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (!value || json_is_null(value))
        return NULL;
    if (!json_is_string(value))
        reader_refuse(reader, name, "a text");
    return json_is_string(value) ? reader_keep(reader, json_string_value(value)) : NULL;
}

const char *reader_text_of(struct reader *reader, const json_t *object, const char *name)
{
    const char *text = reader_text_or_null(reader, object, name);
    if (!text)
        reader_refuse(reader, name, "a text");
    return text ? text : "";
}

void reader_chars_of(struct reader *reader, const json_t *object, const char *name, char *ret, size_t size)
{
    const char *text = reader_text_or_null(reader, object, name);
    if (text && strlen(text) >= size)
        reader_refuse(reader, name, "a shorter text");
    snprintf(ret, size, "%s", text ? text : "");
}

bool reader_truth_of(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (!json_is_boolean(value))
        reader_refuse(reader, name, "true or false");
    return json_is_true(value);
}

xn_date reader_date_of(struct reader *reader, const json_t *object, const char *name)
{
    xn_date date = XN_NO_DATE;
    const char *text = reader_text_or_null(reader, object, name);
    if (text && !xn_parse_date_iso(text, &date))
        reader_refuse(reader, name, "a day");
    return date;
}

double reader_number_or_null(struct reader *reader, const json_t *value, const char *name)
{
    if (!json_is_number(value) && !json_is_null(value))
        reader_refuse(reader, name, "a number or null");
    return json_is_number(value) ? json_number_value(value) : NAN;
}

double reader_number_or_none(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return value ? reader_number_or_null(reader, value, name) : NAN;
}

/* An array, of n elements unless n is XN_NONE; its length, 0 when it is none. */
size_t reader_array_of(struct reader *reader, const json_t *object, const char *name, size_t n,
                       const json_t **ret)
{
    *ret = json_object_get(object, name);
    const bool fits = json_is_array(*ret) && (n == XN_NONE || json_array_size(*ret) == n);
    if (!fits)
        reader_refuse(reader, name, "an array of as many elements as there are of them");
    return fits ? json_array_size(*ret) : 0;
}

/* An array of the arena; NULL after a fault. */
void *reader_array_new(struct reader *reader, size_t count, size_t size)
{
    void *array = reader->status == XN_OK ? xn_arena_alloc(reader->arena, count, size) : NULL;
    if (!array)
        reader_no_memory(reader);
    return array;
}
