/* private_cluster.c - a PostgreSQL of our own, for whoever has not set one up.
 *
 * STATE_DIR/postgresql/data is the cluster, made under the name `new` and renamed when it is whole; log lies
 * beside it. Everything inside is done by its owner, an ordinary user: root only makes the folder, for a
 * server run by root is refused by PostgreSQL and files written by root in another's folder are a risk. A
 * lock on the folder keeps two starts apart. Socket paths have 107 bytes at most: where the folder's is
 * longer (or has characters that a shell would read), the socket goes to a new folder in /tmp.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "cluster_place.h"
#include "pg.h"
#include "process.h"
#include "xenia/store.h"

#define SUPERUSER "postgres"
#define APP_LOGIN "xenia_app"
#define USERS_SIZE 2048
#define SOCKET_NAME "/.s.PGSQL.5432"
#define SOCKET_PATH_MAX 107
#define TMP_SOCKET "/tmp/xenia-"
#define PROGRAM_WAIT_MS 120000
#define READY_WAIT_S 10

/* --- running programs --------------------------------------------------------------------------------- */

/* Runs a program as the owner, in the folder. */
static enum xn_status run(const struct xn_cluster *cluster, const char *const *argument,
                          struct xn_process_end *ret, struct xn_error *err)
{
    const struct xn_process process = {.argument = argument,
                                       .folder = cluster->folder,
                                       .switch_user = geteuid() == 0,
                                       .uid = cluster->uid,
                                       .gid = cluster->gid,
                                       .timeout_ms = PROGRAM_WAIT_MS};
    return xn_process_run(&process, ret, err);
}

/* The same, where any exit status but 0 is a failure; `what` names it. */
static enum xn_status run_well(const struct xn_cluster *cluster, const char *what,
                               const char *const *argument, struct xn_error *err)
{
    struct xn_process_end end;
    XN_TRY(run(cluster, argument, &end, err));
    if (end.exit_status != 0)
        return xn_fail(err, XN_IO, "%s in %s failed (%d): %s (its log is %s/log)", what, cluster->folder,
                       end.exit_status, end.last_words, cluster->folder);
    return XN_OK;
}

/* --- making it ---------------------------------------------------------------------------------------- */

/* The log says what failed and where, and never a row or a statement. */
#define LOG_SETTINGS "log_error_verbosity = terse\nlog_min_error_statement = panic\n"
/* Only this machine's owner and root, by what the kernel says of the socket's other end. */
#define ACCESS_RULES "local all all peer map=xenia\n"
#define SERVER_SETTINGS                                                                                      \
    "\n# Xenia's private cluster; its socket's folder is given at the start.\n"                              \
    "listen_addresses = ''\nunix_socket_permissions = 0700\nmax_connections = 50\njit = off\n"               \
    "timezone = 'UTC'\nlog_timezone = 'UTC'\n" LOG_SETTINGS

static const char finish_new[] = "umask 077 && printf %s \"$1\" > new/pg_hba.conf &&"
                                 " printf %s \"$2\" > new/pg_ident.conf &&"
                                 " printf %s \"$3\" >> new/postgresql.conf && mv new data";

/* Who may log in as whom. */
static void write_users(const struct xn_cluster *cluster, char *ret, size_t size)
{
    static const char *const login[] = {SUPERUSER, APP_LOGIN, "offer_writer"};
    size_t length = 0;
    for (size_t i = 0; i < sizeof login / sizeof *login; i++)
        length += (size_t)snprintf(ret + length, size - length, "xenia root %s\nxenia \"%s\" %s\n", login[i],
                                   cluster->owner, login[i]);
}

