/* api_published.c - what everybody signed in may see: the newest publication, or the one of ?publication=.
 *
 * Answers are made from the publication's document and from the shapes of the areas, never from the live
 * snapshot, so they are the same bytes whatever was counted since; their ETag is the publication's id.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "answer_cache.h"
#include "measure_query.h"
#include "shapes.h"
#include "xenia/uncertainty.h"

static void put_head(struct xn_json *json, const struct published *published)
{
    const struct xn_publication *publication = published->publication;
    char made_on[16];
    xn_date_print(publication->made_on, made_on, sizeof made_on);
    xn_json_member_string(json, "publication", published->id);
    xn_json_member_string(json, "period", publication->period);
    xn_json_member_string(json, "meeting", publication->meeting);
    xn_json_member_string(json, "made_on", made_on);
    xn_json_member_string(json, "snapshot", publication->snapshot);
    xn_json_member_string(json, "counts_as_of", publication->counts_as_of);
    xn_json_key(json, "policy");
    xn_study_put_policy(json, &publication->policy);
    xn_json_member_string(json, "level", publication->level[published->level].name);
}

/* --- indices ----------------------------------------------------------------------------------------- */

/* One group, an ordered pair, or all for the whole mix. */
static void put_groups(struct xn_json *json, const struct xn_publication *publication,
                       const struct xn_publication_index *index)
{
    xn_json_key(json, "groups");
    xn_json_begin_array(json);
    for (size_t g = 0; index->group == XN_NONE && g < publication->n_groups; g++)
        xn_json_string(json, publication->group[g]);
    if (index->group != XN_NONE)
        xn_json_string(json, publication->group[index->group]);
    if (index->reference != XN_NONE)
        xn_json_string(json, publication->group[index->reference]);
    xn_json_end_array(json);
}

static void put_result(const struct call *call, struct xn_json *json,
                       const struct xn_publication *publication, const struct xn_publication_index *index)
{
    const struct xn_index_entry *entry = xn_index_find(index->index_id);
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", index->index_id);
    xn_json_member_string(json, "name", entry ? entry->name[call->language] : index->index_id);
    xn_json_member_string(json, "form", xn_form_name(index->form));
    put_groups(json, publication, index);
    xn_json_key(json, "parameters");
    xn_json_begin_object(json);
    for (size_t i = 0; i < index->n_parameters; i++)
        xn_json_member_string(json, index->parameter_name[i], index->parameter_value[i]);
    xn_json_end_object(json);
    xn_json_member_double(json, "value", index->value);
    xn_json_member_interval(json, "interval", index->lower, index->upper);
    xn_json_member_string(json, "reason", index->reason ? xn_message(call->language, index->reason) : NULL);
    xn_json_end_object(json);
}

enum xn_status api_published_indices(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    struct xn_json json;
    XN_TRY(published_find(call, call_query(call, "publication"), &published, err));
    published_set_etag(call, &published, "indices");
    if (answer_is_kept(call))
        return XN_OK;
    XN_TRY(published_read(call, &published, err));
    const struct xn_publication *publication = published.publication;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    put_head(&json, &published);
    xn_json_key(&json, "results");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < publication->n_indices; i++)
        if (publication->index[i].level == published.level)
            put_result(call, &json, publication, &publication->index[i]);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return XN_OK;
}

/* --- units ------------------------------------------------------------------------------------------- */

static const char *told(const struct call *call, const char *reason)
{
    return reason ? xn_message(call->language, reason) : NULL;
}

static void put_override(struct xn_json *json, const struct xn_publication_unit *unit)
{
    char until[16];
    xn_date_print(unit->override_until, until, sizeof until);
    xn_json_key(json, "override");
    xn_json_begin_object(json);
    xn_json_member_string(json, "signed_by", unit->override_by);
    xn_json_member_string(json, "reason", unit->override_reason);
    xn_json_member_string(json, "valid_until", until);
    xn_json_end_object(json);
}

static void put_class(const struct call *call, struct xn_json *json, const struct published *published,
                      size_t u)
{
    const struct xn_publication_unit *unit = &published->publication->level[published->level].unit[u];
    const enum xn_withheld why = published->publication->counts.level[published->level].class_why[u];
    const char *name = why == XN_SHOWN ? xn_class_name(unit->class_) : NULL;
    xn_json_member_string(json, "class", name);
    xn_json_member_string(json, "class_text", told(call, name));
    xn_json_member_string(json, "class_reason", told(call, xn_withheld_text(why)));
    if (name && unit->override_by)
        put_override(json, unit);
}

