/* request_json_test.c - an object with exactly these members, and what is said of every other. */
#include <math.h>
#include <string.h>
#include "counted_memory.h"
#include "test.h"
#include "xenia/exchange.h"
#include "xenia/request.h"

struct said {
    const char *text, *word;
    int64_t whole;
    double number;
    enum xn_answer answer;
    xn_date date;
    struct xn_request_texts texts;
    struct xn_request json;
    struct xn_requests jsons;
};
#define MEMBER(kind_, member_, ...)                                                                          \
    {                                                                                                        \
        .name = #member_, .kind = kind_, .offset = offsetof(struct said, member_), __VA_ARGS__               \
    }
static const char *const words[] = {"made", "refused", NULL};
static const struct xn_member members[] = {
    MEMBER(XN_MEMBER_TEXT, text, .low = 1, .high = 5),
    MEMBER(XN_MEMBER_WORD, word, .word = words),
    MEMBER(XN_MEMBER_WHOLE, whole, .low = 1, .high = 365),
    MEMBER(XN_MEMBER_NUMBER, number, .low = -90, .high = 90),
    MEMBER(XN_MEMBER_ANSWER, answer, .required = false),
    MEMBER(XN_MEMBER_DATE, date, .required = false),
    MEMBER(XN_MEMBER_TEXTS, texts, .high = 2),
    MEMBER(XN_MEMBER_JSON, json, .required = false),
    MEMBER(XN_MEMBER_JSONS, jsons, .high = 2),
};
enum { N_MEMBERS = sizeof members / sizeof *members };

static enum xn_status read(const char *json, struct said *ret, struct xn_arena *arena, struct xn_error *err)
{
    const struct xn_request request = {.json = json, .length = strlen(json), .place = "body"};
    *ret = (struct said){.text = "old", .number = NAN, .date = XN_NO_DATE, .answer = XN_UNKNOWN};
    return xn_request_read(&request, members, N_MEMBERS, arena, ret, err);
}

static void everything_is_read(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct said said;
    ASSERT_OK(
        read("{\"text\":\"\u00e9\u00e9\u00e9\u00e9\u00e9\",\"word\":\"refused\",\"whole\":365,\"number\":-90,"
             "\"answer\":false,\"date\":\"2005-02-28\",\"texts\":[\"a\",\"b\"],\"json\":{\"size\":3},"
             "\"jsons\":[{},{\"x\":[1]}]}",
             &said, arena, &err));
    assert_string_equal(said.text, "\u00e9\u00e9\u00e9\u00e9\u00e9");
    assert_string_equal(said.word, "refused");
    assert_int_equal(said.whole, 365);
    assert_true(said.number == -90);
    assert_int_equal(said.answer, XN_NO);
    assert_int_equal(said.date, xn_date_of(2005, 2, 28));
    assert_int_equal(said.texts.count, 2);
    assert_string_equal(said.texts.text[1], "b");
    assert_string_equal(said.json.json, "{\"size\":3}");
    assert_string_equal(said.json.place, "body: json");
    assert_int_equal(said.jsons.count, 2);
    assert_string_equal(said.jsons.request[1].json, "{\"x\":[1]}");
    assert_string_equal(said.jsons.request[1].place, "body: jsons[1]");
    ASSERT_OK(read("{\"text\":null}", &said, arena, &err));
    assert_string_equal(said.text, "old");
}

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *json, *part, *member; /* member "": none can be named */
    } wrong[] = {
        {"", "not JSON", ""},
        {"{\"text\":\"a\",}", "not JSON", ""},
        {"{\"whole\":1,\"whole\":2}", "not JSON", ""},
        {"[]", "wanted an object", ""},
        {"{\"nationality\":\"x\"}", "there is no member 'nationality'", "nationality"},
        {"{\"wrod\":\"made\"}", "word", "wrod"},
        {"{\"text\":\"\"}", "wanted a text of 1 to 5 characters", "text"},
        {"{\"text\":\"abcdef\"}", "wanted a text of 1 to 5 characters", "text"},
        {"{\"text\":\"a\\u0000b\"}", "not JSON", ""},
        {"{\"text\":\"a\\u0007b\"}", "found", "text"},
        {"{\"text\":5}", "found 5", "text"},
        {"{\"word\":\"expired\"}", "wanted one of \"made\", \"refused\"", "word"},
        {"{\"whole\":0}", "wanted a whole number from 1 to 365", "whole"},
        {"{\"whole\":1.5}", "found 1.5", "whole"},
        {"{\"whole\":366}", "found 366", "whole"},
        {"{\"number\":90.5}", "wanted a number from -90 to 90", "number"},
        {"{\"number\":\"1\"}", "found \"1\"", "number"},
        {"{\"answer\":1}", "wanted true or false", "answer"},
        {"{\"date\":\"2005-02-29\"}", "wanted a date", "date"},
        {"{\"date\":\"2005-02-28T10:00:00Z\"}", "wanted a date", "date"},
        {"{\"texts\":[\"a\",\"b\",\"c\"]}", "wanted an array of at most 2", "texts"},
        {"{\"texts\":[\"a\",1]}", "found 1", "texts"},
        {"{\"texts\":\"a\"}", "wanted an array", "texts"},
        {"{\"json\":[]}", "wanted an object", "json"},
        {"{\"jsons\":[[]]}", "wanted an object", "jsons"},
    };
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct said said;
        struct xn_error err = {0};
        char member[32];
        assert_int_equal(read(wrong[i].json, &said, arena, &err), XN_INPUT);
        if (!strstr(err.message, wrong[i].part))
            fail_msg("%s: '%s' does not say '%s'", wrong[i].json, err.message, wrong[i].part);
        assert_int_equal(xn_request_fault_member(err.message, member, sizeof member), *wrong[i].member != 0);
        if (*wrong[i].member)
            assert_string_equal(member, wrong[i].member);
    }
}

