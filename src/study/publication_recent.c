/* publication_recent.c - the units in which a single placement could be read off a map (RULES R10). */
#include <string.h>
#include "placements.h"
#include "xenia/memory.h"
#include "xenia/publication.h"

void xn_recent_units_free(struct xn_recent_units *recent)
{
    if (!recent)
        return;
    xn_arena_free(recent->arena);
    xn_free(recent);
}

/* The finest level on which the placement's unit is known; XN_NONE. */
static size_t finest_known(const struct xn_city *city, const size_t unit[XN_LEVEL_MAX])
{
    for (size_t level = xn_city_levels(city); level-- > 0;)
        if (unit[level] != XN_NONE)
            return level;
    return XN_NONE;
}

static void hold_back(const struct xn_city *city, size_t level, size_t unit, xn_date day,
                      bool *const flag[XN_LEVEL_MAX], struct xn_recent_units *recent)
{
    const xn_date free_on = day + XN_PUBLICATION_QUIET_DAYS;
    if (xn_city_counts(city, level).unit_total[unit] >= XN_PUBLICATION_UNIT_PERSONS)
        return;
    if (recent->free_on == XN_NO_DATE || free_on > recent->free_on)
        recent->free_on = free_on;
    recent->n_units += !flag[level][unit];
    flag[level][unit] = true;
}

static const char *first_name(const struct xn_city *city, bool *const flag[XN_LEVEL_MAX])
{
    for (size_t level = xn_city_levels(city); level-- > 0;)
        for (size_t u = 0; u < xn_city_units(city, level); u++)
            if (flag[level][u])
                return xn_city_unit(city, level, u)->name;
    return NULL;
}

static enum xn_status find(const struct xn_city *city, const struct xn_placement *placement,
                           size_t n_placements, xn_date day, struct xn_recent_units *recent,
                           struct xn_error *err)
{
    bool *flag[XN_LEVEL_MAX] = {NULL};
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    for (size_t i = 0; i < xn_city_levels(city); i++) {
        XN_TRY(XN_ARENA_ARRAY(recent->arena, xn_city_units(city, i), &flag[i], err));
        recent->flag[i] = flag[i];
    }
    for (size_t i = 0; i < n_placements; i++) {
        size_t unit[XN_LEVEL_MAX] = {XN_NONE, XN_NONE, XN_NONE, XN_NONE};
        bool found = false;
        if (placement[i].date > day || placement[i].date <= day - XN_PUBLICATION_QUIET_DAYS)
            continue;
        if (!placement[i].unit_id && !projection)
            XN_TRY(xn_projection_new(xn_city_crs(city)->definition, &projection, err));
        XN_TRY(placement_units(city, projection, &placement[i], unit, &found, err));
        const size_t level = found ? finest_known(city, unit) : XN_NONE;
        if (level != XN_NONE)
            hold_back(city, level, unit[level], placement[i].date, flag, recent);
    }
    recent->first = first_name(city, flag);
    return XN_OK;
}

enum xn_status xn_publication_recent(const struct xn_city *city, const struct xn_placement *placement,
                                     size_t n_placements, xn_date day, struct xn_recent_units **ret,
                                     struct xn_error *err)
{
    XN_AUTO(xn_recent_units_free) struct xn_recent_units *recent = xn_calloc(1, sizeof *recent);
    if (!recent || !(recent->arena = xn_arena_new()))
        return xn_fail_memory(err);
    recent->free_on = XN_NO_DATE;
    XN_TRY(find(city, placement, n_placements, day, recent, err));
    *ret = XN_STEAL(recent);
    return XN_OK;
}
