/* Verifying: every way to touch the log or the rows behind it is found and named. A superuser without
 * triggers does the touching, and afterwards all is put back. */
#include "auditing.h"

static struct database *database;
static struct xn_signing_key key, other_key;
static char heads[128];

static void keep_head(const struct xn_audit_head *head, void *context)
{
    (void)context;
    expect_ok(xn_audit_head_append(heads, head, err));
}

/* Ten commitments under two seals of five, of which the second is changed once more and the third deleted. */
static int set_up(void **state)
{
    set_up_database(state);
    database = *state;
    key = a_key(database->folder, "audit");
    other_key = a_key(database->folder, "other");
    snprintf(heads, sizeof heads, "%s/heads.log", database->folder);
    seal_all(database->store, &key, keep_head, NULL);
    for (int from = 1; from <= 6; from += 5) {
        char sql[512];
        snprintf(
            sql, sizeof sql,
            "INSERT INTO xenia.commitments (city, corporation, quarter, n_dwellings) SELECT 'demo', 'c' || "
            "n, '2026Q1', n FROM generate_series(%d, %d) AS n",
            from, from + 4);
        psql_do(database, sql);
        seal_all(database->store, &key, keep_head, NULL);
    }
    psql_do(database, "INSERT INTO xenia.offers (city, id, rent_net_eur) VALUES ('demo', 'o1', 500); UPDATE "
                      "xenia.commitments SET n_dwellings = 20 WHERE corporation = 'c2'; DELETE FROM "
                      "xenia.commitments WHERE corporation = 'c3'");
    seal_all(database->store, &key, keep_head, NULL);
    psql_do(database,
            "CREATE SCHEMA kept; CREATE TABLE kept.entries AS SELECT * FROM audit.entries; CREATE "
            "TABLE kept.seals AS SELECT * FROM audit.seals; CREATE TABLE kept.commitments AS SELECT "
            "city, corporation, quarter, n_dwellings, version, changed_at FROM xenia.commitments");
    return 0;
}

static void put_back(void)
{
    psql_do(
        database,
        "SET session_replication_role = replica; DELETE FROM audit.entries; DELETE FROM audit.seals; DELETE "
        "FROM xenia.commitments; INSERT INTO audit.entries OVERRIDING SYSTEM VALUE SELECT * FROM "
        "kept.entries; INSERT INTO audit.seals SELECT * FROM kept.seals; INSERT INTO xenia.commitments "
        "(city, corporation, quarter, n_dwellings, version, changed_at) SELECT * FROM kept.commitments; "
        "UPDATE xenia.offers SET rent_net_eur = 500");
}

/* The id of the entry that says what happened to a commitment. */
static int entry_of(const char *corporation, const char *action)
{
    char sql[256];
    snprintf(sql, sizeof sql, "SELECT id FROM kept.entries WHERE row_id = '%s 2026Q1' AND action = '%s'",
             corporation, action);
    return atoi(psql(database, sql));
}

static size_t n_faults(const char *heads_path, struct xn_notes *faults)
{
    return verified(database->store, "demo", &key, heads_path, faults).n_faults;
}

/* After this SQL (%d: the entry) there are so many faults, and one sentence holds `part` (%d likewise). */
static void expect_fault(const char *sql, int entry, size_t n_wanted, const char *part)
{
    XN_AUTO_NOTES faults = XN_NOTES_INIT;
    char text[1024], wanted[256];
    size_t begin = (size_t)snprintf(text, sizeof text, "SET session_replication_role = replica; ");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(text + begin, sizeof text - begin, sql, entry, entry, entry);
    snprintf(wanted, sizeof wanted, part, entry);
#pragma GCC diagnostic pop
    psql_do(database, text);
    const size_t n = n_faults(heads, &faults);
    bool told = false;
    for (size_t i = 0; i < faults.count; i++)
        told |= strstr(faults.text[i], wanted) != NULL;
    if (n != n_wanted || !told)
        fail_msg("%zu faults, wanted %zu; the first: %s; wanted: %s", n, n_wanted,
                 faults.count ? faults.text[0] : "none", wanted);
    put_back();
}

