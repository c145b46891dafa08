/* published_map_test.c - a map of what was published shows the publication's own numbers, by the city's
 * units; changes are differences with their intervals; limits are those of the publications they are asked
 * over; what is withheld is marked, and classes at another threshold are those of the rule. */
#include <math.h>
#include <string.h>
#include "fontconfig_leaks.h"
#include "counted_memory.h"
#include "made_publication.h"
#include "near.h"
#include "xenia/published_map.h"
#include "xenia/uncertainty.h"

#define DISTRICTS "ID,NAME,A,B\n1,one,400,600\n2,two,100,900\n3,three,300,700\n"
#define BLOCKS                                                                                               \
    "ID,NAME,UP,A,B\n11,north,1,200,300\n12,south,1,200,300\n21,east,2,60,440\n22,west,2,40,460\n"           \
    "31,upper,3,30,220\n32,lower,3,270,480\n"
/* Blocks in another order, some people moved; groups, too, come the other way round. */
#define DISTRICTS_LATER "ID,NAME,A,B\n3,three,250,750\n1,one,500,500\n2,two,100,900\n"
#define BLOCKS_LATER                                                                                         \
    "ID,NAME,UP,A,B\n32,lower,3,220,530\n31,upper,3,30,220\n11,north,1,300,200\n12,south,1,200,300\n"        \
    "22,west,2,40,460\n21,east,2,60,440\n"
#define N_BLOCKS 6

struct fixture {
    struct xn_city *city, *later_city;
    struct xn_publication *first, *later, *held; /* held: block 31 is held back, so is its neighbour 32 */
};

static int make_all(void **state)
{
    static struct fixture fixture;
    static const char *const turned[] = {"B", "A"};
    static const bool blocks[N_BLOCKS] = {[4] = true};
    static const bool *const recent[XN_LEVEL_MAX] = {NULL, blocks};
    fixture.city = made_city(DISTRICTS, BLOCKS, made_group);
    fixture.later_city = made_city(DISTRICTS_LATER, BLOCKS_LATER, turned);
    fixture.first =
        made_publication(fixture.city, &(struct made_asked){.period = "2004Q3", .made_on = 12700});
    fixture.later =
        made_publication(fixture.later_city, &(struct made_asked){.period = "2004Q4", .made_on = 12790});
    fixture.held = made_publication(
        fixture.city, &(struct made_asked){.period = "2005Q1", .made_on = 12880, .recent = recent});
    *state = &fixture;
    return 0;
}

static int free_all(void **state)
{
    struct fixture *fixture = *state;
    xn_publication_free(fixture->first);
    xn_publication_free(fixture->later);
    xn_publication_free(fixture->held);
    xn_city_free(fixture->city);
    xn_city_free(fixture->later_city);
    return 0;
}

static struct xn_published_map wanted_of(const struct xn_city *city, const struct xn_publication *publication,
                                         const char *index)
{
    return (struct xn_published_map){.city = city,
                                     .publication = publication,
                                     .level = 1,
                                     .index = index ? xn_index_find(index) : NULL,
                                     .group = xn_publication_find_group(publication, "A"),
                                     .threshold = NAN};
}

static size_t unit_of(const struct xn_publication *publication, const char *id)
{
    for (size_t u = 0; u < publication->level[1].n_units; u++)
        if (strcmp(publication->level[1].unit[u].unit_id, id) == 0)
            return u;
    fail_msg("no unit %s", id);
    return XN_NONE;
}

static size_t place_of(const struct xn_city *city, const char *id)
{
    return xn_city_find_unit(city, 1, id);
}

/* --- values ------------------------------------------------------------------------------------------------
 */

/* By hand: 270 of 750 in the block "32"; the city has 800 of 3,000. */
static void values_are_those_of_the_publication(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_published_map wanted = wanted_of(fixture->city, fixture->first, "share");
    struct xn_map map;
    ASSERT_OK(xn_published_map_make(&wanted, arena, &map, &err));
    assert_near(map.value[place_of(fixture->city, "32")], 0.36, 1e-12);
    assert_near(map.city_value, 800.0 / 3000, 1e-12);
    assert_string_equal(map.group, "A");
    assert_string_equal(map.published, "2004Q3");
    assert_null(map.changed_since);
    assert_int_equal(map.level, 1);
    const struct xn_publication_local *local =
        xn_publication_find_local(fixture->first, 1, "share", wanted.group);
    double lower[N_BLOCKS], upper[N_BLOCKS];
    ASSERT_OK(xn_controlled_interval(fixture->first, 1, wanted.index, wanted.group, XN_INTERVAL_LEVEL, lower,
                                     upper, &err));
    for (size_t u = 0; u < N_BLOCKS; u++) {
        const size_t at = place_of(fixture->city, fixture->first->level[1].unit[u].unit_id);
        assert_exactly(map.value[at], local->value[u]);
        assert_exactly(map.lower[at], lower[u]);
        assert_exactly(map.upper[at], upper[u]);
        assert_false(map.withheld[at]);
    }
}

