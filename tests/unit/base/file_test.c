#include "test.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "xenia/text.h"

static void a_file_is_written_whole_and_read_back(void **state)
{
    (void)state;
    char folder[] = "/tmp/xenia-file-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.txt", folder);
    ASSERT_OK(xn_file_write(path, "first", 5, &err));
    ASSERT_OK(xn_file_write(path, "sec\0nd", 6, &err));
    XN_CLEANUP(xn_free_pointer) char *text = NULL;
    size_t length = 0;
    ASSERT_OK(xn_file_read(path, 100, &text, &length, &err));
    assert_int_equal(length, 6);
    assert_memory_equal(text, "sec\0nd", 7);
    ASSERT_FAILS(XN_LIMIT, "6 bytes long, the limit is 5", xn_file_read(path, 5, &text, &length, &err));
    unlink(path);
    ASSERT_FAILS(XN_NOT_FOUND, path, xn_file_read(path, 5, &text, &length, &err));
    ASSERT_FAILS(XN_IO, "is not a file", xn_file_read(folder, 5, &text, &length, &err));
    rmdir(folder);
    ASSERT_FAILS(XN_NOT_FOUND, "cannot be created", xn_file_write(path, "x", 1, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_written_whole_and_read_back),
    };
    return XN_RUN(tests);
}
