/* indicators_test.c - figures about areas beside the counts: read, unknown, missing on a level, in the
 * digest. */
#include <math.h>
#include "squares.h"

static const char *const group[] = {"A"};
static const char *const indicator[] = {"RATE", "CHANGE"};

static struct xn_city *build(const char *csv, struct xn_notes *notes)
{
    XN_AUTO(squares_free) struct xn_features *layer = squares(csv);
    struct xn_city *city = NULL;
    const double missing[] = {-99};
    const struct xn_level_source level = {.name = "district", .features = layer, .unit_id = "ID"};
    const struct xn_group_source groups = {.column = group,
                                           .n_columns = 1,
                                           .missing = missing,
                                           .n_missing = 1,
                                           .indicator = indicator,
                                           .n_indicators = 2};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, notes, &err));
    return city;
}

static void they_have_any_sign_and_blanks_are_unknown(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free)
    struct xn_city *city = build("ID,A,RATE,CHANGE\na,10,4.5,-1.25\nb,20,,3\nc,30,-99,0\n", NULL);
    assert_int_equal(xn_city_indicators(city), 2);
    assert_string_equal(xn_city_indicator_name(city, 1), "CHANGE");
    assert_int_equal(xn_city_find_indicator(city, "RATE"), 0);
    assert_int_equal(xn_city_find_indicator(city, "A"), XN_NONE);
    assert_int_equal(xn_city_find_group(city, "RATE"), XN_NONE);
    const double *rate = xn_city_indicator(city, 0, 0), *change = xn_city_indicator(city, 0, 1);
    assert_true(rate[0] == 4.5 && isnan(rate[1]) && isnan(rate[2]));
    assert_true(change[0] == -1.25 && change[1] == 3 && change[2] == 0);
    assert_true(xn_city_counts(city, 0).total == 60); /* an unknown figure takes nobody away */
}

static void they_are_part_of_the_digests(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = build("ID,A,RATE,CHANGE\na,10,4,1\nb,20,5,2\n", NULL);
    XN_AUTO(xn_city_free) struct xn_city *other = build("ID,A,RATE,CHANGE\na,10,4,1\nb,20,5,2.5\n", NULL);
    assert_string_not_equal(xn_city_counts_fingerprint(city), xn_city_counts_fingerprint(other));
    assert_string_not_equal(xn_city_fingerprint(city), xn_city_fingerprint(other));
}

static void a_level_without_the_column_is_noted(void **state)
{
    (void)state;
    XN_AUTO(squares_free) struct xn_features *districts = squares("ID,A\nx,30\n");
    XN_AUTO(squares_free) struct xn_features *blocks = squares("ID,P,A,RATE\na,x,30,4\n");
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    const struct xn_level_source level[] = {
        {.name = "district", .features = districts, .unit_id = "ID"},
        {.name = "block", .features = blocks, .unit_id = "ID", .parent = "P"}};
    const struct xn_group_source groups = {
        .column = group, .n_columns = 1, .indicator = indicator, .n_indicators = 1};
    ASSERT_OK(xn_city_build(level, 2, &groups, NULL, &city, &notes, &err));
    assert_null(xn_city_indicator(city, 0, 0));
    assert_true(xn_city_indicator(city, 1, 0)[0] == 4);
    assert_int_equal(notes.count, 1);
    assert_non_null(strstr(notes.text[0], "level district is without this indicator"));
}

static void refused(const char *csv, size_t n_indicators, const char *part)
{
    XN_AUTO(squares_free) struct xn_features *layer = squares(csv);
    struct xn_city *city = NULL;
    const char *const twice[] = {"RATE", "RATE"};
    const struct xn_level_source level = {.name = "district", .features = layer, .unit_id = "ID"};
    const struct xn_group_source groups = {
        .column = group, .n_columns = 1, .indicator = twice, .n_indicators = n_indicators};
    if (n_indicators == 2)
        ASSERT_FAILS(XN_ARGUMENT, part, xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
    else
        ASSERT_FAILS(XN_INPUT, part, xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
    assert_null(city);
}

static void faults_name_row_and_column(void **state)
{
    (void)state;
    refused("ID,A,RATE\na,10,high\n", 1, "squares.dbf, line 2, column RATE: found 'high', wanted a number");
    refused("ID,A,RATE\na,10,1\na,10,2\n", 1,
            "squares.dbf, lines 2 and 3, column RATE: unit 'a' stands twice with different values");
    refused("ID,A,SPEED\na,10,1\n", 1, "RATE"); /* on no level */
    refused("ID,A,RATE\na,10,1\n", 2, "indicator 'RATE' is named twice");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_have_any_sign_and_blanks_are_unknown),
        cmocka_unit_test(they_are_part_of_the_digests),
        cmocka_unit_test(a_level_without_the_column_is_noted),
        cmocka_unit_test(faults_name_row_and_column),
    };
    return XN_RUN(tests);
}
