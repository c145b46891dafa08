/* api_live.c - what the served snapshot says, live: for the steward raw, for the scientist controlled.
 *
 * The steward sees counts as they are, with all digits. The scientist gets the same indices of the whole
 * city, and about a unit what the newest publication says and nothing else: controlled anew at each refresh,
 * two answers could be subtracted from each other (disclosure.h). Moves come to both told so that at least
 * five share a row (moves.h).
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "http.h"
#include "published.h"
#include "xenia/disclosure.h"
#include "xenia/moves.h"

/* What a request is about, and what its answer is made from. */
struct view {
    struct live_city *live;
    size_t level;
    char offers_as_of[XN_STORE_TIME_SIZE];
    struct xn_counts counts;
    struct published published;             /* empty for who sees raw counts */
    const struct xn_controlled *controlled; /* of the publication; NULL: the caller sees raw counts */
};

/* A local index of one group, or of the whole mix. */
struct local {
    const struct xn_index_entry *entry; /* NULL: none was asked for */
    size_t group;                       /* XN_NONE: the whole mix */
    double *value;                      /* n_units; NAN where undefined or withheld */
};

static void view_free(struct view *view)
{
    published_free(&view->published);
    live_city_release(view->live);
}

static void local_free(struct local *local)
{
    xn_free(local->value);
}

/* --- the request ------------------------------------------------------------------------------------------
 */

static enum xn_status read_level(struct call *call, struct view *view)
{
    const char *name = call_query(call, "level");
    const struct xn_city *city = view->live->city;
    for (size_t i = 0; i < xn_city_levels(city); i++)
        if (!name || strcmp(xn_city_level_name(city, i), name) == 0) {
            view->level = i;
            return XN_OK;
        }
    return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "level",
                       "level: found '%.60s', wanted a level of this city", name);
}

static enum xn_status read_view(struct call *call, struct view *view, struct xn_error *err)
{
    XN_TRY(service_city(call, &view->live));
    XN_TRY(read_level(call, view));
    view->counts = xn_city_counts(view->live->city, view->level);
    return xn_store_offers_as_of(call->store, call->city, view->offers_as_of, err);
}

static bool sees_raw(const struct call *call)
{
    return call->who.role == XN_ROLE_STEWARD;
}

static enum xn_status control(struct call *call, struct view *view, struct xn_error *err)
{
    if (sees_raw(call))
        return XN_OK;
    XN_TRY(published_find(call, NULL, &view->published, err));
    XN_TRY(published_read(call, &view->published, err));
    XN_TRY(published_check_areas(call, &view->published));
    if (view->published.publication->n_groups != view->counts.n_groups)
        return call_refuse(call, MHD_HTTP_CONFLICT, "groups_changed", NULL,
                           "The groups of the city have changed since the newest publication.");
    view->controlled = &view->published.publication->counts;
    return XN_OK;
}

static enum xn_status read_group(struct call *call, const struct view *view, struct local *local)
{
    const char *name = call_query(call, "group");
    if (!xn_index_takes_group(local->entry))
        return XN_OK;
    local->group = name ? xn_city_find_group(view->live->city, name) : XN_NONE;
    if (local->group == XN_NONE)
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "group",
                           "group: found '%.60s', wanted a group of this city", name ? name : "");
    return XN_OK;
}

static enum xn_status read_index(struct call *call, const struct view *view, struct local *local)
{
    const char *id = call_query(call, "index");
    if (!id)
        return XN_OK;
    local->entry = xn_index_find(id);
    if (!local->entry || !(local->entry->forms & XN_LOCAL))
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "index",
                           "index: found '%.60s', wanted a local index", id);
    return read_group(call, view, local);
}

/* The snapshot, and for who sees controlled counts their publication: whatever else the answer depends on is
 * in its address, but for the moment of the offers, which is told beside and changes nothing of it. */
static void set_etag(struct call *call, const struct view *view)
{
    snprintf(call->answer.etag, sizeof call->answer.etag, "%s%s%s", view->live->snapshot,
             view->controlled ? "-" : "", view->controlled ? view->published.id : "");
}

