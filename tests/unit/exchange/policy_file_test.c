#include "test.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "counted_memory.h"
#include "xenia/exchange.h"

static enum xn_status parse(const char *text, struct xn_policy *ret, struct xn_error *err)
{
    return xn_policy_parse(text, strlen(text), "p.ini", ret, err);
}

static void the_default_is_programme_load(void **state)
{
    (void)state;
    struct xn_policy policy;
    const size_t live = xn_test_live_blocks();
    xn_test_fail_allocation(1); /* it must not allocate */
    xn_policy_default(&policy);
    xn_test_fail_allocation(0);
    assert_int_equal(xn_test_live_blocks(), live);
    assert_string_equal(policy.name, "programme-load");
    assert_string_equal(policy.version, "1");
    assert_string_equal(policy.digest, "");
    assert_int_equal(policy.rule.profile, XN_PROFILE_PROGRAMME_LOAD);
    assert_int_equal(policy.rule.months, 24);
    assert_true(policy.rule.load_mixed_below == 2.0 && policy.rule.load_concentrated_above == 5.0);
    assert_true(policy.persons_per_room == 2.0 && policy.area_per_person_m2 == 9.0);
    assert_int_equal(policy.n_criteria, 5);
    assert_int_equal(policy.criterion[0], XN_BY_TIER);
    assert_int_equal(policy.criterion[4], XN_BY_HASH);
    assert_int_equal(policy.signed_on, XN_NO_DATE);
    assert_int_equal(policy.valid_until, XN_NO_DATE);
    assert_false(policy.demonstration);
    assert_true(policy.effect_band > 0.0);
}

static void shipped_profiles_are_the_designs(void **state)
{
    (void)state;
    struct xn_policy policy;
    ASSERT_OK(xn_policy_profile("concentration", &policy, &err));
    assert_int_equal(policy.rule.profile, XN_PROFILE_CONCENTRATION);
    assert_true(policy.rule.quotient_threshold == 1.5 && policy.rule.certainty == 0.9);
    assert_true(policy.rule.share_margin == 0.05 && policy.rule.interval == 0.9);
    assert_true(policy.rule.household_size == 2.2);
    assert_true(policy.rule.min_persons[0] == 300 && policy.rule.min_persons[1] == 100);
    assert_true(policy.rule.min_persons[2] == 50 && policy.rule.min_persons[3] == 50);
    assert_int_equal(strlen(policy.digest), 64);
    ASSERT_OK(xn_policy_profile("muenster-2004", &policy, &err));
    assert_true(policy.rule.quotient_threshold == 1.0);
    ASSERT_OK(xn_policy_profile("programme-load", &policy, &err));
    ASSERT_FAILS(XN_ARGUMENT, "no profile 'berlin'", xn_policy_profile("berlin", &policy, &err));
}

static void a_file_says_what_differs(void **state)
{
    (void)state;
    struct xn_policy policy;
    const char *text = "; ours\npolicy = concentration\nversion = 2004-11\nvalid_until = 2005-12-31\n"
                       "  demonstration = yes ; indented\n[classes]\ngroup = D_VERERBT\ncertainty = 0.8\n"
                       "min_persons = 400, 150\n[effect]\nindex = variance_ratio\n[order]\n"
                       "criteria = tier, rent, hash\n";
    ASSERT_OK(parse(text, &policy, &err));
    char digest[XN_DIGEST_HEX];
    xn_digest_of(text, strlen(text), digest);
    assert_string_equal(policy.digest, digest);
    assert_string_equal(policy.version, "2004-11");
    assert_int_equal(policy.valid_until, xn_date_of(2005, 12, 31));
    assert_true(policy.demonstration);
    assert_string_equal(policy.rule.group, "D_VERERBT");
    assert_true(policy.rule.certainty == 0.8);
    assert_true(policy.rule.quotient_threshold == 1.5); /* the profile's */
    assert_true(policy.rule.min_persons[1] == 150 && policy.rule.min_persons[3] == 150);
    assert_int_equal(policy.effect_index, XN_EFFECT_VARIANCE_RATIO);
    assert_int_equal(policy.n_criteria, 3);
    assert_int_equal(policy.criterion[1], XN_BY_RENT);
}

