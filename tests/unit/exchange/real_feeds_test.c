/* Real files in every form: a portal's advertisements on the real districts of Münster, the OpenImmo sample,
 * the reference data of VERA; skips without ../shared. */
#include "test.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "noted.h"
#include "shared.h"
#include "xenia/exchange.h"
#include "xenia/study.h"

static struct xn_offers *read_shared(const char *relative, struct xn_notes *notes)
{
    char path[4096];
    struct xn_offers *offers = NULL;
    xn_test_shared(relative, path, sizeof path);
    ASSERT_OK(xn_offers_read(path, NULL, &offers, notes, &err));
    return offers;
}

static const struct xn_dwelling *find(const struct xn_offers *offers, const char *id)
{
    for (size_t i = 0; i < offers->count; i++)
        if (strcmp(offers->dwelling[i].id, id) == 0)
            return &offers->dwelling[i];
    fail_msg("no offer %s", id);
    return NULL;
}

static void every_advertisement_is_read(void **state)
{
    (void)state;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    XN_AUTO(xn_offers_free)
    struct xn_offers *offers = read_shared("gisdata/offers/offers_muenster_immonet.csv", &notes);
    assert_int_equal(offers->count, 50);
    assert_true(offers->n_unreadable == 0 && !offers->partial);
    size_t with_net = 0, with_gross = 0, on_ground = 0, dwellings = 0;
    for (size_t i = 0; i < offers->count; i++) {
        const struct xn_dwelling *d = &offers->dwelling[i];
        with_net += isnan(d->rent_net_eur) ? 0 : 1;
        with_gross += isnan(d->rent_gross_eur) ? 0 : 1;
        on_ground += d->floor == 0.0;
        dwellings += d->is_dwelling == XN_YES;
        assert_true(d->rent_net_eur >= 250.0 && d->rent_net_eur <= 4000.0); /* 1.203 is 1203 */
        assert_true(d->rooms >= 1.0 && d->area_m2 >= 25.0);
    }
    assert_true(with_net == 50 && with_gross == 0 && dwellings == 50);
    assert_int_equal(on_ground, 9);
    assert_true(find(offers, "selObject_44915703")->rent_net_eur == 1203.0);
    assert_true(find(offers, "selObject_44840445")->rent_net_eur == 1548.90);
    assert_true(find(offers, "selObject_44893003")->rooms == 1.5);
    assert_true(is_noted(&notes, "the mapping immonet does not use the columns title"));
    assert_true(is_noted(&notes, "column rent: found '1.203', read as 1203.00 euro"));
}

/* The city of 2019 as a steward would write it down, with the aliases of the demonstration city. */
static struct xn_city *real_city(struct xn_city_input *input)
{
    static char layer[4096];
    struct xn_city *city = NULL;
    xn_test_shared("gisdata/muenster/muenster_statbez_2019.shp", layer, sizeof layer);
    input->n_levels = 1;
    input->level[0] =
        (struct xn_level_input){.name = "district",
                                .layer = layer,
                                .unit_id = "NR",
                                .unit_name = "NAME",
                                .district_aliases = "gisdata/muenster_demo/district_aliases.csv"};
    input->n_groups = 1;
    input->group[0] = "AUSL";
    input->total = "EINW";
    ASSERT_OK(xn_study_load_city(input, NULL, NULL, &city, NULL, &err));
    return city;
}

static void advertisements_are_placed_by_what_people_call_the_districts(void **state)
{
    (void)state;
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(xn_city_input_new(&input, &err));
    XN_AUTO(xn_city_free) struct xn_city *city = real_city(input);
    XN_AUTO(xn_offers_free)
    struct xn_offers *offers = read_shared("gisdata/offers/offers_muenster_immonet.csv", NULL);
    ASSERT_OK(xn_district_aliases_use(input, city, offers->dwelling, offers->count, &notes, &err));
    ASSERT_OK(xn_study_place_dwellings(city, NULL, offers->dwelling, offers->count, &err));
    size_t placed = 0;
    for (size_t i = 0; i < offers->count; i++)
        placed += offers->dwelling[i].has_place;
    assert_int_equal(placed, 18);
    assert_string_equal(find(offers, "selObject_44915703")->district_unit_id, "52"); /* Sentrup */
    assert_string_equal(find(offers, "selObject_45028794")->district_unit_id, "32"); /* Geist */
    assert_null(find(offers, "selObject_45048134")->district_unit_id);               /* Centrum */
    assert_true(is_noted(&notes, "the district 'Centrum' can be 14 of the level district: Aegidii (11), "));
    assert_true(is_noted(&notes, "the district 'Mauritz' can be 3 of the level district: Mauritz-West (25), "
                                 "Mauritz-Mitte (45), Mauritz-Ost (71); the place is not known"));
    assert_false(is_noted(&notes, "by name or alias")); /* no name is unheard of */
}

