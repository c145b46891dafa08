/* The private cluster: made once, found again, by whoever may; and what is said when it cannot be. */
#include "database.h"
#include <pwd.h>
#include <sys/wait.h>

/* Each test has a folder, whose cluster is stopped and removed whatever happened. */
struct place {
    char folder[64];
    char state_dir[256]; /* in it, or the same */
    char *dsn;
};

static int set_up_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    new_folder(place->folder);
    snprintf(place->state_dir, sizeof place->state_dir, "%s", place->folder);
    *state = place;
    return 0;
}

static int tear_down_place(void **state)
{
    struct place *place = *state;
    const enum xn_status status = xn_private_cluster_stop(place->state_dir, NULL);
    xn_free(place->dsn);
    remove_folder(place->folder);
    free(place);
    return status == XN_OK ? 0 : -1;
}

static void start(struct place *place)
{
    xn_free(place->dsn);
    place->dsn = start_or_skip(place->state_dir);
}

static const char *query(const struct place *place, const char *sql)
{
    return psql(&(struct database){.dsn = place->dsn}, sql);
}

/* A table that is there again after a stop, and its making. */
static void keep_something(const struct place *place)
{
    assert_string_equal(query(place, "CREATE TABLE public.kept AS SELECT 1 AS one"), "");
}
static void expect_kept(const struct place *place)
{
    assert_string_equal(query(place, "SELECT one FROM public.kept"), "1");
}

static void test_starts_once_and_is_found_again(void **state)
{
    struct place *place = *state;
    start(place);
    char *first = xn_strdup(place->dsn);
    char *began = xn_strdup(query(place, "SELECT pg_postmaster_start_time()"));
    start(place);
    assert_string_equal(first, place->dsn);
    assert_string_equal(query(place, "SELECT pg_postmaster_start_time()"), began);
    xn_free(first);
    xn_free(began);
    assert_string_equal(query(place, "SHOW listen_addresses"), "");
    assert_string_equal(query(place, "SHOW fsync"), "on");
    keep_something(place);
    expect_ok(xn_private_cluster_stop(place->state_dir, err));
    expect_ok(xn_private_cluster_stop(place->state_dir, err)); /* already stopped */
    start(place);
    expect_kept(place);
}

/* One that was made before the login xenia_app was there, running and not: it is let in, and what a log says
 * of rows and statements ends. */
static void test_older_cluster_lets_the_daemon_in(void **state)
{
    struct place *place = *state;
    char command[512], *dsn = NULL;
    start(place);
    expect_failure(xn_private_cluster_app_dsn(place->state_dir, &dsn, err), XN_DATABASE, "migrate it");
    struct xn_store *store = NULL;
    const struct xn_store_settings settings = {.dsn = place->dsn};
    expect_ok(xn_store_open(&settings, &store, err));
    expect_ok(xn_store_migrate(store, NULL, err));
    xn_store_close(store);
    snprintf(command, sizeof command,
             "cd %s/postgresql/data && sed -i /xenia_app/d pg_ident.conf && sed -i /^log_/d postgresql.conf",
             place->state_dir);
    assert_int_equal(system(command), 0);
    query(place, "SELECT pg_reload_conf()");
    expect_ok(xn_private_cluster_app_dsn(place->state_dir, &dsn, err));
    assert_non_null(strstr(dsn, "user=xenia_app"));
    store = NULL;
    for (int tries = 0; !store && tries < 50; tries++) /* until the server has read its files again */
        if (xn_store_open(&(struct xn_store_settings){.dsn = dsn}, &store, NULL) != XN_OK)
            usleep(100000);
    assert_non_null(store);
    xn_store_close(store);
    xn_free(dsn);
    assert_string_equal(query(place, "SHOW log_error_verbosity"), "terse");
    assert_string_equal(query(place, "SHOW log_min_error_statement"), "panic");
}

