/* feed_test.c - a file of offers before it is brought in: what is told of it, and whose it may be. */
#include "test.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "xenia/feed.h"
#include "xenia/random.h"

#define HEADER                                                                                               \
    "id,corporation,address,postcode,city,district,kind,lon,lat,rent_net_eur,rent_gross_eur,rooms,area_m2,"  \
    "min_household,max_household,max_income_eur,min_age,step_free,lift,floor,entitlement,published,closes,"  \
    "available,on_offer_elsewhere\n"
#define ROW(id, corporation) id "," corporation ",Weg 1,48143,X,Y,flat,7.6,51.9,400,500,3,70,,,,,,,,,,,,\n"

static struct xn_feed *read_bytes(const char *bytes, size_t length, const char *name, const char *corporation)
{
    struct xn_feed *feed = NULL;
    const struct xn_feed_request request = {.bytes = bytes,
                                            .length = length,
                                            .name = name,
                                            .source = name,
                                            .city = "demo",
                                            .corporation = corporation};
    ASSERT_OK(xn_feed_read(&request, &feed, &err));
    return feed;
}

static struct xn_feed *read_text(const char *text, const char *corporation)
{
    return read_bytes(text, strlen(text), "f.csv", corporation);
}

static void a_clean_file_has_no_faults(void **state)
{
    (void)state;
    XN_AUTO(xn_feed_free) struct xn_feed *feed = read_text(HEADER ROW("A", "W") ROW("B", ""), NULL);
    assert_false(feed->refused);
    assert_string_equal(feed->format, "csv");
    assert_int_equal(feed->offers->count, 2);
    assert_int_equal(feed->n_faults, 0);
}

static void a_fault_has_its_row_and_column(void **state)
{
    (void)state;
    XN_AUTO(xn_feed_free)
    struct xn_feed *feed =
        read_text(HEADER ROW("A", "W") "B,,,,,,flat,7.6,,: found it,,3,70,,,,,,,,,,,,\n", NULL);
    assert_false(feed->refused);
    assert_int_equal(feed->n_faults, 2);
    assert_int_equal(feed->fault[0].row, 3);
    assert_string_equal(feed->fault[0].column, "rent_net_eur");
    assert_string_equal(feed->fault[0].message,
                        "found ': found it', wanted a sum of money; taken as unknown");
    assert_int_equal(feed->fault[1].row, 3);
    assert_string_equal(feed->fault[1].column, "");
    assert_string_equal(feed->fault[1].message, "found only one of lon and lat; taken as without place");
}

static void what_is_read_in_another_way_is_a_note(void **state)
{
    (void)state;
    XN_AUTO(xn_feed_free)
    struct xn_feed *feed = read_text(HEADER "B,,,,,,flat,,,\"400,50\",,3,70,,,,,,,,,,,,\n", NULL);
    assert_int_equal(feed->n_faults, 0);
    assert_int_equal(feed->n_notes, 1);
    assert_non_null(strstr(feed->note[0], "read as 400.50 euro"));
}

static void a_refused_file_tells_each_fault(void **state)
{
    (void)state;
    XN_AUTO(xn_feed_free)
    struct xn_feed *feed = read_text(HEADER ROW("A", "") ROW("", "") ROW("A", "") ROW("", ""), NULL);
    assert_true(feed->refused);
    assert_null(feed->offers);
    assert_int_equal(feed->n_faults, 3);
    assert_int_equal(feed->fault[0].row, 3);
    assert_string_equal(feed->fault[0].column, "id");
    for (size_t i = 0; i < 3; i++)
        assert_true(feed->fault[i].row >= 3 && feed->fault[i].message[0]);
}

static void a_whole_file_may_be_at_fault(void **state)
{
    static const char *const bad[] = {
        "",        HEADER, "a,b\n1,2\n", "<openimmo",
        "{\"a\":", "[[[[", "\xff\xfe",   "<!DOCTYPE x [<!ENTITY e \"v\">]><openimmo>&e;</openimmo>"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        XN_AUTO(xn_feed_free) struct xn_feed *feed = read_text(bad[i], NULL);
        assert_true(feed->refused);
        assert_true(feed->n_faults >= 1 && feed->fault[0].message[0]);
    }
}

