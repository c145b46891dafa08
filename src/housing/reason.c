/* reason.c - reasons as data, and their sentences per language.
 *
 * A value keeps its kind until the language is known: then 1203.5 becomes "1.203,50" or "1,203.50", a date
 * takes the order of its country, and a term of the catalogue its translation.
 */
#include "reason.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DECIMALS_MAX 9

int xn_decimals_exact(double value, int most)
{
    int decimals = 0;
    for (double scaled = value; decimals < most && fabs(scaled - round(scaled)) > 1e-6; scaled *= 10)
        decimals++;
    return decimals;
}

static bool print_alike(double a, double b, int decimals)
{
    char text[2][400];
    snprintf(text[0], sizeof text[0], "%.*f", decimals, a);
    snprintf(text[1], sizeof text[1], "%.*f", decimals, b);
    return strcmp(text[0], text[1]) == 0;
}

int xn_decimals_apart(double a, double b, int least)
{
    int decimals = least;
    while (decimals < DECIMALS_MAX && a != b && print_alike(a, b, decimals))
        decimals++;
    return decimals;
}

struct xn_reason xn_reason_new(const char *code, const char *english)
{
    return (struct xn_reason){.code = code, .english = english};
}

static size_t count_values(const struct xn_reason *reason)
{
    size_t count = 0;
    while (count < XN_REASON_VALUES && reason->value[count].name)
        count++;
    return count;
}

static void add_value(struct xn_reason *reason, struct xn_reason_value value)
{
    const size_t count = count_values(reason);
    if (count < XN_REASON_VALUES)
        reason->value[count] = value;
}

void xn_reason_number(struct xn_reason *reason, const char *name, double number, int decimals)
{
    add_value(reason, (struct xn_reason_value){
                          .name = name, .kind = XN_VALUE_NUMBER, .number = number, .decimals = decimals});
}

void xn_reason_date(struct xn_reason *reason, const char *name, xn_date date)
{
    add_value(reason, (struct xn_reason_value){.name = name, .kind = XN_VALUE_DATE, .date = date});
}

void xn_reason_text(struct xn_reason *reason, const char *name, const char *text)
{
    add_value(reason, (struct xn_reason_value){.name = name, .kind = XN_VALUE_TEXT, .text = text});
}

void xn_reason_term(struct xn_reason *reason, const char *name, const char *english)
{
    add_value(reason, (struct xn_reason_value){.name = name, .kind = XN_VALUE_TERM, .text = english});
}

static int decimals_of_money(double eur)
{
    return xn_decimals_exact(eur, 2) ? 2 : 0;
}

void xn_reason_measure(struct xn_reason *reason, const char *name, double value)
{
    xn_reason_number(reason, name, value, xn_decimals_exact(value, 2));
}

void xn_reason_money(struct xn_reason *reason, const char *name, double eur)
{
    xn_reason_number(reason, name, eur, decimals_of_money(eur));
}

/* Cut at a character when it is too long. */
static void print_text(const char *text, char *ret, size_t size)
{
    snprintf(ret, size, "%s", text);
    ret[xn_utf8_valid_length(ret, strlen(ret))] = '\0';
}

/* A value as machines read it: decimal point, ISO date. */
static void print_for_machines(const struct xn_reason_value *value, char *ret, size_t size)
{
    if (value->kind == XN_VALUE_DATE) {
        xn_date_print(value->date, ret, size);
    } else if (value->kind == XN_VALUE_NUMBER) {
        snprintf(ret, size, "%.*f", xn_decimals_exact(value->number, value->decimals), value->number);
    } else {
        print_text(value->text, ret, size);
    }
}

void xn_reason_got(struct xn_reason *reason, const char *got)
{
    print_text(got, reason->got, sizeof reason->got);
}

void xn_reason_needed(struct xn_reason *reason, const char *needed)
{
    print_text(needed, reason->needed, sizeof reason->needed);
}

void xn_reason_is_got(struct xn_reason *reason)
{
    print_for_machines(&reason->value[count_values(reason) - 1], reason->got, sizeof reason->got);
}

void xn_reason_is_needed(struct xn_reason *reason)
{
    print_for_machines(&reason->value[count_values(reason) - 1], reason->needed, sizeof reason->needed);
}

void xn_reason_compare(struct xn_reason *reason, const char *got_name, double got, const char *needed_name,
                       double needed)
{
    xn_reason_number(reason, got_name, got, xn_decimals_apart(got, needed, xn_decimals_exact(got, 2)));
    xn_reason_is_got(reason);
    xn_reason_measure(reason, needed_name, needed);
    xn_reason_is_needed(reason);
}

void xn_reason_compare_money(struct xn_reason *reason, const char *got_name, double got_eur,
                             const char *needed_name, double needed_eur)
{
    xn_reason_number(reason, got_name, got_eur,
                     xn_decimals_apart(got_eur, needed_eur, decimals_of_money(got_eur)));
    xn_reason_is_got(reason);
    xn_reason_money(reason, needed_name, needed_eur);
    xn_reason_is_needed(reason);
}

const char *xn_effect_index_words(enum xn_effect_index index)
{
    return index == XN_EFFECT_THEIL_H ? XN_N("entropy index (Theil's H)")
                                      : XN_N("variance ratio (eta squared)");
}

/* --- sentences ------------------------------------------------------------------------------------- */

/* Year, month and day in the order that the catalogue gives them. */
static void put_date(struct xn_buf *buf, enum xn_language language, xn_date date)
{
    char iso[16], year[5], month[3], day[3];
    xn_date_print(date, iso, sizeof iso);
    if (sscanf(iso, "%4[0-9]-%2[0-9]-%2[0-9]", year, month, day) != 3) {
        xn_buf_puts(buf, iso);
        return;
    }
    const struct xn_message_value part[] = {{"year", year}, {"month", month}, {"day", day}};
    xn_message_put(buf, language, XN_N("{year}-{month}-{day}"), part, 3);
}

static void put_value(struct xn_buf *buf, enum xn_language language, const struct xn_reason_value *value)
{
    switch (value->kind) {
    case XN_VALUE_NUMBER:
        xn_number_put(buf, language, value->number, value->decimals);
        break;
    case XN_VALUE_DATE:
        put_date(buf, language, value->date);
        break;
    case XN_VALUE_TEXT:
        xn_buf_puts(buf, value->text);
        break;
    case XN_VALUE_TERM:
        xn_buf_puts(buf, xn_message(language, value->text));
        break;
    }
}

void xn_reason_put(struct xn_buf *buf, enum xn_language language, const struct xn_reason *reason)
{
    XN_AUTO_BUF text = XN_BUF_INIT; /* the values one after the other, each ended by a NUL */
    size_t start[XN_REASON_VALUES];
    const size_t n_values = count_values(reason);
    for (size_t i = 0; i < n_values; i++) {
        start[i] = text.length;
        put_value(&text, language, &reason->value[i]);
        xn_buf_putc(&text, '\0');
    }
    if (text.status != XN_OK) {
        buf->status = text.status;
        return;
    }
    struct xn_message_value value[XN_REASON_VALUES];
    for (size_t i = 0; i < n_values; i++)
        value[i] = (struct xn_message_value){reason->value[i].name, text.data + start[i]};
    xn_message_put(buf, language, reason->english, value, n_values);
}
