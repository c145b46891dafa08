/* api_published.c - what everybody signed in may see: indices, units and their shapes.
 *
 * Disclosure control (RULES R9) as far as it goes now: a unit of fewer than 50 persons, or with 1 to 4
 * persons in the group asked for, shows no value and says so; the number of persons is never sent.
 */
#include "http.h"
#include "xenia/map.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PERSONS_MIN 50
#define GROUP_MIN 5

static enum xn_status find_level(const struct call *call, const struct xn_city *city, size_t *ret,
                                 struct xn_error *err)
{
    const char *name = call_query(call, "level");
    *ret = 0;
    for (size_t i = 0; i < xn_city_levels(city); i++)
        if (!name || strcmp(xn_city_level_name(city, i), name) == 0) {
            *ret = i;
            return XN_OK;
        }
    return xn_fail(err, XN_ARGUMENT, "level: found '%.60s', wanted a level of this city", name);
}

static void set_etag(struct call *call, const struct live_city *live, size_t level)
{
    snprintf(call->answer.etag, sizeof call->answer.etag, "%s-%s-%zu", live->snapshot,
             xn_language_tag(call->language), level);
}

static void put_head(struct xn_json *json, const struct live_city *live, size_t level)
{
    xn_json_member_string(json, "snapshot", live->snapshot);
    xn_json_member_string(json, "counts_as_of", live_city_stored(live)->counts_as_of);
    xn_json_key(json, "policy");
    xn_study_put_policy(json, &live->policy);
    xn_json_member_string(json, "level", xn_city_level_name(live->city, level));
}

/* --- indices ----------------------------------------------------------------------------------------- */

enum xn_status api_published_indices(struct call *call, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    size_t level = 0;
    XN_TRY(service_city(call->service, call->city, &live, err));
    XN_TRY(find_level(call, live->city, &level, err));
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    const struct xn_index_selection selection = {.level = level};
    XN_TRY(xn_study_indices(live->city, &selection, &profile, err));
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    put_head(&json, live, level);
    xn_json_key(&json, "results");
    xn_study_put_results(&json, live->city, profile, level, call->language);
    xn_json_end_object(&json);
    set_etag(call, live, level);
    return XN_OK;
}

/* --- units ------------------------------------------------------------------------------------------- */

/* A local index over the units, asked for by ?index= and ?group=; `entry` NULL: classes only. */
struct asked_index {
    const struct xn_index_entry *entry;
    const char *group;
    size_t group_position;
    struct xn_profile *profile;
    const double *value;
};

static void asked_index_free(struct asked_index *asked)
{
    xn_profile_free(asked->profile);
}

static enum xn_status compute_asked(const struct xn_city *city, size_t level, struct asked_index *asked,
                                    struct xn_error *err)
{
    const char *id = asked->entry->id;
    const struct xn_index_selection selection = {
        .index = &id, .n_indices = 1, .forms = XN_LOCAL, .level = level};
    XN_TRY(xn_study_indices(city, &selection, &asked->profile, err));
    for (size_t i = 0; i < asked->profile->n_results; i++) {
        const struct xn_index_result *result = &asked->profile->result[i];
        if (result->group == XN_NONE || result->group == asked->group_position)
            asked->value = result->local;
    }
    return XN_OK;
}

static enum xn_status read_asked(const struct call *call, const char *id, const struct xn_city *city,
                                 size_t level, struct asked_index *asked, struct xn_error *err)
{
    asked->entry = xn_index_find(id);
    asked->group_position = XN_NONE;
    if (!asked->entry || !(asked->entry->forms & XN_LOCAL))
        return xn_fail(err, XN_ARGUMENT, "index: found '%.60s', wanted a local index", id);
    if (xn_index_takes_group(asked->entry)) {
        asked->group = call_query(call, "group");
        asked->group_position = asked->group ? xn_city_find_group(city, asked->group) : XN_NONE;
        if (asked->group_position == XN_NONE)
            return xn_fail(err, XN_ARGUMENT, "group: found '%.60s', wanted a group of this city",
                           asked->group ? asked->group : "");
    }
    return compute_asked(city, level, asked, err);
}

static const char *suppression(const struct xn_counts *counts, size_t unit, size_t group)
{
    if (counts->unit_total[unit] > 0 && counts->unit_total[unit] < PERSONS_MIN)
        return XN_N("suppressed: fewer than 50 persons");
    for (size_t m = 0; m < counts->n_groups; m++) {
        const double count = xn_count(counts, unit, m);
        if ((group == XN_NONE || group == m) && count > 0 && count < GROUP_MIN)
            return XN_N("suppressed: fewer than 5 persons of a group");
    }
    return NULL;
}

static const char *reason_without_value(const struct live_city *live, size_t level, size_t u,
                                        const struct asked_index *asked)
{
    const struct xn_counts counts = xn_city_counts(live->city, level);
    if (counts.unit_total[u] == 0)
        return xn_city_unit(live->city, level, u)->counts_missing ? XN_N("counts are missing")
                                                                  : XN_N("nobody lives there");
    return suppression(&counts, u, asked->group_position);
}

