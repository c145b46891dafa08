/* service_private.h - what service.c and watcher.c share: the cities that are served.
 *
 * `lock` guards what handlers read: the list of cities, each city's live pointer, reason and flags, the dsn
 * and the store's reason. Only the watcher writes them, so it reads them without.
 */
#ifndef XENIA_SERVICE_PRIVATE_H
#define XENIA_SERVICE_PRIVATE_H

#include <pthread.h>
#include "http_server.h"
#include "page_policy.h"
#include "xenia/lifecycle.h"

#define CITIES_MAX 64
#define REASON_SIZE 512

struct served_city {
    char id[64];
    struct live_city *live; /* NULL: could not be loaded; `reason` says why */
    char reason[REASON_SIZE];
    bool refresh_wanted, refreshing;
    /* the watcher's alone: */
    uint64_t files_tried, files_seen; /* stamps: of the last refresh, of the last look */
    bool ranks, ranking_told;         /* may its policy rank, as the log has it */
    int64_t not_before_ms;            /* after a failure, the next try */
};

struct xn_service {
    struct xn_service_settings settings;
    pthread_mutex_t lock;
    pthread_cond_t quit_changed;
    bool quit;
    size_t n_cities;
    bool over_limit; /* the store has more cities than fit: has been logged */
    struct served_city city[CITIES_MAX];
    char store_reason[REASON_SIZE]; /* why the store does not answer; "" it does */
    char *dsn;                      /* of the store in use */
    struct xn_store *store;         /* the watcher's; NULL: to be opened */
    pthread_t watcher;
    bool watching;
    bool login_told; /* what the log says of the login has been said */
    bool has_master; /* households can be read and written */
    struct xn_key master;
    int64_t time_passes_ms; /* the watcher's: when time is passed again */
    struct workers *workers;
    struct http_server *server;
    bool has_proxy; /* one is trusted, by the SHA-256 of its secret */
    unsigned char proxy_secret[XN_TOKEN_HASH_SIZE];
    struct rate_limit *limit[N_SERVICE_LIMITS];
    struct page_messages *messages;
    char page_policy[PAGE_POLICY_SIZE];
    struct answer_cache *answers; /* about publications */
    struct sealer *sealer;        /* of the log of changes; NULL: it is not sealed */
};

/* The file of a secret, which its owner alone may read; the text is the caller's to wipe and to free. */
XN_MUST_CHECK enum xn_status service_read_private_file(const char *path, size_t limit, char **ret,
                                                       size_t *ret_length, struct xn_error *err);
/* The secret by which a proxy is trusted, if one is named. */
XN_MUST_CHECK enum xn_status proxy_read_secret(struct xn_service *service, struct xn_error *err);
/* Opens the watcher's store (the private cluster's too), which must have our schema. */
XN_MUST_CHECK enum xn_status watcher_open_store(struct xn_service *service, struct xn_error *err);
/* One look at the cities of the store: new ones, changed ones, asked-for refreshes. */
XN_MUST_CHECK enum xn_status watcher_look(struct xn_service *service, struct xn_error *err);
/* The key that households are sealed with; without one the service says why and does all else. */
void master_key_read(struct xn_service *service);
/* The thread: looks, listens, recovers, until `quit`. */
void *watcher_main(void *service);

#endif
