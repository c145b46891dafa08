/* typology_test.c - each profile on cities small enough to follow by hand. */
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

static int free_typology(void **state)
{
    (void)state;
    xn_typology_free(typology);
    typology = NULL;
    return 0;
}

static void classify(const struct xn_typology_rule *rule, const struct xn_typology_level *level,
                     size_t n_levels)
{
    free_typology(NULL);
    assert_ok(xn_typology_classify(rule, level, n_levels, &typology, &err));
}

static const struct xn_unit_class *unit_of(size_t level, size_t unit)
{
    return &typology->level[level].unit[unit];
}

static void assert_class(size_t level, size_t unit, enum xn_class class_, enum xn_rule_fired rule)
{
    assert_string_equal(xn_class_name(unit_of(level, unit)->class_), xn_class_name(class_));
    assert_string_equal(xn_rule_fired_name(unit_of(level, unit)->rule), xn_rule_fired_name(rule));
}

static void assert_no_data(size_t level, size_t unit)
{
    const struct xn_unit_class *empty = unit_of(level, unit);
    assert_class(level, unit, XN_UNDETERMINED, XN_RULE_NO_DATA);
    assert_true(isnan(empty->value) && isnan(empty->quotient) && isnan(empty->estimate));
    assert_true(isnan(empty->lower) && isnan(empty->upper) && isnan(empty->probability));
    assert_false(empty->low_n || empty->robust);
    assert_int_equal(empty->at_1_25, XN_UNDETERMINED);
}

static void names_are_stable_codes(void **state)
{
    (void)state;
    assert_string_equal(xn_class_name(XN_MIXED), "mixed");
    assert_string_equal(xn_class_name(XN_UNDETERMINED), "undetermined");
    assert_string_equal(xn_class_name(XN_CONCENTRATED), "concentrated");
    assert_string_equal(xn_rule_fired_name(XN_RULE_LOAD), "load");
    assert_string_equal(xn_rule_fired_name(XN_RULE_PROBABILITY), "probability");
    assert_string_equal(xn_rule_fired_name(XN_RULE_QUOTIENT), "quotient");
    assert_string_equal(xn_rule_fired_name(XN_RULE_POOLED), "pooled");
    assert_string_equal(xn_rule_fired_name(XN_RULE_PARENT), "parent");
    assert_string_equal(xn_rule_fired_name(XN_RULE_NO_DATA), "no_data");
}

/* --- programme-load ------------------------------------------------------------------------------------ */

static void load_is_compared_with_two_bounds(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = {.counts = TINY(&city, 6, 1, {1000, 500, 3000, 600, 601, 0}),
                                            .placements = (const double[]){0, 1, 5, 3, 4, 1}};
    classify(&programme_load, &level, 1);
    assert_class(0, 0, XN_MIXED, XN_RULE_LOAD);
    assert_class(0, 1, XN_UNDETERMINED, XN_RULE_LOAD); /* 2 is not below 2 */
    assert_class(0, 2, XN_MIXED, XN_RULE_LOAD);
    assert_class(0, 3, XN_UNDETERMINED, XN_RULE_LOAD); /* 5 is not above 5 */
    assert_class(0, 4, XN_CONCENTRATED, XN_RULE_LOAD);
    assert_no_data(0, 5);

    const struct xn_unit_class *unit = unit_of(0, 4);
    assert_exactly(unit->value, 4000.0 / 601);
    assert_true(isnan(unit->quotient) && isnan(unit->lower) && isnan(unit->upper));
    assert_int_equal(unit->at_2, XN_CONCENTRATED);
    assert_false(unit->low_n || unit->robust);
    assert_exactly(typology->city_value, 14000.0 / 5701);
    assert_int_equal(typology->group, XN_NONE);
}

static void load_has_its_bounds_from_the_rule_on_every_level(void **state)
{
    (void)state;
    struct tiny_city district, block;
    const struct xn_typology_level level[] = {
        {.counts = TINY(&district, 1, 1, {2000}), .placements = (const double[]){3}},
        {.counts = TINY(&block, 2, 1, {1000, 1000}), .placements = (const double[]){3, 0}}};
    struct xn_typology_rule rule = programme_load;
    rule.load_mixed_below = 1.5;
    rule.load_concentrated_above = 2.9;
    classify(&rule, level, 2);
    assert_class(0, 0, XN_UNDETERMINED, XN_RULE_LOAD);
    assert_class(1, 0, XN_CONCENTRATED, XN_RULE_LOAD);
    assert_class(1, 1, XN_MIXED, XN_RULE_LOAD);
}

