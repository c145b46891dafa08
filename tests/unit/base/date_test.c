#include "test.h"
#include <string.h>
#include "xenia/text.h"

static void every_day_of_800_years_prints_and_reads_back(void **state)
{
    (void)state;
    assert_int_equal(xn_date_of(1970, 1, 1), 0);
    assert_int_equal(xn_date_of(2000, 3, 1), 11017);
    for (xn_date date = xn_date_of(1601, 1, 1); date < xn_date_of(2401, 1, 1); date++) {
        char text[16];
        xn_date read = 0;
        xn_date_print(date, text, sizeof text);
        assert_true(xn_parse_date_iso(text, &read));
        assert_int_equal(read, date);
    }
}

static void days_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    assert_int_equal(xn_date_of(2021, 2, 29), XN_NO_DATE);
    assert_int_equal(xn_date_of(1900, 2, 29), XN_NO_DATE);
    assert_int_not_equal(xn_date_of(2000, 2, 29), XN_NO_DATE);
    assert_int_equal(xn_date_of(2021, 13, 1), XN_NO_DATE);
}

static void dates_are_read_as_offers_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int year, month, day;
    } cases[] = {{"2021-02-01", 2021, 2, 1},
                 {"2021-03-15 12:13:00", 2021, 3, 15},
                 {"2021-05-12T00:01:00+02:00", 2021, 5, 12},
                 {"20-05-2021 00:00:00", 2021, 5, 20},
                 {"20.5.2021", 2021, 5, 20},
                 {"6 december 2020", 2020, 12, 6},
                 {"9 december 2020 18:00", 2020, 12, 9},
                 {"6. Dezember 2020", 2020, 12, 6},
                 {"1. M\xC3\xA4rz 2021", 2021, 3, 1},
                 {"October 19, 2021 19:00:00", 2021, 10, 19},
                 {"December 31, 2099 00:00:00", 2099, 12, 31}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        xn_date date = XN_NO_DATE;
        if (!xn_parse_date_written(cases[i].text, &date))
            fail_msg("'%s' is not read", cases[i].text);
        assert_int_equal(date, xn_date_of(cases[i].year, cases[i].month, cases[i].day));
    }
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",        "soon",          "2021-02-30",  "31-02-2021",  "2021",
                                      "12 2021", "1 floreal 229", "2021-02-01x", "99999-01-01", "per direct"};
    xn_date date = 42;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (xn_parse_date_written(bad[i], &date))
            fail_msg("'%s' is read", bad[i]);
    assert_int_equal(date, 42);
}

static void months_before_keep_the_day_or_take_the_last(void **state)
{
    (void)state;
    assert_int_equal(xn_date_months_before(xn_date_of(2021, 2, 1), 24), xn_date_of(2019, 2, 1));
    assert_int_equal(xn_date_months_before(xn_date_of(2021, 3, 31), 1), xn_date_of(2021, 2, 28));
    assert_int_equal(xn_date_months_before(xn_date_of(2020, 1, 15), 1), xn_date_of(2019, 12, 15));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_800_years_prints_and_reads_back),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(dates_are_read_as_offers_write_them),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(months_before_keep_the_day_or_take_the_last),
    };
    return XN_RUN(tests);
}
