/* The network simplex on networks that a person can solve: the optimum, its potentials, what is refused,
 * where it may begin, and new costs on an old tree. Random networks against another solver:
 * property/matching_lemon_test.c. */
#include <string.h>
#include "counted_memory.h"
#include "network_simplex.h"
#include "test.h"
#include "xenia/random.h"

/* Two sources (4 and 2), two sinks (3 and 3), a middle node. By hand: the road 0-2 carries 3 (its capacity),
 * so one unit of node 0 goes by 0-3 directly.
 *
 *     0 --1 (3)--> 2 --1 (4)--> 3        node  0  1  2   3   4
 *     0 --5 (9)--> 3                     supply 4  2  0  -3  -3
 *     1 --2 (9)--> 2 --3 (9)--> 4
 *     1 --9 (9)--> 4                                          */
static const int64_t supply[] = {4, 2, 0, -3, -3};
static const uint32_t tail[] = {0, 0, 1, 1, 2, 2};
static const uint32_t head[] = {2, 3, 2, 4, 3, 4};
static const int64_t cost[] = {1, 5, 2, 9, 1, 3};
static const int64_t capacity[] = {3, 9, 9, 9, 4, 9};

static struct xn_flow_problem roads(void)
{
    return (struct xn_flow_problem){.n_nodes = 5,
                                    .supply = supply,
                                    .n_arcs = 6,
                                    .tail = tail,
                                    .head = head,
                                    .cost = cost,
                                    .n_bounded = 6,
                                    .capacity = capacity,
                                    .root = 4};
}

static int64_t cost_of(const struct xn_flow_problem *problem, const int64_t *flow)
{
    int64_t sum = 0;
    for (size_t a = 0; a < problem->n_arcs; a++)
        sum += problem->cost[a] * flow[a];
    return sum;
}

static void roads_by_hand(void **state)
{
    (void)state;
    const struct xn_flow_problem problem = roads();
    int64_t flow[6], potential[5];
    ASSERT_OK(xn_network_simplex_solve(&problem, flow, potential, &err));
    /* 0-2: 3, 0-3: 1, 1-2: 2; 2-3: 2, 2-4: 3 */
    const int64_t wanted[] = {3, 1, 2, 0, 2, 3};
    assert_memory_equal(flow, wanted, sizeof flow);
    assert_int_equal(cost_of(&problem, flow), 3 + 5 + 4 + 2 + 9);
    /* to the root 4: from 2 for 3; 3 is reached from 2 for 1, so it is worth 2; 0 pays 5 to get to 3 */
    const int64_t wanted_potential[] = {7, 5, 3, 2, 0};
    assert_memory_equal(potential, wanted_potential, sizeof potential);
}

static void any_node_may_be_the_root(void **state)
{
    (void)state;
    for (uint32_t root = 0; root < 5; root++) {
        struct xn_flow_problem problem = roads();
        problem.root = root;
        int64_t flow[6], potential[5];
        ASSERT_OK(xn_network_simplex_solve(&problem, flow, potential, &err));
        assert_int_equal(cost_of(&problem, flow), 23);
        assert_int_equal(potential[root], 0);
        assert_int_equal(potential[0] - potential[4], 7);
    }
}

static void a_negative_arc_is_filled(void **state)
{
    (void)state;
    /* Nothing to carry, but going round 0-1-2-0 gains 4 a unit, 5 units fit. */
    const int64_t none[] = {0, 0, 0}, gain[] = {-9, 2, 3}, fits[] = {5, 7, 8};
    const uint32_t from[] = {0, 1, 2}, to[] = {1, 2, 0};
    const struct xn_flow_problem problem = {.n_nodes = 3,
                                            .supply = none,
                                            .n_arcs = 3,
                                            .tail = from,
                                            .head = to,
                                            .cost = gain,
                                            .n_bounded = 3,
                                            .capacity = fits};
    int64_t flow[3];
    ASSERT_OK(xn_network_simplex_solve(&problem, flow, NULL, &err));
    assert_int_equal(flow[0], 5);
    assert_int_equal(flow[1], 5);
    assert_int_equal(flow[2], 5);
    struct xn_flow_problem endless = problem;
    endless.n_bounded = 0;
    ASSERT_FAILS(XN_UNDEFINED, "no least cost", xn_network_simplex_solve(&endless, flow, NULL, &err));
    assert_int_equal(flow[0], 5);
}

