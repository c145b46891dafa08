/* detail.h - at which step of detail each point of a line is still needed. */
#ifndef XENIA_GEO_DETAIL_H
#define XENIA_GEO_DETAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "xenia/status.h"

/* The effective area of each point of a line, m^2: that of the triangle with its neighbours at the moment it
 * is left out, least first, and never less than that of one left out before (Visvalingam & Whyatt 1993). The
 * ends are INFINITY. ret: n values. O(n log n). */
XN_MUST_CHECK enum xn_status xn_effective_areas(const double *xy_m, size_t n, double *ret,
                                                struct xn_error *err);

/* The first of n_steps deviations whose square the area reaches; n_steps: none. */
uint8_t xn_detail_of(double area_m2, const double *step_m, size_t n_steps);

/* An area says nothing of a distance: a long spike has little. So points are drawn earlier where a line
 * without them would run farther from them than a step allows. Afterwards the line as drawn at a step and the
 * whole line are nowhere farther apart than step_m (Hausdorff distance). detail: n values, those of the ends
 * 0. O(n log n) for each step. */
void xn_detail_bound(const double *xy_m, size_t n, const double *step_m, size_t n_steps, uint8_t *detail);

#endif
