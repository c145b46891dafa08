#include "test.h"
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "counted_memory.h"
#include "xenia/buf.h"
#include "xenia/random.h"

static void the_limit_is_hard_and_the_error_sticks(void **state)
{
    (void)state;
    XN_AUTO_BUF buf = {.limit = 8};
    xn_buf_puts(&buf, "12345678");
    assert_int_equal(buf.status, XN_OK);
    xn_buf_putc(&buf, '9');
    xn_buf_puts(&buf, "");
    assert_string_equal(xn_buf_text(&buf), "12345678");
    ASSERT_FAILS(XN_LIMIT, "8 bytes", xn_buf_check(&buf, &err));
    xn_buf_reset(&buf);
    xn_buf_puts(&buf, "again");
    ASSERT_OK(xn_buf_check(&buf, &err));
}

static void no_memory_is_said_at_the_end(void **state)
{
    (void)state;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    xn_test_fail_allocation(1);
    xn_buf_puts(&buf, "text");
    xn_buf_puts(&buf, "more");
    xn_test_fail_allocation(0);
    assert_int_equal(buf.length, 0);
    ASSERT_FAILS(XN_MEMORY, "memory", xn_buf_check(&buf, &err));
}

static void xml_is_escaped(void **state)
{
    (void)state;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    xn_buf_put_xml(&buf, "<b>\"T&C\" 'x'\x1B</b>");
    assert_string_equal(xn_buf_text(&buf), "&lt;b&gt;&quot;T&amp;C&quot; &#39;x&#39;\xEF\xBF\xBD&lt;/b&gt;");
}

static void csv_is_quoted_and_formulas_are_defused(void **state)
{
    (void)state;
    static const struct {
        const char *field, *csv;
    } cases[] = {{"plain", "plain"},      {"a,b", "\"a,b\""}, {"say \"x\"", "\"say \"\"x\"\"\""},
                 {"=1+2", "'=1+2"},       {"-3.5", "-3.5"},   {"@cmd", "'@cmd"},
                 {"+49 251", "'+49 251"}, {"", ""},           {"two\nlines", "\"two\nlines\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        XN_AUTO_BUF buf = XN_BUF_INIT;
        xn_buf_put_csv(&buf, cases[i].field);
        assert_string_equal(xn_buf_text(&buf), cases[i].csv);
    }
}

static void numbers_are_short_and_read_back(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0.1, "0.1"},       {-0.0, "0"},
                 {1e21, "1e+21"},    {1.0 / 3, "0.3333333333333333"},
                 {5e-324, "5e-324"}, {DBL_MAX, "1.7976931348623157e+308"},
                 {100000, "100000"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        XN_AUTO_BUF buf = XN_BUF_INIT;
        xn_buf_put_double(&buf, cases[i].value);
        assert_string_equal(xn_buf_text(&buf), cases[i].text);
    }
    struct xn_random random = xn_random_stream(1, 2, 3);
    for (int i = 0; i < 20000; i++) {
        const uint64_t bits = xn_random_u64(&random);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        XN_AUTO_BUF buf = XN_BUF_INIT;
        xn_buf_put_double(&buf, value);
        assert_true(strtod(xn_buf_text(&buf), NULL) == value);
    }
}

/* What the header promises, by trial: the fewest digits from 15 that read back. */
static void assert_is_shortest(double value)
{
    char expected[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(expected, sizeof expected, "%.*g", digits, value);
        if (strtod(expected, NULL) == value)
            break;
    }
    XN_AUTO_BUF buf = XN_BUF_INIT;
    xn_buf_put_double(&buf, value);
    assert_string_equal(xn_buf_text(&buf), expected);
}

/* The value and the doubles beside it. */
static void assert_shortest_around(double value)
{
    double below = value, above = value;
    for (int i = 0; i < 20; i++) {
        assert_is_shortest(below);
        assert_is_shortest(-above);
        below = nextafter(below, 0);
        above = nextafter(above, INFINITY);
    }
}

static void numbers_are_the_shortest_by_trial(void **state)
{
    (void)state;
    for (int exponent = -20; exponent <= 60; exponent++)
        assert_shortest_around(ldexp(1, exponent));
    for (int exponent = -6; exponent <= 18; exponent++)
        assert_shortest_around(pow(10, exponent));
    struct xn_random random = xn_random_stream(4, 5, 6);
    for (int i = 0; i < 50000; i++) {
        const uint64_t whole = xn_random_u64(&random) >> (xn_random_below(&random, 50) + 11);
        const double value = pow(10, -5 + 21 * xn_random_uniform(&random));
        if (whole > 0) {
            assert_is_shortest((double)whole / pow(10, xn_random_below(&random, 8)));
            assert_is_shortest(ldexp((double)whole, -(int)xn_random_below(&random, 66)));
        }
        assert_is_shortest(value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_limit_is_hard_and_the_error_sticks),
        cmocka_unit_test(no_memory_is_said_at_the_end),
        cmocka_unit_test(xml_is_escaped),
        cmocka_unit_test(csv_is_quoted_and_formulas_are_defused),
        cmocka_unit_test(numbers_are_short_and_read_back),
        cmocka_unit_test(numbers_are_the_shortest_by_trial),
    };
    return XN_RUN(tests);
}
