/* Which points of a line are needed at which step: against the plain way of leaving out one after the other,
 * and against measured distances. */
#include "../../../src/geo/detail.h"
#include "counted_memory.h"
#include "test_shapes.h"

#define POINTS_MAX 60
#define STEPS 8

static double triangle_m2(const double *a, const double *b, const double *c)
{
    return fabs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
}

static size_t beside(const bool *gone, size_t i, int way)
{
    do
        i = way > 0 ? i + 1 : i - 1;
    while (gone[i]);
    return i;
}

/* All triangles anew after each point that is left out. */
static void plain_areas(const double *xy, size_t n, double *ret)
{
    bool gone[POINTS_MAX] = {false};
    double area[POINTS_MAX];
    ret[0] = ret[n - 1] = INFINITY;
    for (size_t i = 1; i + 1 < n; i++)
        area[i] = triangle_m2(&xy[2 * (i - 1)], &xy[2 * i], &xy[2 * (i + 1)]);
    for (size_t round = 2; round < n; round++) {
        size_t least = 0;
        for (size_t i = 1; i + 1 < n; i++)
            if (!gone[i] && (least == 0 || area[i] < area[least]))
                least = i;
        ret[least] = area[least];
        gone[least] = true;
        const size_t before = beside(gone, least, -1), after = beside(gone, least, 1);
        const size_t both[] = {before, after};
        for (int k = 0; k < 2; k++)
            if (both[k] != 0 && both[k] != n - 1)
                area[both[k]] =
                    fmax(ret[least], triangle_m2(&xy[2 * beside(gone, both[k], -1)], &xy[2 * both[k]],
                                                 &xy[2 * beside(gone, both[k], 1)]));
    }
}

static size_t random_line(uint64_t *seed, double *xy)
{
    const size_t n = 2 + random_u64(seed) % (POINTS_MAX - 2);
    const bool whole = random_u64(seed) % 2; /* whole numbers: many equal areas */
    for (size_t i = 0; i < 2 * n; i++)
        xy[i] = whole ? (double)(random_u64(seed) % 8) : 100 * random_unit(seed);
    return n;
}

static void test_areas_are_those_of_the_plain_way(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (size_t round = 0; round < 3000; round++) {
        double xy[2 * POINTS_MAX], got[POINTS_MAX], wanted[POINTS_MAX];
        const size_t n = random_line(&seed, xy);
        assert_int_equal(xn_effective_areas(xy, n, got, NULL), XN_OK);
        plain_areas(xy, n, wanted);
        for (size_t i = 0; i < n; i++)
            assert_true(got[i] == wanted[i]);
    }
}

static void test_a_single_point_is_no_line(void **state)
{
    (void)state;
    const double xy[] = {0, 0};
    double area[1];
    struct xn_error err = {0};
    assert_int_equal(xn_effective_areas(xy, 1, area, &err), XN_ARGUMENT);
    assert_string_equal(err.message, "a line has two points or more, not 1");
}

static void test_step_of_an_area(void **state)
{
    (void)state;
    const double step_m[] = {8, 4, 2};
    assert_int_equal(xn_detail_of(INFINITY, step_m, 3), 0);
    assert_int_equal(xn_detail_of(64, step_m, 3), 0);
    assert_int_equal(xn_detail_of(63.9, step_m, 3), 1);
    assert_int_equal(xn_detail_of(4, step_m, 3), 2);
    assert_int_equal(xn_detail_of(3.9, step_m, 3), 3);
}

/* --- distances ------------------------------------------------------------------------------------- */