static void the_openimmo_sample_is_read(void **state)
{
    (void)state;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    XN_AUTO(xn_offers_free)
    struct xn_offers *offers = read_shared("gisdata/offers/openimmo/openimmo-data_127.xml", &notes);
    assert_true(!offers->partial && offers->count == 0 && offers->n_withdrawn == 0);
    assert_int_equal(offers->n_not_for_rent, 1); /* its one object is for sale */
    assert_true(is_noted(&notes, "1 object is not for rent and skipped"));
}

/* The same with its object for rent and an id: every element that is read, in its place. */
static void the_openimmo_sample_for_rent_is_a_dwelling(void **state)
{
    (void)state;
    char path[4096];
    XN_CLEANUP(xn_free_pointer) char *xml = NULL;
    size_t length = 0;
    xn_test_shared("gisdata/offers/openimmo/openimmo-data_127.xml", path, sizeof path);
    ASSERT_OK(xn_file_read(path, 1 << 20, &xml, &length, &err));
    static const char sale[] = "KAUF=\"true\" MIETE_PACHT=\"false\"",
                      rent[] = "KAUF=\"false\" MIETE_PACHT=\"true\"";
    static const char no_id[] = "<objektnr_extern />", id[] = "<objektnr_extern>7</objektnr_extern>";
    char *at = strstr(xml, sale), *end = strstr(xml, no_id);
    assert_true(at && end);
    XN_AUTO_BUF text = XN_BUF_INIT;
    xn_buf_append(&text, xml, (size_t)(at - xml));
    xn_buf_puts(&text, rent);
    xn_buf_append(&text, at + strlen(sale), (size_t)(end - at) - strlen(sale));
    xn_buf_puts(&text, id);
    xn_buf_puts(&text, end + strlen(no_id));
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(xn_offers_parse(text.data, text.length, "sample.xml", NULL, &offers, &notes, &err));
    assert_int_equal(offers->count, 1);
    const struct xn_dwelling *d = &offers->dwelling[0];
    assert_string_equal(d->corporation, "MusterMannFrau Immobilien");
    assert_string_equal(d->district, "Blumenviertel");
    assert_string_equal(d->kind, "zimmer ZIMMER");
    assert_true(d->lat == 22.22 && d->lon == 22.22 && d->floor == 1.0 && d->area_m2 == 1.0 &&
                d->rooms == 1.0);
    assert_true(d->lift == XN_YES && d->step_free == XN_UNKNOWN && d->max_household == 10.0);
    assert_string_equal(d->entitlement, "");
    assert_int_equal(d->available, xn_date_of(2001, 1, 1));
    assert_int_equal(d->closes, xn_date_of(2001, 1, 3));
    assert_string_equal(d->unreadable, "rent_net_eur;rent_gross_eur"); /* in DEM and by the year */
}

/* Every detail of the standard belongs to the status that the standard says, and to no other. */
static void the_details_are_those_of_the_reference_data(void **state)
{
    (void)state;
    char path[4096];
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    const struct xn_csv_options options = {';', "UTF-8"};
    size_t n = 0;
    xn_test_shared("gisdata/offers/vera/Referentiedata.csv", path, sizeof path);
    ASSERT_OK(xn_csv_read(path, &options, &table, NULL, &err));
    for (size_t row = 0; row < table->n_rows; row++) {
        static const char *const status[] = {"AAN", "GEW", "ING", "TOE"};
        if (strcmp(xn_table_cell(table, row, 0), "AANBIEDINGDETAILSTATUS") != 0)
            continue;
        n++;
        for (size_t i = 0; i < 4; i++) {
            XN_AUTO(xn_vera_offers_free) struct xn_vera_offers *offers = NULL;
            char json[256];
            const char *parent = xn_table_cell(table, row, xn_table_column(table, "Parent"));
            (void)snprintf(json, sizeof json,
                           "{\"id\":\"1\",\"status\":{\"code\":\"%s\"},\"detailStatus\":{\"code\":\"%s\"}}",
                           status[i], xn_table_cell(table, row, 1));
            const bool belongs = strcmp(strchr(parent, '.') + 1, status[i]) == 0;
            assert_int_equal(xn_vera_offers_parse(json, strlen(json), "a.json", &offers, NULL, NULL),
                             belongs ? XN_OK : XN_INPUT);
        }
    }
    assert_int_equal(n, 22);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_advertisement_is_read),
        cmocka_unit_test(advertisements_are_placed_by_what_people_call_the_districts),
        cmocka_unit_test(the_openimmo_sample_is_read),
        cmocka_unit_test(the_openimmo_sample_for_rent_is_a_dwelling),
        cmocka_unit_test(the_details_are_those_of_the_reference_data),
    };
    return XN_RUN(tests);
}
