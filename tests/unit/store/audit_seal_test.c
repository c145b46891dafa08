/* Sealing: when it may happen, what it covers, who may do it. */
#include "auditing.h"

static struct database *database;
static struct xn_signing_key key;

static int set_up(void **state)
{
    set_up_database(state);
    database = *state;
    key = a_key(database->folder, "audit");
    seal_all(database->store, &key, NULL, NULL);
    return 0;
}

/* What waits in `demo`. */
static int unsealed(void)
{
    return atoi(psql(database, "SELECT count(*) FROM audit.entries WHERE city = 'demo' AND id > "
                               "(SELECT coalesce(max(last_entry), 0) FROM audit.seals WHERE city = 'demo')"));
}

static void add_commitment(const char *corporation)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "INSERT INTO xenia.commitments (city, corporation, quarter, n_dwellings) VALUES ('demo', '%s', "
             "'2026Q1', 3)",
             corporation);
    psql_do(database, sql);
}

static void the_next_round_seals(void **state)
{
    (void)state;
    struct xn_audit_sealer sealer = {0};
    act_as(database->store, "sealer", NULL);
    assert_int_equal(one_round(database->store, &key, &sealer, NULL, NULL), 0); /* nothing to seal */
    assert_int_equal(sealer.entry, 0);
    add_commitment("Alpha");
    assert_int_equal(one_round(database->store, &key, &sealer, NULL, NULL), 0); /* looks */
    assert_int_equal(unsealed(), 1);
    assert_int_equal(one_round(database->store, &key, &sealer, NULL, NULL), 1); /* seals */
    assert_int_equal(unsealed(), 0);
    assert_int_equal(one_round(database->store, &key, &sealer, NULL, NULL), 0);
}

/* The open transaction has a smaller id than one that has committed: nothing is sealed until it is over. */
static void waits_for_a_transaction_that_may_still_commit(void **state)
{
    (void)state;
    struct xn_audit_sealer sealer = {0};
    char command[512];
    snprintf(command, sizeof command,
             "psql '%s user=postgres' -XAtq -c \"BEGIN; INSERT INTO xenia.commitments (city, corporation, "
             "quarter, n_dwellings) VALUES ('demo', 'Late', '2026Q2', 1)\" -c 'SELECT 1' -c 'SELECT "
             "pg_sleep(4)' -c COMMIT",
             database->dsn);
    FILE *writer = popen(command, "r");
    assert_int_equal(fgetc(writer), '1'); /* it has its id */
    add_commitment("Early");
    act_as(database->store, "sealer", NULL);
    for (int i = 0; i < 3; i++)
        assert_int_equal(one_round(database->store, &key, &sealer, NULL, NULL), 0);
    assert_int_equal(unsealed(), 1); /* the one that is visible */
    while (fgetc(writer) != EOF)
        continue;
    pclose(writer);
    assert_int_equal(unsealed(), 2);
    one_round(database->store, &key, &sealer, NULL, NULL);
    one_round(database->store, &key, &sealer, NULL, NULL);
    assert_int_equal(unsealed(), 0);
    XN_AUTO_NOTES faults = XN_NOTES_INIT;
    assert_int_equal(verified(database->store, "demo", &key, NULL, &faults).n_faults, 0);
}

static void a_new_connection_looks_anew(void **state)
{
    (void)state;
    struct xn_audit_sealer sealer = {0};
    act_as(database->store, "sealer", NULL);
    add_commitment("Beta");
    one_round(database->store, &key, &sealer, NULL, NULL);
    struct xn_store *other = open_store(database, 0);
    act_as(other, "sealer", NULL);
    assert_int_equal(one_round(other, &key, &sealer, NULL, NULL), 0);
    assert_int_equal(one_round(other, &key, &sealer, NULL, NULL), 1);
    xn_store_close(other);
}

static void a_long_log_has_several_seals(void **state)
{
    (void)state;
    psql_do(database,
            "INSERT INTO xenia.commitments (city, corporation, quarter, n_dwellings) SELECT 'demo', "
            "'Many ' || n, '2025Q1', 1 FROM generate_series(1, 10001) AS n");
    assert_int_equal(seal_all(database->store, &key, NULL, NULL), 2);
    assert_string_equal(psql(database,
                             "SELECT string_agg(n_entries::text, ' ' ORDER BY number) FROM (SELECT * "
                             "FROM audit.seals WHERE city = 'demo' ORDER BY number DESC LIMIT 2) AS x"),
                        "10000 1");
}

static void heads_are_lines_that_read_back(void **state)
{
    (void)state;
    char path[128], line[XN_AUDIT_HEAD_SIZE], prefixed[400];
    struct xn_audit_head head = {.seal = 12, .last_entry = 345}, again;
    memset(head.sha256, 'a', 64);
    xn_audit_head_print(&head, line);
    snprintf(prefixed, sizeof prefixed, "Nov 22 20:00:00 host xenia[12]: %s\n", line);
    assert_true(xn_audit_head_parse(prefixed, &again));
    assert_memory_equal(&again, &head, sizeof head);
    assert_false(xn_audit_head_parse("audit head city x seal twelve", &again));
    snprintf(path, sizeof path, "%s/heads.log", database->folder);
    expect_ok(xn_audit_head_append(path, &head, err));
    snprintf(head.city, sizeof head.city, "enschede");
    expect_ok(xn_audit_head_append(path, &head, err));
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    expect_failure(xn_audit_head_append("/nowhere/heads.log", &head, err), XN_IO, "/nowhere/heads.log");
}

static void only_the_sealer_seals(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "SET ROLE xenia_sealer; INSERT INTO audit.entries VALUES (DEFAULT)",
        "SET ROLE xenia_sealer; UPDATE audit.seals SET number = 9",
        "UPDATE audit.seals SET number = 9",
        "DELETE FROM audit.seals",
        "TRUNCATE audit.seals",
        "SET ROLE xenia_auditor; DELETE FROM audit.seals",
        "SET ROLE xenia_auditor; INSERT INTO audit.seals SELECT * FROM audit.seals",
        "SET ROLE xenia_coordinator; SELECT 1 FROM audit.seals",
        "SET ROLE xenia_auditor; SELECT * FROM xenia.commitments",
        "SET ROLE xenia_auditor; SELECT * FROM audit.row_digests('demo')"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_non_null(strstr(psql(database, refused[i]), "ERROR"));
}

static void the_digest_of_a_row_is_the_same_for_every_session(void **state)
{
    (void)state;
    psql_do(database,
            "SET TimeZone = 'Asia/Tokyo'; SET extra_float_digits = -3; SET bytea_output = 'escape'; "
            "INSERT INTO xenia.offers (city, id, lon, lat) VALUES ('demo', 'tokyo', 7.123456789012345, "
            "52.1); INSERT INTO xenia.commitments (city, corporation, quarter, n_dwellings) VALUES "
            "('demo', 'Tokyo', '2026Q1', 3)");
    seal_all(database->store, &key, NULL, NULL);
    XN_AUTO_NOTES faults = XN_NOTES_INIT;
    assert_int_equal(verified(database->store, "demo", &key, NULL, &faults).n_faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_round_seals),
        cmocka_unit_test(waits_for_a_transaction_that_may_still_commit),
        cmocka_unit_test(a_new_connection_looks_anew),
        cmocka_unit_test(a_long_log_has_several_seals),
        cmocka_unit_test(heads_are_lines_that_read_back),
        cmocka_unit_test(only_the_sealer_seals),
        cmocka_unit_test(the_digest_of_a_row_is_the_same_for_every_session),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down_database);
}
