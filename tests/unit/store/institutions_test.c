/* The directory of institutions: replaced as a whole, found however people write. */
#include "database.h"
#include "xenia/directory.h"

static struct xn_institution institution(const char *id, const char *name, const char *address)
{
    return (struct xn_institution){.id = id,
                                   .name = name,
                                   .kind = "school",
                                   .address = address,
                                   .lon = 7.6,
                                   .lat = 51.9,
                                   .age_from = -1,
                                   .age_to = -1};
}

static enum xn_status import(const struct database *database, struct xn_institution *institution,
                             size_t count, bool dry_run, struct xn_import_report *ret, struct xn_error *err)
{
    const struct xn_institutions list = {.count = count, .institution = institution, .source = "i.csv"};
    return xn_store_import_institutions(database->store, "demo", &list, dry_run, ret, err);
}

static int empty_directory(void **state)
{
    psql_do(*state, "DELETE FROM xenia.institutions");
    return 0;
}

/* The ids that are found, one behind the other. */
static const char *found(const struct database *database, const char *words, const char *kind)
{
    static char ids[512];
    struct xn_institutions *list = NULL;
    expect_ok(xn_store_find_institutions(database->store, "demo", words, kind, &list, err));
    ids[0] = '\0';
    for (size_t i = 0; i < list->count; i++)
        snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s%s", i ? " " : "", list->institution[i].id);
    xn_institutions_free(list);
    return ids;
}

static void expect_report(const struct xn_import_report *report, size_t inserted, size_t changed,
                          size_t unchanged, size_t withdrawn)
{
    assert_int_equal(report->inserted, inserted);
    assert_int_equal(report->changed, changed);
    assert_int_equal(report->unchanged, unchanged);
    assert_int_equal(report->withdrawn, withdrawn);
}

static void test_replaced_as_a_whole(void **state)
{
    struct xn_institution put[] = {institution("A", "Schule A", "Weg 1"), institution("B", "Schule B", ""),
                                   institution("C", "Schule C", "")};
    struct xn_import_report report = {0};
    expect_ok(import(*state, put, 3, true, &report, err));
    expect_report(&report, 3, 0, 0, 0);
    assert_string_equal(found(*state, "", NULL), "");
    expect_ok(import(*state, put, 3, false, &report, err));
    expect_ok(import(*state, put, 3, false, &report, err));
    expect_report(&report, 0, 0, 3, 0);
    put[1].age_from = 6;
    expect_ok(import(*state, put, 2, false, &report, err));
    expect_report(&report, 0, 1, 1, 1);
    assert_string_equal(found(*state, "", NULL), "A B");
}

static void test_every_field_comes_back(void **state)
{
    struct xn_institution put = {.id = "A'\\\t\"x\"",
                                 .name = "Übung \\N {b}",
                                 .kind = "advice",
                                 .address = "Straße 1\\",
                                 .lon = 7.6261347,
                                 .lat = 0.1 + 51.9,
                                 .age_from = 0,
                                 .age_to = 120};
    struct xn_import_report report = {0};
    struct xn_institutions *list = NULL;
    expect_ok(import(*state, &put, 1, false, &report, err));
    expect_ok(xn_store_find_institutions(((struct database *)*state)->store, "demo", "übung", "advice", &list,
                                         err));
    assert_int_equal(list->count, 1);
    const struct xn_institution *got = &list->institution[0];
    assert_string_equal(got->id, put.id);
    assert_string_equal(got->name, put.name);
    assert_string_equal(got->kind, put.kind);
    assert_string_equal(got->address, put.address);
    assert_true(got->lon == put.lon && got->lat == put.lat);
    assert_int_equal(got->age_from, 0);
    assert_int_equal(got->age_to, 120);
    xn_institutions_free(list);
}

static void test_found_however_it_is_written(void **state)
{
    static const char *const asked[] = {
        "münster",        "Munster",        "MUENSTER", "MÜNSTER", "mu\u0308nster", "  Münster ",
        "schule münster", "Münster-Schule", "straße",   "STRASSE", "strasse münst", "школа",
        "ШКОЛА",          "Łódź",           "lodz",     "cafe",    "CAFÉ"};
    struct xn_institution put[] = {institution("A", "Schule Münster, Школа, Łódź, Café", "Lange Straße 5"),
                                   institution("B", "Other", "")};
    struct xn_import_report report = {0};
    expect_ok(import(*state, put, 2, false, &report, err));
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        if (strcmp(found(*state, asked[i], NULL), "A") != 0)
            fail_msg("'%s' is not found", asked[i]);
    assert_string_equal(found(*state, "münster other", NULL), "");
    assert_string_equal(found(*state, "%", NULL), found(*state, "", NULL));
    assert_string_equal(found(*state, "x'; DROP TABLE xenia.institutions; --", NULL), "");
    assert_string_equal(found(*state, "schule", "club"), "");
}

