/* http.h - one request on its way through the daemon.
 *
 * The HTTP thread fills `call` until the body is complete, then hands it to a worker and suspends the
 * connection; the worker runs the route's handler and fills `answer`; the HTTP thread sends it.
 */
#ifndef XENIA_SERVICE_HTTP_H
#define XENIA_SERVICE_HTTP_H

#include <microhttpd.h>
#include <pthread.h>
#include "live.h"
#include "xenia/buf.h"
#include "xenia/message.h"

#define QUERY_MAX 8
#define HTTP_JSON "application/json; charset=utf-8"

struct route;
struct xn_service;

struct answer {
    unsigned status; /* 200 ... */
    const char *content_type;
    char etag[XN_DIGEST_HEX + 32]; /* "" none; without quotes */
    char allow[64];                /* 405: the methods there are */
    unsigned retry_after_s;        /* 0: no header */
    const void *bytes;             /* static bytes (assets); NULL: `body` */
    size_t length;
    struct xn_buf body;
};

struct call {
    struct xn_service *service;
    struct MHD_Connection *connection;
    const struct route *route;
    char *path;
    char *segment[8]; /* of the path, decoded, pointing into `path` */
    size_t n_segments;
    const char *city;  /* the {c} of the route, or NULL */
    const char *place; /* the {x} of the route, or NULL */
    struct {
        const char *name, *value;
    } query[QUERY_MAX];
    size_t n_query;
    enum xn_language language;
    struct xn_buf body;
    char token[64];
    bool refused; /* answered before the body was read */
    bool done;
    struct answer answer;
    struct xn_store *store; /* the worker's, while its handler runs */
    struct call *next;      /* in the queue */
};

/* A handler answers 200 with call->answer.body, or fails with a status that becomes a problem. */
typedef enum xn_status route_handler(struct call *call, struct xn_error *err);

enum access { ACCESS_PUBLIC, ACCESS_TOKEN };

struct route {
    const char *method;
    const char *path; /* {c} and {x} stand for one segment each */
    enum access access;
    bool needs_store; /* answered by a worker */
    size_t body_limit;
    const char *query; /* allowed parameters, blank-separated */
    route_handler *handler;
};

/* The route of a method and path into call->route; otherwise a problem (404, 405) in the answer. */
void route_find(struct call *call, const char *method);

const char *call_query(const struct call *call, const char *name); /* NULL: not given */
/* A problem document (RFC 9457) as the answer. */
void answer_problem(struct call *call, unsigned http_status, const char *code, const char *detail);
void answer_failure(struct call *call, enum xn_status status, const struct xn_error *err);

/* auth.c: XN_OK when the call's bearer token is known to the store. */
XN_MUST_CHECK enum xn_status auth_check(struct call *call, bool *ret_known, struct xn_error *err);

/* service.c: the city as it is now, to be released; XN_NOT_FOUND. */
XN_MUST_CHECK enum xn_status service_city(struct xn_service *service, const char *id, struct live_city **ret,
                                          struct xn_error *err);
size_t service_city_count(struct xn_service *service);
struct live_city *service_city_at(struct xn_service *service, size_t position); /* held, or NULL */
/* Why the service is not ready, one sentence a line; empty when it is. */
void service_put_reasons(struct xn_service *service, struct xn_json *json, bool *ret_ready);
const char *service_web_root(const struct xn_service *service);
/* Asks the watcher for a refresh; XN_CONFLICT when one runs. */
XN_MUST_CHECK enum xn_status service_request_refresh(struct xn_service *service, const char *city,
                                                     struct xn_error *err);

/* The handlers, in the files of their names. */
route_handler api_health, api_ready, api_cities, api_published_indices, api_published_units,
    api_published_geometry, api_recommendations, api_map, api_refreshes, assets_index, assets_file,
    assets_messages;

#endif
