/* api_session.c - signing in with a password, whose session it is, signing out, another password.
 *
 * Whoever tries learns nothing but "wrong": the text and the work are the same for a login that does not
 * exist, that is disabled, and for a password that is wrong. Tries are counted before the password is looked
 * at.
 */
#include <sodium.h>
#include <string.h>
#include "http.h"
#include "xenia/password.h"
#include "xenia/request.h"

struct credentials {
    const char *login, *password, *old, *wanted;
};
#define PASSWORD(name_, member_)                                                                             \
    {                                                                                                        \
        .name = name_, .kind = XN_MEMBER_TEXT, .required = true, .low = 1, .high = XN_PASSWORD_MAX,          \
        .offset = offsetof(struct credentials, member_)                                                      \
    }

static enum xn_status read_body(struct call *call, const struct xn_member *member, size_t n_members,
                                struct credentials *ret, struct xn_error *err)
{
    const struct xn_request request = {
        .json = xn_buf_text(&call->body), .length = call->body.length, .place = "request body"};
    char name[32];
    struct xn_error why = {0};
    const enum xn_status status = xn_request_read(&request, member, n_members, call->arena, ret, &why);
    if (status != XN_INPUT)
        return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why.message);
    const bool known = xn_request_fault_member(why.message, name, sizeof name);
    /* what was found may be a password */
    return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", known ? name : NULL,
                       "request body: %s%swanted texts of 1 to %d characters, and no other members",
                       known ? name : "", known ? ": " : "", XN_PASSWORD_MAX);
}

static void put_text_or_null(struct xn_json *json, const char *name, const char *text)
{
    xn_json_member_string(json, name, *text ? text : NULL);
}

/* When the session ends if nothing more is asked; for a token or a proxy null. */
static void put_account(struct call *call, const struct xn_account *account)
{
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "login", account->login);
    xn_json_member_string(&json, "role", xn_role_name(account->role));
    put_text_or_null(&json, "city", account->city);
    put_text_or_null(&json, "corporation", account->corporation);
    put_text_or_null(&json, "expires", account->expires_at);
    xn_json_end_object(&json);
}

/* --- signing in ----------------------------------------------------------------------------------------- */

static enum xn_status count_try(struct call *call, const char *login, struct xn_error *err)
{
    unsigned wait_s = 0;
    XN_TRY(xn_store_count_try(call->store, login, call->address, &wait_s, err));
    if (wait_s == 0)
        return XN_OK;
    call->answer.retry_after_s = wait_s;
    return call_refuse(call, MHD_HTTP_TOO_MANY_REQUESTS, "too_many_tries", NULL,
                       "Too many tries to sign in; wait %u seconds.", wait_s);
}

/* Is it the password of the login? An unknown login takes as long. */
static enum xn_status check_password(struct call *call, const char *login, const char *password,
                                     struct xn_account *ret, bool *ret_right, struct xn_error *err)
{
    char hash[XN_PASSWORD_HASH_SIZE] = "";
    struct xn_error why = {0};
    const enum xn_status status = xn_store_find_user(call->store, login, ret, hash, &why);
    if (status != XN_OK && status != XN_NOT_FOUND)
        return xn_fail(err, status, "%s", why.message);
    XN_TRY(xn_password_verify(password, status == XN_OK ? hash : NULL, ret_right, err));
    sodium_memzero(hash, sizeof hash);
    return XN_OK;
}

/* A browser that signs in again has one session, not two. */
static enum xn_status close_session(struct call *call, struct xn_error *err)
{
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    if (!*call->session)
        return XN_OK;
    auth_hash(call->session, hash);
    return xn_store_close_session(call->store, hash, err);
}

static enum xn_status open_session(struct call *call, struct xn_account *account, struct xn_error *err)
{
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    char token[XN_TOKEN_SIZE];
    XN_TRY(close_session(call, err));
    XN_TRY(auth_make_token(token, err));
    auth_hash(token, hash);
    XN_TRY(xn_store_open_session(call->store, account, hash, err));
    XN_TRY(xn_store_find_session(call->store, hash, account, err));
    cookie_set(call, token);
    sodium_memzero(token, sizeof token);
    call->answer.status = MHD_HTTP_CREATED;
    put_account(call, account);
    return XN_OK;
}

enum xn_status api_session_open(struct call *call, struct xn_error *err)
{
    static const struct xn_member member[] = {PASSWORD("login", login), PASSWORD("password", password)};
    struct credentials given = {0};
    struct xn_account account = {0};
    bool right = false;
    if (*call->person)
        return call_refuse(call, MHD_HTTP_CONFLICT, "signed_in", NULL, "The proxy signs people in here.");
    XN_TRY(read_body(call, member, 2, &given, err));
    XN_TRY(count_try(call, given.login, err));
    XN_TRY(check_password(call, given.login, given.password, &account, &right, err));
    if (!right)
        return call_refuse(call, MHD_HTTP_UNAUTHORIZED, "wrong_login", NULL, "Login or password is wrong.");
    XN_TRY(xn_store_forgive_tries(call->store, given.login, call->address, err));
    return open_session(call, &account, err);
}

/* --- being there ---------------------------------------------------------------------------------------- */

enum xn_status api_session_show(struct call *call, struct xn_error *err)
{
    (void)err;
    put_account(call, &call->who);
    return XN_OK;
}

static enum xn_status need_session(struct call *call)
{
    if (*call->session)
        return XN_OK;
    return call_refuse(call, MHD_HTTP_CONFLICT, "no_session", NULL,
                       "This is about the session of a person who signed in with a password.");
}

static void answer_gone(struct call *call)
{
    cookie_set(call, NULL);
    call->answer.status = MHD_HTTP_NO_CONTENT;
}

enum xn_status api_session_close(struct call *call, struct xn_error *err)
{
    XN_TRY(need_session(call));
    XN_TRY(close_session(call, err));
    answer_gone(call);
    return XN_OK;
}

/* --- another password ----------------------------------------------------------------------------------- */

/* All sessions end with it, this one too. */
enum xn_status api_session_password(struct call *call, struct xn_error *err)
{
    static const struct xn_member member[] = {PASSWORD("old", old), PASSWORD("new", wanted)};
    struct credentials given = {0};
    struct xn_account account = {0};
    struct xn_error why = {0};
    char hash[XN_PASSWORD_HASH_SIZE];
    bool right = false;
    XN_TRY(need_session(call));
    XN_TRY(read_body(call, member, 2, &given, err));
    XN_TRY(count_try(call, call->who.login, err));
    XN_TRY(check_password(call, call->who.login, given.old, &account, &right, err));
    if (!right)
        return call_refuse(call, MHD_HTTP_FORBIDDEN, "wrong_password", "old",
                           "The present password is another one.");
    XN_TRY(xn_store_forgive_tries(call->store, call->who.login, call->address, err));
    if (strcmp(given.old, given.wanted) == 0)
        return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", "new",
                           "The new password is the present one.");
    if (xn_password_check(given.wanted, call->who.login, &why) != XN_OK)
        return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", "new", "%s", why.message);
    XN_TRY(xn_password_hash(given.wanted, hash, err));
    XN_TRY(xn_store_set_password(call->store, call->who.login, hash, call->who.login, err));
    answer_gone(call);
    return XN_OK;
}
