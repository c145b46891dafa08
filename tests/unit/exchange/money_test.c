#include "test.h"
#include <math.h>
#include <stdio.h>
#include "xenia/exchange.h"

static void sums_are_read_as_they_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double euro;
    } row[] = {{"514.36", 514.36},
               {"€ 514,36", 514.36},
               {"1.203", 1203},
               {"1400.–", 1400},
               {"1.203,50 €", 1203.5},
               {"1,203.50", 1203.5},
               {"1.234.567,89", 1234567.89},
               {"1,234,567", 1234567},
               {"0", 0},
               {"0,5", 0.5},
               {"1203.5", 1203.5},
               {"600,-", 600},
               {"600,--", 600},
               {"600.—", 600},
               {"EUR 75", 75},
               {"75 Euro", 75},
               {"\xc2\xa0€\xc2\xa0"
                "75,00",
                75},
               {"€1.400,–", 1400},
               {"585.88", 585.88}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        double euro = NAN;
        if (!xn_parse_money(row[i].text, &euro))
            fail_msg("'%s' is not read", row[i].text);
        if (fabs(euro - row[i].euro) > 1e-9)
            fail_msg("'%s' is read as %g", row[i].text, euro);
    }
}

static void what_has_no_single_reading_is_refused(void **state)
{
    (void)state;
    static const char *const text[] = {"",         "€",         "abc",     "12.3456", "0.514",
                                       "1.2.3",    "1.203,500", "-5",      "5-",      "1..2",
                                       ".50",      "1.20,30",   "12,34,5", "1.203 x", "1e3",
                                       "nan",      "inf",       "0x10",    "--",      "1234.567.890",
                                       "1,203,50", "ca. 500",   "400-500", "1 400",   "9999999999999"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        double euro = 7.0;
        if (xn_parse_money(text[i], &euro))
            fail_msg("'%s' is read as %g", text[i], euro);
        assert_true(euro == 7.0);
    }
}

/* What is printed with two decimals in either habit reads back as itself. */
static void printed_sums_read_back(void **state)
{
    (void)state;
    for (int cents = 0; cents < 2000000; cents += 37) {
        char text[32];
        double euro = NAN;
        (void)snprintf(text, sizeof text, "%d.%02d", cents / 100, cents % 100);
        assert_true(xn_parse_money(text, &euro) && llround(euro * 100) == cents);
        if (cents >= 100000)
            (void)snprintf(text, sizeof text, "€ %d.%03d,%02d", cents / 100000, cents / 100 % 1000,
                           cents % 100);
        assert_true(xn_parse_money(text, &euro) && llround(euro * 100) == cents);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_read_as_they_are_written),
        cmocka_unit_test(what_has_no_single_reading_is_refused),
        cmocka_unit_test(printed_sums_read_back),
    };
    return XN_RUN(tests);
}
