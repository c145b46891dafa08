/* topology.c - cutting the rings of a layer into arcs, and keeping each once. See xenia/topology.h.
 *
 * Rings are cut at nodes (vertices.h); a ring without a node is one arc, which begins at its least place. Of
 * the two directions of an arc the one that begins with the lesser place is kept. So both neighbours find the
 * same arc, and neither its points nor their detail depend on the order of the units.
 */
#include "xenia/topology.h"
#include <math.h>
#include <string.h>
#include "detail.h"
#include "vertices.h"

struct builder {
    struct xn_vertex_rings rings;
    struct xn_topology *topology;
    struct xn_arc *arc;
    uint32_t **sequence; /* the vertices of each arc */
    double **area_m2;    /* effective areas of its points */
    uint8_t **detail;    /* what the arcs show, to be written */
    uint32_t *slot;      /* hash table of arcs: position + 1; 0 empty */
    size_t n_slots;
    struct xn_arena *scratch;
};

/* --- runs of vertices ------------------------------------------------------------------------------ */

/* n + 1 vertices of a ring from position `first` on, or the same backwards. */
struct run {
    const uint32_t *ring;
    size_t n_ring, first, n;
    bool reversed;
};

static uint32_t run_at(const struct run *run, size_t i)
{
    const size_t step = run->reversed ? run->n - i : i;
    return run->ring[(run->first + step) % run->n_ring];
}

/* The direction in which both neighbours see it. One that ends where it began is told by its second point. */
static void turn_run(const struct xn_vertex_rings *rings, struct run *run)
{
    const bool closed = run_at(run, 0) == run_at(run, run->n);
    const uint32_t one = run_at(run, closed ? 1 : 0), other = run_at(run, closed ? run->n - 1 : run->n);
    run->reversed = xn_place_compare(rings->xy_m[one], rings->xy_m[other]) > 0;
}

static uint64_t hash_run(const struct run *run)
{
    uint64_t hash = run->n;
    for (size_t i = 0; i <= run->n; i++)
        hash = xn_hash_mix(hash, run_at(run, i));
    return hash;
}

static bool same_run(const struct run *run, const uint32_t *sequence, size_t n_points)
{
    if (n_points != run->n + 1)
        return false;
    for (size_t i = 0; i < n_points; i++)
        if (sequence[i] != run_at(run, i))
            return false;
    return true;
}

/* --- arcs ------------------------------------------------------------------------------------------ */

static enum xn_status add_arc(struct builder *builder, const struct run *run, struct xn_error *err)
{
    const size_t at = builder->topology->n_arcs, n = run->n + 1;
    double *xy_m = NULL;
    XN_TRY(XN_ARENA_ARRAY(builder->scratch, n, &builder->sequence[at], err));
    XN_TRY(XN_ARENA_ARRAY(builder->topology->arena, 2 * n, &xy_m, err));
    for (size_t i = 0; i < n; i++) {
        builder->sequence[at][i] = run_at(run, i);
        memcpy(&xy_m[2 * i], builder->rings.xy_m[run_at(run, i)], 2 * sizeof *xy_m);
    }
    builder->arc[at] = (struct xn_arc){.n_points = n, .xy_m = xy_m};
    builder->topology->n_arcs++;
    return XN_OK;
}

static enum xn_status find_arc(struct builder *builder, struct run *run, struct xn_arc_use *ret,
                               struct xn_error *err)
{
    turn_run(&builder->rings, run);
    size_t at = hash_run(run) & (builder->n_slots - 1);
    while (builder->slot[at] && !same_run(run, builder->sequence[builder->slot[at] - 1],
                                          builder->arc[builder->slot[at] - 1].n_points))
        at = (at + 1) & (builder->n_slots - 1);
    if (!builder->slot[at]) {
        XN_TRY(add_arc(builder, run, err));
        builder->slot[at] = (uint32_t)builder->topology->n_arcs;
    }
    *ret = (struct xn_arc_use){.arc = builder->slot[at] - 1, .reversed = run->reversed};
    return XN_OK;
}

/* --- rings ----------------------------------------------------------------------------------------- */

static size_t least_position(const struct xn_vertex_rings *rings, const uint32_t *ring, size_t n)
{
    size_t least = 0;
    for (size_t i = 1; i < n; i++)
        if (xn_place_compare(rings->xy_m[ring[i]], rings->xy_m[ring[least]]) < 0)
            least = i;
    return least;
}

