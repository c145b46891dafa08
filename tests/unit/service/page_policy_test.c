/* The page's Content-Security-Policy, with and without a background map; an address never says more than a
 * place. */
#include "../../../src/service/page_policy.h"
#include <stdio.h>
#include <string.h>
#include "test.h"

#define WITHOUT                                                                                              \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "    \
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

static void nothing_from_elsewhere_without_a_map(void **state)
{
    (void)state;
    char policy[PAGE_POLICY_SIZE];
    ASSERT_OK(page_policy_make(NULL, policy, &err));
    assert_string_equal(policy, WITHOUT);
}

static void pictures_of_the_map_and_nothing_else(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"},
        {"https://tiles.example:8443/a/{z}/{y}/{x}?key=1&v=a%20b", "https://tiles.example:8443"},
        {"https://tiles.example:65535/{z}/{x}/{y}.png", "https://tiles.example:65535"},
        {"http://127.0.0.1:8080/{z}/{x}/{y}", "http://127.0.0.1:8080"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char policy[PAGE_POLICY_SIZE], wanted[PAGE_POLICY_SIZE];
        const char *rest = strstr(WITHOUT, "; connect-src");
        snprintf(wanted, sizeof wanted, "%.*s %s%s", (int)(rest - WITHOUT), WITHOUT, cases[i][1], rest);
        ASSERT_OK(page_policy_make(cases[i][0], policy, &err));
        assert_string_equal(policy, wanted);
    }
}

static void other_addresses_are_refused(void **state)
{
    (void)state;
    char too_long[300] = "https://";
    memset(too_long + 8, 'a', 250);
    memcpy(too_long + 258, "/{z}/{x}/{y}", 13);
    const char *const cases[] = {
        "",
        "tiles.example/{z}/{x}/{y}.png",
        "ftp://tiles.example/{z}/{x}/{y}.png",
        "javascript:alert(1)/{z}/{x}/{y}",
        "https:///{z}/{x}/{y}.png",
        "https://tiles.example",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example/{x}/{y}.png",
        "https://tiles.example; script-src */{z}/{x}/{y}.png",
        "https://tiles.example /{z}/{x}/{y}.png",
        "https://tiles.example,*/{z}/{x}/{y}.png",
        "https://*/{z}/{x}/{y}.png",
        "https://*.example/{z}/{x}/{y}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://user:word@tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example:/{z}/{x}/{y}.png",
        "https://tiles.example:123456/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}/{y}.png\r\nX-Header: 1",
        "https://tiles.example/{z}/{x}/{y} .png",
        "https://tiles.example/{z}/{x}/{y}\".png",
        "https://tiles.example/{z}/{x}/{y}\xC3\xBC",
        "https://tiles.example/{z}/{y}.png",
        "https://{z}.example/{x}/{y}.png",
        "https://user@tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example'/{z}/{x}/{y}.png",
        "https://tiles.example\"/{z}/{x}/{y}.png",
        "https://tiles.example;/{z}/{x}/{y}.png",
        "https://tiles.example\r\nX-Header:1/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}/{y}'.png",
        "https://tiles.example/{z}/{x}/{y};.png",
        "https://tiles.example/{z}/{x}/{y}\t.png",
        "https://tiles.example/{z}/{x}/{y}\x7F.png",
        too_long,
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char policy[PAGE_POLICY_SIZE] = "untouched";
        ASSERT_FAILS(XN_ARGUMENT, "wanted one like https://tiles.example/{z}/{x}/{y}.png",
                     page_policy_make(cases[i], policy, &err));
        assert_string_equal(policy, "untouched");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_from_elsewhere_without_a_map),
                                       cmocka_unit_test(pictures_of_the_map_and_nothing_else),
                                       cmocka_unit_test(other_addresses_are_refused)};
    return XN_RUN(tests);
}
