/* Layers written for the purpose: what is read, what is repaired and noted, what is refused and how. */
#include "test_layers.h"
#include "counted_memory.h"
#include "../../../src/geo/shapefile.h"

#define UTM_32N                                                                                              \
    "PROJCS[\"ETRS_1989_UTM_Zone_32N\",GEOGCS[\"GCS_ETRS_1989\",DATUM[\"D_ETRS_1989\",SPHEROID[\"GRS_"       \
    "1980\","                                                                                                \
    "6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"              \
    "PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_"           \
    "Northing\","                                                                                            \
    "0.0],PARAMETER[\"Central_Meridian\",9.0],PARAMETER[\"Scale_Factor\",0.9996],PARAMETER["                 \
    "\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"

static const struct rectangle two_blocks[] = {{404000, 5757000, 404100, 5757100},
                                              {404100, 5757000, 404250, 5757100}};
static const struct rectangle in_degrees[] = {{7.60, 51.90, 7.62, 51.92}, {7.62, 51.90, 7.64, 51.92}};

struct outcome {
    enum xn_status status;
    struct xn_features *features;
    struct xn_notes notes;
    struct xn_error err;
};

static int set_up(void **state)
{
    struct folder *folder = xn_calloc(1, sizeof *folder);
    folder_new(folder);
    *state = folder;
    return 0;
}

static int tear_down(void **state)
{
    folder_delete(*state);
    xn_free(*state);
    return 0;
}

static struct outcome read_layer(struct folder *folder, const char *crs)
{
    struct outcome o = {.notes = XN_NOTES_INIT};
    const struct xn_layer_options options = {crs};
    o.status = xn_features_read(in_folder(folder, "a.shp"), &options, &o.features, &o.notes, &o.err);
    return o;
}

static void finish(struct outcome *o)
{
    xn_features_free(o->features);
    xn_notes_free(&o->notes);
}

static bool noted(const struct outcome *o, const char *words)
{
    for (size_t i = 0; i < o->notes.count; i++)
        if (strstr(o->notes.text[i], words))
            return true;
    return false;
}

static void expect_refusal(struct folder *folder, const char *crs, const char *words)
{
    struct outcome o = read_layer(folder, crs);
    print_message("refused: %s\n", o.err.message);
    assert_int_equal(o.status, XN_INPUT);
    assert_null(o.features);
    assert_non_null(strstr(o.err.message, words));
    assert_non_null(strstr(o.err.message, "/a."));
    finish(&o);
}

static void change_bytes(struct folder *folder, const char *name, size_t position, const void *bytes,
                         size_t n)
{
    char *all;
    size_t length;
    assert_int_equal(xn_file_read(in_folder(folder, name), 1 << 20, &all, &length, NULL), XN_OK);
    memcpy(all + position, bytes, n);
    write_bytes(folder, name, all, length);
    xn_free(all);
}

/* --- what is read ---------------------------------------------------------------------------------- */

static void test_metres_as_they_are(void **state)
{
    struct folder *folder = *state;
    write_layer(folder, two_blocks, 2, UTM_32N);
    struct outcome o = read_layer(folder, NULL);
    assert_int_equal(o.status, XN_OK);
    assert_int_equal(o.features->n_records, 2);
    assert_string_equal(o.features->crs.name, "ETRS89 / UTM zone 32N");
    assert_false(o.features->crs.chosen);
    assert_int_equal(o.notes.count, 0);
    assert_true(xn_shape_area_m2(&o.features->shape[1]) == 15000);
    assert_true(o.features->shape[0].ring_outer[0]);
    assert_string_equal(xn_table_cell(o.features->table, 1, 0), "two");
    finish(&o);
}

static void test_option_wins_over_prj(void **state)
{
    struct folder *folder = *state;
    write_layer(folder, two_blocks, 2, "not read at all");
    struct outcome o = read_layer(folder, "EPSG:25833");
    assert_int_equal(o.status, XN_OK);
    assert_string_equal(o.features->crs.definition, "EPSG:25833");
    assert_string_equal(o.features->crs.name, "ETRS89 / UTM zone 33N");
    finish(&o);
}

static void test_byte_order_mark_before_prj(void **state)
{
    struct folder *folder = *state;
    write_layer(folder, two_blocks, 2, "\xEF\xBB\xBF\n" UTM_32N "\n");
    struct outcome o = read_layer(folder, NULL);
    assert_int_equal(o.status, XN_OK);
    assert_string_equal(o.features->crs.name, "ETRS89 / UTM zone 32N");
    finish(&o);
}

