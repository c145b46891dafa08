/* mix_draws_test.c - draws of a mix have the means and variances of the Dirichlet distribution, within the
 * error of so many draws; quantiles are those of Hyndman & Fan's type 7. */
#include <math.h>
#include <stdlib.h>
#include "near.h"
#include "test.h"
#include "../../../src/study/mix_draws.h"

enum { GROUPS = 4, DRAWS = 20000 };

struct moments {
    double mean[GROUPS], variance[GROUPS], product; /* product: covariance of the first two */
};

static struct moments moments_of(const double concentration[GROUPS], double persons)
{
    struct moments ret = {{0}, {0}, 0};
    struct xn_random random = xn_random_stream(3, 0, 0);
    double product = 0;
    for (int i = 0; i < DRAWS; i++) {
        double draw[GROUPS], sum = 0;
        xn_mix_draw(&random, concentration, GROUPS, persons, draw);
        for (size_t g = 0; g < GROUPS; g++) {
            assert_true(draw[g] >= 0);
            sum += draw[g];
            ret.mean[g] += draw[g] / persons / DRAWS;
            ret.variance[g] += pow(draw[g] / persons, 2) / DRAWS;
        }
        product += draw[0] * draw[1] / persons / persons / DRAWS;
        assert_near(sum, persons, 1e-9 * persons);
    }
    for (size_t g = 0; g < GROUPS; g++)
        ret.variance[g] -= ret.mean[g] * ret.mean[g];
    ret.product = product - ret.mean[0] * ret.mean[1];
    return ret;
}

/* Weights of more than 1 and of less, and none at all. Five standard errors; a variance's is at most about 4
 * % here. */
static void draws_have_the_moments_of_the_distribution(void **state)
{
    (void)state;
    static const double concentration[][GROUPS] = {
        {20, 30, 50, 0}, {0.5, 1.5, 3, 7}, {200.5, 0.5, 0.5, 12}, {1, 1, 1, 1}, {0.2, 0.3, 0.4, 0.1}};
    for (size_t c = 0; c < sizeof concentration / sizeof *concentration; c++) {
        const double *a = concentration[c], sum = a[0] + a[1] + a[2] + a[3];
        const struct moments got = moments_of(a, 250);
        for (size_t g = 0; g < GROUPS; g++) {
            const double mean = a[g] / sum, variance = mean * (1 - mean) / (sum + 1);
            assert_near(got.mean[g], mean, 5 * sqrt(variance / DRAWS));
            assert_near(got.variance[g], variance, 0.2 * variance);
        }
        assert_near(got.product, -a[0] * a[1] / (sum * sum * (sum + 1)),
                    5 * sqrt(got.variance[0] * got.variance[1] / DRAWS));
    }
}

/* The distribution function itself, where there is a closed form: two weights of 1 make a uniform share, 1/2
 * and 1/2 the arcsine distribution. */
static void shares_have_the_right_distribution(void **state)
{
    (void)state;
    static const double weight[] = {1, 0.5};
    static double share[DRAWS];
    for (size_t w = 0; w < 2; w++) {
        const double concentration[] = {weight[w], weight[w]};
        struct xn_random random = xn_random_stream(5, 0, 0);
        double most = 0, lower, upper;
        for (size_t i = 0; i < DRAWS; i++) {
            double draw[2];
            xn_mix_draw(&random, concentration, 2, 1, draw);
            share[i] = draw[0];
        }
        xn_draw_quantiles(share, DRAWS, 0, 1, &lower, &upper);
        for (size_t i = 0; i < DRAWS; i++) {
            const double at = w == 0 ? share[i] : 2 / acos(-1) * asin(sqrt(share[i]));
            most = fmax(most, fabs(at - ((double)i + 0.5) / DRAWS));
        }
        assert_true(most < 1.95 / sqrt(DRAWS)); /* Kolmogorov: one in a thousand is further off */
    }
}

static void no_weight_is_nobody(void **state)
{
    (void)state;
    static const double some[] = {0, 4, 0}, none[] = {0, 0, 0};
    struct xn_random random = xn_random_stream(1, 0, 0);
    double draw[3];
    xn_mix_draw(&random, some, 3, 100, draw);
    assert_exactly(draw[0], 0);
    assert_exactly(draw[1], 100);
    assert_exactly(draw[2], 0);
    xn_mix_draw(&random, none, 3, 100, draw);
    assert_exactly(draw[0] + draw[1] + draw[2], 0);
}

static void the_same_stream_draws_the_same(void **state)
{
    (void)state;
    static const double concentration[] = {3, 0.7, 12};
    struct xn_random first = xn_random_stream(9, 4, 2), second = xn_random_stream(9, 4, 2);
    for (int i = 0; i < 100; i++) {
        double a[3], b[3];
        xn_mix_draw(&first, concentration, 3, 50, a);
        xn_mix_draw(&second, concentration, 3, 50, b);
        assert_memory_equal(a, b, sizeof a);
    }
}

static void quantiles_lie_between_the_sorted_values(void **state)
{
    (void)state;
    double value[] = {4, 1, 3, 2}, one[] = {8}, lower, upper;
    xn_draw_quantiles(value, 4, 0.25, 0.9, &lower, &upper);
    assert_near(lower, 1.75, 1e-15);
    assert_near(upper, 3.7, 1e-15);
    xn_draw_quantiles(value, 4, 0, 1, &lower, &upper);
    assert_exactly(lower, 1);
    assert_exactly(upper, 4);
    xn_draw_quantiles(one, 1, 0.05, 0.95, &lower, &upper);
    assert_exactly(lower, 8);
    assert_exactly(upper, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_have_the_moments_of_the_distribution),
        cmocka_unit_test(shares_have_the_right_distribution),
        cmocka_unit_test(no_weight_is_nobody),
        cmocka_unit_test(the_same_stream_draws_the_same),
        cmocka_unit_test(quantiles_lie_between_the_sorted_values),
    };
    return XN_RUN(tests);
}
