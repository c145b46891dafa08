/* box_tree.c - packing and asking the tree of boxes.
 *
 * All levels lie in one array: level 0 holds the items in packed order, and box c of the level above is
 * the union of boxes 8c .. 8c+7. So a node needs no pointers, and children are found by arithmetic.
 */
#include "box_tree.h"
#include <stdlib.h>
#include "xenia/memory.h"

#define FANOUT 8u

struct entry {
    struct xn_box box;
    uint32_t item;
};

static int compare_items(const struct entry *a, const struct entry *b)
{
    return (a->item > b->item) - (a->item < b->item);
}

static int by_centre_x(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    const double x = a->box.min_x / 2 + a->box.max_x / 2, other = b->box.min_x / 2 + b->box.max_x / 2;
    return x != other ? (x > other) - (x < other) : compare_items(a, b);
}

static int by_centre_y(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    const double y = a->box.min_y / 2 + a->box.max_y / 2, other = b->box.min_y / 2 + b->box.max_y / 2;
    return y != other ? (y > other) - (y < other) : compare_items(a, b);
}

/* Vertical slices of about sqrt(leaves) leaves each, every slice from bottom to top. */
static void tile(struct entry *entry, size_t n)
{
    const double leaves = ceil((double)n / FANOUT);
    const size_t slice = (size_t)ceil(sqrt(leaves)) * FANOUT;
    qsort(entry, n, sizeof *entry, by_centre_x);
    for (size_t first = 0; first < n; first += slice)
        qsort(entry + first, n - first < slice ? n - first : slice, sizeof *entry, by_centre_y);
}

static size_t collect(const struct xn_box *box, size_t n, struct entry *entry)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (!xn_box_is_empty(&box[i]))
            entry[count++] = (struct entry){box[i], (uint32_t)i};
    return count;
}

static void lay_out_levels(struct xn_box_tree *tree, size_t n_items)
{
    size_t size = n_items, end = 0;
    while (size) {
        tree->level_start[tree->n_levels++] = end;
        end += size;
        size = size == 1 ? 0 : (size + FANOUT - 1) / FANOUT;
    }
    tree->level_start[tree->n_levels] = end;
}

static void fill_upper_levels(struct xn_box_tree *tree)
{
    for (size_t level = 1; level < tree->n_levels; level++) {
        const size_t below = tree->level_start[level - 1], start = tree->level_start[level];
        for (size_t i = start; i < tree->level_start[level + 1]; i++)
            tree->box[i] = XN_BOX_EMPTY;
        for (size_t i = below; i < start; i++)
            xn_box_add(&tree->box[start + (i - below) / FANOUT], &tree->box[i]);
    }
}

enum xn_status xn_box_tree_build(const struct xn_box *box, size_t n, enum xn_box_order order,
                                 struct xn_box_tree *ret, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) struct entry *entry = xn_calloc(n, sizeof *entry);
    if (!entry)
        return xn_fail_memory(err);
    const size_t n_items = collect(box, n, entry);
    if (order == XN_BOXES_ANY_ORDER)
        tile(entry, n_items);
    struct xn_box_tree tree = {0};
    lay_out_levels(&tree, n_items);
    tree.box = xn_calloc(tree.level_start[tree.n_levels], sizeof *tree.box);
    tree.item = xn_calloc(n_items, sizeof *tree.item);
    if (!tree.box || !tree.item) {
        xn_box_tree_clear(&tree);
        return xn_fail_memory(err);
    }
    for (size_t i = 0; i < n_items; i++) {
        tree.box[i] = entry[i].box;
        tree.item[i] = entry[i].item;
    }
    fill_upper_levels(&tree);
    *ret = tree;
    return XN_OK;
}

void xn_box_tree_clear(struct xn_box_tree *tree)
{
    xn_free(tree->box);
    xn_free(tree->item);
    *tree = (struct xn_box_tree){0};
}

struct question {
    const struct xn_box_tree *tree;
    const struct xn_box *query;
    xn_box_visit *visit;
    void *context;
};

static void ask_node(const struct question *question, size_t level, size_t number)
{
    const struct xn_box_tree *tree = question->tree;
    const size_t position = tree->level_start[level] + number;
    if (!xn_box_meets(&tree->box[position], question->query))
        return;
    if (level == 0) {
        question->visit(tree->item[number], question->context);
        return;
    }
    const size_t below = tree->level_start[level] - tree->level_start[level - 1];
    for (size_t child = number * FANOUT; child < (number + 1) * FANOUT && child < below; child++)
        ask_node(question, level - 1, child);
}

void xn_box_tree_query(const struct xn_box_tree *tree, const struct xn_box *query, xn_box_visit *visit,
                       void *context)
{
    const struct question question = {tree, query, visit, context};
    if (tree->n_levels)
        ask_node(&question, tree->n_levels - 1, 0);
}
