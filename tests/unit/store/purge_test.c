/* What is past its term goes, and nothing else; the ledger of the past stays; the same when the office
 * erases. */
#include "desk.h"
#include "xenia/retention.h"

static const struct xn_identity keeper = {.role = "keeper", .city = "demo"};

static struct xn_purge_report purge(struct xn_store *store, bool dry_run)
{
    struct xn_purge_report report;
    expect_ok(xn_store_act_as(store, &keeper, err));
    expect_ok(xn_store_purge(store, "demo", "purge", dry_run, &report, err));
    expect_ok(xn_store_act_as(store, &(struct xn_identity){0}, err));
    return report;
}

static void assert_nothing(struct xn_purge_report report)
{
    assert_int_equal(report.n_households + report.n_offers + report.n_dwellings + report.n_recommendations,
                     0);
    assert_int_equal(report.n_sessions + report.n_tries + report.n_keys + report.n_frozen, 0);
}

/* --- an office -------------------------------------------------------------------------------------------
 */

static void add(struct xn_store *store, const char *reference, int persons, char ret[XN_ID_SIZE])
{
    const struct xn_stored_household household = household_of(reference, persons);
    change(store, xn_change_household_add(store, &household, ret, err));
}

static void offer(struct xn_store *store, const char *household, const char *dwelling, xn_date on,
                  char ret[XN_ID_SIZE])
{
    change(store, xn_change_offer_draft(store, household, dwelling, best, ret, err));
    change(store, xn_change_offer_make(store, ret, 1, 14, on, err));
}

/* Offered, accepted, agreed and moved in on one day. */
static void place(struct xn_store *store, const char *household, const char *dwelling, xn_date on)
{
    char offered[XN_ID_SIZE], placement[XN_ID_SIZE];
    offer(store, household, dwelling, on, offered);
    change(store, xn_change_offer_accept(store, offered, 2, on, err));
    change(store, xn_change_placement_agree(store, offered, 3, best, on, placement, err));
    change(store, xn_change_placement_move_in(store, placement, 1, on, err));
}

static int64_t version_of(struct xn_store *store, const char *household)
{
    struct xn_stored_households *got = NULL;
    expect_ok(xn_store_household(store, "demo", household, &got, err));
    const int64_t version = got->household[0].version;
    xn_stored_households_free(got);
    return version;
}

static bool is_erased(struct xn_store *store, const char *household)
{
    struct xn_stored_households *got = NULL;
    expect_ok(xn_store_household(store, "demo", household, &got, err));
    const bool erased = got->household[0].erased;
    xn_stored_households_free(got);
    return erased;
}

static void log_list(struct xn_store *store, const char *household, const char *first)
{
    change(store,
           xn_change_recommendation_log(store, household, "snapshot", 0, "DIGEST-OF-NEEDS", 9, first, err));
}

struct figures {
    size_t moves, mixed, offers, accepted, refused, arrived;
    double persons;
};
static struct figures figures_of(struct xn_store *store)
{
    struct xn_ledger_records *records = NULL;
    struct xn_ledger *ledger = NULL;
    struct figures figures = {0};
    expect_ok(xn_store_ledger(store, "demo", &records, err));
    const xn_quarter quarter = xn_quarter_of(xn_date_of(2004, 2, 1));
    expect_ok(xn_ledger_compute(records, quarter, quarter, &ledger, err));
    figures.moves = xn_by_class_sum(ledger->quarter[0].moves.by_class);
    figures.mixed = ledger->quarter[0].moves.by_class.of[XN_MIXED];
    figures.offers = ledger->offers_made;
    figures.accepted = ledger->accepted;
    figures.refused = ledger->refused;
    figures.arrived = ledger->quarter[0].households_arrived;
    figures.persons = ledger->quarter[0].persons_arrived;
    xn_ledger_free(ledger);
    xn_ledger_records_free(records);
    return figures;
}

