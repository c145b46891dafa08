/* Colours: readable text on every fill, and classes that stay apart without colour. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "../../../src/map/palette.h"

static void contrast_is_wcags(void **state)
{
    (void)state;
    assert_true(xn_color_contrast(0x000000, 0xffffff) > 20.999 && xn_color_contrast(0xffffff, 0) < 21.001);
    assert_true(xn_color_contrast(0x777777, 0xffffff) > 4.47 && xn_color_contrast(0x777777, 0xffffff) < 4.49);
    assert_true(xn_color_contrast(0x123456, 0x123456) == 1);
}

static void assert_readable(struct xn_fill fill)
{
    assert_true(xn_color_contrast(fill.color, xn_color_on(&fill)) >= 4.5);
}

/* --- every ramp that a map can have --------------------------------------------------------------------- */

struct ramp {
    size_t n;
    struct xn_fill fill[XN_MAP_CLASS_MAX];
};

static struct ramp sequential(size_t n)
{
    struct ramp ramp = {.n = n};
    for (size_t k = 0; k < n; k++)
        ramp.fill[k] = xn_fill_sequential(n, k);
    return ramp;
}

static struct ramp diverging(size_t n_below, bool has_center, size_t n_above)
{
    struct ramp ramp = {.n = n_below + has_center + n_above};
    for (size_t k = 0; k < ramp.n; k++)
        ramp.fill[k] = xn_fill_diverging(n_below, has_center, n_above, k);
    return ramp;
}

static void each_ramp(void (*check)(const struct ramp *ramp))
{
    for (size_t n = 1; n <= XN_MAP_CLASS_MAX; n++) {
        const struct ramp one[] = {sequential(n), diverging(n, false, 0), diverging(0, false, n)};
        for (size_t i = 0; i < 3; i++)
            check(&one[i]);
        for (size_t below = 0; below < n; below++) {
            const struct ramp two = diverging(below, true, n - 1 - below);
            check(&two);
        }
    }
}

static void check_text(const struct ramp *ramp)
{
    for (size_t k = 0; k < ramp->n; k++)
        assert_readable(ramp->fill[k]);
}

static void text_is_readable_everywhere(void **state)
{
    (void)state;
    assert_true(xn_color_contrast(XN_COLOR_INK, XN_COLOR_PAPER) >= 7);
    assert_true(xn_color_contrast(XN_COLOR_QUIET, XN_COLOR_PAPER) >= 4.5);
    each_ramp(check_text);
    for (enum xn_class class_ = XN_MIXED; class_ <= XN_CONCENTRATED; class_++)
        assert_readable(xn_fill_class(class_));
    assert_readable(xn_fill_no_value());
    assert_readable(xn_fill_withheld());
}

/* Lines over a colour need 3 to 1 (WCAG 2.2, 1.4.11), and the colour below stays the class's. */
static void check_hatch(const struct ramp *ramp)
{
    for (size_t k = 0; k < ramp->n; k++) {
        const struct xn_fill uncertain = xn_fill_uncertain(ramp->fill[k]);
        assert_int_equal(uncertain.color, ramp->fill[k].color);
        assert_int_equal(uncertain.hatch, XN_HATCH_RISING);
        const double contrast = xn_color_contrast(uncertain.color, uncertain.hatch_color);
        assert_true(contrast >= 3.5 && contrast < 3.7);
    }
}

static void hatching_is_seen_on_every_colour(void **state)
{
    (void)state;
    each_ramp(check_hatch);
}

/* --- CIELAB of a colour as it is seen ----------------------------------------------------------------------
 */

/* What red-green blind eyes see, as a change of linear RGB (Machado, Oliveira & Fernandes 2009, IEEE
 * Transactions on Visualization and Computer Graphics 15:1291-1298, severity 1). */
static const double sight[][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
};

