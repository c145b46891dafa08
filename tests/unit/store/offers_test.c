/* Offers in and out: nothing lost on the way, the same feed changes nothing, a bad row changes nothing. */
#include "database.h"
#include <math.h>
#include "xenia/lifecycle.h"
#include <signal.h>
#include <sys/wait.h>

static struct xn_dwelling unknown_dwelling(const char *id, uint32_t line)
{
    struct xn_dwelling dwelling = xn_dwelling_unknown(line);
    dwelling.id = id;
    return dwelling;
}

static struct xn_dwelling full_dwelling(const char *id, uint32_t line)
{
    return (struct xn_dwelling){.id = id,
                                .corporation = "Wohn\tund \\N Stadtbau",
                                .address = "Straße \"1\"\nHinterhaus, 'links'\r{a}",
                                .postcode = "48143",
                                .city = "Münster",
                                .district = "Düesberg",
                                .kind = "flat",
                                .is_dwelling = XN_YES,
                                .lon = 7.6261347,
                                .lat = 0.1 + 51.9,
                                .rent_net_eur = 514.36,
                                .rent_gross_eur = 1.0 / 3,
                                .rooms = 3.5,
                                .area_m2 = 0,
                                .min_household = 1,
                                .max_household = 5,
                                .max_income_eur = 42436,
                                .min_age = 55,
                                .step_free = XN_NO,
                                .lift = XN_YES,
                                .floor = -1,
                                .entitlement = "WBS",
                                .published = xn_date_of(2021, 2, 1),
                                .closes = xn_date_of(2021, 2, 28),
                                .available = xn_date_of(2020, 2, 29),
                                .on_offer_elsewhere = true,
                                .unreadable = "rent_gross;closes",
                                .line = line};
}

static enum xn_status import(const struct database *database, struct xn_dwelling *dwelling, size_t count,
                             bool dry_run, struct xn_import_report *ret, struct xn_error *err)
{
    const struct xn_offers offers = {.count = count, .dwelling = dwelling, .source = "feed.csv"};
    return xn_store_import_offers(database->store, "demo", &offers, "feed", dry_run, ret, err);
}

static void expect_report(const struct xn_import_report *report, size_t inserted, size_t changed,
                          size_t unchanged, size_t withdrawn)
{
    assert_int_equal(report->inserted, inserted);
    assert_int_equal(report->changed, changed);
    assert_int_equal(report->unchanged, unchanged);
    assert_int_equal(report->withdrawn, withdrawn);
}

static struct xn_offers *read_offers(const struct database *database, char as_of[XN_STORE_TIME_SIZE])
{
    struct xn_offers *offers = NULL;
    expect_ok(xn_store_offers(database->store, "demo", &offers, as_of, err));
    return offers;
}

static int empty_offers(void **state)
{
    psql_do(*state, "DELETE FROM xenia.offers");
    return 0;
}

static void expect_same_number(double a, double b)
{
    assert_memory_equal(&a, &b, sizeof a);
}

static void expect_same_texts(const struct xn_dwelling *a, const struct xn_dwelling *b)
{
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->corporation, b->corporation);
    assert_string_equal(a->address, b->address);
    assert_string_equal(a->postcode, b->postcode);
    assert_string_equal(a->city, b->city);
    assert_string_equal(a->district, b->district);
    assert_string_equal(a->kind, b->kind);
    assert_string_equal(a->entitlement, b->entitlement);
    assert_string_equal(a->unreadable, b->unreadable);
}

