/* Fairness (R15): who is compared with whom, and nothing about fewer than five. */
#include "ledger_fixture.h"

static struct records r;

static int setup(void **state)
{
    (void)state;
    records_begin(&r);
    return 0;
}

static struct xn_comparison compared(enum xn_fairness_measure measure)
{
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2004Q1", "2004Q1");
    return ledger->comparison[measure];
}

static void test_rent_against_what_was_not_let(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        struct xn_ledger_placement *placement = records_move(&r, NULL, 301, XN_MIXED);
        placement->dwelling.rent_eur = 500 + i;
        /* the same dwelling was published: no comparison for itself */
        records_publish(&r, "A", 201, XN_MIXED)->dwelling = placement->dwelling;
        records_publish(&r, "A", 202, XN_MIXED)->dwelling.rent_eur = 450 + i;
    }
    struct xn_ledger_publication *garage = records_publish(&r, "A", 203, XN_MIXED);
    garage->dwelling.rent_eur = 30;
    garage->dwelling.rooms = garage->dwelling.area_m2 = NAN;
    records_publish(&r, "A", 401, XN_MIXED); /* another quarter */
    const struct xn_comparison rent = compared(XN_FAIRNESS_RENT);
    assert_null(rent.reason);
    assert_int_equal(rent.n_programme, 5);
    assert_int_equal(rent.n_comparison, 5);
    assert_true(rent.programme == 502 && rent.comparison == 452);
    assert_true(rent.difference.shift == 50);
    assert_true(rent.difference.lower <= 50 && rent.difference.upper >= 50);
    assert_close(compared(XN_FAIRNESS_RENT_PER_M2).programme, 502 / 60.0, 1e-12);
}

static void test_four_are_not_given(void **state)
{
    (void)state;
    for (int i = 0; i < 6; i++) {
        if (i < 4)
            records_move(&r, NULL, 301, XN_MIXED);
        records_publish(&r, "A", 202, XN_MIXED);
    }
    const struct xn_comparison area = compared(XN_FAIRNESS_AREA);
    assert_non_null(area.reason);
    assert_int_equal(area.n_programme, 4);
    assert_true(isnan(area.programme) && isnan(area.comparison) && isnan(area.difference.shift));
}

static void test_waiting_against_those_who_wait(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        records_move(&r, records_arrive(&r, 101, 2), 121 + i, XN_MIXED); /* 20 to 24 days */
        records_arrive(&r, 321 + i, 2);                                  /* 10 to 6 days on 31 March */
    }
    records_arrive(&r, 102, 2)->left_on = records_day(210);      /* gone */
    records_arrive(&r, 402, 2);                                  /* not there yet */
    records_move(&r, records_arrive(&r, 201, 2), 401, XN_MIXED); /* waits until April: 59 days */
    const struct xn_comparison waiting = compared(XN_FAIRNESS_WAITING);
    assert_int_equal(waiting.n_programme, 5);
    assert_true(waiting.programme == 22);
    assert_int_equal(waiting.n_comparison, 6);
    assert_true(waiting.comparison == 8.5);
}

static void test_distance_by_class(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        records_move(&r, NULL, 301, XN_MIXED)->tie_distance_m = 1000;
        records_move(&r, NULL, 301, i ? XN_CONCENTRATED : XN_UNDETERMINED)->tie_distance_m = 300;
    }
    records_move(&r, NULL, 301, XN_MIXED); /* no ties */
    const struct xn_comparison distance = compared(XN_FAIRNESS_TIE_DISTANCE);
    assert_int_equal(distance.n_programme, 5);
    assert_int_equal(distance.n_comparison, 5);
    assert_true(distance.difference.shift == 700);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_rent_against_what_was_not_let, setup),
        cmocka_unit_test_setup(test_four_are_not_given, setup),
        cmocka_unit_test_setup(test_waiting_against_those_who_wait, setup),
        cmocka_unit_test_setup(test_distance_by_class, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
