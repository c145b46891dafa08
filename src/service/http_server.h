/* http_server.h - libmicrohttpd around heads, routes and workers. */
#ifndef XENIA_SERVICE_HTTP_SERVER_H
#define XENIA_SERVICE_HTTP_SERVER_H

#include "workers.h"

struct http_server;
/* Takes the address (XN_CONFLICT: somebody has it) and answers from then on. */
XN_MUST_CHECK enum xn_status http_server_start(struct xn_service *service, struct workers *workers,
                                               const char *address, uint16_t port, struct http_server **ret,
                                               struct xn_error *err);
uint16_t http_server_port(const struct http_server *server);
/* No new connections from now on. */
void http_server_quiesce(struct http_server *server);
/* Requests that are being read or answered. */
unsigned http_server_running(const struct http_server *server);
/* The workers must have stopped: then no connection is suspended. */
void http_server_stop(struct http_server *server);

#endif
