/* In whose name: the login of the daemon, each call of the store as the role that uses it, and what the
 * others are refused. */
#include "desk.h"
#include <math.h>
#include "xenia/audit.h"

struct office {
    struct database *database;
    char *app_dsn;
    struct xn_store *store; /* as xenia_app */
};

static int set_up_office(void **state)
{
    void *desk = NULL;
    if (set_up_desk(&desk) != 0)
        return -1;
    struct office *office = calloc(1, sizeof *office);
    office->database = desk;
    expect_ok(xn_private_cluster_app_dsn(office->database->folder, &office->app_dsn, err));
    const struct xn_store_settings settings = {.dsn = office->app_dsn};
    expect_ok(xn_store_open(&settings, &office->store, err));
    xn_store_set_master_key(office->store, &desk_master);
    *state = office;
    return 0;
}

static int tear_down_office(void **state)
{
    struct office *office = *state;
    void *desk = office->database;
    xn_store_close(office->store);
    xn_free(office->app_dsn);
    free(office);
    return tear_down_database(&desk);
}

static struct xn_store *as(const struct office *office, const char *role, const char *actor)
{
    const struct xn_identity identity = {.role = role, .city = "demo", .actor = actor, .corporation = "Wohn"};
    expect_ok(xn_store_act_as(office->store, &identity, err));
    return office->store;
}

static size_t count_households(struct xn_store *store)
{
    struct xn_stored_households *got = NULL;
    expect_ok(xn_store_households(store, "demo", true, &got, err));
    const size_t count = got->count;
    xn_stored_households_free(got);
    return count;
}

/* --- the login ------------------------------------------------------------------------------------------ */

static void test_the_login_may_do_nothing_by_itself(void **state)
{
    const struct office *office = *state;
    bool superuser = true;
    struct xn_stored_cities *cities = NULL;
    struct xn_offers *offers = NULL;
    char as_of[XN_STORE_TIME_SIZE];
    expect_ok(xn_store_login_is_superuser(office->store, &superuser, err));
    assert_false(superuser);
    expect_ok(xn_store_login_is_superuser(office->database->store, &superuser, err));
    assert_true(superuser);
    expect_ok(xn_store_check_schema(office->store, err));
    expect_failure(xn_store_cities(office->store, NULL, &cities, err), XN_DATABASE, "permission denied");
    expect_failure(xn_store_offers(office->store, "demo", &offers, as_of, err), XN_DATABASE,
                   "permission denied");
    size_t applied = 7;
    expect_ok(xn_store_migrate(office->store, &applied, err)); /* there is nothing to do, so it may */
    assert_int_equal(applied, 0);
}

static void test_who_it_can_be(void **state)
{
    const struct office *office = *state;
    char long_name[512];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    expect_failure(xn_store_act_as(office->store, &(struct xn_identity){.role = "owner"}, err), XN_ARGUMENT,
                   "no role 'owner'");
    expect_failure(xn_store_act_as(office->store, &(struct xn_identity){.actor = long_name}, err),
                   XN_ARGUMENT, "511 bytes");
    struct xn_store *store = as(office, "coordinator", "anna");
    begin(store);
    expect_failure(xn_store_act_as(store, NULL, err), XN_ARGUMENT, "a change is open");
    xn_change_rollback(store);
    psql_do(office->database, "REVOKE xenia_auditor FROM xenia_app");
    struct xn_audit_entries *entries = NULL;
    expect_failure(xn_store_audit(as(office, "auditor", "otto"), "demo", 0, 1, &entries, err), XN_DATABASE,
                   "may not take the role xenia_auditor");
    expect_ok(
        xn_store_migrate(office->database->store, NULL, err)); /* gives it back: the roles come every time */
    expect_ok(xn_store_audit(store, "demo", 0, 1, &entries, err));
    xn_audit_entries_free(entries);
}

