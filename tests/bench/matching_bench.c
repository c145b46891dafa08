/* matching_bench.c - a batch of N households, M dwellings and A arcs each: how long, and how much memory?
 *
 * Two worlds (random_batch.h): uniform costs, and correlated ones in which all want the same dwellings;
 * quotas on 225 blocks in 45 districts, wide (twice what is needed) and tight (90 % of it). Measured is the
 * whole of xn_matching_solve: check, order, network, pivots, prices, reasons. Memory is the peak of the
 * process less what it held before the solve, that is, without the problem; it is honest for the first line
 * alone, because the peak never falls again, so each program run measures one batch. Where LEMON is there,
 * its network simplex solves the same flow in the same run, and the two costs must be equal.
 *
 *     matching_bench [HOUSEHOLDS [DWELLINGS [ARCS [RUNS [WORLD]]]]]   WORLD: 1 to 4, 5 (the default): all
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bench.h"
#include "random_batch.h"
#ifdef XN_HAS_LEMON
#include "lemon_oracle.h"
#endif

#define DISTRICTS 45
#define BLOCKS 225

struct world {
    const char *name;
    bool correlated;
    double quota_share;
};

static const struct world world_table[] = {
    {"uniform costs, wide quotas", false, 2},
    {"uniform costs, tight quotas", false, 0.9},
    {"correlated costs, wide quotas", true, 2},
    {"correlated costs, tight quotas", true, 0.9},
};
#define WORLDS (sizeof world_table / sizeof *world_table)

/* A line of /proc/self/status, "VmRSS:" or the peak "VmHWM:", in MiB; 0 where there is none. */
static double memory_mib(const char *key)
{
    char line[256];
    double kib = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, key, strlen(key)) == 0)
            kib = strtod(line + strlen(key), NULL);
    if (file)
        fclose(file);
    return kib / 1024;
}

/* From now on the peak is that of what is held now and later (Linux). */
static void forget_peak(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");
    if (!file)
        return;
    fputs("5", file);
    fclose(file);
}

#ifdef XN_HAS_LEMON
static void connect_quotas(const struct xn_match_problem *problem, size_t first, struct xn_flow_problem *flow,
                           uint32_t *tail, uint32_t *head, int64_t *capacity)
{
    const size_t sink = first + problem->n_dwellings + problem->n_quotas;
    for (size_t d = 0; d < problem->n_dwellings; d++, flow->n_arcs++) {
        tail[d] = (uint32_t)(first + d);
        head[d] = (uint32_t)(first + problem->n_dwellings + problem->dwelling_quota[problem->first_quota[d]]);
        capacity[d] = 1;
    }
    for (size_t q = 0; q < problem->n_quotas; q++, flow->n_arcs++) {
        tail[flow->n_arcs] = (uint32_t)(first + problem->n_dwellings + q);
        head[flow->n_arcs] =
            (uint32_t)(q < BLOCKS ? first + problem->n_dwellings + BLOCKS + q % DISTRICTS : sink);
        capacity[flow->n_arcs] = problem->quota[q].limit;
    }
    flow->n_bounded = flow->n_arcs;
}

