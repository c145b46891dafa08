/* password.c - passwords as argon2id hashes, by libsodium, which wipes the 64 MiB that it works in.
 *
 * A login without account is checked against a hash that nobody knows a password of, made once at the same
 * cost, so that it takes the time of any other.
 */
#include "xenia/password.h"
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include "xenia/text.h"

/* Interactive: 64 MiB, two passes. What is kept says its costs, so that they may go up one day. */
#define PASSES crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE
#define MEMORY_BYTES crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE

#define SALT_SIZE crypto_pwhash_argon2id_SALTBYTES
#define HASH_SIZE 32

_Static_assert(XN_PASSWORD_HASH_SIZE == crypto_pwhash_argon2id_STRBYTES, "libsodium's text fits");
_Static_assert(MEMORY_BYTES == (size_t)64 << 20 && PASSES == 2, "the costs of nobody below");

static const char nobody[XN_PASSWORD_HASH_SIZE] =
    "$argon2id$v=19$m=65536,t=2,p=1$INNfUXVWqckdyTsl+tTgeg$6QqHRKj2F2YC+/0Qh32sPc4p4WKDtL8ItAbD+Wl0SE8";

static enum xn_status start(struct xn_error *err)
{
    return sodium_init() < 0 ? xn_fail(err, XN_IO, "this system gives no random numbers") : XN_OK;
}

/* Characters of valid UTF-8: bytes that continue none. */
static size_t count_characters(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

enum xn_status xn_password_check(const char *password, const char *login, struct xn_error *err)
{
    const size_t length = strlen(password);
    if (xn_utf8_valid_length(password, length) != length)
        return xn_fail(err, XN_INPUT, "the password is not UTF-8");
    const size_t n = count_characters(password);
    if (n < XN_PASSWORD_MIN)
        return xn_fail(err, XN_INPUT, "the password has %zu characters, wanted at least %d", n,
                       XN_PASSWORD_MIN);
    if (n > XN_PASSWORD_MAX)
        return xn_fail(err, XN_INPUT, "the password has %zu characters, wanted at most %d", n,
                       XN_PASSWORD_MAX);
    if (xn_compare_ignoring_case(password, login) == 0)
        return xn_fail(err, XN_INPUT, "the password is the login itself");
    return XN_OK;
}

enum xn_status xn_password_hash(const char *password, char ret[XN_PASSWORD_HASH_SIZE], struct xn_error *err)
{
    XN_TRY(start(err));
    char hash[XN_PASSWORD_HASH_SIZE];
    if (crypto_pwhash_argon2id_str(hash, password, strlen(password), PASSES, MEMORY_BYTES) != 0)
        return xn_fail_memory(err);
    memcpy(ret, hash, sizeof hash);
    return XN_OK;
}

/* What the text of a hash says. */
struct kept {
    unsigned memory_kib, passes;
    unsigned char salt[SALT_SIZE], hash[HASH_SIZE];
};

static bool decode(const char *text, unsigned char *ret, size_t size)
{
    size_t length = 0;
    return sodium_base642bin(ret, size, text, strlen(text), NULL, &length, NULL,
                             sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
           length == size;
}

static bool parse(const char *text, struct kept *ret)
{
    char salt[23], hash[44];
    int end = 0;
    return sscanf(text, "$argon2id$v=19$m=%u,t=%u,p=1$%22[^$]$%43[^$]%n", &ret->memory_kib, &ret->passes,
                  salt, hash, &end) == 4 &&
           text[end] == '\0' && decode(salt, ret->salt, SALT_SIZE) && decode(hash, ret->hash, HASH_SIZE);
}

/* libsodium's own verification says "no" also for want of memory; this tells them apart. */
static enum xn_status verify(const char *password, const char *text, bool *ret, struct xn_error *err)
{
    struct kept kept;
    unsigned char hash[HASH_SIZE];
    const bool is_hash = parse(text, &kept);
    errno = ENOMEM;
    const bool done = is_hash && crypto_pwhash_argon2id(
                                     hash, sizeof hash, password, strlen(password), kept.salt, kept.passes,
                                     (size_t)kept.memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) == 0;
    if (!is_hash || (!done && errno != ENOMEM))
        return xn_fail(err, XN_INPUT, "what is kept of the password is no argon2id hash");
    if (!done)
        return xn_fail_memory(err);
    *ret = sodium_memcmp(hash, kept.hash, sizeof hash) == 0;
    sodium_memzero(hash, sizeof hash);
    return XN_OK;
}

enum xn_status xn_password_verify(const char *password, const char *hash, bool *ret, struct xn_error *err)
{
    bool same = false;
    XN_TRY(start(err));
    XN_TRY(verify(password, hash ? hash : nobody, &same, err));
    *ret = same && hash;
    return XN_OK;
}

enum xn_status xn_password_make(char ret[XN_PASSWORD_MADE_SIZE], struct xn_error *err)
{
    static const char character[] = "abcdefghjkmnpqrstuvwxyz23456789"; /* without i, l, o, 0, 1 */
    XN_TRY(start(err));
    for (size_t i = 0; i < XN_PASSWORD_MADE_SIZE - 1; i++)
        ret[i] = character[randombytes_uniform(sizeof character - 1)];
    ret[XN_PASSWORD_MADE_SIZE - 1] = '\0';
    return XN_OK;
}

void xn_password_wipe(char *password, size_t size)
{
    sodium_memzero(password, size);
}
