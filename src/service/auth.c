/* auth.c - bearer tokens: 256 random bits, of which the store knows the SHA-256 alone.
 *
 * A hash without salt is enough for what cannot be guessed, and lets one look-up find it.
 */
#include <sodium.h>
#include <string.h>
#include "http.h"
#include "xenia/service.h"

#define RANDOM_BYTES 32

static void hash_token(const char *token, unsigned char ret[XN_TOKEN_HASH_SIZE])
{
    crypto_hash_sha256(ret, (const unsigned char *)token, strlen(token));
}

/* The roles of RULES R11. */
static const char *const roles[] = {"coordinator", "working_group", "scientist", "corporation",
                                    "steward",     "auditor",       "refresher", "admin"};

static enum xn_status check_role(const char *role, struct xn_error *err)
{
    XN_AUTO_BUF list = XN_BUF_INIT;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (strcmp(roles[i], role) == 0)
            return XN_OK;
        xn_buf_printf(&list, "%s%s", i ? ", " : "", roles[i]);
    }
    return xn_fail(err, XN_ARGUMENT, "role: found '%.40s', wanted one of %s", role, xn_buf_text(&list));
}

enum xn_status xn_token_create(struct xn_store *store, const char *label, const char *role,
                               char ret[XN_TOKEN_SIZE], struct xn_error *err)
{
    unsigned char bytes[RANDOM_BYTES], hash[XN_TOKEN_HASH_SIZE];
    XN_TRY(check_role(role, err));
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

/* 43 characters of base64url, or it is none of ours: the store need not be asked. */
void auth_read(struct call *call, const char *authorization)
{
    static const char scheme[] = "Bearer ";
    const size_t scheme_length = sizeof scheme - 1, length = XN_TOKEN_SIZE - 1;
    if (!authorization || strncasecmp(authorization, scheme, scheme_length) != 0)
        return;
    const char *token = authorization + scheme_length;
    token += strspn(token, " ");
    if (strlen(token) == length && strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                                 "0123456789-_") == length)
        memcpy(call->token, token, length + 1);
}

enum xn_status auth_check(struct call *call, bool *ret_known, struct xn_error *err)
{
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    struct xn_error why = {0};
    hash_token(call->token, hash);
    const enum xn_status status = xn_store_find_token(call->store, hash, &call->who, &why);
    if (status != XN_OK && status != XN_NOT_FOUND)
        return xn_fail(err, status, "%s", why.message);
    *ret_known = status == XN_OK;
    return XN_OK;
}