static void one_node_and_no_arc(void **state)
{
    (void)state;
    const int64_t nothing[] = {0};
    const struct xn_flow_problem problem = {.n_nodes = 1, .supply = nothing};
    int64_t potential = -77;
    ASSERT_OK(xn_network_simplex_solve(&problem, NULL, &potential, &err));
    assert_int_equal(potential, 0);
}

static void what_cannot_be_carried_overflows(void **state)
{
    (void)state;
    const int64_t narrow[] = {1, 1, 9, 9, 4, 9};
    struct xn_flow_problem problem = roads();
    problem.capacity = narrow;
    int64_t flow[6] = {-77};
    ASSERT_FAILS(XN_UNDEFINED, "2 units", xn_network_simplex_solve(&problem, flow, NULL, &err));
    assert_int_equal(flow[0], -77);

    /* With a cost of its own overflow is a choice: at 6 a unit, and 6 for what is lacking at node 3, no road
     * that costs more than 6 to the root is worth it. */
    problem = roads();
    problem.overflow_cost = 6;
    XN_AUTO(xn_network_simplex_free) struct xn_network_simplex *simplex = NULL;
    ASSERT_OK(xn_network_simplex_new(&problem, NULL, &simplex, &err));
    assert_int_equal(xn_network_simplex_overflow(simplex), 4 + 2 + 3);
    ASSERT_OK(xn_network_simplex_run(simplex, &err));
    assert_int_equal(xn_network_simplex_overflow(simplex), 1);
    assert_int_equal(xn_network_simplex_potential(simplex)[0], 6);
}

static void capacity_zero_carries_nothing(void **state)
{
    (void)state;
    const int64_t shut[] = {0, 9, 9, 9, 4, 9};
    struct xn_flow_problem problem = roads();
    problem.capacity = shut;
    int64_t flow[6];
    ASSERT_FAILS(XN_UNDEFINED, "1 units", xn_network_simplex_solve(&problem, flow, NULL, &err));
    const int64_t less[] = {3, 3, 0, -3, -3};
    problem.supply = less;
    ASSERT_OK(xn_network_simplex_solve(&problem, flow, NULL, &err));
    assert_int_equal(flow[0], 0);
    assert_int_equal(flow[1], 3);
}

/* --- refused ---------------------------------------------------------------------------------------------
 */

static enum xn_status make(const struct xn_flow_problem *problem, const struct xn_flow_start *start,
                           struct xn_error *err)
{
    struct xn_network_simplex *simplex = NULL;
    const enum xn_status status = xn_network_simplex_new(problem, start, &simplex, err);
    assert_int_equal(status == XN_OK, simplex != NULL);
    xn_network_simplex_free(simplex);
    return status;
}

static void wrong_problems_are_refused(void **state)
{
    (void)state;
    const uint32_t astray[] = {2, 3, 5, 4, 3, 4}, itself[] = {2, 3, 1, 4, 3, 4};
    const int64_t unbalanced[] = {4, 2, 0, -3, -2}, negative[] = {3, 9, -1, 9, 4, 9};
    const int64_t dear[] = {1, 5, INT64_MIN, 9, 1, 3}, wide[] = {3, INT64_MAX, 9, 9, 4, 9};
    const int64_t vast[] = {INT64_C(1) << 60, 0, 0, 0, -(INT64_C(1) << 60)};
    struct xn_flow_problem problem = roads();
    problem.head = astray;
    ASSERT_FAILS(XN_ARGUMENT, "arc 2: from node 1 to node 5, wanted nodes below 5",
                 make(&problem, NULL, &err));
    problem.head = itself;
    ASSERT_FAILS(XN_ARGUMENT, "arc 2: leads from node 1 to itself", make(&problem, NULL, &err));
    problem = roads();
    problem.supply = unbalanced;
    ASSERT_FAILS(XN_ARGUMENT, "add up to 1", make(&problem, NULL, &err));
    problem.supply = vast;
    ASSERT_FAILS(XN_LIMIT, "node 4", make(&problem, NULL, &err));
    problem = roads();
    problem.capacity = negative;
    ASSERT_FAILS(XN_ARGUMENT, "arc 2: has capacity -1", make(&problem, NULL, &err));
    problem.capacity = wide;
    ASSERT_FAILS(XN_LIMIT, "arc 1", make(&problem, NULL, &err));
    problem = roads();
    problem.cost = dear;
    ASSERT_FAILS(XN_LIMIT, "arc 2: costs", make(&problem, NULL, &err));
    problem = roads();
    problem.root = 5;
    ASSERT_FAILS(XN_ARGUMENT, "the root is node 5", make(&problem, NULL, &err));
    problem = roads();
    problem.n_bounded = 7;
    ASSERT_FAILS(XN_ARGUMENT, "7 of 6", make(&problem, NULL, &err));
    problem = roads();
    problem.overflow_cost = -1;
    ASSERT_FAILS(XN_ARGUMENT, "overflow costs -1", make(&problem, NULL, &err));
    problem.overflow_cost = INT64_MAX;
    ASSERT_FAILS(XN_LIMIT, "overflow costs", make(&problem, NULL, &err));
    problem = roads();
    problem.n_nodes = (size_t)1 << 31;
    ASSERT_FAILS(XN_LIMIT, "too large", make(&problem, NULL, &err));
    problem.n_nodes = 0;
    ASSERT_FAILS(XN_ARGUMENT, "the root is node 4", make(&problem, NULL, &err));
}

