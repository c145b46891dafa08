/* plot_bars.c - values by name: lying bars, so that names can be read, with their intervals as whiskers. */
#include <math.h>
#include "plot.h"
#include "words.h"

enum { BAR = 150, BAR_GAP = 30, GROUP_GAP = 120, LABEL_GAP = 100, WHISKER_END = 36 };

struct field {
    const struct xn_plot *plot;
    int left, top, width, bottom;
    int group_height; /* of the bars of one label */
};

static int x_of(const struct field *field, double value)
{
    const struct xn_plot_axis *axis = &field->plot->axis;
    return field->left + (int)lround((value - axis->low) / (axis->high - axis->low) * field->width);
}

static int widest_label(const struct xn_chart *chart)
{
    int widest = 0;
    for (size_t i = 0; i < chart->n_points; i++)
        widest = (int)fmax(widest, xn_words_width(chart->series[0].point[i].label, XN_PLOT_TEXT, false));
    return widest;
}

static enum xn_status widest_value(const struct xn_plot *plot, int *ret, struct xn_error *err)
{
    int widest = 0;
    for (size_t s = 0; s < plot->chart->n_series; s++)
        for (size_t i = 0; i < plot->chart->n_points; i++) {
            const char *text = NULL;
            XN_TRY(xn_plot_value_text(plot, plot->chart->series[s].point[i].value, &text, err));
            widest = (int)fmax(widest, xn_words_width(text, XN_PLOT_TEXT, false));
        }
    *ret = widest;
    return XN_OK;
}

/* Names take what they need up to a third of the width; values stand behind the bars. */
static enum xn_status lay_out(struct field *field, struct xn_error *err)
{
    const struct xn_plot *plot = field->plot;
    const int n = (int)plot->chart->n_points, series = (int)plot->chart->n_series;
    int value_width;
    XN_TRY(widest_value(plot, &value_width, err));
    const int label = (int)fmin(widest_label(plot->chart), plot->width / 3.0);
    field->left = plot->left + label + LABEL_GAP;
    field->width = plot->left + plot->width - field->left - value_width - LABEL_GAP;
    field->group_height = series * BAR + (series - 1) * BAR_GAP;
    field->bottom = field->top + n * (field->group_height + GROUP_GAP);
    return XN_OK;
}

static enum xn_status draw_value_axis(const struct field *field, struct xn_error *err)
{
    const struct xn_plot *plot = field->plot;
    for (size_t i = 0; i < xn_plot_ticks(&plot->axis); i++) {
        const double tick = xn_plot_tick(&plot->axis, i);
        const int32_t xy[] = {x_of(field, tick), field->top, x_of(field, tick), field->bottom};
        const struct xn_style style = {.stroke = tick == 0 ? XN_COLOR_QUIET : XN_PLOT_GRID,
                                       .stroke_width = 8};
        const struct xn_text label = {.x = xy[0],
                                      .y = field->bottom + 150,
                                      .size = XN_PLOT_TEXT,
                                      .anchor = XN_ANCHOR_MIDDLE,
                                      .color = XN_COLOR_QUIET};
        const char *text = NULL;
        XN_TRY(xn_plot_tick_text(plot, i, &text, err));
        xn_marks_add_line(plot->marks, xy, 2, &style);
        xn_marks_add_text(plot->marks, &label, text);
    }
    return XN_OK;
}

/* In the middle of its bars; two lines at most. */
static enum xn_status draw_label(const struct field *field, const char *label, int top, struct xn_error *err)
{
    struct xn_words_lines lines;
    const int width = field->left - LABEL_GAP - field->plot->left, line_height = XN_PLOT_TEXT * 115 / 100;
    XN_TRY(xn_words_wrap(field->plot->marks->arena, label, XN_PLOT_TEXT, false, width, 2, &lines, err));
    struct xn_text text = {.x = field->left - LABEL_GAP,
                           .y = top + field->group_height / 2 - line_height * ((int)lines.count - 1) / 2 +
                                XN_PLOT_TEXT * 36 / 100,
                           .size = XN_PLOT_TEXT,
                           .anchor = XN_ANCHOR_END,
                           .color = XN_COLOR_INK};
    for (size_t i = 0; i < lines.count; i++, text.y += line_height)
        xn_marks_add_text(field->plot->marks, &text, lines.line[i]);
    return XN_OK;
}

