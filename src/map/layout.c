/* layout.c - placing the parts of a picture. See layout.h. */
#include "layout.h"
#include <math.h>

enum {
    HEADER_GAP = 200,
    NOTES_GAP = 260,
    GUTTER = 340,
    PANEL_WIDTH = 2300, /* of the legend beside the map */
    PANEL_WIDTH_NARROW = 2050,
    ROOM_NARROW = 6000,    /* a room is narrow below this width */
    LEGEND_WIDTH = 3400,   /* of the legend below the map: at most */
    MAP_HEIGHT_MIN = 3600, /* where the height is free */
    MAP_HEIGHT_MAX = 8600,
    MAP_SIDE_MIN = 800 /* where it is not */
};

const struct xn_view_room xn_view_screen = {.width = 9600, .margin = 360};

static int int_max(int a, int b)
{
    return a > b ? a : b;
}

/* --- the frame --------------------------------------------------------------------------------------- */

/* What is being placed. */
struct placing {
    struct xn_layout *layout;
    double width_m, height_m;      /* of the level */
    int header, notes;             /* heights of what is written around the map */
    int panel_beside, panel_below; /* and of the legend as the one and the other */
};

static enum xn_status level_bounds(const struct xn_map *map, double ret[4], struct xn_error *err)
{
    double all[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < xn_city_units(map->city, map->level); i++) {
        double one[4];
        if (!xn_shape_bounds(&xn_city_unit(map->city, map->level, i)->shape, one))
            continue;
        for (int k = 0; k < 2; k++) {
            all[k] = fmin(all[k], one[k]);
            all[k + 2] = fmax(all[k + 2], one[k + 2]);
        }
    }
    if (!isfinite(all[0]))
        return xn_fail(err, XN_UNDEFINED, "level '%s' has no polygon to draw",
                       xn_city_level_name(map->city, map->level));
    for (int k = 0; k < 4; k++)
        ret[k] = all[k];
    return XN_OK;
}

/* The scale at which the level fills a box. */
static double scale_in(const struct placing *placing, int width, int height)
{
    return fmin(width / placing->width_m, height / placing->height_m);
}

/* Puts the level into the middle of the map's box. */
static void make_frame(const struct placing *placing, const double bounds[4])
{
    struct xn_layout *layout = placing->layout;
    const struct xn_box *box = &layout->map_box;
    const double scale = scale_in(placing, box->width, box->height);
    layout->frame = (struct xn_frame){.min_x_m = bounds[0],
                                      .max_y_m = bounds[3],
                                      .tenths_per_m = scale,
                                      .left = box->left + (box->width - (int)(placing->width_m * scale)) / 2,
                                      .top = box->top + (box->height - (int)(placing->height_m * scale)) / 2};
    const double unit_side = sqrt(placing->width_m * placing->height_m * scale * scale /
                                  (double)xn_city_units(layout->map->city, layout->map->level));
    layout->border_width = (int)fmin(fmax(unit_side / 100, 1), 5);
}

/* --- measuring --------------------------------------------------------------------------------------- */

static int inner_width(const struct placing *placing)
{
    return placing->layout->room->width - 2 * placing->layout->room->margin;
}

static int panel_width(const struct placing *placing)
{
    return placing->layout->room->width < ROOM_NARROW ? PANEL_WIDTH_NARROW : PANEL_WIDTH;
}

static int legend_width_below(const struct placing *placing)
{
    const int most = inner_width(placing) * 65 / 100;
    return most < LEGEND_WIDTH ? most : LEGEND_WIDTH;
}

