/* persons_bench.c - quotas of persons, and quotas that cross: how far from the bound after how many seconds?
 *
 * Batches of a city (support/city_batch.h): N households of 1 to 8 persons, 5 N dwellings, 50 arcs each, 12
 * districts of 5 units (or 8 of 3); the limits of the districts add up to a share of the persons (or
 * households) of the batch. Several seeds a setting; medians, and the largest gap.
 *
 *     persons_bench [HOUSEHOLDS [SEEDS [SECONDS]]]
 */
#include <stdio.h>
#include "bench.h"
#include "city_batch.h"

#define SEEDS_MAX 20

struct setting {
    const char *name;
    size_t n_districts, units_per_district, n_corporations;
    double quota_share;
    enum xn_match_unit unit;
};

static const struct setting setting[] = {
    {"persons, 8 x 3 units, 110 %", 8, 3, 0, 1.1, XN_MATCH_PERSONS},
    {"persons, 8 x 3 units, 90 %", 8, 3, 0, 0.9, XN_MATCH_PERSONS},
    {"persons, 12 x 5 units, 110 %", 12, 5, 0, 1.1, XN_MATCH_PERSONS},
    {"persons, 12 x 5 units, 90 %", 12, 5, 0, 0.9, XN_MATCH_PERSONS},
    {"persons, 12 x 5, 75 %, crossing", 12, 5, 6, 0.75, XN_MATCH_PERSONS},
    {"households, 12 x 5, 90 %, crossing", 12, 5, 6, 0.9, XN_MATCH_HOUSEHOLDS},
};

struct figures {
    double gap[SEEDS_MAX], second[SEEDS_MAX];
    size_t placed, binding, rounds;
};

static int compare_doubles(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void one_batch(const struct city_batch_shape *shape, double seconds, size_t at,
                      struct figures *figures)
{
    struct xn_error err = {0};
    struct xn_matching *matching = NULL;
    struct city_batch batch = city_batch_of(shape);
    batch.problem.time_limit_s = seconds;
    const double started_s = bench_now_s();
    bench_must(xn_matching_solve(&batch.problem, &matching, &err), &err);
    figures->second[at] = bench_now_s() - started_s;
    figures->gap[at] = 100 * matching->gap;
    figures->placed += matching->n_placed;
    figures->rounds += matching->iterations;
    for (size_t q = 0; q < batch.problem.n_quotas; q++)
        figures->binding += matching->quota_price[q] > 0;
    xn_matching_free(matching);
    city_batch_free(&batch);
}

static void measure(const struct setting *how, size_t n, size_t seeds, double seconds)
{
    struct figures figures = {0};
    struct city_batch_shape shape = {.n_households = n,
                                     .n_dwellings = 5 * n,
                                     .n_arcs = 50,
                                     .n_districts = how->n_districts,
                                     .units_per_district = how->units_per_district,
                                     .n_corporations = how->n_corporations,
                                     .quota_share = how->quota_share,
                                     .taste_of_all = 0.4,
                                     .unit = how->unit};
    for (size_t i = 0; i < seeds; i++) {
        shape.seed = i + 1;
        one_batch(&shape, seconds, i, &figures);
    }
    qsort(figures.gap, seeds, sizeof *figures.gap, compare_doubles);
    qsort(figures.second, seeds, sizeof *figures.second, compare_doubles);
    printf("%-36s %8zu %8zu %10zu %9.3f %9.3f %8.1f\n", how->name, figures.placed / seeds,
           figures.binding / seeds, figures.rounds / seeds, figures.gap[seeds / 2], figures.gap[seeds - 1],
           figures.second[seeds / 2]);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    const size_t n = bench_argument(argc, argv, 1, 1000), asked = bench_argument(argc, argv, 2, 5);
    const size_t seeds = asked < SEEDS_MAX ? asked : SEEDS_MAX;
    const double seconds = (double)bench_argument(argc, argv, 3, 10);
    printf("%zu households, %zu dwellings, %zu seeds, at most %g s\n", n, 5 * n, seeds, seconds);
    printf("%-36s %8s %8s %10s %9s %9s %8s\n", "quotas", "placed", "binding", "rounds", "gap %", "worst %",
           "s");
    for (size_t i = 0; i < sizeof setting / sizeof *setting; i++)
        measure(&setting[i], n, seeds, seconds);
    return 0;
}
