/* Publications: added once a quarter or meeting, never changed, read as the bytes they are. */
#include "database.h"
#include "xenia/publication.h"

static const struct xn_snapshot snapshot = {.id = "s1",
                                            .city = "demo",
                                            .city_fingerprint = "c",
                                            .counts_fingerprint = "n",
                                            .as_of = 12843,
                                            .report = "{}",
                                            .n_levels = 1,
                                            .level = {{.name = "district"}}};

static struct xn_publication publication(const char *period, const char *meeting)
{
    return (struct xn_publication){.city = "demo",
                                   .period = period,
                                   .meeting = meeting,
                                   .made_on = 12843,
                                   .snapshot = "s1",
                                   .areas = "a",
                                   .policy = {.name = "p", .version = "1"}};
}

static bool add(const struct database *database, const char *period, const char *meeting,
                const char *document)
{
    const struct xn_publication one = publication(period, meeting);
    bool added = false;
    XN_AUTO(xn_publication_sources_free) struct xn_publication_sources *known = NULL;
    expect_ok(xn_store_publication_sources(database->store, "demo", &known, err));
    expect_ok(xn_store_add_publication(database->store, &one, document, "{}", known->count, &added, err));
    return added;
}

static void test_one_a_quarter_and_one_a_meeting(void **state)
{
    const struct database *database = *state;
    char id[XN_DIGEST_HEX], wanted[XN_DIGEST_HEX];
    expect_ok(xn_store_newest_publication(database->store, "demo", id, err));
    assert_string_equal(id, "");
    expect_ok(xn_store_publish(database->store, &snapshot, err));
    assert_true(add(database, "2005Q1", NULL, "{\"n\":1}"));
    assert_false(add(database, "2005Q1", NULL, "{\"n\":2}"));
    assert_true(add(database, "2005-03-07", "Xenia", "{\"n\":\"\xC3\xBC\"}"));
    assert_false(add(database, "2005-03-07", "Xenia", "{\"n\":4}"));
    assert_true(add(database, "2005-05-07", "Xenia", "{\"n\":5}"));
    expect_ok(xn_store_newest_publication(database->store, "demo", id, err));
    xn_digest_of("{\"n\":5}", 7, wanted);
    assert_string_equal(id, wanted);
    expect_ok(xn_store_find_publication(database->store, "demo", "2005Q1", NULL, id, err));
    xn_digest_of("{\"n\":1}", 7, wanted);
    assert_string_equal(id, wanted);
    expect_ok(xn_store_find_publication(database->store, "demo", "2005Q2", NULL, id, err));
    assert_string_equal(id, "");
}

/* Who was controlled without knowing of another publication is not added. */
static void test_two_at_once(void **state)
{
    const struct database *database = *state;
    const struct xn_publication one = publication("2011Q4", NULL);
    bool added = false;
    XN_AUTO(xn_publication_sources_free) struct xn_publication_sources *known = NULL;
    expect_ok(xn_store_publication_sources(database->store, "demo", &known, err));
    assert_true(add(database, "2011Q3", NULL, "{\"of\":\"somebody else\"}"));
    expect_failure(
        xn_store_add_publication(database->store, &one, "{\"of\":\"mine\"}", "{}", known->count, &added, err),
        XN_CONFLICT, "another publication was made at the same time");
    assert_false(added);
}

static void test_they_are_listed_and_read_as_they_are(void **state)
{
    const struct database *database = *state;
    XN_AUTO(xn_stored_publications_free) struct xn_stored_publications *list = NULL;
    XN_AUTO_BUF document = XN_BUF_INIT;
    expect_ok(xn_store_publications(database->store, "demo", &list, err));
    assert_int_equal(list->count, 3);
    assert_string_equal(list->publication[0].period, "2005-05-07");
    assert_string_equal(list->publication[1].meeting, "Xenia");
    assert_null(list->publication[2].meeting);
    assert_int_equal(list->publication[2].made_on, 12843);
    assert_string_equal(list->publication[2].policy, "p 1");
    expect_ok(xn_store_publication(database->store, "demo", list->publication[1].id, &document, err));
    assert_string_equal(xn_buf_text(&document), "{\"n\":\"\xC3\xBC\"}");
    expect_failure(xn_store_publication(database->store, "demo", "0", &document, err), XN_NOT_FOUND,
                   "city 'demo' has no publication 0");
    expect_failure(xn_store_publication(database->store, "atlantis", list->publication[1].id, &document, err),
                   XN_NOT_FOUND, "city 'atlantis' has no publication");
}

static void test_what_breaks_a_rule_is_refused(void **state)
{
    const struct database *database = *state;
    bool added = false;
    const struct xn_publication quarter = publication("2005Q5", NULL), elsewhere = {.city = "demo",
                                                                                    .period = "2006Q1",
                                                                                    .made_on = 12843,
                                                                                    .snapshot = "none",
                                                                                    .areas = "a"};
    expect_failure(xn_store_add_publication(database->store, &quarter, "{}", "{}", 0, &added, err), XN_INPUT,
                   "period: a quarter, or the day of a meeting");
    struct xn_error why = {0};
    assert_int_not_equal(xn_store_add_publication(database->store, &elsewhere, "{}", "{}", 0, &added, &why),
                         XN_OK);
    assert_non_null(strstr(why.message, "snapshot: one of this city"));
    assert_false(added);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_a_quarter_and_one_a_meeting),
        cmocka_unit_test(test_they_are_listed_and_read_as_they_are),
        cmocka_unit_test(test_two_at_once),
        cmocka_unit_test(test_what_breaks_a_rule_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
