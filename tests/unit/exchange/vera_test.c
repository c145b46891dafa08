#include "test.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "noted.h"
#include "vera_sample.h"
#include "xenia/exchange.h"

static enum xn_status parse(const char *json, struct xn_offers **ret, struct xn_notes *notes,
                            struct xn_error *err)
{
    return xn_offers_parse(json, strlen(json), "v.json", NULL, ret, notes, err);
}

/* --- publications ----------------------------------------------------------------------------------------
 */

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void assert_same(const struct xn_dwelling *a, const struct xn_dwelling *b)
{
    const char *const text[][2] = {{a->id, b->id},
                                   {a->corporation, b->corporation},
                                   {a->address, b->address},
                                   {a->postcode, b->postcode},
                                   {a->city, b->city},
                                   {a->district, b->district},
                                   {a->kind, b->kind},
                                   {a->entitlement, b->entitlement},
                                   {a->unreadable, b->unreadable}};
    const double number[][2] = {{a->lon, b->lon},
                                {a->lat, b->lat},
                                {a->rent_net_eur, b->rent_net_eur},
                                {a->rent_gross_eur, b->rent_gross_eur},
                                {a->rooms, b->rooms},
                                {a->area_m2, b->area_m2},
                                {a->min_household, b->min_household},
                                {a->max_household, b->max_household},
                                {a->max_income_eur, b->max_income_eur},
                                {a->min_age, b->min_age},
                                {a->floor, b->floor}};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        assert_string_equal(text[i][0], text[i][1]);
    for (size_t i = 0; i < sizeof number / sizeof *number; i++)
        assert_true(same_number(number[i][0], number[i][1]));
    assert_int_equal(a->is_dwelling, b->is_dwelling);
    assert_int_equal(a->step_free, b->step_free);
    assert_int_equal(a->lift, b->lift);
    assert_int_equal(a->published, b->published);
    assert_int_equal(a->closes, b->closes);
    assert_int_equal(a->available, b->available);
    assert_int_equal(a->on_offer_elsewhere, b->on_offer_elsewhere);
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 200; round++) {
        struct vera_sample sample;
        XN_AUTO_BUF buf = XN_BUF_INIT;
        XN_AUTO(xn_offers_free) struct xn_offers *back = NULL;
        XN_AUTO_NOTES notes = XN_NOTES_INIT;
        vera_sample_draw(&sample, round);
        vera_sample_publications(&sample, &buf);
        ASSERT_OK(parse(xn_buf_text(&buf), &back, &notes, &err));
        assert_int_equal(back->count, VERA_SAMPLE_SIZE);
        assert_int_equal(notes.count, 0);
        assert_true(back->partial && back->n_withdrawn == 0 && back->n_unreadable == 0);
        for (size_t i = 0; i < back->count; i++) {
            assert_same(&sample.dwelling[i], &back->dwelling[i]);
            assert_int_equal(back->dwelling[i].line, i + 1);
        }
    }
}

static void one_object_is_a_list_of_one(void **state)
{
    (void)state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(
        parse("\xef\xbb\xbf {\"idExtern\":\"P1\",\"idOrganisatie\":\"L0001\",\"status\":{\"code\":\"GEP\"},"
              "\"begindatum\":\"2024-03-31T22:00:00Z\",\"einddatum\":\"2024-04-05T21:59:59Z\","
              "\"opleverdatum\":null,\"reactieUrl\":\"https://x\",\"wachttijd\":3,\"aantalEenheden\":2,"
              "\"extra-attributen\":[{\"naam\":\"rooms\",\"waarde\":\"3\"},"
              "{\"naam\":\"rent_gross_eur\",\"waarde\":\"€ 612,50\"},"
              "{\"naam\":\"floor\",\"waarde\":\"hoog\"},{\"naam\":\"tuin\",\"waarde\":\"ja\"}]}",
              &offers, &notes, &err));
    assert_int_equal(offers->count, 1);
    const struct xn_dwelling *d = &offers->dwelling[0];
    assert_string_equal(d->id, "P1");
    assert_string_equal(d->corporation, "L0001");
    assert_int_equal(d->published, xn_date_of(2024, 4, 1)); /* midnight in Amsterdam, in summer time */
    assert_int_equal(d->closes, xn_date_of(2024, 4, 5));
    assert_int_equal(d->available, XN_NO_DATE);
    assert_true(d->rooms == 3.0 && d->rent_gross_eur == 612.5 && isnan(d->floor));
    assert_string_equal(d->unreadable, "floor");
    assert_true(
        is_noted(&notes, "v.json, Publicatie 1, member rent_gross_eur: found '€ 612,50', read as 612.50"));
    assert_true(is_noted(&notes, "v.json, Publicatie 1, member floor: found 'hoog', wanted a number"));
    assert_true(is_noted(&notes, "v.json, Publicatie 1: found 2 dwellings in one, taken as one offer"));
    assert_true(is_noted(&notes, "v.json: not used are the members reactieUrl, wachttijd, tuin"));
}