/* Drawn on a city whose units come in another order. */
static void units_are_found_by_their_id(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_published_map wanted = wanted_of(fixture->later_city, fixture->first, "share");
    struct xn_map map;
    ASSERT_OK(xn_published_map_make(&wanted, arena, &map, &err));
    assert_near(map.value[place_of(fixture->later_city, "11")], 0.4, 1e-12);
    assert_near(map.value[place_of(fixture->later_city, "21")], 0.12, 1e-12);
    assert_near(map.value[place_of(fixture->later_city, "32")], 0.36, 1e-12);
}

static void a_mix_has_values_and_intervals_too(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_published_map wanted = wanted_of(fixture->city, fixture->first, "local_entropy");
    struct xn_published_values values;
    wanted.group = XN_NONE;
    ASSERT_OK(xn_published_values_make(&wanted, arena, &values, &err));
    for (size_t u = 0; u < N_BLOCKS; u++)
        assert_true(values.lower[u] <= values.value[u] && values.value[u] <= values.upper[u] &&
                    values.lower[u] < values.upper[u]);
    assert_exactly(values.city_value, NAN);
    assert_exactly(values.center, NAN);
}

/* --- changes -----------------------------------------------------------------------------------------------
 */

/* The groups come in another order in the later publication, the units too. By hand: "11" from 200 to 300 of
 * 500, "32" from 270 to 220 of 750; nothing moved elsewhere. */
static void a_change_is_the_difference_with_its_interval(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_published_map wanted = wanted_of(fixture->city, fixture->later, "share");
    struct xn_published_map before = wanted_of(fixture->city, fixture->first, "share");
    struct xn_published_values change, now, then;
    ASSERT_OK(xn_published_values_make(&wanted, arena, &now, &err));
    ASSERT_OK(xn_published_values_make(&before, arena, &then, &err));
    wanted.since = fixture->first;
    ASSERT_OK(xn_published_values_make(&wanted, arena, &change, &err));
    assert_near(change.value[unit_of(fixture->later, "11")], 0.2, 1e-12);
    assert_near(change.value[unit_of(fixture->later, "32")], 220.0 / 750 - 0.36, 1e-12);
    assert_near(change.value[unit_of(fixture->later, "21")], 0, 1e-12);
    assert_exactly(change.center, 0);
    for (size_t u = 0; u < N_BLOCKS; u++) {
        const size_t b = unit_of(fixture->first, fixture->later->level[1].unit[u].unit_id);
        double lower, upper;
        xn_interval_of_change(now.value[u], now.lower[u], now.upper[u], then.value[b], then.lower[b],
                              then.upper[b], &lower, &upper);
        assert_near(change.lower[u], lower, 1e-12);
        assert_near(change.upper[u], upper, 1e-12);
        assert_int_equal(change.uncertain[u], lower <= 0 && upper >= 0);
    }
    assert_false(change.uncertain[unit_of(fixture->later, "11")]);
    assert_true(change.uncertain[unit_of(fixture->later, "21")]);
}

static void what_was_published_is_not_changed_by_a_map_of_changes(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    XN_AUTO_BUF before = XN_BUF_INIT, after = XN_BUF_INIT;
    struct xn_published_map wanted = wanted_of(fixture->city, fixture->later, "share");
    struct xn_map map;
    wanted.since = fixture->first;
    ASSERT_OK(xn_publication_put(fixture->later, &before, &err));
    ASSERT_OK(xn_published_map_make(&wanted, arena, &map, &err));
    ASSERT_OK(xn_publication_put(fixture->later, &after, &err));
    assert_string_equal(xn_buf_text(&after), xn_buf_text(&before));
    assert_string_equal(map.changed_since, "2004Q3");
}

/* --- what is withheld --------------------------------------------------------------------------------------
 */

