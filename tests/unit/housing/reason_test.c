/* Sentences: values in the manner of each language, limits that show, and a translation for everything. */
#include <dirent.h>
#include <stdlib.h>
#include "fixture.h"
#include "xenia/memory.h"

static struct xn_policy policy;
static struct xn_household household;
static struct xn_dwelling dwelling;

static int setup(void **state)
{
    (void)state;
    policy = fixture_policy();
    household = fixture_household();
    dwelling = fixture_dwelling("d");
    return 0;
}

/* The sentence of the only reason that the dwelling has. */
static void assert_sentence(enum xn_language language, const char *expected)
{
    struct xn_reason reason[XN_FIT_TEST_COUNT];
    const struct xn_fit fit = xn_fit_evaluate(&policy, &household, &dwelling, FIXTURE_AS_OF);
    assert_int_equal(xn_fit_reasons(&policy, &household, &dwelling, FIXTURE_AS_OF, fit, reason), 1);
    XN_AUTO_BUF buf = XN_BUF_INIT;
    xn_reason_put(&buf, language, &reason[0]);
    assert_string_equal(xn_buf_text(&buf), expected);
}

static void test_money(void **state)
{
    (void)state;
    dwelling.rent_gross_eur = 820;
    assert_sentence(XN_ENGLISH, "The rent is 820 euro; the limit is 750 euro.");
    dwelling.rent_gross_eur = 1203.5;
    assert_sentence(XN_ENGLISH, "The rent is 1,203.50 euro; the limit is 750 euro.");
    assert_sentence(XN_DUTCH, "De huur is 1.203,50 euro; de grens is 750 euro.");
    assert_sentence(XN_GERMAN, "Die Miete beträgt 1.203,50 Euro; die Grenze liegt bei 750 Euro.");
}

static void test_a_small_difference_shows(void **state)
{
    (void)state;
    dwelling.area_m2 = 44.996;
    assert_sentence(XN_ENGLISH, "The floor area is 44.996 m²; the household needs at least 45 m².");
}

static void test_dates(void **state)
{
    (void)state;
    dwelling.closes = xn_date_of(2020, 12, 9);
    assert_sentence(XN_ENGLISH, "The offer closed on 2020-12-09; this list is for 2021-02-01.");
    assert_sentence(XN_DUTCH, "De reactietermijn eindigde op 09-12-2020; deze lijst is van 01-02-2021.");
    assert_sentence(XN_GERMAN, "Das Angebot endete am 09.12.2020; diese Liste gilt für den 01.02.2021.");
}

static void test_a_walk_up_says_why(void **state)
{
    (void)state;
    household.step_free = true;
    dwelling.step_free = XN_UNKNOWN;
    dwelling.lift = XN_NO;
    dwelling.floor = 2;
    assert_sentence(XN_ENGLISH, "The dwelling is on floor 2 and has no lift; the household needs step-free "
                                "access.");
}

static void test_a_long_kind_is_cut_at_a_character(void **state)
{
    (void)state;
    char kind[200];
    for (size_t i = 0; i < sizeof kind - 1; i += 2)
        memcpy(kind + i, "é", 2);
    kind[sizeof kind - 2] = '\0';
    dwelling.kind = kind;
    dwelling.is_dwelling = XN_NO;
    struct xn_reason reason[XN_FIT_TEST_COUNT];
    const struct xn_fit fit = xn_fit_evaluate(&policy, &household, &dwelling, FIXTURE_AS_OF);
    xn_fit_reasons(&policy, &household, &dwelling, FIXTURE_AS_OF, fit, reason);
    assert_int_equal(strlen(reason[0].got), 94);
    assert_int_equal(xn_utf8_valid_length(reason[0].got, 94), 94);
}

static void test_a_full_buffer_is_said(void **state)
{
    (void)state;
    dwelling.rent_gross_eur = 820;
    struct xn_reason reason[XN_FIT_TEST_COUNT];
    const struct xn_fit fit = xn_fit_evaluate(&policy, &household, &dwelling, FIXTURE_AS_OF);
    xn_fit_reasons(&policy, &household, &dwelling, FIXTURE_AS_OF, fit, reason);
    XN_AUTO_BUF buf = XN_BUF_INIT;
    buf.limit = 10;
    xn_reason_put(&buf, XN_GERMAN, &reason[0]);
    assert_int_equal(xn_buf_check(&buf, NULL), XN_LIMIT);
}

/* --- every sentence of the layer is in the catalogues ------------------------------------------------- */

