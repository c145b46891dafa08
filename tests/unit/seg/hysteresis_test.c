/* hysteresis_test.c - a class stays until other data say so twice; overrides lie above that. */
#include "classified.h"
#include "xenia/random.h"

enum { SAME_DATA = true, OTHER_DATA = false };

/* One refresh: what is remembered after the data said `computed`. */
static struct xn_published_class refresh(struct xn_published_class before, enum xn_class computed,
                                         bool same_data)
{
    return (struct xn_published_class){
        .known = true, .standing = xn_hysteresis(before, computed, same_data), .computed = computed};
}

static struct xn_published_class first(enum xn_class computed)
{
    return refresh((struct xn_published_class){.known = false}, computed, OTHER_DATA);
}

/* --- one unit ------------------------------------------------------------------------------------------ */

static void the_first_snapshot_sets_the_class(void **state)
{
    (void)state;
    assert_int_equal(first(XN_CONCENTRATED).standing, XN_CONCENTRATED);
    assert_int_equal(first(XN_MIXED).standing, XN_MIXED);
}

static void two_agreeing_different_data_change_it(void **state)
{
    (void)state;
    struct xn_published_class unit = refresh(first(XN_MIXED), XN_CONCENTRATED, OTHER_DATA);
    assert_int_equal(unit.standing, XN_MIXED);
    unit = refresh(unit, XN_CONCENTRATED, OTHER_DATA);
    assert_int_equal(unit.standing, XN_CONCENTRATED);
}

static void the_same_data_again_do_not(void **state)
{
    (void)state;
    struct xn_published_class unit = refresh(first(XN_MIXED), XN_CONCENTRATED, OTHER_DATA);
    for (size_t i = 0; i < 5; i++) {
        unit = refresh(unit, XN_CONCENTRATED, SAME_DATA);
        assert_int_equal(unit.standing, XN_MIXED);
    }
    assert_int_equal(refresh(unit, XN_CONCENTRATED, OTHER_DATA).standing, XN_CONCENTRATED);
}

static void three_data_of_three_minds_change_nothing(void **state)
{
    (void)state;
    struct xn_published_class unit = refresh(first(XN_MIXED), XN_CONCENTRATED, OTHER_DATA);
    unit = refresh(unit, XN_UNDETERMINED, OTHER_DATA);
    assert_int_equal(unit.standing, XN_MIXED);
    unit = refresh(unit, XN_CONCENTRATED, OTHER_DATA);
    assert_int_equal(unit.standing, XN_MIXED);
}

/* --- any history --------------------------------------------------------------------------------------- */

static enum xn_class any_class(struct xn_random *random)
{
    return (enum xn_class)xn_random_below(random, 3);
}

static void no_history_on_the_same_data_ever_changes_a_class(void **state)
{
    (void)state;
    struct xn_random random = xn_random_stream(11, 0, 0);
    for (size_t history = 0; history < 2000; history++) {
        struct xn_published_class unit = first(any_class(&random));
        const enum xn_class start = unit.standing;
        for (size_t i = 0; i < 20; i++) {
            unit = refresh(unit, any_class(&random), SAME_DATA);
            assert_int_equal(unit.standing, start);
        }
    }
}

static void data_that_alternate_never_change_a_class(void **state)
{
    (void)state;
    for (enum xn_class a = XN_MIXED; a <= XN_CONCENTRATED; a++)
        for (enum xn_class b = XN_MIXED; b <= XN_CONCENTRATED; b++) {
            struct xn_published_class unit = first(a);
            for (size_t i = 0; a != b && i < 50; i++) {
                unit = refresh(unit, i % 2 ? a : b, OTHER_DATA);
                assert_int_equal(unit.standing, a);
            }
        }
}