static void a_corporation_brings_its_own(void **state)
{
    (void)state;
    XN_AUTO(xn_feed_free) struct xn_feed *own = read_text(HEADER ROW("A", "W") ROW("B", ""), "W");
    XN_AUTO(xn_feed_free) struct xn_feed *other = read_text(HEADER ROW("A", "W") ROW("B", "V"), "W");
    assert_false(own->refused);
    assert_string_equal(own->offers->dwelling[1].corporation, "W");
    assert_true(other->refused);
    assert_int_equal(other->n_faults, 1);
    assert_int_equal(other->fault[0].row, 3);
    assert_string_equal(other->fault[0].column, "corporation");
}

static void only_the_first_are_told_and_all_counted(void **state)
{
    char text[8192] = HEADER;
    (void)state;
    for (int i = 0; i < 50; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "A%d,V,,,,,flat,,,,,,,,,,,,,,,,,,\n", i);
    XN_AUTO(xn_feed_free) struct xn_feed *feed = read_text(text, "W");
    assert_int_equal(feed->n_faults, 50);
    assert_int_equal(feed->fault[XN_FEED_TOLD_MAX - 1].row, XN_FEED_TOLD_MAX + 1);
}

static void the_digest_is_of_all_that_it_does(void **state)
{
    static const char text[] = HEADER ROW("A", "");
    (void)state;
    XN_AUTO(xn_feed_free) struct xn_feed *one = read_text(text, NULL);
    XN_AUTO(xn_feed_free) struct xn_feed *same = read_text(text, NULL);
    XN_AUTO(xn_feed_free) struct xn_feed *bytes = read_text(HEADER ROW("B", ""), NULL);
    XN_AUTO(xn_feed_free) struct xn_feed *source = read_bytes(text, strlen(text), "g.csv", NULL);
    XN_AUTO(xn_feed_free) struct xn_feed *whose = read_text(text, "W");
    assert_string_equal(one->digest, same->digest);
    assert_string_not_equal(one->digest, bytes->digest);
    assert_string_not_equal(one->digest, source->digest);
    assert_string_not_equal(one->digest, whose->digest);
}

/* Changed at random: a feed or a refused one, never anything else; sanitizers watch the rest. */
static void hostile_bytes_are_told_or_refused(void **state)
{
    static const char *const start[] = {
        HEADER ROW("A", "W") ROW("B", "\"V, W\""),
        "<?xml version=\"1.0\"?><openimmo><uebertragung umfang=\"VOLL\"/><anbieter><immobilie>"
        "<objektkategorie><vermarktungsart MIETE_PACHT=\"1\"/></objektkategorie><verwaltung_techn>"
        "<objektnr_extern>1</objektnr_extern></verwaltung_techn></immobilie></anbieter></openimmo>",
        "[{\"id\":\"P1\",\"status\":{\"code\":\"GEP\"},\"extra-attributen\":{\"rooms\":3}}]"};
    struct xn_random draw = xn_random_stream(7, 1, 0);
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char bytes[2048];
        const size_t length = strlen(start[round % 3]);
        memcpy(bytes, start[round % 3], length);
        for (uint32_t n = xn_random_below(&draw, 8) + 1; n-- > 0;)
            bytes[xn_random_below(&draw, (uint32_t)length)] = (char)xn_random_below(&draw, 256);
        XN_AUTO(xn_feed_free)
        struct xn_feed *feed =
            read_bytes(bytes, length - xn_random_below(&draw, 40), "f", round % 2 ? "W" : NULL);
        assert_true(feed->refused ? feed->n_faults > 0 : feed->offers != NULL);
        for (size_t i = 0; i < feed->n_faults && i < XN_FEED_TOLD_MAX; i++)
            assert_true(feed->fault[i].column && feed->fault[i].message[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clean_file_has_no_faults),
        cmocka_unit_test(a_fault_has_its_row_and_column),
        cmocka_unit_test(what_is_read_in_another_way_is_a_note),
        cmocka_unit_test(a_refused_file_tells_each_fault),
        cmocka_unit_test(a_whole_file_may_be_at_fault),
        cmocka_unit_test(a_corporation_brings_its_own),
        cmocka_unit_test(only_the_first_are_told_and_all_counted),
        cmocka_unit_test(the_digest_is_of_all_that_it_does),
        cmocka_unit_test(hostile_bytes_are_told_or_refused),
    };
    return XN_RUN(tests);
}
