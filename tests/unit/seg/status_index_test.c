/* status_index_test.c - the profile socio-economic: z-scores, four status classes, the dynamic.
 *
 * The golden numbers come from Python's statistics module: z = (x - fmean(v)) / pstdev(v) of each indicator,
 * their mean, and z of that once more.
 */
#include "classified.h"

static const struct xn_typology_rule socio_economic = {
    .profile = XN_PROFILE_SOCIO_ECONOMIC,
    .n_indicators = 3,
    .min_persons = {300, 300},
    .status_limit = {-1, 1, 1.5},
    .dynamic_limit = {-1, 1},
    .status_tier = {XN_MIXED, XN_MIXED, XN_UNDETERMINED, XN_CONCENTRATED},
};

enum { UNITS = 7 };
static const double unemployed[UNITS] = {2, 6, 8, 9, 16, 21, 7};
static const double child_poverty[UNITS] = {4, 11, 15, 14, 31, 42, 12};
static const double income_turned[UNITS] = {-42, -33, -27, -28, -21, -17, -29};
static const double change[UNITS] = {0.5, -3, 0.2, 0.1, 4, 0.3, -0.4};

/* One level of seven districts. */
static struct xn_typology_level districts(struct tiny_city *city)
{
    return (struct xn_typology_level){.counts = TINY(city, UNITS, 1, {400, 500, 600, 700, 800, 900, 1000}),
                                      .indicator = {unemployed, child_poverty, income_turned}};
}

static void the_status_is_that_of_an_independent_computation(void **state)
{
    (void)state;
    static const double golden[UNITS] = {-1.47071427481886, -0.643553395398096, -0.148293592564144,
                                         -0.16459156281816, 1.01861171331817,   1.78690468685302,
                                         -0.378363574571923};
    static const int status[UNITS] = {1, 2, 2, 2, 3, 4, 2};
    struct tiny_city city;
    const struct xn_typology_level level = districts(&city);
    classify(&socio_economic, &level, 1);
    for (size_t u = 0; u < UNITS; u++) {
        assert_near(unit_of(0, u)->value, golden[u], 1e-13);
        assert_int_equal(unit_of(0, u)->status, status[u]);
        assert_class(0, u, socio_economic.status_tier[status[u] - 1], XN_RULE_STATUS);
        assert_int_equal(unit_of(0, u)->at_2, unit_of(0, u)->class_);
        assert_int_equal(unit_of(0, u)->dynamic, XN_DYNAMIC_NONE);
        assert_true(isnan(unit_of(0, u)->dynamic_value) && isnan(unit_of(0, u)->quotient));
    }
    assert_int_equal(typology->group, XN_NONE);
    assert_true(isnan(typology->city_value));
}

static void sizes_of_units_do_not_matter_and_rows_may_stand_in_any_order(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_typology_level level = districts(&city);
    double turned[3][UNITS];
    classify(&socio_economic, &level, 1);
    double index[UNITS];
    for (size_t u = 0; u < UNITS; u++)
        index[u] = unit_of(0, u)->value;
    for (size_t u = 0; u < UNITS; u++)
        for (size_t i = 0; i < 3; i++)
            turned[i][u] = districts(&city).indicator[i][(u + 3) % UNITS];
    level = (struct xn_typology_level){.counts = TINY(&city, UNITS, 1, {90000, 301, 302, 303, 304, 305, 306}),
                                       .indicator = {turned[0], turned[1], turned[2]}};
    classify(&socio_economic, &level, 1);
    for (size_t u = 0; u < UNITS; u++)
        assert_exactly(unit_of(0, u)->value, index[(u + 3) % UNITS]);
}

static void the_limits_belong_to_the_lower_class(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_typology_rule rule = socio_economic;
    const double two[] = {-1, -1, 1, 1}; /* mean 0, deviation 1 */
    const struct xn_typology_level level = {.counts = TINY(&city, 4, 1, {400, 400, 400, 400}),
                                            .indicator = {two}};
    rule.n_indicators = 1;
    classify(&rule, &level, 1);
    assert_int_equal(unit_of(0, 0)->status, 1);
    assert_int_equal(unit_of(0, 2)->status, 2);
    rule.status_limit[0] = -1.5;
    rule.status_limit[1] = 0.5;
    rule.status_limit[2] = 0.9;
    classify(&rule, &level, 1);
    assert_int_equal(unit_of(0, 0)->status, 2);
    assert_int_equal(unit_of(0, 2)->status, 4);
    assert_class(0, 2, XN_CONCENTRATED, XN_RULE_STATUS);
}

static void the_tier_of_a_status_is_the_policys(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = districts(&city);
    struct xn_typology_rule rule = socio_economic;
    rule.status_tier[1] = XN_UNDETERMINED;
    rule.status_tier[3] = XN_UNDETERMINED;
    classify(&rule, &level, 1);
    assert_class(0, 0, XN_MIXED, XN_RULE_STATUS);
    assert_class(0, 2, XN_UNDETERMINED, XN_RULE_STATUS);
    assert_class(0, 5, XN_UNDETERMINED, XN_RULE_STATUS);
}