static void an_untouched_log_has_no_fault(void **state)
{
    (void)state;
    XN_AUTO_NOTES faults = XN_NOTES_INIT;
    const struct xn_audit_report report = verified(database->store, "demo", &key, heads, &faults);
    if (report.n_faults)
        fail_msg("%s", faults.text[0]);
    assert_int_equal(report.n_unsealed, 0);
    assert_int_equal(report.n_seals, 4);
    assert_int_equal(report.n_heads, 4);
    assert_int_equal(report.n_entries,
                     atoi(psql(database, "SELECT count(*) FROM audit.entries WHERE city = 'demo'")));
    assert_int_equal(report.n_rows, 11); /* nine commitments, a dwelling, the city */
    const struct xn_audit_report service = verified(database->store, "", &key, heads, &faults);
    assert_int_equal(service.n_faults, 0);
}

static void entries_that_were_touched_are_named(void **state)
{
    (void)state;
    const int id = entry_of("c8", "insert"), first = entry_of("c2", "insert");
    expect_fault(
        "UPDATE audit.entries SET actor = 'nobody' WHERE id = %d", id, 1,
        "entry %d of city 'demo' (insert of commitments c8 2026Q1 by nobody) was changed after seal 3");
    expect_fault("UPDATE audit.entries SET at = at - interval '1 microsecond' WHERE id = %d", id, 1,
                 "entry %d");
    expect_fault("UPDATE audit.entries SET state = '' WHERE id = %d", id, 1, "entry %d");
    expect_fault("UPDATE audit.entries SET version = NULL WHERE id = %d", id, 1, "entry %d");
    expect_fault("UPDATE audit.entries SET role = 'auditor' WHERE id = %d", id, 1, "entry %d");
    expect_fault("DELETE FROM audit.entries WHERE id = %d", first, 1,
                 "entry %d of city 'demo' is gone: seal 2 was made over it");
    /* moved to another place: gone here, and put in there */
    expect_fault(
        "WITH gone AS (DELETE FROM audit.entries WHERE id = %d RETURNING *) INSERT INTO audit.entries "
        "(id, city, actor, role, table_name, row_id, action, sha256) OVERRIDING SYSTEM VALUE SELECT -5, "
        "city, actor, role, table_name, row_id, action, sha256 FROM gone",
        first, 2, "entry -5 of city 'demo'");
    expect_fault(
        "UPDATE audit.entries AS e SET actor = o.actor, table_name = o.table_name, row_id = o.row_id, "
        "action = o.action, at = o.at, sha256 = o.sha256 FROM audit.entries AS o WHERE e.id IN (%d, %d + 1) "
        "AND o.id = 2 * %d + 1 - e.id",
        first, 2, "entry %d of city 'demo'");
    expect_fault(
        "INSERT INTO audit.entries (id, city, actor, role, table_name, row_id, action, sha256) OVERRIDING "
        "SYSTEM VALUE SELECT 0, city, actor, role, 'commitments', 'x', 'delete', sha256 FROM audit.entries "
        "WHERE id = %d",
        id, 1, "entry 0 of city 'demo' (delete of commitments x by");
    /* into another city's chain */
    expect_fault("UPDATE audit.entries SET city = '' WHERE id = %d", first, 1,
                 "entry %d of city 'demo' is gone");
}

