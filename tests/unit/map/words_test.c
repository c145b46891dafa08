/* Text without a font: cleaning, measuring, breaking into lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "../../../src/map/words.h"

static int make_arena(void **state)
{
    *state = xn_arena_new();
    return *state ? 0 : -1;
}

static int free_arena(void **state)
{
    xn_arena_free(*state);
    return 0;
}

static void cleans(void **state)
{
    static const struct {
        const char *raw, *clean;
    } row[] = {
        {"", ""},
        {"M\xC3\xBCnster <&>", "M\xC3\xBCnster <&>"},
        {"a\tb\r\nc", "a b  c"},
        {"a\x01\x7F"
         "b",
         "a\xEF\xBF\xBD\xEF\xBF\xBD"
         "b"},
        {"\xC2\x85", "\xEF\xBF\xBD"},         /* a C1 control */
        {"M\xFCnster", "M\xEF\xBF\xBDnster"}, /* Latin-1 */
        {"\xC3", "\xEF\xBF\xBD"},             /* cut in the middle */
        {"\x80\xC3\xBC\xBF", "\xEF\xBF\xBD\xC3\xBC\xEF\xBF\xBD"},
        {"\xEF\xBF\xBE", "\xEF\xBF\xBD"},                         /* U+FFFE */
        {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"}, /* a surrogate */
        {"\xF0\x9F\x8F\xA0", "\xF0\x9F\x8F\xA0"},                 /* U+1F3E0 */
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const char *clean = NULL;
        assert_int_equal(xn_words_clean(*state, row[i].raw, &clean, NULL), XN_OK);
        assert_string_equal(clean, row[i].clean);
    }
}

static void measures(void **state)
{
    (void)state;
    assert_int_equal(xn_words_width("", 100, false), 0);
    assert_int_equal(xn_words_width("n", 1000, false), 640); /* 556 and 15 % */
    assert_int_equal(xn_words_width("nn", 1000, false), 1279);
    assert_true(xn_words_width("WWW", 100, false) > 3 * xn_words_width("i", 100, false));
    assert_true(xn_words_width("Coerde", 100, true) > xn_words_width("Coerde", 100, false));
    assert_int_equal(xn_words_width("\xC3\xBC", 1000, false), 690);
    assert_int_equal(xn_words_width("\xE4\xB8\xAD", 1000, false), 1150);
}

static void breaks_at_blanks(void **state)
{
    struct xn_words_lines lines;
    assert_int_equal(xn_words_wrap(*state, "  one two  three ", 100, false,
                                   xn_words_width("one two", 100, false), 4, &lines, NULL),
                     XN_OK);
    assert_int_equal(lines.count, 2);
    assert_string_equal(lines.line[0], "one two");
    assert_string_equal(lines.line[1], "three");
}

static void every_line_fits(void **state)
{
    static const char text[] =
        "Der Anteil der Spätaussiedler an der Bevölkerung im Wohnquartiersentwicklungsgebiet "
        "Kinderhaus-Brüningheide, 31.12.2004";
    for (int width = 100; width < 6000; width += 37)
        for (size_t most = 1; most <= XN_WORDS_LINE_MAX; most++) {
            struct xn_words_lines lines;
            assert_int_equal(xn_words_wrap(*state, text, 100, false, width, most, &lines, NULL), XN_OK);
            assert_in_range(lines.count, 1, most);
            for (size_t i = 0; i < lines.count && width > 250; i++)
                assert_true(xn_words_width(lines.line[i], 100, false) <= width);
        }
}

static void breaks_inside_a_word_that_is_too_long(void **state)
{
    struct xn_words_lines lines;
    assert_int_equal(
        xn_words_wrap(*state, "mmmmmm", 1000, false, xn_words_width("mmm", 1000, false), 4, &lines, NULL),
        XN_OK);
    assert_int_equal(lines.count, 2);
    assert_string_equal(lines.line[1], "mmm");
    assert_int_equal(xn_words_wrap(*state, "\xC3\xBC\xC3\xBC", 1000, false, 1, 4, &lines, NULL), XN_OK);
    assert_int_equal(lines.count, 2);
    assert_string_equal(lines.line[0], "\xC3\xBC");
}

static void says_that_it_left_something_out(void **state)
{
    struct xn_words_lines lines;
    assert_int_equal(xn_words_wrap(*state, "one two three", 100, false, xn_words_width("one two", 100, false),
                                   1, &lines, NULL),
                     XN_OK);
    assert_int_equal(lines.count, 1);
    assert_string_equal(lines.line[0], "one\xE2\x80\xA6");
    assert_int_equal(xn_words_wrap(*state, "", 100, false, 100, 1, &lines, NULL), XN_OK);
    assert_int_equal(lines.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cleans),
        cmocka_unit_test(measures),
        cmocka_unit_test(breaks_at_blanks),
        cmocka_unit_test(every_line_fits),
        cmocka_unit_test(breaks_inside_a_word_that_is_too_long),
        cmocka_unit_test(says_that_it_left_something_out),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