/* Degrees become metres of equal area: the areas are those of the same ground measured by other means. */
static void test_degrees_are_projected(void **state)
{
    struct folder *folder = *state;
    write_layer(folder, in_degrees, 2, NULL);
    struct outcome o = read_layer(folder, "EPSG:4326");
    assert_int_equal(o.status, XN_OK);
    assert_true(o.features->crs.chosen);
    assert_string_equal(o.features->crs.name, "Lambert azimuthal equal-area at 51.91 N, 7.62 E");
    assert_true(noted(&o, "are projected to Lambert azimuthal equal-area"));
    /* ellipsoidal zone of 0.02 by 0.02 degrees at 51.91 N: M N cos(lat) (pi/9000)^2 */
    const double lat = 51.91 * M_PI / 180, e2 = 0.00669437999014, w = 1 - e2 * sin(lat) * sin(lat);
    const double zone = 6378137.0 * 6378137.0 * (1 - e2) * cos(lat) / (w * w) * pow(M_PI / 9000, 2);
    assert_near(xn_shape_area_m2(&o.features->shape[0]) / zone, 1, 1e-7);
    assert_near(xn_shape_area_m2(&o.features->shape[1]) / zone, 1, 1e-7);
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    assert_int_equal(xn_projection_new(o.features->crs.definition, &projection, NULL), XN_OK);
    double x, y;
    assert_int_equal(xn_projection_to_metres(projection, 7.63, 51.91, &x, &y, NULL), XN_OK);
    assert_false(xn_shape_contains(&o.features->shape[0], x, y));
    assert_true(xn_shape_contains(&o.features->shape[1], x, y));
    finish(&o);
}

/* Mercator stretches a block at 52 degrees to 2.6 times its area; feet are not metres. */
static void test_mercator_and_feet_are_projected(void **state)
{
    struct folder *folder = *state;
    const struct rectangle mercator[] = {{846000, 6780000, 847000, 6781000}};
    write_layer(folder, mercator, 1, NULL);
    struct outcome o = read_layer(folder, "EPSG:3857");
    assert_int_equal(o.status, XN_OK);
    assert_true(o.features->crs.chosen);
    /* a square kilometre of the map over the stretch of the ellipsoid, at its middle */
    const double lat = 2 * atan(exp(6780500 / 6378137.0)) - M_PI / 2, e2 = 0.00669437999014;
    const double w = 1 - e2 * sin(lat) * sin(lat);
    const double true_area = 1e6 * cos(lat) * cos(lat) * (1 - e2) / (w * w);
    assert_near(xn_shape_area_m2(&o.features->shape[0]) / true_area, 1, 1e-6);
    finish(&o);
    o = read_layer(folder, "EPSG:3395"); /* World Mercator, on the ellipsoid */
    assert_int_equal(o.status, XN_OK);
    assert_true(o.features->crs.chosen);
    assert_near(xn_shape_area_m2(&o.features->shape[0]) / true_area, 1, 0.02);
    finish(&o);
    const struct rectangle feet[] = {{3115478, 13891675, 3116478, 13892675}};
    write_layer(folder, feet, 1, NULL);
    o = read_layer(folder, "EPSG:2278");
    assert_int_equal(o.status, XN_OK);
    assert_true(o.features->crs.chosen);
    assert_near(xn_shape_area_m2(&o.features->shape[0]) / (1e6 * pow(1200 / 3937.0, 2)), 1,
                1e-3); /* conformal scale */
    finish(&o);
}

static void test_both_sides_of_the_date_line(void **state)
{
    struct folder *folder = *state;
    const struct rectangle fiji[] = {{179.5, -17, 180, -16.5}, {-180, -17, -179.5, -16.5}};
    write_layer(folder, fiji, 2, NULL);
    struct outcome o = read_layer(folder, "EPSG:4326");
    assert_int_equal(o.status, XN_OK);
    struct xn_adjacency *adjacency = NULL;
    assert_int_equal(xn_adjacency_build(o.features->shape, 2, 0.01, NULL, &adjacency, NULL), XN_OK);
    assert_int_equal(adjacency->row_start[2], 2);
    assert_near(adjacency->boundary_m[0], 55325, 100); /* half a degree of latitude */
    xn_adjacency_free(adjacency);
    finish(&o);
}