/* Where a unit of this publication is in the earlier one; XN_NONE: not there. */
static size_t place_before(const struct published *published, const struct xn_publication *earlier, size_t u,
                           size_t *ret_level)
{
    const struct xn_publication_level *level = &published->publication->level[published->level];
    *ret_level = xn_publication_find_level(earlier, level->name);
    return *ret_level == XN_NONE
               ? XN_NONE
               : xn_publication_find_unit(&earlier->level[*ret_level], level->unit[u].unit_id, u);
}

/* The class that held then; null where none was told. */
static void put_class_before(const struct call *call, struct xn_json *json, const struct published *published,
                             const struct xn_publication *earlier, size_t u)
{
    size_t level;
    if (!earlier)
        return;
    const size_t before = place_before(published, earlier, u, &level);
    const bool is_told = before != XN_NONE && earlier->counts.level[level].class_why[before] == XN_SHOWN;
    const char *name = is_told ? xn_class_name(earlier->level[level].unit[before].class_) : NULL;
    xn_json_member_string(json, "class_before", name);
    xn_json_member_string(json, "class_before_text", told(call, name));
}

/* [lower, upper), or null. */
static void put_share_band(struct xn_json *json, const struct published *published, size_t u, size_t group)
{
    double lower = NAN, upper = NAN;
    if (group != XN_NONE)
        xn_controlled_share(&published->publication->counts, published->level, u, group, &lower, &upper);
    xn_json_member_interval(json, "share_band", lower, upper);
}

/* What is told of the units beside their counts and classes. */
struct unit_numbers {
    const struct measure_query *query;
    struct xn_published_values values; /* with an index */
    const enum xn_class *what_if;      /* n_units x XN_THRESHOLD_COUNT; NULL: not asked */
    const enum xn_withheld *what_if_why;
    size_t band_group;    /* of bands of shares: the one asked for, else the one that classes rest on */
    size_t what_if_group; /* the same; else the first */
    bool has_index;
};

/* Why there is no value: now, or of a change in the earlier publication. */
static const char *reason_of(const struct published *published, const struct measure_query *query, size_t u)
{
    const struct xn_publication *now = published->publication, *then = query->earlier.publication;
    const char *reason = published_reason(now, published->level, u, query->asked.group);
    size_t level;
    if (reason || !then)
        return reason;
    const size_t before = place_before(published, then, u, &level);
    const size_t group = query->asked.group == XN_NONE
                             ? XN_NONE
                             : xn_publication_find_group(then, now->group[query->asked.group]);
    return before == XN_NONE ? XN_N("not published") : published_reason(then, level, before, group);
}

static void put_value(const struct call *call, struct xn_json *json, const struct published *published,
                      size_t u, const struct unit_numbers *numbers)
{
    const struct xn_published_values *values = &numbers->values;
    const double value = numbers->has_index ? values->value[u] : NAN;
    const bool hidden = numbers->has_index && !isfinite(value);
    xn_json_member_double(json, "value", value);
    xn_json_member_interval(json, "interval", numbers->has_index ? values->lower[u] : NAN,
                            numbers->has_index ? values->upper[u] : NAN);
    xn_json_member_bool(json, "uncertain", numbers->has_index && values->uncertain[u]);
    xn_json_member_bool(
        json, "withheld",
        numbers->has_index ? values->withheld[u]
                           : published->publication->counts.level[published->level].class_why[u] != XN_SHOWN);
    xn_json_member_string(json, "reason",
                          hidden ? told(call, reason_of(published, numbers->query, u)) : NULL);
}

/* "mmmuuc...": one letter a threshold. */
static void put_what_if(const struct call *call, struct xn_json *json, size_t u,
                        const struct unit_numbers *numbers)
{
    static const char letter[] = {[XN_MIXED] = 'm', [XN_UNDETERMINED] = 'u', [XN_CONCENTRATED] = 'c'};
    char classes[XN_THRESHOLD_COUNT + 1] = "";
    if (!numbers->what_if)
        return;
    const enum xn_withheld why = numbers->what_if_why[u];
    for (size_t t = 0; why == XN_SHOWN && t < XN_THRESHOLD_COUNT; t++)
        classes[t] = letter[numbers->what_if[u * XN_THRESHOLD_COUNT + t]];
    xn_json_member_string(json, "what_if", why == XN_SHOWN ? classes : NULL);
    xn_json_member_string(json, "what_if_reason", told(call, xn_withheld_text(why)));
}

