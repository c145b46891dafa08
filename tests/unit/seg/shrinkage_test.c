/* shrinkage_test.c - the strength of the prior: its limits, its fallbacks, and a maximum found by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "near.h"
#include "shrinkage.h"

static double strength[4];

/* Two units of 2 draws, one with both successes and one with none, around 1/2: the likelihood is
 * [(s/2 + 1) / (2 (s + 1))]^2, falling in s, so the strongest evidence for all or nothing there can be. */
static void all_or_nothing_has_no_common_share(void **state)
{
    (void)state;
    struct xn_sibling sibling[] = {{0, 0.5, 2, 0}, {0, 0.5, 0, 2}};
    xn_shrinkage_strengths(sibling, 2, strength, 1);
    assert_near(strength[0], XN_STRENGTH_MIN, 1e-6);
}

static void equal_shares_are_one_share(void **state)
{
    (void)state;
    struct xn_sibling sibling[] = {{0, 0.25, 25, 75}, {0, 0.25, 50, 150}, {0, 0.25, 5, 15}};
    xn_shrinkage_strengths(sibling, 3, strength, 1);
    assert_near(strength[0] / XN_STRENGTH_MAX, 1, 1e-4);
}

/* With 2 draws around 1/2 let e of n units be equal-mixed (1 and 1). Pr(mixed) = s / (2 (s + 1)), so the
 * maximum has s / (2 (s + 1)) = e / n: e / n = 3/8 gives s = 3. */
static void a_maximum_found_by_hand(void **state)
{
    (void)state;
    struct xn_sibling sibling[] = {{0, 0.5, 1, 1}, {0, 0.5, 1, 1}, {0, 0.5, 1, 1}, {0, 0.5, 2, 0},
                                   {0, 0.5, 0, 2}, {0, 0.5, 2, 0}, {0, 0.5, 0, 2}, {0, 0.5, 2, 0}};
    xn_shrinkage_strengths(sibling, 8, strength, 1);
    assert_near(strength[0], 3, 1e-4);
}

static void families_are_apart(void **state)
{
    (void)state;
    struct xn_sibling sibling[] = {{2, 0.5, 2, 0},   {0, 0.25, 25, 75}, {2, 0.5, 0, 2},
                                   {0, 0.25, 5, 15}, {1, 0.25, 1, 0},   {0, 0.25, 50, 150}};
    xn_shrinkage_strengths(sibling, 6, strength, 4);
    assert_near(strength[0] / XN_STRENGTH_MAX, 1, 1e-4);
    assert_near(strength[2], XN_STRENGTH_MIN, 1e-6);
}

/* Family 0 is the hand-made maximum; families 1 (one unit), 2 (single draws) and 3 (nobody) say nothing. */
static void families_that_say_nothing_take_the_level_s_strength(void **state)
{
    (void)state;
    struct xn_sibling sibling[] = {{0, 0.5, 1, 1}, {0, 0.5, 1, 1}, {0, 0.5, 1, 1}, {0, 0.5, 2, 0},
                                   {0, 0.5, 0, 2}, {0, 0.5, 2, 0}, {0, 0.5, 0, 2}, {0, 0.5, 2, 0},
                                   {2, 0.5, 1, 0}, {2, 0.5, 0, 1}, {1, 0.5, 1, 1}};
    xn_shrinkage_strengths(sibling, 11, strength, 4);
    assert_near(strength[0], 3, 1e-4);
    assert_near(strength[1], 8, 1e-3); /* with the unit of family 1: e / n = 4/9 */
    assert_exactly(strength[2], strength[1]);
    assert_exactly(strength[3], strength[1]);
}

static void a_level_that_says_nothing_takes_one_person_s_worth(void **state)
{
    (void)state;
    struct xn_sibling lone[] = {{0, 0.1, 30, 70}};
    xn_shrinkage_strengths(lone, 1, strength, 2);
    assert_exactly(strength[0], XN_STRENGTH_UNIT);
    assert_exactly(strength[1], XN_STRENGTH_UNIT);

    struct xn_sibling everybody[] = {{0, 1, 30, 0}, {0, 1, 20, 0}};
    xn_shrinkage_strengths(everybody, 2, strength, 1);
    assert_exactly(strength[0], XN_STRENGTH_UNIT);
}

static void order_of_siblings_is_nothing(void **state)
{
    (void)state;
    struct xn_sibling forward[] = {{0, 0.09, 7.3, 40.1}, {0, 0.09, 1.8, 33.7}, {0, 0.09, 0.4, 12.9},
                                   {1, 0.31, 9.1, 20.2}, {1, 0.31, 3.3, 30.4}, {1, 0.31, 8.8, 11.6}};
    struct xn_sibling backward[6];
    for (int i = 0; i < 6; i++)
        backward[5 - i] = forward[i];
    double other[2];
    xn_shrinkage_strengths(forward, 6, strength, 2);
    xn_shrinkage_strengths(backward, 6, other, 2);
    assert_exactly(strength[0], other[0]);
    assert_exactly(strength[1], other[1]);
}

static void belief_after_counting(void **state)
{
    (void)state;
    const struct xn_sibling sibling = {.mean = 0.25, .in_group = 3.5, .others = 6};
    const struct xn_beta belief = xn_shrinkage_posterior(&sibling, 10);
    assert_exactly(belief.a, 6);
    assert_exactly(belief.b, 13.5);
    assert_near(xn_beta_mean(belief), 6 / 19.5, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_or_nothing_has_no_common_share),
        cmocka_unit_test(equal_shares_are_one_share),
        cmocka_unit_test(a_maximum_found_by_hand),
        cmocka_unit_test(families_are_apart),
        cmocka_unit_test(families_that_say_nothing_take_the_level_s_strength),
        cmocka_unit_test(a_level_that_says_nothing_takes_one_person_s_worth),
        cmocka_unit_test(order_of_siblings_is_nothing),
        cmocka_unit_test(belief_after_counting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
