/* The session in a Cookie header, and the cookie that is set. */
#include <string.h>
#include "../../../src/service/http.h"
#include "test.h"

#define TOKEN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_9"

static void assert_read(bool is_secure, const char *header, bool unambiguous, const char *session)
{
    struct call call = {.is_secure = is_secure};
    assert_int_equal(cookie_read(&call, header), unambiguous);
    assert_string_equal(call.session, session);
}

static void test_read(void **state)
{
    (void)state;
    assert_read(false, NULL, true, "");
    assert_read(false, "", true, "");
    assert_read(false, "xenia_session=" TOKEN, true, TOKEN);
    assert_read(false, "a=b; xenia_session=" TOKEN ";c=d", true, TOKEN);
    assert_read(false, "xenia_session=short", true, "");
    assert_read(false, "xenia_session=" TOKEN "x", true, "");
    assert_read(false, "not_xenia_session=" TOKEN, true, "");
    assert_read(false, "xenia_session=" TOKEN "; xenia_session=x", false, TOKEN);
}

/* A neighbour under the same domain can plant a cookie, but none with this prefix. */
static void test_prefix(void **state)
{
    (void)state;
    assert_read(true, "xenia_session=" TOKEN, true, "");
    assert_read(true, "xenia_session=planted; __Host-xenia_session=" TOKEN, true, TOKEN);
    assert_read(false, "__Host-xenia_session=" TOKEN, true, "");
}

static void test_set(void **state)
{
    (void)state;
    struct call call = {.is_secure = true};
    cookie_set(&call, TOKEN);
    assert_string_equal(call.answer.cookie, "__Host-xenia_session=" TOKEN
                                            "; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure");
    call.is_secure = false;
    cookie_set(&call, NULL);
    assert_string_equal(call.answer.cookie, "xenia_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_read), cmocka_unit_test(test_prefix),
                                       cmocka_unit_test(test_set)};
    return XN_RUN(tests);
}
