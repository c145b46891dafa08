/* Fit: yes, no and unknown of every test on both sides of its limit, and all reasons of an unfit dwelling. */
#include "fixture.h"

static struct xn_policy policy;
static struct xn_household household;
static struct xn_dwelling dwelling;

static int setup(void **state)
{
    (void)state;
    policy = fixture_policy();
    household = fixture_household();
    dwelling = fixture_dwelling("d");
    return 0;
}

static struct xn_fit evaluate(void)
{
    return xn_fit_evaluate(&policy, &household, &dwelling, FIXTURE_AS_OF);
}

/* The test has this answer and every other test says yes. */
static void assert_answer(enum xn_fit_test test, enum xn_answer expected)
{
    const struct xn_fit fit = evaluate();
    assert_int_equal(fit.no, expected == XN_NO ? 1U << test : 0);
    assert_int_equal(fit.unknown, expected == XN_UNKNOWN ? 1U << test : 0);
}

static void assert_suits(void)
{
    const struct xn_fit fit = evaluate();
    assert_int_equal(fit.no, 0);
    assert_int_equal(fit.unknown, 0);
}

static void test_kind(void **state)
{
    (void)state;
    assert_suits();
    dwelling.is_dwelling = XN_NO;
    assert_answer(XN_FIT_IS_DWELLING, XN_NO);
    dwelling.is_dwelling = XN_UNKNOWN;
    assert_suits(); /* it has rooms */
    dwelling.rooms = 0;
    const struct xn_fit fit = evaluate();
    assert_int_equal(fit.unknown, 1U << XN_FIT_IS_DWELLING | 1U << XN_FIT_ROOMS);
}

static void test_place(void **state)
{
    (void)state;
    dwelling.has_place = false;
    assert_answer(XN_FIT_IN_CITY, XN_UNKNOWN);
    dwelling.has_place = true;
    dwelling.outside_city = true;
    assert_answer(XN_FIT_IN_CITY, XN_NO);
}

static void test_closing_date(void **state)
{
    (void)state;
    dwelling.published = FIXTURE_AS_OF + 30; /* no obstacle */
    dwelling.closes = FIXTURE_AS_OF;
    assert_suits();
    dwelling.closes = FIXTURE_AS_OF - 1;
    assert_answer(XN_FIT_OPEN, XN_NO);
    dwelling.closes = XN_NO_DATE;
    dwelling.unreadable = "rent_gross_eur;closes";
    assert_answer(XN_FIT_OPEN, XN_UNKNOWN);
    dwelling.unreadable = "closes_at;enclosed";
    assert_suits();
}

static void test_on_offer_elsewhere(void **state)
{
    (void)state;
    dwelling.on_offer_elsewhere = true;
    assert_answer(XN_FIT_FREE, XN_NO);
}

static void test_rooms(void **state)
{
    (void)state;
    dwelling.rooms = 3; /* ceil(5 / 2) */
    assert_suits();
    dwelling.rooms = 2.5;
    assert_answer(XN_FIT_ROOMS, XN_NO);
    dwelling.rooms = 0;
    assert_answer(XN_FIT_ROOMS, XN_UNKNOWN);
    dwelling.rooms = NAN;
    assert_answer(XN_FIT_ROOMS, XN_UNKNOWN);
    dwelling.rooms = 3;
    household.rooms_min = 4;
    assert_answer(XN_FIT_ROOMS, XN_NO);
    household.rooms_min = 2; /* a wish below the policy's occupancy does not lower it */
    assert_suits();
    dwelling.rooms = 2;
    assert_answer(XN_FIT_ROOMS, XN_NO);
}

static void test_area(void **state)
{
    (void)state;
    dwelling.area_m2 = 45;
    assert_suits();
    dwelling.area_m2 = 44.99;
    assert_answer(XN_FIT_AREA, XN_NO);
    dwelling.area_m2 = 0;
    assert_answer(XN_FIT_AREA, XN_UNKNOWN);
}

