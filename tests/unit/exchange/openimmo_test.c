#include "test.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "counted_memory.h"
#include "noted.h"
#include "xenia/exchange.h"

#define FULL "<uebertragung umfang=\"VOLL\" version=\"1.2.7\" timestamp=\"2024-05-01T10:00:00\"/>"
#define PART "<uebertragung umfang=\"TEIL\" version=\"1.2.7\"/>"
#define RENT "<objektkategorie><vermarktungsart KAUF=\"false\" MIETE_PACHT=\"1\"/>"
#define SALE "<objektkategorie><vermarktungsart KAUF=\"true\" MIETE_PACHT=\"false\"/>"
#define ID(id) "<verwaltung_techn><objektnr_extern>" id "</objektnr_extern></verwaltung_techn>"
#define GONE(id, how)                                                                                        \
    "<verwaltung_techn><objektnr_extern>" id "</objektnr_extern><aktion aktionart=\"" how                    \
    "\"/></verwaltung_techn>"
#define OBJECT(content) "<immobilie>\n" content "</immobilie>\n"
#define FILE_OF(feed, objects)                                                                               \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<openimmo>" feed                                            \
    "\n<anbieter><firma>Domhöfe eG</firma>\n" objects "</anbieter></openimmo>"

static enum xn_status parse(const char *xml, struct xn_offers **ret, struct xn_notes *notes,
                            struct xn_error *err)
{
    return xn_offers_parse(xml, strlen(xml), "f.xml", NULL, ret, notes, err);
}

static void an_object_becomes_a_dwelling(void **state)
{
    (void)state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(parse(
        FILE_OF(FULL,
                OBJECT(RENT
                       "<objektart><wohnung wohnungtyp=\"ETAGE\"/></objektart></objektkategorie><geo>"
                       "<plz>48143</plz><ort>Münster</ort><geokoordinaten breitengrad=\"51.96\" "
                       "laengengrad=\"7.62\"/><strasse> Bergstraße </strasse><hausnummer>4a</hausnummer>"
                       "<etage>2</etage><regionaler_zusatz>Überwasser</regionaler_zusatz></geo>"
                       "<preise><nettokaltmiete>560.125</nettokaltmiete><kaltmiete>600</kaltmiete>"
                       "<warmmiete>\"</warmmiete><waehrung iso_waehrung=\"EUR\"/></preise>"
                       "<flaechen><wohnflaeche>65.50</wohnflaeche><anzahl_zimmer>2.5</anzahl_zimmer>"
                       "</flaechen><ausstattung><fahrstuhl PERSONEN=\"true\" LASTEN=\"false\"/>"
                       "<rollstuhlgerecht>0</rollstuhlgerecht><barrierefrei>true</barrierefrei></ausstattung>"
                       "<verwaltung_objekt><abdatum>2024-07-01</abdatum><wbs_sozialwohnung>1"
                       "</wbs_sozialwohnung><max_personen>3</max_personen></verwaltung_objekt>"
                       "<kontaktperson><plz>99999</plz><strasse>Privat</strasse></kontaktperson>"
                       "<verwaltung_techn><objektnr_extern>W-17</objektnr_extern><aktion "
                       "aktionart=\"CHANGE\"/><aktiv_von>2024-04-20</aktiv_von>"
                       "<aktiv_bis>2024-06-30</aktiv_bis></verwaltung_techn>")),
        &offers, &notes, &err));
    assert_int_equal(offers->count, 1);
    assert_true(!offers->partial && offers->n_withdrawn == 0 && offers->n_not_for_rent == 0);
    const struct xn_dwelling *d = &offers->dwelling[0];
    assert_string_equal(d->id, "W-17");
    assert_string_equal(d->corporation, "Domhöfe eG");
    assert_string_equal(d->address, "Bergstraße 4a");
    assert_string_equal(d->postcode, "48143");
    assert_string_equal(d->city, "Münster");
    assert_string_equal(d->district, "Überwasser");
    assert_string_equal(d->kind, "wohnung ETAGE");
    assert_int_equal(d->is_dwelling, XN_YES);
    assert_true(d->lat == 51.96 && d->lon == 7.62 && d->floor == 2.0);
    assert_true(d->rent_net_eur == 560.125 && isnan(d->rent_gross_eur));
    assert_true(d->area_m2 == 65.5 && d->rooms == 2.5 && d->max_household == 3.0);
    assert_true(d->lift == XN_YES && d->step_free == XN_YES);
    assert_string_equal(d->entitlement, "WBS");
    assert_int_equal(d->available, xn_date_of(2024, 7, 1));
    assert_int_equal(d->published, xn_date_of(2024, 4, 20));
    assert_int_equal(d->closes, xn_date_of(2024, 6, 30));
    assert_int_equal(d->line, 4);
    assert_string_equal(d->unreadable, "rent_gross_eur");
    assert_int_equal(offers->n_unreadable, 1);
    assert_true(
        is_noted(&notes, "f.xml, line 4, element preise/warmmiete: found '\"', wanted a sum of money"));
}

