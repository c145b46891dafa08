/* sealed.h - personal data at rest: one key a person, wrapped by a master key outside the database.
 *
 * What is sealed can be read with its key alone, and a changed byte is noticed (XChaCha20-Poly1305 by
 * libsodium, a random nonce in front). Destroying a person's wrapped key erases all copies of the person's
 * data, those in backups too (RULES R13).
 */
#ifndef XENIA_SEALED_H
#define XENIA_SEALED_H

#include <stdbool.h>
#include "xenia/buf.h"
#include "xenia/status.h"

#define XN_KEY_SIZE 32
#define XN_WRAPPED_KEY_SIZE (24 + XN_KEY_SIZE + 16)
#define XN_REFERENCE_SIZE 32

/* A key in memory; wiped by its _wipe. Never printed, never stored as it is. */
struct xn_key {
    unsigned char bytes[XN_KEY_SIZE];
};
void xn_key_wipe(struct xn_key *key);
#define XN_AUTO_KEY XN_CLEANUP(xn_key_wipe) struct xn_key

XN_MUST_CHECK enum xn_status xn_key_random(struct xn_key *ret, struct xn_error *err);
/* The master key of a file that its owner alone may read (64 hexadecimal characters); made, durably and at
 * most once, when the file is not there and `create`. XN_IO, XN_INPUT (not a key; readable by others),
 * XN_NOT_FOUND. */
XN_MUST_CHECK enum xn_status xn_key_file(const char *path, bool create, struct xn_key *ret,
                                         struct xn_error *err);

/* Wraps a person's key; `context` ("household 3f2...") must be the same when unwrapped: a wrapped key of
 * another person is refused. */
XN_MUST_CHECK enum xn_status xn_key_wrap(const struct xn_key *master, const char *context,
                                         const struct xn_key *key, unsigned char ret[XN_WRAPPED_KEY_SIZE],
                                         struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_key_unwrap(const struct xn_key *master, const char *context,
                                           const unsigned char wrapped[XN_WRAPPED_KEY_SIZE],
                                           struct xn_key *ret, struct xn_error *err);

/* Appends nonce and ciphertext of `bytes` to `ret`. context as above. */
XN_MUST_CHECK enum xn_status xn_seal(const struct xn_key *key, const char *context, const void *bytes,
                                     size_t length, struct xn_buf *ret, struct xn_error *err);
/* Appends what was sealed. XN_INPUT: another key, another context, or a changed byte. */
XN_MUST_CHECK enum xn_status xn_unseal(const struct xn_key *key, const char *context, const void *sealed,
                                       size_t length, struct xn_buf *ret, struct xn_error *err);

/* A keyed hash of a reference ("file number F07") so that the same one is found again without being stored.
 */
void xn_reference_hash(const struct xn_key *master, const char *city, const char *reference,
                       unsigned char ret[XN_REFERENCE_SIZE]);

#endif
