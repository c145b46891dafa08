/* plot.h - what lines and bars share: the axis of values, the looks of the series, and their common parts. */
#ifndef XENIA_MAP_PLOT_H
#define XENIA_MAP_PLOT_H

#include "chart.h"
#include "margin.h"

#define XN_PLOT_TEXT 112
#define XN_PLOT_GRID 0xe0e0e0u

/* Round steps from `low` to `high` that hold every value, interval and the reference. */
struct xn_plot_axis {
    double low, high, step;
};

struct xn_plot {
    const struct xn_chart *chart;
    enum xn_language language;
    struct xn_marks *marks;
    struct xn_plot_axis axis;
    int left, top, width; /* of what is to be drawn in */
};

struct xn_plot_axis xn_plot_axis(const struct xn_chart *chart);
size_t xn_plot_ticks(const struct xn_plot_axis *axis);
double xn_plot_tick(const struct xn_plot_axis *axis, size_t i);
/* The tick as text, and how wide the widest is. */
XN_MUST_CHECK enum xn_status xn_plot_tick_text(const struct xn_plot *plot, size_t i, const char **ret,
                                               struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_plot_value_text(const struct xn_plot *plot, double value, const char **ret,
                                                struct xn_error *err);

/* Series differ in lightness, in the shape of their marks and in how their bars are hatched. */
uint32_t xn_plot_color(size_t series);
struct xn_fill xn_plot_bar_fill(size_t series);
void xn_plot_marker(struct xn_marks *marks, size_t series, int x, int y);
/* Where there is no value. */
void xn_plot_cross(struct xn_marks *marks, int x, int y);
void xn_plot_dashed(struct xn_marks *marks, int x0, int y0, int x1, int y1);

/* Each draws below plot->top and gives the y where it ends. */
XN_MUST_CHECK enum xn_status xn_plot_lines(const struct xn_plot *plot, int *ret_bottom, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_plot_bars(const struct xn_plot *plot, int *ret_bottom, struct xn_error *err);

#endif
