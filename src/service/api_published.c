/* api_published.c - what everybody signed in may see: the newest publication, or the one of ?publication=.
 *
 * Answers are made from the publication's document and from the shapes of the areas, never from the live
 * snapshot, so they are the same bytes whatever was counted since; their ETag is the publication's id.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "published.h"

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
    xn_json_member_string(json, "reason", index->reason ? xn_message(call->language, index->reason) : NULL);
    xn_json_end_object(json);
}

enum xn_status api_published_indices(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    struct xn_json json;
    XN_TRY(published_find(call, call_query(call, "publication"), &published, err));
    XN_TRY(published_read(call, &published, err));
    published_set_etag(call, &published, "indices");
    if (answer_is_known(call))
        return XN_OK;
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

static void put_class(const struct call *call, struct xn_json *json, const struct published *published,
                      size_t u)
{
    const struct xn_publication_unit *unit = &published->publication->level[published->level].unit[u];
    const enum xn_withheld why = published->publication->counts.level[published->level].class_why[u];
    const char *name = why == XN_SHOWN ? xn_class_name(unit->class_) : NULL;
    char until[16];
    xn_json_member_string(json, "class", name);
    xn_json_member_string(json, "class_text", told(call, name));
    xn_json_member_string(json, "class_reason", told(call, xn_withheld_text(why)));
    if (!name || !unit->override_by)
        return;
    xn_date_print(unit->override_until, until, sizeof until);
    xn_json_key(json, "override");
    xn_json_begin_object(json);
    xn_json_member_string(json, "signed_by", unit->override_by);
    xn_json_member_string(json, "reason", unit->override_reason);
    xn_json_member_string(json, "valid_until", until);
    xn_json_end_object(json);
}

/* [lower, upper), or null. */
static void put_share_band(struct xn_json *json, const struct published *published, size_t u, size_t group)
{
    double lower = NAN, upper = NAN;
    if (group != XN_NONE)
        xn_controlled_share(&published->publication->counts, published->level, u, group, &lower, &upper);
    xn_json_key(json, "share_band");
    if (!isfinite(lower)) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_array(json);
    xn_json_double(json, lower);
    xn_json_double(json, upper);
    xn_json_end_array(json);
}

static void put_unit(const struct call *call, struct xn_json *json, const struct published *published,
                     size_t u, const struct asked_index *asked, size_t band_group)
{
    const struct xn_publication_unit *unit = &published->publication->level[published->level].unit[u];
    const struct xn_controlled_cell persons =
        published->publication->counts.level[published->level].persons[u];
    const double value = asked->local ? asked->local->value[u] : NAN;
    xn_json_begin_object(json);
    xn_json_member_string(json, "unit_id", unit->unit_id);
    xn_json_member_string(json, "name", unit->name);
    xn_json_member_string(json, "parent_id", unit->parent_id);
    xn_json_member_double(json, "persons", persons.why == XN_SHOWN ? persons.count : NAN);
    xn_json_member_string(json, "persons_reason", told(call, xn_withheld_text(persons.why)));
    put_class(call, json, published, u);
    xn_json_member_double(json, "value", value);
    xn_json_member_string(
        json, "reason",
        asked->local && !isfinite(value) ? told(call, published_reason(published, u, asked->group)) : NULL);
    put_share_band(json, published, u, band_group);
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

/* The limits of the legend, from the same rule as the pictures' and from what is shown alone. */
static void put_breaks(struct xn_json *json, const struct asked_index *asked, size_t n_units)
{
    const struct xn_break_choice choice = {.method = XN_BREAKS_DEFAULT};
    struct xn_breaks breaks;
    xn_json_key(json, "breaks");
    if (!asked->local ||
        xn_breaks_of_index(asked->entry, false, &choice, asked->local->value, n_units, &breaks, NULL) !=
            XN_OK) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_array(json);
    for (size_t i = 0; i <= breaks.n_classes; i++)
        xn_json_double(json, breaks.limit[i]);
    xn_json_end_array(json);
}

/* Bands are of the group that was asked for, else of the one that classes rest on. */
static void put_units(struct call *call, const struct published *published, const struct asked_index *asked)
{
    const struct xn_publication *publication = published->publication;
    const size_t n = publication->level[published->level].n_units;
    const size_t band_group = asked->group != XN_NONE ? asked->group : publication->counts.class_group;
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    put_head(&json, published);
    put_index(call, &json, published, asked);
    put_breaks(&json, asked, n);
    xn_json_member_string(&json, "share_group",
                          band_group == XN_NONE ? NULL : publication->group[band_group]);
    xn_json_key(&json, "units");
    xn_json_begin_array(&json);
    for (size_t u = 0; u < n; u++)
        put_unit(call, &json, published, u, asked, band_group);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
}

enum xn_status api_published_units(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    struct asked_index asked = {.group = XN_NONE};
    const char *id = call_query(call, "index");
    XN_TRY(published_find(call, call_query(call, "publication"), &published, err));
    XN_TRY(published_read(call, &published, err));
    if (id)
        XN_TRY(published_ask_index(call, id, &published, &asked, err));
    published_set_etag(call, &published, "units");
    if (answer_is_known(call))
        return XN_OK;
    put_units(call, &published, &asked);
    return XN_OK;
}

/* --- shapes ------------------------------------------------------------------------------------------ */

enum xn_status api_published_geometry(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    XN_TRY(published_find(call, call_query(call, "publication"), &published, err));
    XN_TRY(published_read(call, &published, err));
    XN_TRY(published_check_areas(call, &published));
    published_set_etag(call, &published, "geometry");
    call->answer.content_type = "application/geo+json";
    if (answer_is_known(call))
        return XN_OK;
    const struct xn_buf *shapes = &published.live->geometry[published.level];
    xn_buf_append(&call->answer.body, xn_buf_text(shapes), shapes->length);
    return XN_OK;
}
