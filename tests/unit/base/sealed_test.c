/* What is sealed is read with its key and its context alone; the key file is made once and kept to its owner.
 */
#define _GNU_SOURCE /* memmem */
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
#include "xenia/sealed.h"
#include "xenia/text.h"

static const char secret[] = "F07, a family of four";

static void test_round_trip(void **state)
{
    (void)state;
    struct xn_key key;
    assert_int_equal(xn_key_random(&key, NULL), XN_OK);
    XN_AUTO_BUF sealed = XN_BUF_INIT, again = XN_BUF_INIT, plain = XN_BUF_INIT, empty = XN_BUF_INIT;
    assert_int_equal(xn_seal(&key, "a", secret, sizeof secret, &sealed, NULL), XN_OK);
    assert_int_equal(xn_seal(&key, "a", secret, sizeof secret, &again, NULL), XN_OK);
    assert_int_equal(sealed.length, 24 + sizeof secret + 16);
    assert_memory_not_equal(sealed.data, again.data, sealed.length); /* another nonce */
    assert_null(memmem(sealed.data, sealed.length, "family", 6));
    assert_int_equal(xn_unseal(&key, "a", sealed.data, sealed.length, &plain, NULL), XN_OK);
    assert_int_equal(plain.length, sizeof secret);
    assert_memory_equal(plain.data, secret, sizeof secret);
    xn_buf_reset(&sealed);
    assert_int_equal(xn_seal(&key, "a", "", 0, &sealed, NULL), XN_OK);
    assert_int_equal(xn_unseal(&key, "a", sealed.data, sealed.length, &empty, NULL), XN_OK);
    assert_int_equal(empty.length, 0);
}

/* Nothing comes out of it, and the sentence names what it was. */
static void assert_refused(const struct xn_key *key, const char *context, const struct xn_buf *sealed,
                           size_t length)
{
    struct xn_error err = {0};
    XN_AUTO_BUF plain = XN_BUF_INIT;
    assert_int_equal(xn_unseal(key, context, sealed->data, length, &plain, &err), XN_INPUT);
    assert_int_equal(plain.length, 0);
    assert_non_null(strstr(err.message, context));
    assert_null(strstr(err.message, "F07"));
}

static void test_every_other_byte_context_and_key(void **state)
{
    (void)state;
    struct xn_key key, other;
    assert_int_equal(xn_key_random(&key, NULL), XN_OK);
    assert_int_equal(xn_key_random(&other, NULL), XN_OK);
    XN_AUTO_BUF sealed = XN_BUF_INIT;
    assert_int_equal(xn_seal(&key, "household 1", secret, sizeof secret, &sealed, NULL), XN_OK);
    assert_refused(&other, "household 1", &sealed, sealed.length);
    assert_refused(&key, "household 2", &sealed, sealed.length);
    for (size_t length = 0; length < sealed.length; length++)
        assert_refused(&key, "household 1", &sealed, length);
    for (size_t i = 0; i < sealed.length; i++) {
        sealed.data[i] ^= 1;
        assert_refused(&key, "household 1", &sealed, sealed.length);
        sealed.data[i] ^= 1;
    }
}

static void test_wrapped_keys(void **state)
{
    (void)state;
    struct xn_key master, key, got = {{0}};
    unsigned char wrapped[XN_WRAPPED_KEY_SIZE];
    assert_int_equal(xn_key_random(&master, NULL), XN_OK);
    assert_int_equal(xn_key_random(&key, NULL), XN_OK);
    assert_int_equal(xn_key_wrap(&master, "1", &key, wrapped, NULL), XN_OK);
    assert_int_equal(xn_key_unwrap(&master, "2", wrapped, &got, NULL), XN_INPUT);
    assert_int_equal(xn_key_unwrap(&key, "1", wrapped, &got, NULL), XN_INPUT);
    assert_memory_equal(got.bytes, (unsigned char[XN_KEY_SIZE]){0}, XN_KEY_SIZE); /* untouched */
    assert_int_equal(xn_key_unwrap(&master, "1", wrapped, &got, NULL), XN_OK);
    assert_memory_equal(got.bytes, key.bytes, XN_KEY_SIZE);
    xn_key_wipe(&got);
    assert_memory_equal(got.bytes, (unsigned char[XN_KEY_SIZE]){0}, XN_KEY_SIZE);
}

