#include "test.h"
#include <math.h>
#include <string.h>
#include "counted_memory.h"
#include "scratch.h"
#include "xenia/exchange.h"

#define HEADER                                                                                               \
    "id,corporation,address,postcode,city,district,kind,lon,lat,rent_net_eur,rent_gross_eur,rooms,area_m2,"  \
    "min_household,max_household,max_income_eur,min_age,step_free,lift,floor,entitlement,published,closes,"  \
    "available,on_offer_elsewhere\n"

/* A mapping for the small files below. */
#define MAPPING                                                                                              \
    "[mapping]\nname = small\n[columns]\nid = nr\nkind = soort\nlon = x\nlat = y\nrent_gross_eur = huur\n"   \
    "rooms = kamers\nlift = lift\ncloses = sluit\n[unknown]\nrooms = 0, -\n[kind]\n"                         \
    "Flat met lift = dwelling, lift\nPortiek = dwelling, walk_up\nBox = not_a_dwelling\n"                    \
    "(none) = dwelling\n[answers]\naanwezig = yes\n"
#define SMALL "nr,soort,x,y,huur,kamers,lift,sluit,bouwjaar\n"

static const char *mapped(struct scratch *scratch, const char *rows)
{
    char text[4096];
    (void)snprintf(text, sizeof text, "%s%s", SMALL, rows);
    (void)scratch_file(scratch, "m.ini", MAPPING);
    return scratch_file(scratch, "o.csv", text);
}

static bool is_noted(const struct xn_notes *notes, const char *sentence)
{
    for (size_t i = 0; i < notes->count; i++)
        if (strstr(notes->text[i], sentence))
            return true;
    return false;
}

static void the_own_header_needs_no_mapping(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    const char *path = scratch_file(
        scratch, "o.csv",
        HEADER "D1,Demobau,Weg 1,48100,Münster,Geist,flat,7.6,51.9,400,512.5,3,70,2,4,30000,,yes,"
               "no,0,WBS,2005-01-01,2005-04-01,2005-05-01,no\n"
               "D2,,,,,,garage,,,,,,,,,,,,,,,,,,\n");
    ASSERT_OK(xn_offers_read(path, NULL, &offers, &notes, &err));
    assert_int_equal(offers->count, 2);
    assert_int_equal(offers->n_unreadable, 0);
    assert_int_equal(notes.count, 0);
    const struct xn_dwelling *d = &offers->dwelling[0];
    assert_string_equal(d->id, "D1");
    assert_string_equal(d->corporation, "Demobau");
    assert_string_equal(d->city, "Münster");
    assert_true(d->lon == 7.6 && d->lat == 51.9 && d->rent_net_eur == 400.0 && d->rent_gross_eur == 512.5);
    assert_true(d->rooms == 3.0 && d->area_m2 == 70.0 && d->min_household == 2.0 && d->max_household == 4.0);
    assert_true(d->max_income_eur == 30000.0 && isnan(d->min_age) && d->floor == 0.0);
    assert_int_equal(d->is_dwelling, XN_YES);
    assert_int_equal(d->step_free, XN_YES);
    assert_int_equal(d->lift, XN_NO);
    assert_string_equal(d->entitlement, "WBS");
    assert_int_equal(d->closes, xn_date_of(2005, 4, 1));
    assert_int_equal(d->line, 2);
    assert_string_equal(d->unreadable, "");
    assert_int_equal(d->unit[0], XN_NONE);
    const struct xn_dwelling *garage = &offers->dwelling[1];
    assert_int_equal(garage->is_dwelling, XN_NO);
    assert_true(isnan(garage->lon) && isnan(garage->rent_net_eur) && isnan(garage->rooms));
    assert_int_equal(garage->closes, XN_NO_DATE);
    assert_int_equal(garage->lift, XN_UNKNOWN);
    assert_string_equal(garage->address, "");
}