static void draw_whisker(const struct field *field, const struct xn_chart_point *point, int y)
{
    if (!isfinite(point->lower) || !isfinite(point->upper))
        return;
    const int low = x_of(field, point->lower), high = x_of(field, point->upper);
    const int32_t xy[] = {low,  y - WHISKER_END, low,  y + WHISKER_END, low, y, high, y,
                          high, y - WHISKER_END, high, y + WHISKER_END};
    const struct xn_style edge = {.stroke = XN_COLOR_PAPER, .stroke_width = 26};
    const struct xn_style style = {.stroke = XN_COLOR_INK, .stroke_width = 10};
    xn_marks_add_line(field->plot->marks, xy, 6, &edge);
    xn_marks_add_line(field->plot->marks, xy, 6, &style);
}

/* Behind the bar: its value, or why there is none. */
static enum xn_status draw_value(const struct field *field, const struct xn_chart_point *point, int y,
                                 struct xn_error *err)
{
    const bool has_value = isfinite(point->value);
    const double end = !has_value               ? 0
                       : isfinite(point->upper) ? fmax(point->upper, point->value)
                                                : point->value;
    struct xn_text text = {.x = x_of(field, fmax(end, 0)) + 60,
                           .y = y + XN_PLOT_TEXT * 36 / 100,
                           .size = XN_PLOT_TEXT,
                           .color = has_value ? XN_COLOR_INK : XN_COLOR_QUIET,
                           .halo = true};
    const char *words = point->reason ? point->reason : "";
    if (has_value)
        XN_TRY(xn_plot_value_text(field->plot, point->value, &words, err));
    xn_marks_add_text(field->plot->marks, &text, words);
    return XN_OK;
}

static enum xn_status draw_bar(const struct field *field, size_t series, size_t i, int top,
                               struct xn_error *err)
{
    const struct xn_chart_point *point = &field->plot->chart->series[series].point[i];
    if (isfinite(point->value)) {
        const struct xn_style style = {.filled = true,
                                       .fill = xn_plot_bar_fill(series),
                                       .stroke = xn_plot_color(series),
                                       .stroke_width = 6};
        const int from = x_of(field, fmin(point->value, 0)), to = x_of(field, fmax(point->value, 0));
        xn_marks_add_box(field->plot->marks, from, top, to - from, BAR, &style);
        draw_whisker(field, point, top + BAR / 2);
    }
    return draw_value(field, point, top + BAR / 2, err);
}

static void draw_reference(const struct field *field)
{
    const double reference = field->plot->chart->reference;
    if (isfinite(reference))
        xn_plot_dashed(field->plot->marks, x_of(field, reference), field->top, x_of(field, reference),
                       field->bottom);
}

enum xn_status xn_plot_bars(const struct xn_plot *plot, int *ret_bottom, struct xn_error *err)
{
    struct field field = {.plot = plot, .top = plot->top + 60};
    XN_TRY(lay_out(&field, err));
    XN_TRY(draw_value_axis(&field, err));
    int top = field.top + GROUP_GAP / 2;
    for (size_t i = 0; i < plot->chart->n_points; i++, top += field.group_height + GROUP_GAP) {
        XN_TRY(draw_label(&field, plot->chart->series[0].point[i].label, top, err));
        for (size_t s = 0; s < plot->chart->n_series; s++)
            XN_TRY(draw_bar(&field, s, i, top + (int)s * (BAR + BAR_GAP), err));
    }
    draw_reference(&field);
    *ret_bottom = field.bottom + 220;
    return XN_OK;
}