/* --- tests -----------------------------------------------------------------------------------------------
 */

static void test_the_terms(void **state)
{
    const struct database *database = *state;
    struct xn_retention_rules *rules = NULL;
    expect_ok(xn_store_retention(database->store, &rules, err));
    assert_int_equal(rules->count, 12);
    assert_string_equal(rules->rule[0].id, "contract");
    assert_string_equal(rules->rule[1].id, "households");
    assert_int_equal(rules->rule[1].months, 12);
    assert_int_equal(rules->rule[4].months, 24);
    assert_int_equal(rules->rule[7].days, 2);
    assert_int_equal(rules->rule[5].hours, 12);
    assert_true(rules->rule[9].for_good && !rules->rule[8].months && !rules->rule[0].for_good);
    xn_retention_rules_free(rules);
}

static void test_purge(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    const xn_date then = xn_date_of(2004, 3, 1);
    char placed[XN_ID_SIZE], fresh[XN_ID_SIZE], left[XN_ID_SIZE], contested[XN_ID_SIZE], waiting[XN_ID_SIZE],
        refused[XN_ID_SIZE], objection[XN_ID_SIZE];
    assert_nothing(purge(store, false));
    static const char *const dwelling[] = {"then", "now", "twice"};
    for (size_t i = 0; i < 3; i++)
        add_dwelling(database, dwelling[i]);
    add(store, "P-1", 4, placed);
    add(store, "P-2", 3, fresh);
    add(store, "P-3", 7, left);
    add(store, "P-4", 2, contested);
    add(store, "P-5", 5, waiting);
    place(store, placed, "then", then);
    place(store, fresh, "now", XN_NO_DATE);
    change(store, xn_change_household_leave(store, left, 1, "OTHER", then, err));
    offer(store, waiting, "twice", then, refused);
    change(store, xn_change_offer_refuse(store, refused, 2, "PLACE", "MARKER-NOTE", then, err));
    change(store, xn_change_objection_raise(store, contested, NULL, "MARKER-TEXT", "{}", 2, 14, then,
                                            objection, err));
    change(store, xn_change_household_leave(store, contested, 1, "OTHER", then, err));
    log_list(store, placed, "then");
    log_list(store, placed, "twice");
    log_list(store, waiting, "twice");
    log_list(store, fresh, "now");
    psql_do(database, "UPDATE xenia.recommendations SET shown_at = '2004-03-01' WHERE first_id <> 'now'");
    const struct figures before = figures_of(store);
    assert_int_equal(before.moves, 1);
    assert_int_equal(before.offers, 2);

    const struct xn_purge_report dry = purge(store, true);
    assert_false(is_erased(store, placed));
    const struct xn_purge_report report = purge(store, false);
    assert_memory_equal(&dry, &report, sizeof report);
    assert_int_equal(report.n_households, 2); /* who moved in then, who left then */
    assert_int_equal(report.n_frozen, 1);
    assert_int_equal(report.n_offers, 1);    /* the refused one; the accepted one went with its household */
    assert_int_equal(report.n_dwellings, 0); /* the one that was moved into is let still */
    assert_int_equal(report.n_recommendations, 3);
    assert_true(is_erased(store, placed) && is_erased(store, left));
    assert_false(is_erased(store, fresh) || is_erased(store, contested) || is_erased(store, waiting));

    const struct figures after = figures_of(store);
    assert_memory_equal(&before, &after, sizeof before);
    assert_string_equal(psql(database, "SELECT state FROM xenia.dwellings WHERE id = 'then'"), "let");
    assert_string_equal(psql(database, "SELECT count(*) || ' ' || count(DISTINCT pseudonym) || ' ' || "
                                       "max(request_digest) FROM xenia.recommendations WHERE pseudonym IS "
                                       "NOT NULL AND household IS NULL AND first_id IS NULL"),
                        "3 2 ");
    assert_string_equal(psql(database, "SELECT DISTINCT actor || ' ' || role FROM audit.entries WHERE action "
                                       "= 'delete' AND table_name IN ('placements', 'decisions')"),
                        "purge keeper");

    const struct xn_purge_report again = purge(store, false);
    assert_int_equal(again.n_frozen, 1);
    assert_int_equal(again.n_households + again.n_offers + again.n_dwellings + again.n_recommendations, 0);
    change_by(store, "bert",
              xn_change_objection_decide(store, objection, 1, XN_OBJECTION_UPHELD, "MARKER-OUTCOME",
                                         XN_NO_DATE, err));
    psql_do(database,
            "UPDATE xenia.households SET sealed = 'x' WHERE erased_at IS NULL AND left_on IS NOT NULL");
    const struct xn_purge_report last = purge(store, false);
    assert_int_equal(last.n_households, 1);
    assert_int_equal(last.n_unreadable, 1); /* what cannot be read goes all the same */
    assert_nothing(purge(store, false));
}

