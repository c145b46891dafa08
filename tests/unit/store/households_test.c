/* Households: what they are is sealed in the database, comes back with the master key alone, and is erased
 * with their own. */
#include "desk.h"

static void test_round_trip_and_changes(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    struct xn_stored_household put = household_of("A-17", 5);
    struct xn_stored_households *got = NULL;
    char id[XN_ID_SIZE];
    put.needs.step_free = true;
    put.needs.n_ties = 1;
    put.needs.tie[0].kind = XN_TIE_CARE;
    put.needs.tie[0].lon = 7.62;
    put.needs.tie[0].lat = 51.96;
    put.needs.tie[0].weight = 1;
    change(store, xn_change_household_add(store, &put, id, err));
    const char *const name[] = {id, "A-17"};
    for (size_t i = 0; i < 2; i++) {
        expect_ok(xn_store_household(store, "demo", name[i], &got, err));
        assert_int_equal(got->count, 1);
        const struct xn_stored_household *household = &got->household[0];
        assert_string_equal(household->id, id);
        assert_string_equal(household->reference, "A-17");
        assert_string_equal(household->centre, "Steinfurter Strasse");
        assert_int_equal(household->arrived_on, xn_date_of(2004, 2, 1));
        assert_int_equal(household->needs.size, 5);
        assert_true(household->needs.step_free && household->needs.rent_limit_eur == 612.5);
        assert_true(household->needs.tie[0].lat == 51.96);
        assert_int_equal(household->version, 1);
        assert_false(household->has_live_offer || household->frozen || household->erased);
        xn_stored_households_free(got);
    }
    expect_failure(xn_store_household(store, "demo", "A-18", &got, err), XN_NOT_FOUND, "no household 'A-18'");
    expect_failure(xn_store_household(store, "real", id, &got, err), XN_NOT_FOUND, "no household");

    char other[XN_ID_SIZE];
    refused(store, xn_change_household_add(store, &put, other, err), XN_CONFLICT, "reference_known");
    memcpy(put.id, id, sizeof id);
    put.version = 2;
    refused(store, xn_change_household_update(store, &put, err), XN_CONFLICT, "stale");
    put.version = 1;
    put.needs.size = 6;
    put.reference = "A-18";
    change(store, xn_change_household_update(store, &put, err));
    expect_ok(xn_store_household(store, "demo", "A-18", &got, err));
    assert_int_equal(got->household[0].needs.size, 6);
    assert_int_equal(got->household[0].version, 2);
    xn_stored_households_free(got);
    expect_failure(xn_store_household(store, "demo", "A-17", &got, err), XN_NOT_FOUND, "A-17");
}

/* Longest waiting first; who has left or is placed is not in the queue. */
static void test_the_queue(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    struct xn_stored_households *got = NULL;
    psql_do(database,
            "UPDATE xenia.households SET state = 'left', left_on = '2004-02-02', left_reason = 'OTHER'");
    static const int arrived[] = {12, 3, 7};
    static const char *const reference[] = {"Q12", "Q3", "Q7"};
    char id[3][XN_ID_SIZE];
    for (size_t i = 0; i < 3; i++) {
        struct xn_stored_household household = household_of(reference[i], 2);
        household.arrived_on = xn_date_of(2004, 5, arrived[i]);
        change(store, xn_change_household_add(store, &household, id[i], err));
    }
    change(store, xn_change_household_leave(store, id[2], 1, "LEFT_COUNTRY", xn_date_of(2004, 6, 7), err));
    refused(store, xn_change_household_leave(store, id[2], 2, "OTHER", XN_NO_DATE, err), XN_CONFLICT,
            "state");
    refused(store, xn_change_household_leave(store, id[1], 1, "NO_COOPERATION", XN_NO_DATE, err), XN_INPUT,
            "");
    expect_ok(xn_store_households(store, "demo", false, &got, err));
    assert_int_equal(got->count, 2);
    assert_string_equal(got->household[0].reference, "Q3");
    assert_string_equal(got->household[1].reference, "Q12");
    assert_int_equal(got->household[0].days_waited - got->household[1].days_waited, 9);
    xn_stored_households_free(got);
    expect_ok(xn_store_households(store, "demo", true, &got, err));
    assert_true(got->count > 3);
    xn_stored_households_free(got);
    assert_int_equal(get_household(store, id[2]).days_waited, 31);
    assert_int_equal(get_household(store, id[2]).state, XN_HOUSEHOLD_LEFT);
}

