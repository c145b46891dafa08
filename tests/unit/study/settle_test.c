/* settle_test.c - a socio-economic policy on a city's columns; what is published and overridden; evidence. */
#include <math.h>
#include "squares.h"
#include "xenia/study.h"

/* Four districts of 400: unemployed of the working age, and a mean income; the earlier year beside them. */
#define DISTRICTS                                                                                            \
    "ID,NAME,A,AGE,UNEMPLOYED,INCOME,AGE_2,UNEMPLOYED_2,INCOME_2\n"                                          \
    "1,one,400,100,10,20,100,9,21\n"                                                                         \
    "2,two,400,200,12,26,200,18,24\n"                                                                        \
    "3,three,400,50,1,30,50,2,29\n"                                                                          \
    "4,four,400,300,18,,300,17,25\n"                                                                         \
    "5,five,400,100,5,24,100,5,24\n"

static struct xn_city *districts(const char *csv)
{
    static const char *const group[] = {"A"};
    static const char *const indicator[] = {"AGE",   "UNEMPLOYED",   "INCOME",
                                            "AGE_2", "UNEMPLOYED_2", "INCOME_2"};
    XN_AUTO(squares_free) struct xn_features *layer = squares(csv);
    struct xn_city *city = NULL;
    const struct xn_level_source level = {
        .name = "district", .features = layer, .unit_id = "ID", .unit_name = "NAME"};
    const struct xn_group_source groups = {
        .column = group, .n_columns = 1, .indicator = indicator, .n_indicators = 6};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
    return city;
}

static struct xn_policy socio_economic(void)
{
    return (struct xn_policy){.name = "socio-economic",
                              .version = "1",
                              .rule = {.profile = XN_PROFILE_SOCIO_ECONOMIC,
                                       .indicator = {{"UNEMPLOYED", "AGE", 1}, {"INCOME", "", -1}},
                                       .n_indicators = 2,
                                       .min_persons = {300},
                                       .status_limit = {-1, 1, 1.5},
                                       .dynamic_limit = {-1, 1},
                                       .status_tier = {XN_MIXED, XN_MIXED, XN_UNDETERMINED, XN_CONCENTRATED},
                                       .hysteresis = true}};
}

static void indicators_are_divided_turned_and_compared(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts(DISTRICTS);
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    const struct xn_policy policy = socio_economic();
    ASSERT_OK(xn_study_classify(city, &policy, NULL, 0, 0, &typology, &notes, &err));
    const struct xn_unit_class *unit = typology->level[0].unit;
    /* z of .1 .06 .02 .05 and of -20 -26 -30 -24, their mean, z of that: Python's statistics, pstdev */
    static const double golden[] = {1.45616507929294, -0.0963221551212942, -1.36756923350326,
                                    0.00772630933161529};
    assert_true(fabs(unit[0].value - golden[0]) < 1e-12 && fabs(unit[1].value - golden[1]) < 1e-12);
    assert_true(fabs(unit[2].value - golden[2]) < 1e-12 && fabs(unit[4].value - golden[3]) < 1e-12);
    assert_int_equal(unit[3].rule, XN_RULE_NO_DATA);
    assert_int_equal(notes.count, 1);
    assert_non_null(strstr(notes.text[0], "1 of 5 units of level district lack an indicator and cast no "
                                          "vote: 4 'four'"));
}

static void earlier_values_are_the_dynamic(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts(DISTRICTS);
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    struct xn_policy policy = socio_economic();
    policy.rule.change[0] = (struct xn_indicator){"UNEMPLOYED_2", "AGE_2", 1};
    policy.rule.change[1] = (struct xn_indicator){"INCOME_2", "", 1};
    policy.rule.n_changes = 2;
    policy.rule.earlier = true;
    ASSERT_OK(xn_study_classify(city, &policy, NULL, 0, 0, &typology, NULL, &err));
    const struct xn_unit_class *unit = typology->level[0].unit;
    static const double golden[] = {1.30656296487638, -1.30656296487638, -0.541196100146197,
                                    0.541196100146197};
    assert_true(fabs(unit[0].dynamic_value - golden[0]) < 1e-12);
    assert_true(fabs(unit[1].dynamic_value - golden[1]) < 1e-12);
    assert_true(fabs(unit[2].dynamic_value - golden[2]) < 1e-12);
    assert_true(fabs(unit[4].dynamic_value - golden[3]) < 1e-12);
    assert_int_equal(unit[0].dynamic, XN_DYNAMIC_NEGATIVE); /* more unemployed, less income */
}

