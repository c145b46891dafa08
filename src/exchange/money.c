/* money.c - sums of money as offers write them, in Dutch, German or English habit.
 *
 * A reading must be the only one: of two kinds of separators the last is the decimal one; of one kind, two
 * digits (or one) after it are cents, and groups of three are thousands. "0.514" and "12.3456" have no
 * reading.
 */
#include <string.h>
#include "xenia/exchange.h"

#define DIGITS_MAX 12

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Cuts what may stand before or after the number: blanks of any width and the sign of the currency. */
static const char *const ornament[] = {" ",   "\t",   "\xc2\xa0", "\xe2\x80\xaf", "€",
                                       "EUR", "Euro", "euro",     "eur"};

static size_t ornament_at(const char *start, const char *end)
{
    for (size_t i = 0; i < sizeof ornament / sizeof *ornament; i++) {
        const size_t length = strlen(ornament[i]);
        if ((size_t)(end - start) >= length && memcmp(start, ornament[i], length) == 0)
            return length;
    }
    return 0;
}

static size_t ornament_before(const char *start, const char *end)
{
    for (size_t i = 0; i < sizeof ornament / sizeof *ornament; i++) {
        const size_t length = strlen(ornament[i]);
        if ((size_t)(end - start) >= length && memcmp(end - length, ornament[i], length) == 0)
            return length;
    }
    return 0;
}

/* "1400.–", "1400,-", "1400,--": the dashes that stand for no cents, and the separator before them. */
static const char *cut_dashes(const char *start, const char *end)
{
    static const char *const dash[] = {"-", "–", "—", "−"};
    const char *at = end;
    for (bool cut = true; cut;) {
        cut = false;
        for (size_t i = 0; i < sizeof dash / sizeof *dash; i++) {
            const size_t length = strlen(dash[i]);
            if ((size_t)(at - start) > length && memcmp(at - length, dash[i], length) == 0) {
                at -= length;
                cut = true;
            }
        }
    }
    const bool stood_for_cents = at < end && at > start && (at[-1] == '.' || at[-1] == ',');
    return stood_for_cents ? at - 1 : end;
}

/* Whole euros: digits, or groups of three after one to three with the separator between them. */
static bool read_whole(const char *at, const char *end, char separator, double *ret)
{
    const char *first = memchr(at, separator, (size_t)(end - at));
    const ptrdiff_t head = (first ? first : end) - at;
    double value = 0.0;
    if (end - at > DIGITS_MAX || head < 1 || (first && (head > 3 || *at == '0')))
        return false;
    for (ptrdiff_t i = 0; at < end; at++, i++) {
        const bool between = i >= head && (i - head) % 4 == 0;
        if (between ? *at != separator : !is_digit(*at))
            return false;
        if (!between)
            value = value * 10.0 + (*at - '0');
        if (between && end - at < 4)
            return false;
    }
    *ret = value;
    return true;
}

static bool read_cents(const char *at, const char *end, double *ret)
{
    if (end - at < 1 || end - at > 2 || !is_digit(at[0]) || (end - at == 2 && !is_digit(at[1])))
        return false;
    *ret = (at[0] - '0') * 10.0 + (end - at == 2 ? at[1] - '0' : 0);
    return true;
}

static const char *last_separator(const char *start, const char *end)
{
    while (end > start && end[-1] != '.' && end[-1] != ',')
        end--;
    return end > start ? end - 1 : NULL;
}

static size_t count_of(const char *start, const char *end, char byte)
{
    size_t n = 0;
    for (; start < end; start++)
        n += *start == byte;
    return n;
}

bool xn_parse_money(const char *text, double *ret)
{
    const char *start = text, *end = text + strlen(text);
    for (size_t length; (length = ornament_at(start, end)) > 0;)
        start += length;
    for (size_t length; (length = ornament_before(start, end)) > 0;)
        end -= length;
    end = cut_dashes(start, end);
    const char *last = last_separator(start, end);
    if (!last)
        return read_whole(start, end, '.', ret);
    const char other = *last == '.' ? ',' : '.';
    const bool two_kinds = count_of(start, end, other) > 0;
    const bool thousands = !two_kinds && end - last == 4;
    if (thousands)
        return read_whole(start, end, *last, ret);
    double euros = 0.0, cents = 0.0;
    if (count_of(start, end, *last) > 1 || !read_whole(start, last, other, &euros) ||
        !read_cents(last + 1, end, &cents))
        return false;
    *ret = (euros * 100.0 + cents) / 100.0;
    return true;
}
