/* legend.h - what each unit's colour is and what the colours mean.
 *
 * One category a colour, then one row for the uncertain ones among them, then those without a colour. The
 * pictures, the GeoJSON and the table are made from this, so they cannot differ.
 */
#ifndef XENIA_MAP_LEGEND_H
#define XENIA_MAP_LEGEND_H

#include "palette.h"
#include "xenia/map.h"
#include "xenia/memory.h"

#define XN_CATEGORY_MAX (XN_MAP_CLASS_MAX + 3)

enum xn_category_kind {
    XN_CATEGORY_COLOR,
    XN_CATEGORY_UNCERTAIN, /* hatched over their colours: the units are counted there too */
    XN_CATEGORY_WITHHELD,
    XN_CATEGORY_NO_VALUE
};
const char *xn_category_kind_name(enum xn_category_kind kind); /* "color" "uncertain" ... */

struct xn_category {
    enum xn_category_kind kind;
    struct xn_fill fill;
    const char *label; /* in the map's language */
    const char *key;   /* classes: "mixed" ...; NULL: by position, or no value */
    size_t n_units;
};

struct xn_legend {
    const char *heading;     /* what the colours show */
    const char *explanation; /* how to read it, or NULL */
    size_t n_categories;     /* colours first; uncertain and withheld where there are any; the last one is "no
                                value", also when it has no units */
    struct xn_category category[XN_CATEGORY_MAX];
    const size_t *category_of;   /* n_units of the level; never that of the uncertain */
    enum xn_break_method method; /* choropleth: never DEFAULT */
    struct xn_breaks breaks;     /* choropleth: in the printed unit (percent for shares) */
};

/* Texts and arrays are in the arena. Checks the map as map.h says. */
XN_MUST_CHECK enum xn_status xn_legend_make(const struct xn_map *map, struct xn_arena *arena,
                                            struct xn_legend *ret, struct xn_error *err);
/* The unit's colour, hatched when it is uncertain or has none. */
struct xn_fill xn_legend_fill(const struct xn_map *map, const struct xn_legend *legend, size_t unit);
/* Is the unit hatched over its colour? */
bool xn_legend_is_uncertain(const struct xn_map *map, const struct xn_legend *legend, size_t unit);
/* The value or class of a unit as text in the map's language, with one more decimal than the legend, and with
 * its interval where there is one. */
void xn_legend_put_value(const struct xn_map *map, const struct xn_legend *legend, size_t unit,
                         struct xn_buf *buf);
/* Number of units as words: "1 unit", "45 units". */
void xn_legend_put_units(const struct xn_map *map, size_t n_units, struct xn_buf *buf);

#endif
