/* One change: all of it or nothing, its key, its log, and what is said when the connection is lost. */
#include "desk.h"
#include <pthread.h>
#include "xenia/audit.h"

static struct xn_change request(const char *key, const char *body)
{
    return (struct xn_change){.city = "demo",
                              .actor = "anna",
                              .role = "coordinator",
                              .key = key,
                              .method = "POST",
                              .path = "/commitments",
                              .body = body,
                              .body_length = strlen(body)};
}

static void answer(struct xn_store *store, const char *key, const char *body, const char *text)
{
    const struct xn_change change = request(key, body);
    struct xn_kept_answer *kept = NULL;
    expect_ok(xn_change_begin(store, &change, &kept, err));
    assert_null(kept);
    expect_ok(xn_change_commitment(store, "Wohn", body, 3, err));
    expect_ok(xn_change_commit(store, 201, "\"1\"", text, strlen(text), err));
}

static void expect_kept(struct xn_store *store, const char *key, const char *body, const char *text)
{
    const struct xn_change change = request(key, body);
    struct xn_kept_answer *kept = NULL;
    expect_ok(xn_change_begin(store, &change, &kept, err));
    assert_non_null(kept);
    assert_int_equal(kept->status, 201);
    assert_string_equal(kept->etag, "\"1\"");
    assert_int_equal(kept->length, strlen(text));
    assert_string_equal(kept->body, text);
    xn_kept_answer_free(kept);
}

/* --- keys --------------------------------------------------------------------------------------------------
 */

static void test_same_key_same_answer(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    answer(store, "k1", "2004Q1", "{\"F07\":1}");
    expect_kept(store, "k1", "2004Q1", "{\"F07\":1}");
    expect_kept(store, "k1", "2004Q1", "{\"F07\":1}");
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.write_keys WHERE answer IS NULL AND "
                                       "position('F07' in encode(sealed_answer, 'escape')) = 0"),
                        "1");
    const struct xn_change other[] = {request("k1", "2004Q2"), request("k1", "2004Q1"),
                                      request("k1", "2004Q1")};
    struct xn_change changed[] = {other[0], other[1], other[2]};
    changed[1].path = "/households";
    changed[2].method = "PUT";
    for (size_t i = 0; i < 3; i++) {
        struct xn_kept_answer *kept = NULL;
        expect_failure(xn_change_begin(store, &changed[i], &kept, err), XN_INPUT, "with another request");
        assert_string_equal(xn_store_refusal(store), "key_reused");
        assert_null(kept);
    }
    struct xn_change of_other = request("k1", "2004Q2"); /* somebody else's key is another key */
    struct xn_kept_answer *kept = NULL;
    of_other.actor = "bert";
    expect_ok(xn_change_begin(store, &of_other, &kept, err));
    assert_null(kept);
    xn_change_rollback(store);
    struct xn_change long_key = request("k", "2004Q1");
    char text[202] = {0};
    memset(text, 'x', 201);
    long_key.key = text;
    expect_failure(xn_change_begin(store, &long_key, &kept, err), XN_INPUT, "1 to 200 characters");
    long_key.key = "";
    expect_failure(xn_change_begin(store, &long_key, &kept, err), XN_INPUT, "1 to 200 characters");
}

static void test_what_is_taken_back_leaves_no_key(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    const struct xn_change change = request("k2", "2004Q1");
    struct xn_kept_answer *kept = NULL;
    expect_ok(xn_change_begin(store, &change, &kept, err));
    expect_failure(xn_change_commitment(store, "Wohn", "summer", 1, err), XN_INPUT, "2004Q3");
    expect_failure(xn_change_commit(store, 200, NULL, NULL, 0, err), XN_ARGUMENT,
                   "failed"); /* only rollback */
    xn_change_rollback(store);
    answer(store, "k2", "2004Q1", "now");
    expect_kept(store, "k2", "2004Q1", "now");
}

struct second {
    struct xn_store *store;
    enum xn_status status;
    char body[16];
};

static void *ask_again(void *argument)
{
    struct second *second = argument;
    const struct xn_change change = request("k3", "2004Q4");
    struct xn_kept_answer *kept = NULL;
    second->status = xn_change_begin(second->store, &change, &kept, NULL);
    snprintf(second->body, sizeof second->body, "%s", kept ? kept->body : "");
    xn_change_rollback(second->store);
    xn_kept_answer_free(kept);
    return NULL;
}

