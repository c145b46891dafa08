/* Each rule of reconciliation: figures that raise it, and figures that do not. */
#include "counted_memory.h"
#include "ledger_fixture.h"

#define Q1 (4 * 2004)
#define Q2 (Q1 + 1)
#define Q3 (Q1 + 2)
#define Q4 (Q1 + 3)

static struct records r;
static struct xn_reported said[32];
static size_t n_said;

static int setup(void **state)
{
    (void)state;
    records_begin(&r);
    n_said = 0;
    return 0;
}

static struct xn_reported *say(xn_quarter from, xn_quarter to, enum xn_reported_what what, double value)
{
    said[n_said] = (struct xn_reported){.report = "report",
                                        .line = (uint32_t)n_said + 2,
                                        .from = from,
                                        .to = to,
                                        .what = what,
                                        .code = "",
                                        .of_from = XN_NO_QUARTER,
                                        .of_to = XN_NO_QUARTER,
                                        .value = value,
                                        .wording = ""};
    return &said[n_said++];
}

static void say_exception(xn_quarter quarter, const char *code)
{
    say(quarter, quarter, XN_REPORTED_EXCEPTION, 1)->code = code;
}

static void say_segregated(xn_quarter to, double value)
{
    say(Q1, to, XN_REPORTED_SEGREGATED, value)->so_far = true;
}

/* How often a code is raised; the last finding of it goes to `ret` where that is asked. */
static size_t raised(const char *code, struct xn_contradiction *ret)
{
    XN_AUTO(xn_reconciliation_free) struct xn_reconciliation *found = NULL;
    size_t n = 0;
    assert_int_equal(xn_reconcile(said, n_said, &r.all, &found, NULL), XN_OK);
    for (size_t i = 0; i < found->count; i++)
        if (strcmp(found->contradiction[i].reason.code, code) == 0) {
            n++;
            if (ret)
                *ret = found->contradiction[i];
        }
    return n;
}

static void test_nothing_said(void **state)
{
    (void)state;
    XN_AUTO(xn_reconciliation_free) struct xn_reconciliation *found = NULL;
    assert_int_equal(xn_reconcile(said, 0, &r.all, &found, NULL), XN_OK);
    assert_int_equal(found->count, 0);
}

static void test_parts(void **state)
{
    (void)state;
    say(Q1, Q1, XN_REPORTED_PERSONS_ARRIVED, 43);
    say(Q2, Q2, XN_REPORTED_PERSONS_ARRIVED, 13);
    say(Q3, Q3, XN_REPORTED_PERSONS_ARRIVED, 63);
    struct xn_reported *year = say(Q1, Q4, XN_REPORTED_PERSONS_ARRIVED, 120);
    struct xn_contradiction finding;
    assert_int_equal(raised("parts_do_not_add_up", &finding), 1);
    assert_int_equal(finding.n_reported, 4);
    assert_ptr_equal(finding.reported[3], year);
    year->value = 119;
    assert_int_equal(raised("parts_do_not_add_up", NULL), 0);
    year->value = 120;
    records_arrive(&r, 1101, 1); /* the ledger explains it: the fourth quarter has no report */
    assert_int_equal(raised("parts_do_not_add_up", NULL), 0);
    say(Q4, Q4, XN_REPORTED_PERSONS_ARRIVED, 0); /* now it has one, which says nobody came */
    assert_int_equal(raised("parts_do_not_add_up", NULL), 1);
}

static void test_more_moved(void **state)
{
    (void)state;
    struct xn_reported *arrived = say(Q1, Q2, XN_REPORTED_HOUSEHOLDS_ARRIVED_AT_MOST, 12);
    struct xn_reported *moved = say(Q1, Q3, XN_REPORTED_MOVES, 14);
    moved->of_from = Q1;
    moved->of_to = Q2;
    records_move(&r, records_arrive(&r, 201, 2), 801, XN_MIXED);
    records_move(&r, records_arrive(&r, 701, 2), 801, XN_MIXED); /* not of those arrivals */
    struct xn_contradiction finding;
    assert_int_equal(raised("more_moved_than_arrived", &finding), 1);
    assert_true(finding.ledger == 1);
    arrived->value = 14;
    assert_int_equal(raised("more_moved_than_arrived", NULL), 0);
    arrived->value = 12;
    moved->of_from = moved->of_to = XN_NO_QUARTER; /* of all arrivals: nothing wrong with that */
    assert_int_equal(raised("more_moved_than_arrived", NULL), 0);
}

static void test_overlap(void **state)
{
    (void)state;
    say_segregated(Q2, 1);
    say_exception(Q2, "OWN_WISH");
    say_segregated(Q3, 2);
    say_exception(Q3, "AGAINST_ADVICE");
    say_exception(Q3, "CARE_OF_RELATIVES");
    struct xn_contradiction finding;
    assert_int_equal(raised("exceptions_overlap", &finding), 1);
    assert_string_equal(finding.reported[0]->code, "OWN_WISH");
    said[2].value = 3; /* two were added: each is a family of its own */
    assert_int_equal(raised("exceptions_overlap", NULL), 0);
}

