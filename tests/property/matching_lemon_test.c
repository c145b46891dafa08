/* The network simplex against LEMON's on random networks, feasible and not, with and without a least cost;
 * and matching against LEMON on batches with nested quotas, written down as a flow anew. */
#include <string.h>
#include "lemon_oracle.h"
#include "matching_asserts.h"
#include "random_batch.h"
#include "xenia/random.h"

#define NETWORKS 2000
#define BATCHES 200
#define NODES 80
#define ARCS 500

struct network {
    struct xn_flow_problem problem;
    int64_t supply[NODES], cost[ARCS], capacity[ARCS];
    uint32_t tail[ARCS], head[ARCS];
};

static void draw_supplies(struct network *network, uint32_t n_nodes, struct xn_random *random)
{
    const uint32_t most = 1 + xn_random_below(random, 6);
    for (uint32_t i = 0; i < n_nodes; i++) {
        const int64_t amount = xn_random_below(random, most);
        network->supply[xn_random_below(random, n_nodes)] += amount;
        network->supply[xn_random_below(random, n_nodes)] -= amount;
    }
}

/* Few different costs (ties), now and then negative ones; capacities from 0; parallel and opposite arcs. */
static void draw_network(struct network *network, uint64_t seed)
{
    struct xn_random random = xn_random_stream(seed, 0, 0);
    const uint32_t n_nodes = 1 + xn_random_below(&random, seed % 3 ? 12 : NODES);
    const uint32_t n_arcs = n_nodes > 1 ? xn_random_below(&random, n_nodes * 6) : 0;
    const uint32_t costs = seed % 2 ? 100000 : 4;
    const int64_t least = xn_random_below(&random, 3) ? 0 : -(int64_t)costs / 8 - 1;
    memset(network, 0, sizeof *network);
    for (uint32_t a = 0; a < n_arcs; a++) {
        network->tail[a] = xn_random_below(&random, n_nodes);
        network->head[a] = (network->tail[a] + 1 + xn_random_below(&random, n_nodes - 1)) % n_nodes;
        network->cost[a] = least + (int64_t)xn_random_below(&random, costs);
        network->capacity[a] = (int64_t)xn_random_below(&random, 9);
    }
    draw_supplies(network, n_nodes, &random);
    network->problem =
        (struct xn_flow_problem){.n_nodes = n_nodes,
                                 .supply = network->supply,
                                 .n_arcs = n_arcs,
                                 .tail = network->tail,
                                 .head = network->head,
                                 .cost = network->cost,
                                 .n_bounded = seed % 4 ? n_arcs : xn_random_below(&random, n_arcs + 1),
                                 .capacity = network->capacity,
                                 .root = xn_random_below(&random, n_nodes)};
}

/* Balanced, within capacities, and no arc worth changing. Returns its cost. */
static int64_t assert_optimal_flow(const struct xn_flow_problem *problem, const int64_t *flow,
                                   const int64_t *potential)
{
    int64_t left[NODES], cost = 0;
    memcpy(left, problem->supply, problem->n_nodes * sizeof *left);
    for (size_t a = 0; a < problem->n_arcs; a++) {
        const uint32_t tail = problem->tail[a], head = problem->head[a];
        const int64_t reduced = problem->cost[a] - potential[tail] + potential[head];
        left[tail] -= flow[a];
        left[head] += flow[a];
        cost += problem->cost[a] * flow[a];
        assert_true(flow[a] >= 0 && (a >= problem->n_bounded || flow[a] <= problem->capacity[a]));
        if (reduced > 0)
            assert_int_equal(flow[a], 0);
        if (reduced < 0) {
            assert_true(a < problem->n_bounded);
            assert_int_equal(flow[a], problem->capacity[a]);
        }
    }
    for (size_t i = 0; i < problem->n_nodes; i++)
        assert_int_equal(left[i], 0);
    return cost;
}

static void networks_cost_the_same(void **state)
{
    (void)state;
    size_t seen[3] = {0};
    for (uint64_t seed = 0; seed < NETWORKS; seed++) {
        struct network network;
        draw_network(&network, seed);
        int64_t lemon_cost = 0, flow[ARCS], potential[NODES];
        double seconds;
        struct xn_error err = {0};
        const enum lemon_result result = lemon_min_cost(&network.problem, &lemon_cost, &seconds);
        const enum xn_status status = xn_network_simplex_solve(&network.problem, flow, potential, &err);
        seen[result]++;
        if (result == LEMON_OPTIMAL) {
            assert_int_equal(status, XN_OK);
            assert_int_equal(assert_optimal_flow(&network.problem, flow, potential), lemon_cost);
        } else
            assert_int_equal(status, XN_UNDEFINED);
    }
    assert_true(seen[LEMON_OPTIMAL] > NETWORKS / 4 && seen[LEMON_INFEASIBLE] > NETWORKS / 10 &&
                seen[LEMON_UNBOUNDED] > NETWORKS / 100);
}

/* --- batches ---------------------------------------------------------------------------------------------
 */