static void test_every_field_comes_back(void **state)
{
    struct xn_dwelling put[] = {full_dwelling("B", 2), unknown_dwelling("A", 3)};
    struct xn_import_report report = {0};
    expect_ok(import(*state, put, 2, false, &report, err));
    char as_of[XN_STORE_TIME_SIZE];
    struct xn_offers *got = read_offers(*state, as_of);
    assert_int_equal(got->count, 2);
    const struct xn_dwelling *full = &got->dwelling[1], *unknown = &got->dwelling[0]; /* by id */
    expect_same_texts(full, &put[0]);
    expect_same_texts(unknown, &put[1]);
    expect_same_number(full->lon, put[0].lon);
    expect_same_number(full->lat, put[0].lat);
    expect_same_number(full->rent_net_eur, put[0].rent_net_eur);
    expect_same_number(full->rent_gross_eur, put[0].rent_gross_eur);
    expect_same_number(full->rooms, put[0].rooms);
    expect_same_number(full->area_m2, put[0].area_m2);
    expect_same_number(full->min_household, put[0].min_household);
    expect_same_number(full->max_household, put[0].max_household);
    expect_same_number(full->max_income_eur, put[0].max_income_eur);
    expect_same_number(full->min_age, put[0].min_age);
    expect_same_number(full->floor, put[0].floor);
    assert_int_equal(full->is_dwelling, XN_YES);
    assert_int_equal(full->step_free, XN_NO);
    assert_int_equal(full->lift, XN_YES);
    assert_int_equal(full->published, put[0].published);
    assert_int_equal(full->closes, put[0].closes);
    assert_int_equal(full->available, put[0].available);
    assert_true(full->on_offer_elsewhere);
    assert_true(isnan(unknown->lon) && isnan(unknown->rooms) && isnan(unknown->min_age) &&
                isnan(unknown->floor));
    assert_int_equal(unknown->is_dwelling, XN_UNKNOWN);
    assert_int_equal(unknown->step_free, XN_UNKNOWN);
    assert_int_equal(unknown->available, XN_NO_DATE);
    assert_false(unknown->on_offer_elsewhere);
    assert_int_equal(strlen(as_of), strlen("2021-02-01T10:00:00.123456Z"));
    xn_offers_free(got);
}

static void test_same_feed_changes_nothing(void **state)
{
    struct xn_dwelling put[] = {full_dwelling("A", 2), unknown_dwelling("B", 3)};
    struct xn_import_report report = {0};
    expect_ok(import(*state, put, 2, false, &report, err));
    expect_report(&report, 2, 0, 0, 0);
    char first[XN_STORE_TIME_SIZE], second[XN_STORE_TIME_SIZE];
    xn_offers_free(read_offers(*state, first));
    expect_ok(import(*state, put, 2, false, &report, err));
    expect_report(&report, 0, 0, 2, 0);
    xn_offers_free(read_offers(*state, second));
    assert_string_equal(first, second);
}

static void test_changes_withdrawals_and_returns(void **state)
{
    struct xn_dwelling put[] = {full_dwelling("A", 2), full_dwelling("B", 3), full_dwelling("C", 4)};
    struct xn_import_report report = {0};
    char as_of[XN_STORE_TIME_SIZE];
    expect_ok(import(*state, put, 3, false, &report, err));
    put[0].rent_net_eur = NAN; /* from known to unknown is a change */
    expect_ok(import(*state, put, 2, false, &report, err));
    expect_report(&report, 0, 1, 1, 1);
    struct xn_offers *got = read_offers(*state, as_of);
    assert_int_equal(got->count, 2);
    assert_true(isnan(got->dwelling[0].rent_net_eur));
    xn_offers_free(got);
    assert_string_equal(psql(*state, "SELECT id FROM xenia.offers WHERE withdrawn_at IS NOT NULL"), "C");
    expect_ok(import(*state, put, 3, false, &report, err));
    expect_report(&report, 0, 1, 2, 0); /* C is back */
    expect_ok(import(*state, put, 0, false, &report, err));
    expect_report(&report, 0, 0, 0, 3);
    got = read_offers(*state, as_of);
    assert_int_equal(got->count, 0);
    xn_offers_free(got);
}

