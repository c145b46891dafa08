/* text.c - numbers and UTF-8, strictly. */
#include "xenia/text.h"
#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

/* Only what a decimal number is made of: strtod alone would take "inf", "nan" and hexadecimal. */
static bool looks_decimal(const char *text)
{
    return *text && text[strspn(text, "0123456789+-.eE \t")] == '\0';
}

bool xn_parse_double(const char *text, double *ret)
{
    text = skip_blanks(text);
    if (!looks_decimal(text))
        return false;
    char *end;
    const double value = strtod(text, &end);
    if (end == text || *skip_blanks(end) != '\0' || !isfinite(value))
        return false;
    *ret = value;
    return true;
}

bool xn_parse_int(const char *text, int64_t *ret)
{
    text = skip_blanks(text);
    char *end;
    errno = 0;
    const long long value = strtoll(text, &end, 10);
    if (end == text || *skip_blanks(end) != '\0' || errno == ERANGE)
        return false;
    *ret = value;
    return true;
}

/* Length of the one valid UTF-8 character at `byte`, 0 when there is none (Unicode 15, table 3-7). */
static size_t character_length(const unsigned char *byte, size_t left)
{
    const unsigned char first = byte[0];
    if (first < 0x80)
        return 1;
    const size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                          : first >= 0xE0 && first <= 0xEF ? 3
                          : first >= 0xF0 && first <= 0xF4 ? 4
                                                           : 0;
    if (length == 0 || length > left)
        return 0;
    const unsigned char lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned char highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (byte[1] < lowest || byte[1] > highest)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((byte[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

size_t xn_utf8_valid_length(const char *bytes, size_t length)
{
    size_t valid = 0;
    while (valid < length) {
        const size_t step = character_length((const unsigned char *)bytes + valid, length - valid);
        if (step == 0)
            break;
        valid += step;
    }
    return valid;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\0';
}

char *xn_trim(struct xn_arena *arena, const char *text, size_t length)
{
    while (length > 0 && is_blank(text[length - 1]))
        length--;
    while (length > 0 && is_blank(*text)) {
        text++;
        length--;
    }
    return xn_arena_strndup(arena, text, length);
}

int xn_compare_ignoring_case(const char *a, const char *b)
{
    for (;; a++, b++) {
        const int x = tolower((unsigned char)*a), y = tolower((unsigned char)*b);
        if (x != y || x == '\0')
            return x - y;
    }
}

static enum xn_status convert(iconv_t converter, struct xn_arena *arena, const char *encoding,
                              const char *bytes, size_t length, char **ret, struct xn_error *err)
{
    const size_t room = length * 4 + 4; /* no encoding needs more than 4 bytes of UTF-8 a byte */
    char *text = xn_arena_alloc(arena, room + 1, 1);
    if (!text)
        return xn_fail_memory(err);
    char *input = (char *)(uintptr_t)bytes, *output = text;
    size_t input_left = length, output_left = room;
    if (iconv(converter, &input, &input_left, &output, &output_left) == (size_t)-1)
        return xn_fail(err, XN_INPUT, "byte 0x%02X at position %zu is not valid %s text",
                       (unsigned)(unsigned char)*input, length - input_left + 1, encoding);
    *ret = text;
    return XN_OK;
}

enum xn_status xn_to_utf8(struct xn_arena *arena, const char *encoding, const char *bytes, size_t length,
                          char **ret, struct xn_error *err)
{
    const iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1)
        return xn_fail(err, XN_INPUT, "'%s' is not a text encoding this system knows", encoding);
    const enum xn_status status = convert(converter, arena, encoding, bytes, length, ret, err);
    iconv_close(converter);
    return status;
}
