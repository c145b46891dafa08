/* match_test.c - a batch on a small city: lists become arcs, limits become quotas, and the answer says why.
 */
#include <jansson.h>
#include <math.h>
#include "counted_memory.h"
#include "squares.h"
#include "xenia/exchange.h"
#include "xenia/study.h"

static const char *const group[] = {"A", "B"};

/* Blocks 11 and 12 in district 1, block 21 in district 2. */
struct town {
    struct xn_city *city;
    struct xn_policy policy;
    struct xn_dwelling dwelling[4];
    struct xn_household needs[3];
    struct xn_match_household household[3];
};

static struct xn_dwelling dwelling_in(struct xn_projection *projection, size_t i, const char *id,
                                      const char *corporation, double rooms)
{
    struct xn_dwelling dwelling = {.id = id,
                                   .corporation = corporation,
                                   .address = "",
                                   .postcode = "",
                                   .city = "",
                                   .district = "",
                                   .kind = "",
                                   .is_dwelling = XN_YES,
                                   .rent_net_eur = NAN,
                                   .rent_gross_eur = 500,
                                   .rooms = rooms,
                                   .area_m2 = 200,
                                   .min_household = NAN,
                                   .max_household = NAN,
                                   .max_income_eur = NAN,
                                   .min_age = NAN,
                                   .step_free = XN_YES,
                                   .lift = XN_UNKNOWN,
                                   .floor = NAN,
                                   .entitlement = "",
                                   .published = XN_NO_DATE,
                                   .closes = XN_NO_DATE,
                                   .available = XN_NO_DATE,
                                   .unreadable = ""};
    ASSERT_OK(xn_projection_to_lonlat(projection, 400050 + 100.0 * (double)i, 5750050, &dwelling.lon,
                                      &dwelling.lat, &err));
    return dwelling;
}

static void town_free(struct town *town)
{
    xn_city_free(town->city);
}

static void build(struct town *town)
{
    XN_AUTO(squares_free)
    struct xn_features *layer = squares("ID,PARENT,A,B\n11,1,10,990\n12,1,20,980\n21,2,20,980\n");
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    const struct xn_level_source level = {
        .name = "block", .features = layer, .unit_id = "ID", .parent = "PARENT"};
    const struct xn_group_source groups = {.column = group, .n_columns = 2};
    static const char *const needs[] = {"{\"size\":2}", "{\"size\":3}", "{\"size\":8}"};
    static const char *const id[] = {"F1", "F2", "F3"};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &town->city, NULL, &err));
    xn_policy_default(&town->policy);
    ASSERT_OK(xn_projection_new(xn_city_crs(town->city)->definition, &projection, &err));
    town->dwelling[0] = dwelling_in(projection, 0, "a", "Nord", 3);
    town->dwelling[1] = dwelling_in(projection, 0, "b", "Nord", 3);
    town->dwelling[2] = dwelling_in(projection, 1, "c", "Nord", 6);
    town->dwelling[3] = dwelling_in(projection, 2, "d", "Sued", 2);
    ASSERT_OK(xn_study_place_dwellings(town->city, projection, town->dwelling, 4, &err));
    for (size_t i = 0; i < 3; i++) {
        ASSERT_OK(xn_household_parse(needs[i], strlen(needs[i]), "test", &town->needs[i], &err));
        town->household[i] = (struct xn_match_household){.id = id[i], .needs = &town->needs[i]};
    }
}

static struct xn_match_input input_of(struct town *town)
{
    return (struct xn_match_input){.rank = {.city = town->city,
                                            .policy = &town->policy,
                                            .dwelling = town->dwelling,
                                            .n_dwellings = 4,
                                            .as_of = xn_date_of(2021, 2, 1)},
                                   .household = town->household,
                                   .n_households = 3,
                                   .quotas = XN_MATCH_NO_QUOTAS};
}

static size_t placed_in(const struct xn_match *match, size_t household)
{
    return match->best->dwelling_of[household];
}