static void a_column_that_is_not_there_is_refused(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts(DISTRICTS);
    struct xn_policy policy = socio_economic();
    strcpy(policy.rule.indicator[0].base, "AGES");
    ASSERT_FAILS(XN_INPUT, "uses the column 'AGES'; the city has AGE, UNEMPLOYED, INCOME",
                 xn_study_check_policy(city, &policy, &err));
    strcpy(policy.rule.indicator[0].base, XN_ALL_PERSONS);
    ASSERT_OK(xn_study_check_policy(city, &policy, &err));
    strcpy(policy.rule.indicator[1].column, "A"); /* a group does as well */
    ASSERT_OK(xn_study_check_policy(city, &policy, &err));
}

/* --- settling ------------------------------------------------------------------------------------------ */

static void what_is_published_holds_if_the_policy_says_so(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts(DISTRICTS);
    struct xn_policy policy = socio_economic();
    static const struct xn_published_class published[5] = {{true, XN_CONCENTRATED, XN_CONCENTRATED}};
    const struct xn_published_class *before[XN_LEVEL_MAX] = {published};
    const struct xn_settling settling = {.before = before};
    for (int hysteresis = 0; hysteresis < 2; hysteresis++) {
        XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
        policy.rule.hysteresis = hysteresis;
        ASSERT_OK(xn_study_classify(city, &policy, NULL, 0, 0, &typology, NULL, &err));
        const enum xn_class computed = typology->level[0].unit[0].class_;
        assert_int_not_equal(computed, XN_CONCENTRATED);
        ASSERT_OK(xn_study_settle(city, &policy, &settling, typology, NULL, &err));
        assert_int_equal(typology->level[0].unit[0].class_, hysteresis ? XN_CONCENTRATED : computed);
        assert_int_equal(typology->level[0].unit[0].rule, hysteresis ? XN_RULE_HELD : XN_RULE_STATUS);
    }
}

static void overrides_apply_in_their_time_to_units_that_are_there(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts(DISTRICTS);
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    const struct xn_policy policy = socio_economic();
    const struct xn_override override[] = {
        {.level = "district", .unit_id = "1", .class_ = XN_CONCENTRATED, .signed_by = "A", .valid_until = 10},
        {.level = "district", .unit_id = "2", .class_ = XN_CONCENTRATED, .signed_by = "A", .valid_until = 9},
        {.level = "district",
         .unit_id = "3",
         .class_ = XN_CONCENTRATED,
         .signed_by = "A",
         .signed_on = 11,
         .valid_until = 20},
        {.level = "district", .unit_id = "9", .class_ = XN_CONCENTRATED, .signed_by = "A", .valid_until = 10},
        {.level = "street", .unit_id = "1", .class_ = XN_CONCENTRATED, .signed_by = "A", .valid_until = 10},
    };
    const struct xn_settling settling = {.override = override, .n_overrides = 5, .as_of = 10};
    ASSERT_OK(xn_study_classify(city, &policy, NULL, 0, 0, &typology, NULL, &err));
    ASSERT_OK(xn_study_settle(city, &policy, &settling, typology, &notes, &err));
    const struct xn_unit_class *unit = typology->level[0].unit;
    assert_int_equal(unit[0].rule, XN_RULE_OVERRIDE);
    assert_int_equal(unit[0].class_, XN_CONCENTRATED);
    assert_int_equal(unit[1].rule, XN_RULE_STATUS);
    assert_int_equal(unit[2].rule, XN_RULE_STATUS);
    assert_int_equal(notes.count, 4);
    assert_non_null(strstr(notes.text[0],
                           "the override of district '2' by A does not apply: it was valid until "
                           "1970-01-10"));
    assert_non_null(strstr(notes.text[1], "it is signed only on 1970-01-12"));
    assert_non_null(strstr(notes.text[2], "'9' is about no unit of this city, so it does not apply"));
    assert_non_null(strstr(notes.text[3], "street '1' is about no unit"));
}

/* --- evidence ------------------------------------------------------------------------------------------ */

