/* pg.c - connecting, deadlines and transactions.
 *
 * libpq is only ever used without blocking: send, then poll the socket until the answer is there or the
 * call's deadline has passed. Past it the connection is worth nothing (what it would answer belongs to a call
 * that has ended), so it is dropped; the session's client_connection_check_interval makes the server cancel
 * then. A dead connection is found before anything is sent, so that reconnecting never repeats a statement.
 * (A host name in the DSN is resolved by the system, outside the deadline; sockets and addresses are not.)
 */
#include "pg_private.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "xenia/lifecycle.h"

#define SERVER_VERSION_MIN 150000

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum xn_status xn_pg_new(const char *dsn, int deadline_ms, int bulk_deadline_ms, struct xn_store **ret,
                         struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = xn_calloc(1, sizeof *store);
    if (!store || !(store->dsn = xn_strdup(dsn)) ||
        !(store->prepared = xn_calloc(xn_pg_n_statements(), sizeof *store->prepared)))
        return xn_fail_memory(err);
    store->deadline_ms = deadline_ms > 0 ? deadline_ms : XN_STORE_DEADLINE_MS;
    store->bulk_deadline_ms = bulk_deadline_ms > 0 ? bulk_deadline_ms : XN_STORE_BULK_DEADLINE_MS;
    *ret = XN_STEAL(store);
    return XN_OK;
}

void xn_store_close(struct xn_store *store)
{
    if (!store)
        return;
    if (store->prepared)
        xn_pg_drop(store);
    xn_key_wipe(&store->state.master);
    xn_free(store->state.actor);
    xn_free(store->state.key);
    xn_free(store->prepared);
    xn_free(store->dsn);
    xn_free(store);
}

void xn_pg_drop(struct xn_store *store)
{
    PQfinish(store->connection);
    store->connection = NULL;
    store->held = (struct xn_pg_identity){0};
    memset(store->prepared, 0, xn_pg_n_statements() * sizeof *store->prepared);
}

enum xn_status xn_pg_lost(struct xn_store *store, struct xn_error *err)
{
    char reason[512];
    xn_pg_one_line(PQerrorMessage(store->connection), reason, sizeof reason);
    xn_pg_drop(store);
    return xn_fail(err, XN_DATABASE, "the connection to the database was lost: %s",
                   *reason ? reason : "the server closed it");
}

/* --- waiting ------------------------------------------------------------------------------------------ */

enum xn_status xn_pg_wait_socket(struct xn_store *store, short events, struct xn_error *err)
{
    for (;;) {
        const int64_t left_ms = store->deadline - now_ms();
        struct pollfd socket = {.fd = PQsocket(store->connection), .events = events};
        const int ready = left_ms > 0 ? poll(&socket, 1, (int)left_ms) : 0;
        if (ready > 0)
            return XN_OK;
        if (ready < 0 && errno == EINTR)
            continue;
        xn_pg_drop(store);
        if (ready < 0)
            return xn_fail(err, XN_DATABASE, "the connection to the database was lost: %s", strerror(errno));
        return xn_fail(err, XN_DATABASE, "the database did not answer within %d ms", store->call_ms);
    }
}

enum xn_status xn_pg_flush(struct xn_store *store, struct xn_error *err)
{
    for (;;) {
        const int left = PQflush(store->connection);
        if (left == 0)
            return XN_OK;
        if (left < 0)
            return xn_pg_lost(store, err);
        XN_TRY(xn_pg_wait_socket(store, POLLIN | POLLOUT, err));
        if (!PQconsumeInput(store->connection))
            return xn_pg_lost(store, err);
    }
}

/* The next result without blocking; NULL after the last. */
static enum xn_status next_result(struct xn_store *store, PGresult **ret, struct xn_error *err)
{
    while (PQisBusy(store->connection)) {
        XN_TRY(xn_pg_wait_socket(store, POLLIN, err));
        if (!PQconsumeInput(store->connection))
            return xn_pg_lost(store, err);
    }
    *ret = PQgetResult(store->connection);
    return XN_OK;
}

enum xn_status xn_pg_collect(struct xn_store *store, PGresult **ret, struct xn_error *err)
{
    XN_TRY(xn_pg_flush(store, err));
    PGresult *kept = NULL;
    for (;;) {
        PGresult *next = NULL;
        const enum xn_status status = next_result(store, &next, err);
        if (status != XN_OK) {
            PQclear(kept);
            return status;
        }
        if (!next)
            break;
        if (PQresultStatus(kept) == PGRES_FATAL_ERROR && kept) {
            PQclear(next);
            continue;
        }
        PQclear(kept);
        kept = next;
        if (PQresultStatus(kept) == PGRES_COPY_IN)
            break;
    }
    if (!kept || PQstatus(store->connection) == CONNECTION_BAD) {
        PQclear(kept);
        return xn_pg_lost(store, err);
    }
    *ret = kept;
    return XN_OK;
}