/* How many nodes; the position of the first one, where there is one. */
static size_t count_nodes(const struct xn_vertex_rings *rings, const uint32_t *ring, size_t n,
                          size_t *ret_first)
{
    size_t count = 0;
    for (size_t i = n; i-- > 0;)
        if (rings->node[ring[i]]) {
            *ret_first = i;
            count++;
        }
    return count;
}

static enum xn_status cut_ring(struct builder *builder, size_t r, struct xn_arc_ring *ret,
                               struct xn_error *err)
{
    const struct xn_vertex_rings *rings = &builder->rings;
    const uint32_t *ring = &rings->vertex[rings->start[r]];
    const size_t n = rings->start[r + 1] - rings->start[r];
    size_t first = least_position(rings, ring, n);
    const size_t n_nodes = count_nodes(rings, ring, n, &first), n_uses = n_nodes > 0 ? n_nodes : 1;
    struct xn_arc_use *use = NULL;
    XN_TRY(XN_ARENA_ARRAY(builder->topology->arena, n_uses, &use, err));
    for (size_t k = 0, i = 0; k < n_uses; k++) {
        struct run run = {.ring = ring, .n_ring = n, .first = first + i};
        do
            run.n++, i++;
        while (i < n && !rings->node[ring[(first + i) % n]]);
        XN_TRY(find_arc(builder, &run, &use[k], err));
    }
    *ret = (struct xn_arc_ring){.n_uses = n_uses, .use = use};
    return XN_OK;
}

static enum xn_status cut_units(const struct xn_shape *const *shape, size_t n_units, struct builder *builder,
                                struct xn_error *err)
{
    struct xn_arc_unit *unit = NULL;
    size_t r = 0;
    XN_TRY(XN_ARENA_ARRAY(builder->topology->arena, n_units, &unit, err));
    for (size_t u = 0; u < n_units; u++) {
        struct xn_arc_ring *ring = NULL;
        bool *hole = NULL;
        XN_TRY(XN_ARENA_ARRAY(builder->topology->arena, shape[u]->n_rings, &ring, err));
        XN_TRY(XN_ARENA_ARRAY(builder->topology->arena, shape[u]->n_rings, &hole, err));
        for (uint32_t i = 0; i < shape[u]->n_rings; i++) {
            XN_TRY(cut_ring(builder, r++, &ring[i], err));
            hole[i] = !shape[u]->ring_outer[i];
        }
        unit[u] = (struct xn_arc_unit){.n_rings = shape[u]->n_rings, .ring = ring, .hole = hole};
    }
    builder->topology->unit = unit;
    builder->topology->n_units = n_units;
    return XN_OK;
}

/* --- detail ---------------------------------------------------------------------------------------- */

static enum xn_status find_details(struct builder *builder, struct xn_error *err)
{
    struct xn_topology *topology = builder->topology;
    for (size_t a = 0; a < topology->n_arcs; a++) {
        struct xn_arc *arc = &builder->arc[a];
        XN_TRY(XN_ARENA_ARRAY(builder->scratch, arc->n_points, &builder->area_m2[a], err));
        XN_TRY(XN_ARENA_ARRAY(topology->arena, arc->n_points, &builder->detail[a], err));
        XN_TRY(xn_effective_areas(arc->xy_m, arc->n_points, builder->area_m2[a], err));
        for (size_t i = 0; i < arc->n_points; i++)
            builder->detail[a][i] = xn_detail_of(builder->area_m2[a][i], topology->step_m, XN_DETAIL_STEPS);
        xn_detail_bound(arc->xy_m, arc->n_points, topology->step_m, XN_DETAIL_STEPS, builder->detail[a]);
        arc->detail = builder->detail[a];
    }
    return XN_OK;
}

#define FEWEST_POINTS 3

/* Different places of a ring that are drawn at the coarsest step, as far as three; arcs meet at their ends.
 */
static size_t coarsest_places(const struct builder *builder, const struct xn_arc_ring *ring)
{
    const double *place[FEWEST_POINTS];
    size_t n = 0;
    for (size_t k = 0; k < ring->n_uses; k++) {
        const struct xn_arc *arc = &builder->arc[ring->use[k].arc];
        for (size_t i = 0; i < arc->n_points && n < FEWEST_POINTS; i++) {
            bool is_new = arc->detail[i] == 0;
            for (size_t p = 0; is_new && p < n; p++)
                is_new = xn_place_compare(place[p], &arc->xy_m[2 * i]) != 0;
            if (is_new)
                place[n++] = &arc->xy_m[2 * i];
        }
    }
    return n;
}

