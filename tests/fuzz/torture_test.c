/* torture_test.c - the odd and broken shapefiles of the team, each with the outcome that is right for us.
 *
 * Every file of ../shared/torture/MANIFEST.tsv stands in the table below: read (with its number of units, and
 * a note where the oddity must not pass in silence) or refused (with words of the sentence). Where this
 * differs from what the MANIFEST expects, the reason stands beside the row. Run under the sanitizers this is
 * also the proof that none of them makes us read too far, allocate too much, leak or loop.
 */
#include "../unit/geo/test_layers.h"
#include "shared.h"

#define DEGREES "EPSG:4326"
#define METRES "EPSG:25832"
#define FEET "EPSG:2278"

struct outcome {
    const char *file;
    const char *crs;   /* NULL: by its .prj */
    size_t n_units;    /* 0: refused */
    const char *words; /* in the sentence, or in one of the notes; NULL: no note at all */
};

/* "any note": what is said is not the point of the row. */
#define PROJECTED "projected to Lambert azimuthal equal-area"

static const struct outcome outcome[] = {
    /* --- from GDAL's tests --- */
    {"gdal/CoHI_GCS12.shp", NULL, 4, PROJECTED},
    {"gdal/Stacks.shp", NULL, 1, PROJECTED},
    {"gdal/arcm_with_m.shp", METRES, 0, "holds lines"},
    {"gdal/arcm_without_m.shp", METRES, 0, "holds lines"},
    {"gdal/asm.shp", FEET, 1, PROJECTED},
    /* The MANIFEST wants both parts kept. That is right for a layer of no place; but every layer of ours has
     * a coordinate system, and 100 million kilometres are no place in any. Both parts are kept by the ring
     * assembler (tests/unit/geo/rings_test.c, test_two_squares_far_apart). */
    {"gdal/bigoffset.shp", METRES, 0, "farther out than any place on Earth"},
    {"gdal/buggymultiline.shp", METRES, 0, "holds lines"},
    {"gdal/buggymultipoint.shp", METRES, 0, "holds groups of points"},
    {"gdal/buggymultipoly.shp", METRES, 0, "record 1: says it has 1 rings and 16 points"},
    {"gdal/buggymultipoly2.shp", METRES, 0, "record 1: ring 1 starts at point 5"},
    {"gdal/buggypoint.shp", METRES, 0, "holds points"},
    {"gdal/can_caps.shp", METRES, 0, "holds points"},
    /* "No warning" is about the winding; that degrees are projected is always said. */
    {"gdal/cb_2022_us_county_20m_extract.shp", NULL, 1, PROJECTED},
    {"gdal/chinese.dbf", NULL, 1, NULL},
    {"gdal/date_empty_string.dbf", NULL, 1, NULL},
    {"gdal/departs.shp", DEGREES, 0, "holds points"},
    /* "Loads" in the MANIFEST, as 0 features; a city without units is nothing to work with. */
    {"gdal/empty.shp", METRES, 0, "has no records"},
    {"gdal/emptymultiline.shp", METRES, 0, "holds lines"},
    {"gdal/emptymultipoint.shp", METRES, 0, "holds groups of points"},
    {"gdal/emptymultipoly.shp", METRES, 1, "record 1: has no geometry"},
    {"gdal/emptyshapefilewithsbn.shp", METRES, 0, "its table"},
    /* "Empty layer" in the MANIFEST; its header's bounds are not even looked at, but a layer needs a table.
     */
    {"gdal/extentnan.shp", METRES, 0, "its table"},
    {"gdal/facility_surface_dd.dbf", NULL, 159, "read as CP1252"},
    {"gdal/gjline.shp", METRES, 0, "holds lines"},
    {"gdal/gjmultiline.shp", METRES, 0, "holds lines"},
    {"gdal/gjmultipoint.shp", METRES, 0, "holds groups of points"},
    {"gdal/gjmultipoly.shp", DEGREES, 1, "wound against their roles"},
    {"gdal/gjpoint.shp", METRES, 0, "holds points"},
    {"gdal/gjpoly.shp", DEGREES, 1, PROJECTED},
    {"gdal/issue_14385.shp", DEGREES, 3, "record 2: its polygon is not valid and was repaired"},
    {"gdal/mixed_shape_type_non_conformant.shp", METRES, 0, "holds lines"}, /* what its header says */
    {"gdal/multipatch.shp", METRES, 0, "holds surface patches"},
    {"gdal/multipointz_non_constant_z.shp", METRES, 1, "record 1: its polygon is not valid and was repaired"},
    {"gdal/multipointz_without_m.shp", METRES, 0, "holds groups of points"},
    {"gdal/multipolygon_as_invalid_polygon.shp", DEGREES, 2,
     "record 1: its rings are wound against their roles"},
    {"gdal/nan.dbf", NULL, 1, NULL},
    /* A line layer; a polygon layer with the same fault is read in tests/unit/geo/layer_test.c. */
    {"gdal/nonconformant_shx_ticket5608.shp", METRES, 0, "holds lines"},
    {"gdal/padding_after_field_defns.dbf", NULL, 1, NULL},
    {"gdal/pointnan.shp", METRES, 0, "holds points"},
    {"gdal/pointz_without_m.shp", METRES, 0, "holds points"},
    {"gdal/pointzm_with_all_nodata_m.shp", METRES, 0, "holds points"},
    {"gdal/pointzm_with_one_valid_m.shp", METRES, 0, "holds points"},
    /* "Loads" in GDAL, which looks into archives. We read files. */
    {"gdal/poly.zip", METRES, 0, "is an archive"},
    /* "Load XY" in the MANIFEST: so they do when given a table (below). */
    {"gdal/polygonm_with_m.shp", METRES, 0, "its table"},
    {"gdal/polygonm_without_m.shp", METRES, 0, "its table"},
    {"gdal/prjwithutf8bom.shp", NULL, 0, "holds points"}, /* the mark itself: layer_test.c */
    {"gdal/slightly_overlapping_polygons.shp", METRES, 1,
     "record 1: its polygon is not valid and was repaired"},
    {"gdal/sort_test.dbf", NULL, 40, NULL},
    {"gdal/test3356.shp", DEGREES, 0, "its table"}, /* and below */
    {"gdal/testpointm.shp", METRES, 0, "holds points"},
    {"gdal/testpointzm.shp", METRES, 0, "holds points"},
    /* "Load with a warning" in the MANIFEST. GDAL finds one polygon invalid because it believes the winding;
     * told by where its rings lie it is valid, and nothing had to be changed. */
    {"gdal/testpoly.shp", METRES, 14, NULL},
    {"gdal/water_main_dist.dbf", NULL, 1, NULL},
    {"gdal/weird_header_length.dbf", NULL, 1, NULL},

    /* --- made for us; most "keep or refuse, never silently" --- */
    {"made/all_zero_population.shp", NULL, 2, NULL}, /* the indices' business, not the reader's */
    {"made/bad_magic.shp", NULL, 0, "wanted 9994"},
    {"made/bowtie.shp", NULL, 1, "record 1: its polygon is not valid and was repaired"},
    /* Winding alone is no fault: nothing is changed but the direction, nothing need be said. */
    {"made/ccw_outer_only.shp", NULL, 1, NULL},
    {"made/cpg_garbage.shp", NULL, 45, "does not hold the name of an encoding"},
    {"made/dbf_bad_numbers.shp", NULL, 45,
     NULL}, /* told when somebody asks for the numbers: check_bad_numbers */
    {"made/dbf_hdrlen_zero.shp", NULL, 0, "header is 0 bytes long"},
    {"made/dbf_nrec_huge.shp", NULL, 0, "says it has 4294967295 rows"},
    {"made/dbf_one_record_short.shp", NULL, 0, "has 45 shapes, but its table has 44 rows"},
    {"made/dbf_reclen_zero.shp", NULL, 0, "rows are 0 bytes long"},
    {"made/dbf_two_deleted.shp", NULL, 43, "2 deleted records"},
    {"made/duplicate_polygon.shp", NULL, 2, "records 1 and 2 have the same polygon"},
    {"made/group_exceeds_total.shp", NULL, 2, NULL}, /* the city's business */
    {"made/hdr_claims_4gb.shp", NULL, 0, "says 4294967294 bytes, the file has 181420"},
    {"made/hdr_len_negative.shp", NULL, 0, "says -10 bytes"},
    {"made/hole_filled_by_enclave.shp", NULL, 2, NULL},
    {"made/huge_vertex.shp", NULL, 0, "record 1: its coordinates"},
    {"made/inf_vertex.shp", NULL, 0, "record 1: point 1 is (inf"},
    {"made/latin1_cpg_but_utf8_bytes.shp", NULL, 45, "would also be valid UTF-8"},
    {"made/latin1_no_cpg_ldid0.shp", NULL, 45, "read as CP1252"},
    {"made/mut00.shp", NULL, 45, "record 1: its polygon is not valid and was repaired"},
    {"made/mut01.shp", NULL, 0, "record 2, column NR"},
    {"made/mut02.shp", NULL, 45, "read as CP1252"},
    {"made/mut03.shp", NULL, 0, "record 1: says it has 1 rings and 6423562 points"},
    {"made/mut04.shp", NULL, 0, "record 2: its coordinates"},
    {"made/mut05.shp", NULL, 0, "record 1: its coordinates"},
    {"made/mut06.shp", NULL, 0, "record 6: ring 1 starts"},
    {"made/mut07.shp", NULL, 0, "record 1: its coordinates"},
    {"made/mut08.shp", NULL, 0, "record 1: its coordinates"},
    {"made/mut09.shp", NULL, 0, "record 1: ring 1 starts"},
    {"made/mut10.shp", NULL, 0, "record 1: has the shape type 121"},
    {"made/mut11.shp", NULL, 45, "record 1: its points reach outside the bounds"},
    {"made/mut12.shp", NULL, 0, "record 1: says it has 20225 rings"},
    {"made/mut13.shp", NULL, 0, "record 1: says it has 50689 rings"},
    {"made/mut14.shp", NULL, 0, "field 6 has the type 0xF8"},
    {"made/mut15.shp", NULL, 45, "record 1: its points reach outside the bounds"},
    {"made/name_control_chars.shp", NULL, 1, NULL}, /* kept as they are; who prints them escapes them */
    {"made/nan_vertex.shp", NULL, 0, "record 1: point 1 is (nan"},
    {"made/no_dbf.shp", NULL, 0, "its table"},
    {"made/no_prj.shp", METRES, 45, NULL}, /* refused without the option: test_no_prj */
    {"made/no_shp.dbf", NULL, 45, NULL},
    {"made/no_shx.shp", NULL, 0, "its index"},
    {"made/null_shape_middle.shp", NULL, 3, "record 2: has no geometry"},
    {"made/numparts_huge.shp", NULL, 0, "record 1: says it has 2147483647 rings"},
    {"made/numpoints_negative.shp", NULL, 0, "record 1: says it has 1 rings and -1 points"},
    {"made/numpoints_overflow_x16.shp", NULL, 0, "record 1: says it has 1 rings and 268435456 points"},
    {"made/overlapping_neighbours.shp", NULL, 2,
     NULL}, /* both polygons are valid; the lower one has the overlap */
    {"made/part_index_negative.shp", NULL, 0, "record 1: ring 1 starts at point -7"},
    {"made/part_index_past_end.shp", NULL, 0, "record 1: ring 1 starts at point 999999"},
    {"made/prj_empty.shp", NULL, 0, "is empty"},
    {"made/prj_garbage.shp", NULL, 0, "no coordinate reference system in WKT"},
    {"made/prj_wrong_wgs84_on_utm.shp", NULL, 0, "degrees outside 180 and 90"},
    {"made/rec_len_huge.shp", NULL, 0, "record 1: says it is 2147483646 bytes long"},
    {"made/rec_len_negative.shp", NULL, 0, "record 1: says it is -2 bytes long"},
    {"made/ring_not_closed.shp", NULL, 1, "record 1: rings that do not end where they begin: 1"},
    {"made/shx_offset_past_eof.shp", NULL, 0, "record 1: the .shx places it at byte 4294967264"},
    {"made/shx_two_entries_same_record.shp", NULL, 0, "to two records"},
    {"made/trunc_half.shp", NULL, 0, "says 181420 bytes, the file has 90710"},
    {"made/trunc_in_header.shp", NULL, 0, "is 60 bytes long"},
    {"made/trunc_in_record_header.shp", NULL, 0, "says 181420 bytes, the file has 104"},
    {"made/unknown_shape_type.shp", NULL, 0, "unknown type (type 99)"},
    /* "Fall back to CP1252" in the MANIFEST; but what a file declares must fit, or who knows what else in it
     * does not. Without the .cpg the same file is read, with a note. */
    {"made/utf8_cpg_but_latin1_bytes.shp", NULL, 0, "not valid UTF-8"},
    {"made/zero_area.shp", NULL, 1, "record 1: its rings enclose no area"},
    {"made/zero_byte.shp", NULL, 0, "is 0 bytes long"},
    {"made/zero_features.shp", NULL, 0, "has no records"},

    /* --- from pyshp's tests --- */
    {"pyshp/REL.zip", METRES, 0, "is an archive"},
    {"pyshp/blockgroups.shp", DEGREES, 663, PROJECTED},
    {"pyshp/blockgroups.zip", METRES, 0, "is an archive"}, /* "loads" in GDAL, as above */
    {"pyshp/corrupt_too_long.shp", METRES, 0, "holds lines"},
    {"pyshp/empty_zipfile.zip", METRES, 0, "is an archive"},
    {"pyshp/latin1.shp", DEGREES, 0,
     "its index"}, /* "guess CP1252": dbf_test.c, and below with its table alone */
};

