/* Quarters: read, written, and the days that are in them. */
#include "fixture.h"
#include "xenia/ledger.h"

static void test_read_and_written(void **state)
{
    (void)state;
    xn_quarter quarter = 0;
    char text[16];
    assert_true(xn_quarter_parse("2004Q3", &quarter));
    assert_int_equal(quarter, 4 * 2004 + 2);
    xn_quarter_print(quarter, text);
    assert_string_equal(text, "2004Q3");
    xn_quarter_print(XN_NO_QUARTER, text);
    assert_string_equal(text, "");
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",        "2004", "2004Q",   "2004Q0", "2004Q5",
                                        "2004Q11", "04Q1", "2004-Q1", "Q12004", " 2004Q1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        xn_quarter quarter = 17;
        assert_false(xn_quarter_parse(wrong[i], &quarter));
        assert_int_equal(quarter, 17);
    }
}

static void test_days(void **state)
{
    (void)state;
    assert_int_equal(xn_quarter_of(XN_NO_DATE), XN_NO_QUARTER);
    for (xn_quarter quarter = 4 * 1999; quarter < 4 * 2009; quarter++) {
        const xn_date first = xn_quarter_first_day(quarter), last = xn_quarter_last_day(quarter);
        assert_int_equal(xn_quarter_of(first), quarter);
        assert_int_equal(xn_quarter_of(last), quarter);
        assert_int_equal(xn_quarter_of(first - 1), quarter - 1);
        assert_int_equal(xn_quarter_of(last + 1), quarter + 1);
    }
    assert_int_equal(xn_quarter_last_day(4 * 2004), xn_date_of(2004, 3, 31));
    for (int year = 1; year < 3000; year += 7)
        assert_int_equal(xn_quarter_of(xn_date_of(year, 6, 30)), 4 * year + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_and_written),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
