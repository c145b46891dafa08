/* http_server.c - requests in, answers out, on libmicrohttpd's one thread, which never waits for anything.
 *
 * A call is refused as early as its head allows. The body of a refused call is read and thrown away when it
 * is short, so that the client sees the answer and can go on; otherwise the answer goes out at once and the
 * connection is closed. What needs no store is answered here, the rest by the workers.
 */
#include "http_server.h"
#include "compression.h"
#include <arpa/inet.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "clock.h"
#include "guests.h"
#include "tls.h"

#define CONNECTIONS_MAX 512
#define CONNECTIONS_MAX_AN_ADDRESS 128
#define CONNECTION_MEMORY (32u << 10) /* the whole head must fit */
#define IDLE_TIMEOUT_S 8
#define HEAD_DEADLINE_MS                                                                                     \
    8000 /* from the connection's beginning, or its last request's end, to the end of the head */
#define BODY_DEADLINE_MS 8000 /* from the head to the end of the body */
#define DISCARD_MAX (64u << 10)
#define SECRET_BODY_MAX (4u << 10) /* routes that take passwords take no more */

struct http_server {
    struct MHD_Daemon *daemon;
    struct xn_service *service;
    struct workers *workers;
    struct guests *guests;
    struct tls tls; /* libmicrohttpd reads the pair as long as it runs */
    int socket;
    atomic_uint running;
};

/* --- the answer -------------------------------------------------------------------------------------- */

static void add_fixed_headers(struct MHD_Response *response, const char *security_policy)
{
    static const struct {
        const char *name, *value;
    } fixed[] = {{"X-Content-Type-Options", "nosniff"},
                 {"X-Frame-Options", "DENY"},
                 {"Referrer-Policy", "no-referrer"},
                 {"Cross-Origin-Resource-Policy", "same-origin"}};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        MHD_add_response_header(response, fixed[i].name, fixed[i].value);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_SECURITY_POLICY, security_policy);
}

static void add_headers(struct MHD_Response *response, const struct call *call)
{
    const struct answer *answer = &call->answer;
    char text[sizeof answer->etag + 2 + sizeof GZIP_ETAG];
    add_fixed_headers(response,
                      answer->security_policy ? answer->security_policy : service_page_policy(call->service));
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                            answer->content_type ? answer->content_type : HTTP_JSON);
    if (answer->etag[0]) {
        snprintf(text, sizeof text, "\"%s%s\"", answer->etag, answer->is_gzip ? GZIP_ETAG : "");
        MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, text);
    }
    if (answer->is_gzip && answer->status == MHD_HTTP_OK)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                            answer->etag[0] ? "private, no-cache" : "no-store");
    MHD_add_response_header(response, MHD_HTTP_HEADER_VARY,
                            call->route && route_needs_worker(call->route) ? MHD_HTTP_HEADER_ACCEPT_LANGUAGE
                                ", " MHD_HTTP_HEADER_ACCEPT_ENCODING
                                                                           : MHD_HTTP_HEADER_ACCEPT_ENCODING);
    if (answer->file_name[0] && !answer->is_problem) {
        snprintf(text, sizeof text, "attachment; filename=\"%s\"", answer->file_name);
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, text);
    }
    if (answer->cookie[0])
        MHD_add_response_header(response, MHD_HTTP_HEADER_SET_COOKIE, answer->cookie);
    if (call->is_secure)
        MHD_add_response_header(response, MHD_HTTP_HEADER_STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    if (answer->allow[0])
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, answer->allow);
    if (answer->status == MHD_HTTP_UNAUTHORIZED)
        MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer realm=\"xenia\"");
    if (answer->retry_after_s) {
        snprintf(text, sizeof text, "%u", answer->retry_after_s);
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, text);
    }
}

static enum MHD_Result send_answer(struct call *call)
{
    const struct answer *answer = &call->answer;
    (void)answer_is_known(call);
    const void *bytes = answer->bytes ? answer->bytes : xn_buf_text(&answer->body);
    const size_t length = answer->bytes ? answer->length : answer->body.length;
    /* the bytes live in the call, which MHD lets go only after it has sent them */
    struct MHD_Response *response =
        MHD_create_response_from_buffer(length, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    add_headers(response, call);
    const enum MHD_Result queued = MHD_queue_response(call->connection, answer->status, response);
    MHD_destroy_response(response);
    return queued;
}

/* --- libmicrohttpd's callbacks ----------------------------------------------------------------------- */

static void take_address_of(struct call *call)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(call->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *from = info ? info->client_addr : NULL;
    if (from && from->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)from)->sin_addr, call->address,
                  sizeof call->address);
}

