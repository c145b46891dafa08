/* The team's real layers: all of them load, and what is measured on them agrees with other software. */
#include "test_shapes.h"
#include <stdlib.h>
#include "shared.h"
#include "xenia/geo.h"
#include "xenia/text.h"

static struct xn_features *load(const char *relative, struct xn_notes *notes)
{
    char path[512];
    xn_test_shared(relative, path, sizeof path);
    struct xn_features *features = NULL;
    struct xn_error err = {0};
    if (xn_features_read(path, NULL, &features, notes, &err) != XN_OK)
        fail_msg("%s", err.message);
    return features;
}

static void test_all_layers_load(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        size_t n_units;
        const char *crs;
    } layer[] = {
        {"gisdata/muenster/muenster_statbez_2019.shp", 45, "ETRS89 / UTM zone 32N"},
        {"gisdata/muenster/muenster_statbez_2019_latin1.shp", 45, "ETRS89 / UTM zone 32N"},
        {"gisdata/enschede/enschede_buurten_2021.shp", 70, "Amersfoort / RD New"},
        {"gisdata/enschede/buurten.shp", 517, "Amersfoort / RD New"},
        {"gisdata/berlin/berlin_plr_2020.shp", 448, "ETRS89 / UTM zone 33N"},
        {"gisdata/london/london_lsoa_ethnicity_2011.shp", 4835, "OSGB36 / British National Grid"},
        {"gisdata/us/delaware_tracts2010.shp", 218, "NAD83 / UTM zone 18N"},
        {"gisdata/us/losangeles_tracts2000.shp", 2054, "NAD83 / California Albers"},
        {"gisdata/us/sacramento.shp", 403, "WGS 84 / UTM zone 10N"},
        {"gisdata/us/rockland.shp", 4764, "WGS 84 / UTM zone 18N"},
        {"gisdata/nc/nc.shp", 100, "NAD83 / North Carolina"},
    };
    for (size_t i = 0; i < sizeof layer / sizeof *layer; i++) {
        XN_AUTO_NOTES notes = XN_NOTES_INIT;
        XN_AUTO(xn_features_free) struct xn_features *features = load(layer[i].path, &notes);
        assert_int_equal(features->n_records, layer[i].n_units);
        assert_int_equal(features->table->n_rows, layer[i].n_units);
        assert_string_equal(features->crs.name, layer[i].crs);
        assert_false(features->crs.chosen);
        for (size_t k = 0; k < features->n_records; k++)
            assert_true(xn_shape_area_m2(&features->shape[k]) > 0);
    }
}

static void test_both_encodings_of_muenster_say_the_same(void **state)
{
    (void)state;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    XN_AUTO(xn_features_free)
    struct xn_features *utf8 = load("gisdata/muenster/muenster_statbez_2019.shp", &notes);
    XN_AUTO(xn_features_free)
    struct xn_features *latin1 = load("gisdata/muenster/muenster_statbez_2019_latin1.shp", &notes);
    assert_int_equal(notes.count, 0);
    size_t n_umlauts = 0;
    for (size_t i = 0; i < utf8->table->n_rows * utf8->table->n_columns; i++) {
        assert_string_equal(utf8->table->cell[i], latin1->table->cell[i]);
        n_umlauts += strstr(utf8->table->cell[i], "ü") != NULL;
    }
    assert_in_range(n_umlauts, 2, 45);
}

