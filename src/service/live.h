/* live.h - one city as the daemon holds it: everything computed from one snapshot, frozen and counted.
 *
 * A refresh makes a new one and swaps the pointer; requests that hold the old one end with it. Only offers
 * are read anew for each request: they are no part of a snapshot.
 */
#ifndef XENIA_SERVICE_LIVE_H
#define XENIA_SERVICE_LIVE_H

#include <stdatomic.h>
#include "xenia/service.h"
#include "xenia/study.h"

struct live_city {
    atomic_uint references;
    struct xn_stored_cities *stored; /* holds the one city */
    struct xn_city_input *input;     /* as its city file says */
    struct xn_city *city;
    struct xn_district_aliases *aliases[XN_LEVEL_MAX]; /* what people call the units; NULL: none */
    struct xn_policy policy;
    struct xn_placements *placements;
    struct xn_typology *typology;
    uint64_t files_stamp; /* of its files, before they were read */
    xn_date as_of;
    char evidence[XN_DIGEST_HEX]; /* digest of the data that the classes rest on */
    char snapshot[XN_DIGEST_HEX];
    double bounds[4]; /* min_lon min_lat max_lon max_lat */
    struct live_shapes {
        struct xn_buf geojson;                 /* for GIS users */
        struct xn_buf topology, topology_gzip; /* for the page: topojson.h */
        char topology_digest[XN_DIGEST_HEX];
    } shapes[XN_LEVEL_MAX]; /* of each level, made once */
};

/* Reads everything of a city, computes its classes and settles them with what is published (NULL: nothing)
 * and with the stored overrides; the snapshot id is the digest of what went in. */
XN_MUST_CHECK enum xn_status live_city_load(struct xn_store *store, const char *city_id,
                                            const struct xn_snapshot *published, struct live_city **ret,
                                            struct xn_notes *notes, struct xn_error *err);
/* What only serving needs: the shapes as GeoJSON, and the bounds. */
XN_MUST_CHECK enum xn_status live_city_prepare(struct live_city *live, struct xn_error *err);
/* Puts dwellings on the map: by their coordinates, else by what people call their part of town. */
XN_MUST_CHECK enum xn_status live_city_place(const struct live_city *live, struct xn_projection *projection,
                                             struct xn_dwelling *dwelling, size_t n_dwellings,
                                             struct xn_error *err);
struct live_city *live_city_hold(struct live_city *live);
void live_city_release(struct live_city *live);
XN_DEFINE_AUTO(live_city_release, struct live_city *)
const struct xn_stored_city *live_city_stored(const struct live_city *live);
/* The day it is for the city: the clock's, or the one its city file fixes. */
xn_date live_city_today(const struct live_city *live);

/* refresh.c: what xn_refresh_city does; the published city comes back prepared for serving. */
XN_MUST_CHECK enum xn_status refresh_live(struct xn_store *store, const char *city_id,
                                          struct xn_refresh_report *ret_report, struct live_city **ret,
                                          struct xn_notes *changes, struct xn_error *err);

#endif
