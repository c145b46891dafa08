/* service.c - the whole: starting and stopping it, and what handlers may ask of it. */
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "clock.h"
#include "rate_limit.h"
#include "sealer.h"
#include "answer_cache.h"
#include "page_messages.h"
#include "service_private.h"

const struct xn_service_settings *service_settings(const struct xn_service *service)
{
    return &service->settings;
}

struct rate_limit *service_rate_limit(struct xn_service *service, enum service_limit which)
{
    return service->limit[which];
}

const struct page_messages *service_messages(const struct xn_service *service)
{
    return service->messages;
}

const char *service_page_policy(const struct xn_service *service)
{
    return service->page_policy;
}

struct answer_cache *service_answer_cache(struct xn_service *service)
{
    return service->answers;
}

const char *service_web_root(const struct xn_service *service)
{
    return service->settings.web_root;
}

void service_log(const struct xn_service *service, const char *format, ...)
{
    char line[sizeof(struct xn_error) + 256];
    va_list arguments;
    if (!service->settings.log)
        return;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    service->settings.log(line, service->settings.log_context);
}

enum xn_status service_open_store(struct xn_service *service, struct xn_store **ret, struct xn_error *err)
{
    pthread_mutex_lock(&service->lock);
    XN_CLEANUP(xn_free_pointer) char *dsn = xn_strdup(service->dsn);
    pthread_mutex_unlock(&service->lock);
    if (!dsn)
        return xn_fail_memory(err);
    const struct xn_store_settings settings = {.dsn = dsn, .deadline_ms = WORKERS_STORE_DEADLINE_MS};
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(xn_store_open(&settings, &store, err));
    if (service->has_master)
        xn_store_set_master_key(store, &service->master);
    *ret = XN_STEAL(store);
    return XN_OK;
}

/* --- cities --------------------------------------------------------------------------------------------- */

/* With the lock held. */
static struct served_city *find(struct xn_service *service, const char *id)
{
    for (size_t i = 0; i < service->n_cities; i++)
        if (strcmp(service->city[i].id, id) == 0)
            return &service->city[i];
    return NULL;
}

enum xn_status service_city(struct call *call, struct live_city **ret)
{
    struct xn_service *service = call->service;
    char reason[REASON_SIZE] = "";
    struct live_city *live = NULL;
    pthread_mutex_lock(&service->lock);
    const struct served_city *city = find(service, call->city);
    if (city && city->live)
        live = live_city_hold(city->live);
    else if (city)
        memcpy(reason, city->reason, sizeof reason);
    pthread_mutex_unlock(&service->lock);
    if (!city)
        return call_refuse(call, MHD_HTTP_NOT_FOUND, "no_such_city", NULL, "There is no city '%.64s'.",
                           call->city);
    if (!live) {
        answer_later(call, "city_not_ready", reason);
        return XN_CANCELLED;
    }
    *ret = live;
    return XN_OK;
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
    size_t n_reasons = 0;
    xn_json_begin_array(json);
    pthread_mutex_lock(&service->lock);
    if (service->store_reason[0]) {
        xn_json_string(json, "the store does not answer");
        n_reasons++;
    }
    if (service->n_cities == 0) {
        xn_json_string(json, "no city has been imported");
        n_reasons++;
    }
    for (size_t i = 0; i < service->n_cities; i++)
        if (!service->city[i].live) {
            char reason[128]; /* anybody may ask; the log says more */
            snprintf(reason, sizeof reason, "city %s cannot be served: see the log", service->city[i].id);
            xn_json_string(json, reason);
            n_reasons++;
        }
    pthread_mutex_unlock(&service->lock);
    xn_json_end_array(json);
    *ret_ready = n_reasons == 0;
}

enum refresh_request service_request_refresh(struct xn_service *service, const char *id,
                                             char ret_snapshot[XN_DIGEST_HEX])
{
    enum refresh_request result = REFRESH_NO_CITY;
    pthread_mutex_lock(&service->lock);
    struct served_city *city = find(service, id);
    if (city) {
        result = city->refresh_wanted || city->refreshing ? REFRESH_RUNNING : REFRESH_ACCEPTED;
        city->refresh_wanted |= result == REFRESH_ACCEPTED;
        snprintf(ret_snapshot, XN_DIGEST_HEX, "%s", city->live ? city->live->snapshot : "");
    }
    pthread_mutex_unlock(&service->lock);
    return result;
}

/* --- starting and stopping -------------------------------------------------------------------------------
 */