static void test_step_free(void **state)
{
    (void)state;
    dwelling.step_free = XN_NO;
    assert_suits(); /* not needed */
    household.step_free = true;
    assert_answer(XN_FIT_STEP_FREE, XN_NO);
    dwelling.step_free = XN_UNKNOWN;
    assert_answer(XN_FIT_STEP_FREE, XN_UNKNOWN);
    dwelling.floor = 0; /* steps may lead to a ground floor */
    assert_answer(XN_FIT_STEP_FREE, XN_UNKNOWN);
    dwelling.lift = XN_NO;
    assert_answer(XN_FIT_STEP_FREE, XN_UNKNOWN);
    dwelling.floor = 1; /* a known walk-up */
    assert_answer(XN_FIT_STEP_FREE, XN_NO);
    dwelling.lift = XN_YES; /* steps may lead to a lift */
    assert_answer(XN_FIT_STEP_FREE, XN_UNKNOWN);
    dwelling.step_free = XN_YES;
    assert_suits();
    dwelling.lift = XN_NO; /* a walk-up that is called step-free: a house on a slope, or a slip */
    assert_answer(XN_FIT_STEP_FREE, XN_UNKNOWN);
    dwelling.step_free = XN_NO;
    assert_answer(XN_FIT_STEP_FREE, XN_NO);
}

static void test_figures_by_size(void **state)
{
    (void)state;
    const struct xn_by_size none = {0}, a_person = {.more = 200};
    const struct xn_by_size nrw = {.n = 2, .value = {50, 65}, .more = 15};
    const struct xn_by_size flat = {.n = 3, .value = {633, 633, 679}};
    assert_true(isnan(xn_by_size_at(&none, 5)));
    assert_close(xn_by_size_at(&a_person, 5), 1000, 0);
    assert_close(xn_by_size_at(&nrw, 1), 50, 0);
    assert_close(xn_by_size_at(&nrw, 2), 65, 0);
    assert_close(xn_by_size_at(&nrw, 5), 110, 0);
    assert_close(xn_by_size_at(&flat, 2), 633, 0);
    assert_close(xn_by_size_at(&flat, 30), 679, 0);
}

static void test_rent_ceiling(void **state)
{
    (void)state;
    policy.rent_ceiling_eur = (struct xn_by_size){.n = 2, .value = {450, 550}, .more = 50}; /* 5: 700 */
    assert_suits();
    dwelling.rent_gross_eur = 700.01;
    assert_answer(XN_FIT_RENT_CEILING, XN_NO);
    dwelling.rent_gross_eur = NAN;
    household.rent_limit_eur = NAN;
    assert_answer(XN_FIT_RENT_CEILING, XN_UNKNOWN);
    dwelling.rent_net_eur = 701;
    assert_answer(XN_FIT_RENT_CEILING, XN_NO);
    household.size = 6;
    dwelling.area_m2 = 90;
    assert_answer(XN_FIT_RENT_CEILING, XN_UNKNOWN);
}

static void test_rent_per_m2(void **state)
{
    (void)state;
    policy.rent_per_m2_eur = 7.5; /* net 600, gross 700, 80 m2 */
    assert_suits();
    policy.rent_per_m2_eur = 7.49;
    assert_answer(XN_FIT_RENT_PER_M2, XN_NO);
    dwelling.rent_net_eur = NAN;
    assert_answer(XN_FIT_RENT_PER_M2, XN_UNKNOWN);
    policy.rent_per_m2_eur = 8.75; /* even the gross rent is within it */
    assert_suits();
    policy.rent_per_m2_eur = 8;
    policy.area_per_person_m2 = 0;
    dwelling.rent_net_eur = 600;
    dwelling.area_m2 = 0;
    const struct xn_fit fit = evaluate();
    assert_int_equal(fit.unknown, 1U << XN_FIT_RENT_PER_M2 | 1U << XN_FIT_AREA);
}

static void hold(const char *code)
{
    strcpy(household.entitlement[household.n_entitlements++], code);
}

static void test_wbs_size(void **state)
{
    (void)state;
    hold("wbs");
    dwelling.entitlement = "WBS";
    dwelling.area_m2 = 111;
    assert_suits(); /* the policy states no size */
    policy.wbs_area_m2 = (struct xn_by_size){.n = 2, .value = {50, 65}, .more = 15}; /* 5: 110 */
    assert_answer(XN_FIT_WBS_SIZE, XN_NO);
    policy.wbs_tolerance_m2 = 1;
    assert_suits();
    dwelling.area_m2 = 111.01;
    assert_answer(XN_FIT_WBS_SIZE, XN_NO);
    policy.wbs_rooms = (struct xn_by_size){.n = 2, .value = {1, 2}, .more = 1}; /* 5: 5, and it has 4 */
    assert_suits();
    dwelling.rooms = 5.5;
    assert_answer(XN_FIT_WBS_SIZE, XN_NO);
    dwelling.rooms = NAN;
    const struct xn_fit fit = evaluate();
    assert_int_equal(fit.unknown, 1U << XN_FIT_ROOMS | 1U << XN_FIT_WBS_SIZE);
    dwelling.rooms = 5.5;
    dwelling.entitlement = "WBSX"; /* another code */
    hold("WBSX");
    assert_suits();
    dwelling.entitlement = "WBS-B";
    hold("WBS-B");
    assert_answer(XN_FIT_WBS_SIZE, XN_NO);
}