static void what_is_not_said_is_unknown(void **state)
{
    (void)state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(parse(
        FILE_OF(FULL,
                OBJECT(RENT "</objektkategorie><geo><geokoordinaten breitengrad=\"0\" laengengrad=\"0\"/>"
                            "<hausnummer>4</hausnummer></geo><preise><kaltmiete>0.00</kaltmiete></preise>"
                            "<flaechen><wohnflaeche>0</wohnflaeche><anzahl_zimmer/></flaechen>"
                            "<ausstattung><barrierefrei>false</barrierefrei></ausstattung>" ID("1"))),
        &offers, &notes, &err));
    const struct xn_dwelling *d = &offers->dwelling[0];
    assert_true(isnan(d->lon) && isnan(d->lat) && isnan(d->rent_net_eur) && isnan(d->area_m2));
    assert_true(isnan(d->rooms) && isnan(d->floor) && d->lift == XN_UNKNOWN);
    assert_int_equal(d->step_free, XN_UNKNOWN); /* not "barrierefrei" is not "has a step" */
    assert_int_equal(d->is_dwelling, XN_UNKNOWN);
    assert_string_equal(d->address, "");
    assert_string_equal(d->entitlement, "");
    assert_int_equal(offers->n_unreadable, 0);
    assert_int_equal(notes.count, 0);
}

static void kinds_say_what_is_a_dwelling_and_on_which_floor(void **state)
{
    (void)state;
    static const struct {
        const char *kind;
        enum xn_answer is_dwelling;
        double floor;
    } row[] = {
        {"<wohnung wohnungtyp=\"ERDGESCHOSS\"/>", XN_YES, 0.0},
        {"<wohnung wohnungtyp=\"SOUTERRAIN\"/>", XN_YES, -1.0},
        {"<wohnung wohnungtyp=\"FERIENWOHNUNG\"/>", XN_NO, NAN},
        {"<haus haustyp=\"REIHENHAUS\"/>", XN_YES, NAN},
        {"<zimmer/>", XN_YES, NAN},
        {"<parken parken_typ=\"CARPORT\"/>", XN_NO, NAN},
        {"<buero_praxen/>", XN_NO, NAN},
        {"<sonstige sonstige_typ=\"SONSTIGE\"/>", XN_UNKNOWN, NAN},
        {"<baumhaus/>", XN_UNKNOWN, NAN},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
        char xml[1024];
        (void)snprintf(xml, sizeof xml,
                       FILE_OF(FULL, OBJECT(RENT "<objektart>%s</objektart></objektkategorie>" ID("1"))),
                       row[i].kind);
        ASSERT_OK(parse(xml, &offers, NULL, &err));
        assert_int_equal(offers->dwelling[0].is_dwelling, row[i].is_dwelling);
        assert_true(isnan(row[i].floor) ? isnan(offers->dwelling[0].floor)
                                        : offers->dwelling[0].floor == row[i].floor);
    }
}

