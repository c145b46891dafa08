#include "test.h"
#include <math.h>
#include <string.h>
#include "xenia/buf.h"

static void a_document_comes_out_as_written(void **state)
{
    (void)state;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_json json;
    xn_json_init(&json, &buf, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "name", "D\xC3\xBC\"es\\berg\n\x01");
    xn_json_member_double(&json, "value", 0.25);
    xn_json_member_double(&json, "undefined", NAN);
    xn_json_member_string(&json, "none", NULL);
    xn_json_key(&json, "list");
    xn_json_begin_array(&json);
    xn_json_int(&json, -3);
    xn_json_bool(&json, true);
    xn_json_begin_object(&json);
    xn_json_end_object(&json);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    assert_string_equal(xn_buf_text(&buf), "{\"name\":\"D\xC3\xBC\\\"es\\\\berg\\n\\u0001\",\"value\":0.25,"
                                           "\"undefined\":null,\"none\":null,\"list\":[-3,true,{}]}");
}

static void invalid_text_never_gets_out(void **state)
{
    (void)state;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_json json;
    xn_json_init(&json, &buf, false);
    xn_json_string(&json, "a\xFF\xC3z");
    assert_string_equal(xn_buf_text(&buf), "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\"");
}

static void pretty_documents_are_indented(void **state)
{
    (void)state;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_json json;
    xn_json_init(&json, &buf, true);
    xn_json_begin_object(&json);
    xn_json_key(&json, "a");
    xn_json_begin_array(&json);
    xn_json_int(&json, 1);
    xn_json_int(&json, 2);
    xn_json_end_array(&json);
    xn_json_key(&json, "b");
    xn_json_begin_array(&json);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    assert_string_equal(xn_buf_text(&buf), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_comes_out_as_written),
        cmocka_unit_test(invalid_text_never_gets_out),
        cmocka_unit_test(pretty_documents_are_indented),
    };
    return XN_RUN(tests);
}
