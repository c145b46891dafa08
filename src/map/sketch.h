/* sketch.h - a sketch as marks, and whichever figure a block has. See document.h for what a sketch shows. */
#ifndef XENIA_MAP_SKETCH_H
#define XENIA_MAP_SKETCH_H

#include "blocks.h"
#include "view.h"

/* `width` in tenths of a pixel; the height is what the sketch takes. */
XN_MUST_CHECK enum xn_status xn_sketch_view(const struct xn_sketch *sketch, enum xn_language language,
                                            int width, struct xn_view **ret, struct xn_error *err);
/* The chart or sketch of a block of kind XN_BLOCK_CHART. */
XN_MUST_CHECK enum xn_status xn_figure_view(const struct xn_block *block, enum xn_language language,
                                            int width, struct xn_view **ret, struct xn_error *err);

#endif
