/* Objections freeze a list until a second person has decided; and the records of the ledger. */
#include "desk.h"

static const char ranking[] = "{\"ranked\":[\"A\",\"B\"]}\n";

static void raise(struct xn_store *store, const char *household, const char *offer, char ret[XN_ID_SIZE])
{
    change_by(store, "clerk",
              xn_change_objection_raise(store, household, offer, "too far from the school", ranking,
                                        strlen(ranking), 42, xn_date_of(2004, 3, 1), ret, err));
}

static void test_frozen_until_decided(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    char household[XN_ID_SIZE], offer[XN_ID_SIZE], objection[XN_ID_SIZE], other[XN_ID_SIZE];
    struct xn_stored_objections *got = NULL;
    size_t expired = 0, available = 0;
    add_household(store, "O1", household);
    add_dwelling(database, "o1");
    change(store, xn_change_offer_draft(store, household, "o1", best, offer, err));
    change(store, xn_change_offer_make(store, offer, 1, 7, xn_date_of(2004, 2, 27), err));
    refused(
        store,
        xn_change_objection_raise(store, household, household, "x", "", 0, 42, XN_NO_DATE, objection, err),
        XN_NOT_FOUND, "");
    refused(store,
            xn_change_objection_raise(store, household, offer, "", "", 0, 42, XN_NO_DATE, objection, err),
            XN_INPUT, "");
    raise(store, household, offer, objection);
    assert_true(get_household(store, household).frozen);
    refused(store, xn_change_objection_raise(store, household, NULL, "x", "", 0, 42, XN_NO_DATE, other, err),
            XN_CONFLICT, "frozen");

    expect_ok(xn_store_objections(store, "demo", NULL, household, true, &got, err));
    assert_int_equal(got->count, 1);
    assert_string_equal(got->objection[0].text, "too far from the school");
    assert_string_equal(got->objection[0].against, "anna");
    assert_string_equal(got->objection[0].raised_by, "clerk");
    assert_int_equal(got->objection[0].deadline, xn_date_of(2004, 4, 12));
    assert_true(got->objection[0].overdue);
    assert_int_equal(got->objection[0].ranking_length, strlen(ranking));
    assert_memory_equal(got->objection[0].ranking, ranking, strlen(ranking));
    xn_stored_objections_free(got);

    change(store, xn_change_pass_time(store, xn_date_of(2004, 3, 20), &expired, &available, err));
    assert_int_equal(expired, 0); /* its term stands still */
    change(store, xn_change_offer_withdraw(store, offer, 2, xn_date_of(2004, 3, 20), err));
    refused(store, xn_change_offer_draft(store, household, "o1", best, other, err), XN_CONFLICT, "frozen");

    static const char *const same_person[] = {"anna", "clerk"};
    for (size_t i = 0; i < 2; i++)
        refused_by(store, same_person[i],
                   xn_change_objection_decide(store, objection, 1, XN_OBJECTION_REJECTED, "no",
                                              xn_date_of(2004, 3, 21), err),
                   XN_CONFLICT, "second_person");
    refused_by(store, "bert",
               xn_change_objection_decide(store, objection, 1, XN_OBJECTION_UPHELD, "", XN_NO_DATE, err),
               XN_INPUT, "");
    refused_by(store, "bert",
               xn_change_objection_decide(store, objection, 2, XN_OBJECTION_UPHELD, "yes", XN_NO_DATE, err),
               XN_CONFLICT, "stale");
    change_by(store, "bert",
              xn_change_objection_decide(store, objection, 1, XN_OBJECTION_UPHELD, "yes",
                                         xn_date_of(2004, 3, 21), err));
    refused_by(store, "bert",
               xn_change_objection_decide(store, objection, 2, XN_OBJECTION_UPHELD, "yes", XN_NO_DATE, err),
               XN_CONFLICT, "state");
    assert_false(get_household(store, household).frozen);
    expect_ok(xn_store_objections(store, "demo", objection, NULL, false, &got, err));
    assert_string_equal(got->objection[0].outcome, "yes");
    assert_string_equal(got->objection[0].decided_by, "bert");
    assert_false(got->objection[0].overdue);
    xn_stored_objections_free(got);
    change(store, xn_change_offer_draft(store, household, "o1", best, other, err));
}

/* A term that an objection stopped runs on afterwards. */
static void test_the_term_runs_on(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    char household[XN_ID_SIZE], offer[XN_ID_SIZE], objection[XN_ID_SIZE];
    add_household(store, "O2", household);
    add_dwelling(database, "o2");
    change(store, xn_change_offer_draft(store, household, "o2", best, offer, err));
    change(store, xn_change_offer_make(store, offer, 1, 7, xn_date_of(2004, 2, 27), err));
    raise(store, household, offer, objection);
    change(store, xn_change_objection_decide(store, objection, 1, XN_OBJECTION_WITHDRAWN, NULL,
                                             xn_date_of(2004, 3, 11), err)); /* by anybody */
    assert_string_equal(get_offer(store, offer).expires_at, "2004-03-15T00:00:00.000000Z");
    change(store, xn_change_offer_accept(store, offer, 3, xn_date_of(2004, 3, 15), err));
}

static size_t count_outcome(const struct xn_ledger_records *records, enum xn_ledger_outcome outcome)
{
    size_t count = 0;
    for (size_t i = 0; i < records->n_offers; i++)
        count += records->offer[i].outcome == outcome;
    return count;
}

static void test_the_records_of_the_ledger(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    struct xn_ledger_records *got = NULL;
    change(store, xn_change_commitment(store, "Wohn", "2004Q1", 5, err));
    change(store, xn_change_commitment(store, "Wohn", "2004Q2", 7, err));
    change(store, xn_change_commitment(store, "Wohn", "2004Q1", 6, err));
    change(store, xn_change_commitment(store, "Wohn", "2004Q2", 0, err));
    change(store, xn_change_recommendation_log(store, NULL, "snapshot", 0, "digest", 9, "A", err));
    expect_ok(xn_store_ledger(store, "demo", &got, err));
    assert_int_equal(got->n_commitments, 1);
    assert_int_equal(got->commitment[0].promised, 6);
    assert_int_equal(got->n_offers, 3);
    assert_int_equal(count_outcome(got, XN_LEDGER_WITHDRAWN) + count_outcome(got, XN_LEDGER_ACCEPTED), 2);
    assert_int_equal(count_outcome(got, XN_LEDGER_ACCEPTED), 1);
    assert_string_equal(got->offer[0].dwelling.corporation, "Wohn");
    assert_int_equal(got->n_households, 2);
    assert_true(got->household[0].persons == 4 && got->household[0].waiting);
    assert_int_equal(got->n_publications, 2);
    assert_int_equal(got->n_objections, 2);
    assert_true(got->objection[0].upheld != got->objection[1].upheld);
    assert_int_equal(got->n_placements, 0);
    xn_arena_free(got->arena);
    struct xn_store *without_key = open_store(database, 0);
    expect_ok(xn_store_ledger(without_key, "demo", &got, err));
    assert_true(isnan(got->household[0].persons));
    xn_arena_free(got->arena);
    xn_store_close(without_key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frozen_until_decided),
        cmocka_unit_test(test_the_term_runs_on),
        cmocka_unit_test(test_the_records_of_the_ledger),
    };
    return cmocka_run_group_tests(tests, set_up_desk, tear_down_database);
}
