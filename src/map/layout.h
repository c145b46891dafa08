/* layout.h - where on a picture the map, its legend, the scale bar and the notes stand.
 *
 * On a screen the legend is at the right and the picture as high as it must be. Paper has its height: the map
 * fills what the words leave, and the legend stands at the right or below, wherever that leaves the larger
 * map.
 */
#ifndef XENIA_MAP_LAYOUT_H
#define XENIA_MAP_LAYOUT_H

#include "margin.h"
#include "view.h"

struct xn_box {
    int left, top, width, height;
};

struct xn_layout {
    const struct xn_map *map;
    const struct xn_view_room *room;
    struct xn_legend legend;
    struct xn_captions captions;
    struct xn_box header, map_box, panel, scale, notes; /* panel: the legend; scale: bar and north arrow */
    struct xn_frame frame;                              /* the level in the middle of the map's box */
    int border_width;
};

/* The boxes and the frame, from the map, the room, and the words of legend and captions. */
XN_MUST_CHECK enum xn_status xn_layout_place(struct xn_layout *layout, struct xn_arena *arena,
                                             struct xn_error *err);

/* --- names of the units (names.c) -------------------------------------------------------------------- */

/* On the units that have room for them; outline: n_units. */
XN_MUST_CHECK enum xn_status xn_names_draw(const struct xn_layout *layout, const struct xn_outline *outline,
                                           struct xn_marks *marks, struct xn_error *err);

#endif
