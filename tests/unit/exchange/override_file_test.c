/* override_file_test.c - signed overrides: read strictly, signed by the one whom they name. */
#include "test.h"
#include <string.h>
#include "counted_memory.h"
#include "scratch.h"
#include "xenia/exchange.h"

#define HEADER "level,unit_id,class,reason,signed_by,signed_on,valid_until\n"
#define ROWS                                                                                                 \
    HEADER "district,11,mixed,\"counted twice, by error\",A. Steward,2005-01-10,2005-12-31\n"                \
           "block,1101,lifted,\"the error is gone\",A. Steward,2005-01-10,2005-06-30\n"

static void rows_are_read_as_they_stand(void **state)
{
    const char *path = scratch_file(*state, "o.csv", ROWS);
    XN_AUTO(xn_overrides_free) struct xn_overrides *overrides = NULL;
    ASSERT_OK(xn_overrides_read(path, &overrides, NULL, &err));
    assert_int_equal(overrides->count, 2);
    const struct xn_override *one = &overrides->override[0];
    assert_string_equal(one->level, "district");
    assert_string_equal(one->unit_id, "11");
    assert_int_equal(one->class_, XN_MIXED);
    assert_string_equal(one->reason, "counted twice, by error");
    assert_string_equal(one->signed_by, "A. Steward");
    assert_int_equal(one->signed_on, xn_date_of(2005, 1, 10));
    assert_int_equal(one->valid_until, xn_date_of(2005, 12, 31));
    assert_false(one->lifted);
    assert_true(overrides->override[1].lifted);
    assert_int_equal(overrides->line[1], 3);
    assert_int_equal(strlen(overrides->digest), 64);
}

static void refused(void **state, const char *row, const char *part)
{
    char text[1024];
    (void)snprintf(text, sizeof text, "%s%s\n", HEADER, row);
    const char *path = scratch_file(*state, "o.csv", text);
    struct xn_overrides *overrides = NULL;
    ASSERT_FAILS(XN_INPUT, part, xn_overrides_read(path, &overrides, NULL, &err));
    assert_null(overrides);
}

static void faults_name_line_and_column(void **state)
{
    refused(state, "district,,mixed,why,A,2005-01-10,2005-12-31",
            "line 2, column unit_id: found '', wanted 1 to");
    refused(state, "district,11,ghetto,why,A,2005-01-10,2005-12-31",
            "column class: found 'ghetto', wanted mixed, undetermined, concentrated or lifted");
    refused(state, "district,11,mixed,,A,2005-01-10,2005-12-31", "column reason: found ''");
    refused(state, "district,11,mixed,why,,2005-01-10,2005-12-31", "column signed_by: found ''");
    refused(state, "district,11,mixed,why,A,10-1-2005,2005-12-31",
            "column signed_on: found '10-1-2005', wanted a day as 2005-03-01");
    refused(state, "district,11,mixed,why,A,2005-01-10,2005-01-09",
            "column valid_until: found '2005-01-09', wanted a day that is not before signed_on");
    refused(state,
            "district,11,mixed,why,A,2005-01-10,2005-12-31\ndistrict,11,mixed,why,A,2005-01-10,2005-12-31",
            "line 3, column unit_id: found '11', wanted each unit once");
    refused(state,
            "district,11,mixed,why,A,2005-01-10,2005-12-31\ndistrict,12,mixed,why,B,2005-01-10,2005-12-31",
            "line 3, column signed_by: found 'B', wanted the same signer in every row");
}

static void a_column_that_is_missing_is_named(void **state)
{
    const char *path = scratch_file(*state, "o.csv", "level,unit_id,class,reason,signed_by,signed_on\n");
    struct xn_overrides *overrides = NULL;
    ASSERT_FAILS(XN_INPUT, "valid_until", xn_overrides_read(path, &overrides, NULL, &err));
}

static void they_count_when_signed_and_until_they_change(void **state)
{
    const char *path = scratch_file(*state, "o.csv", ROWS);
    (void)scratch_path(*state, "o.csv.sig");
    XN_AUTO(xn_overrides_free) struct xn_overrides *overrides = NULL;
    XN_AUTO(xn_overrides_free) struct xn_overrides *changed = NULL;
    ASSERT_OK(xn_overrides_read(path, &overrides, NULL, &err));
    ASSERT_FAILS(XN_INPUT, "o.csv.sig, which would record it, is not there",
                 xn_overrides_check_signature(path, overrides, &err));
    ASSERT_FAILS(XN_INPUT, "line 2: names 'A. Steward' as its signer, and 'B' signs",
                 xn_overrides_sign(path, "B", xn_date_of(2005, 2, 1), &err));
    ASSERT_FAILS(XN_INPUT, "line 3: cannot be signed today",
                 xn_overrides_sign(path, "A. Steward", xn_date_of(2005, 7, 1), &err));
    ASSERT_OK(xn_overrides_sign(path, "A. Steward", xn_date_of(2005, 2, 1), &err));
    ASSERT_OK(xn_overrides_check_signature(path, overrides, &err));
    (void)scratch_file(*state, "o.csv", ROWS "block,1102,mixed,why,A. Steward,2005-01-10,2005-12-31\n");
    ASSERT_OK(xn_overrides_read(path, &changed, NULL, &err));
    ASSERT_FAILS(XN_INPUT, "was changed after it was signed",
                 xn_overrides_check_signature(path, changed, &err));
}

static void no_memory_is_said_and_leaks_nothing(void **state)
{
    const char *path = scratch_file(*state, "o.csv", ROWS);
    const size_t live = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    struct xn_overrides *overrides = NULL;
    for (size_t n = 1; status == XN_MEMORY; n++) {
        struct xn_error err = {0};
        xn_test_fail_allocation(n);
        status = xn_overrides_read(path, &overrides, NULL, &err);
        assert_true(status == XN_OK || xn_test_live_blocks() == live);
    }
    xn_test_fail_allocation(0);
    assert_int_equal(status, XN_OK);
    xn_overrides_free(overrides);
    assert_int_equal(xn_test_live_blocks(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(rows_are_read_as_they_stand),
        SCRATCH_TEST(faults_name_line_and_column),
        SCRATCH_TEST(a_column_that_is_missing_is_named),
        SCRATCH_TEST(they_count_when_signed_and_until_they_change),
        SCRATCH_TEST(no_memory_is_said_and_leaks_nothing),
    };
    return XN_RUN(tests);
}
