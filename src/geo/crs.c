/* crs.c - opening a coordinate reference system and the few facts about it that decide what to do. */
#include "crs.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "xenia/memory.h"

static void keep_message(void *context, int level, const char *message)
{
    struct xn_crs_handle *handle = context;
    (void)level;
    snprintf(handle->message, sizeof handle->message, "%s", message);
}

void xn_proj_destroy_pointer(PJ **pointer)
{
    proj_destroy(*pointer); /* accepts NULL */
}

static enum xn_status fail_crs(const struct xn_crs_handle *handle, const char *definition,
                               struct xn_error *err)
{
    return xn_fail(err, XN_INPUT, "PROJ finds no coordinate reference system in '%.60s'%s%s%s", definition,
                   handle->message[0] ? " (" : "", handle->message, handle->message[0] ? ")" : "");
}

/* "+proj=utm +zone=32" names an operation until "+type=crs" makes it a system. */
static PJ *create(struct xn_crs_handle *handle, const char *definition)
{
    if (definition[0] != '+' || strstr(definition, "type=crs"))
        return proj_create(handle->context, definition);
    char system[1024];
    if (snprintf(system, sizeof system, "%s +type=crs", definition) >= (int)sizeof system)
        return NULL;
    return proj_create(handle->context, system);
}

/* The horizontal part of a compound or bound system; takes `crs` over. */
static PJ *horizontal_part(struct xn_crs_handle *handle, PJ *crs)
{
    for (;;) {
        const PJ_TYPE type = proj_get_type(crs);
        PJ *part = type == PJ_TYPE_COMPOUND_CRS ? proj_crs_get_sub_crs(handle->context, crs, 0)
                   : type == PJ_TYPE_BOUND_CRS  ? proj_get_source_crs(handle->context, crs)
                                                : NULL;
        if (!part)
            return crs;
        proj_destroy(crs);
        crs = part;
    }
}

static double axis_unit(struct xn_crs_handle *handle)
{
    XN_AUTO_PJ *system = proj_crs_get_coordinate_system(handle->context, handle->crs);
    double unit = NAN;
    if (!system ||
        !proj_cs_get_axis_info(handle->context, system, 0, NULL, NULL, NULL, &unit, NULL, NULL, NULL))
        return NAN;
    return unit;
}

/* Mercator and its web variant, not the transverse and oblique ones. */
static bool is_mercator(struct xn_crs_handle *handle)
{
    XN_AUTO_PJ *conversion = proj_crs_get_coordoperation(handle->context, handle->crs);
    const char *method = NULL;
    if (!conversion ||
        !proj_coordoperation_get_method_info(handle->context, conversion, &method, NULL, NULL) || !method)
        return false;
    return strncmp(method, "Mercator", 8) == 0 || strncmp(method, "Popular Visualisation", 21) == 0;
}

static enum xn_status look_at_system(struct xn_crs_handle *handle, struct xn_error *err)
{
    const PJ_TYPE type = proj_get_type(handle->crs);
    handle->geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
    if (!handle->geographic && type != PJ_TYPE_PROJECTED_CRS)
        return xn_fail(err, XN_INPUT,
                       "the coordinate reference system '%s' is neither geographic nor projected",
                       proj_get_name(handle->crs));
    handle->unit = axis_unit(handle);
    if (!(handle->unit > 0))
        return xn_fail(err, XN_INPUT, "the coordinate reference system '%s' has no unit",
                       proj_get_name(handle->crs));
    handle->mercator = !handle->geographic && is_mercator(handle);
    return XN_OK;
}

enum xn_status xn_crs_open(const char *definition, struct xn_crs_handle **ret, struct xn_error *err)
{
    XN_AUTO(xn_crs_close) struct xn_crs_handle *handle = xn_calloc(1, sizeof *handle);
    if (!handle)
        return xn_fail_memory(err);
    handle->context = proj_context_create();
    if (!handle->context)
        return xn_fail_memory(err);
    proj_log_func(handle->context, handle, keep_message);
    proj_context_set_enable_network(handle->context, 0);
    PJ *crs = create(handle, definition);
    if (!crs)
        return fail_crs(handle, definition, err);
    handle->crs = horizontal_part(handle, crs);
    if (!proj_is_crs(handle->crs))
        return fail_crs(handle, definition, err);
    XN_TRY(look_at_system(handle, err));
    *ret = XN_STEAL(handle);
    return XN_OK;
}

void xn_crs_close(struct xn_crs_handle *handle)
{
    if (!handle)
        return;
    proj_destroy(handle->crs);
    if (handle->context)
        proj_context_destroy(handle->context);
    xn_free(handle);
}

bool xn_crs_is_plain_metres(const struct xn_crs_handle *handle)
{
    return !handle->geographic && !handle->mercator && fabs(handle->unit - 1) < 1e-12;
}

PJ *xn_crs_transformation(struct xn_crs_handle *handle, const char *to)
{
    XN_AUTO_PJ *target = proj_create(handle->context, to);
    if (!target)
        return NULL;
    XN_AUTO_PJ *as_defined = proj_create_crs_to_crs_from_pj(handle->context, handle->crs, target, NULL, NULL);
    if (!as_defined)
        return NULL;
    return proj_normalize_for_visualization(handle->context, as_defined);
}
