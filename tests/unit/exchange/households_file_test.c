#include "test.h"
#include <math.h>
#include <string.h>
#include "counted_memory.h"
#include "scratch.h"
#include "xenia/exchange.h"

#define HEADER                                                                                               \
    "id,arrived_on,size,age_0_5,age_6_17,age_18_64,age_65_plus,entitlement,step_free,rent_limit_eur,"        \
    "rooms_min,available_by,ties,filters,centre\n"

static const char *with_header(struct scratch *scratch, const char *rows)
{
    char text[8192];
    (void)snprintf(text, sizeof text, HEADER "%s", rows);
    return scratch_file(scratch, "h.csv", text);
}

static void everything_is_read(void **state)
{
    XN_AUTO(xn_households_free) struct xn_households *list = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(xn_households_read(
        with_header(*state, "F07,2005-02-01,5,1,2,2,,WBS;HUURTOESLAG,yes,\"€ 750,50\",4,1-4-2005,"
                            "care:52.22:6.89:2; school:52:7,CARE_OF_RELATIVES;OWN_WISH,Ankerhof\n"
                            "F08,,1,,,,,,,,,,,,\n"),
        &list, &notes, &err));
    assert_int_equal(list->count, 2);
    assert_int_equal(notes.count, 0);
    const struct xn_queued_household *one = &list->household[0];
    assert_string_equal(one->id, "F07");
    assert_string_equal(one->centre, "Ankerhof");
    assert_int_equal(one->line, 2);
    assert_int_equal(one->arrived_on, xn_date_of(2005, 2, 1));
    const struct xn_household *h = &one->household;
    assert_true(h->size == 5 && h->age_0_5 == 1 && h->age_6_17 == 2 && h->age_18_64 == 2);
    assert_int_equal(h->age_65_plus, 0); /* the others make five */
    assert_int_equal(h->n_entitlements, 2);
    assert_string_equal(h->entitlement[1], "HUURTOESLAG");
    assert_true(h->step_free && h->rent_limit_eur == 750.5 && h->rooms_min == 4.0);
    assert_int_equal(h->available_by, xn_date_of(2005, 4, 1));
    assert_int_equal(h->n_ties, 2);
    assert_true(h->tie[0].kind == XN_TIE_CARE && h->tie[0].lat == 52.22 && h->tie[0].lon == 6.89);
    assert_true(h->tie[0].weight == 2.0 && h->tie[1].weight == 1.0 && h->tie[1].kind == XN_TIE_SCHOOL);
    assert_true(h->filter_care && h->filter_own_wish);
    const struct xn_household *bare = &list->household[1].household;
    assert_true(bare->age_0_5 == -1 && isnan(bare->rent_limit_eur) && isnan(bare->rooms_min));
    assert_int_equal(bare->available_by, XN_NO_DATE);
    assert_int_equal(list->household[1].arrived_on, XN_NO_DATE);
    assert_string_equal(list->household[1].centre, "");
}

static void only_id_and_size_are_required(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_households_free) struct xn_households *list = NULL;
    ASSERT_OK(xn_households_read(scratch_file(scratch, "h.csv", "size;id\n3;A\n"), &list, NULL, &err));
    assert_int_equal(list->household[0].household.size, 3);
    XN_AUTO(xn_households_free) struct xn_households *none = NULL;
    ASSERT_FAILS(XN_INPUT, "has no column 'size'; it has id",
                 xn_households_read(scratch_file(scratch, "h.csv", "id\nA\n"), &none, NULL, &err));
    ASSERT_FAILS(XN_INPUT, "has no column 'id'",
                 xn_households_read(scratch_file(scratch, "h.csv", "size\n3\n"), &none, NULL, &err));
    assert_null(none);
}

/* R1: what may not be known cannot come in, and the sentence says why. */
static void forbidden_columns_are_refused_with_the_reason(void **state)
{
    struct scratch *scratch = *state;
    static const char *const names[] = {"nationality", "Religion", "name",   "birthplace", "ethnicity",
                                        "language",    "naam",     "gender", "diagnosis",  "income"};
    XN_AUTO(xn_households_free) struct xn_households *list = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[128], sentence[128];
        (void)snprintf(text, sizeof text, "id,size,%s\nA,3,x\n", names[i]);
        (void)snprintf(sentence, sizeof sentence,
                       "h.csv, line 1: there is a column '%s', which is never read, because", names[i]);
        ASSERT_FAILS(XN_INPUT, sentence,
                     xn_households_read(scratch_file(scratch, "h.csv", text), &list, NULL, &err));
    }
    ASSERT_FAILS(
        XN_INPUT, "h.csv, line 1: there is no column 'entitlment'; did you mean 'entitlement'?",
        xn_households_read(scratch_file(scratch, "h.csv", "id,size,entitlment\nA,3,\n"), &list, NULL, &err));
    assert_null(list);
}

