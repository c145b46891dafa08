/* The digest of a request: everything asked changes it, the dwellings do not. */
#include "fixture.h"

static struct fixture f;

static int setup(void **state)
{
    (void)state;
    fixture_init(&f);
    fixture_tie(&f, XN_TIE_CARE, 0, 0, 1);
    strcpy(f.household.entitlement[0], "WBS");
    f.household.n_entitlements = 1;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fixture_free(&f);
    return 0;
}

static void digest(char ret[XN_DIGEST_HEX])
{
    XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = fixture_rank(&f);
    memcpy(ret, ranking->request_digest, XN_DIGEST_HEX);
}

/* The statement changes the digest; undone by its opposite it is the old one again. */
#define ASSERT_CHANGES(change, undo)                                                                         \
    do {                                                                                                     \
        char before[XN_DIGEST_HEX], changed[XN_DIGEST_HEX], after[XN_DIGEST_HEX];                            \
        digest(before);                                                                                      \
        change;                                                                                              \
        digest(changed);                                                                                     \
        undo;                                                                                                \
        digest(after);                                                                                       \
        assert_string_not_equal(before, changed);                                                            \
        assert_string_equal(before, after);                                                                  \
    } while (0)

static void test_every_part_of_the_question(void **state)
{
    (void)state;
    struct xn_household *household = &f.household;
    ASSERT_CHANGES(household->size = 4, household->size = 5);
    ASSERT_CHANGES(household->age_0_5 = 1, household->age_0_5 = -1);
    ASSERT_CHANGES(household->age_65_plus = 1, household->age_65_plus = -1);
    ASSERT_CHANGES(household->n_entitlements = 0, household->n_entitlements = 1);
    ASSERT_CHANGES(household->step_free = true, household->step_free = false);
    ASSERT_CHANGES(household->rent_limit_eur = NAN, household->rent_limit_eur = 750);
    ASSERT_CHANGES(household->rooms_min = 4, household->rooms_min = NAN);
    ASSERT_CHANGES(household->available_by = 0, household->available_by = XN_NO_DATE);
    ASSERT_CHANGES(household->tie[0].weight = 2, household->tie[0].weight = 1);
    ASSERT_CHANGES(household->tie[0].kind = XN_TIE_WORK, household->tie[0].kind = XN_TIE_CARE);
    ASSERT_CHANGES(household->tie[0].lat = 1, household->tie[0].lat = 0);
    ASSERT_CHANGES(household->filter_care = true, household->filter_care = false);
    ASSERT_CHANGES(household->filter_own_wish = true, household->filter_own_wish = false);
    ASSERT_CHANGES(f.request.as_of++, f.request.as_of--);
    ASSERT_CHANGES(f.request.counts_as_of = "2020-12-31", f.request.counts_as_of = NULL);
    ASSERT_CHANGES(f.request.snapshot = "snapshot-2", f.request.snapshot = "snapshot-1");
}

static void test_the_policy(void **state)
{
    (void)state;
    struct xn_policy *policy = &f.policy;
    ASSERT_CHANGES(policy->version[0] = '2', policy->version[0] = '1');
    ASSERT_CHANGES(policy->digest[0] = 'a', policy->digest[0] = '\0');
    ASSERT_CHANGES(policy->rule.load_mixed_below = 3, policy->rule.load_mixed_below = 2);
    ASSERT_CHANGES(policy->effect_index = XN_EFFECT_VARIANCE_RATIO, policy->effect_index = XN_EFFECT_THEIL_H);
    ASSERT_CHANGES(policy->n_criteria = 4, policy->n_criteria = 5);
    ASSERT_CHANGES(policy->rule.hysteresis = true, policy->rule.hysteresis = false);
    ASSERT_CHANGES(policy->rent_ceiling_eur.more = 100, policy->rent_ceiling_eur.more = 0);
    ASSERT_CHANGES(policy->rent_per_m2_eur = 9, policy->rent_per_m2_eur = 0);
    ASSERT_CHANGES(policy->wbs_area_m2.more = 15, policy->wbs_area_m2.more = 0);
    ASSERT_CHANGES(policy->wbs_rooms.more = 1, policy->wbs_rooms.more = 0);
    ASSERT_CHANGES(policy->wbs_tolerance_m2 = 5, policy->wbs_tolerance_m2 = 0);
    ASSERT_CHANGES(policy->allowance_rent_eur.more = 1, policy->allowance_rent_eur.more = 0);
    ASSERT_CHANGES(policy->n_incomes = 1, policy->n_incomes = 0);
}

static void test_the_status_rule(void **state)
{
    (void)state;
    struct xn_typology_rule *rule = &f.policy.rule;
    rule->profile = XN_PROFILE_SOCIO_ECONOMIC;
    ASSERT_CHANGES(rule->n_indicators = 1, rule->n_indicators = 0);
    ASSERT_CHANGES(rule->status_limit[2] = 1.5, rule->status_limit[2] = 0);
    ASSERT_CHANGES(rule->status_tier[3] = XN_CONCENTRATED, rule->status_tier[3] = XN_MIXED);
    ASSERT_CHANGES(rule->dynamic_decides = true, rule->dynamic_decides = false);
}

static void test_not_the_dwellings(void **state)
{
    (void)state;
    char empty[XN_DIGEST_HEX], filled[XN_DIGEST_HEX];
    digest(empty);
    fixture_add(&f, "a", 0);
    digest(filled);
    assert_string_equal(empty, filled);
    assert_int_equal(strlen(empty), XN_DIGEST_HEX - 1);
}

#define DIGEST_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DIGEST_TEST(test_every_part_of_the_question),
        DIGEST_TEST(test_the_policy),
        DIGEST_TEST(test_the_status_rule),
        DIGEST_TEST(test_not_the_dwellings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
