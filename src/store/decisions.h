/* decisions.h - what a decision rested on, as a row that never changes. */
#ifndef XENIA_STORE_DECISIONS_H
#define XENIA_STORE_DECISIONS_H

#include "sealing.h"

struct xn_decision_about {
    const char *household, *dwelling;
    xn_date on;              /* XN_NO_DATE: now */
    const char *reason_code; /* when the decision itself names none; "" none */
};
XN_MUST_CHECK enum xn_status xn_decision_insert(struct xn_store *store, const struct xn_decision_about *about,
                                                const struct xn_decision *decision, int64_t *ret_id,
                                                struct xn_error *err);
/* Reads the columns from class to the sealed note and its key, as household_offers_get has them. */
XN_MUST_CHECK enum xn_status xn_decision_next(struct xn_store *store, struct xn_cursor *cursor,
                                              const char *household, struct xn_decision *ret,
                                              struct xn_error *err);

#endif
