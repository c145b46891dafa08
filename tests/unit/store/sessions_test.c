/* Sessions end: when closed, idle, too old, with a new password, with a disabled account. */
#include "accounts.h"

static enum xn_status open_session(struct xn_store *store, unsigned n, const struct xn_account *account,
                                   struct xn_error *err)
{
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    hash_of(n, hash);
    return xn_store_open_session(store, account, hash, err);
}
static enum xn_status find(struct xn_store *store, unsigned n, struct xn_account *ret, struct xn_error *err)
{
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    hash_of(n, hash);
    return xn_store_find_session(store, hash, ret, err);
}
static void open_for(struct xn_store *store, unsigned n, const char *login)
{
    const struct xn_account account = find_user(store, login);
    expect_ok(open_session(store, n, &account, err));
}
static void expect_open(struct xn_store *store, unsigned n, const char *login)
{
    struct xn_account got = {0};
    expect_ok(find(store, n, &got, err));
    assert_string_equal(got.login, login);
}
static void expect_over(struct xn_store *store, unsigned n)
{
    struct xn_account got = {0};
    expect_failure(find(store, n, &got, err), XN_NOT_FOUND, "not known, or over");
}

static void test_open_find_close(void **state)
{
    struct xn_store *store = ((const struct database *)*state)->store;
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    struct xn_account got = {0};
    add_user(store, "anna", XN_ROLE_COORDINATOR, "demo");
    expect_over(store, 1);
    open_for(store, 1, "anna");
    open_for(store, 2, "anna");
    expect_ok(find(store, 1, &got, err));
    assert_string_equal(got.login, "anna");
    assert_string_equal(got.city, "demo");
    assert_int_equal(got.role, XN_ROLE_COORDINATOR);
    assert_true(got.is_person);
    hash_of(1, hash);
    expect_ok(xn_store_close_session(store, hash, err));
    expect_ok(xn_store_close_session(store, hash, err)); /* again: nothing happens */
    expect_over(store, 1);
    expect_open(store, 2, "anna");
}

static void test_limits(void **state)
{
    const struct database *database = *state;
    add_user(database->store, "bert", XN_ROLE_STEWARD, "");
    open_for(database->store, 10, "bert");
    psql_do(database, "UPDATE xenia.sessions SET last_seen_at = now() - interval '29 minutes'");
    expect_open(database->store, 10, "bert"); /* and lives on from now */
    assert_string_equal(psql(database, "SELECT max(now() - last_seen_at) < interval '1 minute' FROM "
                                       "xenia.sessions WHERE login = 'bert'"),
                        "t");
    psql_do(database, "UPDATE xenia.sessions SET last_seen_at = now() - interval '31 minutes'");
    expect_over(database->store, 10);
    psql_do(database, "UPDATE xenia.sessions SET last_seen_at = now(), opened_at = now() - interval '719 "
                      "minutes'");
    expect_open(database->store, 10, "bert");
    psql_do(database, "UPDATE xenia.sessions SET opened_at = now() - interval '721 minutes'");
    expect_over(database->store, 10);
    open_for(database->store, 11, "bert"); /* what is over goes with it */
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.sessions"), "1");
}

static void test_no_write_for_each_request(void **state)
{
    const struct database *database = *state;
    const char *const place =
        "SELECT ctid || ' ' || xmin || ' ' || xmax FROM xenia.sessions WHERE login = 'carla'";
    char before[64];
    add_user(database->store, "carla", XN_ROLE_STEWARD, "");
    open_for(database->store, 20, "carla");
    snprintf(before, sizeof before, "%.60s", psql(database, place));
    for (int i = 0; i < 5; i++)
        expect_open(database->store, 20, "carla");
    assert_string_equal(psql(database, place), before);
    psql_do(database, "UPDATE xenia.sessions SET last_seen_at = now() - interval '61 seconds'");
    snprintf(before, sizeof before, "%.60s", psql(database, place));
    expect_open(database->store, 20, "carla");
    assert_string_not_equal(psql(database, place), before);
}

static void test_ends_with_the_account(void **state)
{
    struct xn_store *store = ((const struct database *)*state)->store;
    add_user(store, "dora", XN_ROLE_STEWARD, "");
    add_user(store, "emil", XN_ROLE_STEWARD, "");
    open_for(store, 30, "dora");
    open_for(store, 31, "emil");
    expect_ok(xn_store_set_password(store, "dora", HASH_B, "root", err));
    expect_over(store, 30);
    expect_open(store, 31, "emil");
    open_for(store, 32, "dora");
    expect_ok(xn_store_disable_user(store, "dora", true, "root", err));
    expect_over(store, 32);
    expect_ok(xn_store_disable_user(store, "dora", false, "root", err));
    expect_over(store, 32); /* enabling brings none back */
}

/* The old password was looked at, then it was changed: it opens nothing. */
static void test_password_changed_meanwhile(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    add_user(store, "fred", XN_ROLE_STEWARD, "");
    const struct xn_account seen = find_user(store, "fred");
    expect_ok(xn_store_set_password(store, "fred", HASH_B, "root", err));
    expect_failure(open_session(store, 40, &seen, err), XN_NOT_FOUND, "changed since");
    open_for(store, 41, "fred");
    psql_do(database,
            "UPDATE xenia.users SET version = version + 1 WHERE id = 'fred'"); /* unseen by DELETE */
    expect_over(store, 41);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open_find_close),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_no_write_for_each_request),
        cmocka_unit_test(test_ends_with_the_account),
        cmocka_unit_test(test_password_changed_meanwhile),
    };
    return cmocka_run_group_tests(tests, set_up_gate, tear_down_database);
}
