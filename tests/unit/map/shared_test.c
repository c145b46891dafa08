/* Real cities: every unit is in the picture, files stay small, bytes stay the same. With a folder as argument
 * the pictures are also written there, to be looked at. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "fontconfig_leaks.h"
#include "shared.h"
#include "xenia/map.h"
#include "xenia/study.h"

static const char *picture_folder;

struct real_city {
    const char *id, *layer, *unit_id, *unit_name, *percent_of, *total;
    size_t n_groups;
    const char *group[14];
    enum xn_language language;
    const char *index;
    size_t n_units, svg_limit;
};

static struct xn_city *load(const struct real_city *real)
{
    char layer[512];
    xn_test_shared(real->layer, layer, sizeof layer);
    struct xn_city_input input = {.n_levels = 1,
                                  .level = {{.name = "district",
                                             .layer = layer,
                                             .unit_id = real->unit_id,
                                             .unit_name = real->unit_name}},
                                  .n_groups = real->n_groups,
                                  .percent_of = real->percent_of,
                                  .total = real->total,
                                  .n_missing = 1,
                                  .missing = {-99999999}};
    memcpy(input.group, real->group, sizeof real->group);
    struct xn_city *city = NULL;
    struct xn_error err = {0};
    if (xn_study_load_city(&input, NULL, NULL, &city, NULL, &err) != XN_OK)
        fail_msg("%s", err.message);
    return city;
}

static void local_values(const struct xn_city *city, const char *index, double *value)
{
    const struct xn_index_entry *entry;
    struct xn_parameters parameters;
    const struct xn_index_input input = {.counts = xn_city_counts(city, 0),
                                         .area_m2 = xn_city_areas_m2(city, 0)};
    assert_int_equal(xn_index_parse(index, &entry, &parameters, NULL), XN_OK);
    assert_int_equal(xn_index_local(entry, &input, &parameters, value, NULL), XN_OK);
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (; (text = strstr(text, part)); text += strlen(part))
        n++;
    return n;
}

static void keep(const struct real_city *real, const char *extension, const struct xn_buf *buf)
{
    if (!picture_folder)
        return;
    char path[600];
    snprintf(path, sizeof path, "%s/%s.%s", picture_folder, real->id, extension);
    assert_int_equal(xn_file_write(path, buf->data, buf->length, NULL), XN_OK);
}

static void draw(const struct real_city *real)
{
    XN_AUTO(xn_city_free) struct xn_city *city = load(real);
    XN_CLEANUP(xn_free_pointer) double *value = xn_calloc(xn_city_units(city, 0), sizeof *value);
    assert_int_equal(xn_city_units(city, 0), real->n_units);
    local_values(city, real->index, value);
    const struct xn_index_entry *entry = xn_index_find(real->index);
    const struct xn_map map = {.city = city,
                               .city_title = real->id,
                               .language = real->language,
                               .index = entry,
                               .group = xn_index_takes_group(entry) ? real->group[0] : NULL,
                               .value = value,
                               .source_note = real->layer};
    XN_AUTO_BUF svg = XN_BUF_INIT, again = XN_BUF_INIT, png = XN_BUF_INIT, geojson = XN_BUF_INIT;
    assert_int_equal(xn_map_svg(&map, &svg, NULL), XN_OK);
    assert_int_equal(xn_map_svg(&map, &again, NULL), XN_OK);
    assert_int_equal(xn_map_png(&map, 1200, &png, NULL), XN_OK);
    assert_int_equal(xn_map_geojson(&map, &geojson, NULL), XN_OK);
    assert_int_equal(count(svg.data, "data-unit="), real->n_units);
    assert_int_equal(count(geojson.data, "\"Feature\""), real->n_units);
    assert_true(svg.length < real->svg_limit);
    assert_int_equal(svg.length, again.length);
    assert_memory_equal(svg.data, again.data, svg.length);
    keep(real, "svg", &svg);
    keep(real, "png", &png);
    keep(real, "geojson", &geojson);
}

static void muenster(void **state)
{
    (void)state;
    draw(&(struct real_city){.id = "muenster",
                             .layer = "gisdata/muenster/muenster_statbez_2019.shp",
                             .unit_id = "NR",
                             .unit_name = "NAME",
                             .n_groups = 4,
                             .group = {"AUSL", "D_PERS", "D_VERERBT", "D_OHNE"},
                             .language = XN_GERMAN,
                             .index = "share",
                             .n_units = 45,
                             .svg_limit = 100000});
}

static void enschede(void **state)
{
    (void)state;
    draw(&(struct real_city){.id = "enschede",
                             .layer = "gisdata/enschede/enschede_buurten_2021.shp",
                             .unit_id = "BU_CODE",
                             .unit_name = "BU_NAAM",
                             .percent_of = "AANT_INW",
                             .n_groups = 2,
                             .group = {"P_N_W_AL", "P_WEST_AL"},
                             .language = XN_DUTCH,
                             .index = "location_quotient",
                             .n_units = 70,
                             .svg_limit = 100000});
}

static void berlin(void **state)
{
    (void)state;
    draw(&(struct real_city){.id = "berlin",
                             .layer = "gisdata/berlin/berlin_plr_2020.shp",
                             .unit_id = "PLR_ID",
                             .unit_name = "NAME",
                             .n_groups = 3,
                             .group = {"EW_AUSL", "EW_D_MH", "EW_D_OHNE"},
                             .language = XN_GERMAN,
                             .index = "local_diversity",
                             .n_units = 447,
                             .svg_limit = 500000});
}

static void london(void **state)
{
    (void)state;
    draw(&(struct real_city){.id = "london",
                             .layer = "gisdata/london/london_lsoa_ethnicity_2011.shp",
                             .unit_id = "LSOA11CD",
                             .unit_name = "LSOA11NM",
                             .total = "Persons",
                             .n_groups = 14,
                             .group = {"Bangladesh", "WhiteBrit", "Irish", "OtherWhite", "Mixed", "Indian",
                                       "Pakistani", "Chinese", "OtherAsian", "BlkAfrican", "BlkCaribbe",
                                       "OtherBlk", "Arab", "Other"},
                             .language = XN_ENGLISH,
                             .index = "share",
                             .n_units = 4835,
                             .svg_limit = 2000000});
}

int main(int argc, char **argv)
{
    char folder[512];
    xn_test_shared("gisdata", folder, sizeof folder);
    picture_folder = argc > 1 ? argv[1] : NULL;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(muenster),
        cmocka_unit_test(enschede),
        cmocka_unit_test(berlin),
        cmocka_unit_test(london),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