/* --- connecting --------------------------------------------------------------------------------------- */

static void ignore_notice(void *context, const PGresult *notice)
{
    (void)context;
    (void)notice;
}

static enum xn_status fail_connect(struct xn_store *store, struct xn_error *err)
{
    char reason[512];
    xn_pg_one_line(PQerrorMessage(store->connection), reason, sizeof reason);
    xn_pg_drop(store);
    return xn_fail(err, XN_DATABASE, "the database is not reachable: %s", reason);
}

/* The handshake, as PQconnectPoll wants it done. */
static enum xn_status handshake(struct xn_store *store, struct xn_error *err)
{
    PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
    while (wanted != PGRES_POLLING_OK) {
        if (wanted == PGRES_POLLING_FAILED)
            return fail_connect(store, err);
        XN_TRY(xn_pg_wait_socket(store, wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT, err));
        wanted = PQconnectPoll(store->connection);
    }
    return XN_OK;
}

static enum xn_status set_up_session(struct xn_store *store, struct xn_error *err)
{
    const int version = PQserverVersion(store->connection);
    if (version < SERVER_VERSION_MIN)
        return xn_fail(err, XN_DATABASE, "the database server is PostgreSQL %d.%d, wanted 15 or newer",
                       version / 10000, version % 10000);
    if (PQsetnonblocking(store->connection, 1) != 0)
        return xn_pg_lost(store, err);
    XN_TRY(xn_pg_run(store, "session", NULL, NULL, err));
    if (!store->listening)
        return XN_OK;
    store->missed_notifications = true;
    XN_TRY(xn_pg_run(store, "listen_offers", NULL, NULL, err));
    return xn_pg_run(store, "listen_published", NULL, NULL, err);
}

static enum xn_status connect_to_server(struct xn_store *store, struct xn_error *err)
{
    const char *const keyword[] = {"dbname", "client_encoding", "fallback_application_name", NULL};
    const char *const value[] = {store->dsn, "UTF8", "xenia", NULL};
    store->connection = PQconnectStartParams(keyword, value, 1);
    if (!store->connection)
        return xn_fail_memory(err);
    if (PQstatus(store->connection) == CONNECTION_BAD)
        return fail_connect(store, err);
    PQsetNoticeReceiver(store->connection, ignore_notice, NULL);
    XN_TRY(handshake(store, err));
    const enum xn_status status = set_up_session(store, err);
    if (status != XN_OK)
        xn_pg_drop(store);
    return status;
}

/* Is the connection still good? An end of the stream that has already arrived is seen here. */
static bool is_connected(struct xn_store *store)
{
    if (!store->connection)
        return false;
    struct pollfd socket = {.fd = PQsocket(store->connection), .events = POLLIN};
    while (poll(&socket, 1, 0) > 0) {
        if (!PQconsumeInput(store->connection))
            return false;
    }
    return PQstatus(store->connection) == CONNECTION_OK;
}

static bool is_idle(const struct xn_store *store)
{
    return PQtransactionStatus(store->connection) == PQTRANS_IDLE;
}

static void begin_deadline(struct xn_store *store, int call_ms)
{
    store->call_ms = call_ms;
    store->deadline = now_ms() + call_ms;
}

/* Inside a change: what it has done so far is in this connection alone. */
static enum xn_status continue_change(struct xn_store *store, enum xn_call kind, struct xn_error *err)
{
    begin_deadline(store, kind == XN_CALL_BULK ? store->bulk_deadline_ms : store->deadline_ms);
    if (is_connected(store))
        return XN_OK;
    xn_pg_drop(store);
    return xn_fail(
        err, XN_DATABASE,
        "the connection to the database was lost inside a change, nothing of it is saved: repeat it");
}

enum xn_status xn_pg_call(struct xn_store *store, enum xn_call kind, struct xn_error *err)
{
    store->state.refusal = NULL;
    if (store->state.open)
        return continue_change(store, kind, err);
    begin_deadline(store, store->deadline_ms);
    if (!is_connected(store) || !is_idle(store))
        xn_pg_drop(store);
    if (!store->connection && store->locked) {
        store->locked = false;
        return xn_fail(
            err, XN_DATABASE,
            "the connection that held the refresh lock of city '%s' was lost; start the refresh again",
            store->lock_city);
    }
    if (!store->connection)
        XN_TRY(connect_to_server(store, err));
    XN_TRY(xn_pg_take_identity(store, err));
    if (kind == XN_CALL_BULK)
        begin_deadline(store, store->bulk_deadline_ms);
    return XN_OK;
}

int xn_pg_server_version(const struct xn_store *store)
{
    return PQserverVersion(store->connection);
}

/* --- transactions ------------------------------------------------------------------------------------- */