static void test_z_and_m_are_ignored(void **state)
{
    struct folder *folder = *state;
    static const int type[] = {SHPT_POLYGONZ, SHPT_POLYGONM};
    for (int i = 0; i < 2; i++) {
        write_layer(folder, two_blocks, 2, UTM_32N);
        write_shp(folder, "a.shp", two_blocks, 2, type[i]);
        struct outcome o = read_layer(folder, NULL);
        assert_int_equal(o.status, XN_OK);
        assert_true(xn_shape_area_m2(&o.features->shape[0]) == 10000);
        finish(&o);
    }
}

static void test_null_shape_keeps_its_record(void **state)
{
    struct folder *folder = *state;
    const struct rectangle with_null[] = {two_blocks[0], {1, 1, 0, 0}, two_blocks[1]};
    write_layer(folder, with_null, 3, UTM_32N);
    struct outcome o = read_layer(folder, NULL);
    assert_int_equal(o.status, XN_OK);
    assert_int_equal(o.features->n_records, 3);
    assert_int_equal(o.features->shape[1].n_rings, 0);
    assert_string_equal(xn_table_cell(o.features->table, 2, 0), "three");
    assert_true(noted(&o, "record 2: has no geometry"));
    finish(&o);
}

static void test_deleted_rows_take_their_shapes_along(void **state)
{
    struct folder *folder = *state;
    const struct rectangle three[] = {two_blocks[0], {0, 0, 1, 1}, two_blocks[1]};
    write_layer(folder, three, 3, UTM_32N);
    change_bytes(folder, "a.dbf", 65 + 11, "*", 1);
    struct outcome o = read_layer(folder, NULL);
    assert_int_equal(o.status, XN_OK);
    assert_int_equal(o.features->n_records, 2);
    assert_string_equal(xn_table_cell(o.features->table, 1, 0), "three");
    assert_int_equal(o.features->table->line[1], 3);
    assert_true(xn_shape_area_m2(&o.features->shape[1]) == 15000);
    finish(&o);
}

static void test_upper_case_names(void **state)
{
    struct folder *folder = *state;
    write_layer(folder, two_blocks, 2, UTM_32N);
    static const char *const ending[] = {"shp", "shx", "dbf"};
    for (int i = 0; i < 3; i++) {
        char from[128], to[128];
        snprintf(from, sizeof from, "%s/a.%s", folder->path, ending[i]);
        snprintf(to, sizeof to, "%s/B.%c%c%c", folder->path, ending[i][0] - 32, ending[i][1] - 32,
                 ending[i][2] - 32);
        assert_int_equal(rename(from, to), 0);
    }
    write_text(folder, "B.prj", UTM_32N); /* one in the other case */
    struct xn_features *features = NULL;
    assert_int_equal(xn_features_read(in_folder(folder, "B.SHP"), NULL, &features, NULL, NULL), XN_OK);
    xn_features_free(features);
}

/* --- what is refused ------------------------------------------------------------------------------- */

static void test_missing_files(void **state)
{
    struct folder *folder = *state;
    write_layer(folder, two_blocks, 2, NULL);
    expect_refusal(folder, NULL, "no coordinate reference system was given");
    write_text(folder, "a.prj", UTM_32N);
    unlink(in_folder(folder, "a.dbf"));
    expect_refusal(folder, NULL, "its table ");
    unlink(in_folder(folder, "a.shx"));
    expect_refusal(folder, NULL, "its index ");
    unlink(in_folder(folder, "a.shp"));
    struct outcome o = read_layer(folder, NULL);
    assert_int_equal(o.status, XN_NOT_FOUND);
    finish(&o);
}

static void test_coordinate_systems_that_do_not_fit(void **state)
{
    struct folder *folder = *state;
    write_layer(folder, two_blocks, 2, NULL);
    expect_refusal(folder, "EPSG:4326", "record 1: its coordinates");
    expect_refusal(folder, "EPSG:4978", "neither geographic nor projected");
    expect_refusal(folder, "Muenster", "PROJ finds no coordinate reference system");
    expect_refusal(folder, "", "PROJ finds no coordinate reference system");
    static const char *const prj[] = {
        "", " \n", "<!DOCTYPE html>", "EPSG:25832", "+init=/etc/passwd:[", "GEOGCS[\"x\"", "["};
    for (size_t i = 0; i < sizeof prj / sizeof *prj; i++) {
        write_text(folder, "a.prj", prj[i]);
        expect_refusal(folder, NULL, "coordinate reference system");
    }
    write_layer(folder, in_degrees, 2, UTM_32N);
    expect_refusal(folder, NULL, "within 180 and 90 like degrees");
    const struct rectangle far_out[] = {two_blocks[0], {0, 0, 1e11, 1}};
    write_layer(folder, far_out, 2, UTM_32N);
    expect_refusal(folder, NULL, "record 2: its coordinates");
}

