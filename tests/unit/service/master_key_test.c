/* Which file the master key comes from: the named one, the credential that is handed over, the state folder.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"
#include "xenia/service.h"

#define ONES "1111111111111111111111111111111111111111111111111111111111111111"
#define TWOS "2222222222222222222222222222222222222222222222222222222222222222"

static char folder[64];

static void path_of(const char *name, char ret[XN_KEY_PATH_SIZE])
{
    snprintf(ret, XN_KEY_PATH_SIZE, "%s/%s", folder, name);
}

static void write_key(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0400), 0);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/xenia-key-XXXXXX");
    return mkdtemp(folder) && unsetenv("CREDENTIALS_DIRECTORY") == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void expect_key(const char *path, const char *state_dir, const char *wanted_file,
                       unsigned char wanted_byte)
{
    XN_AUTO_KEY key = {{0}};
    char wanted[XN_KEY_PATH_SIZE], got[XN_KEY_PATH_SIZE] = "";
    path_of(wanted_file, wanted);
    ASSERT_OK(xn_master_key_read(path, state_dir, &key, got, &err));
    assert_string_equal(got, wanted);
    for (size_t i = 0; i < XN_KEY_SIZE; i++)
        assert_int_equal(key.bytes[i], wanted_byte);
}

static void test_order(void **state)
{
    (void)state;
    char named[XN_KEY_PATH_SIZE], handed_over[XN_KEY_PATH_SIZE], own[XN_KEY_PATH_SIZE];
    path_of("named", named);
    path_of("master.key", handed_over);
    path_of("keys", own);
    assert_int_equal(mkdir(own, 0700), 0);
    path_of("keys/master.key", own);
    write_key(own, TWOS);
    expect_key(NULL, folder, "keys/master.key", 0x22);
    assert_int_equal(setenv("CREDENTIALS_DIRECTORY", folder, 1), 0);
    expect_key(NULL, folder, "keys/master.key", 0x22); /* none is handed over */
    write_key(handed_over, ONES);
    expect_key(NULL, folder, "master.key", 0x11);
    expect_key(NULL, NULL, "master.key", 0x11); /* no state folder is needed then */
    write_key(named, TWOS "\n");
    expect_key(named, folder, "named", 0x22);
}

static void test_made_once(void **state)
{
    (void)state;
    struct xn_key first, second;
    char where[XN_KEY_PATH_SIZE];
    struct stat status;
    ASSERT_OK(xn_master_key_read(NULL, folder, &first, where, &err));
    assert_int_equal(stat(where, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    ASSERT_OK(xn_master_key_read(NULL, folder, &second, NULL, &err));
    assert_memory_equal(first.bytes, second.bytes, XN_KEY_SIZE);
}

static void test_refused(void **state)
{
    (void)state;
    struct xn_key key;
    char handed_over[XN_KEY_PATH_SIZE], own[XN_KEY_PATH_SIZE], where[XN_KEY_PATH_SIZE] = "untouched";
    path_of("master.key", handed_over);
    path_of("keys/master.key", own);
    ASSERT_FAILS(XN_ARGUMENT, "no master key", xn_master_key_read(NULL, NULL, &key, where, &err));
    write_key(handed_over, "not a key");
    assert_int_equal(setenv("CREDENTIALS_DIRECTORY", folder, 1), 0);
    ASSERT_FAILS(XN_INPUT, "is not a key", xn_master_key_read(NULL, folder, &key, where, &err));
    assert_int_equal(access(own, F_OK),
                     -1); /* no second key is made beside a credential that cannot be used */
    assert_int_equal(chmod(handed_over, 0444), 0);
    ASSERT_FAILS(XN_INPUT, "read by others", xn_master_key_read(NULL, folder, &key, where, &err));
    char endless[2 * XN_KEY_PATH_SIZE];
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    ASSERT_FAILS(XN_ARGUMENT, "longer than", xn_master_key_read(endless, NULL, &key, where, &err));
    assert_string_equal(where, "untouched");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_made_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
    };
    return XN_RUN(tests);
}
