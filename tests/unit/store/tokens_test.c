/* Tokens are found by their hash until they are revoked. */
#include "database.h"

static void test_create_find_revoke(void **state)
{
    const struct database *database = *state;
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    for (size_t i = 0; i < sizeof hash; i++)
        hash[i] = (unsigned char)(i * 8 + 7);
    struct xn_stored_token token = {0};
    expect_failure(xn_store_find_token(database->store, hash, &token, err), XN_NOT_FOUND, "not known");
    expect_ok(xn_store_create_token(database->store, hash, "demo ü", "coordinator", err));
    expect_ok(xn_store_find_token(database->store, hash, &token, err));
    assert_string_equal(token.label, "demo ü");
    assert_string_equal(token.role, "coordinator");
    assert_int_equal(strlen(token.created_at), strlen("2021-02-01T10:00:00.123456Z"));
    expect_failure(xn_store_create_token(database->store, hash, "demo", "admin", err), XN_CONFLICT,
                   "already");
    hash[31] ^= 1;
    expect_failure(xn_store_find_token(database->store, hash, &token, err), XN_NOT_FOUND, "not known");
    hash[31] ^= 1;
    psql_do(database, "UPDATE xenia.tokens SET revoked_at = now()");
    expect_failure(xn_store_find_token(database->store, hash, &token, err), XN_NOT_FOUND, "revoked");
}

static void test_unknown_role(void **state)
{
    const struct database *database = *state;
    const unsigned char hash[XN_TOKEN_HASH_SIZE] = {1};
    expect_failure(xn_store_create_token(database->store, hash, "x", "emperor", err), XN_INPUT,
                   "token 'x' for role 'emperor': the rule \"role: one of the roles");
    expect_failure(xn_store_create_token(database->store, hash, "", "admin", err), XN_INPUT,
                   "label: 1 to 63");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_find_revoke),
        cmocka_unit_test(test_unknown_role),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