static void test_numbers_of_shapes_and_rows(void **state)
{
    struct folder *folder = *state;
    static const char *const cell[] = {"one", "two", "three"};
    write_layer(folder, two_blocks, 2, UTM_32N);
    write_dbf(folder, "a.dbf", cell, 3);
    expect_refusal(folder, NULL, "has 2 shapes, but its table has 3 rows");
    write_layer(folder, two_blocks, 0, UTM_32N);
    expect_refusal(folder, NULL, "has no records");
    write_layer(folder, two_blocks, 2, UTM_32N);
    change_bytes(folder, "a.dbf", 65, "*", 1);
    change_bytes(folder, "a.dbf", 76, "*", 1);
    expect_refusal(folder, NULL, "has no records that are not deleted");
}

static void test_not_a_shapefile_by_name(void **state)
{
    struct folder *folder = *state;
    struct xn_features *features = NULL;
    struct xn_error err = {0};
    assert_int_equal(xn_features_read(in_folder(folder, "a.zip"), NULL, &features, NULL, &err), XN_INPUT);
    assert_non_null(strstr(err.message, "unpacked"));
    assert_int_equal(xn_features_read(in_folder(folder, "shp"), NULL, &features, NULL, &err), XN_INPUT);
    assert_non_null(strstr(err.message, "wanted a .shp file"));
}

/* Opens the damaged file and decodes every record of it. */
static enum xn_status decode_shapes(struct folder *folder, struct xn_error *err)
{
    XN_AUTO(xn_shapefile_free) struct xn_shapefile *file = NULL;
    XN_TRY(xn_shapefile_open(in_folder(folder, "a.shp"), &file, NULL, err));
    for (size_t i = 0; i < file->n_records; i++)
        if (file->record[i].n_points) {
            XN_AUTO(SHPDestroyObject) SHPObject *object = NULL;
            XN_TRY(xn_shapefile_object(file, i, &object, err));
            assert_int_equal(object->nVertices, file->record[i].n_points);
            for (int k = 0; k < object->nVertices; k++)
                assert_true(isfinite(object->padfX[k]) && isfinite(object->padfY[k]));
        }
    return XN_OK;
}

/* Every byte of both files set to several values: refused with a sentence, or decoded as checked. */
static void test_every_byte_damaged(void **state)
{
    struct folder *folder = *state;
    static const char *const name[] = {"a.shp", "a.shx"};
    static const unsigned char damage[] = {0x01, 0x80, 0xFF, 0x7F};
    size_t n_read = 0, n_refused = 0;
    for (int file = 0; file < 2; file++) {
        write_layer(folder, two_blocks, 2, UTM_32N);
        char *bytes;
        size_t length;
        assert_int_equal(xn_file_read(in_folder(folder, name[file]), 1000, &bytes, &length, NULL), XN_OK);
        for (size_t position = 0; position < length; position++)
            for (size_t d = 0; d < sizeof damage; d++) {
                bytes[position] = (char)(bytes[position] ^ damage[d]);
                write_bytes(folder, name[file], bytes, length);
                bytes[position] = (char)(bytes[position] ^ damage[d]);
                struct xn_error err = {0};
                const enum xn_status status = decode_shapes(folder, &err);
                assert_true(status == XN_OK || status == XN_INPUT);
                assert_true(status == XN_OK || strstr(err.message, "/a.shp"));
                *(status == XN_OK ? &n_read : &n_refused) += 1;
            }
        xn_free(bytes);
    }
    assert_true(n_read > 100 && n_refused > 100);
}

/* A file cut anywhere is refused; nothing is read beyond its end (which the sanitizers would see). */
static void test_every_length_of_a_cut_file(void **state)
{
    struct folder *folder = *state;
    static const char *const name[] = {"a.shp", "a.shx"};
    for (int file = 0; file < 2; file++) {
        write_layer(folder, two_blocks, 2, UTM_32N);
        char *bytes;
        size_t length;
        assert_int_equal(xn_file_read(in_folder(folder, name[file]), 1000, &bytes, &length, NULL), XN_OK);
        for (size_t cut = 0; cut < length; cut++) {
            write_bytes(folder, name[file], bytes, cut);
            assert_int_equal(decode_shapes(folder, NULL), XN_INPUT);
        }
        xn_free(bytes);
    }
}