static void the_status_says_whether_it_is_on_offer(void **state)
{
    (void)state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(
        parse("[{\"id\":\"1\",\"status\":{\"code\":\"GEP\"}},{\"id\":\"2\",\"status\":{\"code\":\"AAN\"}},"
              "{\"id\":\"3\",\"status\":{\"code\":\"GEP\"},\"detailStatus\":{\"code\":\"HUU\"}},"
              "{\"id\":\"4\",\"aantalEenhedenBeschikbaar\":0},{\"id\":\"5\",\"status\":{\"code\":\"AFG\"}},"
              "{\"id\":\"6\",\"status\":{\"code\":\"ING\"}},{\"id\":\"7\",\"status\":{\"code\":\"VOO\"}},"
              "{\"id\":\"8\",\"status\":{\"code\":\"GER\"}},"
              "{\"id\":\"9\",\"overeenkomstsoort\":{\"code\":\"KOO\"}}]",
              &offers, &notes, &err));
    assert_int_equal(offers->count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(offers->dwelling[i].on_offer_elsewhere, i > 0);
    assert_int_equal(offers->n_withdrawn, 5);
    assert_int_equal(offers->n_not_for_rent, 1);
    assert_true(is_noted(&notes, "v.json: 2 Publicaties are not yet on offer (VOO, GER) and skipped"));
    assert_true(is_noted(&notes, "v.json: 1 Publicatie is not for rent and skipped"));
}

static void faults_name_the_publication_and_the_member(void **state)
{
    (void)state;
    static const struct {
        const char *json, *sentence;
    } row[] = {
        {"[{}]", "v.json, Publicatie 1, member id: found nothing, wanted an id"},
        {"[{\"id\":7}]", "v.json, Publicatie 1, member id: found 7, wanted an id"},
        {"[3]", "v.json, Publicatie 1: found 3, wanted an object"},
        {"[{\"id\":\"1\",\"status\":{\"code\":\"XYZ\"}}]",
         "member status: found {\"code\":\"XYZ\"}, wanted a code of"},
        {"[{\"id\":\"1\",\"status\":\"GEP\"}]", "member status: found \"GEP\", wanted an object with a code"},
        {"[{\"id\":\"1\",\"idOrganisatie\":[]}]", "member idOrganisatie: found [], wanted a text"},
        {"[{\"id\":\"1\",\"aantalEenheden\":\"1\"}]",
         "member aantalEenheden: found \"1\", wanted a whole number"},
        {"[{\"id\":\"1\",\"extra-attributen\":{}}]", "member extra-attributen: found {}, wanted an array"},
        {"[{\"id\":\"1\",\"extra-attributen\":[{\"naam\":\"rooms\",\"waarde\":3}]}]",
         "wanted an object with texts"},
        {"[{\"id\":\"1\"},{\"id\":\"2\"},{\"id\":\"1\"}]",
         "v.json, Publicatie 3: the id '1' is taken, by the offer on Publicatie 1"},
        {"[{\"id\":\"1\"},{\"id\":\"1\",\"status\":{\"code\":\"AFG\"}}]",
         "v.json, Publicatie 2: the id '1' is taken"},
        {"[{\"id\":\"1\",\"id\":\"2\"}]", "duplicate"},
        {"[{\"id\":\"1\"}", "v.json, line 1, column 11: this is not JSON"},
        {"{\"id\":\"1\"}]", "this is not JSON"},
    };
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        ASSERT_FAILS(XN_INPUT, row[i].sentence, parse(row[i].json, &offers, NULL, &err));
    char deep[2001];
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    ASSERT_FAILS(XN_LIMIT, "v.json: found more than 32 arrays or objects in each other",
                 parse(deep, &offers, NULL, &err));
    assert_null(offers);
}

static void a_file_has_at_most_60_mb(void **state)
{
    (void)state;
    const size_t length = ((size_t)60 << 20) + 1;
    char *json = malloc(length);
    assert_non_null(json);
    memset(json, ' ', length);
    json[0] = '[';
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    ASSERT_FAILS(XN_LIMIT, "a JSON file of offers has at most 60 MB",
                 xn_offers_parse(json, length, "v.json", NULL, &offers, NULL, &err));
    XN_AUTO(xn_vera_offers_free) struct xn_vera_offers *made = NULL;
    ASSERT_FAILS(XN_LIMIT, "a VERA file has at most 60 MB",
                 xn_vera_offers_parse(json, length, "v.json", &made, NULL, &err));
    free(json);
}

static void days_are_those_of_amsterdam(void **state)
{
    (void)state;
    static const struct {
        const char *time;
        int month, day;
    } row[] = {
        {"2023-03-25T22:59:59Z", 3, 25},
        {"2023-03-25T23:00:00Z", 3, 26},
        {"2023-03-26T21:59:59Z", 3, 26},
        {"2023-03-26T22:00:00.5Z", 3, 27},
        {"2023-10-28T21:59:59Z", 10, 28},
        {"2023-10-28T22:00:00Z", 10, 29},
        {"2023-10-29T22:59:59Z", 10, 29},
        {"2023-10-29T23:00:00Z", 10, 30},
        {"2023-07-01", 7, 1},
        {"2023-07-01T23:30:00+02:00", 7, 1},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
        char json[128];
        (void)snprintf(json, sizeof json, "{\"id\":\"1\",\"begindatum\":\"%s\"}", row[i].time);
        ASSERT_OK(parse(json, &offers, NULL, &err));
        assert_int_equal(offers->dwelling[0].published, xn_date_of(2023, row[i].month, row[i].day));
    }
}

/* --- offers and allocations ------------------------------------------------------------------------------
 */

static void offers_made_are_read_back(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 200; round++) {
        struct vera_sample sample;
        XN_AUTO_BUF buf = XN_BUF_INIT;
        XN_AUTO(xn_vera_offers_free) struct xn_vera_offers *back = NULL;
        XN_AUTO_NOTES notes = XN_NOTES_INIT;
        vera_sample_draw(&sample, round);
        vera_sample_offers(&sample, &buf);
        ASSERT_OK(xn_vera_offers_parse(xn_buf_text(&buf), buf.length, "a.json", &back, &notes, &err));
        assert_int_equal(back->count, VERA_SAMPLE_SIZE);
        assert_int_equal(notes.count, 0);
        for (size_t i = 0; i < back->count; i++) {
            const struct xn_vera_offer *a = &sample.offer[i], *b = &back->offer[i];
            assert_string_equal(a->id, b->id);
            assert_string_equal(a->publication, b->publication);
            assert_string_equal(a->candidate, b->candidate);
            assert_string_equal(a->detail, b->detail);
            assert_int_equal(a->status, b->status);
            assert_int_equal(a->made_on, b->made_on);
            assert_int_equal(a->answered_on, b->answered_on);
            assert_int_equal(a->expires_on, b->expires_on);
        }
    }
}

