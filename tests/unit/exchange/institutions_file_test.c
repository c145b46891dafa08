/* institutions_file_test.c - the directory as a list: read strictly, every bad cell told by line and column.
 */
#include "test.h"
#include <string.h>
#include "counted_memory.h"
#include "noted.h"
#include "scratch.h"
#include "xenia/institutions.h"

#define HEADER "id,name,kind,address,lat,lon,age_from,age_to\n"

static void rows_are_read_as_they_stand(void **state)
{
    const char *path = scratch_file(*state, "i.csv",
                                    HEADER "S1,\"Schule, Übung\",school,\"Weg 1, Münster\",51.9,7.6,6,10\n"
                                           "P1,Sankt Test,parish,,-90,180,,\n");
    XN_AUTO(xn_institutions_free) struct xn_institutions *list = NULL;
    ASSERT_OK(xn_institutions_read(path, &list, NULL, &err));
    assert_int_equal(list->count, 2);
    const struct xn_institution *one = &list->institution[0], *two = &list->institution[1];
    assert_string_equal(one->id, "S1");
    assert_string_equal(one->name, "Schule, Übung");
    assert_string_equal(one->kind, "school");
    assert_string_equal(one->address, "Weg 1, Münster");
    assert_true(one->lat == 51.9 && one->lon == 7.6);
    assert_int_equal(one->age_from, 6);
    assert_int_equal(one->age_to, 10);
    assert_int_equal(one->line, 2);
    assert_string_equal(two->address, "");
    assert_int_equal(two->age_from, -1);
    assert_int_equal(two->age_to, -1);
}

static void only_what_is_needed_must_be_there(void **state)
{
    const char *path = scratch_file(*state, "i.csv", "lon;lat;kind;name;id\n7.6;51.9;work;Test;1\n");
    XN_AUTO(xn_institutions_free) struct xn_institutions *list = NULL;
    ASSERT_OK(xn_institutions_read(path, &list, NULL, &err));
    assert_int_equal(list->count, 1);
    assert_true(list->institution[0].lon == 7.6);
}

static void refused_text(void **state, const char *text, const char *part)
{
    const char *path = scratch_file(*state, "i.csv", text);
    struct xn_institutions *list = NULL;
    ASSERT_FAILS(XN_INPUT, part, xn_institutions_read(path, &list, NULL, &err));
    assert_null(list);
}

static void refused(void **state, const char *row, const char *part)
{
    char text[2048];
    (void)snprintf(text, sizeof text, "%s%s\n", HEADER, row);
    refused_text(state, text, part);
}

static void bad_cells_are_refused_by_line_and_column(void **state)
{
    char row[512], long_name[202];
    memset(long_name, 'x', 201);
    long_name[201] = '\0';
    refused(state, ",N,club,,1,2,,", "line 2, column id: found ''");
    refused(state, "1,,club,,1,2,,", "line 2, column name: found ''");
    refused(state, "1,N,palace,,1,2,,", "column kind: found 'palace', wanted school, course");
    refused(state, "1,N,Club,,1,2,,", "column kind");
    refused(state, "1,N,club,,,2,,", "column lat: found ''");
    refused(state, "1,N,club,,91,2,,", "column lat: found '91', wanted degrees from -90 to 90");
    refused(state, "1,N,club,,1,181,,", "column lon: found '181', wanted degrees from -180 to 180");
    refused(state, "1,N,club,,1,nan,,", "column lon");
    refused(state, "1,N,club,,1,\"2,5\",,", "column lon");
    refused(state, "1,N,club,,1,2,-1,", "column age_from: found '-1', wanted whole years");
    refused(state, "1,N,club,,1,2,,121", "column age_to");
    refused(state, "1,N,club,,1,2,6.5,", "column age_from");
    refused(state, "1,N,club,,1,2,10,6",
            "column age_to: found '6', wanted an age that is not below age_from");
    refused(state, "1,\"a\nb\",club,,1,2,,", "column name");
    (void)snprintf(row, sizeof row, "1,%s,club,,1,2,,", long_name);
    refused(state, row, "wanted 1 to 200 characters");
    (void)snprintf(row, sizeof row, "%.101s,N,club,,1,2,,", long_name);
    refused(state, row, "wanted 1 to 100 characters");
    refused(state, "1,N,club,,1,2,,\n2,M,club,,1,2,,\n1,O,club,,1,2,,",
            "line 4, column id: found '1', which line 2 has already");
}

static void characters_are_counted_not_bytes(void **state)
{
    char text[1024] = HEADER "1,";
    for (int i = 0; i < 200; i++)
        strcat(text, "ü");
    strcat(text, ",club,,1,2,,\n");
    XN_AUTO(xn_institutions_free) struct xn_institutions *list = NULL;
    const char *path = scratch_file(*state, "i.csv", text);
    ASSERT_OK(xn_institutions_read(path, &list, NULL, &err));
}

static void columns_are_those_and_no_others(void **state)
{
    refused_text(state, "id,name,kind,lat\n1,N,club,1\n", "lon");
    refused_text(state, "id,name,kind,lat,lon,contact\n1,N,club,1,2,Anna\n",
                 "column contact: this list has no such column");
    refused_text(state, HEADER, "found no institution in it");
    refused_text(state, "", "is empty");
}

static void every_fault_is_told(void **state)
{
    const char *path = scratch_file(*state, "i.csv", HEADER "1,N,x,,1,2,,\n2,M,y,,1,2,,\n3,O,z,,1,2,,\n");
    struct xn_institutions *list = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_FAILS(XN_INPUT, "the first of 3 faults", xn_institutions_read(path, &list, &notes, &err));
    assert_true(is_noted(&notes, "line 3, column kind") && is_noted(&notes, "line 4, column kind"));
}

static void memory_that_runs_out_leaks_nothing(void **state)
{
    const char *path = scratch_file(*state, "i.csv", HEADER "1,N,club,Weg,1,2,3,4\n2,M,sport,,1,2,,\n");
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; status == XN_MEMORY; n++) {
        struct xn_institutions *list = NULL;
        const size_t before = xn_test_live_blocks();
        xn_test_fail_allocation(n);
        status = xn_institutions_read(path, &list, NULL, NULL);
        xn_institutions_free(list);
        assert_int_equal(xn_test_live_blocks(), before);
    }
    xn_test_fail_allocation(0);
    assert_int_equal(status, XN_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(rows_are_read_as_they_stand),
        SCRATCH_TEST(only_what_is_needed_must_be_there),
        SCRATCH_TEST(bad_cells_are_refused_by_line_and_column),
        SCRATCH_TEST(characters_are_counted_not_bytes),
        SCRATCH_TEST(columns_are_those_and_no_others),
        SCRATCH_TEST(every_fault_is_told),
        SCRATCH_TEST(memory_that_runs_out_leaks_nothing),
    };
    return XN_RUN(tests);
}
