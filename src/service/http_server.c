/* http_server.c - requests in, answers out, on libmicrohttpd's one thread.
 *
 * A call is refused as early as its head allows: framing that two servers could read differently, a path that
 * is no route, a parameter that is not known, a foreign origin. Its body is then collected up to the route's
 * limit. Routes that need the store go to the workers; the others are answered here.
 */
#include "http_server.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#define CONNECTIONS_MAX 512
#define CONNECTION_MEMORY (32u << 10) /* the whole head must fit */
#define IDLE_TIMEOUT_S 8

struct http_server {
    struct MHD_Daemon *daemon;
    struct xn_service *service;
    atomic_uint running;
};

/* --- the head of a request --------------------------------------------------------------------------- */

struct head {
    unsigned n_host, n_length, n_transfer;
    const char *host, *origin, *authorization, *language;
};

static enum MHD_Result read_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    (void)kind;
    struct head *head = context;
    if (strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0) {
        head->n_host++;
        head->host = value;
    } else if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
        head->n_length++;
    } else if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
        head->n_transfer++;
    } else if (strcasecmp(name, MHD_HTTP_HEADER_ORIGIN) == 0) {
        head->origin = value;
    } else if (strcasecmp(name, MHD_HTTP_HEADER_AUTHORIZATION) == 0) {
        head->authorization = value;
    } else if (strcasecmp(name, MHD_HTTP_HEADER_ACCEPT_LANGUAGE) == 0) {
        head->language = value;
    }
    return MHD_YES;
}

static enum MHD_Result read_query(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    struct call *call = context;
    if (call->n_query == QUERY_MAX)
        return MHD_NO;
    call->query[call->n_query].name = name;
    call->query[call->n_query++].value = value ? value : "";
    return MHD_YES;
}

static void refuse(struct call *call, unsigned http_status, const char *code, const char *detail)
{
    answer_problem(call, http_status, code, detail);
    call->refused = true;
}

/* The path's segments; false when it holds what no address of ours does. */
static bool split_path(struct call *call, const char *path)
{
    call->path = xn_strdup(path);
    if (!call->path || path[0] != '/' || strstr(path, "//"))
        return false;
    if (path[1] == '\0')
        return true;
    char *rest = call->path + 1;
    while (rest) {
        char *segment = rest, *slash = strchr(rest, '/');
        if (slash)
            *slash = '\0';
        rest = slash ? slash + 1 : NULL;
        if (call->n_segments == sizeof call->segment / sizeof *call->segment || *segment == '\0' ||
            strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0)
            return false;
        call->segment[call->n_segments++] = segment;
    }
    return true;
}

static bool is_allowed(const char *list, const char *name)
{
    const size_t length = strlen(name);
    for (const char *at = strstr(list, name); at && length > 0; at = strstr(at + 1, name))
        if ((at == list || at[-1] == ' ') && (at[length] == '\0' || at[length] == ' '))
            return true;
    return false;
}

static bool check_query(struct call *call)
{
    for (size_t i = 0; i < call->n_query; i++) {
        if (is_allowed(call->route->query, call->query[i].name))
            continue;
        char detail[256];
        snprintf(detail, sizeof detail, "Parameter '%.64s' is not known here; known are: %s.",
                 call->query[i].name, *call->route->query ? call->route->query : "none");
        refuse(call, MHD_HTTP_BAD_REQUEST, "unknown_parameter", detail);
        return false;
    }
    return true;
}

/* lang=, else the first of Accept-Language's that we have. */
static bool find_language(struct call *call, const char *header)
{
    const char *asked = call_query(call, "lang");
    call->language = XN_ENGLISH;
    if (asked) {
        if (xn_language_parse(asked, &call->language))
            return true;
        refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "lang: wanted nl, de or en.");
        return false;
    }
    for (const char *at = header; at && *at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        char tag[8] = "";
        at += strspn(at, " ");
        memcpy(tag, at, strnlen(at, sizeof tag - 1));
        tag[strcspn(tag, ",; ")] = '\0';
        if (xn_language_parse(tag, &call->language))
            return true;
    }
    return true;
}