#define ANSWERS_LIMIT ((size_t)128 << 20) /* bytes of answers kept for who asks next */
#define BAD_TOKENS 60
#define BAD_TOKENS_WINDOW_S 900

static enum xn_status make_kept(struct xn_service *service, struct xn_error *err)
{
    XN_TRY(page_policy_make(service->settings.basemap_url, service->page_policy, err));
    XN_TRY(page_messages_make(&service->messages, err));
    return answer_cache_new(ANSWERS_LIMIT, &service->answers, err);
}

static enum xn_status make_limits(struct xn_service *service, struct xn_error *err)
{
    const unsigned per_minute = service->settings.requests_per_minute;
    XN_TRY(rate_limit_new(per_minute, 60, &service->limit[LIMIT_ADDRESS], err));
    XN_TRY(rate_limit_new(per_minute, 60, &service->limit[LIMIT_ACCOUNT], err));
    return rate_limit_new(BAD_TOKENS, BAD_TOKENS_WINDOW_S, &service->limit[LIMIT_BAD_TOKEN], err);
}

/* Cities are loaded before the first request is taken; one that cannot be is tried again later. */
static enum xn_status start(struct xn_service *service, struct xn_error *err)
{
    const struct xn_service_settings *settings = &service->settings;
    XN_TRY(make_limits(service, err));
    XN_TRY(make_kept(service, err));
    XN_TRY(proxy_read_secret(service, err));
    XN_TRY(watcher_open_store(service, err));
    (void)sodium_mlock(&service->master, sizeof service->master); /* not swapped out, where that is allowed */
    master_key_read(service);
    XN_TRY(sealer_start(service, &service->sealer, err));
    XN_TRY(watcher_look(service, err));
    XN_TRY(workers_start(service, settings->n_workers, &service->workers, err));
    XN_TRY(http_server_start(service, service->workers, settings->address, settings->port, &service->server,
                             err));
    service->watching = pthread_create(&service->watcher, NULL, watcher_main, service) == 0;
    return service->watching ? XN_OK : xn_fail(err, XN_MEMORY, "the watcher thread cannot be started");
}

static enum xn_status new_service(const struct xn_service_settings *settings, struct xn_service **ret,
                                  struct xn_error *err)
{
    struct xn_service *service = xn_calloc(1, sizeof *service);
    if (!service)
        return xn_fail_memory(err);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&service->lock, NULL);
    pthread_cond_init(&service->quit_changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    service->settings = *settings;
    *ret = service;
    return XN_OK;
}

enum xn_status xn_service_start(const struct xn_service_settings *settings, struct xn_service **ret,
                                struct xn_error *err)
{
    struct xn_service *service = NULL;
    XN_TRY(new_service(settings, &service, err));
    const enum xn_status status = start(service, err);
    if (status == XN_OK)
        *ret = service;
    else
        xn_service_stop(service, 0);
    return status;
}

uint16_t xn_service_port(const struct xn_service *service)
{
    return http_server_port(service->server);
}

static void set_quit(struct xn_service *service)
{
    pthread_mutex_lock(&service->lock);
    service->quit = true;
    pthread_cond_broadcast(&service->quit_changed);
    pthread_mutex_unlock(&service->lock);
}

static void drain(struct xn_service *service, int drain_ms)
{
    const int64_t end_ms = clock_now_ms() + drain_ms;
    const struct timespec moment = clock_at_ms(20);
    http_server_quiesce(service->server);
    while (http_server_running(service->server) > 0 && clock_now_ms() < end_ms)
        nanosleep(&moment, NULL);
}

/* Workers stop before the server, which must not have suspended connections then; they are freed after it,
 * for its thread may still ask them. */
void xn_service_stop(struct xn_service *service, int drain_ms)
{
    set_quit(service);
    if (service->server)
        drain(service, drain_ms);
    workers_stop(service->workers);
    http_server_stop(service->server);
    workers_free(service->workers);
    if (service->watching)
        pthread_join(service->watcher, NULL);
    sealer_stop(service->sealer);
    xn_store_close(service->store);
    for (size_t i = 0; i < service->n_cities; i++)
        live_city_release(service->city[i].live);
    pthread_cond_destroy(&service->quit_changed);
    pthread_mutex_destroy(&service->lock);
    for (size_t i = 0; i < N_SERVICE_LIMITS; i++)
        rate_limit_free(service->limit[i]);
    answer_cache_free(service->answers);
    page_messages_free(service->messages);
    sodium_munlock(&service->master, sizeof service->master); /* wipes it */
    xn_free(service->dsn);
    xn_free(service);
}