static void put_head(struct xn_json *json, const struct call *call, const struct view *view)
{
    xn_json_member_string(json, "snapshot", view->live->snapshot);
    xn_json_member_string(json, "counts_as_of", live_city_stored(view->live)->counts_as_of);
    xn_json_member_string(json, "offers_as_of", *view->offers_as_of ? view->offers_as_of : NULL);
    xn_json_key(json, "policy");
    xn_study_put_policy(json, &view->live->policy);
    xn_json_member_string(json, "level", xn_city_level_name(view->live->city, view->level));
    xn_json_member_string(json, "counts", sees_raw(call) ? "raw" : "controlled");
}

/* --- indices of the whole city -----------------------------------------------------------------------------
 */

enum xn_status api_live_indices(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(view_free) struct view view = {0};
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    XN_TRY(read_view(call, &view, err));
    set_etag(call, &view);
    if (answer_is_known(call))
        return XN_OK;
    const struct xn_index_selection selection = {.level = view.level};
    XN_TRY(xn_study_indices(view.live->city, &selection, &profile, err));
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    put_head(&json, call, &view);
    xn_json_key(&json, "results");
    xn_study_put_results(&json, view.live->city, profile, view.level, call->language);
    xn_json_end_object(&json);
    return XN_OK;
}

/* --- local values ------------------------------------------------------------------------------------------
 */

static enum xn_status compute_raw(const struct view *view, struct local *local, struct xn_error *err)
{
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    const struct xn_index_selection selection = {
        .index = &local->entry->id, .n_indices = 1, .forms = XN_LOCAL, .level = view->level};
    XN_TRY(xn_study_indices(view->live->city, &selection, &profile, err));
    for (size_t i = 0; i < profile->n_results; i++) {
        const struct xn_index_result *result = &profile->result[i];
        if (result->group != local->group || !result->local)
            continue;
        memcpy(local->value, result->local, view->counts.n_units * sizeof *local->value);
        return XN_OK;
    }
    return xn_fail(err, XN_UNDEFINED, "index '%s' has no values on level '%s'", local->entry->id,
                   xn_city_level_name(view->live->city, view->level));
}

static enum xn_status compute(const struct view *view, struct local *local, struct xn_error *err)
{
    if (!local->entry)
        return XN_OK;
    local->value = xn_calloc(view->counts.n_units, sizeof *local->value);
    if (!local->value)
        return xn_fail_memory(err);
    if (!view->controlled)
        return compute_raw(view, local, err);
    return xn_controlled_local(view->controlled, view->live->city, view->level, local->entry, local->group,
                               local->value, err);
}

/* Why a value is not told; NULL: it is, or it is undefined. */
static const char *reason_of(const struct view *view, size_t unit, const struct local *local)
{
    return view->controlled && local->entry
               ? xn_withheld_text(xn_controlled_why(view->controlled, view->level, unit, local->group))
               : NULL;
}

/* --- units -------------------------------------------------------------------------------------------------
 */

static void put_reason(struct xn_json *json, const struct call *call, const char *reason)
{
    xn_json_member_string(json, "reason", reason ? xn_message(call->language, reason) : NULL);
}

static void put_cell(struct xn_json *json, const struct call *call, const char *name, double raw,
                     const struct xn_controlled_cell *cell)
{
    xn_json_key(json, name);
    xn_json_begin_object(json);
    xn_json_member_double(json, "count", cell ? cell->count : raw);
    put_reason(json, call, cell ? xn_withheld_text(cell->why) : NULL);
    xn_json_end_object(json);
}

static void put_counts(struct xn_json *json, const struct call *call, const struct view *view, size_t u)
{
    const struct xn_counts *counts = &view->counts;
    const struct xn_controlled_level *level = view->controlled ? &view->controlled->level[view->level] : NULL;
    put_cell(json, call, "persons", counts->unit_total[u], level ? &level->persons[u] : NULL);
    xn_json_key(json, "groups");
    xn_json_begin_object(json);
    for (size_t g = 0; g < counts->n_groups; g++)
        put_cell(json, call, counts->group_name[g], xn_count(counts, u, g),
                 level ? &level->group[u * level->n_groups + g] : NULL);
    xn_json_end_object(json);
}

/* The class with all that it rests on; controlled, the class alone, where it is shown. */
static void put_class(struct xn_json *json, const struct call *call, const struct view *view, size_t u)
{
    const struct xn_typology *typology = view->live->typology;
    const struct xn_unit_class *unit = &typology->level[view->level].unit[u];
    if (!view->controlled) {
        xn_study_put_class(json, typology, unit, call->language);
        return;
    }
    const enum xn_withheld why = view->controlled->level[view->level].class_why[u];
    const struct xn_publication_unit *published = &view->published.publication->level[view->level].unit[u];
    xn_json_member_string(json, "class", why == XN_SHOWN ? xn_class_name(published->class_) : NULL);
    xn_json_member_string(json, "class_reason",
                          why == XN_SHOWN ? NULL : xn_message(call->language, xn_withheld_text(why)));
}

