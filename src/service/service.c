/* service.c - the cities that are served, and what keeps them fresh.
 *
 * The watcher thread has a store connection of its own. It hears of new snapshots and changed offers, looks
 * at the files' times, and runs asked-for refreshes one at a time. Requests hold a city by reference, so a
 * swap never pulls it from under them.
 */
#include "http_server.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define CITIES_MAX 16
#define WATCH_INTERVAL_MS 1000
#define RETRY_INTERVAL_MS 1000

struct served_city {
    char id[64];
    struct live_city *live; /* NULL: could not be loaded; `reason` says why */
    char reason[512];
    bool refresh_wanted, refreshing;
    uint64_t file_times; /* of the layers when `live` was loaded */
    uint64_t file_times_seen;
};

struct xn_service {
    struct xn_service_settings settings;
    pthread_mutex_t lock; /* of `city` and what follows */
    size_t n_cities;
    struct served_city city[CITIES_MAX];
    bool quit;
    struct xn_store *store; /* the watcher's */
    pthread_t watcher;
    bool watching;
    struct workers *workers;
    struct http_server *server;
};

struct workers *service_workers(struct xn_service *service)
{
    return service->workers;
}

const char *service_web_root(const struct xn_service *service)
{
    return service->settings.web_root;
}

static void log_line(const struct xn_service *service, const char *sentence)
{
    if (service->settings.log)
        service->settings.log(sentence, service->settings.log_context);
}

/* --- looking at cities ------------------------------------------------------------------------------- */

static struct served_city *find(struct xn_service *service, const char *id)
{
    for (size_t i = 0; i < service->n_cities; i++)
        if (strcmp(service->city[i].id, id) == 0)
            return &service->city[i];
    return NULL;
}

enum xn_status service_city(struct xn_service *service, const char *id, struct live_city **ret,
                            struct xn_error *err)
{
    pthread_mutex_lock(&service->lock);
    const struct served_city *city = find(service, id);
    if (city && city->live)
        *ret = live_city_hold(city->live);
    char reason[sizeof city->reason] = "";
    if (city && !city->live)
        snprintf(reason, sizeof reason, "%s", city->reason);
    pthread_mutex_unlock(&service->lock);
    if (!city)
        return xn_fail(err, XN_NOT_FOUND, "there is no city '%s'", id);
    return reason[0] ? xn_fail(err, XN_DATABASE, "city '%s' is not ready: %s", id, reason) : XN_OK;
}

size_t service_city_count(struct xn_service *service)
{
    pthread_mutex_lock(&service->lock);
    const size_t n = service->n_cities;
    pthread_mutex_unlock(&service->lock);
    return n;
}

struct live_city *service_city_at(struct xn_service *service, size_t position)
{
    pthread_mutex_lock(&service->lock);
    struct live_city *live = service->city[position].live;
    if (live)
        live_city_hold(live);
    pthread_mutex_unlock(&service->lock);
    return live;
}

void service_put_reasons(struct xn_service *service, struct xn_json *json, bool *ret_ready)
{
    *ret_ready = true;
    xn_json_begin_array(json);
    pthread_mutex_lock(&service->lock);
    if (service->n_cities == 0) {
        xn_json_string(json, "no city has been imported");
        *ret_ready = false;
    }
    for (size_t i = 0; i < service->n_cities; i++)
        if (!service->city[i].live) {
            xn_json_string(json, service->city[i].reason);
            *ret_ready = false;
        }
    pthread_mutex_unlock(&service->lock);
    xn_json_end_array(json);
}

enum xn_status service_request_refresh(struct xn_service *service, const char *id, struct xn_error *err)
{
    pthread_mutex_lock(&service->lock);
    struct served_city *city = find(service, id);
    const bool busy = city && (city->refresh_wanted || city->refreshing);
    if (city && !busy)
        city->refresh_wanted = true;
    pthread_mutex_unlock(&service->lock);
    if (!city)
        return xn_fail(err, XN_NOT_FOUND, "there is no city '%s'", id);
    return busy ? xn_fail(err, XN_CONFLICT, "city '%s' is being refreshed already", id) : XN_OK;
}

/* --- loading ----------------------------------------------------------------------------------------- */

