/* geo.h - files and coordinates in; metres, rings, neighbours and distances out.
 *
 * The only layer that touches shapelib, PROJ and GEOS; none of their types appears here. What it hands out
 * is plain: closed rings of finite coordinates in metres, in one coordinate reference system a layer.
 */
#ifndef XENIA_GEO_H
#define XENIA_GEO_H

#include <stdbool.h>
#include <stdint.h>
#include "xenia/memory.h"
#include "xenia/notes.h"
#include "xenia/parallel.h"
#include "xenia/status.h"
#include "xenia/table.h"

/* Limits of a layer (SERVICE 4): above them it is refused, never cut. */
#define XN_LAYER_RECORD_LIMIT 1000000u
#define XN_LAYER_POINT_LIMIT 50000000u
#define XN_LAYER_FILE_LIMIT ((size_t)512 << 20)

/* --- shapes ---------------------------------------------------------------------------------------- */

/* A polygon of one or more parts. Rings are closed (first point = last point), of non-zero area; each outer
 * ring (counter-clockwise) is followed by its holes (clockwise). n_rings 0: no geometry. */
struct xn_shape {
    uint32_t n_rings;
    const uint32_t *ring_start; /* n_rings + 1 positions of points */
    const bool *ring_outer;     /* n_rings */
    const double *xy;           /* x0 y0 x1 y1 ..., metres */
};

/* Area enclosed, holes taken off; m^2. 0 without geometry. O(points). */
double xn_shape_area_m2(const struct xn_shape *shape);
/* Length of all rings, holes included; m. */
double xn_shape_perimeter_m(const struct xn_shape *shape);
/* Area-weighted centroid of all parts; false (NaN, NaN) without geometry. */
bool xn_shape_centroid(const struct xn_shape *shape, double *ret_x_m, double *ret_y_m);
/* min_x min_y max_x max_y; false without geometry. */
bool xn_shape_bounds(const struct xn_shape *shape, double ret[4]);
/* Is the point inside (even-odd rule over all rings)? On a border the answer is deterministic, and for
 * shapes that share the border exactly one of them says yes. */
bool xn_shape_contains(const struct xn_shape *shape, double x_m, double y_m);
/* The centroid when it is inside, else a point in the middle of a wide place of the largest part (a
 * crescent). False without geometry. */
bool xn_shape_inner_point(const struct xn_shape *shape, double *ret_x_m, double *ret_y_m);
/* The union of shapes, made valid, in the arena: what several records of one unit, or the children of one
 * parent, cover together. Null members are skipped. */
XN_MUST_CHECK enum xn_status xn_shape_union(struct xn_arena *arena, const struct xn_shape *const *member,
                                            size_t n_members, struct xn_shape *ret, struct xn_error *err);

/* --- layers ---------------------------------------------------------------------------------------- */

/* The coordinate reference system that a layer's metres are in. */
struct xn_crs {
    const char *definition; /* what PROJ reads: WKT or a PROJ string */
    const char *name;       /* "ETRS89 / UTM zone 32N" */
    bool chosen; /* true: ours (Lambert azimuthal equal-area at the layer's centre), not the file's */
};

struct xn_features {
    const char *source; /* path of the .shp */
    size_t n_records;   /* deleted .dbf rows are gone from shapes and table alike */
    struct xn_shape *shape;
    struct xn_table *table; /* one row a record; owned */
    struct xn_crs crs;
    struct xn_arena *arena;
};

struct xn_layer_options {
    const char *crs; /* "EPSG:25832" or NULL: the .prj decides */
};

/* Reads polygons and their table from PATH.shp, .shx, .dbf, .prj, .cpg.
 *
 * Refused (XN_INPUT, one sentence with file and record): no .shx or .dbf; shapes that are not polygons; lying
 * or truncated headers and records; numbers of shapes and rows that differ; no .prj and no crs option, or one
 * PROJ cannot read; coordinates that are not finite or do not fit the system (degrees outside 180/90; metres
 * farther than 1e8, or all within 180/90 like degrees); text that does not fit a declared encoding, or a .cpg
 * naming an unknown one; nothing in the file. XN_NOT_FOUND without .shp; XN_LIMIT above the limits.
 * Repaired and noted: invalid polygons (GEOSMakeValid), rings not closed or without area, holes wound like
 * outer rings (the place of a ring decides, not its winding), null shapes (the record stays, with n_rings 0),
 * no declared encoding and not UTF-8 (read as CP1252; LDID 87 and a .cpg that is no name declare nothing).
 * Noted: points outside the bounds their record states, polygons that come twice. Z and M are ignored.
 * Metres are used as they are; degrees, Mercator and other units are projected (crs.chosen). */
