/* beta_test.c - the beta distribution against closed forms, binomial sums and values of 60 digits.
 *
 * Each tail is compared by its relative error, so a probability of 1e-100 counts as much as one of 0.5.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "xenia/beta.h"
#include "near.h"

enum { N_PARAMETERS = 13, N_PLACES = 12 };
static const double parameter[N_PARAMETERS] = {1e-3, 0.02, 0.5, 0.9, 1,   1.5, 7,
                                               40.5, 300,  2e3, 3e4, 1e6, 1e7};
/* Multiples of 2^-30, so that 1 - x is exact and closed forms see the same x. */
static const double place[N_PLACES] = {0x1p-30, 0x1p-22, 0x1p-16, 0x1p-10, 0x1p-6,      0.125,
                                       0.3125,  0.5,     0.6875,  0.9375,  1 - 0x1p-12, 1 - 0x1p-24};

static void assert_relative(double actual, double expected, double tolerance)
{
    if (expected < 1e-300)
        assert_true(actual >= 0 && actual < 2e-300);
    else
        assert_near(actual / expected, 1, tolerance);
}

static void one_parameter_of_1_has_closed_tails(void **state)
{
    (void)state;
    for (int i = 0; i < N_PARAMETERS; i++)
        for (int k = 0; k < N_PLACES; k++) {
            const double b = parameter[i], x = place[k], log_upper = b * log1p(-x);
            const struct xn_beta_tails first = xn_beta_tails((struct xn_beta){1, b}, x);
            assert_relative(first.lower, -expm1(log_upper), 1e-12);
            assert_relative(first.upper, exp(log_upper), 1e-12);
            const struct xn_beta_tails second = xn_beta_tails((struct xn_beta){b, 1}, 1 - x);
            assert_relative(second.lower, exp(log_upper), 1e-12);
            assert_relative(second.upper, -expm1(log_upper), 1e-12);
        }
}

static void arcsine_distribution(void **state)
{
    (void)state;
    for (int k = 0; k < N_PLACES; k++) {
        const double x = place[k];
        const struct xn_beta_tails tails = xn_beta_tails((struct xn_beta){0.5, 0.5}, x);
        assert_relative(tails.lower, atan2(sqrt(x), sqrt(1 - x)) / acos(0), 1e-13);
        assert_relative(tails.upper, atan2(sqrt(1 - x), sqrt(x)) / acos(0), 1e-13);
    }
}

static void mirror_image_exchanges_the_tails(void **state)
{
    (void)state;
    for (int i = 0; i < N_PARAMETERS; i++)
        for (int j = 0; j < N_PARAMETERS; j++)
            for (int k = 0; k < N_PLACES; k++) {
                const double a = parameter[i], b = parameter[j], x = place[k];
                const struct xn_beta_tails tails = xn_beta_tails((struct xn_beta){a, b}, x);
                const struct xn_beta_tails mirror = xn_beta_tails((struct xn_beta){b, a}, 1 - x);
                assert_relative(tails.lower, mirror.upper, 1e-12);
                assert_relative(tails.upper, mirror.lower, 1e-12);
                assert_near(tails.lower + tails.upper, 1, 1e-15);
            }
}

/* DLMF 8.17.12: I_x(a, b) = x I_x(a - 1, b) + (1 - x) I_x(a, b - 1), and the same for the upper tail. */
static void neighbouring_parameters_agree(void **state)
{
    (void)state;
    for (int i = 0; i < N_PARAMETERS; i++)
        for (int j = 0; j < N_PARAMETERS; j++)
            for (int k = 0; k < N_PLACES; k++) {
                const double a = parameter[i], b = parameter[j], x = place[k];
                const struct xn_beta_tails tails = xn_beta_tails((struct xn_beta){a + 1, b + 1}, x);
                const struct xn_beta_tails less_a = xn_beta_tails((struct xn_beta){a, b + 1}, x);
                const struct xn_beta_tails less_b = xn_beta_tails((struct xn_beta){a + 1, b}, x);
                assert_relative(tails.lower, x * less_a.lower + (1 - x) * less_b.lower, 2e-12);
                assert_relative(tails.upper, x * less_a.upper + (1 - x) * less_b.upper, 2e-12);
            }
}

/* Pr(at least `from` successes in n), the terms added from the far end in long double. */
static long double binomial_tail(int n, int from, double x)
{
    const long double odds = (long double)x / (1 - (long double)x);
    long double term = powl(x, n), sum = term;
    for (int successes = n; successes > from; successes--) {
        term *= successes / (odds * (n - successes + 1));
        sum += term;
    }
    return sum;
}

