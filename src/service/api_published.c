/* api_published.c - what everybody signed in may see: indices, units and their shapes, pictures.
 *
 * The number of persons is never sent, and no number that disclosure.h hides: not as a value, not behind a
 * class, not as a limit of the legend, not in a picture's words.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "http.h"
#include "xenia/map.h"

/* What a request is about: the city, held, and one of its levels. */
struct scope {
    struct live_city *live;
    size_t level;
};

/* A local index asked for by name and group; `entry` NULL: classes only. */
struct asked_index {
    const struct xn_index_entry *entry;
    const char *group;     /* its name; NULL: the index is about all groups */
    size_t group_position; /* XN_NONE then */
    double *value;         /* n_units; NAN where it is undefined or not disclosed */
};

static void scope_free(struct scope *scope)
{
    live_city_release(scope->live);
}

static enum xn_status read_scope(struct call *call, struct scope *ret)
{
    const char *name = call_query(call, "level");
    XN_TRY(service_city(call, &ret->live));
    for (size_t i = 0; i < xn_city_levels(ret->live->city); i++)
        if (!name || strcmp(xn_city_level_name(ret->live->city, i), name) == 0) {
            ret->level = i;
            return XN_OK;
        }
    return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "level",
                       "level: found '%.60s', wanted a level of this city", name);
}

/* The snapshot and all that the answer depends on besides. */
static void set_etag(struct call *call, const struct scope *scope, const char *kind,
                     const struct asked_index *asked)
{
    char index[80] = "";
    if (asked && asked->entry)
        snprintf(index, sizeof index, "-%s-%zd", asked->entry->id, (ssize_t)asked->group_position);
    snprintf(call->answer.etag, sizeof call->answer.etag, "%s-%s-%s-%zu%s", scope->live->snapshot, kind,
             xn_language_tag(call->language), scope->level, index);
}

static void put_head(struct xn_json *json, const struct scope *scope)
{
    xn_json_member_string(json, "snapshot", scope->live->snapshot);
    xn_json_member_string(json, "counts_as_of", live_city_stored(scope->live)->counts_as_of);
    xn_json_key(json, "policy");
    xn_study_put_policy(json, &scope->live->policy);
    xn_json_member_string(json, "level", xn_city_level_name(scope->live->city, scope->level));
}

/* --- indices ----------------------------------------------------------------------------------------- */

enum xn_status api_published_indices(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(scope_free) struct scope scope = {0};
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    XN_TRY(read_scope(call, &scope));
    set_etag(call, &scope, "indices", NULL);
    if (answer_is_known(call))
        return XN_OK;
    const struct xn_index_selection selection = {.level = scope.level};
    XN_TRY(xn_study_indices(scope.live->city, &selection, &profile, err));
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    put_head(&json, &scope);
    xn_json_key(&json, "results");
    xn_study_put_results(&json, scope.live->city, profile, scope.level, call->language);
    xn_json_end_object(&json);
    return XN_OK;
}

/* --- a local index ------------------------------------------------------------------------------------- */

static void asked_index_free(struct asked_index *asked)
{
    xn_free(asked->value);
}

static enum xn_status read_group(struct call *call, const struct xn_city *city, struct asked_index *asked)
{
    const char *name = call_query(call, "group");
    if (!xn_index_takes_group(asked->entry))
        return XN_OK;
    asked->group_position = name ? xn_city_find_group(city, name) : XN_NONE;
    if (asked->group_position == XN_NONE)
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "group",
                           "group: found '%.60s', wanted a group of this city", name ? name : "");
    asked->group = xn_city_counts(city, 0).group_name[asked->group_position];
    return XN_OK;
}

static enum xn_status read_index(struct call *call, const char *id, const struct scope *scope,
                                 struct asked_index *asked)
{
    asked->entry = xn_index_find(id);
    if (!asked->entry || !(asked->entry->forms & XN_LOCAL))
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "index",
                           "index: found '%.60s', wanted a local index", id);
    return read_group(call, scope->live->city, asked);
}

static const char *reason_of(const struct scope *scope, size_t unit, const struct asked_index *asked)
{
    return disclosure_reason(scope->live->disclosure, scope->level, unit, asked->group_position);
}

/* What may be shown of a unit's local values. */
static void copy_shown(const struct scope *scope, const double *local, struct asked_index *asked)
{
    for (size_t u = 0; u < xn_city_units(scope->live->city, scope->level); u++)
        asked->value[u] = reason_of(scope, u, asked) ? NAN : local[u];
}

static enum xn_status compute_index(const struct scope *scope, struct asked_index *asked,
                                    struct xn_error *err)
{
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    const char *id = asked->entry->id;
    const struct xn_index_selection selection = {
        .index = &id, .n_indices = 1, .forms = XN_LOCAL, .level = scope->level};
    XN_TRY(xn_study_indices(scope->live->city, &selection, &profile, err));
    asked->value = xn_calloc(xn_city_units(scope->live->city, scope->level), sizeof *asked->value);
    if (!asked->value)
        return xn_fail_memory(err);
    for (size_t i = 0; i < profile->n_results; i++) {
        const struct xn_index_result *result = &profile->result[i];
        if (result->group == asked->group_position && result->local) {
            copy_shown(scope, result->local, asked);
            return XN_OK;
        }
    }
    return xn_fail(err, XN_UNDEFINED, "index '%s' has no values on level '%s'", id,
                   xn_city_level_name(scope->live->city, scope->level));
}

/* --- units ------------------------------------------------------------------------------------------- */

