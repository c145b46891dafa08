/* message.c - the compiled catalogues, read in place.
 *
 * msgfmt compiles each .po into the machine object format of gettext (manual, section 10.3): a header of
 * 32-bit numbers, then two tables of (length, offset) for the sorted originals and their translations. The
 * file is written on this machine, so its byte order is ours.
 */
#include "xenia/message.h"
#include "xenia/embedded.h"
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

XN_EMBEDDED(xn_message_files);

#define MO_MAGIC UINT32_C(0x950412de)

struct catalogue {
    const unsigned char *bytes;
    uint32_t count, originals, translations;
};

static const char *const tag[XN_LANGUAGE_COUNT] = {"en", "nl", "de", "ru"};

const char *xn_language_tag(enum xn_language language)
{
    return tag[language];
}

bool xn_language_parse(const char *text, enum xn_language *ret)
{
    const char end = strlen(text) >= 2 ? text[2] : 'x';
    if (end != '\0' && end != '-' && end != '_' && end != '.')
        return false;
    for (size_t i = 0; i < XN_LANGUAGE_COUNT; i++)
        if (tolower((unsigned char)text[0]) == tag[i][0] && tolower((unsigned char)text[1]) == tag[i][1]) {
            *ret = (enum xn_language)i;
            return true;
        }
    return false;
}

static uint32_t number_at(const unsigned char *bytes)
{
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static bool find_catalogue(enum xn_language language, struct catalogue *ret)
{
    char name[16];
    snprintf(name, sizeof name, "%s.mo", tag[language]);
    for (const struct xn_embedded *file = xn_message_files; file->name; file++) {
        if (strcmp(file->name, name) != 0 || number_at(file->bytes) != MO_MAGIC)
            continue;
        *ret = (struct catalogue){file->bytes, number_at(file->bytes + 8), number_at(file->bytes + 12),
                                  number_at(file->bytes + 16)};
        return true;
    }
    return false;
}

/* The text that entry `position` of a table points to; it ends with a NUL. */
static const char *text_at(const struct catalogue *catalogue, uint32_t table, uint32_t position)
{
    return (const char *)catalogue->bytes + number_at(catalogue->bytes + table + 8 * position + 4);
}

const char *xn_message(enum xn_language language, const char *english)
{
    struct catalogue catalogue;
    if (!find_catalogue(language, &catalogue))
        return english;
    uint32_t low = 0, high = catalogue.count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const int order = strcmp(english, text_at(&catalogue, catalogue.originals, middle));
        if (order == 0)
            return text_at(&catalogue, catalogue.translations, middle);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return english;
}

void xn_message_each(enum xn_language language,
                     void (*visit)(const char *english, const char *translated, void *context), void *context)
{
    struct catalogue catalogue;
    if (!find_catalogue(language, &catalogue))
        return;
    for (uint32_t i = 0; i < catalogue.count; i++) {
        const char *english = text_at(&catalogue, catalogue.originals, i);
        if (*english) /* the empty one holds the file's header */
            visit(english, text_at(&catalogue, catalogue.translations, i), context);
    }
}

static const char *value_of(const struct xn_message_value *value, size_t n_values, const char *name,
                            size_t length)
{
    for (size_t i = 0; i < n_values; i++)
        if (strlen(value[i].name) == length && memcmp(value[i].name, name, length) == 0)
            return value[i].value;
    return NULL;
}

void xn_message_put(struct xn_buf *buf, enum xn_language language, const char *english,
                    const struct xn_message_value *value, size_t n_values)
{
    const char *text = xn_message(language, english);
    while (*text) {
        const size_t plain = strcspn(text, "{");
        xn_buf_append(buf, text, plain);
        text += plain;
        const char *close = *text ? strchr(text, '}') : NULL;
        if (!close) {
            xn_buf_puts(buf, text);
            return;
        }
        const char *filled = value_of(value, n_values, text + 1, (size_t)(close - text) - 1);
        if (filled)
            xn_buf_puts(buf, filled);
        else
            xn_buf_append(buf, text, (size_t)(close - text) + 1);
        text = close + 1;
    }
}

/* What stands between thousands, and before decimals. */
static const struct {
    const char *thousands, *decimal;
} manner[XN_LANGUAGE_COUNT] = {[XN_ENGLISH] = {",", "."},
                               [XN_DUTCH] = {".", ","},
                               [XN_GERMAN] = {".", ","},
                               [XN_RUSSIAN] = {"\xC2\xA0", ","}};

void xn_number_put(struct xn_buf *buf, enum xn_language language, double value, int decimals)
{
    char plain[400];
    snprintf(plain, sizeof plain, "%.*f", decimals, value);
    const char *digits = plain;
    if (*digits == '-') {
        digits++;
        if (strpbrk(digits, "123456789"))
            xn_buf_puts(buf, "\xE2\x88\x92"); /* a minus sign, not a hyphen */
    }
    const size_t whole = strcspn(digits, ".");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            xn_buf_puts(buf, manner[language].thousands);
        xn_buf_putc(buf, digits[i]);
    }
    if (digits[whole] == '.') {
        xn_buf_puts(buf, manner[language].decimal);
        xn_buf_puts(buf, digits + whole + 1);
    }
}
