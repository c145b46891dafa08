/* indices_test.c - a selection becomes results: forms, groups, reasons. The numbers are seg's to test. */
#include <math.h>
#include "counted_memory.h"
#include "squares.h"
#include "xenia/study.h"

static struct xn_city *city_of(const char *csv, const char *const *group, size_t n_groups)
{
    XN_AUTO(squares_free) struct xn_features *layer = squares(csv);
    struct xn_city *city = NULL;
    const struct xn_level_source level = {.name = "district", .features = layer, .unit_id = "ID"};
    const struct xn_group_source groups = {.column = group, .n_columns = n_groups};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
    return city;
}

static const char *const three[] = {"A", "B", "C"};
#define CITY "ID,A,B,C\n1,10,20,30\n2,40,5,5\n3,0,0,0\n"

static size_t count_form(const struct xn_profile *profile, enum xn_form form)
{
    size_t n = 0;
    for (size_t i = 0; i < profile->n_results; i++)
        n += profile->result[i].form == form;
    return n;
}

static void default_forms_are_one_group_and_multigroup(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(CITY, three, 3);
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    ASSERT_OK(xn_study_indices(city, &(struct xn_index_selection){0}, &profile, &err));
    assert_true(count_form(profile, XN_ONE_GROUP) >= 3 * 10);
    assert_true(count_form(profile, XN_MULTIGROUP) >= 10);
    assert_int_equal(count_form(profile, XN_TWO_GROUP) + count_form(profile, XN_LOCAL), 0);
}

static void two_groups_are_all_ordered_pairs(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(CITY, three, 3);
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    const char *index = "dissimilarity";
    const struct xn_index_selection selection = {.index = &index, .n_indices = 1, .forms = XN_TWO_GROUP};
    ASSERT_OK(xn_study_indices(city, &selection, &profile, &err));
    assert_int_equal(profile->n_results, 6);
    for (size_t i = 0; i < 6; i++)
        assert_int_not_equal(profile->result[i].group, profile->result[i].reference);
}

static void an_index_by_name_brings_the_forms_it_has(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(CITY, three, 3);
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    const char *index = "location_quotient";
    struct xn_index_selection selection = {.index = &index, .n_indices = 1};
    ASSERT_OK(xn_study_indices(city, &selection, &profile, &err));
    assert_int_equal(profile->n_results, 3);
    assert_non_null(profile->result[0].local);
    assert_true(isnan(profile->result[0].local[2])); /* nobody lives there */
    selection.forms = XN_MULTIGROUP;
    struct xn_profile *none = NULL;
    ASSERT_FAILS(XN_ARGUMENT, "no such form", xn_study_indices(city, &selection, &none, &err));
    index = "dissimilarty";
    ASSERT_FAILS(XN_ARGUMENT, "dissimilarty", xn_study_indices(city, &selection, &none, &err));
}

static void an_undefined_index_is_a_result_with_a_reason(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of("ID,A,B\n1,10,0\n2,40,0\n", three, 2);
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    const char *index = "dissimilarity";
    const struct xn_index_selection selection = {.index = &index, .n_indices = 1};
    ASSERT_OK(xn_study_indices(city, &selection, &profile, &err));
    for (size_t i = 0; i < profile->n_results; i++) {
        assert_true(isnan(profile->result[i].value));
        assert_true(strlen(profile->result[i].reason) > 20);
    }
}

static void every_allocation_may_fail_and_nothing_leaks(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(CITY, three, 3);
    const struct xn_index_selection selection = {.forms = XN_ONE_GROUP | XN_LOCAL};
    const size_t before = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; status != XN_OK; n++) {
        XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
        xn_test_fail_allocation(n);
        status = xn_study_indices(city, &selection, &profile, NULL);
        xn_test_fail_allocation(0);
        assert_true(status == XN_MEMORY || status == XN_OK);
        assert_true(n < 1000);
    }
    assert_int_equal(xn_test_live_blocks(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_forms_are_one_group_and_multigroup),
        cmocka_unit_test(two_groups_are_all_ordered_pairs),
        cmocka_unit_test(an_index_by_name_brings_the_forms_it_has),
        cmocka_unit_test(an_undefined_index_is_a_result_with_a_reason),
        cmocka_unit_test(every_allocation_may_fail_and_nothing_leaks),
    };
    return XN_RUN(tests);
}
