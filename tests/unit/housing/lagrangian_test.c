/* The bound: what it is where it can be said by hand, that it never passes a matching, and that it meets the
 * optimum where the linear program is whole. */
#include "matching_asserts.h"
#include "city_batch.h"
#include "lagrangian.h"

enum { UNPLACED = XN_MATCH_COST_MAX + 1 };

struct bounded {
    struct xn_batch *batch;
    struct xn_relaxation *relaxation;
    struct xn_arena *arena;
    struct xn_lagrangian lagrangian;
};

static struct bounded bound_of(const struct xn_match_problem *problem, size_t steps)
{
    struct bounded bounded = {.arena = xn_arena_new()};
    assert_non_null(bounded.arena);
    ASSERT_OK(xn_batch_new(problem, &bounded.batch, &err));
    ASSERT_OK(xn_relaxation_new(bounded.batch, &bounded.relaxation, &err));
    ASSERT_OK(xn_lagrangian_init(bounded.batch, bounded.arena, &bounded.lagrangian, &err));
    bounded.lagrangian.unplaced_cost = UNPLACED;
    bounded.lagrangian.target = (int64_t)UNPLACED * (int64_t)problem->n_households;
    ASSERT_OK(xn_lagrangian_ascend(bounded.batch, bounded.relaxation, steps, &bounded.lagrangian, &err));
    return bounded;
}

static void release(struct bounded *bounded)
{
    xn_relaxation_free(bounded->relaxation);
    xn_batch_free(bounded->batch);
    xn_arena_free(bounded->arena);
}

/* Three households of 2, 2 and 3 persons, three dwellings under one quota. */
static struct xn_match_problem three_families(struct xn_match_quota *quota)
{
    static const char *const household[] = {"a", "b", "c"}, *const dwelling[] = {"1", "2", "3"};
    static const int persons[] = {2, 2, 3};
    static const size_t first_arc[] = {0, 1, 2, 3}, first_quota[] = {0, 1, 2, 3};
    static const uint32_t arc_dwelling[] = {0, 1, 2}, dwelling_quota[] = {0, 0, 0};
    static const int32_t arc_cost[] = {100, 200, 300};
    return (struct xn_match_problem){.n_households = 3,
                                     .household_id = household,
                                     .persons = persons,
                                     .n_dwellings = 3,
                                     .dwelling_id = dwelling,
                                     .first_arc = first_arc,
                                     .arc_dwelling = arc_dwelling,
                                     .arc_cost = arc_cost,
                                     .n_quotas = 1,
                                     .quota = quota,
                                     .first_quota = first_quota,
                                     .dwelling_quota = dwelling_quota,
                                     .unit = XN_MATCH_PERSONS,
                                     .seed_text = "three"};
}

static void without_a_binding_quota_it_is_the_optimum(void **state)
{
    (void)state;
    struct xn_match_quota quota = {"city", 7};
    const struct xn_match_problem problem = three_families(&quota);
    struct bounded bounded = bound_of(&problem, 50);
    assert_int_equal(bounded.lagrangian.bound, 600);
    assert_int_equal(bounded.lagrangian.price[0], 0);
    release(&bounded);
}

/* Room for 4: a and b whole, c not at all; that is also the best of the linear program. Its price is what a
 * third of the dearest household saves: (UNPLACED - 300) / 3 a person. */
static void a_binding_quota_has_its_price(void **state)
{
    (void)state;
    struct xn_match_quota quota = {"city", 4};
    const struct xn_match_problem problem = three_families(&quota);
    struct bounded bounded = bound_of(&problem, 400);
    const int64_t optimum = 100 + 200 + UNPLACED;
    assert_true(bounded.lagrangian.bound <= optimum);
    assert_true(bounded.lagrangian.bound > optimum - 100);
    assert_true(bounded.lagrangian.price[0] >= (UNPLACED - 300) / 3 - 100);
    release(&bounded);
}

/* A family of 3 under a quota of 2 has no arc left: the bound counts it in full, not two thirds of it. */
static void families_that_fit_nowhere_are_not_divided(void **state)
{
    (void)state;
    struct xn_match_quota quota = {"city", 2};
    const struct xn_match_problem problem = three_families(&quota);
    struct bounded bounded = bound_of(&problem, 400);
    assert_true(bounded.lagrangian.bound <= 100 + 2 * (int64_t)UNPLACED);
    assert_true(bounded.lagrangian.bound > 2 * (int64_t)UNPLACED);
    release(&bounded);
}

static void more_steps_are_never_worse_and_no_matching_is_below(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        const struct city_batch_shape shape = {50, 80, 10, 3, 2, 2, 0.7, 0.4, XN_MATCH_PERSONS, seed, 0};
        struct city_batch batch = city_batch_of(&shape);
        struct xn_matching *greedy = NULL;
        int64_t before = INT64_MIN;
        ASSERT_OK(xn_matching_greedy(&batch.problem, NULL, &greedy, &err));
        for (size_t steps = 1; steps <= 400; steps *= 20) {
            struct bounded bounded = bound_of(&batch.problem, steps);
            assert_true(bounded.lagrangian.bound >= before);
            assert_true((double)bounded.lagrangian.bound <= greedy->objective);
            before = bounded.lagrangian.bound;
            release(&bounded);
        }
        xn_matching_free(greedy);
        city_batch_free(&batch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_binding_quota_it_is_the_optimum),
        cmocka_unit_test(a_binding_quota_has_its_price),
        cmocka_unit_test(families_that_fit_nowhere_are_not_divided),
        cmocka_unit_test(more_steps_are_never_worse_and_no_matching_is_below),
    };
    return XN_RUN(tests);
}
