/* view.h - a whole picture as marks that any back end can draw.
 *
 * The layout is decided here once; the writers of SVG, PNG and PDF only draw.
 */
#ifndef XENIA_MAP_VIEW_H
#define XENIA_MAP_VIEW_H

#include "legend.h"
#include "marks.h"

/* The first that is installed; all are about as wide as words.h assumes. */
#define XN_VIEW_FONT "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
/* Hatching lines are this far apart along the horizontal. */
#define XN_VIEW_HATCH_STEP 60
#define XN_VIEW_HATCH_WIDTH 10
#define XN_VIEW_HALO_WIDTH 24

/* The room for a picture, in tenths of a pixel. */
struct xn_view_room {
    int width;
    int height; /* 0: as the city's shape wants, with the legend at the right; else the map fills it, and the
                   legend stands at the right or below, wherever that leaves the larger map */
    int margin;
};
extern const struct xn_view_room xn_view_screen; /* 960 pixels wide */

struct xn_view {
    int width, height; /* higher than the room only when the words alone are */
    double tenths_per_m;
    enum xn_language language;
    const char *title, *subtitle, *description; /* clean text */
    struct xn_marks marks;
    struct xn_arena *arena;
};

XN_MUST_CHECK enum xn_status xn_view_make(const struct xn_map *map, const struct xn_view_room *room,
                                          struct xn_view **ret, struct xn_error *err);
void xn_view_free(struct xn_view *view);
XN_DEFINE_AUTO(xn_view_free, struct xn_view *)

#endif
