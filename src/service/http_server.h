/* http_server.h - libmicrohttpd around route and workers. */
#ifndef XENIA_SERVICE_HTTP_SERVER_H
#define XENIA_SERVICE_HTTP_SERVER_H

#include "http.h"

struct http_server;
XN_MUST_CHECK enum xn_status http_server_start(struct xn_service *service, const char *address, uint16_t port,
                                               struct http_server **ret, struct xn_error *err);
uint16_t http_server_port(const struct http_server *server);
/* No new connections from now on. */
void http_server_quiesce(struct http_server *server);
/* Requests that are being answered. */
unsigned http_server_running(const struct http_server *server);
void http_server_stop(struct http_server *server);

/* workers.c: threads with a store connection each, and their queue. */
struct workers;
XN_MUST_CHECK enum xn_status workers_start(const struct xn_store_settings *store, unsigned n_workers,
                                           struct workers **ret, struct xn_error *err);
/* The call will be answered and its connection resumed. False: the queue is full, nothing happened. */
bool workers_queue(struct workers *workers, struct call *call);
void workers_stop(struct workers *workers);
struct workers *service_workers(struct xn_service *service);

#endif
