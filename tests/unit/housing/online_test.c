/* Households one by one: what is kept, what is refused, and that nothing that comes later is looked at. */
#include "matching_asserts.h"
#include "city_batch.h"
#include "counted_memory.h"
#include <string.h>

static struct city_batch_shape shape_of(uint64_t seed, uint64_t year)
{
    return (struct city_batch_shape){.n_households = 60,
                                     .n_dwellings = 50,
                                     .n_arcs = 12,
                                     .n_districts = 3,
                                     .units_per_district = 2,
                                     .n_corporations = seed % 2 ? 0 : 3,
                                     .quota_share = 0.8,
                                     .taste_of_all = 0.5,
                                     .unit = seed % 3 ? XN_MATCH_HOUSEHOLDS : XN_MATCH_PERSONS,
                                     .seed = seed,
                                     .year = year};
}

static const struct xn_match_online_settings few = {.n_futures = 3, .refresh_every = 10};

static struct xn_matching *online(const struct xn_match_problem *problem, const struct xn_match_problem *pool)
{
    struct xn_matching *matching = NULL;
    ASSERT_OK(xn_matching_online(problem, NULL, pool, &few, &matching, &err));
    assert_feasible(problem, matching);
    return matching;
}

static void quotas_are_kept_and_the_same_twice(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        const struct city_batch_shape shape = shape_of(seed, 1), last_year = shape_of(seed, 0);
        struct city_batch batch = city_batch_of(&shape), pool = city_batch_of(&last_year);
        struct xn_matching *const a = online(&batch.problem, &pool.problem);
        struct xn_matching *const b = online(&batch.problem, &pool.problem);
        for (size_t h = 0; h < shape.n_households; h++)
            assert_int_equal(a->arc_of[h], b->arc_of[h]);
        xn_matching_free(a);
        xn_matching_free(b);
        city_batch_free(&batch);
        city_batch_free(&pool);
    }
}

/* One dwelling; the pool says that somebody who needs it (cost 0) will come. First comes one whom it suits
 * badly: it waits, and gets the dwelling only where nobody else has come for it. */
static void who_gains_little_waits(void **state)
{
    (void)state;
    const char *const household[] = {"first", "second"}, *const dwelling[] = {"the only one"};
    const int persons[] = {1, 1};
    const size_t first_arc[] = {0, 1, 2}, nothing_later[] = {0, 1, 1}, first_quota[] = {0, 0};
    const uint32_t arc_dwelling[] = {0, 0};
    const int32_t cost[] = {600000, 0}, needed[] = {0, 0};
    struct xn_match_problem problem = {.n_households = 2,
                                       .household_id = household,
                                       .persons = persons,
                                       .n_dwellings = 1,
                                       .dwelling_id = dwelling,
                                       .first_arc = first_arc,
                                       .arc_dwelling = arc_dwelling,
                                       .arc_cost = cost,
                                       .first_quota = first_quota,
                                       .seed_text = "waits"};
    struct xn_match_problem pool = problem;
    pool.arc_cost = needed;
    struct xn_matching *matching = online(&problem, &pool);
    assert_int_equal(matching->dwelling_of[0], XN_NONE);
    assert_int_equal(matching->dwelling_of[1], 0);
    assert_int_equal(matching->reason[0], XN_UNPLACED_TAKEN);
    xn_matching_free(matching);
    problem.first_arc = nothing_later;
    matching = online(&problem, &pool);
    assert_int_equal(matching->dwelling_of[0], 0);
    xn_matching_free(matching);
}

/* Whoever comes after the k-th changes nothing for the first k. */
static void nothing_later_is_looked_at(void **state)
{
    (void)state;
    struct city_batch_shape shape = shape_of(4, 1), last_year = shape_of(4, 0);
    shape.n_dwellings = last_year.n_dwellings = 300; /* so many that nobody waits */
    shape.quota_share = last_year.quota_share = 0;
    struct city_batch batch = city_batch_of(&shape), pool = city_batch_of(&last_year);
    struct xn_match_problem other = batch.problem;
    const size_t k = 25, n = shape.n_households;
    int32_t *const cost = city_batch_room(&batch, other.first_arc[n], sizeof *cost);
    for (size_t a = 0; a < other.first_arc[n]; a++)
        cost[a] = a < other.first_arc[k] ? other.arc_cost[a] : XN_MATCH_COST_MAX - other.arc_cost[a];
    other.arc_cost = cost;
    struct xn_matching *const a = online(&batch.problem, &pool.problem);
    struct xn_matching *const b = online(&other, &pool.problem);
    size_t same = 0, different = 0;
    for (size_t h = 0; h < n; h++) {
        const bool equal = a->arc_of[h] == b->arc_of[h];
        if (h < k)
            same += equal;
        else
            different += !equal;
    }
    assert_int_equal(same, k);
    assert_true(different > 0);
    xn_matching_free(a);
    xn_matching_free(b);
    city_batch_free(&batch);
    city_batch_free(&pool);
}

static void a_pool_of_another_city_is_refused(void **state)
{
    (void)state;
    const struct city_batch_shape shape = shape_of(1, 1);
    struct city_batch_shape larger = shape;
    larger.n_dwellings++;
    struct city_batch batch = city_batch_of(&shape), pool = city_batch_of(&larger);
    struct xn_matching *matching = NULL;
    ASSERT_FAILS(XN_ARGUMENT, "the pool has 51 dwellings",
                 xn_matching_online(&batch.problem, NULL, &pool.problem, NULL, &matching, &err));
    assert_null(matching);
    city_batch_free(&batch);
    city_batch_free(&pool);
}

static void every_failed_allocation_is_told_and_nothing_leaks(void **state)
{
    (void)state;
    const struct city_batch_shape shape = shape_of(3, 1), last_year = shape_of(3, 0);
    struct city_batch batch = city_batch_of(&shape), pool = city_batch_of(&last_year);
    const struct xn_match_online_settings rare = {.n_futures = 1, .refresh_every = 30};
    const size_t before = xn_test_live_blocks();
    struct xn_matching *matching = NULL;
    xn_test_fail_allocation(0);
    ASSERT_OK(xn_matching_online(&batch.problem, NULL, &pool.problem, &rare, &matching, NULL));
    xn_matching_free(matching);
    const size_t n = xn_test_allocations();
    assert_true(n > 20);
    for (size_t i = 1; i <= n; i++) {
        matching = NULL;
        xn_test_fail_allocation(i);
        assert_int_equal(xn_matching_online(&batch.problem, NULL, &pool.problem, &rare, &matching, NULL),
                         XN_MEMORY);
        assert_null(matching);
        assert_int_equal(xn_test_live_blocks(), before);
    }
    xn_test_fail_allocation(0);
    city_batch_free(&batch);
    city_batch_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotas_are_kept_and_the_same_twice),
        cmocka_unit_test(who_gains_little_waits),
        cmocka_unit_test(nothing_later_is_looked_at),
        cmocka_unit_test(a_pool_of_another_city_is_refused),
        cmocka_unit_test(every_failed_allocation_is_told_and_nothing_leaks),
    };
    return XN_RUN(tests);
}