static void what_is_withheld_is_marked(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_published_map wanted = wanted_of(fixture->city, fixture->held, "share");
    struct xn_map map, classes;
    ASSERT_OK(xn_published_map_make(&wanted, arena, &map, &err));
    wanted.index = NULL;
    ASSERT_OK(xn_published_map_make(&wanted, arena, &classes, &err));
    for (size_t u = 0; u < N_BLOCKS; u++) {
        const bool held = strncmp(xn_city_unit(fixture->city, 1, u)->id, "3", 1) == 0;
        assert_int_equal(map.withheld[u], held);
        assert_int_equal(isnan(map.value[u]), held);
        assert_int_equal(isnan(map.lower[u]), held);
        assert_int_equal(classes.typology->level[1].unit[u].rule == XN_RULE_NO_DATA, held);
        assert_int_equal(classes.withheld[u], held);
    }
}

/* A number that was withheld then, or is now, has no change, and it is said why. */
static void a_change_is_withheld_where_either_number_is(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_publication *pair[][2] = {{fixture->held, fixture->later},
                                              {fixture->later, fixture->held}};
    for (size_t i = 0; i < 2; i++) {
        struct xn_published_map wanted = wanted_of(fixture->city, pair[i][0], "share");
        struct xn_published_values values;
        wanted.since = pair[i][1];
        ASSERT_OK(xn_published_values_make(&wanted, arena, &values, &err));
        for (size_t u = 0; u < N_BLOCKS; u++) {
            const bool held = strncmp(pair[i][0]->level[1].unit[u].unit_id, "3", 1) == 0;
            assert_int_equal(isnan(values.value[u]), held);
            assert_int_equal(values.withheld[u], held);
            assert_false(held && values.uncertain[u]);
        }
    }
}

/* --- limits ------------------------------------------------------------------------------------------------
 */

static bool same_limits(const struct xn_breaks *a, const struct xn_breaks *b)
{
    if (a->n_classes != b->n_classes)
        return false;
    for (size_t k = 1; k < a->n_classes; k++)
        if (a->limit[k] != b->limit[k])
            return false;
    return true;
}

static void limits_are_those_of_the_publications_asked_for(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_publication *over[] = {fixture->first};
    struct xn_published_map first = wanted_of(fixture->city, fixture->first, "share");
    struct xn_published_map later = wanted_of(fixture->city, fixture->later, "share");
    struct xn_published_values of_first, of_later, fixed;
    ASSERT_OK(xn_published_values_make(&first, arena, &of_first, &err));
    ASSERT_OK(xn_published_values_make(&later, arena, &of_later, &err));
    later.over = over;
    later.n_over = 1;
    ASSERT_OK(xn_published_values_make(&later, arena, &fixed, &err));
    assert_true(fixed.has_breaks && of_first.has_breaks && of_later.has_breaks);
    assert_true(same_limits(&fixed.breaks, &of_first.breaks));
    assert_false(same_limits(&fixed.breaks, &of_later.breaks));
}

static void a_value_whose_interval_spans_three_colours_is_uncertain(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    static const double narrow[] = {0.38, 0.39, 0.41, 0.42}, wide[] = {0.2, 0.8};
    struct xn_published_map wanted = wanted_of(fixture->city, fixture->first, "share");
    struct xn_break_choice choice = {.method = XN_BREAKS_MANUAL, .inner_limit = narrow, .n_limits = 4};
    struct xn_published_values values;
    const size_t north = unit_of(fixture->first, "11"), west = unit_of(fixture->first, "22");
    wanted.breaks = &choice;
    ASSERT_OK(xn_published_values_make(&wanted, arena, &values, &err));
    assert_true(values.uncertain[north]);
    assert_false(values.uncertain[west]); /* a share of 0.08 is far below all of them */
    choice.inner_limit = wide;
    choice.n_limits = 2;
    ASSERT_OK(xn_published_values_make(&wanted, arena, &values, &err));
    assert_false(values.uncertain[north]);
}

/* --- classes -----------------------------------------------------------------------------------------------
 */

static void classes_are_those_that_were_published(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_published_map wanted = wanted_of(fixture->city, fixture->first, NULL);
    struct xn_map map;
    wanted.group = XN_NONE;
    fixture->first->level[1].unit[0].override_by = "B. Steward";
    fixture->first->level[1].unit[0].override_reason = "a mistake in the counts";
    ASSERT_OK(xn_published_map_make(&wanted, arena, &map, &err));
    for (size_t u = 0; u < N_BLOCKS; u++) {
        const struct xn_publication_unit *unit = &fixture->first->level[1].unit[u];
        const struct xn_unit_class *drawn =
            &map.typology->level[1].unit[place_of(fixture->city, unit->unit_id)];
        assert_int_equal(drawn->class_, unit->class_);
        assert_int_equal(drawn->rule, u == 0 ? XN_RULE_OVERRIDE : XN_RULE_PROBABILITY);
    }
    const size_t overridden = place_of(fixture->city, fixture->first->level[1].unit[0].unit_id);
    assert_string_equal(map.typology->level[1].unit[overridden].override->signed_by, "B. Steward");
    assert_string_equal(map.policy->name, "muenster-2004");
    assert_true(map.what_if_threshold == 0);
    fixture->first->level[1].unit[0].override_by = NULL;
}

