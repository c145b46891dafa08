/* concentration_bench.c - how long do the classes of a country's neighbourhoods take under `concentration`?
 *
 * Generated counts: districts of 400 blocks in a grid, shares that differ between districts and between
 * blocks, and every tenth block so small that it is judged together with its neighbours. The cost lies in the
 * maximum likelihood of the spread and in the intervals, so n units cost n times one.
 *
 *     concentration_bench [UNITS [RUNS]]
 */
#include <math.h>
#include "bench.h"
#include "xenia/memory.h"
#include "xenia/random.h"
#include "xenia/typology.h"

#define BLOCKS_PER_DISTRICT 400
#define SEED 4

static const char *const group_name[] = {"group", "others"};

/* One level: two groups, and for blocks their districts and neighbours. */
struct level {
    size_t n_units;
    double *count, *unit_total;
    double group_total[2];
    size_t *parent;
    struct xn_adjacency adjacency;
};

static void *must_calloc(size_t count, size_t size)
{
    void *block = xn_calloc(count, size);
    bench_must(block ? XN_OK : XN_MEMORY, &(struct xn_error){.message = "out of memory"});
    return block;
}

static void level_init(struct level *level, size_t n_units)
{
    *level = (struct level){.n_units = n_units};
    level->count = must_calloc(2 * n_units, sizeof *level->count);
    level->unit_total = must_calloc(n_units, sizeof *level->unit_total);
    level->parent = must_calloc(n_units, sizeof *level->parent);
    level->adjacency.row_start = must_calloc(n_units + 1, sizeof *level->adjacency.row_start);
    level->adjacency.neighbour = must_calloc(4 * n_units, sizeof *level->adjacency.neighbour);
    level->adjacency.boundary_m = must_calloc(4 * n_units, sizeof *level->adjacency.boundary_m);
}

static void level_free(struct level *level)
{
    xn_free(level->count);
    xn_free(level->unit_total);
    xn_free(level->parent);
    xn_free(level->adjacency.row_start);
    xn_free(level->adjacency.neighbour);
    xn_free(level->adjacency.boundary_m);
}

static void add_people(struct level *level, size_t unit, double group, double others)
{
    level->count[2 * unit] += group;
    level->count[2 * unit + 1] += others;
    level->unit_total[unit] += group + others;
    level->group_total[0] += group;
    level->group_total[1] += others;
}

/* A row of `width` units after the other; neighbours share a side of 100 m. */
static void connect_grid(struct level *level, size_t width)
{
    struct xn_adjacency *adjacency = &level->adjacency;
    size_t next = 0;
    adjacency->n_units = level->n_units;
    for (size_t unit = 0; unit < level->n_units; unit++) {
        adjacency->row_start[unit] = next;
        if (unit >= width)
            adjacency->neighbour[next++] = (uint32_t)(unit - width);
        if (unit % width > 0)
            adjacency->neighbour[next++] = (uint32_t)(unit - 1);
        if (unit % width + 1 < width && unit + 1 < level->n_units)
            adjacency->neighbour[next++] = (uint32_t)(unit + 1);
        if (unit + width < level->n_units)
            adjacency->neighbour[next++] = (uint32_t)(unit + width);
    }
    adjacency->row_start[level->n_units] = next;
    for (size_t i = 0; i < next; i++)
        adjacency->boundary_m[i] = 100;
}

static void settle(struct level *districts, struct level *blocks)
{
    for (size_t unit = 0; unit < blocks->n_units; unit++) {
        const size_t district = unit / BLOCKS_PER_DISTRICT;
        struct xn_random of_district = xn_random_stream(SEED, 0, (uint32_t)district);
        struct xn_random of_block = xn_random_stream(SEED, 1, (uint32_t)unit);
        const double district_share = 0.02 + 0.3 * pow(xn_random_uniform(&of_district), 3);
        const double share = district_share * (0.5 + xn_random_uniform(&of_block));
        const double persons = (double)(unit % 10 == 0 ? 10 + xn_random_below(&of_block, 60)
                                                       : 100 + xn_random_below(&of_block, 1900));
        const double in_group = round(share * persons);
        blocks->parent[unit] = district;
        add_people(blocks, unit, in_group, persons - in_group);
        add_people(districts, district, in_group, persons - in_group);
    }
}

static struct xn_typology_level view(const struct level *level, bool has_parent)
{
    return (struct xn_typology_level){.counts = {.n_units = level->n_units,
                                                 .n_groups = 2,
                                                 .count = level->count,
                                                 .unit_total = level->unit_total,
                                                 .group_total = level->group_total,
                                                 .total = level->group_total[0] + level->group_total[1],
                                                 .group_name = group_name},
                                      .parent = has_parent ? level->parent : NULL,
                                      .adjacency = &level->adjacency};
}

static void classify(const struct xn_typology_level *level, size_t n_levels, size_t n_units, size_t runs)
{
    const struct xn_typology_rule rule = {.profile = XN_PROFILE_CONCENTRATION,
                                          .group = "group",
                                          .quotient_threshold = 1.5,
                                          .certainty = 0.9,
                                          .share_margin = 0.05,
                                          .interval = 0.9,
                                          .household_size = 2.2,
                                          .min_persons = {300, 100}};
    struct bench_times times = {0};
    struct xn_error err = {0};
    for (size_t run = 0; run < runs; run++) {
        XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
        const double started_s = bench_now_s();
        bench_must(xn_typology_classify(&rule, level, n_levels, &typology, &err), &err);
        bench_stop(&times, started_s);
    }
    bench_print("classes of districts and blocks, concentration", n_units, &times);
}

static void measure(size_t n_units, size_t runs)
{
    struct level districts, blocks;
    level_init(&districts, (n_units + BLOCKS_PER_DISTRICT - 1) / BLOCKS_PER_DISTRICT);
    level_init(&blocks, n_units);
    settle(&districts, &blocks);
    connect_grid(&districts, (size_t)ceil(sqrt((double)districts.n_units)));
    connect_grid(&blocks, (size_t)ceil(sqrt((double)n_units)));
    const struct xn_typology_level level[] = {view(&districts, false), view(&blocks, true)};
    classify(level, 2, n_units, runs);
    level_free(&districts);
    level_free(&blocks);
}

int main(int argc, char **argv)
{
    const size_t n_units = bench_argument(argc, argv, 1, 181000), runs = bench_argument(argc, argv, 2, 5);
    bench_print_header();
    if (n_units >= 10)
        measure(n_units / 10, runs);
    measure(n_units, runs);
    return 0;
}
