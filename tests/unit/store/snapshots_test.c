/* Publishing: whole, immutable, and for readers either the old or the new. */
#include "database.h"
#include <math.h>
#include <sys/wait.h>

enum { N_UNITS = 40 };
static char unit_name[N_UNITS][16];

static void fill_units(struct xn_snapshot_unit unit[N_UNITS], enum xn_class class)
{
    static const unsigned char wkb[] = {1, 6, 0, 0, 0, 0xff, 0};
    for (size_t i = 0; i < N_UNITS; i++) {
        snprintf(unit_name[i], sizeof unit_name[i], "u%02zu", i);
        unit[i] = (struct xn_snapshot_unit){.unit_id = unit_name[i],
                                            .name = "Düesbergweg \\ \"x\"",
                                            .parent_id = i % 2 ? "P" : NULL,
                                            .persons = 100.5,
                                            .classified = {.class_ = class,
                                                           .rule = XN_RULE_POOLED,
                                                           .low_n = true,
                                                           .robust = i % 2 == 0,
                                                           .value = 1.0 / 3,
                                                           .quotient = NAN,
                                                           .estimate = 0.25,
                                                           .lower = NAN,
                                                           .upper = 1e-300,
                                                           .probability = NAN,
                                                           .at_1 = XN_CONCENTRATED,
                                                           .at_1_25 = XN_UNDETERMINED,
                                                           .at_2 = XN_MIXED,
                                                           .dynamic_value = NAN},
                                            .wkb = i == 1 ? wkb : NULL,
                                            .wkb_length = i == 1 ? sizeof wkb : 0};
    }
}

static const char *const groups[] = {"A \"quoted\", {x}\\", "(rest)"};
static struct xn_snapshot_index indices[] = {
    {.index_id = "dissimilarity",
     .form = XN_TWO_GROUP,
     .group = groups,
     .n_groups = 2,
     .parameters = "{}",
     .value = 0.1234567890123456789},
    {.level = 1,
     .index_id = "theil_h",
     .form = XN_MULTIGROUP,
     .parameters = "{\"b\": \"0.5\"}",
     .value = NAN,
     .reason = "nobody lives there"},
    {.level = 1,
     .index_id = "isolation",
     .form = XN_ONE_GROUP,
     .group = groups + 1,
     .n_groups = 1,
     .parameters = "{}",
     .value = 0},
};

/* A snapshot whose every unit has one class, and whose id says which. */
static enum xn_status publish(struct xn_store *store, const char *id, enum xn_class class,
                              struct xn_error *err)
{
    struct xn_snapshot_unit unit[N_UNITS];
    fill_units(unit, class);
    const struct xn_snapshot snapshot = {.id = id,
                                         .city = "demo",
                                         .city_fingerprint = "c1",
                                         .counts_fingerprint = "c2",
                                         .evidence_digest = "e1",
                                         .as_of = xn_date_of(2021, 2, 1),
                                         .counts_as_of = "2020",
                                         .report = "{\"changed\": 3}",
                                         .n_levels = 2,
                                         .level = {{.name = "district", .n_units = 2, .unit = unit},
                                                   {.name = "block", .n_units = N_UNITS, .unit = unit}},
                                         .n_indices = 3,
                                         .index = indices};
    return xn_store_publish(store, &snapshot, err);
}

static void expect_unit(const struct xn_snapshot_unit *unit, size_t i)
{
    assert_string_equal(unit->unit_id, unit_name[i]);
    assert_string_equal(unit->name, "Düesbergweg \\ \"x\"");
    assert_int_equal(unit->parent_id != NULL, i % 2);
    assert_true(unit->persons == 100.5);
    assert_int_equal(unit->classified.class_, XN_UNDETERMINED);
    assert_int_equal(unit->classified.rule, XN_RULE_POOLED);
    assert_true(unit->classified.low_n);
    assert_int_equal(unit->classified.robust, i % 2 == 0);
    assert_true(unit->classified.value == 1.0 / 3 && unit->classified.upper == 1e-300);
    assert_true(isnan(unit->classified.quotient) && isnan(unit->classified.lower));
    assert_int_equal(unit->classified.at_1, XN_CONCENTRATED);
    assert_int_equal(unit->classified.at_1_25, XN_UNDETERMINED);
    assert_int_equal(unit->classified.at_2, XN_MIXED);
    assert_int_equal(unit->classified.status, 0);
    assert_int_equal(unit->classified.dynamic, XN_DYNAMIC_NONE);
    assert_null(unit->classified.override);
    assert_int_equal(unit->wkb_length, i == 1 ? 7 : 0);
    assert_int_equal(unit->wkb != NULL, i == 1);
}

