/* private_cluster.c - a PostgreSQL of our own, for whoever has not set one up.
 *
 * STATE_DIR/postgresql/data is the cluster, made under the name `new` and renamed when it is whole; log lies
 * beside it. Everything inside is done by its owner, an ordinary user: root only makes the folder, for a
 * server run by root is refused by PostgreSQL and files written by root in another's folder are a risk. A
 * lock on the folder keeps two starts apart. Socket paths have 107 bytes at most: where the folder's is
 * longer (or has characters that a shell would read), the socket goes to a new folder in /tmp.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "pg.h"
#include "process.h"
#include "xenia/store.h"

#define SUPERUSER "postgres"
#define SOCKET_NAME "/.s.PGSQL.5432"
#define SOCKET_PATH_MAX 107
#define TMP_SOCKET "/tmp/xenia-"
#define VERSION_MIN 15
#define LOCK_WAIT_MS 90000
#define PROGRAM_WAIT_MS 120000
#define READY_WAIT_S 10

struct cluster {
    char folder[PATH_MAX]; /* STATE_DIR/postgresql, absolute */
    int folder_fd;         /* open and locked; -1 */
    uid_t uid;             /* its owner */
    gid_t gid;
    char owner[256];
    char programs[PATH_MAX]; /* folder of initdb and pg_ctl */
};

static void close_cluster(struct cluster *cluster)
{
    if (cluster->folder_fd >= 0)
        close(cluster->folder_fd);
}

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/* --- whose it is -------------------------------------------------------------------------------------- */

/* The account of a user by name, or by number with name NULL. */
static enum xn_status find_account(struct cluster *cluster, const char *name, uid_t uid, struct xn_error *err)
{
    struct passwd account, *found = NULL;
    char strings[4096];
    if (name)
        getpwnam_r(name, &account, strings, sizeof strings, &found);
    else
        getpwuid_r(uid, &account, strings, sizeof strings, &found);
    if (!found && name)
        return xn_fail(err, XN_NOT_FOUND,
                       "there is no user '%s' to run the private PostgreSQL as (it refuses root): run as an "
                       "ordinary user, or let one own the state folder",
                       name);
    if (!found)
        return xn_fail(err, XN_NOT_FOUND, "user %u has no name on this machine, PostgreSQL wants one",
                       (unsigned)uid);
    cluster->uid = found->pw_uid;
    cluster->gid = found->pw_gid;
    snprintf(cluster->owner, sizeof cluster->owner, "%s", found->pw_name);
    return XN_OK;
}

/* The owner of a cluster that is to be made in state_dir. */
static enum xn_status choose_owner(struct cluster *cluster, const char *state_dir, struct xn_error *err)
{
    struct stat state;
    if (geteuid() != 0)
        return find_account(cluster, NULL, geteuid(), err);
    if (stat(state_dir, &state) == 0 && state.st_uid != 0)
        return find_account(cluster, NULL, state.st_uid, err);
    return find_account(cluster, "postgres", 0, err);
}

/* --- its folder --------------------------------------------------------------------------------------- */

static enum xn_status make_folders(const char *path, struct xn_error *err)
{
    char part[PATH_MAX];
    if (strlen(path) >= sizeof part)
        return xn_fail(err, XN_ARGUMENT, "the state folder's path is longer than %d bytes", PATH_MAX - 1);
    for (const char *end = path; end;) {
        end = strchr(end + 1, '/');
        snprintf(part, sizeof part, "%.*s", end ? (int)(end - path) : (int)strlen(path), path);
        if (mkdir(part, 0755) != 0 && errno != EEXIST)
            return xn_fail(err, XN_IO, "making the folder %s: %s", part, strerror(errno));
    }
    return XN_OK;
}

