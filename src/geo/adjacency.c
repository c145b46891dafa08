/* adjacency.c - which units touch, and along how much border: rows of neighbours from pairs of borders.
 *
 * Candidates come from a tree over the units' boxes. Each unit looks only at neighbours of higher position,
 * so a pair is measured once; every unit fills its own list, and the lists are joined in order afterwards:
 * the same bytes on any number of threads.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "border.h"
#include "box_tree.h"
#include "xenia/geo.h"
#include "xenia/memory.h"

struct contact {
    uint32_t unit; /* the higher one */
    double boundary_m;
};

struct contacts {
    size_t n, room;
    struct contact *contact;
};

struct build {
    size_t n_units;
    double tolerance_m;
    const struct xn_shape *shape;
    struct xn_box *box;
    struct xn_border *border;  /* one a unit */
    struct contacts *contacts; /* one a unit */
    struct xn_box_tree tree;
};

static void build_clear(struct build *build)
{
    for (size_t i = 0; build->border && i < build->n_units; i++)
        xn_border_clear(&build->border[i]);
    for (size_t i = 0; build->contacts && i < build->n_units; i++)
        xn_free(build->contacts[i].contact);
    xn_free(build->border);
    xn_free(build->contacts);
    xn_free(build->box);
    xn_box_tree_clear(&build->tree);
}

/* --- finding contacts ------------------------------------------------------------------------------ */

static enum xn_status index_borders(size_t first, size_t last, unsigned worker, void *context,
                                    struct xn_error *err)
{
    struct build *build = context;
    (void)worker;
    for (size_t i = first; i < last; i++) {
        const uint32_t n_rings = build->shape[i].n_rings;
        build->box[i] =
            n_rings ? xn_box_of(build->shape[i].xy, build->shape[i].ring_start[n_rings]) : XN_BOX_EMPTY;
        XN_TRY(xn_border_index(&build->shape[i], &build->border[i], err));
    }
    return XN_OK;
}

/* The unit that looks for its neighbours. */
struct seeker {
    struct build *build;
    struct xn_border_matcher *matcher;
    uint32_t unit;
    enum xn_status status;
    struct xn_error *err;
};

static enum xn_status add_contact(struct contacts *contacts, uint32_t unit, double boundary_m,
                                  struct xn_error *err)
{
    if (contacts->n == contacts->room) {
        const size_t room = contacts->room ? 2 * contacts->room : 8;
        struct contact *grown = xn_realloc(contacts->contact, room, sizeof *grown);
        if (!grown)
            return xn_fail_memory(err);
        contacts->contact = grown;
        contacts->room = room;
    }
    contacts->contact[contacts->n++] = (struct contact){unit, boundary_m};
    return XN_OK;
}

static void try_candidate(uint32_t unit, void *context)
{
    struct seeker *seeker = context;
    const struct build *build = seeker->build;
    if (unit <= seeker->unit || seeker->status != XN_OK)
        return;
    struct xn_border_match match;
    seeker->status = xn_border_compare(seeker->matcher, &build->border[seeker->unit], &build->border[unit],
                                       build->tolerance_m, &match, seeker->err);
    if (seeker->status == XN_OK && match.touches)
        seeker->status =
            add_contact(&seeker->build->contacts[seeker->unit], unit, match.shared_m, seeker->err);
}

