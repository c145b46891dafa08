/* Feeds with random bytes changed, cut, doubled: OpenImmo, VERA in all its kinds, households, aliases. A
 * reader gives a result that keeps its promises or one sentence, and never leaks; sanitizers watch the rest.
 * Seeded, so a failure repeats. The standards' own sample is changed too where ../shared has it. */
#include "test.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../unit/exchange/vera_sample.h"
#include "counted_memory.h"
#include "xenia/exchange.h"
#include "xenia/random.h"

#define ROUNDS 2000

static const char openimmo_text[] =
    "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<openimmo><uebertragung umfang=\"TEIL\" "
    "timestamp=\"2024-05-01T10:00:00\" version=\"1.2.7\"/><anbieter><firma>Dom &amp; H\xf6"
    "fe</firma>\n"
    "<immobilie><objektkategorie><nutzungsart WOHNEN=\"1\"/><vermarktungsart KAUF=\"0\" MIETE_PACHT=\"1\"/>"
    "<objektart><wohnung wohnungtyp=\"ERDGESCHOSS\"/></objektart></objektkategorie><geo><plz>48143</plz>"
    "<geokoordinaten breitengrad=\"51.96\" laengengrad=\"7.62\"/><strasse>Weg</strasse><etage>2</etage></geo>"
    "<preise><kaltmiete>560.50</kaltmiete><waehrung iso_waehrung=\"EUR\"/></preise><flaechen>"
    "<wohnflaeche>65</wohnflaeche><anzahl_zimmer>2.5</anzahl_zimmer></flaechen><verwaltung_objekt>"
    "<verfuegbar_ab>sofort</verfuegbar_ab></verwaltung_objekt><verwaltung_techn><objektnr_extern>1"
    "</objektnr_extern><aktion aktionart=\"CHANGE\"/></verwaltung_techn></immobilie>\n<immobilie>"
    "<verwaltung_techn><objektnr_extern>2</objektnr_extern><aktion aktionart=\"DELETE\"/></verwaltung_techn>"
    "</immobilie></anbieter></openimmo>";

static char *copy_of(const char *bytes, size_t length)
{
    char *copy = malloc(length + 64); /* room for pieces that come twice */
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    return copy;
}

static size_t mutate_once(char *bytes, size_t length, size_t room, struct xn_random *draw)
{
    static const char interesting[] = "\0\n\"'<>/&;=:[]{},!?-0919 \xff\xc3\xfc";
    const size_t at = xn_random_below(draw, (uint32_t)length);
    const size_t piece = length - at < 16 ? length - at : 16;
    switch (xn_random_below(draw, 5)) {
    case 0:
        bytes[at] = (char)xn_random_below(draw, 256);
        return length;
    case 1:
        bytes[at] = interesting[xn_random_below(draw, sizeof interesting - 1)];
        return length;
    case 2: /* one byte less */
        memmove(bytes + at, bytes + at + 1, length - at - 1);
        return length - 1;
    case 3: /* a piece twice */
        if (length + piece > room)
            return length;
        memmove(bytes + at + piece, bytes + at, length - at);
        return length + piece;
    default: /* the end is missing */
        return xn_random_below(draw, 8) == 0 ? at + 1 : length;
    }
}

/* The bytes with a few changes; exactly as long as said, so that a read beyond them is seen. */
static char *mutant_of(const char *bytes, size_t length, uint32_t purpose, uint32_t round, size_t *ret_length)
{
    struct xn_random draw = xn_random_stream(2024, purpose, round);
    char *copy = copy_of(bytes, length);
    size_t left = length;
    for (uint32_t n = 1 + xn_random_below(&draw, 4); n > 0 && left > 1; n--)
        left = mutate_once(copy, left, length + 64, &draw);
    char *exact = malloc(left);
    assert_non_null(exact);
    memcpy(exact, copy, left);
    free(copy);
    *ret_length = left;
    return exact;
}

/* A failure is a sentence of its file, and a sentence a failure. */
static void check_sentence(enum xn_status status, const struct xn_error *err)
{
    assert_true((status == XN_OK) == (err->message[0] == '\0'));
    assert_true(status == XN_OK || status == XN_INPUT || status == XN_LIMIT);
    assert_true(status == XN_OK || strstr(err->message, "feed"));
}

