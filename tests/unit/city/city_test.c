/* city_test.c - counts to groups, records to units, units to parents; and every refusal with its sentence. */
#include "squares.h"
#include <math.h>
#include "counted_memory.h"

static const char *const two_groups[] = {"A", "B"};

static enum xn_status build(const char *csv, const struct xn_group_source *groups, struct xn_city **ret,
                            struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(squares_free) struct xn_features *layer = squares(csv);
    const struct xn_level_source level = {.name = "district", .features = layer, .unit_id = "ID"};
    return xn_city_build(&level, 1, groups, NULL, ret, notes, err);
}

static void groups_add_up_and_the_rest_is_named(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2, .total = "T"};
    ASSERT_OK(build("ID,A,B,T\n1,10,20,30\n2,5,5,40\n3,0,0,0\n", &groups, &city, NULL, &err));
    const struct xn_counts counts = xn_city_counts(city, 0);
    assert_int_equal(counts.n_groups, 3);
    assert_string_equal(counts.group_name[2], "(rest)");
    assert_true(xn_count(&counts, 0, 2) == 0 && xn_count(&counts, 1, 2) == 30);
    assert_true(counts.total == 70 && counts.group_total[0] == 15 && counts.unit_total[2] == 0);
    assert_true(xn_city_areas_m2(city, 0)[2] == 10000);
    assert_int_equal(xn_city_find_group(city, "B"), 1);
    assert_int_equal(xn_city_find_group(city, "C"), XN_NONE);
}

static void a_group_is_called_by_its_title(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    const struct xn_group_title title[] = {{.group = "B", .text = {[XN_ENGLISH] = "b", [XN_DUTCH] = "bee"}}};
    const struct xn_group_source groups = {
        .column = two_groups, .n_columns = 2, .total = "T", .title = title, .n_titles = 1};
    ASSERT_OK(build("ID,A,B,T\n1,10,20,31\n", &groups, &city, NULL, &err));
    const struct xn_group_title *of = xn_city_group_titles(city);
    assert_string_equal(xn_group_title_in(&of[0], XN_DUTCH), "A");
    assert_string_equal(xn_group_title_in(&of[1], XN_DUTCH), "bee");
    assert_string_equal(xn_group_title_in(&of[1], XN_GERMAN), "b"); /* not given: another language's */
    assert_string_equal(of[2].group, XN_RESIDUAL_GROUP);
    assert_string_equal(xn_group_title_in(&of[2], XN_DUTCH), "Alle andere inwoners");
}

static void no_residual_group_where_groups_are_all(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2, .total = "T"};
    ASSERT_OK(build("ID,A,B,T\n1,10,20,30\n", &groups, &city, NULL, &err));
    assert_int_equal(xn_city_counts(city, 0).n_groups, 2);
}

static void bad_counts_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *sentence;
    } cases[] = {
        {"ID,A,B,T\n1,10,x,30\n", "squares.dbf, line 2, column B: found 'x', wanted a number"},
        {"ID,A,B,T\n1,10,-5,30\n", "column B: found '-5', wanted a count of at least 0"},
        {"ID,A,B,T\n1,10,2.5,30\n", "column B: found '2.5', wanted a whole number"},
        {"ID,A,B,T\n1,10,,30\n", "column B: found '', wanted a number"},
        {"ID,A,B,T\n1,10,nan,30\n", "column B: found 'nan', wanted a number"},
        {"ID,A,B,T\n1,1e300,5,30\n", "column A: found '1e300', wanted fewer than 2^53"},
        {"ID,A,B,T\n1,20,20,30\n2,1,1,2\n3,9,9,9\n", "squares.dbf, line 2: the groups of unit '1' exceed the "
                                                     "total: found 40, wanted at most 30 (column T) "
                                                     "(the first of 2 faults)"},
        {"ID,A,B,T\n,1,1,2\n", "column ID: found nothing, wanted the unit's id"},
        {"ID,A,B\n1,1,1\n", "no column 'T'; it has ID, A, B"},
        {"ID,A,B,T\n7,1,1,2\n8,1,1,2\n7,1,2,3\n",
         "records 2 and 4: unit '7' stands twice with different counts"},
    };
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2, .total = "T"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct xn_city *city = NULL;
        ASSERT_FAILS(XN_INPUT, cases[i].sentence, build(cases[i].csv, &groups, &city, NULL, &err));
        assert_null(city);
    }
}

static void every_bad_cell_is_told_at_once(void **state)
{
    (void)state;
    struct xn_city *city = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2};
    ASSERT_FAILS(XN_INPUT, "line 2, column A: found 'x', wanted a number (the first of 3 faults)",
                 build("ID,A,B\n1,x,1\n2,1,2\n3,1,-2\n4,,1\n", &groups, &city, &notes, &err));
    assert_int_equal(notes.count, 2);
    assert_non_null(strstr(notes.text[0], "line 4, column B: found '-2'"));
    assert_non_null(strstr(notes.text[1], "line 5, column A: found ''"));
}

