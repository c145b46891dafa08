/* fixture.h - a small city for the tests of housing: three districts (mixed, undetermined, concentrated), two
 * blocks in each, a policy, a household, and dwellings that suit it until a test changes something. */
#ifndef XENIA_TEST_HOUSING_FIXTURE_H
#define XENIA_TEST_HOUSING_FIXTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "xenia/housing.h"

#define FIXTURE_AS_OF 18659 /* 2021-02-01 */

#define assert_close(value, expected, tolerance)                                                             \
    do {                                                                                                     \
        const double close_value = (value), close_expected = (expected);                                     \
        if (!(fabs(close_value - close_expected) <= (tolerance)))                                            \
            fail_msg("%.17g is not %.17g within %g", close_value, close_expected, (double)(tolerance));      \
    } while (0)

struct fixture {
    struct xn_policy policy;
    struct xn_household household;
    struct xn_unit_class unit[2][6];
    struct xn_typology typology;
    struct xn_effect_base *effect;
    struct xn_dwelling dwelling[16];
    struct xn_ranking_request request;
};

static inline struct xn_policy fixture_policy(void)
{
    return (struct xn_policy){
        .name = "programme-load",
        .version = "1",
        .signed_on = XN_NO_DATE,
        .valid_until = XN_NO_DATE,
        .rule = {.profile = XN_PROFILE_PROGRAMME_LOAD,
                 .months = 24,
                 .load_mixed_below = 2,
                 .load_concentrated_above = 5},
        .effect_index = XN_EFFECT_THEIL_H,
        .effect_band = 0.01,
        .persons_per_room = 2,
        .area_per_person_m2 = 9,
        .criterion = {XN_BY_TIER, XN_BY_EFFECT, XN_BY_NEEDS, XN_BY_RENT, XN_BY_HASH},
        .n_criteria = 5,
    };
}

/* Five persons: 3 rooms and 45 m2 by the policy. */
static inline struct xn_household fixture_household(void)
{
    return (struct xn_household){.size = 5,
                                 .age_0_5 = -1,
                                 .age_6_17 = -1,
                                 .age_18_64 = -1,
                                 .age_65_plus = -1,
                                 .rent_limit_eur = 750,
                                 .rooms_min = NAN,
                                 .available_by = XN_NO_DATE};
}

/* Suits the household in every test, in district 0, block 0. */
static inline struct xn_dwelling fixture_dwelling(const char *id)
{
    return (struct xn_dwelling){.id = id,
                                .corporation = "Woonstad",
                                .address = "Lindenstraat 1",
                                .postcode = "",
                                .city = "",
                                .district = "",
                                .kind = "",
                                .is_dwelling = XN_YES,
                                .lon = 6.9,
                                .lat = 52.2,
                                .rent_net_eur = 600,
                                .rent_gross_eur = 700,
                                .rooms = 4,
                                .area_m2 = 80,
                                .min_household = NAN,
                                .max_household = NAN,
                                .max_income_eur = NAN,
                                .min_age = NAN,
                                .step_free = XN_YES,
                                .lift = XN_UNKNOWN,
                                .floor = NAN,
                                .entitlement = "",
                                .published = XN_NO_DATE,
                                .closes = XN_NO_DATE,
                                .available = XN_NO_DATE,
                                .unreadable = "",
                                .has_place = true,
                                .unit = {0, 0, XN_NONE, XN_NONE}};
}

/* Moves a dwelling into a block (0 .. 5) and its district. */
static inline void fixture_move(struct xn_dwelling *dwelling, size_t block)
{
    dwelling->unit[0] = block / 2;
    dwelling->unit[1] = block;
}

static inline void fixture_classify(struct fixture *f)
{
    static const enum xn_class district[] = {XN_MIXED, XN_UNDETERMINED, XN_CONCENTRATED};
    static const double load[] = {0.8, 3.5, 7.25};
    for (size_t i = 0; i < 6; i++) {
        f->unit[0][i / 2] = (struct xn_unit_class){
            .class_ = district[i / 2], .rule = XN_RULE_LOAD, .robust = true, .value = load[i / 2]};
        f->unit[1][i] = (struct xn_unit_class){
            .class_ = XN_MIXED, .rule = XN_RULE_LOAD, .robust = true, .value = 0.5 + 0.1 * (double)i};
    }
    f->typology.n_levels = 2;
    f->typology.level[0].n_units = 3;
    f->typology.level[0].unit = f->unit[0];
    f->typology.level[1].n_units = 6;
    f->typology.level[1].unit = f->unit[1];
    f->typology.city_value = 2.5;
    f->typology.group = XN_NONE;
}

static inline void fixture_init(struct fixture *f)
{
    static const double programme[] = {4, 3, 10, 12, 30, 25}, total[] = {900, 1100, 950, 1000, 1000, 1050};
    memset(f, 0, sizeof *f);
    f->policy = fixture_policy();
    f->household = fixture_household();
    fixture_classify(f);
    assert_int_equal(xn_effect_base_new(XN_EFFECT_THEIL_H, programme, total, NULL, 6, &f->effect, NULL),
                     XN_OK);
    f->request = (struct xn_ranking_request){.policy = &f->policy,
                                             .household = &f->household,
                                             .dwelling = f->dwelling,
                                             .as_of = FIXTURE_AS_OF,
                                             .snapshot = "snapshot-1",
                                             .n_levels = 2,
                                             .typology = &f->typology,
                                             .effect = f->effect,
                                             .effect_level = 1};
}

/* Adds a dwelling in a block and returns it to be changed. */
static inline struct xn_dwelling *fixture_add(struct fixture *f, const char *id, size_t block)
{
    struct xn_dwelling *dwelling = &f->dwelling[f->request.n_dwellings++];
    *dwelling = fixture_dwelling(id);
    fixture_move(dwelling, block);
    return dwelling;
}

static inline void fixture_tie(struct fixture *f, enum xn_tie_kind kind, double x_m, double y_m,
                               double weight)
{
    const size_t i = f->household.n_ties++;
    f->household.tie[i].kind = kind;
    f->household.tie[i].weight = weight;
    f->household.tie[i].x_m = x_m;
    f->household.tie[i].y_m = y_m;
}

static inline struct xn_ranking *fixture_rank(struct fixture *f)
{
    struct xn_ranking *ranking = NULL;
    struct xn_error err = {0};
    if (xn_ranking_build(&f->request, &ranking, &err) != XN_OK)
        fail_msg("%s", err.message);
    return ranking;
}

static inline void fixture_free(struct fixture *f)
{
    xn_effect_base_free(f->effect);
}

/* The ids of the ranked dwellings in their order, "a b c". */
static inline const char *fixture_ids(const struct fixture *f, const struct xn_ranking *ranking,
                                      char ret[256])
{
    ret[0] = '\0';
    for (size_t i = 0; i < ranking->n_ranked; i++)
        snprintf(ret + strlen(ret), 256 - strlen(ret), "%s%s", i ? " " : "",
                 f->dwelling[ranking->ranked[i].dwelling].id);
    return ret;
}

#endif
