/* margin.h - what stands around the map: title, legend, scale bar, north arrow, notes at the foot. */
#ifndef XENIA_MAP_MARGIN_H
#define XENIA_MAP_MARGIN_H

#include "legend.h"
#include "marks.h"

/* The words around the map, clean and in its language. */
struct xn_captions {
    const char *title, *subtitle;
    size_t n_notes;
    const char *note[6];
};
XN_MUST_CHECK enum xn_status xn_captions_make(const struct xn_map *map, const struct xn_legend *legend,
                                              struct xn_arena *arena, struct xn_captions *ret,
                                              struct xn_error *err);

/* The base line of a line of text in a row of 1.4 times its size, and that row. */
int xn_margin_row_height(int size);
/* Lines one under the other, `most` of them at most; moves *y below them. */
XN_MUST_CHECK enum xn_status xn_margin_lines(struct xn_marks *marks, struct xn_text text, const char *words,
                                             int width, size_t most, int *y, struct xn_error *err);

/* Each draws from `top` on into a column and gives the y where it ends. */
XN_MUST_CHECK enum xn_status xn_margin_header(struct xn_marks *marks, const struct xn_captions *captions,
                                              int left, int top, int width, int *ret_bottom,
                                              struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_margin_legend(struct xn_marks *marks, const struct xn_map *map,
                                              const struct xn_legend *legend, int left, int top, int width,
                                              int *ret_bottom, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_margin_notes(struct xn_marks *marks, const struct xn_captions *captions,
                                             int left, int top, int width, int *ret_bottom,
                                             struct xn_error *err);

#define XN_MARGIN_SCALE_HEIGHT 420
/* Scale bar at the left and north arrow at the right of a column, standing on `bottom`. */
XN_MUST_CHECK enum xn_status xn_margin_scale(struct xn_marks *marks, const struct xn_map *map,
                                             double tenths_per_m, int left, int bottom, int width,
                                             struct xn_error *err);

#endif