XN_MUST_CHECK enum xn_status xn_features_read(const char *path, const struct xn_layer_options *options,
                                              struct xn_features **ret, struct xn_notes *notes,
                                              struct xn_error *err);
void xn_features_free(struct xn_features *features);
XN_DEFINE_AUTO(xn_features_free, struct xn_features *)

/* A .dbf alone, as a table (the same encoding rules). */
XN_MUST_CHECK enum xn_status xn_dbf_read(const char *path, struct xn_table **ret, struct xn_notes *notes,
                                         struct xn_error *err);

/* --- projection ------------------------------------------------------------------------------------ */

/* Between longitude/latitude (WGS 84, degrees, in this order) and the metres of a CRS. Not thread-safe: one
 * a thread. */
struct xn_projection;
XN_MUST_CHECK enum xn_status xn_projection_new(const char *crs_definition, struct xn_projection **ret,
                                               struct xn_error *err);
void xn_projection_free(struct xn_projection *projection);
XN_DEFINE_AUTO(xn_projection_free, struct xn_projection *)
/* XN_INPUT when the place is not finite, not on Earth, or has no image. */
XN_MUST_CHECK enum xn_status xn_projection_to_metres(struct xn_projection *projection, double lon, double lat,
                                                     double *ret_x_m, double *ret_y_m, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_projection_to_lonlat(struct xn_projection *projection, double x_m, double y_m,
                                                     double *ret_lon, double *ret_lat, struct xn_error *err);

/* --- neighbours and places ------------------------------------------------------------------------- */

/* Symmetric contiguity in compressed rows: the neighbours of unit i are neighbour[row_start[i]] ..
 * neighbour[row_start[i+1] - 1], ascending, i itself left out. Queen neighbours share at least a point; rook
 * neighbours are those with boundary_m > 0, the length of the border they share. */
struct xn_adjacency {
    size_t n_units;
    size_t *row_start;   /* n_units + 1 */
    uint32_t *neighbour; /* row_start[n_units] */
    double *boundary_m;  /* the same */
};

/* Units whose borders come within tolerance_m of each other touch (0: at exactly the same point, to 106
 * bits); their shared border is where segments lie along each other, T-junctions included, measured on both,
 * the shorter taken. With a tolerance, up to four times its length is a corner (boundary_m 0). Candidates
 * come from a Sort-Tile-Recursive tree, never from all pairs; O(n log n + shared points). pool may be NULL;
 * the result does not depend on it. XN_ARGUMENT when the tolerance is negative or not finite. */
XN_MUST_CHECK enum xn_status xn_adjacency_build(const struct xn_shape *shape, size_t n_units,
                                                double tolerance_m, struct xn_pool *pool,
                                                struct xn_adjacency **ret, struct xn_error *err);
void xn_adjacency_free(struct xn_adjacency *adjacency);
XN_DEFINE_AUTO(xn_adjacency_free, struct xn_adjacency *)

/* Which shape holds a point: an index over bounding boxes, then xn_shape_contains; the lowest position wins
 * where shapes overlap. Borrows the shapes. Read-only after building, so safe from many threads. */
struct xn_locator;
XN_MUST_CHECK enum xn_status xn_locator_new(const struct xn_shape *shape, size_t n_shapes,
                                            struct xn_locator **ret, struct xn_error *err);
void xn_locator_free(struct xn_locator *locator);
XN_DEFINE_AUTO(xn_locator_free, struct xn_locator *)
size_t xn_locator_find(const struct xn_locator *locator, double x_m, double y_m); /* XN_NONE: in none */

#endif
