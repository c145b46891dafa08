/* market.c - see market.h. */
#include "market.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void market_free(struct market *market)
{
    xn_offers_free(market->offers);
    xn_placements_free(market->placements);
}

enum xn_status market_read(struct xn_store *store, const struct live_city *live,
                           struct projections *projections, struct market *ret, struct xn_error *err)
{
    XN_CLEANUP(market_free) struct market market = {.offers = NULL};
    const char *city = live_city_stored(live)->id;
    XN_TRY(xn_store_offers(store, city, &market.offers, market.offers_as_of, err));
    XN_TRY(xn_store_placements(store, city, &market.placements, err));
    XN_TRY(projections_find(projections, xn_city_crs(live->city)->definition, &market.projection, err));
    XN_TRY(live_city_place(live, market.projection, market.offers->dwelling, market.offers->count, err));
    *ret = market;
    market = (struct market){.offers = NULL};
    return XN_OK;
}

static int compare_id(const void *id, const void *dwelling)
{
    return strcmp(id, ((const struct xn_dwelling *)dwelling)->id);
}

size_t market_find(const struct market *market, const char *dwelling)
{
    const struct xn_offers *offers = market->offers;
    const struct xn_dwelling *found =
        bsearch(dwelling, offers->dwelling, offers->count, sizeof *offers->dwelling, compare_id);
    return found ? (size_t)(found - offers->dwelling) : XN_NONE;
}

/* --- a household's own offer ---------------------------------------------------------------------------- */

/* At its coordinates, or in the area that stands for them. */
static bool is_there(const struct xn_placement *placement, const struct xn_dwelling *dwelling,
                     const char *unit_id)
{
    if (placement->unit_id)
        return isnan(dwelling->lon) && unit_id && strcmp(placement->unit_id, unit_id) == 0;
    return placement->lon == dwelling->lon && placement->lat == dwelling->lat;
}

static bool stands_for(const struct xn_placement *placement, const struct xn_dwelling *dwelling,
                       const struct xn_decision *decision)
{
    return placement->pending && placement->persons == decision->persons &&
           is_there(placement, dwelling, decision->dwelling_unit_id);
}

/* Placements bear no ids; two of as many persons at the same place are the same to everybody. */
static void drop_pending(struct xn_placements *placements, const struct xn_dwelling *dwelling,
                         const struct xn_decision *decision)
{
    size_t i = 0;
    while (i < placements->count && !stands_for(&placements->placement[i], dwelling, decision))
        i++;
    if (i == placements->count)
        return;
    placements->count--;
    memmove(&placements->placement[i], &placements->placement[i + 1],
            (placements->count - i) * sizeof *placements->placement);
}

void market_leave_out(struct market *market, const char *dwelling, bool elsewhere,
                      const struct xn_decision *decision)
{
    const size_t at = market_find(market, dwelling);
    if (at == XN_NONE)
        return;
    market->offers->dwelling[at].on_offer_elsewhere = elsewhere;
    drop_pending(market->placements, &market->offers->dwelling[at], decision);
}

/* --- ranking -------------------------------------------------------------------------------------------- */

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same_placement(const struct xn_placement *a, const struct xn_placement *b)
{
    const bool same_unit =
        a->unit_id && b->unit_id ? strcmp(a->unit_id, b->unit_id) == 0 : !a->unit_id && !b->unit_id;
    return a->date == b->date && a->persons == b->persons && a->pending == b->pending && same_unit &&
           same_number(a->lon, b->lon) && same_number(a->lat, b->lat);
}

/* Are these the snapshot's own placements, so that its id need not be made again? */
static bool same_placements(const struct xn_placements *a, const struct xn_placements *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = same_placement(&a->placement[i], &b->placement[i]);
    return same;
}

void market_set_input(struct market *market, const struct live_city *live, xn_date as_of)
{
    const bool unchanged = same_placements(market->placements, live->placements);
    market->input = (struct xn_rank_input){.city = live->city,
                                           .policy = &live->policy,
                                           .placement = market->placements->placement,
                                           .n_placements = market->placements->count,
                                           .dwelling = market->offers->dwelling,
                                           .n_dwellings = market->offers->count,
                                           .as_of = as_of,
                                           .counts_as_of = live_city_stored(live)->counts_as_of,
                                           .snapshot = unchanged ? live->snapshot : NULL,
                                           .typology = live->typology,
                                           .projection = market->projection};
}

enum xn_status market_rank(struct market *market, const struct live_city *live, xn_date as_of,
                           struct xn_household *household, struct xn_study **ret, struct xn_error *err)
{
    market_set_input(market, live, as_of);
    market->input.household = household;
    return xn_study_rank(&market->input, ret, NULL, err);
}
