/* topojson.h - the borders of a level as TopoJSON, each border once, with the step of detail of every point.
 *
 * TopoJSON 1.0 (Bostock & Metcalf 2013), quantized: positions are whole steps of a grid, each relative to the
 * one before. A third number of each position, which the format allows, says from which step of detail on the
 * point is drawn, so that a page gets the borders once and draws every zoom from them. (GDAL 3.6 takes
 * positions of three numbers for none, and every area for empty: GIS users have the GeoJSON.)
 * Besides the areas ("areas") there are the borders of the level above ("parents"), by the same arcs.
 */
#ifndef XENIA_SERVICE_TOPOJSON_H
#define XENIA_SERVICE_TOPOJSON_H

#include "xenia/buf.h"
#include "xenia/city.h"

XN_MUST_CHECK enum xn_status topojson_put(const struct xn_city *city, size_t level, struct xn_buf *buf,
                                          struct xn_error *err);

#endif