/* --- dynamic ------------------------------------------------------------------------------------------- */

static void the_dynamic_is_told_and_decides_where_the_policy_says_so(void **state)
{
    (void)state;
    static const double golden[UNITS] = {0.135695525882349,   -1.71127135418296, -0.0226159209803916,
                                         -0.0753864032679719, 1.98266240594766,  0.0301545613071888,
                                         -0.339238814705874};
    struct tiny_city city;
    struct xn_typology_level level = districts(&city);
    struct xn_typology_rule rule = socio_economic;
    rule.n_changes = 1;
    rule.status_tier[1] = XN_UNDETERMINED; /* so that there are undetermined areas of each dynamic */
    level.change[0] = change;
    classify(&rule, &level, 1);
    for (size_t u = 0; u < UNITS; u++)
        assert_near(unit_of(0, u)->dynamic_value, golden[u], 1e-12);
    assert_int_equal(unit_of(0, 1)->dynamic, XN_DYNAMIC_POSITIVE);
    assert_int_equal(unit_of(0, 0)->dynamic, XN_DYNAMIC_STABLE);
    assert_int_equal(unit_of(0, 4)->dynamic, XN_DYNAMIC_NEGATIVE);
    assert_class(0, 1, XN_UNDETERMINED, XN_RULE_STATUS);
    assert_class(0, 4, XN_UNDETERMINED, XN_RULE_STATUS);

    rule.dynamic_decides = true;
    classify(&rule, &level, 1);
    assert_class(0, 0, XN_MIXED, XN_RULE_STATUS);
    assert_class(0, 1, XN_MIXED, XN_RULE_STATUS);
    assert_class(0, 2, XN_UNDETERMINED, XN_RULE_STATUS);
    assert_class(0, 4, XN_CONCENTRATED, XN_RULE_STATUS);
    assert_class(0, 5, XN_CONCENTRATED, XN_RULE_STATUS); /* by its status: a stable dynamic changes nothing */
}

static void an_unknown_change_is_no_dynamic_and_no_fault(void **state)
{
    (void)state;
    struct tiny_city city;
    double gap[UNITS];
    struct xn_typology_level level = districts(&city);
    struct xn_typology_rule rule = socio_economic;
    memcpy(gap, change, sizeof gap);
    gap[4] = NAN;
    rule.n_changes = 1;
    rule.dynamic_decides = true;
    level.change[0] = gap;
    classify(&rule, &level, 1);
    assert_int_equal(unit_of(0, 4)->dynamic, XN_DYNAMIC_NONE);
    assert_int_equal(unit_of(0, 1)->dynamic, XN_DYNAMIC_POSITIVE);
    assert_true(unit_of(0, 4)->status > 0);
}

/* --- who is compared ----------------------------------------------------------------------------------- */

static void a_unit_with_an_unknown_indicator_has_no_data_and_sets_no_scale(void **state)
{
    (void)state;
    struct tiny_city city;
    double gap[UNITS];
    struct xn_typology_level level = districts(&city);
    memcpy(gap, child_poverty, sizeof gap);
    gap[5] = NAN;
    level.indicator[1] = gap;
    classify(&socio_economic, &level, 1);
    assert_no_data(0, 5);
    assert_int_equal(unit_of(0, 5)->status, 0);
    /* the others by themselves, as if the extreme unit were not there */
    const double without[] = {2, 6, 8, 9, 16, 7};
    const struct xn_typology_rule one = {.profile = XN_PROFILE_SOCIO_ECONOMIC,
                                         .n_indicators = 1,
                                         .status_limit = {-1, 1, 1.5},
                                         .dynamic_limit = {-1, 1}};
    struct tiny_city fewer;
    const struct xn_typology_level six = {.counts = TINY(&fewer, 6, 1, {1, 1, 1, 1, 1, 1}),
                                          .indicator = {without}};
    level.indicator[0] = (const double[]){2, 6, 8, 9, 16, NAN, 7};
    classify(&one, &level, 1);
    const double last = unit_of(0, 6)->value;
    classify(&one, &six, 1);
    assert_exactly(unit_of(0, 5)->value, last);
}

