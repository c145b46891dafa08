/* Small good files with random bytes changed, cut, doubled: a reader gives a result that keeps its promises
 * or one sentence, and never leaks. Sanitizers watch the rest. Seeded, so a failure repeats. */
#include "test.h"
#include <math.h>
#include <string.h>
#include "counted_memory.h"
#include "scratch.h"
#include "xenia/exchange.h"
#include "xenia/random.h"

#define ROUNDS 1500
#define BYTES_MAX 2048

static const char policy_text[] =
    "policy = concentration\nversion = 2\nvalid_until = 2005-12-31\n[classes]\ngroup = A\n"
    "certainty = 0.8\nmin_persons = 300, 100\n[effect]\nindex = theil_h\n[order]\ncriteria = tier, rent, "
    "hash\n";
static const char city_text[] =
    "[city]\nid = c\ngroups = A, B\ntotal = T\nmissing = -1, -2\n[level district]\n"
    "layer = d.shp\nunit_id = D\n[level block]\nlayer = b.shp\nunit_id = B\n"
    "parent = D\ncounts = b.csv\ncounts_key = K\n";
static const char household_text[] =
    "{\"size\":5,\"age_bands\":{\"0-5\":1,\"6-17\":2,\"18-64\":2},\"entitlement\":[\"WBS\"],\"step_free\":"
    "true,"
    "\"rent_limit_eur\":750,\"available_by\":\"2021-02-01\",\"ties\":[{\"kind\":\"care\",\"lat\":52.22,"
    "\"lon\":6.89}],\"filters\":[\"OWN_WISH\"]}";
static const char placements_text[] = "date,persons,unit_id,lon,lat,state\n2004-03-01,4,6101,,,moved_in\n"
                                      "2004-09-30,2,,7.6,51.9,agreed\n";
static const char mapping_text[] =
    "[mapping]\nname = m\n[columns]\nid = nr\nkind = soort\nlon = x\nlat = y\nrent_gross_eur = huur\n"
    "closes = sluit\nlift = lift\n[unknown]\nlon = 0\n[kind]\nFlat = dwelling, lift\n(none) = dwelling\n";
static const char offers_text[] =
    "nr,soort,x,y,huur,sluit,lift\n1,Flat,6.8,52.2,\"€ 1.514,36\",1 maart 2021,ja\n"
    "2,,0,0,1400.–,2021-03-02,\n3,Kasteel,6.9,52.1,600,20-05-2021,nee\n";

struct mutant {
    char bytes[BYTES_MAX];
    size_t length;
};

static void mutate_once(struct mutant *mutant, struct xn_random *draw)
{
    static const char interesting[] = "\0\n\r\"';=:[]{},.-0919 \xff\xc3\xe2\x80\t#";
    const size_t at = xn_random_below(draw, (uint32_t)mutant->length);
    switch (xn_random_below(draw, 5)) {
    case 0:
        mutant->bytes[at] = (char)xn_random_below(draw, 256);
        break;
    case 1:
        mutant->bytes[at] = interesting[xn_random_below(draw, sizeof interesting - 1)];
        break;
    case 2: /* one byte less */
        memmove(mutant->bytes + at, mutant->bytes + at + 1, mutant->length - at - 1);
        mutant->length--;
        break;
    case 3: /* a piece twice */
        if (mutant->length + 16 < BYTES_MAX && at + 16 < mutant->length) {
            memmove(mutant->bytes + at + 16, mutant->bytes + at, mutant->length - at);
            mutant->length += 16;
        }
        break;
    default: /* the end is missing */
        if (xn_random_below(draw, 8) == 0)
            mutant->length = at + 1;
        break;
    }
}

static struct mutant mutant_of(const char *text, uint32_t purpose, uint32_t round)
{
    struct xn_random draw = xn_random_stream(2004, purpose, round);
    struct mutant mutant = {.length = strlen(text)};
    memcpy(mutant.bytes, text, mutant.length);
    for (uint32_t left = 1 + xn_random_below(&draw, 4); left > 0 && mutant.length > 1; left--)
        mutate_once(&mutant, &draw);
    return mutant;
}

/* A failure is a sentence, and a sentence a failure. */
static void check_sentence(enum xn_status status, const struct xn_error *err)
{
    assert_true((status == XN_OK) == (err->message[0] == '\0'));
    assert_true(status == XN_OK || status == XN_INPUT || status == XN_LIMIT);
}

static void policies(void **state)
{
    (void)state;
    size_t good = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const struct mutant m = mutant_of(policy_text, 1, round);
        struct xn_policy policy = {.n_criteria = 0};
        struct xn_error err = {0};
        const enum xn_status status = xn_policy_parse(m.bytes, m.length, "p.ini", &policy, &err);
        check_sentence(status, &err);
        if (status != XN_OK)
            continue;
        good++;
        assert_true(policy.version[0] && policy.n_criteria > 0);
        assert_int_equal(policy.criterion[policy.n_criteria - 1], XN_BY_HASH);
        assert_true(policy.rule.certainty >= 0.5 && policy.rule.certainty <= 0.999);
    }
    assert_true(good > ROUNDS / 20 && good < ROUNDS);
}