static struct call *new_call(struct http_server *server, struct MHD_Connection *connection)
{
    struct call *call = xn_calloc(1, sizeof *call);
    if (!call || !(call->arena = xn_arena_new())) {
        xn_free(call);
        return NULL;
    }
    call->service = server->service;
    call->connection = connection;
    call->arrived_ms = clock_now_ms();
    call->is_secure = server->tls.key != NULL;
    take_address_of(call);
    call->body = (struct xn_buf)XN_BUF_INIT;
    call->answer = (struct answer){.status = MHD_HTTP_OK, .body = XN_BUF_INIT, .gzip = XN_BUF_INIT};
    atomic_fetch_add(&server->running, 1);
    return call;
}

/* A body with a password in it does not grow, for growing leaves copies behind. */
static void make_room(struct call *call)
{
    const size_t limit = call->route->body_limit;
    if (call->body.data || limit > SECRET_BODY_MAX)
        return;
    xn_buf_append(&call->body, (const char[SECRET_BODY_MAX]){0}, limit);
    xn_buf_reset(&call->body);
}

/* MHD_NO ends the connection. */
static enum MHD_Result collect_body(struct call *call, const char *data, size_t length)
{
    if (clock_now_ms() - call->arrived_ms > BODY_DEADLINE_MS)
        return MHD_NO;
    if (call->answered) {
        call->n_discarded += length;
        return call->n_discarded <= DISCARD_MAX ? MHD_YES : MHD_NO;
    }
    call->body.limit = call->route->body_limit;
    make_room(call);
    xn_buf_append(&call->body, data, length);
    if (call->body.status != XN_OK)
        answer_finish(call,
                      call->body.status == XN_LIMIT
                          ? call_refuse(call, MHD_HTTP_CONTENT_TOO_LARGE, "too_large", NULL,
                                        "The body is larger than this address takes.")
                          : call->body.status,
                      &(struct xn_error){0});
    return MHD_YES;
}

static enum MHD_Result answer_whole(struct http_server *server, struct call *call)
{
    if (call->answered)
        return send_answer(call);
    if (!route_needs_worker(call->route)) {
        struct xn_error err = {0};
        answer_finish(call, call->route->handler(call, &err), &err);
        answer_compress(call);
        return send_answer(call);
    }
    if (workers_queue(server->workers, call))
        return MHD_YES;
    answer_later(call, "busy", "Too many requests are waiting; try again.");
    call->answered = true;
    return send_answer(call);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload_data,
                              size_t *upload_data_size, void **connection_context)
{
    (void)version;
    struct http_server *server = context;
    struct call *call = *connection_context;
    if (!call) {
        uint64_t length = 0;
        if (!(call = *connection_context = new_call(server, connection)))
            return MHD_NO;
        guests_asks(server->guests, connection);
        head_read(call, method, url, &length);
        return call->answered && length > DISCARD_MAX ? send_answer(call) : MHD_YES;
    }
    if (*upload_data_size == 0)
        return answer_whole(server, call);
    const size_t length = *upload_data_size;
    *upload_data_size = 0;
    return collect_body(call, upload_data, length);
}

static void free_buf(struct xn_buf *buf)
{
    if (buf->data)
        sodium_memzero(buf->data, buf->capacity);
    xn_buf_free(buf);
}

static void completed(void *context, struct MHD_Connection *connection, void **connection_context,
                      enum MHD_RequestTerminationCode code)
{
    (void)code;
    struct http_server *server = context;
    struct call *call = *connection_context;
    if (!call)
        return;
    guests_waits(server->guests, connection);
    /* there may be a password in it, a token, a family */
    xn_arena_wipe(call->arena);
    xn_arena_free(call->arena);
    free_buf(&call->body);
    free_buf(&call->answer.body);
    free_buf(&call->answer.gzip);
    sodium_memzero(call, sizeof *call);
    xn_free(call);
    *connection_context = NULL;
    atomic_fetch_sub(&server->running, 1);
}