static void test_references(void **state)
{
    (void)state;
    const struct xn_key master = {{1}}, other = {{2}};
    unsigned char hash[XN_REFERENCE_SIZE], again[XN_REFERENCE_SIZE];
    xn_reference_hash(&master, "demo", "F07", hash);
    xn_reference_hash(&master, "demo", "F07", again);
    assert_memory_equal(hash, again, sizeof hash);
    xn_reference_hash(&other, "demo", "F07", again);
    assert_memory_not_equal(hash, again, sizeof hash);
    xn_reference_hash(&master, "demo", "F08", again);
    assert_memory_not_equal(hash, again, sizeof hash);
    xn_reference_hash(&master, "demoF", "07", again);
    assert_memory_not_equal(hash, again, sizeof hash);
}

/* --- the key file -----------------------------------------------------------------------------------------
 */

static void print_path(char ret[64], const char *folder, const char *name)
{
    snprintf(ret, 64, "%s/%s", folder, name);
}

static void test_key_file(void **state)
{
    (void)state;
    char folder[] = "/tmp/xenia-test-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    print_path(path, folder, "key");
    struct xn_key key = {{0}}, again = {{0}};
    struct xn_error err = {0};
    assert_int_equal(xn_key_file(path, false, &key, &err), XN_NOT_FOUND);
    assert_int_equal(xn_key_file(path, true, &key, &err), XN_OK);
    assert_int_equal(xn_key_file(path, true, &again, &err), XN_OK); /* not made anew */
    assert_memory_equal(key.bytes, again.bytes, XN_KEY_SIZE);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(status.st_nlink, 1); /* nothing is left beside it */

    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(xn_key_file(path, true, &again, &err), XN_INPUT);
    assert_non_null(strstr(err.message, "640"));
    static const char *const wrong[] = {"", "00ff", "zz", "\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        unlink(path);
        assert_int_equal(xn_file_write(path, wrong[i], strlen(wrong[i]), NULL), XN_OK);
        assert_int_equal(chmod(path, 0600), 0);
        assert_int_equal(xn_key_file(path, true, &again, &err), XN_INPUT);
        assert_non_null(strstr(err.message, "wanted 64 hexadecimal"));
    }
    unlink(path);
    assert_int_equal(xn_key_file(folder, true, &again, &err), XN_INPUT); /* a folder */
    print_path(path, folder, "none/key");
    assert_int_equal(xn_key_file(path, true, &again, &err), XN_NOT_FOUND);
    assert_int_equal(rmdir(folder), 0);
}

/* LoadCredential of systemd: 0440 with an access list. */
static void test_credentials(void **state)
{
    (void)state;
    char folder[] = "/tmp/xenia-sealed-XXXXXX", path[64], inner[80];
    struct xn_key key, again;
    struct xn_error err = {0};
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/master.key", folder);
    assert_int_equal(xn_key_file(path, true, &key, &err), XN_OK);
    assert_int_equal(chmod(path, 0440), 0);
    assert_int_equal(xn_key_file(path, false, &again, &err), XN_INPUT);
    assert_int_equal(setenv("CREDENTIALS_DIRECTORY", folder, 1), 0);
    assert_int_equal(xn_key_file(path, false, &again, &err), XN_OK);
    assert_memory_equal(&key, &again, sizeof key);
    static const mode_t refused[] = {0460, 0444, 0450, 0402};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_int_equal(chmod(path, refused[i]), 0);
        assert_int_equal(xn_key_file(path, false, &again, &err), XN_INPUT);
    }
    assert_int_equal(chmod(path, 0440), 0);
    snprintf(inner, sizeof inner, "%s/../%s/master.key", folder, strrchr(folder, '/') + 1);
    assert_int_equal(xn_key_file(inner, false, &again, &err),
                     XN_INPUT); /* elsewhere, as far as anybody can tell */
    assert_int_equal(setenv("CREDENTIALS_DIRECTORY", "/tmp/xenia-sealed", 1), 0);
    assert_int_equal(xn_key_file(path, false, &again, &err), XN_INPUT);
    assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),   cmocka_unit_test(test_every_other_byte_context_and_key),
        cmocka_unit_test(test_wrapped_keys), cmocka_unit_test(test_references),
        cmocka_unit_test(test_key_file),     cmocka_unit_test(test_credentials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
