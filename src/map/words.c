/* words.c - measuring and breaking text without a font. See words.h. */
#include "words.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "xenia/text.h"

#define REPLACEMENT "\xEF\xBF\xBD"
#define ELLIPSIS "\xE2\x80\xA6"

enum xn_status xn_words_keep(struct xn_buf *buf, struct xn_arena *arena, const char **ret,
                             struct xn_error *err)
{
    XN_TRY(xn_buf_check(buf, err));
    const char *kept = xn_arena_strdup(arena, xn_buf_text(buf));
    if (!kept)
        return xn_fail_memory(err);
    xn_buf_reset(buf);
    *ret = kept;
    return XN_OK;
}

void xn_words_put_number(struct xn_buf *buf, enum xn_language language, const char *english, const char *name,
                         double value, int decimals)
{
    XN_AUTO_BUF number = XN_BUF_INIT;
    xn_number_put(&number, language, value, decimals);
    const struct xn_message_value filled = {name, xn_buf_text(&number)};
    xn_message_put(buf, language, english, &filled, 1);
    if (number.status != XN_OK)
        buf->status = number.status;
}

void xn_words_put_day(struct xn_buf *buf, enum xn_language language, const char *iso)
{
    char year[8], month[8], day[8];
    int length = 0;
    if (sscanf(iso, "%4[0-9]-%2[0-9]-%2[0-9]%n", year, month, day, &length) != 3 || iso[length]) {
        xn_buf_puts(buf, iso);
        return;
    }
    const struct xn_message_value value[] = {{"year", year}, {"month", month}, {"day", day}};
    xn_message_put(buf, language, XN_N("{year}-{month}-{day}"), value, 3);
}

void xn_words_put_period(struct xn_buf *buf, enum xn_language language, const char *period)
{
    static const char *const name[] = {XN_N("1st quarter of {year}"), XN_N("2nd quarter of {year}"),
                                       XN_N("3rd quarter of {year}"), XN_N("4th quarter of {year}")};
    char year[8];
    int which = 0, length = 0;
    if (sscanf(period, "%4[0-9]Q%1d%n", year, &which, &length) != 2 || period[length] || which < 1 ||
        which > 4) {
        xn_words_put_day(buf, language, period);
        return;
    }
    const struct xn_message_value value = {"year", year};
    xn_message_put(buf, language, name[which - 1], &value, 1);
}

/* --- cleaning ---------------------------------------------------------------------------------------- */

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Bytes of the valid UTF-8 character at `text`. */
static size_t character_length(const char *text)
{
    size_t length = 1;
    while (is_continuation(text[length]))
        length++;
    return length;
}

/* The last two code points of the basic plane, which XML forbids. */
static bool is_noncharacter(const char *text)
{
    return memcmp(text, "\xEF\xBF\xBE", 3) == 0 || memcmp(text, "\xEF\xBF\xBF", 3) == 0;
}

static bool is_control(const char *text, size_t length)
{
    const unsigned char first = (unsigned char)text[0];
    const bool c1 = length == 2 && first == 0xC2 && (unsigned char)text[1] < 0xA0;
    return first < 0x20 || first == 0x7F || c1;
}

static void put_clean(struct xn_buf *buf, const char *text, size_t length)
{
    if (strchr("\t\n\r", *text))
        xn_buf_putc(buf, ' ');
    else if (is_control(text, length) || (length == 3 && is_noncharacter(text)))
        xn_buf_puts(buf, REPLACEMENT);
    else
        xn_buf_append(buf, text, length);
}

enum xn_status xn_words_clean(struct xn_arena *arena, const char *text, const char **ret,
                              struct xn_error *err)
{
    XN_AUTO_BUF clean = XN_BUF_INIT;
    size_t left = strlen(text);
    while (left > 0) {
        const size_t valid = xn_utf8_valid_length(text, left);
        for (size_t done = 0, length; done < valid; done += length) {
            length = character_length(text + done);
            if (length > valid - done)
                length = valid - done;
            put_clean(&clean, text + done, length);
        }
        text += valid;
        left -= valid;
        if (left > 0) {
            xn_buf_puts(&clean, REPLACEMENT);
            text++;
            left--;
        }
    }
    return xn_words_keep(&clean, arena, ret, err);
}

/* --- measuring --------------------------------------------------------------------------------------- */

/* Advance widths of Helvetica in thousandths of the font size, characters 32 to 126. */
static const uint16_t helvetica[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

/* Other Latin, Greek and Cyrillic letters are about as wide as an n; from the radicals of Chinese on,
 * characters are square. */
static long character_width(const char *text)
{
    const unsigned char first = (unsigned char)text[0];
    if (first < 0x80)
        return first >= 32 && first < 127 ? helvetica[first - 32] : 0;
    const bool wide = first >= 0xE3 || (first == 0xE2 && (unsigned char)text[1] >= 0xBA);
    return wide ? 1000 : 600;
}

/* Wider sans-serif fonts (DejaVu, Verdana) take 15 % more than Helvetica, bold 8 % more than regular. */
static int scaled_width(long thousandths, int size, bool bold)
{
    const long reserve = bold ? 124 : 115;
    return (int)((thousandths * size * reserve + 99999) / 100000);
}

int xn_words_width(const char *text, int size, bool bold)
{
    long width = 0;
    for (; *text; text += character_length(text))
        width += character_width(text);
    return scaled_width(width, size, bold);
}

/* --- breaking ---------------------------------------------------------------------------------------- */

/* Bytes of `text` for one line: up to a blank (or the end) when one fits, else as many characters as fit, and
 * at least one. */
static size_t line_length(const char *text, int size, bool bold, int width)
{
    long taken = 0;
    size_t at = 0, at_blank = 0;
    while (text[at]) {
        taken += character_width(text + at);
        if (text[at] == ' ')
            at_blank = at;
        else if (scaled_width(taken, size, bold) > width)
            return at_blank ? at_blank : at ? at : character_length(text);
        at += character_length(text + at);
    }
    return at;
}

/* The start of `text` that leaves room for an ellipsis, and the ellipsis. */
static char *cut_line(struct xn_arena *arena, const char *text, int size, bool bold, int width)
{
    const int room = width - xn_words_width(ELLIPSIS, size, bold);
    const size_t length = line_length(text, size, bold, room);
    return xn_arena_printf(arena, "%.*s" ELLIPSIS, (int)length, text);
}

enum xn_status xn_words_wrap(struct xn_arena *arena, const char *text, int size, bool bold, int width,
                             size_t most, struct xn_words_lines *ret, struct xn_error *err)
{
    struct xn_words_lines lines = {0};
    text += strspn(text, " ");
    while (*text && lines.count < most) {
        size_t length = line_length(text, size, bold, width);
        while (text[length - 1] == ' ')
            length--;
        const char *next = text + length + strspn(text + length, " ");
        const bool cut = *next && lines.count + 1 == most;
        const char *line =
            cut ? cut_line(arena, text, size, bold, width) : xn_arena_strndup(arena, text, length);
        if (!line)
            return xn_fail_memory(err);
        lines.line[lines.count++] = line;
        text = next;
    }
    *ret = lines;
    return XN_OK;
}
