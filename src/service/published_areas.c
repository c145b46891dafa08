/* published_areas.c - see published_areas.h. */
#include "published_areas.h"
#include <string.h>

void published_areas_free(struct published_areas *areas)
{
    xn_city_free(areas->kept);
}

enum xn_status published_areas_find(struct xn_store *store, const struct live_city *live,
                                    const struct xn_publication *publication, struct published_areas *ret,
                                    struct xn_error *err)
{
    struct published_areas areas = {.city = live->city};
    if (strcmp(publication->areas, xn_city_areas_fingerprint(live->city)) != 0) {
        struct xn_error why = {0};
        const enum xn_status status =
            xn_store_kept_areas(store, live_city_stored(live)->id, publication->areas, &areas.kept, &why);
        if (status == XN_NOT_FOUND)
            return xn_fail(
                err, XN_CONFLICT,
                "the areas of the city have changed since the publication of %s, and were not kept: "
                "its numbers can be read, but no longer drawn",
                publication->period);
        if (status != XN_OK) /* damage is no input of whoever asks */
            return xn_fail(err, status == XN_INPUT ? XN_IO : status, "%s", why.message);
        areas.city = areas.kept;
    }
    *ret = areas;
    return XN_OK;
}
