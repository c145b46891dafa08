/* master_key.c - the key that households are sealed with: a file outside the database, made at the first
 * start. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "service_private.h"

#define PATH_SIZE 4096

/* A folder that its owner alone may enter; there already is as good. */
static enum xn_status make_folder(const char *path, struct xn_error *err)
{
    if (mkdir(path, S_IRWXU) == 0 || errno == EEXIST)
        return XN_OK;
    return xn_fail(err, XN_IO, "%s cannot be made: %s", path, strerror(errno));
}

static enum xn_status default_path(const char *state_dir, char ret[PATH_SIZE], struct xn_error *err)
{
    if (!state_dir)
        return xn_fail(err, XN_ARGUMENT, "no master key is named");
    XN_TRY(make_folder(state_dir, err));
    snprintf(ret, PATH_SIZE, "%s/keys", state_dir);
    XN_TRY(make_folder(ret, err));
    snprintf(ret, PATH_SIZE, "%s/keys/master.key", state_dir);
    return XN_OK;
}

enum xn_status xn_master_key_read(const char *path, const char *state_dir, struct xn_key *ret,
                                  struct xn_error *err)
{
    char usual[PATH_SIZE];
    if (!path)
        XN_TRY(default_path(state_dir, usual, err));
    return xn_key_file(path ? path : usual, true, ret, err);
}

void master_key_read(struct xn_service *service)
{
    const struct xn_service_settings *settings = &service->settings;
    struct xn_error err = {0};
    service->has_master = xn_master_key_read(settings->master_key_path, settings->store.state_dir,
                                             &service->master, &err) == XN_OK;
    if (!service->has_master)
        service_log(service, "households can neither be read nor written: %s", err.message);
}
