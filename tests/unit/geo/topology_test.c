/* Borders as arcs: random subdivisions of a plane against what must hold of them, and the shapes that borders
 * of real areas take: islands, holes, areas around areas, doubles, slivers. */
#include "counted_memory.h"
#include "topology_checks.h"

#define SIDE 9  /* cells along a side */
#define BENDS 6 /* points between two corners of a cell */
#define CELLS (SIDE * SIDE)
#define POINTS_MAX (4 * (BENDS + 1))

/* --- a random subdivision -------------------------------------------------------------------------- */

/* Corners off their places, borders between them with bends; both sides of a border have the same numbers. */
struct plane {
    struct place corner[SIDE + 1][SIDE + 1];
    struct place across[SIDE + 1][SIDE][BENDS],
        up[SIDE][SIDE + 1][BENDS]; /* from corner x,y to the right, upwards */
    struct xn_shape shape[CELLS];
    const struct xn_shape *pointer[CELLS];
    struct xn_arena *arena;
};

static void bend(uint64_t *seed, struct place a, struct place b, struct place *ret)
{
    for (int i = 0; i < BENDS; i++) {
        const double t = (i + 1.0) / (BENDS + 1);
        ret[i] = (struct place){a.x + t * (b.x - a.x) + 3 * random_unit(seed),
                                a.y + t * (b.y - a.y) + 3 * random_unit(seed)};
    }
}

static size_t put(struct place *to, size_t n, struct place corner, const struct place *bends, bool backwards)
{
    to[n++] = corner;
    for (int i = 0; i < BENDS; i++)
        to[n++] = bends[backwards ? BENDS - 1 - i : i];
    return n;
}

static struct plane *make_plane(uint64_t seed)
{
    struct plane *plane = xn_calloc(1, sizeof *plane);
    plane->arena = xn_arena_new();
    for (int y = 0; y <= SIDE; y++)
        for (int x = 0; x <= SIDE; x++)
            plane->corner[y][x] =
                (struct place){100 * x + 30 * random_unit(&seed), 100 * y + 30 * random_unit(&seed)};
    for (int y = 0; y <= SIDE; y++)
        for (int x = 0; x <= SIDE; x++) {
            if (x < SIDE)
                bend(&seed, plane->corner[y][x], plane->corner[y][x + 1], plane->across[y][x]);
            if (y < SIDE)
                bend(&seed, plane->corner[y][x], plane->corner[y + 1][x], plane->up[y][x]);
        }
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            struct place p[POINTS_MAX], turned[POINTS_MAX];
            size_t n = put(p, 0, plane->corner[y][x], plane->across[y][x], false);
            n = put(p, n, plane->corner[y][x + 1], plane->up[y][x + 1], false);
            n = put(p, n, plane->corner[y + 1][x + 1], plane->across[y + 1][x], true);
            n = put(p, n, plane->corner[y + 1][x], plane->up[y][x], true);
            const size_t first = random_u64(&seed) % n; /* rings begin anywhere */
            for (size_t i = 0; i < n; i++)
                turned[i] = p[(first + i) % n];
            plane->shape[y * SIDE + x] = shape_of(plane->arena, &turned[0].x, n);
            plane->pointer[y * SIDE + x] = &plane->shape[y * SIDE + x];
        }
    return plane;
}

static void plane_free(struct plane *plane)
{
    xn_arena_free(plane->arena);
    xn_free(plane);
}

static struct xn_topology *build(const struct xn_shape *const *shape, size_t n_units, double coarsest_m)
{
    struct xn_topology *topology = NULL;
    struct xn_error err = {0};
    if (xn_topology_build(shape, n_units, coarsest_m, &topology, &err) != XN_OK)
        fail_msg("%s", err.message);
    return topology;
}

static void test_random_subdivisions(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct plane *plane = make_plane(seed);
        XN_AUTO(xn_topology_free) struct xn_topology *topology = build(plane->pointer, CELLS, 40);
        assert_rings_come_back(topology, plane->pointer, CELLS);
        assert_segments_are_once(topology);
        assert_steps(topology);
        /* inner borders, and the outer ones; the four cells at the corners have two of these in one */
        assert_int_equal(topology->n_arcs, 2 * SIDE * (SIDE - 1) + 4 * SIDE - 4);
        plane_free(plane);
    }
}