static void rents_in_other_money_or_time_are_not_read(void **state)
{
    (void)state;
    static const char *const other[] = {"<waehrung iso_waehrung=\"DEM\"/>",
                                        "<preis_zeiteinheit zeiteinheit=\"TAG\"/>"};
    for (size_t i = 0; i < 2; i++) {
        XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
        XN_AUTO_NOTES notes = XN_NOTES_INIT;
        char xml[1024];
        (void)snprintf(xml, sizeof xml,
                       FILE_OF(FULL, OBJECT(RENT "</objektkategorie><preise><kaltmiete>50</kaltmiete>%s"
                                                 "</preise>" ID("1"))),
                       other[i]);
        ASSERT_OK(parse(xml, &offers, &notes, &err));
        assert_true(isnan(offers->dwelling[0].rent_net_eur));
        assert_string_equal(offers->dwelling[0].unreadable, "rent_net_eur");
        assert_true(is_noted(&notes, "preise/kaltmiete: found '50', wanted a rent in euro and per month"));
    }
}

static void the_day_of_moving_in_is_read_where_it_is_one(void **state)
{
    (void)state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
#define FROM(id, text)                                                                                       \
    OBJECT("<verwaltung_objekt><verfuegbar_ab>" text "</verfuegbar_ab></verwaltung_objekt>" ID(id))
    ASSERT_OK(parse(FILE_OF(FULL, FROM("1", "Sofort") FROM("2", "1.9.2024") FROM("3", "nach Vereinbarung")),
                    &offers, &notes, &err));
    assert_int_equal(offers->dwelling[0].available, xn_date_of(2024, 5, 1)); /* the day of the feed */
    assert_int_equal(offers->dwelling[1].available, xn_date_of(2024, 9, 1));
    assert_int_equal(offers->dwelling[2].available, XN_NO_DATE);
    assert_string_equal(offers->dwelling[2].unreadable, "available");
}