static void test_a_partial_feed_withdraws_what_it_names(void **state)
{
    const struct database *database = *state;
    struct xn_dwelling put[] = {full_dwelling("A", 2), full_dwelling("B", 3), full_dwelling("C", 4)};
    struct xn_import_report report = {0};
    expect_ok(import(database, put, 3, false, &report, err));
    psql_do(database, "INSERT INTO xenia.offers (city, id) VALUES ('demo', 'other \\\"source')");
    const char *gone[] = {"B", "other \"source", "never there"};
    const struct xn_offers offers = {
        .count = 1, .dwelling = put, .partial = true, .n_withdrawn = 3, .withdrawn = gone};
    for (int round = 0; round < 2; round++) {
        expect_ok(xn_store_import_offers(database->store, "demo", &offers, "feed", false, &report, err));
        expect_report(&report, 0, 0, 1, round == 0);
        assert_string_equal(psql(database,
                                 "SELECT string_agg(id, ' ') FROM xenia.offers WHERE withdrawn_at IS NOT "
                                 "NULL"),
                            "B");
    }
    psql_do(database, "DELETE FROM xenia.offers");
}

static void test_dry_run_reports_and_leaves_all(void **state)
{
    struct xn_dwelling put[] = {full_dwelling("A", 2), full_dwelling("B", 3)};
    struct xn_import_report report = {0};
    expect_ok(import(*state, put, 1, false, &report, err));
    put[1].lon = 8;
    expect_ok(import(*state, &put[1], 1, true, &report, err));
    expect_report(&report, 1, 0, 0, 1);
    assert_string_equal(
        psql(*state, "SELECT string_agg(id, ' ') FROM xenia.offers WHERE withdrawn_at IS NULL"), "A");
    expect_failure(import(*state, (struct xn_dwelling[]){full_dwelling("", 9)}, 1, true, &report, err),
                   XN_INPUT, "line 9");
}

static void expect_refused(void **state, struct xn_dwelling *put, size_t count, const char *part)
{
    struct xn_import_report report = {.inserted = 77};
    expect_failure(import(*state, put, count, false, &report, err), XN_INPUT, part);
    assert_int_equal(report.inserted, 77);
    assert_string_equal(psql(*state, "SELECT string_agg(id, ' ') FROM xenia.offers"), "KEPT");
}

static void test_a_bad_row_changes_nothing(void **state)
{
    struct xn_import_report report = {0};
    expect_ok(import(*state, (struct xn_dwelling[]){full_dwelling("KEPT", 2)}, 1, false, &report, err));
    struct xn_dwelling put[] = {full_dwelling("A", 2), full_dwelling("B", 3), full_dwelling("C", 7)};
    put[2].rent_net_eur = -514.36;
    expect_refused(state, put, 3, "feed.csv, line 7, offer 'C', column rent_net_eur: found -514.36");
    expect_refused(state, put, 3, "the rule \"rent_net_eur: 0 to 1000000, or unknown\" is broken");
    put[2] = full_dwelling("C", 7);
    put[2].rooms = INFINITY;
    expect_refused(state, put, 3, "line 7, offer 'C', column rooms");
    put[2] = full_dwelling("C", 7);
    put[2].lat = NAN;
    expect_refused(state, put, 3, "lon and lat: both given or both unknown");
    put[2] = full_dwelling("C", 7);
    put[2].address = "Stra\xdf"
                     "e 1";
    expect_refused(state, put, 3, "line 7, offer 'C'");
    put[2] = full_dwelling("A", 7);
    expect_refused(state, put, 3, "line 7, offer 'A': it is there already");
}

static void test_unknown_city(void **state)
{
    const struct database *database = *state;
    struct xn_dwelling put[] = {full_dwelling("A", 2)};
    const struct xn_offers offers = {.count = 1, .dwelling = put};
    struct xn_import_report report = {0};
    expect_failure(xn_store_import_offers(database->store, "atlantis", &offers, "feed", false, &report, err),
                   XN_NOT_FOUND, "city: a city in xenia.cities");
}

static void test_other_sources_are_left_alone(void **state)
{
    const struct database *database = *state;
    struct xn_dwelling put[] = {full_dwelling("A", 2)};
    struct xn_import_report report = {0};
    psql_do(database, "INSERT INTO xenia.offers (city, id) VALUES ('demo', 'by hand')");
    expect_ok(import(database, put, 1, false, &report, err));
    expect_report(&report, 1, 0, 0, 0);
    put[0].id = "by hand";
    expect_failure(import(database, put, 1, false, &report, err), XN_CONFLICT, "from source 'sql'");
}

