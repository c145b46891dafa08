/* gisdata/muenster_demo, read as anybody would. */
#include "test.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "xenia/exchange.h"

#define DEMO "gisdata/muenster_demo/"

static void the_city_file_names_both_levels(void **state)
{
    (void)state;
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    ASSERT_OK(xn_city_file_read(DEMO "city.ini", &input, &err));
    assert_true(input->demonstration);
    assert_non_null(strstr(input->title, "schematic"));
    assert_int_equal(input->n_levels, 2);
    assert_string_equal(input->level[1].layer, DEMO "blocks.shp");
    assert_int_equal(input->n_groups, 3);
}

static void both_policies_are_for_demonstration_alone(void **state)
{
    (void)state;
    static const char *const path[] = {DEMO "policy.ini", DEMO "policy_concentration.ini"};
    for (size_t i = 0; i < 2; i++) {
        struct xn_policy policy;
        ASSERT_OK(xn_policy_read(path[i], &policy, &err));
        assert_true(policy.demonstration);
        assert_string_equal(policy.signed_by, "");
        ASSERT_OK(xn_policy_check_live(&policy, xn_date_of(2005, 3, 1), true, &err));
        ASSERT_FAILS(XN_INPUT, "demonstration",
                     xn_policy_check_live(&policy, xn_date_of(2005, 3, 1), false, &err));
    }
}

static void offers_hold_what_real_lists_hold(void **state)
{
    (void)state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(xn_offers_read(DEMO "offers.csv", NULL, &offers, &notes, &err));
    assert_int_equal(offers->count, 250);
    assert_int_equal(offers->n_unreadable, 0);
    assert_int_equal(notes.count, 0);
    size_t garages = 0, without_place = 0, elsewhere = 0, unknown_rooms = 0, step_free = 0, closed = 0;
    for (size_t i = 0; i < offers->count; i++) {
        const struct xn_dwelling *d = &offers->dwelling[i];
        garages += d->is_dwelling == XN_NO;
        without_place += isnan(d->lon) ? 1 : 0;
        elsewhere += d->on_offer_elsewhere;
        unknown_rooms += d->is_dwelling == XN_YES && isnan(d->rooms);
        step_free += d->step_free == XN_YES;
        closed += d->closes != XN_NO_DATE && d->closes < xn_date_of(2005, 3, 1);
    }
    assert_int_equal(garages, 10);
    assert_int_equal(without_place, 10);
    assert_int_equal(elsewhere, 5);
    assert_true(unknown_rooms > 5 && unknown_rooms < 50);
    assert_true(step_free > 10 && step_free < 125);
    assert_true(closed > 0 && closed < 100);
}

static void the_families_are_36_with_120_persons(void **state)
{
    (void)state;
    int persons = 0;
    size_t step_free = 0, care = 0;
    for (int i = 1; i <= 36; i++) {
        char path[128];
        struct xn_household household;
        (void)snprintf(path, sizeof path, DEMO "households/F%02d.json", i);
        ASSERT_OK(xn_household_read(path, &household, &err));
        persons += household.size;
        step_free += household.step_free;
        care += household.filter_care;
        assert_int_equal(household.age_0_5 + household.age_6_17 + household.age_18_64 + household.age_65_plus,
                         household.size);
    }
    assert_int_equal(persons, 120);
    assert_int_equal(step_free, 2);
    assert_int_equal(care, 3);
}

static void placements_are_dated_before_the_demonstration(void **state)
{
    (void)state;
    XN_AUTO(xn_placements_free) struct xn_placements *placements = NULL;
    ASSERT_OK(xn_placements_read(DEMO "placements.csv", &placements, NULL, &err));
    assert_true(placements->count > 40);
    size_t pending = 0, before_window = 0, by_place = 0;
    for (size_t i = 0; i < placements->count; i++) {
        const struct xn_placement *p = &placements->placement[i];
        assert_true(p->date < xn_date_of(2005, 3, 1));
        pending += p->pending;
        before_window += p->date < xn_date_of(2003, 3, 1);
        by_place += !p->unit_id;
    }
    assert_int_equal(pending, 4);
    assert_int_equal(before_window, 4);
    assert_true(by_place > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_city_file_names_both_levels),
        cmocka_unit_test(both_policies_are_for_demonstration_alone),
        cmocka_unit_test(offers_hold_what_real_lists_hold),
        cmocka_unit_test(the_families_are_36_with_120_persons),
        cmocka_unit_test(placements_are_dated_before_the_demonstration),
    };
    return XN_RUN(tests);
}
