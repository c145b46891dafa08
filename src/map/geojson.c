/* geojson.c - the areas of a map as GeoJSON (RFC 7946), with the legend that the pictures have.
 *
 * xn_shape already orders its rings as the standard wants (outer ring counter-clockwise, then its holes), and
 * every projection used keeps orientation, so rings go out as they are.
 */
#include <math.h>
#include <stdio.h>
#include "legend.h"

/* A ten-millionth of Earth's circumference is 4 m; six decimals are 11 cm. */
static double six_decimals(double degrees)
{
    return round(degrees * 1e6) / 1e6 + 0.0;
}

static enum xn_status put_ring(struct xn_json *json, const struct xn_shape *shape, uint32_t ring,
                               struct xn_projection *projection, struct xn_error *err)
{
    xn_json_begin_array(json);
    for (uint32_t i = shape->ring_start[ring]; i < shape->ring_start[ring + 1]; i++) {
        double lon, lat;
        XN_TRY(xn_projection_to_lonlat(projection, shape->xy[2 * i], shape->xy[2 * i + 1], &lon, &lat, err));
        xn_json_begin_array(json);
        xn_json_double(json, six_decimals(lon));
        xn_json_double(json, six_decimals(lat));
        xn_json_end_array(json);
    }
    xn_json_end_array(json);
    return XN_OK;
}

/* One polygon: the outer ring at `ring` and the holes after it; the position after them. */
static enum xn_status put_polygon(struct xn_json *json, const struct xn_shape *shape, uint32_t *ring,
                                  struct xn_projection *projection, struct xn_error *err)
{
    xn_json_begin_array(json);
    do {
        XN_TRY(put_ring(json, shape, *ring, projection, err));
        ++*ring;
    } while (*ring < shape->n_rings && !shape->ring_outer[*ring]);
    xn_json_end_array(json);
    return XN_OK;
}

static size_t count_parts(const struct xn_shape *shape)
{
    size_t n = 0;
    for (uint32_t ring = 0; ring < shape->n_rings; ring++)
        n += shape->ring_outer[ring];
    return n;
}

static enum xn_status put_geometry(struct xn_json *json, const struct xn_shape *shape,
                                   struct xn_projection *projection, struct xn_error *err)
{
    const size_t n_parts = count_parts(shape);
    xn_json_key(json, "geometry");
    if (n_parts == 0) {
        xn_json_null(json);
        return XN_OK;
    }
    xn_json_begin_object(json);
    xn_json_member_string(json, "type", n_parts == 1 ? "Polygon" : "MultiPolygon");
    xn_json_key(json, "coordinates");
    if (n_parts > 1)
        xn_json_begin_array(json);
    for (uint32_t ring = 0; ring < shape->n_rings;)
        XN_TRY(put_polygon(json, shape, &ring, projection, err));
    if (n_parts > 1)
        xn_json_end_array(json);
    xn_json_end_object(json);
    return XN_OK;
}

/* "class": its name for classes, its position for values, null for what has no colour. */
static void put_class(struct xn_json *json, const struct xn_map *map, const struct xn_legend *legend,
                      size_t category)
{
    if (legend->category[category].kind != XN_CATEGORY_COLOR)
        xn_json_member_null(json, "class");
    else if (map->typology)
        xn_json_member_string(json, "class", legend->category[category].key);
    else
        xn_json_member_int(json, "class", (int64_t)category);
}

/* The interval is there where the value is. */
static void put_value(struct xn_json *json, const struct xn_map *map, size_t i)
{
    const bool has_value = map->index && isfinite(map->value[i]);
    xn_json_member_double(json, "value",
                          map->index ? map->value[i] : map->typology->level[map->level].unit[i].value);
    xn_json_member_double(json, "lower", has_value && map->lower ? map->lower[i] : NAN);
    xn_json_member_double(json, "upper", has_value && map->upper ? map->upper[i] : NAN);
}

static void put_properties(struct xn_json *json, const struct xn_map *map, const struct xn_legend *legend,
                           size_t i)
{
    const struct xn_unit *unit = xn_city_unit(map->city, map->level, i);
    const size_t category = legend->category_of[i];
    xn_json_key(json, "properties");
    xn_json_begin_object(json);
    xn_json_member_string(json, "unit_id", unit->id);
    xn_json_member_string(json, "name", unit->name);
    put_value(json, map, i);
    xn_json_member_bool(json, "uncertain", xn_legend_is_uncertain(map, legend, i));
    xn_json_member_bool(json, "withheld", legend->category[category].kind == XN_CATEGORY_WITHHELD);
    put_class(json, map, legend, category);
    xn_json_member_int(json, "category", (int64_t)category);
    xn_json_end_object(json);
}

static void put_legend(struct xn_json *json, const struct xn_map *map, const struct xn_legend *legend)
{
    xn_json_member_string(json, "heading", legend->heading);
    xn_json_key(json, "legend");
    xn_json_begin_array(json);
    for (size_t k = 0; k < legend->n_categories; k++) {
        const struct xn_category *category = &legend->category[k];
        char color[8];
        snprintf(color, sizeof color, "#%06x", (unsigned)category->fill.color & 0xffffff);
        xn_json_begin_object(json);
        put_class(json, map, legend, k);
        xn_json_member_string(json, "kind", xn_category_kind_name(category->kind));
        xn_json_member_string(json, "label", category->label);
        xn_json_member_int(json, "units", (int64_t)category->n_units);
        xn_json_member_string(json, "color", color);
        xn_json_member_bool(json, "hatched", category->fill.hatch != XN_HATCH_NONE);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static enum xn_status put_features(struct xn_json *json, const struct xn_map *map,
                                   const struct xn_legend *legend, struct xn_projection *projection,
                                   struct xn_error *err)
{
    xn_json_key(json, "features");
    xn_json_begin_array(json);
    for (size_t i = 0; i < xn_city_units(map->city, map->level); i++) {
        const struct xn_unit *unit = xn_city_unit(map->city, map->level, i);
        xn_json_begin_object(json);
        xn_json_member_string(json, "type", "Feature");
        xn_json_member_string(json, "id", unit->id);
        put_properties(json, map, legend, i);
        XN_TRY(put_geometry(json, &unit->shape, projection, err));
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
    return XN_OK;
}

enum xn_status xn_map_geojson(const struct xn_map *map, struct xn_buf *buf, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    struct xn_legend legend;
    XN_TRY(xn_legend_make(map, arena, &legend, err));
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    XN_TRY(xn_projection_new(xn_city_crs(map->city)->definition, &projection, err));
    struct xn_json json;
    xn_json_init(&json, buf, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "type", "FeatureCollection");
    put_legend(&json, map, &legend);
    XN_TRY(put_features(&json, map, &legend, projection, err));
    xn_json_end_object(&json);
    return xn_buf_check(buf, err);
}
