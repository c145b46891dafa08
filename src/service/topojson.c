/* topojson.c - see topojson.h. */
#include "topojson.h"
#include <math.h>
#include "xenia/geo.h"
#include "xenia/topology.h"

#define GRID 1000000           /* steps of the grid in the longer direction: finer than the finest detail */
#define WHOLE_PX 800           /* the whole city at the coarsest step, */
#define WHOLE_DEVIATION_PX 0.5 /* drawn with this deviation */

/* The grid that positions are whole steps of. */
struct grid {
    double left, bottom, right, top; /* degrees */
    double step[2];
};

/* A level and the one above it, cut into the same arcs. */
struct borders {
    const struct xn_city *city;
    size_t level, n_units, n_shapes; /* n_shapes: with those of the level above */
    const struct xn_shape **shape;
    struct xn_topology *topology;
    struct grid grid;
    double *degree; /* of all points of all arcs: lon0 lat0 ... */
    struct xn_projection *projection;
    struct xn_arena *arena;
};

static void borders_free(struct borders *borders)
{
    xn_topology_free(borders->topology);
    xn_projection_free(borders->projection);
    xn_arena_free(borders->arena);
}

/* --- cutting --------------------------------------------------------------------------------------- */

static double extent_m(const struct borders *borders)
{
    double all[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY}, one[4];
    for (size_t i = 0; i < borders->n_units; i++)
        if (xn_shape_bounds(borders->shape[i], one)) {
            all[0] = fmin(all[0], one[0]);
            all[1] = fmin(all[1], one[1]);
            all[2] = fmax(all[2], one[2]);
            all[3] = fmax(all[3], one[3]);
        }
    return fmax(all[2] - all[0], all[3] - all[1]);
}

static enum xn_status cut(struct borders *borders, struct xn_error *err)
{
    const struct xn_city *city = borders->city;
    const size_t above = borders->level > 0 ? xn_city_units(city, borders->level - 1) : 0;
    borders->n_units = xn_city_units(city, borders->level);
    borders->n_shapes = borders->n_units + above;
    XN_TRY(XN_ARENA_ARRAY(borders->arena, borders->n_shapes, &borders->shape, err));
    for (size_t i = 0; i < borders->n_units; i++)
        borders->shape[i] = &xn_city_unit(city, borders->level, i)->shape;
    for (size_t i = 0; i < above; i++)
        borders->shape[borders->n_units + i] = &xn_city_unit(city, borders->level - 1, i)->shape;
    const double extent = extent_m(borders);
    const double coarsest_m = extent > 0 ? WHOLE_DEVIATION_PX * extent / WHOLE_PX : 1;
    return xn_topology_build(borders->shape, borders->n_shapes, coarsest_m, &borders->topology, err);
}

/* --- the grid -------------------------------------------------------------------------------------- */

static size_t count_points(const struct xn_topology *topology)
{
    size_t n = 0;
    for (size_t a = 0; a < topology->n_arcs; a++)
        n += topology->arc[a].n_points;
    return n;
}

static void widen(struct grid *grid, const double *degree)
{
    grid->left = fmin(grid->left, degree[0]);
    grid->right = fmax(grid->right, degree[0]);
    grid->bottom = fmin(grid->bottom, degree[1]);
    grid->top = fmax(grid->top, degree[1]);
}

static enum xn_status to_degrees(struct borders *borders, struct xn_error *err)
{
    double *at = NULL;
    XN_TRY(XN_ARENA_ARRAY(borders->arena, 2 * count_points(borders->topology), &at, err));
    borders->degree = at;
    borders->grid = (struct grid){.left = INFINITY, .bottom = INFINITY, .right = -INFINITY, .top = -INFINITY};
    for (size_t a = 0; a < borders->topology->n_arcs; a++) {
        const struct xn_arc *arc = &borders->topology->arc[a];
        for (size_t i = 0; i < arc->n_points; i++, at += 2) {
            XN_TRY(xn_projection_to_lonlat(borders->projection, arc->xy_m[2 * i], arc->xy_m[2 * i + 1],
                                           &at[0], &at[1], err));
            widen(&borders->grid, at);
        }
    }
    struct grid *grid = &borders->grid;
    if (borders->topology->n_arcs == 0)
        *grid = (struct grid){.left = 0};
    const double width = grid->right - grid->left, height = grid->top - grid->bottom;
    grid->step[0] = width > 0 ? width / GRID : 1;
    grid->step[1] = height > 0 ? height / GRID : 1;
    return XN_OK;
}