static void check_offers(const struct xn_offers *offers)
{
    for (size_t i = 0; i < offers->count; i++) {
        const struct xn_dwelling *d = &offers->dwelling[i];
        assert_true(d->id[0] && d->corporation && d->address && d->kind && d->unreadable && d->line > 0);
        assert_int_equal(isnan(d->lon) != 0, isnan(d->lat) != 0);
        assert_true(isnan(d->lon) || (fabs(d->lon) <= 180.0 && fabs(d->lat) <= 90.0));
        assert_true(isnan(d->rent_net_eur) || (d->rent_net_eur >= 0.0 && d->rent_net_eur <= 1e5));
        assert_true(isnan(d->rooms) || (d->rooms >= 0.0 && d->rooms <= 50.0));
        assert_true(!d->district_unit_id && d->unit[0] == XN_NONE);
        for (size_t w = 0; w < offers->n_withdrawn; w++)
            assert_string_not_equal(offers->withdrawn[w], d->id);
    }
}

/* Every change of one feed; how many were read. */
static size_t read_mutants(const char *bytes, size_t length, uint32_t purpose, uint32_t rounds)
{
    size_t good = 0;
    for (uint32_t round = 0; round < rounds; round++) {
        size_t size = 0;
        char *mutant = mutant_of(bytes, length, purpose, round, &size);
        XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
        XN_AUTO_NOTES notes = XN_NOTES_INIT;
        struct xn_error err = {0};
        const enum xn_status status = xn_offers_parse(mutant, size, "feed", NULL, &offers, &notes, &err);
        check_sentence(status, &err);
        assert_true((status == XN_OK) == (offers != NULL));
        good += status == XN_OK;
        if (offers)
            check_offers(offers);
        free(mutant);
    }
    return good;
}

static void openimmo(void **state)
{
    (void)state;
    const size_t live = xn_test_live_blocks();
    const size_t good = read_mutants(openimmo_text, strlen(openimmo_text), 1, ROUNDS);
    assert_true(good > ROUNDS / 20 && good < ROUNDS);
    assert_int_equal(xn_test_live_blocks(), live);
}

static void openimmo_cut_anywhere(void **state)
{
    (void)state;
    for (size_t length = 1; length < strlen(openimmo_text); length++) {
        char *part = copy_of(openimmo_text, length);
        XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
        struct xn_error err = {0};
        check_sentence(xn_offers_parse(part, length, "feed", NULL, &offers, NULL, &err), &err);
        assert_null(offers);
        free(part);
    }
}

static void the_openimmo_sample(void **state)
{
    (void)state;
    static const char path[] = "../shared/gisdata/offers/openimmo/openimmo-data_127.xml";
    XN_CLEANUP(xn_free_pointer) char *bytes = NULL;
    size_t length = 0;
    if (access(path, R_OK) != 0)
        skip();
    ASSERT_OK(xn_file_read(path, 1 << 20, &bytes, &length, &err));
    assert_true(read_mutants(bytes, length, 2, 300) > 0);
}

static void vera_publications(void **state)
{
    (void)state;
    struct vera_sample sample;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    vera_sample_draw(&sample, 1);
    vera_sample_publications(&sample, &buf);
    const size_t live = xn_test_live_blocks();
    const size_t good = read_mutants(buf.data, buf.length, 3, ROUNDS);
    assert_true(good > ROUNDS / 20 && good < ROUNDS);
    assert_int_equal(xn_test_live_blocks(), live);
}