/* --- muenster-2004 ------------------------------------------------------------------------------------- */

/* 9 of 100 in a city with exactly 9 %, and the same unit after a family of five moved in: 14 of 105. */
static void one_family_makes_a_unit_above_average(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level before = {.counts = TINY(&city, 3, 2, {9, 91, 81, 819, 0, 0})};
    classify(&muenster_2004, &before, 1);
    assert_class(0, 0, XN_MIXED, XN_RULE_QUOTIENT);
    assert_exactly(unit_of(0, 0)->quotient, 1);
    assert_no_data(0, 2);

    struct tiny_city later;
    const struct xn_typology_level after = {.counts = TINY(&later, 2, 2, {14, 91, 76, 819})};
    classify(&muenster_2004, &after, 1);
    const struct xn_unit_class *unit = unit_of(0, 0);
    assert_class(0, 0, XN_CONCENTRATED, XN_RULE_QUOTIENT);
    assert_class(0, 1, XN_MIXED, XN_RULE_QUOTIENT);
    assert_exactly(unit->value, 14.0 / 105);
    assert_near(unit->quotient, 1.48, 0.005);
    assert_true(isnan(unit->estimate) && isnan(unit->lower) && isnan(unit->probability));
    assert_int_equal(unit->at_1, XN_CONCENTRATED);
    assert_int_equal(unit->at_1_25, XN_CONCENTRATED);
    assert_int_equal(unit->at_2, XN_MIXED);
    assert_false(unit->robust);
    assert_exactly(typology->city_value, 0.09);
    assert_int_equal(typology->group, 0);
}

/* Equal shares of the most different sizes stay equal after the divisions. */
static void the_average_unit_is_never_above_average(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = {
        .counts = TINY(&city, 5, 2, {1, 6, 3, 18, 7, 42, 11000003, 66000018, 13, 78})};
    classify(&muenster_2004, &level, 1);
    for (size_t i = 0; i < 5; i++)
        assert_class(0, i, XN_MIXED, XN_RULE_QUOTIENT);
}

/* --- concentration ------------------------------------------------------------------------------------- */

static struct xn_typology_rule persons_one_by_one(void)
{
    struct xn_typology_rule rule = concentration;
    rule.household_size = 1;
    memset(rule.min_persons, 0, sizeof rule.min_persons);
    return rule;
}

/* Of sixteen units of two persons six are mixed: around 1/2 the likeliest strength is 3 (shrinkage_test.c),
 * so a mixed unit is Beta(2.5, 2.5), and one with both of its persons in the group is Beta(3.5, 1.5). */
#define SIXTEEN_PAIRS                                                                                        \
    {                                                                                                        \
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 0, 0, 2, 2, 0, 0, 2, 2, 0, 0, 2, 2, 0, 0, 2, 2, 0, 0, 2       \
    }

static void a_posterior_by_hand(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = {.counts = TINY(&city, 16, 2, SIXTEEN_PAIRS)};
    const struct xn_typology_rule rule = persons_one_by_one();
    classify(&rule, &level, 1);

    const struct xn_unit_class *mixed = unit_of(0, 0);
    assert_class(0, 0, XN_UNDETERMINED, XN_RULE_PROBABILITY);
    assert_exactly(typology->city_value, 0.5);
    assert_exactly(mixed->value, 0.5);
    assert_exactly(mixed->quotient, 1);
    assert_near(mixed->estimate, 0.5, 1e-12);
    assert_near(mixed->probability, 0.126584997550161315, 1e-5); /* Pr(Beta(2.5, 2.5) > 0.75), 60 digits */
    assert_near(mixed->lower, 0.165280266655658016, 1e-5);
    assert_near(mixed->upper, 1 - 0.165280266655658016, 1e-5);
    assert_near(unit_of(0, 6)->estimate, 0.7, 1e-5);
    assert_near(unit_of(0, 7)->estimate, 0.3, 1e-5);
    assert_false(mixed->low_n);
}

