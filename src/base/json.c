/* json.c - a JSON writer: what is called is what is written, in that order. */
#include "buf_room.h"
#include "xenia/text.h"
#include <assert.h>
#include <math.h>
#include <string.h>

void xn_json_init(struct xn_json *json, struct xn_buf *buf, bool pretty)
{
    memset(json, 0, sizeof *json);
    json->buf = buf;
    json->pretty = pretty;
}

static void new_line(struct xn_json *json)
{
    if (!json->pretty)
        return;
    xn_buf_putc(json->buf, '\n');
    for (unsigned i = 0; i < json->depth; i++)
        xn_buf_puts(json->buf, "  ");
}

/* Comma and line break before a member or element; nothing right after a key. */
static void separate(struct xn_json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->has_member[json->depth])
        xn_buf_putc(json->buf, ',');
    json->has_member[json->depth] = true;
    if (json->depth > 0)
        new_line(json);
}

static void begin(struct xn_json *json, char bracket)
{
    separate(json);
    xn_buf_putc(json->buf, bracket);
    assert(json->depth + 1 < XN_JSON_DEPTH);
    json->depth++;
    json->has_member[json->depth] = false;
}

static void end(struct xn_json *json, char bracket)
{
    assert(json->depth > 0);
    const bool had_member = json->has_member[json->depth];
    json->depth--;
    if (had_member)
        new_line(json);
    xn_buf_putc(json->buf, bracket);
}

void xn_json_begin_object(struct xn_json *json)
{
    begin(json, '{');
}

void xn_json_end_object(struct xn_json *json)
{
    end(json, '}');
}

void xn_json_begin_array(struct xn_json *json)
{
    begin(json, '[');
}

void xn_json_end_array(struct xn_json *json)
{
    end(json, ']');
}

static void put_escape(struct xn_buf *buf, unsigned char byte)
{
    switch (byte) {
    case '"':
        xn_buf_puts(buf, "\\\"");
        break;
    case '\\':
        xn_buf_puts(buf, "\\\\");
        break;
    case '\n':
        xn_buf_puts(buf, "\\n");
        break;
    case '\r':
        xn_buf_puts(buf, "\\r");
        break;
    case '\t':
        xn_buf_puts(buf, "\\t");
        break;
    default:
        xn_buf_printf(buf, "\\u%04x", byte);
    }
}

/* Runs of plain bytes are copied at once; what is not UTF-8 becomes U+FFFD byte by byte. */
static void put_escaped(struct xn_buf *buf, const char *text)
{
    size_t left = strlen(text);
    xn_buf_putc(buf, '"');
    while (left > 0) {
        const size_t valid = xn_utf8_valid_length(text, left);
        size_t plain = 0;
        while (plain < valid && (unsigned char)text[plain] >= 0x20 && text[plain] != '"' &&
               text[plain] != '\\' && text[plain] != 0x7f)
            plain++;
        xn_buf_append(buf, text, plain);
        text += plain;
        left -= plain;
        if (left == 0)
            break;
        if (plain < valid)
            put_escape(buf, (unsigned char)*text);
        else
            xn_buf_puts(buf, "\xEF\xBF\xBD");
        text++;
        left--;
    }
    xn_buf_putc(buf, '"');
}

static void put_plain(struct xn_buf *buf, const char *text, size_t length)
{
    char *place = xn_buf_extend(buf, length + 2);
    if (!place)
        return;
    place[0] = place[length + 1] = '"';
    memcpy(place + 1, text, length);
}

/* Nearly every key and most texts are ASCII with nothing to escape. */
static void put_quoted(struct xn_buf *buf, const char *text)
{
    size_t plain = 0;
    while (text[plain] >= 0x20 && text[plain] < 0x7f && text[plain] != '"' && text[plain] != '\\')
        plain++;
    if (text[plain] == '\0')
        put_plain(buf, text, plain);
    else
        put_escaped(buf, text);
}

void xn_json_key(struct xn_json *json, const char *key)
{
    separate(json);
    put_quoted(json->buf, key);
    xn_buf_puts(json->buf, json->pretty ? ": " : ":");
    json->after_key = true;
}

void xn_json_string(struct xn_json *json, const char *text)
{
    if (!text) {
        xn_json_null(json);
        return;
    }
    separate(json);
    put_quoted(json->buf, text);
}

void xn_json_double(struct xn_json *json, double value)
{
    if (!isfinite(value)) {
        xn_json_null(json);
        return;
    }
    separate(json);
    xn_buf_put_double(json->buf, value);
}

void xn_json_int(struct xn_json *json, int64_t value)
{
    separate(json);
    xn_buf_printf(json->buf, "%lld", (long long)value);
}

void xn_json_bool(struct xn_json *json, bool value)
{
    xn_json_raw(json, value ? "true" : "false");
}

void xn_json_null(struct xn_json *json)
{
    xn_json_raw(json, "null");
}

void xn_json_raw(struct xn_json *json, const char *text)
{
    separate(json);
    xn_buf_puts(json->buf, text);
}

void xn_json_member_string(struct xn_json *json, const char *key, const char *text)
{
    xn_json_key(json, key);
    xn_json_string(json, text);
}

void xn_json_member_double(struct xn_json *json, const char *key, double value)
{
    xn_json_key(json, key);
    xn_json_double(json, value);
}

void xn_json_member_interval(struct xn_json *json, const char *key, double lower, double upper)
{
    xn_json_key(json, key);
    if (!isfinite(lower) || !isfinite(upper)) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_array(json);
    xn_json_double(json, lower);
    xn_json_double(json, upper);
    xn_json_end_array(json);
}

void xn_json_member_int(struct xn_json *json, const char *key, int64_t value)
{
    xn_json_key(json, key);
    xn_json_int(json, value);
}

void xn_json_member_bool(struct xn_json *json, const char *key, bool value)
{
    xn_json_key(json, key);
    xn_json_bool(json, value);
}

void xn_json_member_null(struct xn_json *json, const char *key)
{
    xn_json_key(json, key);
    xn_json_null(json);
}
