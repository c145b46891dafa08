/* sealing.h - what a household said, sealed with its own key before it leaves the program.
 *
 * The key is made with the household, wrapped by the master key, and stored in xenia.household_keys; without
 * that row nothing can be read again. Each sealed column has a word of its own in its context, so that one
 * cannot be put in the place of another.
 */
#ifndef XENIA_STORE_SEALING_H
#define XENIA_STORE_SEALING_H

#include "change.h"

/* "no_master_key" without one. */
XN_MUST_CHECK enum xn_status xn_sealing_check(struct xn_store *store, struct xn_error *err);

/* A new key for the household, and its wrapped form as a parameter (xn_put_bytes). */
XN_MUST_CHECK enum xn_status xn_sealing_new_key(struct xn_store *store, const char *household,
                                                struct xn_key *ret, struct xn_buf *ret_wrapped,
                                                struct xn_error *err);
/* Its key. XN_NOT_FOUND: there is none (erased). */
XN_MUST_CHECK enum xn_status xn_sealing_key(struct xn_store *store, const char *household, struct xn_key *ret,
                                            struct xn_error *err);
/* Appends the sealed bytes as a parameter. */
XN_MUST_CHECK enum xn_status xn_sealing_put(const struct xn_key *key, const char *household, const char *word,
                                            const void *bytes, size_t length, struct xn_buf *ret,
                                            struct xn_error *err);
/* The same for a text and the household's key in the store; nothing is appended for NULL and "". */
XN_MUST_CHECK enum xn_status xn_sealing_put_text(struct xn_store *store, const char *household,
                                                 const char *word, const char *text, struct xn_buf *ret,
                                                 struct xn_error *err);
/* null when nothing was appended. */
void xn_param_sealed(struct xn_params *params, const struct xn_buf *sealed);

/* A sealed column and, in the column after it, the household's wrapped key. "" when there is nothing, when
 * the household is erased, and when the program has no master key. */
XN_MUST_CHECK enum xn_status xn_sealing_next(struct xn_store *store, struct xn_cursor *cursor,
                                             const char *household, const char *word, const char **ret,
                                             size_t *ret_length, struct xn_error *err);

#endif
