/* watcher.c - the thread that keeps the served cities fresh, with a store connection of its own.
 *
 * It looks at the store and at the files twice a second, hears of changed offers and of snapshots that others
 * published, and refreshes one city at a time. A refresh that fails is logged and leaves what is served. A
 * file is tried once for each state it is in; whatever else failed is tried again after a while.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "city_files.h"
#include "clock.h"
#include "service_private.h"

#define LOOK_INTERVAL_MS 500
#define REST_MS 1000       /* after a refresh: what changes meanwhile is one more */
#define RETRY_SOON_MS 1000 /* the store or another refresh was in the way */
#define RETRY_LATE_MS 5000 /* a city that has never been loaded */
#define PASS_TIME_INTERVAL_MS 60000
#define CHANGES_LOGGED 20
/* Bounds what SIGTERM may have to wait for. */
#define WATCHER_DEADLINE_MS 2000
#define WATCHER_BULK_DEADLINE_MS 10000

/* --- the store ------------------------------------------------------------------------------------------ */

/* No store at all is one kind of failure, whichever program or folder was missing. */
static enum xn_status find_dsn(struct xn_service *service, char **ret, struct xn_error *err)
{
    const struct xn_store_settings *settings = &service->settings.store;
    if (settings->dsn && *settings->dsn) {
        char *copy = xn_strdup(settings->dsn);
        if (!copy)
            return xn_fail_memory(err);
        *ret = copy;
        return XN_OK;
    }
    struct xn_error why = {0};
    const enum xn_status status = xn_private_cluster_app_dsn(settings->state_dir, ret, &why);
    if (status == XN_OK || status == XN_MEMORY)
        return status == XN_OK ? XN_OK : xn_fail_memory(err);
    return xn_fail(err, XN_DATABASE, "%s", why.message);
}

static void set_dsn(struct xn_service *service, char *dsn)
{
    pthread_mutex_lock(&service->lock);
    char *old = service->dsn;
    service->dsn = dsn;
    pthread_mutex_unlock(&service->lock);
    xn_free(old);
}

/* What the service does by itself it does as refresher, one city at a time. */
static enum xn_status act_in(struct xn_service *service, const char *city, struct xn_error *err)
{
    const struct xn_identity identity = {.role = "refresher", .city = city, .actor = "xeniad"};
    return xn_store_act_as(service->store, &identity, err);
}

static void warn_of_superuser(struct xn_service *service, struct xn_store *store)
{
    bool is_superuser = false;
    if (!service->login_told && xn_store_login_is_superuser(store, &is_superuser, NULL) == XN_OK &&
        is_superuser)
        service_log(service, "warning: the login of the DSN is a superuser, whom row-level security does not "
                             "bind; log in as xenia_app");
    service->login_told = true;
}

static enum xn_status connect_store(struct xn_service *service, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    const struct xn_store_settings settings = {.dsn = service->dsn,
                                               .deadline_ms = WATCHER_DEADLINE_MS,
                                               .bulk_deadline_ms = WATCHER_BULK_DEADLINE_MS};
    XN_TRY(xn_store_open(&settings, &store, err));
    XN_TRY(xn_store_check_schema(store, err));
    warn_of_superuser(service, store);
    XN_TRY(xn_store_listen(store, err));
    service->store = XN_STEAL(store);
    return XN_OK;
}

enum xn_status watcher_open_store(struct xn_service *service, struct xn_error *err)
{
    char *dsn = NULL;
    XN_TRY(find_dsn(service, &dsn, err));
    set_dsn(service, dsn);
    return connect_store(service, err);
}

/* A private cluster that is gone is started again, perhaps under another address; one that is frozen, so that
 * connecting takes long, is left alone. */
static enum xn_status reopen_store(struct xn_service *service, struct xn_error *err)
{
    const int64_t began_ms = clock_now_ms();
    const enum xn_status status = connect_store(service, err);
    if (status != XN_DATABASE || clock_now_ms() - began_ms > WATCHER_DEADLINE_MS / 2)
        return status;
    return watcher_open_store(service, err);
}

/* --- one city ------------------------------------------------------------------------------------------- */

