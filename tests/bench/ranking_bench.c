/* ranking_bench.c - one household, N dwellings: how long until they stand in order, and until they are JSON?
 *
 * What the daemon does for one request, step by step: places of the offers, the order (fit, class, effect,
 * distance, sort, lots), and the answer as JSON, for one page of it and for all rows with all their reasons.
 * Measured at N/10 and N, so that the cost of one dwelling shows whether it grows. The order is also measured
 * where nothing tells the dwellings apart, so that a lot is drawn for every one. Then the surge of the
 * programme's third quarter: 24 households at once, over the same dwellings, placed on the map once.
 *
 *     ranking_bench [DWELLINGS [RUNS]]
 */
#include <math.h>
#include <stdio.h>
#include <unistd.h>
#include "bench.h"
#include "generated.h"
#include "xenia/parallel.h"
#include "xenia/study.h"

#define PAGE 50
#define PLACEMENTS 4000
#define HOUSEHOLDS 24
#define THREADS_MAX 64

struct bench {
    struct xn_city *city;
    struct xn_projection *projection;
    struct xn_policy policy;
    struct xn_household household;
    struct xn_typology *typology;
    struct xn_placement *placement;
    struct xn_dwelling *dwelling;
    size_t runs;
};

/* Five persons with a limit to the rent and two places that matter to them. */
static struct xn_household make_household(void)
{
    return (struct xn_household){
        .size = 5,
        .age_0_5 = 1,
        .age_6_17 = 2,
        .age_18_64 = 2,
        .age_65_plus = 0,
        .rent_limit_eur = 900,
        .rooms_min = NAN,
        .available_by = XN_NO_DATE,
        .n_ties = 2,
        .tie = {{.kind = XN_TIE_SCHOOL, .lon = 7.61, .lat = 51.96, .weight = 2},
                {.kind = XN_TIE_WORK, .lon = 7.65, .lat = 51.94, .weight = 1}},
    };
}

static struct xn_rank_input input_of(const struct bench *bench, size_t n)
{
    return (struct xn_rank_input){.city = bench->city,
                                  .policy = &bench->policy,
                                  .placement = bench->placement,
                                  .n_placements = PLACEMENTS,
                                  .dwelling = bench->dwelling,
                                  .n_dwellings = n,
                                  .household = NULL, /* the caller's */
                                  .as_of = xn_date_of(2021, 2, 1),
                                  .snapshot = "generated",
                                  .typology = bench->typology,
                                  .projection = bench->projection};
}

static void measure_places(struct bench *bench, size_t n)
{
    struct bench_times times = {0};
    struct xn_error err = {0};
    for (size_t run = 0; run < bench->runs; run++) {
        const double started_s = bench_now_s();
        bench_must(xn_study_place_dwellings(bench->city, bench->projection, bench->dwelling, n, &err), &err);
        bench_stop(&times, started_s);
    }
    bench_print("places: projection, block, district", n, &times);
}

static struct xn_study *measure_study(struct bench *bench, const struct xn_rank_input *input)
{
    struct bench_times times = {0};
    struct xn_error err = {0};
    struct xn_study *study = NULL;
    for (size_t run = 0; run < bench->runs; run++) {
        xn_study_free(study);
        study = NULL;
        const double started_s = bench_now_s();
        bench_must(xn_study_rank(input, &study, NULL, &err), &err);
        bench_stop(&times, started_s);
    }
    bench_print("study: effect of placements, then the ranking", input->n_dwellings, &times);
    return study;
}

static void measure_order(const struct bench *bench, const char *what,
                          const struct xn_ranking_request *request)
{
    struct bench_times times = {0};
    struct xn_error err = {0};
    for (size_t run = 0; run < bench->runs; run++) {
        XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = NULL;
        const double started_s = bench_now_s();
        bench_must(xn_ranking_build(request, &ranking, &err), &err);
        bench_stop(&times, started_s);
    }
    bench_print(what, request->n_dwellings, &times);
}

/* The same dwelling n times, under n ids. */
static void measure_equals(const struct bench *bench, const struct xn_ranking_request *request)
{
    struct xn_ranking_request equals = *request;
    struct xn_error err = {0};
    struct xn_dwelling fit = bench->dwelling[0];
    XN_CLEANUP(xn_free_pointer) struct xn_dwelling *dwelling = xn_calloc(request->n_dwellings, sizeof fit);
    bench_must(dwelling ? XN_OK : xn_fail_memory(&err), &err);
    fit.rooms = 4;
    fit.area_m2 = 90;
    fit.rent_net_eur = fit.rent_gross_eur = 700;
    fit.entitlement = "";
    fit.closes = XN_NO_DATE;
    fit.min_age = NAN;
    for (size_t i = 0; i < request->n_dwellings; i++) {
        dwelling[i] = fit;
        dwelling[i].id = bench->dwelling[i].id;
    }
    equals.dwelling = dwelling;
    measure_order(bench, "ranking where all are equal: a lot for each", &equals);
}

static void measure_json(const struct bench *bench, const struct xn_study *study, size_t limit)
{
    const struct xn_ranking_view view = {
        .language = XN_GERMAN, .limit = limit, .with_excluded = limit == 0, .counts_as_of = "2021-01-01"};
    XN_AUTO_BUF buf = {.limit = (size_t)2 << 30};
    struct bench_times times = {0};
    struct xn_error err = {0};
    struct xn_json json;
    for (size_t run = 0; run < bench->runs; run++) {
        xn_buf_free(&buf);
        const double started_s = bench_now_s();
        xn_json_init(&json, &buf, false);
        xn_study_put_ranking(&json, study, &view);
        bench_must(xn_buf_check(&buf, &err), &err);
        bench_stop(&times, started_s);
    }
    char what[64];
    snprintf(what, sizeof what, "JSON of %s (%.0f kB)", limit ? "the first 50" : "all, with the excluded",
             1e-3 * (double)buf.length);
    bench_print(what, limit ? limit : study->request.n_dwellings, &times);
}

