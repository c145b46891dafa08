/* programme_source.c - see programme_source.h. */
#include "programme_source.h"
#include <math.h>
#include "desk.h"

/* --- from the store
 * ------------------------------------------------------------------------------------------- */

/* Dwellings that can still be offered to somebody, on the map. */
static enum xn_status read_market(struct xn_desk *desk, struct xn_stored_dwellings **ret_stored,
                                  struct xn_dwelling **ret, size_t *ret_count, struct xn_error *err)
{
    struct xn_projection *projection = NULL;
    struct xn_dwelling *dwelling = NULL;
    size_t n = 0;
    XN_TRY(xn_store_dwellings(desk->store, desk_city(desk), NULL, ret_stored, err));
    const struct xn_stored_dwellings *stored = *ret_stored;
    XN_TRY(XN_ARENA_ARRAY(stored->arena, stored->count, &dwelling, err));
    for (size_t i = 0; i < stored->count; i++)
        if (stored->dwelling[i].state == XN_DWELLING_AVAILABLE &&
            stored->dwelling[i].data->is_dwelling != XN_NO)
            dwelling[n++] = *stored->dwelling[i].data;
    XN_TRY(projections_find(desk->projections, xn_city_crs(desk->live->city)->definition, &projection, err));
    XN_TRY(live_city_place(desk->live, projection, dwelling, n, err));
    *ret = dwelling;
    *ret_count = n;
    return XN_OK;
}

static enum xn_status list_waiting(const struct xn_ledger_records *records,
                                   struct xn_programme_household **ret, size_t *ret_count,
                                   struct xn_error *err)
{
    struct xn_programme_household *waiting = NULL;
    size_t n = 0;
    XN_TRY(XN_ARENA_ARRAY(records->arena, records->n_households, &waiting, err));
    for (size_t i = 0; i < records->n_households; i++) {
        const struct xn_ledger_household *household = &records->household[i];
        if (household->waiting)
            waiting[n++] = (struct xn_programme_household){
                .persons = isfinite(household->persons) ? (size_t)household->persons : 0,
                .step_free = household->step_free};
    }
    *ret = waiting;
    *ret_count = n;
    return XN_OK;
}

static enum xn_status gather(struct xn_desk *desk, xn_date day, struct xn_programme **ret,
                             struct xn_error *err)
{
    XN_AUTO(xn_ledger_records_free) struct xn_ledger_records *records = NULL;
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = NULL;
    XN_AUTO(xn_stored_dwellings_free) struct xn_stored_dwellings *stored = NULL;
    struct xn_programme_source source = {
        .city = desk->live->city, .typology = desk->live->typology, .day = day};
    struct xn_dwelling *dwelling = NULL;
    struct xn_programme_household *waiting = NULL;
    xn_quarter from, to;
    XN_TRY(xn_desk_ledger_records(desk, &records, err));
    xn_ledger_range(records, &from, &to);
    XN_TRY(xn_ledger_compute(records, from, to, &ledger, err));
    XN_TRY(read_market(desk, &stored, &dwelling, &source.n_dwellings, err));
    XN_TRY(list_waiting(records, &waiting, &source.n_waiting, err));
    source.ledger = ledger;
    source.dwelling = dwelling;
    source.waiting = waiting;
    return xn_programme_make(&source, ret, err);
}

/* --- in the name of the ledger
 * --------------------------------------------------------------------------------- */

static enum xn_status gather_as_ledger(struct xn_store *store, const struct live_city *live, xn_date day,
                                       struct xn_programme **ret, struct xn_error *err)
{
    const struct xn_identity ledger = {
        .role = "ledger", .city = live_city_stored(live)->id, .actor = "xenia"};
    struct xn_desk desk = {.store = store, .live = (struct live_city *)(uintptr_t)live};
    desk.projections = &desk.own;
    XN_TRY(xn_store_act_as(store, &ledger, err));
    const enum xn_status status = gather(&desk, day, ret, err);
    projections_free(&desk.own);
    return status;
}

enum xn_status programme_of_city(struct xn_store *store, const struct live_city *live, xn_date day,
                                 struct xn_programme **ret, struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_programme_free) struct xn_programme *programme = NULL;
    struct xn_acting before;
    struct xn_error why = {0};
    xn_store_acting(store, &before);
    const enum xn_status status = gather_as_ledger(store, live, day, &programme, &why);
    XN_TRY(xn_store_act_again(store, &before, err));
    if (status != XN_OK && status != XN_DATABASE)
        return xn_fail(err, status, "%s", why.message);
    if (status == XN_DATABASE)
        xn_note(notes, "published without figures of the programme: %s", why.message);
    *ret = XN_STEAL(programme);
    return XN_OK;
}
