/* What a ranked dwelling costs a batch: each part of the order by its weight, and whole lists. */
#include "fixture.h"

/* A row without ties to measure, in a mixed area, with everything known, that changes nothing. */
static struct xn_ranked plain_row(void)
{
    return (struct xn_ranked){.rank = 1, .tier = XN_MIXED, .tie_distance_m = NAN, .rent_burden_eur = 0};
}

static int32_t cost_of(const struct fixture *f, struct xn_ranked row)
{
    return xn_ranking_utility(&f->request, &row);
}

static void test_weights(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.household.step_free = true;
    struct xn_ranked row = plain_row();
    assert_int_equal(cost_of(&f, row), 25000);
    row.tier = XN_UNDETERMINED;
    assert_int_equal(cost_of(&f, row), 125000);
    row.tier = XN_CONCENTRATED;
    assert_int_equal(cost_of(&f, row), 225000);
    row.fit.unknown = 1U << XN_FIT_ROOMS;
    assert_int_equal(cost_of(&f, row), 275000);
    row.fit.unknown = 1U << XN_FIT_STEP_FREE;
    assert_int_equal(cost_of(&f, row), 575000);
    row.effect_band = INT64_MAX;
    row.tie_distance_m = row.rent_burden_eur = NAN;
    fixture_tie(&f, XN_TIE_CARE, 0, 0, 1);
    assert_int_equal(cost_of(&f, row), 599999); /* the worst there is */
    fixture_free(&f);
}

static void test_steps(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    fixture_tie(&f, XN_TIE_WORK, 0, 0, 1);
    struct xn_ranked row = plain_row();
    row.tie_distance_m = 0;
    assert_int_equal(cost_of(&f, row), 25000);
    row.tie_distance_m = 199.9;
    assert_int_equal(cost_of(&f, row), 25000);
    row.tie_distance_m = 200;
    assert_int_equal(cost_of(&f, row), 25020);
    row.tie_distance_m = 1e7;
    assert_int_equal(cost_of(&f, row), 25980);
    row.rent_burden_eur = 699.99;
    assert_int_equal(cost_of(&f, row), 25986);
    row.rent_burden_eur = 12000;
    assert_int_equal(cost_of(&f, row), 25999);
    row.effect_band = -3;
    assert_int_equal(cost_of(&f, row), 22999);
    row.effect_band = -1000000;
    assert_int_equal(cost_of(&f, row), 999);
    row.effect_band = 24;
    assert_int_equal(cost_of(&f, row), 49999);
    row.effect_band = INT64_MAX;
    assert_int_equal(cost_of(&f, row), 49999);
    f.request.effect = NULL; /* the criterion drops out, for everybody */
    assert_int_equal(cost_of(&f, row), 999);
    fixture_free(&f);
}

/* The household's own wish is the order of its costs too. */
static void test_wishes(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    fixture_tie(&f, XN_TIE_CARE, 0, 0, 1);
    struct xn_ranked near = plain_row(), far = plain_row();
    near.tier = XN_CONCENTRATED;
    near.tie_distance_m = 100;
    far.tie_distance_m = 300;
    assert_true(cost_of(&f, far) < cost_of(&f, near));
    f.household.filter_care = true;
    assert_true(cost_of(&f, near) < cost_of(&f, far));
    assert_int_equal(cost_of(&f, near), 2 * 1000 + 25 * 20);
    f.household.filter_care = false;
    f.household.filter_own_wish = true;
    assert_int_equal(cost_of(&f, near), 25000);
    assert_int_equal(cost_of(&f, far), 25020);
    fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weights),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_wishes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
