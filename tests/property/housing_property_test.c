/* Properties of housing on random cities: the effect equals computing the index anew; the order of the input
 * never shows; nothing is hidden; no to-check row stands before a known one of its tier; the costs of a batch
 * never contradict that order; every sentence is whole in every language. */
#include "../unit/housing/fixture.h"
#include "xenia/memory.h"
#include "xenia/random.h"

#define CITIES 400
#define UNITS_MAX 40

/* --- effect ------------------------------------------------------------------------------------------ */

/* The definitions of the catalogue, written down from shares: sum t (E - E_i) / (T E) and
 * sum t (p - P)^2 / (T P (1 - P)). In long double, so that the reference is the better of the two. */
static long double binary_entropy(long double share)
{
    return share <= 0 || share >= 1 ? 0 : -share * logl(share) - (1 - share) * logl(1 - share);
}

static double recomputed(enum xn_effect_index index, const double *group, const double *total, size_t n)
{
    long double x = 0, t = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        x += (long double)group[i];
        t += (long double)total[i];
    }
    const long double share = x / t;
    for (size_t i = 0; i < n; i++) {
        const long double here = total[i] > 0 ? (long double)group[i] / (long double)total[i] : 0;
        sum +=
            (long double)total[i] * (index == XN_EFFECT_THEIL_H ? binary_entropy(share) - binary_entropy(here)
                                                                : (here - share) * (here - share));
    }
    return (double)(sum / (t * (index == XN_EFFECT_THEIL_H ? binary_entropy(share) : share * (1 - share))));
}

struct random_city {
    size_t n;
    double group[UNITS_MAX], total[UNITS_MAX], pending[UNITS_MAX];
};

/* From hamlets to a million; units empty, wholly of the group, or without it; groups rare and common. */
static struct random_city draw_city(struct xn_random *random)
{
    struct random_city city = {.n = 2 + xn_random_below(random, UNITS_MAX - 1)};
    const double scale = pow(10, 1 + 4 * xn_random_uniform(random));
    const double rarity = xn_random_below(random, 4) ? xn_random_uniform(random) : 0.001;
    for (size_t i = 0; i < city.n; i++) {
        city.total[i] = xn_random_below(random, 8) ? floor(scale * xn_random_uniform(random)) : 0;
        city.group[i] = floor(city.total[i] * rarity * xn_random_uniform(random));
        if (xn_random_below(random, 10) == 0)
            city.group[i] = xn_random_below(random, 2) ? city.total[i] : 0;
        city.pending[i] = xn_random_below(random, 3) ? 0 : (double)xn_random_below(random, 12);
    }
    return city;
}

/* Pending persons and those who move in as a census would count them. */
static void count_anew(const struct random_city *city, size_t unit, double persons, double *group,
                       double *total)
{
    for (size_t i = 0; i < city->n; i++) {
        const double more = city->pending[i] + (i == unit ? persons : 0);
        group[i] = city->group[i] + more;
        total[i] = city->total[i] + more;
    }
}

static void compare_city(const struct random_city *city, enum xn_effect_index index,
                         const struct xn_effect_base *base, struct xn_random *random)
{
    double group[UNITS_MAX], total[UNITS_MAX];
    count_anew(city, XN_NONE, 0, group, total);
    assert_close(xn_effect_before(base), recomputed(index, group, total, city->n), 1e-12);
    for (size_t unit = 0; unit < city->n; unit++) {
        const double persons = 1 + xn_random_below(random, 9);
        count_anew(city, unit, persons, group, total);
        assert_close(xn_effect_after(base, unit, persons), recomputed(index, group, total, city->n), 1e-12);
    }
}

static void test_effect_equals_recomputation(void **state)
{
    (void)state;
    size_t compared = 0;
    for (uint32_t number = 0; number < CITIES; number++) {
        struct xn_random random = xn_random_stream(2004, number, 0);
        const struct random_city city = draw_city(&random);
        for (int index = XN_EFFECT_THEIL_H; index <= XN_EFFECT_VARIANCE_RATIO; index++) {
            XN_AUTO(xn_effect_base_free) struct xn_effect_base *base = NULL;
            if (xn_effect_base_new((enum xn_effect_index)index, city.group, city.total, city.pending, city.n,
                                   &base, NULL) != XN_OK)
                continue; /* a group without members */
            compare_city(&city, (enum xn_effect_index)index, base, &random);
            compared++;
        }
    }
    assert_true(compared > CITIES);
}

/* --- ranking ----------------------------------------------------------------------------------------- */

#define DWELLINGS 60

static double maybe(struct xn_random *random, double value)
{
    return xn_random_below(random, 6) ? value : NAN;
}

static enum xn_answer any_answer(struct xn_random *random)
{
    return (enum xn_answer)xn_random_below(random, 3);
}