static void a_needed_member_must_be_there(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_member needed = {.name = "state", .kind = XN_MEMBER_TEXT, .required = true};
    const struct xn_request request = {.json = "{\"state\":null}", .length = 14, .place = "request body"};
    const char *ret = NULL;
    char member[32];
    struct xn_error err = {0};
    assert_int_equal(xn_request_read(&request, &needed, 1, arena, &ret, &err), XN_INPUT);
    assert_string_equal(err.message, "request body: there is no state, which is needed");
    assert_true(xn_request_fault_member(err.message, member, sizeof member));
    assert_string_equal(member, "state");
}

/* The sentences of xn_household_parse name the whole path. */
static void the_member_of_an_inner_object(void **state)
{
    (void)state;
    static const struct {
        const char *json, *member;
    } wrong[] = {{"{\"size\":0}", "needs.size"},
                 {"{}", "needs.size"},
                 {"{\"size\":1,\"religion\":1}", "needs.religion"},
                 {"{\"size\":1,\"age_bands\":{\"old\":1}}", "needs.age_bands.old"},
                 {"{\"size\":1,\"ties\":[{\"kind\":\"care\",\"lat\":99,\"lon\":1}]}", "needs.ties[0].lat"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct xn_household household;
        struct xn_error err = {0};
        char member[64], small[8];
        assert_int_equal(
            xn_household_parse(wrong[i].json, strlen(wrong[i].json), "body: needs", &household, &err),
            XN_INPUT);
        assert_true(xn_request_fault_member(err.message, member, sizeof member));
        assert_string_equal(member, wrong[i].member);
        assert_false(xn_request_fault_member(err.message, small, sizeof small));
    }
}

static void memory_may_run_out(void **state)
{
    (void)state;
    const size_t before = xn_test_live_blocks();
    for (size_t n = 1; n < 40; n++) {
        struct said said;
        XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
        xn_test_fail_allocation(n);
        const enum xn_status status =
            read("{\"text\":\"a\",\"texts\":[\"a\"],\"json\":{},\"jsons\":[{}]}", &said, arena, NULL);
        xn_test_fail_allocation(0);
        assert_true(status == XN_OK || status == XN_MEMORY);
    }
    assert_int_equal(xn_test_live_blocks(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_read),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(a_needed_member_must_be_there),
        cmocka_unit_test(the_member_of_an_inner_object),
        cmocka_unit_test(memory_may_run_out),
    };
    return XN_RUN(tests);
}
