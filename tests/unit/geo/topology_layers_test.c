/* The team's real layers as arcs: all points come back, no gap opens at any step, and no step is farther off
 * than it may be. The shapefiles that are broken on purpose too, as far as they can be read. */
#include <dirent.h>
#include "shared.h"
#include "topology_checks.h"
#include "xenia/notes.h"

static struct xn_features *load(const char *relative)
{
    char path[512];
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    struct xn_features *features = NULL;
    struct xn_error err = {0};
    xn_test_shared(relative, path, sizeof path);
    if (xn_features_read(path, NULL, &features, &notes, &err) != XN_OK)
        fail_msg("%s", err.message);
    return features;
}

static struct xn_topology *build(const struct xn_features *features, double coarsest_m)
{
    struct xn_topology *topology = NULL;
    struct xn_error err = {0};
    const struct xn_shape **shape = xn_calloc(features->n_records + 1, sizeof *shape);
    for (size_t i = 0; i < features->n_records; i++)
        shape[i] = &features->shape[i];
    if (xn_topology_build(shape, features->n_records, coarsest_m, &topology, &err) != XN_OK)
        fail_msg("%s", err.message);
    assert_rings_come_back(topology, shape, features->n_records);
    assert_steps(topology);
    xn_free(shape);
    return topology;
}

/* Half a pixel where the whole layer is 800 wide. */
static double coarsest_m(const struct xn_features *features)
{
    double all[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY}, one[4];
    for (size_t i = 0; i < features->n_records; i++)
        if (xn_shape_bounds(&features->shape[i], one)) {
            all[0] = fmin(all[0], one[0]);
            all[1] = fmin(all[1], one[1]);
            all[2] = fmax(all[2], one[2]);
            all[3] = fmax(all[3], one[3]);
        }
    const double extent_m = fmax(all[2] - all[0], all[3] - all[1]);
    return extent_m > 0 ? extent_m / 1600 : 1;
}

