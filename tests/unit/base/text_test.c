#include "test.h"
#include <string.h>
#include "xenia/text.h"

static void numbers_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    static const char *const bad[] = {"",      " ",   "12,5", "nan", "inf", "0x10", "12abc",
                                      "1e999", "***", "-",    "1 2", "€ 3", "1.2.3"};
    double value = 7;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(xn_parse_double(bad[i], &value));
    assert_true(value == 7);
    assert_true(xn_parse_double(" -1.5e3 ", &value));
    assert_true(value == -1500);
    int64_t whole = 7;
    assert_false(xn_parse_int("9223372036854775808", &whole));
    assert_false(xn_parse_int("1.5", &whole));
    assert_true(xn_parse_int("-99999999", &whole));
    assert_int_equal(whole, -99999999);
}

static void utf8_is_checked_as_unicode_says(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t valid;
    } cases[] = {{"abc", 3},          {"\xC3\xBC", 2},          {"\xC0\xAF", 0},         {"\xE0\x80\xAF", 0},
                 {"\xED\xA0\x80", 0}, {"a\xF4\x90\x80\x80", 1}, {"\xF0\x9F\x8F\xA0", 4}, {"x\xE2\x82", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(xn_utf8_valid_length(cases[i].bytes, strlen(cases[i].bytes)), cases[i].valid);
}

static void encodings_are_converted_or_refused(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    char *text = NULL;
    ASSERT_OK(xn_to_utf8(arena, "ISO-8859-1", "Amelsb\xFCren", 10, &text, &err));
    assert_string_equal(text, "Amelsb\xC3\xBCren");
    ASSERT_FAILS(XN_INPUT, "0xFC at position 7",
                 xn_to_utf8(arena, "UTF-8", "Amelsb\xFCren", 10, &text, &err));
    ASSERT_FAILS(XN_INPUT, "<html>", xn_to_utf8(arena, "<html>", "x", 1, &text, &err));
}

static void blanks_are_cut_at_both_ends(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    assert_string_equal(xn_trim(arena, "  a b\0 ", 7), "a b");
    assert_string_equal(xn_trim(arena, " \0", 2), "");
}

static void case_is_ignored_in_ascii(void **state)
{
    (void)state;
    assert_int_equal(xn_compare_ignoring_case("Einw", "EINW"), 0);
    assert_true(xn_compare_ignoring_case("a", "b") < 0);
    assert_true(xn_compare_ignoring_case("ab", "a") > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
        cmocka_unit_test(utf8_is_checked_as_unicode_says),
        cmocka_unit_test(encodings_are_converted_or_refused),
        cmocka_unit_test(blanks_are_cut_at_both_ends),
        cmocka_unit_test(case_is_ignored_in_ascii),
    };
    return XN_RUN(tests);
}
