/* Migrations: once, in order, unchanged, never past what the program knows. */
#include "database.h"

static void test_second_time_does_nothing(void **state)
{
    const struct database *database = *state;
    size_t applied = 99;
    expect_ok(xn_store_migrate(database->store, &applied, err));
    assert_int_equal(applied, 0);
    expect_ok(xn_store_check_schema(database->store, err));
    struct xn_store_status status = {0};
    expect_ok(xn_store_status(database->store, &status, err));
    assert_true(status.server_version >= 150000);
    assert_int_equal(status.schema_version, status.known_version);
    assert_int_equal(status.n_cities, 1);
    assert_string_equal(psql(database, "SELECT count(*) = max(version) AND min(version) = 1 AND "
                                       "bool_and(sha256 ~ '^[0-9a-f]{64}') FROM xenia.migrations"),
                        "t");
}

static void test_newer_schema_is_refused(void **state)
{
    const struct database *database = *state;
    psql_do(database, "INSERT INTO xenia.migrations VALUES (9999, '9999_future.sql', 'x')");
    expect_failure(xn_store_migrate(database->store, NULL, err), XN_DATABASE, "schema version 9999");
    expect_failure(xn_store_check_schema(database->store, err), XN_DATABASE, "use the newer program");
    psql_do(database, "DELETE FROM xenia.migrations WHERE version = 9999");
    expect_ok(xn_store_check_schema(database->store, err));
}

static void test_changed_migration_is_refused(void **state)
{
    const struct database *database = *state;
    psql_do(database, "UPDATE xenia.migrations SET sha256 = reverse(sha256) WHERE version = 2");
    expect_failure(xn_store_migrate(database->store, NULL, err), XN_DATABASE, "0002_offers.sql");
    expect_failure(xn_store_check_schema(database->store, err), XN_DATABASE, "SHA-256");
    psql_do(database, "UPDATE xenia.migrations SET sha256 = reverse(sha256) WHERE version = 2");
    expect_ok(xn_store_check_schema(database->store, err));
}

/* A database of its own without schema: what calls say before, and what migrating brings. */
static void test_empty_database(void **state)
{
    const struct database *database = *state;
    psql_do(database, "CREATE DATABASE empty");
    char dsn[512];
    snprintf(dsn, sizeof dsn, "%s dbname=empty", database->dsn);
    struct xn_store *store = NULL;
    const struct xn_store_settings settings = {.dsn = dsn};
    expect_ok(xn_store_open(&settings, &store, err));
    struct xn_store_status status = {.n_cities = 7};
    expect_ok(xn_store_status(store, &status, err));
    assert_int_equal(status.schema_version, 0);
    assert_int_equal(status.n_cities, 0);
    expect_failure(xn_store_check_schema(store, err), XN_DATABASE, "migrate it");
    struct xn_stored_cities *cities = NULL;
    expect_failure(xn_store_cities(store, NULL, &cities, err), XN_DATABASE, "migrate it");
    size_t applied = 0;
    expect_ok(xn_store_migrate(store, &applied, err));
    assert_int_equal(applied, status.known_version);
    expect_ok(xn_store_check_schema(store, err));
    xn_store_close(store);
}

/* With a DSN the user is seldom a superuser: owning the database is enough once the roles are there. */
static void test_owner_of_the_database_is_enough(void **state)
{
    const struct database *database = *state;
    psql_do(database, "CREATE ROLE plain IN ROLE xenia_owner");
    psql_do(database, "CREATE DATABASE plain OWNER plain");
    char dsn[512];
    snprintf(dsn, sizeof dsn, "%s dbname=plain options='-c role=plain'", database->dsn);
    struct xn_store *store = NULL;
    const struct xn_store_settings settings = {.dsn = dsn};
    expect_ok(xn_store_open(&settings, &store, err));
    expect_ok(xn_store_migrate(store, NULL, err));
    expect_ok(xn_store_check_schema(store, err));
    const struct xn_stored_city city = {.id = "demo", .title = "Demo", .definition = "demo/city.ini"};
    expect_ok(xn_store_put_city(store, &city, err));
    struct xn_dwelling dwelling = {.id = "A", .lon = 7, .lat = 52};
    const struct xn_offers offers = {.count = 1, .dwelling = &dwelling};
    struct xn_import_report report = {0};
    expect_ok(xn_store_import_offers(store, "demo", &offers, "feed", false, &report, err));
    assert_int_equal(report.inserted, 1);
    xn_store_close(store);
}

/* The contract in the database itself: every column of xenia.offers is explained. */
static void test_every_offers_column_is_documented(void **state)
{
    const struct database *database = *state;
    assert_string_equal(psql(database, "SELECT string_agg(attname, ' ') FROM pg_attribute "
                                       "WHERE attrelid = 'xenia.offers'::regclass AND attnum > 0 "
                                       "AND col_description(attrelid, attnum) IS NULL"),
                        "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_second_time_does_nothing),
        cmocka_unit_test(test_newer_schema_is_refused),
        cmocka_unit_test(test_empty_database),
        cmocka_unit_test(test_every_offers_column_is_documented),
        cmocka_unit_test(test_changed_migration_is_refused),
        cmocka_unit_test(test_owner_of_the_database_is_enough),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