/* Twice the persons in households of two weigh as much as the persons one by one. */
static void households_are_the_draws(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_typology_level level = {.counts = TINY(&city, 16, 2, SIXTEEN_PAIRS)};
    struct xn_typology_rule rule = persons_one_by_one();
    classify(&rule, &level, 1);
    const struct xn_unit_class single = *unit_of(0, 6);

    for (size_t i = 0; i < 32; i++)
        city.count[i] *= 2;
    level.counts = tiny_counts(&city);
    rule.household_size = 2;
    classify(&rule, &level, 1);
    assert_exactly(unit_of(0, 6)->estimate, single.estimate);
    assert_exactly(unit_of(0, 6)->lower, single.lower);
    assert_exactly(unit_of(0, 6)->probability, single.probability);
}

/* Each unit has one child with the same people. The level below then shows no spread around the parents'
 * estimates 0.5, 0.7 and 0.3, so the children lean on them with all strength. */
static void children_lean_on_the_estimate_of_their_parent(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 16, 2, SIXTEEN_PAIRS);
    const size_t parent[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const struct xn_typology_level level[] = {{.counts = counts}, {.counts = counts, .parent = parent}};
    const struct xn_typology_rule rule = persons_one_by_one();
    classify(&rule, level, 2);
    assert_near(unit_of(1, 0)->estimate, 0.5, 1e-5);
    assert_near(unit_of(1, 6)->estimate, 0.7, 1e-5);
    assert_near(unit_of(1, 7)->estimate, 0.3, 1e-5);
    assert_exactly(unit_of(1, 6)->value, 1); /* the observed share stays what it is */
}

/* A district without counts hands down the city's share to its blocks. */
static void a_parent_without_people_hands_down_the_city_s_share(void **state)
{
    (void)state;
    struct tiny_city districts, blocks;
    const struct xn_typology_level level[] = {
        {.counts = TINY(&districts, 3, 2, {100, 900, 300, 700, 0, 0})},
        {.counts = TINY(&blocks, 3, 2, {100, 900, 300, 700, 60, 240}), .parent = (const size_t[]){0, 1, 2}}};
    classify(&concentration, level, 2);
    assert_no_data(0, 2);
    assert_exactly(unit_of(1, 2)->value, 0.2);
    assert_near(unit_of(1, 2)->estimate, 0.2, 1e-12);
}

/* Three large areas of a city with 10 %: 5 %, 10 % and 50 %. */
static void large_areas_get_the_class_of_their_share(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = {
        .counts = TINY(&city, 4, 2, {1000, 19000, 2000, 18000, 2500, 2500, 500, 14500})};
    classify(&concentration, &level, 1);
    assert_class(0, 0, XN_MIXED, XN_RULE_PROBABILITY);
    assert_class(0, 1, XN_MIXED, XN_RULE_PROBABILITY);
    assert_class(0, 2, XN_CONCENTRATED, XN_RULE_PROBABILITY);
    const struct xn_unit_class *unit = unit_of(0, 2);
    assert_true(unit->robust && unit_of(0, 0)->robust);
    assert_true(unit->lower < unit->estimate && unit->estimate < unit->upper);
    assert_true(unit->upper < 0.5 + 0.02 && unit->lower > 0.5 - 0.05);
    assert_true(unit->probability > 1 - 1e-12);
    assert_true(unit_of(0, 0)->probability < 1e-12);
}

/* Twenty streets of 100 with 9 of the group each; then a family of five moves into the first: 14 of 105. */
static void one_family_makes_no_street_concentrated(void **state)
{
    (void)state;
    double count[40];
    for (size_t i = 0; i < 20; i++) {
        count[2 * i] = i == 0 ? 14 : 9;
        count[2 * i + 1] = 91;
    }
    struct tiny_city city;
    const struct xn_typology_level level = {.counts = tiny_city_of(&city, 20, 2, count)};
    struct xn_typology_rule rule = concentration;
    rule.min_persons[0] = 100;
    classify(&rule, &level, 1);
    assert_class(0, 0, XN_MIXED, XN_RULE_PROBABILITY);
    assert_near(unit_of(0, 0)->estimate, typology->city_value, 0.001);
}

