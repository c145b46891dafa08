/* api_accounts.c - what an administrator does: people and machines, never cases.
 *
 * An administrator of one city has to do with accounts of that city alone. A password or token that is made
 * here is in the answer once, and nowhere else. The last administrator cannot be shut out, herself included.
 */
#include <sodium.h>
#include <string.h>
#include "http.h"
#include "xenia/housing.h"
#include "xenia/password.h"
#include "xenia/request.h"

/* What bodies may say. */
struct order {
    const char *login, *label, *role, *city, *corporation, *password, *to;
    enum xn_answer disabled, make_password;
};
#define MEMBER(kind_, member_, required_, high_)                                                             \
    {                                                                                                        \
        .name = #member_, .kind = kind_, .required = required_, .low = (high_) > 0 ? 1 : 0, .high = high_,   \
        .offset = offsetof(struct order, member_)                                                            \
    }
#define TEXT(member_, required_, high_) MEMBER(XN_MEMBER_TEXT, member_, required_, high_)
#define ANSWER(member_) MEMBER(XN_MEMBER_ANSWER, member_, false, 0)

static enum xn_status read_body(struct call *call, const struct xn_member *member, size_t n_members,
                                struct order *ret, struct xn_error *err)
{
    const struct xn_request request = {
        .json = xn_buf_text(&call->body), .length = call->body.length, .place = "request body"};
    char name[32];
    struct xn_error why = {0};
    const enum xn_status status = xn_request_read(&request, member, n_members, call->arena, ret, &why);
    if (status != XN_INPUT)
        return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why.message);
    const bool known = xn_request_fault_member(why.message, name, sizeof name);
    /* what was found near a fault may be a password */
    const bool may_be_said = known && strcmp(name, "password") != 0;
    return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", known ? name : NULL, "%s",
                       may_be_said ? why.message
                       : known     ? "request body: password: wanted a text"
                                   : "request body: wanted a JSON object of the members that are known here");
}

/* The account that a body describes. */
static enum xn_status read_account(struct call *call, const struct order *order, const char *name,
                                   struct xn_account *ret)
{
    const char *city = order->city ? order->city : call->who.city;
    const char *corporation = order->corporation ? order->corporation : "";
    if (!xn_role_find(order->role, &ret->role))
        return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", "role",
                           "request body: role: found '%.40s', wanted one that there is", order->role);
    if (strlen(name) >= sizeof ret->login || strlen(city) >= sizeof ret->city ||
        strlen(corporation) >= sizeof ret->corporation)
        return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", NULL,
                           "request body: login or label, city or corporation is too long");
    strcpy(ret->login, name);
    strcpy(ret->city, city);
    strcpy(ret->corporation, corporation);
    return auth_check_city(call, city);
}

/* --- finding -------------------------------------------------------------------------------------------- */

static enum xn_status read_accounts(struct call *call, struct xn_accounts **ret, struct xn_error *err)
{
    XN_TRY(auth_act_as(call, "admin", *call->who.city ? call->who.city : NULL, err));
    XN_TRY(xn_store_accounts(call->store, ret, err));
    return auth_act_as(call, "gate", NULL, err);
}

/* The account that the path names, if the caller has to do with it. A token that is revoked is gone: its
 * label may be another's by now. */
static enum xn_status find(struct call *call, const struct xn_accounts *accounts, bool is_person,
                           const struct xn_account **ret)
{
    for (size_t i = 0; i < accounts->count; i++) {
        const struct xn_account *account = &accounts->account[i];
        if (account->is_person != is_person || (!is_person && account->disabled) ||
            strcmp(account->login, call->place) != 0)
            continue;
        *ret = account;
        return auth_check_city(call, account->city);
    }
    return call_refuse(call, MHD_HTTP_NOT_FOUND, "not_found", NULL, "There is no %s '%.64s'.",
                       is_person ? "user" : "token", call->place);
}

