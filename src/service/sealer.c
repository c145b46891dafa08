/* sealer.c - a round a second, with a connection of its own.
 *
 * A round that finds nothing new writes nothing. New heads go to the file in the state folder and to whom the
 * program names (syslog), after the seal is committed: a head that is lost that way is covered by the next. A
 * failure is said once, and tried again later.
 */
#include "sealer.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "clock.h"
#include "service_private.h"
#include "xenia/audit.h"

#define ROUND_MS 1000
#define AFTER_FAILURE_MS 5000

struct sealer {
    struct xn_service *service;
    pthread_t thread;
    struct xn_signing_key key;
    struct xn_store *store; /* NULL: to be opened */
    struct xn_audit_sealer seen;
    char heads_path[XN_KEY_PATH_SIZE];     /* "": no file */
    char failure[sizeof(struct xn_error)]; /* the last that was said; "" none since it worked */
};

/* --- files -------------------------------------------------------------------------------------------- */

/* STATE_DIR/FOLDER/FILE, its folders made for the owner alone. */
static enum xn_status state_file(const char *state_dir, const char *folder, const char *file,
                                 char ret[XN_KEY_PATH_SIZE], struct xn_error *err)
{
    if (!state_dir || strlen(state_dir) + strlen(folder) + strlen(file) + 3 > XN_KEY_PATH_SIZE)
        return xn_fail(err, XN_ARGUMENT, "no state folder is named for the seals of the log of changes");
    snprintf(ret, XN_KEY_PATH_SIZE, "%s/%s", state_dir, folder);
    if ((mkdir(state_dir, S_IRWXU) != 0 && errno != EEXIST) || (mkdir(ret, S_IRWXU) != 0 && errno != EEXIST))
        return xn_fail(err, XN_IO, "%s cannot be made: %s", ret, strerror(errno));
    snprintf(ret, XN_KEY_PATH_SIZE, "%s/%s/%s", state_dir, folder, file);
    return XN_OK;
}

enum xn_status xn_audit_heads_path(const char *state_dir, char ret[XN_KEY_PATH_SIZE], struct xn_error *err)
{
    return state_file(state_dir, "audit", "heads.log", ret, err);
}

enum xn_status xn_audit_key_read(const char *path, const char *state_dir, struct xn_signing_key *ret,
                                 struct xn_error *err)
{
    char found[XN_KEY_PATH_SIZE] = "";
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    if (path)
        return xn_signing_key_file(path, true, ret, err);
    if (credentials && *credentials)
        snprintf(found, sizeof found, "%s/audit.key", credentials);
    if (*found && access(found, F_OK) == 0)
        return xn_signing_key_file(found, false, ret, err);
    XN_TRY(state_file(state_dir, "keys", "audit.key", found, err));
    return xn_signing_key_file(found, true, ret, err);
}

/* --- rounds ------------------------------------------------------------------------------------------- */

static void say_failure(struct sealer *sealer, const struct xn_error *err)
{
    if (strcmp(sealer->failure, err->message) == 0)
        return;
    snprintf(sealer->failure, sizeof sealer->failure, "%s", err->message);
    service_log(sealer->service, "the log of changes is not sealed: %s", err->message);
}

/* A new head, once its seal is committed. */
static void keep_head(const struct xn_audit_head *head, void *context)
{
    struct sealer *sealer = context;
    const struct xn_service_settings *settings = &sealer->service->settings;
    char line[XN_AUDIT_HEAD_SIZE];
    struct xn_error err = {0};
    xn_audit_head_print(head, line);
    if (settings->anchor)
        settings->anchor(line, settings->log_context);
    if (*sealer->heads_path && xn_audit_head_append(sealer->heads_path, head, &err) != XN_OK)
        service_log(sealer->service, "a head of the log of changes is not kept: %s", err.message);
}

static enum xn_status open_store(struct sealer *sealer, struct xn_error *err)
{
    static const struct xn_identity identity = {.role = "sealer"};
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(service_open_store(sealer->service, &store, err));
    XN_TRY(xn_store_act_as(store, &identity, err));
    sealer->store = XN_STEAL(store);
    return XN_OK;
}

static enum xn_status seal(struct sealer *sealer, struct xn_error *err)
{
    size_t n_new = 0;
    if (!sealer->store)
        XN_TRY(open_store(sealer, err));
    return xn_audit_seal(sealer->store, &sealer->key, &sealer->seen, keep_head, sealer, &n_new, err);
}

/* One round; how long to wait for the next. */
static int64_t go_round(struct sealer *sealer)
{
    struct xn_error err = {0};
    if (seal(sealer, &err) == XN_OK) {
        sealer->failure[0] = '\0';
        return ROUND_MS;
    }
    say_failure(sealer, &err);
    xn_store_close(XN_STEAL(sealer->store));
    return AFTER_FAILURE_MS;
}

static void *sealer_main(void *argument)
{
    struct sealer *sealer = argument;
    struct xn_service *service = sealer->service;
    pthread_mutex_lock(&service->lock);
    while (!service->quit) {
        pthread_mutex_unlock(&service->lock);
        const struct timespec next = clock_at_ms(clock_now_ms() + go_round(sealer));
        pthread_mutex_lock(&service->lock);
        while (!service->quit && pthread_cond_timedwait(&service->quit_changed, &service->lock, &next) == 0)
            continue;
    }
    pthread_mutex_unlock(&service->lock);
    return NULL;
}

/* --- starting and stopping ------------------------------------------------------------------------------ */

static void free_sealer(struct sealer *sealer)
{
    xn_store_close(sealer->store);
    xn_signing_key_wipe(&sealer->key);
    xn_free(sealer);
}

enum xn_status sealer_start(struct xn_service *service, struct sealer **ret, struct xn_error *err)
{
    const struct xn_service_settings *settings = &service->settings;
    struct xn_error why = {0};
    struct sealer *sealer = xn_calloc(1, sizeof *sealer);
    if (!sealer)
        return xn_fail_memory(err);
    sealer->service = service;
    if (xn_audit_key_read(settings->audit_key_path, settings->store.state_dir, &sealer->key, &why) != XN_OK) {
        say_failure(sealer, &why);
        free_sealer(sealer);
        return XN_OK;
    }
    if (xn_audit_heads_path(settings->store.state_dir, sealer->heads_path, &why) != XN_OK) {
        sealer->heads_path[0] = '\0';
        service_log(service, "heads of the log of changes are kept in no file: %s", why.message);
    }
    if (pthread_create(&sealer->thread, NULL, sealer_main, sealer) != 0) {
        free_sealer(sealer);
        return xn_fail(err, XN_MEMORY, "the thread that seals the log cannot be started");
    }
    *ret = sealer;
    return XN_OK;
}

void sealer_stop(struct sealer *sealer)
{
    if (!sealer)
        return;
    pthread_join(sealer->thread, NULL);
    free_sealer(sealer);
}
