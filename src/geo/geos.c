/* geos.c - shapes to GEOS geometries and back; validity, repair and union.
 *
 * A shape becomes one multipolygon. What comes back is wound anew (outer counter-clockwise, holes
 * clockwise); points and lines left over from a repair are no area and are dropped.
 */
#include "geos.h"
#include <stdio.h>
#include <string.h>
#include "rings.h"
#include "xenia/memory.h"

static void keep_message(const char *message, void *context)
{
    struct xn_geos *geos = context;
    snprintf(geos->message, sizeof geos->message, "%s", message);
}

struct xn_geos *xn_geos_new(void)
{
    XN_CLEANUP(xn_free_pointer) struct xn_geos *geos = xn_calloc(1, sizeof *geos);
    if (!geos)
        return NULL;
    geos->handle = GEOS_init_r();
    if (!geos->handle)
        return NULL;
    GEOSContext_setErrorMessageHandler_r(geos->handle, keep_message, geos);
    GEOSContext_setNoticeMessageHandler_r(geos->handle, keep_message, geos);
    return XN_STEAL(geos);
}

void xn_geos_free(struct xn_geos *geos)
{
    if (!geos)
        return;
    GEOS_finish_r(geos->handle);
    xn_free(geos);
}

static enum xn_status fail_geos(const struct xn_geos *geos, const char *what, struct xn_error *err)
{
    return xn_fail(err, XN_INPUT, "%s: %s", what, geos->message[0] ? geos->message : "GEOS gives no reason");
}

/* --- owned geometries ------------------------------------------------------------------------------ */

struct owned_geometry {
    struct xn_geos *geos;
    GEOSGeometry *geometry;
};

static void destroy_geometry(struct owned_geometry *owned)
{
    if (owned->geometry)
        GEOSGeom_destroy_r(owned->geos->handle, owned->geometry);
}
#define AUTO_GEOMETRY XN_CLEANUP(destroy_geometry) struct owned_geometry

struct geometry_list {
    struct xn_geos *geos;
    GEOSGeometry **member;
    unsigned n;
};

static void destroy_list(struct geometry_list *list)
{
    for (unsigned i = 0; i < list->n; i++)
        GEOSGeom_destroy_r(list->geos->handle, list->member[i]);
    xn_free(list->member);
}
#define AUTO_LIST XN_CLEANUP(destroy_list) struct geometry_list

static bool list_new(struct xn_geos *geos, size_t room, struct geometry_list *ret)
{
    ret->geos = geos;
    ret->member = xn_calloc(room, sizeof(GEOSGeometry *));
    return ret->member != NULL;
}

static bool list_add(struct geometry_list *list, GEOSGeometry *geometry)
{
    if (geometry)
        list->member[list->n++] = geometry;
    return geometry != NULL;
}

/* A collection of the members, which it takes over. */
static GEOSGeometry *list_to_collection(struct geometry_list *list, int type)
{
    GEOSGeometry *collection = GEOSGeom_createCollection_r(list->geos->handle, type, list->member, list->n);
    list->n = 0;
    return collection;
}

/* --- shapes in ------------------------------------------------------------------------------------- */

static GEOSGeometry *ring_to_geos(struct xn_geos *geos, const struct xn_shape *shape, uint32_t ring)
{
    const uint32_t first = shape->ring_start[ring], n_points = shape->ring_start[ring + 1] - first;
    GEOSCoordSequence *points =
        GEOSCoordSeq_copyFromBuffer_r(geos->handle, shape->xy + 2 * (size_t)first, n_points, 0, 0);
    return points ? GEOSGeom_createLinearRing_r(geos->handle, points) : NULL;
}

/* The outer ring and the holes that follow it, up to the ring before `end`. */
static GEOSGeometry *polygon_to_geos(struct xn_geos *geos, const struct xn_shape *shape, uint32_t outer,
                                     uint32_t end)
{
    AUTO_LIST holes = {0};
    if (!list_new(geos, end - outer, &holes))
        return NULL;
    for (uint32_t r = outer + 1; r < end; r++)
        if (!list_add(&holes, ring_to_geos(geos, shape, r)))
            return NULL;
    GEOSGeometry *shell = ring_to_geos(geos, shape, outer);
    if (!shell)
        return NULL;
    const unsigned n_holes = holes.n;
    holes.n = 0; /* the polygon owns them, even when it cannot be made */
    return GEOSGeom_createPolygon_r(geos->handle, shell, holes.member, n_holes);
}

static GEOSGeometry *shape_to_geos(struct xn_geos *geos, const struct xn_shape *shape)
{
    AUTO_LIST polygons = {0};
    if (!list_new(geos, shape->n_rings, &polygons))
        return NULL;
    for (uint32_t outer = 0, end; outer < shape->n_rings; outer = end) {
        for (end = outer + 1; end < shape->n_rings && !shape->ring_outer[end];)
            end++;
        if (!list_add(&polygons, polygon_to_geos(geos, shape, outer, end)))
            return NULL;
    }
    return list_to_collection(&polygons, GEOS_MULTIPOLYGON);
}

/* --- shapes out ------------------------------------------------------------------------------------ */

static enum xn_status add_ring(struct xn_geos *geos, const GEOSGeometry *ring, struct xn_rings *rings,
                               struct xn_error *err)
{
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(geos->handle, ring);
    unsigned n_points = 0;
    if (!points || !GEOSCoordSeq_getSize_r(geos->handle, points, &n_points))
        return fail_geos(geos, "a ring cannot be read", err);
    XN_CLEANUP(xn_free_pointer) double *xy = xn_calloc(n_points, 2 * sizeof *xy);
    if (!xy)
        return xn_fail_memory(err);
    if (!GEOSCoordSeq_copyToBuffer_r(geos->handle, points, xy, 0, 0))
        return fail_geos(geos, "a ring cannot be read", err);
    struct xn_ring_repairs repairs = {0}; /* GEOS closes its rings; flat ones are no area */
    return xn_rings_add(rings, xy, n_points, &repairs, err);
}