/* A change needs two computations running that agree, the second on other data, and then always comes. */
static void a_class_changes_exactly_when_two_running_agree(void **state)
{
    (void)state;
    struct xn_random random = xn_random_stream(12, 0, 0);
    size_t n_changes = 0;
    for (size_t history = 0; history < 2000; history++) {
        struct xn_published_class unit = first(any_class(&random));
        for (size_t i = 0; i < 20; i++) {
            const enum xn_class computed = any_class(&random);
            const bool same = xn_random_below(&random, 2);
            const struct xn_published_class before = unit;
            unit = refresh(before, computed, same);
            const bool confirmed = !same && before.computed == computed;
            assert_int_equal(unit.standing, confirmed ? computed : before.standing);
            n_changes += unit.standing != before.standing;
            /* published, read again and computed from the same data it is what it was */
            assert_int_equal(refresh(unit, computed, SAME_DATA).standing, unit.standing);
        }
    }
    assert_true(n_changes > 1000);
}

/* --- a typology ---------------------------------------------------------------------------------------- */

/* Two districts: concentrated and mixed by their load; four blocks, the third without people. */
static void classify_blocks(struct tiny_city *districts, struct tiny_city *blocks)
{
    const struct xn_typology_level level[] = {
        {.counts = TINY(districts, 2, 1, {1000, 1000}), .placements = (const double[]){6, 1}},
        {.counts = TINY(blocks, 4, 1, {500, 500, 0, 1000}), .placements = (const double[]){6, 0, 0, 1}}};
    classify(&programme_load, level, 2);
}

static void a_held_unit_tells_both_classes(void **state)
{
    (void)state;
    struct tiny_city districts, blocks;
    classify_blocks(&districts, &blocks);
    const struct xn_published_class district[] = {{true, XN_MIXED, XN_MIXED}, {true, XN_MIXED, XN_MIXED}};
    const struct xn_published_class *before[XN_LEVEL_MAX] = {district, NULL};
    xn_typology_hold(typology, before, false);
    assert_class(0, 0, XN_MIXED, XN_RULE_HELD);
    assert_int_equal(xn_unit_computed(unit_of(0, 0)), XN_CONCENTRATED);
    assert_int_equal(xn_unit_computed_rule(unit_of(0, 0)), XN_RULE_LOAD);
    assert_int_equal(xn_unit_standing(unit_of(0, 0)), XN_MIXED);
    assert_exactly(unit_of(0, 0)->value, 6);
    assert_class(0, 1, XN_MIXED, XN_RULE_LOAD);
    assert_class(1, 0, XN_CONCENTRATED, XN_RULE_LOAD); /* nothing known of the level */
    assert_int_equal(xn_unit_standing(unit_of(1, 0)), XN_CONCENTRATED);
}

static void a_unit_without_data_is_not_held(void **state)
{
    (void)state;
    struct tiny_city districts, blocks;
    classify_blocks(&districts, &blocks);
    const struct xn_published_class block[] = {{true, XN_CONCENTRATED, XN_CONCENTRATED},
                                               {false, XN_MIXED, XN_MIXED},
                                               {true, XN_CONCENTRATED, XN_CONCENTRATED},
                                               {true, XN_MIXED, XN_MIXED}};
    const struct xn_published_class *before[XN_LEVEL_MAX] = {NULL, block};
    xn_typology_hold(typology, before, true);
    assert_no_data(1, 2);
    assert_class(1, 1, XN_MIXED, XN_RULE_LOAD);
}

/* --- overrides ----------------------------------------------------------------------------------------- */

static const struct xn_override override = {.level = "district",
                                            .unit_id = "1",
                                            .class_ = XN_MIXED,
                                            .reason = "counted twice",
                                            .signed_by = "A. Signer"};

static void an_override_lies_over_what_is_held(void **state)
{
    (void)state;
    struct tiny_city districts, blocks;
    classify_blocks(&districts, &blocks);
    const struct xn_published_class district[] = {{true, XN_UNDETERMINED, XN_MIXED},
                                                  {true, XN_MIXED, XN_MIXED}};
    const struct xn_published_class *before[XN_LEVEL_MAX] = {district, NULL};
    const size_t *const parent[XN_LEVEL_MAX] = {NULL};
    const struct xn_placed_override placed = {0, 0, &override};
    xn_typology_hold(typology, before, false);
    assert_ok(xn_typology_override(typology, &placed, 1, parent, &err));
    assert_class(0, 0, XN_MIXED, XN_RULE_OVERRIDE);
    assert_int_equal(xn_unit_computed(unit_of(0, 0)), XN_CONCENTRATED);
    assert_int_equal(xn_unit_computed_rule(unit_of(0, 0)), XN_RULE_LOAD);
    assert_int_equal(xn_unit_standing(unit_of(0, 0)), XN_UNDETERMINED); /* what holds when it ends */
    assert_string_equal(unit_of(0, 0)->override->reason, "counted twice");
    assert_ptr_not_equal(unit_of(0, 0)->override, &override);
    assert_null(unit_of(0, 1)->override);
}