/* Opens the cluster's folder, made and handed to its owner when it is new, and finds that owner. */
static enum xn_status open_folder(struct cluster *cluster, const char *state_dir, struct xn_error *err)
{
    XN_TRY(make_folders(state_dir, err));
    char absolute[PATH_MAX];
    if (!realpath(state_dir, absolute))
        return xn_fail(err, XN_IO, "the state folder %s: %s", state_dir, strerror(errno));
    if (snprintf(cluster->folder, sizeof cluster->folder, "%s/postgresql", absolute) >= PATH_MAX)
        return xn_fail(err, XN_ARGUMENT, "the state folder's path is longer than %d bytes", PATH_MAX - 12);
    if (mkdir(cluster->folder, 0700) != 0 && errno != EEXIST)
        return xn_fail(err, XN_IO, "making the folder %s: %s", cluster->folder, strerror(errno));
    cluster->folder_fd = open(cluster->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat folder;
    if (cluster->folder_fd < 0 || fstat(cluster->folder_fd, &folder) != 0)
        return xn_fail(err, XN_IO, "the folder %s: %s", cluster->folder, strerror(errno));
    if (folder.st_uid != 0)
        return find_account(cluster, NULL, folder.st_uid, err);
    XN_TRY(choose_owner(cluster, absolute, err));
    if (fchown(cluster->folder_fd, cluster->uid, cluster->gid) != 0)
        return xn_fail(err, XN_IO, "giving %s to user '%s': %s", cluster->folder, cluster->owner,
                       strerror(errno));
    return XN_OK;
}

static enum xn_status lock_folder(struct cluster *cluster, struct xn_error *err)
{
    for (long waited = 0; flock(cluster->folder_fd, LOCK_EX | LOCK_NB) != 0; waited += 20) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return xn_fail(err, XN_IO, "locking %s: %s", cluster->folder, strerror(errno));
        if (waited >= LOCK_WAIT_MS)
            return xn_fail(err, XN_CONFLICT,
                           "another start or stop of the private PostgreSQL in %s is still going on",
                           cluster->folder);
        sleep_ms(20);
    }
    return XN_OK;
}

/* The first line of a file of the cluster, or its n-th (from 1); false when there is none. */
static bool read_line(const struct cluster *cluster, const char *name, int number, char *ret, size_t size)
{
    char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s/data/%s", cluster->folder, name);
    char *text = NULL;
    size_t length = 0;
    if (xn_file_read(path, 65536, &text, &length, NULL) != XN_OK)
        return false;
    const char *line = text;
    while (line && --number > 0) {
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    const size_t line_length = line ? strcspn(line, "\n") : 0;
    const bool found = line_length > 0 && line_length < size;
    if (found)
        snprintf(ret, size, "%.*s", (int)line_length, line);
    xn_free(text);
    return found;
}

/* --- its programs ------------------------------------------------------------------------------------- */

static bool has_programs(const char *folder)
{
    char initdb[PATH_MAX], pg_ctl[PATH_MAX];
    return snprintf(initdb, sizeof initdb, "%s/initdb", folder) < PATH_MAX &&
           snprintf(pg_ctl, sizeof pg_ctl, "%s/pg_ctl", folder) < PATH_MAX && access(initdb, X_OK) == 0 &&
           access(pg_ctl, X_OK) == 0;
}

/* Debian's folders, one a version: the newest, or the one that made the data (wanted != 0). */
static bool find_debian_programs(struct cluster *cluster, long wanted)
{
    glob_t found;
    if (glob("/usr/lib/postgresql/*/bin", 0, NULL, &found) != 0)
        return false;
    long best = VERSION_MIN - 1;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const long version = strtol(found.gl_pathv[i] + strlen("/usr/lib/postgresql/"), NULL, 10);
        if (version <= best || (wanted && version != wanted) || !has_programs(found.gl_pathv[i]))
            continue;
        best = version;
        snprintf(cluster->programs, sizeof cluster->programs, "%s", found.gl_pathv[i]);
    }
    globfree(&found);
    return best >= VERSION_MIN;
}

static bool find_programs_in_path(struct cluster *cluster)
{
    const char *path = getenv("PATH");
    while (path && *path) {
        const size_t length = strcspn(path, ":");
        snprintf(cluster->programs, sizeof cluster->programs, "%.*s", (int)length, path);
        if (*cluster->programs == '/' && has_programs(cluster->programs))
            return true;
        path += length + (path[length] == ':');
    }
    return false;
}

static enum xn_status find_programs(struct cluster *cluster, struct xn_error *err)
{
    char version[16] = "";
    read_line(cluster, "PG_VERSION", 1, version, sizeof version);
    const long wanted = strtol(version, NULL, 10);
    if (find_debian_programs(cluster, wanted) || find_programs_in_path(cluster))
        return XN_OK;
    if (wanted)
        return xn_fail(err, XN_NOT_FOUND,
                       "%s was made by PostgreSQL %ld, whose programs are not on this machine",
                       cluster->folder, wanted);
    return xn_fail(err, XN_NOT_FOUND,
                   "no PostgreSQL %d or newer on this machine (looked for initdb and pg_ctl in "
                   "/usr/lib/postgresql/*/bin and PATH); install it or set a DSN",
                   VERSION_MIN);
}

