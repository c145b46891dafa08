/* plot.c - axis, marks and colours of charts. See plot.h. */
#include "plot.h"
#include <math.h>
#include "words.h"

/* --- the axis ---------------------------------------------------------------------------------------- */

static void widen(double value, double *low, double *high)
{
    if (!isfinite(value))
        return;
    *low = fmin(*low, value);
    *high = fmax(*high, value);
}

static bool is_whole(double value)
{
    return !isfinite(value) || value == floor(value);
}

static bool counts_only(const struct xn_chart *chart)
{
    if (chart->percent)
        return false;
    for (size_t s = 0; s < chart->n_series; s++)
        for (size_t i = 0; i < chart->n_points; i++)
            if (!is_whole(chart->series[s].point[i].value))
                return false;
    return true;
}

static void value_range(const struct xn_chart *chart, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t s = 0; s < chart->n_series; s++)
        for (size_t i = 0; i < chart->n_points; i++) {
            widen(chart->series[s].point[i].value, low, high);
            widen(chart->series[s].point[i].lower, low, high);
            widen(chart->series[s].point[i].upper, low, high);
        }
    widen(chart->reference, low, high);
    if (!isfinite(*low))
        *low = *high = 0;
}

/* 1, 2 or 5 times a power of ten, not less than `least`. */
static double round_step(double least)
{
    const double power = pow(10, floor(log10(least)));
    const double factor = least / power;
    return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
}

/* Bars begin at 0; lines too, unless everything lies in a narrow band far from it. */
struct xn_plot_axis xn_plot_axis(const struct xn_chart *chart)
{
    const int steps = 5;
    double low, high;
    value_range(chart, &low, &high);
    if (chart->bars || high - low > 0.35 * fmax(fabs(low), fabs(high)) || low == high) {
        low = fmin(low, 0);
        high = fmax(high, 0);
    }
    if (low == high)
        high = chart->percent ? 1 : 5;
    double step = round_step((high - low) / steps);
    if (counts_only(chart))
        step = fmax(step, 1);
    return (struct xn_plot_axis){floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, step};
}

size_t xn_plot_ticks(const struct xn_plot_axis *axis)
{
    return (size_t)lround((axis->high - axis->low) / axis->step) + 1;
}

double xn_plot_tick(const struct xn_plot_axis *axis, size_t i)
{
    const double value = axis->low + (double)i * axis->step;
    return fabs(value) < axis->step / 1000 ? 0 : value;
}

/* --- numbers ----------------------------------------------------------------------------------------- */

static void put_number(const struct xn_chart *chart, enum xn_language language, double value, int decimals,
                       struct xn_buf *buf)
{
    xn_number_put(buf, language, chart->percent ? 100 * value : value, decimals);
    if (chart->percent)
        xn_buf_putc(buf, '%');
}

#define DECIMALS_MAX 6

/* As many as tell values apart that are a fifth of the chart's height from each other. */
static int decimals_of_values(const struct xn_chart *chart)
{
    double low, high;
    if (counts_only(chart))
        return 0;
    value_range(chart, &low, &high);
    const int usual = chart->percent || fmax(fabs(low), fabs(high)) >= 10 ? 1 : 2;
    const double fifth = (high - low) / 5 * (chart->percent ? 100 : 1);
    return fifth > 0 ? (int)fmin(DECIMALS_MAX, fmax(usual, ceil(-log10(fifth)))) : usual;
}

void xn_chart_put_value(const struct xn_chart *chart, enum xn_language language, double value,
                        struct xn_buf *buf)
{
    if (isfinite(value))
        put_number(chart, language, value, decimals_of_values(chart), buf);
}

enum xn_status xn_plot_value_text(const struct xn_plot *plot, double value, const char **ret,
                                  struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    xn_chart_put_value(plot->chart, plot->language, value, &text);
    return xn_words_keep(&text, plot->marks->arena, ret, err);
}

