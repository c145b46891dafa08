/* geos.h - the few things GEOS does for us: is a polygon valid, make it so, unite many.
 *
 * One context a user (the reentrant API); no GEOS type leaves the layer. Only finite coordinates may be
 * handed in: GEOS 3.11 loops or crashes on others.
 */
#ifndef XENIA_GEO_GEOS_H
#define XENIA_GEO_GEOS_H

#include <geos_c.h>
#include <stdbool.h>
#include "xenia/geo.h"

struct xn_geos {
    GEOSContextHandle_t handle;
    char message[256]; /* the last complaint */
};

struct xn_geos *xn_geos_new(void); /* NULL: out of memory */
void xn_geos_free(struct xn_geos *geos);
XN_DEFINE_AUTO(xn_geos_free, struct xn_geos *)

/* When the shape is not valid, *ret becomes a valid one in the arena and *ret_repaired true. Outer rings and
 * holes must be told apart already; overlapping outer rings are united. */
XN_MUST_CHECK enum xn_status xn_geos_repair(struct xn_geos *geos, struct xn_arena *arena,
                                            const struct xn_shape *shape, struct xn_shape *ret,
                                            bool *ret_repaired, struct xn_error *err);

#endif
