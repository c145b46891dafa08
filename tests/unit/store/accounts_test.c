/* People and machines: added, changed, listed, logged; and who may read what of them in SQL. */
#include "accounts.h"
#include <pthread.h>

static void refuse_user(struct xn_store *store, struct xn_account account, const char *hash,
                        enum xn_status status, const char *part)
{
    expect_failure(xn_store_add_user(store, &account, hash, "root", err), status, part);
}

static void test_add_and_find(void **state)
{
    struct xn_store *store = ((const struct database *)*state)->store;
    const struct xn_account wohnbau =
        account_of("w.bau@example", XN_ROLE_CORPORATION, "demo", "Wohnbau M\xc3\xbcnster");
    struct xn_account got = {0};
    char hash[XN_PASSWORD_HASH_SIZE] = "before";
    expect_failure(xn_store_find_user(store, "w.bau@example", &got, hash, err), XN_NOT_FOUND, "not known");
    assert_string_equal(hash, "before");
    expect_ok(xn_store_add_user(store, &wohnbau, HASH_A, "root", err));
    expect_ok(xn_store_find_user(store, "w.bau@example", &got, hash, err));
    assert_string_equal(got.login, "w.bau@example");
    assert_int_equal(got.role, XN_ROLE_CORPORATION);
    assert_string_equal(got.city, "demo");
    assert_string_equal(got.corporation, "Wohnbau M\xc3\xbcnster");
    assert_string_equal(hash, HASH_A);
    assert_true(got.is_person && !got.disabled);
    assert_int_equal(got.version, 1);
    assert_int_equal(strlen(got.created_at), strlen("2021-02-01T10:00:00.123456Z"));
    assert_string_equal(got.last_used_at, "");
}

static void test_refused(void **state)
{
    struct xn_store *store = ((const struct database *)*state)->store;
    add_user(store, "taken", XN_ROLE_ADMIN, "");
    refuse_user(store, account_of("taken", XN_ROLE_AUDITOR, "", ""), HASH_A, XN_CONFLICT,
                "account 'taken' is there already");
    refuse_user(store, account_of("Anna", XN_ROLE_ADMIN, "", ""), HASH_A, XN_INPUT, "login: 1 to 63");
    refuse_user(store, account_of("", XN_ROLE_ADMIN, "", ""), HASH_A, XN_INPUT, "login: 1 to 63");
    refuse_user(store, account_of("a/1", XN_ROLE_ADMIN, "", ""), HASH_A, XN_INPUT, "login: 1 to 63");
    refuse_user(store, account_of("x", XN_ROLE_ADMIN, "atlantis", ""), HASH_A, XN_NOT_FOUND, "city: a city");
    refuse_user(store, account_of("x", XN_ROLE_CORPORATION, "", ""), HASH_A, XN_INPUT, "corporation: named");
    refuse_user(store, account_of("x", XN_ROLE_STEWARD, "", "W"), HASH_A, XN_INPUT, "corporation: named");
    refuse_user(store, account_of("x", XN_ROLE_ADMIN, "", ""), "plain text", XN_INPUT, "argon2id");
    const struct xn_account account = account_of("x", XN_ROLE_ADMIN, "", "");
    expect_failure(xn_store_add_user(store, &account, HASH_A, "", err), XN_ARGUMENT, "somebody");
    expect_failure(xn_store_set_password(store, "nobody", HASH_A, "root", err), XN_NOT_FOUND, "'nobody'");
    expect_failure(xn_store_disable_user(store, "nobody", true, "root", err), XN_NOT_FOUND, "'nobody'");
}

