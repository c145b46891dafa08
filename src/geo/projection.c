/* projection.c - between longitude and latitude and the metres of a layer.
 *
 * PROJ picks the best way between the two datums that it can go without its network. Whatever is not a
 * finite place on Earth is stopped before PROJ sees it.
 */
#include <math.h>
#include "crs.h"
#include "places.h"
#include "xenia/geo.h"
#include "xenia/memory.h"

struct xn_projection {
    struct xn_crs_handle *handle;
    PJ *to_lonlat;
};

enum xn_status xn_projection_new(const char *crs_definition, struct xn_projection **ret, struct xn_error *err)
{
    XN_AUTO(xn_projection_free) struct xn_projection *projection = xn_calloc(1, sizeof *projection);
    if (!projection)
        return xn_fail_memory(err);
    XN_TRY(xn_crs_open(crs_definition, &projection->handle, err));
    if (!xn_crs_is_plain_metres(projection->handle))
        return xn_fail(err, XN_INPUT,
                       "the coordinate reference system '%s' is not in metres that can be measured in",
                       proj_get_name(projection->handle->crs));
    projection->to_lonlat = xn_crs_transformation(projection->handle, XN_LONGITUDE_LATITUDE);
    if (!projection->to_lonlat)
        return xn_fail(err, XN_INPUT, "PROJ knows no way from '%s' to longitude and latitude",
                       proj_get_name(projection->handle->crs));
    *ret = XN_STEAL(projection);
    return XN_OK;
}

void xn_projection_free(struct xn_projection *projection)
{
    if (!projection)
        return;
    proj_destroy(projection->to_lonlat);
    xn_crs_close(projection->handle);
    xn_free(projection);
}

static bool transform(struct xn_projection *projection, PJ_DIRECTION direction, double x, double y,
                      PJ_COORD *ret)
{
    proj_errno_reset(projection->to_lonlat);
    *ret = proj_trans(projection->to_lonlat, direction, proj_coord(x, y, 0, 0));
    return isfinite(ret->xy.x) && isfinite(ret->xy.y);
}

enum xn_status xn_projection_to_metres(struct xn_projection *projection, double lon, double lat,
                                       double *ret_x_m, double *ret_y_m, struct xn_error *err)
{
    if (!(fabs(lon) <= XN_LONGITUDE_LIMIT && fabs(lat) <= XN_LATITUDE_LIMIT))
        return xn_fail(
            err, XN_INPUT,
            "longitude %.10g, latitude %.10g is not a place on Earth; wanted degrees within 180 and 90", lon,
            lat);
    PJ_COORD place;
    if (!transform(projection, PJ_INV, lon, lat, &place) || fabs(place.xy.x) > XN_METRES_LIMIT ||
        fabs(place.xy.y) > XN_METRES_LIMIT)
        return xn_fail(err, XN_INPUT, "longitude %.10g, latitude %.10g has no place in '%s'", lon, lat,
                       proj_get_name(projection->handle->crs));
    *ret_x_m = place.xy.x;
    *ret_y_m = place.xy.y;
    return XN_OK;
}

enum xn_status xn_projection_to_lonlat(struct xn_projection *projection, double x_m, double y_m,
                                       double *ret_lon, double *ret_lat, struct xn_error *err)
{
    PJ_COORD place;
    if (!(fabs(x_m) <= XN_METRES_LIMIT && fabs(y_m) <= XN_METRES_LIMIT) ||
        !transform(projection, PJ_FWD, x_m, y_m, &place) || fabs(place.lp.lam) > XN_LONGITUDE_LIMIT ||
        fabs(place.lp.phi) > XN_LATITUDE_LIMIT)
        return xn_fail(err, XN_INPUT, "(%.10g, %.10g) in '%s' is not a place on Earth", x_m, y_m,
                       proj_get_name(projection->handle->crs));
    *ret_lon = place.lp.lam;
    *ret_lat = place.lp.phi;
    return XN_OK;
}
