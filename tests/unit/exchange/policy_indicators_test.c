/* policy_indicators_test.c - policies of profile socio-economic, and the differences between policies. */
#include "test.h"
#include <stdio.h>
#include <string.h>
#include "xenia/exchange.h"

#define SOCIAL "policy = socio-economic\nversion = 1\n[classes]\n"

static enum xn_status parse(const char *text, struct xn_policy *ret, struct xn_error *err)
{
    return xn_policy_parse(text, strlen(text), "p.ini", ret, err);
}

static void indicators_have_columns_bases_and_signs(void **state)
{
    (void)state;
    struct xn_policy policy;
    ASSERT_OK(parse(SOCIAL "indicators = UNEMPLOYED/AGE, INCOME:-1, POOR/(persons):1\n"
                           "changes = D_UNEMPLOYED:-1\n",
                    &policy, &err));
    const struct xn_typology_rule *rule = &policy.rule;
    assert_int_equal(rule->profile, XN_PROFILE_SOCIO_ECONOMIC);
    assert_int_equal(rule->n_indicators, 3);
    assert_string_equal(rule->indicator[0].column, "UNEMPLOYED");
    assert_string_equal(rule->indicator[0].base, "AGE");
    assert_int_equal(rule->indicator[0].sign, 1);
    assert_string_equal(rule->indicator[1].column, "INCOME");
    assert_string_equal(rule->indicator[1].base, "");
    assert_int_equal(rule->indicator[1].sign, -1);
    assert_string_equal(rule->indicator[2].base, XN_ALL_PERSONS);
    assert_int_equal(rule->n_changes, 1);
    assert_int_equal(rule->change[0].sign, -1);
    assert_false(rule->earlier);
}

static void the_shipped_profile_is_berlins_method(void **state)
{
    (void)state;
    struct xn_policy policy;
    ASSERT_OK(xn_policy_profile("socio-economic", &policy, &err));
    assert_int_equal(policy.rule.n_indicators, 0);
    assert_true(policy.rule.status_limit[0] == -1 && policy.rule.status_limit[1] == 1 &&
                policy.rule.status_limit[2] == 1.5);
    assert_true(policy.rule.dynamic_limit[0] == -1 && policy.rule.dynamic_limit[1] == 1);
    assert_int_equal(policy.rule.status_tier[1], XN_MIXED);
    assert_int_equal(policy.rule.status_tier[2], XN_UNDETERMINED);
    assert_int_equal(policy.rule.status_tier[3], XN_CONCENTRATED);
    assert_true(policy.rule.min_persons[0] == 300 && policy.rule.min_persons[3] == 300);
    assert_false(policy.rule.dynamic_decides);
    assert_true(policy.rule.hysteresis);
    for (size_t i = 0; i < policy.n_criteria; i++)
        assert_int_not_equal(policy.criterion[i], XN_BY_EFFECT);
}

static void hysteresis_is_on_but_for_the_replay(void **state)
{
    (void)state;
    struct xn_policy policy;
    for (size_t i = 0; i < XN_PROFILE_COUNT; i++) {
        ASSERT_OK(xn_policy_profile(xn_profile_name((enum xn_profile_kind)i), &policy, &err));
        assert_int_equal(policy.rule.hysteresis, i != XN_PROFILE_MUENSTER_2004);
    }
    xn_policy_default(&policy);
    assert_true(policy.rule.hysteresis);
    ASSERT_OK(parse("policy = programme-load\nversion = 1\n[classes]\nhysteresis = no\n", &policy, &err));
    assert_false(policy.rule.hysteresis);
}