/* Costs without lots: the plain problem, as LEMON's users would write it. */
static void measure_lemon(const struct xn_match_problem *problem, const struct xn_matching *matching,
                          size_t runs)
{
    const size_t n = problem->n_households, m = problem->n_dwellings;
    const size_t n_nodes = n + m + problem->n_quotas + 1, n_arcs = problem->first_arc[n] + n_nodes;
    uint32_t *tail = xn_calloc(n_arcs, sizeof *tail), *head = xn_calloc(n_arcs, sizeof *head);
    int64_t *cost = xn_calloc(n_arcs, sizeof *cost), *capacity = xn_calloc(n_nodes, sizeof *capacity);
    int64_t *supply = xn_calloc(n_nodes, sizeof *supply), lemon_cost = 0;
    struct xn_flow_problem flow = {n_nodes, supply, 0, tail, head, cost, 0, capacity, 0, 0};
    if (!tail || !head || !cost || !capacity || !supply)
        exit(EXIT_FAILURE);
    connect_quotas(problem, n, &flow, tail, head, capacity);
    for (size_t h = 0; h < n; h++) {
        supply[h] = 1;
        tail[flow.n_arcs] = (uint32_t)h;
        head[flow.n_arcs] = (uint32_t)(n_nodes - 1);
        cost[flow.n_arcs++] = matching->unplaced_price;
        for (size_t a = problem->first_arc[h]; a < problem->first_arc[h + 1]; a++, flow.n_arcs++) {
            tail[flow.n_arcs] = (uint32_t)h;
            head[flow.n_arcs] = (uint32_t)(n + problem->arc_dwelling[a]);
            cost[flow.n_arcs] = problem->arc_cost[a];
        }
    }
    supply[n_nodes - 1] = -(int64_t)n;
    struct bench_times times = {0};
    for (size_t run = 0; run < runs; run++) {
        double seconds = 0;
        if (lemon_min_cost(&flow, &lemon_cost, &seconds) != LEMON_OPTIMAL)
            exit(EXIT_FAILURE);
        bench_stop(&times, bench_now_s() - seconds);
    }
    bench_print("  LEMON network simplex, its run() alone", n, &times);
    const int64_t ours = matching->cost + (int64_t)(n - matching->n_placed) * matching->unplaced_price;
    printf("  %s\n", ours == lemon_cost ? "the same cost" : "THE COSTS DIFFER");
    xn_free(tail);
    xn_free(head);
    xn_free(cost);
    xn_free(capacity);
    xn_free(supply);
}
#else
static void measure_lemon(const struct xn_match_problem *problem, const struct xn_matching *matching,
                          size_t runs)
{
    (void)problem, (void)matching, (void)runs;
    printf("  (LEMON is not installed)\n");
}
#endif

static void measure(const struct world *world, struct random_batch_shape shape, size_t runs)
{
    struct random_batch batch;
    struct bench_times times = {0};
    struct xn_error err = {0};
    shape.correlated = world->correlated;
    shape.quota_share = world->quota_share;
    bench_must(random_batch_new(&shape, 1, &batch), &err);
    XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
    forget_peak();
    const double before_mib = memory_mib("VmRSS:");
    for (size_t run = 0; run < runs; run++) {
        xn_matching_free(matching);
        matching = NULL;
        const double started_s = bench_now_s();
        bench_must(xn_matching_solve(&batch.problem, &matching, &err), &err);
        bench_stop(&times, started_s);
    }
    const double added_mib = memory_mib("VmHWM:") - before_mib;
    bench_print(world->name, shape.n_households, &times);
    printf("  %zu arcs, %zu pivots, %zu placed at %lld; %.1f MiB above the problem\n",
           batch.problem.first_arc[shape.n_households], matching->iterations, matching->n_placed,
           (long long)matching->cost, added_mib);
    measure_lemon(&batch.problem, matching, runs);
    random_batch_free(&batch);
}

int main(int argc, char **argv)
{
    const struct random_batch_shape shape = {.n_households = bench_argument(argc, argv, 1, 2000),
                                             .n_dwellings = bench_argument(argc, argv, 2, 10000),
                                             .arcs_each = bench_argument(argc, argv, 3, 50),
                                             .n_districts = DISTRICTS,
                                             .n_blocks = BLOCKS,
                                             .cost_max = XN_MATCH_COST_MAX};
    const size_t runs = bench_argument(argc, argv, 4, 5), chosen = bench_argument(argc, argv, 5, WORLDS + 1);
    mallopt(M_MMAP_THRESHOLD, 1 << 17);
    bench_print_header();
    for (size_t w = 0; w < WORLDS; w++)
        if (chosen > WORLDS || chosen == w + 1)
            measure(&world_table[w], shape, runs);
    return 0;
}
