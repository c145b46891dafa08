/* cluster_place.c - where a private cluster lies, whose it is, and which programs run it. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "cluster_place.h"
#include "xenia/text.h"

#define VERSION_MIN 15
#define LOCK_WAIT_MS 90000

void xn_cluster_close(struct xn_cluster *cluster)
{
    if (cluster->folder_fd >= 0)
        close(cluster->folder_fd);
}

void xn_cluster_sleep_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/* --- whose it is -------------------------------------------------------------------------------------- */

/* The account of a user by name, or by number with name NULL. */
static enum xn_status find_account(struct xn_cluster *cluster, const char *name, uid_t uid,
                                   struct xn_error *err)
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
static enum xn_status choose_owner(struct xn_cluster *cluster, const char *state_dir, struct xn_error *err)
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
enum xn_status xn_cluster_open(struct xn_cluster *cluster, const char *state_dir, struct xn_error *err)
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

enum xn_status xn_cluster_lock(struct xn_cluster *cluster, struct xn_error *err)
{
    for (long waited = 0; flock(cluster->folder_fd, LOCK_EX | LOCK_NB) != 0; waited += 20) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return xn_fail(err, XN_IO, "locking %s: %s", cluster->folder, strerror(errno));
        if (waited >= LOCK_WAIT_MS)
            return xn_fail(err, XN_CONFLICT,
                           "another start or stop of the private PostgreSQL in %s is still going on",
                           cluster->folder);
        xn_cluster_sleep_ms(20);
    }
    return XN_OK;
}

/* The first line of a file of the cluster, or its n-th (from 1); false when there is none. */
bool xn_cluster_read_line(const struct xn_cluster *cluster, const char *name, int number, char *ret,
                          size_t size)
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
static bool find_debian_programs(struct xn_cluster *cluster, long wanted)
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

static bool find_programs_in_path(struct xn_cluster *cluster)
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

enum xn_status xn_cluster_find_programs(struct xn_cluster *cluster, struct xn_error *err)
{
    char version[16] = "";
    xn_cluster_read_line(cluster, "PG_VERSION", 1, version, sizeof version);
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
