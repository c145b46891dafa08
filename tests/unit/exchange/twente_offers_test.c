/* 182 real offers (2020-21) through the shipped mapping; skips without ../shared. */
#include "test.h"
#include <math.h>
#include <string.h>
#include "shared.h"
#include "xenia/exchange.h"

static const struct xn_dwelling *find(const struct xn_offers *offers, const char *id)
{
    for (size_t i = 0; i < offers->count; i++)
        if (strcmp(offers->dwelling[i].id, id) == 0)
            return &offers->dwelling[i];
    fail_msg("no offer %s", id);
    return NULL;
}

struct tally {
    size_t with_place, no_dwelling, unknown_kind, walk_up, lift, rooms, area, household_limit, income_limit,
        closes_2099, without_closing, without_available;
};

static struct tally tally_of(const struct xn_offers *offers)
{
    struct tally t = {0};
    for (size_t i = 0; i < offers->count; i++) {
        const struct xn_dwelling *d = &offers->dwelling[i];
        t.with_place += !isnan(d->lon) && !isnan(d->lat);
        t.no_dwelling += d->is_dwelling == XN_NO;
        t.unknown_kind += d->is_dwelling == XN_UNKNOWN;
        t.walk_up += d->step_free == XN_NO;
        t.lift += d->lift == XN_YES;
        t.rooms += isnan(d->rooms) ? 0 : 1;
        t.area += isnan(d->area_m2) ? 0 : 1;
        t.household_limit += isnan(d->max_household) ? 0 : 1;
        t.income_limit += isnan(d->max_income_eur) ? 0 : 1;
        t.closes_2099 += d->closes == xn_date_of(2099, 12, 31);
        t.without_closing += d->closes == XN_NO_DATE;
        t.without_available += d->available == XN_NO_DATE;
    }
    return t;
}

static void every_row_is_read(void **state)
{
    (void)state;
    char path[4096];
    xn_test_shared("gisdata/offers/offers_twente.csv", path, sizeof path);
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(xn_offers_read(path, NULL, &offers, &notes, &err));
    assert_int_equal(offers->count, 182);
    assert_int_equal(offers->n_unreadable, 0);
    const struct tally t = tally_of(offers);
    assert_int_equal(t.with_place, 164);
    assert_int_equal(t.no_dwelling, 13);
    assert_int_equal(t.unknown_kind, 29); /* of the corporation that leaves the kind empty */
    assert_int_equal(t.walk_up, 3 + 2 + 1);
    assert_int_equal(t.lift, 6);
    assert_int_equal(t.rooms, 182 - 121 - 13);
    assert_int_equal(t.area, 182 - 35 - 16);
    assert_int_equal(t.household_limit, 6);
    assert_int_equal(t.income_limit, 8 + 3 + 2);
    assert_int_equal(t.closes_2099, 17);
    assert_int_equal(t.without_closing, 16);
    assert_int_equal(t.without_available, 26);
}

static void traps_of_the_real_file_are_read_or_noted(void **state)
{
    (void)state;
    char path[4096];
    xn_test_shared("gisdata/offers/offers_twente.csv", path, sizeof path);
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(xn_offers_read(path, NULL, &offers, &notes, &err));
    size_t money = 0;
    for (size_t i = 0; i < notes.count; i++)
        money += strstr(notes.text[i], "column rent_") && strstr(notes.text[i], "read as ");
    assert_int_equal(money, 7); /* 600.– and six like 1400.– */
    assert_true(find(offers, "f39198-2568")->rent_gross_eur == 1400.0);
    assert_true(find(offers, "w757766")->rent_net_eur == 600.0);
    const struct xn_dwelling *first = find(offers, "w758754");
    assert_string_equal(first->corporation, "dewoonplaats");
    assert_string_equal(first->address, "De Klomp 75 24");
    assert_true(first->lat == 52.22011 && first->lon == 6.90097 && first->area_m2 == 73.19);
    assert_int_equal(first->published, xn_date_of(2020, 12, 6));
    assert_int_equal(first->closes, xn_date_of(2020, 12, 9));
    assert_int_equal(first->available, xn_date_of(2021, 1, 18));
    assert_int_equal(first->is_dwelling, XN_UNKNOWN);
    assert_int_equal(first->line, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_read),
        cmocka_unit_test(traps_of_the_real_file_are_read_or_noted),
    };
    return XN_RUN(tests);
}