static void test_comes_back_whole(void **state)
{
    const struct database *database = *state;
    struct xn_snapshot *got = NULL;
    char id[XN_DIGEST_HEX] = "old";
    expect_failure(xn_store_published(database->store, "demo", &got, err), XN_NOT_FOUND,
                   "nothing is published");
    expect_ok(xn_store_published_id(database->store, "demo", id, err));
    assert_string_equal(id, "");
    expect_ok(publish(database->store, "first", XN_UNDETERMINED, err));
    expect_ok(xn_store_published_id(database->store, "demo", id, err));
    assert_string_equal(id, "first");
    expect_ok(xn_store_published(database->store, "demo", &got, err));
    assert_string_equal(got->id, "first");
    assert_string_equal(got->city_fingerprint, "c1");
    assert_string_equal(got->counts_fingerprint, "c2");
    assert_string_equal(got->evidence_digest, "e1");
    assert_string_equal(got->counts_as_of, "2020");
    assert_string_equal(got->report, "{\"changed\": 3}");
    assert_int_equal(got->as_of, xn_date_of(2021, 2, 1));
    assert_int_equal(got->policy_id, 0);
    assert_int_equal(got->n_levels, 2);
    assert_string_equal(got->level[1].name, "block");
    assert_int_equal(got->level[0].n_units, 2);
    assert_int_equal(got->level[1].n_units, N_UNITS);
    for (size_t i = 0; i < N_UNITS; i++)
        expect_unit(&got->level[1].unit[i], i);
    assert_int_equal(got->level[1].unit[1].wkb[5], 0xff);
    assert_int_equal(got->n_indices, 3);
    assert_string_equal(got->index[0].index_id, "dissimilarity");
    assert_int_equal(got->index[0].form, XN_TWO_GROUP);
    assert_int_equal(got->index[0].n_groups, 2);
    assert_string_equal(got->index[0].group[0], groups[0]);
    assert_true(got->index[0].value == indices[0].value);
    assert_null(got->index[0].reason);
    assert_int_equal(got->index[1].n_groups, 0);
    assert_true(isnan(got->index[1].value));
    assert_string_equal(got->index[1].reason, "nobody lives there");
    assert_string_equal(got->index[1].parameters, "{\"b\": \"0.5\"}");
    assert_string_equal(got->index[2].group[0], "(rest)");
    assert_true(got->index[2].value == 0 && got->index[2].level == 1);
    xn_snapshot_free(got);
}

static void test_immutable_and_pointed_at_again(void **state)
{
    const struct database *database = *state;
    char id[XN_DIGEST_HEX];
    expect_ok(publish(database->store, "one", XN_MIXED, err));
    expect_ok(publish(database->store, "two", XN_MIXED, err));
    expect_ok(publish(database->store, "one", XN_MIXED, err));
    expect_ok(xn_store_published_id(database->store, "demo", id, err));
    assert_string_equal(id, "one");
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.snapshots WHERE id IN ('one', 'two')"),
                        "2");
    static const char *const change[] = {"UPDATE xenia.snapshots SET report = '{}'",
                                         "DELETE FROM xenia.snapshot_units",
                                         "UPDATE xenia.snapshot_indices SET value = 1"};
    for (size_t i = 0; i < sizeof change / sizeof *change; i++)
        assert_non_null(strstr(psql(database, change[i]), "immutable"));
}

static void test_failure_leaves_the_old_one(void **state)
{
    const struct database *database = *state;
    char id[XN_DIGEST_HEX];
    expect_ok(publish(database->store, "good", XN_MIXED, err));
    indices[2].parameters = "no json";
    expect_failure(publish(database->store, "bad", XN_MIXED, err), XN_INPUT,
                   "publishing a snapshot of city 'demo'");
    indices[2].parameters = "{}";
    expect_ok(xn_store_published_id(database->store, "demo", id, err));
    assert_string_equal(id, "good");
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.snapshots WHERE id = 'bad'"), "0");
    expect_ok(publish(database->store, "bad", XN_MIXED, err)); /* the id is not burnt */
}