static void classes_at_another_threshold_are_those_of_the_question(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    static const double threshold[] = {1, 1.25, 2};
    for (size_t t = 0; t < 3; t++) {
        struct xn_published_map wanted = wanted_of(fixture->city, fixture->held, NULL);
        enum xn_class class_[N_BLOCKS];
        enum xn_withheld why[N_BLOCKS];
        struct xn_map map;
        wanted.threshold = threshold[t];
        ASSERT_OK(xn_published_map_make(&wanted, arena, &map, &err));
        ASSERT_OK(xn_controlled_what_if(fixture->held, 1, 0, &threshold[t], 1, class_, why, &err));
        assert_true(map.what_if_threshold == threshold[t]);
        assert_string_equal(map.group, "A");
        for (size_t u = 0; u < N_BLOCKS; u++) {
            const size_t at = place_of(fixture->city, fixture->held->level[1].unit[u].unit_id);
            const struct xn_unit_class *drawn = &map.typology->level[1].unit[at];
            assert_int_equal(drawn->rule == XN_RULE_NO_DATA, why[u] != XN_SHOWN);
            assert_int_equal(map.withheld[at], why[u] != XN_SHOWN);
            if (why[u] == XN_SHOWN)
                assert_int_equal(drawn->class_, class_[u]);
        }
    }
}

/* --- what cannot be drawn ----------------------------------------------------------------------------------
 */

static void what_the_publication_has_not_is_refused(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_published_map wanted = wanted_of(fixture->city, fixture->first, "share");
    struct xn_published_values values;
    struct xn_map map;
    wanted.level = 2;
    ASSERT_FAILS(XN_ARGUMENT, "level 2 does not exist", xn_published_map_make(&wanted, arena, &map, &err));
    ASSERT_FAILS(XN_ARGUMENT, "level 2 does not exist",
                 xn_published_values_make(&wanted, arena, &values, &err));
    wanted.level = 1;
    wanted.group = 2;
    ASSERT_FAILS(XN_ARGUMENT, "group 2 does not exist", xn_published_map_make(&wanted, arena, &map, &err));
    ASSERT_FAILS(XN_ARGUMENT, "group 2 does not exist",
                 xn_published_values_make(&wanted, arena, &values, &err));
    wanted.group = XN_NONE;
    ASSERT_FAILS(XN_UNDEFINED, "index 'share' is not part of the publication of 2004Q3",
                 xn_published_map_make(&wanted, arena, &map, &err));
}

static void every_allocation_may_fail(void **state)
{
    const struct fixture *fixture = *state;
    const struct xn_publication *over[] = {fixture->first};
    struct xn_published_map wanted = wanted_of(fixture->city, fixture->later, "share");
    wanted.over = over;
    wanted.n_over = 1;
    const size_t live = xn_test_live_blocks();
    for (int change = 0; change < 2; change++) {
        size_t failing = 0;
        enum xn_status status;
        wanted.since = change ? fixture->first : NULL;
        do {
            struct xn_map map;
            struct xn_arena *arena = xn_arena_new();
            xn_test_fail_allocation(++failing);
            status = xn_published_map_make(&wanted, arena, &map, NULL);
            xn_test_fail_allocation(0);
            xn_arena_free(arena);
            assert_int_equal(xn_test_live_blocks(), live);
        } while (status == XN_MEMORY);
        assert_int_equal(status, XN_OK);
        assert_true(failing > 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_those_of_the_publication),
        cmocka_unit_test(units_are_found_by_their_id),
        cmocka_unit_test(a_mix_has_values_and_intervals_too),
        cmocka_unit_test(a_change_is_the_difference_with_its_interval),
        cmocka_unit_test(what_was_published_is_not_changed_by_a_map_of_changes),
        cmocka_unit_test(what_is_withheld_is_marked),
        cmocka_unit_test(a_change_is_withheld_where_either_number_is),
        cmocka_unit_test(limits_are_those_of_the_publications_asked_for),
        cmocka_unit_test(a_value_whose_interval_spans_three_colours_is_uncertain),
        cmocka_unit_test(classes_are_those_that_were_published),
        cmocka_unit_test(classes_at_another_threshold_are_those_of_the_question),
        cmocka_unit_test(what_the_publication_has_not_is_refused),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, make_all, free_all);
}
