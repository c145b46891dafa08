/* master_key.c - the key that households are sealed with: a file outside the database.
 *
 * Looked for in this order: the file that is named; `master.key` among the credentials that systemd hands
 * over (LoadCredential, in a folder of memory that no other service enters); keys/master.key in the state
 * folder. Where a credential is handed over nothing is ever made: a second key would seal what the first
 * cannot read.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "service_private.h"

/* A folder that its owner alone may enter; there already is as good. */
static enum xn_status make_folder(const char *path, struct xn_error *err)
{
    if (mkdir(path, S_IRWXU) == 0 || errno == EEXIST)
        return XN_OK;
    return xn_fail(err, XN_IO, "%s cannot be made: %s", path, strerror(errno));
}

static enum xn_status check_length(int length, struct xn_error *err)
{
    if (length < 0 || length >= XN_KEY_PATH_SIZE)
        return xn_fail(err, XN_ARGUMENT, "the path of the master key is longer than %d bytes",
                       XN_KEY_PATH_SIZE - 1);
    return XN_OK;
}

static enum xn_status state_path(const char *state_dir, char ret[XN_KEY_PATH_SIZE], struct xn_error *err)
{
    if (!state_dir)
        return xn_fail(err, XN_ARGUMENT, "no master key is named");
    XN_TRY(make_folder(state_dir, err));
    XN_TRY(check_length(snprintf(ret, XN_KEY_PATH_SIZE, "%s/keys", state_dir), err));
    XN_TRY(make_folder(ret, err));
    return check_length(snprintf(ret, XN_KEY_PATH_SIZE, "%s/keys/master.key", state_dir), err);
}

/* "" when none is handed over. */
static enum xn_status credential_path(char ret[XN_KEY_PATH_SIZE], struct xn_error *err)
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    *ret = '\0';
    if (!folder || !*folder)
        return XN_OK;
    XN_TRY(check_length(snprintf(ret, XN_KEY_PATH_SIZE, "%s/master.key", folder), err));
    if (access(ret, F_OK) != 0)
        *ret = '\0';
    return XN_OK;
}

enum xn_status xn_master_key_read(const char *path, const char *state_dir, struct xn_key *ret,
                                  char ret_path[XN_KEY_PATH_SIZE], struct xn_error *err)
{
    char found[XN_KEY_PATH_SIZE] = "";
    bool handed_over = false;
    if (path) {
        XN_TRY(check_length(snprintf(found, sizeof found, "%s", path), err));
    } else {
        XN_TRY(credential_path(found, err));
        handed_over = *found;
        if (!handed_over)
            XN_TRY(state_path(state_dir, found, err));
    }
    XN_TRY(xn_key_file(found, !handed_over, ret, err));
    if (ret_path)
        memcpy(ret_path, found, sizeof found);
    return XN_OK;
}

void master_key_read(struct xn_service *service)
{
    const struct xn_service_settings *settings = &service->settings;
    struct xn_error err = {0};
    char path[XN_KEY_PATH_SIZE];
    service->has_master = xn_master_key_read(settings->master_key_path, settings->store.state_dir,
                                             &service->master, path, &err) == XN_OK;
    if (service->has_master)
        service_log(service, "households are sealed with the key in %s", path);
    else
        service_log(service, "households can neither be read nor written: %s", err.message);
}
