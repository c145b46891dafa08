/* chart.h - a chart as marks: the same for paper and for a screen. See document.h for what it shows. */
#ifndef XENIA_MAP_CHART_H
#define XENIA_MAP_CHART_H

#include "view.h"
#include "xenia/document.h"

/* `width` in tenths of a pixel; the height is what the chart takes. */
XN_MUST_CHECK enum xn_status xn_chart_view(const struct xn_chart *chart, enum xn_language language, int width,
                                           struct xn_view **ret, struct xn_error *err);

/* A value as the chart prints it: "23.4%", "12". Not finite: nothing. */
void xn_chart_put_value(const struct xn_chart *chart, enum xn_language language, double value,
                        struct xn_buf *buf);

#endif
