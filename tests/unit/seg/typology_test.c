/* typology_test.c - the profiles that compare a number with a bound, the verdict on an address, refusals. */
#include "classified.h"

static void names_are_stable_codes(void **state)
{
    (void)state;
    assert_string_equal(xn_class_name(XN_MIXED), "mixed");
    assert_string_equal(xn_class_name(XN_UNDETERMINED), "undetermined");
    assert_string_equal(xn_class_name(XN_CONCENTRATED), "concentrated");
    assert_string_equal(xn_rule_fired_name(XN_RULE_LOAD), "load");
    assert_string_equal(xn_rule_fired_name(XN_RULE_PROBABILITY), "probability");
    assert_string_equal(xn_rule_fired_name(XN_RULE_QUOTIENT), "quotient");
    assert_string_equal(xn_rule_fired_name(XN_RULE_POOLED), "pooled");
    assert_string_equal(xn_rule_fired_name(XN_RULE_PARENT), "parent");
    assert_string_equal(xn_rule_fired_name(XN_RULE_NO_DATA), "no_data");
    assert_string_equal(xn_rule_fired_name(XN_RULE_STATUS), "status");
    assert_string_equal(xn_rule_fired_name(XN_RULE_HELD), "held");
    assert_string_equal(xn_rule_fired_name(XN_RULE_OVERRIDE), "override");
    assert_string_equal(xn_profile_name(XN_PROFILE_SOCIO_ECONOMIC), "socio-economic");
}

/* --- programme-load ------------------------------------------------------------------------------------ */

static void load_is_compared_with_two_bounds(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = {.counts = TINY(&city, 6, 1, {1000, 500, 3000, 600, 601, 0}),
                                            .placements = (const double[]){0, 1, 5, 3, 4, 1}};
    classify(&programme_load, &level, 1);
    assert_class(0, 0, XN_MIXED, XN_RULE_LOAD);
    assert_class(0, 1, XN_UNDETERMINED, XN_RULE_LOAD); /* 2 is not below 2 */
    assert_class(0, 2, XN_MIXED, XN_RULE_LOAD);
    assert_class(0, 3, XN_UNDETERMINED, XN_RULE_LOAD); /* 5 is not above 5 */
    assert_class(0, 4, XN_CONCENTRATED, XN_RULE_LOAD);
    assert_no_data(0, 5);

    const struct xn_unit_class *unit = unit_of(0, 4);
    assert_exactly(unit->value, 4000.0 / 601);
    assert_true(isnan(unit->quotient) && isnan(unit->lower) && isnan(unit->upper));
    assert_int_equal(unit->at_2, XN_CONCENTRATED);
    assert_false(unit->low_n || unit->robust);
    assert_exactly(typology->city_value, 14000.0 / 5701);
    assert_int_equal(typology->group, XN_NONE);
}

static void load_has_its_bounds_from_the_rule_on_every_level(void **state)
{
    (void)state;
    struct tiny_city district, block;
    const struct xn_typology_level level[] = {
        {.counts = TINY(&district, 1, 1, {2000}), .placements = (const double[]){3}},
        {.counts = TINY(&block, 2, 1, {1000, 1000}), .placements = (const double[]){3, 0}}};
    struct xn_typology_rule rule = programme_load;
    rule.load_mixed_below = 1.5;
    rule.load_concentrated_above = 2.9;
    classify(&rule, level, 2);
    assert_class(0, 0, XN_UNDETERMINED, XN_RULE_LOAD);
    assert_class(1, 0, XN_CONCENTRATED, XN_RULE_LOAD);
    assert_class(1, 1, XN_MIXED, XN_RULE_LOAD);
}

/* --- muenster-2004 ------------------------------------------------------------------------------------- */

/* 9 of 100 in a city with exactly 9 %, and the same unit after a family of five moved in: 14 of 105. */
static void one_family_makes_a_unit_above_average(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level before = {.counts = TINY(&city, 3, 2, {9, 91, 81, 819, 0, 0})};
    classify(&muenster_2004, &before, 1);
    assert_class(0, 0, XN_MIXED, XN_RULE_QUOTIENT);
    assert_exactly(unit_of(0, 0)->quotient, 1);
    assert_no_data(0, 2);

    struct tiny_city later;
    const struct xn_typology_level after = {.counts = TINY(&later, 2, 2, {14, 91, 76, 819})};
    classify(&muenster_2004, &after, 1);
    const struct xn_unit_class *unit = unit_of(0, 0);
    assert_class(0, 0, XN_CONCENTRATED, XN_RULE_QUOTIENT);
    assert_class(0, 1, XN_MIXED, XN_RULE_QUOTIENT);
    assert_exactly(unit->value, 14.0 / 105);
    assert_near(unit->quotient, 1.48, 0.005);
    assert_true(isnan(unit->estimate) && isnan(unit->lower) && isnan(unit->probability));
    assert_int_equal(unit->at_1, XN_CONCENTRATED);
    assert_int_equal(unit->at_1_25, XN_CONCENTRATED);
    assert_int_equal(unit->at_2, XN_MIXED);
    assert_false(unit->robust);
    assert_exactly(typology->city_value, 0.09);
    assert_int_equal(typology->group, 0);
}

/* Equal shares of the most different sizes stay equal after the divisions. */
static void the_average_unit_is_never_above_average(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = {
        .counts = TINY(&city, 5, 2, {1, 6, 3, 18, 7, 42, 11000003, 66000018, 13, 78})};
    classify(&muenster_2004, &level, 1);
    for (size_t i = 0; i < 5; i++)
        assert_class(0, i, XN_MIXED, XN_RULE_QUOTIENT);
}

/* --- addresses ----------------------------------------------------------------------------------------- */

