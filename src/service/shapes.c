/* shapes.c - see shapes.h. Five decimals of a degree are about a metre: enough for a page. */
#include "shapes.h"
#include "xenia/geo.h"
#include <math.h>

#define DECIMALS 5

static void widen(double bounds[4], double lon, double lat)
{
    if (bounds[0] == 0 && bounds[2] == 0 && bounds[1] == 0 && bounds[3] == 0) {
        bounds[0] = bounds[2] = lon;
        bounds[1] = bounds[3] = lat;
    }
    bounds[0] = fmin(bounds[0], lon);
    bounds[1] = fmin(bounds[1], lat);
    bounds[2] = fmax(bounds[2], lon);
    bounds[3] = fmax(bounds[3], lat);
}

static enum xn_status put_ring(struct xn_projection *projection, const struct xn_shape *shape, uint32_t ring,
                               struct xn_buf *buf, double bounds[4], struct xn_error *err)
{
    xn_buf_putc(buf, '[');
    for (uint32_t i = shape->ring_start[ring]; i < shape->ring_start[ring + 1]; i++) {
        double lon, lat;
        XN_TRY(xn_projection_to_lonlat(projection, shape->xy[2 * (size_t)i], shape->xy[2 * (size_t)i + 1],
                                       &lon, &lat, err));
        widen(bounds, lon, lat);
        xn_buf_printf(buf, "%s[%.*f,%.*f]", i > shape->ring_start[ring] ? "," : "", DECIMALS, lon, DECIMALS,
                      lat);
    }
    xn_buf_putc(buf, ']');
    return XN_OK;
}

/* Each outer ring opens a polygon; its holes follow it. */
static enum xn_status put_geometry(struct xn_projection *projection, const struct xn_shape *shape,
                                   struct xn_buf *buf, double bounds[4], struct xn_error *err)
{
    if (shape->n_rings == 0) {
        xn_buf_puts(buf, "null");
        return XN_OK;
    }
    xn_buf_puts(buf, "{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (uint32_t r = 0; r < shape->n_rings; r++) {
        xn_buf_puts(buf, r == 0 ? "[" : shape->ring_outer[r] ? "],[" : ",");
        XN_TRY(put_ring(projection, shape, r, buf, bounds, err));
    }
    xn_buf_puts(buf, "]]}");
    return XN_OK;
}

enum xn_status shapes_put_geometry(struct xn_projection *projection, const struct xn_shape *shape,
                                   struct xn_buf *buf, struct xn_error *err)
{
    double bounds[4] = {0};
    return put_geometry(projection, shape, buf, bounds, err);
}

static enum xn_status put_feature(struct xn_projection *projection, const struct xn_unit *unit,
                                  struct xn_buf *buf, double bounds[4], struct xn_error *err)
{
    struct xn_json json;
    xn_buf_puts(buf, "{\"type\":\"Feature\",\"properties\":");
    xn_json_init(&json, buf, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "unit_id", unit->id);
    xn_json_member_string(&json, "name", unit->name);
    xn_json_end_object(&json);
    xn_buf_puts(buf, ",\"geometry\":");
    XN_TRY(put_geometry(projection, &unit->shape, buf, bounds, err));
    xn_buf_putc(buf, '}');
    return XN_OK;
}

enum xn_status shapes_put_geojson(const struct xn_city *city, size_t level, struct xn_buf *buf,
                                  double bounds[4], struct xn_error *err)
{
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    XN_TRY(xn_projection_new(xn_city_crs(city)->definition, &projection, err));
    xn_buf_puts(buf, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (size_t u = 0; u < xn_city_units(city, level); u++) {
        if (u > 0)
            xn_buf_putc(buf, ',');
        XN_TRY(put_feature(projection, xn_city_unit(city, level, u), buf, bounds, err));
    }
    xn_buf_puts(buf, "]}");
    return xn_buf_check(buf, err);
}
