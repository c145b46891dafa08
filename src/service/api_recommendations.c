/* api_recommendations.c - POST /recommendations: one household's needs in, ranked dwellings and reasons out.
 *
 * Offers and placements are read from the store for each request, so that one written a moment ago is in the
 * answer; city, policy and classes come from the frozen snapshot. Nothing about the household is stored.
 */
#include "http.h"

static enum xn_status read_number(const struct call *call, const char *name, size_t *ret,
                                  struct xn_error *err)
{
    const char *text = call_query(call, name);
    int64_t value = 0;
    if (!text)
        return XN_OK;
    if (!xn_parse_int(text, &value) || value < 0)
        return xn_fail(err, XN_ARGUMENT, "%s: found '%.40s', wanted a whole number of at least 0", name,
                       text);
    *ret = (size_t)value;
    return XN_OK;
}

static enum xn_status rank(struct call *call, const struct live_city *live, struct xn_household *household,
                           struct xn_ranking_view *view, struct xn_error *err)
{
    const struct xn_stored_city *stored = live_city_stored(live);
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO(xn_placements_free) struct xn_placements *placements = NULL;
    XN_AUTO(xn_study_free) struct xn_study *study = NULL;
    char offers_as_of[XN_STORE_TIME_SIZE] = "";
    XN_TRY(xn_store_offers(call->store, stored->id, &offers, offers_as_of, err));
    XN_TRY(xn_store_placements(call->store, stored->id, &placements, err));
    XN_TRY(xn_study_place_dwellings(live->city, offers->dwelling, offers->count, err));
    const struct xn_rank_input input = {.city = live->city,
                                        .policy = &live->policy,
                                        .placement = placements->placement,
                                        .n_placements = placements->count,
                                        .dwelling = offers->dwelling,
                                        .n_dwellings = offers->count,
                                        .household = household,
                                        .as_of = live->as_of,
                                        .snapshot = live->snapshot,
                                        .typology = live->typology};
    XN_TRY(xn_study_rank(&input, &study, NULL, err));
    view->counts_as_of = stored->counts_as_of;
    view->offers_as_of = offers_as_of[0] ? offers_as_of : NULL;
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_study_put_ranking(&json, study, view);
    return XN_OK;
}

enum xn_status api_recommendations(struct call *call, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    struct xn_household household;
    struct xn_ranking_view view = {.language = call->language, .with_excluded = true};
    XN_TRY(read_number(call, "offset", &view.offset, err));
    XN_TRY(read_number(call, "limit", &view.limit, err));
    XN_TRY(service_city(call->service, call->city, &live, err));
    XN_TRY(xn_policy_check_live(&live->policy, live->as_of, live_city_stored(live)->demonstration, err));
    XN_TRY(xn_household_parse(xn_buf_text(&call->body), call->body.length, "request body", &household, err));
    return rank(call, live, &household, &view, err);
}