static void seals_that_were_touched_are_named(void **state)
{
    (void)state;
    expect_fault(
        "UPDATE audit.seals SET sealed_at = sealed_at - interval '1 day' WHERE city = 'demo' AND number = 2",
        0, 1, "seal 2 of city 'demo' was changed");
    expect_fault(
        "UPDATE audit.seals SET signature = set_byte(signature, 5, get_byte(signature, 5) # 1) WHERE city = "
        "'demo' AND number = 3",
        0, 1, "the signature of seal 3 of city 'demo' is not valid");
    expect_fault(
        "UPDATE audit.seals SET marks = set_byte(marks, 9, get_byte(marks, 9) # 1) WHERE city = 'demo' AND "
        "number = 3",
        0, 1, "seal 3 of city 'demo' was changed");
    expect_fault("UPDATE audit.seals SET previous_sha256 = sha256 WHERE city = 'demo' AND number = 3", 0, 2,
                 "seal 3 of city 'demo' is not chained to the one before");
    expect_fault("DELETE FROM audit.seals WHERE city = 'demo' AND number = 2", 0, 1,
                 "seals are gone of city 'demo': found seal 3, wanted seal 2");
    expect_fault("DELETE FROM audit.seals WHERE city = 'demo' AND number = 1", 0, 1,
                 "found seal 2, wanted seal 1");
    expect_fault(
        "UPDATE audit.seals SET sha256 = decode(repeat('ab', 32), 'hex') WHERE city = 'demo' AND number = 4",
        0, 3, "whose head was kept outside");
}

static void a_tail_that_was_cut_off_is_missed_by_the_heads(void **state)
{
    (void)state;
    static const char cut[] = "DELETE FROM audit.entries WHERE city = 'demo' AND id > (SELECT last_entry "
                              "FROM audit.seals WHERE city = "
                              "'demo' AND number = 3); DELETE FROM audit.seals WHERE city = 'demo' AND "
                              "number > 3; UPDATE xenia.commitments "
                              "SET n_dwellings = 2, version = 1 WHERE corporation = 'c2'";
    char sql[1024];
    XN_AUTO_NOTES faults = XN_NOTES_INIT;
    snprintf(sql, sizeof sql, "SET session_replication_role = replica; %s", cut);
    expect_fault(cut, 0, 3, "the log of city 'demo' was cut off: found its end at seal 3");
    psql_do(database, sql);
    for (size_t i = 0; n_faults(NULL, &faults) && i < faults.count; i++)
        assert_null(strstr(faults.text[i], "cut off")); /* without heads nobody could know */
    put_back();
    /* the whole city's chain */
    expect_fault("DELETE FROM audit.entries WHERE city = 'demo'; DELETE FROM audit.seals WHERE city = 'demo'",
                 0, 12, "found its end at seal 0");
}

static void a_chain_made_anew_is_signed_by_another(void **state)
{
    (void)state;
    XN_AUTO_NOTES faults = XN_NOTES_INIT;
    psql_do(database,
            "SET session_replication_role = replica; UPDATE audit.entries SET actor = 'nobody' WHERE city = "
            "'demo'; DELETE FROM audit.seals WHERE city = 'demo'");
    seal_all(database->store, &other_key, NULL, NULL);
    assert_int_equal(n_faults(NULL, &faults), 1);
    assert_non_null(strstr(faults.text[0], "seal 1 of city 'demo' was made with another key: found "));
    /* even with the right key the heads outside do not fit */
    psql_do(database, "SET session_replication_role = replica; DELETE FROM audit.seals WHERE city = 'demo'");
    seal_all(database->store, &key, NULL, NULL);
    XN_AUTO_NOTES more = XN_NOTES_INIT;
    assert_int_equal(n_faults(heads, &more), 2);
    assert_non_null(strstr(more.text[0], "seal 1 of city 'demo' is not the one whose head was kept outside"));
    assert_non_null(strstr(more.text[1], "cut off"));
    /* a change of keys is no fault for who knows both */
    put_back();
    psql_do(database, "UPDATE xenia.commitments SET n_dwellings = 5 WHERE corporation = 'c4'");
    seal_all(database->store, &other_key, NULL, NULL);
    unsigned char keys[2 * XN_PUBLIC_KEY_SIZE];
    memcpy(keys, key.public_, XN_PUBLIC_KEY_SIZE);
    memcpy(keys + XN_PUBLIC_KEY_SIZE, other_key.public_, XN_PUBLIC_KEY_SIZE);
    struct xn_audit_report report = {0};
    const struct xn_audit_check check = {
        .city = "demo", .n_keys = 2, .public_key = keys, .heads_path = heads};
    act_as(database->store, "auditor", "demo");
    expect_ok(xn_audit_verify(database->store, &check, &report, NULL, err));
    assert_int_equal(report.n_faults, 0);
    put_back();
}