/* Sizes and times of everything a city is read from, folded into one number; 0 when a file is missing. */
static uint64_t file_times(const struct xn_city_input *input)
{
    static const char *const extension[] = {".shp", ".dbf", ".shx", ".prj"};
    uint64_t sum = 1;
    for (size_t i = 0; i < input->n_levels; i++) {
        const char *layer = input->level[i].layer;
        const char *dot = strrchr(layer, '.');
        for (size_t e = 0; e < sizeof extension / sizeof *extension; e++) {
            char path[4096];
            struct stat status;
            snprintf(path, sizeof path, "%.*s%s", (int)(dot ? dot - layer : (long)strlen(layer)), layer,
                     extension[e]);
            if (stat(path, &status) == 0)
                sum = sum * 1000003 + (uint64_t)status.st_size +
                      (uint64_t)status.st_mtim.tv_sec * 1000000007u + (uint64_t)status.st_mtim.tv_nsec;
        }
    }
    return sum;
}

static void swap_city(struct xn_service *service, struct served_city *city, struct live_city *live)
{
    pthread_mutex_lock(&service->lock);
    struct live_city *old = city->live;
    city->live = live;
    city->reason[0] = '\0';
    city->file_times = city->file_times_seen = file_times(live->input);
    pthread_mutex_unlock(&service->lock);
    live_city_release(old);
}

/* What was good before stays; only a city that never loaded is not ready. */
static void note_failure(struct xn_service *service, struct served_city *city, const struct xn_error *err)
{
    char line[sizeof err->message + 128];
    snprintf(line, sizeof line, "city %s: %s", city->id, err->message);
    log_line(service, line);
    pthread_mutex_lock(&service->lock);
    snprintf(city->reason, sizeof city->reason, "%.*s", (int)sizeof city->reason - 1, err->message);
    pthread_mutex_unlock(&service->lock);
}

static enum xn_status load(struct xn_service *service, struct served_city *city, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    XN_TRY(live_city_load(service->store, city->id, &live, NULL, err));
    XN_TRY(live_city_prepare(live, err));
    swap_city(service, city, XN_STEAL(live));
    return XN_OK;
}

/* Publishes what the data say now and serves it; nothing is served that is not published. */
static enum xn_status refresh(struct xn_service *service, struct served_city *city, struct xn_error *err)
{
    struct xn_refresh_report report;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    XN_TRY(xn_refresh_city(service->store, city->id, false, &report, &notes, err));
    char line[256];
    snprintf(line, sizeof line, "city %s: snapshot %.16s%s, %zu of %zu areas changed class, %zu within noise",
             city->id, report.snapshot, report.unchanged ? " (unchanged)" : "", report.n_changed,
             report.n_units, report.n_uncertain);
    log_line(service, line);
    if (report.unchanged && city->live && strcmp(city->live->snapshot, report.snapshot) == 0) {
        city->file_times = file_times(city->live->input);
        return XN_OK;
    }
    return load(service, city, err);
}

static enum xn_status list_cities(struct xn_service *service, struct xn_error *err)
{
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    XN_TRY(xn_store_cities(service->store, NULL, &stored, err));
    pthread_mutex_lock(&service->lock);
    for (size_t i = 0; i < stored->count && service->n_cities < CITIES_MAX; i++) {
        if (find(service, stored->city[i].id))
            continue;
        struct served_city *city = &service->city[service->n_cities++];
        snprintf(city->id, sizeof city->id, "%s", stored->city[i].id);
        snprintf(city->reason, sizeof city->reason, "city '%s' is being loaded", stored->city[i].id);
        city->refresh_wanted = true;
    }
    pthread_mutex_unlock(&service->lock);
    return XN_OK;
}

/* --- watching ---------------------------------------------------------------------------------------- */

/* A changed file counts when it has been the same twice: it may still be being written. */
static bool files_changed(struct served_city *city)
{
    if (!city->live)
        return false;
    const uint64_t now = file_times(city->live->input);
    const bool settled = now != city->file_times && now == city->file_times_seen;
    city->file_times_seen = now;
    return settled;
}

static bool take_refresh(struct xn_service *service, struct served_city *city)
{
    const bool changed = files_changed(city);
    pthread_mutex_lock(&service->lock);
    const bool wanted = city->refresh_wanted || changed;
    city->refreshing = wanted;
    city->refresh_wanted = false;
    pthread_mutex_unlock(&service->lock);
    if (changed)
        city->file_times = city->file_times_seen; /* tried once for each change, whether it is good or not */
    return wanted;
}

