/* Counts: the columns come back as they were put, unknown as empty. */
#include "database.h"

static struct xn_table *parse(const char *csv)
{
    struct xn_table *table = NULL;
    expect_ok(xn_csv_parse(csv, strlen(csv), "counts.csv", NULL, &table, NULL, err));
    return table;
}

static enum xn_status put(const struct database *database, const char *csv, struct xn_error *err)
{
    static const char *const column[] = {"TOTAL", "P_A", "P_B"};
    static const double missing[] = {-99999999, -99998};
    struct xn_table *table = parse(csv);
    const struct xn_counts_source source = {.level = "block",
                                            .table = table,
                                            .key = "ID",
                                            .column = column,
                                            .n_columns = 3,
                                            .missing = missing,
                                            .n_missing = 2,
                                            .as_of = xn_date_of(2021, 1, 1),
                                            .source = "counts.csv"};
    const enum xn_status status = xn_store_put_counts(database->store, "demo", &source, err);
    xn_table_free(table);
    return status;
}

static void expect_cell(const struct xn_table *table, size_t row, const char *column, const char *wanted)
{
    const size_t position = xn_table_column(table, column);
    assert_int_not_equal(position, XN_NONE);
    assert_string_equal(xn_table_cell(table, row, position), wanted);
}

static void test_table_comes_back(void **state)
{
    const struct database *database = *state;
    struct xn_table *table = NULL;
    expect_failure(xn_store_counts_table(database->store, "demo", "block", &table, err), XN_NOT_FOUND,
                   "no counts of level 'block' of city 'demo'");
    expect_ok(put(database, "ID,P_B,P_A,TOTAL\nb,12.5,0,1005\na,-99999999,,35\n10,1,2,1000000\n", err));
    expect_ok(xn_store_counts_table(database->store, "demo", "block", &table, err));
    assert_int_equal(table->n_rows, 3);
    assert_int_equal(table->n_columns, 4);
    assert_string_equal(table->column[0], "unit_id");
    assert_string_equal(table->column[1], "TOTAL"); /* in the order of the source's list */
    assert_string_equal(table->source, "counts.csv");
    expect_cell(table, 0, "unit_id", "10");
    expect_cell(table, 0, "TOTAL", "1000000");
    expect_cell(table, 1, "unit_id", "a");
    expect_cell(table, 1, "P_A", "");
    expect_cell(table, 1, "P_B", "");
    expect_cell(table, 2, "P_B", "12.5");
    expect_cell(table, 2, "P_A", "0");
    xn_table_free(table);
    assert_string_equal(psql(database, "SELECT DISTINCT as_of FROM xenia.counts"), "2021-01-01");
}

static void test_replaced_as_a_whole(void **state)
{
    const struct database *database = *state;
    expect_ok(put(database, "ID,P_B,P_A,TOTAL\na,1,2,3\nb,1,2,3\n", err));
    expect_ok(put(database, "ID,P_B,P_A,TOTAL\nc,1,2,3\n", err));
    struct xn_table *table = NULL;
    expect_ok(xn_store_counts_table(database->store, "demo", "block", &table, err));
    assert_int_equal(table->n_rows, 1);
    expect_cell(table, 0, "unit_id", "c");
    xn_table_free(table);
}

static void test_faults_leave_what_was(void **state)
{
    const struct database *database = *state;
    expect_ok(put(database, "ID,P_B,P_A,TOTAL\nkept,1,2,3\n", err));
    expect_failure(put(database, "ID,P_B,P_A,TOTAL\na,1,2,3\nb,1,-2,3\n", err), XN_INPUT,
                   "counts.csv, line 3, column P_A: found -2, wanted 0 or more");
    expect_failure(put(database, "ID,P_B,P_A,TOTAL\na,1,x,3\n", err), XN_INPUT, "line 2");
    expect_failure(put(database, "ID,P_B,TOTAL\na,1,3\n", err), XN_INPUT, "P_A");
    expect_failure(put(database, "ID,P_B,P_A,TOTAL\na,1,2,3\nb,1,2,3\na,1,2,3\n", err), XN_INPUT,
                   "counts.csv, line 4: it is there already");
    expect_failure(put(database, "ID,P_B,P_A,TOTAL\n,1,2,3\n", err), XN_INPUT,
                   "line 2: the rule \"unit_id: not empty\"");
    assert_string_equal(psql(database, "SELECT string_agg(DISTINCT unit_id, ' ') FROM xenia.counts"), "kept");
}

static enum xn_status put_indicators(const struct database *database, const char *csv, struct xn_error *err)
{
    static const char *const column[] = {"TOTAL", "RATE", "CHANGE"};
    struct xn_table *table = parse(csv);
    const struct xn_counts_source source = {.level = "block",
                                            .table = table,
                                            .key = "ID",
                                            .column = column,
                                            .n_columns = 3,
                                            .n_indicators = 2,
                                            .as_of = XN_NO_DATE,
                                            .source = "counts.csv"};
    const enum xn_status status = xn_store_put_counts(database->store, "demo", &source, err);
    xn_table_free(table);
    return status;
}

static void test_indicators_have_any_sign_and_may_be_missing(void **state)
{
    const struct database *database = *state;
    struct xn_table *table = NULL;
    expect_ok(put_indicators(database, "ID,TOTAL,CHANGE\na,30,-1.5\nb,20,\n", err));
    expect_ok(xn_store_counts_table(database->store, "demo", "block", &table, err));
    assert_int_equal(table->n_columns, 3); /* RATE is not there: the level is without it */
    assert_int_equal(xn_table_column(table, "RATE"), XN_NONE);
    expect_cell(table, 0, "CHANGE", "-1.5");
    expect_cell(table, 1, "CHANGE", "");
    xn_table_free(table);
    expect_failure(put_indicators(database, "ID,TOTAL,CHANGE\na,-30,-1.5\n", err), XN_INPUT,
                   "column TOTAL: found -30, wanted 0 or more");
    expect_failure(put_indicators(database, "ID,TOTAL,CHANGE\na,30,1\nb,20,1\na,30,1\n", err), XN_INPUT,
                   "counts.csv, line 4: it is there already");
    assert_non_null(strstr(psql(database, "UPDATE xenia.counts SET value = -1 WHERE NOT indicator"),
                           "value: 0 or more, or unknown"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_comes_back),
        cmocka_unit_test(test_replaced_as_a_whole),
        cmocka_unit_test(test_faults_leave_what_was),
        cmocka_unit_test(test_indicators_have_any_sign_and_may_be_missing),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
