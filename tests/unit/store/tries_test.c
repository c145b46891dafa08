/* Tries are counted by account and by address, however many come at the same moment, and kept unreadable. */
#include "accounts.h"
#include <pthread.h>

static unsigned count(struct xn_store *store, const char *login, const char *address)
{
    unsigned wait_s = 99999;
    expect_ok(xn_store_count_try(store, login, address, &wait_s, err));
    return wait_s;
}
static void pass(const struct database *database, const char *interval)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "UPDATE xenia.login_tries SET last_at = last_at - interval '%s', tried_at = "
             "ARRAY(SELECT at - interval '%s' FROM unnest(tried_at) AS at ORDER BY at)",
             interval, interval);
    psql_do(database, sql);
}

static int forget_all(void **state)
{
    psql_do(*state, "DELETE FROM xenia.login_tries");
    return 0;
}

static void test_account_limit_and_window(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    for (int i = 0; i < XN_TRIES_PER_ACCOUNT; i++) {
        char address[32];
        snprintf(address, sizeof address, "192.0.2.%d", i); /* another one each time: it does not help */
        assert_int_equal(count(store, "anna", address), 0);
        if (i == 0)
            pass(database, "10 minutes");
    }
    const unsigned wait_s = count(store, "anna", "192.0.2.77");
    assert_in_range(wait_s, 280, 300); /* until the first is 15 minutes old */
    assert_in_range(count(store, "anna", "192.0.2.77"), 270, wait_s);
    assert_int_equal(count(store, "bert", "192.0.2.0"), 0);
    pass(database, "5 minutes");
    assert_int_equal(count(store, "anna", "192.0.2.77"), 0); /* what was refused was not counted */
    assert_in_range(count(store, "anna", "192.0.2.77"), 500, 600);
}

static void test_address_limit(void **state)
{
    struct xn_store *store = ((const struct database *)*state)->store;
    char login[32];
    for (int i = 0; i < XN_TRIES_PER_ADDRESS; i++) {
        snprintf(login, sizeof login, "nobody-%d", i); /* logins that do not exist count alike */
        assert_int_equal(count(store, login, "2001:db8::1"), 0);
    }
    assert_in_range(count(store, "carla", "2001:db8::1"), 1, XN_TRIES_WINDOW_S);
    assert_int_equal(count(store, "carla", "2001:db8::2"), 0);
}

static void test_success_forgives(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    expect_ok(xn_store_forgive_tries(store, "dora", "192.0.2.1", err)); /* nothing to forgive */
    for (int i = 0; i < XN_TRIES_PER_ACCOUNT; i++)
        assert_int_equal(count(store, "dora", "192.0.2.1"), 0);
    expect_ok(xn_store_forgive_tries(store, "dora", "192.0.2.1", err));
    assert_string_equal(psql(database, "SELECT string_agg(cardinality(tried_at)::text, ' ') FROM "
                                       "xenia.login_tries"),
                        "4"); /* the address keeps the others */
    assert_int_equal(count(store, "dora", "192.0.2.1"), 0);
}

static void test_kept_unreadable_and_not_long(void **state)
{
    const struct database *database = *state;
    assert_int_equal(count(database->store, "emil@example", "198.51.100.7"), 0);
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.login_tries"), "2");
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.login_tries AS t WHERE t::text ~ "
                                       "('emil|198.51|' || encode('emil', 'hex'))"),
                        "0");
    /* not the hash that anybody could make */
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.login_tries WHERE subject IN "
                                       "(sha256('emil@example'), sha256('login emil@example'))"),
                        "0");
    pass(database, "61 minutes");
    assert_int_equal(count(database->store, "fred", "198.51.100.8"), 0);
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.login_tries"), "2");
}

/* --- at the same moment -------------------------------------------------------------------------------- */

enum { THREADS = 12, TRIES_EACH = 4 };
struct trier {
    struct xn_store *store;
    unsigned number;
    bool one_login;
    size_t n_let_through;
    bool failed;
    pthread_barrier_t *start;
};

static void *try_often(void *context)
{
    struct trier *trier = context;
    pthread_barrier_wait(trier->start);
    for (unsigned i = 0; i < TRIES_EACH; i++) {
        char name[32];
        unsigned wait_s = 0;
        snprintf(name, sizeof name, "%u-%u", trier->number, i);
        trier->failed |= xn_store_count_try(trier->store, trier->one_login ? "gina" : name,
                                            trier->one_login ? name : "203.0.113.9", &wait_s, NULL) != XN_OK;
        trier->n_let_through += wait_s == 0;
    }
    return NULL;
}

static size_t let_through(const struct database *database, bool one_login)
{
    struct trier trier[THREADS];
    pthread_t thread[THREADS];
    pthread_barrier_t start;
    size_t n = 0;
    assert_int_equal(pthread_barrier_init(&start, NULL, THREADS), 0);
    for (unsigned i = 0; i < THREADS; i++) {
        trier[i] = (struct trier){
            .store = open_store(database, 20000), .number = i, .one_login = one_login, .start = &start};
        act_as(trier[i].store, "gate", NULL);
    }
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, try_often, &trier[i]), 0);
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(thread[i], NULL);
        assert_false(trier[i].failed);
        n += trier[i].n_let_through;
        xn_store_close(trier[i].store);
    }
    pthread_barrier_destroy(&start);
    return n;
}

static void test_same_moment(void **state)
{
    assert_int_equal(let_through(*state, true), XN_TRIES_PER_ACCOUNT);
    forget_all(state);
    assert_int_equal(let_through(*state, false), XN_TRIES_PER_ADDRESS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_account_limit_and_window, forget_all),
        cmocka_unit_test_setup(test_address_limit, forget_all),
        cmocka_unit_test_setup(test_success_forgives, forget_all),
        cmocka_unit_test_setup(test_kept_unreadable_and_not_long, forget_all),
        cmocka_unit_test_setup(test_same_moment, forget_all),
    };
    return cmocka_run_group_tests(tests, set_up_gate, tear_down_database);
}
