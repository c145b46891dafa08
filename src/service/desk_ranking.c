/* desk_ranking.c - the ranking that a decision rests on, and freezing what it says of one dwelling. */
#include <math.h>
#include <string.h>
#include "desk.h"

void desk_ranking_free(struct desk_ranking *ranking)
{
    if (!ranking)
        return;
    xn_study_free(ranking->study);
    market_free(&ranking->market);
    xn_free(ranking);
}

enum xn_status desk_check_policy(struct task *task)
{
    const struct live_city *live = task->desk->live;
    struct xn_error why = {0};
    if (xn_policy_check_live(&live->policy, desk_today(task), live_city_stored(live)->demonstration, &why) ==
        XN_OK)
        return XN_OK;
    return desk_refuse(task, 409, "policy_not_live", NULL, "%s", why.message);
}

/* --- ranking -------------------------------------------------------------------------------------------- */

/* The day of the step in a demonstration that is replayed; else the day of the classes. */
static xn_date day_of(const struct task *task)
{
    return task->body.on != XN_NO_DATE ? task->body.on : task->desk->live->as_of;
}

static enum xn_status leave_out_own_offer(struct task *task, const struct xn_stored_household *household,
                                          struct market *market, struct xn_error *err)
{
    XN_AUTO(xn_stored_offers_free) struct xn_stored_offers *own = NULL;
    XN_AUTO(xn_stored_dwellings_free) struct xn_stored_dwellings *dwellings = NULL;
    struct xn_store *store = task->desk->store;
    if (!household->has_live_offer)
        return XN_OK;
    XN_TRY(xn_store_offers_made(store, task->city, NULL, household->id, NULL, true, &own, err));
    if (own->count == 0)
        return XN_OK;
    XN_TRY(xn_store_dwellings(store, task->city, own->offer[0].dwelling, &dwellings, err));
    market_leave_out(market, own->offer[0].dwelling, dwellings->dwelling[0].data->on_offer_elsewhere,
                     &own->offer[0].decision);
    return XN_OK;
}

enum xn_status desk_rank(struct task *task, struct xn_error *err)
{
    const struct xn_stored_household *household = &task->households->household[0];
    const struct xn_desk *desk = task->desk;
    if (household->erased)
        return desk_refuse(task, 409, "state", NULL,
                           "The household's data are erased: it cannot be ranked for.");
    struct desk_ranking *ranking = task->ranking = xn_calloc(1, sizeof *ranking);
    if (!ranking)
        return xn_fail_memory(err);
    ranking->needs = household->needs;
    XN_TRY(market_read(desk->store, desk->live, desk->projections, &ranking->market, err));
    XN_TRY(leave_out_own_offer(task, household, &ranking->market, err));
    return market_rank(&ranking->market, desk->live, day_of(task), &ranking->needs, &ranking->study, err);
}

void desk_put_ranking(const struct task *task, struct xn_buf *buf, size_t offset, size_t limit)
{
    const struct desk_ranking *ranking = task->ranking;
    const char *as_of = ranking->market.offers_as_of;
    const struct xn_ranking_view view = {.language = task->call->language,
                                         .offset = offset,
                                         .limit = limit,
                                         .counts_as_of = live_city_stored(task->desk->live)->counts_as_of,
                                         .offers_as_of = *as_of ? as_of : NULL,
                                         .with_excluded = true};
    struct xn_json json;
    xn_json_init(&json, buf, false);
    xn_study_put_ranking(&json, ranking->study, &view);
}

/* --- freezing ------------------------------------------------------------------------------------------- */

static const struct xn_ranked *find_row(const struct xn_ranking *ranking, size_t dwelling)
{
    for (size_t i = 0; i < ranking->n_ranked; i++)
        if (ranking->ranked[i].dwelling == dwelling)
            return &ranking->ranked[i];
    for (size_t i = 0; i < ranking->n_excluded; i++)
        if (ranking->excluded[i].dwelling == dwelling)
            return &ranking->excluded[i];
    return NULL;
}

/* The area that decided the class, and the numbers that its policy uses. */
static void freeze_area(const struct xn_study *study, const struct xn_ranked *row,
                        struct xn_decision *decision)
{
    const struct xn_typology *typology = study->request.typology;
    const size_t level = row->deciding_level;
    decision->class_ = row->tier;
    decision->level = decision->unit_id = "";
    decision->share = decision->lower = decision->upper = decision->placements_per_1000 = NAN;
    if (level == XN_NONE)
        return;
    const size_t unit = study->request.dwelling[row->dwelling].unit[level];
    const struct xn_unit_class *found = &typology->level[level].unit[unit];
    decision->level = xn_city_level_name(study->input->city, level);
    decision->unit_id = xn_city_unit(study->input->city, level, unit)->id;
    decision->lower = found->lower;
    decision->upper = found->upper;
    if (typology->profile == XN_PROFILE_PROGRAMME_LOAD)
        decision->placements_per_1000 = found->value;
    else if (typology->profile != XN_PROFILE_SOCIO_ECONOMIC)
        decision->share = found->value;
}

/* The smallest area in which the dwelling is known to lie. */
static const char *dwelling_unit(const struct xn_study *study, const struct xn_dwelling *dwelling)
{
    const struct xn_city *city = study->input->city;
    for (size_t level = xn_city_levels(city); level-- > 0;)
        if (dwelling->unit[level] != XN_NONE)
            return xn_city_unit(city, level, dwelling->unit[level])->id;
    return "";
}

static void freeze_row(const struct xn_study *study, const struct xn_ranked *row,
                       struct xn_decision *decision)
{
    const struct xn_ranking *ranking = study->ranking;
    decision->rank = row->rank;
    decision->n_listed = ranking->n_ranked;
    decision->dwelling_unit_id = dwelling_unit(study, &study->request.dwelling[row->dwelling]);
    decision->first_id = ranking->n_ranked ? study->request.dwelling[ranking->ranked[0].dwelling].id : "";
    decision->request_digest = ranking->request_digest;
    decision->effect_before = ranking->effect_before;
    decision->effect_after = row->effect_after;
    decision->tie_distance_m = row->tie_distance_m;
    decision->persons = study->request.household->size;
}

/* OTHER says nothing without words. */
enum xn_status desk_check_reason(struct task *task)
{
    const char *code = task->body.reason_code;
    if (!code || strcmp(code, "OTHER") != 0 || task->body.reason_note)
        return XN_OK;
    return desk_refuse(task, 422, "reason_needed", "reason_note",
                       "reason_note: the reason OTHER needs words");
}

enum xn_status desk_decide(struct task *task, const char *dwelling)
{
    const struct live_city *live = task->desk->live;
    const struct xn_study *study = task->ranking->study;
    struct xn_decision *decision = &task->decision;
    const size_t at = market_find(&task->ranking->market, dwelling);
    const struct xn_ranked *row = at == XN_NONE ? NULL : find_row(study->ranking, at);
    if (!row)
        return desk_refuse(task, 409, "state", "dwelling", "Dwelling '%.64s' is not on offer.", dwelling);
    freeze_area(study, row, decision);
    freeze_row(study, row, decision);
    decision->snapshot = study->snapshot;
    decision->policy_id = live_city_stored(live)->policy_id;
    decision->policy_name = live->policy.name;
    decision->policy_version = live->policy.version;
    decision->reason_code = task->body.reason_code ? task->body.reason_code : "";
    decision->reason_note = task->body.reason_note ? task->body.reason_note : "";
    return XN_OK;
}