static double linear_channel(uint32_t color, int shift)
{
    const double part = (double)(color >> shift & 0xff) / 255;
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double lab_root(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

/* White of D65. */
static void to_lab(uint32_t color, const double seen[3][3], double ret[3])
{
    const double whole[3] = {linear_channel(color, 16), linear_channel(color, 8), linear_channel(color, 0)};
    double rgb[3];
    for (int i = 0; i < 3; i++)
        rgb[i] = fmin(fmax(seen[i][0] * whole[0] + seen[i][1] * whole[1] + seen[i][2] * whole[2], 0), 1);
    const double x = lab_root((0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047);
    const double y = lab_root(0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2]);
    const double z = lab_root((0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883);
    ret[0] = 116 * y - 16;
    ret[1] = 500 * (x - y);
    ret[2] = 200 * (y - z);
}

static double lightness_between(uint32_t a, uint32_t b)
{
    double first[3], second[3];
    to_lab(a, sight[0], first);
    to_lab(b, sight[0], second);
    return fabs(first[0] - second[0]);
}

static double distance_as_seen(uint32_t a, uint32_t b, const double seen[3][3])
{
    double first[3], second[3];
    to_lab(a, seen, first);
    to_lab(b, seen, second);
    return sqrt(pow(first[0] - second[0], 2) + pow(first[1] - second[1], 2) + pow(first[2] - second[2], 2));
}

/* Neighbours are 10 steps of lightness apart, so a greyscale print orders them; any two are 5 apart, and 12
 * in the colours of red-green blind eyes (2 are just seen side by side). */
static void check_apart(const struct ramp *ramp)
{
    for (size_t i = 0; i < ramp->n; i++)
        for (size_t k = i + 1; k < ramp->n; k++) {
            const uint32_t a = ramp->fill[i].color, b = ramp->fill[k].color;
            assert_true(lightness_between(a, b) >= (k == i + 1 ? 10 : 5));
            for (size_t eye = 0; eye < sizeof sight / sizeof *sight; eye++)
                assert_true(distance_as_seen(a, b, sight[eye]) >= 12);
        }
}

static void classes_stay_apart_for_every_eye_and_in_grey(void **state)
{
    (void)state;
    double white[3];
    to_lab(0xffffff, sight[0], white);
    assert_true(fabs(white[0] - 100) < 0.01 && fabs(white[1]) < 0.05 && fabs(white[2]) < 0.05);
    each_ramp(check_apart);
}

/* What a greyscale print keeps of a colour is its lightness. */
static double contrast_with_white(struct xn_fill fill)
{
    return xn_color_contrast(fill.color, 0xffffff);
}

static void more_is_darker(void **state)
{
    (void)state;
    for (size_t n = 2; n <= XN_MAP_CLASS_MAX; n++)
        for (size_t k = 1; k < n; k++)
            assert_true(contrast_with_white(xn_fill_sequential(n, k)) >
                        1.25 * contrast_with_white(xn_fill_sequential(n, k - 1)));
}

static void check_darkens(const struct ramp *ramp, size_t middle)
{
    for (size_t k = middle; k + 1 < ramp->n; k++)
        assert_true(contrast_with_white(ramp->fill[k]) < contrast_with_white(ramp->fill[k + 1]));
    for (size_t k = middle; k > 0; k--)
        assert_true(contrast_with_white(ramp->fill[k]) < contrast_with_white(ramp->fill[k - 1]));
}

static void two_ramps_are_palest_where_they_meet(void **state)
{
    (void)state;
    for (size_t n = 1; n <= XN_MAP_CLASS_MAX; n++)
        for (size_t below = 0; below < n; below++) {
            const struct ramp ramp = diverging(below, true, n - 1 - below);
            assert_int_equal(ramp.fill[below].color, 0xf7f7f7);
            check_darkens(&ramp, below);
        }
}

static void classes_stay_apart_in_grey(void **state)
{
    (void)state;
    const struct xn_fill mixed = xn_fill_class(XN_MIXED), concentrated = xn_fill_class(XN_CONCENTRATED);
    assert_true(xn_color_contrast(mixed.color, concentrated.color) > 2);
    assert_int_equal(mixed.hatch, XN_HATCH_NONE);
    assert_int_equal(concentrated.hatch, XN_HATCH_NONE);
    assert_int_not_equal(xn_fill_class(XN_UNDETERMINED).hatch, XN_HATCH_NONE);
    assert_int_not_equal(xn_fill_no_value().hatch, XN_HATCH_NONE);
    assert_int_not_equal(xn_fill_no_value().hatch, xn_fill_class(XN_UNDETERMINED).hatch);
    assert_int_equal(xn_fill_withheld().hatch, XN_HATCH_CROSSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrast_is_wcags),
        cmocka_unit_test(text_is_readable_everywhere),
        cmocka_unit_test(more_is_darker),
        cmocka_unit_test(hatching_is_seen_on_every_colour),
        cmocka_unit_test(classes_stay_apart_for_every_eye_and_in_grey),
        cmocka_unit_test(two_ramps_are_palest_where_they_meet),
        cmocka_unit_test(classes_stay_apart_in_grey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
