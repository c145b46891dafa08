/* publication_json.c - a publication's document back into structs.
 *
 * Documents are ours and come out of the store with their SHA-256, so a fault is damage or a document of a
 * newer program: the first one is told with its place, and nothing of the document is used. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "publication_reader.h"
#include "xenia/exchange.h"
#include "xenia/uncertainty.h"

static size_t group_of(struct reader *reader, const json_t *object, const char *name)
{
    const char *text = reader_text_or_null(reader, object, name);
    const size_t group = text ? xn_publication_find_group(reader->publication, text) : XN_NONE;
    if (text && group == XN_NONE)
        reader_refuse(reader, name, "one of the groups");
    return group;
}

static void release(json_t **value)
{
    json_decref(*value);
}

/* --- counts ----------------------------------------------------------------------------------------------
 */

static struct xn_controlled_cell cell_of(struct reader *reader, const json_t *value, const char *name)
{
    struct xn_controlled_cell cell = {NAN, XN_SHOWN};
    if (json_is_number(value) && json_number_value(value) >= 0)
        cell.count = json_number_value(value);
    else if (!json_is_string(value) || !xn_withheld_parse(json_string_value(value), &cell.why))
        reader_refuse(reader, name, "a count, or why it is withheld");
    return cell;
}

static void read_counts(struct reader *reader, const json_t *object, size_t unit,
                        struct xn_controlled_level *ret)
{
    const json_t *groups = NULL;
    ret->persons[unit] = cell_of(reader, json_object_get(object, "persons"), "persons");
    const size_t n = reader_array_of(reader, object, "groups", ret->n_groups, &groups);
    for (size_t g = 0; g < n; g++)
        ret->group[unit * ret->n_groups + g] = cell_of(reader, json_array_get(groups, g), "groups");
}

/* False after a fault. */
static bool new_counts(struct reader *reader, size_t n_units, struct xn_controlled_level *ret)
{
    const size_t n_groups = reader->publication->n_groups;
    *ret = (struct xn_controlled_level){.n_units = n_units, .n_groups = n_groups};
    ret->persons = reader_array_new(reader, n_units, sizeof *ret->persons);
    ret->group = reader_array_new(reader, n_units * n_groups, sizeof *ret->group);
    ret->class_why = reader_array_new(reader, n_units, sizeof *ret->class_why);
    return reader->status == XN_OK;
}

/* --- levels ----------------------------------------------------------------------------------------------
 */

static void read_override(struct reader *reader, const json_t *object, struct xn_publication_unit *unit)
{
    const json_t *override = json_object_get(object, "override");
    unit->override_until = XN_NO_DATE;
    if (!override)
        return;
    unit->override_by = reader_text_of(reader, override, "signed_by");
    unit->override_reason = reader_text_of(reader, override, "reason");
    unit->override_until = reader_date_of(reader, override, "valid_until");
}

static void read_unit(struct reader *reader, const json_t *object, struct xn_publication_unit *unit,
                      enum xn_withheld *class_why)
{
    const char *class_ = reader_text_or_null(reader, object, "class");
    unit->unit_id = reader_text_of(reader, object, "unit_id");
    unit->name = reader_text_of(reader, object, "name");
    unit->parent_id = reader_text_or_null(reader, object, "parent_id");
    if (class_ ? !xn_class_parse(class_, &unit->class_)
               : !xn_withheld_parse(reader_text_of(reader, object, "class_withheld"), class_why))
        reader_refuse(reader, "class", "a class, or why it is withheld");
    read_override(reader, object, unit);
}

static void read_local(struct reader *reader, const json_t *object, size_t n_units,
                       struct xn_publication_local *local)
{
    const json_t *values = NULL;
    local->index_id = reader_text_of(reader, object, "index");
    local->group = group_of(reader, object, "group");
    const size_t n = reader_array_of(reader, object, "values", n_units, &values);
    local->value = reader_array_new(reader, n, sizeof *local->value);
    for (size_t u = 0; local->value && u < n; u++)
        local->value[u] = reader_number_or_null(reader, json_array_get(values, u), "values");
}

