/* online_bench.c - households one by one: what do shadow prices save, and what would foresight have saved?
 *
 * A simulation. A city of 8 districts with 5 units each; dwellings of different quality; households like
 * three districts and can live in up to 30 dwellings; half of the cost of an arc is taste of all. The
 * households of the five years before are the pool; this year's, others of the same kind in the same city,
 * arrive in random order. Loose: five dwellings a household. Tight: four dwellings for five households.
 * Quotas on districts and units: the districts' sum is the weight of all households (some bind, some do not),
 * or there are none.
 *
 * What is measured is value: each placed household counts XN_MATCH_COST_MAX + 1 less the cost of its arc. The
 * share is value / value of the optimum in hindsight (households: exact; persons: the bound of that optimum,
 * so that the true shares are higher). Medians over years.
 *
 *     online_bench [HOUSEHOLDS [YEARS]]
 */
#include <stdio.h>
#include "bench.h"
#include "city_batch.h"

#define YEARS_MAX 50
#define YEARS_OF_POOL 5

enum way { ONLINE, GREEDY, RANDOM, WAYS };

struct setting {
    const char *name;
    double dwellings_each, quota_share;
    enum xn_match_unit unit;
};

static const struct setting setting[] = {
    {"loose", 5, 0, XN_MATCH_HOUSEHOLDS},
    {"loose, quotas", 5, 1, XN_MATCH_HOUSEHOLDS},
    {"tight", 0.8, 0, XN_MATCH_HOUSEHOLDS},
    {"tight, quotas", 0.8, 1, XN_MATCH_HOUSEHOLDS},
    {"loose, quotas of persons", 5, 1, XN_MATCH_PERSONS},
    {"tight, quotas of persons", 0.8, 1, XN_MATCH_PERSONS},
};

static int compare_doubles(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(double *value, size_t n)
{
    qsort(value, n, sizeof *value, compare_doubles);
    return n % 2 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
}

static double value_of(const struct xn_match_problem *problem, double objective)
{
    return (double)problem->n_households * (XN_MATCH_COST_MAX + 1) - objective;
}

static size_t *random_arrival(struct city_batch *batch, uint64_t year)
{
    const size_t n = batch->problem.n_households;
    size_t *const arrival = city_batch_room(batch, n, sizeof *arrival);
    struct xn_random random = xn_random_stream(year, 77, 0);
    for (size_t i = 0; i < n; i++) {
        const size_t j = xn_random_below(&random, (uint32_t)i + 1);
        arrival[i] = arrival[j];
        arrival[j] = i;
    }
    return arrival;
}

/* Takes the matching; its value and the number placed. */
static double take(const struct xn_match_problem *problem, struct xn_matching *matching, size_t *ret_placed)
{
    const double value = value_of(problem, matching->objective);
    *ret_placed += matching->n_placed;
    xn_matching_free(matching);
    return value;
}

static double hindsight(struct xn_match_problem problem, size_t *ret_placed)
{
    struct xn_error err = {0};
    struct xn_matching *matching = NULL;
    problem.rounds = 20 * problem.n_households;
    bench_must(xn_matching_solve(&problem, &matching, &err), &err);
    const double value =
        value_of(&problem, matching->exact ? matching->objective : matching->bound_objective);
    *ret_placed += matching->n_placed;
    xn_matching_free(matching);
    return value;
}

static void one_year(const struct city_batch_shape *shape, double share[WAYS], size_t placed[WAYS + 1],
                     struct bench_times *times)
{
    struct xn_error err = {0};
    struct city_batch_shape years_before = *shape;
    years_before.year = 0;
    years_before.n_households *= YEARS_OF_POOL;
    struct city_batch batch = city_batch_of(shape), pool = city_batch_of(&years_before);
    const struct xn_match_problem *const problem = &batch.problem;
    const size_t *const arrival = random_arrival(&batch, shape->year);
    struct xn_matching *matching[WAYS] = {0};
    const double started_s = bench_now_s();
    bench_must(xn_matching_online(problem, arrival, &pool.problem, NULL, &matching[ONLINE], &err), &err);
    bench_stop(times, started_s);
    bench_must(xn_matching_greedy(problem, arrival, &matching[GREEDY], &err), &err);
    bench_must(xn_matching_random(problem, arrival, shape->year, &matching[RANDOM], &err), &err);
    const double best = hindsight(*problem, &placed[WAYS]);
    for (int way = 0; way < WAYS; way++)
        share[way] = take(problem, matching[way], &placed[way]) / best;
    city_batch_free(&batch);
    city_batch_free(&pool);
}

static void measure(const struct setting *how, size_t n, size_t years)
{
    double share[WAYS][YEARS_MAX];
    size_t placed[WAYS + 1] = {0};
    struct bench_times times = {0};
    struct city_batch_shape shape = {.n_households = n,
                                     .n_dwellings = (size_t)((double)n * how->dwellings_each),
                                     .n_arcs = 30,
                                     .n_districts = 8,
                                     .units_per_district = 5,
                                     .quota_share = how->quota_share,
                                     .taste_of_all = 0.5,
                                     .unit = how->unit};
    for (size_t i = 0; i < years; i++) {
        double own[WAYS];
        shape.seed = i + 1;
        shape.year = i + 1;
        one_year(&shape, own, placed, &times);
        for (int way = 0; way < WAYS; way++)
            share[way][i] = own[way];
    }
    printf("%-26s %8.2f %8.2f %8.2f   %7zu %7zu %7zu %7zu %9.2f\n", how->name,
           100 * median(share[ONLINE], years), 100 * median(share[GREEDY], years),
           100 * median(share[RANDOM], years), placed[ONLINE] / years, placed[GREEDY] / years,
           placed[RANDOM] / years, placed[WAYS] / years, bench_median_s(&times));
    fflush(stdout);
}

int main(int argc, char **argv)
{
    const size_t n = bench_argument(argc, argv, 1, 500), asked = bench_argument(argc, argv, 2, 9);
    const size_t years = asked < YEARS_MAX ? asked : YEARS_MAX;
    printf("%zu households, %zu years; value in %% of hindsight, then placed (mean), seconds online\n", n,
           years);
    printf("%-26s %8s %8s %8s   %7s %7s %7s %7s %9s\n", "supply", "online", "greedy", "random", "online",
           "greedy", "random", "best", "s");
    for (size_t i = 0; i < sizeof setting / sizeof *setting; i++)
        measure(&setting[i], n, years);
    return 0;
}
