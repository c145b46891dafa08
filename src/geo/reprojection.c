/* reprojection.c - which metres is a layer measured in?
 *
 * Projected metres stay as they are. Degrees, Mercator and feet go to Lambert azimuthal equal-area on
 * WGS 84 around the middle of the layer, rounded to 0.01 degrees so that a new street at the edge of town
 * does not move every coordinate. The way between the datums is chosen once, at the middle: choosing it
 * point by point could tear neighbours apart where two ways meet.
 */
#include "reprojection.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "places.h"
#include "shapefile.h"
#include "xenia/memory.h"
#include "xenia/text.h"

#define PRJ_LIMIT ((size_t)1 << 16)
#define DEGREES_PER_RADIAN 57.29577951308232

/* A keyword and an opening bracket. What else PROJ would take (codes, names, parameters that name files) has
 * no place in a .prj. */
static bool is_wkt(const char *text)
{
    const size_t keyword = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    return keyword > 0 && text[keyword + strspn(text + keyword, " \t\r\n")] == '[';
}

static enum xn_status read_prj(const char *path, struct xn_arena *arena, const char **ret,
                               struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *prj_path = xn_sibling_path(path, ".prj");
    if (!prj_path)
        return xn_fail_memory(err);
    XN_CLEANUP(xn_free_pointer) char *bytes = NULL;
    size_t length = 0;
    const enum xn_status status = xn_file_read(prj_path, PRJ_LIMIT, &bytes, &length, err);
    if (status == XN_NOT_FOUND)
        return xn_fail(
            err, XN_INPUT,
            "%s: there is no %s, and no coordinate reference system was given (for example EPSG:25832)", path,
            prj_path);
    XN_TRY(status);
    const size_t bom = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    const char *wkt = xn_trim(arena, bytes + bom, length - bom);
    if (!wkt)
        return xn_fail_memory(err);
    if (!*wkt)
        return xn_fail(err, XN_INPUT, "%s: is empty, wanted a coordinate reference system", prj_path);
    if (!is_wkt(wkt))
        return xn_fail(err, XN_INPUT, "%s: holds no coordinate reference system in WKT", prj_path);
    *ret = wkt;
    return XN_OK;
}

enum xn_status xn_reprojection_open(const char *path, const struct xn_layer_options *options,
                                    struct xn_arena *arena, const char **ret_definition,
                                    struct xn_reprojection *ret, struct xn_error *err)
{
    const char *definition = NULL;
    if (options && options->crs) {
        definition = xn_arena_strdup(arena, options->crs);
        if (!definition)
            return xn_fail_memory(err);
    } else {
        XN_TRY(read_prj(path, arena, &definition, err));
    }
    XN_TRY(xn_fail_in(err, xn_crs_open(definition, &ret->handle, err), "%s", path));
    *ret_definition = definition;
    return XN_OK;
}

void xn_reprojection_clear(struct xn_reprojection *reprojection)
{
    proj_destroy(reprojection->to_metres);
    xn_crs_close(reprojection->handle);
}

const char *xn_reprojection_misfit(const struct xn_reprojection *reprojection, const struct xn_box *box)
{
    const struct xn_crs_handle *handle = reprojection->handle;
    const double x = handle->unit * fmax(fabs(box->min_x), fabs(box->max_x));
    const double y = handle->unit * fmax(fabs(box->min_y), fabs(box->max_y));
    if (handle->geographic && (x * DEGREES_PER_RADIAN > XN_LONGITUDE_LIMIT * (1 + 1e-9) ||
                               y * DEGREES_PER_RADIAN > XN_LATITUDE_LIMIT * (1 + 1e-9)))
        return "degrees outside 180 and 90";
    if (!handle->geographic && (x > XN_METRES_LIMIT || y > XN_METRES_LIMIT))
        return "farther out than any place on Earth";
    return NULL;
}

bool xn_reprojection_looks_like_degrees(const struct xn_reprojection *reprojection,
                                        const struct xn_box *layer)
{
    return !reprojection->handle->geographic && layer->min_x >= -XN_LONGITUDE_LIMIT &&
           layer->max_x <= XN_LONGITUDE_LIMIT && layer->min_y >= -XN_LATITUDE_LIMIT &&
           layer->max_y <= XN_LATITUDE_LIMIT;
}

