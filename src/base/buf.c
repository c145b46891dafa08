/* buf.c - bytes that grow up to a hard limit; the first failure sticks. */
#include "xenia/buf.h"
#include "xenia/memory.h"
#include "xenia/text.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void xn_buf_free(struct xn_buf *buf)
{
    xn_free(buf->data);
    buf->data = NULL;
    buf->length = buf->capacity = 0;
}

void xn_buf_reset(struct xn_buf *buf)
{
    buf->length = 0;
    buf->status = XN_OK;
    if (buf->data)
        buf->data[0] = '\0';
}

const char *xn_buf_text(const struct xn_buf *buf)
{
    return buf->data ? buf->data : "";
}

enum xn_status xn_buf_check(const struct xn_buf *buf, struct xn_error *err)
{
    if (buf->status == XN_LIMIT)
        return xn_fail(err, XN_LIMIT, "the output would be longer than its limit of %zu bytes", buf->limit);
    return buf->status == XN_OK ? XN_OK : xn_fail(err, buf->status, "%s", xn_status_text(buf->status));
}

/* Room for `more` bytes and the NUL; false when the buffer has failed. */
static bool reserve(struct xn_buf *buf, size_t more)
{
    if (buf->status != XN_OK)
        return false;
    if (more > buf->limit || buf->length > buf->limit - more) {
        buf->status = XN_LIMIT;
        return false;
    }
    const size_t wanted = buf->length + more + 1;
    if (wanted <= buf->capacity)
        return true;
    size_t capacity = buf->capacity ? buf->capacity : 256;
    while (capacity < wanted)
        capacity *= 2;
    char *grown = xn_realloc(buf->data, capacity, 1);
    if (!grown) {
        buf->status = XN_MEMORY;
        return false;
    }
    buf->data = grown;
    buf->capacity = capacity;
    return true;
}

void xn_buf_append(struct xn_buf *buf, const void *bytes, size_t length)
{
    if (!reserve(buf, length))
        return;
    if (length)
        memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void xn_buf_puts(struct xn_buf *buf, const char *text)
{
    xn_buf_append(buf, text, strlen(text));
}

void xn_buf_putc(struct xn_buf *buf, char byte)
{
    xn_buf_append(buf, &byte, 1);
}

void xn_buf_vprintf(struct xn_buf *buf, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    if (length >= 0 && reserve(buf, (size_t)length)) {
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

void xn_buf_printf(struct xn_buf *buf, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    xn_buf_vprintf(buf, format, arguments);
    va_end(arguments);
}

static const char *xml_escape(unsigned char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' ? "\xEF\xBF\xBD" : NULL;
    }
}

void xn_buf_put_xml(struct xn_buf *buf, const char *text)
{
    const char *start = text;
    for (; *text; text++) {
        const char *escaped = xml_escape((unsigned char)*text);
        if (!escaped)
            continue;
        xn_buf_append(buf, start, (size_t)(text - start));
        xn_buf_puts(buf, escaped);
        start = text + 1;
    }
    xn_buf_append(buf, start, (size_t)(text - start));
}

void xn_buf_put_csv(struct xn_buf *buf, const char *field)
{
    double number;
    const bool formula = *field && strchr("=+-@\t\r", *field) && !xn_parse_double(field, &number);
    const bool quoted = strpbrk(field, ",\"\r\n") != NULL;
    if (quoted)
        xn_buf_putc(buf, '"');
    if (formula)
        xn_buf_putc(buf, '\'');
    for (; *field; field++) {
        if (*field == '"')
            xn_buf_putc(buf, '"');
        xn_buf_putc(buf, *field);
    }
    if (quoted)
        xn_buf_putc(buf, '"');
}

void xn_buf_put_double(struct xn_buf *buf, double value)
{
    if (!isfinite(value)) {
        xn_buf_puts(buf, "NaN");
        return;
    }
    char text[40];
    /* 15 digits always survive text -> double -> text, so fewer are only needed for subnormal numbers */
    for (int digits = fabs(value) < 1e-300 ? 1 : 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    xn_buf_puts(buf, value == 0 ? "0" : text); /* not "-0" */
}
