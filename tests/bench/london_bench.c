/* london_bench.c - how long does it take from the files of London to all of its indices?
 *
 * 4,835 areas, 14 groups and the rest: the largest real city among the team's data. Each step apart: reading
 * the layer, building the city without and with contiguity, then the indices form by form.
 *
 *     london_bench [RUNS]
 */
#include <stdio.h>
#include "bench.h"
#include "shared.h"
#include "xenia/study.h"

static const char *const group_columns[] = {
    "WhiteBrit", "Irish",      "OtherWhite", "Mixed",      "Indian",   "Pakistani", "Bangladesh",
    "Chinese",   "OtherAsian", "BlkAfrican", "BlkCaribbe", "OtherBlk", "Arab",      "Other"};

static struct xn_features *read_layer(const char *path, size_t runs)
{
    struct bench_times times = {0};
    struct xn_error err = {0};
    struct xn_features *layer = NULL;
    for (size_t run = 0; run < runs; run++) {
        xn_features_free(layer);
        layer = NULL;
        const double started_s = bench_now_s();
        bench_must(xn_features_read(path, &(struct xn_layer_options){0}, &layer, NULL, &err), &err);
        bench_stop(&times, started_s);
    }
    bench_print("read the layer", layer->n_records, &times);
    return layer;
}

static struct xn_city *build_city(const char *what, const struct xn_features *layer,
                                  const struct xn_city_options *options, size_t runs)
{
    const struct xn_level_source level = {.name = "district", .features = layer, .unit_id = "LSOA11CD"};
    const struct xn_group_source groups = {.column = group_columns,
                                           .n_columns = sizeof group_columns / sizeof *group_columns,
                                           .total = "Persons"};
    struct bench_times times = {0};
    struct xn_error err = {0};
    struct xn_city *city = NULL;
    for (size_t run = 0; run < runs; run++) {
        xn_city_free(city);
        city = NULL;
        const double started_s = bench_now_s();
        bench_must(xn_city_build(&level, 1, &groups, options, &city, NULL, &err), &err);
        bench_stop(&times, started_s);
    }
    bench_print(what, layer->n_records, &times);
    return city;
}

static void compute(const char *form_name, unsigned form, const struct xn_city *city, size_t runs)
{
    const struct xn_index_selection selection = {.forms = form};
    struct bench_times times = {0};
    struct xn_error err = {0};
    size_t n_results = 0;
    for (size_t run = 0; run < runs; run++) {
        XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
        const double started_s = bench_now_s();
        bench_must(xn_study_indices(city, &selection, &profile, &err), &err);
        bench_stop(&times, started_s);
        n_results = profile->n_results;
    }
    char what[64];
    snprintf(what, sizeof what, "all %s indices: %zu results", form_name, n_results);
    bench_print(what, xn_city_units(city, 0), &times);
}

int main(int argc, char **argv)
{
    const size_t runs = bench_argument(argc, argv, 1, 9);
    char path[512];
    struct xn_error err = {0};
    XN_AUTO(xn_pool_free) struct xn_pool *pool = NULL;
    xn_test_shared("gisdata/london/london_lsoa_ethnicity_2011.shp", path, sizeof path);
    bench_must(xn_pool_new(0, &pool, &err), &err);
    bench_print_header();
    XN_AUTO(xn_features_free) struct xn_features *layer = read_layer(path, runs);
    xn_city_free(build_city("build the city", layer, NULL, runs));
    xn_city_free(
        build_city("build the city, contiguity", layer, &(struct xn_city_options){.adjacency = true}, runs));
    XN_AUTO(xn_city_free)
    struct xn_city *city = build_city("build the city, contiguity on all processors", layer,
                                      &(struct xn_city_options){.adjacency = true, .pool = pool}, runs);
    compute("one-group", XN_ONE_GROUP, city, runs);
    compute("multigroup", XN_MULTIGROUP, city, runs);
    compute("two-group", XN_TWO_GROUP, city, runs);
    compute("local", XN_LOCAL, city, runs);
    return 0;
}
