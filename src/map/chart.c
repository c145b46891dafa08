/* chart.c - a chart: its title and unit, its series, lines or bars, and why values are missing. See chart.h.
 */
#include "chart.h"
#include <math.h>
#include <string.h>
#include "plot.h"
#include "words.h"

enum { TITLE_SIZE = 133, KEY_WIDTH = 290, KEY_GAP = 80 };

static enum xn_status draw_head(struct xn_plot *plot, struct xn_error *err)
{
    const struct xn_text title = {.x = plot->left, .size = TITLE_SIZE, .bold = true, .color = XN_COLOR_INK};
    const struct xn_text unit = {.x = plot->left, .size = XN_PLOT_TEXT, .color = XN_COLOR_QUIET};
    XN_TRY(xn_margin_lines(plot->marks, title, plot->chart->title, plot->width, 2, &plot->top, err));
    return xn_margin_lines(plot->marks, unit, plot->chart->unit, plot->width, 2, &plot->top, err);
}

/* The look of a series, as in the plot. */
static void draw_series_key(const struct xn_plot *plot, size_t series, int x, int middle)
{
    const int right = x + KEY_WIDTH - KEY_GAP;
    const int32_t line[] = {x, middle, right, middle};
    const struct xn_style stroke = {.stroke = xn_plot_color(series), .stroke_width = 14};
    const struct xn_style bar = {
        .filled = true, .fill = xn_plot_bar_fill(series), .stroke = xn_plot_color(series), .stroke_width = 6};
    if (plot->chart->bars) {
        xn_marks_add_box(plot->marks, x, middle - 55, right - x, 110, &bar);
        return;
    }
    xn_marks_add_line(plot->marks, line, 2, &stroke);
    xn_plot_marker(plot->marks, series, (x + right) / 2, middle);
}

/* The keys stand beside each other as far as they fit; `key` moves along. */
struct key_place {
    int x, middle;
};

static void make_room(const struct xn_plot *plot, const char *name, struct key_place *key)
{
    const int width = KEY_WIDTH + xn_words_width(name, XN_PLOT_TEXT, false);
    if (key->x == plot->left || key->x + width <= plot->left + plot->width)
        return;
    key->x = plot->left;
    key->middle += 170;
}

static void draw_key_name(const struct xn_plot *plot, const char *name, struct key_place *key)
{
    const struct xn_text text = {.x = key->x + KEY_WIDTH,
                                 .y = key->middle + XN_PLOT_TEXT * 36 / 100,
                                 .size = XN_PLOT_TEXT,
                                 .color = XN_COLOR_INK};
    xn_marks_add_text(plot->marks, &text, name);
    key->x += KEY_WIDTH + xn_words_width(name, XN_PLOT_TEXT, false) + 220;
}

/* What the lines and bars are, where there is more than one thing to tell apart, and the reference. */
static void draw_keys(struct xn_plot *plot)
{
    const struct xn_chart *chart = plot->chart;
    const bool has_reference = isfinite(chart->reference);
    struct key_place key = {.x = plot->left, .middle = plot->top + 130};
    if (chart->n_series < 2 && !has_reference)
        return;
    for (size_t s = 0; s < chart->n_series; s++) {
        const char *name = *chart->series[s].name ? chart->series[s].name : chart->unit;
        make_room(plot, name, &key);
        draw_series_key(plot, s, key.x, key.middle);
        draw_key_name(plot, name, &key);
    }
    if (has_reference) {
        make_room(plot, chart->reference_name, &key);
        xn_plot_dashed(plot->marks, key.x, key.middle, key.x + KEY_WIDTH - KEY_GAP, key.middle);
        draw_key_name(plot, chart->reference_name, &key);
    }
    plot->top = key.middle + 90;
}

/* --- why there is no value --------------------------------------------------------------------------- */

static bool lacks_for(const struct xn_chart_point *point, const char *reason)
{
    return !isfinite(point->value) && point->reason && strcmp(point->reason, reason) == 0;
}

/* Is point i the first of its series without a value for its reason? */
static bool is_first(const struct xn_chart_point *point, size_t i)
{
    if (isfinite(point[i].value) || !point[i].reason)
        return false;
    for (size_t k = 0; k < i; k++)
        if (lacks_for(&point[k], point[i].reason))
            return false;
    return true;
}

/* "2026Q3, 2026Q4: the numbers are too small", after a cross as in the plot. */
static enum xn_status draw_reason(struct xn_plot *plot, size_t series, const char *reason,
                                  struct xn_error *err)
{
    const struct xn_chart *chart = plot->chart;
    const struct xn_chart_series *of = &chart->series[series];
    const struct xn_text text = {.x = plot->left + 150, .size = XN_PLOT_TEXT, .color = XN_COLOR_QUIET};
    XN_AUTO_BUF words = XN_BUF_INIT;
    const char *kept = NULL;
    if (chart->n_series > 1)
        xn_buf_printf(&words, "%s, ", of->name);
    for (size_t i = 0, n = 0; i < chart->n_points; i++)
        if (lacks_for(&of->point[i], reason))
            xn_buf_printf(&words, "%s%s", n++ ? ", " : "", of->point[i].label);
    xn_buf_printf(&words, ": %s", reason);
    XN_TRY(xn_words_keep(&words, plot->marks->arena, &kept, err));
    xn_plot_cross(plot->marks, plot->left + 50, plot->top + 70);
    return xn_margin_lines(plot->marks, text, kept, plot->width - 150, XN_WORDS_LINE_MAX, &plot->top, err);
}

static enum xn_status draw_reasons(struct xn_plot *plot, struct xn_error *err)
{
    for (size_t s = 0; s < plot->chart->n_series; s++)
        for (size_t i = 0; i < plot->chart->n_points; i++)
            if (is_first(plot->chart->series[s].point, i))
                XN_TRY(draw_reason(plot, s, plot->chart->series[s].point[i].reason, err));
    return XN_OK;
}

/* --- the chart --------------------------------------------------------------------------------------- */

static enum xn_status draw(struct xn_plot *plot, struct xn_view *view, struct xn_error *err)
{
    XN_TRY(draw_head(plot, err));
    draw_keys(plot);
    if (plot->chart->bars) {
        XN_TRY(xn_plot_bars(plot, &plot->top, err));
    } else {
        XN_TRY(xn_plot_lines(plot, &plot->top, err));
        XN_TRY(draw_reasons(plot, err));
    }
    view->height = plot->top;
    return view->marks.status == XN_OK ? XN_OK : xn_fail_memory(err);
}

enum xn_status xn_chart_view(const struct xn_chart *chart, enum xn_language language, int width,
                             struct xn_view **ret, struct xn_error *err)
{
    XN_AUTO(xn_view_free) struct xn_view *view = xn_calloc(1, sizeof *view);
    if (!view || !(view->arena = xn_arena_new()))
        return xn_fail_memory(err);
    view->width = width;
    view->language = language;
    view->title = chart->title;
    view->subtitle = view->description = chart->unit;
    view->marks.arena = view->arena;
    struct xn_plot plot = {.chart = chart,
                           .language = language,
                           .marks = &view->marks,
                           .axis = xn_plot_axis(chart),
                           .width = width};
    XN_TRY(draw(&plot, view, err));
    *ret = XN_STEAL(view);
    return XN_OK;
}
