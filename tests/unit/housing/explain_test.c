/* Explanations as bytes: four languages against tests/golden/explain_{en,nl,de,ru}.txt. Run with
 * XN_WRITE_GOLDEN=1 in the environment to write the files anew; then read what changed. */
#include <stdlib.h>
#include "fixture.h"
#include "xenia/memory.h"

static const char *const level_name[] = {"district", "block"};
static const char *const area_name[2][6] = {
    {"Centrum", "Nord", "Lasker"}, {"Centrum 1", "Centrum 2", "Nord 1", "Nord 2", "Lasker 1", "Lasker 2"}};

static void put_reasons(struct xn_buf *buf, enum xn_language language, const struct xn_reason *reason,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        xn_buf_printf(buf, "  %s [%s | %s] ", reason[i].code, reason[i].needed, reason[i].got);
        xn_reason_put(buf, language, &reason[i]);
        xn_buf_putc(buf, '\n');
    }
}

static const char *area_of(const struct fixture *f, const struct xn_ranked *row)
{
    if (row->deciding_level == XN_NONE)
        return NULL;
    return area_name[row->deciding_level][f->dwelling[row->dwelling].unit[row->deciding_level]];
}

static void put_row(struct xn_buf *buf, enum xn_language language, const struct fixture *f,
                    const struct xn_ranking *ranking, const struct xn_ranked *row)
{
    struct xn_reason reason[XN_REASON_MAX];
    xn_buf_printf(buf, "%zu. %s\n", row->rank, f->dwelling[row->dwelling].id);
    if (row->rank == 0)
        put_reasons(buf, language, reason,
                    xn_fit_reasons(&f->policy, &f->household, &f->dwelling[row->dwelling], FIXTURE_AS_OF,
                                   row->fit, reason));
    else
        put_reasons(buf, language, reason,
                    xn_explain(&f->request, ranking, row, level_name, area_of(f, row), reason));
    put_reasons(buf, language, reason, xn_counterfactuals(&f->request, ranking, row, reason, XN_REASON_MAX));
}

static void put_ranking(struct xn_buf *buf, enum xn_language language, struct fixture *f, const char *title)
{
    XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = fixture_rank(f);
    xn_buf_printf(buf, "# %s\n", title);
    for (size_t i = 0; i < ranking->n_ranked; i++)
        put_row(buf, language, f, ranking, &ranking->ranked[i]);
    for (size_t i = 0; i < ranking->n_excluded; i++)
        put_row(buf, language, f, ranking, &ranking->excluded[i]);
    xn_buf_putc(buf, '\n');
}

/* --- scenes ------------------------------------------------------------------------------------------ */

static void scene_programme_load(struct xn_buf *buf, enum xn_language language)
{
    struct fixture f;
    fixture_init(&f);
    f.household.step_free = true;
    f.household.available_by = FIXTURE_AS_OF + 60;
    fixture_tie(&f, XN_TIE_CARE, 0, 0, 1);
    for (size_t i = 0; i < 6; i++)
        fixture_add(&f, (const char *const[]){"c1", "c2", "n1", "n2", "l1", "l2"}[i], i)->available =
            FIXTURE_AS_OF;
    f.dwelling[0].x_m = 1240;
    f.dwelling[1].rent_gross_eur = 514.36;
    f.dwelling[1].step_free = XN_UNKNOWN;
    f.dwelling[3].rooms = 0;
    f.dwelling[3].max_income_eur = 43574;
    f.dwelling[4].rent_gross_eur = NAN;
    f.dwelling[4].step_free = XN_UNKNOWN;
    f.dwelling[4].area_m2 = NAN;
    f.dwelling[5].min_age = 23;
    struct xn_dwelling *nowhere = fixture_add(&f, "nowhere", 0);
    nowhere->has_place = false;
    nowhere->available = XN_NO_DATE;
    fixture_add(&f, "no-data", 0)->unit[0] = XN_NONE;
    f.unit[1][0].rule = XN_RULE_NO_DATA;
    put_ranking(buf, language, &f, "programme-load");
    fixture_free(&f);
}

