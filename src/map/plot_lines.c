/* plot_lines.c - values over time: dots joined by lines, intervals as whiskers, a cross where there is none.
 */
#include <math.h>
#include "plot.h"
#include "words.h"

enum { PLOT_HEIGHT = 1900, LABEL_GAP = 80, WHISKER_END = 36, VALUES_PRINTED_MAX = 12 };

struct field {
    const struct xn_plot *plot;
    int left, top, width, bottom;
    double slot; /* width of one label */
};

static int y_of(const struct field *field, double value)
{
    const struct xn_plot_axis *axis = &field->plot->axis;
    return field->bottom -
           (int)lround((value - axis->low) / (axis->high - axis->low) * (field->bottom - field->top));
}

/* Series stand a little beside each other, so that their whiskers do not lie over each other. */
static int x_of(const struct field *field, size_t series, size_t i)
{
    const double n = (double)field->plot->chart->n_series;
    const double aside = ((double)series - (n - 1) / 2) * fmin(field->slot * 0.14, 110);
    return field->left + (int)lround(field->slot * ((double)i + 0.5) + aside);
}

static enum xn_status draw_value_axis(struct field *field, struct xn_error *err)
{
    const struct xn_plot *plot = field->plot;
    const size_t n = xn_plot_ticks(&plot->axis);
    const char *text[32];
    int widest = 0;
    for (size_t i = 0; i < n && i < 32; i++) {
        XN_TRY(xn_plot_tick_text(plot, i, &text[i], err));
        widest = (int)fmax(widest, xn_words_width(text[i], XN_PLOT_TEXT, false));
    }
    field->left = plot->left + widest + LABEL_GAP;
    field->width = plot->left + plot->width - field->left;
    for (size_t i = 0; i < n && i < 32; i++) {
        const int y = y_of(field, xn_plot_tick(&plot->axis, i));
        const int32_t xy[] = {field->left, y, field->left + field->width, y};
        const bool is_base = i == 0 || xn_plot_tick(&plot->axis, i) == 0;
        const struct xn_style style = {.stroke = is_base ? XN_COLOR_QUIET : XN_PLOT_GRID, .stroke_width = 8};
        const struct xn_text label = {.x = field->left - LABEL_GAP / 2,
                                      .y = y + XN_PLOT_TEXT * 36 / 100,
                                      .size = XN_PLOT_TEXT,
                                      .anchor = XN_ANCHOR_END,
                                      .color = XN_COLOR_QUIET};
        xn_marks_add_line(plot->marks, xy, 2, &style);
        xn_marks_add_text(plot->marks, &label, text[i]);
    }
    return XN_OK;
}

/* As many labels as stand beside each other: every one, or every second ... , the last one always. */
static void draw_labels(const struct field *field)
{
    const struct xn_chart *chart = field->plot->chart;
    int widest = 0;
    for (size_t i = 0; i < chart->n_points; i++)
        widest = (int)fmax(widest, xn_words_width(chart->series[0].point[i].label, XN_PLOT_TEXT, false));
    const size_t every = (size_t)fmax(ceil((widest + LABEL_GAP) / field->slot), 1);
    for (size_t i = (chart->n_points - 1) % every; i < chart->n_points; i += every) {
        const struct xn_text text = {.x = field->left + (int)lround(field->slot * ((double)i + 0.5)),
                                     .y = field->bottom + 170,
                                     .size = XN_PLOT_TEXT,
                                     .anchor = XN_ANCHOR_MIDDLE,
                                     .color = XN_COLOR_QUIET};
        xn_marks_add_text(field->plot->marks, &text, chart->series[0].point[i].label);
    }
}

static void draw_reference(const struct field *field)
{
    const double reference = field->plot->chart->reference;
    if (isfinite(reference))
        xn_plot_dashed(field->plot->marks, field->left, y_of(field, reference), field->left + field->width,
                       y_of(field, reference));
}

static void draw_whisker(const struct field *field, size_t series, int x, const struct xn_chart_point *point)
{
    if (!isfinite(point->lower) || !isfinite(point->upper))
        return;
    const int low = y_of(field, point->lower), high = y_of(field, point->upper);
    const int32_t xy[] = {x - WHISKER_END, low,  x + WHISKER_END, low, x, low, x, high,
                          x - WHISKER_END, high, x + WHISKER_END, high};
    const struct xn_style style = {.stroke = xn_plot_color(series), .stroke_width = 10};
    xn_marks_add_line(field->plot->marks, xy, 6, &style);
}

static void draw_joins(const struct field *field, size_t series)
{
    const struct xn_chart *chart = field->plot->chart;
    const struct xn_chart_point *point = chart->series[series].point;
    const struct xn_style style = {.stroke = xn_plot_color(series), .stroke_width = 14};
    for (size_t i = 0; i + 1 < chart->n_points; i++) {
        if (!isfinite(point[i].value) || !isfinite(point[i + 1].value))
            continue;
        const int32_t xy[] = {x_of(field, series, i), y_of(field, point[i].value), x_of(field, series, i + 1),
                              y_of(field, point[i + 1].value)};
        xn_marks_add_line(field->plot->marks, xy, 2, &style);
    }
}

static enum xn_status draw_value(const struct field *field, int x, const struct xn_chart_point *point,
                                 struct xn_error *err)
{
    const char *words = NULL;
    const double top = isfinite(point->upper) ? fmax(point->upper, point->value) : point->value;
    XN_TRY(xn_plot_value_text(field->plot, point->value, &words, err));
    const struct xn_text text = {.x = x,
                                 .y = y_of(field, top) - 75,
                                 .size = XN_PLOT_TEXT,
                                 .anchor = XN_ANCHOR_MIDDLE,
                                 .color = XN_COLOR_INK,
                                 .halo = true};
    xn_marks_add_text(field->plot->marks, &text, words);
    return XN_OK;
}

static enum xn_status draw_series(const struct field *field, size_t series, struct xn_error *err)
{
    const struct xn_chart *chart = field->plot->chart;
    const bool print = chart->n_series == 1 && chart->n_points <= VALUES_PRINTED_MAX;
    draw_joins(field, series);
    for (size_t i = 0; i < chart->n_points; i++) {
        const struct xn_chart_point *point = &chart->series[series].point[i];
        const int x = x_of(field, series, i);
        if (!isfinite(point->value)) {
            xn_plot_cross(field->plot->marks, x, field->bottom - 70);
            continue;
        }
        draw_whisker(field, series, x, point);
        xn_plot_marker(field->plot->marks, series, x, y_of(field, point->value));
        if (print)
            XN_TRY(draw_value(field, x, point, err));
    }
    return XN_OK;
}

enum xn_status xn_plot_lines(const struct xn_plot *plot, int *ret_bottom, struct xn_error *err)
{
    struct field field = {.plot = plot, .top = plot->top + 160, .bottom = plot->top + 160 + PLOT_HEIGHT};
    XN_TRY(draw_value_axis(&field, err));
    field.slot = (double)field.width / (double)plot->chart->n_points;
    draw_labels(&field);
    draw_reference(&field);
    for (size_t s = 0; s < plot->chart->n_series; s++)
        XN_TRY(draw_series(&field, s, err));
    *ret_bottom = field.bottom + 240;
    return XN_OK;
}
