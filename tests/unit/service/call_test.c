/* How a call ends: problems in RFC 9457's form, what of a failure is told, and what the client has already.
 */
#include <jansson.h>
#include <string.h>
#include "../../../src/service/service_private.h"
#include "test.h"

static const struct route route = {.method = "GET", .path = "/somewhere"};

static struct call new_call(void)
{
    return (struct call){.route = &route, .answer = {.status = 200, .body = XN_BUF_INIT}};
}

/* The answer is a problem with these members; frees it. */
static void assert_problem(struct call *call, unsigned status, const char *code, const char *field,
                           const char *detail)
{
    json_t *json = json_loadb(xn_buf_text(&call->answer.body), call->answer.body.length, 0, NULL);
    assert_non_null(json);
    assert_int_equal(call->answer.status, status);
    assert_string_equal(call->answer.content_type, "application/problem+json; charset=utf-8");
    assert_int_equal(json_integer_value(json_object_get(json, "status")), status);
    assert_string_equal(json_string_value(json_object_get(json, "type")), "about:blank");
    assert_string_equal(json_string_value(json_object_get(json, "code")), code);
    assert_string_equal(json_string_value(json_object_get(json, "detail")), detail);
    const char *got = json_string_value(json_object_get(json, "field"));
    assert_true(field ? got && strcmp(got, field) == 0 : !got);
    json_decref(json);
    xn_buf_free(&call->answer.body);
}

static void test_statuses(void **state)
{
    (void)state;
    static const struct {
        enum xn_status status;
        unsigned http;
        const char *code;
    } known[] = {{XN_ARGUMENT, 400, "bad_parameter"}, {XN_INPUT, 422, "refused_input"},
                 {XN_UNDEFINED, 422, "undefined"},    {XN_LIMIT, 413, "limit"},
                 {XN_CONFLICT, 409, "conflict"},      {XN_NOT_FOUND, 404, "not_found"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct call call = new_call();
        struct xn_error err = {0};
        answer_finish(&call, xn_fail(&err, known[i].status, "the sentence"), &err);
        assert_true(call.answered);
        assert_problem(&call, known[i].http, known[i].code, NULL, "the sentence");
    }
}

/* Where the store is, is nobody's business but the operator's. */
static void test_store_failure(void **state)
{
    (void)state;
    struct call call = new_call();
    struct xn_error err = {0};
    snprintf(call.answer.etag, sizeof call.answer.etag, "abc");
    xn_buf_puts(&call.answer.body, "half an answer");
    answer_finish(&call, xn_fail(&err, XN_DATABASE, "no socket /secret/path"), &err);
    assert_int_equal(call.answer.retry_after_s, 5);
    assert_string_equal(call.answer.etag, "");
    assert_problem(&call, 503, "store_down", NULL, "The store does not answer; try again.");
}

static void test_own_problem(void **state)
{
    (void)state;
    struct call call = new_call();
    struct xn_error err = {0};
    const enum xn_status status = call_refuse(&call, 400, "bad_parameter", "level", "found '%s'", "\"x\"");
    assert_int_not_equal(status, XN_OK);
    answer_finish(&call, status, &err);
    assert_problem(&call, 400, "bad_parameter", "level", "found '\"x\"'");
}

/* An answer that did not fit is a fault of ours, not of the client's size. */
static void test_unwritten(void **state)
{
    (void)state;
    struct call call = new_call();
    struct xn_error err = {0};
    static struct xn_service without_log;
    call.service = &without_log;
    call.answer.body.limit = 300;
    for (int i = 0; i < 400; i++)
        xn_buf_putc(&call.answer.body, 'x');
    answer_finish(&call, XN_OK, &err);
    assert_problem(&call, 500, "internal", NULL, "The service failed; its log says why.");
}

static bool is_known(const char *etag, const char *header, unsigned status)
{
    struct call call = new_call();
    call.answer.status = status;
    call.known_etags = header;
    snprintf(call.answer.etag, sizeof call.answer.etag, "%s", etag);
    const bool known = answer_is_known(&call);
    assert_int_equal(call.answer.status, known ? 304 : status);
    return known;
}

static void test_known(void **state)
{
    (void)state;
    assert_true(is_known("abc", "\"abc\"", 200));
    assert_true(is_known("abc", "\"x\", W/\"abc\"", 200));
    assert_true(is_known("abc", "*", 200));
    assert_false(is_known("abc", NULL, 200));
    assert_false(is_known("abc", "abc", 200));
    assert_false(is_known("abc", "\"abcd\"", 200));
    assert_false(is_known("", "\"\"", 200));
    assert_false(is_known("abc", "\"abc\"", 202));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_statuses), cmocka_unit_test(test_store_failure),
                                       cmocka_unit_test(test_own_problem), cmocka_unit_test(test_unwritten),
                                       cmocka_unit_test(test_known)};
    return XN_RUN(tests);
}