/* A share of 14 % in a city of 10 %: above 1.25 for sure, below 1.5 for sure with that many people, and the
 * answer would be another at another threshold. */
static void what_if_the_threshold_were_another(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = {
        .counts = TINY(&city, 3, 2, {140000, 860000, 60000, 940000, 100000, 900000})};
    struct xn_typology_rule rule = concentration;
    rule.share_margin = 0.03;
    classify(&rule, &level, 1);
    const struct xn_unit_class *unit = unit_of(0, 0);
    assert_int_equal(unit->at_1, XN_CONCENTRATED);
    assert_int_equal(unit->at_1_25, XN_CONCENTRATED);
    assert_int_equal(unit->class_, XN_MIXED);
    assert_int_equal(unit->at_2, XN_MIXED);
    assert_false(unit->robust);
}

/* City 2 %, unit 7 %: LQ 3.5 beyond doubt, and exactly five points above; one person less is not enough. */
static void the_share_must_be_five_points_above_the_city(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_typology_level level = {.counts = TINY(&city, 3, 2, {7000, 93000, 6500, 443500, 6500, 443500})};
    classify(&concentration, &level, 1);
    assert_class(0, 0, XN_CONCENTRATED, XN_RULE_PROBABILITY);

    level.counts = TINY(&city, 3, 2, {6999, 93001, 6501, 443499, 6500, 443500});
    classify(&concentration, &level, 1);
    assert_class(0, 0, XN_UNDETERMINED, XN_RULE_PROBABILITY);
    assert_true(unit_of(0, 0)->probability > 0.999);
}

static void a_city_of_the_group_alone_is_mixed(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = {.counts = TINY(&city, 2, 2, {500, 0, 700, 0})};
    classify(&concentration, &level, 1);
    assert_class(0, 0, XN_MIXED, XN_RULE_PROBABILITY);
    assert_exactly(unit_of(0, 0)->estimate, 1);
    assert_exactly(unit_of(0, 0)->lower, 1);
    assert_exactly(unit_of(0, 0)->probability, 0);
}

/* --- concentration: few people ------------------------------------------------------------------------- */

/* Unit 0 touches all others, which touch only it. */
struct star {
    size_t row_start[6];
    uint32_t neighbour[8];
    double boundary_m[8];
    struct xn_adjacency adjacency;
};

static const struct xn_adjacency *star_of(struct star *star, const double boundary_m[4])
{
    *star = (struct star){.row_start = {0, 4, 5, 6, 7, 8}, .neighbour = {1, 2, 3, 4, 0, 0, 0, 0}};
    for (size_t i = 0; i < 4; i++)
        star->boundary_m[i] = star->boundary_m[4 + i] = boundary_m[i];
    star->adjacency = (struct xn_adjacency){.n_units = 5,
                                            .row_start = star->row_start,
                                            .neighbour = star->neighbour,
                                            .boundary_m = star->boundary_m};
    return &star->adjacency;
}

static struct xn_typology_rule at_least(double persons)
{
    struct xn_typology_rule rule = concentration;
    rule.min_persons[0] = persons;
    return rule;
}

static void small_units_are_pooled_along_the_longest_border(void **state)
{
    (void)state;
    struct tiny_city city;
    struct star star;
    const struct xn_typology_level level = {.counts =
                                                TINY(&city, 5, 2, {4, 36, 30, 170, 1, 19, 2, 58, 100, 900}),
                                            .adjacency = star_of(&star, (const double[]){10, 40, 30, 0})};
    struct xn_typology_rule rule = at_least(50);
    classify(&rule, &level, 1);
    assert_string_equal(xn_rule_fired_name(unit_of(0, 0)->rule), "pooled");
    assert_true(unit_of(0, 0)->low_n);
    assert_exactly(unit_of(0, 0)->value, 5.0 / 60); /* with unit 2, 40 m */
    assert_exactly(unit_of(0, 0)->quotient, 5.0 * 1320 / (60 * 137));
    assert_false(unit_of(0, 1)->low_n);

    rule = at_least(40);
    classify(&rule, &level, 1);
    assert_false(unit_of(0, 0)->low_n); /* 40 are not fewer than 40 */
    rule = at_least(60);
    classify(&rule, &level, 1);
    assert_exactly(unit_of(0, 0)->value, 5.0 / 60); /* and 60 are enough */

    rule = at_least(61);
    classify(&rule, &level, 1);
    assert_exactly(unit_of(0, 0)->value, 7.0 / 120); /* and unit 3, 30 m */

    rule = at_least(321);
    classify(&rule, &level, 1);
    assert_exactly(unit_of(0, 0)->value, 137.0 / 1320); /* the corner touching unit 4 comes last */
}