static void allocations_are_read_back(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 200; round++) {
        struct vera_sample sample;
        XN_AUTO_BUF buf = XN_BUF_INIT;
        XN_AUTO(xn_vera_allocations_free) struct xn_vera_allocations *back = NULL;
        vera_sample_draw(&sample, round);
        vera_sample_allocations(&sample, &buf);
        ASSERT_OK(xn_vera_allocations_parse(xn_buf_text(&buf), buf.length, "t.json", &back, NULL, &err));
        assert_int_equal(back->count, VERA_SAMPLE_SIZE);
        for (size_t i = 0; i < back->count; i++) {
            const struct xn_vera_allocation *a = &sample.allocation[i], *b = &back->allocation[i];
            assert_string_equal(a->id, b->id);
            assert_string_equal(a->offer, b->offer);
            assert_string_equal(a->publication, b->publication);
            assert_string_equal(a->candidate, b->candidate);
            assert_int_equal(a->allocated_on, b->allocated_on);
        }
    }
}

/* R12: what the standard could say of a household has no place to go. */
static void nothing_of_the_household_is_read(void **state)
{
    (void)state;
    static const char json[] =
        "{\"id\":\"T1\",\"datum\":\"2024-01-01T10:00:00Z\",\"huishoudgrootte\":4,\"rekeninkomen\":21000.5,"
        "\"doelgroep\":{\"code\":\"GEZ\"},\"relatie\":\"https://x/r/1\",\"kandidaat\":{\"id\":\"K9\"}}";
    XN_AUTO(xn_vera_allocations_free) struct xn_vera_allocations *list = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(xn_vera_allocations_parse(json, strlen(json), "t.json", &list, &notes, &err));
    assert_int_equal(list->count, 1);
    assert_string_equal(list->allocation[0].candidate, "K9");
    assert_true(
        is_noted(&notes, "not used are the members huishoudgrootte, rekeninkomen, doelgroep, relatie"));
}

