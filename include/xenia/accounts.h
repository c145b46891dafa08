/* accounts.h - who may come in: people with passwords, their sessions, machines with tokens, and how often
 * one may try.
 *
 * The store keeps no secret: passwords as argon2id hashes (password.h), tokens and sessions as SHA-256. An
 * account has one role (role.h), and serves one city or all; one of a corporation names it. Changes of
 * accounts are audited: those of one city in its log, those of the whole service under city "". A name
 * belongs to one person or to one machine for good, since it is what the log and the cases of a coordinator
 * know.
 *
 * All calls here run as the database role xenia_gate (xn_store_act_as), which alone may read hashes, except
 * where something else is said. Who may ask for them is the caller's to check.
 */
#ifndef XENIA_ACCOUNTS_H
#define XENIA_ACCOUNTS_H

#include "xenia/password.h"
#include "xenia/role.h"
#include "xenia/store.h"

#define XN_LOGIN_SIZE 64 /* 1 to 63 bytes of a-z 0-9 . _ - @, and a NUL */

/* Who asks: a person or a machine, once it is known. */
struct xn_account {
    char login[XN_LOGIN_SIZE]; /* of a person, or the label of a token: the actor of changes */
    enum xn_role role;
    char city[64];         /* "": every city of the service */
    char corporation[204]; /* of a corporation's account; "" otherwise */
    bool is_person;        /* has a password */
    bool disabled;         /* or revoked */
    int64_t version;       /* goes up with a new password, disabling and enabling; set by the store */
    char created_at[XN_STORE_TIME_SIZE], last_used_at[XN_STORE_TIME_SIZE]; /* "" never */
    char expires_at[XN_STORE_TIME_SIZE]; /* of a session that was found: its end, if nothing more is asked */
};
struct xn_accounts {
    size_t count;
    struct xn_account *account; /* people by login, then machines by label */
    struct xn_arena *arena;
};
void xn_accounts_free(struct xn_accounts *accounts);
XN_DEFINE_AUTO(xn_accounts_free, struct xn_accounts *)

/* --- administration: `actor` is who does it ------------------------------------------------------------- */

/* A new person, of account's login, role, city and corporation. XN_CONFLICT: the login is there, as a
 * person's or a machine's; XN_INPUT: the login, or a corporation for a role that has none, or none for one
 * that has; XN_NOT_FOUND: the city. */
XN_MUST_CHECK enum xn_status xn_store_add_user(struct xn_store *store, const struct xn_account *account,
                                               const char *password_hash, const char *actor,
                                               struct xn_error *err);
/* Ends all sessions of the person. XN_NOT_FOUND. */
XN_MUST_CHECK enum xn_status xn_store_set_password(struct xn_store *store, const char *login,
                                                   const char *password_hash, const char *actor,
                                                   struct xn_error *err);
/* Disabling ends all sessions. XN_NOT_FOUND. */
XN_MUST_CHECK enum xn_status xn_store_disable_user(struct xn_store *store, const char *login, bool disabled,
                                                   const char *actor, struct xn_error *err);
/* Disables a person or revokes a machine's token, by its name, unless nobody would be left who administers
 * the service or the city that it administers; then nothing is changed, and `*ret_last` is true. Of
 * administrators who shut each other out at the same moment one stays. XN_NOT_FOUND. */
XN_MUST_CHECK enum xn_status xn_store_shut_out(struct xn_store *store, const struct xn_account *account,
                                               const char *actor, bool *ret_last, struct xn_error *err);
/* Gives all cases of one coordinator to another without anybody looking at one; how many. XN_NOT_FOUND: `to`
 * is no coordinator who can come in and serves the city of `from`. */
XN_MUST_CHECK enum xn_status xn_store_hand_over(struct xn_store *store, const char *from, const char *to,
                                                const char *actor, size_t *ret_cases, struct xn_error *err);
/* People and machines, without any secret. As role admin. */
XN_MUST_CHECK enum xn_status xn_store_accounts(struct xn_store *store, struct xn_accounts **ret,
                                               struct xn_error *err);

/* --- machines ------------------------------------------------------------------------------------------- */

#define XN_TOKEN_HASH_SIZE 32
/* Keeps the hash (never the token) of a machine's account. XN_CONFLICT: label or hash known. */
XN_MUST_CHECK enum xn_status xn_store_create_token(struct xn_store *store,
                                                   const unsigned char hash[XN_TOKEN_HASH_SIZE],
                                                   const struct xn_account *account, const char *actor,
                                                   struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_store_revoke_token(struct xn_store *store, const char *label,
                                                   const char *actor, struct xn_error *err);
/* XN_NOT_FOUND: no such token, or revoked. */
XN_MUST_CHECK enum xn_status xn_store_find_token(struct xn_store *store,
                                                 const unsigned char hash[XN_TOKEN_HASH_SIZE],
                                                 struct xn_account *ret, struct xn_error *err);

/* --- people coming in ----------------------------------------------------------------------------------- */

/* `address`: the network address that asks, as text. Both limits are counted before a password is looked at,
 * for logins that do not exist alike, and kept as salted hashes for an hour. */
#define XN_TRIES_PER_ACCOUNT 5
#define XN_TRIES_PER_ADDRESS 30
#define XN_TRIES_WINDOW_S 900
/* Counts one try; `*ret_wait_s` 0: go on; else the seconds to wait (nothing may be tried before). Of tries at
 * the same moment no more than the limit go on. */
XN_MUST_CHECK enum xn_status xn_store_count_try(struct xn_store *store, const char *login,
                                                const char *address, unsigned *ret_wait_s,
                                                struct xn_error *err);
/* It was the right password: the account's tries are forgotten, and this one of the address. */
XN_MUST_CHECK enum xn_status xn_store_forgive_tries(struct xn_store *store, const char *login,
                                                    const char *address, struct xn_error *err);
/* The account of a login and its password hash; XN_NOT_FOUND also for one that is disabled. */
XN_MUST_CHECK enum xn_status xn_store_find_user(struct xn_store *store, const char *login,
                                                struct xn_account *ret, char ret_hash[XN_PASSWORD_HASH_SIZE],
                                                struct xn_error *err);

/* --- sessions ---------------------------------------------------------------------------------------------
 */

#define XN_SESSION_IDLE_S 1800      /* without a request */
#define XN_SESSION_LIFETIME_S 43200 /* altogether */
/* For the account as it was found: XN_NOT_FOUND when its password was changed, or it was disabled, since. */
XN_MUST_CHECK enum xn_status xn_store_open_session(struct xn_store *store, const struct xn_account *account,
                                                   const unsigned char hash[XN_TOKEN_HASH_SIZE],
                                                   struct xn_error *err);
/* Whose session it is; it lives on from now. XN_NOT_FOUND: none, over, or of a disabled account. */
XN_MUST_CHECK enum xn_status xn_store_find_session(struct xn_store *store,
                                                   const unsigned char hash[XN_TOKEN_HASH_SIZE],
                                                   struct xn_account *ret, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_store_close_session(struct xn_store *store,
                                                    const unsigned char hash[XN_TOKEN_HASH_SIZE],
                                                    struct xn_error *err);

#endif