static void a_mapping_names_columns_kinds_and_blanks(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    const char *path = mapped(scratch, "1,Flat met lift,6.8,52.2,500,0,,1 maart 2021,1970\n"
                                       "2,portiek,6.8,52.2,500,-,aanwezig,,1970\n3,Box,,,20,,,,\n"
                                       "4,,6.8,52.2,500,3,nee,,\n5,Kasteel,6.8,52.2,500,30,,,\n"
                                       "6,Kasteel,6.8,52.2,500,30,,,\n");
    ASSERT_OK(xn_offers_read(path, scratch_path(scratch, "m.ini"), &offers, &notes, &err));
    assert_int_equal(offers->count, 6);
    const struct xn_dwelling *d = offers->dwelling;
    assert_true(d[0].lift == XN_YES && d[0].step_free == XN_UNKNOWN && isnan(d[0].rooms));
    assert_int_equal(d[0].closes, xn_date_of(2021, 3, 1));
    assert_true(d[1].lift == XN_YES && d[1].step_free == XN_NO && isnan(d[1].rooms)); /* its column says so */
    assert_int_equal(d[2].is_dwelling, XN_NO);
    assert_true(d[3].is_dwelling == XN_YES && d[3].lift == XN_NO && d[3].rooms == 3.0);
    assert_int_equal(d[4].is_dwelling, XN_UNKNOWN);
    assert_true(is_noted(&notes, "o.csv: the mapping small does not use the columns bouwjaar"));
    assert_true(is_noted(&notes, "o.csv, line 6, column soort: found 'Kasteel', a kind that the mapping does "
                                 "not list"));
    assert_int_equal(notes.count, 2); /* the second Kasteel is not noted again */
}

static void what_cannot_be_read_is_unknown_and_noted(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    const char *path =
        mapped(scratch, "1,,6.8,52.2,1400.–,\"2,5\",,,\n2,,6.8,552.2,op aanvraag,drie,misschien,"
                        "morgen,\n3,,6.8,,\"€ 514,36\",2,,,\n");
    ASSERT_OK(xn_offers_read(path, scratch_path(scratch, "m.ini"), &offers, &notes, &err));
    const struct xn_dwelling *d = offers->dwelling;
    assert_true(d[0].rent_gross_eur == 1400.0 && d[0].rooms == 2.5);
    assert_true(is_noted(&notes, "o.csv, line 2, column huur: found '1400.–', read as 1400.00 euro"));
    assert_true(is_noted(&notes, "o.csv, line 4, column huur: found '€ 514,36', read as 514.36 euro"));
    assert_true(d[2].rent_gross_eur == 514.36);
    assert_true(isnan(d[1].rent_gross_eur) && isnan(d[1].rooms) && isnan(d[1].lat) && isnan(d[1].lon));
    assert_int_equal(d[1].lift, XN_UNKNOWN);
    assert_int_equal(d[1].closes, XN_NO_DATE);
    assert_string_equal(d[1].unreadable, "lat;rent_gross_eur;rooms;lift;closes");
    assert_int_equal(offers->n_unreadable, 5);
    assert_true(
        is_noted(&notes, "o.csv, line 3, column y: found '552.2', wanted a number; taken as unknown"));
    assert_true(is_noted(&notes,
                         "o.csv, line 3, column huur: found 'op aanvraag', wanted a sum of money; taken "
                         "as unknown"));
    assert_true(is_noted(&notes, "o.csv, line 3, column kamers: found 'drie', wanted a number; taken as"));
    assert_true(
        is_noted(&notes, "o.csv, line 3, column lift: found 'misschien', wanted yes or no; taken as"));
    assert_true(is_noted(&notes, "o.csv, line 3, column sluit: found 'morgen', wanted a date; taken as"));
    assert_true(is_noted(&notes, "o.csv, line 4: found only one of lon and lat; taken as without place"));
    assert_true(isnan(d[2].lon));
}

static void offers_that_cannot_be_told_apart_refuse_the_file(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    const char *mapping = scratch_file(scratch, "m.ini", MAPPING);
    ASSERT_FAILS(
        XN_INPUT, "o.csv, line 4: the id '7' is taken, by the offer on line 2",
        xn_offers_read(mapped(scratch, "7,,,,,,,,\n8,,,,,,,,\n7,,,,,,,,\n"), mapping, &offers, NULL, &err));
    ASSERT_FAILS(XN_INPUT, "o.csv, line 3, column nr: found nothing, wanted the offer's id",
                 xn_offers_read(mapped(scratch, "7,,,,,,,,\n,Box,,,,,,,\n"), mapping, &offers, NULL, &err));
    assert_null(offers);
}

