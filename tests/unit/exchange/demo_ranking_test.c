/* The demonstration city through the whole study: what the data were made for. */
#include "test.h"
#include <stdio.h>
#include "xenia/exchange.h"
#include "xenia/study.h"

#define DEMO "gisdata/muenster_demo/"

static const xn_date today = 12843; /* 2005-03-01 */

struct demo {
    struct xn_city *city;
    struct xn_offers *offers;
    struct xn_placements *placements;
    struct xn_notes notes;
};

static int demo_read(void **state)
{
    struct demo *demo = xn_calloc(1, sizeof *demo);
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    const struct xn_city_options options = {.adjacency = true};
    *state = demo;
    ASSERT_OK(xn_city_file_read(DEMO "city.ini", &input, &err));
    ASSERT_OK(xn_study_load_city(input, &options, NULL, &demo->city, &demo->notes, &err));
    ASSERT_OK(xn_offers_read(DEMO "offers.csv", NULL, &demo->offers, &demo->notes, &err));
    ASSERT_OK(xn_placements_read(DEMO "placements.csv", &demo->placements, &demo->notes, &err));
    ASSERT_OK(xn_study_place_dwellings(demo->city, NULL, demo->offers->dwelling, demo->offers->count, &err));
    return 0;
}

static int demo_free(void **state)
{
    struct demo *demo = *state;
    xn_city_free(demo->city);
    xn_offers_free(demo->offers);
    xn_placements_free(demo->placements);
    xn_notes_free(&demo->notes);
    xn_free(demo);
    return 0;
}

static void the_layers_fit_without_repair(void **state)
{
    struct demo *demo = *state;
    assert_int_equal(today, xn_date_of(2005, 3, 1));
    assert_int_equal(demo->notes.count, 0);
    assert_int_equal(xn_city_units(demo->city, 0), 45);
    assert_int_equal(xn_city_units(demo->city, 1), 254);
    const struct xn_counts districts = xn_city_counts(demo->city, 0), blocks = xn_city_counts(demo->city, 1);
    assert_true(districts.total == blocks.total && blocks.total > 279900 && blocks.total < 280100);
    double area[2] = {0.0, 0.0};
    for (size_t level = 0; level < 2; level++)
        for (size_t i = 0; i < xn_city_units(demo->city, level); i++)
            area[level] += xn_city_areas_m2(demo->city, level)[i];
    assert_true(area[0] - area[1] < 1.0 && area[1] - area[0] < 1.0);
}

static void rank(struct demo *demo, const struct xn_policy *policy, const struct xn_typology *typology,
                 int family, size_t tiers[3])
{
    char path[128];
    struct xn_household household;
    XN_AUTO(xn_study_free) struct xn_study *study = NULL;
    (void)snprintf(path, sizeof path, DEMO "households/F%02d.json", family);
    ASSERT_OK(xn_household_read(path, &household, &err));
    const struct xn_rank_input input = {.city = demo->city,
                                        .policy = policy,
                                        .placement = demo->placements->placement,
                                        .n_placements = demo->placements->count,
                                        .dwelling = demo->offers->dwelling,
                                        .n_dwellings = demo->offers->count,
                                        .household = &household,
                                        .as_of = today,
                                        .typology = typology};
    ASSERT_OK(xn_study_rank(&input, &study, &demo->notes, &err));
    assert_int_equal(study->ranking->n_ranked + study->ranking->n_excluded, demo->offers->count);
    for (size_t i = 0; i < study->ranking->n_ranked; i++)
        tiers[study->ranking->ranked[i].tier]++;
}

/* Nobody is without a mixed dwelling to be advised, and most families see the three tiers side by side. */
static void check_tiers(struct demo *demo, const char *policy_path)
{
    struct xn_policy policy;
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    ASSERT_OK(xn_policy_read(policy_path, &policy, &err));
    ASSERT_OK(xn_study_classify(demo->city, &policy, demo->placements->placement, demo->placements->count,
                                today, &typology, &demo->notes, &err));
    size_t with_all = 0;
    for (int family = 1; family <= 36; family++) {
        size_t tiers[3] = {0, 0, 0};
        rank(demo, &policy, typology, family, tiers);
        with_all += tiers[XN_MIXED] && tiers[XN_UNDETERMINED] && tiers[XN_CONCENTRATED];
        assert_true(tiers[XN_MIXED] > 0);
    }
    assert_true(with_all > 18);
}

static void both_policies_show_all_three_tiers(void **state)
{
    check_tiers(*state, DEMO "policy.ini");
    check_tiers(*state, DEMO "policy_concentration.ini");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_layers_fit_without_repair),
        cmocka_unit_test(both_policies_show_all_three_tiers),
    };
    return cmocka_run_group_tests(tests, demo_read, demo_free);
}