enum { N_OUTCOMES = sizeof outcome / sizeof *outcome };

/* --- reading one ----------------------------------------------------------------------------------- */

struct result {
    enum xn_status status;
    struct xn_features *features; /* of a .shp */
    struct xn_table *table;       /* of a .dbf alone */
    struct xn_notes notes;
    struct xn_error err;
};

static struct result read_path(const char *path, const char *crs)
{
    struct result r = {.notes = XN_NOTES_INIT};
    const struct xn_layer_options options = {crs};
    const bool table = strcmp(path + strlen(path) - 4, ".dbf") == 0;
    r.status = table ? xn_dbf_read(path, &r.table, &r.notes, &r.err)
                     : xn_features_read(path, &options, &r.features, &r.notes, &r.err);
    return r;
}

static struct result read_file(const char *relative, const char *crs)
{
    char name[256], path[512];
    snprintf(name, sizeof name, "torture/%s", relative);
    xn_test_shared(name, path, sizeof path);
    return read_path(path, crs);
}

static void finish(struct result *r)
{
    xn_features_free(r->features);
    xn_table_free(r->table);
    xn_notes_free(&r->notes);
}

static bool noted(const struct result *r, const char *words)
{
    for (size_t i = 0; i < r->notes.count; i++)
        if (strstr(r->notes.text[i], words))
            return true;
    return false;
}