static void test_password_and_state(void **state)
{
    struct xn_store *store = ((const struct database *)*state)->store;
    struct xn_account got = {0};
    char hash[XN_PASSWORD_HASH_SIZE];
    add_user(store, "bert", XN_ROLE_STEWARD, "demo");
    expect_ok(xn_store_set_password(store, "bert", HASH_B, "root", err));
    expect_ok(xn_store_find_user(store, "bert", &got, hash, err));
    assert_string_equal(hash, HASH_B);
    expect_ok(xn_store_disable_user(store, "bert", true, "root", err));
    expect_ok(xn_store_disable_user(store, "bert", true, "root", err)); /* again: as it is */
    expect_failure(xn_store_find_user(store, "bert", &got, hash, err), XN_NOT_FOUND, "disabled");
    expect_ok(xn_store_disable_user(store, "bert", false, "root", err));
    assert_int_equal(find_user(store, "bert").version, 4);
}

/* --- the list ----------------------------------------------------------------------------------------- */

static size_t count_listed(struct xn_store *store, const char *login, bool *ret_disabled)
{
    struct xn_accounts *accounts = NULL;
    size_t n = 0;
    expect_ok(xn_store_accounts(store, &accounts, err));
    for (size_t i = 0; i < accounts->count; i++) {
        const struct xn_account *one = &accounts->account[i];
        if (strcmp(one->login, login) == 0) {
            n++;
            *ret_disabled = one->disabled;
        }
        if (i > 0) {
            const struct xn_account *before = &accounts->account[i - 1];
            assert_true(before->is_person > one->is_person ||
                        (before->is_person == one->is_person && strcmp(before->login, one->login) <= 0));
        }
    }
    xn_accounts_free(accounts);
    return n;
}

static void test_list(void **state)
{
    struct xn_store *store = ((const struct database *)*state)->store;
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    bool disabled = true;
    hash_of(1, hash);
    const struct xn_account cron = account_of("a machine", XN_ROLE_REFRESHER, "other", "");
    expect_ok(xn_store_create_token(store, hash, &cron, "root", err));
    add_user(store, "z-of-demo", XN_ROLE_STEWARD, "demo");
    add_user(store, "y-of-all", XN_ROLE_STEWARD, "");
    expect_failure(xn_store_accounts(store, &(struct xn_accounts *){NULL}, err), XN_DATABASE, "permission");
    act_as(store, "admin", NULL);
    assert_int_equal(count_listed(store, "a machine", &disabled), 1);
    assert_false(disabled);
    assert_int_equal(count_listed(store, "z-of-demo", &disabled), 1);
    act_as(store, "admin", "other");
    assert_int_equal(count_listed(store, "a machine", &disabled), 1);
    assert_int_equal(count_listed(store, "z-of-demo", &disabled), 0);
    assert_int_equal(count_listed(store, "y-of-all", &disabled), 1);
    act_as(store, "gate", NULL);
    expect_ok(xn_store_disable_user(store, "y-of-all", true, "root", err));
    act_as(store, "admin", "other");
    assert_int_equal(count_listed(store, "y-of-all", &disabled), 1);
    assert_true(disabled);
    act_as(store, "gate", NULL);
}

/* --- the log ------------------------------------------------------------------------------------------ */

static void test_logged(void **state)
{
    const struct database *database = *state;
    add_user(database->store, "logged", XN_ROLE_STEWARD, "demo");
    expect_ok(xn_store_set_password(database->store, "logged", HASH_B, "carla", err));
    expect_ok(xn_store_disable_user(database->store, "logged", true, "carla", err));
    assert_string_equal(psql(database, "SELECT string_agg(concat_ws(' ', city, actor, role, action, state, "
                                       "version), ', ' ORDER BY id) FROM audit.entries "
                                       "WHERE table_name = 'users' AND row_id = 'logged'"),
                        "demo root admin insert active 1, demo carla admin update active 2, "
                        "demo carla admin update disabled 3");
    add_user(database->store, "service", XN_ROLE_ADMIN, "");
    assert_string_equal(psql(database, "SELECT city = '' FROM audit.entries WHERE row_id = 'service'"), "t");
    /* who is named for one change is not for the next */
    assert_string_equal(psql(database, "SELECT count(*) FROM audit.entries WHERE row_id = 'service' AND "
                                       "actor <> 'root'"),
                        "0");
}