static void the_larger_of_equal_neighbours_comes_first(void **state)
{
    (void)state;
    struct tiny_city city;
    struct star star;
    const struct xn_typology_level level = {.counts =
                                                TINY(&city, 5, 2, {4, 36, 1, 19, 12, 48, 13, 47, 100, 900}),
                                            .adjacency = star_of(&star, (const double[]){25, 25, 25, 10})};
    const struct xn_typology_rule rule = at_least(50);
    classify(&rule, &level, 1);
    assert_exactly(unit_of(0, 0)->value, 17.0 / 100); /* most persons, then most of the group */
}

static void a_pool_has_the_numbers_of_one_unit_with_its_people(void **state)
{
    (void)state;
    struct tiny_city city;
    struct star star;
    const struct xn_typology_level level = {.counts =
                                                TINY(&city, 5, 2, {30, 10, 35, 25, 65, 35, 2, 58, 100, 9000}),
                                            .adjacency = star_of(&star, (const double[]){10, 0, 0, 0})};
    const struct xn_typology_rule rule = at_least(50);
    classify(&rule, &level, 1);
    const struct xn_unit_class *pool = unit_of(0, 0), *equal = unit_of(0, 2);
    assert_class(0, 0, XN_CONCENTRATED, XN_RULE_POOLED);
    assert_exactly(pool->estimate, equal->estimate);
    assert_exactly(pool->lower, equal->lower);
    assert_exactly(pool->upper, equal->upper);
    assert_exactly(pool->probability, equal->probability);
    assert_int_equal(pool->at_2, equal->at_2);
}

/* District 0 is concentrated, district 1 mixed; each has a block of 20 persons and a large one. */
static void where_neighbours_are_too_few_the_parent_decides(void **state)
{
    (void)state;
    struct tiny_city districts, blocks;
    const struct xn_typology_level level[] = {
        {.counts = TINY(&districts, 2, 2, {2000, 2000, 1000, 35000})},
        {.counts = TINY(&blocks, 4, 2, {0, 20, 2000, 1980, 20, 0, 980, 35000}),
         .parent = (const size_t[]){0, 0, 1, 1}}};
    classify(&concentration, level, 2);
    assert_class(0, 0, XN_CONCENTRATED, XN_RULE_PROBABILITY);
    assert_class(0, 1, XN_MIXED, XN_RULE_PROBABILITY);
    assert_class(1, 0, XN_CONCENTRATED, XN_RULE_PARENT);
    assert_class(1, 2, XN_MIXED, XN_RULE_PARENT);
    assert_true(unit_of(1, 0)->low_n && unit_of(1, 2)->low_n);
    assert_exactly(unit_of(1, 0)->value, 0); /* its own numbers, the parent's class */
    assert_exactly(unit_of(1, 2)->value, 1);
    assert_int_equal(unit_of(1, 0)->at_2, unit_of(0, 0)->at_2);
    assert_int_equal(unit_of(1, 0)->robust, unit_of(0, 0)->robust);
}

static void a_small_unit_without_neighbours_or_parent_is_undetermined(void **state)
{
    (void)state;
    struct tiny_city city;
    struct star star;
    struct xn_typology_level level = {.counts = TINY(&city, 5, 2, {20, 20, 0, 5, 0, 2, 0, 2, 0, 0})};
    classify(&concentration, &level, 1);
    assert_class(0, 0, XN_UNDETERMINED, XN_RULE_PARENT);
    assert_true(unit_of(0, 0)->low_n);

    level.adjacency = star_of(&star, (const double[]){1, 1, 1, 1});
    classify(&concentration, &level, 1);
    assert_class(0, 0, XN_UNDETERMINED, XN_RULE_PARENT); /* 49 persons with all neighbours */
    assert_no_data(0, 4);

    const struct xn_typology_rule rule = at_least(49);
    classify(&rule, &level, 1);
    assert_string_equal(xn_rule_fired_name(unit_of(0, 0)->rule), "pooled");
}