/* What the certificate says itself goes before the policy's table. */
static void test_wbs_states_its_size(void **state)
{
    (void)state;
    policy.wbs_area_m2 = (struct xn_by_size){.more = 10};
    dwelling.entitlement = "WBS";
    hold("WBS");
    assert_answer(XN_FIT_WBS_SIZE, XN_NO);
    hold("WBS-AREA-80");
    assert_suits();
    dwelling.area_m2 = 81;
    assert_answer(XN_FIT_WBS_SIZE, XN_NO);
    hold("wbs-rooms-4");
    assert_suits();
}

static void test_rent_allowance(void **state)
{
    (void)state;
    policy.allowance_rent_eur = (struct xn_by_size){.n = 3, .value = {633, 633, 650}};
    assert_suits(); /* without the code nobody asks */
    hold("Huurtoeslag");
    assert_answer(XN_FIT_ALLOWANCE, XN_UNKNOWN); /* net 600, gross 700: the rent that counts is between */
    dwelling.rent_gross_eur = 650;
    assert_suits();
    dwelling.rent_gross_eur = 700;
    dwelling.rent_net_eur = 650.01;
    assert_answer(XN_FIT_ALLOWANCE, XN_NO);
    dwelling.rent_net_eur = NAN;
    assert_answer(XN_FIT_ALLOWANCE, XN_UNKNOWN);
    policy.allowance_rent_eur = (struct xn_by_size){0};
    assert_suits();
    dwelling.entitlement = "DAEB"; /* who may have rent allowance may have it */
    assert_suits();
    dwelling.entitlement = "MIDDENHUUR";
    assert_answer(XN_FIT_ENTITLEMENT, XN_NO);
}

static void test_a_code_tells_of_the_income(void **state)
{
    (void)state;
    policy.income[0] = (struct xn_income_band){"DAEB", 40024};
    policy.n_incomes = 1;
    dwelling.max_income_eur = 40024;
    assert_answer(XN_FIT_INCOME, XN_UNKNOWN);
    hold("daeb");
    assert_suits();
    dwelling.max_income_eur = 40023;
    assert_answer(XN_FIT_INCOME, XN_UNKNOWN); /* lower than the code tells: still not a no */
}

static void test_rent(void **state)
{
    (void)state;
    dwelling.rent_gross_eur = 750;
    assert_suits();
    dwelling.rent_gross_eur = 750.01;
    assert_answer(XN_FIT_RENT, XN_NO);
    dwelling.rent_gross_eur = NAN; /* net 600: the gross rent is to check */
    assert_answer(XN_FIT_RENT, XN_UNKNOWN);
    dwelling.rent_net_eur = 751;
    assert_answer(XN_FIT_RENT, XN_NO);
    dwelling.rent_net_eur = 0;
    assert_answer(XN_FIT_RENT, XN_UNKNOWN);
    household.rent_limit_eur = NAN;
    assert_suits();
}

static void test_entitlement(void **state)
{
    (void)state;
    dwelling.entitlement = "WBS";
    assert_answer(XN_FIT_ENTITLEMENT, XN_NO);
    strcpy(household.entitlement[0], "URGENT");
    strcpy(household.entitlement[1], "wbs");
    household.n_entitlements = 1;
    assert_answer(XN_FIT_ENTITLEMENT, XN_NO);
    household.n_entitlements = 2;
    assert_suits();
    dwelling.entitlement = "";
    dwelling.unreadable = "entitlement";
    assert_answer(XN_FIT_ENTITLEMENT, XN_UNKNOWN);
}

static void test_household_size(void **state)
{
    (void)state;
    dwelling.min_household = dwelling.max_household = 5;
    assert_suits();
    dwelling.min_household = 6;
    dwelling.max_household = NAN;
    assert_answer(XN_FIT_HOUSEHOLD_MIN, XN_NO);
    dwelling.min_household = NAN;
    dwelling.max_household = 4;
    assert_answer(XN_FIT_HOUSEHOLD_MAX, XN_NO);
    dwelling.max_household = NAN;
    dwelling.unreadable = "max_household";
    assert_answer(XN_FIT_HOUSEHOLD_MAX, XN_UNKNOWN);
    dwelling.unreadable = "min_household";
    assert_answer(XN_FIT_HOUSEHOLD_MIN, XN_UNKNOWN);
}