static enum xn_status create(const struct xn_cluster *cluster, struct xn_error *err)
{
    char initdb[PATH_MAX + 16], users[USERS_SIZE];
    snprintf(initdb, sizeof initdb, "%s/initdb", cluster->programs);
    write_users(cluster, users, sizeof users);
    const char *const clear[] = {"/bin/rm", "-rf", "new", NULL};
    const char *const make[] = {initdb,
                                "--pgdata=new",
                                "--username=" SUPERUSER,
                                "--encoding=UTF8",
                                "--locale=C",
                                "--auth-local=peer",
                                "--auth-host=reject",
                                "--data-checksums",
                                "--no-instructions",
                                NULL};
    const char *const finish[] = {"/bin/sh",    "-c",  finish_new,      "sh",
                                  ACCESS_RULES, users, SERVER_SETTINGS, NULL};
    XN_TRY(run_well(cluster, "clearing what an earlier start left", clear, err));
    XN_TRY(run_well(cluster, "initdb", make, err));
    return run_well(cluster, "setting up the new cluster", finish, err);
}

static enum xn_status create_if_missing(const struct xn_cluster *cluster, struct xn_error *err)
{
    char version[16];
    return xn_cluster_read_line(cluster, "PG_VERSION", 1, version, sizeof version) ? XN_OK
                                                                                   : create(cluster, err);
}

/* --- reaching it -------------------------------------------------------------------------------------- */

/* May this path stand in a DSN and in the options of pg_ctl, which a shell reads, and is it short enough for
 * a socket? */
static bool is_plain_and_short(const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_.-";
    return path[strspn(path, plain)] == '\0' && strlen(path) + strlen(SOCKET_NAME) <= SOCKET_PATH_MAX;
}

/* Where the running server has its socket, as it says itself; false when it does not run. */
static bool read_socket_dir(const struct xn_cluster *cluster, char ret[SOCKET_PATH_MAX + 1])
{
    return xn_cluster_read_line(cluster, "postmaster.pid", 5, ret, SOCKET_PATH_MAX + 1) &&
           is_plain_and_short(ret);
}

static enum xn_status write_dsn(const struct xn_cluster *cluster, const char *socket_dir,
                                const char *database, const char *login, struct xn_buf *ret,
                                struct xn_error *err)
{
    xn_buf_reset(ret);
    xn_buf_printf(ret, "host=%s port=5432 dbname=%s user=%s requirepeer='", socket_dir, database, login);
    for (const char *at = cluster->owner; *at; at++) {
        if (*at == '\'' || *at == '\\')
            xn_buf_putc(ret, '\\');
        xn_buf_putc(ret, *at);
    }
    xn_buf_putc(ret, '\'');
    return xn_buf_check(ret, err);
}

static enum xn_status connect_to(const struct xn_cluster *cluster, const char *database,
                                 struct xn_store **ret, struct xn_error *err)
{
    char socket_dir[SOCKET_PATH_MAX + 1];
    if (!read_socket_dir(cluster, socket_dir))
        return xn_fail(err, XN_DATABASE, "the private PostgreSQL in %s is not running", cluster->folder);
    XN_AUTO_BUF dsn = XN_BUF_INIT;
    XN_TRY(write_dsn(cluster, socket_dir, database, SUPERUSER, &dsn, err));
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(xn_pg_new(xn_buf_text(&dsn), 0, 0, &store, err));
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    *ret = XN_STEAL(store);
    return XN_OK;
}

static bool is_reachable(const struct xn_cluster *cluster)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    return connect_to(cluster, "xenia", &store, NULL) == XN_OK;
}

static enum xn_status give_dsn(const struct xn_cluster *cluster, const char *login, char **ret,
                               struct xn_error *err)
{
    char socket_dir[SOCKET_PATH_MAX + 1];
    if (!read_socket_dir(cluster, socket_dir))
        return xn_fail(err, XN_DATABASE, "the private PostgreSQL in %s was stopped just now",
                       cluster->folder);
    XN_AUTO_BUF dsn = XN_BUF_INIT;
    XN_TRY(write_dsn(cluster, socket_dir, "xenia", login, &dsn, err));
    char *copy = xn_strdup(xn_buf_text(&dsn));
    if (!copy)
        return xn_fail_memory(err);
    *ret = copy;
    return XN_OK;
}

/* --- starting and stopping ---------------------------------------------------------------------------- */

