/* city.c - building a city and looking at it.
 *
 * Build order: records to units, shapes, parents, counts, groups, fingerprint. Everything a city holds lies
 * in its arena but adjacency and place index, so a half-built city is freed like a whole one. After the build
 * nothing changes any more.
 */
#include "city_internal.h"
#include <string.h>

void xn_city_free(struct xn_city *city)
{
    if (!city)
        return;
    for (size_t i = 0; i < city->n_levels; i++) {
        xn_adjacency_free(city->level[i].adjacency);
        xn_locator_free(city->level[i].locator);
    }
    xn_arena_free(city->arena); /* the city itself lies in it */
}

enum xn_status city_new(struct xn_city **ret, struct xn_error *err)
{
    struct xn_arena *arena = xn_arena_new();
    struct xn_city *city = arena ? xn_arena_alloc(arena, 1, sizeof *city) : NULL;
    if (!city) {
        xn_arena_free(arena);
        return xn_fail_memory(err);
    }
    city->arena = arena;
    *ret = city;
    return XN_OK;
}

static enum xn_status copy_crs(struct xn_city *city, const struct xn_crs *crs, struct xn_error *err)
{
    city->crs.definition = xn_arena_strdup(city->arena, crs->definition);
    city->crs.name = xn_arena_strdup(city->arena, crs->name);
    city->crs.chosen = crs->chosen;
    return city->crs.definition && city->crs.name ? XN_OK : xn_fail_memory(err);
}

/* All levels must be in the same metres, or places would not meet. */
static enum xn_status check_same_crs(const struct xn_level_source *level, size_t n_levels,
                                     struct xn_error *err)
{
    for (size_t i = 1; i < n_levels; i++)
        if (strcmp(level[i].features->crs.definition, level[0].features->crs.definition) != 0)
            return xn_fail(err, XN_INPUT,
                           "%s is in %s, but %s is in %s: the levels of a city share one system",
                           level[i].features->source, level[i].features->crs.name, level[0].features->source,
                           level[0].features->crs.name);
    return XN_OK;
}

static enum xn_status build_adjacency(struct xn_city *city, struct xn_pool *pool, struct xn_error *err)
{
    for (size_t i = 0; i < city->n_levels; i++) {
        struct city_level *level = &city->level[i];
        XN_CLEANUP(xn_free_pointer) struct xn_shape *shape = xn_calloc(level->n_units, sizeof *shape);
        if (!shape)
            return xn_fail_memory(err);
        for (size_t u = 0; u < level->n_units; u++)
            shape[u] = level->unit[u].shape;
        XN_TRY(xn_adjacency_build(shape, level->n_units, 0, pool, &level->adjacency, err));
    }
    return XN_OK;
}

/* One level from one source; `at` is its place in the city. */
static enum xn_status build_level(struct xn_city *city, size_t at, const struct xn_level_source *source,
                                  const struct xn_group_source *groups, struct unit_records *records,
                                  struct raw_counts *raw, struct xn_notes *notes, struct xn_error *err)
{
    struct city_level *level = &city->level[at];
    level->name = xn_arena_strdup(city->arena, source->name);
    if (!level->name)
        return xn_fail_memory(err);
    XN_TRY(city_group_records(city->arena, source, records, err));
    XN_TRY(city_make_units(city, level, source, records, notes, err));
    XN_TRY(city_finish_units(city, level, notes, err));
    return city_read_counts(city, level, source, records, groups, raw, notes, err);
}

/* A single source with a parent column: its parents become level 0. */
static enum xn_status build_with_sums(struct xn_city *city, const struct xn_level_source *source,
                                      const struct xn_group_source *groups, struct raw_counts *raw,
                                      struct xn_notes *notes, struct xn_error *err)
{
    struct unit_records records;
    city->n_levels = 2;
    XN_TRY(build_level(city, 1, source, groups, &records, &raw[1], notes, err));
    XN_TRY(city_add_up_level(city, source, &records, err));
    XN_TRY(city_finish_units(city, &city->level[0], notes, err));
    XN_TRY(city_find_parents(city, 1, source, &records, err));
    return city_add_up_counts(city, &raw[1], &raw[0], err);
}

static enum xn_status build_levels(struct xn_city *city, const struct xn_level_source *level, size_t n_levels,
                                   const struct xn_group_source *groups, struct raw_counts *raw,
                                   struct xn_notes *notes, struct xn_error *err)
{
    if (n_levels == 1 && level->parent)
        return build_with_sums(city, level, groups, raw, notes, err);
    city->n_levels = n_levels;
    for (size_t i = 0; i < n_levels; i++) {
        struct unit_records records;
        XN_TRY(build_level(city, i, &level[i], groups, &records, &raw[i], notes, err));
        if (i > 0)
            XN_TRY(city_find_parents(city, i, &level[i], &records, err));
    }
    return XN_OK;
}