static void put_unit(const struct call *call, struct xn_json *json, const struct published *published,
                     size_t u, const struct unit_numbers *numbers)
{
    const struct xn_publication_unit *unit = &published->publication->level[published->level].unit[u];
    const struct xn_controlled_cell persons =
        published->publication->counts.level[published->level].persons[u];
    xn_json_begin_object(json);
    xn_json_member_string(json, "unit_id", unit->unit_id);
    xn_json_member_string(json, "name", unit->name);
    xn_json_member_string(json, "parent_id", unit->parent_id);
    xn_json_member_double(json, "persons", persons.why == XN_SHOWN ? persons.count : NAN);
    xn_json_member_string(json, "persons_reason", told(call, xn_withheld_text(persons.why)));
    put_class(call, json, published, u);
    put_class_before(call, json, published, numbers->query->earlier.publication, u);
    put_value(call, json, published, u, numbers);
    put_share_band(json, published, u, numbers->band_group);
    put_what_if(call, json, u, numbers);
    xn_json_end_object(json);
}

static void put_index(const struct call *call, struct xn_json *json, const struct published *published,
                      const struct asked_index *asked)
{
    xn_json_key(json, "index");
    if (!asked->entry) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", asked->entry->id);
    xn_json_member_string(json, "name", asked->entry->name[call->language]);
    xn_json_member_string(json, "group",
                          asked->group == XN_NONE ? NULL : published->publication->group[asked->group]);
    xn_json_member_string(json, "reading", xn_message(call->language, asked->entry->reading));
    xn_json_end_object(json);
}

/* The limits of the legend, by the same rule as the pictures' and from what is shown alone. */
static void put_breaks(struct xn_json *json, const struct unit_numbers *numbers)
{
    const struct xn_published_values *values = &numbers->values;
    xn_json_key(json, "breaks");
    if (!numbers->has_index || !values->has_breaks) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_array(json);
    for (size_t i = 0; i <= values->breaks.n_classes; i++)
        xn_json_double(json, values->breaks.limit[i]);
    xn_json_end_array(json);
    xn_json_member_string(json, "breaks_method", xn_break_method_name(values->choice.method));
    xn_json_member_bool(json, "breaks_fixed", numbers->query->fixed);
    xn_json_member_bool(json, "breaks_open", values->breaks.open);
    xn_json_member_double(json, "city_value", values->city_value);
    xn_json_member_double(json, "center", values->center);
}

static void put_since(struct xn_json *json, const struct published *earlier)
{
    char made_on[16];
    xn_json_key(json, "since");
    if (!earlier->publication) {
        xn_json_null(json);
        return;
    }
    xn_date_print(earlier->publication->made_on, made_on, sizeof made_on);
    xn_json_begin_object(json);
    xn_json_member_string(json, "publication", earlier->publication->id);
    xn_json_member_string(json, "period", earlier->publication->period);
    xn_json_member_string(json, "meeting", earlier->publication->meeting);
    xn_json_member_string(json, "made_on", made_on);
    xn_json_end_object(json);
}

static double threshold_at(size_t t)
{
    return XN_THRESHOLD_FIRST + (double)t * XN_THRESHOLD_STEP;
}

static void put_thresholds(struct xn_json *json, const struct published *published,
                           const struct unit_numbers *numbers)
{
    if (!numbers->what_if)
        return;
    xn_json_key(json, "thresholds");
    xn_json_begin_array(json);
    for (size_t t = 0; t < XN_THRESHOLD_COUNT; t++)
        xn_json_double(json, round(100 * threshold_at(t)) / 100);
    xn_json_end_array(json);
    xn_json_member_string(json, "what_if_group", published->publication->group[numbers->what_if_group]);
}

static void put_units(struct call *call, const struct published *published,
                      const struct unit_numbers *numbers)
{
    const struct xn_publication *publication = published->publication;
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    put_head(&json, published);
    put_index(call, &json, published, &numbers->query->asked);
    put_since(&json, &numbers->query->earlier);
    put_breaks(&json, numbers);
    put_thresholds(&json, published, numbers);
    xn_json_member_string(&json, "share_group",
                          numbers->band_group == XN_NONE ? NULL : publication->group[numbers->band_group]);
    xn_json_key(&json, "units");
    xn_json_begin_array(&json);
    for (size_t u = 0; u < publication->level[published->level].n_units; u++)
        put_unit(call, &json, published, u, numbers);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
}

