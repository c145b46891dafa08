/* The refresh lock and notifications between two connections. */
#include "database.h"

static void test_two_locks_conflict(void **state)
{
    const struct database *database = *state;
    struct xn_store *other = open_store(database, 0);
    expect_ok(xn_store_try_lock(database->store, "demo", err));
    expect_failure(xn_store_try_lock(database->store, "demo", err), XN_CONFLICT, "already holds");
    expect_failure(xn_store_try_lock(other, "demo", err), XN_CONFLICT,
                   "another refresh of city 'demo' is running");
    expect_ok(xn_store_try_lock(other, "elsewhere", err)); /* another city is free */
    expect_ok(xn_store_unlock(other, err));
    expect_ok(xn_store_unlock(other, err)); /* twice does nothing */
    expect_ok(xn_store_unlock(database->store, err));
    expect_ok(xn_store_try_lock(other, "demo", err));
    xn_store_close(other); /* lets go */
    enum xn_status status = XN_CONFLICT;
    for (int i = 0; i < 100 && status == XN_CONFLICT; i++, usleep(20000))
        status = xn_store_try_lock(database->store, "demo", NULL);
    assert_int_equal(status, XN_OK);
    expect_ok(xn_store_unlock(database->store, err));
}

static struct xn_store_notification wait_for(struct xn_store *store, int timeout_ms)
{
    struct xn_store_notification got = {.event = XN_EVENT_NONE};
    expect_ok(xn_store_wait(store, timeout_ms, &got, err));
    return got;
}

static void test_offers_are_heard_of(void **state)
{
    const struct database *database = *state;
    struct xn_store *listener = open_store(database, 0);
    expect_ok(xn_store_listen(listener, err));
    assert_int_equal(wait_for(listener, 0).event, XN_EVENT_NONE);
    psql_do(database,
            "INSERT INTO xenia.offers (city, id) SELECT 'demo', n::text FROM generate_series(1, 500) n");
    struct xn_store_notification got = wait_for(listener, 10000);
    assert_int_equal(got.event, XN_EVENT_OFFERS);
    assert_string_equal(got.city, "demo");
    assert_int_equal(wait_for(listener, 100).event, XN_EVENT_NONE); /* one for all 500 */
    psql_do(database, "UPDATE xenia.offers SET rooms = 3 WHERE id = 'none such'");
    assert_int_equal(wait_for(listener, 100).event, XN_EVENT_NONE);
    psql_do(database, "DELETE FROM xenia.offers");
    assert_int_equal(wait_for(listener, 10000).event, XN_EVENT_OFFERS);
    xn_store_close(listener);
}

static void test_publication_is_heard_of(void **state)
{
    const struct database *database = *state;
    struct xn_store *listener = open_store(database, 0);
    expect_ok(xn_store_listen(listener, err));
    const struct xn_snapshot snapshot = {.id = "s",
                                         .city = "demo",
                                         .city_fingerprint = "",
                                         .counts_fingerprint = "",
                                         .as_of = 0,
                                         .report = "{}"};
    expect_ok(xn_store_publish(database->store, &snapshot, err));
    struct xn_store_notification got = wait_for(listener, 10000);
    assert_int_equal(got.event, XN_EVENT_PUBLISHED);
    assert_string_equal(got.city, "demo");
    xn_store_close(listener);
}

/* What was missed while the connection was gone is not known, and that is said. */
static void test_lost_connection_listens_again(void **state)
{
    const struct database *database = *state;
    struct xn_store *listener = open_store(database, 0);
    expect_ok(xn_store_listen(listener, err));
    psql(database,
         "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'xenia'");
    assert_int_equal(wait_for(listener, 10000).event, XN_EVENT_RECONNECTED);
    assert_int_equal(wait_for(listener, 0).event, XN_EVENT_NONE);
    psql_do(database, "INSERT INTO xenia.offers (city, id) VALUES ('demo', 'after')");
    assert_int_equal(wait_for(listener, 10000).event, XN_EVENT_OFFERS);
    xn_store_close(listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_locks_conflict),
        cmocka_unit_test(test_offers_are_heard_of),
        cmocka_unit_test(test_publication_is_heard_of),
        cmocka_unit_test(test_lost_connection_listens_again),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