static void rows_that_were_touched_behind_the_log_are_named(void **state)
{
    (void)state;
    expect_fault("UPDATE xenia.commitments SET n_dwellings = 99 WHERE corporation = 'c5'", 0, 1,
                 "row c5 2026Q1 of commitments of city 'demo' was changed behind the log");
    expect_fault("DELETE FROM xenia.commitments WHERE corporation = 'c5'", 0, 1,
                 "row c5 2026Q1 of commitments of city 'demo' was taken out behind the log");
    expect_fault(
        "INSERT INTO xenia.commitments (city, corporation, quarter, n_dwellings) VALUES ('demo', 'c99', "
        "'2026Q1', 1)",
        0, 1, "row c99 2026Q1 of commitments of city 'demo' was put in behind the log: found");
    expect_fault(
        "INSERT INTO xenia.commitments (city, corporation, quarter, n_dwellings) VALUES ('demo', 'c3', "
        "'2026Q1', 1)",
        0, 1, "deleted it)");
    expect_fault("UPDATE xenia.offers SET rent_net_eur = 1", 0, 1,
                 "row o1 of offers of city 'demo' was changed");
}

static void a_trigger_that_is_off_is_named(void **state)
{
    (void)state;
    XN_AUTO_NOTES faults = XN_NOTES_INIT;
    psql_do(database, "ALTER TABLE xenia.commitments DISABLE TRIGGER audit_update");
    assert_int_equal(verified(database->store, "", &key, heads, &faults).n_faults, 1);
    assert_non_null(
        strstr(faults.text[0], "changes of commitments are not logged: found trigger audit_update"));
    psql_do(database, "ALTER TABLE xenia.commitments ENABLE TRIGGER audit_update");
}

static void what_is_not_sealed_yet_is_counted(void **state)
{
    (void)state;
    XN_AUTO_NOTES faults = XN_NOTES_INIT;
    psql_do(database, "UPDATE xenia.commitments SET n_dwellings = 5 WHERE corporation IN ('c4', 'c6')");
    const struct xn_audit_report report = verified(database->store, "demo", &key, heads, &faults);
    assert_int_equal(report.n_unsealed, 2);
    assert_int_equal(report.n_faults, 0);
    put_back();
}

static void heads_must_be_there_when_they_are_named(void **state)
{
    (void)state;
    struct xn_audit_report report = {0};
    const struct xn_audit_check check = {
        .city = "demo", .n_keys = 1, .public_key = key.public_, .heads_path = "/nowhere/heads.log"};
    expect_failure(xn_audit_verify(database->store, &check, &report, NULL, err), XN_NOT_FOUND,
                   "/nowhere/heads.log");
}

