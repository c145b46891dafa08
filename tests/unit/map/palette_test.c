/* Colours: readable text on every fill, and classes that stay apart without colour. */
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

static void text_is_readable_everywhere(void **state)
{
    (void)state;
    assert_true(xn_color_contrast(XN_COLOR_INK, XN_COLOR_PAPER) >= 7);
    assert_true(xn_color_contrast(XN_COLOR_QUIET, XN_COLOR_PAPER) >= 4.5);
    for (size_t n = 1; n <= XN_MAP_CLASS_MAX; n++)
        for (size_t k = 0; k < n; k++) {
            assert_readable(xn_fill_sequential(n, k));
            assert_readable(xn_fill_diverging(n, k));
        }
    for (enum xn_class class_ = XN_MIXED; class_ <= XN_CONCENTRATED; class_++)
        assert_readable(xn_fill_class(class_));
    assert_readable(xn_fill_no_value());
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

static void diverging_is_lightest_in_the_middle(void **state)
{
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        assert_true(contrast_with_white(xn_fill_diverging(5, k)) >
                    contrast_with_white(xn_fill_diverging(5, k + 1)));
        assert_true(contrast_with_white(xn_fill_diverging(5, 4 - k)) >
                    contrast_with_white(xn_fill_diverging(5, 3 - k)));
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
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrast_is_wcags),
        cmocka_unit_test(text_is_readable_everywhere),
        cmocka_unit_test(more_is_darker),
        cmocka_unit_test(diverging_is_lightest_in_the_middle),
        cmocka_unit_test(classes_stay_apart_in_grey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