/* Unless nobody would be left who can undo it. */
static enum xn_status shut_out(struct call *call, const struct xn_account *account, struct xn_error *err)
{
    bool last = false;
    XN_TRY(xn_store_shut_out(call->store, account, call->who.login, &last, err));
    if (!last)
        return XN_OK;
    return call_refuse(call, MHD_HTTP_CONFLICT, "last_admin", NULL,
                       "This is the last administrator: make another one first.");
}

/* --- answering ------------------------------------------------------------------------------------------ */

static void put_account(struct xn_json *json, const struct xn_account *account)
{
    xn_json_member_string(json, account->is_person ? "login" : "label", account->login);
    xn_json_member_string(json, "role", xn_role_name(account->role));
    xn_json_member_string(json, "city", *account->city ? account->city : NULL);
    xn_json_member_string(json, "corporation", *account->corporation ? account->corporation : NULL);
}

static enum xn_status list(struct call *call, bool people, struct xn_error *err)
{
    XN_AUTO(xn_accounts_free) struct xn_accounts *accounts = NULL;
    struct xn_json json;
    XN_TRY(read_accounts(call, &accounts, err));
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, people ? "users" : "tokens");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < accounts->count; i++) {
        const struct xn_account *account = &accounts->account[i];
        if (account->is_person != people || !auth_serves(call, account->city))
            continue;
        xn_json_begin_object(&json);
        put_account(&json, account);
        xn_json_member_bool(&json, people ? "disabled" : "revoked", account->disabled);
        xn_json_member_string(&json, "created_at", account->created_at);
        xn_json_member_string(&json, "last_used_at", *account->last_used_at ? account->last_used_at : NULL);
        xn_json_end_object(&json);
    }
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return XN_OK;
}

/* A secret that was made is in the answer, this once; NULL: none was. */
static void answer_account(struct call *call, unsigned status, const struct xn_account *account,
                           const char *name, const char *secret)
{
    struct xn_json json;
    call->answer.status = status;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    put_account(&json, account);
    if (secret)
        xn_json_member_string(&json, name, secret);
    xn_json_end_object(&json);
}

/* --- people --------------------------------------------------------------------------------------------- */

enum xn_status api_users(struct call *call, struct xn_error *err)
{
    return list(call, true, err);
}

/* The hash of the password that is given, or of one that is made. */
static enum xn_status hash_password(struct call *call, const char *login, const char *given,
                                    char made[XN_PASSWORD_MADE_SIZE], char hash[XN_PASSWORD_HASH_SIZE],
                                    struct xn_error *err)
{
    struct xn_error why = {0};
    if (!given)
        XN_TRY(xn_password_make(made, err));
    else if (xn_password_check(given, login, &why) != XN_OK)
        return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", "password", "%s",
                           why.message);
    return xn_password_hash(given ? given : made, hash, err);
}

enum xn_status api_user_add(struct call *call, struct xn_error *err)
{
    static const struct xn_member member[] = {TEXT(login, true, 63), TEXT(role, true, 40),
                                              TEXT(city, false, 63), TEXT(corporation, false, 200),
                                              TEXT(password, false, XN_PASSWORD_MAX)};
    struct order order = {0};
    struct xn_account account = {.is_person = true};
    char made[XN_PASSWORD_MADE_SIZE] = "", hash[XN_PASSWORD_HASH_SIZE];
    XN_TRY(read_body(call, member, sizeof member / sizeof *member, &order, err));
    XN_TRY(read_account(call, &order, order.login, &account));
    XN_TRY(hash_password(call, order.login, order.password, made, hash, err));
    XN_TRY(xn_store_add_user(call->store, &account, hash, call->who.login, err));
    answer_account(call, MHD_HTTP_CREATED, &account, "password", *made ? made : NULL);
    sodium_memzero(made, sizeof made);
    return XN_OK;
}