/* The largest of the points that are not yet drawn at the coarsest step is; false: there is none. */
static bool promote_one(struct builder *builder, const struct xn_arc_ring *ring)
{
    uint8_t *best = NULL;
    double largest_m2 = -1;
    for (size_t k = 0; k < ring->n_uses; k++) {
        const size_t a = ring->use[k].arc;
        for (size_t i = 0; i < builder->arc[a].n_points; i++)
            if (builder->detail[a][i] > 0 && builder->area_m2[a][i] > largest_m2) {
                largest_m2 = builder->area_m2[a][i];
                best = &builder->detail[a][i];
            }
    }
    if (best)
        *best = 0;
    return best != NULL;
}

static void keep_rings_open(struct builder *builder)
{
    for (size_t u = 0; u < builder->topology->n_units; u++)
        for (size_t r = 0; r < builder->topology->unit[u].n_rings; r++) {
            const struct xn_arc_ring *ring = &builder->topology->unit[u].ring[r];
            while (coarsest_places(builder, ring) < FEWEST_POINTS && promote_one(builder, ring))
                continue;
        }
}

/* --- the whole ------------------------------------------------------------------------------------- */

/* There are no more arcs than points. */
static enum xn_status make_room(struct builder *builder, struct xn_error *err)
{
    const size_t most = builder->rings.n_points;
    builder->n_slots = xn_hash_room(most);
    XN_TRY(XN_ARENA_ARRAY(builder->scratch, most, &builder->arc, err));
    XN_TRY(XN_ARENA_ARRAY(builder->scratch, most, &builder->sequence, err));
    XN_TRY(XN_ARENA_ARRAY(builder->scratch, most, &builder->area_m2, err));
    XN_TRY(XN_ARENA_ARRAY(builder->scratch, most, &builder->detail, err));
    return XN_ARENA_ARRAY(builder->scratch, builder->n_slots, &builder->slot, err);
}

static enum xn_status keep_arcs(struct builder *builder, struct xn_error *err)
{
    struct xn_topology *topology = builder->topology;
    struct xn_arc *arc = NULL;
    XN_TRY(XN_ARENA_ARRAY(topology->arena, topology->n_arcs, &arc, err));
    if (topology->n_arcs > 0)
        memcpy(arc, builder->arc, topology->n_arcs * sizeof *arc);
    topology->arc = arc;
    return XN_OK;
}

static enum xn_status build(const struct xn_shape *const *shape, size_t n_units, struct builder *builder,
                            struct xn_error *err)
{
    XN_TRY(xn_vertices_find(shape, n_units, builder->scratch, &builder->rings, err));
    XN_TRY(make_room(builder, err));
    XN_TRY(cut_units(shape, n_units, builder, err));
    XN_TRY(find_details(builder, err));
    keep_rings_open(builder);
    return keep_arcs(builder, err);
}

enum xn_status xn_topology_build(const struct xn_shape *const *shape, size_t n_units, double coarsest_m,
                                 struct xn_topology **ret, struct xn_error *err)
{
    XN_AUTO(xn_topology_free) struct xn_topology *topology = NULL;
    XN_AUTO(xn_arena_free) struct xn_arena *scratch = NULL;
    if (!(coarsest_m > 0) || !isfinite(coarsest_m))
        return xn_fail(err, XN_ARGUMENT, "the coarsest step of detail is %g m, wanted more than 0",
                       coarsest_m);
    topology = xn_calloc(1, sizeof *topology);
    scratch = xn_arena_new();
    if (!topology || !scratch || !(topology->arena = xn_arena_new()))
        return xn_fail_memory(err);
    for (int s = 0; s < XN_DETAIL_STEPS; s++)
        topology->step_m[s] = ldexp(coarsest_m, -s);
    struct builder builder = {.topology = topology, .scratch = scratch};
    XN_TRY(build(shape, n_units, &builder, err));
    *ret = XN_STEAL(topology);
    return XN_OK;
}

void xn_topology_free(struct xn_topology *topology)
{
    if (!topology)
        return;
    xn_arena_free(topology->arena);
    xn_free(topology);
}