struct flow {
    struct xn_flow_problem problem;
    uint32_t *tail, *head;
    int64_t *cost, *capacity, *supply;
};

static void add_arc(struct flow *flow, size_t tail, size_t head, int64_t cost)
{
    const size_t a = flow->problem.n_arcs++;
    flow->tail[a] = (uint32_t)tail;
    flow->head[a] = (uint32_t)head;
    flow->cost[a] = cost;
}

static void add_bounded_arc(struct flow *flow, size_t tail, size_t head, int64_t capacity)
{
    flow->capacity[flow->problem.n_bounded++] = capacity;
    add_arc(flow, tail, head, 0);
}

static void allocate_flow(struct flow *flow, struct xn_arena *arena, size_t n_nodes, size_t n_arcs)
{
    flow->tail = xn_arena_alloc(arena, n_arcs, sizeof *flow->tail);
    flow->head = xn_arena_alloc(arena, n_arcs, sizeof *flow->head);
    flow->cost = xn_arena_alloc(arena, n_arcs, sizeof *flow->cost);
    flow->capacity = xn_arena_alloc(arena, n_arcs, sizeof *flow->capacity);
    flow->supply = xn_arena_alloc(arena, n_nodes, sizeof *flow->supply);
    assert_true(flow->tail && flow->head && flow->cost && flow->capacity && flow->supply);
    flow->problem = (struct xn_flow_problem){.n_nodes = n_nodes,
                                             .supply = flow->supply,
                                             .tail = flow->tail,
                                             .head = flow->head,
                                             .cost = flow->cost,
                                             .capacity = flow->capacity};
}

/* Nodes: households, dwellings, quotas (random_batch's: blocks, then districts), sink. Unplaced households go
 * straight to the sink. */
static struct flow flow_of(const struct random_batch *batch, const struct random_batch_shape *shape,
                           int64_t unplaced_cost)
{
    const struct xn_match_problem *problem = &batch->problem;
    const size_t n = problem->n_households, m = problem->n_dwellings, sink = n + m + problem->n_quotas;
    struct flow flow;
    allocate_flow(&flow, batch->arena, sink + 1, problem->first_arc[n] + n + m + problem->n_quotas);
    for (size_t d = 0; d < m; d++) {
        const size_t k = problem->first_quota[d];
        add_bounded_arc(&flow, n + d, problem->n_quotas > 0 ? n + m + problem->dwelling_quota[k] : sink, 1);
    }
    for (size_t q = 0; q < problem->n_quotas; q++) {
        const bool outermost = q >= shape->n_blocks;
        add_bounded_arc(&flow, n + m + q, outermost ? sink : n + m + shape->n_blocks + q % shape->n_districts,
                        problem->quota[q].limit);
    }
    for (size_t h = 0; h < n; h++) {
        flow.supply[h] = 1;
        add_arc(&flow, h, sink, unplaced_cost);
        for (size_t a = problem->first_arc[h]; a < problem->first_arc[h + 1]; a++)
            add_arc(&flow, h, n + problem->arc_dwelling[a], problem->arc_cost[a]);
    }
    flow.supply[sink] = -(int64_t)n;
    return flow;
}

static struct random_batch_shape draw_shape(uint64_t seed)
{
    struct xn_random random = xn_random_stream(seed, 1, 0);
    struct random_batch_shape shape = {.n_households = 1 + xn_random_below(&random, 400),
                                       .n_dwellings = 1 + xn_random_below(&random, 500),
                                       .arcs_each = 1 + xn_random_below(&random, 30),
                                       .n_districts = xn_random_below(&random, 8),
                                       .correlated = seed % 2 == 0,
                                       .cost_max = seed % 3 == 0 ? 3 : XN_MATCH_COST_MAX,
                                       .quota_share = 0.3 + xn_random_uniform(&random)};
    shape.n_blocks = shape.n_districts * xn_random_below(&random, 6);
    return shape;
}

static void batches_cost_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < BATCHES; seed++) {
        const struct random_batch_shape shape = draw_shape(seed);
        struct random_batch batch;
        assert_int_equal(random_batch_new(&shape, seed, &batch), XN_OK);
        XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
        ASSERT_OK(xn_matching_solve(&batch.problem, &matching, &err));
        const int64_t unplaced_cost = INT64_C(1) << 32;
        const struct flow flow = flow_of(&batch, &shape, unplaced_cost);
        int64_t lemon_cost;
        double seconds;
        assert_int_equal(lemon_min_cost(&flow.problem, &lemon_cost, &seconds), LEMON_OPTIMAL);
        const int64_t n_unplaced = (int64_t)(shape.n_households - matching->n_placed);
        assert_int_equal(matching->cost + n_unplaced * unplaced_cost, lemon_cost);
        assert_feasible(&batch.problem, matching);
        assert_optimal(&batch.problem, matching);
        random_batch_free(&batch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(networks_cost_the_same),
        cmocka_unit_test(batches_cost_the_same),
    };
    return XN_RUN(tests);
}