/* Roles, cities and cases stay what they are over reconnections, transactions taken back, and the lock. */
static void test_it_lasts(void **state)
{
    const struct office *office = *state;
    struct xn_store *store = as(office, "refresher", NULL);
    struct xn_stored_households *households = NULL;
    struct xn_store_notification heard;
    expect_ok(xn_store_listen(store, err));
    psql_do(office->database, "DO 'BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity "
                              "WHERE usename = ''xenia_app''; END'");
    expect_ok(xn_store_wait(store, 2000, &heard, err));
    assert_int_equal(heard.event, XN_EVENT_RECONNECTED);
    expect_failure(xn_store_households(store, "demo", true, &households, err), XN_DATABASE,
                   "permission denied");
    expect_ok(xn_store_try_lock(store, "demo", err));
    expect_ok(xn_store_act_as(store, &(struct xn_identity){.role = "steward", .city = "demo"}, err));
    expect_ok(xn_store_unlock(store, err));
    add_dwelling(office->database, "heard");
    expect_ok(xn_store_wait(store, 2000, &heard, err));
    assert_int_equal(heard.event, XN_EVENT_OFFERS);
}

/* --- each call as who uses it
 * ------------------------------------------------------------------------------- */

static void put_counts(struct xn_store *store)
{
    static const char csv[] = "ID,TOTAL\nb,12\na,35\n";
    static const char *const column[] = {"TOTAL"};
    struct xn_table *table = NULL;
    expect_ok(xn_csv_parse(csv, strlen(csv), "counts.csv", NULL, &table, NULL, err));
    const struct xn_counts_source source = {.level = "block",
                                            .table = table,
                                            .key = "ID",
                                            .column = column,
                                            .n_columns = 1,
                                            .as_of = XN_NO_DATE,
                                            .source = "counts.csv"};
    expect_ok(xn_store_put_counts(store, "demo", &source, err));
    expect_ok(xn_store_put_counts(store, "demo", &source, err)); /* in place of itself */
    xn_table_free(table);
}

static void import_offers(struct xn_store *store)
{
    struct xn_dwelling dwelling[] = {{.id = "A", .corporation = "Wohn", .lon = 7, .lat = 52},
                                     {.id = "B", .corporation = "Bau", .lon = 7, .lat = 52}};
    const struct xn_offers offers = {.count = 2, .dwelling = dwelling};
    struct xn_import_report report = {0};
    expect_ok(xn_store_import_offers(store, "demo", &offers, "feed", false, &report, err));
    assert_int_equal(report.inserted, 2);
    expect_ok(xn_store_import_offers(store, "demo", &offers, "feed", false, &report, err));
    assert_int_equal(report.unchanged, 2);
}

static void import_placements(struct xn_store *store)
{
    struct xn_placement placement = {
        .date = xn_date_of(2004, 3, 9), .persons = 4, .lon = NAN, .lat = NAN, .unit_id = "a"};
    const struct xn_placements placements = {.count = 1, .placement = &placement};
    struct xn_import_report report = {0};
    struct xn_placements *got = NULL;
    expect_ok(xn_store_import_placements(store, "demo", &placements, false, &report, err));
    assert_int_equal(report.inserted, 1);
    expect_ok(xn_store_placements(store, "demo", &got, err));
    assert_int_equal(got->count, 1);
    xn_placements_free(got);
}

static void add_override(struct xn_store *store)
{
    struct xn_override override = {.class_ = XN_MIXED,
                                   .level = "block",
                                   .unit_id = "a",
                                   .reason = "r",
                                   .signed_by = "S",
                                   .signed_on = xn_date_of(2005, 1, 10),
                                   .valid_until = xn_date_of(2005, 12, 31)};
    const struct xn_overrides overrides = {.count = 1, .override = &override, .digest = "d"};
    size_t n_added = 0;
    expect_ok(xn_store_add_overrides(store, "demo", &overrides, "o.csv", &n_added, err));
    assert_int_equal(n_added, 1);
}

