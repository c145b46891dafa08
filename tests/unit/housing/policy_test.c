/* The gate of RULES R14: which policy may rank for real people, and what a refusal says. */
#include "fixture.h"

static struct xn_policy signed_concentration(void)
{
    struct xn_policy policy = fixture_policy();
    strcpy(policy.name, "concentration");
    policy.rule.profile = XN_PROFILE_CONCENTRATION;
    strcpy(policy.signed_by, "A. Jansen");
    policy.signed_on = xn_date_of(2021, 1, 4);
    policy.valid_until = xn_date_of(2021, 12, 31);
    strcpy(policy.legal_basis, "Council decision 2020-117");
    strcpy(policy.dpia_reference, "DPIA-2020-9");
    return policy;
}

static void assert_refused(const struct xn_policy *policy, bool demonstration_city, const char *words)
{
    struct xn_error err = {0};
    assert_int_equal(xn_policy_check_live(policy, FIXTURE_AS_OF, demonstration_city, &err), XN_INPUT);
    if (!strstr(err.message, words))
        fail_msg("'%s' does not say '%s'", err.message, words);
}

static void assert_allowed(const struct xn_policy *policy, bool demonstration_city)
{
    struct xn_error err = {0};
    if (xn_policy_check_live(policy, FIXTURE_AS_OF, demonstration_city, &err) != XN_OK)
        fail_msg("%s", err.message);
}

static void test_programme_load_needs_no_signature(void **state)
{
    (void)state;
    struct xn_policy policy = fixture_policy();
    assert_allowed(&policy, false);
    policy.valid_until = FIXTURE_AS_OF;
    assert_allowed(&policy, false); /* the last day counts */
    policy.valid_until = FIXTURE_AS_OF - 1;
    assert_refused(&policy, false, "it was valid until 2021-01-31, and the ranking is for 2021-02-01");
}

static void test_concentration_names_all_that_is_missing(void **state)
{
    (void)state;
    struct xn_policy policy = signed_concentration();
    assert_allowed(&policy, false);
    policy.legal_basis[0] = '\0';
    policy.dpia_reference[0] = '\0';
    assert_refused(&policy, false, "these are empty: legal_basis, dpia_reference");
    policy.signed_by[0] = '\0';
    policy.signed_on = policy.valid_until = XN_NO_DATE;
    assert_refused(&policy, false, "signed_by, signed_on, valid_until, legal_basis, dpia_reference");
}

static void test_concentration_has_its_time(void **state)
{
    (void)state;
    struct xn_policy policy = signed_concentration();
    policy.valid_until = FIXTURE_AS_OF - 1;
    assert_refused(&policy, true, "was valid until 2021-01-31");
    policy = signed_concentration();
    policy.signed_on = FIXTURE_AS_OF + 1;
    assert_refused(&policy, false, "is signed only on 2021-02-02");
}

static void test_demonstration_stays_in_its_city(void **state)
{
    (void)state;
    struct xn_policy policy = signed_concentration();
    policy.demonstration = true;
    policy.signed_by[0] = '\0';
    assert_allowed(&policy, true);
    assert_refused(&policy, false, "demonstration = yes");
    policy = fixture_policy();
    policy.demonstration = true;
    assert_refused(&policy, false, "'programme-load' version 1");
}

static void test_muenster_2004_never_ranks(void **state)
{
    (void)state;
    struct xn_policy policy = signed_concentration();
    policy.rule.profile = XN_PROFILE_MUENSTER_2004;
    policy.demonstration = true;
    assert_refused(&policy, true, "replay and research");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_programme_load_needs_no_signature),
        cmocka_unit_test(test_concentration_names_all_that_is_missing),
        cmocka_unit_test(test_concentration_has_its_time),
        cmocka_unit_test(test_demonstration_stays_in_its_city),
        cmocka_unit_test(test_muenster_2004_never_ranks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