static void scene_excluded(struct xn_buf *buf, enum xn_language language)
{
    struct fixture f;
    fixture_init(&f);
    f.household.step_free = true;
    f.household.available_by = FIXTURE_AS_OF + 60;
    for (size_t i = 0; i < 5; i++)
        fixture_add(&f, (const char *const[]){"dear", "late", "wbs", "all", "garage"}[i], i)->available =
            FIXTURE_AS_OF;
    f.dwelling[0].rent_gross_eur = 820;
    f.dwelling[1].available = FIXTURE_AS_OF + 90;
    f.dwelling[2].entitlement = "WBS";
    f.dwelling[3] = (struct xn_dwelling){.id = "all",
                                         .kind = "",
                                         .outside_city = true,
                                         .closes = FIXTURE_AS_OF - 10,
                                         .on_offer_elsewhere = true,
                                         .rooms = 2,
                                         .area_m2 = 44.96,
                                         .rent_net_eur = 790.5,
                                         .rent_gross_eur = NAN,
                                         .entitlement = "WBS",
                                         .min_household = 6,
                                         .max_household = 4,
                                         .min_age = 65,
                                         .max_income_eur = NAN,
                                         .step_free = XN_NO,
                                         .available = FIXTURE_AS_OF + 61,
                                         .unreadable = "max_income_eur"};
    f.dwelling[4].is_dwelling = XN_NO;
    f.dwelling[4].kind = "Garage";
    f.dwelling[4].step_free = XN_UNKNOWN;
    f.dwelling[4].lift = XN_NO;
    f.dwelling[4].floor = 3;
    f.household.age_0_5 = f.household.age_6_17 = 1;
    f.household.age_18_64 = 3;
    f.household.age_65_plus = 0;
    put_ranking(buf, language, &f, "excluded");
    fixture_free(&f);
}

static void scene_unreadable(struct xn_buf *buf, enum xn_language language)
{
    struct fixture f;
    fixture_init(&f);
    f.household.available_by = FIXTURE_AS_OF;
    fixture_tie(&f, XN_TIE_CARE, 0, 0, 1);
    fixture_tie(&f, XN_TIE_SCHOOL, 0, 500, 1);
    f.household.filter_care = f.household.filter_own_wish = true;
    struct xn_dwelling *dwelling = fixture_add(&f, "unreadable", 0);
    dwelling->unreadable = "closes;entitlement;min_household;max_household;min_age;max_income_eur;available";
    dwelling->is_dwelling = XN_UNKNOWN;
    dwelling->rooms = NAN;
    dwelling->rent_gross_eur = dwelling->rent_net_eur = NAN;
    fixture_add(&f, "twin-1", 0)->available = FIXTURE_AS_OF;
    fixture_add(&f, "twin-2", 0)->available = FIXTURE_AS_OF;
    put_ranking(buf, language, &f, "own wishes, unreadable fields");
    fixture_free(&f);
}

static void set_share(struct xn_unit_class *unit, enum xn_class class_, double share, double probability)
{
    unit->class_ = class_;
    unit->rule = XN_RULE_PROBABILITY;
    unit->value = share;
    unit->estimate = share;
    unit->lower = share - 0.03;
    unit->upper = share + 0.04;
    unit->probability = probability;
}

static void scene_concentration(struct xn_buf *buf, enum xn_language language)
{
    struct fixture f;
    fixture_init(&f);
    f.household.rent_limit_eur = NAN;
    f.policy.rule = (struct xn_typology_rule){.profile = XN_PROFILE_CONCENTRATION,
                                              .group = "AUSL",
                                              .quotient_threshold = 1.5,
                                              .certainty = 0.9,
                                              .share_margin = 0.05,
                                              .interval = 0.9};
    f.policy.effect_index = XN_EFFECT_VARIANCE_RATIO;
    strcpy(f.policy.name, "concentration");
    f.typology.city_value = 0.091;
    for (size_t i = 0; i < 3; i++)
        set_share(&f.unit[0][i], XN_MIXED, 0.05, 0.0);
    set_share(&f.unit[1][0], XN_MIXED, 0.062, 0.024);
    set_share(&f.unit[1][1], XN_UNDETERMINED, 0.118, 0.4);
    set_share(&f.unit[1][2], XN_UNDETERMINED, 0.14, 0.9004);
    set_share(&f.unit[1][3], XN_CONCENTRATED, 0.213, 0.997);
    set_share(&f.unit[1][4], XN_CONCENTRATED, 0.3, 0.95);
    set_share(&f.unit[1][5], XN_CONCENTRATED, 0.3, 0.95);
    f.unit[1][1].robust = false;
    f.unit[1][4].rule = XN_RULE_PARENT;
    f.unit[1][5].rule = XN_RULE_POOLED;
    for (size_t i = 0; i < 6; i++)
        fixture_add(&f, (const char *const[]){"c1", "c2", "n1", "n2", "l1", "l2"}[i], i);
    f.dwelling[1].rent_gross_eur = NAN;
    put_ranking(buf, language, &f, "concentration");
    fixture_free(&f);
}