static void test_neighbours_use_an_arc_in_opposite_directions(void **state)
{
    (void)state;
    struct plane *plane = make_plane(7);
    XN_AUTO(xn_topology_free) struct xn_topology *topology = build(plane->pointer, CELLS, 40);
    struct arc_count *count = count_uses(topology);
    size_t n_shared = 0;
    for (size_t a = 0; a < topology->n_arcs; a++) {
        assert_true(count[a].along <= 1 && count[a].against <= 1);
        n_shared += count[a].along + count[a].against == 2;
    }
    assert_int_equal(n_shared, 2 * SIDE * (SIDE - 1));
    xn_free(count);
    plane_free(plane);
}

/* No gap and no overlap: together the areas are what their outline holds, at every step. */
static void test_areas_add_up_at_every_step(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct plane *plane = make_plane(seed);
        struct place room[POINTS_MAX + 1];
        XN_AUTO(xn_topology_free) struct xn_topology *topology = build(plane->pointer, CELLS, 40);
        struct arc_count *count = count_uses(topology);
        for (int step = 0; step <= XN_DETAIL_STEPS; step++) {
            const double area = area_of_rings_m2(topology, step, room);
            assert_near(area, area_of_outline_m2(topology, count, step), 1e-9 * area);
        }
        assert_true(area_of_rings_m2(topology, 0, room) != area_of_rings_m2(topology, XN_DETAIL_STEPS, room));
        xn_free(count);
        plane_free(plane);
    }
}

/* --- order ------------------------------------------------------------------------------------------ */

/* One arc as it is, whatever its number. */
static void put_arc(const struct xn_arc *arc, char *ret, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < arc->n_points && n < size; i++)
        n += (size_t)snprintf(ret + n, size - n, "%a %a %d;", arc->xy_m[2 * i], arc->xy_m[2 * i + 1],
                              arc->detail[i]);
}

#define ARC_TEXT 1024
static int by_text(const void *left, const void *right)
{
    return strcmp(left, right);
}

static char *sorted_arcs(const struct xn_topology *topology)
{
    char *text = xn_calloc(topology->n_arcs, ARC_TEXT);
    for (size_t a = 0; a < topology->n_arcs; a++)
        put_arc(&topology->arc[a], text + a * ARC_TEXT, ARC_TEXT);
    qsort(text, topology->n_arcs, ARC_TEXT, by_text);
    return text;
}

static void test_the_order_of_units_does_not_matter(void **state)
{
    (void)state;
    struct plane *plane = make_plane(3);
    const struct xn_shape *shuffled[CELLS];
    memcpy(shuffled, plane->pointer, sizeof shuffled);
    uint64_t seed = 5;
    for (size_t i = CELLS - 1; i > 0; i--) {
        const size_t k = random_u64(&seed) % (i + 1);
        const struct xn_shape *other = shuffled[i];
        shuffled[i] = shuffled[k];
        shuffled[k] = other;
    }
    XN_AUTO(xn_topology_free) struct xn_topology *one = build(plane->pointer, CELLS, 40);
    XN_AUTO(xn_topology_free) struct xn_topology *other = build(shuffled, CELLS, 40);
    char *of_one = sorted_arcs(one), *of_other = sorted_arcs(other);
    assert_int_equal(one->n_arcs, other->n_arcs);
    assert_memory_equal(of_one, of_other, one->n_arcs * ARC_TEXT);
    xn_free(of_one);
    xn_free(of_other);
    plane_free(plane);
}

static void test_the_same_shapes_give_the_same(void **state)
{
    (void)state;
    struct plane *plane = make_plane(3);
    XN_AUTO(xn_topology_free) struct xn_topology *one = build(plane->pointer, CELLS, 40);
    XN_AUTO(xn_topology_free) struct xn_topology *other = build(plane->pointer, CELLS, 40);
    for (size_t a = 0; a < one->n_arcs; a++) {
        const size_t n = one->arc[a].n_points;
        assert_int_equal(n, other->arc[a].n_points);
        assert_memory_equal(one->arc[a].xy_m, other->arc[a].xy_m, 2 * n * sizeof(double));
        assert_memory_equal(one->arc[a].detail, other->arc[a].detail, n);
    }
    for (size_t u = 0; u < CELLS; u++)
        assert_memory_equal(one->unit[u].ring[0].use, other->unit[u].ring[0].use,
                            one->unit[u].ring[0].n_uses * sizeof(struct xn_arc_use));
    plane_free(plane);
}

/* --- shapes that real areas have -------------------------------------------------------------------- */

