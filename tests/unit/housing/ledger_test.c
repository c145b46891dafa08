/* The figures of a quarter from records written down by hand: arrivals, moves, shares, promises, answers,
 * codes, first rows, areas, objections; and nothing from nothing. */
#include "counted_memory.h"
#include "ledger_fixture.h"

static struct records r;

static int setup(void **state)
{
    (void)state;
    records_begin(&r);
    return 0;
}

static void test_nothing(void **state)
{
    (void)state;
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2004Q1", "2004Q2");
    assert_int_equal(ledger->n_quarters, 2);
    assert_true(isnan(ledger->quarter[1].so_far.in_mixed.share));
    assert_true(isnan(ledger->quarter[0].moves.not_concentrated.lower));
    assert_true(isnan(ledger->quarter[0].waited_days.median));
    assert_true(isnan(ledger->longest_waiting_days));
    assert_int_equal(ledger->n_shares + ledger->n_exceptions + ledger->n_refusals + ledger->n_months, 0);
    for (size_t i = 0; i < ledger->n_comparisons; i++) {
        assert_true(isnan(ledger->comparison[i].programme));
        assert_non_null(ledger->comparison[i].reason);
    }
    for (size_t i = 0; i < ledger->n_measures; i++) {
        assert_true(isnan(ledger->measure[i].value));
        assert_non_null(ledger->measure[i].reason);
    }
    xn_quarter from = 0, to = 0;
    xn_ledger_range(&r.all, &from, &to);
    assert_int_equal(from, 4 * 2004 + 3); /* of today */
    assert_int_equal(to, from);
}

static void test_bad_ranges(void **state)
{
    (void)state;
    struct xn_ledger *ledger = NULL;
    assert_int_equal(xn_ledger_compute(&r.all, 8017, 8016, &ledger, NULL), XN_ARGUMENT);
    assert_int_equal(xn_ledger_compute(&r.all, 0, 8016, &ledger, NULL), XN_ARGUMENT);
    assert_null(ledger);
}

static void test_arrivals(void **state)
{
    (void)state;
    records_arrive(&r, 108, 8);
    records_arrive(&r, 331, 5);
    records_arrive(&r, 401, 4);
    records_arrive(&r, 402, NAN); /* erased */
    records_arrive(&r, 501, 2)->left_on = records_day(620);
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2004Q1", "2004Q2");
    assert_int_equal(ledger->quarter[0].households_arrived, 2);
    assert_true(ledger->quarter[0].persons_arrived == 13);
    assert_int_equal(ledger->quarter[1].households_arrived, 3);
    assert_true(ledger->quarter[1].persons_arrived == 6);
    assert_int_equal(ledger->quarter[1].households_of_unknown_size, 1);
    assert_int_equal(ledger->quarter[1].left, 1);
}

/* 19 of 21, 12 of 14: the programme's own year. */
static void test_shares(void **state)
{
    (void)state;
    static const struct {
        int on;
        size_t moves, concentrated, undetermined;
    } quarter[] = {{201, 3, 0, 0}, {501, 3, 1, 0}, {801, 8, 1, 2}, {1101, 7, 0, 1}};
    for (size_t q = 0; q < 4; q++)
        for (size_t i = 0; i < quarter[q].moves; i++)
            records_move(&r, NULL, quarter[q].on,
                         i < quarter[q].concentrated                             ? XN_CONCENTRATED
                         : i < quarter[q].concentrated + quarter[q].undetermined ? XN_UNDETERMINED
                                                                                 : XN_MIXED);
    records_move(&r, NULL, 0, XN_CONCENTRATED); /* agreed, not moved: no move yet */
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2004Q1", "2004Q4");
    const struct xn_ledger_quarter *third = &ledger->quarter[2], *last = &ledger->quarter[3];
    assert_int_equal(third->so_far.not_concentrated.cases, 12);
    assert_int_equal(third->so_far.not_concentrated.of, 14);
    assert_int_equal(third->moves.not_concentrated.cases, 7);
    assert_int_equal(third->moves.in_mixed.cases, 5);
    assert_int_equal(last->so_far.not_concentrated.cases, 19);
    assert_int_equal(last->so_far.not_concentrated.of, 21);
    assert_int_equal(last->so_far.in_mixed.cases, 16);
    assert_close(last->so_far.not_concentrated.lower, 0.71, 0.005);
    assert_close(last->so_far.not_concentrated.upper, 0.97, 0.005);
    XN_AUTO(xn_ledger_free) struct xn_ledger *later = records_ledger(&r, "2004Q4", "2004Q4");
    assert_int_equal(later->quarter[0].so_far.not_concentrated.of, 7); /* the range's own */
}