/* Reads the string literals after XN_N( into `ret`, joined; returns where it stopped. */
static const char *read_literals(const char *at, char *ret, size_t size)
{
    size_t length = 0;
    for (at += strspn(at, " \n\\"); *at == '"'; at += strspn(at, " \n\\")) {
        for (at++; *at != '"'; at++) {
            at += *at == '\\';
            assert_true(length + 1 < size);
            ret[length++] = *at;
        }
        at++;
    }
    ret[length] = '\0';
    return at;
}

static size_t check_translations(const char *source, enum xn_language first, enum xn_language last)
{
    size_t count = 0;
    for (const char *at = source; (at = strstr(at, "XN_N(")); count++) {
        char english[512];
        at = read_literals(at + strlen("XN_N("), english, sizeof english);
        for (enum xn_language language = first; language <= last; language++)
            if (xn_message(language, english) == english) /* itself, for want of a translation */
                fail_msg("no %s translation of: %s", xn_language_tag(language), english);
    }
    return count;
}

static size_t check_file(const char *path, enum xn_language first, enum xn_language last)
{
    char *source;
    size_t length;
    struct xn_error err = {0};
    if (xn_file_read(path, 1 << 20, &source, &length, &err) != XN_OK)
        fail_msg("%s", err.message);
    const size_t count = check_translations(source, first, last);
    xn_free(source);
    return count;
}

static void test_every_sentence_is_translated(void **state)
{
    (void)state;
    DIR *folder = opendir("src/housing");
    assert_non_null(folder);
    size_t count = 0;
    char path[512];
    for (struct dirent *entry; (entry = readdir(folder));)
        if (strlen(entry->d_name) > 2 && strcmp(entry->d_name + strlen(entry->d_name) - 2, ".c") == 0) {
            snprintf(path, sizeof path, "src/housing/%s", entry->d_name);
            count += check_file(path, XN_DUTCH, XN_GERMAN);
        }
    closedir(folder);
    assert_true(count > 80);
}

/* What a family reads is in Russian too: the list, its reasons, and the words within them. */
static void test_a_family_reads_russian(void **state)
{
    (void)state;
    static const char *const file[] = {"src/housing/fit_reasons.c",    "src/housing/fit_limits.c",
                                       "src/housing/explain.c",        "src/housing/explain_area.c",
                                       "src/housing/counterfactual.c", "src/housing/reason.c",
                                       "src/housing/effect.c",         "src/study/rank.c",
                                       "src/app/cli_ranking_text.c"};
    size_t count = 0;
    for (size_t i = 0; i < sizeof file / sizeof *file; i++)
        count += check_file(file[i], XN_DUTCH, XN_RUSSIAN);
    assert_true(count > 120);
    static const char *const term[] = {"mixed",    "undetermined", "concentrated", "district", "block",
                                       "street",   "high",         "medium",       "low",      "very low",
                                       "positive", "stable",       "negative"};
    for (enum xn_language language = XN_DUTCH; language <= XN_RUSSIAN; language++)
        for (size_t i = 0; i < sizeof term / sizeof *term; i++)
            assert_string_not_equal(xn_message(language, term[i]), "");
    for (size_t i = 0; i < sizeof term / sizeof *term; i++)
        assert_string_not_equal(xn_message(XN_RUSSIAN, term[i]), term[i]);
}

/* Words of RULES R18. */
static void test_words_of_the_classes(void **state)
{
    (void)state;
    static const char *const word[][3] = {{"mixed", "gemengd", "gemischt"},
                                          {"undetermined", "onbepaald", "unbestimmt"},
                                          {"concentrated", "geconcentreerd", "konzentriert"}};
    for (int c = XN_MIXED; c <= XN_CONCENTRATED; c++)
        for (int language = XN_ENGLISH; language <= XN_GERMAN; language++)
            assert_string_equal(xn_message((enum xn_language)language, xn_class_name((enum xn_class)c)),
                                word[c][language]);
}

#define REASON_TEST(test) cmocka_unit_test_setup(test, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REASON_TEST(test_money),
        REASON_TEST(test_a_small_difference_shows),
        REASON_TEST(test_dates),
        REASON_TEST(test_a_walk_up_says_why),
        REASON_TEST(test_a_long_kind_is_cut_at_a_character),
        REASON_TEST(test_a_full_buffer_is_said),
        REASON_TEST(test_every_sentence_is_translated),
        REASON_TEST(test_a_family_reads_russian),
        REASON_TEST(test_words_of_the_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