/* A shape from rings of places; the first is outer, and so are those of `outer`. */
static struct xn_shape rings_of(struct xn_arena *arena, size_t n_rings, const size_t *n, const bool *outer,
                                const double *xy)
{
    size_t n_points = 0, at = 0;
    for (size_t r = 0; r < n_rings; r++)
        n_points += n[r] + 1;
    uint32_t *start = xn_arena_alloc(arena, n_rings + 1, sizeof *start);
    bool *is_outer = xn_arena_alloc(arena, n_rings, sizeof *is_outer);
    double *points = xn_arena_alloc(arena, n_points, 2 * sizeof *points);
    for (size_t r = 0; r < n_rings; r++) {
        memcpy(&points[2 * at], xy, 2 * n[r] * sizeof *xy);
        memcpy(&points[2 * (at + n[r])], xy, 2 * sizeof *xy);
        xy += 2 * n[r];
        at += n[r] + 1;
        start[r + 1] = (uint32_t)at;
        is_outer[r] = outer[r];
    }
    return (struct xn_shape){(uint32_t)n_rings, start, is_outer, points};
}

static struct xn_topology *build_checked(const struct xn_shape *shape, size_t n_units, double coarsest_m)
{
    const struct xn_shape *pointer[8];
    for (size_t u = 0; u < n_units; u++)
        pointer[u] = &shape[u];
    struct xn_topology *topology = build(pointer, n_units, coarsest_m);
    assert_rings_come_back(topology, pointer, n_units);
    assert_steps(topology);
    return topology;
}

/* An area around another: the hole and what fills it are one arc, used both ways. */
static void test_an_area_around_another(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_shape shape[] = {
        rings_of(arena, 2, (const size_t[]){4, 4}, (const bool[]){true, false},
                 (const double[]){0, 0, 9, 0, 9, 9, 0, 9, 3, 3, 3, 6, 6, 6, 6, 3}),
        shape_of(arena, (const double[]){6, 3, 6, 6, 3, 6, 3, 3}, 4)};
    XN_AUTO(xn_topology_free) struct xn_topology *topology = build_checked(shape, 2, 1);
    assert_int_equal(topology->n_arcs, 2);
    assert_true(topology->unit[0].hole[1]);
    const struct xn_arc_use hole = topology->unit[0].ring[1].use[0], inner = topology->unit[1].ring[0].use[0];
    assert_int_equal(hole.arc, inner.arc);
    assert_true(hole.reversed != inner.reversed);
}

static void test_the_same_area_twice(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_shape shape[] = {shape_of(arena, (const double[]){0, 0, 9, 0, 9, 9, 0, 9}, 4),
                                     shape_of(arena, (const double[]){9, 9, 0, 9, 0, 0, 9, 0}, 4)};
    XN_AUTO(xn_topology_free) struct xn_topology *topology = build_checked(shape, 2, 1);
    assert_int_equal(topology->n_arcs, 1);
    assert_true(topology->unit[0].ring[0].use[0].reversed == topology->unit[1].ring[0].use[0].reversed);
}

/* Two islands, one of them far smaller than the coarsest step, and an area without geometry. */
static void test_parts_and_a_tiny_island(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_shape shape[] = {
        rings_of(arena, 2, (const size_t[]){4, 5}, (const bool[]){true, true},
                 (const double[]){0, 0, 900, 0, 900, 900, 0, 900, 1000, 0, 1000.1, 0, 1000.1, 0.1, 1000.05,
                                  0.15, 1000, 0.1}),
        {0}};
    XN_AUTO(xn_topology_free) struct xn_topology *topology = build_checked(shape, 2, 500);
    struct place p[8];
    assert_int_equal(ring_at_step(topology, &topology->unit[0].ring[1], 0, p), 3);
    assert_int_equal(topology->unit[1].n_rings, 0);
}

/* A lens between two others: its ring is two arcs, and both would become the same segment. */
static void test_a_lens_stays_open(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_shape shape[] = {
        shape_of(arena, (const double[]){0, 0, 100, 0, 100, 50, 50, 49, 0, 50}, 5),
        shape_of(arena, (const double[]){0, 50, 50, 49, 100, 50, 50, 51}, 4),
        shape_of(arena, (const double[]){0, 50, 50, 51, 100, 50, 100, 100, 0, 100}, 5)};
    XN_AUTO(xn_topology_free) struct xn_topology *topology = build_checked(shape, 3, 1000);
    struct place p[8];
    assert_int_equal(topology->unit[1].ring[0].n_uses, 2);
    assert_int_equal(ring_at_step(topology, &topology->unit[1].ring[0], 0, p), 3);
}