/* --- who may, in SQL ------------------------------------------------------------------------------------ */

static void refused_in_sql(const struct database *database, const char *role, const char *sql)
{
    char as[512];
    snprintf(as, sizeof as, "SET ROLE xenia_%s; SET xenia.city = 'demo'; %s", role, sql);
    const char *said = psql(database, as);
    if (!strstr(said, "permission denied"))
        fail_msg("%s may: %s (%s)", role, sql, said);
}

static void test_hashes_are_the_gates(void **state)
{
    static const char *const role[] = {"admin",       "coordinator", "working_group", "scientist",
                                       "corporation", "steward",     "auditor",       "refresher",
                                       "sealer",      "keeper",      "ledger"};
    static const char *const sql[] = {
        "SELECT password_hash FROM xenia.users",
        "SELECT * FROM xenia.users",
        "SELECT hash FROM xenia.tokens",
        "SELECT hash FROM xenia.sessions",
        "SELECT * FROM xenia.login_salt",
        "SELECT tried_at FROM xenia.login_tries",
        "SELECT xenia.try_subject('login', 'anna')",
        "SELECT xenia.count_try('a', 'b', 9, 9, '1 hour')",
        "SELECT xenia.forgive_tries('a', 'b')",
        "UPDATE xenia.users SET password_hash = 'x'",
        "UPDATE xenia.users SET role = 'admin'",
        "INSERT INTO xenia.users (id, role, password_hash) VALUES ('evil', 'admin', 'x')",
        "INSERT INTO xenia.tokens (hash, label, role) VALUES ('x', 'evil', 'admin')",
    };
    for (size_t i = 0; i < sizeof role / sizeof *role; i++) {
        for (size_t j = 0; j < sizeof sql / sizeof *sql; j++)
            refused_in_sql(*state, role[i], sql[j]);
        if (i > 0)
            refused_in_sql(*state, role[i], "SELECT * FROM xenia.accounts");
    }
    refused_in_sql(*state, "gate", "SELECT * FROM xenia.login_salt");
    refused_in_sql(*state, "gate", "SELECT * FROM xenia.households");
    refused_in_sql(*state, "gate", "UPDATE xenia.users SET role = 'admin'");
    refused_in_sql(*state, "gate", "DELETE FROM xenia.users");
    refused_in_sql(*state, "admin", "SELECT * FROM xenia.households");
    refused_in_sql(*state, "admin", "SELECT * FROM xenia.placements");
    refused_in_sql(*state, "admin", "SELECT xenia.hand_over('a', 'b')");
}

/* A login that serves one city sees its accounts and those of the whole service. */
static void test_cities_apart(void **state)
{
    const struct database *database = *state;
    add_user(database->store, "here", XN_ROLE_STEWARD, "demo");
    add_user(database->store, "there", XN_ROLE_STEWARD, "other");
    add_user(database->store, "everywhere", XN_ROLE_STEWARD, "");
    psql_do(database, "DELETE FROM xenia.city_logins WHERE city = 'other' AND login = 'xenia_app'");
    assert_string_equal(psql_as(database, "xenia_app",
                                "SET ROLE xenia_gate; SELECT string_agg(id, ' ' ORDER BY id) FROM "
                                "xenia.users WHERE id LIKE '%here'"),
                        "everywhere here");
    assert_string_equal(psql_as(database, "xenia_app",
                                "SET ROLE xenia_admin; SELECT string_agg(name, ' ' ORDER BY name) "
                                "FROM xenia.accounts WHERE name LIKE '%here'"),
                        "everywhere here");
    const char *said = psql_as(database, "xenia_app",
                               "SET ROLE xenia_gate; INSERT INTO xenia.users (id, city, role, password_hash) "
                               "VALUES ('w', 'other', 'steward', '\\$argon2id\\$')");
    assert_non_null(strstr(said, "there is no city"));
}

