/* digest.c - canonical bytes into SHA-256, and the keyed order of ties. */
#include "xenia/digest.h"
#include <math.h>
#include <sodium/crypto_shorthash_siphash24.h>
#include <sodium/utils.h>
#include <string.h>

void xn_digest_init(struct xn_digest *digest)
{
    crypto_hash_sha256_init(&digest->state);
}

void xn_digest_bytes(struct xn_digest *digest, const void *bytes, size_t length)
{
    crypto_hash_sha256_update(&digest->state, bytes, length);
}

void xn_digest_u64(struct xn_digest *digest, uint64_t value)
{
    unsigned char bytes[8];
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(value >> (8 * i));
    xn_digest_bytes(digest, bytes, sizeof bytes);
}

void xn_digest_text(struct xn_digest *digest, const char *text)
{
    xn_digest_u64(digest, text ? strlen(text) : UINT64_MAX);
    if (text)
        xn_digest_bytes(digest, text, strlen(text));
}

void xn_digest_double(struct xn_digest *digest, double value)
{
    uint64_t bits = UINT64_C(0x7FF8000000000000);
    if (!isnan(value)) {
        value += 0.0; /* -0 becomes 0 */
        memcpy(&bits, &value, sizeof bits);
    }
    xn_digest_u64(digest, bits);
}

void xn_digest_hex(struct xn_digest *digest, char ret[XN_DIGEST_HEX])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&digest->state, hash);
    sodium_bin2hex(ret, XN_DIGEST_HEX, hash, sizeof hash);
}

void xn_digest_of(const void *bytes, size_t length, char ret[XN_DIGEST_HEX])
{
    struct xn_digest digest;
    xn_digest_init(&digest);
    xn_digest_bytes(&digest, bytes, length);
    xn_digest_hex(&digest, ret);
}

struct xn_hash_key xn_hash_key_of(const char *key)
{
    struct xn_hash_key derived;
    crypto_hash_sha256(derived.bytes, (const unsigned char *)key, strlen(key));
    return derived;
}

uint64_t xn_hash_under(const struct xn_hash_key *key, const char *text)
{
    unsigned char hash[crypto_shorthash_siphash24_BYTES];
    crypto_shorthash_siphash24(hash, (const unsigned char *)text, strlen(text), key->bytes);
    uint64_t value = 0;
    for (unsigned i = 0; i < 8; i++)
        value |= (uint64_t)hash[i] << (8 * i);
    return value;
}

uint64_t xn_keyed_hash(const char *key, const char *text)
{
    const struct xn_hash_key derived = xn_hash_key_of(key);
    return xn_hash_under(&derived, text);
}
