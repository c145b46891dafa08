/* placements_test.c - the programme's placements count where they lie, on every level, within their time. */
#include <math.h>
#include "squares.h"
#include "xenia/study.h"

static struct xn_city *two_levels(void)
{
    static const char *const group[] = {"A"};
    XN_AUTO(squares_free) struct xn_features *layer = squares("ID,P,A\nb1,x,1000\nb2,x,500\nb3,y,0\n");
    struct xn_city *city = NULL;
    const struct xn_level_source level = {.name = "block", .features = layer, .unit_id = "ID", .parent = "P"};
    const struct xn_group_source groups = {.column = group, .n_columns = 1};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
    return city;
}

static void policy_of(struct xn_policy *policy)
{
    *policy = (struct xn_policy){.name = "programme-load", .version = "1"};
    policy->rule = (struct xn_typology_rule){.profile = XN_PROFILE_PROGRAMME_LOAD,
                                             .months = 24,
                                             .load_mixed_below = 2,
                                             .load_concentrated_above = 5};
}

static void moves_count_on_every_level_within_the_window(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = two_levels();
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    struct xn_policy policy;
    policy_of(&policy);
    const xn_date day = xn_date_of(2005, 3, 1);
    struct xn_placement placement[] = {
        {.date = day, .persons = 4, .lon = NAN, .lat = NAN, .unit_id = "b1", .line = 2},
        {.date = xn_date_of(2003, 3, 1), .persons = 3, .lon = NAN, .lat = NAN, .unit_id = "b1", .line = 3},
        {.date = xn_date_of(2003, 2, 28), .persons = 3, .lon = NAN, .lat = NAN, .unit_id = "b1", .line = 4},
        {.date = day + 1, .persons = 3, .lon = NAN, .lat = NAN, .unit_id = "b1", .line = 5},
        {.date = day, .persons = 3, .lon = NAN, .lat = NAN, .unit_id = "b2", .pending = true, .line = 6},
        {.date = day, .persons = 2, .lon = NAN, .lat = NAN, .unit_id = "x", .line = 7},
        {.date = day, .persons = 2, .lon = 0, .lat = 50, .line = 8},
    };
    ASSERT_OK(xn_study_classify(city, &policy, placement, 7, day, &typology, &notes, &err));
    assert_true(typology->level[1].unit[0].value == 2); /* two moves, 1,000 persons */
    assert_true(typology->level[1].unit[1].value == 0); /* pending is not a move */
    assert_true(typology->level[0].unit[0].value == 3.0 / 1500 * 1000);
    assert_int_equal(typology->level[1].unit[0].class_, XN_UNDETERMINED);
    assert_int_equal(typology->level[1].unit[2].rule, XN_RULE_NO_DATA);
    assert_int_equal(notes.count, 1);
    assert_non_null(strstr(notes.text[0], "line 8 lies outside the city"));
}

static void a_placement_in_no_unit_is_refused(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = two_levels();
    struct xn_typology *typology = NULL;
    struct xn_policy policy;
    policy_of(&policy);
    struct xn_placement placement = {
        .date = 0, .persons = 4, .lon = NAN, .lat = NAN, .unit_id = "b9", .line = 2};
    ASSERT_FAILS(XN_INPUT, "'b9'", xn_study_classify(city, &policy, &placement, 1, 0, &typology, NULL, &err));
    placement.unit_id = NULL;
    ASSERT_FAILS(XN_INPUT, "a placement of 1970-01-01: longitude nan",
                 xn_study_classify(city, &policy, &placement, 1, 0, &typology, NULL, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_count_on_every_level_within_the_window),
        cmocka_unit_test(a_placement_in_no_unit_is_refused),
    };
    return XN_RUN(tests);
}