static void test_leaving_withdraws_the_offer(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    char household[XN_ID_SIZE], offer[XN_ID_SIZE];
    add_household(store, "leaver", household);
    add_dwelling(database, "left");
    change(store, xn_change_offer_draft(store, household, "left", best, offer, err));
    change(store, xn_change_household_leave(store, household, 1, "LEFT_COUNTRY", XN_NO_DATE, err));
    assert_int_equal(get_offer(store, offer).state, XN_OFFER_WITHDRAWN);
    assert_int_equal(get_dwelling_state(store, "left"), XN_DWELLING_AVAILABLE);
}

/* --- sealed
 * -------------------------------------------------------------------------------------------------- */

static int count_in_dump(const struct database *database, const char *text)
{
    char command[512], output[32] = "";
    snprintf(command, sizeof command, "pg_dump \"%s user=postgres\" | grep -c -- '%s'", database->dsn, text);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_non_null(fgets(output, sizeof output, pipe));
    pclose(pipe);
    return atoi(output);
}

/* Plain, and as the bytes of a bytea. */
static void assert_nowhere(const struct database *database, const char *text)
{
    char hex[128] = "";
    for (size_t i = 0; text[i]; i++)
        snprintf(hex + 2 * i, 3, "%02x", (unsigned)(unsigned char)text[i]);
    if (count_in_dump(database, text) || count_in_dump(database, hex))
        fail_msg("'%s' can be read in the dump", text);
}

static void test_nothing_can_be_read_in_the_database(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    char household[XN_ID_SIZE], offer[XN_ID_SIZE], placement[XN_ID_SIZE], objection[XN_ID_SIZE];
    struct xn_stored_household put = household_of("REFERENCE-4711", 4);
    put.centre = "CENTRE-OF-ARRIVAL";
    put.needs.rent_limit_eur = 123456.5;
    const struct xn_change request = {.city = "demo",
                                      .actor = "anna",
                                      .role = "coordinator",
                                      .key = "sealed",
                                      .method = "POST",
                                      .path = "/"};
    struct xn_kept_answer *kept = NULL;
    expect_ok(xn_change_begin(store, &request, &kept, err));
    expect_ok(xn_change_household_add(store, &put, household, err));
    expect_ok(xn_change_commit(store, 201, NULL, "ANSWER-TO-IT", 12, err));
    add_dwelling(database, "sealed");
    struct xn_decision decision = decision_of(2, XN_MIXED);
    decision.reason_code = "OTHER";
    decision.reason_note = "NOTE-OF-REASON";
    change(store, xn_change_offer_draft(store, household, "sealed", &decision, offer, err));
    change(store, xn_change_offer_make(store, offer, 1, 7, XN_NO_DATE, err));
    change(store, xn_change_offer_refuse(store, offer, 2, "FAMILY", "NOTE-OF-REFUSAL", XN_NO_DATE, err));
    change(store, xn_change_objection_raise(store, household, offer, "TEXT-OF-OBJECTION", "RANKING-FROZEN",
                                            14, 42, XN_NO_DATE, objection, err));
    change_by(store, "bert",
              xn_change_objection_decide(store, objection, 1, XN_OBJECTION_UPHELD, "OUTCOME-IN-WORDS",
                                         XN_NO_DATE, err));
    change(store, xn_change_offer_draft(store, household, "sealed", best, offer, err));
    change(store, xn_change_offer_make(store, offer, 1, 7, XN_NO_DATE, err));
    change(store, xn_change_offer_accept(store, offer, 2, XN_NO_DATE, err));
    change(store, xn_change_placement_agree(store, offer, 3, best, XN_NO_DATE, placement, err));
    change(store, xn_change_placement_end(store, placement, 1, "REASON-OF-END", XN_NO_DATE, err));
    static const char *const secret[] = {"REFERENCE-4711",   "CENTRE-OF-ARRIVAL", "123456.5",
                                         "rent_limit",       "ANSWER-TO-IT",      "NOTE-OF-REASON",
                                         "NOTE-OF-REFUSAL",  "TEXT-OF-OBJECTION", "RANKING-FROZEN",
                                         "OUTCOME-IN-WORDS", "REASON-OF-END"};
    for (size_t i = 0; i < sizeof secret / sizeof *secret; i++)
        assert_nowhere(database, secret[i]);
    assert_true(count_in_dump(database, household) > 0); /* the dump is one, and grep finds what is there */
}

