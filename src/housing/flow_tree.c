/* flow_tree.c - see flow_tree.h. */
#include "flow_tree.h"
#include "xenia/memory.h"

enum xn_status xn_flow_tree_init(struct xn_flow_tree *tree, uint32_t n_nodes, struct xn_error *err)
{
    tree->thread = xn_calloc(n_nodes, sizeof *tree->thread);
    tree->place = xn_calloc(n_nodes, sizeof *tree->place);
    tree->arc = xn_calloc(n_nodes, sizeof *tree->arc);
    return tree->thread && tree->place && tree->arc ? XN_OK : xn_fail_memory(err);
}

void xn_flow_tree_clear(struct xn_flow_tree *tree)
{
    xn_free(tree->thread);
    xn_free(tree->place);
    xn_free(tree->arc);
}

/* --- the first order -------------------------------------------------------------------------------------
 */

/* Lists of children, kept where sizes and order will be: `last` is the first child, `previous` the next
 * sibling. */
static void list_children(struct xn_tree_place *place, uint32_t n_nodes, uint32_t root)
{
    for (uint32_t node = 0; node < n_nodes; node++)
        place[node].last = place[node].previous = XN_TREE_NONE;
    for (uint32_t node = n_nodes; node-- > 0;)
        if (node != root) {
            place[node].previous = place[place[node].parent].last;
            place[place[node].parent].last = node;
        }
}

static uint32_t next_by_lists(const struct xn_tree_place *place, uint32_t node, uint32_t root)
{
    if (place[node].last != XN_TREE_NONE)
        return place[node].last;
    while (node != root && place[node].previous == XN_TREE_NONE)
        node = place[node].parent;
    return node == root ? root : place[node].previous;
}

uint32_t xn_flow_tree_order(struct xn_flow_tree *tree, uint32_t n_nodes, uint32_t root)
{
    struct xn_tree_place *const place = tree->place;
    uint32_t reached = 0, node = root;
    list_children(place, n_nodes, root);
    do {
        node = tree->thread[node] = next_by_lists(place, node, root);
        reached++;
    } while (node != root);
    do { /* the lists have done their work */
        const uint32_t next = tree->thread[node];
        place[node].size = 1;
        place[node].last = node;
        place[next].previous = node;
        node = next;
    } while (node != root);
    for (node = place[root].previous; node != root; node = place[node].previous) {
        const uint32_t parent = place[node].parent;
        place[parent].size += place[node].size;
        if (place[parent].last == parent)
            place[parent].last = place[node].last;
    }
    return n_nodes - reached;
}

/* --- pivots ----------------------------------------------------------------------------------------------
 */

/* An ancestor's subtree is larger: the smaller of two different nodes lies below the apex, and so does either
 * of two equal ones. */
uint32_t xn_flow_tree_apex(const struct xn_flow_tree *tree, uint32_t u, uint32_t v)
{
    const struct xn_tree_place *const place = tree->place;
    while (u != v)
        if (place[u].size < place[v].size)
            u = place[u].parent;
        else
            v = place[v].parent;
    return u;
}

static void join(struct xn_flow_tree *tree, uint32_t node, uint32_t next)
{
    tree->thread[node] = next;
    tree->place[next].previous = node;
}

static void take_out(struct xn_flow_tree *tree, uint32_t top)
{
    struct xn_tree_place *const place = tree->place;
    const uint32_t before = place[top].previous, last = place[top].last, size = place[top].size;
    join(tree, before, tree->thread[last]);
    uint32_t node = place[top].parent;
    for (; node != XN_TREE_NONE && place[node].last == last; node = place[node].parent) {
        place[node].last = before;
        place[node].size -= size;
    }
    for (; node != XN_TREE_NONE; node = place[node].parent)
        place[node].size -= size;
}

/* Behind the parent, as the first of its children. */
static void put_back(struct xn_flow_tree *tree, uint32_t top, uint32_t parent)
{
    struct xn_tree_place *const place = tree->place;
    const uint32_t last = place[top].last, size = place[top].size;
    join(tree, last, tree->thread[parent]);
    join(tree, parent, top);
    uint32_t node = parent;
    for (; node != XN_TREE_NONE && place[node].last == parent; node = place[node].parent) {
        place[node].last = last;
        place[node].size += size;
    }
    for (; node != XN_TREE_NONE; node = place[node].parent)
        place[node].size += size;
}

/* Turns a subtree that has been taken out. On the stem, inner = s0, s1, .. = cut, each node's old stretch
 * holds that of the one before. The new order is the stretch of s0, then that of s1 without s0's, and so on.
 * Parents and arcs of the stem turn round; inner's are left to the caller. */
static void turn(struct xn_flow_tree *tree, uint32_t cut, uint32_t inner)
{
    struct xn_tree_place *const place = tree->place;
    const uint32_t total = place[cut].size;
    uint32_t node = inner, end = place[inner].last; /* of the order so far */
    struct xn_tree_place old = place[inner];
    uint32_t after = tree->thread[old.last]; /* behind the node's old stretch */
    struct xn_tree_arc arc = tree->arc[inner];
    place[inner].size = total;
    while (node != cut) {
        const uint32_t above = old.parent;
        const struct xn_tree_place old_above = place[above];
        const struct xn_tree_arc arc_above = tree->arc[above];
        const uint32_t after_above = old_above.last == old.last ? after : tree->thread[old_above.last];
        join(tree, end, above); /* its stretch up to where the node's began */
        end = old.previous;
        if (old_above.last != old.last) { /* and the rest */
            join(tree, end, after);
            end = old_above.last;
        }
        place[above].parent = node;
        place[above].size = total - old.size;
        tree->arc[above] =
            (struct xn_tree_arc){.room_up = arc.room_down, .room_down = arc.room_up, .arc = arc.arc};
        node = above;
        old = old_above;
        after = after_above;
        arc = arc_above;
    }
    for (node = cut; node != inner; node = place[node].parent)
        place[node].last = end;
    place[inner].last = end;
}

void xn_flow_tree_rehang(struct xn_flow_tree *tree, uint32_t cut, uint32_t inner, uint32_t parent,
                         struct xn_tree_arc arc)
{
    take_out(tree, cut);
    turn(tree, cut, inner);
    tree->place[inner].parent = parent;
    tree->arc[inner] = arc;
    put_back(tree, inner, parent);
}

void xn_flow_tree_shift(const struct xn_flow_tree *tree, uint32_t top, int64_t *potential, int64_t change)
{
    const uint32_t *const thread = tree->thread;
    const uint32_t last = tree->place[top].last;
    uint32_t node = top;
    for (; node != last; node = thread[node])
        potential[node] += change;
    potential[node] += change;
}