/* Paths and parameters are decoded by head.c. */
static size_t leave_encoded(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

/* --- starting and stopping --------------------------------------------------------------------------- */

static enum xn_status take_address(const char *address, uint16_t port, int *ret, struct xn_error *err)
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons(port)};
    const int yes = 1;
    if (inet_pton(AF_INET, address, &where.sin_addr) != 1)
        return xn_fail(err, XN_ARGUMENT, "address: found '%s', wanted an IPv4 address", address);
    const int taken = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (taken >= 0 && setsockopt(taken, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        bind(taken, (const struct sockaddr *)&where, sizeof where) == 0 && listen(taken, SOMAXCONN) == 0) {
        *ret = taken;
        return XN_OK;
    }
    const int why = errno;
    if (taken >= 0)
        close(taken);
    return xn_fail(err, why == EADDRINUSE ? XN_CONFLICT : XN_IO, "%s port %u cannot be listened on: %s",
                   address, (unsigned)port, strerror(why));
}

/* Where clients come themselves; a proxy is one address, with all of them. 0: no limit. */
static unsigned connections_of_an_address(const struct http_server *server)
{
    const bool direct = server->tls.key && !service_settings(server->service)->proxy_secret_path;
    return direct ? CONNECTIONS_MAX_AN_ADDRESS : 0;
}

static enum xn_status start_daemon(struct http_server *server, struct xn_error *err)
{
    const struct tls *tls = &server->tls;
    const struct MHD_OptionItem with_tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, tls->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_PRIORITIES},
        {MHD_OPTION_END, 0, NULL}};
    const struct MHD_OptionItem without[] = {{MHD_OPTION_END, 0, NULL}};
    const unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (tls->key ? MHD_USE_TLS : 0);
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, handle, server, MHD_OPTION_LISTEN_SOCKET, server->socket,
        MHD_OPTION_NOTIFY_COMPLETED, completed, server, MHD_OPTION_NOTIFY_CONNECTION, guests_notify,
        server->guests, MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX, MHD_OPTION_PER_IP_CONNECTION_LIMIT, connections_of_an_address(server),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_TIMEOUT_S, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY,
        tls->key ? with_tls : without, MHD_OPTION_END);
    return server->daemon ? XN_OK : xn_fail(err, XN_MEMORY, "the HTTP thread cannot be started");
}

enum xn_status http_server_start(struct xn_service *service, struct workers *workers, const char *address,
                                 uint16_t port, struct http_server **ret, struct xn_error *err)
{
    struct http_server *server = xn_calloc(1, sizeof *server);
    if (!server)
        return xn_fail_memory(err);
    server->service = service;
    server->workers = workers;
    server->socket = -1;
    enum xn_status status = tls_read(service_settings(service), &server->tls, err);
    if (status == XN_OK)
        status = guests_start(HEAD_DEADLINE_MS, &server->guests, err);
    if (status == XN_OK)
        status = take_address(address, port, &server->socket, err);
    if (status == XN_OK && (status = start_daemon(server, err)) != XN_OK)
        server->socket = -1; /* MHD has closed it */
    if (status == XN_OK)
        *ret = server;
    else
        http_server_stop(server);
    return status;
}

uint16_t http_server_port(const struct http_server *server)
{
    struct sockaddr_in where = {0};
    socklen_t size = sizeof where;
    return getsockname(server->socket, (struct sockaddr *)&where, &size) == 0 ? ntohs(where.sin_port) : 0;
}

/* The socket stays open for libmicrohttpd's thread, but takes nobody any more. */
void http_server_quiesce(struct http_server *server)
{
    if (MHD_quiesce_daemon(server->daemon) != MHD_INVALID_SOCKET)
        shutdown(server->socket, SHUT_RDWR);
}

unsigned http_server_running(const struct http_server *server)
{
    return atomic_load(&server->running);
}

void http_server_stop(struct http_server *server)
{
    if (!server)
        return;
    if (server->daemon) {
        http_server_quiesce(server); /* the socket is ours again, MHD would close it */
        MHD_stop_daemon(server->daemon);
    }
    if (server->socket >= 0)
        close(server->socket);
    guests_stop(server->guests);
    tls_free(&server->tls);
    xn_free(server);
}
