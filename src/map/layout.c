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
    double width_m, height_m; /* of the level */
    int header, notes;        /* heights of what is written around the map */
    struct panel {
        int width, height;
    } beside[2], below; /* of the legend, which is lower where its words have more room */
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

static enum xn_status measure_panel(const struct placing *placing, struct xn_marks *sheet, int width,
                                    struct panel *ret, struct xn_error *err)
{
    const struct xn_layout *layout = placing->layout;
    ret->width = width;
    return xn_margin_legend(sheet, layout->map, &layout->legend, 0, 0, width, &ret->height, err);
}

static enum xn_status measure_panels(struct placing *placing, struct xn_marks *sheet, struct xn_error *err)
{
    const bool narrow = placing->layout->room->width < ROOM_NARROW;
    const int most = inner_width(placing) * 65 / 100, wide = most < LEGEND_WIDTH ? most : LEGEND_WIDTH;
    XN_TRY(
        measure_panel(placing, sheet, narrow ? PANEL_WIDTH_NARROW : PANEL_WIDTH, &placing->beside[0], err));
    XN_TRY(measure_panel(placing, sheet, wide, &placing->beside[1], err));
    placing->below = placing->beside[1];
    placing->beside[0].height += XN_MARGIN_SCALE_HEIGHT;
    placing->beside[1].height += XN_MARGIN_SCALE_HEIGHT;
    placing->below.height = int_max(placing->below.height, XN_MARGIN_SCALE_HEIGHT);
    return XN_OK;
}

/* Writes everything at height 0 on a sheet that is thrown away. */
static enum xn_status measure(struct placing *placing, struct xn_arena *arena, struct xn_error *err)
{
    struct xn_marks sheet = {.arena = arena};
    const struct xn_layout *layout = placing->layout;
    const int width = inner_width(placing);
    XN_TRY(xn_margin_header(&sheet, &layout->captions, 0, 0, width, &placing->header, err));
    XN_TRY(xn_margin_notes(&sheet, &layout->captions, 0, 0, width, &placing->notes, err));
    XN_TRY(measure_panels(placing, &sheet, err));
    return sheet.status == XN_OK ? XN_OK : xn_fail_memory(err);
}

/* --- placing ----------------------------------------------------------------------------------------- */

static int width_beside(const struct placing *placing, const struct panel *panel)
{
    return inner_width(placing) - GUTTER - panel->width;
}

/* The legend at the right of the map, which is `height` high. */
static void place_beside(const struct placing *placing, const struct panel *panel, int top, int height)
{
    struct xn_layout *layout = placing->layout;
    const int left = layout->room->margin, right = left + inner_width(placing);
    layout->map_box = (struct xn_box){left, top, width_beside(placing, panel), height};
    layout->panel = (struct xn_box){right - panel->width, top, panel->width, panel->height};
    layout->scale = (struct xn_box){layout->panel.left, top, panel->width, int_max(panel->height, height)};
}

/* The legend below the map, the scale bar at the right of it. */
static void place_below(const struct placing *placing, int top, int height)
{
    struct xn_layout *layout = placing->layout;
    const struct panel *panel = &placing->below;
    const int left = layout->room->margin;
    layout->map_box = (struct xn_box){left, top, inner_width(placing), height};
    layout->panel = (struct xn_box){left, top + height + NOTES_GAP, panel->width, panel->height};
    layout->scale = (struct xn_box){left + panel->width + GUTTER, layout->panel.top,
                                    inner_width(placing) - panel->width - GUTTER, panel->height};
}

static void place_on_screen(const struct placing *placing, int top)
{
    const struct panel *panel = &placing->beside[0];
    const double scale = scale_in(placing, width_beside(placing, panel), MAP_HEIGHT_MAX);
    place_beside(placing, panel, top, int_max((int)ceil(placing->height_m * scale), MAP_HEIGHT_MIN));
}

/* Wherever the legend leaves the largest map. */
static void place_on_paper(const struct placing *placing, int top)
{
    const struct xn_view_room *room = placing->layout->room;
    const int height = room->height - room->margin - top - NOTES_GAP - placing->notes;
    const int below_height = int_max(height - NOTES_GAP - placing->below.height, MAP_SIDE_MIN);
    const struct panel *best = NULL;
    double best_scale = scale_in(placing, inner_width(placing), below_height);
    for (size_t i = 2; i-- > 0;) {
        const int width = width_beside(placing, &placing->beside[i]);
        const bool fits = width >= MAP_SIDE_MIN && height >= placing->beside[i].height;
        if (!fits || scale_in(placing, width, height) < best_scale)
            continue;
        best = &placing->beside[i];
        best_scale = scale_in(placing, width, height);
    }
    if (best)
        place_beside(placing, best, top, height);
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