static void the_evidence_of_programme_load_is_counts_and_placements_of_the_window(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts(DISTRICTS);
    struct xn_policy policy = {.name = "programme-load", .version = "1", .rule.months = 12};
    const xn_date day = xn_date_of(2005, 3, 1);
    struct xn_placement placement[] = {
        {.date = xn_date_of(2004, 5, 1), .persons = 4, .unit_id = "1"},
        {.date = xn_date_of(2005, 2, 1), .persons = 3, .unit_id = "2"},
        {.date = xn_date_of(2005, 2, 2), .persons = 3, .unit_id = "2", .pending = true},
        {.date = xn_date_of(2005, 3, 2), .persons = 3, .unit_id = "2"}, /* not yet */
    };
    char one[XN_DIGEST_HEX], other[XN_DIGEST_HEX];
    xn_study_evidence_digest(city, &policy, placement, 2, day, one);
    xn_study_evidence_digest(city, &policy, placement, 4, day, other);
    assert_string_equal(one, other); /* neither pending nor future ones */
    xn_study_evidence_digest(city, &policy, placement, 1, day, other);
    assert_string_not_equal(one, other);
    xn_study_evidence_digest(city, &policy, placement, 2, day + 1, other);
    assert_string_equal(one, other); /* a day passes, nothing leaves the window */
    xn_study_evidence_digest(city, &policy, placement, 2, xn_date_of(2005, 5, 2), other);
    assert_string_not_equal(one, other); /* the first placement has left it */
    placement[0].unit_id = "5";
    xn_study_evidence_digest(city, &policy, placement, 2, day, other);
    assert_string_not_equal(one, other);
}

static void the_evidence_of_other_profiles_is_counts_and_indicators(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts(DISTRICTS);
    XN_AUTO(xn_city_free) struct xn_city *other_city = districts(DISTRICTS "6,six,400,100,5,25,100,5,24\n");
    const struct xn_policy policy = socio_economic();
    const struct xn_placement placement = {.date = 3, .persons = 4, .unit_id = "1"};
    char one[XN_DIGEST_HEX], other[XN_DIGEST_HEX];
    xn_study_evidence_digest(city, &policy, NULL, 0, 10, one);
    xn_study_evidence_digest(city, &policy, &placement, 1, 10, other);
    assert_string_equal(one, other);
    xn_study_evidence_digest(other_city, &policy, NULL, 0, 10, other);
    assert_string_not_equal(one, other);
}

static void what_is_held_or_overridden_is_in_the_snapshots_id(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts(DISTRICTS);
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    const struct xn_policy policy = socio_economic();
    char id[4][XN_DIGEST_HEX];
    ASSERT_OK(xn_study_classify(city, &policy, NULL, 0, 0, &typology, NULL, &err));
    xn_study_snapshot_id(city, &policy, NULL, 0, typology, id[0]);
    struct xn_override override = {
        .level = "district", .unit_id = "1", .signed_by = "A", .reason = "x", .valid_until = 9};
    override.class_ = typology->level[0].unit[0].class_; /* even where it changes nothing */
    const struct xn_settling settling = {.override = &override, .n_overrides = 1};
    ASSERT_OK(xn_study_settle(city, &policy, &settling, typology, NULL, &err));
    xn_study_snapshot_id(city, &policy, NULL, 0, typology, id[1]);
    typology->level[0].unit[0].standing = XN_CONCENTRATED;
    xn_study_snapshot_id(city, &policy, NULL, 0, typology, id[2]);
    typology->override[0].valid_until = 10;
    xn_study_snapshot_id(city, &policy, NULL, 0, typology, id[3]);
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(id[i], id[j]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indicators_are_divided_turned_and_compared),
        cmocka_unit_test(earlier_values_are_the_dynamic),
        cmocka_unit_test(a_column_that_is_not_there_is_refused),
        cmocka_unit_test(what_is_published_holds_if_the_policy_says_so),
        cmocka_unit_test(overrides_apply_in_their_time_to_units_that_are_there),
        cmocka_unit_test(the_evidence_of_programme_load_is_counts_and_placements_of_the_window),
        cmocka_unit_test(the_evidence_of_other_profiles_is_counts_and_indicators),
        cmocka_unit_test(what_is_held_or_overridden_is_in_the_snapshots_id),
    };
    return XN_RUN(tests);
}