/* Takes everything back; a connection that cannot even do that is dropped, to the same effect. */
static void roll_back(struct xn_store *store)
{
    if (!store->connection)
        return;
    begin_deadline(store, store->deadline_ms);
    if (PQtransactionStatus(store->connection) == PQTRANS_ACTIVE ||
        xn_pg_run(store, "rollback", NULL, NULL, NULL) != XN_OK)
        xn_pg_drop(store);
}

static enum xn_status commit(struct xn_store *store, struct xn_error *err)
{
    const enum xn_status status = xn_pg_run(store, "commit", NULL, NULL, err);
    store->state.outcome_unknown = status != XN_OK && !store->connection;
    if (store->state.outcome_unknown)
        return xn_fail_in(err, status, "it is not known whether the change was saved, repeat it");
    if (status != XN_OK)
        roll_back(store);
    return status;
}

enum xn_status xn_pg_transaction(struct xn_store *store, bool dry_run, xn_pg_body *body, void *context,
                                 struct xn_error *err)
{
    if (store->state.open)
        return xn_fail(err, XN_ARGUMENT, "a change is open; this is a change of its own");
    XN_TRY(xn_pg_call(store, XN_CALL_BULK, err));
    XN_TRY(xn_pg_run(store, "begin", NULL, NULL, err));
    const enum xn_status status = body(store, context, err);
    if (status == XN_OK && !dry_run)
        return commit(store, err);
    roll_back(store);
    return status;
}

enum xn_status xn_pg_begin(struct xn_store *store, struct xn_error *err)
{
    if (store->state.open)
        return xn_fail(err, XN_ARGUMENT, "a change is open already");
    store->state.outcome_unknown = false;
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_TRY(xn_pg_run(store, "begin", NULL, NULL, err));
    store->state.open = true;
    store->state.failed = false;
    return XN_OK;
}

enum xn_status xn_pg_commit(struct xn_store *store, struct xn_error *err)
{
    if (!store->state.open || store->state.failed)
        return xn_fail(err, XN_ARGUMENT, "no change is open, or a call inside it failed: it is not saved");
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    store->state.open = false;
    return commit(store, err);
}

void xn_pg_rollback(struct xn_store *store)
{
    if (!store->state.open)
        return;
    store->state.open = false;
    roll_back(store);
}

struct xn_store_state *xn_pg_state(struct xn_store *store)
{
    return &store->state;
}

const char *xn_store_refusal(const struct xn_store *store)
{
    return store->state.refusal ? store->state.refusal : "";
}

bool xn_store_outcome_unknown(const struct xn_store *store)
{
    return store->state.outcome_unknown;
}

/* --- session state ------------------------------------------------------------------------------------ */

void xn_pg_set_lock(struct xn_store *store, int64_t key, const char *city_id)
{
    store->locked = true;
    store->lock_key = key;
    snprintf(store->lock_city, sizeof store->lock_city, "%s", city_id);
}

bool xn_pg_lock(const struct xn_store *store, int64_t *ret_key)
{
    *ret_key = store->lock_key;
    return store->locked;
}

void xn_pg_clear_lock(struct xn_store *store)
{
    store->locked = false;
}

enum xn_status xn_pg_listen(struct xn_store *store, struct xn_error *err)
{
    XN_TRY(xn_pg_run(store, "listen_offers", NULL, NULL, err));
    XN_TRY(xn_pg_run(store, "listen_published", NULL, NULL, err));
    store->listening = true;
    return XN_OK;
}

/* Fills the event from a notification that libpq has; false when it has none of ours. */
static bool take_notification(struct xn_store *store, struct xn_store_notification *ret)
{
    PGnotify *notify = PQnotifies(store->connection);
    if (!notify)
        return false;
    ret->event = strcmp(notify->relname, "xenia_offers") == 0 ? XN_EVENT_OFFERS : XN_EVENT_PUBLISHED;
    snprintf(ret->city, sizeof ret->city, "%s", notify->extra);
    PQfreemem(notify);
    return true;
}

static bool take_reconnection(struct xn_store *store, struct xn_store_notification *ret)
{
    if (!store->missed_notifications)
        return false;
    store->missed_notifications = false;
    *ret = (struct xn_store_notification){.event = XN_EVENT_RECONNECTED};
    return true;
}

enum xn_status xn_pg_wait_notification(struct xn_store *store, int timeout_ms, bool *ret_got,
                                       struct xn_store_notification *ret, struct xn_error *err)
{
    const int64_t end = now_ms() + timeout_ms;
    for (;;) {
        XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err)); /* also reads what has arrived */
        *ret_got = take_reconnection(store, ret) || take_notification(store, ret);
        const int64_t left_ms = end - now_ms();
        if (*ret_got || left_ms <= 0)
            return XN_OK;
        struct pollfd socket = {.fd = PQsocket(store->connection), .events = POLLIN};
        if (poll(&socket, 1, (int)left_ms) < 0 && errno != EINTR)
            return xn_pg_lost(store, err);
    }
}
