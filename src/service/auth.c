/* auth.c - who asks, and may they?
 *
 * A person comes with the cookie of a session, or with the word of a trusted proxy; a machine with a bearer
 * token. Tokens and sessions are 256 random bits, of which the store knows the SHA-256 alone: a hash without
 * salt is enough for what cannot be guessed, and lets one look-up find it. The store is asked as xenia_gate
 * who it is, and from then on as the role of whoever asks, with the city of the path.
 */
#include <sodium.h>
#include <string.h>
#include "http.h"
#include "rate_limit.h"
#include "xenia/password.h"
#include "xenia/service.h"

#define RANDOM_BYTES 32

void auth_hash(const char *token, unsigned char ret[XN_TOKEN_HASH_SIZE])
{
    crypto_hash_sha256(ret, (const unsigned char *)token, strlen(token));
}

enum xn_status auth_make_token(char ret[XN_TOKEN_SIZE], struct xn_error *err)
{
    unsigned char bytes[RANDOM_BYTES];
    if (sodium_init() < 0)
        return xn_fail(err, XN_IO, "this system gives no random numbers");
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(ret, XN_TOKEN_SIZE, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
    return XN_OK;
}

enum xn_status xn_token_create(struct xn_store *store, const struct xn_account *account, const char *actor,
                               char ret[XN_TOKEN_SIZE], struct xn_error *err)
{
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    char token[XN_TOKEN_SIZE];
    XN_TRY(auth_make_token(token, err));
    auth_hash(token, hash);
    XN_TRY(xn_store_create_token(store, hash, account, actor, err));
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

/* --- who asks ------------------------------------------------------------------------------------------- */

enum xn_status auth_act_as(struct call *call, const char *role, const char *city, struct xn_error *err)
{
    const struct xn_identity identity = {.role = role,
                                         .city = city,
                                         .actor = *call->who.login ? call->who.login : NULL,
                                         .corporation =
                                             *call->who.corporation ? call->who.corporation : NULL};
    return xn_store_act_as(call->store, &identity, err);
}

/* XN_NOT_FOUND: nobody whom we know. */
static enum xn_status find_account(struct call *call, struct xn_error *err)
{
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    char unused[XN_PASSWORD_HASH_SIZE];
    if (*call->person) {
        const enum xn_status status = xn_store_find_user(call->store, call->person, &call->who, unused, err);
        sodium_memzero(unused, sizeof unused);
        return status;
    }
    auth_hash(*call->token ? call->token : call->session, hash);
    return *call->token ? xn_store_find_token(call->store, hash, &call->who, err)
                        : xn_store_find_session(call->store, hash, &call->who, err);
}

static enum xn_status identify(struct call *call, struct xn_error *err)
{
    struct xn_error why = {0};
    XN_TRY(auth_act_as(call, "gate", NULL, err));
    const enum xn_status status = find_account(call, &why);
    if (status == XN_OK)
        return XN_OK;
    if (status != XN_NOT_FOUND)
        return xn_fail(err, status, "%s", why.message);
    if (*call->token)
        (void)rate_limit_take(service_rate_limit(call->service, LIMIT_BAD_TOKEN), call->address);
    return call_refuse(call, MHD_HTTP_UNAUTHORIZED, "unauthorized", NULL, "%s",
                       *call->token    ? "A valid bearer token is needed."
                       : *call->person ? "This login has no account here."
                                       : "The session is over; sign in again.");
}

/* --- may they? ------------------------------------------------------------------------------------------ */

bool auth_serves(const struct call *call, const char *city)
{
    return !*call->who.city || strcmp(call->who.city, city) == 0;
}

enum xn_status auth_check_city(struct call *call, const char *city)
{
    if (auth_serves(call, city))
        return XN_OK;
    return call_refuse(call, MHD_HTTP_FORBIDDEN, "city", NULL, "This account serves another city: '%s'.",
                       call->who.city);
}

static enum xn_status check_role(struct call *call)
{
    const unsigned roles = call->route->roles;
    XN_AUTO_BUF may = XN_BUF_INIT;
    if (roles & 1u << call->who.role)
        return XN_OK;
    for (int role = 0; role < XN_N_ROLES; role++)
        if (roles & 1u << role)
            xn_buf_printf(&may, "%s%s", may.length ? ", " : "", xn_role_name((enum xn_role)role));
    return call_refuse(call, MHD_HTTP_FORBIDDEN, "role", NULL, "This is for the role %s; yours is %s.",
                       xn_buf_text(&may), xn_role_name(call->who.role));
}

static enum xn_status check_pace(struct call *call)
{
    const unsigned wait_s =
        rate_limit_take(service_rate_limit(call->service, LIMIT_ACCOUNT), call->who.login);
    if (wait_s == 0)
        return XN_OK;
    call->answer.retry_after_s = wait_s;
    return call_refuse(call, MHD_HTTP_TOO_MANY_REQUESTS, "too_many", NULL,
                       "This account asks too often; wait %u seconds.", wait_s);
}

enum xn_status auth_admit(struct call *call, struct xn_error *err)
{
    const struct route *route = call->route;
    if (route->roles == 0)
        return auth_act_as(call, route->as, NULL, err);
    XN_TRY(identify(call, err));
    XN_TRY(check_pace(call));
    XN_TRY(check_role(call));
    if (call->city)
        XN_TRY(auth_check_city(call, call->city));
    /* no city has a longer name: the handler says that there is none */
    const char *city = call->city && strlen(call->city) < sizeof call->who.city ? call->city : NULL;
    return auth_act_as(call, route->as ? route->as : xn_role_name(call->who.role), city, err);
}