static void feeds_withdraw_what_they_delete_sell_or_refer_to(void **state)
{
    (void)state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(parse(
        FILE_OF(PART, OBJECT(RENT "</objektkategorie>" ID("stays")) OBJECT(GONE("deleted", "DELETE"))
                          OBJECT(GONE("reference", "REFERENZ")) OBJECT(SALE "</objektkategorie>" ID("sale"))
                              OBJECT(SALE "</objektkategorie>") OBJECT(GONE("deleted", "DELETE")) OBJECT(
                                  "<zustand_angaben><verkaufstatus stand=\"VERKAUFT\"/></zustand_angaben>" ID(
                                      "sold")) OBJECT("<zustand_angaben><verkaufstatus stand=\"RESERVIERT\"/>"
                                                      "</zustand_angaben>" ID("busy"))),
        &offers, &notes, &err));
    assert_true(offers->partial);
    assert_int_equal(offers->count, 2);
    assert_string_equal(offers->dwelling[0].id, "stays");
    assert_true(!offers->dwelling[0].on_offer_elsewhere && offers->dwelling[1].on_offer_elsewhere);
    assert_int_equal(offers->n_not_for_rent, 2);
    assert_true(is_noted(&notes, "f.xml: 2 objects are not for rent and skipped"));
    static const char *const gone[] = {"deleted", "reference", "sale", "sold"};
    assert_int_equal(offers->n_withdrawn, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(offers->withdrawn[i], gone[i]);
    XN_AUTO(xn_offers_free) struct xn_offers *all = NULL;
    ASSERT_OK(
        parse(FILE_OF("<uebertragung umfang=\"TEIL\" modus=\"DELETE\"/>", OBJECT(ID("1")) OBJECT(ID("2"))),
              &all, NULL, &err));
    assert_true(all->count == 0 && all->n_withdrawn == 2);
    XN_AUTO(xn_offers_free) struct xn_offers *silent = NULL;
    ASSERT_OK(parse(FILE_OF("", OBJECT(ID("1"))), &silent, NULL, &err));
    assert_true(silent->partial); /* who does not say that all is there withdraws nothing */
}

static void objects_that_cannot_be_told_apart_are_all_told(void **state)
{
    (void)state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_FAILS(
        XN_INPUT,
        "f.xml, line 4, element verwaltung_techn/objektnr_extern: found nothing, wanted the object's",
        parse(FILE_OF(FULL, OBJECT(RENT "</objektkategorie>") OBJECT(ID("7")) OBJECT(ID("7"))
                                OBJECT(GONE("7", "DELETE"))),
              &offers, &notes, &err));
    assert_true(is_noted(&notes, "f.xml, line 8: the id '7' is taken, by the offer on line 6"));
    assert_true(is_noted(&notes, "f.xml, line 10: the id '7' is taken, by the offer on line 8"));
    assert_null(offers);
}

static void encodings_are_read_as_declared(void **state)
{
    (void)state;
    static const struct {
        const char *encoding, *letter;
    } row[] = {{"UTF-8", "ü€"}, {"ISO-8859-1", "\xfc"}, {"windows-1252", "\xfc\x80"}};
    static const char *const read[] = {"ü€", "ü", "ü€"};
    for (size_t i = 0; i < 3; i++) {
        XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
        char xml[512];
        (void)snprintf(xml, sizeof xml,
                       "<?xml version=\"1.0\" encoding=\"%s\"?><openimmo xmlns=\"http://www.openimmo.de\">"
                       "<anbieter><immobilie><geo><ort>%s</ort></geo>" ID(
                           "1") "</immobilie><firma>%s</firma></anbieter></openimmo>",
                       row[i].encoding, row[i].letter, row[i].letter);
        ASSERT_OK(parse(xml, &offers, NULL, &err));
        assert_string_equal(offers->dwelling[0].city, read[i]);
        assert_string_equal(offers->dwelling[0].corporation, read[i]); /* the name may come last */
    }
    XN_AUTO(xn_offers_free) struct xn_offers *none = NULL;
    ASSERT_FAILS(XN_INPUT, "declares an encoding that is none of UTF-8, ISO-8859-1, windows-1252",
                 parse("<?xml version=\"1.0\" encoding=\"KOI8-R\"?><openimmo/>", &none, NULL, &err));
    ASSERT_FAILS(XN_INPUT, "f.xml, line 1, column 10: this is not XML: not well-formed",
                 parse("<openimmo>\xff</openimmo>", &none, NULL, &err));
}

/* --- files that mean harm --------------------------------------------------------------------------------
 */

static void entities_and_document_types_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        ("<!DOCTYPE openimmo [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
         "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><openimmo>&c;</openimmo>"),
        "<!DOCTYPE openimmo [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><openimmo>&x;</openimmo>",
        "<!DOCTYPE openimmo SYSTEM \"http://localhost:1/x.dtd\"><openimmo/>",
        "<!DOCTYPE openimmo [<!ENTITY % p SYSTEM \"file:///dev/zero\"> %p;]><openimmo/>",
        "<!DOCTYPE openimmo><openimmo/>",
    };
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ASSERT_FAILS(XN_INPUT, "f.xml, line 1: found a document type declaration",
                     parse(bad[i], &offers, NULL, &err));
    ASSERT_FAILS(XN_INPUT, "this is not XML: undefined entity",
                 parse("<openimmo>&nbsp;</openimmo>", &offers, NULL, &err));
    ASSERT_FAILS(XN_INPUT, "found <html>, wanted <openimmo>", parse("<html/>", &offers, NULL, &err));
    ASSERT_FAILS(XN_INPUT, "this is not XML: no element found", parse("<openimmo>", &offers, NULL, &err));
    assert_null(offers);
}

