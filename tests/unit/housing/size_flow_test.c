/* One size at once: a chain that no exchange of two finds, quotas of the others, never worse, clean failure.
 */
#include "size_flow.h"
#include "counted_memory.h"
#include "lagrangian.h"
#include "matching_asserts.h"
#include "city_batch.h"

struct bench {
    struct xn_arena *arena;
    struct xn_batch *batch;
    struct xn_quota_forest forest;
    struct xn_plan plan;
    int64_t *priced; /* the costs themselves: no prices */
};

static struct bench bench_of(const struct xn_match_problem *problem)
{
    struct bench bench = {.arena = xn_arena_new()};
    assert_non_null(bench.arena);
    ASSERT_OK(xn_batch_new(problem, &bench.batch, &err));
    ASSERT_OK(xn_quota_forest_build(problem, bench.arena, &bench.forest, &err));
    ASSERT_OK(xn_plan_init(bench.batch, 4, bench.arena, &bench.plan, &err));
    ASSERT_OK(XN_ARENA_ARRAY(bench.arena, xn_batch_arcs(bench.batch), &bench.priced, &err));
    for (uint32_t a = 0; a < xn_batch_arcs(bench.batch); a++)
        bench.priced[a] = bench.batch->arc_cost[a];
    return bench;
}

static void release(struct bench *bench)
{
    xn_batch_free(bench->batch);
    xn_arena_free(bench->arena);
}

static struct xn_size_flow flow_of(const struct bench *bench)
{
    return (struct xn_size_flow){&bench->forest, bench->priced, INT64_MAX};
}

/* Enters the arcs of the caller's problem (XN_NONE: unplaced). */
static void begin_from(struct bench *bench, const size_t *arc_of)
{
    const struct xn_batch *const batch = bench->batch;
    uint32_t *arc = NULL;
    ASSERT_OK(XN_ARENA_ARRAY(bench->arena, batch->n_households, &arc, &err));
    for (uint32_t h = 0; h < batch->n_households; h++) {
        arc[h] = XN_NO_ARC;
        for (uint32_t a = batch->first_arc[h]; a < batch->first_arc[h + 1]; a++)
            if (batch->arc_origin[a] == arc_of[batch->household_origin[h]])
                arc[h] = a;
    }
    xn_plan_begin_from(&bench->plan, arc);
}

/* Dwellings 1 and 2 under "left", 3 and 4 under "right". a, b of 2 persons and c of 3 stand each in the wrong
 * place: a 2 -> 1, c 3 -> 4, b 4 -> 3 or 2. Only together are the moves of b and c possible. */
static struct xn_match_problem three_in_a_ring(const struct xn_match_quota *quota)
{
    static const char *const household[] = {"a", "b", "c"}, *const dwelling[] = {"1", "2", "3", "4"};
    static const int persons[] = {2, 2, 3};
    static const size_t first_arc[] = {0, 2, 4, 6}, first_quota[] = {0, 1, 2, 3, 4};
    static const uint32_t arc_dwelling[] = {0, 1, 2, 3, 2, 3}, dwelling_quota[] = {0, 0, 1, 1};
    static const int32_t arc_cost[] = {10, 50, 10, 50, 90, 60};
    return (struct xn_match_problem){.n_households = 3,
                                     .household_id = household,
                                     .persons = persons,
                                     .n_dwellings = 4,
                                     .dwelling_id = dwelling,
                                     .first_arc = first_arc,
                                     .arc_dwelling = arc_dwelling,
                                     .arc_cost = arc_cost,
                                     .n_quotas = 2,
                                     .quota = quota,
                                     .first_quota = first_quota,
                                     .dwelling_quota = dwelling_quota,
                                     .unit = XN_MATCH_PERSONS,
                                     .seed_text = "ring"};
}

