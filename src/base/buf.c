/* buf.c - bytes that grow up to a hard limit; the first failure sticks. */
#include "buf_room.h"
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

char *xn_buf_extend(struct xn_buf *buf, size_t more)
{
    if (!reserve(buf, more))
        return NULL;
    char *place = buf->data + buf->length;
    buf->length += more;
    place[more] = '\0';
    return place;
}

void xn_buf_append(struct xn_buf *buf, const void *bytes, size_t length)
{
    char *place = xn_buf_extend(buf, length);
    if (place && length)
        memcpy(place, bytes, length);
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

/* --- numbers ----------------------------------------------------------------------------------------- */

__extension__ typedef unsigned __int128 wide;

/* A decimal: number / 10^decimals. */
struct decimal {
    uint64_t number;
    int decimals;
};

static wide power_of_ten(int exponent)
{
    wide power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

/* The greatest n with 10^n <= value, for the values of shortest_decimal. */
static int exponent_of_ten(double value)
{
    static const double power[] = {1e-3, 1e-2, 1e-1, 1,   1e1,  1e2,  1e3,  1e4,  1e5,
                                   1e6,  1e7,  1e8,  1e9, 1e10, 1e11, 1e12, 1e13, 1e14};
    int exponent = -4;
    for (size_t i = 0; i < sizeof power / sizeof *power && power[i] <= value; i++)
        exponent++;
    return exponent;
}

/* Rounds mantissa / 2^shift to `decimals` decimals, half to even. True when the result reads back as the same
 * double: when it is nearer to it than to the next ones. All in integers, so nothing is lost on the way. */
static bool round_decimal(uint64_t mantissa, int shift, int decimals, struct decimal *ret)
{
    const wide unit = power_of_ten(decimals), one = (wide)1 << shift;
    const wide scaled = mantissa * unit, rest = scaled & (one - 1);
    const uint64_t down = (uint64_t)(scaled >> shift);
    const bool up = 2 * rest > one || (2 * rest == one && down % 2 == 1);
    const wide error = up ? one - rest : rest;
    /* below a power of two the next double is half as far */
    const wide doubled = (!up && mantissa == UINT64_C(1) << 52 ? 4 : 2) * error;
    *ret = (struct decimal){down + up, decimals};
    return doubled < unit || (doubled == unit && mantissa % 2 == 0);
}

/* The shortest of 15 to 17 digits that reads back as `value`, for 1e-4 <= value < 1e15: there everything fits
 * into 120 bits. */
static struct decimal shortest_decimal(double value)
{
    int exponent;
    const uint64_t mantissa = (uint64_t)ldexp(frexp(value, &exponent), 53);
    int decimals = 14 - exponent_of_ten(value);
    struct decimal decimal;
    while (!round_decimal(mantissa, 53 - exponent, decimals, &decimal))
        decimals++;
    for (; decimal.decimals > 0 && decimal.number % 10 == 0; decimal.decimals--)
        decimal.number /= 10;
    return decimal;
}

static void put_decimal(struct xn_buf *buf, struct decimal decimal)
{
    char text[32];
    size_t start = sizeof text;
    for (int place = 0; decimal.number > 0 || place <= decimal.decimals; place++) {
        if (place > 0 && place == decimal.decimals)
            text[--start] = '.';
        text[--start] = (char)('0' + decimal.number % 10);
        decimal.number /= 10;
    }
    xn_buf_append(buf, text + start, sizeof text - start);
}

/* The same by trial, for numbers of any size: 15 digits always survive text -> double -> text, so fewer are
 * only needed for subnormal numbers. */
static void put_by_trial(struct xn_buf *buf, double value)
{
    char text[40];
    for (int digits = fabs(value) < 1e-300 ? 1 : 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    xn_buf_puts(buf, text);
}

void xn_buf_put_double(struct xn_buf *buf, double value)
{
    if (!isfinite(value)) {
        xn_buf_puts(buf, "NaN");
    } else if (value == 0) {
        xn_buf_putc(buf, '0'); /* not "-0" */
    } else if (fabs(value) >= 1e-4 && fabs(value) < 1e15) {
        if (value < 0)
            xn_buf_putc(buf, '-');
        put_decimal(buf, shortest_decimal(fabs(value)));
    } else {
        put_by_trial(buf, value);
    }
}