/* A browser says where a page came from; only our own pages may change anything. */
static bool is_foreign(const struct head *head)
{
    if (!head->origin)
        return false;
    const char *scheme_end = strstr(head->origin, "://");
    return !scheme_end || !head->host || strcmp(scheme_end + 3, head->host) != 0;
}

static void read_token(struct call *call, const char *authorization)
{
    if (authorization && strncasecmp(authorization, "Bearer ", 7) == 0 &&
        strlen(authorization + 7) < sizeof call->token)
        strcpy(call->token, authorization + 7);
}

static void read_head(struct call *call, const char *method, const char *path)
{
    struct head head = {0};
    MHD_get_connection_values(call->connection, MHD_HEADER_KIND, read_header, &head);
    if (head.n_host > 1 || head.n_length > 1 || (head.n_length && head.n_transfer)) {
        refuse(call, MHD_HTTP_BAD_REQUEST, "ambiguous_framing", "The request can be read in two ways.");
        return;
    }
    if (!split_path(call, path)) {
        refuse(call, MHD_HTTP_NOT_FOUND, "no_such_route", "There is nothing at this address.");
        return;
    }
    route_find(call, method);
    call->refused = !call->route;
    if (call->refused)
        return;
    if (MHD_get_connection_values(call->connection, MHD_GET_ARGUMENT_KIND, read_query, call) < 0 ||
        call->n_query == QUERY_MAX) {
        refuse(call, MHD_HTTP_BAD_REQUEST, "unknown_parameter", "Too many parameters.");
        return;
    }
    if (!check_query(call) || !find_language(call, head.language))
        return;
    read_token(call, head.authorization);
    if (strcmp(call->route->method, "GET") != 0 && is_foreign(&head))
        refuse(call, MHD_HTTP_FORBIDDEN, "foreign_origin", "The request comes from another site's page.");
    else if (call->route->access == ACCESS_TOKEN && !call->token[0])
        refuse(call, MHD_HTTP_UNAUTHORIZED, "unauthorized", "A bearer token is needed.");
}

/* --- the answer -------------------------------------------------------------------------------------- */

static void add_headers(struct MHD_Response *response, const struct answer *answer)
{
    static const struct {
        const char *name, *value;
    } fixed[] = {{"Content-Security-Policy",
                  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
                 {"X-Content-Type-Options", "nosniff"},
                 {"X-Frame-Options", "DENY"},
                 {"Referrer-Policy", "no-referrer"},
                 {"Cross-Origin-Resource-Policy", "same-origin"}};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        MHD_add_response_header(response, fixed[i].name, fixed[i].value);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                            answer->content_type ? answer->content_type : HTTP_JSON);
    char text[sizeof answer->etag + 2];
    if (answer->etag[0]) {
        snprintf(text, sizeof text, "\"%s\"", answer->etag);
        MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, text);
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                            answer->etag[0] ? "private, no-cache" : "no-store");
    if (answer->allow[0])
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, answer->allow);
    if (answer->status == MHD_HTTP_UNAUTHORIZED)
        MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer realm=\"xenia\"");
    if (answer->retry_after_s) {
        snprintf(text, sizeof text, "%u", answer->retry_after_s);
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, text);
    }
}