/* The middle of the layer in its own coordinates. A layer that seems to go around the Earth lies on both
 * sides of the date line: its middle is there too. */
static PJ_COORD middle_of(const struct xn_crs_handle *handle, const struct xn_box *layer)
{
    if (xn_box_is_empty(layer))
        return proj_coord(0, 0, 0, 0);
    double x = layer->min_x / 2 + layer->max_x / 2;
    const double half_turn = M_PI / handle->unit;
    if (handle->geographic && layer->max_x - layer->min_x > half_turn)
        x += x > 0 ? -half_turn : half_turn;
    return proj_coord(x, layer->min_y / 2 + layer->max_y / 2, 0, 0);
}

static bool to_rounded_degrees(struct xn_crs_handle *handle, PJ_COORD middle, double *ret_lon,
                               double *ret_lat)
{
    XN_AUTO_PJ *to_lonlat = xn_crs_transformation(handle, XN_LONGITUDE_LATITUDE);
    if (!to_lonlat)
        return false;
    const PJ_COORD place = proj_trans(to_lonlat, PJ_FWD, middle);
    if (!isfinite(place.lp.lam) || !isfinite(place.lp.phi))
        return false;
    *ret_lon = round(place.lp.lam * 100) / 100 + 0.0; /* never -0 */
    *ret_lat = round(place.lp.phi * 100) / 100 + 0.0;
    return true;
}

/* The way PROJ takes at the middle of the layer, for all of it. */
static PJ *fix_operation(struct xn_crs_handle *handle, const char *target, PJ_COORD middle)
{
    PJ *general = xn_crs_transformation(handle, target);
    if (!general)
        return NULL;
    (void)proj_trans(general, PJ_FWD, middle);
    PJ *used = proj_trans_get_last_used_operation(general);
    if (!used)
        return general;
    proj_destroy(general);
    return used;
}

static enum xn_status choose_equal_area(struct xn_reprojection *reprojection, const struct xn_box *layer,
                                        struct xn_arena *arena, struct xn_crs *ret, struct xn_error *err)
{
    const PJ_COORD middle = middle_of(reprojection->handle, layer);
    double lon, lat;
    if (!to_rounded_degrees(reprojection->handle, middle, &lon, &lat))
        return xn_fail(err, XN_INPUT, "the middle of the layer has no longitude and latitude in '%s'",
                       proj_get_name(reprojection->handle->crs));
    const char *definition = xn_arena_printf(
        arena, "+proj=laea +lat_0=%.2f +lon_0=%.2f +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs +type=crs",
        lat, lon);
    const char *name = xn_arena_printf(arena, "Lambert azimuthal equal-area at %.2f %c, %.2f %c", fabs(lat),
                                       lat < 0 ? 'S' : 'N', fabs(lon), lon < 0 ? 'W' : 'E');
    if (!definition || !name)
        return xn_fail_memory(err);
    reprojection->to_metres = fix_operation(reprojection->handle, definition, middle);
    if (!reprojection->to_metres)
        return xn_fail(err, XN_INPUT, "PROJ knows no way from '%s' to %s",
                       proj_get_name(reprojection->handle->crs), name);
    *ret = (struct xn_crs){definition, name, true};
    return XN_OK;
}

enum xn_status xn_reprojection_choose(struct xn_reprojection *reprojection, const char *definition,
                                      const struct xn_box *layer, struct xn_arena *arena, struct xn_crs *ret,
                                      struct xn_error *err)
{
    if (!xn_crs_is_plain_metres(reprojection->handle))
        return choose_equal_area(reprojection, layer, arena, ret, err);
    const char *known = proj_get_name(reprojection->handle->crs);
    const char *name = xn_arena_strdup(arena, known && strcmp(known, "unknown") != 0 ? known : definition);
    if (!name)
        return xn_fail_memory(err);
    *ret = (struct xn_crs){definition, name, false};
    return XN_OK;
}

bool xn_reprojection_point(const struct xn_reprojection *reprojection, double *x, double *y)
{
    if (!reprojection->to_metres)
        return true;
    const PJ_COORD place = proj_trans(reprojection->to_metres, PJ_FWD, proj_coord(*x, *y, 0, 0));
    *x = place.xy.x;
    *y = place.xy.y;
    return isfinite(place.xy.x) && isfinite(place.xy.y);
}
