#include "test.h"
#include <string.h>
#include "xenia/status.h"
#include "xenia/text.h"

static void every_status_has_a_name_and_words(void **state)
{
    (void)state;
    assert_string_equal(xn_status_name(XN_INPUT), "INPUT");
    assert_string_equal(xn_status_name(XN_CANCELLED), "CANCELLED");
    assert_string_equal(xn_status_text(XN_MEMORY), "out of memory");
    assert_string_equal(xn_status_name((enum xn_status)99), "UNKNOWN");
}

static void a_failure_may_have_no_place_for_its_sentence(void **state)
{
    (void)state;
    assert_int_equal(xn_fail(NULL, XN_INPUT, "nobody reads this"), XN_INPUT);
    assert_int_equal(xn_fail_in(NULL, XN_INPUT, "context"), XN_INPUT);
}

static void a_long_sentence_is_cut_at_a_character(void **state)
{
    (void)state;
    struct xn_error err = {0};
    char text[2000] = "x"; /* shifts the two-byte characters to odd places */
    while (strlen(text) < 1800)
        strcat(text, "\xC3\xBC");
    xn_fail(&err, XN_INPUT, "%s", text);
    const size_t length = strlen(err.message);
    assert_int_equal(length, 1023);
    assert_int_equal(xn_utf8_valid_length(err.message, length), length);
}

static void context_comes_before_the_sentence(void **state)
{
    (void)state;
    struct xn_error err = {0};
    xn_fail(&err, XN_INPUT, "wanted a number");
    assert_int_equal(xn_fail_in(&err, XN_INPUT, "line %d", 7), XN_INPUT);
    assert_string_equal(err.message, "line 7: wanted a number");
    assert_int_equal(xn_fail_in(&err, XN_OK, "line %d", 8), XN_OK);
    assert_string_equal(err.message, "line 7: wanted a number");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_name_and_words),
        cmocka_unit_test(a_failure_may_have_no_place_for_its_sentence),
        cmocka_unit_test(a_long_sentence_is_cut_at_a_character),
        cmocka_unit_test(context_comes_before_the_sentence),
    };
    return XN_RUN(tests);
}
