/* pg.h - the store's one way to the server: calls with a deadline, statements by name, rows, COPY.
 *
 * Only the pg*.c files see libpq. Statements are the files of sql/queries, by their name without ".sql";
 * values travel only as parameters or COPY data.
 */
#ifndef XENIA_STORE_PG_H
#define XENIA_STORE_PG_H

#include "xenia/buf.h"
#include "xenia/sealed.h"
#include "xenia/store.h"

/* --- connection and call ------------------------------------------------------------------------------ */

/* A store that connects to `dsn` at its first call. Deadlines 0: the defaults. */
XN_MUST_CHECK enum xn_status xn_pg_new(const char *dsn, int deadline_ms, int bulk_deadline_ms,
                                       struct xn_store **ret, struct xn_error *err);

enum xn_call { XN_CALL_QUICK, XN_CALL_BULK };
/* Begins a public call: sets its deadline, and connects when there is no living connection. Nothing has been
 * sent before, so a reconnection is never a repetition. */
XN_MUST_CHECK enum xn_status xn_pg_call(struct xn_store *store, enum xn_call kind, struct xn_error *err);
int xn_pg_server_version(const struct xn_store *store);

/* --- statements --------------------------------------------------------------------------------------- */

#define XN_PARAM_MAX 32
/* Values of $1, $2, ... in order; text is borrowed, so it must outlive the statement. */
struct xn_params {
    size_t count;
    const char *value[XN_PARAM_MAX]; /* NULL: null */
    char number[XN_PARAM_MAX][32];
};
void xn_param_text(struct xn_params *params, const char *text);  /* NULL: null */
void xn_param_words(struct xn_params *params, const char *text); /* NULL and "": null */
void xn_param_id(struct xn_params *params, const char *text);    /* what is no UUID, no row has: null */
void xn_param_double(struct xn_params *params, double value);    /* NAN: null */
void xn_param_int(struct xn_params *params, int64_t value);
void xn_param_bool(struct xn_params *params, bool value);
void xn_param_date(struct xn_params *params, xn_date date); /* XN_NO_DATE: null */

/* The result of a statement; on the stack: `XN_AUTO_ROWS rows = {0};` */
struct xn_rows {
    void *result;
};
void xn_rows_free(struct xn_rows *rows);
#define XN_AUTO_ROWS XN_CLEANUP(xn_rows_free) struct xn_rows

/* Runs a statement. params and ret may be NULL: none, not wanted. */
XN_MUST_CHECK enum xn_status xn_pg_run(struct xn_store *store, const char *query,
                                       const struct xn_params *params, struct xn_rows *ret,
                                       struct xn_error *err);
/* Runs several statements at once: migrations. */
XN_MUST_CHECK enum xn_status xn_pg_script(struct xn_store *store, const char *sql, struct xn_error *err);