/* --- addresses ----------------------------------------------------------------------------------------- */

/* District 0 mixed with a concentrated block 0, a mixed block 1 and a block 2 without data; 1 concentrated.
 */
static void classify_two_levels(void)
{
    static struct tiny_city districts, blocks;
    const struct xn_typology_level level[] = {
        {.counts = TINY(&districts, 3, 2, {1000, 29000, 4000, 4000, 0, 0})},
        {.counts = TINY(&blocks, 4, 2, {800, 1200, 200, 27800, 0, 0, 4000, 4000}),
         .parent = (const size_t[]){0, 0, 0, 1}}};
    classify(&muenster_2004, level, 2);
}

static void assert_address(size_t district, size_t block, enum xn_class class_, size_t deciding_level,
                           unsigned without_data)
{
    size_t deciding = 77;
    unsigned without = 77;
    const size_t unit[] = {district, block};
    assert_int_equal(xn_typology_address(typology, unit, 2, &deciding, &without), class_);
    assert_int_equal(deciding, deciding_level);
    assert_int_equal(without, without_data);
}

static void an_address_has_the_worst_class_of_its_levels(void **state)
{
    (void)state;
    classify_two_levels();
    assert_address(0, 0, XN_CONCENTRATED, 1, 0);
    assert_address(0, 1, XN_MIXED, 0, 0);
    assert_address(1, 3, XN_CONCENTRATED, 0, 0); /* both: the coarsest is named */
    assert_address(1, 1, XN_CONCENTRATED, 0, 0);
}

static void a_level_without_data_casts_no_vote(void **state)
{
    (void)state;
    classify_two_levels();
    assert_address(0, 2, XN_MIXED, 0, 2);
    assert_address(0, XN_NONE, XN_MIXED, 0, 2);
    assert_address(XN_NONE, 1, XN_MIXED, 1, 1);
    assert_address(2, 0, XN_CONCENTRATED, 1, 1);
    assert_address(XN_NONE, 2, XN_UNDETERMINED, XN_NONE, 3);

    size_t deciding;
    unsigned without;
    assert_int_equal(xn_typology_address(typology, (const size_t[]){0}, 1, &deciding, &without), XN_MIXED);
    assert_int_equal(deciding, 0);
    assert_int_equal(without, 2);
}

/* --- refusals ------------------------------------------------------------------------------------------ */

static void assert_refusal(enum xn_status status, const char *sentence, const struct xn_typology_rule *rule,
                           const struct xn_typology_level *level, size_t n_levels)
{
    struct xn_typology *untouched = NULL;
    double value;
    assert_refused(status, sentence, xn_typology_classify(rule, level, n_levels, &untouched, &err));
    assert_null(untouched);
    assert_int_equal(xn_typology_classify(rule, level, n_levels, &untouched, NULL), status);
}

static void what_cannot_be_classified_is_refused(void **state)
{
    (void)state;
    struct tiny_city city, nobody, no_group;
    const struct xn_counts counts = TINY(&city, 2, 2, {10, 90, 20, 80});
    const struct xn_typology_level level = {.counts = counts};
    const struct xn_typology_level deserted = {.counts = TINY(&nobody, 2, 2, {0, 0, 0, 0})};
    const struct xn_typology_level without_group = {.counts = TINY(&no_group, 2, 2, {0, 90, 0, 80})};
    struct xn_typology_rule unknown = concentration;
    strcpy(unknown.group, "zz");

    assert_refusal(XN_ARGUMENT, "no group 'zz'", &unknown, &level, 1);
    assert_refusal(XN_UNDEFINED, "no members", &concentration, &without_group, 1);
    assert_refusal(XN_UNDEFINED, "no people", &muenster_2004, &deserted, 1);
    assert_refusal(XN_UNDEFINED, "no people", &programme_load, &deserted, 1);
    assert_refusal(XN_ARGUMENT, "no placements", &programme_load, &level, 1);
    assert_refusal(XN_ARGUMENT, "0 levels", &concentration, &level, 0);
    assert_refusal(XN_ARGUMENT, "5 levels", &concentration, &level, XN_LEVEL_MAX + 1);

    const struct xn_typology_level orphans[] = {level, {.counts = counts, .parent = (size_t[]){0, XN_NONE}}};
    assert_refusal(XN_ARGUMENT, "unit 1 of level 1 has no parent", &concentration, orphans, 2);
    const struct xn_typology_level no_parents[] = {level, level};
    assert_refusal(XN_ARGUMENT, "unit 0 of level 1 has no parent", &concentration, no_parents, 2);
}