static void read_level(struct reader *reader, const json_t *object, size_t l)
{
    struct xn_publication_level *level = &reader->publication->level[l];
    struct xn_controlled_level *counts = &reader->publication->counts.level[l];
    const json_t *units = NULL, *locals = NULL;
    reader_go_to(reader, "levels[%zu]", l);
    level->name = reader_text_of(reader, object, "name");
    level->n_units = reader_array_of(reader, object, "units", XN_NONE, &units);
    level->n_locals = reader_array_of(reader, object, "local", XN_NONE, &locals);
    level->unit = reader_array_new(reader, level->n_units, sizeof *level->unit);
    level->local = reader_array_new(reader, level->n_locals, sizeof *level->local);
    if (!new_counts(reader, level->n_units, counts))
        return;
    for (size_t u = 0; u < level->n_units; u++) {
        reader_go_to(reader, "levels[%zu].units[%zu]", l, u);
        read_unit(reader, json_array_get(units, u), &level->unit[u], &counts->class_why[u]);
        read_counts(reader, json_array_get(units, u), u, counts);
    }
    for (size_t i = 0; i < level->n_locals; i++) {
        reader_go_to(reader, "levels[%zu].local[%zu]", l, i);
        read_local(reader, json_array_get(locals, i), level->n_units, &level->local[i]);
    }
}

static void read_levels(struct reader *reader, const json_t *document)
{
    struct xn_publication *publication = reader->publication;
    const json_t *levels = NULL;
    reader_go_to(reader, "%s", "");
    const size_t n = reader_array_of(reader, document, "levels", XN_NONE, &levels);
    if (n == 0 || n > XN_LEVEL_MAX)
        reader_refuse(reader, "levels", "one to four levels");
    publication->n_levels = publication->counts.n_levels = n <= XN_LEVEL_MAX ? n : 0;
    for (size_t l = 0; l < publication->n_levels; l++)
        read_level(reader, json_array_get(levels, l), l);
}

/* --- indices ---------------------------------------------------------------------------------------------
 */

static void read_parameters(struct reader *reader, json_t *object, struct xn_publication_index *index)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        if (index->n_parameters == XN_PARAMETER_MAX || !json_is_string(value)) {
            reader_refuse(reader, "parameters", "texts by name");
            return;
        }
        index->parameter_name[index->n_parameters] = reader_keep(reader, name);
        index->parameter_value[index->n_parameters++] = reader_keep(reader, json_string_value(value));
    }
}

static void read_index(struct reader *reader, const json_t *object, struct xn_publication_index *index)
{
    index->level = xn_publication_find_level(reader->publication, reader_text_of(reader, object, "level"));
    if (index->level == XN_NONE)
        reader_refuse(reader, "level", "one of the levels");
    index->index_id = reader_text_of(reader, object, "index");
    if (!xn_form_parse(reader_text_of(reader, object, "form"), &index->form))
        reader_refuse(reader, "form", "a form of indices");
    index->group = group_of(reader, object, "group");
    index->reference = group_of(reader, object, "reference");
    read_parameters(reader, json_object_get(object, "parameters"), index);
    index->value = reader_number_or_null(reader, json_object_get(object, "value"), "value");
    index->lower = reader_number_or_none(reader, object, "lower");
    index->upper = reader_number_or_none(reader, object, "upper");
    index->reason = reader_text_or_null(reader, object, "reason");
}

static void read_indices(struct reader *reader, const json_t *document)
{
    struct xn_publication *publication = reader->publication;
    const json_t *indices = NULL;
    reader_go_to(reader, "%s", "");
    publication->n_indices = reader_array_of(reader, document, "indices", XN_NONE, &indices);
    publication->index = reader_array_new(reader, publication->n_indices, sizeof *publication->index);
    for (size_t i = 0; publication->index && i < publication->n_indices; i++) {
        reader_go_to(reader, "indices[%zu]", i);
        read_index(reader, json_array_get(indices, i), &publication->index[i]);
    }
}

/* --- the head --------------------------------------------------------------------------------------------
 */

static void read_policy(struct reader *reader, const json_t *document)
{
    struct xn_policy *policy = &reader->publication->policy;
    const json_t *object = json_object_get(document, "policy");
    reader_go_to(reader, "policy");
    reader_chars_of(reader, object, "name", policy->name, sizeof policy->name);
    reader_chars_of(reader, object, "version", policy->version, sizeof policy->version);
    reader_chars_of(reader, object, "signed_by", policy->signed_by, sizeof policy->signed_by);
    reader_chars_of(reader, object, "digest", policy->digest, sizeof policy->digest);
    policy->valid_until = reader_date_of(reader, object, "valid_until");
    policy->demonstration = reader_truth_of(reader, object, "demonstration");
}

