/* Charts: the axis holds every value in round steps, bars begin at 0, what has no value says why, and nothing
 * is told by colour alone. */
#include <expat.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "../../../src/map/palette.h"
#include "../../../src/map/plot.h"
#include "../../../src/map/svg.h"
#include "counted_memory.h"
#include "xenia/random.h"

#define WIDTH 6000

static struct xn_chart one_series(const struct xn_chart_point *point, size_t n)
{
    return (struct xn_chart){.title = "Moves",
                             .unit = "moves a quarter",
                             .reference = NAN,
                             .reference_name = "",
                             .n_points = n,
                             .n_series = 1,
                             .series = {{"", point}}};
}

static void draw(const struct xn_chart *chart, struct xn_buf *svg)
{
    XN_AUTO(xn_view_free) struct xn_view *view = NULL;
    struct xn_error err = {0};
    if (xn_chart_view(chart, XN_DUTCH, WIDTH, &view, &err) != XN_OK)
        fail_msg("%s", err.message);
    assert_int_equal(view->width, WIDTH);
    assert_true(view->height > 0);
    xn_svg_put(view, "c-", svg);
    assert_int_equal(svg->status, XN_OK);
    XML_Parser parser = XML_ParserCreate(NULL);
    assert_int_equal(XML_Parse(parser, svg->data, (int)svg->length, 1), XML_STATUS_OK);
    XML_ParserFree(parser);
}

/* --- the axis ---------------------------------------------------------------------------------------- */

static bool is_round(double step)
{
    const double first = step / pow(10, floor(log10(step) + 1e-9));
    return fabs(first - 1) < 1e-6 || fabs(first - 2) < 1e-6 || fabs(first - 5) < 1e-6;
}

static void the_axis_holds_every_value_in_few_round_steps(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        struct xn_random random = xn_random_stream(seed, 0, 0);
        struct xn_chart_point point[7];
        const double size = pow(10, xn_random_uniform(&random) * 8 - 4);
        const double middle = (xn_random_uniform(&random) - 0.3) * 20 * size;
        for (size_t i = 0; i < 7; i++) {
            const double value = middle + (xn_random_uniform(&random) - 0.5) * size;
            point[i] = (struct xn_chart_point){"", value, value - 0.1 * size, value + 0.2 * size, NULL};
        }
        struct xn_chart chart = one_series(point, 7);
        chart.bars = seed % 2;
        chart.reference = seed % 3 ? NAN : middle + size;
        const struct xn_plot_axis axis = xn_plot_axis(&chart);
        const double slack = axis.step * 1e-6;
        assert_true(is_round(axis.step));
        assert_in_range(xn_plot_ticks(&axis), 3, 13);
        for (size_t i = 0; i < 7; i++)
            assert_true(point[i].lower >= axis.low - slack && point[i].upper <= axis.high + slack);
        if (isfinite(chart.reference))
            assert_true(chart.reference >= axis.low - slack && chart.reference <= axis.high + slack);
        if (chart.bars)
            assert_true(axis.low <= 0 && axis.high >= 0);
    }
}

static void counts_have_whole_steps(void **state)
{
    (void)state;
    const struct xn_chart_point few[] = {{"a", 1, NAN, NAN, NULL}, {"b", 2, NAN, NAN, NULL}};
    const struct xn_chart chart = one_series(few, 2);
    assert_true(xn_plot_axis(&chart).step == 1);
}

static void a_chart_without_values_still_has_an_axis(void **state)
{
    (void)state;
    const struct xn_chart_point none[] = {{"a", NAN, NAN, NAN, "nobody moved"}, {"b", 0, NAN, NAN, NULL}};
    for (size_t n = 1; n <= 2; n++)
        for (int bars = 0; bars <= 1; bars++) {
            struct xn_chart chart = one_series(none, n);
            chart.bars = bars;
            const struct xn_plot_axis axis = xn_plot_axis(&chart);
            assert_true(axis.low < axis.high && axis.step > 0);
            XN_AUTO_BUF svg = XN_BUF_INIT;
            draw(&chart, &svg);
            assert_non_null(strstr(svg.data, "nobody moved"));
        }
}