enum xn_status xn_city_build(const struct xn_level_source *level, size_t n_levels,
                             const struct xn_group_source *groups, const struct xn_city_options *options,
                             struct xn_city **ret, struct xn_notes *notes, struct xn_error *err)
{
    if (n_levels < 1 || n_levels > XN_LEVEL_MAX)
        return xn_fail(err, XN_ARGUMENT, "a city has 1 to %d levels, not %zu", XN_LEVEL_MAX, n_levels);
    XN_TRY(check_same_crs(level, n_levels, err));
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    XN_TRY(city_new(&city, err));
    XN_TRY(copy_crs(city, &level[0].features->crs, err));
    XN_TRY(city_name_indicators(city, groups, err));
    struct raw_counts raw[XN_LEVEL_MAX] = {{0}};
    XN_TRY(build_levels(city, level, n_levels, groups, raw, notes, err));
    XN_TRY(city_check_indicators(city, &level[n_levels - 1], err));
    XN_TRY(city_set_groups(city, groups, raw, notes, err));
    if (options && options->adjacency)
        XN_TRY(build_adjacency(city, options->pool, err));
    city_set_fingerprints(city);
    *ret = XN_STEAL(city);
    return XN_OK;
}

/* --- looking --------------------------------------------------------------------------------------- */

size_t xn_city_levels(const struct xn_city *city)
{
    return city->n_levels;
}

const char *xn_city_level_name(const struct xn_city *city, size_t level)
{
    return city->level[level].name;
}

size_t xn_city_units(const struct xn_city *city, size_t level)
{
    return city->level[level].n_units;
}

const struct xn_unit *xn_city_unit(const struct xn_city *city, size_t level, size_t unit)
{
    return &city->level[level].unit[unit];
}

size_t xn_city_find_unit(const struct xn_city *city, size_t level, const char *id)
{
    return city_level_find(&city->level[level], id);
}

struct xn_counts xn_city_counts(const struct xn_city *city, size_t level)
{
    const struct city_level *from = &city->level[level];
    return (struct xn_counts){
        .n_units = from->n_units,
        .n_groups = city->n_groups,
        .count = from->count,
        .unit_total = from->unit_total,
        .group_total = from->group_total,
        .total = from->total,
        .group_name = city->group_name,
    };
}

size_t xn_city_find_group(const struct xn_city *city, const char *name)
{
    for (size_t i = 0; i < city->n_groups; i++)
        if (strcmp(city->group_name[i], name) == 0)
            return i;
    return XN_NONE;
}

size_t xn_city_indicators(const struct xn_city *city)
{
    return city->n_indicators;
}

const char *xn_city_indicator_name(const struct xn_city *city, size_t indicator)
{
    return city->indicator_name[indicator];
}

size_t xn_city_find_indicator(const struct xn_city *city, const char *name)
{
    for (size_t i = 0; i < city->n_indicators; i++)
        if (strcmp(city->indicator_name[i], name) == 0)
            return i;
    return XN_NONE;
}

const double *xn_city_indicator(const struct xn_city *city, size_t level, size_t indicator)
{
    return city->level[level].indicator[indicator];
}

const size_t *xn_city_parents(const struct xn_city *city, size_t level)
{
    return city->level[level].parent;
}

const double *xn_city_areas_m2(const struct xn_city *city, size_t level)
{
    return city->level[level].area_m2;
}

const struct xn_crs *xn_city_crs(const struct xn_city *city)
{
    return &city->crs;
}

size_t xn_city_locate(const struct xn_city *city, size_t level, double x_m, double y_m)
{
    return xn_locator_find(city->level[level].locator, x_m, y_m);
}

const struct xn_adjacency *xn_city_adjacency(const struct xn_city *city, size_t level)
{
    return city->level[level].adjacency;
}

struct xn_rounding xn_city_rounding(const struct xn_city *city)
{
    return city->rounding;
}

const char *xn_city_fingerprint(const struct xn_city *city)
{
    return city->fingerprint;
}

const char *xn_city_counts_fingerprint(const struct xn_city *city)
{
    return city->counts_fingerprint;
}

const char *xn_city_areas_fingerprint(const struct xn_city *city)
{
    return city->areas_fingerprint;
}
