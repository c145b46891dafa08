/* legend.h - what each unit's colour is and what the colours mean.
 *
 * One category a colour. Both the pictures and the GeoJSON are made from this, so they cannot differ.
 */
#ifndef XENIA_MAP_LEGEND_H
#define XENIA_MAP_LEGEND_H

#include "palette.h"
#include "xenia/map.h"
#include "xenia/memory.h"

#define XN_CATEGORY_MAX (XN_MAP_CLASS_MAX + 1)

struct xn_category {
    struct xn_fill fill;
    const char *label; /* in the map's language */
    const char *key;   /* classes: "mixed" ...; NULL: by position, or no value */
    size_t n_units;
};

struct xn_legend {
    const char *heading;     /* what the colours show */
    const char *explanation; /* how to read it, or NULL */
    size_t n_categories;     /* the last one is "no value", also when it has no units */
    struct xn_category category[XN_CATEGORY_MAX];
    const size_t *category_of;   /* n_units of the level */
    enum xn_break_method method; /* choropleth: never DEFAULT */
    struct xn_breaks breaks;     /* choropleth: in the printed unit (percent for shares) */
};

/* Texts and arrays are in the arena. Checks the map as map.h says. */
XN_MUST_CHECK enum xn_status xn_legend_make(const struct xn_map *map, struct xn_arena *arena,
                                            struct xn_legend *ret, struct xn_error *err);
/* The value or class of a unit as text in the map's language, with one more decimal than the legend. */
void xn_legend_put_value(const struct xn_map *map, const struct xn_legend *legend, size_t unit,
                         struct xn_buf *buf);
/* Number of units as words: "1 unit", "45 units". */
void xn_legend_put_units(const struct xn_map *map, size_t n_units, struct xn_buf *buf);

#endif