/* --- what is drawn ----------------------------------------------------------------------------------- */

static const struct xn_chart_point moves[] = {{"2026Q1", 0.234, 0.2, 0.3, NULL},
                                              {"2026Q2", NAN, NAN, NAN, "small numbers"},
                                              {"2026Q3", NAN, NAN, NAN, "small numbers"},
                                              {"2026Q4", 0.31, NAN, NAN, NULL}};
static const struct xn_chart_point others[] = {{"2026Q1", 0.2, NAN, NAN, NULL},
                                               {"2026Q2", 0.21, NAN, NAN, NULL},
                                               {"2026Q3", 0.22, NAN, NAN, NULL},
                                               {"2026Q4", 0.23, NAN, NAN, NULL}};

static void values_and_reasons_are_printed(void **state)
{
    (void)state;
    struct xn_chart chart = one_series(moves, 4);
    chart.percent = true;
    chart.reference = 0.25;
    chart.reference_name = "de stad <25%>";
    XN_AUTO_BUF svg = XN_BUF_INIT;
    draw(&chart, &svg);
    assert_non_null(strstr(svg.data, ">23,4%<"));
    assert_non_null(strstr(svg.data, ">31,0%<"));
    assert_non_null(strstr(svg.data, "2026Q2, 2026Q3: small numbers"));
    assert_non_null(strstr(svg.data, "de stad &lt;25%&gt;"));
}

/* Four series of bars: two are hatched, the plain ones differ in lightness. */
static void series_differ_in_more_than_hue(void **state)
{
    (void)state;
    for (size_t a = 0; a < XN_CHART_SERIES_MAX; a++) {
        assert_true(xn_color_contrast(xn_plot_color(a), XN_COLOR_PAPER) >= 3);
        for (size_t b = 0; b < a; b++) {
            const struct xn_fill one = xn_plot_bar_fill(a), other = xn_plot_bar_fill(b);
            if (one.hatch == other.hatch)
                assert_true(xn_color_contrast(one.color, other.color) >= 3);
        }
    }
    struct xn_chart chart = one_series(moves, 4);
    chart.bars = true;
    chart.n_series = 4;
    for (size_t s = 0; s < 4; s++)
        chart.series[s] = (struct xn_chart_series){"a series", s % 2 ? others : moves};
    XN_AUTO_BUF svg = XN_BUF_INIT;
    draw(&chart, &svg);
    assert_non_null(strstr(svg.data, "url(#c-hatch-1)"));
    assert_non_null(strstr(svg.data, "url(#c-hatch-2)"));
}

static void memory_running_out_is_said_and_nothing_leaks(void **state)
{
    (void)state;
    struct xn_chart chart = one_series(moves, 4);
    chart.n_series = 2;
    chart.series[1] = (struct xn_chart_series){"others", others};
    const size_t live = xn_test_live_blocks();
    for (int bars = 0; bars <= 1; bars++)
        for (size_t n = 1;; n++) {
            struct xn_view *view = NULL;
            chart.bars = bars;
            xn_test_fail_allocation(n);
            const enum xn_status status = xn_chart_view(&chart, XN_GERMAN, WIDTH, &view, NULL);
            const bool reached = xn_test_allocations() >= n;
            xn_test_fail_allocation(0);
            assert_int_equal(status, reached ? XN_MEMORY : XN_OK);
            xn_view_free(view);
            assert_int_equal(xn_test_live_blocks(), live);
            if (!reached)
                break;
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_axis_holds_every_value_in_few_round_steps),
        cmocka_unit_test(counts_have_whole_steps),
        cmocka_unit_test(a_chart_without_values_still_has_an_axis),
        cmocka_unit_test(values_and_reasons_are_printed),
        cmocka_unit_test(series_differ_in_more_than_hue),
        cmocka_unit_test(memory_running_out_is_said_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