static struct xn_dwelling draw_dwelling(struct xn_random *random, const char *id)
{
    struct xn_dwelling dwelling = fixture_dwelling(id);
    fixture_move(&dwelling, xn_random_below(random, 6));
    dwelling.has_place = xn_random_below(random, 8) != 0;
    dwelling.outside_city = xn_random_below(random, 20) == 0;
    dwelling.rooms = maybe(random, 2 + xn_random_below(random, 4));
    dwelling.area_m2 = maybe(random, 30 + xn_random_below(random, 60));
    dwelling.rent_gross_eur = maybe(random, 500 + 50 * xn_random_below(random, 6));
    dwelling.rent_net_eur = maybe(random, dwelling.rent_gross_eur - 50);
    dwelling.entitlement = (const char *const[]){"", "", "WBS", "DAEB"}[xn_random_below(random, 4)];
    dwelling.max_income_eur = xn_random_below(random, 8) ? NAN : 30000;
    dwelling.step_free = any_answer(random);
    dwelling.lift = any_answer(random);
    dwelling.floor = maybe(random, xn_random_below(random, 4));
    dwelling.x_m = 100 * xn_random_below(random, 5);
    return dwelling;
}

static void draw_wishes(struct xn_random *random, struct xn_household *household)
{
    household->size = 1 + (int)xn_random_below(random, 7);
    household->step_free = xn_random_below(random, 2);
    household->filter_care = xn_random_below(random, 4) == 0;
    household->filter_own_wish = xn_random_below(random, 4) == 0;
    household->rent_limit_eur = maybe(random, 650);
}

static struct xn_by_size draw_table(struct xn_random *random, double first, double more)
{
    if (xn_random_below(random, 3) == 0)
        return (struct xn_by_size){0};
    return (struct xn_by_size){.n = 1, .value = {first}, .more = more};
}

/* Rents and entitlements as a city may or may not have them. */
static void draw_limits(struct xn_random *random, struct xn_policy *policy, struct xn_household *household)
{
    static const char *const code[] = {"WBS", "HUURTOESLAG", "WBS-AREA-70", "WBS-ROOMS-3"};
    policy->rent_ceiling_eur = draw_table(random, 500, 60);
    policy->rent_per_m2_eur = xn_random_below(random, 2) ? 0 : 11;
    policy->wbs_area_m2 = draw_table(random, 50, 15);
    policy->wbs_rooms = draw_table(random, 1, 1);
    policy->allowance_rent_eur = draw_table(random, 600, 20);
    policy->income[0] = (struct xn_income_band){"HUURTOESLAG", 30000};
    policy->n_incomes = xn_random_below(random, 2);
    household->n_entitlements = 0;
    for (size_t i = 0; i < 4; i++)
        if (xn_random_below(random, 2))
            strcpy(household->entitlement[household->n_entitlements++], code[i]);
}

static void shuffle(struct xn_random *random, struct xn_dwelling *dwelling, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        const size_t j = xn_random_below(random, (uint32_t)i);
        const struct xn_dwelling swapped = dwelling[i - 1];
        dwelling[i - 1] = dwelling[j];
        dwelling[j] = swapped;
    }
}

static void assert_same_order(const struct xn_dwelling *a, const struct xn_ranking *ranking_a,
                              const struct xn_dwelling *b, const struct xn_ranking *ranking_b)
{
    assert_int_equal(ranking_a->n_ranked, ranking_b->n_ranked);
    for (size_t i = 0; i < ranking_a->n_ranked; i++)
        assert_string_equal(a[ranking_a->ranked[i].dwelling].id, b[ranking_b->ranked[i].dwelling].id);
    assert_string_equal(ranking_a->request_digest, ranking_b->request_digest);
}

static void assert_every_dwelling_once(const struct xn_ranking *ranking)
{
    bool seen[DWELLINGS] = {false};
    assert_int_equal(ranking->n_ranked + ranking->n_excluded, DWELLINGS);
    for (size_t i = 0; i < ranking->n_ranked; i++) {
        assert_int_equal(ranking->ranked[i].fit.no, 0);
        assert_false(seen[ranking->ranked[i].dwelling]);
        seen[ranking->ranked[i].dwelling] = true;
    }
    for (size_t i = 0; i < ranking->n_excluded; i++) {
        assert_true(ranking->excluded[i].fit.no != 0);
        assert_false(seen[ranking->excluded[i].dwelling]);
        seen[ranking->excluded[i].dwelling] = true;
    }
}

static bool step_free_unknown(const struct xn_ranked *row)
{
    return row->fit.unknown & (1U << XN_FIT_STEP_FREE);
}

static void assert_known_first(const struct xn_ranking *ranking)
{
    for (size_t i = 0; i < ranking->n_ranked; i++)
        for (size_t j = i + 1; j < ranking->n_ranked; j++) {
            const struct xn_ranked *before = &ranking->ranked[i], *after = &ranking->ranked[j];
            assert_false(step_free_unknown(before) && !step_free_unknown(after));
            if (before->tier == after->tier)
                assert_false(before->fit.unknown && !after->fit.unknown);
        }
}