/* One side has a point that the other has not: their borders are two arcs, with the same ends. */
static void test_a_t_junction(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_shape shape[] = {shape_of(arena, (const double[]){0, 0, 10, 0, 10, 10, 0, 10}, 4),
                                     shape_of(arena, (const double[]){10, 0, 20, 0, 20, 5, 10, 5}, 4),
                                     shape_of(arena, (const double[]){10, 5, 20, 5, 20, 10, 10, 10}, 4)};
    XN_AUTO(xn_topology_free) struct xn_topology *topology = build_checked(shape, 3, 1);
    struct arc_count *count = count_uses(topology);
    size_t n_shared = 0;
    for (size_t a = 0; a < topology->n_arcs; a++)
        n_shared += count[a].along + count[a].against == 2;
    assert_int_equal(n_shared, 1); /* between the two on the right */
    xn_free(count);
}

/* A ring that comes back to one of its points: three loops, and of each only that point would be drawn. */
static void test_a_ring_that_touches_itself(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_shape shape =
        shape_of(arena, (const double[]){0, 0, 2, -1, 2, 1, 0, 0, 1, 2, -1, 2, 0, 0, -2, 1, -2, -1}, 9);
    XN_AUTO(xn_topology_free) struct xn_topology *topology = build_checked(&shape, 1, 1000);
    assert_int_equal(topology->unit[0].ring[0].n_uses, 3);
}

/* A coastline's step of detail: of a bay, only what a step can tell is drawn. */
static void test_points_on_a_line_are_never_needed(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const struct xn_shape shape =
        shape_of(arena, (const double[]){0, 0, 5, 0, 10, 0, 10, 10, 5, 10, 0, 10}, 6);
    XN_AUTO(xn_topology_free) struct xn_topology *topology = build_checked(&shape, 1, 1);
    size_t n_never = 0;
    for (size_t i = 0; i < topology->arc[0].n_points; i++)
        n_never += topology->arc[0].detail[i] == XN_DETAIL_STEPS;
    assert_int_equal(n_never, 2);
}

/* --- arguments and memory --------------------------------------------------------------------------- */

static void test_nothing(void **state)
{
    (void)state;
    XN_AUTO(xn_topology_free) struct xn_topology *topology = build(NULL, 0, 1);
    assert_int_equal(topology->n_arcs, 0);
    assert_int_equal(topology->n_units, 0);
}

static void test_steps_halve(void **state)
{
    (void)state;
    XN_AUTO(xn_topology_free) struct xn_topology *topology = build(NULL, 0, 12);
    for (int s = 0; s < XN_DETAIL_STEPS; s++)
        assert_true(topology->step_m[s] == 12 / pow(2, s));
}

static void test_a_step_is_more_than_nothing(void **state)
{
    (void)state;
    static const double wrong[] = {0, -1, NAN, INFINITY};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct xn_topology *topology = NULL;
        assert_int_equal(xn_topology_build(NULL, 0, wrong[i], &topology, NULL), XN_ARGUMENT);
        assert_null(topology);
    }
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    struct plane *plane = make_plane(1);
    const size_t live = xn_test_live_blocks();
    for (size_t n = 1;; n += 1 + n / 16) {
        struct xn_topology *topology = NULL;
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_topology_build(plane->pointer, CELLS, 40, &topology, NULL);
        const bool failed = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        assert_int_equal(status, failed ? XN_MEMORY : XN_OK);
        assert_true(failed == (topology == NULL));
        xn_topology_free(topology);
        assert_int_equal(xn_test_live_blocks(), live);
        if (!failed)
            break;
    }
    plane_free(plane);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_subdivisions),
        cmocka_unit_test(test_neighbours_use_an_arc_in_opposite_directions),
        cmocka_unit_test(test_areas_add_up_at_every_step),
        cmocka_unit_test(test_the_order_of_units_does_not_matter),
        cmocka_unit_test(test_the_same_shapes_give_the_same),
        cmocka_unit_test(test_an_area_around_another),
        cmocka_unit_test(test_the_same_area_twice),
        cmocka_unit_test(test_parts_and_a_tiny_island),
        cmocka_unit_test(test_a_lens_stays_open),
        cmocka_unit_test(test_a_t_junction),
        cmocka_unit_test(test_a_ring_that_touches_itself),
        cmocka_unit_test(test_points_on_a_line_are_never_needed),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_steps_halve),
        cmocka_unit_test(test_a_step_is_more_than_nothing),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