/* The second waits for the first, and gets its answer; or the place, when the first takes everything back. */
static void test_two_at_once(void **state)
{
    const struct database *database = *state;
    for (int committed = 0; committed < 2; committed++) {
        struct xn_store *store = database->store;
        struct second second = {.store = open_store(database, 0), .status = XN_INPUT};
        xn_store_set_master_key(second.store, &desk_master);
        const struct xn_change change = request("k3", "2004Q4");
        struct xn_kept_answer *kept = NULL;
        pthread_t thread;
        expect_ok(xn_change_begin(store, &change, &kept, err));
        assert_null(kept);
        assert_int_equal(pthread_create(&thread, NULL, ask_again, &second), 0);
        while (atoi(psql(database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) ==
               0)
            usleep(10000);
        if (committed)
            expect_ok(xn_change_commit(store, 200, NULL, "first", 5, err));
        else
            xn_change_rollback(store);
        pthread_join(thread, NULL);
        assert_int_equal(second.status, XN_OK);
        assert_string_equal(second.body, committed ? "first" : "");
        xn_store_close(second.store);
    }
}

/* --- lost connections
 * ---------------------------------------------------------------------------------------- */

static void kill_connections(const struct database *database)
{
    psql(database,
         "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'xenia'");
}

static void test_a_lost_connection_inside_a_change(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    struct xn_stored_cities *cities = NULL;
    begin(store);
    expect_ok(xn_change_commitment(store, "Lost", "2004Q1", 3, err));
    kill_connections(database);
    expect_failure(xn_change_commitment(store, "Lost", "2004Q2", 3, err), XN_DATABASE,
                   "nothing of it is saved");
    expect_failure(xn_store_cities(store, "demo", &cities, err), XN_DATABASE,
                   "inside a change"); /* no other */
    expect_failure(xn_change_commit(store, 200, NULL, NULL, 0, err), XN_DATABASE, "nothing of it is saved");
    assert_false(xn_store_outcome_unknown(store));
    xn_change_rollback(store);
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.commitments WHERE corporation = 'Lost'"),
                        "0");
    expect_ok(xn_store_cities(store, "demo", &cities, err)); /* connects again */
    xn_stored_cities_free(cities);
}

/* The commit is sent and waits (for a deferred trigger's sleep) when the connection ends. */
static void test_an_unknown_outcome_is_told(void **state)
{
    const struct database *database = *state;
    psql_do(database, "CREATE FUNCTION public.sleep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM "
                      "pg_sleep(2); RETURN NULL; END'");
    psql_do(database,
            "CREATE CONSTRAINT TRIGGER sleep AFTER INSERT ON xenia.commitments DEFERRABLE INITIALLY "
            "DEFERRED FOR EACH ROW EXECUTE FUNCTION public.sleep()");
    struct xn_store *store = open_store(database, 500);
    begin(store);
    expect_ok(xn_change_commitment(store, "Slow", "2004Q1", 3, err));
    expect_failure(xn_change_commit(store, 200, NULL, NULL, 0, err), XN_DATABASE, "not known whether");
    assert_true(xn_store_outcome_unknown(store));
    psql_do(database, "DROP TRIGGER sleep ON xenia.commitments");
    begin(store);
    assert_false(xn_store_outcome_unknown(store));
    xn_change_rollback(store);
    xn_store_close(store);
}

static void test_misuse(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    struct xn_kept_answer *kept = NULL;
    struct xn_import_report report;
    const struct xn_change change = request("k", "x"), nobody = {.city = "demo", .actor = ""};
    const struct xn_offers none = {0};
    expect_failure(xn_change_commitment(store, "x", "2004Q1", 1, err), XN_ARGUMENT, "no change is open");
    expect_failure(xn_change_commit(store, 200, NULL, NULL, 0, err), XN_ARGUMENT, "no change is open");
    expect_failure(xn_change_begin(store, &nobody, &kept, err), XN_ARGUMENT, "somebody who makes it");
    begin(store);
    expect_failure(xn_change_begin(store, &change, &kept, err), XN_ARGUMENT, "open already");
    expect_failure(xn_store_import_offers(store, "demo", &none, "feed", false, &report, err), XN_ARGUMENT,
                   "a change is open");
    xn_change_rollback(store);
    xn_change_rollback(store); /* twice does nothing */
}

