/* encode_publication.c - a publication as its JSON document: canonical, the same bytes for the same content.
 *
 * A number is a number, or the code of why it is withheld ("few", "small", "complement", "recent",
 * "missing"). Nothing in it depends on a language; texts of reasons are English sentences of the catalogue.
 */
#include "xenia/publication.h"

static void put_date(struct xn_json *json, const char *key, xn_date date)
{
    char text[16];
    xn_date_print(date, text, sizeof text);
    xn_json_member_string(json, key, text[0] ? text : NULL);
}

static void put_cell(struct xn_json *json, struct xn_controlled_cell cell)
{
    if (cell.why == XN_SHOWN)
        xn_json_double(json, cell.count);
    else
        xn_json_string(json, xn_withheld_code(cell.why));
}

/* Persons and groups of one unit, or of the whole city. */
static void put_counts(struct xn_json *json, const struct xn_controlled_level *counts, size_t unit)
{
    xn_json_key(json, "persons");
    put_cell(json, counts->persons[unit]);
    xn_json_key(json, "groups");
    xn_json_begin_array(json);
    for (size_t g = 0; g < counts->n_groups; g++)
        put_cell(json, counts->group[unit * counts->n_groups + g]);
    xn_json_end_array(json);
}

static void put_override(struct xn_json *json, const struct xn_publication_unit *unit)
{
    xn_json_key(json, "override");
    xn_json_begin_object(json);
    xn_json_member_string(json, "signed_by", unit->override_by);
    xn_json_member_string(json, "reason", unit->override_reason);
    put_date(json, "valid_until", unit->override_until);
    xn_json_end_object(json);
}

static void put_unit(struct xn_json *json, const struct xn_publication_unit *unit,
                     const struct xn_controlled_level *counts, size_t u)
{
    const enum xn_withheld why = counts->class_why[u];
    xn_json_begin_object(json);
    xn_json_member_string(json, "unit_id", unit->unit_id);
    xn_json_member_string(json, "name", unit->name);
    xn_json_member_string(json, "parent_id", unit->parent_id);
    put_counts(json, counts, u);
    xn_json_member_string(json, "class", why == XN_SHOWN ? xn_class_name(unit->class_) : NULL);
    if (why != XN_SHOWN)
        xn_json_member_string(json, "class_withheld", xn_withheld_code(why));
    if (why == XN_SHOWN && unit->override_by)
        put_override(json, unit);
    xn_json_end_object(json);
}

static void put_local(struct xn_json *json, const struct xn_publication *publication,
                      const struct xn_publication_local *local, size_t n_units)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "index", local->index_id);
    xn_json_member_string(json, "group", local->group == XN_NONE ? NULL : publication->group[local->group]);
    xn_json_key(json, "values");
    xn_json_begin_array(json);
    for (size_t u = 0; u < n_units; u++)
        xn_json_double(json, local->value[u]);
    xn_json_end_array(json);
    xn_json_end_object(json);
}

static void put_level(struct xn_json *json, const struct xn_publication *publication, size_t l)
{
    const struct xn_publication_level *level = &publication->level[l];
    xn_json_begin_object(json);
    xn_json_member_string(json, "name", level->name);
    xn_json_key(json, "units");
    xn_json_begin_array(json);
    for (size_t u = 0; u < level->n_units; u++)
        put_unit(json, &level->unit[u], &publication->counts.level[l], u);
    xn_json_end_array(json);
    xn_json_key(json, "local");
    xn_json_begin_array(json);
    for (size_t i = 0; i < level->n_locals; i++)
        put_local(json, publication, &level->local[i], level->n_units);
    xn_json_end_array(json);
    xn_json_end_object(json);
}

