/* pack_maps.c - the maps of a pack. Limits of an index are those of the first publication with these areas
 * and never change, so that any two pages compare, of this pack or of any other. */
#include <math.h>
#include <string.h>
#include "pack_parts.h"
#include "xenia/published_map.h"

/* Dwellings are no index of the catalogue, but are drawn like one. */
static const struct xn_index_entry market_entry = {
    .id = "dwellings_on_market",
    .name = {[XN_ENGLISH] = "Dwellings on the market",
             [XN_DUTCH] = "Woningen op de markt",
             [XN_GERMAN] = "Wohnungen auf dem Markt",
             [XN_RUSSIAN] = "Жильё на рынке"},
    .forms = XN_LOCAL,
    .reading =
        XN_N("Dwellings that corporations and owners offered on the day, by the district they lie in."),
};

size_t pack_group(const struct xn_pack *pack)
{
    const size_t group = pack->now->counts.class_group;
    return group != XN_NONE ? group : pack->now->n_groups > 0 ? 0 : XN_NONE;
}

bool pack_has_level(const struct xn_publication *publication, size_t level,
                    const struct xn_index_entry *index, size_t group)
{
    const size_t n = publication->level[level].n_units;
    if (!index) {
        for (size_t u = 0; u < n; u++)
            if (publication->counts.level[level].class_why[u] == XN_SHOWN)
                return true;
        return false;
    }
    const struct xn_publication_local *local =
        xn_publication_find_local(publication, level, index->id, group);
    for (size_t u = 0; local && u < n; u++)
        if (isfinite(local->value[u]))
            return true;
    return false;
}

enum xn_status pack_make_map(struct xn_pack *pack, const struct xn_publication *publication, size_t level,
                             const struct xn_index_entry *index, size_t group,
                             const struct xn_publication *since, const struct xn_map **ret,
                             struct xn_error *err)
{
    struct xn_map *map = NULL;
    *ret = NULL;
    if (!pack_has_level(publication, level, index, group))
        return XN_OK;
    const struct xn_published_map wanted = {.city = pack->source.city,
                                            .publication = publication,
                                            .level = level,
                                            .index = index,
                                            .group = group,
                                            .since = since,
                                            .threshold = NAN,
                                            .over = &pack->first,
                                            .n_over = 1,
                                            .language = pack->source.language};
    XN_TRY(XN_ARENA_ARRAY(pack->arena, 1, &map, err));
    const enum xn_status status = xn_published_map_make(&wanted, pack->arena, map, err);
    if (status == XN_UNDEFINED)
        return XN_OK;
    XN_TRY(status);
    *ret = map;
    return XN_OK;
}

/* The coarsest level of the city, in its order; fewer than 5 is no value, and said to be withheld. */
static enum xn_status place_dwellings(struct xn_pack *pack, struct xn_map *map, struct xn_error *err)
{
    const struct xn_programme_market *market = &pack->programme->market;
    const size_t n = xn_city_units(pack->source.city, 0);
    double *value = NULL;
    bool *withheld = NULL;
    XN_TRY(XN_ARENA_ARRAY(pack->arena, n, &value, err));
    XN_TRY(XN_ARENA_ARRAY(pack->arena, n, &withheld, err));
    for (size_t u = 0; u < n; u++)
        value[u] = NAN;
    for (size_t i = 0; i < market->n_units; i++) {
        const size_t u = xn_city_find_unit(pack->source.city, 0, market->unit_id[i]);
        if (u == XN_NONE)
            continue;
        value[u] = market->in_unit[i].count;
        withheld[u] = market->in_unit[i].few;
    }
    map->value = value;
    map->withheld = withheld;
    return XN_OK;
}

static bool has_value(const struct xn_map *map)
{
    for (size_t u = 0; u < xn_city_units(map->city, map->level); u++)
        if (isfinite(map->value[u]))
            return true;
    return false;
}

enum xn_status pack_make_market_map(struct xn_pack *pack, const struct xn_map **ret, struct xn_error *err)
{
    struct xn_map *map = NULL;
    *ret = NULL;
    if (!pack->programme || pack->programme->market.n_units == 0)
        return XN_OK;
    XN_TRY(XN_ARENA_ARRAY(pack->arena, 1, &map, err));
    *map = (struct xn_map){.city = pack->source.city,
                           .city_title = pack->now->title,
                           .language = pack->source.language,
                           .source_note = pack->now->source_note,
                           .published = pack->now->period,
                           .index = &market_entry,
                           .city_value = NAN};
    XN_TRY(place_dwellings(pack, map, err));
    if (has_value(map))
        *ret = map;
    return XN_OK;
}