/* --- writing --------------------------------------------------------------------------------------- */

/* Points that are needed at no step are left out. */
static void put_arc(const struct borders *borders, const struct xn_arc *arc, const double *degree,
                    struct xn_buf *buf)
{
    const struct grid *grid = &borders->grid;
    long long x = 0, y = 0;
    const char *comma = "";
    xn_buf_putc(buf, '[');
    for (size_t i = 0; i < arc->n_points; i++) {
        if (arc->detail[i] >= XN_DETAIL_STEPS)
            continue;
        const long long to_x = llround((degree[2 * i] - grid->left) / grid->step[0]);
        const long long to_y = llround((degree[2 * i + 1] - grid->bottom) / grid->step[1]);
        xn_buf_printf(buf, "%s[%lld,%lld]", comma, to_x - x, to_y - y);
        comma = ",";
        x = to_x;
        y = to_y;
    }
    xn_buf_putc(buf, ']');
}

static void put_arcs(const struct borders *borders, struct xn_buf *buf)
{
    const double *degree = borders->degree;
    xn_buf_puts(buf, "\"arcs\":[");
    for (size_t a = 0; a < borders->topology->n_arcs; a++) {
        if (a > 0)
            xn_buf_putc(buf, ',');
        put_arc(borders, &borders->topology->arc[a], degree, buf);
        degree += 2 * borders->topology->arc[a].n_points;
    }
    xn_buf_putc(buf, ']');
}

/* A reversed arc is the complement of its number. */
static void put_ring(const struct xn_arc_ring *ring, struct xn_buf *buf)
{
    xn_buf_putc(buf, '[');
    for (size_t k = 0; k < ring->n_uses; k++) {
        const long arc = ring->use[k].reversed ? ~(long)ring->use[k].arc : (long)ring->use[k].arc;
        xn_buf_printf(buf, "%s%ld", k > 0 ? "," : "", arc);
    }
    xn_buf_putc(buf, ']');
}

/* Each outer ring opens a polygon; its holes follow it. */
static void put_polygons(const struct xn_arc_unit *unit, struct xn_buf *buf)
{
    xn_buf_puts(buf, "\"type\":\"MultiPolygon\",\"arcs\":[");
    for (size_t r = 0; r < unit->n_rings; r++) {
        xn_buf_puts(buf, r == 0 ? "[" : unit->hole[r] ? "," : "],[");
        put_ring(&unit->ring[r], buf);
    }
    xn_buf_puts(buf, "]]");
}

static enum xn_status put_area(const struct borders *borders, size_t u, struct xn_buf *buf,
                               struct xn_error *err)
{
    const struct xn_unit *unit = xn_city_unit(borders->city, borders->level, u);
    struct xn_json json;
    double x_m, y_m, lon, lat;
    xn_buf_putc(buf, '{');
    if (borders->topology->unit[u].n_rings > 0)
        put_polygons(&borders->topology->unit[u], buf);
    else
        xn_buf_puts(buf, "\"type\":null");
    xn_buf_puts(buf, ",\"id\":");
    xn_json_init(&json, buf, false);
    xn_json_string(&json, unit->id);
    xn_buf_puts(buf, ",\"properties\":");
    xn_json_init(&json, buf, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "name", unit->name);
    xn_json_key(&json, "center");
    if (xn_shape_inner_point(&unit->shape, &x_m, &y_m)) {
        XN_TRY(xn_projection_to_lonlat(borders->projection, x_m, y_m, &lon, &lat, err));
        xn_json_begin_array(&json);
        xn_json_double(&json, round(lon * 1e6) / 1e6);
        xn_json_double(&json, round(lat * 1e6) / 1e6);
        xn_json_end_array(&json);
    } else {
        xn_json_null(&json);
    }
    xn_json_end_object(&json);
    xn_buf_putc(buf, '}');
    return XN_OK;
}

