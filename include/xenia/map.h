/* map.h - one picture of a city: an index's values, their change, or the classes of areas, as SVG, PNG, PDF,
 * GeoJSON or a table.
 *
 * A picture is a pure function of what it is given: no clock, no database, no random ids; the same map gives
 * the same SVG and GeoJSON bytes on every machine (PNG text depends on the fonts installed). SVG and PNG are
 * drawn from one layout. Colours are safe for colour blindness and differ in a greyscale print; what is not
 * certain or has no value is hatched, and the legend says how many areas each colour stands for.
 */
#ifndef XENIA_MAP_H
#define XENIA_MAP_H

#include "xenia/buf.h"
#include "xenia/city.h"
#include "xenia/housing.h"
#include "xenia/indices.h"
#include "xenia/message.h"
#include "xenia/typology.h"

/* --- class limits ------------------------------------------------------------------------------------ */

/* The most colours of a ramp that an eye tells apart on paper. */
#define XN_MAP_CLASS_MAX 5

enum xn_break_method {
    XN_BREAKS_DEFAULT,  /* location_quotient: 0.5, 0.8, 1.25, 2, so that two maps compare; others: quantile */
    XN_BREAKS_QUANTILE, /* as many units in each class */
    XN_BREAKS_FISHER_JENKS, /* least sum of squared differences from the class means: the exact optimum */
    XN_BREAKS_EQUAL,        /* equal width */
    XN_BREAKS_DEVIATION,    /* 1.5 and 0.5 standard deviations below and above the mean */
    XN_BREAKS_MANUAL        /* given: the same limits over dates */
};
const char *xn_break_method_name(enum xn_break_method method); /* "quantile" ... */
bool xn_break_method_parse(const char *name, enum xn_break_method *ret);

/* "0.5,0.8,1.25,2": one to XN_MAP_CLASS_MAX - 1 finite numbers, ascending. False for anything else. */
bool xn_break_limits_parse(const char *text, double ret[XN_MAP_CLASS_MAX - 1], size_t *ret_n);

/* Class k holds limit[k] <= v < limit[k + 1]; the last class holds its upper limit too. The inner limits are
 * the roundest numbers that separate the classes, and have at most `decimals` places: what a legend prints is
 * what decides. */
struct xn_breaks {
    size_t n_classes;
    double limit[XN_MAP_CLASS_MAX + 1]; /* the ends: least and greatest value, or the limits beside them */
    int decimals;
    bool open; /* given limits: the outer classes have no outer end */
};

/* Limits for the finite ones of n values; the others belong to no class. Ties stay together, so there are
 * fewer classes than n_classes when there are fewer different values. `method` is not DEFAULT or MANUAL.
 * XN_ARGUMENT: n_classes not 1 .. XN_MAP_CLASS_MAX. XN_UNDEFINED: no finite value. O(n log n).
 * Source: Fisher (1958), On grouping for maximum homogeneity, J. American Statistical Association 53:789-798;
 * Jenks (1977), Optimal data classification for choropleth maps. */
XN_MUST_CHECK enum xn_status xn_breaks_compute(const double *value, size_t n, enum xn_break_method method,
                                               size_t n_classes, struct xn_breaks *ret, struct xn_error *err);
/* Limits as given (ascending, finite, at most XN_MAP_CLASS_MAX - 1); a class may then be empty. */
XN_MUST_CHECK enum xn_status xn_breaks_manual(const double *value, size_t n, const double *inner_limit,
                                              size_t n_limits, struct xn_breaks *ret, struct xn_error *err);

/* How the limits of a map are found. */
struct xn_break_choice {
    enum xn_break_method method;
    const double *inner_limit; /* XN_BREAKS_MANUAL: n_limits of them, in the index's own unit */
    size_t n_limits;
    const double *over; /* the values that limits are computed from, of all dates, so that the maps of two
                           dates have the same ones: n_over of them. NULL: those of the map alone */
    size_t n_over;
};
/* The limits that a map of this index has, in the index's own unit (`decimals` is of the printed one: shares
 * are printed in percent), so that a page's legend and a picture's are the same. change: the values are
 * differences of the index; then the default has limits that lie the same on both sides of 0. */
XN_MUST_CHECK enum xn_status xn_breaks_of_index(const struct xn_index_entry *index, bool change,
                                                const struct xn_break_choice *choice, const double *value,
                                                size_t n, struct xn_breaks *ret, struct xn_error *err);
/* Where the two colours of a map of this index meet: 1 for a quotient, the city's own value for a share, 0
 * for a change. NAN: the index has one ramp only. city_value: NAN when not known. A map, but not one of a
 * change, has one ramp also when the highest of its classes would hold the centre. */
