/* guests.c - a list of connections and a thread that shows the late ones the door.
 *
 * The door is shutdown(), after which libmicrohttpd reads an end and closes by itself; it tells us before it
 * closes, and so no number of a socket is used here that may be another's by then.
 */
#include "guests.h"
#include <pthread.h>
#include <stdbool.h>
#include <sys/socket.h>
#include "clock.h"
#include "xenia/memory.h"

#define LOOK_MS 500

struct guest {
    struct guest *next, *before;
    int socket;
    bool waits;
    int64_t since_ms;
};
struct guests {
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t quit_changed;
    bool quit;
    struct guest *first;
    int64_t patience_ms;
    pthread_t thread;
};

/* --- coming and going -------------------------------------------------------------------------------------
 */

static void add(struct guests *guests, struct guest *guest)
{
    guest->next = guests->first;
    if (guest->next)
        guest->next->before = guest;
    guests->first = guest;
}

static void drop(struct guests *guests, struct guest *guest)
{
    if (guest->before)
        guest->before->next = guest->next;
    else
        guests->first = guest->next;
    if (guest->next)
        guest->next->before = guest->before;
    xn_free(guest);
}

void guests_notify(void *context, struct MHD_Connection *connection, void **place,
                   enum MHD_ConnectionNotificationCode code)
{
    struct guests *guests = context;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct guest *guest = code == MHD_CONNECTION_NOTIFY_STARTED ? xn_calloc(1, sizeof *guest) : *place;
    if (!guest || !info)
        return; /* without memory it has libmicrohttpd's patience */
    pthread_mutex_lock(&guests->lock);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        guest->socket = info->connect_fd;
        guest->waits = true;
        guest->since_ms = clock_now_ms();
        add(guests, guest);
        *place = guest;
    } else {
        drop(guests, guest);
        *place = NULL;
    }
    pthread_mutex_unlock(&guests->lock);
}

static void set_waits(struct guests *guests, struct MHD_Connection *connection, bool waits)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct guest *guest = info ? info->socket_context : NULL;
    if (!guest)
        return;
    pthread_mutex_lock(&guests->lock);
    guest->waits = waits;
    guest->since_ms = clock_now_ms();
    pthread_mutex_unlock(&guests->lock);
}

void guests_asks(struct guests *guests, struct MHD_Connection *connection)
{
    set_waits(guests, connection, false);
}

void guests_waits(struct guests *guests, struct MHD_Connection *connection)
{
    set_waits(guests, connection, true);
}

/* --- the door ---------------------------------------------------------------------------------------------
 */

static void *look(void *context)
{
    struct guests *guests = context;
    pthread_mutex_lock(&guests->lock);
    while (!guests->quit) {
        const int64_t now_ms = clock_now_ms();
        const struct timespec next = clock_at_ms(now_ms + LOOK_MS);
        for (struct guest *guest = guests->first; guest; guest = guest->next)
            if (guest->waits && now_ms - guest->since_ms > guests->patience_ms)
                shutdown(guest->socket, SHUT_RDWR);
        pthread_cond_timedwait(&guests->quit_changed, &guests->lock, &next);
    }
    pthread_mutex_unlock(&guests->lock);
    return NULL;
}

enum xn_status guests_start(int64_t patience_ms, struct guests **ret, struct xn_error *err)
{
    struct guests *guests = xn_calloc(1, sizeof *guests);
    if (!guests)
        return xn_fail_memory(err);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&guests->lock, NULL);
    pthread_cond_init(&guests->quit_changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    guests->patience_ms = patience_ms;
    if (pthread_create(&guests->thread, NULL, look, guests) != 0) {
        pthread_cond_destroy(&guests->quit_changed);
        pthread_mutex_destroy(&guests->lock);
        xn_free(guests);
        return xn_fail(err, XN_MEMORY, "the thread that watches connections cannot be started");
    }
    *ret = guests;
    return XN_OK;
}

void guests_stop(struct guests *guests)
{
    if (!guests)
        return;
    pthread_mutex_lock(&guests->lock);
    guests->quit = true;
    pthread_cond_broadcast(&guests->quit_changed);
    pthread_mutex_unlock(&guests->lock);
    pthread_join(guests->thread, NULL);
    while (guests->first)
        drop(guests, guests->first);
    pthread_cond_destroy(&guests->quit_changed);
    pthread_mutex_destroy(&guests->lock);
    xn_free(guests);
}
