/* judgement_test.c - the profile `concentration` on cities small enough to follow by hand. */
#include "classified.h"

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

/* Districts that differ and blocks that differ within them; the last block has nobody. At each threshold the
 * class is what a rule with this threshold says, where no minimum of persons interferes. */
static void the_classes_at_all_thresholds_are_those_of_the_rules(void **state)
{
    (void)state;
    static const double threshold[] = {1, 1.1, 1.25, 1.5, 1.75, 2};
    struct tiny_city districts, blocks;
    const struct xn_typology_level level[] = {
        {.counts = TINY(&districts, 3, 2, {1200, 4800, 900, 8100, 500, 9500})},
        {.counts = TINY(&blocks, 8, 2,
                        {400, 600, 700, 2300, 100, 1900, 300, 700, 600, 7400, 150, 850, 350, 8650, 0, 0}),
         .parent = (const size_t[]){0, 0, 0, 1, 1, 2, 2, 2}}};
    struct xn_typology_rule rule = concentration;
    memset(rule.min_persons, 0, sizeof rule.min_persons);
    unsigned seen = 0, changes = 0;
    for (size_t n_levels = 1; n_levels <= 2; n_levels++) {
        const size_t n_units = level[n_levels - 1].counts.n_units;
        enum xn_class got[8 * 6];
        assert_ok(xn_typology_at_thresholds(&rule, level, n_levels, threshold, 6, got, &err));
        for (size_t t = 0; t < 6; t++) {
            struct xn_typology_rule other = rule;
            other.quotient_threshold = threshold[t];
            classify(&other, level, n_levels);
            for (size_t u = 0; u < n_units; u++) {
                assert_int_equal(got[u * 6 + t], unit_of(n_levels - 1, u)->class_);
                seen |= 1u << got[u * 6 + t];
                changes += t > 0 && got[u * 6 + t] != got[u * 6 + t - 1];
            }
        }
    }
    assert_int_equal(seen, 1u << XN_MIXED | 1u << XN_UNDETERMINED | 1u << XN_CONCENTRATED);
    assert_true(changes >= 3);
}

/* The same block is judged otherwise under another district: the levels above are part of the answer. */
static void thresholds_rest_on_the_levels_above(void **state)
{
    (void)state;
    static const double threshold[] = {1, 1.25, 1.5, 1.75, 2};
    struct tiny_city districts, blocks;
    const struct xn_typology_level level[] = {
        {.counts = TINY(&districts, 2, 2, {3000, 3000, 300, 8700})},
        {.counts = TINY(&blocks, 6, 2, {12, 28, 12, 28, 1488, 1492, 1500, 1480, 145, 4330, 145, 4340}),
         .parent = (const size_t[]){0, 1, 0, 0, 1, 1}}};
    enum xn_class got[6 * 5];
    assert_ok(xn_typology_at_thresholds(&concentration, level, 2, threshold, 5, got, &err));
    assert_int_equal(got[0], XN_CONCENTRATED);
    assert_int_equal(got[5], XN_MIXED);
}

static void thresholds_are_asked_of_this_profile_alone(void **state)
{
    (void)state;
    static const double threshold[] = {1.25};
    struct tiny_city city;
    const struct xn_typology_level level[] = {{.counts = TINY(&city, 2, 2, {100, 900, 300, 700})},
                                              {.counts = tiny_counts(&city)}};
    enum xn_class got[2];
    double value; /* what assert_refused watches */
    assert_refused(XN_ARGUMENT, "muenster-2004",
                   xn_typology_at_thresholds(&muenster_2004, level, 1, threshold, 1, got, &err));
    assert_refused(XN_ARGUMENT, "has no parent",
                   xn_typology_at_thresholds(&concentration, level, 2, threshold, 1, got, &err));
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

/* --- few people ---------------------------------------------------------------------------------------- */

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

static void memory_may_end_at_other_thresholds(void **state)
{
    (void)state;
    static const double threshold[] = {1, 2};
    struct tiny_city city;
    const struct xn_counts counts = TINY(&city, 3, 2, {40, 360, 30, 170, 100, 900});
    const struct xn_typology_level level[] = {{.counts = counts},
                                              {.counts = counts, .parent = (const size_t[]){0, 1, 2}}};
    const size_t live = xn_test_live_blocks();
    enum xn_class got[6];
    size_t failures = 0;
    for (enum xn_status status = XN_MEMORY; status == XN_MEMORY; failures++) {
        xn_test_fail_allocation(failures + 1);
        status = xn_typology_at_thresholds(&concentration, level, 2, threshold, 2, got, &err);
        xn_test_fail_allocation(0);
        assert_true(status == XN_MEMORY || status == XN_OK);
        assert_int_equal(xn_test_live_blocks(), live);
    }
    assert_true(failures >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_posterior_by_hand),
        TEST(households_are_the_draws),
        TEST(children_lean_on_the_estimate_of_their_parent),
        TEST(a_parent_without_people_hands_down_the_city_s_share),
        TEST(large_areas_get_the_class_of_their_share),
        TEST(one_family_makes_no_street_concentrated),
        TEST(what_if_the_threshold_were_another),
        TEST(the_classes_at_all_thresholds_are_those_of_the_rules),
        TEST(thresholds_rest_on_the_levels_above),
        TEST(thresholds_are_asked_of_this_profile_alone),
        TEST(the_share_must_be_five_points_above_the_city),
        TEST(a_city_of_the_group_alone_is_mixed),
        TEST(small_units_are_pooled_along_the_longest_border),
        TEST(the_larger_of_equal_neighbours_comes_first),
        TEST(a_pool_has_the_numbers_of_one_unit_with_its_people),
        TEST(where_neighbours_are_too_few_the_parent_decides),
        TEST(a_small_unit_without_neighbours_or_parent_is_undetermined),
        TEST(memory_may_end_anywhere),
        TEST(memory_may_end_at_other_thresholds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
