#include "test.h"
#include <math.h>
#include <string.h>
#include "counted_memory.h"
#include "scratch.h"
#include "xenia/exchange.h"

#define HEADER "date,persons,unit_id,lon,lat,state\n"

static void rows_by_unit_and_by_place(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_placements_free) struct xn_placements *placements = NULL;
    const char *path = scratch_file(scratch, "p.csv",
                                    HEADER "2004-03-01,4,6101,,,moved_in\n"
                                           "2004-09-30,2,,7.6,51.9,agreed\n2004-10-01,1,6102,,,offered\n");
    ASSERT_OK(xn_placements_read(path, &placements, NULL, &err));
    assert_int_equal(placements->count, 3);
    const struct xn_placement *first = &placements->placement[0], *second = &placements->placement[1];
    assert_int_equal(first->date, xn_date_of(2004, 3, 1));
    assert_true(first->persons == 4.0 && isnan(first->lon) && isnan(first->lat) && !first->pending);
    assert_string_equal(first->unit_id, "6101");
    assert_int_equal(first->line, 2);
    assert_null(second->unit_id);
    assert_true(second->lon == 7.6 && second->lat == 51.9 && second->pending);
    assert_true(placements->placement[2].pending);
}

static void faults_name_file_line_column_got_and_wanted(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_placements_free) struct xn_placements *placements = NULL;
    static const struct {
        const char *text, *sentence;
    } row[] = {
        {"date,persons,lon,lat,state\n", "has no column 'unit_id'; it has date, persons, lon, lat, state"},
        {HEADER "1-3-2004,4,6101,,,moved_in\n",
         "p.csv, line 2, column date: found '1-3-2004', wanted a date as 2005-03-01"},
        {HEADER "2004-03-01,0,6101,,,moved_in\n",
         "p.csv, line 2, column persons: found '0', wanted a whole number of persons from 1 to 30"},
        {HEADER "2004-03-01,2.5,6101,,,moved_in\n", "column persons: found '2.5'"},
        {HEADER "2004-03-01,4,,,,moved_in\n",
         "p.csv, line 2, column unit_id: found '', wanted a unit_id, or a place in lon and lat"},
        {HEADER "2004-03-01,4,,7.6,,moved_in\n",
         "p.csv, line 2, column lat: found '', wanted a place with both lon and lat"},
        {HEADER "2004-03-01,4,,7.6,91,moved_in\n",
         "p.csv, line 2, column lat: found '91', wanted degrees from -90 to 90"},
        {HEADER "2004-03-01,4,,x,51,moved_in\n",
         "p.csv, line 2, column lon: found 'x', wanted degrees from -180 to 180"},
        {HEADER "2004-03-01,4,6101,,,moved_in\n2004-03-01,4,6101,,,ended\n",
         "p.csv, line 3, column state: found 'ended', wanted moved_in, agreed or offered"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        ASSERT_FAILS(
            XN_INPUT, row[i].sentence,
            xn_placements_read(scratch_file(scratch, "p.csv", row[i].text), &placements, NULL, &err));
    assert_null(placements);
}

static void every_failing_allocation_is_survived(void **state)
{
    struct scratch *scratch = *state;
    const char *path = scratch_file(scratch, "p.csv", HEADER "2004-03-01,4,6101,,,moved_in\n");
    const size_t live = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; status == XN_MEMORY; n++) {
        XN_AUTO(xn_placements_free) struct xn_placements *placements = NULL;
        xn_test_fail_allocation(n);
        status = xn_placements_read(path, &placements, NULL, NULL);
        xn_test_fail_allocation(0);
    }
    assert_int_equal(status, XN_OK);
    assert_int_equal(xn_test_live_blocks(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(rows_by_unit_and_by_place),
        SCRATCH_TEST(faults_name_file_line_column_got_and_wanted),
        SCRATCH_TEST(every_failing_allocation_is_survived),
    };
    return XN_RUN(tests);
}
