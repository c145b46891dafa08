/* http.h - one request on its way through the daemon.
 *
 * The HTTP thread reads the head into a `call`, collects the body, then hands it to a worker and suspends the
 * connection; the worker runs the route's handler and fills `answer`; the HTTP thread sends it. So a call
 * belongs to one thread at a time: to the worker from workers_queue until it resumes the connection, to the
 * HTTP thread otherwise. libmicrohttpd frees no suspended connection, whatever its client does.
 */
#ifndef XENIA_SERVICE_HTTP_H
#define XENIA_SERVICE_HTTP_H

#include <microhttpd.h>
#include "live.h"
#include "xenia/accounts.h"
#include "xenia/buf.h"
#include "xenia/message.h"

#define QUERY_MAX 12
#define SEGMENT_MAX 8
#define ETAG_SIZE (XN_DIGEST_HEX + 128)
#define HTTP_JSON "application/json; charset=utf-8"
#define HTTP_PROBLEM "application/problem+json; charset=utf-8"
#define GZIP_ETAG "-gz" /* what the ETag of an encoded answer ends in */

struct route;
struct xn_service;

struct answer {
    unsigned status; /* 200 ... */
    const char *content_type;
    char etag[ETAG_SIZE];        /* "" none; without quotes */
    char allow[32];              /* 405: the methods there are */
    unsigned retry_after_s;      /* 0: no header */
    char cookie[160];            /* Set-Cookie; "" none */
    char file_name[120];         /* to be saved under; plain letters only; "" none */
    const char *security_policy; /* Content-Security-Policy; NULL: that of the page */
    bool is_problem;
    const void *bytes; /* static bytes (assets); NULL: `body` */
    size_t length;
    struct xn_buf body;
    const void *packed; /* the same as gzip, ready; NULL: none */
    size_t packed_length;
    struct xn_buf gzip; /* made for this answer */
    bool is_gzip;       /* `bytes` are gzip */
    bool is_to_keep;    /* for who asks next: answer_cache.h */
    bool is_version;    /* the ETag is a version, for If-Match: always sent as it is */
};

struct call {
    struct xn_service *service;
    struct MHD_Connection *connection;
    struct xn_arena *arena; /* the request's: path and parameters, decoded */
    int64_t arrived_ms, queued_ms;
    const struct route *route;
    char *segment[SEGMENT_MAX]; /* of the path */
    size_t n_segments;
    const char *city;  /* the {c} of the route, or NULL */
    const char *place; /* the {x} of the route, or NULL */
    struct {
        const char *name, *value;
    } query[QUERY_MAX];
    size_t n_query;
    enum xn_language language;
    char address[46];            /* of the client, as text; as a trusted proxy says, behind one */
    bool is_secure;              /* it came by TLS, to us or to a trusted proxy */
    char token[XN_TOKEN_SIZE];   /* a machine's; "" none */
    char session[XN_TOKEN_SIZE]; /* of the cookie; "" none */
    char person[XN_LOGIN_SIZE];  /* whom a trusted proxy vouches for; "" nobody */
    struct xn_account who;       /* who asks, once the store has been asked */
    const char *idempotency_key; /* Idempotency-Key, or NULL */
    const char *if_match;        /* If-Match, or NULL */
    const char *known_etags;     /* If-None-Match, or NULL */
    bool takes_gzip;             /* Accept-Encoding */
    struct xn_buf body;
    size_t n_discarded; /* bytes of the body of a call that is already refused */
    bool answered;      /* `answer` is complete */
    struct answer answer;
    struct xn_store *store;          /* the worker's, while its handler runs */
    struct projections *projections; /* the worker's too */
    struct call *next;               /* in the queue */
};

/* A handler answers 200 with call->answer.body, or makes a problem of its own and returns any failure, or
 * fails with a status that becomes a problem. */
typedef enum xn_status route_handler(struct call *call, struct xn_error *err);

