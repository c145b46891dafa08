/* accounts.h - for the tests of accounts: a gate to the database, and people and machines in one line. */
#ifndef XENIA_TEST_ACCOUNTS_H
#define XENIA_TEST_ACCOUNTS_H

#include "database.h"
#include "xenia/accounts.h"

/* No password has it: what a hash looks like, without the 64 MiB. */
#define HASH_A                                                                                               \
    "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define HASH_B                                                                                               \
    "$argon2id$v=19$m=65536,t=2,p=1$BBBBBBBBBBBBBBBBBBBBBB$BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"

static inline void act_as(struct xn_store *store, const char *role, const char *city)
{
    expect_ok(xn_store_act_as(store, &(struct xn_identity){.role = role, .city = city}, err));
}

static inline int set_up_gate(void **state)
{
    if (set_up_database(state) != 0)
        return -1;
    const struct database *database = *state;
    const struct xn_stored_city other = {.id = "other", .title = "Other", .definition = "other/city.ini"};
    expect_ok(xn_store_put_city(database->store, &other, err));
    act_as(database->store, "gate", NULL);
    return 0;
}

static inline struct xn_account account_of(const char *login, enum xn_role role, const char *city,
                                           const char *corporation)
{
    struct xn_account account = {.role = role};
    snprintf(account.login, sizeof account.login, "%s", login);
    snprintf(account.city, sizeof account.city, "%s", city);
    snprintf(account.corporation, sizeof account.corporation, "%s", corporation);
    return account;
}
static inline void add_user(struct xn_store *store, const char *login, enum xn_role role, const char *city)
{
    const struct xn_account account = account_of(login, role, city, "");
    expect_ok(xn_store_add_user(store, &account, HASH_A, "root", err));
}
static inline struct xn_account find_user(struct xn_store *store, const char *login)
{
    struct xn_account account = {0};
    char hash[XN_PASSWORD_HASH_SIZE];
    expect_ok(xn_store_find_user(store, login, &account, hash, err));
    return account;
}

/* A hash of a token or session that stands for a number. */
static inline void hash_of(unsigned n, unsigned char ret[XN_TOKEN_HASH_SIZE])
{
    for (size_t i = 0; i < XN_TOKEN_HASH_SIZE; i++)
        ret[i] = (unsigned char)(i * 8 + 7 + n);
}

#endif