enum xn_status xn_plot_tick_text(const struct xn_plot *plot, size_t i, const char **ret, struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    const double step = plot->axis.step * (plot->chart->percent ? 100 : 1);
    const int decimals = (int)fmax(0, ceil(-log10(step) - 1e-9));
    put_number(plot->chart, plot->language, xn_plot_tick(&plot->axis, i), decimals, &text);
    return xn_words_keep(&text, plot->marks->arena, ret, err);
}

/* --- looks ------------------------------------------------------------------------------------------- */

uint32_t xn_plot_color(size_t series)
{
    static const uint32_t color[XN_CHART_SERIES_MAX] = {0x08306b, 0xb35806, 0x4292c6, 0x737373};
    return color[series % XN_CHART_SERIES_MAX];
}

struct xn_fill xn_plot_bar_fill(size_t series)
{
    static const struct xn_fill fill[XN_CHART_SERIES_MAX] = {
        {.color = 0x2c5f8a},
        {.color = 0xfee0b6, .hatch = XN_HATCH_RISING, .hatch_color = 0xb35806},
        {.color = 0x9ecae1},
        {.color = 0xf0f0f0, .hatch = XN_HATCH_FALLING, .hatch_color = 0x595959}};
    return fill[series % XN_CHART_SERIES_MAX];
}

#define CORNERS_MAX 12
/* Disc, square, triangle, diamond: corners in hundredths of the mark's radius. */
struct shape {
    size_t n;
    int xy[2 * CORNERS_MAX];
};

void xn_plot_marker(struct xn_marks *marks, size_t series, int x, int y)
{
    static const struct shape shape[XN_CHART_SERIES_MAX] = {
        {12, {100,  0, 87,  50,  50,  87,  0, 100,  -50, 87,  -87, 50,
              -100, 0, -87, -50, -50, -87, 0, -100, 50,  -87, 87,  -50}},
        {4, {-90, -90, 90, -90, 90, 90, -90, 90}},
        {3, {0, -125, 115, 85, -115, 85}},
        {4, {0, -130, 130, 0, 0, 130, -130, 0}}};
    const int radius = 42;
    const struct shape *drawn = &shape[series % XN_CHART_SERIES_MAX];
    const struct xn_style style = {.filled = true,
                                   .fill = {.color = xn_plot_color(series)},
                                   .stroke = XN_COLOR_PAPER,
                                   .stroke_width = 12};
    int32_t xy[2 * CORNERS_MAX];
    for (size_t k = 0; k < drawn->n; k++) {
        xy[2 * k] = x + drawn->xy[2 * k] * radius / 100;
        xy[2 * k + 1] = y + drawn->xy[2 * k + 1] * radius / 100;
    }
    xn_marks_add_polygon(marks, xy, drawn->n, &style);
}

void xn_plot_cross(struct xn_marks *marks, int x, int y)
{
    const int32_t falling[] = {x - 35, y - 35, x + 35, y + 35}, rising[] = {x - 35, y + 35, x + 35, y - 35};
    const struct xn_style style = {.stroke = XN_COLOR_QUIET, .stroke_width = 14};
    xn_marks_add_line(marks, falling, 2, &style);
    xn_marks_add_line(marks, rising, 2, &style);
}

void xn_plot_dashed(struct xn_marks *marks, int x0, int y0, int x1, int y1)
{
    const double dash = 70, gap = 50, length = hypot(x1 - x0, y1 - y0);
    const struct xn_style style = {.stroke = XN_COLOR_INK, .stroke_width = 10};
    for (double at = 0; at < length; at += dash + gap) {
        const double from = at / length, to = fmin(at + dash, length) / length;
        const int32_t xy[] = {x0 + (int)lround(from * (x1 - x0)), y0 + (int)lround(from * (y1 - y0)),
                              x0 + (int)lround(to * (x1 - x0)), y0 + (int)lround(to * (y1 - y0))};
        xn_marks_add_line(marks, xy, 2, &style);
    }
}
