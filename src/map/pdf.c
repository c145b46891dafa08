/* pdf.c - a view as a page of paper. */
#include "paper.h"
#include "view.h"

#define MARGIN 42.5 /* 15 mm: what any printer leaves */

static struct xn_view_room room_on(bool across)
{
    const double width = across ? XN_PAPER_LONG : XN_PAPER_SHORT;
    const double height = across ? XN_PAPER_SHORT : XN_PAPER_LONG;
    return (struct xn_view_room){.width = (int)((width - 2 * MARGIN) / XN_PAPER_VIEW_SCALE),
                                 .height = (int)((height - 2 * MARGIN) / XN_PAPER_VIEW_SCALE)};
}

/* The page as the city's shape wants it: whichever way its map is larger. */
static enum xn_status make_view(const struct xn_map *map, bool *ret_across, struct xn_view **ret,
                                struct xn_error *err)
{
    XN_AUTO(xn_view_free) struct xn_view *upright = NULL;
    XN_AUTO(xn_view_free) struct xn_view *across = NULL;
    const struct xn_view_room upright_room = room_on(false), across_room = room_on(true);
    XN_TRY(xn_view_make(map, &upright_room, &upright, err));
    XN_TRY(xn_view_make(map, &across_room, &across, err));
    *ret_across = across->tenths_per_m > upright->tenths_per_m;
    *ret = *ret_across ? XN_STEAL(across) : XN_STEAL(upright);
    return XN_OK;
}

static enum xn_status write_page(const struct xn_view *view, const struct xn_paper_properties *properties,
                                 struct xn_buf *buf, struct xn_error *err)
{
    struct xn_paper paper;
    xn_paper_open(&paper, properties);
    const double height = paper.height - 2 * MARGIN;
    const double scale =
        view->height * XN_PAPER_VIEW_SCALE > height ? height / view->height : XN_PAPER_VIEW_SCALE;
    xn_canvas_draw(&paper.canvas, &view->marks, MARGIN, MARGIN, scale);
    cairo_show_page(paper.canvas.cairo);
    return xn_paper_finish(&paper, buf, err);
}

enum xn_status xn_map_pdf(const struct xn_map *map, enum xn_paper_size size, xn_date made_on,
                          struct xn_buf *buf, struct xn_error *err)
{
    XN_AUTO(xn_view_free) struct xn_view *view = NULL;
    bool across;
    XN_TRY(make_view(map, &across, &view, err));
    const struct xn_paper_properties properties = {.title = view->title,
                                                   .author = "Xenia",
                                                   .keywords = view->subtitle,
                                                   .made_on = made_on,
                                                   .language = map->language,
                                                   .size = size,
                                                   .across = across};
    return write_page(view, &properties, buf, err);
}