/* --- what every outcome must be -------------------------------------------------------------------- */

static void check_text(const char *text)
{
    assert_int_equal(xn_utf8_valid_length(text, strlen(text)), strlen(text));
}

static void check_table(const struct xn_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        check_text(table->column[i]);
    for (size_t i = 0; i < table->n_rows * table->n_columns; i++)
        check_text(table->cell[i]);
}

static void check_shape(const struct xn_shape *shape)
{
    double x, y;
    if (shape->n_rings == 0)
        return;
    assert_true(shape->ring_outer[0]);
    for (uint32_t r = 0; r < shape->n_rings; r++) {
        const double *first = shape->xy + 2 * (size_t)shape->ring_start[r];
        const double *last = shape->xy + 2 * (size_t)shape->ring_start[r + 1] - 2;
        assert_true(first[0] == last[0] && first[1] == last[1]);
        assert_true(shape->ring_start[r + 1] - shape->ring_start[r] >= 4);
        const uint32_t start[] = {0, shape->ring_start[r + 1] - shape->ring_start[r]};
        const struct xn_shape alone = {1, start, &shape->ring_outer[r], first};
        assert_int_equal(xn_shape_area_m2(&alone) > 0, shape->ring_outer[r]);
    }
    const double area = xn_shape_area_m2(shape);
    assert_true(isfinite(area) && area > 0);
    assert_true(isfinite(xn_shape_perimeter_m(shape)));
    assert_true(xn_shape_centroid(shape, &x, &y) && isfinite(x) && isfinite(y));
    assert_true(xn_shape_inner_point(shape, &x, &y) && xn_shape_contains(shape, x, y));
}