static void set_ages(int below_18, int age_18_64, int age_65_plus)
{
    household.age_0_5 = 0;
    household.age_6_17 = below_18;
    household.age_18_64 = age_18_64;
    household.age_65_plus = age_65_plus;
}

static void test_age(void **state)
{
    (void)state;
    dwelling.min_age = 18;
    assert_suits(); /* without age bands */
    dwelling.min_age = 55;
    assert_answer(XN_FIT_AGE, XN_UNKNOWN);
    set_ages(3, 2, 0);
    assert_answer(XN_FIT_AGE, XN_UNKNOWN); /* 18 to 64 does not decide 55 */
    dwelling.min_age = 65;
    assert_answer(XN_FIT_AGE, XN_NO);
    set_ages(3, 1, 1);
    assert_suits();
    dwelling.min_age = 70; /* 65 or more does not decide 70 */
    assert_answer(XN_FIT_AGE, XN_UNKNOWN);
    set_ages(5, 0, 0);
    dwelling.min_age = 23;
    assert_answer(XN_FIT_AGE, XN_NO);
    dwelling.min_age = NAN;
    dwelling.unreadable = "min_age";
    assert_answer(XN_FIT_AGE, XN_UNKNOWN);
}

static void test_income_is_never_a_no(void **state)
{
    (void)state;
    dwelling.max_income_eur = 1;
    assert_answer(XN_FIT_INCOME, XN_UNKNOWN);
    dwelling.max_income_eur = NAN;
    dwelling.unreadable = "max_income_eur";
    assert_answer(XN_FIT_INCOME, XN_UNKNOWN);
}

static void test_available(void **state)
{
    (void)state;
    dwelling.available = FIXTURE_AS_OF + 100;
    assert_suits(); /* any day will do */
    household.available_by = FIXTURE_AS_OF + 100;
    assert_suits();
    household.available_by--;
    assert_answer(XN_FIT_AVAILABLE, XN_NO);
    dwelling.available = XN_NO_DATE;
    assert_answer(XN_FIT_AVAILABLE, XN_UNKNOWN);
}

static void test_all_reasons_are_given(void **state)
{
    (void)state;
    dwelling.is_dwelling = XN_NO;
    dwelling.kind = "Garage";
    dwelling.closes = FIXTURE_AS_OF - 3;
    dwelling.rooms = 0;
    dwelling.area_m2 = 18;
    dwelling.rent_gross_eur = 820;
    dwelling.max_income_eur = 31550;
    struct xn_reason reason[XN_FIT_TEST_COUNT];
    const size_t count = xn_fit_reasons(&policy, &household, &dwelling, FIXTURE_AS_OF, evaluate(), reason);
    static const char *const code[] = {"not_a_dwelling",  "closed",         "too_small",
                                       "rent_over_limit", "to_check:rooms", "to_check:income"};
    static const char *const got[] = {"Garage", "2021-01-29", "18", "820", "", ""};
    static const char *const needed[] = {"dwelling", "2021-02-01", "45", "750", "3", "31550"};
    assert_int_equal(count, 6);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(reason[i].code, code[i]);
        assert_string_equal(reason[i].got, got[i]);
        assert_string_equal(reason[i].needed, needed[i]);
    }
}

#define FIT_TEST(test) cmocka_unit_test_setup(test, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIT_TEST(test_kind),
        FIT_TEST(test_place),
        FIT_TEST(test_closing_date),
        FIT_TEST(test_on_offer_elsewhere),
        FIT_TEST(test_rooms),
        FIT_TEST(test_area),
        FIT_TEST(test_step_free),
        FIT_TEST(test_rent),
        FIT_TEST(test_entitlement),
        FIT_TEST(test_household_size),
        FIT_TEST(test_age),
        FIT_TEST(test_income_is_never_a_no),
        FIT_TEST(test_available),
        FIT_TEST(test_all_reasons_are_given),
        FIT_TEST(test_figures_by_size),
        FIT_TEST(test_rent_ceiling),
        FIT_TEST(test_rent_per_m2),
        FIT_TEST(test_wbs_size),
        FIT_TEST(test_wbs_states_its_size),
        FIT_TEST(test_rent_allowance),
        FIT_TEST(test_a_code_tells_of_the_income),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