static void scene_muenster_2004(struct xn_buf *buf, enum xn_language language)
{
    struct fixture f;
    fixture_init(&f);
    f.request.effect = NULL;
    f.request.n_levels = 1;
    strcpy(f.policy.name, "muenster-2004");
    f.policy.rule = (struct xn_typology_rule){.profile = XN_PROFILE_MUENSTER_2004, .group = "AUSL"};
    f.typology.city_value = 0.09;
    f.unit[0][0] = (struct xn_unit_class){.class_ = XN_MIXED, .rule = XN_RULE_QUOTIENT, .value = 0.08998};
    f.unit[0][1] = (struct xn_unit_class){.class_ = XN_CONCENTRATED, .rule = XN_RULE_QUOTIENT, .value = 0.12};
    fixture_add(&f, "c1", 0);
    fixture_add(&f, "n1", 2);
    put_ranking(buf, language, &f, "muenster-2004");
    fixture_free(&f);
}

/* Every sentence about floors, rents and entitlements, as a no and as a question. */
static void scene_rents_and_entitlements(struct xn_buf *buf, enum xn_language language)
{
    static const char *const id[] = {"over", "net", "slope", "ground", "lift", "third", "unknown", "small"};
    struct fixture f;
    fixture_init(&f);
    f.household.step_free = true;
    f.household.rent_limit_eur = NAN;
    strcpy(f.household.entitlement[0], "WBS");
    strcpy(f.household.entitlement[1], "HUURTOESLAG");
    f.household.n_entitlements = 2;
    f.policy.rent_ceiling_eur = (struct xn_by_size){.n = 1, .value = {450}, .more = 75};
    f.policy.rent_per_m2_eur = 8;
    f.policy.wbs_area_m2 = (struct xn_by_size){.n = 2, .value = {50, 65}, .more = 15};
    f.policy.allowance_rent_eur = (struct xn_by_size){.n = 3, .value = {633, 633, 679}};
    for (size_t i = 0; i < 8; i++)
        fixture_add(&f, id[i], i % 6)->entitlement = "WBS";
    f.dwelling[0].rent_net_eur = 850;
    f.dwelling[0].rent_gross_eur = 900.5;
    f.dwelling[0].area_m2 = 104;
    f.dwelling[0].step_free = XN_NO;
    f.dwelling[0].floor = 0;
    f.dwelling[1].rent_net_eur = 800;
    f.dwelling[1].rent_gross_eur = NAN;
    f.dwelling[1].area_m2 = 121;
    f.dwelling[1].step_free = XN_NO;
    f.dwelling[1].floor = 2;
    f.dwelling[1].lift = XN_YES;
    f.dwelling[2].floor = 1;
    f.dwelling[2].lift = XN_NO;
    for (size_t i = 3; i < 7; i++)
        f.dwelling[i].step_free = XN_UNKNOWN;
    f.dwelling[3].floor = 0;
    f.dwelling[4].floor = 4;
    f.dwelling[4].lift = XN_YES;
    f.dwelling[5].floor = 3;
    f.dwelling[6].rent_net_eur = f.dwelling[6].rent_gross_eur = f.dwelling[6].area_m2 = NAN;
    f.dwelling[7].step_free = XN_NO;
    f.dwelling[7].floor = 1;
    put_ranking(buf, language, &f, "rents and entitlements");
    f.policy.wbs_rooms = (struct xn_by_size){.more = 1};
    f.dwelling[1].rooms = 6;
    f.request.n_dwellings = 2;
    put_ranking(buf, language, &f, "square metres or rooms");
    f.policy.wbs_area_m2 = (struct xn_by_size){0};
    f.dwelling[0].rooms = NAN;
    put_ranking(buf, language, &f, "rooms alone");
    fixture_free(&f);
}