static void test_place_in_enschede(void **state)
{
    (void)state;
    XN_AUTO(xn_features_free)
    struct xn_features *features = load("gisdata/enschede/enschede_buurten_2021.shp", NULL);
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    XN_AUTO(xn_locator_free) struct xn_locator *locator = NULL;
    assert_int_equal(xn_projection_new(features->crs.definition, &projection, NULL), XN_OK);
    assert_int_equal(xn_locator_new(features->shape, features->n_records, &locator, NULL), XN_OK);
    double x, y, lon, lat;
    assert_int_equal(xn_projection_to_metres(projection, 6.90097, 52.22011, &x, &y, NULL), XN_OK);
    const size_t found = xn_locator_find(locator, x, y);
    assert_int_not_equal(found, XN_NONE);
    assert_true(xn_shape_contains(&features->shape[found], x, y));
    assert_int_equal(xn_projection_to_lonlat(projection, x, y, &lon, &lat, NULL), XN_OK);
    assert_near(lon, 6.90097, 1e-8);
    assert_near(lat, 52.22011, 1e-8);
    assert_int_equal(xn_projection_to_metres(projection, 7.62, 51.96, &x, &y, NULL), XN_OK); /* Münster */
    assert_int_equal(xn_locator_find(locator, x, y), XN_NONE);
}

/* Every point of a city is in exactly one unit: inner points find their own unit, or one drawn over it. */
static void test_inner_points_find_their_units(void **state)
{
    (void)state;
    XN_AUTO(xn_features_free)
    struct xn_features *features = load("gisdata/london/london_lsoa_ethnicity_2011.shp", NULL);
    XN_AUTO(xn_locator_free) struct xn_locator *locator = NULL;
    assert_int_equal(xn_locator_new(features->shape, features->n_records, &locator, NULL), XN_OK);
    for (size_t i = 0; i < features->n_records; i++) {
        double x, y;
        assert_true(xn_shape_inner_point(&features->shape[i], &x, &y));
        assert_true(xn_shape_contains(&features->shape[i], x, y));
        assert_int_equal(xn_locator_find(locator, x, y), i);
    }
}

/* --- the golden values of North Carolina ----------------------------------------------------------- */

struct counties {
    struct xn_features *features;
    struct xn_adjacency *adjacency;
    double share[100]; /* non-white births of all, 1974 */
    double dissimilarity;
};

static double number(const struct xn_features *features, size_t row, const char *column)
{
    double value = NAN;
    assert_int_equal(
        xn_table_number(features->table, row, xn_table_column(features->table, column), &value, NULL), XN_OK);
    return value;
}

static void load_counties(struct counties *c)
{
    c->features = load("gisdata/nc/nc.shp", NULL);
    assert_int_equal(xn_adjacency_build(c->features->shape, 100, 0, NULL, &c->adjacency, NULL), XN_OK);
    double nonwhite = 0, births = 0;
    for (size_t i = 0; i < 100; i++) {
        nonwhite += number(c->features, i, "NWBIR74");
        births += number(c->features, i, "BIR74");
        c->share[i] = number(c->features, i, "NWBIR74") / number(c->features, i, "BIR74");
    }
    for (size_t i = 0; i < 100; i++) {
        const double x = number(c->features, i, "NWBIR74"), t = number(c->features, i, "BIR74");
        c->dissimilarity += fabs(x / nonwhite - (t - x) / (births - nonwhite)) / 2;
    }
}

/* Morrill (1991): D less the mean difference over contiguous pairs. */
static double contiguity_form(const struct counties *c, bool rook)
{
    double sum = 0, n = 0;
    for (size_t i = 0; i < 100; i++)
        for (size_t k = c->adjacency->row_start[i]; k < c->adjacency->row_start[i + 1]; k++)
            if (!rook || c->adjacency->boundary_m[k] > 0) {
                sum += fabs(c->share[i] - c->share[c->adjacency->neighbour[k]]);
                n++;
            }
    return c->dissimilarity - sum / n;
}