static void parameters_out_of_range_are_refused(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_typology_level level = {.counts = TINY(&city, 2, 2, {10, 90, 20, 80})};
    struct xn_typology_rule rule = concentration;
    rule.certainty = 0.5;
    assert_refusal(XN_ARGUMENT, "certainty is 0.5", &rule, &level, 1);
    rule = concentration;
    rule.interval = 1;
    assert_refusal(XN_ARGUMENT, "interval is 1", &rule, &level, 1);
    rule = concentration;
    rule.household_size = 0;
    assert_refusal(XN_ARGUMENT, "household size is 0", &rule, &level, 1);
    rule = muenster_2004;
    rule.quotient_threshold = NAN;
    assert_refusal(XN_ARGUMENT, "quotient threshold is nan", &rule, &level, 1);
}

static void memory_may_end_anywhere(void **state)
{
    (void)state;
    struct tiny_city city;
    struct star star;
    const struct xn_counts counts = TINY(&city, 5, 2, {4, 36, 30, 170, 1, 19, 2, 58, 100, 900});
    const struct xn_typology_level level[] = {
        {.counts = counts, .adjacency = star_of(&star, (const double[]){10, 40, 30, 0})},
        {.counts = counts, .parent = (const size_t[]){0, 1, 2, 3, 4}}};
    const size_t live = xn_test_live_blocks();
    size_t failures = 0;
    for (enum xn_status status = XN_MEMORY; status == XN_MEMORY; failures++) {
        struct xn_typology *result = NULL;
        xn_test_fail_allocation(failures + 1);
        status = xn_typology_classify(&concentration, level, 2, &result, &err);
        xn_test_fail_allocation(0);
        assert_true(status == XN_MEMORY ? result == NULL : status == XN_OK && result != NULL);
        xn_typology_free(result);
        assert_int_equal(xn_test_live_blocks(), live);
    }
    assert_true(failures >= 5);
    xn_typology_free(NULL);
}

#define TEST(function) cmocka_unit_test_teardown(function, free_typology)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_are_stable_codes),
        TEST(load_is_compared_with_two_bounds),
        TEST(load_has_its_bounds_from_the_rule_on_every_level),
        TEST(one_family_makes_a_unit_above_average),
        TEST(the_average_unit_is_never_above_average),
        TEST(a_posterior_by_hand),
        TEST(households_are_the_draws),
        TEST(children_lean_on_the_estimate_of_their_parent),
        TEST(a_parent_without_people_hands_down_the_city_s_share),
        TEST(large_areas_get_the_class_of_their_share),
        TEST(one_family_makes_no_street_concentrated),
        TEST(what_if_the_threshold_were_another),
        TEST(the_share_must_be_five_points_above_the_city),
        TEST(a_city_of_the_group_alone_is_mixed),
        TEST(small_units_are_pooled_along_the_longest_border),
        TEST(the_larger_of_equal_neighbours_comes_first),
        TEST(a_pool_has_the_numbers_of_one_unit_with_its_people),
        TEST(where_neighbours_are_too_few_the_parent_decides),
        TEST(a_small_unit_without_neighbours_or_parent_is_undetermined),
        TEST(an_address_has_the_worst_class_of_its_levels),
        TEST(a_level_without_data_casts_no_vote),
        TEST(what_cannot_be_classified_is_refused),
        TEST(parameters_out_of_range_are_refused),
        TEST(memory_may_end_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
