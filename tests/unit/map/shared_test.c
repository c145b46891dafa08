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
    size_t n_units, svg_limit, pdf_limit;
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

static void keep(const struct real_city *real, const char *ending, const struct xn_buf *buf)
{
    if (!picture_folder)
        return;
    char path[600];
    snprintf(path, sizeof path, "%s/%s%s", picture_folder, real->id, ending);
    assert_int_equal(xn_file_write(path, buf->data, buf->length, NULL), XN_OK);
}

/* A page of paper holds every border at print size and stays small enough to be mailed. */
static void print(const struct real_city *real, const struct xn_map *map)
{
    XN_AUTO_BUF pdf = XN_BUF_INIT, again = XN_BUF_INIT;
    assert_int_equal(xn_map_pdf(map, XN_PAPER_A3, 20787, &pdf, NULL), XN_OK);
    assert_int_equal(xn_map_pdf(map, XN_PAPER_A3, 20787, &again, NULL), XN_OK);
    assert_true(pdf.length < real->pdf_limit);
    assert_int_equal(pdf.length, again.length);
    assert_memory_equal(pdf.data, again.data, pdf.length);
    keep(real, ".pdf", &pdf);
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
    keep(real, ".svg", &svg);
    keep(real, ".png", &png);
    keep(real, ".geojson", &geojson);
    print(real, &map);
}

/* What is published of a city: small areas withheld, wide intervals, and a change that they may explain. */
struct published {
    double *lower, *upper, *earlier;
    bool *uncertain, *withheld;
    size_t n_uncertain, n_withheld;
};

static void invent(const struct xn_city *city, double *value, struct xn_arena *arena, struct published *ret)
{
    const struct xn_counts counts = xn_city_counts(city, 0);
    assert_int_equal(XN_ARENA_ARRAY(arena, counts.n_units, &ret->lower, NULL), XN_OK);
    assert_int_equal(XN_ARENA_ARRAY(arena, counts.n_units, &ret->upper, NULL), XN_OK);
    assert_int_equal(XN_ARENA_ARRAY(arena, counts.n_units, &ret->earlier, NULL), XN_OK);
    assert_int_equal(XN_ARENA_ARRAY(arena, counts.n_units, &ret->uncertain, NULL), XN_OK);
    assert_int_equal(XN_ARENA_ARRAY(arena, counts.n_units, &ret->withheld, NULL), XN_OK);
    for (size_t i = 0; i < counts.n_units; i++) {
        ret->withheld[i] = counts.unit_total[i] > 0 && i % 17 == 3;
        value[i] = ret->withheld[i] ? NAN : value[i];
        const double half = 1.645 * fabs(value[i]) / sqrt(0.1 + counts.unit_total[i] / 100);
        ret->lower[i] = value[i] - half;
        ret->upper[i] = value[i] + half;
        ret->uncertain[i] = isfinite(value[i]) && i % 5 == 1;
        ret->earlier[i] = value[i] * (1 - 0.1 * sin((double)i));
        ret->n_withheld += ret->withheld[i];
        ret->n_uncertain += ret->uncertain[i];
    }
}

static void draw_and_keep(const struct real_city *real, const struct xn_map *map, const char *ending,
                          const struct published *published)
{
    XN_AUTO_BUF svg = XN_BUF_INIT, png = XN_BUF_INIT, csv = XN_BUF_INIT;
    char name[40];
    assert_int_equal(xn_map_svg(map, &svg, NULL), XN_OK);
    assert_int_equal(xn_map_png(map, 1920, &png, NULL), XN_OK);
    assert_int_equal(xn_map_csv(map, &csv, NULL), XN_OK);
    assert_int_equal(count(svg.data, "data-unit="), real->n_units);
    assert_int_equal(count(csv.data, "\r\n"), real->n_units + 1);
    assert_int_equal(count(csv.data, ",yes,no,"), published->n_uncertain);
    assert_int_equal(count(csv.data, ",no,yes,"), published->n_withheld);
    snprintf(name, sizeof name, "%s.svg", ending);
    keep(real, name, &svg);
    snprintf(name, sizeof name, "%s.png", ending);
    keep(real, name, &png);
}