/* A child publishes in turn all-mixed and all-concentrated; no reader ever sees both in one snapshot. */
static void test_readers_see_old_or_new(void **state)
{
    const struct database *database = *state;
    enum { ROUNDS = 60 };
    expect_ok(publish(database->store, "round-0", XN_MIXED, err));
    const pid_t child = fork();
    if (child == 0) {
        struct xn_store *store = open_store(database, 0);
        for (int round = 1; round <= ROUNDS; round++) {
            char id[32];
            snprintf(id, sizeof id, "round-%d", round);
            if (publish(store, id, round % 2 ? XN_CONCENTRATED : XN_MIXED, NULL) != XN_OK)
                _exit(1);
        }
        _exit(0);
    }
    int ended = 0;
    size_t n_seen = 0;
    char last[XN_DIGEST_HEX] = "";
    while (waitpid(child, &ended, WNOHANG) == 0) {
        struct xn_snapshot *got = NULL;
        expect_ok(xn_store_published(database->store, "demo", &got, err));
        const enum xn_class class = atoi(got->id + strlen("round-")) % 2 ? XN_CONCENTRATED : XN_MIXED;
        assert_int_equal(got->level[1].n_units, N_UNITS);
        for (size_t i = 0; i < N_UNITS; i++)
            assert_int_equal(got->level[1].unit[i].classified.class_, class);
        n_seen += strcmp(last, got->id) != 0;
        snprintf(last, sizeof last, "%s", got->id);
        xn_snapshot_free(got);
    }
    assert_true(WIFEXITED(ended) && WEXITSTATUS(ended) == 0);
    assert_true(n_seen > 1);
}

/* What stands over the computed class: held, overridden, and the status of socio-economic. */
static void test_settled_classes_come_back(void **state)
{
    const struct database *database = *state;
    static const struct xn_override override = {.class_ = XN_MIXED,
                                                .reason = "counted twice",
                                                .signed_by = "A. Steward",
                                                .signed_on = 12000,
                                                .valid_until = 12300};
    struct xn_snapshot_unit unit[] = {{.unit_id = "a",
                                       .name = "a",
                                       .classified = {.class_ = XN_MIXED,
                                                      .rule = XN_RULE_HELD,
                                                      .computed = XN_CONCENTRATED,
                                                      .computed_rule = XN_RULE_STATUS,
                                                      .standing = XN_MIXED,
                                                      .status = 4,
                                                      .dynamic = XN_DYNAMIC_NEGATIVE,
                                                      .dynamic_value = 1.25}},
                                      {.unit_id = "b",
                                       .name = "b",
                                       .classified = {.class_ = XN_MIXED,
                                                      .rule = XN_RULE_OVERRIDE,
                                                      .computed = XN_CONCENTRATED,
                                                      .computed_rule = XN_RULE_PARENT,
                                                      .standing = XN_UNDETERMINED,
                                                      .override = &override}}};
    const struct xn_snapshot snapshot = {.id = "settled",
                                         .city = "demo",
                                         .city_fingerprint = "c1",
                                         .counts_fingerprint = "c2",
                                         .evidence_digest = "e2",
                                         .as_of = xn_date_of(2021, 2, 1),
                                         .report = "{}",
                                         .n_levels = 1,
                                         .level = {{.name = "district", .n_units = 2, .unit = unit}}};
    XN_AUTO(xn_snapshot_free) struct xn_snapshot *got = NULL;
    expect_ok(xn_store_publish(database->store, &snapshot, err));
    expect_ok(xn_store_published(database->store, "demo", &got, err));
    const struct xn_unit_class *held = &got->level[0].unit[0].classified;
    const struct xn_unit_class *set = &got->level[0].unit[1].classified;
    assert_int_equal(held->rule, XN_RULE_HELD);
    assert_int_equal(xn_unit_computed(held), XN_CONCENTRATED);
    assert_int_equal(xn_unit_computed_rule(held), XN_RULE_STATUS);
    assert_int_equal(xn_unit_standing(held), XN_MIXED);
    assert_int_equal(held->status, 4);
    assert_int_equal(held->dynamic, XN_DYNAMIC_NEGATIVE);
    assert_true(held->dynamic_value == 1.25);
    assert_null(held->override);
    assert_int_equal(set->rule, XN_RULE_OVERRIDE);
    assert_int_equal(xn_unit_computed_rule(set), XN_RULE_PARENT);
    assert_int_equal(xn_unit_standing(set), XN_UNDETERMINED);
    assert_string_equal(set->override->reason, "counted twice");
    assert_string_equal(set->override->signed_by, "A. Steward");
    assert_int_equal(set->override->signed_on, 12000);
    assert_int_equal(set->override->valid_until, 12300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comes_back_whole), /* first: nothing is published */
        cmocka_unit_test(test_immutable_and_pointed_at_again),
        cmocka_unit_test(test_failure_leaves_the_old_one),
        cmocka_unit_test(test_readers_see_old_or_new),
        cmocka_unit_test(test_settled_classes_come_back),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