static void wrong_values_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
    } wrong[] = {
        {"hysteresis = yes\n", "p.ini does not name the indicators of profile socio-economic"},
        {"indicators = A, B, C, D, E\n", "line 4: found 'A, B, C, D, E' for indicators, wanted one to four"},
        {"indicators = A/\n", "wanted one to four columns"},
        {"indicators = :-1\n", "wanted one to four columns"},
        {"indicators = A\nchanges = B\nearlier = C\n", "line 6: found 'C' for earlier, wanted changes or"},
        {"indicators = A, B\nearlier = C\n", "found 1 columns for earlier, wanted one for each of the 2"},
        {"indicators = A:-1\nearlier = C:-1\n", "found C:-1 for earlier, wanted it without ':-1'"},
        {"indicators = A\nstatus_limits = -1, 1\n", "wanted three numbers that ascend"},
        {"indicators = A\nstatus_limits = -1, 1, 1\n", "wanted three numbers that ascend"},
        {"indicators = A\nstatus_limits = -1, 1, 2, 3\n", "wanted three numbers that ascend"},
        {"indicators = A\ndynamic_limits = 1, -1\n", "wanted two numbers that ascend"},
        {"indicators = A\nstatus_tiers = mixed, mixed, concentrated\n", "wanted a class for each status"},
        {"indicators = A\nstatus_tiers = concentrated, mixed, mixed, mixed\n", "none better than the one"},
        {"indicators = A\nquotient_threshold = 2\n", "has no use in the profile socio-economic"},
        {"indicators = A\n[effect]\nindex = theil_h\n", "has no use in the profile socio-economic"},
    };
    struct xn_policy policy;
    char text[512];
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        (void)snprintf(text, sizeof text, "%s%s", SOCIAL, wrong[i].text);
        ASSERT_FAILS(XN_INPUT, wrong[i].part, parse(text, &policy, &err));
    }
    ASSERT_FAILS(
        XN_INPUT, "has no use in the profile concentration",
        parse("policy = concentration\nversion = 1\n[classes]\ngroup = A\nindicators = B\n", &policy, &err));
}

/* --- differences --------------------------------------------------------------------------------------- */

static void tell(void *user, const struct xn_policy_difference *difference)
{
    char *text = user;
    const size_t used = strlen(text);
    (void)snprintf(text + used, 1024 - used, "%s.%s:%s->%s;", difference->section, difference->key,
                   difference->before ? difference->before : "/",
                   difference->after ? difference->after : "/");
    assert_non_null(difference->words);
}

static void assert_differences(const struct xn_policy *before, const struct xn_policy *after,
                               const char *wanted)
{
    char text[1024] = "";
    ASSERT_OK(xn_policy_compare(before, after, tell, text, &err));
    assert_string_equal(text, wanted);
}

static void every_parameter_that_differs_is_told(void **state)
{
    (void)state;
    struct xn_policy before, after;
    ASSERT_OK(parse(SOCIAL "indicators = A\nearlier = B\n", &before, &err));
    assert_differences(&before, &before, "");
    ASSERT_OK(parse(SOCIAL "indicators = A/C, D:-1\nchanges = B\nstatus_limits = -1, 0.5, 2\n"
                           "status_tiers = mixed, undetermined, undetermined, concentrated\n"
                           "dynamic_decides = yes\nmin_persons = 300, 200\n",
                    &after, &err));
    assert_differences(
        &before, &after,
        "classes.min_persons:300, 300, 300, 300->300, 200, 200, 200;classes.indicators:A->A/C, "
        "D:-1;classes.changes:->B;classes.earlier:B->;classes.status_limits:-1, 1, 1.5->-1, "
        "0.5, 2;classes.status_tiers:mixed, mixed, undetermined, concentrated->mixed, "
        "undetermined, undetermined, concentrated;classes.dynamic_decides:no->yes;");
}

static void a_parameter_of_one_profile_alone_is_told_as_such(void **state)
{
    (void)state;
    struct xn_policy before, after;
    ASSERT_OK(
        parse("policy = programme-load\nversion = 1\nvalid_until = 2005-12-31\n[classes]\nmonths = 12\n",
              &before, &err));
    ASSERT_OK(parse("policy = programme-load\nversion = 2\n[effect]\nindex = variance_ratio\n[order]\n"
                    "criteria = tier, hash\n",
                    &after, &err));
    assert_differences(&before, &after,
                       ".version:1->2;.valid_until:2005-12-31->;classes.months:12->24;"
                       "effect.index:theil_h->variance_ratio;order.criteria:tier, effect, needs, rent, "
                       "hash->tier, hash;");
    ASSERT_OK(parse(SOCIAL "indicators = A\n", &after, &err));
    char text[1024] = "";
    ASSERT_OK(xn_policy_compare(&before, &after, tell, text, &err));
    assert_non_null(strstr(text, "classes.months:12->/;"));
    assert_non_null(strstr(text, "classes.indicators:/->A;"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indicators_have_columns_bases_and_signs),
        cmocka_unit_test(the_shipped_profile_is_berlins_method),
        cmocka_unit_test(hysteresis_is_on_but_for_the_replay),
        cmocka_unit_test(wrong_values_are_refused),
        cmocka_unit_test(every_parameter_that_differs_is_told),
        cmocka_unit_test(a_parameter_of_one_profile_alone_is_told_as_such),
    };
    return XN_RUN(tests);
}