/* District 0 mixed with a concentrated block 0, a mixed block 1 and a block 2 without data; 1 concentrated.
 */
static void classify_two_levels(void)
{
    static struct tiny_city districts, blocks;
    const struct xn_typology_level level[] = {
        {.counts = TINY(&districts, 3, 2, {1000, 29000, 4000, 4000, 0, 0})},
        {.counts = TINY(&blocks, 4, 2, {800, 1200, 200, 27800, 0, 0, 4000, 4000}),
         .parent = (const size_t[]){0, 0, 0, 1}}};
    classify(&muenster_2004, level, 2);
}

static void assert_address(size_t district, size_t block, enum xn_class class_, size_t deciding_level,
                           unsigned without_data)
{
    size_t deciding = 77;
    unsigned without = 77;
    const size_t unit[] = {district, block};
    assert_int_equal(xn_typology_address(typology, unit, 2, &deciding, &without), class_);
    assert_int_equal(deciding, deciding_level);
    assert_int_equal(without, without_data);
}

static void an_address_has_the_worst_class_of_its_levels(void **state)
{
    (void)state;
    classify_two_levels();
    assert_address(0, 0, XN_CONCENTRATED, 1, 0);
    assert_address(0, 1, XN_MIXED, 0, 0);
    assert_address(1, 3, XN_CONCENTRATED, 0, 0); /* both: the coarsest is named */
    assert_address(1, 1, XN_CONCENTRATED, 0, 0);
}

static void a_level_without_data_casts_no_vote(void **state)
{
    (void)state;
    classify_two_levels();
    assert_address(0, 2, XN_MIXED, 0, 2);
    assert_address(0, XN_NONE, XN_MIXED, 0, 2);
    assert_address(XN_NONE, 1, XN_MIXED, 1, 1);
    assert_address(2, 0, XN_CONCENTRATED, 1, 1);
    assert_address(XN_NONE, 2, XN_UNDETERMINED, XN_NONE, 3);

    size_t deciding;
    unsigned without;
    assert_int_equal(xn_typology_address(typology, (const size_t[]){0}, 1, &deciding, &without), XN_MIXED);
    assert_int_equal(deciding, 0);
    assert_int_equal(without, 2);
}

/* --- refusals ------------------------------------------------------------------------------------------ */

static void assert_refusal(enum xn_status status, const char *sentence, const struct xn_typology_rule *rule,
                           const struct xn_typology_level *level, size_t n_levels)
{
    struct xn_typology *untouched = NULL;
    double value;
    assert_refused(status, sentence, xn_typology_classify(rule, level, n_levels, &untouched, &err));
    assert_null(untouched);
    assert_int_equal(xn_typology_classify(rule, level, n_levels, &untouched, NULL), status);
}

static void what_cannot_be_classified_is_refused(void **state)
{
    (void)state;
    struct tiny_city city, nobody, no_group;
    const struct xn_counts counts = TINY(&city, 2, 2, {10, 90, 20, 80});
    const struct xn_typology_level level = {.counts = counts};
    const struct xn_typology_level deserted = {.counts = TINY(&nobody, 2, 2, {0, 0, 0, 0})};
    const struct xn_typology_level without_group = {.counts = TINY(&no_group, 2, 2, {0, 90, 0, 80})};
    struct xn_typology_rule unknown = concentration;
    strcpy(unknown.group, "zz");

    assert_refusal(XN_ARGUMENT, "no group 'zz'", &unknown, &level, 1);
    assert_refusal(XN_UNDEFINED, "no members", &concentration, &without_group, 1);
    assert_refusal(XN_UNDEFINED, "no people", &muenster_2004, &deserted, 1);
    assert_refusal(XN_UNDEFINED, "no people", &programme_load, &deserted, 1);
    assert_refusal(XN_ARGUMENT, "no placements", &programme_load, &level, 1);
    assert_refusal(XN_ARGUMENT, "0 levels", &concentration, &level, 0);
    assert_refusal(XN_ARGUMENT, "5 levels", &concentration, &level, XN_LEVEL_MAX + 1);

    const struct xn_typology_level orphans[] = {level, {.counts = counts, .parent = (size_t[]){0, XN_NONE}}};
    assert_refusal(XN_ARGUMENT, "unit 1 of level 1 has no parent", &concentration, orphans, 2);
    const struct xn_typology_level no_parents[] = {level, level};
    assert_refusal(XN_ARGUMENT, "unit 0 of level 1 has no parent", &concentration, no_parents, 2);
}

static void parameters_out_of_range_are_refused(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = {.counts = TINY(&city, 2, 2, {10, 90, 20, 80})};
    struct xn_typology_rule rule = concentration;
    rule.certainty = 0.5;
    assert_refusal(XN_ARGUMENT, "certainty is 0.5", &rule, &level, 1);
    rule = concentration;
    rule.interval = 1;
    assert_refusal(XN_ARGUMENT, "interval is 1", &rule, &level, 1);
    rule = concentration;
    rule.household_size = 0;
    assert_refusal(XN_ARGUMENT, "household size is 0", &rule, &level, 1);
    rule = muenster_2004;
    rule.quotient_threshold = NAN;
    assert_refusal(XN_ARGUMENT, "quotient threshold is nan", &rule, &level, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_are_stable_codes),
        TEST(load_is_compared_with_two_bounds),
        TEST(load_has_its_bounds_from_the_rule_on_every_level),
        TEST(one_family_makes_a_unit_above_average),
        TEST(the_average_unit_is_never_above_average),
        TEST(an_address_has_the_worst_class_of_its_levels),
        TEST(a_level_without_data_casts_no_vote),
        TEST(what_cannot_be_classified_is_refused),
        TEST(parameters_out_of_range_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