static int by_unit(const void *left, const void *right)
{
    const struct contact *a = left, *b = right;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

static enum xn_status find_contacts(size_t first, size_t last, unsigned worker, void *context,
                                    struct xn_error *err)
{
    struct build *build = context;
    (void)worker;
    XN_CLEANUP(xn_border_matcher_clear) struct xn_border_matcher matcher = {0};
    for (size_t i = first; i < last; i++) {
        struct seeker seeker = {build, &matcher, (uint32_t)i, XN_OK, err};
        const struct xn_box around = xn_box_grown(&build->box[i], build->tolerance_m);
        xn_box_tree_query(&build->tree, &around, try_candidate, &seeker);
        XN_TRY(seeker.status);
        if (build->contacts[i].n)
            qsort(build->contacts[i].contact, build->contacts[i].n, sizeof(struct contact), by_unit);
    }
    return XN_OK;
}

/* --- rows ------------------------------------------------------------------------------------------ */

static void count_rows(const struct build *build, size_t *row_start)
{
    for (size_t i = 0; i < build->n_units; i++) {
        row_start[i + 1] += build->contacts[i].n;
        for (size_t k = 0; k < build->contacts[i].n; k++)
            row_start[build->contacts[i].contact[k].unit + 1]++;
    }
    for (size_t i = 0; i < build->n_units; i++)
        row_start[i + 1] += row_start[i];
}

/* Units are visited in ascending order and so are their contacts: every row comes out ascending, first the
 * lower neighbours (put there by them), then the higher ones. */
static void fill_rows(const struct build *build, struct xn_adjacency *adjacency, size_t *next)
{
    memcpy(next, adjacency->row_start, build->n_units * sizeof *next);
    for (size_t i = 0; i < build->n_units; i++)
        for (size_t k = 0; k < build->contacts[i].n; k++) {
            const struct contact *contact = &build->contacts[i].contact[k];
            const size_t here = next[i]++, there = next[contact->unit]++;
            adjacency->neighbour[here] = contact->unit;
            adjacency->neighbour[there] = (uint32_t)i;
            adjacency->boundary_m[here] = adjacency->boundary_m[there] = contact->boundary_m;
        }
}

static enum xn_status join_contacts(const struct build *build, struct xn_adjacency **ret,
                                    struct xn_error *err)
{
    XN_AUTO(xn_adjacency_free) struct xn_adjacency *adjacency = xn_calloc(1, sizeof *adjacency);
    if (!adjacency)
        return xn_fail_memory(err);
    adjacency->n_units = build->n_units;
    adjacency->row_start = xn_calloc(build->n_units + 1, sizeof *adjacency->row_start);
    if (!adjacency->row_start)
        return xn_fail_memory(err);
    count_rows(build, adjacency->row_start);
    const size_t n_entries = adjacency->row_start[build->n_units];
    adjacency->neighbour = xn_calloc(n_entries, sizeof *adjacency->neighbour);
    adjacency->boundary_m = xn_calloc(n_entries, sizeof *adjacency->boundary_m);
    XN_CLEANUP(xn_free_pointer) size_t *next = xn_calloc(build->n_units, sizeof *next);
    if (!adjacency->neighbour || !adjacency->boundary_m || !next)
        return xn_fail_memory(err);
    fill_rows(build, adjacency, next);
    *ret = XN_STEAL(adjacency);
    return XN_OK;
}

enum xn_status xn_adjacency_build(const struct xn_shape *shape, size_t n_units, double tolerance_m,
                                  struct xn_pool *pool, struct xn_adjacency **ret, struct xn_error *err)
{
    if (!(tolerance_m >= 0 && isfinite(tolerance_m)))
        return xn_fail(err, XN_ARGUMENT, "the tolerance of contiguity is %g, wanted 0 or more metres",
                       tolerance_m);
    XN_CLEANUP(build_clear)
    struct build build = {.n_units = n_units, .tolerance_m = tolerance_m, .shape = shape};
    build.box = xn_calloc(n_units, sizeof *build.box);
    build.border = xn_calloc(n_units, sizeof *build.border);
    build.contacts = xn_calloc(n_units, sizeof *build.contacts);
    if (!build.box || !build.border || !build.contacts)
        return xn_fail_memory(err);
    XN_TRY(xn_parallel_for(pool, n_units, 0, index_borders, &build, err));
    XN_TRY(xn_box_tree_build(build.box, n_units, XN_BOXES_ANY_ORDER, &build.tree, err));
    XN_TRY(xn_parallel_for(pool, n_units, 0, find_contacts, &build, err));
    return join_contacts(&build, ret, err);
}

void xn_adjacency_free(struct xn_adjacency *adjacency)
{
    if (!adjacency)
        return;
    xn_free(adjacency->row_start);
    xn_free(adjacency->neighbour);
    xn_free(adjacency->boundary_m);
    xn_free(adjacency);
}
