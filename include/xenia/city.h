/* city.h - the frozen city: units on one or more levels, their land, and who lives there in groups.
 *
 * Built once from layers and count tables, then read-only: many threads may read it, and its fingerprint
 * stands for it in every result. Level 0 is the coarsest (district); each unit of a lower level has a parent.
 */
#ifndef XENIA_CITY_H
#define XENIA_CITY_H

#include <stdbool.h>
#include <stdint.h>
#include "xenia/buf.h"
#include "xenia/counts.h"
#include "xenia/digest.h"
#include "xenia/geo.h"
#include "xenia/message.h"
#include "xenia/text.h"

/* District, block, street, and one to spare. */
#define XN_LEVEL_MAX 4

/* Where one level comes from. Pointers are the caller's, used during the build only. */
struct xn_level_source {
    const char *name;                   /* "district", "block", "street" */
    const struct xn_features *features; /* polygons, and the counts unless `counts` is given */
    const char *unit_id;                /* column of the layer with the unit's number */
    const char *unit_name;              /* column with its name, or NULL: the id */
    const char *parent;                 /* column with the id of the unit above; NULL: by containment */
    const struct xn_table *counts;      /* a CSV of counts, or NULL */
    const char *counts_key;             /* its column with the unit's id */
};

/* What people call a group, whose own name is that of its column. */
struct xn_group_title {
    const char *group;
    const char *text[XN_LANGUAGE_COUNT]; /* NULL: not given in the language */
};

struct xn_group_source {
    const char *const *column; /* count or percentage columns, one a group */
    size_t n_columns;
    const struct xn_group_title *title; /* of any of them, or of XN_RESIDUAL_GROUP */
    size_t n_titles;
    const char *total;      /* column with all persons, or NULL: the groups' sum */
    const char *percent_of; /* then `column` holds percentages of this column; it is the total too */
    const double *missing;  /* codes that stand for "not known" */
    size_t n_missing;
    const char *const *indicator; /* columns of figures about areas that are not persons; any sign */
    size_t n_indicators;
};

/* The name of the group that holds what the total has beyond the named groups. */
#define XN_RESIDUAL_GROUP "(rest)"

/* --- the same as a user says it: files and columns, not yet read --------------------------------------- */

/* One level as a user names it: a file and its columns. Text may be NULL where the city contract allows. */
struct xn_level_input {
    const char *name;
    const char *layer; /* path of the .shp */
    const char *crs;   /* overrides the .prj */
    const char *unit_id, *unit_name, *parent;
    const char *counts; /* path of a CSV */
    const char *counts_key;
    const char *district_aliases; /* path of a CSV: what people call the units (exchange.h), or NULL */
};

#define XN_GROUP_MAX 64
#define XN_INDICATOR_COLUMN_MAX 16
#define XN_MISSING_MAX 8
/* Who answers for the service in this city, as the papers of RULES R19 say it. NULL: not given. */
struct xn_organisation {
    const char *controller, *joint_controller, *department;
    const char *address, *email, *phone, *website;
    const char *dpo, *dpo_email; /* the data protection officer */
    const char *supervisor;      /* the supervisory authority */
    const char *processors;      /* who runs the machines on its behalf */
    const char *purpose;         /* in its own words, beside what the service is for */
    const char *iama;            /* reference of the impact assessment on human rights and algorithms */
    const char *register_url;    /* where the algorithm register is published */
    xn_date begin;               /* of the use; XN_NO_DATE */
};

/* What `--layer --unit-id --groups ...` or a city file says. Strings belong to `arena`. */
struct xn_city_input {
    const char *id;    /* "muenster-demo"; NULL on the command line */
    const char *title; /* "Münster (schematic)" */
    bool demonstration;
    const char *counts_as_of; /* date of the counts as text, or NULL */
    xn_date as_of; /* "today" of a demonstration city, whose data are of its time; XN_NO_DATE: the clock's */
    const char *source_note; /* printed on maps: where the data come from, or NULL */
    size_t n_levels;
    struct xn_level_input level[XN_LEVEL_MAX];
    size_t n_groups;
    const char *group[XN_GROUP_MAX];
    size_t n_group_titles;
    struct xn_group_title group_title[XN_GROUP_MAX];
    const char *total, *percent_of;
    size_t n_indicators;
    const char *indicator[XN_INDICATOR_COLUMN_MAX];
    size_t n_missing;
    double missing[XN_MISSING_MAX];
    struct xn_organisation organisation;
    struct xn_arena *arena;
};
XN_MUST_CHECK enum xn_status xn_city_input_new(struct xn_city_input **ret, struct xn_error *err);
void xn_city_input_free(struct xn_city_input *input);
XN_DEFINE_AUTO(xn_city_input_free, struct xn_city_input *)

/* --- the city ------------------------------------------------------------------------------------------ */

struct xn_city;

struct xn_city_options {
    bool adjacency;       /* build the contiguity of every level too */
    struct xn_pool *pool; /* for it; NULL: in the caller */
};