/* Runs a program as the owner, in the folder. */
static enum xn_status run(const struct cluster *cluster, const char *const *argument,
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
static enum xn_status run_well(const struct cluster *cluster, const char *what, const char *const *argument,
                               struct xn_error *err)
{
    struct xn_process_end end;
    XN_TRY(run(cluster, argument, &end, err));
    if (end.exit_status != 0)
        return xn_fail(err, XN_IO, "%s in %s failed (%d): %s (its log is %s/log)", what, cluster->folder,
                       end.exit_status, end.last_words, cluster->folder);
    return XN_OK;
}

/* --- making it ---------------------------------------------------------------------------------------- */

/* Only this machine's owner and root, by what the kernel says of the socket's other end. */
#define ACCESS_RULES "local all all peer map=xenia\n"
#define SERVER_SETTINGS                                                                                      \
    "\n# Xenia's private cluster; its socket's folder is given at the start.\n"                              \
    "listen_addresses = ''\nunix_socket_permissions = 0700\nmax_connections = 50\njit = off\n"               \
    "timezone = 'UTC'\nlog_timezone = 'UTC'\n"

static const char finish_new[] = "umask 077 && printf %s \"$1\" > new/pg_hba.conf &&"
                                 " printf %s \"$2\" > new/pg_ident.conf &&"
                                 " printf %s \"$3\" >> new/postgresql.conf && mv new data";

static enum xn_status create(const struct cluster *cluster, struct xn_error *err)
{
    char initdb[PATH_MAX + 16], users[2048];
    snprintf(initdb, sizeof initdb, "%s/initdb", cluster->programs);
    snprintf(users, sizeof users,
             "xenia root %s\nxenia root offer_writer\nxenia \"%s\" %s\nxenia \"%s\" offer_writer\n",
             SUPERUSER, cluster->owner, SUPERUSER, cluster->owner);
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

static enum xn_status create_if_missing(const struct cluster *cluster, struct xn_error *err)
{
    char version[16];
    return read_line(cluster, "PG_VERSION", 1, version, sizeof version) ? XN_OK : create(cluster, err);
}

/* --- reaching it -------------------------------------------------------------------------------------- */

static enum xn_status write_dsn(const struct cluster *cluster, const char *socket_dir, const char *database,
                                struct xn_buf *ret, struct xn_error *err)
{
    xn_buf_reset(ret);
    xn_buf_printf(ret, "host=%s port=5432 dbname=%s user=" SUPERUSER " requirepeer='", socket_dir, database);
    for (const char *at = cluster->owner; *at; at++) {
        if (*at == '\'' || *at == '\\')
            xn_buf_putc(ret, '\\');
        xn_buf_putc(ret, *at);
    }
    xn_buf_putc(ret, '\'');
    return xn_buf_check(ret, err);
}

static enum xn_status connect_to(const struct cluster *cluster, const char *database, struct xn_store **ret,
                                 struct xn_error *err)
{
    char socket_dir[SOCKET_PATH_MAX + 1];
    if (!read_line(cluster, "postmaster.pid", 5, socket_dir, sizeof socket_dir))
        return xn_fail(err, XN_DATABASE, "the private PostgreSQL in %s is not running", cluster->folder);
    XN_AUTO_BUF dsn = XN_BUF_INIT;
    XN_TRY(write_dsn(cluster, socket_dir, database, &dsn, err));
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(xn_pg_new(xn_buf_text(&dsn), 0, 0, &store, err));
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    *ret = XN_STEAL(store);
    return XN_OK;
}

static bool is_reachable(const struct cluster *cluster)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    return connect_to(cluster, "xenia", &store, NULL) == XN_OK;
}

static enum xn_status give_dsn(const struct cluster *cluster, char **ret, struct xn_error *err)
{
    char socket_dir[SOCKET_PATH_MAX + 1] = "";
    read_line(cluster, "postmaster.pid", 5, socket_dir, sizeof socket_dir);
    XN_AUTO_BUF dsn = XN_BUF_INIT;
    XN_TRY(write_dsn(cluster, socket_dir, "xenia", &dsn, err));
    char *copy = xn_strdup(xn_buf_text(&dsn));
    if (!copy)
        return xn_fail_memory(err);
    *ret = copy;
    return XN_OK;
}

/* --- starting and stopping ---------------------------------------------------------------------------- */

static enum xn_status is_running(const struct cluster *cluster, bool *ret, struct xn_error *err)
{
    char pg_ctl[PATH_MAX + 16];
    snprintf(pg_ctl, sizeof pg_ctl, "%s/pg_ctl", cluster->programs);
    const char *const status[] = {pg_ctl, "-D", "data", "status", NULL};
    struct xn_process_end end;
    XN_TRY(run(cluster, status, &end, err));
    *ret = end.exit_status == 0;
    return XN_OK;
}

/* May this path stand in the options of pg_ctl, which a shell reads, and is it short enough for a socket? */
static bool is_plain_and_short(const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_.-";
    return path[strspn(path, plain)] == '\0' && strlen(path) + strlen(SOCKET_NAME) <= SOCKET_PATH_MAX;
}

static enum xn_status choose_socket_dir(const struct cluster *cluster, char ret[SOCKET_PATH_MAX + 1],
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

static enum xn_status launch(const struct cluster *cluster, struct xn_error *err)
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
static enum xn_status try_to_reach(const struct cluster *cluster, struct xn_store **ret, struct xn_error *err)
{
    bool running = false;
    XN_TRY(is_running(cluster, &running, err));
    if (!running)
        XN_TRY(launch(cluster, err));
    return connect_to(cluster, "postgres", ret, err);
}

/* Tries for a while: a server that is just starting lets nobody in, and the processes of one that was killed
 * hold on to its memory for a moment. */
static enum xn_status reach(const struct cluster *cluster, struct xn_store **ret, struct xn_error *err)
{
    const time_t give_up = time(NULL) + READY_WAIT_S;
    enum xn_status status = try_to_reach(cluster, ret, err);
    while (status != XN_OK && time(NULL) < give_up) {
        sleep_ms(100);
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

static enum xn_status start(struct cluster *cluster, struct xn_error *err)
{
    if (is_reachable(cluster))
        return XN_OK;
    XN_TRY(lock_folder(cluster, err));
    XN_TRY(find_programs(cluster, err));
    XN_TRY(create_if_missing(cluster, err));
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(reach(cluster, &store, err));
    return make_database(store, err);
}

enum xn_status xn_private_cluster_start(const char *state_dir, char **ret_dsn, struct xn_error *err)
{
    if (!state_dir || !*state_dir)
        return xn_fail(err, XN_ARGUMENT, "no DSN and no state folder is given");
    XN_CLEANUP(close_cluster) struct cluster cluster = {.folder_fd = -1};
    XN_TRY(open_folder(&cluster, state_dir, err));
    XN_TRY(start(&cluster, err));
    return give_dsn(&cluster, ret_dsn, err);
}

static enum xn_status stop(const struct cluster *cluster, struct xn_error *err)
{
    char socket_dir[SOCKET_PATH_MAX + 1] = "", pg_ctl[PATH_MAX + 16];
    read_line(cluster, "postmaster.pid", 5, socket_dir, sizeof socket_dir);
    snprintf(pg_ctl, sizeof pg_ctl, "%s/pg_ctl", cluster->programs);
    const char *const fast[] = {pg_ctl, "-D", "data", "-s", "-w", "-t", "90", "-m", "fast", "stop", NULL};
    XN_TRY(run_well(cluster, "pg_ctl stop", fast, err));
    if (strncmp(socket_dir, TMP_SOCKET, strlen(TMP_SOCKET)) == 0)
        rmdir(socket_dir);
    return XN_OK;
}

enum xn_status xn_private_cluster_stop(const char *state_dir, struct xn_error *err)
{
    XN_CLEANUP(close_cluster) struct cluster cluster = {.folder_fd = -1};
    char version[16];
    struct stat folder;
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/postgresql", state_dir) >= PATH_MAX || stat(path, &folder) != 0)
        return XN_OK;
    XN_TRY(open_folder(&cluster, state_dir, err));
    XN_TRY(lock_folder(&cluster, err));
    if (!read_line(&cluster, "PG_VERSION", 1, version, sizeof version))
        return XN_OK;
    XN_TRY(find_programs(&cluster, err));
    bool running = false;
    XN_TRY(is_running(&cluster, &running, err));
    return running ? stop(&cluster, err) : XN_OK;
}