static void put_unit(struct xn_json *json, const struct call *call, const struct view *view, size_t u,
                     const struct local *local)
{
    const struct xn_city *city = view->live->city;
    const struct xn_unit *unit = xn_city_unit(city, view->level, u);
    xn_json_begin_object(json);
    xn_json_member_string(json, "unit_id", unit->id);
    xn_json_member_string(json, "name", unit->name);
    xn_json_member_string(json, "parent_id",
                          view->level > 0 ? xn_city_unit(city, view->level - 1, unit->parent)->id : NULL);
    put_counts(json, call, view, u);
    put_class(json, call, view, u);
    xn_json_member_double(json, "value", local->value ? local->value[u] : NAN);
    put_reason(json, call, reason_of(view, u, local));
    xn_json_end_object(json);
}

static void put_index(struct xn_json *json, const struct call *call, const struct view *view,
                      const struct local *local)
{
    xn_json_key(json, "index");
    if (!local->entry) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", local->entry->id);
    xn_json_member_string(json, "name", local->entry->name[call->language]);
    xn_json_member_string(json, "group",
                          local->group == XN_NONE ? NULL : view->counts.group_name[local->group]);
    xn_json_end_object(json);
}

/* The unit that the address names; without one, XN_NONE for all of them. */
static enum xn_status find_unit(struct call *call, const struct view *view, size_t *ret)
{
    *ret = call->place ? xn_city_find_unit(view->live->city, view->level, call->place) : XN_NONE;
    if (!call->place || *ret != XN_NONE)
        return XN_OK;
    return call_refuse(call, MHD_HTTP_NOT_FOUND, "no_such_unit", NULL,
                       "level '%s' of this city has no unit '%.60s'",
                       xn_city_level_name(view->live->city, view->level), call->place);
}

static void put_answer(struct call *call, const struct view *view, size_t only, const struct local *local)
{
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    put_head(&json, call, view);
    put_index(&json, call, view, local);
    xn_json_key(&json, only == XN_NONE ? "units" : "unit");
    if (only == XN_NONE) {
        xn_json_begin_array(&json);
        for (size_t u = 0; u < view->counts.n_units; u++)
            put_unit(&json, call, view, u, local);
        xn_json_end_array(&json);
    } else {
        put_unit(&json, call, view, only, local);
    }
    xn_json_end_object(&json);
}

enum xn_status api_live_units(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(view_free) struct view view = {0};
    XN_CLEANUP(local_free) struct local local = {.group = XN_NONE};
    size_t only = XN_NONE;
    XN_TRY(read_view(call, &view, err));
    XN_TRY(read_index(call, &view, &local));
    XN_TRY(find_unit(call, &view, &only));
    XN_TRY(control(call, &view, err));
    set_etag(call, &view);
    if (answer_is_known(call))
        return XN_OK;
    XN_TRY(compute(&view, &local, err));
    put_answer(call, &view, only, &local);
    return XN_OK;
}

/* --- moves -------------------------------------------------------------------------------------------------
 */

static void put_any(struct xn_json *json, const char *name, const char *text)
{
    xn_json_member_string(json, name, *text ? text : NULL);
}

/* Changes with the placements, which are no part of a snapshot: no ETag. */
enum xn_status api_live_moves(struct call *call, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    XN_AUTO(xn_moves_free) struct xn_moves *moves = NULL;
    XN_TRY(service_city(call, &live));
    XN_TRY(xn_store_moves(call->store, call->city, &moves, err));
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "moves");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < moves->count; i++) {
        const struct xn_move_row *row = &moves->row[i];
        xn_json_begin_object(&json);
        put_any(&json, "period", row->period);
        put_any(&json, "class", row->class_);
        put_any(&json, "persons", row->size);
        put_any(&json, "waited_days", row->waited);
        xn_json_member_int(&json, "moves", (int64_t)row->n_moves);
        xn_json_end_object(&json);
    }
    xn_json_end_array(&json);
    xn_json_member_int(&json, "withheld", (int64_t)moves->n_withheld);
    xn_json_end_object(&json);
    return XN_OK;
}