static void records_of_one_unit_count_their_people_once(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2};
    ASSERT_OK(build("ID,A,B\n7,1,2\n8,3,4\n7,1,2\n", &groups, &city, &notes, &err));
    assert_int_equal(xn_city_units(city, 0), 2);
    assert_true(xn_city_counts(city, 0).total == 10);
    assert_true(fabs(xn_city_unit(city, 0, 0)->area_m2 - 20000) < 1e-6);
    assert_int_equal(notes.count, 1);
    assert_non_null(strstr(notes.text[0], "1 unit is spread over several records"));
}

static void percentages_become_counts_with_their_rounding(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    const double missing = -99999999;
    const struct xn_group_source groups = {
        .column = two_groups, .n_columns = 2, .percent_of = "T", .missing = &missing, .n_missing = 1};
    ASSERT_OK(build("ID,A,B,T\n1,10,20,1000\n2,-99999999,5,35\n3,50,51,100\n4,0,0,-99999999\n", &groups,
                    &city, &notes, &err));
    const struct xn_counts counts = xn_city_counts(city, 0);
    assert_true(fabs(xn_count(&counts, 0, 0) - 100) < 1e-9 && fabs(xn_count(&counts, 0, 2) - 700) < 1e-9);
    assert_true(xn_city_unit(city, 0, 1)->counts_missing && counts.unit_total[1] == 0);
    assert_true(fabs(counts.unit_total[2] - 100) < 1e-9); /* 101 %: rounding, scaled */
    assert_true(xn_city_unit(city, 0, 3)->counts_missing);
    assert_true(xn_city_rounding(city).percent_points == 0.5 && xn_city_rounding(city).base_persons == 2.5);
    assert_non_null(
        strstr(notes.text[0], "2 of 4 units have missing counts and are left out (with them 35 persons)"));
    assert_non_null(strstr(notes.text[1], "scaled to 100"));
}

static void percentages_that_rounding_does_not_explain_are_refused(void **state)
{
    (void)state;
    struct xn_city *city = NULL;
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2, .percent_of = "T"};
    ASSERT_FAILS(XN_INPUT, "exceed the total", build("ID,A,B,T\n1,60,60,100\n", &groups, &city, NULL, &err));
    ASSERT_FAILS(XN_INPUT, "wanted a percentage",
                 build("ID,A,B,T\n1,101,0,100\n", &groups, &city, NULL, &err));
}

static void without_any_column_of_counts_everything_is_missing(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    const struct xn_group_source groups = {0};
    ASSERT_OK(build("ID\n1\n2\n", &groups, &city, NULL, &err));
    assert_true(xn_city_unit(city, 0, 1)->counts_missing);
    assert_true(xn_city_counts(city, 0).total == 0);
}

static void parents_come_from_a_column(void **state)
{
    (void)state;
    XN_AUTO(squares_free) struct xn_features *layer = squares("ID,P,A,B\n1,x,1,2\n2,y,3,4\n3,x,5,6\n");
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    const struct xn_level_source level = {.name = "block", .features = layer, .unit_id = "ID", .parent = "P"};
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2};
    const struct xn_city_options options = {.adjacency = true};
    ASSERT_OK(xn_city_build(&level, 1, &groups, &options, &city, NULL, &err));
    assert_int_equal(xn_city_levels(city), 2);
    assert_string_equal(xn_city_level_name(city, 0), "district");
    assert_int_equal(xn_city_units(city, 0), 2);
    const size_t x = xn_city_find_unit(city, 0, "x");
    const struct xn_counts counts = xn_city_counts(city, 0);
    assert_true(xn_count(&counts, x, 0) == 6 && xn_count(&counts, x, 1) == 8);
    assert_int_equal(xn_city_unit(city, 1, 2)->parent, x);
    assert_true(fabs(xn_city_unit(city, 0, x)->area_m2 - 20000) < 1e-6);
    const struct xn_adjacency *adjacency = xn_city_adjacency(city, 1);
    assert_int_equal(adjacency->row_start[2] - adjacency->row_start[1], 2);
    assert_int_equal(xn_city_locate(city, 1, 400250, 5750050), 2);
    assert_int_equal(xn_city_locate(city, 1, 400350, 5750050), XN_NONE);
}

static void parents_come_from_the_place(void **state)
{
    (void)state;
    XN_AUTO(squares_free) struct xn_features *districts = squares("ID,A,B\nd1,1,2\nd2,3,4\n");
    XN_AUTO(squares_free) struct xn_features *blocks = squares("ID,A,B\nb1,1,2\nb2,3,4\n");
    XN_AUTO(squares_free) struct xn_features *too_many = squares("ID,A,B\nb1,1,2\nb2,3,4\nb3,0,0\n");
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    struct xn_level_source level[] = {{.name = "district", .features = districts, .unit_id = "ID"},
                                      {.name = "block", .features = blocks, .unit_id = "ID"}};
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2};
    ASSERT_OK(xn_city_build(level, 2, &groups, NULL, &city, NULL, &err));
    assert_int_equal(xn_city_unit(city, 1, 1)->parent, 1);
    level[1].features = too_many;
    ASSERT_FAILS(XN_INPUT, "block 'b3' lies in no district",
                 xn_city_build(level, 2, &groups, NULL, &city, NULL, &err));
}