/* --- where to begin --------------------------------------------------------------------------------------
 */

static void begins_where_it_is_told(void **state)
{
    (void)state;
    const struct xn_flow_problem problem = roads();
    /* The optimal tree: arc 0 (0-2) is full and stays out. */
    const uint32_t tree[] = {1, 2, 5, 4, XN_FLOW_OVERFLOW};
    const bool full[] = {true, false, false, false, false, false};
    const struct xn_flow_start start = {tree, full};
    XN_AUTO(xn_network_simplex_free) struct xn_network_simplex *simplex = NULL;
    ASSERT_OK(xn_network_simplex_new(&problem, &start, &simplex, &err));
    assert_int_equal(xn_network_simplex_overflow(simplex), 0);
    ASSERT_OK(xn_network_simplex_run(simplex, &err));
    assert_int_equal(xn_network_simplex_pivots(simplex), 0);
    int64_t flow[6];
    xn_network_simplex_flow(simplex, flow);
    assert_int_equal(cost_of(&problem, flow), 23);
    const struct xn_flow_tree_arc last = xn_network_simplex_tree_arc(simplex, 3);
    assert_int_equal(last.parent, 2);
    assert_int_equal(last.arc, 4);
    assert_int_equal(last.flow, 2);
}

static void wrong_starts_are_refused(void **state)
{
    (void)state;
    const struct xn_flow_problem problem = roads();
    const bool full[] = {true, false, false, false, false, false};
    uint32_t tree[] = {1, 2, 5, 4, XN_FLOW_OVERFLOW};
    const struct xn_flow_start filled = {tree, full}, empty = {tree, NULL};
    /* nothing on 0-2: all 4 units of node 0 reach node 3, which sends one on to 2 against the arc 2-3 */
    ASSERT_FAILS(XN_ARGUMENT, "node 3 could not send one unit more", make(&problem, &empty, &err));
    tree[3] = 9999;
    ASSERT_FAILS(XN_ARGUMENT, "node 3 hangs by arc 9999, which is not there", make(&problem, &filled, &err));
    tree[3] = 5;
    ASSERT_FAILS(XN_ARGUMENT, "node 3 hangs by arc 5, which ends elsewhere", make(&problem, &filled, &err));
    tree[3] = 4;
    tree[0] = 0;
    ASSERT_FAILS(XN_ARGUMENT, "node 0 hangs by arc 0, which ends elsewhere or is full",
                 make(&problem, &filled, &err));
    tree[0] = 1;
    tree[3] = 1; /* 0 and 3 hang from each other */
    ASSERT_FAILS(XN_ARGUMENT, "2 nodes do not hang from the root", make(&problem, &filled, &err));
}

/* --- other costs -----------------------------------------------------------------------------------------
 */

#define NODES 30
#define ARCS 200

struct drawn {
    struct xn_flow_problem problem;
    int64_t supply[NODES], cost[ARCS], capacity[ARCS];
    uint32_t tail[ARCS], head[ARCS];
};

static void draw_costs(struct drawn *drawn, struct xn_random *random)
{
    for (size_t a = 0; a < ARCS; a++)
        drawn->cost[a] = (int64_t)xn_random_below(random, 2000) - 200;
}