static void everybody_finds_a_place(void **state)
{
    (void)state;
    XN_CLEANUP(town_free) struct town town = {0};
    XN_AUTO(xn_match_free) struct xn_match *match = NULL;
    build(&town);
    const struct xn_match_input input = input_of(&town);
    ASSERT_OK(xn_study_match(&input, &match, NULL, &err));
    assert_true(match->best->exact);
    assert_int_equal(match->best->n_placed, 3);
    assert_int_equal(placed_in(match, 2), 2); /* eight persons need c, so nobody else has it */
    assert_int_equal(match->n_listed[0], 4);
    assert_int_equal(match->n_listed[2], 1);
    assert_int_equal(match->problem.n_quotas, 0);
    for (size_t h = 0; h < 3; h++)
        assert_int_equal(match->arc[match->best->arc_of[h]].dwelling, placed_in(match, h));
}

static void arcs_are_the_best_rows(void **state)
{
    (void)state;
    XN_CLEANUP(town_free) struct town town = {0};
    XN_AUTO(xn_match_free) struct xn_match *match = NULL;
    build(&town);
    struct xn_match_input input = input_of(&town);
    input.rows = 2;
    ASSERT_OK(xn_study_match(&input, &match, NULL, &err));
    const size_t *first = match->problem.first_arc;
    assert_int_equal(first[1] - first[0], 2);
    assert_int_equal(first[3] - first[2], 1);
    assert_int_equal(match->n_listed[0], 4);
    for (size_t h = 0; h < 3; h++)
        for (size_t i = first[h]; i < first[h + 1]; i++) {
            assert_int_equal(match->arc[i].rank, i - first[h] + 1);
            assert_int_equal(match->arc[i].dwelling, match->problem.arc_dwelling[i]);
            assert_int_equal(match->arc[i].cost, match->problem.arc_cost[i]);
        }
}

static const struct xn_match_quota *find_quota(const struct xn_match *match, const char *name)
{
    for (size_t i = 0; i < match->problem.n_quotas; i++)
        if (strcmp(match->problem.quota[i].name, name) == 0)
            return &match->problem.quota[i];
    return NULL;
}

static void limits_become_quotas(void **state)
{
    (void)state;
    XN_CLEANUP(town_free) struct town town = {0};
    XN_AUTO(xn_match_free) struct xn_match *match = NULL;
    const struct xn_match_named_quota named[] = {
        {.level = "block", .unit_id = "12", .limit = 7},
        {.corporation = "Sued", .limit = 0},
    };
    build(&town);
    struct xn_match_input input = input_of(&town);
    input.quotas.per_unit = 1;
    input.quotas.per_parent = 2;
    input.quotas.per_corporation = 5;
    input.quotas.named = named;
    input.quotas.n_named = 2;
    ASSERT_OK(xn_study_match(&input, &match, NULL, &err));
    assert_int_equal(match->problem.n_quotas, 7); /* three blocks, two districts, two corporations */
    assert_int_equal(find_quota(match, "block 11 (11)")->limit, 1);
    assert_int_equal(find_quota(match, "block 12 (12)")->limit, 7);
    assert_int_equal(find_quota(match, "district 1 (1)")->limit, 2);
    assert_int_equal(find_quota(match, "Nord")->limit, 5);
    assert_int_equal(find_quota(match, "Sued")->limit, 0);
    for (size_t q = 0; q < 7; q++)
        assert_true(match->best->quota_used[q] <= match->problem.quota[q].limit);
    assert_int_equal(match->best->n_placed, 2); /* one in block 11, eight persons in 12, none in 21 */
}

static void persons_may_be_counted(void **state)
{
    (void)state;
    XN_CLEANUP(town_free) struct town town = {0};
    XN_AUTO(xn_match_free) struct xn_match *match = NULL;
    XN_AUTO_BUF text = XN_BUF_INIT;
    build(&town);
    struct xn_match_input input = input_of(&town);
    input.quotas.per_unit = 5;
    input.quotas.unit = XN_MATCH_PERSONS;
    ASSERT_OK(xn_study_match(&input, &match, NULL, &err));
    assert_int_equal(match->best->n_placed, 2);
    assert_int_equal(placed_in(match, 2), XN_NONE);
    assert_int_equal(match->best->reason[2], XN_UNPLACED_FAMILY_QUOTA);
    xn_match_put_sentences(&text, match, 2, XN_ENGLISH);
    assert_string_equal(xn_buf_text(&text), "Every fitting dwelling lies under a quota smaller than this "
                                            "household, as that of block 12 (12).");
}