static void test_killed_server_is_started_again(void **state)
{
    struct place *place = *state;
    start(place);
    keep_something(place);
    char command[256];
    snprintf(command, sizeof command, "kill -9 $(head -1 %s/postgresql/data/postmaster.pid)", place->folder);
    assert_int_equal(system(command), 0);
    start(place);
    expect_kept(place);
}

/* initdb that was killed leaves the folder `new`; the next start clears it. */
static void test_unfinished_cluster_is_made_anew(void **state)
{
    struct place *place = *state;
    char path[128];
    snprintf(path, sizeof path, "%s/postgresql", place->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/postgresql/new", place->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    start(place);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void test_long_path_gets_a_short_socket(void **state)
{
    struct place *place = *state;
    snprintf(place->state_dir, sizeof place->state_dir, "%s/%080d/with 'blank' and $(sign)", place->folder,
             0);
    start(place);
    char socket_dir[64];
    assert_int_equal(sscanf(place->dsn, "host=%63s", socket_dir), 1);
    assert_memory_equal(socket_dir, "/tmp/xenia-", strlen("/tmp/xenia-"));
    assert_string_equal(query(place, "SELECT 1"), "1");
    expect_ok(xn_private_cluster_stop(place->state_dir, err));
    assert_int_not_equal(access(socket_dir, F_OK), 0);
}

/* In a child that has become another user: the cluster is that user's own, and root may use it afterwards. */
static void test_ordinary_user(void **state)
{
    struct place *place = *state;
    const struct passwd *account = getpwnam("postgres");
    if (geteuid() != 0 || !account)
        skip();
    assert_int_equal(chown(place->folder, account->pw_uid, account->pw_gid), 0);
    const pid_t child = fork();
    if (child == 0) {
        if (setgid(account->pw_gid) != 0 || setuid(account->pw_uid) != 0)
            _exit(2);
        _exit(xn_private_cluster_start(place->folder, &place->dsn, NULL) == XN_OK ? 0 : 1);
    }
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 0);
    struct stat data;
    char path[128];
    snprintf(path, sizeof path, "%s/postgresql/data", place->folder);
    assert_int_equal(stat(path, &data), 0);
    assert_int_equal(data.st_uid, account->pw_uid);
    start(place);
    assert_string_equal(query(place, "SELECT 1"), "1");
}

static void test_two_starts_at_once(void **state)
{
    struct place *place = *state;
    const pid_t child = fork();
    if (child == 0)
        _exit(xn_private_cluster_start(place->folder, &place->dsn, NULL) == XN_OK ? 0 : 1);
    struct xn_error error = {0};
    const enum xn_status status = xn_private_cluster_start(place->folder, &place->dsn, &error);
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    expect_status(status, XN_OK, &error);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 0);
}

static void test_faults_are_sentences(void **state)
{
    struct place *place = *state;
    char file[96];
    expect_failure(xn_private_cluster_start(NULL, &place->dsn, err), XN_ARGUMENT, "no state folder");
    snprintf(file, sizeof file, "%s/file", place->folder);
    fclose(fopen(file, "w"));
    expect_failure(xn_private_cluster_start(file, &place->dsn, err), XN_IO, file);
    if (geteuid() == 0 && getpwnam("postgres")) { /* a folder that user postgres cannot enter */
        assert_int_equal(chmod(place->folder, 0700), 0);
        expect_failure(xn_private_cluster_start(place->folder, &place->dsn, err), XN_IO,
                       "cannot enter the folder");
    }
    assert_null(place->dsn);
    expect_ok(xn_private_cluster_stop("/tmp/xenia-no-such-folder", err));
}

#define PLACE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up_place, tear_down_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(test_starts_once_and_is_found_again), /* first: skips where there is no PostgreSQL */
        PLACE_TEST(test_older_cluster_lets_the_daemon_in),
        PLACE_TEST(test_killed_server_is_started_again),
        PLACE_TEST(test_unfinished_cluster_is_made_anew),
        PLACE_TEST(test_long_path_gets_a_short_socket),
        PLACE_TEST(test_ordinary_user),
        PLACE_TEST(test_two_starts_at_once),
        PLACE_TEST(test_faults_are_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
