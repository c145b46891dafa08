/* digest.h - SHA-256 of canonical bytes, and a keyed short hash for ties (both by libsodium).
 *
 * Values are fed with their length or in fixed width, little-endian, so that two different inputs never
 * feed the same bytes.
 */
#ifndef XENIA_DIGEST_H
#define XENIA_DIGEST_H

#include <sodium/crypto_hash_sha256.h>
#include <stddef.h>
#include <stdint.h>

struct xn_digest {
    crypto_hash_sha256_state state;
};
#define XN_DIGEST_HEX 65 /* 64 hexadecimal digits and a NUL */

void xn_digest_init(struct xn_digest *digest);
void xn_digest_bytes(struct xn_digest *digest, const void *bytes, size_t length); /* no length prefix */
void xn_digest_text(struct xn_digest *digest, const char *text); /* length first; NULL differs from "" */
void xn_digest_u64(struct xn_digest *digest, uint64_t value);
void xn_digest_double(struct xn_digest *digest, double value); /* -0 as 0, every NaN the same */
void xn_digest_hex(struct xn_digest *digest, char ret[XN_DIGEST_HEX]);
/* SHA-256 of one block of bytes as hexadecimal digits. */
void xn_digest_of(const void *bytes, size_t length, char ret[XN_DIGEST_HEX]);

/* 64 bits of SipHash-2-4 of `text` under a key derived from `key` (any text): an order that nobody can
 * foresee without the key and everybody with it can repeat. */
uint64_t xn_keyed_hash(const char *key, const char *text);

/* The same for many texts under one key: the key is derived once. */
struct xn_hash_key {
    unsigned char bytes[crypto_hash_sha256_BYTES];
};
struct xn_hash_key xn_hash_key_of(const char *key);
uint64_t xn_hash_under(const struct xn_hash_key *key, const char *text);

#endif