static void test_best_first(void **state)
{
    struct xn_institution put[] = {
        institution("address", "Aaa", "Tulpenweg 1"), institution("inside", "Bbbtulpen", ""),
        institution("word", "Ccc Tulpen", ""), institution("name", "Tulpenhof", "")};
    struct xn_import_report report = {0};
    expect_ok(import(*state, put, 4, false, &report, err));
    assert_string_equal(found(*state, "tulpen", NULL), "name word inside address");
}

static void test_at_most_so_many(void **state)
{
    struct xn_institution put[30];
    char id[30][8];
    struct xn_import_report report = {0};
    struct xn_institutions *list = NULL;
    for (int i = 0; i < 30; i++) {
        snprintf(id[i], sizeof id[i], "I%02d", i);
        put[i] = institution(id[i], "Same", "");
    }
    expect_ok(import(*state, put, 30, false, &report, err));
    expect_ok(
        xn_store_find_institutions(((struct database *)*state)->store, "demo", "same", NULL, &list, err));
    assert_int_equal(list->count, XN_INSTITUTIONS_FOUND_MAX);
    assert_string_equal(list->institution[0].id, "I00");
    xn_institutions_free(list);
}

static void test_a_bad_row_changes_nothing(void **state)
{
    struct xn_institution put[] = {institution("A", "Schule A", ""), institution("B", "Schule B", "")};
    struct xn_import_report report = {0};
    expect_ok(import(*state, put, 1, false, &report, err));
    put[0].name = "Changed";
    put[1].lat = 95;
    put[1].line = 7;
    expect_failure(import(*state, put, 2, false, &report, err), XN_INPUT, "i.csv, line 7, institution 'B'");
    put[1] = institution("A", "Twice", "");
    expect_failure(import(*state, put, 2, false, &report, err), XN_INPUT, "institution 'A'");
    assert_string_equal(found(*state, "changed", NULL), "");
    assert_string_equal(found(*state, "schule", NULL), "A");
}

static void test_of_its_city_and_in_the_log(void **state)
{
    struct xn_institution put = institution("A", "Schule A", "");
    struct xn_import_report report = {0};
    struct xn_institutions *list = NULL;
    struct database *database = *state;
    expect_ok(import(database, &put, 1, false, &report, err));
    const struct xn_identity elsewhere = {.role = "coordinator", .city = "real", .actor = "anna"};
    expect_ok(xn_store_act_as(database->store, &elsewhere, err));
    expect_ok(xn_store_find_institutions(database->store, "demo", "", NULL, &list, err));
    assert_int_equal(list->count, 0);
    xn_institutions_free(list);
    const struct xn_identity nobody = {.role = "coordinator", .city = "demo", .actor = "anna"};
    expect_ok(xn_store_act_as(database->store, &nobody, err));
    expect_failure(import(database, &put, 1, false, &report, err), XN_DATABASE, "");
    const struct xn_identity corporation = {.role = "corporation", .city = "demo", .corporation = "Wohn"};
    expect_ok(xn_store_act_as(database->store, &corporation, err));
    expect_failure(xn_store_find_institutions(database->store, "demo", "", NULL, &list, err), XN_DATABASE,
                   "");
    expect_ok(xn_store_act_as(database->store, NULL, err));
    assert_string_equal(psql(database,
                             "SELECT action FROM audit.entries WHERE table_name = 'institutions' AND "
                             "row_id = 'A' ORDER BY id DESC LIMIT 1"),
                        "insert");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_replaced_as_a_whole, empty_directory),
        cmocka_unit_test_setup(test_every_field_comes_back, empty_directory),
        cmocka_unit_test_setup(test_found_however_it_is_written, empty_directory),
        cmocka_unit_test_setup(test_best_first, empty_directory),
        cmocka_unit_test_setup(test_at_most_so_many, empty_directory),
        cmocka_unit_test_setup(test_a_bad_row_changes_nothing, empty_directory),
        cmocka_unit_test_setup(test_of_its_city_and_in_the_log, empty_directory),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