static void every_bad_cell_is_told(void **state)
{
    static const struct {
        const char *row, *sentence;
    } fault[] = {
        {",,3,,,,,,,,,,,,\n", "line 2, column id: found '', wanted the household's id"},
        {"A,,,,,,,,,,,,,,\n", "column size: found '', wanted a whole number of persons from 1 to 30"},
        {"A,,31,,,,,,,,,,,,\n", "column size: found '31', wanted a whole number of persons from 1 to 30"},
        {"A,,3,-1,,,,,,,,,,,\n", "column age_0_5: found '-1', wanted a whole number of persons from 0 to"},
        {"A,,3,2,2,,,,,,,,,,\n", "column size: found '3', wanted as many persons as the age columns have"},
        {"A,,3,0,0,1,1,,,,,,,,\n", "column size: found '3', wanted as many persons as the age columns"},
        {"A,soon,3,,,,,,,,,,,,\n", "column arrived_on: found 'soon', wanted a date as 2005-03-01,"},
        {"A,,3,,,,,W B S,,,,,,,\n", "column entitlement: found 'W B S', wanted at most 8 codes"},
        {"A,,3,,,,,a;b;c;d;e;f;g;h;i,,,,,,,\n", "column entitlement: found 'a;b;c;d;e;f;g;h;i', wanted"},
        {"A,,3,,,,,,maybe,,,,,,\n", "column step_free: found 'maybe', wanted yes or no"},
        {"A,,3,,,,,,,0,,,,,\n", "column rent_limit_eur: found '0', wanted a sum of 1 to 100000 euro"},
        {"A,,3,,,,,,,,0.5,,,,\n", "column rooms_min: found '0.5', wanted a number from 1 to 30"},
        {"A,,3,,,,,,,,,32-1-2005,,,\n", "column available_by: found '32-1-2005', wanted a date"},
        {"A,,3,,,,,,,,,,home:52:7,,\n", "column ties: found 'home:52:7', wanted at most 16 ties as school"},
        {"A,,3,,,,,,,,,,care:52,,\n", "column ties: found 'care:52', wanted"},
        {"A,,3,,,,,,,,,,care:91:7,,\n", "column ties: found 'care:91:7', wanted"},
        {"A,,3,,,,,,,,,,care:52:7:0,,\n", "column ties: found 'care:52:7:0', wanted"},
        {"A,,3,,,,,,,,,,care:52:7:1:1,,\n", "column ties: found 'care:52:7:1:1', wanted"},
        {"A,,3,,,,,,,,,,,OWN,\n", "column filters: found 'OWN', wanted CARE_OF_RELATIVES or OWN_WISH"},
        {"A,,3,,,,,,,,,,,,\nA,,2,,,,,,,,,,,,\n", "line 3: the id 'A' is taken, by the household on line 2"},
    };
    XN_AUTO(xn_households_free) struct xn_households *list = NULL;
    for (size_t i = 0; i < sizeof fault / sizeof *fault; i++)
        ASSERT_FAILS(XN_INPUT, fault[i].sentence,
                     xn_households_read(with_header(*state, fault[i].row), &list, NULL, &err));
    assert_null(list);
}

static void yes_and_no_are_read_in_any_case(void **state)
{
    XN_AUTO(xn_households_free) struct xn_households *list = NULL;
    ASSERT_OK(xn_households_read(with_header(*state, "A,,3,,,,,,TRUE,,,,,,\nB,,3,,,,,,Nein,,,,,,\n"), &list,
                                 NULL, &err));
    assert_true(list->household[0].household.step_free);
    assert_false(list->household[1].household.step_free);
}

static void all_rows_are_judged_and_twenty_faults_told(void **state)
{
    struct scratch *scratch = *state;
    char text[2048] = "id,size\n";
    for (int i = 0; i < 30; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "H%d,0\n", i);
    XN_AUTO(xn_households_free) struct xn_households *list = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_FAILS(XN_INPUT, "line 2, column size: found '0'",
                 xn_households_read(scratch_file(scratch, "h.csv", text), &list, &notes, &err));
    assert_int_equal(notes.count, XN_FAULTS_TOLD - 1);
}

static void every_failing_allocation_is_survived(void **state)
{
    const char *path = with_header(*state, "A,,3,1,,,,WBS,,,,,care:52:7,,x\nB,,2,,,,,,,,,,,,\n");
    const size_t live = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; n < 200; n++) {
        XN_AUTO(xn_households_free) struct xn_households *list = NULL;
        xn_test_fail_allocation(n);
        status = xn_households_read(path, &list, NULL, NULL);
        xn_test_fail_allocation(0);
        assert_true(status == XN_OK ? list != NULL : list == NULL);
    }
    assert_int_equal(status, XN_OK);
    assert_int_equal(xn_test_live_blocks(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(everything_is_read),
        SCRATCH_TEST(only_id_and_size_are_required),
        SCRATCH_TEST(forbidden_columns_are_refused_with_the_reason),
        SCRATCH_TEST(every_bad_cell_is_told),
        SCRATCH_TEST(yes_and_no_are_read_in_any_case),
        SCRATCH_TEST(all_rows_are_judged_and_twenty_faults_told),
        SCRATCH_TEST(every_failing_allocation_is_survived),
    };
    return XN_RUN(tests);
}