static void draw(struct drawn *drawn, struct xn_random *random)
{
    memset(drawn, 0, sizeof *drawn);
    for (size_t a = 0; a < ARCS; a++) {
        drawn->tail[a] = xn_random_below(random, NODES);
        drawn->head[a] = (drawn->tail[a] + 1 + xn_random_below(random, NODES - 1)) % NODES;
        drawn->capacity[a] = 3 + (int64_t)xn_random_below(random, 9);
    }
    for (size_t i = 0; i < NODES; i++) {
        drawn->supply[i]++;
        drawn->supply[xn_random_below(random, NODES)]--;
    }
    draw_costs(drawn, random);
    drawn->problem = (struct xn_flow_problem){.n_nodes = NODES,
                                              .supply = drawn->supply,
                                              .n_arcs = ARCS,
                                              .tail = drawn->tail,
                                              .head = drawn->head,
                                              .cost = drawn->cost,
                                              .n_bounded = ARCS,
                                              .capacity = drawn->capacity};
}

static void new_costs_on_an_old_tree(void **state)
{
    (void)state;
    size_t fresh_pivots = 0, warm_pivots = 0;
    for (uint64_t seed = 0; seed < 30; seed++) {
        struct xn_random random = xn_random_stream(seed, 0, 0);
        struct drawn drawn;
        draw(&drawn, &random);
        XN_AUTO(xn_network_simplex_free) struct xn_network_simplex *simplex = NULL;
        ASSERT_OK(xn_network_simplex_new(&drawn.problem, NULL, &simplex, &err));
        for (int round = 0; round < 10; round++) {
            int64_t flow[ARCS], fresh[ARCS];
            ASSERT_OK(xn_network_simplex_run(simplex, &err));
            xn_network_simplex_flow(simplex, flow);
            XN_AUTO(xn_network_simplex_free) struct xn_network_simplex *other = NULL;
            ASSERT_OK(xn_network_simplex_new(&drawn.problem, NULL, &other, &err));
            ASSERT_OK(xn_network_simplex_run(other, &err));
            xn_network_simplex_flow(other, fresh);
            assert_int_equal(xn_network_simplex_overflow(simplex), xn_network_simplex_overflow(other));
            assert_int_equal(cost_of(&drawn.problem, flow), cost_of(&drawn.problem, fresh));
            fresh_pivots += xn_network_simplex_pivots(other);
            draw_costs(&drawn, &random);
            ASSERT_OK(xn_network_simplex_set_costs(simplex, drawn.cost, &err));
        }
        warm_pivots += xn_network_simplex_pivots(simplex);
    }
    assert_true(warm_pivots < fresh_pivots);
}

static void refused_costs_change_nothing(void **state)
{
    (void)state;
    const struct xn_flow_problem problem = roads();
    const int64_t dear[] = {1, 5, 2, INT64_MAX, 1, 3};
    XN_AUTO(xn_network_simplex_free) struct xn_network_simplex *simplex = NULL;
    ASSERT_OK(xn_network_simplex_new(&problem, NULL, &simplex, &err));
    ASSERT_FAILS(XN_LIMIT, "arc 3: costs", xn_network_simplex_set_costs(simplex, dear, &err));
    ASSERT_OK(xn_network_simplex_run(simplex, &err));
    int64_t flow[6];
    xn_network_simplex_flow(simplex, flow);
    assert_int_equal(cost_of(&problem, flow), 23);
}

/* --- memory ----------------------------------------------------------------------------------------------
 */

static void every_failing_allocation_is_told_and_nothing_leaks(void **state)
{
    (void)state;
    const struct xn_flow_problem problem = roads();
    const size_t live = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    size_t n = 0;
    while (status == XN_MEMORY) {
        int64_t flow[6] = {-77};
        xn_test_fail_allocation(++n);
        status = xn_network_simplex_solve(&problem, flow, NULL, NULL);
        assert_int_equal(xn_test_live_blocks(), live);
        assert_int_equal(flow[0] == -77, status != XN_OK);
    }
    xn_test_fail_allocation(0);
    assert_int_equal(status, XN_OK);
    assert_true(n > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roads_by_hand),
        cmocka_unit_test(any_node_may_be_the_root),
        cmocka_unit_test(a_negative_arc_is_filled),
        cmocka_unit_test(one_node_and_no_arc),
        cmocka_unit_test(what_cannot_be_carried_overflows),
        cmocka_unit_test(capacity_zero_carries_nothing),
        cmocka_unit_test(wrong_problems_are_refused),
        cmocka_unit_test(begins_where_it_is_told),
        cmocka_unit_test(wrong_starts_are_refused),
        cmocka_unit_test(new_costs_on_an_old_tree),
        cmocka_unit_test(refused_costs_change_nothing),
        cmocka_unit_test(every_failing_allocation_is_told_and_nothing_leaks),
    };
    return XN_RUN(tests);
}
