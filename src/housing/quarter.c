/* quarter.c - quarters of a year as whole numbers. */
#include "xenia/ledger.h"
#include <stdio.h>

bool xn_quarter_parse(const char *text, xn_quarter *ret)
{
    int year = 0;
    for (int i = 0; i < 4; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        year = 10 * year + text[i] - '0';
    }
    if ((text[4] != 'Q' && text[4] != 'q') || text[5] < '1' || text[5] > '4' || text[6] != '\0')
        return false;
    *ret = 4 * year + text[5] - '1';
    return true;
}

void xn_quarter_print(xn_quarter quarter, char ret[16])
{
    if (quarter < 0)
        ret[0] = '\0';
    else
        snprintf(ret, 16, "%04dQ%d", quarter / 4, quarter % 4 + 1);
}

/* The year is guessed from its mean length and is then right or the one beside it. */
xn_quarter xn_quarter_of(xn_date date)
{
    if (date == XN_NO_DATE)
        return XN_NO_QUARTER;
    int year = 1970 + (int)(date / 365.2425);
    year += xn_date_of(year + 1, 1, 1) <= date;
    year -= xn_date_of(year, 1, 1) > date;
    xn_quarter quarter = 4 * year + 3;
    while (xn_quarter_first_day(quarter) > date)
        quarter--;
    return quarter;
}

xn_date xn_quarter_first_day(xn_quarter quarter)
{
    return xn_date_of(quarter / 4, quarter % 4 * 3 + 1, 1);
}

xn_date xn_quarter_last_day(xn_quarter quarter)
{
    return xn_quarter_first_day(quarter + 1) - 1;
}