/* Class and rule are about the area; the numbers behind them are shown only where they disclose nobody. */
static void put_unit(const struct call *call, struct xn_json *json, const struct live_city *live,
                     size_t level, size_t u, const struct asked_index *asked)
{
    const struct xn_unit *unit = xn_city_unit(live->city, level, u);
    const char *reason = reason_without_value(live, level, u, asked);
    struct xn_unit_class shown = live->typology->level[level].unit[u];
    if (reason && live->typology->group != XN_NONE)
        shown.value = shown.quotient = shown.estimate = shown.lower = shown.upper = shown.probability = NAN;
    xn_json_begin_object(json);
    xn_json_member_string(json, "unit_id", unit->id);
    xn_json_member_string(json, "name", unit->name);
    xn_json_member_string(json, "parent_id",
                          level > 0 ? xn_city_unit(live->city, level - 1, unit->parent)->id : NULL);
    xn_study_put_class(json, live->typology, &shown, call->language);
    xn_json_member_double(json, "value", asked->value && !reason ? asked->value[u] : NAN);
    xn_json_member_string(json, "reason", reason ? xn_message(call->language, reason) : NULL);
    xn_json_end_object(json);
}

static void put_asked(const struct call *call, struct xn_json *json, const struct asked_index *asked)
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
    xn_json_member_string(json, "reading", asked->entry->reading);
    xn_json_end_object(json);
}

/* The limits of the legend, from the same rule as the pictures'. */
static void put_breaks(struct xn_json *json, const struct asked_index *asked, size_t n_units)
{
    struct xn_breaks breaks;
    xn_json_key(json, "breaks");
    if (!asked->value || xn_breaks_compute(asked->value, n_units, XN_BREAKS_QUANTILE, XN_MAP_CLASS_MAX,
                                           &breaks, NULL) != XN_OK) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_array(json);
    for (size_t i = 0; i <= breaks.n_classes; i++)
        xn_json_double(json, breaks.limit[i]);
    xn_json_end_array(json);
}

enum xn_status api_published_units(struct call *call, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    XN_CLEANUP(asked_index_free) struct asked_index asked = {.group_position = XN_NONE};
    size_t level = 0;
    XN_TRY(service_city(call->service, call->city, &live, err));
    XN_TRY(find_level(call, live->city, &level, err));
    const char *id = call_query(call, "index");
    if (id)
        XN_TRY(read_asked(call, id, live->city, level, &asked, err));
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    put_head(&json, live, level);
    put_asked(call, &json, &asked);
    put_breaks(&json, &asked, xn_city_units(live->city, level));
    xn_json_key(&json, "units");
    xn_json_begin_array(&json);
    for (size_t u = 0; u < xn_city_units(live->city, level); u++)
        put_unit(call, &json, live, level, u, &asked);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return XN_OK;
}

/* --- shapes ------------------------------------------------------------------------------------------ */

enum xn_status api_published_geometry(struct call *call, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    size_t level = 0;
    XN_TRY(service_city(call->service, call->city, &live, err));
    XN_TRY(find_level(call, live->city, &level, err));
    xn_buf_append(&call->answer.body, xn_buf_text(&live->geometry[level]), live->geometry[level].length);
    call->answer.content_type = "application/geo+json";
    set_etag(call, live, level);
    return XN_OK;
}

/* --- pictures ---------------------------------------------------------------------------------------- */

static enum xn_status draw(struct call *call, const struct live_city *live, size_t level, const char *id,
                           struct xn_error *err)
{
    XN_CLEANUP(asked_index_free) struct asked_index asked = {.group_position = XN_NONE};
    XN_CLEANUP(xn_free_pointer) double *value = NULL;
    struct xn_map map = {.city = live->city,
                         .level = level,
                         .city_title = live_city_stored(live)->title,
                         .language = call->language,
                         .counts_as_of = live_city_stored(live)->counts_as_of,
                         .source_note = live_city_stored(live)->source_note};
    if (strcmp(id, "classes") == 0) {
        map.typology = live->typology;
        map.policy = &live->policy;
        map.as_of = live->as_of;
        return xn_map_svg(&map, &call->answer.body, err);
    }
    XN_TRY(read_asked(call, id, live->city, level, &asked, err));
    const size_t n = xn_city_units(live->city, level);
    if (!(value = xn_calloc(n, sizeof *value)))
        return xn_fail_memory(err);
    for (size_t u = 0; u < n; u++)
        value[u] = reason_without_value(live, level, u, &asked) ? NAN : asked.value[u];
    map.index = asked.entry;
    map.group = asked.group;
    map.value = value;
    return xn_map_svg(&map, &call->answer.body, err);
}

enum xn_status api_map(struct call *call, struct xn_error *err)
{
    char id[64] = "";
    const char *dot = strrchr(call->place, '.');
    if (!dot || strcmp(dot, ".svg") != 0 || (size_t)(dot - call->place) >= sizeof id)
        return xn_fail(err, XN_NOT_FOUND, "maps end in .svg");
    memcpy(id, call->place, (size_t)(dot - call->place));
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    size_t level = 0;
    XN_TRY(service_city(call->service, call->city, &live, err));
    XN_TRY(find_level(call, live->city, &level, err));
    XN_TRY(draw(call, live, level, id, err));
    call->answer.content_type = "image/svg+xml";
    return XN_OK;
}
