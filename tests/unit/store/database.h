/* database.h - a PostgreSQL for one test program: a private cluster in a folder of its own, gone afterwards.
 *
 * Without PostgreSQL on the machine the program says so and is skipped (77).
 */
#ifndef XENIA_TEST_DATABASE_H
#define XENIA_TEST_DATABASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include "xenia/store.h"

struct database {
    char folder[64];
    char *dsn;
    struct xn_store *store; /* migrated, with the city "demo" */
};

/* Only where a test asserts on what comes back. */
static inline void expect_status(enum xn_status got, enum xn_status wanted, const struct xn_error *err)
{
    if (got != wanted)
        fail_msg("got %s (%s), wanted %s", xn_status_name(got), err ? err->message : "",
                 xn_status_name(wanted));
}
#define expect_ok(call)                                                                                      \
    do {                                                                                                     \
        struct xn_error expect_err_ = {0};                                                                   \
        struct xn_error *const err = &expect_err_;                                                           \
        expect_status((call), XN_OK, err);                                                                   \
    } while (0)
/* The call fails with a status and a sentence that holds `part`. Use `err` in the call. */
#define expect_failure(call, status, part)                                                                   \
    do {                                                                                                     \
        struct xn_error expect_err_ = {0};                                                                   \
        struct xn_error *const err = &expect_err_;                                                           \
        expect_status((call), (status), err);                                                                \
        if (!strstr(err->message, (part)) || strchr(err->message, '\n'))                                     \
            fail_msg("the sentence is: %s; wanted in it: %s", err->message, (part));                         \
    } while (0)

static inline long clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline void new_folder(char ret[64])
{
    snprintf(ret, 64, "/tmp/xenia-test-XXXXXX");
    assert_non_null(mkdtemp(ret));
    assert_int_equal(chmod(ret, 0755), 0);
}

static inline void remove_folder(const char *folder)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

/* Starts a cluster, or skips the program. */
static inline char *start_or_skip(const char *folder)
{
    struct xn_error err = {0};
    char *dsn = NULL;
    const enum xn_status status = xn_private_cluster_start(folder, &dsn, &err);
    if (status == XN_NOT_FOUND) {
        printf("SKIP: %s\n", err.message);
        remove_folder(folder);
        exit(77);
    }
    expect_status(status, XN_OK, &err);
    return dsn;
}

static inline struct xn_store *open_store(const struct database *database, int deadline_ms)
{
    struct xn_store *store = NULL;
    const struct xn_store_settings settings = {.dsn = database->dsn, .deadline_ms = deadline_ms};
    expect_ok(xn_store_open(&settings, &store, err));
    return store;
}

static inline int set_up_database(void **state)
{
    struct database *database = calloc(1, sizeof *database);
    new_folder(database->folder);
    database->dsn = start_or_skip(database->folder);
    database->store = open_store(database, 0);
    expect_ok(xn_store_migrate(database->store, NULL, err));
    const struct xn_stored_city city = {.id = "demo", .title = "Demo", .definition = "demo/city.ini"};
    expect_ok(xn_store_put_city(database->store, &city, err));
    *state = database;
    return 0;
}

static inline int tear_down_database(void **state)
{
    struct database *database = *state;
    if (!database)
        return -1;
    xn_store_close(database->store);
    struct xn_error err = {0};
    const enum xn_status status = xn_private_cluster_stop(database->folder, &err);
    remove_folder(database->folder);
    xn_free(database->dsn);
    free(database);
    return status == XN_OK ? 0 : -1;
}

/* Runs SQL with psql as a role; what it printed, without the last line break, in a static buffer. */
static inline const char *psql_as(const struct database *database, const char *role, const char *sql)
{
    static char output[4096];
    char command[4096];
    snprintf(command, sizeof command, "psql \"%s user=%s\" -XAtq -v ON_ERROR_STOP=1 -c \"%s\" 2>&1",
             database->dsn, role, sql);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    const size_t length = fread(output, 1, sizeof output - 1, pipe);
    output[length] = '\0';
    output[strcspn(output, "\n")] = '\0';
    pclose(pipe);
    return output;
}
static inline const char *psql(const struct database *database, const char *sql)
{
    return psql_as(database, "postgres", sql);
}
/* SQL that writes and must succeed. */
static inline void psql_do(const struct database *database, const char *sql)
{
    assert_string_equal(psql(database, sql), "");
}

#endif