static bool client_has_it(const struct call *call)
{
    const char *known =
        MHD_lookup_connection_value(call->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
    char quoted[sizeof call->answer.etag + 2];
    snprintf(quoted, sizeof quoted, "\"%s\"", call->answer.etag);
    return call->answer.status == MHD_HTTP_OK && call->answer.etag[0] && known && strstr(known, quoted);
}

static enum MHD_Result send_answer(struct call *call)
{
    struct answer *answer = &call->answer;
    if (client_has_it(call)) {
        answer->status = MHD_HTTP_NOT_MODIFIED;
        answer->bytes = "";
        answer->length = 0;
    }
    const void *bytes = answer->bytes ? answer->bytes : xn_buf_text(&answer->body);
    const size_t length = answer->bytes ? answer->length : answer->body.length;
    /* the bytes live in the call, which MHD lets go only after it has sent them */
    struct MHD_Response *response =
        MHD_create_response_from_buffer(length, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    add_headers(response, answer);
    const enum MHD_Result queued = MHD_queue_response(call->connection, answer->status, response);
    MHD_destroy_response(response);
    return queued;
}

/* --- libmicrohttpd's callbacks ----------------------------------------------------------------------- */

static struct call *new_call(struct http_server *server, struct MHD_Connection *connection)
{
    struct call *call = xn_calloc(1, sizeof *call);
    if (!call)
        return NULL;
    call->service = server->service;
    call->connection = connection;
    call->body = (struct xn_buf)XN_BUF_INIT;
    call->answer.body = (struct xn_buf)XN_BUF_INIT;
    atomic_fetch_add(&server->running, 1);
    return call;
}

static void collect_body(struct call *call, const char *data, size_t length)
{
    if (call->refused)
        return;
    call->body.limit = call->route->body_limit;
    xn_buf_append(&call->body, data, length);
    if (call->body.status == XN_LIMIT)
        refuse(call, MHD_HTTP_CONTENT_TOO_LARGE, "too_large", "The body is larger than this address takes.");
}

static void answer_here(struct call *call)
{
    struct xn_error err = {0};
    call->answer.status = MHD_HTTP_OK;
    enum xn_status status = call->route->handler(call, &err);
    if (status == XN_OK)
        status = xn_buf_check(&call->answer.body, &err);
    if (status != XN_OK)
        answer_failure(call, status, &err);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload_data,
                              size_t *upload_data_size, void **connection_context)
{
    (void)version;
    struct http_server *server = context;
    struct call *call = *connection_context;
    if (!call) {
        if (!(call = *connection_context = new_call(server, connection)))
            return MHD_NO;
        read_head(call, method, url);
        return MHD_YES;
    }
    if (*upload_data_size > 0) {
        collect_body(call, upload_data, *upload_data_size);
        *upload_data_size = 0;
        return MHD_YES;
    }
    if (call->done || call->refused)
        return send_answer(call);
    if (!call->route->needs_store) {
        answer_here(call);
        return send_answer(call);
    }
    if (workers_queue(service_workers(call->service), call))
        return MHD_YES;
    answer_problem(call, MHD_HTTP_SERVICE_UNAVAILABLE, "busy", "Too many requests are waiting; try again.");
    call->answer.retry_after_s = 1;
    return send_answer(call);
}

static void completed(void *context, struct MHD_Connection *connection, void **connection_context,
                      enum MHD_RequestTerminationCode code)
{
    (void)connection;
    (void)code;
    struct http_server *server = context;
    struct call *call = *connection_context;
    if (!call)
        return;
    xn_buf_free(&call->body);
    xn_buf_free(&call->answer.body);
    xn_free(call->path);
    xn_free(call);
    *connection_context = NULL;
    atomic_fetch_sub(&server->running, 1);
}

/* --- starting and stopping --------------------------------------------------------------------------- */

enum xn_status http_server_start(struct xn_service *service, const char *address, uint16_t port,
                                 struct http_server **ret, struct xn_error *err)
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, address, &where.sin_addr) != 1)
        return xn_fail(err, XN_ARGUMENT, "address: found '%s', wanted an IPv4 address", address);
    struct http_server *server = xn_calloc(1, sizeof *server);
    if (!server)
        return xn_fail_memory(err);
    server->service = service;
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, port, NULL, NULL, handle, server,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&where, MHD_OPTION_NOTIFY_COMPLETED, completed, server,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_TIMEOUT_S, MHD_OPTION_END);
    if (!server->daemon) {
        xn_free(server);
        return xn_fail(err, XN_IO, "cannot listen on %s port %u (is it taken?)", address, (unsigned)port);
    }
    *ret = server;
    return XN_OK;
}

uint16_t http_server_port(const struct http_server *server)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

void http_server_quiesce(struct http_server *server)
{
    const MHD_socket listening = MHD_quiesce_daemon(server->daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
}

unsigned http_server_running(const struct http_server *server)
{
    return atomic_load(&server->running);
}

void http_server_stop(struct http_server *server)
{
    if (!server)
        return;
    MHD_stop_daemon(server->daemon);
    xn_free(server);
}