/* The SQL contract: what offer_writer inserts is an offer; and it may do nothing else. */
static void test_offer_writer(void **state)
{
    const struct database *database = *state;
    char before[XN_STORE_TIME_SIZE], after[XN_STORE_TIME_SIZE];
    psql_do(database, "INSERT INTO xenia.offers (city, id) VALUES ('demo', 'A')");
    xn_offers_free(read_offers(database, before));
    assert_string_equal(
        psql_as(database, "offer_writer",
                "INSERT INTO xenia.offers (city, id, rent_gross_eur, rooms, lon, lat, changed_at) "
                "VALUES ('demo', 'B', 612.5, 4, 7.6, 51.9, '1999-01-01')"),
        "");
    struct xn_offers *got = read_offers(database, after);
    assert_int_equal(got->count, 2);
    assert_string_equal(got->dwelling[1].id, "B");
    expect_same_number(got->dwelling[1].rent_gross_eur, 612.5);
    assert_true(strcmp(after, before) > 0);
    xn_offers_free(got);
    assert_string_equal(
        psql_as(database, "offer_writer", "UPDATE xenia.offers SET withdrawn_at = now() WHERE id = 'B'"), "");
    got = read_offers(database, after);
    assert_int_equal(got->count, 1);
    xn_offers_free(got);
    static const char *const forbidden[] = {
        "DELETE FROM xenia.offers", "SELECT * FROM xenia.tokens", "SELECT * FROM xenia.cities",
        "UPDATE xenia.published SET snapshot = 'x'", "CREATE TABLE xenia.mine (a int)"};
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        if (!strstr(psql_as(database, "offer_writer", forbidden[i]), "permission denied"))
            fail_msg("offer_writer may: %s", forbidden[i]);
    }
}

/* A program that is killed at any moment of an import leaves all of it or nothing. */
static void test_killed_importer(void **state)
{
    enum { COUNT = 5000, KILLS = 12 };
    const struct database *database = *state;
    static struct xn_dwelling put[COUNT];
    static char id[COUNT][16];
    for (uint32_t i = 0; i < COUNT; i++) {
        snprintf(id[i], sizeof id[i], "offer-%06u", (unsigned)i);
        put[i] = full_dwelling(id[i], i + 2);
    }
    for (unsigned round = 0; round < KILLS; round++) {
        const pid_t child = fork();
        if (child == 0) {
            const struct database own = {.dsn = database->dsn, .store = open_store(database, 0)};
            struct xn_import_report report = {0};
            _exit(import(&own, put, COUNT, false, &report, NULL) == XN_OK ? 0 : 1);
        }
        usleep(round * 25000);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, NULL, 0), child);
        const char *count = psql(database, "SELECT count(*) FROM xenia.offers");
        if (strcmp(count, "0") != 0)
            assert_string_equal(count, "5000");
        psql_do(database, "DELETE FROM xenia.offers");
    }
}

static void test_fifty_thousand(void **state)
{
    enum { COUNT = 50000 };
    struct xn_dwelling *put = calloc(COUNT, sizeof *put);
    char(*id)[16] = calloc(COUNT, sizeof *id);
    for (uint32_t i = 0; i < COUNT; i++) {
        snprintf(id[i], sizeof id[i], "offer-%06u", (unsigned)i);
        put[i] = full_dwelling(id[i], i + 2);
    }
    struct xn_import_report report = {0};
    const long start = clock_ms();
    expect_ok(import(*state, put, COUNT, false, &report, err));
    expect_report(&report, COUNT, 0, 0, 0);
    const long inserted = clock_ms();
    put[COUNT / 2].rooms = 2;
    expect_ok(import(*state, put, COUNT - 1, false, &report, err));
    expect_report(&report, 0, 1, COUNT - 2, 1);
    const long again = clock_ms();
    char as_of[XN_STORE_TIME_SIZE];
    struct xn_offers *got = read_offers(*state, as_of);
    assert_int_equal(got->count, COUNT - 1);
    printf("%d offers: first import %ld ms, again %ld ms, read %ld ms\n", COUNT, inserted - start,
           again - inserted, clock_ms() - again);
    put[COUNT - 2].rooms = -1;
    expect_failure(import(*state, put, COUNT, false, &report, err), XN_INPUT,
                   "line 50000, offer 'offer-049998'");
    xn_offers_free(got);
    free(put);
    free(id);
}