/* Three rings whose starts do not ascend would overlap in memory. */
static void test_ring_starts_out_of_order(void **state)
{
    struct folder *folder = *state;
    double x[12] = {0, 0, 9, 0, 20, 20, 29, 20, 40, 40, 49, 40}, y[12] = {0, 9, 9, 0, 0, 9, 9, 0, 0, 9, 9, 0};
    int start[3] = {0, 4, 8};
    for (int i = 0; i < 12; i++) {
        x[i] += 404000;
        y[i] += 5757000;
    }
    write_layer(folder, two_blocks, 1, UTM_32N);
    SHPHandle shp = SHPCreate(in_folder(folder, "a.shp"), SHPT_POLYGON);
    SHPObject *object = SHPCreateObject(SHPT_POLYGON, -1, 3, start, NULL, 12, x, y, NULL, NULL);
    SHPWriteObject(shp, -1, object);
    SHPDestroyObject(object);
    SHPClose(shp);
    struct outcome o = read_layer(folder, NULL);
    assert_int_equal(o.status, XN_OK);
    assert_int_equal(o.features->shape[0].n_rings, 3);
    finish(&o);
    change_bytes(folder, "a.shp", 100 + 8 + 44 + 8, "\x04", 1);
    expect_refusal(folder, NULL, "record 1: ring 3 starts at point 4");
    change_bytes(folder, "a.shp", 100 + 8 + 44 + 8, "\x0C", 1);
    expect_refusal(folder, NULL, "record 1: ring 3 starts at point 12");
}

static void test_same_polygon_twice_is_noted(void **state)
{
    struct folder *folder = *state;
    const struct rectangle three[] = {two_blocks[0], two_blocks[1], two_blocks[0]};
    write_layer(folder, three, 3, UTM_32N);
    struct outcome o = read_layer(folder, NULL);
    assert_int_equal(o.status, XN_OK);
    assert_int_equal(o.notes.count, 1);
    assert_true(noted(&o, "records 1 and 3 have the same polygon"));
    finish(&o);
}

/* The .shx length 8 too large (as some writers have it) is told and otherwise ignored. */
static void test_index_with_other_lengths(void **state)
{
    struct folder *folder = *state;
    write_layer(folder, two_blocks, 2, UTM_32N);
    change_bytes(folder, "a.shx", 104, "\0\0\0\x44", 4);
    struct outcome o = read_layer(folder, NULL);
    assert_int_equal(o.status, XN_OK);
    assert_true(noted(&o, "the .shx gives 1 records another length"));
    assert_true(xn_shape_area_m2(&o.features->shape[0]) == 10000);
    finish(&o);
}

static void test_every_allocation_may_fail(void **state)
{
    struct folder *folder = *state;
    const struct rectangle with_null[] = {two_blocks[0], {1, 1, 0, 0}, two_blocks[1]};
    write_layer(folder, with_null, 3, UTM_32N);
    change_bytes(folder, "a.shp", 100 + 8 + 44 + 4 + 16, "\0\0\0\0\x90\xA9\x18\x41",
                 8); /* bends the first block */
    in_folder(folder, "a.shp");
    const size_t before = xn_test_live_blocks();
    size_t n = 1;
    for (;; n++) {
        struct xn_features *features = NULL;
        XN_AUTO_NOTES notes = XN_NOTES_INIT;
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_features_read(folder->file, NULL, &features, &notes, NULL);
        const bool failed = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        /* a note that finds no memory is counted, not an error */
        assert_true(status == (failed && notes.dropped == 0 ? XN_MEMORY : XN_OK));
        xn_features_free(features);
        xn_notes_free(&notes);
        notes = (struct xn_notes)XN_NOTES_INIT;
        assert_int_equal(xn_test_live_blocks(), before);
        if (!failed)
            break;
    }
    assert_true(n > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_metres_as_they_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_option_wins_over_prj, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_byte_order_mark_before_prj, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_degrees_are_projected, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mercator_and_feet_are_projected, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_both_sides_of_the_date_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_z_and_m_are_ignored, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_null_shape_keeps_its_record, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_deleted_rows_take_their_shapes_along, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_upper_case_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_missing_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_coordinate_systems_that_do_not_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_numbers_of_shapes_and_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_not_a_shapefile_by_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_byte_damaged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_length_of_a_cut_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ring_starts_out_of_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_same_polygon_twice_is_noted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_index_with_other_lengths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_allocation_may_fail, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
