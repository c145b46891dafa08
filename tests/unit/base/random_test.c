#include "test.h"
#include "xenia/random.h"

/* The known answers published with the Random123 library, philox4x32, 10 rounds. */
static void blocks_are_the_published_ones(void **state)
{
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], block[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        uint32_t block[4];
        xn_philox4x32(known[i].counter, known[i].key, block);
        assert_memory_equal(block, known[i].block, sizeof block);
    }
}

static void streams_repeat_and_differ(void **state)
{
    (void)state;
    struct xn_random a = xn_random_stream(5, 6, 7), b = xn_random_stream(5, 6, 7),
                     c = xn_random_stream(5, 7, 6);
    unsigned same = 0;
    for (int i = 0; i < 1000; i++) {
        const uint64_t x = xn_random_u64(&a);
        assert_int_equal(x, xn_random_u64(&b));
        same += x == xn_random_u64(&c);
    }
    assert_int_equal(same, 0);
}

static void uniform_numbers_have_the_right_mean_and_variance(void **state)
{
    (void)state;
    struct xn_random random = xn_random_stream(1, 0, 0);
    double sum = 0, squares = 0;
    const int n = 200000;
    for (int i = 0; i < n; i++) {
        const double u = xn_random_uniform(&random);
        assert_true(u >= 0 && u < 1);
        sum += u;
        squares += u * u;
    }
    assert_true(sum / n > 0.497 && sum / n < 0.503); /* 4.6 standard errors */
    assert_true(squares / n > 1.0 / 3 - 0.003 && squares / n < 1.0 / 3 + 0.003);
}

static void bounded_numbers_are_even(void **state)
{
    (void)state;
    struct xn_random random = xn_random_stream(2, 0, 0);
    unsigned count[7] = {0};
    for (int i = 0; i < 70000; i++) {
        const uint32_t x = xn_random_below(&random, 7);
        assert_true(x < 7);
        count[x]++;
    }
    double chi_square = 0;
    for (int i = 0; i < 7; i++)
        chi_square += (count[i] - 10000.0) * (count[i] - 10000.0) / 10000.0;
    assert_true(chi_square < 22.5); /* 6 degrees of freedom, p = 0.001 */
    assert_int_equal(xn_random_below(&random, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_the_published_ones),
        cmocka_unit_test(streams_repeat_and_differ),
        cmocka_unit_test(uniform_numbers_have_the_right_mean_and_variance),
        cmocka_unit_test(bounded_numbers_are_even),
    };
    return XN_RUN(tests);
}