/* Wong (1993): weighted by shared length, and by compactness too when `shape` is given. */
static double boundary_form(const struct counties *c, bool shape, bool internal)
{
    double ratio[100], largest = 0, sum = 0, total = 0;
    for (size_t i = 0; i < 100; i++) {
        double perimeter = 0;
        for (size_t k = c->adjacency->row_start[i]; k < c->adjacency->row_start[i + 1]; k++)
            perimeter += c->adjacency->boundary_m[k];
        if (!internal)
            perimeter = xn_shape_perimeter_m(&c->features->shape[i]);
        ratio[i] = perimeter / xn_shape_area_m2(&c->features->shape[i]);
        largest = fmax(largest, ratio[i]);
    }
    for (size_t i = 0; i < 100; i++)
        for (size_t k = c->adjacency->row_start[i]; k < c->adjacency->row_start[i + 1]; k++) {
            const size_t j = c->adjacency->neighbour[k];
            const double compactness = shape ? (ratio[i] + ratio[j]) / (2 * largest) : 1;
            sum += c->adjacency->boundary_m[k] * fabs(c->share[i] - c->share[j]) * compactness;
            total += c->adjacency->boundary_m[k];
        }
    return c->dissimilarity - sum / total;
}

/* The expected value of a row of golden/nc.tsv. */
static double golden(const char *id, const char *parameters)
{
    char path[512], wanted[200];
    xn_test_shared("golden/nc.tsv", path, sizeof path);
    XN_CLEANUP(xn_free_pointer) char *text = NULL;
    size_t length;
    assert_int_equal(xn_file_read(path, 1 << 20, &text, &length, NULL), XN_OK);
    snprintf(wanted, sizeof wanted, "\n%s\tone-group\tNWBIR74\t%s\t", id, parameters);
    const char *row = strstr(text, wanted);
    assert_non_null(row);
    return strtod(row + strlen(wanted), NULL);
}

static void test_golden_values_of_north_carolina(void **state)
{
    (void)state;
    struct counties c = {0};
    load_counties(&c);
    const double got[] = {contiguity_form(&c, false), contiguity_form(&c, true),
                          boundary_form(&c, false, false), boundary_form(&c, true, false),
                          boundary_form(&c, true, true)};
    const double wanted[] = {
        golden("dissimilarity_contiguity", "contiguity=queen"),
        golden("dissimilarity_contiguity", "contiguity=rook"), golden("dissimilarity_boundary", "-"),
        golden("dissimilarity_shape", "perimeter=full"), golden("dissimilarity_shape", "perimeter=internal")};
    for (int i = 0; i < 5; i++) {
        print_message("%.17g, golden %.17g, relative difference %.2g\n", got[i], wanted[i],
                      got[i] / wanted[i] - 1);
        assert_near(got[i] / wanted[i], 1, 1e-9);
    }
    xn_adjacency_free(c.adjacency);
    xn_features_free(c.features);
}

/* Counted once with shared vertices in mind and once with a tolerance of a millimetre: no border is missed.
 */
static void test_borders_of_a_city(void **state)
{
    (void)state;
    XN_AUTO(xn_features_free)
    struct xn_features *features = load("gisdata/muenster/muenster_statbez_2019.shp", NULL);
    XN_AUTO(xn_adjacency_free) struct xn_adjacency *exact = NULL, *near = NULL;
    assert_int_equal(xn_adjacency_build(features->shape, 45, 0, NULL, &exact, NULL), XN_OK);
    assert_int_equal(xn_adjacency_build(features->shape, 45, 1e-3, NULL, &near, NULL), XN_OK);
    assert_int_equal(exact->row_start[45], near->row_start[45]);
    for (size_t i = 0; i < 45; i++) {
        double internal = 0;
        for (size_t k = exact->row_start[i]; k < exact->row_start[i + 1]; k++) {
            internal += exact->boundary_m[k];
            assert_near(exact->boundary_m[k], near->boundary_m[k], 0.01);
        }
        assert_true(internal <= xn_shape_perimeter_m(&features->shape[i]) * (1 + 1e-12));
        assert_true(internal > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_layers_load),
        cmocka_unit_test(test_both_encodings_of_muenster_say_the_same),
        cmocka_unit_test(test_place_in_enschede),
        cmocka_unit_test(test_inner_points_find_their_units),
        cmocka_unit_test(test_golden_values_of_north_carolina),
        cmocka_unit_test(test_borders_of_a_city),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
