/* The three hypotheses: what is measured, and that each says what it does not show. */
#include "ledger_fixture.h"

static struct records r;

static int setup(void **state)
{
    (void)state;
    records_begin(&r);
    return 0;
}

static struct xn_hypothesis_measure measured(const char *id)
{
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2003Q1", "2004Q4");
    for (size_t i = 0; i < ledger->n_measures; i++)
        if (strcmp(ledger->measure[i].id, id) == 0)
            return ledger->measure[i];
    fail_msg("there is no measure %s", id);
    return (struct xn_hypothesis_measure){0};
}

static void test_classes(void **state)
{
    (void)state;
    records_move(&r, NULL, 201, XN_MIXED);
    records_move(&r, NULL, 201, XN_UNDETERMINED);
    records_move(&r, NULL, 201, XN_CONCENTRATED);
    records_move(&r, NULL, 201, XN_MIXED);
    assert_true(measured("moves_into_concentrated").value == 0.25);
    assert_true(measured("moves_into_mixed").value == 0.5);
    assert_int_equal(measured("moves_into_mixed").n, 4);
}

static void test_near_ties(void **state)
{
    (void)state;
    records_move(&r, NULL, 201, XN_MIXED)->tie_distance_m = 2000;
    records_move(&r, NULL, 201, XN_MIXED)->tie_distance_m = 2001;
    records_move(&r, NULL, 201, XN_CONCENTRATED)->tie_distance_m = 100;
    records_move(&r, NULL, 201, XN_MIXED);
    const struct xn_hypothesis_measure near = measured("near_ties_in_mixed");
    assert_int_equal(near.n, 2);
    assert_true(near.value == 0.5);
}

static void test_staying(void **state)
{
    (void)state;
    records_move(&r, NULL, 630, XN_MIXED);                              /* six months and a day ago */
    records_move(&r, NULL, 701, XN_MIXED);                              /* not six months ago */
    records_move(&r, NULL, 101, XN_MIXED)->ended_on = records_day(701); /* stayed six months */
    records_move(&r, NULL, 102, XN_MIXED)->ended_on = records_day(701); /* a day less */
    records_move(&r, NULL, 103, XN_CONCENTRATED);
    const struct xn_hypothesis_measure half = measured("in_mixed_after_6_months");
    assert_int_equal(half.n, 3);
    assert_close(half.value, 2 / 3.0, 1e-12);
    const struct xn_hypothesis_measure year = measured("in_mixed_after_12_months");
    assert_int_equal(year.n, 0);
    assert_true(isnan(year.value));
    assert_non_null(year.reason);
}

static void test_index_change(void **state)
{
    (void)state;
    for (int i = 1; i <= 10; i++) {
        struct xn_ledger_placement *placement = records_move(&r, NULL, 201, XN_MIXED);
        placement->effect_before = 10;
        placement->effect_after = 10 + i;
    }
    const struct xn_hypothesis_measure change = measured("index_change");
    assert_int_equal(change.n, 10);
    assert_true(change.value == 5.5);
    assert_true(change.lower == 2 && change.upper == 9); /* sign test, n = 10: the 2nd and the 9th */
    r.all.n_placements = 5;
    const struct xn_hypothesis_measure few = measured("index_change");
    assert_true(few.value == 3 && isnan(few.lower) && isnan(few.upper));
}

static void test_nothing_is_asserted(void **state)
{
    (void)state;
    records_move(&r, NULL, 201, XN_MIXED);
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2004Q1", "2004Q4");
    bool seen[3] = {false};
    for (size_t i = 0; i < ledger->n_measures; i++) {
        const struct xn_hypothesis_measure *measure = &ledger->measure[i];
        assert_true(strlen(measure->not_shown) > 0);
        assert_true(isnan(measure->value) == (measure->reason != NULL));
        seen[measure->hypothesis] = true;
    }
    assert_true(seen[0] && seen[1] && seen[2]);
    assert_true(isnan(ledger->measure[ledger->n_measures - 1].value));
    assert_int_equal(ledger->measure[ledger->n_measures - 1].hypothesis, XN_HYPOTHESIS_POTENTIAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_classes, setup),
        cmocka_unit_test_setup(test_near_ties, setup),
        cmocka_unit_test_setup(test_staying, setup),
        cmocka_unit_test_setup(test_index_change, setup),
        cmocka_unit_test_setup(test_nothing_is_asserted, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
