/* api_cities.c - GET /api/v1/cities: what is served, and from which data. */
#include "http.h"
#include "xenia/indices.h"

static void put_levels(struct xn_json *json, const struct xn_city *city)
{
    xn_json_key(json, "levels");
    xn_json_begin_array(json);
    for (size_t i = 0; i < xn_city_levels(city); i++) {
        xn_json_begin_object(json);
        xn_json_member_string(json, "name", xn_city_level_name(city, i));
        xn_json_member_int(json, "units", (int64_t)xn_city_units(city, i));
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_groups(struct xn_json *json, const struct xn_city *city)
{
    const struct xn_counts counts = xn_city_counts(city, 0);
    xn_json_key(json, "groups");
    xn_json_begin_array(json);
    for (size_t m = 0; m < counts.n_groups; m++)
        xn_json_string(json, counts.group_name[m]);
    xn_json_end_array(json);
}

/* What people call the groups, by their names. */
static void put_group_titles(struct xn_json *json, const struct xn_city *city, enum xn_language language)
{
    const struct xn_group_title *title = xn_city_group_titles(city);
    xn_json_key(json, "group_titles");
    xn_json_begin_object(json);
    for (size_t m = 0; m < xn_city_counts(city, 0).n_groups; m++)
        xn_json_member_string(json, title[m].group, xn_group_title_in(&title[m], language));
    xn_json_end_object(json);
}

static void put_indices(struct xn_json *json, enum xn_language language)
{
    xn_json_key(json, "local_indices");
    xn_json_begin_array(json);
    for (size_t i = 0; i < xn_index_count(); i++) {
        const struct xn_index_entry *entry = xn_index_at(i);
        if (!(entry->forms & XN_LOCAL))
            continue;
        xn_json_begin_object(json);
        xn_json_member_string(json, "id", entry->id);
        xn_json_member_string(json, "name", entry->name[language]);
        xn_json_member_bool(json, "takes_group", xn_index_takes_group(entry));
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
    xn_json_key(json, "indices");
    xn_json_begin_array(json);
    for (size_t i = 0; i < xn_index_count(); i++) {
        const struct xn_index_entry *entry = xn_index_at(i);
        xn_json_begin_object(json);
        xn_json_member_string(json, "id", entry->id);
        xn_json_member_string(json, "name", entry->name[language]);
        xn_json_member_string(json, "dimension", xn_dimension_name(entry->dimension));
        xn_json_member_string(json, "reading", xn_message(language, entry->reading));
        xn_json_member_string(json, "formula", entry->formula);
        xn_json_member_string(json, "range", entry->range);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

/* Who sees what is on offer; published maps are of another day. */
#define ROLE_SEES_OFFERS (ROLE(COORDINATOR) | ROLE(STEWARD))

/* May the policy rank today, and if not why (R14)? Published maps do not depend on it. */
static void put_ranking(struct xn_json *json, const struct live_city *live)
{
    struct xn_error why = {0};
    const bool may = xn_policy_check_live(&live->policy, live_city_today(live),
                                          live_city_stored(live)->demonstration, &why) == XN_OK;
    xn_json_member_bool(json, "ranking", may);
    xn_json_member_string(json, "ranking_reason", may ? NULL : why.message);
}

static enum xn_status put_city(struct call *call, struct xn_json *json, const struct live_city *live,
                               struct xn_error *err)
{
    const struct xn_stored_city *stored = live_city_stored(live);
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    char offers_as_of[XN_STORE_TIME_SIZE] = "";
    if (ROLE_SEES_OFFERS & 1u << call->who.role) {
        XN_TRY(auth_act_as(call, xn_role_name(call->who.role), stored->id, err));
        XN_TRY(xn_store_offers(call->store, stored->id, &offers, offers_as_of, err));
    }
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", stored->id);
    xn_json_member_string(json, "title", stored->title);
    xn_json_member_bool(json, "demonstration", stored->demonstration);
    xn_json_member_string(json, "snapshot", live->snapshot);
    xn_json_member_string(json, "counts_as_of", stored->counts_as_of);
    xn_json_member_string(json, "offers_as_of", offers_as_of[0] ? offers_as_of : NULL);
    xn_json_member_string(json, "source_note", stored->source_note);
    xn_json_key(json, "policy");
    xn_study_put_policy(json, &live->policy);
    put_ranking(json, live);
    put_levels(json, live->city);
    put_groups(json, live->city);
    put_group_titles(json, live->city, call->language);
    xn_json_key(json, "bounds");
    xn_json_begin_array(json);
    for (size_t i = 0; i < 4; i++)
        xn_json_double(json, live->bounds[i]);
    xn_json_end_array(json);
    put_indices(json, call->language);
    xn_json_end_object(json);
    return XN_OK;
}

/* The background map that readers may turn on; null: there is none. */
static void put_basemap(struct xn_json *json, const struct xn_service_settings *settings)
{
    xn_json_key(json, "basemap");
    if (!settings->basemap_url) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_object(json);
    xn_json_member_string(json, "url", settings->basemap_url);
    xn_json_member_string(json, "attribution", settings->basemap_attribution);
    xn_json_end_object(json);
}

enum xn_status api_cities(struct call *call, struct xn_error *err)
{
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "cities");
    xn_json_begin_array(&json);
    const size_t n = service_city_count(call->service);
    for (size_t i = 0; i < n; i++) {
        XN_AUTO(live_city_release) struct live_city *live = service_city_at(call->service, i);
        if (live && auth_serves(call, live_city_stored(live)->id))
            XN_TRY(put_city(call, &json, live, err));
    }
    xn_json_end_array(&json);
    put_basemap(&json, service_settings(call->service));
    xn_json_end_object(&json);
    return XN_OK;
}
