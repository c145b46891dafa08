/* real_cities_test.c - the real cities become what their README says they are. */
#include "shared.h"
#include "test.h"
#include <stdio.h>
#include <string.h>
#include "xenia/city.h"

struct expected {
    const char *layer, *id;
    const char *group[8];
    const char *total, *percent_of;
    double missing;
    size_t n_units, n_empty, n_missing, n_groups;
};

static size_t count_units(const struct xn_city *city, bool missing)
{
    const struct xn_counts counts = xn_city_counts(city, 0);
    size_t n = 0;
    for (size_t u = 0; u < counts.n_units; u++)
        n += counts.unit_total[u] == 0 && xn_city_unit(city, 0, u)->counts_missing == missing;
    return n;
}

static void check_areas_come_back(const struct xn_city *city)
{
    XN_AUTO_BUF image = XN_BUF_INIT;
    XN_AUTO(xn_city_free) struct xn_city *back = NULL;
    ASSERT_OK(xn_city_put_areas(city, &image, &err));
    ASSERT_OK(xn_city_from_areas(image.data, image.length, xn_city_areas_fingerprint(city), &back, &err));
    assert_int_equal(xn_city_units(back, 0), xn_city_units(city, 0));
}

static void real_cities_have_their_units_and_people(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"muenster/muenster_statbez_2019.shp",
         "NR",
         {"AUSL", "D_PERS", "D_VERERBT", "D_OHNE"},
         "EINW",
         NULL,
         0,
         45,
         0,
         0,
         4},
        {"enschede/enschede_buurten_2021.shp",
         "BU_CODE",
         {"P_WEST_AL", "P_N_W_AL"},
         NULL,
         "AANT_INW",
         -99999999,
         70,
         0,
         3,
         3},
        /* 448 records, of which two are halves of area 06010102 */
        {"berlin/berlin_plr_2020.shp",
         "PLR_ID",
         {"EW_D_OHNE", "EW_D_MH", "EW_AUSL"},
         "EW",
         NULL,
         0,
         447,
         0,
         0,
         3},
        {"london/london_lsoa_ethnicity_2011.shp",
         "LSOA11CD",
         {"WhiteBrit", "Indian"},
         "Persons",
         NULL,
         0,
         4835,
         0,
         0,
         3},
        {"us/delaware_tracts2010.shp", "id", {"white", "black", "hisp"}, NULL, NULL, 0, 218, 4, 0, 3},
        {"us/rockland.shp", "GEOID", {"WHITE", "BLACK"}, "TOT", NULL, 0, 4764, 1247, 0, 3},
        {"nc/nc.shp", "FIPS", {"NWBIR74", "WBIR74"}, "BIR74", NULL, 0, 100, 0, 0, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct expected *e = &cases[i];
        char relative[128], path[512];
        XN_AUTO(xn_features_free) struct xn_features *layer = NULL;
        XN_AUTO(xn_city_free) struct xn_city *city = NULL;
        snprintf(relative, sizeof relative, "gisdata/%s", e->layer);
        xn_test_shared(relative, path, sizeof path);
        ASSERT_OK(xn_features_read(path, &(struct xn_layer_options){0}, &layer, NULL, &err));
        struct xn_group_source groups = {.column = e->group,
                                         .total = e->total,
                                         .percent_of = e->percent_of,
                                         .missing = &e->missing,
                                         .n_missing = e->missing != 0};
        while (groups.n_columns < 8 && e->group[groups.n_columns])
            groups.n_columns++;
        const struct xn_level_source level = {.name = "district", .features = layer, .unit_id = e->id};
        ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
        assert_int_equal(xn_city_units(city, 0), e->n_units);
        assert_int_equal(count_units(city, false), e->n_empty);
        assert_int_equal(count_units(city, true), e->n_missing);
        assert_int_equal(xn_city_counts(city, 0).n_groups, e->n_groups);
        check_areas_come_back(city);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_cities_have_their_units_and_people),
    };
    return XN_RUN(tests);
}