static double to_segment_m(const double *p, const double *a, const double *b)
{
    const double dx = b[0] - a[0], dy = b[1] - a[1], m2 = dx * dx + dy * dy;
    double t = m2 > 0 ? ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / m2 : 0;
    t = fmin(1, fmax(0, t));
    return hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/* The farthest that a place of one line is from the other, by places along it. */
static double farthest_m(const double *one, size_t n_one, const double *other, size_t n_other)
{
    double most = 0;
    for (size_t i = 0; i + 1 < n_one; i++)
        for (int k = 0; k <= 16; k++) {
            const double t = k / 16.0, p[] = {one[2 * i] + t * (one[2 * i + 2] - one[2 * i]),
                                              one[2 * i + 1] + t * (one[2 * i + 3] - one[2 * i + 1])};
            double least = INFINITY;
            for (size_t j = 0; j + 1 < n_other; j++)
                least = fmin(least, to_segment_m(p, &other[2 * j], &other[2 * j + 2]));
            most = fmax(most, least);
        }
    return most;
}

static size_t drawn(const double *xy, size_t n, const uint8_t *detail, uint8_t step, double *ret)
{
    size_t n_drawn = 0;
    for (size_t i = 0; i < n; i++)
        if (detail[i] <= step)
            memcpy(&ret[2 * n_drawn++], &xy[2 * i], 2 * sizeof *xy);
    return n_drawn;
}

static void find_detail(const double *xy, size_t n, const double *step_m, bool bound, uint8_t *detail)
{
    double area[POINTS_MAX];
    assert_int_equal(xn_effective_areas(xy, n, area, NULL), XN_OK);
    for (size_t i = 0; i < n; i++)
        detail[i] = xn_detail_of(area[i], step_m, STEPS);
    if (bound)
        xn_detail_bound(xy, n, step_m, STEPS, detail);
}

static void test_no_step_is_farther_off_than_it_may(void **state)
{
    (void)state;
    uint64_t seed = 2;
    double step_m[STEPS];
    size_t n_left_out = 0;
    for (int s = 0; s < STEPS; s++)
        step_m[s] = ldexp(20, -s);
    for (size_t round = 0; round < 300; round++) {
        double xy[2 * POINTS_MAX], line[2 * POINTS_MAX];
        uint8_t detail[POINTS_MAX];
        const size_t n = random_line(&seed, xy);
        find_detail(xy, n, step_m, true, detail);
        assert_true(detail[0] == 0 && detail[n - 1] == 0);
        for (uint8_t s = 0; s < STEPS; s++) {
            const size_t n_drawn = drawn(xy, n, detail, s, line);
            n_left_out += n - n_drawn;
            assert_true(farthest_m(xy, n, line, n_drawn) <= step_m[s] * (1 + 1e-9));
            assert_true(farthest_m(line, n_drawn, xy, n) <= step_m[s] * (1 + 1e-9));
        }
    }
    assert_true(n_left_out > 10000); /* a line that is drawn whole is never off */
}

/* A pier: 400 m long, half a metre wide. By its area it would go at the step of 16 m. */
static void test_a_long_spike_stays(void **state)
{
    (void)state;
    const double xy[] = {0, 0, 100, 0, 100.25, 400, 100.5, 0, 200, 0};
    double step_m[STEPS], line[10];
    uint8_t detail[5];
    for (int s = 0; s < STEPS; s++)
        step_m[s] = ldexp(16, -s);
    find_detail(xy, 5, step_m, false, detail);
    assert_true(farthest_m(xy, 5, line, drawn(xy, 5, detail, 0, line)) > 399);
    find_detail(xy, 5, step_m, true, detail);
    assert_true(farthest_m(xy, 5, line, drawn(xy, 5, detail, 0, line)) <= 16);
}

/* A closed line whose ends alone would be drawn. */
static void test_a_ring_does_not_close(void **state)
{
    (void)state;
    const double xy[] = {0, 0, 10, 0, 10, 10, 0, 10, 0, 0}, step_m[] = {9};
    uint8_t detail[] = {0, 1, 1, 1, 0};
    xn_detail_bound(xy, 5, step_m, 1, detail);
    assert_int_equal(detail[2], 0);
}

/* Where the farthest point is always one of the next, a line is parted in the middle instead: no less exact.
 */
static void test_a_spiral(void **state)
{
    (void)state;
    enum { N = 50000 };
    double *xy = xn_calloc(2 * N, sizeof *xy), step_m[] = {0.001};
    uint8_t *detail = xn_calloc(N, 1);
    for (size_t i = 0; i < N; i++) {
        xy[2 * i] = (N - (double)i) * cos((double)i);
        xy[2 * i + 1] = (N - (double)i) * sin((double)i);
        detail[i] = i > 0 && i < N - 1;
    }
    xn_detail_bound(xy, N, step_m, 1, detail);
    size_t n_drawn = 0;
    for (size_t i = 0; i < N; i++)
        n_drawn += detail[i] == 0;
    assert_true(n_drawn > N - 10);
    xn_free(xy);
    xn_free(detail);
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    const double xy[] = {0, 0, 1, 1, 2, 0};
    double area[3];
    for (size_t n = 1;; n++) {
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_effective_areas(xy, 3, area, NULL);
        const bool failed = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        assert_int_equal(status, failed ? XN_MEMORY : XN_OK);
        assert_int_equal(xn_test_live_blocks(), 0);
        if (!failed)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_areas_are_those_of_the_plain_way),
        cmocka_unit_test(test_a_single_point_is_no_line),
        cmocka_unit_test(test_step_of_an_area),
        cmocka_unit_test(test_no_step_is_farther_off_than_it_may),
        cmocka_unit_test(test_a_long_spike_stays),
        cmocka_unit_test(test_a_ring_does_not_close),
        cmocka_unit_test(test_a_spiral),
        cmocka_unit_test(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