static void households(void **state)
{
    (void)state;
    size_t good = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const struct mutant m = mutant_of(household_text, 2, round);
        struct xn_household household = {.size = 0};
        struct xn_error err = {0};
        const enum xn_status status = xn_household_parse(m.bytes, m.length, "h.json", &household, &err);
        check_sentence(status, &err);
        if (status != XN_OK)
            continue;
        good++;
        assert_true(household.size >= 1 && household.size <= 30);
        assert_true(household.n_ties <= XN_TIE_MAX && household.n_entitlements <= XN_CODE_MAX);
        assert_true(household.n_ties == 0 || fabs(household.tie[0].lat) <= 90.0);
    }
    assert_true(good > 0 && good < ROUNDS);
}

static void cities(void **state)
{
    struct scratch *scratch = *state;
    size_t good = 0;
    const size_t live = xn_test_live_blocks();
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const struct mutant m = mutant_of(city_text, 3, round);
        XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
        struct xn_error err = {0};
        const enum xn_status status =
            xn_city_file_read(scratch_bytes(scratch, "c.ini", m.bytes, m.length), &input, &err);
        check_sentence(status, &err);
        assert_true((status == XN_OK) == (input != NULL));
        good += status == XN_OK;
        assert_true(!input || (input->n_levels > 0 && input->level[0].layer && input->level[0].unit_id));
    }
    assert_int_equal(xn_test_live_blocks(), live);
    assert_true(good > 0 && good < ROUNDS);
}

static void placements(void **state)
{
    struct scratch *scratch = *state;
    size_t good = 0;
    const size_t live = xn_test_live_blocks();
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const struct mutant m = mutant_of(placements_text, 4, round);
        XN_AUTO(xn_placements_free) struct xn_placements *list = NULL;
        struct xn_error err = {0};
        const enum xn_status status =
            xn_placements_read(scratch_bytes(scratch, "p.csv", m.bytes, m.length), &list, NULL, &err);
        check_sentence(status, &err);
        assert_true((status == XN_OK) == (list != NULL));
        good += status == XN_OK;
        for (size_t i = 0; list && i < list->count; i++)
            assert_true(list->placement[i].persons >= 1.0 &&
                        (list->placement[i].unit_id || !isnan(list->placement[i].lat)));
    }
    assert_int_equal(xn_test_live_blocks(), live);
    assert_true(good > 0 && good < ROUNDS);
}

static void check_offers(const struct xn_offers *offers)
{
    for (size_t i = 0; i < offers->count; i++) {
        const struct xn_dwelling *d = &offers->dwelling[i];
        assert_true(d->id[0] && d->kind && d->unreadable && d->line > 1);
        assert_int_equal(isnan(d->lon) != 0, isnan(d->lat) != 0);
        assert_true(isnan(d->lon) || (fabs(d->lon) <= 180.0 && fabs(d->lat) <= 90.0));
        assert_true(isnan(d->rent_gross_eur) || (d->rent_gross_eur >= 0.0 && d->rent_gross_eur <= 1e5));
    }
}

/* Odd rounds change the offers, even ones the mapping. */
static void offers_and_mappings(void **state)
{
    struct scratch *scratch = *state;
    size_t good = 0;
    const size_t live = xn_test_live_blocks();
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const struct mutant m = mutant_of(round % 2 ? offers_text : mapping_text, 5, round);
        const char *rows = round % 2 ? scratch_bytes(scratch, "o.csv", m.bytes, m.length)
                                     : scratch_file(scratch, "o.csv", offers_text);
        const char *mapping = round % 2 ? scratch_file(scratch, "m.ini", mapping_text)
                                        : scratch_bytes(scratch, "m.ini", m.bytes, m.length);
        XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
        XN_AUTO_NOTES notes = XN_NOTES_INIT;
        struct xn_error err = {0};
        const enum xn_status status = xn_offers_read(rows, mapping, &offers, &notes, &err);
        check_sentence(status, &err);
        assert_true((status == XN_OK) == (offers != NULL));
        good += status == XN_OK;
        if (offers)
            check_offers(offers);
    }
    assert_int_equal(xn_test_live_blocks(), live);
    assert_true(good > ROUNDS / 20 && good < ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policies), cmocka_unit_test(households),      SCRATCH_TEST(cities),
        SCRATCH_TEST(placements),   SCRATCH_TEST(offers_and_mappings),
    };
    return XN_RUN(tests);
}