static void test_steward(void **state)
{
    const struct office *office = *state;
    static const char policy[] = "policy = programme-load\nversion = 7\n\n[classes]\nmonths = 12\n";
    struct xn_store *store = as(office, "steward", "sam");
    const struct xn_stored_city demo = {
        .id = "demo", .title = "Demo", .definition = "d", .demonstration = true};
    const struct xn_stored_city fresh = {.id = "fresh", .title = "Fresh", .definition = "d"};
    struct xn_stored_policies *policies = NULL;
    struct xn_stored_households *households = NULL;
    int64_t id = 0;
    expect_ok(xn_store_put_policy(store, policy, strlen(policy), "p.ini", &id, err));
    expect_ok(xn_store_policies(store, &policies, err));
    xn_stored_policies_free(policies);
    expect_ok(xn_store_put_city(store, &demo, err));
    expect_ok(xn_store_put_city(store, &fresh, err));
    put_counts(store);
    import_offers(store);
    import_placements(store);
    add_override(store);
    const struct xn_change change = {
        .city = "demo", .actor = "sam", .role = "steward", .key = "k1", .method = "PUT", .path = "/"};
    struct xn_kept_answer *kept = NULL;
    expect_ok(xn_change_begin(store, &change, &kept, err));
    expect_ok(xn_change_commitment(store, "Wohn", "2004Q1", 5, err));
    expect_ok(xn_change_commit(store, 200, NULL, "{}", 2, err));
    expect_ok(xn_change_begin(store, &change, &kept, err));
    assert_non_null(kept);
    xn_kept_answer_free(kept);
    expect_failure(xn_store_households(store, "demo", true, &households, err), XN_DATABASE,
                   "permission denied");
}

static void publish(struct xn_store *store)
{
    struct xn_snapshot_unit unit = {
        .unit_id = "a", .name = "A", .persons = 35, .classified = {.rule = XN_RULE_LOAD, .value = NAN}};
    struct xn_snapshot_index index = {
        .index_id = "theil_h", .form = XN_MULTIGROUP, .parameters = "{}", .value = 0.5};
    const struct xn_snapshot snapshot = {.id = "s1",
                                         .city = "demo",
                                         .city_fingerprint = "c",
                                         .counts_fingerprint = "c",
                                         .as_of = xn_date_of(2021, 2, 1),
                                         .report = "{}",
                                         .n_levels = 1,
                                         .level = {{.name = "block", .n_units = 1, .unit = &unit}},
                                         .n_indices = 1,
                                         .index = &index};
    expect_ok(xn_store_publish(store, &snapshot, err));
}

static void read_published(struct xn_store *store)
{
    struct xn_snapshot *got = NULL;
    expect_ok(xn_store_published(store, "demo", &got, err));
    assert_int_equal(got->level[0].n_units, 1);
    assert_int_equal(got->n_indices, 1);
    xn_snapshot_free(got);
}

static void test_refresher(void **state)
{
    const struct office *office = *state;
    struct xn_store *store = as(office, "refresher", "xeniad");
    struct xn_stored_cities *cities = NULL;
    struct xn_table *counts = NULL;
    struct xn_overrides *overrides = NULL;
    struct xn_offers *offers = NULL;
    struct xn_placements *placements = NULL;
    struct xn_policy policy;
    char as_of[XN_STORE_TIME_SIZE], published[XN_DIGEST_HEX];
    size_t expired = 0, available = 0;
    expect_ok(xn_store_cities(store, NULL, &cities, err));
    assert_int_equal(cities->count, 3);
    expect_ok(xn_store_try_lock(store, "demo", err));
    expect_ok(xn_store_counts_table(store, "demo", "block", &counts, err));
    expect_ok(xn_store_overrides(store, "demo", &overrides, err));
    expect_ok(xn_store_offers(store, "demo", &offers, as_of, err));
    expect_ok(xn_store_placements(store, "demo", &placements, err));
    expect_ok(xn_store_policy(store, 1, &policy, err));
    publish(store);
    read_published(store);
    expect_ok(xn_store_published_id(store, "demo", published, err));
    assert_string_equal(published, "s1");
    expect_ok(xn_store_unlock(store, err));
    psql_do(office->database,
            "INSERT INTO xenia.offers (city, id, published) VALUES ('demo', 'soon', current_date + 1)");
    psql_do(office->database, "UPDATE xenia.write_keys SET taken_at = now() - interval '3 days'");
    begin_as(store, "demo", "xeniad");
    expect_ok(xn_change_pass_time(store, xn_date_of(2999, 1, 1), &expired, &available, err));
    assert_int_equal(available, 1);
    commit(store);
    assert_string_equal(psql(office->database, "SELECT count(*) FROM xenia.write_keys"), "0");
    xn_stored_cities_free(cities);
    xn_table_free(counts);
    xn_overrides_free(overrides);
    xn_offers_free(offers);
    xn_placements_free(placements);
}

