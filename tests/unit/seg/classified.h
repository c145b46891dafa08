/* classified.h - the rules of the shipped profiles, and one typology at a time to look at. */
#ifndef XENIA_TEST_CLASSIFIED_H
#define XENIA_TEST_CLASSIFIED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "counted_memory.h"
#include "near.h"
#include "refused.h"
#include "tiny_city.h"
#include "xenia/geo.h"
#include "xenia/typology.h"

static struct xn_error err;
static struct xn_typology *typology;

static const struct xn_typology_rule programme_load = {
    .profile = XN_PROFILE_PROGRAMME_LOAD, .months = 24, .load_mixed_below = 2, .load_concentrated_above = 5};
static const struct xn_typology_rule muenster_2004 = {
    .profile = XN_PROFILE_MUENSTER_2004, .group = "a", .quotient_threshold = 1};
static const struct xn_typology_rule concentration = {.profile = XN_PROFILE_CONCENTRATION,
                                                      .group = "a",
                                                      .quotient_threshold = 1.5,
                                                      .certainty = 0.9,
                                                      .share_margin = 0.05,
                                                      .interval = 0.9,
                                                      .household_size = 2.2,
                                                      .min_persons = {300, 100, 50}};

static inline int free_typology(void **state)
{
    (void)state;
    xn_typology_free(typology);
    typology = NULL;
    return 0;
}

static inline void classify(const struct xn_typology_rule *rule, const struct xn_typology_level *level,
                            size_t n_levels)
{
    free_typology(NULL);
    assert_ok(xn_typology_classify(rule, level, n_levels, &typology, &err));
}

static inline const struct xn_unit_class *unit_of(size_t level, size_t unit)
{
    return &typology->level[level].unit[unit];
}

static inline void assert_class(size_t level, size_t unit, enum xn_class class_, enum xn_rule_fired rule)
{
    assert_string_equal(xn_class_name(unit_of(level, unit)->class_), xn_class_name(class_));
    assert_string_equal(xn_rule_fired_name(unit_of(level, unit)->rule), xn_rule_fired_name(rule));
}

static inline void assert_no_data(size_t level, size_t unit)
{
    const struct xn_unit_class *empty = unit_of(level, unit);
    assert_class(level, unit, XN_UNDETERMINED, XN_RULE_NO_DATA);
    assert_true(isnan(empty->value) && isnan(empty->quotient) && isnan(empty->estimate));
    assert_true(isnan(empty->lower) && isnan(empty->upper) && isnan(empty->probability));
    assert_false(empty->low_n || empty->robust);
    assert_int_equal(empty->at_1_25, XN_UNDETERMINED);
}

#define TEST(function) cmocka_unit_test_teardown(function, free_typology)

#endif
