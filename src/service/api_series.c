/* api_series.c - one index over the publications of a city: of the whole city, or of one area; and what the
 * programme had come to at one of them. A publication never changes and the newest one names all before it,
 * so its id is the answer's ETag. */
#include <math.h>
#include <string.h>
#include "answer_cache.h"
#include "measure_query.h"
#include "packs.h"
#include "xenia/exchange.h"
#include "xenia/uncertainty.h"

/* --- what is asked
 * ----------------------------------------------------------------------------------------------- */

struct series {
    const struct xn_index_entry *entry;
    const char *level;
    const char *group;            /* NULL: an index of the whole mix */
    const char *unit, *unit_name; /* NULL: of the whole city */
};

static enum xn_status read_unit(struct call *call, const struct published *newest, struct series *ret)
{
    const struct xn_publication_level *level = &newest->publication->level[newest->level];
    ret->unit = call_query(call, "unit");
    if (!ret->unit)
        return XN_OK;
    const size_t unit = xn_publication_find_unit(level, ret->unit, 0);
    if (unit == XN_NONE)
        return query_refuse(call, "unit", "an area of this level in the newest publication");
    ret->unit_name = level->unit[unit].name;
    return XN_OK;
}

static enum xn_status read_series(struct call *call, const struct published *newest, struct series *ret)
{
    const char *id = call_query(call, "index"), *group = call_query(call, "group");
    *ret = (struct series){.entry = id ? xn_index_find(id) : NULL,
                           .level = newest->publication->level[newest->level].name};
    XN_TRY(read_unit(call, newest, ret));
    const unsigned forms = ret->unit ? XN_LOCAL : XN_ONE_GROUP | XN_MULTIGROUP;
    if (!ret->entry || !(ret->entry->forms & forms))
        return query_refuse(call, "index", ret->unit ? "a local index" : "an index of the whole city");
    const bool of_group = ret->unit ? xn_index_takes_group(ret->entry) : ret->entry->forms & XN_ONE_GROUP;
    if (of_group && (!group || xn_publication_find_group(newest->publication, group) == XN_NONE))
        return query_refuse(call, "group", "a group of this city");
    ret->group = of_group ? group : NULL;
    return XN_OK;
}

/* --- points
 * ------------------------------------------------------------------------------------------------------ */

struct point {
    double value, lower, upper;
    const char *reason; /* English; NULL: none */
};

static const struct point nothing = {NAN, NAN, NAN, XN_N("not published")};

static struct point of_city(const struct series *series, const struct xn_publication *publication,
                            size_t level, size_t group)
{
    for (size_t i = 0; i < publication->n_indices; i++) {
        const struct xn_publication_index *index = &publication->index[i];
        if (index->level == level && index->group == group && index->reference == XN_NONE &&
            strcmp(index->index_id, series->entry->id) == 0)
            return (struct point){index->value, index->lower, index->upper, index->reason};
    }
    return nothing;
}

static enum xn_status of_unit(const struct series *series, const struct xn_publication *publication,
                              size_t level, size_t group, struct point *ret, struct xn_error *err)
{
    const size_t unit = xn_publication_find_unit(&publication->level[level], series->unit, 0);
    const struct xn_publication_local *local =
        xn_publication_find_local(publication, level, series->entry->id, group);
    *ret = nothing;
    if (unit == XN_NONE || !local)
        return XN_OK;
    ret->value = local->value[unit];
    ret->reason = published_reason(publication, level, unit, group);
    return xn_controlled_unit_interval(publication, level, unit, series->entry, group, XN_INTERVAL_LEVEL,
                                       &ret->lower, &ret->upper, err);
}

static enum xn_status find_point(const struct series *series, const struct xn_publication *publication,
                                 struct point *ret, struct xn_error *err)
{
    const size_t level = xn_publication_find_level(publication, series->level);
    const size_t group = series->group ? xn_publication_find_group(publication, series->group) : XN_NONE;
    *ret = nothing;
    if (level == XN_NONE || (series->group && group == XN_NONE))
        return XN_OK;
    if (series->unit)
        return of_unit(series, publication, level, group, ret, err);
    *ret = of_city(series, publication, level, group);
    return XN_OK;
}

/* --- the answer
 * -------------------------------------------------------------------------------------------------- */

static void put_point(const struct call *call, struct xn_json *json, const struct xn_publication *publication,
                      const struct xn_publication *newest, const struct point *point)
{
    char made_on[16];
    xn_date_print(publication->made_on, made_on, sizeof made_on);
    xn_json_begin_object(json);
    xn_json_member_string(json, "publication", publication->id);
    xn_json_member_string(json, "period", publication->period);
    xn_json_member_string(json, "meeting", publication->meeting);
    xn_json_member_string(json, "made_on", made_on);
    xn_json_member_double(json, "value", point->value);
    xn_json_member_interval(json, "interval", point->lower, point->upper);
    xn_json_member_string(
        json, "reason",
        isfinite(point->value) || !point->reason ? NULL : xn_message(call->language, point->reason));
    xn_json_member_bool(json, "comparable", xn_publication_comparable(publication, newest));
    xn_json_end_object(json);
}

static void put_subject(const struct call *call, struct xn_json *json, const struct series *series)
{
    xn_json_key(json, "index");
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", series->entry->id);
    xn_json_member_string(json, "name", series->entry->name[call->language]);
    xn_json_member_string(json, "group", series->group);
    xn_json_end_object(json);
    xn_json_member_string(json, "level", series->level);
    xn_json_key(json, "unit");
    if (!series->unit) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_object(json);
    xn_json_member_string(json, "unit_id", series->unit);
    xn_json_member_string(json, "name", series->unit_name);
    xn_json_end_object(json);
}

enum xn_status api_published_series(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(published_free) struct published newest = {.live = NULL};
    XN_CLEANUP(pack_publications_free) struct pack_publications all = {0};
    struct series series;
    struct xn_json json;
    XN_TRY(published_find(call, NULL, &newest, err));
    published_set_etag(call, &newest, "series");
    if (answer_is_kept(call))
        return XN_OK;
    XN_TRY(published_read(call, &newest, err));
    XN_TRY(read_series(call, &newest, &series));
    XN_TRY(pack_publications_read(call->store, live_city_stored(newest.live)->id, newest.id, &all, err));
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    put_subject(call, &json, &series);
    xn_json_key(&json, "points");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < all.count; i++) {
        struct point point;
        XN_TRY(find_point(&series, all.publication[i], &point, err));
        put_point(call, &json, all.publication[i], newest.publication, &point);
    }
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return XN_OK;
}

/* --- the programme
 * ------------------------------------------------------------------------------------------------ */

enum xn_status api_published_programme(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    struct xn_json json;
    XN_TRY(published_find(call, call_query(call, "publication"), &published, err));
    XN_TRY(published_read(call, &published, err));
    published_set_etag(call, &published, "programme");
    if (answer_is_known(call))
        return XN_OK;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "publication", published.id);
    xn_json_member_string(&json, "period", published.publication->period);
    xn_json_key(&json, "programme");
    if (published.publication->programme)
        xn_programme_put(&json, published.publication->programme);
    else
        xn_json_null(&json);
    xn_json_end_object(&json);
    return XN_OK;
}
