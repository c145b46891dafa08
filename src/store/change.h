/* change.h - what the calls of one change share: the actor's city, refusals, and steps of a state machine.
 *
 * A step is one UPDATE that names row, version and the states it may leave; that no row was found is then
 * looked into, for the sentence alone. So of two steps at once one wins, and the other is told why not.
 */
#ifndef XENIA_STORE_CHANGE_H
#define XENIA_STORE_CHANGE_H

#include "pg.h"
#include "xenia/lifecycle.h"

/* Begins a call of the open change. XN_ARGUMENT when none is open. */
XN_MUST_CHECK enum xn_status xn_change_call(struct xn_store *store, enum xn_call kind, struct xn_error *err);
const char *xn_change_city(struct xn_store *store);
const char *xn_change_actor(struct xn_store *store);
/* The open change is about this household: what is kept under its key goes when the household is erased. */
void xn_change_concerns(struct xn_store *store, const char *household);

/* Refuses a call: a code of xn_store_refusal, its status, its sentence. */
enum xn_status xn_refuse(struct xn_store *store, const char *code, enum xn_status status,
                         struct xn_error *err, const char *format, ...) XN_PRINTF(5, 6);
/* A failure that is no refusal; the change can only be taken back. */
enum xn_status xn_change_fail(struct xn_store *store, enum xn_status status, struct xn_error *err,
                              const char *format, ...) XN_PRINTF(4, 5);

/* What a step is about, for its sentence, and the statement that looks at its row (city, id: version, state).
 */
struct xn_step {
    const char *word; /* "offer" */
    const char *look;
    const char *id;
    int64_t version;
    bool named; /* the id is a name, not a UUID */
};
/* Runs the statement, which gives a row for each row it changed. None: XN_NOT_FOUND, "stale" or "state". */
XN_MUST_CHECK enum xn_status xn_change_step(struct xn_store *store, const struct xn_step *step,
                                            const char *query, const struct xn_params *params,
                                            struct xn_rows *ret, struct xn_error *err);
/* The same for a statement that gives the household of the row it changed: the change concerns it. */
XN_MUST_CHECK enum xn_status xn_change_step_of_household(struct xn_store *store, const struct xn_step *step,
                                                         const char *query, const struct xn_params *params,
                                                         struct xn_error *err);
/* Why a step found no row. */
enum xn_status xn_change_miss(struct xn_store *store, const struct xn_step *step, struct xn_error *err);

/* Parameters $1 city, $2 id: what most statements begin with. */
void xn_param_row(struct xn_store *store, struct xn_params *params, const char *id);

#endif