double xn_map_center(const struct xn_index_entry *index, bool change, double city_value);
/* The class of a value; XN_NONE when it is not finite. */
size_t xn_breaks_class(const struct xn_breaks *breaks, double value);

enum xn_paper_size { XN_PAPER_A4, XN_PAPER_A3 };
bool xn_paper_size_parse(const char *name, enum xn_paper_size *ret); /* "a4" "a3" */

/* --- the picture ------------------------------------------------------------------------------------- */

/* Everything a picture depends on; borrowed. Either `index` (a choropleth of one value a unit) or `typology`
 * (the classes of a level) is set, the other NULL. Texts may be NULL where it says so. */
struct xn_map {
    const struct xn_city *city;
    size_t level;
    const char *city_title; /* "Münster (schematic)" */
    enum xn_language language;
    const char *counts_as_of; /* date of the counts as text; NULL: not printed */
    const char *source_note;  /* printed at the foot; NULL: none */
    const char *published;    /* "2026Q4": drawn from what was published then, where small numbers are
                                 withheld; printed at the foot. NULL: not */

    const struct xn_index_entry *index;
    const char *group;           /* NULL: an index of the whole mix; with what_if_threshold: whose quotient */
    const double *value;         /* n_units of the level; not finite: hatched as "no value" */
    const double *lower, *upper; /* n_units: the interval of each value; NULL: not known */
    const bool *uncertain;       /* n_units: hatched over its colour, and counted in the legend; NULL: none */
    const bool *withheld;      /* n_units: no value because numbers are small; a category of its own, hatched
                                  and named; NULL: none. For classes too */
    const char *changed_since; /* "2026Q3": the values are differences to that publication; NULL: no change */
    double city_value;         /* of the whole city, in the index's own unit; NAN: not known */
    struct xn_break_choice breaks;

    const struct xn_typology *typology;
    const struct xn_policy *policy; /* with typology: its name and version are printed */
    xn_date as_of;                  /* with typology: the day of the classes */
    double what_if_threshold; /* with typology: the classes are not those that hold but what they would be
                                 with this threshold, computed from published numbers; 0: those that hold */
};

/* Appends an SVG document of 960 pixels' width: viewBox, <title> and <desc>, one <path> a unit with
 * data-unit (its id) and <title> (its name and value), legend, scale bar, north arrow, notes; <text> for all
 * text; no script, no style sheet. Coordinates are whole tenths of a pixel. XN_ARGUMENT: neither or both of
 * index and typology; a level or limits that are not there. XN_UNDEFINED: no unit has a value. When memory or
 * the buffer's limit ends the writing, the buffer may hold a part (also below). O(points). */
XN_MUST_CHECK enum xn_status xn_map_svg(const struct xn_map *map, struct xn_buf *buf, struct xn_error *err);

#define XN_MAP_PNG_WIDTH_MIN 200
#define XN_MAP_PNG_WIDTH_MAX 8000
/* The same picture in pixels. XN_ARGUMENT also for a width outside the limits above. Cairo and Pango
 * allocate by themselves; GLib below them ends the process when memory is out. */
XN_MUST_CHECK enum xn_status xn_map_png(const struct xn_map *map, unsigned width_px, struct xn_buf *buf,
                                        struct xn_error *err);

/* The same picture as a PDF of one page, vectors throughout and fonts embedded: `paper` is upright or across
 * as the city's shape wants. The document's dates are `made_on`, so that the same map gives the same bytes.
 */
XN_MUST_CHECK enum xn_status xn_map_pdf(const struct xn_map *map, enum xn_paper_size paper, xn_date made_on,
                                        struct xn_buf *buf, struct xn_error *err);

/* The same data as a table (RFC 4180), one row a unit: unit_id, name, value (empty: none), lower, upper,
 * uncertain, withheld ("yes", "no"), class (label of the legend). Numbers are in the index's own unit. */
XN_MUST_CHECK enum xn_status xn_map_csv(const struct xn_map *map, struct xn_buf *buf, struct xn_error *err);

/* The same areas as GeoJSON (RFC 7946): a FeatureCollection in longitude and latitude, six decimals, outer
 * rings counter-clockwise. Properties: unit_id, name, value (number or null; classes: what the rule
 * compared), lower, upper (number or null), uncertain, withheld, class (choropleth: 0 .. n - 1, or null;
 * classes: "mixed" "undetermined" "concentrated"), and category, the position in the collection's foreign
 * member "legend": [{"class", "kind", "label", "units", "color", "hatched"}], so that a page and a picture
 * cannot differ. kind: "color"; "uncertain", which is no unit's category but hatches others; "withheld";
 * "no_value". */
XN_MUST_CHECK enum xn_status xn_map_geojson(const struct xn_map *map, struct xn_buf *buf,
                                            struct xn_error *err);

#endif