static double to_segment_m(const double *p, const double *a, const double *b)
{
    const double dx = b[0] - a[0], dy = b[1] - a[1], m2 = dx * dx + dy * dy;
    double t = m2 > 0 ? ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / m2 : 0;
    t = fmin(1, fmax(0, t));
    return hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/* The farthest that a point which a step leaves out is from the segment that runs past it. */
static double farthest_m(const struct xn_topology *topology, int step, size_t *ret_drawn)
{
    double most = 0;
    *ret_drawn = 0;
    for (size_t a = 0; a < topology->n_arcs; a++) {
        const struct xn_arc *arc = &topology->arc[a];
        size_t first = 0;
        for (size_t i = 1; i < arc->n_points; i++) {
            if (arc->detail[i] > step)
                continue;
            for (size_t k = first + 1; k < i; k++)
                most = fmax(most, to_segment_m(&arc->xy_m[2 * k], &arc->xy_m[2 * first], &arc->xy_m[2 * i]));
            first = i;
            ++*ret_drawn;
        }
    }
    return most;
}

static size_t most_points(const struct xn_features *features)
{
    size_t most = 1;
    for (size_t i = 0; i < features->n_records; i++)
        if (features->shape[i].n_rings > 0)
            most += features->shape[i].ring_start[features->shape[i].n_rings];
    return most;
}

static void check_steps(const char *name, const struct xn_features *features,
                        const struct xn_topology *topology)
{
    struct arc_count *count = count_uses(topology);
    struct place *room = xn_calloc(most_points(features), sizeof *room);
    for (int step = 0; step <= XN_DETAIL_STEPS; step++) {
        size_t n_drawn;
        const double off_m = farthest_m(topology, step, &n_drawn),
                     allowed_m = topology->step_m[step < XN_DETAIL_STEPS ? step : 0];
        const double area = area_of_rings_m2(topology, step, room);
        assert_true(off_m <= allowed_m * (1 + 1e-9));
        assert_near(area, area_of_outline_m2(topology, count, step), 1e-8 * area);
        printf("  %s step %d: %.3f m allowed, %.3f m measured, %zu points\n", name, step, allowed_m, off_m,
               n_drawn);
    }
    xn_free(room);
    xn_free(count);
}

/* Arcs by how many use them. */
static void check_sharing(const char *name, const struct xn_topology *topology, size_t n_more_than_two)
{
    struct arc_count *count = count_uses(topology);
    size_t n_once = 0, n_twice = 0, n_more = 0, n_same_way = 0;
    for (size_t a = 0; a < topology->n_arcs; a++) {
        const unsigned n = count[a].along + count[a].against;
        n_once += n == 1;
        n_twice += n == 2;
        n_more += n > 2;
        n_same_way += n == 2 && count[a].along != 1;
    }
    printf("  %s: %zu arcs, %zu used once, %zu shared by two (%zu the same way), %zu by more\n", name,
           topology->n_arcs, n_once, n_twice, n_same_way, n_more);
    assert_true(n_more <= n_more_than_two);
    assert_true(n_twice > n_once / 2);
    xn_free(count);
}

static void test_real_cities(void **state)
{
    (void)state;
    static const struct {
        const char *name, *path;
    } city[] = {{"muenster", "gisdata/muenster/muenster_statbez_2019.shp"},
                {"enschede", "gisdata/enschede/enschede_buurten_2021.shp"},
                {"berlin", "gisdata/berlin/berlin_plr_2020.shp"},
                {"london", "gisdata/london/london_lsoa_ethnicity_2011.shp"}};
    for (size_t i = 0; i < sizeof city / sizeof *city; i++) {
        XN_AUTO(xn_features_free) struct xn_features *features = load(city[i].path);
        XN_AUTO(xn_topology_free) struct xn_topology *topology = build(features, coarsest_m(features));
        check_sharing(city[i].name, topology, 0);
        assert_segments_are_once(topology);
        check_steps(city[i].name, features, topology);
    }
}

/* --- broken on purpose ------------------------------------------------------------------------------- */

static size_t n_built;

/* What cannot be read is layer_test's matter. */
static void try_file(const char *path)
{
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    XN_AUTO(xn_features_free) struct xn_features *features = NULL;
    /* many of them lack a .prj: metres are assumed, or degrees where that is refused */
    if (xn_features_read(path, NULL, &features, &notes, NULL) != XN_OK &&
        xn_features_read(path, &(struct xn_layer_options){.crs = "EPSG:25832"}, &features, &notes, NULL) !=
            XN_OK &&
        xn_features_read(path, &(struct xn_layer_options){.crs = "EPSG:4326"}, &features, &notes, NULL) !=
            XN_OK)
        return;
    XN_AUTO(xn_topology_free) struct xn_topology *topology = build(features, coarsest_m(features));
    size_t n_drawn;
    for (int step = 0; step < XN_DETAIL_STEPS; step++)
        assert_true(farthest_m(topology, step, &n_drawn) <= topology->step_m[step] * (1 + 1e-9));
    n_built++;
}

static void try_folder(const char *folder)
{
    char path[2048];
    DIR *open = opendir(folder);
    assert_non_null(open);
    for (const struct dirent *entry = readdir(open); entry; entry = readdir(open)) {
        const size_t length = strlen(entry->d_name);
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (length > 4 && strcmp(entry->d_name + length - 4, ".shp") == 0)
            try_file(path);
    }
    closedir(open);
}

static void test_broken_shapefiles(void **state)
{
    (void)state;
    char root[512], path[1024];
    xn_test_shared("torture", root, sizeof root);
    DIR *open = opendir(root);
    assert_non_null(open);
    for (const struct dirent *entry = readdir(open); entry; entry = readdir(open)) {
        snprintf(path, sizeof path, "%s/%s", root, entry->d_name);
        DIR *folder = entry->d_name[0] != '.' ? opendir(path) : NULL;
        if (!folder)
            continue;
        closedir(folder);
        try_folder(path);
    }
    closedir(open);
    printf("  %zu shapefiles built\n", n_built);
    assert_true(n_built >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_real_cities),
        cmocka_unit_test(test_broken_shapefiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
