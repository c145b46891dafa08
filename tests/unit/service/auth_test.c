/* Which Authorization headers hold what may be a token. */
#include <string.h>
#include "../../../src/service/http.h"
#include "test.h"

#define TOKEN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_9"

static void assert_token(const char *header, const char *wanted)
{
    struct call call = {0};
    auth_read(&call, header);
    assert_string_equal(call.token, wanted);
}

static void test_read(void **state)
{
    (void)state;
    assert_int_equal(strlen(TOKEN), XN_TOKEN_SIZE - 1);
    assert_token("Bearer " TOKEN, TOKEN);
    assert_token("bearer  " TOKEN, TOKEN);
}

static void test_refused(void **state)
{
    (void)state;
    assert_token(NULL, "");
    assert_token("", "");
    assert_token("Bearer", "");
    assert_token("Bearer ", "");
    assert_token("Basic " TOKEN, "");
    assert_token("Bearer" TOKEN, "");
    assert_token("Bearer " TOKEN "x", "");
    assert_token("Bearer " TOKEN " ", "");
    assert_token("Bearer abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_", "");
    assert_token("Bearer abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_'", "");
    assert_token("Bearer abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123+/9", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_read), cmocka_unit_test(test_refused)};
    return XN_RUN(tests);
}