static void check_features(const struct xn_features *features)
{
    for (size_t i = 0; i < features->n_records; i++)
        check_shape(&features->shape[i]);
    check_table(features->table);
    check_text(features->crs.name);
    assert_int_equal(features->n_records, features->table->n_rows);
    struct xn_adjacency *adjacency = NULL;
    struct xn_locator *locator = NULL;
    assert_int_equal(xn_adjacency_build(features->shape, features->n_records, 0, NULL, &adjacency, NULL),
                     XN_OK);
    assert_int_equal(xn_locator_new(features->shape, features->n_records, &locator, NULL), XN_OK);
    for (size_t i = 0; i < features->n_records; i++) {
        double x, y;
        if (xn_shape_inner_point(&features->shape[i], &x, &y))
            assert_true(xn_locator_find(locator, x, y) <= i);
    }
    xn_locator_free(locator);
    xn_adjacency_free(adjacency);
}

static void check_outcome(const struct outcome *wanted, const struct result *r)
{
    const char *slash = strrchr(wanted->file, '/');
    char stem[64];
    snprintf(stem, sizeof stem, "%.*s.", (int)(strrchr(wanted->file, '.') - slash - 1), slash + 1);
    if (wanted->n_units == 0) {
        assert_int_equal(r->status, XN_INPUT);
        assert_non_null(strstr(r->err.message, stem));
        assert_non_null(strstr(r->err.message, wanted->words));
        check_text(r->err.message);
        return;
    }
    assert_int_equal(r->status, XN_OK);
    assert_int_equal(r->features ? r->features->n_records : r->table->n_rows, wanted->n_units);
    assert_int_equal(r->notes.count > 0, wanted->words != NULL);
    assert_true(wanted->words == NULL || noted(r, wanted->words));
    for (size_t i = 0; i < r->notes.count; i++) {
        check_text(r->notes.text[i]);
        assert_non_null(strstr(r->notes.text[i], stem));
    }
    if (r->features)
        check_features(r->features);
    else
        check_table(r->table);
}