/* Bits of `enum xn_role`, as the table of routes has them. */
#define ROLE(role_) (1u << XN_ROLE_##role_)
#define EVERY_ROLE ((1u << XN_N_ROLES) - 1)

struct route {
    const char *method;
    const char *path;  /* {c} and {x} stand for one segment each */
    unsigned roles;    /* who may; 0: anybody, whoever it is */
    size_t body_limit; /* 0: takes no body */
    const char *query; /* allowed parameters, blank-separated */
    route_handler *handler;
    const char *as; /* another role of the database than the caller's; NULL: xenia_<role> */
    bool hashes;    /* takes 64 MiB and a while for a password: few at a time */
};
/* Needs the store, and so a worker. */
static inline bool route_needs_worker(const struct route *route)
{
    return route->roles != 0 || route->as;
}

/* --- head.c: the head of a request --------------------------------------------------------------------- */

/* Reads it into the call; what its head alone forbids is then answered. `*ret_length` is the length that the
 * head announces for the body; 0 for none, and for a chunked one. */
void head_read(struct call *call, const char *method, const char *path, uint64_t *ret_length);
/* Percent-decoding in place. False: a bad escape, a control character, or not UTF-8. */
bool head_decode(char *text);

/* --- route.c ------------------------------------------------------------------------------------------- */

/* The route of a method and the call's segments into call->route; otherwise a problem (404, 405). */
void route_find(struct call *call, const char *method);
/* Is the body of this route a file, of whatever form? The others take JSON. */
bool route_takes_file(const struct route *route);
/* Is `name` one of a blank-separated list? */
bool route_takes(const struct route *route, const char *name);

/* --- call.c: what handlers need of a call -------------------------------------------------------------- */

const char *call_query(const struct call *call, const char *name); /* NULL: not given */
/* A problem document (RFC 9457) as the answer; `field` may be NULL. */
void answer_problem(struct call *call, unsigned http_status, const char *code, const char *field,
                    const char *detail);
/* The same from a handler: `return call_refuse(call, 400, "bad_parameter", "level", "found '%s'", x);` */
enum xn_status call_refuse(struct call *call, unsigned http_status, const char *code, const char *field,
                           const char *format, ...) XN_PRINTF(5, 6);
/* 503 with Retry-After. */
void answer_later(struct call *call, const char *code, const char *detail);
/* The end of a handler: its failure becomes a problem unless it made one. */
void answer_finish(struct call *call, enum xn_status status, const struct xn_error *err);
/* Does the client have the bytes of answer.etag? Then the answer is 304 and there is nothing more to do. */
bool answer_is_known(struct call *call);

/* --- auth.c -------------------------------------------------------------------------------------------- */

void auth_hash(const char *token, unsigned char ret[XN_TOKEN_HASH_SIZE]);
/* 256 random bits as text. */
XN_MUST_CHECK enum xn_status auth_make_token(char ret[XN_TOKEN_SIZE], struct xn_error *err);
/* The token of an Authorization header into call->token; "" when it cannot be one of ours. */
void auth_read(struct call *call, const char *authorization);
/* Finds out who asks, and whether the route is for that role and city; from then on the store is asked in
 * that name. A problem (401, 403) otherwise. */
XN_MUST_CHECK enum xn_status auth_admit(struct call *call, struct xn_error *err);
/* Asks the store as another role from now on, with the call's city; city NULL: none. */
XN_MUST_CHECK enum xn_status auth_act_as(struct call *call, const char *role, const char *city,
                                         struct xn_error *err);
/* Does the caller's account serve the city? */
bool auth_serves(const struct call *call, const char *city);
/* The same, with the problem. */
XN_MUST_CHECK enum xn_status auth_check_city(struct call *call, const char *city);

/* --- cookies.c ------------------------------------------------------------------------------------------ */