static void counts_are_joined_by_key_both_ways(void **state)
{
    (void)state;
    static const struct {
        const char *counts, *sentence;
    } cases[] = {{"KEY,A,B\n1,1,2\n2,3,4\n3,5,6\n",
                  "c.csv, line 4, column KEY: found '3', wanted the id of a district with a polygon"},
                 {"KEY,A,B\n1,1,2\n",
                  "c.csv, column KEY: found no row for 1 of the 2 polygons of level district: '2'"},
                 {"KEY,A,B\n1,1,2\n2,3,4\n1,1,2\n", "lines 2 and 4, column KEY: both are about unit '1'"}};
    XN_AUTO(squares_free) struct xn_features *layer = squares("ID\n1\n2\n");
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        XN_AUTO(xn_table_free) struct xn_table *table = NULL;
        struct xn_city *city = NULL;
        ASSERT_OK(xn_csv_parse(cases[i].counts, strlen(cases[i].counts), "c.csv", NULL, &table, NULL, &err));
        const struct xn_level_source level = {
            .name = "district", .features = layer, .unit_id = "ID", .counts = table, .counts_key = "KEY"};
        ASSERT_FAILS(XN_INPUT, cases[i].sentence, xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
    }
}

static void fingerprint_of(const char *csv, char ret[XN_DIGEST_HEX])
{
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2};
    ASSERT_OK(build(csv, &groups, &city, NULL, &err));
    strcpy(ret, xn_city_counts_fingerprint(city));
}

static void the_fingerprint_knows_counts_and_not_row_order(void **state)
{
    (void)state;
    char a[XN_DIGEST_HEX], b[XN_DIGEST_HEX], c[XN_DIGEST_HEX];
    fingerprint_of("ID,A,B\n1,1,2\n2,3,4\n", a);
    fingerprint_of("ID,A,B\n2,3,4\n1,1,2\n", b);
    fingerprint_of("ID,A,B\n1,1,2\n2,4,3\n", c);
    assert_string_equal(a, b);
    assert_string_not_equal(a, c);
}

static void twins_are_noted(void **state)
{
    (void)state;
    XN_AUTO(squares_free) struct xn_features *layer = squares("ID,A,B\n1,1,2\n2,3,4\n");
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    layer->shape[1] = layer->shape[0];
    const struct xn_level_source level = {.name = "district", .features = layer, .unit_id = "ID"};
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, &notes, &err));
    assert_int_equal(notes.count, 1);
    assert_non_null(strstr(notes.text[0], "have the same polygon"));
}

static void people_without_a_place_are_noted(void **state)
{
    (void)state;
    XN_AUTO(squares_free) struct xn_features *layer = squares("ID,A,B\n1,1,2\n2,30,40\n");
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    layer->shape[1] = (struct xn_shape){0};
    const struct xn_level_source level = {.name = "district", .features = layer, .unit_id = "ID"};
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, &notes, &err));
    assert_int_equal(notes.count, 1);
    assert_non_null(strstr(notes.text[0], "its 70 persons count but have no place"));
}

static void every_allocation_may_fail_and_nothing_leaks(void **state)
{
    (void)state;
    XN_AUTO(squares_free) struct xn_features *layer = squares("ID,P,A,B\n1,x,1,2\n2,y,3,4\n3,x,5,6\n");
    const struct xn_level_source level = {.name = "block", .features = layer, .unit_id = "ID", .parent = "P"};
    const struct xn_group_source groups = {.column = two_groups, .n_columns = 2};
    const struct xn_city_options options = {.adjacency = true};
    const size_t before = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; status != XN_OK; n++) {
        XN_AUTO(xn_city_free) struct xn_city *city = NULL;
        xn_test_fail_allocation(n);
        status = xn_city_build(&level, 1, &groups, &options, &city, NULL, NULL);
        xn_test_fail_allocation(0);
        assert_true(status == XN_MEMORY || status == XN_OK);
        assert_true(n < 500);
    }
    assert_int_equal(xn_test_live_blocks(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_add_up_and_the_rest_is_named),
        cmocka_unit_test(a_group_is_called_by_its_title),
        cmocka_unit_test(no_residual_group_where_groups_are_all),
        cmocka_unit_test(bad_counts_are_refused_with_their_place),
        cmocka_unit_test(every_bad_cell_is_told_at_once),
        cmocka_unit_test(records_of_one_unit_count_their_people_once),
        cmocka_unit_test(percentages_become_counts_with_their_rounding),
        cmocka_unit_test(percentages_that_rounding_does_not_explain_are_refused),
        cmocka_unit_test(without_any_column_of_counts_everything_is_missing),
        cmocka_unit_test(parents_come_from_a_column),
        cmocka_unit_test(parents_come_from_the_place),
        cmocka_unit_test(counts_are_joined_by_key_both_ways),
        cmocka_unit_test(the_fingerprint_knows_counts_and_not_row_order),
        cmocka_unit_test(twins_are_noted),
        cmocka_unit_test(people_without_a_place_are_noted),
        cmocka_unit_test(every_allocation_may_fail_and_nothing_leaks),
    };
    return XN_RUN(tests);
}
