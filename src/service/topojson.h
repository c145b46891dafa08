/* topojson.h - the borders of a level as TopoJSON, each border once, with the step of detail of every point.
 *
 * TopoJSON 1.0 (Bostock & Metcalf 2013), quantized: positions are whole steps of a grid, each relative to the
 * one before. The foreign member "detail" says from which step of detail on each point is drawn, a digit a
 * position and a text an arc, so that a page gets the borders once and draws every zoom from them. Besides
 * the areas ("areas") there are the borders of the level above ("parents"), by the same arcs.
 */
#ifndef XENIA_SERVICE_TOPOJSON_H
#define XENIA_SERVICE_TOPOJSON_H

#include "xenia/buf.h"
#include "xenia/city.h"

XN_MUST_CHECK enum xn_status topojson_put(const struct xn_city *city, size_t level, struct xn_buf *buf,
                                          struct xn_error *err);

#endif