static enum xn_status is_running(const struct xn_cluster *cluster, bool *ret, struct xn_error *err)
{
    char pg_ctl[PATH_MAX + 16];
    snprintf(pg_ctl, sizeof pg_ctl, "%s/pg_ctl", cluster->programs);
    const char *const status[] = {pg_ctl, "-D", "data", "status", NULL};
    struct xn_process_end end;
    XN_TRY(run(cluster, status, &end, err));
    *ret = end.exit_status == 0;
    return XN_OK;
}

static enum xn_status choose_socket_dir(const struct xn_cluster *cluster, char ret[SOCKET_PATH_MAX + 1],
                                        struct xn_error *err)
{
    if (is_plain_and_short(cluster->folder)) {
        snprintf(ret, SOCKET_PATH_MAX + 1, "%.*s", SOCKET_PATH_MAX, cluster->folder);
        return XN_OK;
    }
    char made[] = TMP_SOCKET "XXXXXX";
    if (!mkdtemp(made) || chown(made, cluster->uid, cluster->gid) != 0)
        return xn_fail(err, XN_IO, "making a folder for the socket in /tmp: %s", strerror(errno));
    snprintf(ret, SOCKET_PATH_MAX + 1, "%s", made);
    return XN_OK;
}

static enum xn_status launch(const struct xn_cluster *cluster, struct xn_error *err)
{
    char socket_dir[SOCKET_PATH_MAX + 1], pg_ctl[PATH_MAX + 16], option[256];
    XN_TRY(choose_socket_dir(cluster, socket_dir, err));
    snprintf(pg_ctl, sizeof pg_ctl, "%s/pg_ctl", cluster->programs);
    snprintf(option, sizeof option, "-c unix_socket_directories=%s", socket_dir);
    const char *const start[] = {pg_ctl, "-D", "data", "-l",   "log",   "-s", "-w",
                                 "-t",   "90", "-o",   option, "start", NULL};
    const enum xn_status status = run_well(cluster, "pg_ctl start", start, err);
    if (status != XN_OK && strcmp(socket_dir, cluster->folder) != 0)
        rmdir(socket_dir);
    return status;
}

/* One try: starts the server unless it runs, and connects. */
static enum xn_status try_to_reach(const struct xn_cluster *cluster, struct xn_store **ret,
                                   struct xn_error *err)
{
    bool running = false;
    XN_TRY(is_running(cluster, &running, err));
    if (!running)
        XN_TRY(launch(cluster, err));
    return connect_to(cluster, "postgres", ret, err);
}

/* Tries for a while: a server that is just starting lets nobody in, and the processes of one that was killed
 * hold on to its memory for a moment. */
static enum xn_status reach(const struct xn_cluster *cluster, struct xn_store **ret, struct xn_error *err)
{
    const time_t give_up = time(NULL) + READY_WAIT_S;
    enum xn_status status = try_to_reach(cluster, ret, err);
    while (status != XN_OK && time(NULL) < give_up) {
        xn_cluster_sleep_ms(100);
        status = try_to_reach(cluster, ret, err);
    }
    return status;
}

static enum xn_status make_database(struct xn_store *store, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_call(store, XN_CALL_BULK, err));
    XN_TRY(xn_pg_run(store, "database_exists", NULL, &rows, err));
    return xn_rows_count(&rows) ? XN_OK : xn_pg_run(store, "database_create", NULL, NULL, err);
}

/* A cluster of before the login xenia_app was there lets nobody in as it. */
static bool is_up_to_date(const struct xn_cluster *cluster)
{
    char line[USERS_SIZE];
    for (int number = 1; xn_cluster_read_line(cluster, "pg_ident.conf", number, line, sizeof line); number++)
        if (strstr(line, " " APP_LOGIN))
            return true;
    return false;
}

static const char bring_up_to_date[] = "umask 077 && printf %s \"$2\" >> data/postgresql.conf &&"
                                       " printf %s \"$1\" > data/pg_ident.conf.new &&"
                                       " mv data/pg_ident.conf.new data/pg_ident.conf";

