/* svg.h - a view as an <svg> element, for a file of its own or inside a page. */
#ifndef XENIA_MAP_SVG_H
#define XENIA_MAP_SVG_H

#include "view.h"
#include "xenia/buf.h"

#define XN_SVG_PATTERNS_MAX 32 /* hatched fills of one picture */

/* Every id begins with `prefix`, so that two pictures in one page do not clash. Errors stick in the buffer.
 */
void xn_svg_put(const struct xn_view *view, const char *prefix, struct xn_buf *buf);

#endif