/* What people call the groups: of those that have a title, in the languages that it is given in. */
static const struct xn_group_title *read_titles(struct reader *reader, const json_t *document,
                                                const char *const *name, size_t n)
{
    const json_t *titles = json_object_get(document, "group_titles");
    struct xn_group_title *title = reader_array_new(reader, n, sizeof *title);
    for (size_t g = 0; title && g < n; g++) {
        const json_t *of_group = json_object_get(titles, name[g]);
        title[g] = (struct xn_group_title){.group = name[g]};
        for (enum xn_language language = 0; of_group && language < XN_LANGUAGE_COUNT; language++)
            title[g].text[language] = reader_text_or_null(reader, of_group, xn_language_tag(language));
    }
    return title;
}

static void read_groups(struct reader *reader, const json_t *document)
{
    struct xn_publication *publication = reader->publication;
    const json_t *groups = NULL;
    const size_t n = reader_array_of(reader, document, "groups", XN_NONE, &groups);
    const char **name = reader_array_new(reader, n, sizeof *name);
    for (size_t g = 0; name && g < n; g++) {
        if (!json_is_string(json_array_get(groups, g)))
            reader_refuse(reader, "groups", "names");
        else
            name[g] = reader_keep(reader, json_string_value(json_array_get(groups, g)));
    }
    if (reader->status != XN_OK)
        return;
    publication->group = name;
    publication->group_title = read_titles(reader, document, name, n);
    publication->n_groups = n;
}

/* Documents from before there were intervals do not say it. */
static double household_size_of(struct reader *reader, const json_t *document)
{
    const json_t *value = json_object_get(document, "household_size");
    const double size = value ? reader_number_or_null(reader, value, "household_size") : XN_HOUSEHOLD_SIZE;
    if (!(size >= 1))
        reader_refuse(reader, "household_size", "1 or more");
    return size;
}

static void read_head(struct reader *reader, const json_t *document)
{
    struct xn_publication *publication = reader->publication;
    if (json_integer_value(json_object_get(document, "publication")) != 1)
        reader_refuse(reader, "publication", "1, the form of document that this program reads");
    publication->city = reader_text_of(reader, document, "city");
    publication->title = reader_text_of(reader, document, "title");
    publication->demonstration = reader_truth_of(reader, document, "demonstration");
    publication->period = reader_text_of(reader, document, "period");
    publication->meeting = reader_text_or_null(reader, document, "meeting");
    publication->made_on = reader_date_of(reader, document, "made_on");
    publication->as_of = reader_date_of(reader, document, "as_of");
    publication->snapshot = reader_text_of(reader, document, "snapshot");
    publication->areas = reader_text_of(reader, document, "areas");
    publication->counts_as_of = reader_text_or_null(reader, document, "counts_as_of");
    publication->source_note = reader_text_or_null(reader, document, "source_note");
    publication->previous = reader_text_or_null(reader, document, "previous");
    publication->household_size = household_size_of(reader, document);
    read_groups(reader, document);
    publication->counts.class_group = group_of(reader, document, "class_group");
    read_policy(reader, document);
    reader_go_to(reader, "whole");
    if (new_counts(reader, 1, &publication->counts.whole))
        read_counts(reader, json_object_get(document, "whole"), 0, &publication->counts.whole);
}

enum xn_status xn_publication_parse(const char *text, size_t length, struct xn_publication **ret,
                                    struct xn_error *err)
{
    XN_AUTO(xn_publication_free) struct xn_publication *publication = xn_calloc(1, sizeof *publication);
    json_error_t fault;
    XN_CLEANUP(release) json_t *document = json_loadb(text, length, JSON_REJECT_DUPLICATES, &fault);
    if (!publication || !(publication->arena = xn_arena_new()))
        return xn_fail_memory(err);
    if (!json_is_object(document))
        return xn_fail(err, XN_INPUT, "publication, byte %d: it is not the JSON document of a publication",
                       document ? 0 : fault.position);
    struct reader reader = {.arena = publication->arena, .publication = publication};
    xn_digest_of(text, length, publication->id);
    read_head(&reader, document);
    read_levels(&reader, document);
    read_indices(&reader, document);
    publication->programme = reader_programme(&reader, document);
    if (reader.status != XN_OK)
        return xn_fail(err, reader.status, "%s", reader.fault.message);
    *ret = XN_STEAL(publication);
    return XN_OK;
}
