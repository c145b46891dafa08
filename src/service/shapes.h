/* shapes.h - the polygons of a level as GeoJSON for the page: geometry and names, no values. */
#ifndef XENIA_SERVICE_SHAPES_H
#define XENIA_SERVICE_SHAPES_H

#include "xenia/buf.h"
#include "xenia/city.h"

/* One shape as a geometry object; "null" without rings. */
XN_MUST_CHECK enum xn_status shapes_put_geometry(struct xn_projection *projection,
                                                 const struct xn_shape *shape, struct xn_buf *buf,
                                                 struct xn_error *err);
/* A FeatureCollection (RFC 7946) with properties unit_id and name; widens `bounds` (start with zeros). */
XN_MUST_CHECK enum xn_status shapes_put_geojson(const struct xn_city *city, size_t level, struct xn_buf *buf,
                                                double bounds[4], struct xn_error *err);

#endif