static void test_every_file_of_the_manifest(void **state)
{
    (void)state;
    char path[512];
    xn_test_shared("torture/MANIFEST.tsv", path, sizeof path);
    XN_CLEANUP(xn_free_pointer) char *manifest = NULL;
    size_t length, n_rows = 0;
    assert_int_equal(xn_file_read(path, 1 << 20, &manifest, &length, NULL), XN_OK);
    for (const char *row = strchr(manifest, '\n'); row && row[1]; row = strchr(row + 1, '\n'), n_rows++) {
        const size_t name_length = strcspn(row + 1, "\t");
        const struct outcome *wanted = NULL;
        for (size_t i = 0; i < N_OUTCOMES; i++)
            if (strlen(outcome[i].file) == name_length && strncmp(outcome[i].file, row + 1, name_length) == 0)
                wanted = &outcome[i];
        if (!wanted)
            fail_msg("%.*s has no row in the table of outcomes", (int)name_length, row + 1);
        struct result r = read_file(wanted->file, wanted->crs);
        print_message("%s: %s\n", wanted->file,
                      r.status        ? r.err.message
                      : r.notes.count ? r.notes.text[r.notes.count - 1]
                                      : "read");
        check_outcome(wanted, &r);
        finish(&r);
    }
    assert_int_equal(n_rows, N_OUTCOMES);
}