static void test_waiting(void **state)
{
    (void)state;
    records_move(&r, records_arrive(&r, 101, 2), 111, XN_MIXED);
    records_move(&r, records_arrive(&r, 101, 2), 121, XN_MIXED);
    records_move(&r, records_arrive(&r, 101, 2), 204, XN_MIXED);
    records_move(&r, NULL, 204, XN_MIXED); /* nobody knows since when */
    records_arrive(&r, 1211, 1);
    records_arrive(&r, 1221, 1);
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2004Q1", "2004Q1");
    assert_int_equal(ledger->waited_days.n, 3);
    assert_true(ledger->waited_days.median == 20);
    assert_true(ledger->quarter[0].waited_days.lower == 15);
    assert_int_equal(ledger->waiting_days.n, 2);
    assert_true(ledger->waiting_days.median == 15);
    assert_true(ledger->longest_waiting_days == 20);
}

static void test_corporations(void **state)
{
    (void)state;
    r.commitment[0] = (struct xn_ledger_commitment){"B", "2004Q1", 3};
    r.commitment[1] = (struct xn_ledger_commitment){"A", "2004Q2", 2};
    r.commitment[2] = (struct xn_ledger_commitment){"A", "2005Q1", 9}; /* outside */
    r.all.n_commitments = 3;
    records_publish(&r, "A", 201, XN_MIXED);
    records_publish(&r, "A", 202, XN_CONCENTRATED);
    records_offer(&r, "A", 330, 402, XN_LEDGER_ACCEPTED);
    records_offer(&r, "B", 210, 212, XN_LEDGER_REFUSED)->class_ = XN_UNDETERMINED;
    records_offer(&r, "B", 0, 0, XN_LEDGER_DRAFT);
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2004Q1", "2004Q2");
    assert_int_equal(ledger->n_shares, 3);
    const struct xn_ledger_share *a1 = &ledger->share[0], *b1 = a1 + 1, *a2 = a1 + 2;
    assert_string_equal(a1->corporation, "A");
    assert_false(a1->has_promise);
    assert_int_equal(a1->offered.of[XN_MIXED], 1);
    assert_int_equal(a1->offered.of[XN_CONCENTRATED], 1);
    assert_int_equal(a1->made.of[XN_MIXED], 1);
    assert_int_equal(xn_by_class_sum(a1->accepted), 0); /* it was accepted in April */
    assert_true(b1->has_promise);
    assert_int_equal(b1->promised, 3);
    assert_int_equal(b1->made.of[XN_UNDETERMINED], 1);
    assert_int_equal(a2->quarter, 4 * 2004 + 1);
    assert_int_equal(a2->promised, 2);
    assert_int_equal(a2->accepted.of[XN_MIXED], 1);
    assert_int_equal(ledger->offers_made, 2);
    assert_int_equal(ledger->accepted, 1);
    assert_int_equal(ledger->refused, 1);
}

static void test_codes(void **state)
{
    (void)state;
    records_move(&r, NULL, 801, XN_CONCENTRATED)->reason_code = "OWN_WISH";
    records_move(&r, NULL, 501, XN_CONCENTRATED)->reason_code = "OWN_WISH";
    records_move(&r, NULL, 802, XN_CONCENTRATED)->reason_code = "CARE_OF_RELATIVES";
    records_move(&r, NULL, 803, XN_CONCENTRATED)->reason_code = "OWN_WISH";
    records_offer(&r, "A", 801, 805, XN_LEDGER_REFUSED)->refusal_code = "PLACE";
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2004Q1", "2004Q4");
    assert_int_equal(ledger->n_exceptions, 3);
    assert_string_equal(ledger->exception[0].code, "OWN_WISH");
    assert_int_equal(ledger->exception[0].quarter, 4 * 2004 + 1);
    assert_string_equal(ledger->exception[1].code, "CARE_OF_RELATIVES");
    assert_int_equal(ledger->exception[2].count, 2);
    assert_int_equal(ledger->n_refusals, 1);
    assert_string_equal(ledger->refusal[0].code, "PLACE");
}

/* A synthetic month (R7): 20 of 20 is a notice, 19 of 20 is not, 19 of 19 says nothing. */
static void test_rubber_stamp(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        records_offer(&r, "A", 301, 302, XN_LEDGER_ACCEPTED);
        records_offer(&r, "A", 401, 402, XN_LEDGER_ACCEPTED)->rank = i == 0 ? 2 : 1;
        if (i < 19)
            records_offer(&r, "A", 501, 502, XN_LEDGER_ACCEPTED);
    }
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2004Q1", "2004Q2");
    assert_int_equal(ledger->n_months, 3);
    assert_int_equal(ledger->month[0].month, 3);
    assert_true(ledger->month[0].enough && ledger->month[0].notice);
    assert_true(ledger->month[1].enough && !ledger->month[1].notice);
    assert_int_equal(ledger->month[1].first_row.cases, 19);
    assert_true(!ledger->month[2].enough && !ledger->month[2].notice);
}