static void a_small_unit_follows_its_parent_and_sets_no_scale(void **state)
{
    (void)state;
    struct tiny_city city, blocks;
    static const double rate[] = {1, 2, 3, 50};
    struct xn_typology_rule rule = socio_economic;
    rule.n_indicators = 1;
    const struct xn_typology_level level[] = {
        {.counts = TINY(&city, 3, 1, {1000, 1000, 1000}), .indicator = {(const double[]){1, 1, 9}}},
        {.counts = TINY(&blocks, 4, 1, {400, 400, 400, 299}),
         .indicator = {rate},
         .parent = (const size_t[]){0, 1, 0, 2}}};
    classify(&rule, level, 2);
    assert_int_equal(unit_of(0, 2)->status, 3); /* 1.41 deviations */
    assert_class(1, 3, XN_UNDETERMINED, XN_RULE_PARENT);
    assert_true(unit_of(1, 3)->low_n);
    assert_int_equal(unit_of(1, 3)->status, 3);
    assert_near(unit_of(1, 3)->value, (50 - 2) / sqrt(2.0 / 3), 1e-12); /* on the scale of the other three */
    assert_near(unit_of(1, 2)->value, 1 / sqrt(2.0 / 3), 1e-12);
}

static void on_the_coarsest_level_a_small_unit_is_undetermined(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_typology_rule rule = socio_economic;
    rule.n_indicators = 1;
    const struct xn_typology_level level = {.counts = TINY(&city, 4, 1, {400, 400, 400, 299}),
                                            .indicator = {(const double[]){1, 2, 3, 50}}};
    classify(&rule, &level, 1);
    assert_class(0, 3, XN_UNDETERMINED, XN_RULE_PARENT);
    assert_true(unit_of(0, 3)->low_n);
}

static void nothing_to_compare_is_no_data(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_typology_rule rule = socio_economic;
    rule.n_indicators = 1;
    struct xn_typology_level level = {.counts = TINY(&city, 3, 1, {400, 400, 400}),
                                      .indicator = {(const double[]){2, 2, 2}}};
    classify(&rule, &level, 1); /* no spread */
    assert_no_data(0, 0);
    level.indicator[0] = (const double[]){1, 2, NAN}; /* two units */
    classify(&rule, &level, 1);
    assert_no_data(0, 1);
    level.indicator[0] = NULL; /* a level without the column */
    classify(&rule, &level, 1);
    assert_no_data(0, 2);
    rule.n_indicators = 2; /* two indicators that cancel each other */
    level.indicator[0] = (const double[]){1, 2, 3};
    level.indicator[1] = (const double[]){-1, -2, -3};
    classify(&rule, &level, 1);
    assert_no_data(0, 0);
}

static void a_unit_without_people_has_no_data(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_typology_rule rule = socio_economic;
    rule.n_indicators = 1;
    rule.min_persons[0] = 0;
    const struct xn_typology_level level = {.counts = TINY(&city, 4, 1, {400, 400, 400, 0}),
                                            .indicator = {(const double[]){1, 2, 3, 50}}};
    classify(&rule, &level, 1);
    assert_no_data(0, 3);
    assert_near(unit_of(0, 2)->value, 1 / sqrt(2.0 / 3), 1e-12);
}

static void refused(const struct xn_typology_rule *rule, const char *part)
{
    struct tiny_city city;
    const struct xn_typology_level level = districts(&city);
    double value; /* of assert_refused */
    assert_refused(XN_ARGUMENT, part, xn_typology_classify(rule, &level, 1, &typology, &err));
    assert_null(typology);
}

static void bad_rules_are_refused(void **state)
{
    (void)state;
    struct xn_typology_rule rule = socio_economic;
    rule.n_indicators = 0;
    refused(&rule, "0 indicators");
    rule.n_indicators = 5;
    refused(&rule, "5 indicators");
    rule = socio_economic;
    rule.n_changes = 5;
    refused(&rule, "5 changes");
    rule = socio_economic;
    rule.status_limit[1] = -1;
    refused(&rule, "limits of the status");
    rule = socio_economic;
    rule.dynamic_limit[0] = NAN;
    refused(&rule, "limits of the dynamic");
}

static void running_out_of_memory_is_said_and_leaks_nothing(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = districts(&city);
    const size_t before = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; status == XN_MEMORY; n++) {
        assert_null(typology);
        assert_int_equal(xn_test_live_blocks(), before);
        xn_test_fail_allocation(n);
        status = xn_typology_classify(&socio_economic, &level, 1, &typology, &err);
        assert_true(status == XN_OK || n < 100);
    }
    xn_test_fail_allocation(0);
    assert_int_equal(status, XN_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_status_is_that_of_an_independent_computation),
        TEST(sizes_of_units_do_not_matter_and_rows_may_stand_in_any_order),
        TEST(the_limits_belong_to_the_lower_class),
        TEST(the_tier_of_a_status_is_the_policys),
        TEST(the_dynamic_is_told_and_decides_where_the_policy_says_so),
        TEST(an_unknown_change_is_no_dynamic_and_no_fault),
        TEST(a_unit_with_an_unknown_indicator_has_no_data_and_sets_no_scale),
        TEST(a_small_unit_follows_its_parent_and_sets_no_scale),
        TEST(on_the_coarsest_level_a_small_unit_is_undetermined),
        TEST(nothing_to_compare_is_no_data),
        TEST(a_unit_without_people_has_no_data),
        TEST(bad_rules_are_refused),
        TEST(running_out_of_memory_is_said_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