static void test_another_master_key(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = open_store(database, 0);
    struct xn_stored_households *got = NULL;
    char id[XN_ID_SIZE];
    add_household(database->store, "key", id);
    expect_failure(xn_store_household(store, "demo", id, &got, err), XN_ARGUMENT, "master key");
    expect_failure(xn_store_households(store, "demo", true, &got, err), XN_ARGUMENT, "master key");
    const struct xn_stored_household new_ = household_of("K", 2);
    refused(store, xn_change_household_add(store, &new_, id, err), XN_ARGUMENT, "no_master_key");
    const struct xn_key other = {{1, 2, 3}};
    xn_store_set_master_key(store, &other);
    expect_failure(xn_store_household(store, "demo", id, &got, err), XN_INPUT, "sealed with another key");
    /* A household's sealed needs cannot be put in the place of another's. */
    char sql[256], second[XN_ID_SIZE];
    add_household(database->store, "key2", second);
    snprintf(sql, sizeof sql,
             "UPDATE xenia.households SET sealed = (SELECT sealed FROM xenia.households WHERE id = '%s') "
             "WHERE id = "
             "'%s'",
             id, second);
    psql_do(database, sql);
    expect_failure(xn_store_household(database->store, "demo", second, &got, err), XN_INPUT, "changed since");
    snprintf(sql, sizeof sql, "DELETE FROM xenia.household_keys WHERE household = '%s'", second);
    psql_do(database, sql);
    snprintf(sql, sizeof sql, "DELETE FROM xenia.households WHERE id = '%s'", second);
    psql_do(database, sql);
    xn_store_close(store);
}

static void test_erased(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    struct xn_stored_households *got = NULL;
    char id[XN_ID_SIZE], again[XN_ID_SIZE];
    add_household(store, "gone", id);
    refused(store, xn_change_household_erase(store, id, 1, err), XN_CONFLICT, "state"); /* it waits */
    change(store, xn_change_household_leave(store, id, 1, "OTHER", XN_NO_DATE, err));
    refused(store, xn_change_household_erase(store, id, 1, err), XN_CONFLICT, "stale");
    change(store, xn_change_household_erase(store, id, 2, err));
    expect_ok(xn_store_household(store, "demo", id, &got, err));
    assert_true(got->household[0].erased);
    assert_string_equal(got->household[0].reference, "");
    assert_string_equal(got->household[0].centre, "");
    assert_int_equal(got->household[0].needs.size, 0);
    xn_stored_households_free(got);
    expect_failure(xn_store_household(store, "demo", "gone", &got, err), XN_NOT_FOUND, "gone");
    refused(store, xn_change_household_erase(store, id, 3, err), XN_CONFLICT, "state");
    struct xn_stored_household put = household_of("gone", 4);
    memcpy(put.id, id, sizeof id);
    put.version = 3;
    refused(store, xn_change_household_update(store, &put, err), XN_NOT_FOUND, "");
    change(store, xn_change_household_add(store, &put, again, err)); /* the reference is free again */
    assert_string_not_equal(id, again);
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM xenia.household_keys WHERE household = '%s'", id);
    assert_string_equal(psql(database, sql), "0");
}

