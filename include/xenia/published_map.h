/* published_map.h - a map of what was published: of one publication, or of what changed between two.
 *
 * Pictures of the service and the pages of packs are made by this one function, so they cannot differ. Only
 * the shapes come from the city; every number comes from the publications.
 */
#ifndef XENIA_PUBLISHED_MAP_H
#define XENIA_PUBLISHED_MAP_H

#include "xenia/map.h"
#include "xenia/publication.h"

struct xn_published_map {
    const struct xn_city *city; /* with the areas of the publication */
    const struct xn_publication *publication;
    size_t level;                       /* of the publication */
    const struct xn_index_entry *index; /* a local index; NULL: the classes */
    size_t group;                       /* of the publication; XN_NONE: an index of the whole mix */
    const struct xn_publication *since; /* the map shows the change since then; NULL: none. Not of classes */
    double threshold;                   /* classes as they would be at this quotient; NAN: those that hold */
    const struct xn_break_choice *breaks;     /* `over` is not used; NULL: the default */
    const struct xn_publication *const *over; /* limits are those of all these together: the same on every
                                                 date; NULL: of this map alone */
    size_t n_over;
    enum xn_language language;
};

/* The numbers of a measure, by the position of the publication's units; no shapes are needed. */
struct xn_published_values {
    size_t n_units;
    const double *value;         /* NAN: none; of a change: the difference */
    const double *lower, *upper; /* 90 % interval (uncertainty.h); NAN: none */
    const bool *uncertain;       /* by the limits below; a change: its interval holds 0 */
    const bool *withheld;        /* no value because numbers are small */
    struct xn_break_choice choice;
    bool has_breaks; /* false: no unit has a value */
    struct xn_breaks breaks;
    double city_value, center; /* map.h; NAN: none */
};
/* Of an index (not of classes); `city` of `wanted` is not used. Arrays are in the arena or the publication's.
 */
XN_MUST_CHECK enum xn_status xn_published_values_make(const struct xn_published_map *wanted,
                                                      struct xn_arena *arena, struct xn_published_values *ret,
                                                      struct xn_error *err);

/* Fills a map; what it points to is in the arena or borrowed from the publication and the city.
 * XN_UNDEFINED: the publication has no such index; XN_ARGUMENT: a level or group that it has not. */
XN_MUST_CHECK enum xn_status xn_published_map_make(const struct xn_published_map *wanted,
                                                   struct xn_arena *arena, struct xn_map *ret,
                                                   struct xn_error *err);

#endif
