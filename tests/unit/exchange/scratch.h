/* scratch.h - small files for tests of readers, in a folder of their own that goes with the test program. */
#ifndef XENIA_TEST_SCRATCH_H
#define XENIA_TEST_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct scratch {
    char folder[64];
    char path[8][128];
    size_t n;
};

static inline int scratch_new(void **state)
{
    struct scratch *scratch = calloc(1, sizeof *scratch);
    (void)snprintf(scratch->folder, sizeof scratch->folder, "/tmp/xenia_exchange_XXXXXX");
    *state = scratch;
    return mkdtemp(scratch->folder) ? 0 : -1;
}

static inline int scratch_free(void **state)
{
    struct scratch *scratch = *state;
    for (size_t i = 0; i < scratch->n; i++)
        (void)unlink(scratch->path[i]);
    const int status = rmdir(scratch->folder);
    free(scratch);
    return status;
}

/* The path of a file in the folder, which goes with it. */
static inline const char *scratch_path(struct scratch *scratch, const char *name)
{
    for (size_t i = 0; i < scratch->n; i++)
        if (strcmp(strrchr(scratch->path[i], '/') + 1, name) == 0)
            return scratch->path[i];
    assert_true(scratch->n < sizeof scratch->path / sizeof *scratch->path);
    char path[sizeof *scratch->path];
    (void)snprintf(path, sizeof path, "%s/%s", scratch->folder, name);
    return strcpy(scratch->path[scratch->n++], path);
}

static inline const char *scratch_bytes(struct scratch *scratch, const char *name, const void *bytes,
                                        size_t length)
{
    const char *path = scratch_path(scratch, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    return path;
}

static inline const char *scratch_file(struct scratch *scratch, const char *name, const char *text)
{
    return scratch_bytes(scratch, name, text, strlen(text));
}

/* A test with a scratch folder. */
#define SCRATCH_TEST(test) cmocka_unit_test_setup_teardown(test, scratch_new, scratch_free)

#endif