/* --- single files looked at closely ---------------------------------------------------------------- */

static size_t count_outer(const struct xn_shape *shape)
{
    size_t n = 0;
    for (uint32_t r = 0; r < shape->n_rings; r++)
        n += shape->ring_outer[r];
    return n;
}

static void test_no_prj(void **state)
{
    (void)state;
    struct result r = read_file("made/no_prj.shp", NULL);
    assert_int_equal(r.status, XN_INPUT);
    assert_non_null(strstr(r.err.message, "no coordinate reference system was given"));
    finish(&r);
}

static void test_no_shp(void **state)
{
    (void)state;
    char path[512];
    xn_test_shared("torture/made/no_shp.dbf", path, sizeof path);
    memcpy(path + strlen(path) - 3, "shp", 3);
    struct result r = read_path(path, METRES);
    assert_int_equal(r.status, XN_NOT_FOUND);
    assert_non_null(strstr(r.err.message, "no_shp.shp"));
    finish(&r);
}

static void test_rings_and_parts(void **state)
{
    (void)state;
    struct result r = read_file("gdal/issue_14385.shp", DEGREES);
    assert_int_equal(r.features->shape[1].n_rings, 3); /* one shell, two holes: no ring is lost */
    assert_int_equal(count_outer(&r.features->shape[1]), 1);
    finish(&r);
    r = read_file("gdal/multipolygon_as_invalid_polygon.shp", DEGREES);
    assert_int_equal(r.features->shape[0].n_rings, 2);
    assert_int_equal(count_outer(&r.features->shape[0]), 2);
    finish(&r);
    r = read_file("made/bowtie.shp", NULL);
    assert_int_equal(count_outer(&r.features->shape[0]), 2);
    assert_true(xn_shape_area_m2(&r.features->shape[0]) == 5000); /* by the even-odd rule */
    finish(&r);
    r = read_file("made/ring_not_closed.shp", NULL);
    assert_true(xn_shape_area_m2(&r.features->shape[0]) == 10000);
    finish(&r);
    r = read_file("made/ccw_outer_only.shp", NULL);
    assert_true(xn_shape_area_m2(&r.features->shape[0]) == 10000);
    finish(&r);
}

static void test_places(void **state)
{
    (void)state;
    struct result r = read_file("made/hole_filled_by_enclave.shp", NULL);
    assert_false(xn_shape_contains(&r.features->shape[0], 404030, 5757030));
    assert_true(xn_shape_contains(&r.features->shape[1], 404030, 5757030));
    struct xn_adjacency *adjacency = NULL;
    assert_int_equal(xn_adjacency_build(r.features->shape, 2, 0, NULL, &adjacency, NULL), XN_OK);
    assert_true(adjacency->boundary_m[0] == 80);
    xn_adjacency_free(adjacency);
    finish(&r);
    r = read_file("made/overlapping_neighbours.shp", NULL);
    struct xn_locator *locator = NULL;
    assert_int_equal(xn_locator_new(r.features->shape, 2, &locator, NULL), XN_OK);
    assert_int_equal(xn_locator_find(locator, 404075, 5757050), 0); /* in both */
    xn_locator_free(locator);
    finish(&r);
}