static void figures_by_size_and_incomes_are_read(void **state)
{
    (void)state;
    struct xn_policy policy;
    const char *text =
        "policy = programme-load\nversion = 2\n[fit]\n"
        "rent_ceiling_eur = 1:450, 2:550.5, 4:700, +100\nrent_per_m2_eur = 9.5\n"
        "wbs_area_m2 = +25\nwbs_rooms =\nwbs_tolerance_m2 = 5\n"
        "allowance_rent_eur = 1:633.25, 3:678.66\nincome_up_to_eur = DAEB:40024, WBS : 30000\n";
    ASSERT_OK(parse(text, &policy, &err));
    static const double ceiling[] = {450, 550.5, 550.5, 700, 800, 900};
    for (int persons = 1; persons <= 6; persons++)
        assert_true(xn_by_size_at(&policy.rent_ceiling_eur, persons) == ceiling[persons - 1]);
    assert_true(policy.rent_per_m2_eur == 9.5 && policy.wbs_tolerance_m2 == 5);
    assert_true(xn_by_size_at(&policy.wbs_area_m2, 4) == 100);
    assert_true(isnan(xn_by_size_at(&policy.wbs_rooms, 4)));
    assert_true(xn_by_size_at(&policy.allowance_rent_eur, 2) == 633.25);
    assert_true(xn_by_size_at(&policy.allowance_rent_eur, 9) == 678.66);
    assert_int_equal(policy.n_incomes, 2);
    assert_string_equal(policy.income[0].code, "DAEB");
    assert_true(policy.income[0].up_to_eur == 40024);
    assert_string_equal(policy.income[1].code, "WBS");
    xn_policy_default(&policy); /* none of them, unless somebody says so */
    assert_true(isnan(xn_by_size_at(&policy.rent_ceiling_eur, 4)) && policy.rent_per_m2_eur == 0);
    assert_int_equal(policy.n_incomes, 0);
}

static void wrong_figures_by_size_are_refused(void **state)
{
    (void)state;
    static const char *const value[] = {"450",         "2:450",       "1:450, 1:500", "1:450, 3:x", "1:0",
                                        "1:450, 13:9", "+100, 1:450", "+0",           "+1, +2",     "1.5:450",
                                        "1:100001",    ":450",        "1:450, +"};
    struct xn_policy policy;
    char text[200];
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
        (void)snprintf(text, sizeof text,
                       "policy = programme-load\nversion = 1\n[fit]\nrent_ceiling_eur = %s\n", value[i]);
        ASSERT_FAILS(XN_INPUT, "for rent_ceiling_eur, wanted figures above 0 to 100000 by persons",
                     parse(text, &policy, &err));
    }
    static const char *const income[] = {"DAEB",
                                         ":5",
                                         "DAEB:0",
                                         "DAEB:x",
                                         "A:1,A:1,A:1,A:1,A:1,A:1,A:1,A:1,A:1",
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH:5"};
    for (size_t i = 0; i < sizeof income / sizeof *income; i++) {
        (void)snprintf(text, sizeof text,
                       "policy = programme-load\nversion = 1\n[fit]\nincome_up_to_eur = %s\n", income[i]);
        ASSERT_FAILS(XN_INPUT, "wanted at most 8 codes with an income", parse(text, &policy, &err));
    }
}

#define LOAD "policy = programme-load\nversion = 1\n"
#define SHARE "policy = concentration\nversion = 1\n"