/* A year of one household at the desk. */
static void test_coordinator(void **state)
{
    const struct office *office = *state;
    struct xn_store *store = as(office, "coordinator", "anna");
    char household[XN_ID_SIZE], offer[XN_ID_SIZE], placement[XN_ID_SIZE], dwelling[XN_ID_SIZE],
        id[XN_ID_SIZE];
    struct xn_stored_household new_ = household_of("I1", 4);
    struct xn_stored_placements *placements = NULL;
    struct xn_offers *offers = NULL;
    struct xn_placements *counted = NULL;
    char as_of[XN_STORE_TIME_SIZE];
    new_.coordinator = "anna";
    change(store, xn_change_household_add(store, &new_, household, err));
    memcpy(new_.id, household, sizeof household);
    new_.version = 1;
    change(store, xn_change_household_update(store, &new_, err));
    const struct xn_dwelling by_hand = {.id = "", .corporation = "Wohn", .lon = 7, .lat = 52, .rooms = 3};
    change(store, xn_change_dwelling_add(store, &by_hand, dwelling, err));
    change(store, xn_change_dwelling_withdraw(store, dwelling, 1, true, err));
    change(store, xn_change_dwelling_withdraw(store, dwelling, 2, false, err));
    change(store, xn_change_recommendation_log(store, household, "s1", 0, "digest", 9, "A", err));
    change(store, xn_change_offer_draft(store, household, "A", best, offer, err));
    change(store, xn_change_offer_withdraw(store, offer, 1, XN_NO_DATE, err));
    change(store, xn_change_offer_draft(store, household, "A", best, offer, err));
    change(store, xn_change_offer_make(store, offer, 1, 7, XN_NO_DATE, err));
    change(store, xn_change_offer_refuse(store, offer, 2, "PLACE", "too far", XN_NO_DATE, err));
    change(store, xn_change_offer_draft(store, household, dwelling, best, offer, err));
    change(store, xn_change_offer_make(store, offer, 1, 7, XN_NO_DATE, err));
    change(store, xn_change_offer_accept(store, offer, 2, XN_NO_DATE, err));
    change(store, xn_change_placement_agree(store, offer, 3, best, XN_NO_DATE, placement, err));
    change(store, xn_change_placement_move_in(store, placement, 1, XN_NO_DATE, err));
    change(store, xn_change_placement_end(store, placement, 2, "moved on", XN_NO_DATE, err));
    change(store, xn_change_objection_raise(store, household, NULL, "why", "{}", 2, 42, XN_NO_DATE, id, err));
    change(store, xn_change_objection_decide(store, id, 1, XN_OBJECTION_WITHDRAWN, NULL, XN_NO_DATE, err));
    expect_ok(xn_store_placements_made(store, "demo", NULL, &placements, err));
    assert_int_equal(placements->count, 1);
    assert_string_equal(placements->placement[0].end_reason, "moved on");
    expect_ok(xn_store_offers(store, "demo", &offers, as_of, err));
    expect_ok(xn_store_placements(store, "demo", &counted, err));
    read_published(store);
    const int64_t version = get_household(store, household).version;
    change(store, xn_change_household_leave(store, household, version, "OTHER", XN_NO_DATE, err));
    change(store, xn_change_household_erase(store, household, version + 1, err));
    assert_true(get_household(store, household).erased);
    xn_stored_placements_free(placements);
    xn_offers_free(offers);
    xn_placements_free(counted);
    struct xn_table *counts = NULL;
    expect_failure(xn_store_counts_table(store, "demo", "block", &counts, err), XN_DATABASE,
                   "permission denied");
}