/* On request, by the office: as thorough as the purge. */
static void test_erased_on_request(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    char household[XN_ID_SIZE], sql[2048];
    add_dwelling(database, "home");
    add(store, "R-1", 4, household);
    place(store, household, "home", XN_NO_DATE);
    log_list(store, household, "home");
    change(store, xn_change_household_erase(store, household, version_of(store, household), err));
    snprintf(sql, sizeof sql,
             "SELECT (SELECT count(*) FROM xenia.household_keys WHERE household = h) + "
             "(SELECT count(*) FROM xenia.placements WHERE household = h) + "
             "(SELECT count(*) FROM xenia.household_offers WHERE household = h) + "
             "(SELECT count(*) FROM xenia.decisions WHERE household = h) + "
             "(SELECT count(*) FROM xenia.recommendations WHERE household = h AND (request_digest <> '' OR "
             "first_id IS NOT NULL)) FROM (SELECT '%s'::uuid AS h) AS one",
             household);
    assert_string_equal(psql(database, sql), "0");
    snprintf(sql, sizeof sql, "SELECT persons || ' ' || arrived_on FROM xenia.households WHERE id = '%s'",
             household);
    assert_string_equal(psql(database, sql), "4 2004-01-01");
    assert_string_equal(psql(database, "SELECT persons || ' ' || class || ' ' || corporation FROM "
                                       "xenia.past_placements WHERE moved_in > '2020-01-01'"),
                        "4 mixed Wohn");
}

static void assert_stands(const struct database *database, const char *dwelling, const char *wanted)
{
    char sql[256];
    snprintf(
        sql, sizeof sql,
        "SELECT held.state || CASE WHEN held.state <> should.state THEN ', not ' || should.state ELSE '' END "
        "FROM xenia.dwellings AS held JOIN xenia.dwelling_states AS should USING (city, id) WHERE id = '%s'",
        dwelling);
    assert_string_equal(psql(database, sql), wanted);
}

/* Who is erased goes on living there: a feed that still lists the dwelling does not put it on offer again,
 * until it has been taken off and listed anew. */
static void test_the_dwelling_stays_let(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    char household[XN_ID_SIZE];
    add_dwelling(database, "listed");
    add(store, "L-1", 4, household);
    place(store, household, "listed", XN_NO_DATE);
    change(store, xn_change_household_erase(store, household, version_of(store, household), err));
    assert_stands(database, "listed", "let");
    psql_do(database,
            "UPDATE xenia.offers SET rent_gross_eur = 500, withdrawn_at = NULL WHERE id = 'listed'");
    assert_stands(database, "listed", "let");
    psql_do(database, "UPDATE xenia.offers SET withdrawn_at = now() WHERE id = 'listed'");
    assert_stands(database, "listed", "withdrawn");
    psql_do(database, "UPDATE xenia.offers SET withdrawn_at = NULL WHERE id = 'listed'");
    assert_stands(database, "listed", "available");
}