/* Writes everything at height 0 on a sheet that is thrown away. */
static enum xn_status measure(struct placing *placing, struct xn_arena *arena, struct xn_error *err)
{
    struct xn_marks sheet = {.arena = arena};
    const struct xn_layout *layout = placing->layout;
    const int width = inner_width(placing);
    XN_TRY(xn_margin_header(&sheet, &layout->captions, 0, 0, width, &placing->header, err));
    XN_TRY(xn_margin_notes(&sheet, &layout->captions, 0, 0, width, &placing->notes, err));
    XN_TRY(xn_margin_legend(&sheet, layout->map, &layout->legend, 0, 0, panel_width(placing),
                            &placing->panel_beside, err));
    XN_TRY(xn_margin_legend(&sheet, layout->map, &layout->legend, 0, 0, legend_width_below(placing),
                            &placing->panel_below, err));
    placing->panel_beside += XN_MARGIN_SCALE_HEIGHT;
    placing->panel_below = int_max(placing->panel_below, XN_MARGIN_SCALE_HEIGHT);
    return sheet.status == XN_OK ? XN_OK : xn_fail_memory(err);
}

/* --- placing ----------------------------------------------------------------------------------------- */

/* The legend at the right of the map, which is `height` high. */
static void place_beside(const struct placing *placing, int top, int height)
{
    struct xn_layout *layout = placing->layout;
    const int left = layout->room->margin, panel = panel_width(placing);
    layout->map_box = (struct xn_box){left, top, inner_width(placing) - GUTTER - panel, height};
    layout->panel = (struct xn_box){left + inner_width(placing) - panel, top, panel, placing->panel_beside};
    layout->scale = (struct xn_box){layout->panel.left, top, panel, int_max(placing->panel_beside, height)};
}

/* The legend below the map, the scale bar at the right of it. */
static void place_below(const struct placing *placing, int top, int height)
{
    struct xn_layout *layout = placing->layout;
    const int left = layout->room->margin, legend = legend_width_below(placing);
    layout->map_box = (struct xn_box){left, top, inner_width(placing), height};
    layout->panel = (struct xn_box){left, top + height + NOTES_GAP, legend, placing->panel_below};
    layout->scale = (struct xn_box){left + legend + GUTTER, layout->panel.top,
                                    inner_width(placing) - legend - GUTTER, placing->panel_below};
}

static void place_on_screen(const struct placing *placing, int top)
{
    const int width = inner_width(placing) - GUTTER - panel_width(placing);
    const double scale = scale_in(placing, width, MAP_HEIGHT_MAX);
    place_beside(placing, top, int_max((int)ceil(placing->height_m * scale), MAP_HEIGHT_MIN));
}

static void place_on_paper(const struct placing *placing, int top)
{
    const struct xn_view_room *room = placing->layout->room;
    const int height = room->height - room->margin - top - NOTES_GAP - placing->notes;
    const int beside_width = inner_width(placing) - GUTTER - panel_width(placing);
    const int below_height = int_max(height - NOTES_GAP - placing->panel_below, MAP_SIDE_MIN);
    const bool fits_beside = beside_width >= MAP_SIDE_MIN && height >= placing->panel_beside;
    if (fits_beside &&
        scale_in(placing, beside_width, height) >= scale_in(placing, inner_width(placing), below_height))
        place_beside(placing, top, height);
    else
        place_below(placing, top, below_height);
}

enum xn_status xn_layout_place(struct xn_layout *layout, struct xn_arena *arena, struct xn_error *err)
{
    struct placing placing = {.layout = layout};
    const int margin = layout->room->margin;
    double bounds[4];
    XN_TRY(level_bounds(layout->map, bounds, err));
    placing.width_m = bounds[2] - bounds[0];
    placing.height_m = bounds[3] - bounds[1];
    XN_TRY(measure(&placing, arena, err));
    const int width = inner_width(&placing), top = margin + placing.header + HEADER_GAP;
    if (layout->room->height == 0)
        place_on_screen(&placing, top);
    else
        place_on_paper(&placing, top);
    layout->header = (struct xn_box){margin, margin, width, placing.header};
    layout->notes =
        (struct xn_box){margin, layout->scale.top + layout->scale.height + NOTES_GAP, width, placing.notes};
    make_frame(&placing, bounds);
    return XN_OK;
}
