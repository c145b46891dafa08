/* signing.h - signatures (Ed25519 by libsodium) that show who wrote something, outside any database.
 *
 * The secret half lies in a file that its owner alone may read; the public half is for everybody who checks.
 */
#ifndef XENIA_SIGNING_H
#define XENIA_SIGNING_H

#include <stdbool.h>
#include <stddef.h>
#include "xenia/status.h"

#define XN_PUBLIC_KEY_SIZE 32
#define XN_PUBLIC_KEY_HEX (2 * XN_PUBLIC_KEY_SIZE + 1)
#define XN_SIGNATURE_SIZE 64

/* Wiped by its _wipe. */
struct xn_signing_key {
    unsigned char secret[64];
    unsigned char public_[XN_PUBLIC_KEY_SIZE];
};
void xn_signing_key_wipe(struct xn_signing_key *key);
#define XN_AUTO_SIGNING_KEY XN_CLEANUP(xn_signing_key_wipe) struct xn_signing_key

/* The key of a file (64 hexadecimal characters: the seed) that its owner alone may read; made, durably and at
 * most once, when it is not there and `create`. Statuses as xn_key_file. */
XN_MUST_CHECK enum xn_status xn_signing_key_file(const char *path, bool create, struct xn_signing_key *ret,
                                                 struct xn_error *err);
void xn_sign(const struct xn_signing_key *key, const void *bytes, size_t length,
             unsigned char ret[XN_SIGNATURE_SIZE]);
bool xn_signature_is_valid(const unsigned char public_key[XN_PUBLIC_KEY_SIZE], const void *bytes,
                           size_t length, const unsigned char signature[XN_SIGNATURE_SIZE]);

/* A public key as people pass it on. XN_INPUT: not 64 hexadecimal characters. */
void xn_public_key_print(const unsigned char public_key[XN_PUBLIC_KEY_SIZE], char ret[XN_PUBLIC_KEY_HEX]);
XN_MUST_CHECK enum xn_status xn_public_key_parse(const char *text, unsigned char ret[XN_PUBLIC_KEY_SIZE],
                                                 struct xn_error *err);

#endif