static void whole_parameters_are_binomial_sums(void **state)
{
    (void)state;
    for (int n = 1; n <= 400; n += n < 12 ? 1 : 97)
        for (int a = 1; a <= n; a += n < 12 ? 1 : 13)
            for (int k = 4; k < N_PLACES - 2; k++) {
                const struct xn_beta_tails tails = xn_beta_tails((struct xn_beta){a, n - a + 1}, place[k]);
                assert_relative(tails.lower, (double)binomial_tail(n, a, place[k]), 1e-12);
                assert_relative(tails.upper, (double)binomial_tail(n, n - a + 1, 1 - place[k]), 1e-12);
            }
}

/* DLMF 8.17.8 summed to 60 digits. */
static void corners_of_the_range(void **state)
{
    (void)state;
    static const struct {
        double a, b, x, lower, upper;
    } known[] = {
        {10000000.0, 10000000.0, 0.5001, 8.14453314640657841e-1, 1.85546685359342159e-1},
        {10000000.0, 10000000.0, 0.4990234375, 1.22207205397350781e-18, 1},
        {10000000.0, 3000000.0, 0.76925, 5.65313590458642349e-1, 4.34686409541357651e-1},
        {3000000.0, 10000000.0, 0.2309, 8.68440003134043714e-1, 1.31559996865956286e-1},
        {90000.0, 910000.0, 0.0905, 9.59524100736241914e-1, 4.04758992637580865e-2},
        {90000.0, 910000.0, 0.135, 1.0, 0},
        {90000.0, 910000.0, 0.084, 6.34451957906084823e-102, 1.0},
        {12.75, 130.5, 0.125, 9.25114347711240091e-1, 7.48856522887599091e-2},
        {12.75, 130.5, 0.25, 9.99999721382339037e-1, 2.78617660963265951e-7},
        {0.5, 0.5, 0.03125, 1.13134082257321149e-1, 8.86865917742678851e-1},
        {0.001, 0.001, 0.0625, 4.9864856033406391e-1, 5.0135143966593609e-1},
        {0.001, 10000000.0, 9.313225746154785e-10, 9.95899222691866269e-1, 4.10077730813373085e-3},
        {0.001, 10000000.0, 9.5367431640625e-07, 9.99999993078781496e-1, 6.92121850388655779e-9},
        {0.001, 12.5, 0.75, 9.99999999996887489e-1, 3.11251131252068365e-12},
        {0.25, 3000.5, 0.000244140625, 8.9706417830978727e-1, 1.0293582169021273e-1},
        {2.5, 10000000.0, 2.384185791015625e-07, 5.55202714011567809e-1, 4.44797285988432191e-1},
        {2.5, 10000000.0, 3.814697265625e-06, 9.99999999999995006e-1, 4.99419109057914085e-15},
        {150.25, 0.01, 0.5, 8.18197494937935657e-50, 1.0},
        {150.25, 0.01, 0.9990234375, 1.48167251819421164e-2, 9.85183274818057884e-1},
        {5.5, 2000.25, 0.015625, 9.99999997521139367e-1, 2.47886063324751534e-9},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const struct xn_beta_tails tails =
            xn_beta_tails((struct xn_beta){known[i].a, known[i].b}, known[i].x);
        assert_relative(tails.lower, known[i].lower, 2e-13);
        assert_relative(tails.upper, known[i].upper, 2e-13);
    }
}