/* A change of one household under a key, whose answer is kept. */
static void begin_under(struct xn_store *store, const char *key)
{
    const struct xn_change request = {
        .city = "demo", .actor = "anna", .role = "coordinator", .key = key, .method = "POST", .path = "/"};
    struct xn_kept_answer *kept = NULL;
    expect_ok(xn_change_begin(store, &request, &kept, err));
    assert_null(kept);
}
static void commit_answer(struct xn_store *store)
{
    expect_ok(xn_change_commit(store, 200, "1", "what it was", 11, err));
}

/* What was kept of its changes goes with it, but for the erasing itself; other households' stays. */
static void test_kept_answers_are_erased(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    const struct xn_stored_household put = household_of("kept", 4), other = household_of("kept too", 2);
    char id[XN_ID_SIZE], other_id[XN_ID_SIZE], offer[XN_ID_SIZE];
    static const char count[] = "SELECT string_agg(key, ' ' ORDER BY key) FROM xenia.write_keys WHERE key "
                                "LIKE 'erase-%' AND sealed_answer IS NOT NULL";
    add_dwelling(database, "kept");
    begin_under(store, "erase-1-add");
    expect_ok(xn_change_household_add(store, &put, id, err));
    commit_answer(store);
    begin_under(store, "erase-2-other");
    expect_ok(xn_change_household_add(store, &other, other_id, err));
    commit_answer(store);
    begin_under(store, "erase-3-draft");
    expect_ok(xn_change_offer_draft(store, id, "kept", best, offer, err));
    commit_answer(store);
    begin_under(store, "erase-4-make");
    expect_ok(xn_change_offer_make(store, offer, 1, 7, XN_NO_DATE, err));
    commit_answer(store);
    begin_under(store, "erase-5-leave");
    expect_ok(xn_change_household_leave(store, id, 1, "OTHER", XN_NO_DATE, err));
    commit_answer(store);
    assert_string_equal(psql(database, count),
                        "erase-1-add erase-2-other erase-3-draft erase-4-make erase-5-leave");
    begin_under(store, "erase-6-erase");
    expect_ok(xn_change_household_erase(store, id, 2, err));
    commit_answer(store);
    assert_string_equal(psql(database, count), "erase-2-other erase-6-erase");
}

/* --- lists
 * --------------------------------------------------------------------------------------------------- */

static void test_the_same_list_twice(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    struct xn_stored_household list[] = {household_of("I1", 2), household_of("I2", 3), household_of("I3", 4)};
    struct xn_import_report report = {0};
    change(store, xn_change_households_import(store, list, 3, &report, err));
    assert_int_equal(report.inserted, 3);
    const char *count = "SELECT count(*) FROM audit.entries";
    const int before = atoi(psql(database, count));
    change(store, xn_change_households_import(store, list, 3, &report, err));
    assert_int_equal(report.unchanged, 3);
    assert_int_equal(report.inserted + report.changed + report.withdrawn, 0);
    assert_int_equal(atoi(psql(database, count)), before);
    list[1].needs.size = 5;
    list[2].reference = "I4";
    change(store, xn_change_households_import(store, list, 3, &report, err));
    assert_int_equal(report.unchanged, 1);
    assert_int_equal(report.changed, 1);
    assert_int_equal(report.inserted, 1);
    list[0].needs.size = 6;
    list[2].reference = "";
    begin(store); /* all or nothing */
    expect_failure(xn_change_households_import(store, list, 3, &report, err), XN_INPUT,
                   "household 3 (''): the reference is missing");
    xn_change_rollback(store);
    struct xn_stored_households *got = NULL;
    expect_ok(xn_store_household(store, "demo", "I1", &got, err));
    assert_int_equal(got->household[0].needs.size, 2);
    xn_stored_households_free(got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip_and_changes),
        cmocka_unit_test(test_the_queue),
        cmocka_unit_test(test_leaving_withdraws_the_offer),
        cmocka_unit_test(test_nothing_can_be_read_in_the_database),
        cmocka_unit_test(test_another_master_key),
        cmocka_unit_test(test_erased),
        cmocka_unit_test(test_kept_answers_are_erased),
        cmocka_unit_test(test_the_same_list_twice),
    };
    return cmocka_run_group_tests(tests, set_up_desk, tear_down_database);
}
