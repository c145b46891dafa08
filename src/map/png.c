/* png.c - a view in pixels. */
#include <math.h>
#include "canvas.h"
#include "view.h"

static cairo_status_t draw_view(cairo_surface_t *surface, const struct xn_view *view, double scale)
{
    struct xn_canvas canvas;
    xn_canvas_open(&canvas, surface, view->language);
    xn_canvas_set_color(&canvas, XN_COLOR_PAPER);
    cairo_paint(canvas.cairo);
    xn_canvas_draw(&canvas, &view->marks, 0, 0, scale);
    return xn_canvas_close(&canvas);
}

static cairo_status_t append_png(void *closure, const unsigned char *bytes, unsigned length)
{
    struct xn_buf *buf = closure;
    xn_buf_append(buf, bytes, length);
    return buf->status == XN_OK ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static enum xn_status render(const struct xn_view *view, cairo_surface_t *surface, double scale,
                             struct xn_buf *buf, struct xn_error *err)
{
    cairo_status_t status = draw_view(surface, view, scale);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface, append_png, buf);
    XN_TRY(xn_buf_check(buf, err));
    return xn_canvas_check(status, err);
}

enum xn_status xn_map_png(const struct xn_map *map, unsigned width_px, struct xn_buf *buf,
                          struct xn_error *err)
{
    if (width_px < XN_MAP_PNG_WIDTH_MIN || width_px > XN_MAP_PNG_WIDTH_MAX)
        return xn_fail(err, XN_ARGUMENT, "a picture of %u pixels' width is asked, wanted %d to %d", width_px,
                       XN_MAP_PNG_WIDTH_MIN, XN_MAP_PNG_WIDTH_MAX);
    XN_AUTO(xn_view_free) struct xn_view *view = NULL;
    XN_TRY(xn_view_make(map, &xn_view_screen, &view, err));
    const double scale = (double)width_px / view->width;
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width_px, (int)ceil(view->height * scale));
    const enum xn_status status = render(view, surface, scale, buf, err);
    cairo_surface_destroy(surface);
    return status;
}
