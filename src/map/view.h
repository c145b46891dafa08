/* view.h - a whole picture as marks that any back end can draw.
 *
 * The layout is decided here once; the writers of SVG and PNG only draw.
 */
#ifndef XENIA_MAP_VIEW_H
#define XENIA_MAP_VIEW_H

#include "legend.h"
#include "marks.h"

/* The first that is installed; all are about as wide as words.h assumes. */
#define XN_VIEW_FONT "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
/* Tenths of a pixel; the height follows from the city's shape. */
#define XN_VIEW_WIDTH 9600
/* Hatching lines are this far apart along the horizontal. */
#define XN_VIEW_HATCH_STEP 60
#define XN_VIEW_HATCH_WIDTH 10
#define XN_VIEW_HALO_WIDTH 24

struct xn_view {
    int height;
    enum xn_language language;
    const char *title, *description; /* clean text */
    struct xn_marks marks;
    struct xn_arena *arena;
};

XN_MUST_CHECK enum xn_status xn_view_make(const struct xn_map *map, struct xn_view **ret,
                                          struct xn_error *err);
void xn_view_free(struct xn_view *view);
XN_DEFINE_AUTO(xn_view_free, struct xn_view *)

#endif
