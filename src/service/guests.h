/* guests.h - connections that ask for nothing, or too slowly.
 *
 * libmicrohttpd's timeout counts from the last byte, so that one byte a while holds a connection, or a TLS
 * handshake, for ever. Here it is counted from when the connection began, or its last request ended, to the
 * end of the next head.
 */
#ifndef XENIA_SERVICE_GUESTS_H
#define XENIA_SERVICE_GUESTS_H

#include <microhttpd.h>
#include <stdint.h>
#include "xenia/status.h"

struct guests;
/* Cuts off who waits for longer than that, from a thread of its own. */
XN_MUST_CHECK enum xn_status guests_start(int64_t patience_ms, struct guests **ret, struct xn_error *err);
/* libmicrohttpd must have stopped. */
void guests_stop(struct guests *guests);
/* MHD_OPTION_NOTIFY_CONNECTION; the context is the guests. */
void guests_notify(void *guests, struct MHD_Connection *connection, void **guest,
                   enum MHD_ConnectionNotificationCode code);
/* A whole head has come. */
void guests_asks(struct guests *guests, struct MHD_Connection *connection);
/* Its request is over. */
void guests_waits(struct guests *guests, struct MHD_Connection *connection);

#endif