static enum xn_status change_password(struct call *call, const struct xn_account *account, const char *given,
                                      struct xn_error *err)
{
    char made[XN_PASSWORD_MADE_SIZE] = "", hash[XN_PASSWORD_HASH_SIZE];
    XN_TRY(hash_password(call, account->login, given, made, hash, err));
    XN_TRY(xn_store_set_password(call->store, account->login, hash, call->who.login, err));
    answer_account(call, MHD_HTTP_OK, account, "password", *made ? made : NULL);
    sodium_memzero(made, sizeof made);
    return XN_OK;
}

static enum xn_status disable(struct call *call, const struct xn_account *account, bool disabled,
                              struct xn_error *err)
{
    if (disabled)
        XN_TRY(shut_out(call, account, err));
    else
        XN_TRY(xn_store_disable_user(call->store, account->login, false, call->who.login, err));
    answer_account(call, MHD_HTTP_OK, account, NULL, NULL);
    return XN_OK;
}

enum xn_status api_user_change(struct call *call, struct xn_error *err)
{
    static const struct xn_member member[] = {ANSWER(disabled), ANSWER(make_password),
                                              TEXT(password, false, XN_PASSWORD_MAX)};
    XN_AUTO(xn_accounts_free) struct xn_accounts *accounts = NULL;
    const struct xn_account *account = NULL;
    struct order order = {.disabled = XN_UNKNOWN, .make_password = XN_UNKNOWN};
    XN_TRY(read_body(call, member, sizeof member / sizeof *member, &order, err));
    if ((order.disabled != XN_UNKNOWN) + (order.make_password == XN_YES) + (order.password != NULL) != 1)
        return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", NULL,
                           "request body: wanted one of disabled, password and make_password");
    XN_TRY(read_accounts(call, &accounts, err));
    XN_TRY(find(call, accounts, true, &account));
    if (order.disabled != XN_UNKNOWN)
        return disable(call, account, order.disabled == XN_YES, err);
    return change_password(call, account, order.password, err);
}

enum xn_status api_user_hand_over(struct call *call, struct xn_error *err)
{
    static const struct xn_member member[] = {TEXT(to, true, 63)};
    XN_AUTO(xn_accounts_free) struct xn_accounts *accounts = NULL;
    const struct xn_account *account = NULL;
    struct order order = {0};
    struct xn_json json;
    size_t n_cases = 0;
    XN_TRY(read_body(call, member, 1, &order, err));
    XN_TRY(read_accounts(call, &accounts, err));
    XN_TRY(find(call, accounts, true, &account));
    XN_TRY(xn_store_hand_over(call->store, account->login, order.to, call->who.login, &n_cases, err));
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_member_int(&json, "cases", (int64_t)n_cases);
    xn_json_end_object(&json);
    return XN_OK;
}

/* --- machines ------------------------------------------------------------------------------------------- */

enum xn_status api_tokens(struct call *call, struct xn_error *err)
{
    return list(call, false, err);
}

enum xn_status api_token_add(struct call *call, struct xn_error *err)
{
    static const struct xn_member member[] = {TEXT(label, true, 63), TEXT(role, true, 40),
                                              TEXT(city, false, 63), TEXT(corporation, false, 200)};
    struct order order = {0};
    struct xn_account account = {.is_person = false};
    char token[XN_TOKEN_SIZE];
    XN_TRY(read_body(call, member, sizeof member / sizeof *member, &order, err));
    XN_TRY(read_account(call, &order, order.label, &account));
    XN_TRY(xn_token_create(call->store, &account, call->who.login, token, err));
    answer_account(call, MHD_HTTP_CREATED, &account, "token", token);
    sodium_memzero(token, sizeof token);
    return XN_OK;
}

enum xn_status api_token_revoke(struct call *call, struct xn_error *err)
{
    XN_AUTO(xn_accounts_free) struct xn_accounts *accounts = NULL;
    const struct xn_account *account = NULL;
    XN_TRY(read_accounts(call, &accounts, err));
    XN_TRY(find(call, accounts, false, &account));
    XN_TRY(shut_out(call, account, err));
    call->answer.status = MHD_HTTP_NO_CONTENT;
    return XN_OK;
}