static void faults_of_offers_are_all_told(void **state)
{
    (void)state;
    static const char json[] =
        "[{\"id\":\"1\",\"status\":{\"code\":\"AAN\"},\"datum\":\"gisteren\"},{\"id\":\"2\"},"
        "{\"id\":\"3\",\"status\":{\"code\":\"GEW\"},\"detailStatus\":{\"code\":\"REA\"}},"
        "{\"id\":\"4\",\"status\":{\"code\":\"AAN\"},\"kandidaat\":{\"naam\":\"Jansen\"}},"
        "{\"id\":\"5\",\"status\":{\"code\":\"AAN\"}},{\"id\":\"5\",\"status\":{\"code\":\"AAN\"}}]";
    XN_AUTO(xn_vera_offers_free) struct xn_vera_offers *list = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_FAILS(XN_INPUT, "a.json, Aanbieding 1, member datum: found \"gisteren\", wanted a time as",
                 xn_vera_offers_parse(json, strlen(json), "a.json", &list, &notes, &err));
    assert_true(is_noted(&notes, "a.json, Aanbieding 2, member status: found nothing, wanted a code of"));
    assert_true(
        is_noted(&notes, "a.json, Aanbieding 3, member detailStatus: found {\"code\":\"REA\"}, wanted"));
    assert_true(
        is_noted(&notes, "a.json, Aanbieding 4, member kandidaat: found {\"naam\":\"Jansen\"}, wanted"));
    assert_true(is_noted(&notes, "a.json, Aanbieding 6: the id '5' is taken, by Aanbieding 5"));
    assert_null(list);
}

static void refusals_have_the_standards_codes(void **state)
{
    (void)state;
    assert_string_equal(xn_vera_detail_of_refusal("TOO_EXPENSIVE"), "HUU");
    assert_string_equal(xn_vera_detail_of_refusal("PLACE"), "WOB");
    assert_string_equal(xn_vera_detail_of_refusal("OTHER"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(one_object_is_a_list_of_one),
        cmocka_unit_test(the_status_says_whether_it_is_on_offer),
        cmocka_unit_test(faults_name_the_publication_and_the_member),
        cmocka_unit_test(a_file_has_at_most_60_mb),
        cmocka_unit_test(days_are_those_of_amsterdam),
        cmocka_unit_test(offers_made_are_read_back),
        cmocka_unit_test(allocations_are_read_back),
        cmocka_unit_test(nothing_of_the_household_is_read),
        cmocka_unit_test(faults_of_offers_are_all_told),
        cmocka_unit_test(refusals_have_the_standards_codes),
    };
    return XN_RUN(tests);
}
