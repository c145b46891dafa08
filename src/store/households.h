/* households.h - what a household says as one sealed text, for the files that read and write it. */
#ifndef XENIA_STORE_HOUSEHOLDS_H
#define XENIA_STORE_HOUSEHOLDS_H

#include "sealing.h"

/* reference NUL centre NUL needs as JSON (xn_household_put_json): the same household, the same bytes. */
XN_MUST_CHECK enum xn_status xn_household_write(const struct xn_stored_household *household,
                                                struct xn_buf *ret, struct xn_error *err);
/* Reads it back; borrows `text`. */
XN_MUST_CHECK enum xn_status xn_household_read_sealed(const char *text, size_t length,
                                                      struct xn_stored_household *ret, struct xn_error *err);

/* Locks the household, shared with other drafts or alone, then looks at it: XN_NOT_FOUND. */
struct xn_household_now {
    enum xn_household_state state;
    int64_t version;
    bool frozen, has_live_offer;
};
XN_MUST_CHECK enum xn_status xn_household_lock(struct xn_store *store, const char *id, bool alone,
                                               struct xn_household_now *ret, struct xn_error *err);
/* Locks the household of an offer or placement (`query` gives its id), before anything of it is written: all
 * changes lock the household first, so that two never wait for each other. `ret_id` "": there is no such row.
 */
XN_MUST_CHECK enum xn_status xn_household_lock_of(struct xn_store *store, const char *query, const char *id,
                                                  char ret_id[XN_ID_SIZE], struct xn_error *err);

#endif
