/* Percent-decoding, strictly. */
#include <string.h>
#include "../../../src/service/http.h"
#include "test.h"

static void assert_decoded(const char *encoded, const char *wanted)
{
    char text[64];
    strcpy(text, encoded);
    assert_true(head_decode(text));
    assert_string_equal(text, wanted);
}

static void assert_refused(const char *encoded)
{
    char text[64];
    strcpy(text, encoded);
    assert_false(head_decode(text));
}

static void test_decoded(void **state)
{
    (void)state;
    assert_decoded("", "");
    assert_decoded("plain", "plain");
    assert_decoded("%41%2f%2F%62", "A//b");
    assert_decoded("M%C3%BCnster", "Münster");
    assert_decoded("%2541", "%41"); /* once */
    assert_decoded("(rest)", "(rest)");
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"%",   "%4",   "%4g", "%g4", "x%",        "a%00b", "%0a",
                                      "%7f", "a\tb", "%ff", "%c3", "%ed%a0%80", "%%41"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_refused(bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_decoded), cmocka_unit_test(test_refused)};
    return XN_RUN(tests);
}