static void test_tables(void **state)
{
    (void)state;
    struct result r = read_file("made/latin1_no_cpg_ldid0.shp", NULL);
    const size_t name = xn_table_column(r.features->table, "NAME");
    bool found = false;
    for (size_t i = 0; i < r.features->n_records; i++)
        found |= strcmp(xn_table_cell(r.features->table, i, name), "Amelsbüren") == 0;
    assert_true(found);
    finish(&r);
    r = read_file("gdal/chinese.dbf", NULL);
    assert_string_equal(r.table->column[0], "中国");
    finish(&r);
    r = read_file("gdal/nan.dbf", NULL);
    assert_string_equal(r.table->cell[0], "nan");
    double number;
    assert_int_equal(xn_table_number(r.table, 0, 0, &number, NULL), XN_INPUT);
    finish(&r);
    r = read_file("gdal/date_empty_string.dbf", NULL);
    assert_string_equal(r.table->cell[0], "");
    finish(&r);
    r = read_file("pyshp/latin1.dbf", NULL); /* beside a .shp without .shx */
    assert_int_equal(r.status, XN_OK);
    assert_true(noted(&r, "read as CP1252"));
    finish(&r);
}

static void test_bad_numbers(void **state)
{
    (void)state;
    struct result r = read_file("made/dbf_bad_numbers.shp", NULL);
    const size_t column = xn_table_column(r.features->table, "EINW");
    size_t n_bad = 0;
    for (size_t i = 0; i < r.features->n_records; i++) {
        double number;
        struct xn_error err = {0};
        if (xn_table_number(r.features->table, i, column, &number, &err) == XN_OK)
            continue;
        n_bad++;
        assert_non_null(strstr(err.message, "column EINW: found '"));
    }
    assert_int_equal(n_bad,
                     4); /* "***", blank, "abc", "12,5"; -5 and 1e3 are numbers, for the city to judge */
    finish(&r);
}

/* Polygons that came without a table, given one. */
static void test_with_a_table(void **state)
{
    (void)state;
    static const struct {
        const char *stem;
        size_t n_units, n_outer, n_rings; /* of the last unit; 0 units: refused */
    } layer[] = {
        /* the "hole" of the second lies along its outer ring: repaired to the outer ring with a bay */
        {"gdal/polygonm_with_m", 2, 1, 1},
        {"gdal/polygonm_without_m", 2, 1, 1}, /* and is not closed */
        {"gdal/test3356", 1, 2, 2},           /* two outer rings, no hole */
        {"gdal/buggymultipoly", 0, 0, 0},
        {"gdal/extentnan", 0, 0, 0}, /* bounds of NaN in the header, and no record */
    };
    static const char *const cell[] = {"one", "two"};
    static const char *const ending[] = {".shp", ".shx"};
    for (size_t i = 0; i < sizeof layer / sizeof *layer; i++) {
        struct folder folder;
        folder_new(&folder);
        for (int k = 0; k < 2; k++) {
            char name[128], path[512], copy[16];
            snprintf(name, sizeof name, "torture/%s%s", layer[i].stem, ending[k]);
            snprintf(copy, sizeof copy, "a%s", ending[k]);
            xn_test_shared(name, path, sizeof path);
            char *bytes = NULL;
            size_t length;
            assert_int_equal(xn_file_read(path, 1 << 20, &bytes, &length, NULL), XN_OK);
            write_bytes(&folder, copy, bytes, length);
            xn_free(bytes);
        }
        write_dbf(&folder, "a.dbf", cell, layer[i].n_units ? layer[i].n_units : i == 3);
        struct result r = read_path(in_folder(&folder, "a.shp"), DEGREES);
        assert_int_equal(r.status, layer[i].n_units ? XN_OK : XN_INPUT);
        if (r.status == XN_OK) {
            check_features(r.features);
            const struct xn_shape *last = &r.features->shape[r.features->n_records - 1];
            assert_int_equal(count_outer(last), layer[i].n_outer);
            assert_int_equal(last->n_rings, layer[i].n_rings);
        }
        finish(&r);
        folder_delete(&folder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_file_of_the_manifest),
        cmocka_unit_test(test_no_prj),
        cmocka_unit_test(test_no_shp),
        cmocka_unit_test(test_rings_and_parts),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_bad_numbers),
        cmocka_unit_test(test_with_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