static void serve_wishes(struct xn_service *service)
{
    for (size_t i = 0; i < service->n_cities; i++) {
        struct served_city *city = &service->city[i];
        struct xn_error err = {0};
        if (!take_refresh(service, city))
            continue;
        const enum xn_status status = refresh(service, city, &err);
        if (status != XN_OK)
            note_failure(service, city, &err);
        pthread_mutex_lock(&service->lock);
        city->refreshing = false;
        if (status == XN_DATABASE || status == XN_CONFLICT)
            city->refresh_wanted = true; /* later */
        pthread_mutex_unlock(&service->lock);
    }
}

static void hear(struct xn_service *service, const struct xn_store_notification *heard)
{
    pthread_mutex_lock(&service->lock);
    for (size_t i = 0; i < service->n_cities; i++)
        if (heard->event == XN_EVENT_RECONNECTED || strcmp(service->city[i].id, heard->city) == 0)
            service->city[i].refresh_wanted = true;
    pthread_mutex_unlock(&service->lock);
}

static bool must_quit(struct xn_service *service)
{
    pthread_mutex_lock(&service->lock);
    const bool quit = service->quit;
    pthread_mutex_unlock(&service->lock);
    return quit;
}

static void pause_ms(long milliseconds)
{
    const struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static void *watcher_main(void *argument)
{
    struct xn_service *service = argument;
    while (!must_quit(service)) {
        struct xn_store_notification heard = {.event = XN_EVENT_NONE};
        struct xn_error err = {0};
        serve_wishes(service);
        enum xn_status status = list_cities(service, &err);
        if (status == XN_OK)
            status = xn_store_wait(service->store, WATCH_INTERVAL_MS, &heard, &err);
        if (status != XN_OK) {
            log_line(service, err.message);
            pause_ms(RETRY_INTERVAL_MS);
        } else if (heard.event != XN_EVENT_NONE) {
            hear(service, &heard);
        }
    }
    return NULL;
}

/* --- starting and stopping --------------------------------------------------------------------------- */

static enum xn_status open_store(struct xn_service *service, struct xn_error *err)
{
    XN_TRY(xn_store_open(&service->settings.store, &service->store, err));
    XN_TRY(xn_store_check_schema(service->store, err));
    XN_TRY(xn_store_listen(service->store, err));
    return list_cities(service, err);
}

static enum xn_status start(struct xn_service *service, struct xn_error *err)
{
    const struct xn_service_settings *settings = &service->settings;
    XN_TRY(open_store(service, err));
    serve_wishes(service);
    XN_TRY(workers_start(&settings->store, settings->n_workers, &service->workers, err));
    XN_TRY(http_server_start(service, settings->address, settings->port, &service->server, err));
    service->watching = pthread_create(&service->watcher, NULL, watcher_main, service) == 0;
    return service->watching ? XN_OK : xn_fail(err, XN_MEMORY, "the watcher thread cannot be started");
}

enum xn_status xn_service_start(const struct xn_service_settings *settings, struct xn_service **ret,
                                struct xn_error *err)
{
    struct xn_service *service = xn_calloc(1, sizeof *service);
    if (!service)
        return xn_fail_memory(err);
    service->settings = *settings;
    pthread_mutex_init(&service->lock, NULL);
    const enum xn_status status = start(service, err);
    if (status != XN_OK) {
        xn_service_stop(service, 0);
        return status;
    }
    *ret = service;
    return XN_OK;
}

uint16_t xn_service_port(const struct xn_service *service)
{
    return http_server_port(service->server);
}

static void drain(struct xn_service *service, int drain_ms)
{
    http_server_quiesce(service->server);
    for (int waited = 0; waited < drain_ms && http_server_running(service->server) > 0; waited += 20)
        pause_ms(20);
}

void xn_service_stop(struct xn_service *service, int drain_ms)
{
    pthread_mutex_lock(&service->lock);
    service->quit = true;
    pthread_mutex_unlock(&service->lock);
    if (service->server)
        drain(service, drain_ms);
    workers_stop(service->workers); /* answers what is queued, so no connection stays suspended */
    http_server_stop(service->server);
    if (service->watching)
        pthread_join(service->watcher, NULL);
    xn_store_close(service->store);
    for (size_t i = 0; i < service->n_cities; i++)
        live_city_release(service->city[i].live);
    pthread_mutex_destroy(&service->lock);
    xn_free(service);
}
