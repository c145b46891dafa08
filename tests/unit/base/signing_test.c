/* Signatures: the first test vectors of RFC 8032, key files, and public keys as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "xenia/signing.h"

static char folder[64], path[96];

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/xenia-test-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/audit.key", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void write_key_file(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

/* RFC 8032, 7.1, tests 1 and 2: seed, public key, message, signature. */
static void agrees_with_the_standard(void **state)
{
    (void)state;
    static const struct {
        const char *seed, *public_key, *message, *signature_begins;
    } vector[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac72"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "\x72", "92a009a9f0d4cab8"}};
    for (size_t i = 0; i < sizeof vector / sizeof *vector; i++) {
        XN_AUTO_SIGNING_KEY key;
        unsigned char signature[XN_SIGNATURE_SIZE], wanted[XN_PUBLIC_KEY_SIZE];
        char text[XN_PUBLIC_KEY_HEX], begin[17];
        write_key_file(vector[i].seed);
        assert_int_equal(xn_signing_key_file(path, false, &key, NULL), XN_OK);
        xn_public_key_print(key.public_, text);
        assert_string_equal(text, vector[i].public_key);
        assert_int_equal(xn_public_key_parse(text, wanted, NULL), XN_OK);
        assert_memory_equal(wanted, key.public_, sizeof wanted);
        xn_sign(&key, vector[i].message, strlen(vector[i].message), signature);
        for (size_t j = 0; j < 8; j++)
            snprintf(begin + 2 * j, 3, "%02x", signature[j]);
        assert_string_equal(begin, vector[i].signature_begins);
        assert_true(
            xn_signature_is_valid(key.public_, vector[i].message, strlen(vector[i].message), signature));
    }
}

static void any_changed_bit_is_seen(void **state)
{
    (void)state;
    XN_AUTO_SIGNING_KEY key;
    unsigned char signature[XN_SIGNATURE_SIZE];
    char message[] = "seal 1";
    assert_int_equal(xn_signing_key_file(path, true, &key, NULL), XN_OK);
    xn_sign(&key, message, sizeof message, signature);
    for (size_t bit = 0; bit < 8 * sizeof signature; bit++) {
        signature[bit / 8] ^= (unsigned char)(1 << bit % 8);
        assert_false(xn_signature_is_valid(key.public_, message, sizeof message, signature));
        signature[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    for (size_t bit = 0; bit < 8 * sizeof message; bit++) {
        message[bit / 8] ^= (char)(1 << bit % 8);
        assert_false(xn_signature_is_valid(key.public_, message, sizeof message, signature));
        message[bit / 8] ^= (char)(1 << bit % 8);
    }
    assert_true(xn_signature_is_valid(key.public_, message, sizeof message, signature));
}

static void the_file_is_made_once(void **state)
{
    (void)state;
    XN_AUTO_SIGNING_KEY first, second;
    struct stat status;
    struct xn_error err = {0};
    unlink(path);
    assert_int_equal(xn_signing_key_file(path, false, &first, &err), XN_NOT_FOUND);
    assert_non_null(strstr(err.message, path));
    assert_int_equal(xn_signing_key_file(path, true, &first, NULL), XN_OK);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(xn_signing_key_file(path, true, &second, NULL), XN_OK);
    assert_memory_equal(&first, &second, sizeof first);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(xn_signing_key_file(path, true, &second, &err), XN_INPUT);
    assert_non_null(strstr(err.message, "640"));
}

static void other_texts_are_no_keys(void **state)
{
    (void)state;
    static const char *const text[] = {"", "d75a",
                                       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751",
                                       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00",
                                       "x75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        unsigned char key[XN_PUBLIC_KEY_SIZE] = {7};
        assert_int_equal(xn_public_key_parse(text[i], key, NULL), XN_INPUT);
        assert_int_equal(key[0], 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(agrees_with_the_standard, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_changed_bit_is_seen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_file_is_made_once, set_up, tear_down),
        cmocka_unit_test(other_texts_are_no_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
