/* What is written of a household is read back as the same household, whatever it is. */
#include "test.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "xenia/buf.h"
#include "xenia/exchange.h"
#include "xenia/random.h"

#define ROUNDS 2000

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void assert_same(const struct xn_household *a, const struct xn_household *b)
{
    assert_int_equal(a->size, b->size);
    assert_int_equal(a->age_0_5, b->age_0_5);
    assert_int_equal(a->age_6_17, b->age_6_17);
    assert_int_equal(a->age_18_64, b->age_18_64);
    assert_int_equal(a->age_65_plus, b->age_65_plus);
    assert_int_equal(a->n_entitlements, b->n_entitlements);
    for (size_t i = 0; i < a->n_entitlements; i++)
        assert_string_equal(a->entitlement[i], b->entitlement[i]);
    assert_int_equal(a->step_free, b->step_free);
    assert_true(same_number(a->rent_limit_eur, b->rent_limit_eur));
    assert_true(same_number(a->rooms_min, b->rooms_min));
    assert_int_equal(a->available_by, b->available_by);
    assert_int_equal(a->n_ties, b->n_ties);
    for (size_t i = 0; i < a->n_ties; i++) {
        assert_int_equal(a->tie[i].kind, b->tie[i].kind);
        assert_true(a->tie[i].lon == b->tie[i].lon && a->tie[i].lat == b->tie[i].lat);
        assert_true(a->tie[i].weight == b->tie[i].weight);
        assert_true(isnan(b->tie[i].x_m) && isnan(b->tie[i].y_m));
    }
    assert_int_equal(a->filter_care, b->filter_care);
    assert_int_equal(a->filter_own_wish, b->filter_own_wish);
}

static bool maybe(struct xn_random *random)
{
    return xn_random_below(random, 2) == 0;
}

/* Ages of everybody, of nobody, or of some. */
static void draw_ages(struct xn_random *random, struct xn_household *household)
{
    int *const age[] = {&household->age_0_5, &household->age_6_17, &household->age_18_64,
                        &household->age_65_plus};
    int left = household->size;
    for (size_t i = 0; i < 4; i++)
        *age[i] = -1;
    switch (xn_random_below(random, 3)) {
    case 0:
        return;
    case 1:
        for (size_t i = 0; i < 4; i++) {
            *age[i] = i == 3 ? left : (int)xn_random_below(random, (uint32_t)left + 1);
            left -= *age[i];
        }
        return;
    default: /* one person's age stays open */
        *age[xn_random_below(random, 4)] = (int)xn_random_below(random, (uint32_t)household->size);
    }
}

static void draw_ties(struct xn_random *random, struct xn_household *household)
{
    household->n_ties = xn_random_below(random, XN_TIE_MAX + 1);
    for (size_t i = 0; i < household->n_ties; i++) {
        household->tie[i].kind = (enum xn_tie_kind)xn_random_below(random, 5);
        household->tie[i].lat = xn_random_uniform(random) * 180.0 - 90.0;
        household->tie[i].lon = xn_random_uniform(random) * 360.0 - 180.0;
        household->tie[i].weight = maybe(random) ? 1.0 : 0.01 + xn_random_uniform(random) * 99.0;
    }
}

static struct xn_household drawn(uint32_t round)
{
    struct xn_random random = xn_random_stream(2005, 1, round);
    struct xn_household household = {.size = 1 + (int)xn_random_below(&random, 30)};
    draw_ages(&random, &household);
    household.n_entitlements = xn_random_below(&random, XN_CODE_MAX + 1);
    for (size_t i = 0; i < household.n_entitlements; i++)
        (void)snprintf(household.entitlement[i], sizeof household.entitlement[i], "%s-%u",
                       maybe(&random) ? "WBS" : "huur_toeslag", xn_random_u32(&random));
    household.step_free = maybe(&random);
    household.rent_limit_eur = maybe(&random) ? NAN : 1.0 + xn_random_uniform(&random) * 2000.0;
    household.rooms_min = maybe(&random) ? NAN : 1.0 + xn_random_below(&random, 58) / 2.0;
    household.available_by =
        maybe(&random) ? XN_NO_DATE : xn_date_of(2000, 1, 1) + (xn_date)xn_random_below(&random, 20000);
    draw_ties(&random, &household);
    household.filter_care = maybe(&random);
    household.filter_own_wish = maybe(&random);
    return household;
}

static const char *written(const struct xn_household *household, bool pretty, struct xn_buf *buf)
{
    struct xn_json json;
    xn_buf_reset(buf);
    xn_json_init(&json, buf, pretty);
    xn_household_put_json(&json, household);
    ASSERT_OK(xn_buf_check(buf, &err));
    return xn_buf_text(buf);
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const struct xn_household household = drawn(round);
        struct xn_household back;
        const char *json = written(&household, round % 2 == 0, &buf);
        ASSERT_OK(xn_household_parse(json, strlen(json), "h.json", &back, &err));
        assert_same(&household, &back);
    }
}

static void what_is_not_known_is_left_out(void **state)
{
    (void)state;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_household household;
    ASSERT_OK(xn_household_parse("{\"size\":3}", 10, "h.json", &household, &err));
    assert_string_equal(written(&household, false, &buf), "{\"size\":3}");
    ASSERT_OK(xn_household_parse("{\"size\":1,\"age_bands\":{\"65+\":1}}", 32, "h.json", &household, &err));
    assert_string_equal(written(&household, false, &buf),
                        "{\"size\":1,\"age_bands\":{\"0-5\":0,\"6-17\":0,\"18-64\":0,\"65+\":1}}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(what_is_not_known_is_left_out),
    };
    return XN_RUN(tests);
}