static void limits_are_kept(void **state)
{
    (void)state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    static char xml[200000];
    (void)strcpy(xml, "<openimmo>");
    for (int i = 0; i < 5000; i++)
        (void)strcat(xml, "<a>");
    ASSERT_FAILS(XN_LIMIT, "f.xml, line 1: found more than 32 elements in each other",
                 parse(xml, &offers, NULL, &err));
    (void)strcpy(xml, "<openimmo><a");
    for (int i = 0; i < 65; i++)
        (void)snprintf(xml + strlen(xml), 32, " a%d=\"\"", i);
    (void)strcat(xml, "/></openimmo>");
    ASSERT_FAILS(XN_LIMIT, "found an element with more than 64 attributes", parse(xml, &offers, NULL, &err));
    (void)strcpy(xml, "<openimmo><anbieter><immobilie><geo><ort>");
    memset(xml + strlen(xml), 'x', 1001);
    (void)strcat(xml, "</ort></geo></immobilie></anbieter></openimmo>");
    ASSERT_FAILS(XN_LIMIT, "found a text of more than 1000 bytes", parse(xml, &offers, NULL, &err));
    memset(xml, 0, sizeof xml);
    (void)strcpy(xml, "<openimmo><");
    memset(xml + strlen(xml), 'y', 300);
    (void)strcat(xml, "/></openimmo>");
    ASSERT_FAILS(XN_LIMIT, "names have more than 255 bytes", parse(xml, &offers, NULL, &err));
    ASSERT_FAILS(XN_ARGUMENT, "f.xml is an XML file, which needs no mapping; 'm.ini' is one for CSV",
                 xn_offers_parse("<openimmo/>", 11, "f.xml", "m.ini", &offers, NULL, &err));
    assert_null(offers);
}

static void a_file_has_at_most_60_mb(void **state)
{
    (void)state;
    const size_t length = ((size_t)60 << 20) + 1;
    char *xml = malloc(length);
    assert_non_null(xml);
    memset(xml, ' ', length);
    memcpy(xml, "<openimmo>", 10);
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    ASSERT_FAILS(XN_LIMIT, "f.xml has 62914561 bytes, an XML file of offers has at most 60 MB",
                 xn_offers_parse(xml, length, "f.xml", NULL, &offers, NULL, &err));
    memcpy(xml, "<openimmo/>", 11); /* and with one byte less it is read */
    ASSERT_OK(xn_offers_parse(xml, length - 1, "f.xml", NULL, &offers, NULL, &err));
    assert_int_equal(offers->count, 0);
    free(xml);
}

static void every_failing_allocation_is_survived(void **state)
{
    (void)state;
    static const char xml[] = FILE_OF(
        FULL, OBJECT(RENT "<objektart><haus/></objektart></objektkategorie><geo><ort>M</ort></geo>"
                          "<preise><kaltmiete>x</kaltmiete></preise>" ID("1")) OBJECT(GONE("2", "DELETE")));
    const size_t live = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; n < 300; n++) {
        XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
        xn_test_fail_allocation(n);
        status = parse(xml, &offers, NULL, NULL);
        xn_test_fail_allocation(0);
        assert_true(status == XN_OK ? offers != NULL : offers == NULL);
    }
    assert_int_equal(status, XN_OK);
    assert_int_equal(xn_test_live_blocks(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_object_becomes_a_dwelling),
        cmocka_unit_test(what_is_not_said_is_unknown),
        cmocka_unit_test(kinds_say_what_is_a_dwelling_and_on_which_floor),
        cmocka_unit_test(rents_in_other_money_or_time_are_not_read),
        cmocka_unit_test(the_day_of_moving_in_is_read_where_it_is_one),
        cmocka_unit_test(feeds_withdraw_what_they_delete_sell_or_refer_to),
        cmocka_unit_test(objects_that_cannot_be_told_apart_are_all_told),
        cmocka_unit_test(encodings_are_read_as_declared),
        cmocka_unit_test(entities_and_document_types_are_refused),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(a_file_has_at_most_60_mb),
        cmocka_unit_test(every_failing_allocation_is_survived),
    };
    return XN_RUN(tests);
}
