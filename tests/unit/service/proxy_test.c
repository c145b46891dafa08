/* Whom a trusted proxy says that it has seen: one asker has one name, whatever is written. */
#include "../../../src/service/http.h"
#include "test.h"

static void assert_address(const char *forwarded_for, const char *wanted)
{
    char address[46] = "untouched";
    assert_int_equal(proxy_find_address(forwarded_for, address, sizeof address), *wanted != '\0');
    assert_string_equal(address, *wanted ? wanted : "untouched");
}

static void test_last_counts(void **state)
{
    (void)state;
    assert_address("192.0.2.7", "192.0.2.7");
    assert_address("10.9.9.9, 192.0.2.7", "192.0.2.7");
    assert_address("10.9.9.9,\t 192.0.2.7 ", "192.0.2.7");
    assert_address("spoofed \"; DROP, 10.9.9.9,192.0.2.7", "192.0.2.7");
}

static void test_ports(void **state)
{
    (void)state;
    assert_address("192.0.2.7:4711", "192.0.2.7");
    assert_address("[2001:db8:1:2::7]:4711", "2001:db8:1:2::");
    assert_address("[2001:db8:1:2::7]", "2001:db8:1:2::");
}

/* Whoever has one address of an IPv6 network has all of it. */
static void test_networks(void **state)
{
    (void)state;
    assert_address("2001:db8:1:2::7", "2001:db8:1:2::");
    assert_address("2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::");
    assert_address("2001:db8:1:3::7", "2001:db8:1:3::");
    assert_address("::ffff:192.0.2.7", "192.0.2.7");
}

static void test_no_address(void **state)
{
    (void)state;
    assert_address("", "");
    assert_address("192.0.2.7, ", "");
    assert_address("unknown", "");
    assert_address("192.0.2", "");
    assert_address("_hidden, x", "");
    assert_address("[", "");
    assert_address("fe80::1%eth0", "");
    assert_address("192.0.2.7........................................................................", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_last_counts), cmocka_unit_test(test_ports),
                                       cmocka_unit_test(test_networks), cmocka_unit_test(test_no_address)};
    return XN_RUN(tests);
}
