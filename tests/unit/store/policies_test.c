/* Policies: the same bytes are the same policy; nothing of it ever changes. */
#include "database.h"

static const char text[] = "policy = programme-load\nversion = 7\n\n[classes]\nmonths = 12\n";

static void test_kept_once_and_read_back(void **state)
{
    const struct database *database = *state;
    int64_t first = 0, second = 0;
    expect_ok(xn_store_put_policy(database->store, text, strlen(text), "policy.ini", &first, err));
    expect_ok(xn_store_put_policy(database->store, text, strlen(text), "policy.ini", &second, err));
    assert_true(first > 0);
    assert_int_equal(first, second);
    struct xn_policy policy;
    expect_ok(xn_store_policy(database->store, first, &policy, err));
    assert_string_equal(policy.name, "programme-load");
    assert_string_equal(policy.version, "7");
    assert_int_equal(policy.rule.months, 12);
    char digest[XN_DIGEST_HEX];
    xn_digest_of(text, strlen(text), digest);
    assert_string_equal(policy.digest, digest);
}

static void test_default_needs_no_row(void **state)
{
    const struct database *database = *state;
    struct xn_policy policy;
    expect_ok(xn_store_policy(database->store, 0, &policy, err));
    assert_string_equal(policy.name, "programme-load");
    assert_int_equal(policy.rule.months, 24);
    expect_failure(xn_store_policy(database->store, 4711, &policy, err), XN_NOT_FOUND, "no policy 4711");
}

static void test_changed_text_needs_a_new_version(void **state)
{
    const struct database *database = *state;
    static const char changed[] = "policy = programme-load\nversion = 7\n\n[classes]\nmonths = 13\n";
    int64_t id = 5;
    expect_ok(xn_store_put_policy(database->store, text, strlen(text), "policy.ini", &id, err));
    expect_failure(xn_store_put_policy(database->store, changed, strlen(changed), "policy.ini", &id, err),
                   XN_CONFLICT, "new version");
    expect_failure(xn_store_put_policy(database->store, "polcy = x\n", 10, "policy.ini", &id, err), XN_INPUT,
                   "policy.ini");
    assert_non_null(strstr(psql(database, "UPDATE xenia.policies SET text = ''"), "immutable"));
    assert_non_null(strstr(psql(database, "DELETE FROM xenia.policies"), "immutable"));
}

static void test_all_with_the_cities_that_follow_them(void **state)
{
    const struct database *database = *state;
    XN_AUTO(xn_stored_policies_free) struct xn_stored_policies *policies = NULL;
    int64_t id = 0;
    expect_ok(xn_store_put_policy(database->store, text, strlen(text), "policy.ini", &id, err));
    const struct xn_stored_city city[] = {
        {.id = "b", .title = "B", .definition = "b.ini", .policy_id = id},
        {.id = "a", .title = "A", .definition = "a.ini", .policy_id = id, .demonstration = true}};
    for (size_t i = 0; i < 2; i++)
        expect_ok(xn_store_put_city(database->store, &city[i], err));
    expect_ok(xn_store_policies(database->store, &policies, err));
    assert_int_equal(policies->count, 2);
    assert_int_equal(policies->policy[0].id, 0);
    assert_string_equal(policies->policy[0].policy.name, "programme-load");
    assert_string_equal(policies->policy[0].cities, "demo");
    assert_string_equal(policies->policy[0].recorded_by, "");
    assert_int_equal(policies->policy[1].id, id);
    assert_string_equal(policies->policy[1].policy.version, "7");
    assert_string_equal(policies->policy[1].cities, "a, b");
    assert_string_equal(policies->policy[1].demonstration_cities, "a");
    assert_true(policies->policy[1].recorded_by[0] && policies->policy[1].stored_at[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kept_once_and_read_back),
        cmocka_unit_test(test_default_needs_no_row),
        cmocka_unit_test(test_changed_text_needs_a_new_version),
        cmocka_unit_test(test_all_with_the_cities_that_follow_them),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