static void an_override_gives_a_unit_without_data_a_vote(void **state)
{
    (void)state;
    struct tiny_city districts, blocks;
    const size_t *const parent[XN_LEVEL_MAX] = {NULL};
    const struct xn_placed_override placed = {1, 2, &override};
    size_t deciding = 0;
    unsigned without_data = 0;
    classify_blocks(&districts, &blocks);
    assert_ok(xn_typology_override(typology, &placed, 1, parent, &err));
    assert_class(1, 2, XN_MIXED, XN_RULE_OVERRIDE);
    assert_int_equal(xn_unit_computed_rule(unit_of(1, 2)), XN_RULE_NO_DATA);
    assert_int_equal(xn_typology_address(typology, (const size_t[]){XN_NONE, 2}, 2, &deciding, &without_data),
                     XN_MIXED);
    assert_int_equal(deciding, 1);
}

static void a_unit_that_follows_its_parent_follows_its_override(void **state)
{
    (void)state;
    struct tiny_city districts, blocks;
    const struct xn_typology_level level[] = {{.counts = TINY(&districts, 2, 2, {900, 100, 100, 900})},
                                              {.counts = TINY(&blocks, 4, 2, {5, 1, 895, 99, 6, 2, 94, 898}),
                                               .parent = (const size_t[]){0, 0, 1, 1}}};
    classify(&concentration, level, 2);
    assert_class(1, 0, XN_CONCENTRATED, XN_RULE_PARENT);
    const size_t *const parent[XN_LEVEL_MAX] = {NULL, level[1].parent};
    const struct xn_override own = {.class_ = XN_UNDETERMINED, .reason = "own"};
    const struct xn_placed_override placed[] = {{0, 0, &override}, {1, 2, &own}};
    assert_ok(xn_typology_override(typology, placed, 2, parent, &err));
    assert_class(0, 0, XN_MIXED, XN_RULE_OVERRIDE);
    assert_class(1, 0, XN_MIXED, XN_RULE_OVERRIDE);
    assert_string_equal(unit_of(1, 0)->override->reason, "counted twice");
    assert_class(1, 1, XN_CONCENTRATED, XN_RULE_PROBABILITY);
    assert_class(1, 2, XN_UNDETERMINED, XN_RULE_OVERRIDE);
}

static void no_memory_leaves_the_classes_as_they_are(void **state)
{
    (void)state;
    struct tiny_city districts, blocks;
    const size_t *const parent[XN_LEVEL_MAX] = {NULL};
    const struct xn_placed_override placed = {0, 0, &override};
    classify_blocks(&districts, &blocks);
    xn_test_fail_allocation(1);
    assert_int_equal(xn_typology_override(typology, &placed, 1, parent, &err), XN_MEMORY);
    xn_test_fail_allocation(0);
    assert_class(0, 0, XN_CONCENTRATED, XN_RULE_LOAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_snapshot_sets_the_class),
        TEST(two_agreeing_different_data_change_it),
        TEST(the_same_data_again_do_not),
        TEST(three_data_of_three_minds_change_nothing),
        TEST(no_history_on_the_same_data_ever_changes_a_class),
        TEST(data_that_alternate_never_change_a_class),
        TEST(a_class_changes_exactly_when_two_running_agree),
        TEST(a_held_unit_tells_both_classes),
        TEST(a_unit_without_data_is_not_held),
        TEST(an_override_lies_over_what_is_held),
        TEST(an_override_gives_a_unit_without_data_a_vote),
        TEST(a_unit_that_follows_its_parent_follows_its_override),
        TEST(no_memory_leaves_the_classes_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