static void put_unit(const struct call *call, struct xn_json *json, const struct scope *scope, size_t u,
                     const struct asked_index *asked)
{
    const struct live_city *live = scope->live;
    const struct xn_unit *unit = xn_city_unit(live->city, scope->level, u);
    const char *reason = reason_of(scope, u, asked);
    struct xn_unit_class shown = live->typology->level[scope->level].unit[u];
    if (disclosure_hides_class(live->disclosure, scope->level, u))
        shown.value = shown.quotient = shown.estimate = shown.lower = shown.upper = shown.probability =
            shown.dynamic_value = NAN;
    xn_json_begin_object(json);
    xn_json_member_string(json, "unit_id", unit->id);
    xn_json_member_string(json, "name", unit->name);
    xn_json_member_string(json, "parent_id",
                          scope->level > 0 ? xn_city_unit(live->city, scope->level - 1, unit->parent)->id
                                           : NULL);
    xn_study_put_class(json, live->typology, &shown, call->language);
    xn_json_member_double(json, "value", asked->value ? asked->value[u] : NAN);
    xn_json_member_string(json, "reason", reason ? xn_message(call->language, reason) : NULL);
    xn_json_end_object(json);
}

static void put_index(const struct call *call, struct xn_json *json, const struct asked_index *asked)
{
    xn_json_key(json, "index");
    if (!asked->entry) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", asked->entry->id);
    xn_json_member_string(json, "name", asked->entry->name[call->language]);
    xn_json_member_string(json, "group", asked->group);
    xn_json_member_string(json, "reading", xn_message(call->language, asked->entry->reading));
    xn_json_end_object(json);
}

/* The limits of the legend, from the same rule as the pictures' and from what is shown alone. */
static void put_breaks(struct xn_json *json, const struct asked_index *asked, size_t n_units)
{
    struct xn_breaks breaks;
    xn_json_key(json, "breaks");
    if (!asked->value || xn_breaks_of_index(asked->entry, asked->value, n_units, &breaks, NULL) != XN_OK) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_array(json);
    for (size_t i = 0; i <= breaks.n_classes; i++)
        xn_json_double(json, breaks.limit[i]);
    xn_json_end_array(json);
}

static void put_units(struct call *call, const struct scope *scope, const struct asked_index *asked)
{
    const size_t n = xn_city_units(scope->live->city, scope->level);
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    put_head(&json, scope);
    put_index(call, &json, asked);
    put_breaks(&json, asked, n);
    xn_json_key(&json, "units");
    xn_json_begin_array(&json);
    for (size_t u = 0; u < n; u++)
        put_unit(call, &json, scope, u, asked);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
}

enum xn_status api_published_units(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(scope_free) struct scope scope = {0};
    XN_CLEANUP(asked_index_free) struct asked_index asked = {.group_position = XN_NONE};
    const char *id = call_query(call, "index");
    XN_TRY(read_scope(call, &scope));
    if (id)
        XN_TRY(read_index(call, id, &scope, &asked));
    set_etag(call, &scope, "units", &asked);
    if (answer_is_known(call))
        return XN_OK;
    if (id)
        XN_TRY(compute_index(&scope, &asked, err));
    put_units(call, &scope, &asked);
    return XN_OK;
}

/* --- shapes ------------------------------------------------------------------------------------------ */

enum xn_status api_published_geometry(struct call *call, struct xn_error *err)
{
    (void)err;
    XN_CLEANUP(scope_free) struct scope scope = {0};
    XN_TRY(read_scope(call, &scope));
    set_etag(call, &scope, "geometry", NULL);
    call->answer.content_type = "application/geo+json";
    if (answer_is_known(call))
        return XN_OK;
    const struct xn_buf *shapes = &scope.live->geometry[scope.level];
    xn_buf_append(&call->answer.body, xn_buf_text(shapes), shapes->length);
    return XN_OK;
}

/* --- pictures ---------------------------------------------------------------------------------------- */

static enum xn_status draw(struct call *call, const struct scope *scope, struct asked_index *asked,
                           struct xn_error *err)
{
    const struct live_city *live = scope->live;
    struct xn_map map = {.city = live->city,
                         .level = scope->level,
                         .city_title = live_city_stored(live)->title,
                         .language = call->language,
                         .counts_as_of = live_city_stored(live)->counts_as_of,
                         .source_note = live_city_stored(live)->source_note};
    if (asked->entry) {
        XN_TRY(compute_index(scope, asked, err));
        map.index = asked->entry;
        map.group = asked->group;
        map.value = asked->value;
    } else {
        map.typology = live->typology;
        map.policy = &live->policy;
        map.as_of = live->as_of;
    }
    return xn_map_svg(&map, &call->answer.body, err);
}

/* "classes.svg", or a local index's id and ".svg". */
static enum xn_status read_picture(struct call *call, char *ret, size_t size)
{
    const char *dot = strrchr(call->place, '.');
    const size_t length = dot ? (size_t)(dot - call->place) : 0;
    if (!dot || strcmp(dot, ".svg") != 0 || length >= size)
        return call_refuse(call, MHD_HTTP_NOT_FOUND, "no_such_route", NULL, "Maps are named INDEX.svg.");
    memcpy(ret, call->place, length);
    ret[length] = '\0';
    return XN_OK;
}

enum xn_status api_map(struct call *call, struct xn_error *err)
{
    char id[64];
    XN_CLEANUP(scope_free) struct scope scope = {0};
    XN_CLEANUP(asked_index_free) struct asked_index asked = {.group_position = XN_NONE};
    XN_TRY(read_picture(call, id, sizeof id));
    XN_TRY(read_scope(call, &scope));
    if (strcmp(id, "classes") != 0)
        XN_TRY(read_index(call, id, &scope, &asked));
    set_etag(call, &scope, "map", &asked);
    call->answer.content_type = "image/svg+xml";
    return answer_is_known(call) ? XN_OK : draw(call, &scope, &asked, err);
}