/* --- the surge ------------------------------------------------------------------------------------- */

/* Households of all sizes, with and without ties, a limit and the need of step-free access. */
static struct xn_household surge_household(size_t i)
{
    struct xn_household household = make_household();
    household.size = 1 + (int)(i % 7);
    household.age_0_5 = household.age_6_17 = household.age_18_64 = household.age_65_plus = -1;
    household.rent_limit_eur = i % 4 ? 450 + 25 * (double)i : NAN;
    household.step_free = i % 8 == 0;
    household.n_ties = i % 3;
    return household;
}

struct surge {
    const struct bench *bench;
    size_t n;
    struct xn_projection *projection[THREADS_MAX]; /* one a worker */
    struct xn_household household[HOUSEHOLDS];
    int64_t cost[HOUSEHOLDS]; /* of all ranked rows, so that nothing is left out */
};

static enum xn_status rank_some(size_t first, size_t last, unsigned worker, void *context,
                                struct xn_error *err)
{
    struct surge *surge = context;
    for (size_t i = first; i < last; i++) {
        struct xn_rank_input input = input_of(surge->bench, surge->n);
        XN_AUTO(xn_study_free) struct xn_study *study = NULL;
        input.household = &surge->household[i];
        input.projection = surge->projection[worker];
        XN_TRY(xn_study_rank(&input, &study, NULL, err));
        surge->cost[i] = 0;
        for (size_t k = 0; k < study->ranking->n_ranked; k++)
            surge->cost[i] += xn_ranking_utility(&study->request, &study->ranking->ranked[k]);
    }
    return XN_OK;
}

static double resident_mib(void)
{
    long total = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%ld %ld", &total, &resident) != 2)
        resident = 0;
    if (file)
        fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE) / (1 << 20);
}

static void measure_surge(const struct bench *bench, size_t n, unsigned threads)
{
    struct surge surge = {.bench = bench, .n = n};
    struct bench_times times = {0};
    struct xn_error err = {0};
    XN_AUTO(xn_pool_free) struct xn_pool *pool = NULL;
    bench_must(xn_pool_new(threads, &pool, &err), &err);
    for (unsigned i = 0; i < xn_pool_threads(pool) && i < THREADS_MAX; i++)
        bench_must(xn_projection_new(xn_city_crs(bench->city)->definition, &surge.projection[i], &err), &err);
    for (size_t i = 0; i < HOUSEHOLDS; i++)
        surge.household[i] = surge_household(i);
    const double before_mib = resident_mib();
    for (size_t run = 0; run < bench->runs; run++) {
        const double started_s = bench_now_s();
        bench_must(xn_parallel_for(pool, HOUSEHOLDS, 1, rank_some, &surge, &err), &err);
        bench_stop(&times, started_s);
    }
    char what[64];
    snprintf(what, sizeof what, "surge: 24 households, %u threads, with costs", xn_pool_threads(pool));
    bench_print(what, n, &times);
    printf("resident before %.1f MiB, after %zu surges %.1f MiB\n", before_mib, bench->runs, resident_mib());
    for (unsigned i = 0; i < xn_pool_threads(pool) && i < THREADS_MAX; i++)
        xn_projection_free(surge.projection[i]);
}

static void measure(struct bench *bench, size_t n)
{
    struct xn_rank_input input = input_of(bench, n);
    input.household = &bench->household;
    measure_places(bench, n);
    XN_AUTO(xn_study_free) struct xn_study *study = measure_study(bench, &input);
    measure_order(bench, "ranking: fit, class, effect, distance, order", &study->request);
    measure_surge(bench, n, 1);
    measure_surge(bench, n, 2);
    measure_equals(bench, &study->request);
    if (study->ranking->n_ranked >= PAGE)
        measure_json(bench, study, PAGE);
    measure_json(bench, study, 0);
    printf("%zu ranked, %zu excluded\n\n", study->ranking->n_ranked, study->ranking->n_excluded);
}

static void prepare(struct bench *bench, struct xn_arena *arena, size_t n)
{
    struct xn_error err = {0};
    const xn_date as_of = xn_date_of(2021, 2, 1);
    xn_policy_default(&bench->policy);
    bench->household = make_household();
    bench_must(generated_city(&bench->city, &err), &err);
    bench_must(xn_projection_new(xn_city_crs(bench->city)->definition, &bench->projection, &err), &err);
    bench_must(generated_dwellings(arena, bench->city, n, &bench->dwelling, &err), &err);
    bench_must(generated_placements(arena, bench->city, as_of, PLACEMENTS, &bench->placement, &err), &err);
    bench_must(xn_study_classify(bench->city, &bench->policy, bench->placement, PLACEMENTS, as_of,
                                 &bench->typology, NULL, &err),
               &err);
}

int main(int argc, char **argv)
{
    const size_t n = bench_argument(argc, argv, 1, 50000);
    struct bench bench = {.runs = bench_argument(argc, argv, 2, 9)};
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    bench_must(arena ? XN_OK : XN_MEMORY, &(struct xn_error){.message = "out of memory"});
    prepare(&bench, arena, n);
    bench_print_header();
    if (n >= 10)
        measure(&bench, n / 10);
    measure(&bench, n);
    xn_typology_free(bench.typology);
    xn_projection_free(bench.projection);
    xn_city_free(bench.city);
    return 0;
}