static void faults_name_file_line_and_what_is_wanted(void **state)
{
    (void)state;
    static const struct {
        const char *text, *sentence;
    } row[] = {
        {"", "p.ini does not say 'policy = PROFILE'; known are programme-load, concentration, muenster-2004"},
        {"policy = concentratoin\nversion = 1\n",
         "p.ini, line 1: found 'concentratoin' for policy; did you mean 'concentration'?"},
        {"policy = berlin\n", "p.ini, line 1: found 'berlin' for policy; known are programme-load,"},
        {"policy = programme-load\n", "p.ini does not say 'version = ...'"},
        {LOAD "[classes]\nload_mixd_below = 2\n",
         "p.ini, line 4: [classes] has no key 'load_mixd_below'; did you mean 'load_mixed_below'?"},
        {LOAD "validuntil = 2005-01-01\n",
         "p.ini, line 3: the part before the first section has no key 'validuntil'; did you mean "
         "'valid_until'?"},
        {LOAD "[clases]\nmonths = 3\n",
         "p.ini, line 4: there is no section 'clases'; did you mean 'classes'?"},
        {LOAD "[classes]\ngroup = A\n",
         "p.ini, line 4: [classes] group has no use in the profile programme-load"},
        {LOAD "[classes]\nmonths = 0\n",
         "p.ini, line 4: found '0' for months, wanted a whole number from 1 to "
         "120"},
        {LOAD "[classes]\nmonths = 2.5\n", "found '2.5' for months"},
        {LOAD "[classes]\nload_mixed_below = two\n",
         "p.ini, line 4: found 'two' for load_mixed_below, wanted a number from 0 to 1000"},
        {LOAD "[classes]\nload_mixed_below = 6\n",
         "p.ini: found load_mixed_below 6 above load_concentrated_above 5"},
        {LOAD "[classes]\nmonths = 3\n[fit]\n[classes]\nmonths = 4\n",
         "p.ini, line 7: months is given a second time, first on line 4"},
        {LOAD "demonstration = true\n", "p.ini, line 3: found 'true' for demonstration, wanted yes or no"},
        {LOAD "valid_until = 31-12-2005\n",
         "p.ini, line 3: found '31-12-2005' for valid_until, wanted a date as 2005-03-01"},
        {LOAD "[order]\ncriteria = tier, rent\n", "wanted criteria that end with hash"},
        {LOAD "[order]\ncriteria = tier, tier, hash\n", "wanted each criterion once"},
        {LOAD "[order]\ncriteria = tier, rents, hash\n",
         "p.ini, line 4: found 'rents' for criteria; did you mean 'rent'?"},
        {LOAD "[order]\ncriteria =\n", "wanted criteria that end with hash"},
        {LOAD "[effect]\nindex = gini\n", "found 'gini' for index; known are theil_h, variance_ratio"},
        {SHARE, "p.ini does not name the group of profile concentration: [classes] group = ..."},
        {SHARE "[classes]\ngroup = A\nmin_persons = 1,2,3,4,5\n",
         "line 5: found '1,2,3,4,5' for min_persons"},
        {SHARE "[classes]\ngroup = A\nmin_persons = \n", "wanted one to four numbers"},
        {SHARE "[classes]\ngroup = A\ncertainty = 0.3\n", "wanted a number from 0.5 to 0.999"},
        {LOAD "[classes\n", "p.ini, line 3: found '[classes', wanted 'key = value' or '[section]'"},
        {LOAD "months 24\n", "p.ini, line 3: found 'months 24', wanted 'key = value' or '[section]'"},
        {LOAD "[classes]\nnonsense\nmonths = 0\n", "p.ini, line 4: found 'nonsense', wanted 'key = value'"},
        {LOAD "legal_basis = \xff\n", "p.ini, line 3: found bytes that are not UTF-8 text"},
        {"policy = programme-load\nversion = 123456789012345678901234567890123\n",
         "p.ini, line 2: found '123456789012345678901234567890123' for version, wanted at most 31 bytes"},
    };
    struct xn_policy policy = {.name = "untouched"};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        ASSERT_FAILS(XN_INPUT, row[i].sentence, parse(row[i].text, &policy, &err));
    assert_string_equal(policy.name, "untouched");
}

static void nothing_is_cut_in_silence(void **state)
{
    (void)state;
    struct xn_policy policy;
    char text[512] = LOAD "legal_basis = ";
    size_t length = strlen(text);
    memset(text + length, 'x', 198 - strlen("legal_basis = "));
    ASSERT_OK(parse(text, &policy, &err));
    assert_int_equal(strlen(policy.legal_basis), 198 - strlen("legal_basis = "));
    strcat(text, "x");
    ASSERT_FAILS(XN_INPUT, "p.ini, line 3: found a line of 199 bytes, wanted at most 198",
                 parse(text, &policy, &err));
    (void)snprintf(text, sizeof text, "%s%060d = 3\n", LOAD, 7);
    ASSERT_FAILS(XN_INPUT, "p.ini, line 3: found a name of 61 bytes, wanted at most 49",
                 parse(text, &policy, &err));
    ASSERT_FAILS(XN_INPUT, "line 3: found bytes that are not UTF-8",
                 xn_policy_parse(LOAD "a\0b", sizeof(LOAD "a\0b") - 1, "p.ini", &policy, &err));
}

static void half_a_signature_is_refused(void **state)
{
    (void)state;
    struct xn_policy policy;
    ASSERT_FAILS(XN_INPUT, "p.ini is signed by half: there is no signed_on, valid_until, dpia_reference",
                 parse(LOAD "signed_by = A. Steward\nlegal_basis = x\n", &policy, &err));
    ASSERT_FAILS(XN_INPUT, "p.ini is signed by half: there is no signed_by",
                 parse(LOAD "signed_on = 2005-01-01\nlegal_basis = x\ndpia_reference = y\n"
                            "valid_until = 2005-12-31\n",
                       &policy, &err));
    ASSERT_FAILS(XN_INPUT, "p.ini: found a valid_until before signed_on",
                 parse(LOAD "signed_on = 2005-01-01\nlegal_basis = x\ndpia_reference = y\nsigned_by = A\n"
                            "valid_until = 2004-12-31\n",
                       &policy, &err));
    ASSERT_OK(parse(LOAD "legal_basis = a draft\n", &policy, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_is_programme_load),
        cmocka_unit_test(shipped_profiles_are_the_designs),
        cmocka_unit_test(a_file_says_what_differs),
        cmocka_unit_test(figures_by_size_and_incomes_are_read),
        cmocka_unit_test(wrong_figures_by_size_are_refused),
        cmocka_unit_test(faults_name_file_line_and_what_is_wanted),
        cmocka_unit_test(nothing_is_cut_in_silence),
        cmocka_unit_test(half_a_signature_is_refused),
    };
    return XN_RUN(tests);
}