/* A bulk call in one transaction: all of `body` or nothing; with dry_run nothing, after all of it. */
typedef enum xn_status xn_pg_body(struct xn_store *store, void *context, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_pg_transaction(struct xn_store *store, bool dry_run, xn_pg_body *body,
                                               void *context, struct xn_error *err);

/* A transaction that stays open over several calls, none of which reconnects; while it is open xn_pg_call
 * says so when the connection was lost. */
XN_MUST_CHECK enum xn_status xn_pg_begin(struct xn_store *store, struct xn_error *err);
/* Notes in the state when the outcome is not known. */
XN_MUST_CHECK enum xn_status xn_pg_commit(struct xn_store *store, struct xn_error *err);
void xn_pg_rollback(struct xn_store *store);

/* --- rows --------------------------------------------------------------------------------------------- */

size_t xn_rows_count(const struct xn_rows *rows);
bool xn_rows_null(const struct xn_rows *rows, size_t row, size_t column);
const char *xn_rows_text(const struct xn_rows *rows, size_t row, size_t column); /* "" for null */
int64_t xn_rows_int(const struct xn_rows *rows, size_t row, size_t column);      /* 0 for null */
double xn_rows_double(const struct xn_rows *rows, size_t row, size_t column);    /* NAN for null */
bool xn_rows_bool(const struct xn_rows *rows, size_t row, size_t column);        /* false for null */
xn_date xn_rows_date(const struct xn_rows *rows, size_t row, size_t column);     /* XN_NO_DATE for null */
/* Copies into the arena: text (NULL for null when `nullable`, else ""), and bytes. */
XN_MUST_CHECK enum xn_status xn_rows_copy_text(const struct xn_rows *rows, size_t row, size_t column,
                                               bool nullable, struct xn_arena *arena, const char **ret,
                                               struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_rows_copy_bytes(const struct xn_rows *rows, size_t row, size_t column,
                                                struct xn_arena *arena, const unsigned char **ret,
                                                size_t *ret_length, struct xn_error *err);

/* The values of one row from left to right; they belong to the arena. The first failure sticks. */
struct xn_cursor {
    const struct xn_rows *rows;
    size_t row, column;
    struct xn_arena *arena;
    enum xn_status status;
};
const char *xn_next_text(struct xn_cursor *cursor);                               /* "" for null */
const unsigned char *xn_next_bytes(struct xn_cursor *cursor, size_t *ret_length); /* NULL for null */
void xn_next_chars(struct xn_cursor *cursor, char *ret, size_t size);
int64_t xn_next_int(struct xn_cursor *cursor);
double xn_next_double(struct xn_cursor *cursor);
bool xn_next_bool(struct xn_cursor *cursor);
xn_date xn_next_date(struct xn_cursor *cursor);
/* XN_OK, or XN_MEMORY with its sentence. */
XN_MUST_CHECK enum xn_status xn_cursor_check(const struct xn_cursor *cursor, struct xn_error *err);

/* Appends bytes as PostgreSQL reads them: \x0a... */
void xn_put_bytes(struct xn_buf *buf, const void *bytes, size_t length);

/* --- COPY --------------------------------------------------------------------------------------------- */

/* Rows on their way into a table. Failures stick: values may be put without looking, xn_copy_finish says what
 * happened, and `failed_row` (from 0, XN_NONE: not known) where. */
struct xn_copy {
    struct xn_store *store;
    struct xn_buf buf;
    size_t n_rows;
    size_t failed_row;
    char failed_rule[64]; /* name of the constraint, "" none */
    bool row_begun;
    enum xn_status status;
    struct xn_error error;
};
XN_MUST_CHECK enum xn_status xn_copy_begin(struct xn_copy *copy, struct xn_store *store, const char *query,
                                           struct xn_error *err);
void xn_copy_text(struct xn_copy *copy, const char *text); /* NULL: null */
void xn_copy_double(struct xn_copy *copy, double value);   /* NAN: null */
void xn_copy_int(struct xn_copy *copy, int64_t value);
void xn_copy_bool(struct xn_copy *copy, bool value);
void xn_copy_date(struct xn_copy *copy, xn_date date);                               /* XN_NO_DATE: null */
void xn_copy_bytes(struct xn_copy *copy, const unsigned char *bytes, size_t length); /* NULL: null */
void xn_copy_array(struct xn_copy *copy, const char *const *text, size_t count);
void xn_copy_end_row(struct xn_copy *copy);
XN_MUST_CHECK enum xn_status xn_copy_finish(struct xn_copy *copy, struct xn_error *err);

/* Appends an array of texts as PostgreSQL writes it: {"a","b"}. */
void xn_put_array(struct xn_buf *buf, const char *const *text, size_t count);

/* --- what a change keeps in the store (change.c) ------------------------------------------------------- */

struct xn_store_state {
    bool open;            /* a transaction of xn_pg_begin */
    bool failed;          /* a call inside it failed: it can only be taken back */
    bool outcome_unknown; /* of its commit */
    const char *refusal;  /* of the last call; NULL: none */
    char city[64];
    char *actor, *key;  /* of the open change; key NULL: none */
    char household[37]; /* a UUID: what it changes; "" none */
    bool has_master;
    struct xn_key master;
};
struct xn_store_state *xn_pg_state(struct xn_store *store);

/* --- session state -------------------------------------------------------------------------------------- */

/* The advisory lock that this connection holds. Losing the connection with it is an error of the next call.
 */
void xn_pg_set_lock(struct xn_store *store, int64_t key, const char *city_id);
bool xn_pg_lock(const struct xn_store *store, int64_t *ret_key);
void xn_pg_clear_lock(struct xn_store *store);

/* From now on listens, also after each reconnection. */
XN_MUST_CHECK enum xn_status xn_pg_listen(struct xn_store *store, struct xn_error *err);
/* The next notification: true with channel and payload copied; false when timeout_ms passed without one. */
XN_MUST_CHECK enum xn_status xn_pg_wait_notification(struct xn_store *store, int timeout_ms, bool *ret_got,
                                                     struct xn_store_notification *ret, struct xn_error *err);

#endif