/* A snapshot is logged as one row for each of its tables, whatever is in them. */
static void what_was_computed_is_covered(void **state)
{
    (void)state;
    static const char *const touched[] = {
        "UPDATE xenia.snapshot_units SET class = 'mixed' WHERE unit_id = '2'",
        "DELETE FROM xenia.snapshot_units WHERE unit_id = '2'",
        "INSERT INTO xenia.snapshot_units (snapshot, level, unit_id, name, persons, class, rule, low_n, "
        "robust) "
        "VALUES ('s', 0, '3', 'C', 10, 'mixed', 'share', false, true)",
        "DELETE FROM xenia.snapshot_units",
        "UPDATE xenia.snapshot_indices SET value = 0.4",
        "DELETE FROM xenia.snapshot_indices",
    };
    psql_do(database, "INSERT INTO xenia.snapshots (id, city, city_fingerprint, counts_fingerprint, as_of, "
                      "level_names, report, "
                      "evidence_digest) VALUES ('s', 'demo', '', '', '2026-01-01', '{area}', '{}', ''); "
                      "INSERT INTO xenia.snapshot_units (snapshot, level, unit_id, name, persons, class, "
                      "rule, low_n, robust) "
                      "VALUES ('s', 0, '1', 'A', 10, 'mixed', 'share', false, true), "
                      "('s', 0, '2', 'B', 10, 'concentrated', 'share', false, true); "
                      "INSERT INTO xenia.snapshot_indices (snapshot, position, level, index_id, form, "
                      "groups, parameters, value) "
                      "VALUES ('s', 0, 0, 'D', 'pair', '{a,b}', '{}', 0.3); "
                      "CREATE TABLE kept.units AS SELECT * FROM xenia.snapshot_units; "
                      "CREATE TABLE kept.indices AS SELECT * FROM xenia.snapshot_indices");
    XN_AUTO_NOTES faults = XN_NOTES_INIT;
    assert_int_equal(n_faults(heads, &faults), 0);
    for (size_t i = 0; i < sizeof touched / sizeof *touched; i++) {
        char sql[512];
        snprintf(sql, sizeof sql, "SET session_replication_role = replica; %s", touched[i]);
        psql_do(database, sql);
        XN_AUTO_NOTES found = XN_NOTES_INIT;
        const size_t n = n_faults(heads, &found);
        if (n != 1 || !strstr(found.text[0], "row s of snapshot_"))
            fail_msg("%s: %zu faults, the first: %s", touched[i], n, n ? found.text[0] : "none");
        psql_do(database,
                "SET session_replication_role = replica; DELETE FROM xenia.snapshot_units; DELETE FROM "
                "xenia.snapshot_indices; INSERT INTO xenia.snapshot_units SELECT * FROM kept.units; "
                "INSERT INTO xenia.snapshot_indices SELECT * FROM kept.indices");
    }
    assert_int_equal(n_faults(heads, &faults), 0);
}

/* With its rows, its entries and its seals: only what is kept outside remembers it. Last, for nothing is put
 * back. */
static void a_city_that_was_taken_out_is_missed(void **state)
{
    (void)state;
    const struct xn_stored_city city = {.id = "gone", .title = "Gone", .definition = "gone/city.ini"};
    act_as(database->store, NULL, NULL);
    expect_ok(xn_store_put_city(database->store, &city, err));
    seal_all(database->store, &key, keep_head, NULL);
    XN_AUTO_NOTES faults = XN_NOTES_INIT;
    assert_int_equal(verified(database->store, "", &key, heads, &faults).n_faults, 0);
    psql_do(database,
            "SET session_replication_role = replica; DELETE FROM xenia.cities WHERE id = 'gone'; DELETE FROM "
            "xenia.city_logins WHERE city = 'gone'");
    assert_int_equal(verified(database->store, "", &key, NULL, &faults).n_faults, 1); /* the log tells */
    psql_do(database,
            "SET session_replication_role = replica; DELETE FROM audit.entries WHERE city = 'gone'");
    assert_int_equal(verified(database->store, "", &key, NULL, &faults).n_faults, 1); /* its seals tell */
    psql_do(database, "SET session_replication_role = replica; DELETE FROM audit.seals WHERE city = 'gone'");
    assert_int_equal(verified(database->store, "", &key, NULL, &faults).n_faults, 0);
    assert_int_equal(verified(database->store, "", &key, heads, &faults).n_faults, 1); /* its heads tell */
    assert_non_null(strstr(faults.text[2], "city 'gone' was taken out with its rows"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_untouched_log_has_no_fault),
        cmocka_unit_test(entries_that_were_touched_are_named),
        cmocka_unit_test(seals_that_were_touched_are_named),
        cmocka_unit_test(a_tail_that_was_cut_off_is_missed_by_the_heads),
        cmocka_unit_test(a_chain_made_anew_is_signed_by_another),
        cmocka_unit_test(rows_that_were_touched_behind_the_log_are_named),
        cmocka_unit_test(a_trigger_that_is_off_is_named),
        cmocka_unit_test(what_is_not_sealed_yet_is_counted),
        cmocka_unit_test(heads_must_be_there_when_they_are_named),
        cmocka_unit_test(what_was_computed_is_covered),
        cmocka_unit_test(a_city_that_was_taken_out_is_missed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down_database);
}
