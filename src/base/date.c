/* date.c - civil dates as days since 1970-01-01.
 *
 * Conversion by the proleptic Gregorian calendar in 400-year cycles of 146,097 days, counted from March so
 * that the leap day is the last of its year.
 */
#include "xenia/text.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

xn_date xn_date_of(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return XN_NO_DATE;
    const int march_year = month > 2 ? year : year - 1;
    const int march_month = month > 2 ? month - 3 : month + 9;
    const int cycle = march_year / 400, year_of_cycle = march_year % 400;
    const int day_of_year = (153 * march_month + 2) / 5 + day - 1;
    const int day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    return cycle * 146097 + day_of_cycle - 719468;
}

static void split(xn_date date, int *year, int *month, int *day)
{
    const int days = date + 719468;
    const int cycle = days / 146097, day_of_cycle = days % 146097;
    const int year_of_cycle =
        (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
    const int day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    const int march_month = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * march_month + 2) / 5 + 1;
    *month = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = cycle * 400 + year_of_cycle + (*month <= 2);
}

void xn_date_print(xn_date date, char *ret, size_t size)
{
    if (date == XN_NO_DATE) {
        ret[0] = '\0';
        return;
    }
    int year, month, day;
    split(date, &year, &month, &day);
    snprintf(ret, size, "%04d-%02d-%02d", year, month, day);
}

xn_date xn_date_months_before(xn_date date, int months)
{
    int year, month, day;
    split(date, &year, &month, &day);
    const int count = year * 12 + month - 1 - months;
    year = count / 12;
    month = count % 12 + 1;
    const int last = days_in_month(year, month);
    return xn_date_of(year, month, day < last ? day : last);
}

xn_date xn_date_today(void)
{
    return (xn_date)(time(NULL) / 86400);
}

/* --- reading --------------------------------------------------------------------------------------- */

/* A run of 1 to `most` digits; moves the text on. */
static bool take_number(const char **text, int most, int *ret)
{
    int value = 0, digits = 0;
    while (isdigit((unsigned char)**text) && digits < most) {
        value = value * 10 + (*(*text)++ - '0');
        digits++;
    }
    if (digits == 0 || isdigit((unsigned char)**text))
        return false;
    *ret = value;
    return true;
}

static void skip(const char **text, const char *any_of)
{
    *text += strspn(*text, any_of);
}

static bool keep(xn_date date, xn_date *ret)
{
    if (date == XN_NO_DATE)
        return false;
    *ret = date;
    return true;
}

/* What may follow a date: nothing, or a time of day ("18:00", "T10:00:00+01:00", ", 19:00:00.5Z"). */
static bool is_time_or_end(const char *text)
{
    skip(&text, " ,T");
    return text[strspn(text, "0123456789:.+-Z ")] == '\0' && (*text == '\0' || isdigit((unsigned char)*text));
}

bool xn_parse_date_iso(const char *text, xn_date *ret)
{
    int year, month, day;
    skip(&text, " ");
    if (!take_number(&text, 4, &year) || year < 1000 || *text++ != '-')
        return false;
    if (!take_number(&text, 2, &month) || *text++ != '-' || !take_number(&text, 2, &day))
        return false;
    return is_time_or_end(text) && keep(xn_date_of(year, month, day), ret);
}

/* "20-05-2021", "20.5.2021", "20/05/2021" */
static bool parse_day_first(const char *text, xn_date *ret)
{
    int year, month, day;
    if (!take_number(&text, 2, &day) || !*text || !strchr("-./", *text++))
        return false;
    if (!take_number(&text, 2, &month) || !*text || !strchr("-./", *text++))
        return false;
    return take_number(&text, 4, &year) && year >= 1000 && is_time_or_end(text) &&
           keep(xn_date_of(year, month, day), ret);
}

/* The month whose name the text starts with, in Dutch, German or English, whole or its first three letters.
 */
static int take_month(const char **text)
{
    static const char *const name[][12] = {{"january", "february", "march", "april", "may", "june", "july",
                                            "august", "september", "october", "november", "december"},
                                           {"januari", "februari", "maart", "april", "mei", "juni", "juli",
                                            "augustus", "september", "oktober", "november", "december"},
                                           {"januar", "februar", "m\xC3\xA4rz", "april", "mai", "juni",
                                            "juli", "august", "september", "oktober", "november",
                                            "dezember"}};
    char word[24];
    size_t length = 0;
    while (length + 1 < sizeof word && (isalpha((unsigned char)(*text)[length]) || (*text)[length] & 0x80)) {
        word[length] = (char)tolower((unsigned char)(*text)[length]);
        length++;
    }
    word[length] = '\0';
    for (size_t language = 0; language < 3; language++)
        for (int month = 0; month < 12; month++)
            if (strcmp(word, name[language][month]) == 0 ||
                (length == 3 && strncmp(word, name[language][month], 3) == 0)) {
                *text += length;
                return month + 1;
            }
    return 0;
}

/* "6 december 2020", "6. Dezember 2020" */
static bool parse_day_month_name(const char *text, xn_date *ret)
{
    int year, day;
    if (!take_number(&text, 2, &day))
        return false;
    skip(&text, ". ");
    const int month = take_month(&text);
    skip(&text, ". ");
    return month && take_number(&text, 4, &year) && year >= 1000 && is_time_or_end(text) &&
           keep(xn_date_of(year, month, day), ret);
}

/* "October 19, 2021" */
static bool parse_month_name_day(const char *text, xn_date *ret)
{
    int year, day;
    const int month = take_month(&text);
    skip(&text, ". ");
    if (!month || !take_number(&text, 2, &day))
        return false;
    skip(&text, ", ");
    return take_number(&text, 4, &year) && year >= 1000 && is_time_or_end(text) &&
           keep(xn_date_of(year, month, day), ret);
}

bool xn_parse_date_written(const char *text, xn_date *ret)
{
    skip(&text, " ");
    return xn_parse_date_iso(text, ret) || parse_day_first(text, ret) || parse_day_month_name(text, ret) ||
           parse_month_name_day(text, ret);
}