/* Builds the city from its levels, coarsest first.
 *
 * - Several records of one unit id are one unit; their counts are taken once when equal, refused when not.
 * - total above the groups' sum in any unit: a residual group "(rest)" is added; below: XN_INPUT with units.
 * - percentages: count = percent/100 * base; a sum above 100 within rounding (half a point a column) is
 * scaled to the base and noted, beyond it refused. xn_city_rounding() says how wide the rounding is.
 * - a missing code, or a blank cell when codes are declared: the unit has no counts (total 0), noted with its
 *   people when the base is known. A negative, fractional (without percentages), non-finite or unreadable
 *   count is XN_INPUT with file, row, column; so are counts without a polygon, and the reverse, double ids,
 *   a group larger than the total, a parent that does not exist.
 * - indicators are numbers as they stand; blank or a missing code is unknown. A level whose table has not the
 *   column has not the indicator, and is noted; no level having it is XN_INPUT. A level made by adding up has
 *   none.
 * - units without people stay, for their land. Without any group or total column all counts are missing: such
 *   a city has places and no people.
 * - parent by containment: the parent polygon that holds the unit's inner point.
 * - a source whose parent column is named and which is the only level: the level above it is made by adding
 *   up its units per parent (union of shapes, sums of counts), under the name "district".
 * Costs O(points log points) for the geometry. */
XN_MUST_CHECK enum xn_status xn_city_build(const struct xn_level_source *level, size_t n_levels,
                                           const struct xn_group_source *groups,
                                           const struct xn_city_options *options, struct xn_city **ret,
                                           struct xn_notes *notes, struct xn_error *err);
void xn_city_free(struct xn_city *city);
XN_DEFINE_AUTO(xn_city_free, struct xn_city *)

/* One unit of one level, borrowed from the city. */
struct xn_unit {
    const char *id;
    const char *name;
    size_t parent; /* position in the level above; XN_NONE on level 0 */
    struct xn_shape shape;
    double area_m2;
    double perimeter_m;
    double x_m, y_m;     /* area-weighted centroid */
    bool counts_missing; /* declared missing in the source, as opposed to empty */
};

size_t xn_city_levels(const struct xn_city *city);
const char *xn_city_level_name(const struct xn_city *city, size_t level);
size_t xn_city_units(const struct xn_city *city, size_t level);
const struct xn_unit *xn_city_unit(const struct xn_city *city, size_t level, size_t unit);
/* Position of the unit with this id; XN_NONE. O(log n). */
size_t xn_city_find_unit(const struct xn_city *city, size_t level, const char *id);
/* Counts of a level as a view on the city. */
struct xn_counts xn_city_counts(const struct xn_city *city, size_t level);
/* Position of a group by name; XN_NONE. */
size_t xn_city_find_group(const struct xn_city *city, const char *name);
/* What people call the groups: n_groups entries. */
const struct xn_group_title *xn_city_group_titles(const struct xn_city *city);
/* The title in the language, or in another that it is given in; a group without any has its name, and the
 * residual group is "All other inhabitants". */
const char *xn_group_title_in(const struct xn_group_title *title, enum xn_language language);
/* What a level is called. Those that cities have in common are words of the language ("district", "block",
 * "street"); any other name stands as it is, even when it is an English word that means something else here.
 */
bool xn_level_is_term(const char *name);
const char *xn_level_title(const char *name, enum xn_language language);
/* Indicators: how many, the position of one by name (XN_NONE), and its value for each unit of a level, NAN
 * where it is not known; NULL: the level has not this indicator. */
size_t xn_city_indicators(const struct xn_city *city);
const char *xn_city_indicator_name(const struct xn_city *city, size_t indicator);
size_t xn_city_find_indicator(const struct xn_city *city, const char *name);
const double *xn_city_indicator(const struct xn_city *city, size_t level, size_t indicator);
/* Position of each unit's parent in the level above; NULL on level 0. */
const size_t *xn_city_parents(const struct xn_city *city, size_t level);
/* Areas of a level's units, m^2, n_units values. */
const double *xn_city_areas_m2(const struct xn_city *city, size_t level);
const struct xn_crs *xn_city_crs(const struct xn_city *city);
/* The unit of a level that holds a point, in the city's metres; XN_NONE: in none. */
size_t xn_city_locate(const struct xn_city *city, size_t level, double x_m, double y_m);
/* Queen contiguity of a level; NULL unless it was asked for. */
const struct xn_adjacency *xn_city_adjacency(const struct xn_city *city, size_t level);

/* How wide the source's rounding is: half a percentage point and half the step of the base (CBS rounds to
 * 5); zeros when counts are exact. */
struct xn_rounding {
    double percent_points; /* 0.5 for integer percentages */
    double base_persons;   /* 2.5 when every base is a multiple of 5 */
};
struct xn_rounding xn_city_rounding(const struct xn_city *city);

/* SHA-256 over levels, ids, names, parents, groups, counts and coordinates: the same input gives the same
 * digest on any machine, in any row order. `counts` covers counts and indicators alone (the hysteresis of
 * HOUSING 1). */
const char *xn_city_fingerprint(const struct xn_city *city);
const char *xn_city_counts_fingerprint(const struct xn_city *city);
/* SHA-256 over the areas alone: levels, ids, names, parents and coordinates, whoever lives there. */
const char *xn_city_areas_fingerprint(const struct xn_city *city);

/* --- areas alone -----------------------------------------------------------------------------------------
 */

/* Appends the areas as bytes (areas_image.c): about 16 for each point. */
XN_MUST_CHECK enum xn_status xn_city_put_areas(const struct xn_city *city, struct xn_buf *buf,
                                               struct xn_error *err);
/* The same areas, in the same order: a city where nobody lives, without groups and indicators. XN_INPUT when
 * the bytes are not those of the areas with this fingerprint. */
XN_MUST_CHECK enum xn_status xn_city_from_areas(const void *bytes, size_t length, const char *fingerprint,
                                                struct xn_city **ret, struct xn_error *err);

#endif