/* A group that is withheld in the whole city can be compared nowhere. */
static enum xn_status compute_what_if(struct call *call, const struct published *published,
                                      struct unit_numbers *numbers, struct xn_error *err)
{
    const struct xn_publication *publication = published->publication;
    const size_t n = publication->level[published->level].n_units, group = numbers->what_if_group;
    const enum xn_withheld city_why = xn_controlled_city_why(&publication->counts, group);
    double threshold[XN_THRESHOLD_COUNT];
    enum xn_class *what_if = NULL;
    enum xn_withheld *why = NULL;
    for (size_t t = 0; t < XN_THRESHOLD_COUNT; t++)
        threshold[t] = threshold_at(t);
    XN_TRY(XN_ARENA_ARRAY(call->arena, n * XN_THRESHOLD_COUNT, &what_if, err));
    XN_TRY(XN_ARENA_ARRAY(call->arena, n, &why, err));
    for (size_t u = 0; u < n; u++)
        why[u] = city_why;
    if (city_why == XN_SHOWN)
        XN_TRY(xn_controlled_what_if(publication, published->level, group, threshold, XN_THRESHOLD_COUNT,
                                     what_if, why, err));
    numbers->what_if = what_if;
    numbers->what_if_why = why;
    return XN_OK;
}

/* A publication without any group has nothing to ask a threshold of. */
static enum xn_status compute_units(struct call *call, const struct published *published,
                                    const struct measure_query *query, bool what_if, struct xn_error *err)
{
    struct unit_numbers numbers = {.query = query, .has_index = query->asked.entry != NULL};
    const struct xn_published_map wanted = measure_query_map(query, published, call->language);
    const size_t of_classes = published->publication->counts.class_group;
    numbers.band_group = query->asked.group != XN_NONE ? query->asked.group : of_classes;
    numbers.what_if_group = numbers.band_group != XN_NONE ? numbers.band_group : 0;
    if (numbers.has_index)
        XN_TRY(xn_published_values_make(&wanted, call->arena, &numbers.values, err));
    if (what_if && published->publication->n_groups > 0)
        XN_TRY(compute_what_if(call, published, &numbers, err));
    put_units(call, published, &numbers);
    return XN_OK;
}

/* Without an index: classes, which have no limits, and a group only where they are asked for at thresholds.
 */
static enum xn_status read_classes(struct call *call, const struct published *published, bool what_if,
                                   struct measure_query *query)
{
    static const char *const of_measures[] = {"breaks", "limits", "fixed"};
    const char *group = call_query(call, "group");
    for (size_t i = 0; i < sizeof of_measures / sizeof *of_measures; i++)
        if (call_query(call, of_measures[i]))
            return query_refuse(call, of_measures[i], "it with an index only");
    query->since = call_query(call, "since");
    if (!group)
        return XN_OK;
    query->asked.group = xn_publication_find_group(published->publication, group);
    if (!what_if || query->asked.group == XN_NONE)
        return query_refuse(call, "group", "a group of this city, with an index or with what_if=yes");
    return XN_OK;
}

enum xn_status api_published_units(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    XN_CLEANUP(measure_query_free) struct measure_query query = {.asked.group = XN_NONE};
    const char *id = call_query(call, "index");
    bool what_if = false;
    XN_TRY(published_find(call, call_query(call, "publication"), &published, err));
    published_set_etag(call, &published, "units");
    if (answer_is_kept(call))
        return XN_OK;
    XN_TRY(published_read(call, &published, err));
    XN_TRY(query_yes(call, "what_if", &what_if));
    XN_TRY(id ? measure_query_read(call, id, &published, &query, err)
              : read_classes(call, &published, what_if, &query));
    XN_TRY(measure_query_load(call, &published, &query, err));
    return compute_units(call, &published, &query, what_if, err);
}

/* --- shapes ------------------------------------------------------------------------------------------ */

enum xn_status api_published_geometry(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    double bounds[4] = {0};
    XN_TRY(published_find(call, call_query(call, "publication"), &published, err));
    published_set_etag(call, &published, "geometry");
    call->answer.content_type = "application/geo+json";
    if (answer_is_kept(call))
        return XN_OK;
    XN_TRY(published_read(call, &published, err));
    XN_TRY(published_take_areas(call, &published, err));
    if (published.areas.kept)
        return shapes_put_geojson(published.areas.kept, published.level, &call->answer.body, bounds, err);
    const struct xn_buf *shapes = &published.live->shapes[published.level].geojson;
    xn_buf_append(&call->answer.body, xn_buf_text(shapes), shapes->length);
    return XN_OK;
}
