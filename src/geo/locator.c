/* locator.c - which shape holds a point: a tree over bounding boxes, then the even-odd rule.
 *
 * Nothing is cached or built while asking, so one locator serves every thread. Where shapes overlap the
 * lowest position wins, whatever order the tree offers them in.
 */
#include "box_tree.h"
#include "xenia/geo.h"

struct xn_locator {
    const struct xn_shape *shape;
    struct xn_box_tree tree;
};

static enum xn_status index_shapes(const struct xn_shape *shape, size_t n_shapes, struct xn_box_tree *ret,
                                   struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) struct xn_box *box = xn_calloc(n_shapes, sizeof *box);
    if (!box)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n_shapes; i++) {
        const uint32_t n_rings = shape[i].n_rings;
        box[i] = n_rings ? xn_box_of(shape[i].xy, shape[i].ring_start[n_rings]) : XN_BOX_EMPTY;
    }
    return xn_box_tree_build(box, n_shapes, XN_BOXES_ANY_ORDER, ret, err);
}

enum xn_status xn_locator_new(const struct xn_shape *shape, size_t n_shapes, struct xn_locator **ret,
                              struct xn_error *err)
{
    XN_AUTO(xn_locator_free) struct xn_locator *locator = xn_calloc(1, sizeof *locator);
    if (!locator)
        return xn_fail_memory(err);
    locator->shape = shape;
    XN_TRY(index_shapes(shape, n_shapes, &locator->tree, err));
    *ret = XN_STEAL(locator);
    return XN_OK;
}

void xn_locator_free(struct xn_locator *locator)
{
    if (!locator)
        return;
    xn_box_tree_clear(&locator->tree);
    xn_free(locator);
}

struct search {
    const struct xn_shape *shape;
    double x_m, y_m;
    size_t found;
};

static void try_shape(uint32_t item, void *context)
{
    struct search *search = context;
    if (item < search->found && xn_shape_contains(&search->shape[item], search->x_m, search->y_m))
        search->found = item;
}

size_t xn_locator_find(const struct xn_locator *locator, double x_m, double y_m)
{
    struct search search = {locator->shape, x_m, y_m, XN_NONE};
    const struct xn_box point = {x_m, y_m, x_m, y_m};
    xn_box_tree_query(&locator->tree, &point, try_shape, &search);
    return search.found;
}
