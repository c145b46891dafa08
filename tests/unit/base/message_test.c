#include "test.h"
#include <string.h>
#include "xenia/message.h"

static void languages_are_parsed(void **state)
{
    (void)state;
    enum xn_language language = XN_ENGLISH;
    assert_true(xn_language_parse("nl-NL", &language));
    assert_int_equal(language, XN_DUTCH);
    assert_true(xn_language_parse("de_DE.UTF-8", &language));
    assert_int_equal(language, XN_GERMAN);
    assert_false(xn_language_parse("", &language));
    assert_false(xn_language_parse("n", &language));
    assert_false(xn_language_parse("nlx", &language));
    assert_true(xn_language_parse("ru", &language));
    assert_int_equal(language, XN_RUSSIAN);
    assert_false(xn_language_parse("fr", &language));
}

static void places_are_filled_and_unknown_ones_stay(void **state)
{
    (void)state;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    const struct xn_message_value values[] = {{"rent", "820"}, {"limit", "750"}};
    xn_message_put(&buf, XN_ENGLISH, "{rent} is above {limit}, {other} {", values, 2);
    assert_string_equal(xn_buf_text(&buf), "820 is above 750, {other} {");
}

static void a_sentence_without_translation_is_english(void **state)
{
    (void)state;
    assert_string_equal(xn_message(XN_DUTCH, "no such sentence"), "no such sentence");
}

static void numbers_are_written_in_the_languages_manner(void **state)
{
    (void)state;
    static const struct {
        enum xn_language language;
        double value;
        int decimals;
        const char *text;
    } cases[] = {{XN_ENGLISH, 1234567.891, 2, "1,234,567.89"},
                 {XN_GERMAN, 1234.5, 1, "1.234,5"},
                 {XN_DUTCH, 999, 0, "999"},
                 {XN_ENGLISH, -0.04, 1, "0.0"},
                 {XN_RUSSIAN, 1234567.5, 1,
                  "1\xC2\xA0"
                  "234\xC2\xA0"
                  "567,5"},
                 {XN_DUTCH, -1234, 0,
                  "\xE2\x88\x92"
                  "1.234"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        XN_AUTO_BUF buf = XN_BUF_INIT;
        xn_number_put(&buf, cases[i].language, cases[i].value, cases[i].decimals);
        assert_string_equal(xn_buf_text(&buf), cases[i].text);
    }
}

/* The places {like_this} of a sentence, as a sorted set of at most 64 in one string each. */
static size_t places(const char *text, char found[][64], size_t limit)
{
    size_t n = 0;
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        const char *close = strchr(open, '}');
        if (!close || close - open >= 64 || n == limit)
            continue;
        memcpy(found[n], open, (size_t)(close - open));
        found[n++][close - open] = '\0';
    }
    return n;
}

static void check_places(const char *english, const char *translated, void *context)
{
    size_t *count = context;
    char wanted[16][64] = {{0}}, got[16][64] = {{0}};
    const size_t n_wanted = places(english, wanted, 16), n_got = places(translated, got, 16);
    ++*count;
    assert_int_not_equal(strlen(translated), 0);
    for (size_t i = 0; i < n_wanted; i++) {
        size_t j = 0;
        while (j < n_got && strcmp(wanted[i], got[j]) != 0)
            j++;
        if (j == n_got)
            fail_msg("'%s' loses %s}", english, wanted[i]);
    }
    for (size_t j = 0; j < n_got; j++) {
        size_t i = 0;
        while (i < n_wanted && strcmp(wanted[i], got[j]) != 0)
            i++;
        if (i == n_wanted)
            fail_msg("'%s' invents %s}", translated, got[j]);
    }
}

static void catalogues_are_complete_and_keep_every_place(void **state)
{
    (void)state;
    size_t dutch = 0, german = 0, russian = 0;
    xn_message_each(XN_DUTCH, check_places, &dutch);
    xn_message_each(XN_GERMAN, check_places, &german);
    assert_true(dutch > 50);
    assert_int_equal(dutch, german);
    xn_message_each(XN_RUSSIAN, check_places, &russian); /* what a family reads */
    assert_true(russian > 150 && russian < dutch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_are_parsed),
        cmocka_unit_test(places_are_filled_and_unknown_ones_stay),
        cmocka_unit_test(a_sentence_without_translation_is_english),
        cmocka_unit_test(numbers_are_written_in_the_languages_manner),
        cmocka_unit_test(catalogues_are_complete_and_keep_every_place),
    };
    return XN_RUN(tests);
}