static void others_move_within_their_quotas(void **state)
{
    (void)state;
    const struct xn_match_quota quota[] = {{"left", 3}, {"right", 5}};
    const struct xn_match_problem problem = three_in_a_ring(quota);
    struct bench bench = bench_of(&problem);
    const struct xn_size_flow flow = flow_of(&bench);
    begin_from(&bench, (const size_t[]){1, 3, 4}); /* 50 + 50 + 90 */
    assert_int_equal(bench.plan.cost, 190);
    ASSERT_OK(xn_size_flow_improve(&flow, 2, &bench.plan, &err));
    assert_int_equal(bench.plan.n_unplaced, 0);
    assert_int_equal(bench.plan.cost, 10 + 10 + 60);
    release(&bench);
}

/* No room for a second family of 2 beside the one of 3, whatever the flow counts for the others. */
static void room_is_counted_in_whole_families(void **state)
{
    (void)state;
    const struct xn_match_quota quota[] = {{"left", 3}, {"right", 4}};
    const struct xn_match_problem problem = three_in_a_ring(quota);
    struct bench bench = bench_of(&problem);
    const struct xn_size_flow flow = flow_of(&bench);
    begin_from(&bench, (const size_t[]){1, XN_NONE, 4});
    ASSERT_OK(xn_size_flow_improve(&flow, 2, &bench.plan, &err));
    assert_int_equal(bench.plan.n_unplaced, 1);
    assert_int_equal(bench.plan.cost, 10 + 60);
    release(&bench);
}

static void never_worse_and_settled_after_one(void **state)
{
    (void)state;
    size_t gains = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        const struct city_batch_shape shape = {60, 90, 10, 3, 2, 0, 0.7, 0.4, XN_MATCH_PERSONS, seed, 0};
        struct city_batch batch = city_batch_of(&shape);
        struct bench bench = bench_of(&batch.problem);
        const struct xn_size_flow flow = flow_of(&bench);
        struct xn_matching *greedy = NULL;
        ASSERT_OK(xn_matching_greedy(&batch.problem, NULL, &greedy, &err));
        begin_from(&bench, greedy->arc_of);
        assert_int_equal(bench.plan.cost, greedy->cost);
        for (uint32_t weight = 1; weight <= 8; weight++) {
            for (int time = 0; time < 2; time++) {
                const uint32_t n_unplaced = bench.plan.n_unplaced;
                const int64_t cost = bench.plan.cost;
                ASSERT_OK(xn_size_flow_improve(&flow, weight, &bench.plan, &err));
                assert_true(bench.plan.n_unplaced <= n_unplaced);
                if (bench.plan.n_unplaced == n_unplaced)
                    assert_true(time == 0 ? bench.plan.cost <= cost : bench.plan.cost == cost);
                gains += bench.plan.n_unplaced < n_unplaced || bench.plan.cost < cost;
            }
        }
        for (uint32_t q = 0; q < bench.batch->n_quotas; q++)
            assert_true(bench.plan.room[q] >= 0);
        xn_matching_free(greedy);
        release(&bench);
        city_batch_free(&batch);
    }
    assert_true(gains > 20);
}

static void a_failed_allocation_leaves_the_plan(void **state)
{
    (void)state;
    const struct xn_match_quota quota[] = {{"left", 3}, {"right", 5}};
    const struct xn_match_problem problem = three_in_a_ring(quota);
    struct bench bench = bench_of(&problem);
    const struct xn_size_flow flow = flow_of(&bench);
    enum xn_status status = XN_MEMORY;
    begin_from(&bench, (const size_t[]){1, 3, 4});
    const size_t before = xn_test_live_blocks();
    for (size_t i = 1; status == XN_MEMORY; i++) {
        struct xn_error err = {0};
        assert_int_equal(bench.plan.cost, 190);
        xn_test_fail_allocation(i);
        status = xn_size_flow_improve(&flow, 2, &bench.plan, &err);
        assert_int_equal(xn_test_live_blocks(), before);
        assert_true(status != XN_OK || i > 3);
    }
    xn_test_fail_allocation(0);
    assert_int_equal(status, XN_OK);
    assert_int_equal(bench.plan.cost, 80);
    release(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(others_move_within_their_quotas),
        cmocka_unit_test(room_is_counted_in_whole_families),
        cmocka_unit_test(never_worse_and_settled_after_one),
        cmocka_unit_test(a_failed_allocation_leaves_the_plan),
    };
    return XN_RUN(tests);
}