/* --- the log
 * ------------------------------------------------------------------------------------------------ */

static void test_every_change_is_in_the_log(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    char household[XN_ID_SIZE], offer[XN_ID_SIZE];
    const int64_t before = atoll(psql(database, "SELECT coalesce(max(id), 0) FROM audit.entries"));
    add_household(store, "L01", household);
    add_dwelling(database, "log");
    begin(store); /* taken back: no entry */
    expect_ok(xn_change_offer_draft(store, household, "log", best, offer, err));
    xn_change_rollback(store);
    change(store, xn_change_offer_draft(store, household, "log", best, offer, err));

    struct xn_audit_entries *got = NULL;
    expect_ok(xn_store_audit(store, "demo", before, 100, &got, err));
    static const char *const wanted[][5] = {{"anna", "coordinator", "households", "insert", "waiting"},
                                            {"anna", "coordinator", "household_keys", "insert", ""},
                                            {"postgres", "sql", "dwellings", "insert", "available"},
                                            {"anna", "coordinator", "decisions", "insert", ""},
                                            {"anna", "coordinator", "household_offers", "insert", "draft"},
                                            {"anna", "coordinator", "dwellings", "update", "reserved"}};
    assert_int_equal(got->count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(got->entry[i].actor, wanted[i][0]);
        assert_string_equal(got->entry[i].role, wanted[i][1]);
        assert_string_equal(got->entry[i].table, wanted[i][2]);
        assert_string_equal(got->entry[i].action, wanted[i][3]);
        assert_string_equal(got->entry[i].state, wanted[i][4]);
    }
    assert_string_equal(got->entry[0].row, household);
    assert_string_equal(got->entry[4].row, offer);
    const int64_t third = got->entry[3].id;
    xn_audit_entries_free(got);
    expect_ok(xn_store_audit(store, "demo", third, 1, &got, err)); /* a page */
    assert_int_equal(got->count, 1);
    assert_string_equal(got->entry[0].row, offer);
    xn_audit_entries_free(got);
    assert_string_equal(psql(database,
                             "SELECT count(*) FROM audit.entries AS entry JOIN xenia.household_offers AS "
                             "offer ON offer.id::text = row_id WHERE entry.sha256 = "
                             "sha256(convert_to(to_jsonb(offer)::text, 'UTF8'))"),
                        "1");
}

static void test_the_log_is_only_added_to(void **state)
{
    const struct database *database = *state;
    static const char *const refused[] = {"UPDATE audit.entries SET actor = 'x'", "DELETE FROM audit.entries",
                                          "TRUNCATE audit.entries",
                                          "UPDATE audit.entries SET actor = 'x' WHERE false"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_string_equal(psql(database, refused[i]), "ERROR:  the log of changes is only ever added to");
    assert_string_equal(psql(database, "TRUNCATE xenia.commitments"),
                        "ERROR:  xenia.commitments is not emptied at once: the log would not see it");
    assert_non_null(strstr(psql_as(database, "offer_writer", "SELECT 1 FROM audit.entries"), "denied"));
    assert_non_null(strstr(psql_as(database, "offer_writer", "SELECT 1 FROM xenia.households"), "denied"));
    assert_non_null(strstr(psql_as(database, "offer_writer", "SELECT 1 FROM xenia.dwellings"), "denied"));
    assert_string_equal(
        psql_as(database, "offer_writer", "INSERT INTO xenia.offers (city, id) VALUES ('demo', 'w')"), "");
    assert_string_equal(
        psql(database, "SELECT actor, role, table_name, state FROM audit.entries WHERE row_id = 'w'"),
        "offer_writer|sql|dwellings|available");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_key_same_answer),
        cmocka_unit_test(test_what_is_taken_back_leaves_no_key),
        cmocka_unit_test(test_two_at_once),
        cmocka_unit_test(test_a_lost_connection_inside_a_change),
        cmocka_unit_test(test_an_unknown_outcome_is_told),
        cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_every_change_is_in_the_log),
        cmocka_unit_test(test_the_log_is_only_added_to),
    };
    return cmocka_run_group_tests(tests, set_up_desk, tear_down_database);
}