/* The same city as a working group would have it: hatched, withheld, and changed since. */
static void draw_published(const struct real_city *real)
{
    XN_AUTO(xn_city_free) struct xn_city *city = load(real);
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    XN_CLEANUP(xn_free_pointer) double *value = xn_calloc(xn_city_units(city, 0), sizeof *value);
    struct published published = {0};
    local_values(city, real->index, value);
    invent(city, value, arena, &published);
    const struct xn_counts counts = xn_city_counts(city, 0);
    const struct xn_index_entry *entry = xn_index_find(real->index);
    struct xn_map map = {.city = city,
                         .city_title = real->id,
                         .language = real->language,
                         .index = entry,
                         .group = xn_index_takes_group(entry) ? real->group[0] : NULL,
                         .city_value = counts.group_total[0] / counts.total,
                         .value = value,
                         .lower = published.lower,
                         .upper = published.upper,
                         .uncertain = published.uncertain,
                         .withheld = published.withheld,
                         .published = "2026Q4",
                         .source_note = real->layer};
    draw_and_keep(real, &map, "-published", &published);
    for (size_t i = 0; i < counts.n_units; i++) {
        value[i] -= published.earlier[i];
        published.lower[i] -= published.earlier[i];
        published.upper[i] -= published.earlier[i];
    }
    map.changed_since = "2026Q3";
    draw_and_keep(real, &map, "-change", &published);
}

static void muenster(void **state)
{
    (void)state;
    const struct real_city real = {.id = "muenster",
                                   .layer = "gisdata/muenster/muenster_statbez_2019.shp",
                                   .unit_id = "NR",
                                   .unit_name = "NAME",
                                   .n_groups = 4,
                                   .group = {"AUSL", "D_PERS", "D_VERERBT", "D_OHNE"},
                                   .language = XN_GERMAN,
                                   .index = "share",
                                   .n_units = 45,
                                   .svg_limit = 100000,
                                   .pdf_limit = 150000};
    draw(&real);
    draw_published(&real);
}

static void enschede(void **state)
{
    (void)state;
    const struct real_city real = {.id = "enschede",
                                   .layer = "gisdata/enschede/enschede_buurten_2021.shp",
                                   .unit_id = "BU_CODE",
                                   .unit_name = "BU_NAAM",
                                   .percent_of = "AANT_INW",
                                   .n_groups = 2,
                                   .group = {"P_N_W_AL", "P_WEST_AL"},
                                   .language = XN_DUTCH,
                                   .index = "location_quotient",
                                   .n_units = 70,
                                   .svg_limit = 100000,
                                   .pdf_limit = 150000};
    draw(&real);
    draw_published(&real);
}

static void berlin(void **state)
{
    (void)state;
    const struct real_city real = {.id = "berlin",
                                   .layer = "gisdata/berlin/berlin_plr_2020.shp",
                                   .unit_id = "PLR_ID",
                                   .unit_name = "NAME",
                                   .n_groups = 3,
                                   .group = {"EW_AUSL", "EW_D_MH", "EW_D_OHNE"},
                                   .language = XN_GERMAN,
                                   .index = "local_diversity",
                                   .n_units = 447,
                                   .svg_limit = 500000,
                                   .pdf_limit = 500000};
    draw(&real);
    draw_published(&real);
}

static void london(void **state)
{
    (void)state;
    const struct real_city real = {.id = "london",
                                   .layer = "gisdata/london/london_lsoa_ethnicity_2011.shp",
                                   .unit_id = "LSOA11CD",
                                   .unit_name = "LSOA11NM",
                                   .total = "Persons",
                                   .n_groups = 14,
                                   .group = {"Bangladesh", "WhiteBrit", "Irish", "OtherWhite", "Mixed",
                                             "Indian", "Pakistani", "Chinese", "OtherAsian", "BlkAfrican",
                                             "BlkCaribbe", "OtherBlk", "Arab", "Other"},
                                   .language = XN_ENGLISH,
                                   .index = "share",
                                   .n_units = 4835,
                                   .svg_limit = 2000000,
                                   .pdf_limit = 1200000};
    draw(&real);
    draw_published(&real);
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