/* The session of a Cookie header into call->session. False: there are two. */
bool cookie_read(struct call *call, const char *header);
/* The answer sets the cookie; NULL: takes it away. */
void cookie_set(struct call *call, const char *token);

/* --- proxy.c -------------------------------------------------------------------------------------------- */

/* What a proxy adds; all NULL when there is none. */
struct proxy_headers {
    const char *secret, *user, *forwarded_for, *forwarded_proto;
};
/* Who asked the proxy, for the limits; false and nothing when that is no address. */
bool proxy_find_address(const char *forwarded_for, char *ret, size_t size);
/* Believes a proxy that knows the secret. False: it has a wrong one. */
bool proxy_read(struct call *call, const struct proxy_headers *headers);

/* --- projections.c: a thread's own projections, kept because PROJ takes 20 ms to make one --------------- */

#define PROJECTIONS_MAX 8
struct projections {
    size_t count, next;
    char *definition[PROJECTIONS_MAX];
    struct xn_projection *projection[PROJECTIONS_MAX];
};
XN_MUST_CHECK enum xn_status projections_find(struct projections *projections, const char *definition,
                                              struct xn_projection **ret, struct xn_error *err);
void projections_free(struct projections *projections);

/* --- service.c: what is served -------------------------------------------------------------------------- */

/* The call's city as it is now, to be released; a problem (404, 503) when there is none. */
XN_MUST_CHECK enum xn_status service_city(struct call *call, struct live_city **ret);
size_t service_city_count(struct xn_service *service);
struct live_city *service_city_at(struct xn_service *service, size_t position); /* held, or NULL */
/* Why the service is not ready, one sentence each; none when it is. */
void service_put_reasons(struct xn_service *service, struct xn_json *json, bool *ret_ready);
const char *service_web_root(const struct xn_service *service);
struct page_messages;
const struct page_messages *service_messages(const struct xn_service *service);
const char *service_page_policy(const struct xn_service *service);
struct answer_cache;
struct answer_cache *service_answer_cache(struct xn_service *service);
const struct xn_service_settings *service_settings(const struct xn_service *service);
struct rate_limit;
enum service_limit { LIMIT_ADDRESS, LIMIT_ACCOUNT, LIMIT_BAD_TOKEN, N_SERVICE_LIMITS };
struct rate_limit *service_rate_limit(struct xn_service *service, enum service_limit which);
void service_log(const struct xn_service *service, const char *format, ...) XN_PRINTF(2, 3);
/* A store connection for requests, with their short deadline. */
XN_MUST_CHECK enum xn_status service_open_store(struct xn_service *service, struct xn_store **ret,
                                                struct xn_error *err);

enum refresh_request { REFRESH_ACCEPTED, REFRESH_RUNNING, REFRESH_NO_CITY };
/* Asks the watcher for a refresh. `ret_snapshot` is what is served now, "" for nothing. */
enum refresh_request service_request_refresh(struct xn_service *service, const char *city,
                                             char ret_snapshot[XN_DIGEST_HEX]);

/* Ranking stops when the policy may not rank (any more): R14. The clock decides, not the snapshot's day
 * (api_recommendations.c). */
XN_MUST_CHECK enum xn_status call_check_policy(struct call *call, const struct live_city *live);

/* The handlers, in the files of their names. */
route_handler api_health, api_ready, api_cities, api_published_indices, api_published_units,
    api_published_history, api_published_series, api_published_programme, api_published_catalogue, api_packs,
    api_pack, api_report, api_published_geometry, api_published_topology, api_recommendations, api_map,
    api_refreshes, assets_index, assets_file, assets_messages, api_desk, api_session_open, api_session_show,
    api_session_close, api_session_password, api_users, api_user_add, api_user_change, api_user_hand_over,
    api_tokens, api_token_add, api_token_revoke, api_live_indices, api_live_units, api_live_moves,
    api_institutions, api_import_offers, api_sheet;

#endif
