/* outline.h - from metres to whole tenths of a pixel, and where a name fits.
 *
 * Rounding happens once, here, so every back end draws the same points. Points that add nothing at this
 * resolution (repeated, or on the straight line between their neighbours) are dropped; a unit smaller than
 * that stays as one point, so that no unit is missing from a picture.
 */
#ifndef XENIA_MAP_OUTLINE_H
#define XENIA_MAP_OUTLINE_H

#include <stdint.h>
#include "xenia/geo.h"
#include "xenia/memory.h"

/* Rings of points without the closing one; ring r ends before ring_end[r]. */
struct xn_outline {
    size_t n_rings;
    uint32_t *ring_end;
    int32_t *xy; /* x right, y down */
};

/* x = left + (x_m - min_x_m) * scale, y = top + (max_y_m - y_m) * scale. */
struct xn_frame {
    double min_x_m, max_y_m;
    double tenths_per_m;
    int left, top;
};

/* No geometry gives no rings. */
XN_MUST_CHECK enum xn_status xn_outline_make(struct xn_arena *arena, const struct xn_shape *shape,
                                             const struct xn_frame *frame, struct xn_outline *ret,
                                             struct xn_error *err);
/* Where a box of this size lies whole inside the outline, as near as possible to the place (x, y): the box's
 * middle. Checked on its upper edge, middle and lower edge. False: it does not fit. */
bool xn_outline_fit_box(const struct xn_outline *outline, int width, int height, int *x, int *y);

#endif