static void put_index(struct xn_json *json, const struct xn_publication *publication,
                      const struct xn_publication_index *index)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "level", publication->level[index->level].name);
    xn_json_member_string(json, "index", index->index_id);
    xn_json_member_string(json, "form", xn_form_name(index->form));
    xn_json_member_string(json, "group", index->group == XN_NONE ? NULL : publication->group[index->group]);
    xn_json_member_string(json, "reference",
                          index->reference == XN_NONE ? NULL : publication->group[index->reference]);
    xn_json_key(json, "parameters");
    xn_json_begin_object(json);
    for (size_t i = 0; i < index->n_parameters; i++)
        xn_json_member_string(json, index->parameter_name[i], index->parameter_value[i]);
    xn_json_end_object(json);
    xn_json_member_double(json, "value", index->value);
    xn_json_member_double(json, "lower", index->lower);
    xn_json_member_double(json, "upper", index->upper);
    xn_json_member_string(json, "reason", index->reason);
    xn_json_end_object(json);
}

static bool has_title(const struct xn_group_title *title)
{
    for (size_t language = 0; language < XN_LANGUAGE_COUNT; language++)
        if (title->text[language])
            return true;
    return false;
}

/* By group, then by language; only what is given, and nothing at all where nothing is. */
static void put_titles(struct xn_json *json, const struct xn_publication *publication)
{
    bool any = false;
    for (size_t g = 0; g < publication->n_groups; g++)
        any = any || has_title(&publication->group_title[g]);
    if (!any)
        return;
    xn_json_key(json, "group_titles");
    xn_json_begin_object(json);
    for (size_t g = 0; g < publication->n_groups; g++) {
        const struct xn_group_title *title = &publication->group_title[g];
        if (!has_title(title))
            continue;
        xn_json_key(json, title->group);
        xn_json_begin_object(json);
        for (enum xn_language language = 0; language < XN_LANGUAGE_COUNT; language++)
            if (title->text[language])
                xn_json_member_string(json, xn_language_tag(language), title->text[language]);
        xn_json_end_object(json);
    }
    xn_json_end_object(json);
}

static void put_head(struct xn_json *json, const struct xn_publication *publication)
{
    const size_t class_group = publication->counts.class_group;
    xn_json_member_int(json, "publication", 1);
    xn_json_member_string(json, "city", publication->city);
    xn_json_member_string(json, "title", publication->title);
    xn_json_member_bool(json, "demonstration", publication->demonstration);
    xn_json_member_string(json, "period", publication->period);
    xn_json_member_string(json, "meeting", publication->meeting);
    put_date(json, "made_on", publication->made_on);
    put_date(json, "as_of", publication->as_of);
    xn_json_member_string(json, "snapshot", publication->snapshot);
    xn_json_member_string(json, "areas", publication->areas);
    xn_json_member_string(json, "counts_as_of", publication->counts_as_of);
    xn_json_member_string(json, "source_note", publication->source_note);
    xn_json_member_string(json, "previous", publication->previous);
    xn_json_member_double(json, "household_size", publication->household_size);
    xn_json_key(json, "policy");
    xn_study_put_policy(json, &publication->policy);
    xn_json_key(json, "groups");
    xn_json_begin_array(json);
    for (size_t g = 0; g < publication->n_groups; g++)
        xn_json_string(json, publication->group[g]);
    xn_json_end_array(json);
    put_titles(json, publication);
    xn_json_member_string(json, "class_group",
                          class_group == XN_NONE ? NULL : publication->group[class_group]);
    xn_json_key(json, "whole");
    xn_json_begin_object(json);
    put_counts(json, &publication->counts.whole, 0);
    xn_json_end_object(json);
}

enum xn_status xn_publication_put(const struct xn_publication *publication, struct xn_buf *buf,
                                  struct xn_error *err)
{
    struct xn_json json;
    xn_json_init(&json, buf, false);
    xn_json_begin_object(&json);
    put_head(&json, publication);
    xn_json_key(&json, "levels");
    xn_json_begin_array(&json);
    for (size_t l = 0; l < publication->n_levels; l++)
        put_level(&json, publication, l);
    xn_json_end_array(&json);
    xn_json_key(&json, "indices");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < publication->n_indices; i++)
        put_index(&json, publication, &publication->index[i]);
    xn_json_end_array(&json);
    if (publication->programme) {
        xn_json_key(&json, "programme");
        xn_programme_put(&json, publication->programme);
    }
    xn_json_end_object(&json);
    return xn_buf_check(buf, err);
}