static void known_quantiles(void **state)
{
    (void)state;
    static const struct {
        double a, b, probability, x;
    } known[] = {
        {12.75, 130.5, 0.05, 0.0535212719436302799},      {12.75, 130.5, 0.95, 0.13101642441321931},
        {0.5, 0.5, 0.05, 0.00615582970243113759},         {90000.0, 910000.0, 0.95, 0.0904711926267951274},
        {90000.0, 910000.0, 0.05, 0.0895297397370494883}, {10000000.0, 3000000.0, 0.95, 0.769422954291465868},
        {0.25, 3000.5, 0.05, 1.40613321077912676e-9},     {0.25, 3000.5, 0.95, 0.000403273899114489099},
        {0.05, 3.5, 0.05, 1.83440417318078625e-27},       {0.01, 2.5, 0.1, 2.79532896230682292e-101},
        {2.5, 0.05, 0.25, 0.99909241631019186},           {5.5, 2000.25, 1e-09, 0.0000326249552288988269},
        {5.5, 2000.25, 0.999, 0.0077758937356499163},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_relative(xn_beta_quantile((struct xn_beta){known[i].a, known[i].b}, known[i].probability),
                        known[i].x, 2e-13);
}

/* Wherever the quantile is a normal number away from 1, its tail is the probability it was asked for. */
static void quantiles_invert_the_tails(void **state)
{
    (void)state;
    static const double probability[] = {1e-12, 0.001, 0.05, 0.3, 0.5, 0.8, 0.95, 0.9999};
    int inverted = 0;
    for (int i = 0; i < N_PARAMETERS; i++)
        for (int j = 0; j < N_PARAMETERS; j++)
            for (size_t k = 0; k < sizeof probability / sizeof *probability; k++) {
                const struct xn_beta beta = {parameter[i], parameter[j]};
                const double x = xn_beta_quantile(beta, probability[k]);
                assert_true(x >= 0 && x <= 1);
                if (x < 1e-300 || x > 0.999)
                    continue;
                const struct xn_beta_tails tails = xn_beta_tails(beta, x);
                assert_relative(tails.lower, probability[k], 1e-10);
                assert_relative(tails.upper, 1 - probability[k], 1e-10);
                inverted++;
            }
    assert_true(inverted > 700);
}

static void quantiles_beyond_the_doubles_are_the_ends(void **state)
{
    (void)state;
    assert_exactly(xn_beta_quantile((struct xn_beta){1e-3, 2}, 0.05), 0);
    assert_exactly(xn_beta_quantile((struct xn_beta){2, 1e-3}, 0.95), 1);
    assert_near(xn_beta_quantile((struct xn_beta){2, 1}, 0.25), 0.5, 1e-15);
}

static void a_parameter_of_0_is_a_point_mass(void **state)
{
    (void)state;
    const struct xn_beta nobody = {0, 3}, everybody = {3, 0};
    assert_exactly(xn_beta_tails(nobody, 0).lower, 1);
    assert_exactly(xn_beta_tails(nobody, 0.2).upper, 0);
    assert_exactly(xn_beta_tails(everybody, 0.999).lower, 0);
    assert_exactly(xn_beta_tails(everybody, 1).lower, 1);
    assert_exactly(xn_beta_tails(everybody, 1.5).upper, 0);
    assert_exactly(xn_beta_quantile(nobody, 0.95), 0);
    assert_exactly(xn_beta_quantile(everybody, 0.05), 1);
}

static void outside_0_to_1_nothing_is_left(void **state)
{
    (void)state;
    const struct xn_beta beta = {2.5, 4};
    assert_exactly(xn_beta_tails(beta, -0.5).lower, 0);
    assert_exactly(xn_beta_tails(beta, 0).upper, 1);
    assert_exactly(xn_beta_tails(beta, 1).lower, 1);
    assert_exactly(xn_beta_tails(beta, 1.8).upper, 0);
}

static void rising_factorials(void **state)
{
    (void)state;
    assert_near(xn_log_rising(3, 2), log(12), 1e-15);
    assert_near(xn_log_rising(0.5, 3), log(0.5 * 1.5 * 2.5), 1e-15);
    assert_near(xn_log_rising(1e6, 2), log(1e6) + log(1e6 + 1), 1e-14);
    assert_exactly(xn_log_rising(7.25, 0), 0);
    assert_exactly(xn_log_rising(0, 0), 0);
    assert_near(xn_log_rising(1e6, 45.5), 628.60674274718918836, 1e-12);
    assert_near(xn_log_rising(1e-3, 0.5), -6.3367749878848218727, 1e-14);
    assert_near(xn_log_rising(15, 4500.25), 33453.073428244147941, 1e-11);
    assert_near(xn_log_rising(14.5, 4500.25), 33450.194358725557114, 1e-11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_parameter_of_1_has_closed_tails),
        cmocka_unit_test(arcsine_distribution),
        cmocka_unit_test(mirror_image_exchanges_the_tails),
        cmocka_unit_test(neighbouring_parameters_agree),
        cmocka_unit_test(whole_parameters_are_binomial_sums),
        cmocka_unit_test(corners_of_the_range),
        cmocka_unit_test(known_quantiles),
        cmocka_unit_test(quantiles_invert_the_tails),
        cmocka_unit_test(quantiles_beyond_the_doubles_are_the_ends),
        cmocka_unit_test(a_parameter_of_0_is_a_point_mass),
        cmocka_unit_test(outside_0_to_1_nothing_is_left),
        cmocka_unit_test(rising_factorials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
