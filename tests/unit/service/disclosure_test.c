/* What is hidden, and that nothing hidden can be had back by subtraction. */
#include <stdlib.h>
#include <string.h>
#include "../../../src/service/disclosure.h"
#include "test.h"
#include "xenia/random.h"

#define TABLE(name, units, columns, parents, ...)                                                            \
    const double name##_count[] = __VA_ARGS__;                                                               \
    double name##_total[units] = {0};                                                                        \
    bool name##_hidden[(units) * (columns)];                                                                 \
    for (size_t i = 0; i < (size_t)(units) * (columns); i++)                                                 \
        name##_total[i / (columns)] += name##_count[i];                                                      \
    struct disclosure_table name = {.n_units = units,                                                        \
                                    .n_columns = columns,                                                    \
                                    .count = name##_count,                                                   \
                                    .total = name##_total,                                                   \
                                    .parent = parents,                                                       \
                                    .hidden = name##_hidden}

/* "h.h" a row: hidden, shown, hidden */
static void assert_hidden(const struct disclosure_table *table, const char *wanted)
{
    char got[256] = "";
    for (size_t i = 0; i < table->n_units * table->n_columns; i++) {
        if (i > 0 && i % table->n_columns == 0)
            strcat(got, " ");
        strcat(got, table->hidden[i] ? "h" : ".");
    }
    assert_string_equal(got, wanted);
}

static void test_nothing_small(void **state)
{
    (void)state;
    TABLE(table, 2, 2, NULL, {50, 5, 0, 60});
    disclosure_apply(&table, 1, true);
    assert_hidden(&table, ".. ..");
}

/* 49 persons: all of it; its only neighbours then tell nothing more. */
static void test_few_persons(void **state)
{
    (void)state;
    TABLE(table, 3, 2, NULL, {40, 9, 100, 200, 300, 400});
    disclosure_apply(&table, 1, true);
    assert_hidden(&table, "hh hh ..");
}

/* A group of 3 hides another group of its unit, and both their likes in another unit. */
static void test_small_group(void **state)
{
    (void)state;
    TABLE(table, 3, 3, NULL, {3, 90, 60, 80, 70, 95, 200, 210, 220});
    disclosure_apply(&table, 1, true);
    assert_hidden(&table, "h.h h.h ...");
}

/* Without sums over columns, only units of one sum protect each other. */
static void test_columns_apart(void **state)
{
    (void)state;
    TABLE(table, 3, 2, NULL, {3, 90, 80, 70, 200, 210});
    disclosure_apply(&table, 1, false);
    assert_hidden(&table, "h. h. ..");
}

/* What is hidden together is at least 10: 1 and 2 alone would be known to be small. */
static void test_hidden_sum(void **state)
{
    (void)state;
    TABLE(table, 4, 1, NULL, {1, 2, 0, 90});
    for (size_t i = 0; i < 4; i++)
        table_total[i] = 100;
    disclosure_apply(&table, 1, false);
    assert_hidden(&table, "h h . h");
}

/* A small block hides a sibling, not a cousin; not where nothing is small. */
static void test_siblings(void **state)
{
    (void)state;
    const size_t parent[] = {0, 0, 1, 1, 1};
    TABLE(districts, 2, 1, NULL, {303, 600});
    TABLE(blocks, 5, 1, parent, {3, 300, 100, 200, 300});
    for (size_t i = 0; i < 5; i++)
        blocks_total[i] = 1000;
    struct disclosure_table table[] = {districts, blocks};
    disclosure_apply(table, 2, false);
    assert_hidden(&table[0], ". .");
    assert_hidden(&table[1], "h h . . .");
}

/* A hidden district is not told by its blocks, even one that is hidden for another's sake. */
static void test_hidden_parent(void **state)
{
    (void)state;
    const size_t parent[] = {0, 0, 1, 2};
    TABLE(districts, 3, 1, NULL, {4, 600, 700});
    TABLE(blocks, 4, 1, parent, {4, 0, 600, 700});
    for (size_t i = 0; i < 4; i++)
        blocks_total[i] = 1000;
    districts_total[0] = 2000;
    struct disclosure_table table[] = {districts, blocks};
    disclosure_apply(table, 2, false);
    assert_hidden(&table[0], "h h .");
    assert_hidden(&table[1], "h . h .");
}

/* A block that is its district's only one is known with it. */
static void test_only_child(void **state)
{
    (void)state;
    const size_t parent[] = {0, 1, 1};
    TABLE(districts, 2, 1, NULL, {3, 500});
    TABLE(blocks, 3, 1, parent, {3, 200, 300});
    for (size_t i = 0; i < 3; i++)
        blocks_total[i] = 1000;
    districts_total[0] = 1000;
    struct disclosure_table table[] = {districts, blocks};
    disclosure_apply(table, 2, false);
    assert_hidden(&table[0], "h h");
    assert_hidden(&table[1], "h h .");
}

/* --- any table: no small number is the difference of what is shown ---------------------------------------
 */

enum { DISTRICTS = 4, BLOCKS = 20, GROUPS = 4 };

static size_t draw(struct xn_random *random, uint32_t n)
{
    return xn_random_below(random, n);
}

/* Of cells that add up to a known sum, hidden ones that are not 0 are none, or two and more with 10 persons,
 * or all there are. */
static void assert_protected(size_t n_hidden, double sum, size_t n_shown)
{
    if (n_hidden > 0 && n_shown > 0) {
        assert_true(n_hidden >= 2);
        assert_true(sum >= DISCLOSURE_HIDDEN_MIN);
    }
}

static void check_rows(const struct disclosure_table *table)
{
    for (size_t u = 0; u < table->n_units; u++) {
        size_t n[2] = {0, 0};
        double sum[2] = {0, 0};
        for (size_t c = 0; c < GROUPS; c++) {
            const size_t at = u * GROUPS + c;
            if (table->count[at] > 0) {
                n[table->hidden[at]]++;
                sum[table->hidden[at]] += table->count[at];
            }
            if (table->count[at] > 0 && table->count[at] < DISCLOSURE_GROUP_MIN)
                assert_true(table->hidden[at]);
        }
        assert_protected(n[1], sum[1], n[0]);
    }
}

static void check_columns(const struct disclosure_table *table, const struct disclosure_table *above)
{
    for (size_t c = 0; c < GROUPS; c++)
        for (size_t p = 0; p < above->n_units; p++) {
            size_t n[2] = {0, 0};
            double sum[2] = {0, 0};
            for (size_t u = 0; u < table->n_units; u++) {
                const size_t at = u * GROUPS + c;
                if (table->parent[u] != p || !(table->count[at] > 0))
                    continue;
                n[table->hidden[at]]++;
                sum[table->hidden[at]] += table->count[at];
            }
            if (!above->hidden[p * GROUPS + c])
                assert_protected(n[1], sum[1], n[0]);
            else
                assert_true(n[1] > 0 || n[0] == 0);
        }
}

static void test_any_table(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        struct xn_random random = xn_random_stream(seed, 0, 0);
        double district[DISTRICTS * GROUPS] = {0}, district_total[DISTRICTS] = {0};
        double block[BLOCKS * GROUPS], block_total[BLOCKS] = {0};
        size_t parent[BLOCKS];
        bool district_hidden[DISTRICTS * GROUPS], block_hidden[BLOCKS * GROUPS];
        for (size_t u = 0; u < BLOCKS; u++) {
            parent[u] = draw(&random, DISTRICTS);
            for (size_t c = 0; c < GROUPS; c++) {
                const double count = (double)draw(&random, draw(&random, 3) == 0 ? 8 : 400);
                block[u * GROUPS + c] = count;
                block_total[u] += count;
                district[parent[u] * GROUPS + c] += count;
                district_total[parent[u]] += count;
            }
        }
        struct disclosure_table table[] = {
            {DISTRICTS, GROUPS, district, district_total, NULL, district_hidden},
            {BLOCKS, GROUPS, block, block_total, parent, block_hidden}};
        disclosure_apply(table, 2, true);
        check_rows(&table[0]);
        check_rows(&table[1]);
        check_columns(&table[1], &table[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_small), cmocka_unit_test(test_few_persons),
        cmocka_unit_test(test_small_group),   cmocka_unit_test(test_columns_apart),
        cmocka_unit_test(test_hidden_sum),    cmocka_unit_test(test_siblings),
        cmocka_unit_test(test_hidden_parent), cmocka_unit_test(test_only_child),
        cmocka_unit_test(test_any_table),
    };
    return XN_RUN(tests);
}