static void test_probably_the_same(void **state)
{
    (void)state;
    say_segregated(Q3, 2);
    say_exception(Q3, "AGAINST_ADVICE");
    say_segregated(Q4, 2);
    say_exception(Q4, "LEFT_COUNTRY");
    records_arrive(&r, 201, 5)->left_on = records_day(1220);
    struct xn_contradiction finding;
    assert_int_equal(raised("probably_the_same", &finding), 1);
    assert_true(finding.ledger == 1);
    assert_int_equal(finding.n_reported, 2);
    said[2].value = 3; /* a move of its own */
    assert_int_equal(raised("probably_the_same", NULL), 0);
    said[2].value = 2;
    said[1].code = "CARE_OF_RELATIVES";
    assert_int_equal(raised("probably_the_same", NULL), 0);
}

static void test_same_number(void **state)
{
    (void)state;
    say(Q1, Q4, XN_REPORTED_MOVES, 21);
    struct xn_reported *supported = say(Q1, Q4, XN_REPORTED_HOUSEHOLDS_SUPPORTED, 21);
    say(Q1, Q4, XN_REPORTED_HOUSEHOLDS_ARRIVED, 36);
    say(Q1, Q4, XN_REPORTED_WORKING_GROUP_MEMBERS, 36);
    assert_int_equal(raised("same_number_other_thing", NULL), 2);
    supported->value = 25;
    assert_int_equal(raised("same_number_other_thing", NULL), 1);
}

static void test_ledger(void **state)
{
    (void)state;
    records_move(&r, records_arrive(&r, 201, 2), 301, XN_MIXED);
    records_move(&r, records_arrive(&r, 202, 2), 302, XN_CONCENTRATED);
    records_arrive(&r, 203, 3);
    say(Q1, Q1, XN_REPORTED_MOVES, 2);
    say(Q1, Q1, XN_REPORTED_NOT_SEGREGATED, 1);
    say(Q1, Q1, XN_REPORTED_SEGREGATED, 1);
    say(Q1, Q1, XN_REPORTED_HOUSEHOLDS_OPEN, 1);
    say(Q1, Q1, XN_REPORTED_PERSONS_ARRIVED, 7);
    say(Q1, Q1, XN_REPORTED_HOUSEHOLDS_ARRIVED, 3);
    say(Q1, Q1, XN_REPORTED_HOUSEHOLDS_ARRIVED_AT_MOST, 5);
    assert_int_equal(raised("differs_from_ledger", NULL), 0);
    for (size_t i = 0; i < n_said; i++)
        said[i].value = 2.5;
    assert_int_equal(raised("differs_from_ledger", NULL), 7);
}

static void test_sentence(void **state)
{
    (void)state;
    XN_AUTO_BUF text = XN_BUF_INIT;
    XN_AUTO(xn_reconciliation_free) struct xn_reconciliation *found = NULL;
    say(Q3, Q3, XN_REPORTED_MOVES, 8);
    assert_int_equal(xn_reconcile(said, n_said, &r.all, &found, NULL), XN_OK);
    assert_int_equal(found->count, 1);
    xn_reason_put(&text, XN_ENGLISH, &found->contradiction[0].reason);
    assert_string_equal(xn_buf_text(&text),
                        "households that moved, 2004Q3: the report says 8, the ledger has 0.");
}

static void test_names(void **state)
{
    (void)state;
    for (int i = 0; i < XN_REPORTED_COUNT; i++) {
        enum xn_reported_what what = XN_REPORTED_COUNT;
        assert_true(xn_reported_parse(xn_reported_name((enum xn_reported_what)i), &what));
        assert_int_equal(what, i);
    }
    enum xn_reported_what what;
    assert_false(xn_reported_parse("people", &what));
}

static void test_out_of_memory(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++)
        say(Q3, Q3, XN_REPORTED_MOVES, i + 1);
    const size_t before = xn_test_live_blocks();
    struct xn_reconciliation *found = NULL;
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; n < 50 && status == XN_MEMORY; n++) {
        xn_test_fail_allocation(n);
        status = xn_reconcile(said, n_said, &r.all, &found, NULL);
    }
    xn_test_fail_allocation(0);
    assert_int_equal(status, XN_OK);
    assert_int_equal(found->count, 20);
    xn_reconciliation_free(found);
    assert_int_equal(xn_test_live_blocks(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_nothing_said, setup),
        cmocka_unit_test_setup(test_parts, setup),
        cmocka_unit_test_setup(test_more_moved, setup),
        cmocka_unit_test_setup(test_overlap, setup),
        cmocka_unit_test_setup(test_probably_the_same, setup),
        cmocka_unit_test_setup(test_same_number, setup),
        cmocka_unit_test_setup(test_ledger, setup),
        cmocka_unit_test_setup(test_sentence, setup),
        cmocka_unit_test_setup(test_names, setup),
        cmocka_unit_test_setup(test_out_of_memory, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