/* What nobody lists again: typed in by hand, or withdrawn when it was let. */
static void test_the_dwelling_is_withdrawn(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    static const char *const dwelling[] = {"by hand", "taken off"};
    for (size_t i = 0; i < 2; i++) {
        char household[XN_ID_SIZE], sql[256];
        add_dwelling(database, dwelling[i]);
        snprintf(sql, sizeof sql, "W-%zu", i);
        add(store, sql, 4, household);
        place(store, household, dwelling[i], XN_NO_DATE);
        snprintf(sql, sizeof sql, "UPDATE xenia.offers SET %s WHERE id = '%s'",
                 i ? "withdrawn_at = now()" : "source = 'desk'", dwelling[i]);
        psql_do(database, sql);
        assert_stands(database, dwelling[i], "let");
        change(store, xn_change_household_erase(store, household, version_of(store, household), err));
        assert_stands(database, dwelling[i], "withdrawn");
    }
    assert_string_equal(psql(database,
                             "SELECT count(*) FROM xenia.offers WHERE id = 'by hand' AND withdrawn_at AT "
                             "TIME ZONE 'UTC' = date_trunc('quarter', now() AT TIME ZONE 'UTC')"),
                        "1");
}

/* The log keeps digests for good: with the row goes a random number that nobody can guess, so nobody can
 * guess the row until its digest fits. */
static void test_digests_of_what_is_gone_say_nothing(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    static const char *const table[] = {"decisions", "household_offers", "placements", "recommendations"};
    char household[XN_ID_SIZE], sql[1024];
    add_dwelling(database, "digested");
    add(store, "D-1", 4, household);
    place(store, household, "digested", XN_NO_DATE);
    log_list(store, household, "digested");
    psql_do(database, "CREATE TABLE public.salts (salt uuid)");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        snprintf(sql, sizeof sql, "INSERT INTO public.salts SELECT salt FROM xenia.%s WHERE household = '%s'",
                 table[i], household);
        psql_do(database, sql);
    }
    assert_string_equal(psql(database, "SELECT count(DISTINCT salt) FROM public.salts"),
                        "5"); /* two decisions */
    change(store, xn_change_household_erase(store, household, version_of(store, household), err));
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        snprintf(sql, sizeof sql, "SELECT count(*) FROM xenia.%s JOIN public.salts USING (salt)", table[i]);
        assert_string_equal(psql(database, sql), "0");
    }
}

static void test_what_is_kept_cannot_be_changed(void **state)
{
    const struct database *database = *state;
    static const char *const statement[] = {
        "DELETE FROM xenia.decisions", "UPDATE xenia.decisions SET rank = 2",
        "DELETE FROM xenia.past_placements", "UPDATE xenia.past_offers SET state = 'refused'"};
    for (size_t i = 0; i < sizeof statement / sizeof *statement; i++)
        if (!strstr(psql(database, statement[i]), "immutable"))
            fail_msg("'%s' is not refused", statement[i]);
}

static void test_the_master_key_is_needed(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = open_store(database, 0);
    struct xn_purge_report report = {.n_households = 77};
    expect_ok(xn_store_act_as(store, &keeper, err));
    expect_failure(xn_store_purge(store, "demo", "purge", false, &report, err), XN_ARGUMENT, "master key");
    assert_int_equal(report.n_households, 77);
    xn_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_terms),
        cmocka_unit_test(test_purge),
        cmocka_unit_test(test_erased_on_request),
        cmocka_unit_test(test_the_dwelling_stays_let),
        cmocka_unit_test(test_the_dwelling_is_withdrawn),
        cmocka_unit_test(test_digests_of_what_is_gone_say_nothing),
        cmocka_unit_test(test_what_is_kept_cannot_be_changed),
        cmocka_unit_test(test_the_master_key_is_needed),
    };
    return cmocka_run_group_tests(tests, set_up_desk, tear_down_database);
}