static void a_header_that_fits_nothing_is_shown(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    const char *path = mapped(scratch, "1,,,,,,,,\n");
    ASSERT_FAILS(
        XN_INPUT,
        "o.csv fits no shipped mapping (xenia.ini, twente.ini, immonet.ini); wanted a mapping file for its "
        "columns nr, soort, x, y, huur, kamers, lift, sluit, bouwjaar",
        xn_offers_read(path, NULL, &offers, NULL, &err));
    const char *mapping =
        scratch_file(scratch, "m.ini", "[mapping]\nname = m\n[columns]\nid = nr\nfloor = etage\n");
    ASSERT_FAILS(XN_INPUT, "m.ini, line 5: ", xn_offers_read(path, mapping, &offers, NULL, &err));
    ASSERT_FAILS(XN_INPUT, "o.csv has no column 'etage'; it has nr, soort,",
                 xn_offers_read(path, mapping, &offers, NULL, &err));
}

static void one_column_has_rents_of_both_kinds(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    const char *path = scratch_file(scratch, "o.csv",
                                    "id,kind,city,district,rent,rent_kind,m2,rooms\n"
                                    "1,Erdgeschosswohnung,Münster,Geist,1.203,kalt,60,2\n"
                                    "2,Dachgeschosswohnung,Münster,Geist,1548.90,Warm,60,2.5\n"
                                    "3,Wohnung,Münster,Geist,700,inklusive,0,\n"
                                    "4,Wohnung,Münster,Geist,0,kalt,60,2\n"
                                    "5,Wohnung,Münster,Geist,,,60,2\n"
                                    "6,Wohnung,Münster,Geist,teuer,kalt,60,2\n");
    ASSERT_OK(xn_offers_read(path, NULL, &offers, &notes, &err));
    const struct xn_dwelling *d = offers->dwelling;
    assert_true(d[0].rent_net_eur == 1203.0 && isnan(d[0].rent_gross_eur) && d[0].floor == 0.0);
    assert_true(isnan(d[1].rent_net_eur) && d[1].rent_gross_eur == 1548.90 && isnan(d[1].floor));
    assert_true(isnan(d[2].rent_net_eur) && isnan(d[2].rent_gross_eur) && isnan(d[2].area_m2));
    assert_string_equal(d[2].unreadable, "rent_gross_eur"); /* a rent, and nobody says which */
    assert_true(is_noted(&notes, "o.csv, line 4, column rent_kind: found 'inklusive', wanted a word that the "
                                 "mapping's [rent_basis] lists; taken as unknown"));
    assert_true(isnan(d[3].rent_net_eur) && isnan(d[4].rent_net_eur));
    assert_string_equal(d[4].unreadable, "");
    assert_string_equal(d[5].unreadable, "rent_net_eur");
    assert_true(is_noted(&notes, "o.csv, line 7, column rent: found 'teuer', wanted a sum of money"));
}

#define RENTS "[mapping]\nname = m\n[columns]\nid = nr\n"