static void want_refresh(struct xn_service *service, struct served_city *city)
{
    pthread_mutex_lock(&service->lock);
    city->refresh_wanted = true;
    pthread_mutex_unlock(&service->lock);
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Is what the store says about the city what is served? */
static bool says_the_same(const struct live_city *live, const struct xn_stored_city *stored)
{
    const struct xn_stored_city *served = live_city_stored(live);
    return served->policy_id == stored->policy_id && served->demonstration == stored->demonstration &&
           same_text(served->title, stored->title) && same_text(served->definition, stored->definition) &&
           same_text(served->source_note, stored->source_note) &&
           same_text(served->counts_as_of, stored->counts_as_of);
}

/* Files that changed since the last try, and have been the same twice: they may still be being written. */
static bool files_changed(struct served_city *city)
{
    const uint64_t now = city_files_stamp(live_city_stored(city->live)->definition, city->live->input);
    const bool settled = now != city->files_tried && now == city->files_seen;
    city->files_seen = now;
    return settled;
}

static bool is_stale(const struct served_city *city, const struct xn_stored_city *stored)
{
    return !city->live || !says_the_same(city->live, stored) ||
           city->live->as_of != live_city_today(city->live);
}

static void swap_live(struct xn_service *service, struct served_city *city, struct live_city *live)
{
    pthread_mutex_lock(&service->lock);
    struct live_city *old = city->live;
    city->live = live;
    city->reason[0] = '\0';
    pthread_mutex_unlock(&service->lock);
    live_city_release(old);
}

/* What was good before stays; only a city that never loaded is not ready. Logged when it is news. */
static void note_failure(struct xn_service *service, struct served_city *city, const struct xn_error *err)
{
    char reason[REASON_SIZE];
    snprintf(reason, sizeof reason, "%.*s", REASON_SIZE - 1, err->message);
    if (strcmp(reason, city->reason) == 0)
        return;
    service_log(service, "city %s: not refreshed: %s", city->id, err->message);
    pthread_mutex_lock(&service->lock);
    memcpy(city->reason, reason, sizeof reason);
    pthread_mutex_unlock(&service->lock);
}

static void log_report(const struct xn_service *service, const struct served_city *city,
                       const struct xn_refresh_report *report, const struct xn_notes *changes)
{
    service_log(service, "city %s: snapshot %.16s%s, %zu of %zu areas changed class, %zu within noise",
                city->id, report->snapshot, report->unchanged ? " (unchanged)" : "", report->n_changed,
                report->n_units, report->n_uncertain);
    for (size_t i = 0; i < changes->count && i < CHANGES_LOGGED; i++)
        service_log(service, "city %s: %s", city->id, changes->text[i]);
}

/* Whether a city that is no demonstration is ranked for (R14): told at the start, and when it changes. */
static void log_ranking(const struct xn_service *service, struct served_city *city,
                        const struct live_city *live)
{
    struct xn_error why = {0};
    if (live_city_stored(live)->demonstration)
        return;
    const bool may = xn_policy_check_live(&live->policy, live_city_today(live), false, &why) == XN_OK;
    if (city->ranking_told && city->ranks == may)
        return;
    if (may)
        service_log(service, "city %s: its policy may rank", city->id);
    else
        service_log(service, "city %s: its policy may not rank, maps remain: %s", city->id, why.message);
    city->ranking_told = true;
    city->ranks = may;
}

/* Files are tried once for each state they are in. */
static enum xn_status refresh(struct xn_service *service, struct served_city *city, struct xn_error *err)
{
    struct xn_refresh_report report;
    struct live_city *live = NULL;
    XN_AUTO_NOTES changes = XN_NOTES_INIT;
    city->files_tried = city->files_seen;
    XN_TRY(act_in(service, city->id, err));
    XN_TRY(refresh_live(service->store, city->id, &report, &live, &changes, err));
    city->files_tried = city->files_seen = live->files_stamp;
    log_report(service, city, &report, &changes);
    log_ranking(service, city, live);
    swap_live(service, city, live);
    return XN_OK;
}

/* A refresh is due: at once for changed files, otherwise not too soon after the last one, so that an office
 * at work, of which each step is heard, is one refresh a second at most. */
static bool take_wish(struct xn_service *service, struct served_city *city,
                      const struct xn_stored_city *stored)
{
    const bool changed = city->live && files_changed(city), stale = is_stale(city, stored);
    const bool may_retry = clock_now_ms() >= city->not_before_ms;
    pthread_mutex_lock(&service->lock);
    const bool taken = changed || (may_retry && (stale || city->refresh_wanted));
    if (taken) {
        city->refreshing = true;
        city->refresh_wanted = false;
    }
    pthread_mutex_unlock(&service->lock);
    return taken;
}

/* XN_DATABASE alone concerns more than the city. */
static enum xn_status serve_wish(struct xn_service *service, struct served_city *city, struct xn_error *err)
{
    const enum xn_status status = refresh(service, city, err);
    const bool passing = status == XN_DATABASE || status == XN_CONFLICT || status == XN_MEMORY;
    if (status != XN_OK)
        note_failure(service, city, err);
    pthread_mutex_lock(&service->lock);
    city->refreshing = false;
    city->refresh_wanted |= passing;
    pthread_mutex_unlock(&service->lock);
    city->not_before_ms = clock_now_ms() + (status == XN_OK ? REST_MS
                                            : passing       ? RETRY_SOON_MS
                                                            : RETRY_LATE_MS);
    return status == XN_DATABASE ? status : XN_OK;
}

/* --- all cities ----------------------------------------------------------------------------------------- */

static struct served_city *find_or_add(struct xn_service *service, const char *id)
{
    for (size_t i = 0; i < service->n_cities; i++)
        if (strcmp(service->city[i].id, id) == 0)
            return &service->city[i];
    if (service->n_cities == CITIES_MAX) {
        if (!service->over_limit)
            service_log(service, "city %s: not served, %d are at most", id, CITIES_MAX);
        service->over_limit = true;
        return NULL;
    }
    pthread_mutex_lock(&service->lock);
    struct served_city *city = &service->city[service->n_cities++];
    snprintf(city->id, sizeof city->id, "%s", id);
    snprintf(city->reason, sizeof city->reason, "city '%s' is being loaded", id);
    pthread_mutex_unlock(&service->lock);
    return city;
}

enum xn_status watcher_look(struct xn_service *service, struct xn_error *err)
{
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    XN_TRY(act_in(service, NULL, err));
    XN_TRY(xn_store_cities(service->store, NULL, &stored, err));
    for (size_t i = 0; i < stored->count; i++) {
        struct served_city *city = find_or_add(service, stored->city[i].id);
        if (city && take_wish(service, city, &stored->city[i]))
            XN_TRY(serve_wish(service, city, err));
    }
    return XN_OK;
}

/* --- time ---------------------------------------------------------------------------------------------- */

/* What time alone does: offers expire, announced dwellings become available. A demonstration that takes place
 * in its own time has its own day. */
static enum xn_status pass_time_in(struct xn_service *service, const struct live_city *live,
                                   struct xn_error *err)
{
    const struct xn_stored_city *city = live_city_stored(live);
    const struct xn_change change = {
        .city = city->id, .actor = "xeniad", .role = "service", .method = "TIME", .path = "/time"};
    XN_AUTO(xn_kept_answer_free) struct xn_kept_answer *kept = NULL;
    size_t n_expired = 0, n_available = 0;
    XN_TRY(act_in(service, city->id, err));
    XN_TRY(xn_change_begin(service->store, &change, &kept, err));
    enum xn_status status = xn_change_pass_time(
        service->store, city->demonstration ? live->input->as_of : XN_NO_DATE, &n_expired, &n_available, err);
    if (status == XN_OK)
        status = xn_change_commit(service->store, 0, "", "", 0, err);
    if (status != XN_OK)
        xn_change_rollback(service->store);
    else if (n_expired + n_available > 0)
        service_log(service, "city %s: %zu offers expired, %zu dwellings became available", city->id,
                    n_expired, n_available);
    return status;
}

/* About once a minute, and at the start. */
static enum xn_status pass_time(struct xn_service *service, struct xn_error *err)
{
    if (clock_now_ms() < service->time_passes_ms)
        return XN_OK;
    service->time_passes_ms = clock_now_ms() + PASS_TIME_INTERVAL_MS;
    for (size_t i = 0; i < service->n_cities; i++) {
        const struct live_city *live = service->city[i].live;
        const enum xn_status status = live ? pass_time_in(service, live, err) : XN_OK;
        if (status == XN_DATABASE)
            return status;
        if (status != XN_OK)
            service_log(service, "city %s: time does not pass: %s", service->city[i].id, err->message);
    }
    return XN_OK;
}

/* --- notifications -------------------------------------------------------------------------------------- */

/* Our own publications come back as events too. */
static bool is_served(struct xn_service *service, const struct served_city *city)
{
    char published[XN_DIGEST_HEX] = "";
    return city->live && act_in(service, city->id, NULL) == XN_OK &&
           xn_store_published_id(service->store, city->id, published, NULL) == XN_OK &&
           strcmp(published, city->live->snapshot) == 0;
}

static void hear(struct xn_service *service, const struct xn_store_notification *heard)
{
    for (size_t i = 0; i < service->n_cities; i++) {
        struct served_city *city = &service->city[i];
        const bool concerned = strcmp(city->id, heard->city) == 0;
        if (heard->event == XN_EVENT_RECONNECTED || (concerned && heard->event == XN_EVENT_OFFERS) ||
            (concerned && heard->event == XN_EVENT_PUBLISHED && !is_served(service, city)))
            want_refresh(service, city);
    }
}

/* Everything that has arrived, so that a hundred changed offers are one refresh; waits for the first. */
static enum xn_status listen_to_store(struct xn_service *service, struct xn_error *err)
{
    struct xn_store_notification heard = {.event = XN_EVENT_NONE};
    XN_TRY(xn_store_wait(service->store, LOOK_INTERVAL_MS, &heard, err));
    while (heard.event != XN_EVENT_NONE) {
        hear(service, &heard);
        XN_TRY(xn_store_wait(service->store, 0, &heard, err));
    }
    return XN_OK;
}

/* --- the thread ----------------------------------------------------------------------------------------- */

/* Told when it begins and when it is over. */
static void note_store(struct xn_service *service, enum xn_status status, const struct xn_error *err)
{
    const bool was_down = service->store_reason[0] != '\0', is_down = status != XN_OK;
    if (is_down && !was_down)
        service_log(service, "the store does not answer: %s", err->message);
    if (!is_down && was_down)
        service_log(service, "the store answers again");
    pthread_mutex_lock(&service->lock);
    snprintf(service->store_reason, sizeof service->store_reason, "%.*s", REASON_SIZE - 1,
             is_down ? err->message : "");
    pthread_mutex_unlock(&service->lock);
}

/* Waits, unless the end comes; has it come? */
static bool pause_until_quit(struct xn_service *service, int milliseconds)
{
    const struct timespec end = clock_at_ms(clock_now_ms() + milliseconds);
    pthread_mutex_lock(&service->lock);
    while (!service->quit && milliseconds > 0 &&
           pthread_cond_timedwait(&service->quit_changed, &service->lock, &end) == 0)
        continue;
    const bool quit = service->quit;
    pthread_mutex_unlock(&service->lock);
    return quit;
}

static enum xn_status watch_once(struct xn_service *service, struct xn_error *err)
{
    if (!service->store)
        XN_TRY(reopen_store(service, err));
    XN_TRY(watcher_look(service, err));
    XN_TRY(pass_time(service, err));
    return listen_to_store(service, err);
}

void *watcher_main(void *argument)
{
    struct xn_service *service = argument;
    bool quit = pause_until_quit(service, 0);
    while (!quit) {
        struct xn_error err = {0};
        const enum xn_status status = watch_once(service, &err);
        note_store(service, status, &err);
        if (status == XN_DATABASE) {
            xn_store_close(service->store);
            service->store = NULL;
        }
        quit = pause_until_quit(service, status == XN_OK ? 0 : RETRY_SOON_MS);
    }
    return NULL;
}