static enum xn_status put_areas(const struct borders *borders, struct xn_buf *buf, struct xn_error *err)
{
    xn_buf_puts(buf, "\"areas\":{\"type\":\"GeometryCollection\",\"geometries\":[");
    for (size_t u = 0; u < borders->n_units; u++) {
        if (u > 0)
            xn_buf_putc(buf, ',');
        XN_TRY(put_area(borders, u, buf, err));
    }
    xn_buf_puts(buf, "]}");
    return XN_OK;
}

/* Each border between two of the level above once. */
static enum xn_status put_parents(const struct borders *borders, struct xn_buf *buf, struct xn_error *err)
{
    bool *written = NULL;
    const char *comma = "";
    if (borders->n_shapes == borders->n_units)
        return XN_OK;
    XN_TRY(XN_ARENA_ARRAY(borders->arena, borders->topology->n_arcs, &written, err));
    xn_buf_puts(buf, ",\"parents\":{\"type\":\"MultiLineString\",\"arcs\":[");
    for (size_t u = borders->n_units; u < borders->n_shapes; u++)
        for (size_t r = 0; r < borders->topology->unit[u].n_rings; r++) {
            const struct xn_arc_ring *ring = &borders->topology->unit[u].ring[r];
            for (size_t k = 0; k < ring->n_uses; k++) {
                if (written[ring->use[k].arc])
                    continue;
                written[ring->use[k].arc] = true;
                xn_buf_printf(buf, "%s[%lu]", comma, (unsigned long)ring->use[k].arc);
                comma = ",";
            }
        }
    xn_buf_puts(buf, "]}");
    return XN_OK;
}

static void put_numbers(struct xn_buf *buf, const char *name, const double *number, size_t n)
{
    xn_buf_printf(buf, "\"%s\":[", name);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            xn_buf_putc(buf, ',');
        xn_buf_put_double(buf, number[i]);
    }
    xn_buf_putc(buf, ']');
}

/* One digit a position, one text an arc. */
static void put_details(const struct borders *borders, struct xn_buf *buf)
{
    xn_buf_puts(buf, ",\"arcs\":[");
    for (size_t a = 0; a < borders->topology->n_arcs; a++) {
        const struct xn_arc *arc = &borders->topology->arc[a];
        xn_buf_puts(buf, a > 0 ? ",\"" : "\"");
        for (size_t i = 0; i < arc->n_points; i++)
            if (arc->detail[i] < XN_DETAIL_STEPS)
                xn_buf_putc(buf, (char)('0' + arc->detail[i]));
        xn_buf_putc(buf, '"');
    }
    xn_buf_putc(buf, ']');
}

static void put_head(const struct borders *borders, struct xn_buf *buf)
{
    const struct grid *grid = &borders->grid;
    const double box[] = {grid->left, grid->bottom, grid->right, grid->top};
    xn_buf_puts(buf, "{\"type\":\"Topology\",");
    put_numbers(buf, "bbox", box, 4);
    xn_buf_puts(buf, ",\"transform\":{");
    put_numbers(buf, "scale", grid->step, 2);
    xn_buf_putc(buf, ',');
    put_numbers(buf, "translate", box, 2);
    xn_buf_printf(buf, "},\"detail\":{\"steps\":%d,", XN_DETAIL_STEPS);
    put_numbers(buf, "metres", borders->topology->step_m, XN_DETAIL_STEPS);
    put_details(borders, buf);
    xn_buf_puts(buf, "},\"objects\":{");
}

enum xn_status topojson_put(const struct xn_city *city, size_t level, struct xn_buf *buf,
                            struct xn_error *err)
{
    XN_CLEANUP(borders_free) struct borders borders = {.city = city, .level = level};
    if (!(borders.arena = xn_arena_new()))
        return xn_fail_memory(err);
    XN_TRY(xn_projection_new(xn_city_crs(city)->definition, &borders.projection, err));
    XN_TRY(cut(&borders, err));
    XN_TRY(to_degrees(&borders, err));
    put_head(&borders, buf);
    XN_TRY(put_areas(&borders, buf, err));
    XN_TRY(put_parents(&borders, buf, err));
    xn_buf_puts(buf, "},");
    put_arcs(&borders, buf);
    xn_buf_putc(buf, '}');
    return xn_buf_check(buf, err);
}