static enum xn_status update(const struct xn_cluster *cluster, struct xn_store *store, struct xn_error *err)
{
    char users[USERS_SIZE];
    write_users(cluster, users, sizeof users);
    const char *const script[] = {"/bin/sh", "-c", bring_up_to_date, "sh", users, LOG_SETTINGS, NULL};
    XN_TRY(run_well(cluster, "letting xenia_app into the cluster", script, err));
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    return xn_pg_run(store, "reload", NULL, NULL, err);
}

static enum xn_status start(struct xn_cluster *cluster, struct xn_error *err)
{
    if (is_reachable(cluster) && is_up_to_date(cluster))
        return XN_OK;
    XN_TRY(xn_cluster_lock(cluster, err));
    XN_TRY(xn_cluster_find_programs(cluster, err));
    XN_TRY(create_if_missing(cluster, err));
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(reach(cluster, &store, err));
    if (!is_up_to_date(cluster))
        XN_TRY(update(cluster, store, err));
    return make_database(store, err);
}

enum xn_status xn_private_cluster_start(const char *state_dir, char **ret_dsn, struct xn_error *err)
{
    if (!state_dir || !*state_dir)
        return xn_fail(err, XN_ARGUMENT, "no DSN and no state folder is given");
    XN_CLEANUP(xn_cluster_close) struct xn_cluster cluster = XN_CLUSTER_INIT;
    XN_TRY(xn_cluster_open(&cluster, state_dir, err));
    XN_TRY(start(&cluster, err));
    return give_dsn(&cluster, SUPERUSER, ret_dsn, err);
}

enum xn_status xn_private_cluster_app_dsn(const char *state_dir, char **ret_dsn, struct xn_error *err)
{
    if (!state_dir || !*state_dir)
        return xn_fail(err, XN_ARGUMENT, "no DSN and no state folder is given");
    XN_CLEANUP(xn_cluster_close) struct xn_cluster cluster = XN_CLUSTER_INIT;
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(xn_cluster_open(&cluster, state_dir, err));
    XN_TRY(start(&cluster, err));
    XN_TRY(connect_to(&cluster, "xenia", &store, err));
    XN_TRY(xn_store_check_schema(store, err));
    return give_dsn(&cluster, APP_LOGIN, ret_dsn, err);
}

static enum xn_status stop(const struct xn_cluster *cluster, struct xn_error *err)
{
    char socket_dir[SOCKET_PATH_MAX + 1], pg_ctl[PATH_MAX + 16];
    const bool has_socket = read_socket_dir(cluster, socket_dir);
    snprintf(pg_ctl, sizeof pg_ctl, "%s/pg_ctl", cluster->programs);
    const char *const fast[] = {pg_ctl, "-D", "data", "-s", "-w", "-t", "90", "-m", "fast", "stop", NULL};
    XN_TRY(run_well(cluster, "pg_ctl stop", fast, err));
    if (has_socket && strncmp(socket_dir, TMP_SOCKET, strlen(TMP_SOCKET)) == 0 &&
        !strchr(socket_dir + strlen(TMP_SOCKET), '/'))
        rmdir(socket_dir);
    return XN_OK;
}

enum xn_status xn_private_cluster_stop(const char *state_dir, struct xn_error *err)
{
    XN_CLEANUP(xn_cluster_close) struct xn_cluster cluster = XN_CLUSTER_INIT;
    char version[16];
    struct stat folder;
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/postgresql", state_dir) >= PATH_MAX || stat(path, &folder) != 0)
        return XN_OK;
    XN_TRY(xn_cluster_open(&cluster, state_dir, err));
    XN_TRY(xn_cluster_lock(&cluster, err));
    if (!xn_cluster_read_line(&cluster, "PG_VERSION", 1, version, sizeof version))
        return XN_OK;
    XN_TRY(xn_cluster_find_programs(&cluster, err));
    bool running = false;
    XN_TRY(is_running(&cluster, &running, err));
    return running ? stop(&cluster, err) : XN_OK;
}
