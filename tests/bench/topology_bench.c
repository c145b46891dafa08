/* topology_bench.c - how long does it take to cut the borders of real cities into arcs and to simplify them?
 *
 * From the smallest city among the team's data to the largest, 4,835 areas: arcs with all steps of detail,
 * from shapes that are already in memory. Then London four and sixteen times over, side by side, to see how
 * time grows.
 *
 *     topology_bench [RUNS]
 */
#include <math.h>
#include <stdio.h>
#include "bench.h"
#include "shared.h"
#include "xenia/geo.h"
#include "xenia/topology.h"

#define WHOLE_PX 800
#define COPY_APART_M 100000

static double coarsest_m(const struct xn_shape *const *shape, size_t n)
{
    double all[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY}, one[4];
    for (size_t i = 0; i < n; i++)
        if (xn_shape_bounds(shape[i], one)) {
            all[0] = fmin(all[0], one[0]);
            all[1] = fmin(all[1], one[1]);
            all[2] = fmax(all[2], one[2]);
            all[3] = fmax(all[3], one[3]);
        }
    return fmax(all[2] - all[0], all[3] - all[1]) / (2 * WHOLE_PX);
}

static void cut(const char *what, const struct xn_shape *const *shape, size_t n, double coarsest, size_t runs)
{
    struct bench_times times = {0};
    struct xn_error err = {0};
    size_t n_arcs = 0, n_points = 0;
    for (size_t run = 0; run < runs; run++) {
        XN_AUTO(xn_topology_free) struct xn_topology *topology = NULL;
        const double started_s = bench_now_s();
        bench_must(xn_topology_build(shape, n, coarsest, &topology, &err), &err);
        bench_stop(&times, started_s);
        n_arcs = topology->n_arcs;
        n_points = 0;
        for (size_t a = 0; a < n_arcs; a++)
            n_points += topology->arc[a].n_points;
    }
    char line[96];
    snprintf(line, sizeof line, "%s: %zu arcs, %zu points", what, n_arcs, n_points);
    bench_print(line, n, &times);
}

/* The same shape elsewhere. */
static struct xn_shape moved(struct xn_arena *arena, const struct xn_shape *shape, double by_m)
{
    const size_t n = shape->n_rings > 0 ? shape->ring_start[shape->n_rings] : 0;
    struct xn_error err = {0};
    double *xy = NULL;
    bench_must(XN_ARENA_ARRAY(arena, 2 * n, &xy, &err), &err);
    for (size_t i = 0; i < n; i++) {
        xy[2 * i] = shape->xy[2 * i] + by_m;
        xy[2 * i + 1] = shape->xy[2 * i + 1];
    }
    return (struct xn_shape){shape->n_rings, shape->ring_start, shape->ring_outer, xy};
}

static void cut_copies(const char *what, const struct xn_features *layer, size_t n_copies, double coarsest,
                       size_t runs)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_error err = {0};
    struct xn_shape *shape = NULL;
    const struct xn_shape **pointer = NULL;
    const size_t n = layer->n_records * n_copies;
    bench_must(arena ? XN_OK : xn_fail_memory(&err), &err);
    bench_must(XN_ARENA_ARRAY(arena, n, &shape, &err), &err);
    bench_must(XN_ARENA_ARRAY(arena, n, &pointer, &err), &err);
    for (size_t i = 0; i < n; i++) {
        shape[i] =
            moved(arena, &layer->shape[i % layer->n_records], COPY_APART_M * (double)(i / layer->n_records));
        pointer[i] = &shape[i];
    }
    cut(what, pointer, n, coarsest > 0 ? coarsest : coarsest_m(pointer, n), runs);
}

int main(int argc, char **argv)
{
    const size_t runs = bench_argument(argc, argv, 1, 9);
    static const struct {
        const char *name, *path;
    } city[] = {{"muenster", "gisdata/muenster/muenster_statbez_2019.shp"},
                {"enschede", "gisdata/enschede/enschede_buurten_2021.shp"},
                {"berlin", "gisdata/berlin/berlin_plr_2020.shp"},
                {"london", "gisdata/london/london_lsoa_ethnicity_2011.shp"}};
    enum { N_CITIES = sizeof city / sizeof *city };
    bench_print_header();
    for (size_t i = 0; i < N_CITIES; i++) {
        XN_AUTO(xn_features_free) struct xn_features *layer = NULL;
        struct xn_error err = {0};
        char path[512];
        xn_test_shared(city[i].path, path, sizeof path);
        bench_must(xn_features_read(path, &(struct xn_layer_options){0}, &layer, NULL, &err), &err);
        cut_copies(city[i].name, layer, 1, 0, runs);
        if (i + 1 < N_CITIES)
            continue;
        cut_copies("london, 4 times", layer, 4, 36.5, runs);
        cut_copies("london, 16 times", layer, 16, 36.5, runs);
    }
    return 0;
}