/* A feed that somebody hands over: in that name, of that corporation, as role importer. */
static enum xn_status bring(struct xn_store *store, struct xn_dwelling *dwelling, size_t count,
                            const char *corporation, bool stays, struct xn_import_report *ret,
                            struct xn_error *err)
{
    const struct xn_offers offers = {.count = count, .dwelling = dwelling, .source = "feed.csv"};
    const struct xn_identity importer = {
        .role = "importer", .city = "demo", .actor = "anna", .corporation = corporation};
    const struct xn_change change = {.city = "demo", .actor = "anna", .role = "corporation"};
    XN_TRY(xn_store_act_as(store, &importer, err));
    XN_TRY(xn_change_begin(store, &change, NULL, err));
    const enum xn_status status = xn_change_offers_import(store, &offers, "feed", corporation, ret, err);
    if (status == XN_OK && stays)
        return xn_change_commit(store, 200, NULL, NULL, 0, err);
    xn_change_rollback(store);
    return status;
}

static void test_brought_by_somebody(void **state)
{
    struct database *database = *state;
    struct xn_dwelling own[] = {unknown_dwelling("A", 2), unknown_dwelling("B", 3)};
    struct xn_dwelling other = unknown_dwelling("C", 2);
    struct xn_import_report report = {0};
    own[0].corporation = own[1].corporation = "Wohn";
    other.corporation = "Bau";
    expect_ok(bring(database->store, own, 2, "Wohn", false, &report, err));
    expect_report(&report, 2, 0, 0, 0);
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.offers"), "0");
    expect_ok(bring(database->store, own, 2, "Wohn", true, &report, err));
    expect_ok(bring(database->store, &other, 1, NULL, true, &report, err)); /* withdraws what it has not */
    expect_report(&report, 1, 0, 0, 2);
    expect_ok(bring(database->store, own, 1, "Wohn", true, &report, err));
    expect_report(&report, 0, 1, 0, 0); /* back again; the other corporation's stays */
    other.corporation = "Wohn";
    expect_failure(bring(database->store, &other, 1, "Wohn", true, &report, err), XN_CONFLICT,
                   "feed.csv, line 2: offer 'C' is already there, and not of 'Wohn'");
    assert_string_equal(psql(database, "SELECT string_agg(id, ' ' ORDER BY id) FROM xenia.offers WHERE "
                                       "withdrawn_at IS NULL"),
                        "A C");
    assert_string_equal(psql(database, "SELECT DISTINCT actor || ' ' || role FROM audit.entries WHERE "
                                       "table_name = 'dwellings' AND row_id = 'C'"),
                        "anna corporation");
    expect_ok(xn_store_act_as(database->store, NULL, err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_every_field_comes_back, empty_offers),
        cmocka_unit_test_setup(test_brought_by_somebody, empty_offers),
        cmocka_unit_test_setup(test_same_feed_changes_nothing, empty_offers),
        cmocka_unit_test_setup(test_changes_withdrawals_and_returns, empty_offers),
        cmocka_unit_test_setup(test_a_partial_feed_withdraws_what_it_names, empty_offers),
        cmocka_unit_test_setup(test_dry_run_reports_and_leaves_all, empty_offers),
        cmocka_unit_test_setup(test_a_bad_row_changes_nothing, empty_offers),
        cmocka_unit_test_setup(test_unknown_city, empty_offers),
        cmocka_unit_test_setup(test_other_sources_are_left_alone, empty_offers),
        cmocka_unit_test_setup(test_offer_writer, empty_offers),
        cmocka_unit_test_setup(test_killed_importer, empty_offers),
        cmocka_unit_test_setup(test_fifty_thousand, empty_offers),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