/* Not beyond the first or the last step of the effect, where all are alike. */
static bool has_own_step(const struct xn_ranked *row)
{
    return row->effect_band >= -25 && row->effect_band <= 24;
}

/* What the first parts of the order say, the costs say too. */
static void assert_costs_follow(const struct fixture *f, const struct xn_ranking *ranking)
{
    const bool wishes = f->household.filter_own_wish || f->household.filter_care;
    for (size_t i = 0; i < ranking->n_ranked; i++)
        for (size_t j = i + 1; j < ranking->n_ranked; j++) {
            const struct xn_ranked *before = &ranking->ranked[i], *after = &ranking->ranked[j];
            const int32_t cost = xn_ranking_utility(&f->request, before);
            const int32_t dearer = xn_ranking_utility(&f->request, after);
            assert_in_range(cost, 0, XN_UTILITY_COST_MAX);
            if (step_free_unknown(before) != step_free_unknown(after))
                assert_true(cost < dearer);
            else if (wishes && !before->fit.unknown != !after->fit.unknown)
                assert_true(cost < dearer);
            else if (!wishes && (before->tier != after->tier || !before->fit.unknown != !after->fit.unknown))
                assert_true(cost < dearer);
            else if (!wishes && before->effect_band < after->effect_band && has_own_step(before) &&
                     has_own_step(after))
                assert_true(cost < dearer);
        }
}

/* Every row but the first has a counterfactual; promised places exist and are better than its own. */
static void assert_promises(const struct fixture *f, const struct xn_ranking *ranking)
{
    for (size_t i = 0; i < ranking->n_ranked; i++) {
        struct xn_reason reason[8];
        const size_t count = xn_counterfactuals(&f->request, ranking, &ranking->ranked[i], reason, 8);
        assert_true(count > 0 || i == 0);
        for (size_t k = 0; k < count; k++)
            if (strncmp(reason[k].code, "rank_if:", 8) == 0)
                assert_in_range(reason[k].value[0].number, 1, ranking->ranked[i].rank - 1);
    }
}

/* Whatever comes together, each sentence has all its places filled in each language, and each no a code. */
static void assert_sentences(const struct fixture *f, const struct xn_ranked *row)
{
    struct xn_reason reason[XN_FIT_TEST_COUNT];
    const struct xn_dwelling *dwelling = &f->request.dwelling[row->dwelling];
    const size_t count = xn_fit_reasons(&f->policy, &f->household, dwelling, FIXTURE_AS_OF, row->fit, reason);
    for (size_t i = 0; i < count; i++)
        for (enum xn_language language = XN_ENGLISH; language < XN_LANGUAGE_COUNT; language++) {
            XN_AUTO_BUF buf = XN_BUF_INIT;
            xn_reason_put(&buf, language, &reason[i]);
            assert_null(strchr(xn_buf_text(&buf), '{'));
            assert_null(strstr(xn_buf_text(&buf), " nan"));
        }
}

static void test_ranking(void **state)
{
    (void)state;
    static char id[DWELLINGS][8];
    for (size_t i = 0; i < DWELLINGS; i++)
        snprintf(id[i], sizeof id[i], "w%zu", i);
    for (uint32_t number = 0; number < CITIES; number++) {
        struct xn_random random = xn_random_stream(2005, number, 0);
        struct fixture f;
        struct xn_dwelling dwelling[DWELLINGS], shuffled[DWELLINGS];
        fixture_init(&f);
        fixture_tie(&f, XN_TIE_CARE, 0, 0, 1);
        draw_wishes(&random, &f.household);
        draw_limits(&random, &f.policy, &f.household);
        for (size_t i = 0; i < DWELLINGS; i++)
            shuffled[i] = dwelling[i] = draw_dwelling(&random, id[i]);
        f.request.n_dwellings = DWELLINGS;
        f.request.dwelling = dwelling;
        XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = fixture_rank(&f);
        assert_every_dwelling_once(ranking);
        assert_known_first(ranking);
        assert_promises(&f, ranking);
        assert_costs_follow(&f, ranking);
        for (size_t i = 0; i < ranking->n_ranked; i++)
            assert_sentences(&f, &ranking->ranked[i]);
        for (size_t i = 0; i < ranking->n_excluded; i++)
            assert_sentences(&f, &ranking->excluded[i]);
        shuffle(&random, shuffled, DWELLINGS);
        f.request.dwelling = shuffled;
        XN_AUTO(xn_ranking_free) struct xn_ranking *other = fixture_rank(&f);
        assert_same_order(dwelling, ranking, shuffled, other);
        fixture_free(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_effect_equals_recomputation),
        cmocka_unit_test(test_ranking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
