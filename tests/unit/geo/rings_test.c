/* Rings become parts and holes by where they lie, not by how they are wound. */
#include "test_shapes.h"
#include "../../../src/geo/rings.h"

struct fixture {
    struct xn_arena *arena;
    struct xn_rings rings;
    struct xn_ring_repairs repairs;
};

static int set_up(void **state)
{
    struct fixture *f = xn_calloc(1, sizeof *f);
    f->arena = xn_arena_new();
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    xn_rings_clear(&f->rings);
    xn_arena_free(f->arena);
    xn_free(f);
    return 0;
}

/* A square of the side around (x, y), closed; clockwise when asked. */
static void add_square(struct fixture *f, double x, double y, double side, bool clockwise)
{
    const double h = side / 2;
    const double ccw[10] = {x - h, y - h, x + h, y - h, x + h, y + h, x - h, y + h, x - h, y - h};
    double xy[10];
    for (int i = 0; i < 5; i++)
        memcpy(xy + 2 * i, ccw + 2 * (clockwise ? 4 - i : i), 2 * sizeof *xy);
    assert_int_equal(xn_rings_add(&f->rings, xy, 5, &f->repairs, NULL), XN_OK);
}

static struct xn_shape nested(struct fixture *f)
{
    struct xn_shape shape;
    assert_int_equal(xn_rings_nest(&f->rings, NULL), XN_OK);
    assert_int_equal(xn_rings_to_shape(&f->rings, f->arena, &shape, NULL), XN_OK);
    return shape;
}

static void test_island_in_lake_in_land(void **state)
{
    struct fixture *f = *state;
    for (int windings = 0; windings < 16; windings++) { /* any winding gives the same */
        xn_rings_reset(&f->rings);
        add_square(f, 0, 0, 2, windings & 1);    /* island in the lake */
        add_square(f, 0, 0, 10, windings & 2);   /* land */
        add_square(f, 0, 0, 4, windings & 4);    /* lake */
        add_square(f, 100, 0, 10, windings & 8); /* another land */
        const struct xn_shape shape = nested(f);
        assert_int_equal(shape.n_rings, 4);
        assert_true(xn_shape_area_m2(&shape) == 4 + (100 - 16) + 100);
        assert_true(shape.ring_outer[0] && shape.ring_outer[1] && !shape.ring_outer[2] &&
                    shape.ring_outer[3]);
        const bool by_role = windings == 4 || windings == 11;
        assert_int_equal(xn_rings_wound_by_role(&f->rings), by_role);
    }
}

static void test_hole_follows_its_outer_ring(void **state)
{
    struct fixture *f = *state;
    add_square(f, 0, 0, 2, true);
    add_square(f, 50, 0, 2, true);
    add_square(f, 50, 0, 10, false);
    add_square(f, 0, 0, 10, false);
    const struct xn_shape shape = nested(f);
    const bool outer[] = {true, false, true, false};
    assert_memory_equal(shape.ring_outer, outer, sizeof outer);
    assert_true(shape.xy[0] > 40); /* in the order of outer rings in the file */
    assert_true(shape.xy[2 * shape.ring_start[1]] > 40);
    assert_true(shape.xy[2 * shape.ring_start[2]] < 10);
}

static void test_two_squares_far_apart(void **state)
{
    struct fixture *f = *state;
    add_square(f, 0.5, 0.5, 1, true);
    add_square(f, 1e11 + 0.5, 1e11 + 0.5, 1, true);
    const struct xn_shape shape = nested(f);
    assert_int_equal(shape.n_rings, 2);
    assert_true(xn_shape_area_m2(&shape) == 2);
    assert_true(shape.ring_outer[0] && shape.ring_outer[1]);
}

static void test_repairs(void **state)
{
    struct fixture *f = *state;
    const double open[] = {0, 0, 10, 0, 10, 0, 10, 10, 0, 10}, line[] = {0, 0, 5, 5, 10, 10, 0, 0};
    const double almost_flat[] = {404000, 5757000, 404500, 5757000 + 1e-10, 405000, 5757000, 404000, 5757000};
    assert_int_equal(xn_rings_add(&f->rings, open, 5, &f->repairs, NULL), XN_OK);
    assert_int_equal(xn_rings_add(&f->rings, line, 4, &f->repairs, NULL), XN_OK);
    assert_int_equal(xn_rings_add(&f->rings, almost_flat, 4, &f->repairs, NULL), XN_OK);
    assert_int_equal(xn_rings_add(&f->rings, open, 1, &f->repairs, NULL), XN_OK);
    assert_int_equal(xn_rings_add(&f->rings, open, 0, &f->repairs, NULL), XN_OK);
    assert_int_equal(f->rings.n_rings, 1);
    assert_int_equal(f->repairs.n_closed, 1);
    assert_int_equal(f->repairs.n_dropped, 4);
    const struct xn_shape shape = nested(f);
    assert_int_equal(shape.ring_start[1], 5); /* the double point is gone, the first is there again */
    assert_true(xn_shape_area_m2(&shape) == 100);
}

/* A bow tie has area, though its signed area is zero: it is kept for GEOS to repair. */
static void test_bow_tie_is_kept(void **state)
{
    struct fixture *f = *state;
    const double bow_tie[] = {0, 0, 10, 10, 10, 0, 0, 10, 0, 0};
    assert_int_equal(xn_rings_add(&f->rings, bow_tie, 5, &f->repairs, NULL), XN_OK);
    assert_int_equal(f->rings.n_rings, 1);
}

static void test_a_thousand_islands(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 5000; i++)
        add_square(f, i % 100 * 10, (i / 100) * 10, i % 3 ? 8 : 6, i % 2);
    for (int i = 0; i < 5000; i += 5)
        add_square(f, i % 100 * 10, (i / 100) * 10, 2, i % 2);
    const struct xn_shape shape = nested(f);
    size_t outer = 0;
    for (size_t r = 0; r < shape.n_rings; r++)
        outer += shape.ring_outer[r];
    assert_int_equal(shape.n_rings, 6000);
    assert_int_equal(outer, 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_island_in_lake_in_land, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hole_follows_its_outer_ring, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_two_squares_far_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_repairs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bow_tie_is_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_thousand_islands, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
