#include "test.h"
#include <math.h>
#include <string.h>
#include "xenia/digest.h"

static void sha256_is_the_standards(void **state)
{
    (void)state;
    char hex[XN_DIGEST_HEX];
    xn_digest_of("abc", 3, hex); /* FIPS 180-2, appendix B.1 */
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void digest_two(const char *a, const char *b, char ret[XN_DIGEST_HEX])
{
    struct xn_digest digest;
    xn_digest_init(&digest);
    xn_digest_text(&digest, a);
    xn_digest_text(&digest, b);
    xn_digest_hex(&digest, ret);
}

static void fields_cannot_be_shifted(void **state)
{
    (void)state;
    char x[XN_DIGEST_HEX], y[XN_DIGEST_HEX];
    digest_two("ab", "c", x);
    digest_two("a", "bc", y);
    assert_string_not_equal(x, y);
    digest_two(NULL, "c", x);
    digest_two("", "c", y);
    assert_string_not_equal(x, y);
}

static void equal_numbers_digest_equally(void **state)
{
    (void)state;
    const double a[] = {0.0, NAN}, b[] = {-0.0, -NAN};
    for (int i = 0; i < 2; i++) {
        struct xn_digest first, second;
        char x[XN_DIGEST_HEX], y[XN_DIGEST_HEX];
        xn_digest_init(&first);
        xn_digest_init(&second);
        xn_digest_double(&first, a[i]);
        xn_digest_double(&second, b[i]);
        xn_digest_hex(&first, x);
        xn_digest_hex(&second, y);
        assert_string_equal(x, y);
    }
}

static void the_keyed_order_depends_on_key_and_text(void **state)
{
    (void)state;
    assert_int_equal(xn_keyed_hash("s1", "offer"), xn_keyed_hash("s1", "offer"));
    assert_int_not_equal(xn_keyed_hash("s1", "offer"), xn_keyed_hash("s2", "offer"));
    assert_int_not_equal(xn_keyed_hash("s1", "offer"), xn_keyed_hash("s1", "offes"));
    const struct xn_hash_key key = xn_hash_key_of("s1");
    assert_int_equal(xn_hash_under(&key, "offer"), xn_keyed_hash("s1", "offer"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_is_the_standards),
        cmocka_unit_test(fields_cannot_be_shifted),
        cmocka_unit_test(equal_numbers_digest_equally),
        cmocka_unit_test(the_keyed_order_depends_on_key_and_text),
    };
    return XN_RUN(tests);
}
