/* ranking_test.c - one answer as a whole: from offers and a household to JSON that a program can read. */
#include <jansson.h>
#include <math.h>
#include "counted_memory.h"
#include "squares.h"
#include "xenia/exchange.h"
#include "xenia/study.h"

static const char *const group[] = {"A", "B"};

static const char *counts_as_of; /* of every ranking, until a test sets it back */

static struct xn_city *row_of_squares(void)
{
    XN_AUTO(squares_free) struct xn_features *layer = squares("ID,A,B\n1,10,990\n2,20,980\n3,200,800\n");
    struct xn_city *city = NULL;
    const struct xn_level_source level = {.name = "district", .features = layer, .unit_id = "ID"};
    const struct xn_group_source groups = {.column = group, .n_columns = 2};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
    return city;
}

/* A dwelling at the middle of square i, seen from the sphere. */
static struct xn_dwelling dwelling_in(struct xn_projection *projection, size_t i, const char *id)
{
    struct xn_dwelling dwelling = {.id = id,
                                   .corporation = "c",
                                   .address = "a",
                                   .postcode = "",
                                   .city = "",
                                   .district = "",
                                   .kind = "flat",
                                   .is_dwelling = XN_YES,
                                   .rent_net_eur = 400,
                                   .rent_gross_eur = 500,
                                   .rooms = 3,
                                   .area_m2 = 80,
                                   .min_household = NAN,
                                   .max_household = NAN,
                                   .max_income_eur = NAN,
                                   .min_age = NAN,
                                   .step_free = XN_UNKNOWN,
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

struct answer {
    json_t *json;
    char text[64 << 10];
};

static void rank(const struct xn_city *city, struct xn_dwelling *dwelling, size_t n,
                 const char *household_json, const struct xn_placement *placement, size_t n_placements,
                 struct answer *ret)
{
    struct xn_policy policy;
    struct xn_household household;
    XN_AUTO(xn_study_free) struct xn_study *study = NULL;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_json json;
    xn_policy_default(&policy);
    ASSERT_OK(xn_household_parse(household_json, strlen(household_json), "test", &household, &err));
    ASSERT_OK(xn_study_place_dwellings(city, NULL, dwelling, n, &err));
    const struct xn_rank_input input = {.city = city,
                                        .policy = &policy,
                                        .placement = placement,
                                        .n_placements = n_placements,
                                        .dwelling = dwelling,
                                        .n_dwellings = n,
                                        .household = &household,
                                        .as_of = xn_date_of(2021, 2, 1),
                                        .counts_as_of = counts_as_of};
    ASSERT_OK(xn_study_rank(&input, &study, NULL, &err));
    const struct xn_ranking_view view = {.with_excluded = true};
    xn_json_init(&json, &buf, false);
    xn_study_put_ranking(&json, study, &view);
    ASSERT_OK(xn_buf_check(&buf, &err));
    snprintf(ret->text, sizeof ret->text, "%s", xn_buf_text(&buf));
    ret->json = json_loads(ret->text, 0, NULL);
    assert_non_null(ret->json);
}

static const char *string_at(const json_t *json, const char *array, size_t i, const char *key)
{
    return json_string_value(json_object_get(json_array_get(json_object_get(json, array), i), key));
}

static void everything_that_comes_in_goes_out(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = row_of_squares();
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    ASSERT_OK(xn_projection_new(xn_city_crs(city)->definition, &projection, &err));
    struct xn_dwelling dwelling[] = {
        dwelling_in(projection, 0, "good"), dwelling_in(projection, 9, "outside"),
        dwelling_in(projection, 1, "dear"), dwelling_in(projection, 2, "nowhere")};
    dwelling[2].rent_gross_eur = 900;
    dwelling[3].lon = dwelling[3].lat = 0; /* how some files say "not known" */
    static struct answer first, second;
    rank(city, dwelling, 4, "{\"size\":3,\"rent_limit_eur\":700}", NULL, 0, &first);
    assert_int_equal(json_array_size(json_object_get(first.json, "ranked")), 2);
    assert_int_equal(json_array_size(json_object_get(first.json, "excluded")), 2);
    assert_string_equal(string_at(first.json, "ranked", 0, "offer_id"), "good");
    assert_string_equal(string_at(first.json, "ranked", 1, "tier"), "undetermined");
    assert_string_equal(string_at(first.json, "excluded", 0, "offer_id"), "outside");
    rank(city, dwelling, 4, "{\"size\":3,\"rent_limit_eur\":700}", NULL, 0, &second);
    assert_string_equal(first.text, second.text);
    json_decref(first.json);
    json_decref(second.json);
}

static void pending_placements_change_the_effect(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = row_of_squares();
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    ASSERT_OK(xn_projection_new(xn_city_crs(city)->definition, &projection, &err));
    struct xn_dwelling dwelling[] = {dwelling_in(projection, 0, "a"), dwelling_in(projection, 1, "b")};
    const xn_date day = xn_date_of(2021, 1, 1);
    struct xn_placement placement[] = {
        {.date = day, .persons = 4, .lon = NAN, .lat = NAN, .unit_id = "2"},
        {.date = day, .persons = 9, .lon = NAN, .lat = NAN, .unit_id = "1", .pending = true}};
    static struct answer without, with;
    rank(city, dwelling, 2, "{\"size\":3}", placement, 1, &without);
    rank(city, dwelling, 2, "{\"size\":3}", placement, 2, &with);
    assert_string_equal(string_at(without.json, "ranked", 0, "offer_id"), "a"); /* nobody there yet */
    assert_string_equal(string_at(with.json, "ranked", 0, "offer_id"), "b"); /* nine are on their way to 1 */
    json_decref(without.json);
    json_decref(with.json);
}

/* The reader's names of fields are those that the tests of fit look for. */
static void what_cannot_be_read_is_to_check(void **state)
{
    (void)state;
    static const char feed[] =
        "id,corporation,address,postcode,city,district,kind,lon,lat,rent_net_eur,rent_gross_eur,rooms,area_"
        "m2,"
        "min_household,max_household,max_income_eur,min_age,step_free,lift,floor,entitlement,published,"
        "closes,"
        "available,on_offer_elsewhere\n"
        "D1,c,a,,,,flat,7.6,51.9,400,500,3,80,soon,soon,soon,soon,no,no,1,,,soon,,no\n";
    const uint32_t limits = 1U << XN_FIT_OPEN | 1U << XN_FIT_HOUSEHOLD_MIN | 1U << XN_FIT_HOUSEHOLD_MAX |
                            1U << XN_FIT_INCOME | 1U << XN_FIT_AGE;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    struct xn_policy policy;
    struct xn_household household;
    xn_policy_default(&policy);
    ASSERT_OK(xn_household_parse("{\"size\":3}", 10, "test", &household, &err));
    ASSERT_OK(xn_offers_parse(feed, sizeof feed - 1, "feed.csv", NULL, &offers, NULL, &err));
    const struct xn_fit fit =
        xn_fit_evaluate(&policy, &household, &offers->dwelling[0], xn_date_of(2005, 3, 1));
    assert_int_equal(fit.unknown & limits, limits);
    assert_int_equal(fit.no, 0);
}

static double effect_before(const struct answer *answer)
{
    return json_number_value(json_object_get(json_object_get(answer->json, "effect"), "before"));
}

/* Theil's H of the squares when so many of the programme live in square 2 among so many people there. */
static double entropy_with(double programme, double persons)
{
    const double total[] = {1000, persons, 1000}, placed[] = {4, programme, 0};
    double all = 0, members = 0, within = 0;
    for (size_t i = 0; i < 3; i++) {
        const double p = placed[i] / total[i];
        all += total[i];
        members += placed[i];
        within += p > 0 ? -total[i] * (p * log(p) + (1 - p) * log(1 - p)) : 0;
    }
    const double p = members / all;
    return 1 - within / (-all * (p * log(p) + (1 - p) * log(1 - p)));
}

/* Five moved in on the day of the counts, nine later: these are not in the counts' persons yet. */
static void who_moved_in_after_the_counts_is_added_to_them(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = row_of_squares();
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    ASSERT_OK(xn_projection_new(xn_city_crs(city)->definition, &projection, &err));
    struct xn_dwelling dwelling[] = {dwelling_in(projection, 0, "a")};
    struct xn_placement placement[] = {
        {.date = xn_date_of(2021, 1, 1), .persons = 4, .lon = NAN, .lat = NAN, .unit_id = "1"},
        {.date = xn_date_of(2021, 1, 1), .persons = 5, .lon = NAN, .lat = NAN, .unit_id = "2"},
        {.date = xn_date_of(2021, 1, 2), .persons = 9, .lon = NAN, .lat = NAN, .unit_id = "2"}};
    static struct answer unknown, known;
    rank(city, dwelling, 1, "{\"size\":3}", placement, 3, &unknown);
    counts_as_of = "2021-01-01";
    rank(city, dwelling, 1, "{\"size\":3}", placement, 3, &known);
    counts_as_of = NULL;
    assert_true(fabs(effect_before(&unknown) - entropy_with(14, 1000)) < 1e-12);
    assert_true(fabs(effect_before(&known) - entropy_with(14, 1009)) < 1e-12);
    assert_string_not_equal(json_string_value(json_object_get(unknown.json, "request_digest")),
                            json_string_value(json_object_get(known.json, "request_digest")));
    json_decref(unknown.json);
    json_decref(known.json);
}

static struct xn_study *rank_under(const struct xn_city *city, const struct xn_policy *policy,
                                   struct xn_dwelling *dwelling, const struct xn_placement *placement,
                                   size_t n_placements, const char *counted)
{
    static struct xn_rank_input input; /* the study borrows it */
    static struct xn_household household;
    struct xn_study *study = NULL;
    ASSERT_OK(xn_household_parse("{\"size\":3}", 10, "test", &household, &err));
    ASSERT_OK(xn_study_place_dwellings(city, NULL, dwelling, 1, &err));
    input = (struct xn_rank_input){.city = city,
                                   .policy = policy,
                                   .placement = placement,
                                   .n_placements = n_placements,
                                   .dwelling = dwelling,
                                   .n_dwellings = 1,
                                   .household = &household,
                                   .as_of = xn_date_of(2021, 2, 1),
                                   .counts_as_of = counted};
    ASSERT_OK(xn_study_rank(&input, &study, NULL, &err));
    return study;
}

/* Every household of the programme counts to the declared group; a profile of another kind has no effect. */
static void the_effect_uses_what_the_classes_use(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = row_of_squares();
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    ASSERT_OK(xn_projection_new(xn_city_crs(city)->definition, &projection, &err));
    struct xn_dwelling dwelling[] = {dwelling_in(projection, 0, "a")};
    const struct xn_placement moved = {
        .date = xn_date_of(2021, 1, 2), .persons = 9, .lon = NAN, .lat = NAN, .unit_id = "2"};
    struct xn_placement pending = moved;
    pending.pending = true;
    struct xn_policy policy;
    ASSERT_OK(xn_policy_profile("concentration", &policy, &err));
    strcpy(policy.rule.group, "A");
    XN_AUTO(xn_study_free) struct xn_study *in = rank_under(city, &policy, dwelling, &moved, 1, NULL);
    const double counted = in->ranking->effect_before;
    XN_AUTO(xn_study_free)
    struct xn_study *on_the_way = rank_under(city, &policy, dwelling, &pending, 1, NULL);
    XN_AUTO(xn_study_free)
    struct xn_study *later = rank_under(city, &policy, dwelling, &moved, 1, "2021-01-01");
    assert_true(later->ranking->effect_before == on_the_way->ranking->effect_before);
    assert_true(fabs(later->ranking->effect_before - counted) > 1e-6);
    ASSERT_OK(xn_policy_profile("muenster-2004", &policy, &err));
    strcpy(policy.rule.group, "A");
    XN_AUTO(xn_study_free) struct xn_study *replay = rank_under(city, &policy, dwelling, &moved, 1, NULL);
    assert_true(isnan(replay->ranking->effect_before));
    assert_non_null(strstr(replay->request.effect_reason, "rest on no group"));
}

static void without_placements_the_effect_drops_out_with_a_reason(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = row_of_squares();
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    ASSERT_OK(xn_projection_new(xn_city_crs(city)->definition, &projection, &err));
    struct xn_dwelling dwelling[] = {dwelling_in(projection, 0, "a")};
    static struct answer answer;
    rank(city, dwelling, 1, "{\"size\":3}", NULL, 0, &answer);
    assert_true(json_string_length(json_object_get(json_object_get(answer.json, "effect"), "reason")) > 10);
    assert_true(
        json_is_null(json_object_get(json_array_get(json_object_get(answer.json, "ranked"), 0), "effect")));
    json_decref(answer.json);
}

/* A sentence cut short would be a wrong reason, so no failure may pass unsaid. */
static void an_answer_is_whole_or_fails(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = row_of_squares();
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    XN_AUTO(xn_study_free) struct xn_study *study = NULL;
    struct xn_policy policy;
    struct xn_household household;
    ASSERT_OK(xn_projection_new(xn_city_crs(city)->definition, &projection, &err));
    struct xn_dwelling dwelling[] = {dwelling_in(projection, 0, "a"), dwelling_in(projection, 1, "b")};
    xn_policy_default(&policy);
    ASSERT_OK(xn_household_parse("{\"size\":3}", 10, "test", &household, &err));
    ASSERT_OK(xn_study_place_dwellings(city, projection, dwelling, 2, &err));
    const struct xn_rank_input input = {.city = city,
                                        .policy = &policy,
                                        .dwelling = dwelling,
                                        .n_dwellings = 2,
                                        .household = &household,
                                        .as_of = xn_date_of(2021, 2, 1),
                                        .projection = projection};
    ASSERT_OK(xn_study_rank(&input, &study, NULL, &err));
    enum xn_status status = XN_MEMORY;
    size_t n = 1;
    for (; status == XN_MEMORY; n++) {
        XN_AUTO_BUF buf = XN_BUF_INIT;
        struct xn_json json;
        xn_json_init(&json, &buf, false);
        xn_test_fail_allocation(n);
        xn_study_put_ranking(&json, study, &(struct xn_ranking_view){.language = XN_GERMAN});
        const bool failed = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        status = xn_buf_check(&buf, NULL);
        assert_int_equal(status, failed ? XN_MEMORY : XN_OK);
    }
    assert_true(n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_comes_in_goes_out),
        cmocka_unit_test(pending_placements_change_the_effect),
        cmocka_unit_test(what_cannot_be_read_is_to_check),
        cmocka_unit_test(who_moved_in_after_the_counts_is_added_to_them),
        cmocka_unit_test(the_effect_uses_what_the_classes_use),
        cmocka_unit_test(without_placements_the_effect_drops_out_with_a_reason),
        cmocka_unit_test(an_answer_is_whole_or_fails),
    };
    return XN_RUN(tests);
}
