/* geometry.c - the map: Voronoi cells of the districts' centres within a rounded outline, each cut again
 * into Voronoi cells of drawn seeds, its blocks.
 *
 * A cell is the outline clipped by the bisectors towards all other centres; all cells are convex. Then every
 * corner is one entry of a common list, set to whole metres, and is inserted into each border that it lies
 * on. So two blocks share their border point by point, and a district is the outer border of its blocks:
 * nesting is exact in integers and is checked, not hoped for.
 */
#include <math.h>
#include <string.h>
#include "demo.h"
#include "xenia/memory.h"

#define OUTLINE_CORNERS 72
#define CENTRING_ROUNDS 12 /* of Lloyd's algorithm: blocks of similar size */
#define CORNER_MAX 4096
#define SAME_CORNER_M 0.01
#define ON_BORDER_M 0.02

/* The corners of all blocks: where they were computed, and on whole metres. */
struct corners {
    size_t n;
    struct point exact[CORNER_MAX];
    struct point whole[CORNER_MAX];
};

static double cross(struct point a, struct point b, struct point c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static struct ring city_outline(void)
{
    const double pi = 3.14159265358979323846;
    struct ring outline = {.n = OUTLINE_CORNERS};
    for (size_t i = 0; i < OUTLINE_CORNERS; i++) {
        const double angle = 2.0 * pi * (double)i / OUTLINE_CORNERS;
        outline.at[i].x = 405500.0 + round(9600.0 * cos(angle));
        outline.at[i].y = 5757200.0 + round(10400.0 * sin(angle));
    }
    return outline;
}

/* What of a convex ring is nearer to `own` than to `other` (Sutherland & Hodgman 1974). */
static void clip_by_bisector(struct ring *ring, struct point own, struct point other)
{
    const struct point middle = {(own.x + other.x) / 2.0, (own.y + other.y) / 2.0};
    const struct point along = {other.x - own.x, other.y - own.y};
    struct ring kept = {.n = 0};
    for (size_t i = 0; i < ring->n; i++) {
        const struct point a = ring->at[i], b = ring->at[(i + 1) % ring->n];
        const double beyond_a = (a.x - middle.x) * along.x + (a.y - middle.y) * along.y;
        const double beyond_b = (b.x - middle.x) * along.x + (b.y - middle.y) * along.y;
        if (beyond_a <= 0.0)
            kept.at[kept.n++] = a;
        if ((beyond_a < 0.0 && beyond_b > 0.0) || (beyond_a > 0.0 && beyond_b < 0.0)) {
            const double share = beyond_a / (beyond_a - beyond_b);
            kept.at[kept.n++] = (struct point){a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
        }
    }
    *ring = kept;
}

static struct ring voronoi_cell(const struct ring *within, const struct point *centre, size_t n, size_t own)
{
    struct ring cell = *within;
    for (size_t i = 0; i < n; i++)
        if (i != own)
            clip_by_bisector(&cell, centre[own], centre[i]);
    return cell;
}

static double doubled_area(const struct ring *ring)
{
    double sum = 0.0;
    for (size_t i = 1; i + 1 < ring->n; i++)
        sum += cross(ring->at[0], ring->at[i], ring->at[i + 1]);
    return sum;
}

static struct point centroid(const struct ring *ring)
{
    struct point sum = {0.0, 0.0};
    for (size_t i = 1; i + 1 < ring->n; i++) {
        const double weight = cross(ring->at[0], ring->at[i], ring->at[i + 1]) / (3.0 * doubled_area(ring));
        sum.x += weight * (ring->at[0].x + ring->at[i].x + ring->at[i + 1].x - 3.0 * ring->at[0].x);
        sum.y += weight * (ring->at[0].y + ring->at[i].y + ring->at[i + 1].y - 3.0 * ring->at[0].y);
    }
    return (struct point){ring->at[0].x + sum.x, ring->at[0].y + sum.y};
}

struct point point_inside(const struct ring *ring, struct xn_random *draw)
{
    const struct point middle = centroid(ring);
    const size_t side = xn_random_below(draw, (uint32_t)ring->n);
    const struct point a = ring->at[side], b = ring->at[(side + 1) % ring->n];
    double share_a = xn_random_uniform(draw), share_b = xn_random_uniform(draw);
    if (share_a + share_b > 1.0) {
        share_a = 1.0 - share_a;
        share_b = 1.0 - share_b;
    }
    /* within the triangle of the middle and one side, a fifth of the way kept from the border */
    share_a *= 0.8;
    share_b *= 0.8;
    return (struct point){middle.x + share_a * (a.x - middle.x) + share_b * (b.x - middle.x),
                          middle.y + share_a * (a.y - middle.y) + share_b * (b.y - middle.y)};
}

/* --- blocks ------------------------------------------------------------------------------------------ */

static size_t blocks_wanted(size_t district)
{
    const int wanted = 3 + district_facts[district].inhabitants / 2000;
    return wanted > BLOCKS_A_DISTRICT ? BLOCKS_A_DISTRICT : (size_t)wanted;
}

static void cut_into_blocks(struct demo_city *city, size_t district, const struct ring *cell)
{
    struct xn_random draw = draw_for(PURPOSE_BLOCK_SEEDS, district);
    const size_t n = blocks_wanted(district);
    struct point seed[BLOCKS_A_DISTRICT];
    struct ring block[BLOCKS_A_DISTRICT];
    for (size_t i = 0; i < n; i++)
        seed[i] = point_inside(cell, &draw);
    for (int round = 0; round < CENTRING_ROUNDS; round++) {
        for (size_t i = 0; i < n; i++)
            block[i] = voronoi_cell(cell, seed, n, i);
        for (size_t i = 0; i < n && round + 1 < CENTRING_ROUNDS; i++)
            seed[i] = centroid(&block[i]);
    }
    for (size_t i = 0; i < n; i++)
        city->block[city->n_blocks++] =
            (struct block){.district = district, .number = (int)i + 1, .ring = block[i]};
}

static void cut_city(struct demo_city *city)
{
    const struct ring outline = city_outline();
    struct point centre[DISTRICT_COUNT];
    for (size_t d = 0; d < DISTRICT_COUNT; d++)
        centre[d] = (struct point){district_facts[d].east_m, district_facts[d].north_m};
    for (size_t d = 0; d < DISTRICT_COUNT; d++) {
        const struct ring cell = voronoi_cell(&outline, centre, DISTRICT_COUNT, d);
        cut_into_blocks(city, d, &cell);
    }
}

/* --- one list of corners ------------------------------------------------------------------------------ */

static bool near(struct point a, struct point b, double distance)
{
    return fabs(a.x - b.x) < distance && fabs(a.y - b.y) < distance;
}

/* To whole metres. Corners are often at half metres exactly, give or take the last bit: the odd summand keeps
 * them away from where rounding turns. */
static double whole_metre(double metres)
{
    return floor(metres + 0.5137);
}

static size_t corner_of(struct corners *corners, struct point point)
{
    for (size_t i = 0; i < corners->n; i++)
        if (near(corners->exact[i], point, SAME_CORNER_M))
            return i;
    corners->exact[corners->n] = point;
    corners->whole[corners->n] = (struct point){whole_metre(point.x), whole_metre(point.y)};
    return corners->n++;
}

static bool lies_between(struct point a, struct point b, struct point p, double *ret_along)
{
    const double length = hypot(b.x - a.x, b.y - a.y);
    const double along = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length;
    *ret_along = along;
    return along > SAME_CORNER_M && along < length - SAME_CORNER_M &&
           fabs(cross(a, b, p)) / length < ON_BORDER_M;
}

/* The next corner on the side from a to b, beyond `from` metres; XN_NONE: b is next. */
static size_t next_corner_on(const struct corners *corners, struct point a, struct point b, double *from)
{
    size_t next = XN_NONE;
    double nearest = INFINITY, along = 0.0;
    for (size_t i = 0; i < corners->n; i++)
        if (lies_between(a, b, corners->exact[i], &along) && along > *from + SAME_CORNER_M &&
            along < nearest) {
            nearest = along;
            next = i;
        }
    *from = nearest;
    return next;
}

static void add_corner(struct ring *ring, struct point point)
{
    if (ring->n > 0 && near(ring->at[ring->n - 1], point, 0.5))
        return; /* two corners that fell on the same metre */
    ring->at[ring->n++] = point;
}

static struct ring with_all_corners(struct corners *corners, const struct ring *ring)
{
    struct ring full = {.n = 0};
    for (size_t i = 0; i < ring->n; i++) {
        const struct point a = corners->exact[corner_of(corners, ring->at[i])];
        const struct point b = corners->exact[corner_of(corners, ring->at[(i + 1) % ring->n])];
        add_corner(&full, corners->whole[corner_of(corners, a)]);
        double from = 0.0;
        for (size_t next; (next = next_corner_on(corners, a, b, &from)) != XN_NONE;)
            add_corner(&full, corners->whole[next]);
    }
    if (full.n > 1 && near(full.at[0], full.at[full.n - 1], 0.5))
        full.n--;
    return full;
}

static enum xn_status share_corners(struct demo_city *city, struct xn_error *err)
{
    XN_AUTO(xn_free) void *memory = xn_calloc(1, sizeof(struct corners));
    if (!memory)
        return xn_fail_memory(err);
    struct corners *corners = memory;
    for (size_t b = 0; b < city->n_blocks; b++)
        for (size_t i = 0; i < city->block[b].ring.n; i++)
            (void)corner_of(corners, city->block[b].ring.at[i]);
    for (size_t b = 0; b < city->n_blocks; b++)
        city->block[b].ring = with_all_corners(corners, &city->block[b].ring);
    return XN_OK;
}

/* --- districts from blocks ---------------------------------------------------------------------------- */

/* How many of the blocks (of one district, or XN_NONE: of all) have the side from a to b. */
static size_t sides_with(const struct demo_city *city, size_t district, struct point a, struct point b)
{
    size_t found = 0;
    for (size_t k = 0; k < city->n_blocks; k++) {
        const struct ring *ring = &city->block[k].ring;
        for (size_t i = 0; (district == XN_NONE || city->block[k].district == district) && i < ring->n; i++)
            found += near(ring->at[i], a, 0.5) && near(ring->at[(i + 1) % ring->n], b, 0.5);
    }
    return found;
}

/* The outer side of a district that starts at `from`; false when there is none. */
static bool outer_side(const struct demo_city *city, size_t district, struct point from, struct point *ret_to)
{
    for (size_t k = 0; k < city->n_blocks; k++) {
        const struct ring *ring = &city->block[k].ring;
        for (size_t i = 0; city->block[k].district == district && i < ring->n; i++) {
            const struct point a = ring->at[i], b = ring->at[(i + 1) % ring->n];
            if (near(a, from, 0.5) && sides_with(city, district, b, a) == 0) {
                *ret_to = b;
                return true;
            }
        }
    }
    return false;
}

static bool outer_start(const struct demo_city *city, size_t district, struct point *ret)
{
    for (size_t k = 0; k < city->n_blocks; k++)
        for (size_t i = 0; city->block[k].district == district && i < city->block[k].ring.n; i++) {
            struct point to;
            *ret = city->block[k].ring.at[i];
            if (outer_side(city, district, *ret, &to))
                return true;
        }
    return false;
}

static enum xn_status join_blocks(struct demo_city *city, size_t district, struct xn_error *err)
{
    struct ring ring = {.n = 0};
    double blocks_area = 0.0;
    struct point at;
    bool closed = outer_start(city, district, &at);
    for (struct point to; closed && (ring.n == 0 || !near(at, ring.at[0], 0.5)); at = to) {
        closed = ring.n < RING_MAX && outer_side(city, district, at, &to);
        if (closed)
            ring.at[ring.n++] = at;
    }
    for (size_t k = 0; k < city->n_blocks; k++)
        blocks_area += city->block[k].district == district ? doubled_area(&city->block[k].ring) : 0.0;
    /* whole metres: both areas are exact */
    if (!closed || fabs(blocks_area - doubled_area(&ring)) > 0.25)
        return xn_fail(err, XN_INPUT, "the blocks of district %d do not add up to one ring",
                       district_facts[district].number);
    city->district_ring[district] = ring;
    return XN_OK;
}

/* Every side belongs to one block, and its reverse to at most one: no overlap, no gap but the outside. */
static enum xn_status check_partition(const struct demo_city *city, struct xn_error *err)
{
    for (size_t k = 0; k < city->n_blocks; k++) {
        const struct ring *ring = &city->block[k].ring;
        bool exact = ring->n >= 3 && doubled_area(ring) > 0.0;
        for (size_t i = 0; i < ring->n; i++) {
            const struct point a = ring->at[i], b = ring->at[(i + 1) % ring->n];
            exact = exact && sides_with(city, XN_NONE, a, b) == 1 && sides_with(city, XN_NONE, b, a) <= 1;
        }
        if (!exact)
            return xn_fail(err, XN_INPUT, "block %d of district %d does not fit its neighbours",
                           city->block[k].number, district_facts[city->block[k].district].number);
    }
    return XN_OK;
}

enum xn_status draw_map(struct demo_city *city, struct xn_error *err)
{
    cut_city(city);
    XN_TRY(share_corners(city, err));
    XN_TRY(check_partition(city, err));
    for (size_t d = 0; d < DISTRICT_COUNT; d++)
        XN_TRY(join_blocks(city, d, err));
    return XN_OK;
}
