/* Tokens are found by their hash until they are revoked. */
#include "accounts.h"

static enum xn_status create(struct xn_store *store, unsigned n, const char *label, struct xn_error *err)
{
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    const struct xn_account account = account_of(label, XN_ROLE_COORDINATOR, "demo", "");
    hash_of(n, hash);
    return xn_store_create_token(store, hash, &account, "root", err);
}
static enum xn_status find(struct xn_store *store, unsigned n, struct xn_account *ret, struct xn_error *err)
{
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    hash_of(n, hash);
    return xn_store_find_token(store, hash, ret, err);
}

static void test_create_find_revoke(void **state)
{
    struct xn_store *store = ((const struct database *)*state)->store;
    struct xn_account got = {0};
    expect_failure(find(store, 1, &got, err), XN_NOT_FOUND, "not known");
    expect_ok(create(store, 1, "demo \xc3\xbc", err));
    expect_ok(find(store, 1, &got, err));
    assert_string_equal(got.login, "demo \xc3\xbc");
    assert_int_equal(got.role, XN_ROLE_COORDINATOR);
    assert_string_equal(got.city, "demo");
    assert_false(got.is_person || got.disabled);
    assert_int_equal(strlen(got.created_at), strlen("2021-02-01T10:00:00.123456Z"));
    expect_failure(create(store, 1, "other", err), XN_CONFLICT, "already");         /* the hash */
    expect_failure(create(store, 2, "demo \xc3\xbc", err), XN_CONFLICT, "already"); /* the label */
    expect_ok(xn_store_revoke_token(store, "demo \xc3\xbc", "root", err));
    expect_failure(find(store, 1, &got, err), XN_NOT_FOUND, "revoked");
    expect_failure(xn_store_revoke_token(store, "demo \xc3\xbc", "root", err), XN_NOT_FOUND, "revoked");
    expect_ok(create(store, 2, "demo \xc3\xbc", err));                      /* the label is free again */
    expect_failure(create(store, 1, "third", err), XN_CONFLICT, "already"); /* a revoked hash is not */
    expect_failure(create(store, 3, "", err), XN_INPUT, "label: 1 to 63");
}

static void test_one_name(void **state)
{
    struct xn_store *store = ((const struct database *)*state)->store;
    const struct xn_account machine = account_of("machine", XN_ROLE_STEWARD, "", "");
    add_user(store, "anna", XN_ROLE_COORDINATOR, "demo");
    expect_failure(create(store, 10, "anna", err), XN_CONFLICT, "a person has the name 'anna'");
    expect_ok(create(store, 10, "machine", err));
    expect_ok(xn_store_revoke_token(store, "machine", "root", err));
    expect_failure(xn_store_add_user(store, &machine, HASH_A, "root", err), XN_CONFLICT,
                   "a machine has the name 'machine'");
}

/* How often a row of uses was written is what xmin and ctid tell. */
static void test_use_is_written_once_a_minute(void **state)
{
    const struct database *database = *state;
    const char *const place = "SELECT ctid || ' ' || xmin || ' ' || xmax FROM xenia.account_uses "
                              "WHERE account LIKE 'used/%'";
    struct xn_account got = {0};
    char before[64];
    expect_ok(create(database->store, 20, "used", err));
    assert_string_equal(psql(database, place), "");
    expect_ok(find(database->store, 20, &got, err));
    snprintf(before, sizeof before, "%.60s", psql(database, place));
    for (int i = 0; i < 3; i++)
        expect_ok(find(database->store, 20, &got, err));
    assert_string_equal(psql(database, place), before);
    assert_int_equal(strlen(got.last_used_at), strlen("2021-02-01T10:00:00.123456Z"));
    psql_do(database, "UPDATE xenia.account_uses SET last_used_at = now() - interval '61 seconds'");
    snprintf(before, sizeof before, "%.60s", psql(database, place));
    expect_ok(find(database->store, 20, &got, err));
    assert_string_not_equal(psql(database, place), before);
    assert_string_equal(psql(database, "SELECT count(*) FROM audit.entries WHERE table_name = 'tokens' AND "
                                       "row_id LIKE 'used/%'"),
                        "1"); /* being used is no change of it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_find_revoke),
        cmocka_unit_test(test_one_name),
        cmocka_unit_test(test_use_is_written_once_a_minute),
    };
    return cmocka_run_group_tests(tests, set_up_gate, tear_down_database);
}
