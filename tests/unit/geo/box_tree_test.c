/* The tree finds exactly the boxes that meet a query, for every size around its fan-out. */
#include "test_shapes.h"
#include "../../../src/geo/box_tree.h"

struct found {
    size_t times[600];
};

static void count_item(uint32_t item, void *context)
{
    ((struct found *)context)->times[item]++;
}

static void fill(struct xn_box *box, size_t n, uint64_t *seed)
{
    for (size_t i = 0; i < n; i++) {
        const double x = random_unit(seed) * 100, y = random_unit(seed) * 100;
        box[i] = (struct xn_box){x, y, x + random_unit(seed) * 10, y + random_unit(seed) * 10};
        if (i % 17 == 3)
            box[i] = XN_BOX_EMPTY;
    }
}

static void test_same_as_looking_at_all(void **state)
{
    (void)state;
    uint64_t seed = 1;
    const size_t sizes[] = {0, 1, 2, 7, 8, 9, 63, 64, 65, 512, 600};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (int order = 0; order < 2; order++) {
            struct xn_box box[600];
            fill(box, sizes[s], &seed);
            struct xn_box_tree tree;
            assert_int_equal(xn_box_tree_build(box, sizes[s],
                                               order ? XN_BOXES_ALONG_LINE : XN_BOXES_ANY_ORDER, &tree, NULL),
                             XN_OK);
            for (int turn = 0; turn < 50; turn++) {
                const double x = random_unit(&seed) * 100, y = random_unit(&seed) * 100, size = turn % 20;
                const struct xn_box query = {x, y, x + size, y + size};
                struct found found = {{0}};
                xn_box_tree_query(&tree, &query, count_item, &found);
                for (size_t i = 0; i < sizes[s]; i++)
                    assert_int_equal(found.times[i], xn_box_meets(&box[i], &query) ? 1 : 0);
            }
            xn_box_tree_clear(&tree);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_looking_at_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