static void vera_offers_and_allocations(void **state)
{
    (void)state;
    struct vera_sample sample;
    XN_AUTO_BUF made = XN_BUF_INIT;
    XN_AUTO_BUF done = XN_BUF_INIT;
    vera_sample_draw(&sample, 2);
    vera_sample_offers(&sample, &made);
    vera_sample_allocations(&sample, &done);
    const size_t live = xn_test_live_blocks();
    size_t good = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const struct xn_buf *from = round % 2 ? &made : &done;
        size_t size = 0;
        char *mutant = mutant_of(from->data, from->length, 4, round, &size);
        XN_AUTO(xn_vera_offers_free) struct xn_vera_offers *offers = NULL;
        XN_AUTO(xn_vera_allocations_free) struct xn_vera_allocations *allocations = NULL;
        struct xn_error err = {0};
        const enum xn_status status =
            round % 2 ? xn_vera_offers_parse(mutant, size, "feed", &offers, NULL, &err)
                      : xn_vera_allocations_parse(mutant, size, "feed", &allocations, NULL, &err);
        check_sentence(status, &err);
        assert_true((status == XN_OK) == (offers || allocations));
        good += status == XN_OK;
        for (size_t i = 0; offers && i < offers->count; i++)
            assert_true(offers->offer[i].id[0] && offers->offer[i].candidate && offers->offer[i].detail);
        for (size_t i = 0; allocations && i < allocations->count; i++)
            assert_true(allocations->allocation[i].id[0] && allocations->allocation[i].offer);
        free(mutant);
    }
    assert_true(good > ROUNDS / 20 && good < ROUNDS);
    assert_int_equal(xn_test_live_blocks(), live);
}

/* --- lists that are read from a path ---------------------------------------------------------------------
 */

static const char *scratch_path(void)
{
    static char path[64];
    (void)snprintf(path, sizeof path, "/tmp/xenia_feeds_%ld.csv", (long)getpid());
    return path;
}

static const char *save(const char *bytes, size_t length)
{
    const char *path = scratch_path();
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    return path;
}

static void households(void **state)
{
    (void)state;
    static const char text[] =
        "id,arrived_on,size,age_0_5,age_6_17,age_18_64,age_65_plus,entitlement,step_free,rent_limit_eur,ties,"
        "filters\nF1,2005-02-01,5,1,2,2,,WBS;X,yes,\"750,50\",care:52.2:6.9:2;school:52:7,OWN_WISH\n"
        "F2,,1,,,,,,,,,\n";
    const size_t live = xn_test_live_blocks();
    size_t good = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        size_t size = 0;
        char *mutant = mutant_of(text, strlen(text), 5, round, &size);
        XN_AUTO(xn_households_free) struct xn_households *list = NULL;
        struct xn_error err = {0};
        const enum xn_status status = xn_households_read(save(mutant, size), &list, NULL, &err);
        check_sentence(status, &err);
        assert_true((status == XN_OK) == (list != NULL));
        good += status == XN_OK;
        for (size_t i = 0; list && i < list->count; i++) {
            const struct xn_household *h = &list->household[i].household;
            assert_true(list->household[i].id[0] && h->size >= 1 && h->size <= 30);
            assert_true(h->n_ties <= XN_TIE_MAX && h->n_entitlements <= XN_CODE_MAX);
            assert_true(isnan(h->rent_limit_eur) || h->rent_limit_eur >= 1.0);
        }
        free(mutant);
    }
    assert_int_equal(unlink(scratch_path()), 0);
    assert_true(good > 0 && good < ROUNDS);
    assert_int_equal(xn_test_live_blocks(), live);
}

static void aliases(void **state)
{
    (void)state;
    static const char text[] = "alias,unit_id\nD\xc3\xbc"
                               "esberg,34\nCity,11\nCity,12\nSt. Mauritz,25\n";
    const size_t live = xn_test_live_blocks();
    size_t good = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        size_t size = 0;
        char *mutant = mutant_of(text, strlen(text), 6, round, &size);
        XN_AUTO(xn_district_aliases_free) struct xn_district_aliases *list = NULL;
        struct xn_error err = {0};
        const enum xn_status status = xn_district_aliases_read(save(mutant, size), &list, NULL, &err);
        check_sentence(status, &err);
        assert_true((status == XN_OK) == (list != NULL));
        good += status == XN_OK;
        free(mutant);
    }
    assert_int_equal(unlink(scratch_path()), 0);
    assert_true(good > ROUNDS / 20 && good < ROUNDS);
    assert_int_equal(xn_test_live_blocks(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(openimmo),
        cmocka_unit_test(openimmo_cut_anywhere),
        cmocka_unit_test(the_openimmo_sample),
        cmocka_unit_test(vera_publications),
        cmocka_unit_test(vera_offers_and_allocations),
        cmocka_unit_test(households),
        cmocka_unit_test(aliases),
    };
    return XN_RUN(tests);
}
