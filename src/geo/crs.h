/* crs.h - coordinate reference systems as PROJ knows them, opened the same way everywhere.
 *
 * One PROJ context a user, its network off, its messages kept instead of printed. A definition is WKT (also
 * ESRI's), a PROJ string or a code. Of a compound system only the horizontal part is kept.
 */
#ifndef XENIA_GEO_CRS_H
#define XENIA_GEO_CRS_H

#include <proj.h>
#include <stdbool.h>
#include "xenia/status.h"

/* A context and one system in it. */
struct xn_crs_handle {
    PJ_CONTEXT *context;
    PJ *crs; /* horizontal */
    bool geographic;
    bool mercator; /* areas grow with latitude: never to be measured in */
    double unit;   /* radians (geographic) or metres (projected) of one unit */
    char message[256];
};

XN_MUST_CHECK enum xn_status xn_crs_open(const char *definition, struct xn_crs_handle **ret,
                                         struct xn_error *err);
void xn_crs_close(struct xn_crs_handle *handle);
XN_DEFINE_AUTO(xn_crs_close, struct xn_crs_handle *)

/* May coordinates in this system be taken as metres? */
bool xn_crs_is_plain_metres(const struct xn_crs_handle *handle);

/* From the system of the handle to another one of the same context (for example "OGC:CRS84"), axes east and
 * north; NULL when there is no way. To be freed with proj_destroy. */
PJ *xn_crs_transformation(struct xn_crs_handle *handle, const char *to);

void xn_proj_destroy_pointer(PJ **pointer);
#define XN_AUTO_PJ XN_CLEANUP(xn_proj_destroy_pointer) PJ

#define XN_LONGITUDE_LATITUDE "OGC:CRS84" /* WGS 84, degrees, in this order */

#endif