static void test_other_roles(void **state)
{
    const struct office *office = *state;
    struct xn_ledger_records *records = NULL;
    struct xn_audit_entries *entries = NULL;
    struct xn_stored_dwellings *dwellings = NULL;
    char id[XN_ID_SIZE];
    expect_ok(xn_store_ledger(as(office, "ledger", NULL), "demo", &records, err));
    assert_true(records->n_households > 0 && records->n_publications > 0);
    xn_arena_free(records->arena);
    expect_ok(xn_store_dwellings(office->store, "demo", NULL, &dwellings, err)); /* whose classes it counts */
    xn_stored_dwellings_free(dwellings);
    dwellings = NULL;
    expect_failure(xn_store_ledger(as(office, "working_group", "w"), "demo", &records, err), XN_DATABASE,
                   "permission denied");
    expect_ok(xn_store_audit(as(office, "auditor", "otto"), "demo", 0, 5, &entries, err));
    assert_int_equal(entries->count, 5);
    xn_audit_entries_free(entries);
    struct xn_store *store = as(office, "corporation", "wohn");
    expect_ok(xn_store_dwellings(store, "demo", NULL, &dwellings, err));
    assert_true(dwellings->count > 0);
    for (size_t i = 0; i < dwellings->count; i++)
        assert_string_equal(dwellings->dwelling[i].data->corporation, "Wohn");
    xn_stored_dwellings_free(dwellings);
    const struct xn_dwelling own = {.id = "W1", .corporation = "Wohn", .lon = 7, .lat = 52};
    const struct xn_dwelling other = {.id = "W2", .corporation = "Bau", .lon = 7, .lat = 52};
    change_by(store, "wohn", xn_change_dwelling_add(store, &own, id, err));
    change_by(store, "wohn", xn_change_dwelling_withdraw(store, "W1", 1, true, err));
    refused_by(store, "wohn", xn_change_dwelling_add(store, &other, id, err), XN_DATABASE, "");
    refused_by(store, "wohn", xn_change_dwelling_withdraw(store, "B", 1, true, err), XN_NOT_FOUND, "");
}

/* --- whose case it is
 * ------------------------------------------------------------------------------------------ */

static void test_cases_change_hands(void **state)
{
    const struct office *office = *state;
    struct xn_stored_household hers = household_of("H1", 3), queue = household_of("H2", 3);
    struct xn_stored_households *got = NULL;
    char of_anna[XN_ID_SIZE], of_nobody[XN_ID_SIZE], objection[XN_ID_SIZE];
    struct xn_store *store = as(office, "coordinator", "anna");
    const size_t before = count_households(store);
    hers.coordinator = "anna";
    change(store, xn_change_household_add(store, &hers, of_anna, err));
    change(store, xn_change_household_add(store, &queue, of_nobody, err));
    assert_int_equal(count_households(store), before + 2);
    store = as(office, "coordinator", "bea");
    const size_t of_bea = count_households(store);
    expect_failure(xn_store_household(store, "demo", of_anna, &got, err), XN_NOT_FOUND, "no household");
    refused_by(store, "bea", xn_change_household_hand_over(store, of_anna, 1, "bea", err), XN_NOT_FOUND, "");
    refused_by(store, "bea", xn_change_household_hand_over(store, of_nobody, 7, "bea", err), XN_CONFLICT,
               "stale");
    change_by(store, "bea", xn_change_household_hand_over(store, of_nobody, 1, "bea", err));
    expect_ok(xn_store_household(store, "demo", of_nobody, &got, err));
    assert_string_equal(got->household[0].coordinator, "bea");
    xn_stored_households_free(got);
    refused_by(store, "bea", xn_change_household_hand_over(store, of_nobody, 2, "anna", err), XN_NOT_FOUND,
               "");
    psql_do(office->database,
            "INSERT INTO xenia.users (id, role, password_hash) VALUES ('anna', 'coordinator', "
            "chr(36) || 'argon2id' || chr(36))");
    change_by(store, "bea", xn_change_household_hand_over(store, of_nobody, 2, "anna", err));
    assert_int_equal(count_households(store), of_bea - 1);
    store = as(office, "coordinator", "anna");
    change(store,
           xn_change_objection_raise(store, of_anna, NULL, "why", "{}", 2, 42, XN_NO_DATE, objection, err));
    store = as(office, "coordinator", "bea");
    refused_by(store, "bea", xn_change_household_hand_over(store, of_anna, 1, "bea", err), XN_CONFLICT,
               "not_yours");
    change_by(
        store, "bea",
        xn_change_objection_decide(store, objection, 1, XN_OBJECTION_REJECTED, "because", XN_NO_DATE, err));
    expect_failure(xn_store_household(store, "demo", of_anna, &got, err), XN_NOT_FOUND, "no household");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_login_may_do_nothing_by_itself),
        cmocka_unit_test(test_who_it_can_be),
        cmocka_unit_test(test_it_lasts),
        cmocka_unit_test(test_steward),
        cmocka_unit_test(test_refresher),
        cmocka_unit_test(test_coordinator),
        cmocka_unit_test(test_other_roles),
        cmocka_unit_test(test_cases_change_hands),
    };
    return cmocka_run_group_tests(tests, set_up_office, tear_down_office);
}