static void set_status(struct xn_unit_class *unit, enum xn_class class_, int status, double value)
{
    *unit = (struct xn_unit_class){
        .class_ = class_, .rule = XN_RULE_STATUS, .robust = true, .status = status, .value = value};
}

/* What the data say, what holds all the same, and who says otherwise. */
static void scene_socio_economic(struct xn_buf *buf, enum xn_language language)
{
    static const struct xn_override override = {.class_ = XN_MIXED,
                                                .reason = "new buildings are not in the data",
                                                .signed_by = "A. Example, city office",
                                                .signed_on = FIXTURE_AS_OF - 20,
                                                .valid_until = FIXTURE_AS_OF + 345};
    struct fixture f;
    fixture_init(&f);
    f.request.effect = NULL;
    f.request.n_levels = 1;
    strcpy(f.policy.name, "socio-economic");
    f.policy.rule = (struct xn_typology_rule){.profile = XN_PROFILE_SOCIO_ECONOMIC};
    set_status(&f.unit[0][0], XN_MIXED, 2, -0.412);
    set_status(&f.unit[0][1], XN_UNDETERMINED, 4, 1.73);
    set_status(&f.unit[0][2], XN_MIXED, 3, 1.2);
    f.unit[0][0].dynamic = XN_DYNAMIC_POSITIVE;
    f.unit[0][0].dynamic_value = -1.104;
    f.unit[0][1].rule = XN_RULE_HELD;
    f.unit[0][1].computed = XN_CONCENTRATED;
    f.unit[0][1].computed_rule = XN_RULE_STATUS;
    f.unit[0][2].rule = XN_RULE_OVERRIDE;
    f.unit[0][2].computed = XN_UNDETERMINED;
    f.unit[0][2].computed_rule = XN_RULE_STATUS;
    f.unit[0][2].override = &override;
    fixture_add(&f, "c1", 0);
    fixture_add(&f, "n1", 2);
    fixture_add(&f, "l1", 4);
    put_ranking(buf, language, &f, "socio-economic");
    fixture_free(&f);
}

/* --- comparison -------------------------------------------------------------------------------------- */

static void put_all(struct xn_buf *buf, enum xn_language language)
{
    scene_programme_load(buf, language);
    scene_excluded(buf, language);
    scene_unreadable(buf, language);
    scene_concentration(buf, language);
    scene_muenster_2004(buf, language);
    scene_rents_and_entitlements(buf, language);
    scene_socio_economic(buf, language);
}

static void compare_with_golden(enum xn_language language)
{
    char path[64], *golden;
    size_t length;
    struct xn_error err = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    put_all(&buf, language);
    assert_int_equal(xn_buf_check(&buf, &err), XN_OK);
    snprintf(path, sizeof path, "tests/golden/explain_%s.txt", xn_language_tag(language));
    if (getenv("XN_WRITE_GOLDEN"))
        assert_int_equal(xn_file_write(path, buf.data, buf.length, &err), XN_OK);
    if (xn_file_read(path, 1 << 20, &golden, &length, &err) != XN_OK)
        fail_msg("%s", err.message);
    assert_string_equal(xn_buf_text(&buf), golden);
    xn_free(golden);
}

static void test_english(void **state)
{
    (void)state;
    compare_with_golden(XN_ENGLISH);
}

static void test_dutch(void **state)
{
    (void)state;
    compare_with_golden(XN_DUTCH);
}

static void test_german(void **state)
{
    (void)state;
    compare_with_golden(XN_GERMAN);
}

static void test_russian(void **state)
{
    (void)state;
    compare_with_golden(XN_RUSSIAN);
}

/* No place is left unfilled, and no code is without its translation. */
static void test_no_place_is_left(void **state)
{
    (void)state;
    for (int language = XN_ENGLISH; language < XN_LANGUAGE_COUNT; language++) {
        XN_AUTO_BUF buf = XN_BUF_INIT;
        put_all(&buf, (enum xn_language)language);
        assert_null(strchr(xn_buf_text(&buf), '{'));
        assert_null(strstr(xn_buf_text(&buf), " nan"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_english),          cmocka_unit_test(test_dutch),
        cmocka_unit_test(test_german),           cmocka_unit_test(test_russian),
        cmocka_unit_test(test_no_place_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
