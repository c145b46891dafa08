#include "test.h"
#include <string.h>
#include "counted_memory.h"
#include "xenia/table.h"

static enum xn_status parse(const char *text, struct xn_table **ret, struct xn_error *err)
{
    return xn_csv_parse(text, strlen(text), "offers.csv", NULL, ret, NULL, err);
}

static void quotes_blanks_and_line_ends_are_understood(void **state)
{
    (void)state;
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    ASSERT_OK(parse("\xEF\xBB\xBFid;name;rent\r\n1;\"a \"\"b\"\";\nc\"; 5 \r\n\r\n2;;\n", &table, &err));
    assert_int_equal(table->n_rows, 2);
    assert_int_equal(table->n_columns, 3);
    assert_string_equal(xn_table_cell(table, 0, 1), "a \"b\";\nc");
    assert_string_equal(xn_table_cell(table, 0, 2), "5");
    assert_string_equal(xn_table_cell(table, 1, 1), "");
    assert_int_equal(table->line[0], 2);
    assert_int_equal(table->line[1], 5);
}

static void faults_name_file_line_got_and_wanted(void **state)
{
    (void)state;
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    ASSERT_FAILS(XN_INPUT, "offers.csv, line 3: found 2 fields, wanted 3",
                 parse("a,b,c\n1,2,3\n1,2\n", &table, &err));
    ASSERT_FAILS(XN_INPUT, "line 2: a quote is opened", parse("a,b\n\"1,2\n", &table, &err));
    ASSERT_FAILS(XN_INPUT, "line 2: found 'x", parse("a,b\n\"1\"x,2\n", &table, &err));
    ASSERT_FAILS(XN_INPUT, "is empty", parse("", &table, &err));
    ASSERT_FAILS(XN_INPUT, "column 2 of the header", parse("a,,c\n", &table, &err));
    ASSERT_FAILS(XN_INPUT, "'a' twice", parse("a,b,a\n", &table, &err));
    ASSERT_FAILS(XN_INPUT, "NUL", xn_csv_parse("a\0b", 3, "x.csv", NULL, &table, NULL, &err));
    assert_null(table);
}

static void text_that_is_not_utf8_is_read_as_cp1252_and_noted(void **state)
{
    (void)state;
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    const char text[] = "n\nD\xFC"
                        "es\x80\n";
    ASSERT_OK(xn_csv_parse(text, sizeof text - 1, "x.csv", NULL, &table, &notes, &err));
    assert_string_equal(xn_table_cell(table, 0, 0), "D\xC3\xBC"
                                                    "es\xE2\x82\xAC");
    assert_int_equal(notes.count, 1);
    assert_non_null(strstr(notes.text[0], "CP1252"));
}

static void columns_and_numbers_are_found_or_named(void **state)
{
    (void)state;
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    ASSERT_OK(parse("id,EINW\n7,12\n8,abc\n", &table, &err));
    assert_int_equal(xn_table_column(table, "einw"), 1);
    size_t column = 0;
    ASSERT_FAILS(XN_INPUT, "no column 'AUSL'; it has id, EINW",
                 xn_table_find_column(table, "AUSL", &column, &err));
    double value = 0;
    ASSERT_OK(xn_table_number(table, 0, 1, &value, &err));
    assert_true(value == 12);
    ASSERT_FAILS(XN_INPUT, "offers.csv, line 3, column EINW: found 'abc', wanted a number",
                 xn_table_number(table, 1, 1, &value, &err));
}

static void every_allocation_may_fail_and_nothing_leaks(void **state)
{
    (void)state;
    const size_t before = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; status != XN_OK; n++) {
        XN_AUTO(xn_table_free) struct xn_table *table = NULL;
        xn_test_fail_allocation(n);
        status = parse("a,b\n\"q\",2\n3,4\n", &table, NULL);
        xn_test_fail_allocation(0);
        assert_true(status == XN_MEMORY || status == XN_OK);
        assert_true(n < 100);
    }
    assert_int_equal(xn_test_live_blocks(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_blanks_and_line_ends_are_understood),
        cmocka_unit_test(faults_name_file_line_got_and_wanted),
        cmocka_unit_test(text_that_is_not_utf8_is_read_as_cp1252_and_noted),
        cmocka_unit_test(columns_and_numbers_are_found_or_named),
        cmocka_unit_test(every_allocation_may_fail_and_nothing_leaks),
    };
    return XN_RUN(tests);
}