static void a_bad_mapping_is_named_with_its_line(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    static const struct {
        const char *text, *sentence;
    } row[] = {
        {"[columns]\nid = nr\n", "m.ini does not say '[mapping] name = ...'"},
        {"[mapping]\nname = m\n", "m.ini does not say '[columns] id = COLUMN'"},
        {"[columns]\nrent = huur\n", "m.ini, line 2: [columns] has no key 'rent'"},
        {"[columns]\nrent_gros_eur = huur\n", "did you mean 'rent_gross_eur'?"},
        {"[columns]\nid = nr\nid = x\n", "m.ini, line 3: id has a column already, on line 2"},
        {"[columns]\nid =\n", "m.ini, line 2: found '' for id, wanted the name of a column"},
        {"[colums]\nid = nr\n", "m.ini, line 2: there is no section 'colums'; did you mean 'columns'?"},
        {"[mapping]\nseparator = ;\n", "m.ini, line 2: found '' for separator; known are comma, semicolon"},
        {"[mapping]\nnaam = m\n", "m.ini, line 2: [mapping] has no key 'naam'; did you mean 'name'?"},
        {"[unknown]\nkamers = 0\n", "m.ini, line 2: [unknown] has no key 'kamers'"},
        {"[kind]\nFlat = huis\n",
         "m.ini, line 2: found 'huis' for Flat; known are dwelling, not_a_dwelling,"},
        {"[kind]\nFlat = dwelling\nflat = dwelling\n", "m.ini, line 3: the kind 'flat' is listed already"},
        {"[kind]\nFlat = lift, walk_up\n", "wanted words that do not contradict each other"},
        {"[kind]\nFlat = dwelling, not_a_dwelling\n", "wanted words that do not contradict each other"},
        {"[kind]\nFlat =\n", "m.ini, line 2: found '' for Flat, wanted what this kind is"},
        {"[kind]\nFlat = basement\n", "found 'basement' for Flat; known are dwelling, not_a_dwelling, lift,"},
        {"[rent_basis]\nkalt = cold\n", "m.ini, line 2: found 'cold' for kalt; known are net, gross"},
        {RENTS "rent_eur = huur\n", "m.ini has [columns] rent_eur without rent_basis"},
        {RENTS "rent_basis = soort\n", "m.ini has [columns] rent_basis without rent_eur"},
        {RENTS "rent_eur = huur\nrent_basis = soort\n",
         "m.ini has [columns] rent_eur without words in [rent_basis]"},
        {RENTS "rent_eur = huur\nrent_basis = soort\nrent_net_eur = x\n[rent_basis]\nkalt = net\n",
         "m.ini has both rent_eur and rent_net_eur or rent_gross_eur, wanted one way"},
        {"[answers]\njep = perhaps\n", "m.ini, line 2: found 'perhaps' for jep; known are no, yes, unknown"},
    };
    const char *path = mapped(scratch, "1,,,,,,,,\n");
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        ASSERT_FAILS(XN_INPUT, row[i].sentence,
                     xn_offers_read(path, scratch_file(scratch, "m.ini", row[i].text), &offers, NULL, &err));
    ASSERT_FAILS(XN_NOT_FOUND, "/nowhere/m.ini", xn_offers_read(path, "/nowhere/m.ini", &offers, NULL, &err));
}

static void separator_and_encoding_come_from_the_mapping(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    const char *mapping =
        scratch_file(scratch, "m.ini",
                     "[mapping]\nname = m\nseparator = bar\nencoding = ISO-8859-1\n[columns]\n"
                     "id = nr\naddress = str\n");
    ASSERT_OK(xn_offers_read(scratch_file(scratch, "o.csv",
                                          "nr|str,a,b\n1|D\xfc"
                                          "es,x,y\n"),
                             scratch_file(scratch, "m2.ini",
                                          "[mapping]\nname = m\nseparator = bar\nencoding = ISO-8859-1\n"
                                          "[columns]\nid = nr\naddress = str,a,b\n"),
                             &offers, NULL, &err));
    assert_string_equal(offers->dwelling[0].address, "Dües,x,y");
    XN_AUTO(xn_offers_free) struct xn_offers *none = NULL;
    ASSERT_FAILS(XN_INPUT, "has no column 'str'",
                 xn_offers_read(scratch_path(scratch, "o.csv"), mapping, &none, NULL, &err));
}

static void every_failing_allocation_is_survived(void **state)
{
    struct scratch *scratch = *state;
    const char *path = mapped(scratch, "1,Kasteel,6.8,52.2,1400.–,drie,,,\n2,,,,,,,,\n");
    const size_t live = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; n < 500; n++) {
        XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
        XN_AUTO_NOTES notes = XN_NOTES_INIT;
        xn_test_fail_allocation(n);
        status = xn_offers_read(path, scratch_path(scratch, "m.ini"), &offers, &notes, NULL);
        xn_test_fail_allocation(0);
        assert_true(status == XN_OK ? offers != NULL : offers == NULL);
    }
    assert_int_equal(status, XN_OK);
    assert_int_equal(xn_test_live_blocks(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(the_own_header_needs_no_mapping),
        SCRATCH_TEST(a_mapping_names_columns_kinds_and_blanks),
        SCRATCH_TEST(what_cannot_be_read_is_unknown_and_noted),
        SCRATCH_TEST(offers_that_cannot_be_told_apart_refuse_the_file),
        SCRATCH_TEST(a_header_that_fits_nothing_is_shown),
        SCRATCH_TEST(one_column_has_rents_of_both_kinds),
        SCRATCH_TEST(a_bad_mapping_is_named_with_its_line),
        SCRATCH_TEST(separator_and_encoding_come_from_the_mapping),
        SCRATCH_TEST(every_failing_allocation_is_survived),
    };
    return XN_RUN(tests);
}
