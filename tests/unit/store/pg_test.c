/* The connection when things go wrong: frozen, killed, locked, stopped. Deadlines are measured loosely: what
 * is asserted is that a call which could wait for ever ends, and with which words. */
#include "database.h"
#include <signal.h>

#define DEADLINE_MS 700
#define FAR_TOO_LONG_MS 20000

/* The process that serves the store with this deadline's connection: the newest one of ours. */
static pid_t newest_backend(const struct database *database)
{
    return (pid_t)atoi(psql(database, "SELECT pid FROM pg_stat_activity WHERE application_name = 'xenia' "
                                      "ORDER BY backend_start DESC LIMIT 1"));
}

static void ask(struct xn_store *store, enum xn_status wanted, const char *part)
{
    struct xn_stored_cities *cities = NULL;
    struct xn_error error = {0};
    const long before = clock_ms();
    expect_status(xn_store_cities(store, "demo", &cities, &error), wanted, &error);
    assert_true(clock_ms() - before < FAR_TOO_LONG_MS);
    if (wanted != XN_OK && (!strstr(error.message, part) || strchr(error.message, '\n')))
        fail_msg("the sentence is: %s; wanted in it: %s", error.message, part);
    xn_stored_cities_free(cities);
}

static void test_frozen_backend(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = open_store(database, DEADLINE_MS);
    const pid_t backend = newest_backend(database);
    assert_true(backend > 1);
    assert_int_equal(kill(backend, SIGSTOP), 0);
    ask(store, XN_DATABASE, "did not answer within 700 ms");
    ask(store, XN_OK, NULL); /* through a new connection, the old one still frozen */
    assert_int_equal(kill(backend, SIGCONT), 0);
    xn_store_close(store);
}

/* A frozen server still lets the kernel take connections; nobody answers on them. */
static void test_frozen_server(void **state)
{
    const struct database *database = *state;
    char command[256];
    snprintf(command, sizeof command, "kill -STOP $(head -1 %s/postgresql/data/postmaster.pid)",
             database->folder);
    assert_int_equal(system(command), 0);
    struct xn_store *store = NULL;
    const struct xn_store_settings settings = {.dsn = database->dsn, .deadline_ms = DEADLINE_MS};
    struct xn_error error = {0};
    const enum xn_status frozen = xn_store_open(&settings, &store, &error);
    snprintf(command, sizeof command, "kill -CONT $(head -1 %s/postgresql/data/postmaster.pid)",
             database->folder);
    assert_int_equal(system(command), 0);
    expect_status(frozen, XN_DATABASE, &error);
    assert_non_null(strstr(error.message, "did not answer within 700 ms"));
    expect_ok(xn_store_open(&settings, &store, err));
    xn_store_close(store);
}

static void test_killed_backend_is_replaced(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = open_store(database, DEADLINE_MS);
    assert_string_equal(psql(database,
                             "SELECT bool_and(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
                             "WHERE application_name = 'xenia'"),
                        "t");
    ask(store, XN_OK, NULL); /* nobody notices */
    xn_store_close(store);
}

/* Another session locks the table for some seconds. */
static void lock_cities_in_background(const struct database *database)
{
    char command[1024];
    snprintf(command, sizeof command,
             "psql \"%s\" -Xqc 'BEGIN; LOCK TABLE xenia.cities; SELECT pg_sleep(6)' >/dev/null 2>&1 &",
             database->dsn);
    assert_int_equal(system(command), 0);
    const char *locks = "0";
    for (int i = 0; i < 200 && strcmp(locks, "1") != 0; i++) {
        usleep(20000);
        locks = psql(database, "SELECT count(*) FROM pg_locks WHERE granted AND mode = 'AccessExclusiveLock' "
                               "AND relation = 'xenia.cities'::regclass");
    }
    assert_string_equal(locks, "1");
}

/* A statement that waits too long is given up here, and cancelled there. */
static void test_waiting_statement_is_cancelled(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = open_store(database, DEADLINE_MS);
    lock_cities_in_background(database);
    ask(store, XN_DATABASE, "did not answer within 700 ms");
    const char *waiting = "1";
    for (int i = 0; i < 100 && strcmp(waiting, "0") != 0; i++) {
        usleep(50000);
        waiting = psql(database, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'xenia' "
                                 "AND wait_event_type = 'Lock'");
    }
    assert_string_equal(waiting, "0");
    assert_string_equal(psql(database, "SELECT count(pg_terminate_backend(pid)) > 0 FROM pg_stat_activity "
                                       "WHERE query LIKE '%pg_sleep(6)%' AND pid <> pg_backend_pid()"),
                        "t");
    ask(store, XN_OK, NULL);
    xn_store_close(store);
}

static void test_stopped_server_and_back(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = open_store(database, 0);
    expect_ok(xn_private_cluster_stop(database->folder, err));
    const long before = clock_ms();
    ask(store, XN_DATABASE, "not reachable");
    assert_true(clock_ms() - before < XN_STORE_DEADLINE_MS);
    char *dsn = NULL;
    expect_ok(xn_private_cluster_start(database->folder, &dsn, err));
    xn_free(dsn);
    ask(store, XN_OK, NULL);
    xn_store_close(store);
}

static void test_unreachable_from_the_start(void **state)
{
    (void)state;
    struct xn_store *store = NULL;
    const struct xn_store_settings nowhere = {.dsn = "host=/tmp/xenia-no-such-folder dbname=x"};
    expect_failure(xn_store_open(&nowhere, &store, err), XN_DATABASE, "not reachable");
    const struct xn_store_settings refused = {.dsn = "host=127.0.0.1 port=1 dbname=x"};
    expect_failure(xn_store_open(&refused, &store, err), XN_DATABASE, "refused");
    const struct xn_store_settings nonsense = {.dsn = "this is no dsn"};
    expect_failure(xn_store_open(&nonsense, &store, err), XN_DATABASE, "not reachable");
    const struct xn_store_settings nothing = {.dsn = ""};
    expect_failure(xn_store_open(&nothing, &store, err), XN_ARGUMENT, "no state folder");
    assert_null(store);
}

/* The refresh lock dies with its connection, and that is not passed over. */
static void test_lost_lock_is_said(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = open_store(database, 0);
    expect_ok(xn_store_try_lock(store, "demo", err));
    psql(database,
         "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'xenia'");
    ask(store, XN_DATABASE, "refresh lock of city 'demo' was lost");
    ask(store, XN_OK, NULL);
    expect_ok(xn_store_try_lock(store, "demo", err));
    xn_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frozen_backend),
        cmocka_unit_test(test_frozen_server),
        cmocka_unit_test(test_killed_backend_is_replaced),
        cmocka_unit_test(test_waiting_statement_is_cancelled),
        cmocka_unit_test(test_stopped_server_and_back),
        cmocka_unit_test(test_unreachable_from_the_start),
        cmocka_unit_test(test_lost_lock_is_said),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
