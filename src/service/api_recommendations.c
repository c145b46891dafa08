/* api_recommendations.c - POST /recommendations: one household's needs in, ranked dwellings and reasons out.
 *
 * Offers and placements are read from the store for each request, so that one written a moment ago is in the
 * answer; city, policy and classes come from the frozen snapshot. Nothing about the household is stored or
 * logged.
 */
#include <string.h>
#include "market.h"
#include "xenia/request.h"

#define SOURCE "request body"

static enum xn_status read_number(struct call *call, const char *name, size_t *ret)
{
    const char *text = call_query(call, name);
    int64_t value = 0;
    if (!text)
        return XN_OK;
    if (!xn_parse_int(text, &value) || value < 0)
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", name,
                           "%s: found '%.40s', wanted a whole number of at least 0", name, text);
    *ret = (size_t)value;
    return XN_OK;
}

enum xn_status call_check_policy(struct call *call, const struct live_city *live)
{
    struct xn_error why = {0};
    const xn_date today = live_city_today(live);
    if (xn_policy_check_live(&live->policy, today, live_city_stored(live)->demonstration, &why) == XN_OK)
        return XN_OK;
    return call_refuse(call, MHD_HTTP_CONFLICT, "policy_not_live", NULL, "%s", why.message);
}

static enum xn_status read_household(struct call *call, struct xn_household *ret, struct xn_error *err)
{
    char member[64];
    const enum xn_status status =
        xn_household_parse(xn_buf_text(&call->body), call->body.length, SOURCE, ret, err);
    if (status == XN_INPUT && xn_request_fault_member(err->message, member, sizeof member))
        return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", member, "%s", err->message);
    return status;
}

static enum xn_status rank(struct call *call, const struct live_city *live, struct xn_household *household,
                           struct xn_ranking_view *view, struct xn_error *err)
{
    XN_CLEANUP(market_free) struct market market = {.offers = NULL};
    XN_AUTO(xn_study_free) struct xn_study *study = NULL;
    struct xn_json json;
    XN_TRY(market_read(call->store, live, call->projections, &market, err));
    XN_TRY(market_rank(&market, live, live->as_of, household, &study, err));
    view->counts_as_of = live_city_stored(live)->counts_as_of;
    view->offers_as_of = market.offers_as_of[0] ? market.offers_as_of : NULL;
    xn_json_init(&json, &call->answer.body, false);
    xn_study_put_ranking(&json, study, view);
    return XN_OK;
}

enum xn_status api_recommendations(struct call *call, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    struct xn_household household;
    struct xn_ranking_view view = {.language = call->language, .with_excluded = true};
    XN_TRY(read_number(call, "offset", &view.offset));
    XN_TRY(read_number(call, "limit", &view.limit));
    XN_TRY(service_city(call, &live));
    XN_TRY(call_check_policy(call, live));
    XN_TRY(read_household(call, &household, err));
    return rank(call, live, &household, &view, err);
}