/* --- one name, one account -------------------------------------------------------------------------------
 */

struct maker {
    struct xn_store *store;
    unsigned n;
    bool as_person;
    enum xn_status status;
};

static void *make_account(void *context)
{
    struct maker *maker = context;
    unsigned char hash[XN_TOKEN_HASH_SIZE];
    struct xn_error err = {0};
    const struct xn_account account = account_of("contested", XN_ROLE_STEWARD, "demo", "");
    hash_of(20 + maker->n, hash);
    maker->status = maker->as_person ? xn_store_add_user(maker->store, &account, HASH_A, "root", &err)
                                     : xn_store_create_token(maker->store, hash, &account, "root", &err);
    return NULL;
}

static void test_one_name_one_account(void **state)
{
    enum { MAKERS = 8 };
    const struct database *database = *state;
    struct maker maker[MAKERS];
    pthread_t thread[MAKERS];
    size_t n_made = 0;
    for (unsigned i = 0; i < MAKERS; i++) {
        maker[i] = (struct maker){.store = open_store(database, 20000), .n = i, .as_person = i % 2};
        act_as(maker[i].store, "gate", NULL);
    }
    for (size_t i = 0; i < MAKERS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, make_account, &maker[i]), 0);
    for (size_t i = 0; i < MAKERS; i++) {
        pthread_join(thread[i], NULL);
        n_made += maker[i].status == XN_OK;
        assert_true(maker[i].status == XN_OK || maker[i].status == XN_CONFLICT);
        xn_store_close(maker[i].store);
    }
    assert_int_equal(n_made, 1);
}

static void test_hand_over(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    size_t n_cases = 99;
    add_user(store, "leaving", XN_ROLE_COORDINATOR, "demo");
    add_user(store, "heir", XN_ROLE_COORDINATOR, "demo");
    add_user(store, "steward", XN_ROLE_STEWARD, "demo");
    add_user(store, "elsewhere", XN_ROLE_COORDINATOR, "other");
    add_user(store, "gone", XN_ROLE_COORDINATOR, "");
    expect_ok(xn_store_disable_user(store, "gone", true, "root", err));
    psql_do(database,
            "INSERT INTO xenia.households (city, id, arrived_on, sealed, reference_hash, coordinator) "
            "SELECT 'demo', gen_random_uuid(), '2004-01-01', 'x', NULL, c FROM "
            "unnest(ARRAY['leaving', 'leaving', 'carla', NULL]) AS c");
    static const char *const cannot[] = {"typo", "steward", "elsewhere", "gone"};
    for (size_t i = 0; i < sizeof cannot / sizeof *cannot; i++)
        expect_failure(xn_store_hand_over(store, "leaving", cannot[i], "root", &n_cases, err), XN_NOT_FOUND,
                       cannot[i]);
    assert_int_equal(n_cases, 99);
    expect_ok(xn_store_hand_over(store, "leaving", "heir", "root", &n_cases, err));
    assert_int_equal(n_cases, 2);
    assert_string_equal(psql(database, "SELECT string_agg(coalesce(coordinator, '-'), ' ' ORDER BY "
                                       "coordinator) FROM xenia.households"),
                        "carla heir heir -");
    assert_string_equal(psql(database, "SELECT count(*) FROM audit.entries WHERE table_name = 'households' "
                                       "AND actor = 'root' AND role = 'admin' AND action = 'update'"),
                        "2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_add_and_find),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_password_and_state),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_logged),
        cmocka_unit_test(test_hashes_are_the_gates),
        cmocka_unit_test(test_cities_apart),
        cmocka_unit_test(test_one_name_one_account),
        cmocka_unit_test(test_hand_over),
    };
    return cmocka_run_group_tests(tests, set_up_gate, tear_down_database);
}