static enum xn_status add_polygon(struct xn_geos *geos, const GEOSGeometry *polygon, struct xn_rings *rings,
                                  struct xn_error *err)
{
    const GEOSGeometry *shell = GEOSGetExteriorRing_r(geos->handle, polygon);
    const int n_holes = GEOSGetNumInteriorRings_r(geos->handle, polygon);
    if (!shell || n_holes < 0)
        return fail_geos(geos, "a polygon cannot be read", err);
    const size_t shell_number = rings->n_rings;
    XN_TRY(add_ring(geos, shell, rings, err));
    if (rings->n_rings == shell_number)
        return XN_OK; /* thinner than a nanometre: no area, and no holes either */
    for (int i = 0; i < n_holes; i++) {
        const size_t before = rings->n_rings;
        XN_TRY(add_ring(geos, GEOSGetInteriorRingN_r(geos->handle, polygon, i), rings, err));
        if (rings->n_rings > before)
            rings->ring[before].parent = shell_number;
    }
    return XN_OK;
}

static enum xn_status add_geometry(struct xn_geos *geos, const GEOSGeometry *geometry, struct xn_rings *rings,
                                   struct xn_error *err)
{
    const int type = GEOSGeomTypeId_r(geos->handle, geometry);
    if (type == GEOS_POLYGON)
        return GEOSisEmpty_r(geos->handle, geometry) ? XN_OK : add_polygon(geos, geometry, rings, err);
    if (type != GEOS_MULTIPOLYGON && type != GEOS_GEOMETRYCOLLECTION)
        return XN_OK;
    const int n = GEOSGetNumGeometries_r(geos->handle, geometry);
    for (int i = 0; i < n; i++)
        XN_TRY(add_geometry(geos, GEOSGetGeometryN_r(geos->handle, geometry, i), rings, err));
    return XN_OK;
}

static enum xn_status shape_from_geos(struct xn_geos *geos, const GEOSGeometry *geometry,
                                      struct xn_arena *arena, struct xn_shape *ret, struct xn_error *err)
{
    XN_CLEANUP(xn_rings_clear) struct xn_rings rings = {0};
    XN_TRY(add_geometry(geos, geometry, &rings, err));
    return xn_rings_to_shape(&rings, arena, ret, err);
}

/* --- repair and union ------------------------------------------------------------------------------ */

/* The structure method keeps an area that two outer rings cover; the older one would cut it out. */
static GEOSGeometry *make_valid(struct xn_geos *geos, const GEOSGeometry *geometry)
{
    GEOSMakeValidParams *parameters = GEOSMakeValidParams_create_r(geos->handle);
    if (!parameters)
        return NULL;
    GEOSMakeValidParams_setMethod_r(geos->handle, parameters, GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(geos->handle, parameters, 0);
    GEOSGeometry *valid = GEOSMakeValidWithParams_r(geos->handle, geometry, parameters);
    GEOSMakeValidParams_destroy_r(geos->handle, parameters);
    return valid;
}

enum xn_status xn_geos_repair(struct xn_geos *geos, struct xn_arena *arena, const struct xn_shape *shape,
                              struct xn_shape *ret, bool *ret_repaired, struct xn_error *err)
{
    AUTO_GEOMETRY polygons = {geos, shape_to_geos(geos, shape)};
    if (!polygons.geometry)
        return xn_fail_memory(err);
    const char valid = GEOSisValid_r(geos->handle, polygons.geometry);
    if (valid == 1) {
        *ret_repaired = false;
        return XN_OK;
    }
    AUTO_GEOMETRY repaired = {geos, make_valid(geos, polygons.geometry)};
    if (!repaired.geometry)
        return fail_geos(geos, "an invalid polygon cannot be repaired", err);
    XN_TRY(shape_from_geos(geos, repaired.geometry, arena, ret, err));
    *ret_repaired = true;
    return XN_OK;
}

static enum xn_status unite(struct xn_geos *geos, struct xn_arena *arena,
                            const struct xn_shape *const *member, size_t n_members, struct xn_shape *ret,
                            struct xn_error *err)
{
    AUTO_LIST parts = {0};
    if (!list_new(geos, n_members, &parts))
        return xn_fail_memory(err);
    for (size_t i = 0; i < n_members; i++)
        if (member[i]->n_rings && !list_add(&parts, shape_to_geos(geos, member[i])))
            return xn_fail_memory(err);
    AUTO_GEOMETRY all = {geos, list_to_collection(&parts, GEOS_GEOMETRYCOLLECTION)};
    if (!all.geometry)
        return xn_fail_memory(err);
    AUTO_GEOMETRY united = {geos, GEOSUnaryUnion_r(geos->handle, all.geometry)};
    AUTO_GEOMETRY valid = {geos, united.geometry ? make_valid(geos, united.geometry) : NULL};
    if (!valid.geometry)
        return fail_geos(geos, "polygons cannot be united", err);
    return shape_from_geos(geos, valid.geometry, arena, ret, err);
}

enum xn_status xn_shape_union(struct xn_arena *arena, const struct xn_shape *const *member, size_t n_members,
                              struct xn_shape *ret, struct xn_error *err)
{
    XN_AUTO(xn_geos_free) struct xn_geos *geos = xn_geos_new();
    if (!geos)
        return xn_fail_memory(err);
    return unite(geos, arena, member, n_members, ret, err);
}