static void test_areas(void **state)
{
    (void)state;
    records_move(&r, NULL, 201, XN_MIXED)->unit_id = "34";
    records_move(&r, NULL, 301, XN_MIXED)->persons = 4;
    records_move(&r, NULL, 302, XN_MIXED)->persons = 3;
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2004Q1", "2004Q1");
    assert_int_equal(ledger->n_areas, 2);
    assert_string_equal(ledger->area[0].unit_id, "21");
    assert_int_equal(ledger->area[0].moves, 2);
    assert_true(ledger->area[0].persons == 7);
    assert_string_equal(ledger->area[1].unit_id, "34");
}

static void test_objections(void **state)
{
    (void)state;
    const struct xn_ledger_objection all[] = {
        {records_day(201), records_day(301), records_day(301), true},  /* on the last day */
        {records_day(202), records_day(302), records_day(303), false}, /* too late */
        {records_day(203), records_day(303), XN_NO_DATE, false},       /* overdue */
        {records_day(204), xn_date_of(2005, 1, 1), XN_NO_DATE, false}, /* open */
        {xn_date_of(2003, 12, 1), records_day(101), XN_NO_DATE, false} /* before the range */
    };
    memcpy(r.objection, all, sizeof all);
    r.all.n_objections = 5;
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = records_ledger(&r, "2004Q1", "2004Q4");
    const struct xn_ledger_objections *found = &ledger->objections;
    assert_int_equal(found->raised, 4);
    assert_int_equal(found->decided, 2);
    assert_int_equal(found->decided_in_time, 1);
    assert_int_equal(found->upheld, 1);
    assert_int_equal(found->open, 2);
    assert_int_equal(found->overdue, 1);
}

static void test_range(void **state)
{
    (void)state;
    xn_quarter from = 0, to = 0;
    records_arrive(&r, 501, 2);
    r.commitment[0] = (struct xn_ledger_commitment){"A", "2003Q4", 1};
    r.all.n_commitments = 1;
    xn_ledger_range(&r.all, &from, &to);
    assert_int_equal(from, 4 * 2003 + 3);
    assert_int_equal(to, 4 * 2004 + 1);
    records_offer(&r, "A", 502, 701, XN_LEDGER_ACCEPTED); /* what ended later is a record of that quarter */
    xn_ledger_range(&r.all, &from, &to);
    assert_int_equal(to, 4 * 2004 + 2);
    r.household[0].left_on = records_day(1001);
    xn_ledger_range(&r.all, &from, &to);
    assert_int_equal(to, 4 * 2004 + 3);
    records_publish(&r, "A", 101, XN_MIXED);
    r.publication[0].published_on = xn_date_of(1999, 1, 1);
    xn_ledger_range(&r.all, &from, &to);
    assert_int_equal(from, 4 * 2003 + 3);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    records_move(&r, records_arrive(&r, 101, 2), 111, XN_MIXED);
    records_offer(&r, "A", 301, 302, XN_LEDGER_ACCEPTED);
    const size_t before = xn_test_live_blocks();
    struct xn_ledger *ledger = NULL;
    enum xn_status status = XN_MEMORY;
    size_t n = 0;
    for (n = 1; status == XN_MEMORY; n++) {
        xn_test_fail_allocation(n);
        status = xn_ledger_compute(&r.all, 8016, 8019, &ledger, NULL);
        if (status == XN_MEMORY)
            assert_int_equal(xn_test_live_blocks(), before);
    }
    xn_test_fail_allocation(0);
    assert_int_equal(status, XN_OK);
    assert_true(n > 3);
    xn_ledger_free(ledger);
    assert_int_equal(xn_test_live_blocks(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_nothing, setup),  cmocka_unit_test_setup(test_bad_ranges, setup),
        cmocka_unit_test_setup(test_arrivals, setup), cmocka_unit_test_setup(test_shares, setup),
        cmocka_unit_test_setup(test_waiting, setup),  cmocka_unit_test_setup(test_corporations, setup),
        cmocka_unit_test_setup(test_codes, setup),    cmocka_unit_test_setup(test_rubber_stamp, setup),
        cmocka_unit_test_setup(test_areas, setup),    cmocka_unit_test_setup(test_objections, setup),
        cmocka_unit_test_setup(test_range, setup),    cmocka_unit_test_setup(test_out_of_memory, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