static void a_quota_that_binds_is_told_with_its_price(void **state)
{
    (void)state;
    XN_CLEANUP(town_free) struct town town = {0};
    XN_AUTO(xn_match_free) struct xn_match *match = NULL;
    XN_AUTO_BUF text = XN_BUF_INIT;
    build(&town);
    struct xn_match_input input = input_of(&town);
    input.quotas.per_parent = 1;
    ASSERT_OK(xn_study_match(&input, &match, NULL, &err));
    assert_int_equal(match->best->n_placed, 2);
    for (size_t h = 0; h < 3; h++)
        xn_match_put_sentences(&text, match, h, XN_ENGLISH);
    assert_non_null(strstr(xn_buf_text(&text), " more, because the quota of district 1 (1) binds."));
    assert_non_null(strstr(xn_buf_text(&text), "own list of"));
}

static void the_answer_is_whole(void **state)
{
    (void)state;
    XN_CLEANUP(town_free) struct town town = {0};
    static const enum xn_language language[] = {XN_ENGLISH, XN_DUTCH, XN_GERMAN};
    build(&town);
    struct xn_match_input input = input_of(&town);
    input.quotas.per_unit = 1;
    for (size_t i = 0; i < 3; i++) {
        XN_AUTO(xn_match_free) struct xn_match *match = NULL;
        XN_AUTO_BUF buf = XN_BUF_INIT;
        struct xn_json writer;
        ASSERT_OK(xn_study_match(&input, &match, NULL, &err));
        xn_json_init(&writer, &buf, false);
        xn_study_put_matching(&writer, match, language[i]);
        ASSERT_OK(xn_buf_check(&buf, &err));
        json_t *json = json_loads(xn_buf_text(&buf), 0, NULL);
        assert_non_null(json);
        assert_int_equal(json_array_size(json_object_get(json, "placed")) +
                             json_array_size(json_object_get(json, "unplaced")),
                         3);
        assert_int_equal(json_integer_value(json_object_get(json, "n_placed")), match->best->n_placed);
        assert_string_equal(json_string_value(json_object_get(json, "snapshot")), match->snapshot);
        json_decref(json);
    }
}

static void wrong_quotas_are_refused(void **state)
{
    (void)state;
    XN_CLEANUP(town_free) struct town town = {0};
    struct xn_match *match = NULL;
    static const struct {
        struct xn_match_named_quota named;
        const char *part;
    } wrong[] = {{{.level = "continent", .unit_id = "11", .limit = 1}, "level 'continent'"},
                 {{.level = "block", .unit_id = "99", .limit = 1}, "unit '99'"},
                 {{.corporation = "West", .limit = 1}, "corporation 'West'"}};
    build(&town);
    struct xn_match_input input = input_of(&town);
    input.quotas.n_named = 1;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        input.quotas.named = &wrong[i].named;
        ASSERT_FAILS(XN_ARGUMENT, wrong[i].part, xn_study_match(&input, &match, NULL, &err));
        assert_null(match);
    }
}

static void memory_may_run_out(void **state)
{
    (void)state;
    XN_CLEANUP(town_free) struct town town = {0};
    build(&town);
    struct xn_match_input input = input_of(&town);
    input.quotas.per_unit = 1;
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL; /* 20 ms each otherwise */
    ASSERT_OK(xn_projection_new(xn_city_crs(town.city)->definition, &projection, &err));
    input.rank.projection = projection;
    const size_t before = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; status != XN_OK && n < 5000; n++) {
        XN_AUTO(xn_match_free) struct xn_match *match = NULL;
        xn_test_fail_allocation(n);
        status = xn_study_match(&input, &match, NULL, NULL);
        xn_test_fail_allocation(0);
        assert_true(status == XN_OK || status == XN_MEMORY);
        assert_true((status == XN_OK) == (match != NULL));
    }
    assert_int_equal(status, XN_OK);
    assert_int_equal(xn_test_live_blocks(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_finds_a_place),
        cmocka_unit_test(arcs_are_the_best_rows),
        cmocka_unit_test(limits_become_quotas),
        cmocka_unit_test(persons_may_be_counted),
        cmocka_unit_test(a_quota_that_binds_is_told_with_its_price),
        cmocka_unit_test(the_answer_is_whole),
        cmocka_unit_test(wrong_quotas_are_refused),
        cmocka_unit_test(memory_may_run_out),
    };
    return XN_RUN(tests);
}
