/* Overrides of classes: only added, once a file; of each unit the newest counts. */
#include "database.h"

static struct xn_override row(const char *unit, enum xn_class class_, const char *reason)
{
    struct xn_override ret = {.class_ = class_,
                              .signed_by = "A. Steward",
                              .signed_on = xn_date_of(2005, 1, 10),
                              .valid_until = xn_date_of(2005, 12, 31)};
    snprintf(ret.level, sizeof ret.level, "district");
    snprintf(ret.unit_id, sizeof ret.unit_id, "%s", unit);
    snprintf(ret.reason, sizeof ret.reason, "%s", reason);
    return ret;
}

static size_t add(const struct database *database, struct xn_override *override, size_t n, const char *digest)
{
    struct xn_overrides overrides = {.count = n, .override = override};
    size_t n_added = 99;
    snprintf(overrides.digest, sizeof overrides.digest, "%s", digest);
    expect_ok(xn_store_add_overrides(database->store, "demo", &overrides, "o.csv", &n_added, err));
    return n_added;
}

static void test_the_newest_of_each_unit_counts(void **state)
{
    const struct database *database = *state;
    XN_AUTO(xn_overrides_free) struct xn_overrides *got = NULL;
    struct xn_override first[] = {row("11", XN_MIXED, "first"), row("12", XN_CONCENTRATED, "second's")};
    struct xn_override later = row("11", XN_UNDETERMINED, "later, \"quoted\" \\");
    assert_int_equal(add(database, first, 2, "d1"), 2);
    assert_int_equal(add(database, first, 2, "d1"), 0); /* the same file again */
    assert_int_equal(add(database, &later, 1, "d2"), 1);
    expect_ok(xn_store_overrides(database->store, "demo", &got, err));
    assert_int_equal(got->count, 2);
    assert_string_equal(got->override[0].unit_id, "11");
    assert_string_equal(got->override[0].level, "district");
    assert_int_equal(got->override[0].class_, XN_UNDETERMINED);
    assert_string_equal(got->override[0].reason, "later, \"quoted\" \\");
    assert_string_equal(got->override[0].signed_by, "A. Steward");
    assert_int_equal(got->override[0].signed_on, xn_date_of(2005, 1, 10));
    assert_int_equal(got->override[0].valid_until, xn_date_of(2005, 12, 31));
    assert_int_equal(got->override[1].class_, XN_CONCENTRATED);
}

static void test_a_lifted_one_is_gone(void **state)
{
    const struct database *database = *state;
    XN_AUTO(xn_overrides_free) struct xn_overrides *got = NULL;
    struct xn_override lifted = row("11", XN_MIXED, "over");
    lifted.lifted = true;
    assert_int_equal(add(database, &lifted, 1, "d3"), 1);
    expect_ok(xn_store_overrides(database->store, "demo", &got, err));
    assert_int_equal(got->count, 1);
    assert_string_equal(got->override[0].unit_id, "12");
}

static void test_all_or_nothing_and_never_changed(void **state)
{
    const struct database *database = *state;
    struct xn_override bad[] = {row("13", XN_MIXED, "good"), row("14", XN_MIXED, "bad")};
    struct xn_overrides overrides = {.count = 2, .override = bad, .digest = "d4"};
    size_t n_added = 99;
    XN_AUTO(xn_overrides_free) struct xn_overrides *got = NULL;
    bad[1].valid_until = xn_date_of(2004, 1, 1);
    expect_failure(xn_store_add_overrides(database->store, "demo", &overrides, "o.csv", &n_added, err),
                   XN_INPUT, "valid_until: not before signed_on");
    bad[1] = row("14", XN_MIXED, "good");
    expect_failure(xn_store_add_overrides(database->store, "atlantis", &overrides, "o.csv", &n_added, err),
                   XN_NOT_FOUND, "city: a city in xenia.cities");
    assert_int_equal(n_added, 99);
    expect_ok(xn_store_overrides(database->store, "demo", &got, err));
    assert_int_equal(got->count, 1);
    assert_non_null(strstr(psql(database, "UPDATE xenia.class_overrides SET class = 'mixed'"), "immutable"));
    assert_non_null(strstr(psql(database, "DELETE FROM xenia.class_overrides"), "immutable"));
    const char *who = psql(database, "SELECT recorded_by <> '' AND sha256 = 'd1' FROM xenia.class_overrides "
                                     "ORDER BY id LIMIT 1");
    assert_true(strncmp(who, "t", 1) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_newest_of_each_unit_counts),
        cmocka_unit_test(test_a_lifted_one_is_gone),
        cmocka_unit_test(test_all_or_nothing_and_never_changed),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
