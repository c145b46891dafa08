/* auth.c - bearer tokens: 256 random bits, of which the store knows the SHA-256 alone.
 *
 * A hash without salt is enough for what cannot be guessed, and lets one look-up find it.
 */
#include "http.h"
#include "xenia/service.h"
#include <sodium.h>
#include <string.h>

#define RANDOM_BYTES 32

static void hash_token(const char *token, unsigned char ret[XN_TOKEN_HASH_SIZE])
{
    crypto_hash_sha256(ret, (const unsigned char *)token, strlen(token));
}

enum xn_status xn_token_create(struct xn_store *store, const char *label, const char *role,
                               char ret[XN_TOKEN_SIZE], struct xn_error *err)
{
    unsigned char bytes[RANDOM_BYTES], hash[XN_TOKEN_HASH_SIZE];
    if (sodium_init() < 0)
        return xn_fail(err, XN_IO, "this system gives no random numbers");
    randombytes_buf(bytes, sizeof bytes);
    char token[XN_TOKEN_SIZE];
    sodium_bin2base64(token, sizeof token, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    hash_token(token, hash);
    XN_TRY(xn_store_create_token(store, hash, label, role, err));
    memcpy(ret, token, sizeof token);
    return XN_OK;
}

enum xn_status auth_check(struct call *call, bool *ret_known, struct xn_error *err)
{
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    struct xn_stored_token token;
    struct xn_error why = {0};
    *ret_known = false;
    if (!call->token[0])
        return XN_OK;
    hash_token(call->token, hash);
    const enum xn_status status = xn_store_find_token(call->store, hash, &token, &why);
    *ret_known = status == XN_OK;
    return status == XN_OK || status == XN_NOT_FOUND ? XN_OK : xn_fail(err, status, "%s", why.message);
}
