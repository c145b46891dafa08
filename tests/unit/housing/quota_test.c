/* Quotas into a forest: nested, apart, equal, empty; and which two cross. */
#include <string.h>
#include "matching_internal.h"
#include "test.h"

/* Four dwellings; rows of quotas as the caller lists them. */
struct family {
    size_t first_arc[1], first_quota[5];
    uint32_t member[16];
    struct xn_match_quota quota[4];
    struct xn_match_problem problem;
};

static const char *const no_household[1];
static const char *const dwelling_id[4] = {"a", "b", "c", "d"};

/* rows: "01 1  3" - one digit a quota, one word a dwelling, "-" for none. */
static void read_family(struct family *family, const char *rows)
{
    memset(family, 0, sizeof *family);
    size_t d = 0, n = 0;
    for (const char *at = rows; *at; at++) {
        if (*at >= '0' && *at <= '9')
            family->member[n++] = (uint32_t)(*at - '0');
        if (*at == ' ' || !at[1])
            family->first_quota[++d] = n;
    }
    assert_int_equal(d, 4);
    static const char *const name[4] = {"zero", "one", "two", "three"};
    for (size_t q = 0; q < 4; q++)
        family->quota[q] = (struct xn_match_quota){name[q], 10 - (int64_t)q};
    family->problem = (struct xn_match_problem){.household_id = no_household,
                                                .first_arc = family->first_arc,
                                                .n_dwellings = 4,
                                                .dwelling_id = dwelling_id,
                                                .n_quotas = 4,
                                                .quota = family->quota,
                                                .first_quota = family->first_quota,
                                                .dwelling_quota = family->member,
                                                .seed_text = ""};
}

static struct xn_quota_forest forest_of(const struct family *family, struct xn_arena *arena)
{
    struct xn_quota_forest forest;
    ASSERT_OK(xn_quota_forest_build(&family->problem, arena, &forest, &err));
    return forest;
}

static void nested_quotas_form_a_forest(void **state)
{
    (void)state;
    struct family family;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    read_family(&family,
                "201 02 - 3"); /* 1 in 2 in ... 0 and 2 hold a and b; 0 has the higher limit: outside */
    const struct xn_quota_forest forest = forest_of(&family, arena);
    assert_int_equal(forest.crossing[0], XN_NONE);
    assert_int_equal(forest.parent[1], 2);
    assert_int_equal(forest.parent[2], 0);
    assert_int_equal(forest.parent[0], XN_QUOTA_NONE);
    assert_int_equal(forest.parent[3], XN_QUOTA_NONE);
    assert_int_equal(forest.innermost[0], 1);
    assert_int_equal(forest.innermost[1], 2);
    assert_int_equal(forest.innermost[2], XN_QUOTA_NONE);
    assert_int_equal(forest.innermost[3], 3);
    assert_int_equal(forest.n_dwellings[0], 2);
    /* by dwellings, then limit: 3 and 1 have one; 3's limit is 7, 1's is 9 */
    const uint32_t outward[] = {3, 1, 2, 0};
    assert_memory_equal(forest.outward, outward, sizeof outward);
}

static void a_quota_without_dwellings_stands_alone(void **state)
{
    (void)state;
    struct family family;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    read_family(&family, "0 0 - -");
    const struct xn_quota_forest forest = forest_of(&family, arena);
    assert_int_equal(forest.n_dwellings[3], 0);
    assert_int_equal(forest.parent[3], XN_QUOTA_NONE);
}

static void assert_crossing(const char *rows, size_t one, size_t other)
{
    struct family family;
    bool laminar = true;
    size_t first = 0, second = 0;
    read_family(&family, rows);
    ASSERT_OK(xn_quotas_laminar(&family.problem, &laminar, &first, &second, &err));
    assert_false(laminar);
    assert_true((first == one && second == other) || (first == other && second == one));
}

static void crossing_quotas_are_named(void **state)
{
    (void)state;
    assert_crossing("0 01 1 -", 0, 1);    /* each has one of its own */
    assert_crossing("01 01 0 1", 0, 1);   /* two in common */
    assert_crossing("012 02 12 2", 0, 1); /* both within 2 */
    assert_crossing("0 01 13 13", 0, 1);  /* 1 and 3 are nested */
}

/* All families of four quotas over four dwellings, against the definition. */
static bool crosses_by_definition(const struct family *family, uint32_t a, uint32_t b)
{
    bool only_a = false, only_b = false, both = false;
    for (size_t d = 0; d < 4; d++) {
        bool in_a = false, in_b = false;
        for (size_t k = family->first_quota[d]; k < family->first_quota[d + 1]; k++) {
            in_a = in_a || family->member[k] == a;
            in_b = in_b || family->member[k] == b;
        }
        only_a = only_a || (in_a && !in_b);
        only_b = only_b || (in_b && !in_a);
        both = both || (in_a && in_b);
    }
    return only_a && only_b && both;
}

static void all_small_families_agree_with_the_definition(void **state)
{
    (void)state;
    struct family family;
    read_family(&family, "- - - -");
    size_t n_laminar = 0;
    for (uint32_t mask = 0; mask < 1u << 16; mask++) {
        size_t n = 0, first, second;
        bool laminar, wanted = true;
        for (size_t d = 0; d < 4; d++) {
            for (uint32_t q = 0; q < 4; q++)
                if (mask >> (4 * d + q) & 1)
                    family.member[n++] = q;
            family.first_quota[d + 1] = n;
        }
        for (uint32_t a = 0; a < 4; a++)
            for (uint32_t b = 0; b < a; b++)
                wanted = wanted && !crosses_by_definition(&family, a, b);
        ASSERT_OK(xn_quotas_laminar(&family.problem, &laminar, &first, &second, &err));
        assert_int_equal(laminar, wanted);
        assert_int_equal(laminar, first == XN_NONE && second == XN_NONE);
        if (!laminar)
            assert_true(crosses_by_definition(&family, (uint32_t)first, (uint32_t)second));
        n_laminar += laminar;
    }
    assert_in_range(n_laminar, 1000, 60000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nested_quotas_form_a_forest),
        cmocka_unit_test(a_quota_without_dwellings_stands_alone),
        cmocka_unit_test(crossing_quotas_are_named),
        cmocka_unit_test(all_small_families_agree_with_the_definition),
    };
    return XN_RUN(tests);
}
