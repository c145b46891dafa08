/* pg_private.h - what the pg*.c files share: the connection itself. Nobody else includes it. */
#ifndef XENIA_STORE_PG_PRIVATE_H
#define XENIA_STORE_PG_PRIVATE_H

#include <libpq-fe.h>
#include "pg.h"

/* In whose name: "" stands for none. */
struct xn_pg_identity {
    char role[64], city[64], actor[256], corporation[256];
};

struct xn_store {
    PGconn *connection;                 /* NULL: none; the next call makes one */
    bool *prepared;                     /* which of the statements this connection knows by name */
    struct xn_pg_identity wanted, held; /* by the caller; by the connection */
    char *dsn;
    int deadline_ms, bulk_deadline_ms;
    int call_ms;        /* of the running call, for its sentence */
    int64_t deadline;   /* when it ends, monotonic milliseconds */
    bool locked;        /* holds an advisory lock, */
    int64_t lock_key;   /* this one, */
    char lock_city[64]; /* for this city */
    bool listening;
    bool missed_notifications; /* the connection was lost while listening */
    struct xn_store_state state;
};

/* Makes the connection ask in the name that is wanted. */
XN_MUST_CHECK enum xn_status xn_pg_take_identity(struct xn_store *store, struct xn_error *err);

/* How many statements there are. */
size_t xn_pg_n_statements(void);
/* Waits for the answer to what was just sent. ret may be NULL. */
XN_MUST_CHECK enum xn_status xn_pg_finish(struct xn_store *store, bool sent, struct xn_rows *ret,
                                          struct xn_error *err);

/* Waits until the socket is ready for `events` (of poll). Past the deadline the connection is dropped. */
XN_MUST_CHECK enum xn_status xn_pg_wait_socket(struct xn_store *store, short events, struct xn_error *err);
/* Sends everything that is waiting to be sent, reading meanwhile what the server says. */
XN_MUST_CHECK enum xn_status xn_pg_flush(struct xn_store *store, struct xn_error *err);
/* The answer to what was sent: the last result, or the first error. A COPY stops at its beginning. */
XN_MUST_CHECK enum xn_status xn_pg_collect(struct xn_store *store, PGresult **ret, struct xn_error *err);
/* Closes the connection. The server notices, cancels what runs and rolls back. */
void xn_pg_drop(struct xn_store *store);
/* The connection broke: drops it and says what libpq knows. */
enum xn_status xn_pg_lost(struct xn_store *store, struct xn_error *err);
/* The status and sentence of a result that is an error; XN_OK for any other. */
enum xn_status xn_pg_check_result(const PGresult *result, struct xn_error *err);
/* The refusal that the broken rule of a result stands for (xn_store_refusal); NULL: none. */
const char *xn_pg_refusal_of(const PGresult *result);
/* What libpq says, on one line. */
void xn_pg_one_line(const char *text, char *ret, size_t size);

#endif
