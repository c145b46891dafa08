/* publication_json.c - a publication's document back into structs.
 *
 * Documents are ours and come out of the store with their SHA-256, so a fault is damage or a document of a
 * newer program: the first one is told with its place, and nothing of the document is used. Reading goes on
 * after a fault with harmless values, so that the functions here need not look at each step.
 */
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "xenia/exchange.h"
#include "xenia/publication.h"

struct reader {
    struct xn_arena *arena;
    struct xn_publication *publication;
    char place[96]; /* "levels[1].units[3]"; "" the document itself */
    enum xn_status status;
    struct xn_error fault;
};

static void release(json_t **value)
{
    json_decref(*value);
}

/* The first one counts. */
static void refuse(struct reader *reader, const char *name, const char *wanted)
{
    if (reader->status == XN_OK)
        reader->status = xn_fail(&reader->fault, XN_INPUT, "publication: %s%s%s: wanted %s", reader->place,
                                 reader->place[0] ? "." : "", name, wanted);
}

static void no_memory(struct reader *reader)
{
    if (reader->status == XN_OK)
        reader->status = xn_fail_memory(&reader->fault);
}

static void go_to(struct reader *reader, const char *format, ...) XN_PRINTF(2, 3);
static void go_to(struct reader *reader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->place, sizeof reader->place, format, arguments);
    va_end(arguments);
}

/* --- single values ---------------------------------------------------------------------------------------
 */

static const char *keep(struct reader *reader, const char *text)
{
    const char *own = xn_arena_strdup(reader->arena, text);
    if (!own)
        no_memory(reader);
    return own ? own : "";
}

static const char *text_or_null(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (!value || json_is_null(value))
        return NULL;
    if (!json_is_string(value))
        refuse(reader, name, "a text");
    return json_is_string(value) ? keep(reader, json_string_value(value)) : NULL;
}

static const char *text_of(struct reader *reader, const json_t *object, const char *name)
{
    const char *text = text_or_null(reader, object, name);
    if (!text)
        refuse(reader, name, "a text");
    return text ? text : "";
}

static void chars_of(struct reader *reader, const json_t *object, const char *name, char *ret, size_t size)
{
    const char *text = text_or_null(reader, object, name);
    if (text && strlen(text) >= size)
        refuse(reader, name, "a shorter text");
    snprintf(ret, size, "%s", text ? text : "");
}

static bool truth_of(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (!json_is_boolean(value))
        refuse(reader, name, "true or false");
    return json_is_true(value);
}

static xn_date date_of(struct reader *reader, const json_t *object, const char *name)
{
    xn_date date = XN_NO_DATE;
    const char *text = text_or_null(reader, object, name);
    if (text && !xn_parse_date_iso(text, &date))
        refuse(reader, name, "a day");
    return date;
}

static double number_or_null(struct reader *reader, const json_t *value, const char *name)
{
    if (!json_is_number(value) && !json_is_null(value))
        refuse(reader, name, "a number or null");
    return json_is_number(value) ? json_number_value(value) : NAN;
}

/* An array, of n elements unless n is XN_NONE; its length, 0 when it is none. */
static size_t array_of(struct reader *reader, const json_t *object, const char *name, size_t n,
                       const json_t **ret)
{
    *ret = json_object_get(object, name);
    const bool fits = json_is_array(*ret) && (n == XN_NONE || json_array_size(*ret) == n);
    if (!fits)
        refuse(reader, name, "an array of as many elements as there are of them");
    return fits ? json_array_size(*ret) : 0;
}

static size_t group_of(struct reader *reader, const json_t *object, const char *name)
{
    const char *text = text_or_null(reader, object, name);
    const size_t group = text ? xn_publication_find_group(reader->publication, text) : XN_NONE;
    if (text && group == XN_NONE)
        refuse(reader, name, "one of the groups");
    return group;
}

/* An array of the arena; NULL after a fault. */
static void *array_new(struct reader *reader, size_t count, size_t size)
{
    void *array = reader->status == XN_OK ? xn_arena_alloc(reader->arena, count, size) : NULL;
    if (!array)
        no_memory(reader);
    return array;
}

/* --- counts ----------------------------------------------------------------------------------------------
 */

static struct xn_controlled_cell cell_of(struct reader *reader, const json_t *value, const char *name)
{
    struct xn_controlled_cell cell = {NAN, XN_SHOWN};
    if (json_is_number(value) && json_number_value(value) >= 0)
        cell.count = json_number_value(value);
    else if (!json_is_string(value) || !xn_withheld_parse(json_string_value(value), &cell.why))
        refuse(reader, name, "a count, or why it is withheld");
    return cell;
}

static void read_counts(struct reader *reader, const json_t *object, size_t unit,
                        struct xn_controlled_level *ret)
{
    const json_t *groups = NULL;
    ret->persons[unit] = cell_of(reader, json_object_get(object, "persons"), "persons");
    const size_t n = array_of(reader, object, "groups", ret->n_groups, &groups);
    for (size_t g = 0; g < n; g++)
        ret->group[unit * ret->n_groups + g] = cell_of(reader, json_array_get(groups, g), "groups");
}

/* False after a fault. */
static bool new_counts(struct reader *reader, size_t n_units, struct xn_controlled_level *ret)
{
    const size_t n_groups = reader->publication->n_groups;
    *ret = (struct xn_controlled_level){.n_units = n_units, .n_groups = n_groups};
    ret->persons = array_new(reader, n_units, sizeof *ret->persons);
    ret->group = array_new(reader, n_units * n_groups, sizeof *ret->group);
    ret->class_why = array_new(reader, n_units, sizeof *ret->class_why);
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
    unit->override_by = text_of(reader, override, "signed_by");
    unit->override_reason = text_of(reader, override, "reason");
    unit->override_until = date_of(reader, override, "valid_until");
}

static void read_unit(struct reader *reader, const json_t *object, struct xn_publication_unit *unit,
                      enum xn_withheld *class_why)
{
    const char *class_ = text_or_null(reader, object, "class");
    unit->unit_id = text_of(reader, object, "unit_id");
    unit->name = text_of(reader, object, "name");
    unit->parent_id = text_or_null(reader, object, "parent_id");
    if (class_ ? !xn_class_parse(class_, &unit->class_)
               : !xn_withheld_parse(text_of(reader, object, "class_withheld"), class_why))
        refuse(reader, "class", "a class, or why it is withheld");
    read_override(reader, object, unit);
}

static void read_local(struct reader *reader, const json_t *object, size_t n_units,
                       struct xn_publication_local *local)
{
    const json_t *values = NULL;
    local->index_id = text_of(reader, object, "index");
    local->group = group_of(reader, object, "group");
    const size_t n = array_of(reader, object, "values", n_units, &values);
    local->value = array_new(reader, n, sizeof *local->value);
    for (size_t u = 0; local->value && u < n; u++)
        local->value[u] = number_or_null(reader, json_array_get(values, u), "values");
}

static void read_level(struct reader *reader, const json_t *object, size_t l)
{
    struct xn_publication_level *level = &reader->publication->level[l];
    struct xn_controlled_level *counts = &reader->publication->counts.level[l];
    const json_t *units = NULL, *locals = NULL;
    go_to(reader, "levels[%zu]", l);
    level->name = text_of(reader, object, "name");
    level->n_units = array_of(reader, object, "units", XN_NONE, &units);
    level->n_locals = array_of(reader, object, "local", XN_NONE, &locals);
    level->unit = array_new(reader, level->n_units, sizeof *level->unit);
    level->local = array_new(reader, level->n_locals, sizeof *level->local);
    if (!new_counts(reader, level->n_units, counts))
        return;
    for (size_t u = 0; u < level->n_units; u++) {
        go_to(reader, "levels[%zu].units[%zu]", l, u);
        read_unit(reader, json_array_get(units, u), &level->unit[u], &counts->class_why[u]);
        read_counts(reader, json_array_get(units, u), u, counts);
    }
    for (size_t i = 0; i < level->n_locals; i++) {
        go_to(reader, "levels[%zu].local[%zu]", l, i);
        read_local(reader, json_array_get(locals, i), level->n_units, &level->local[i]);
    }
}

static void read_levels(struct reader *reader, const json_t *document)
{
    struct xn_publication *publication = reader->publication;
    const json_t *levels = NULL;
    go_to(reader, "%s", "");
    const size_t n = array_of(reader, document, "levels", XN_NONE, &levels);
    if (n == 0 || n > XN_LEVEL_MAX)
        refuse(reader, "levels", "one to four levels");
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
            refuse(reader, "parameters", "texts by name");
            return;
        }
        index->parameter_name[index->n_parameters] = keep(reader, name);
        index->parameter_value[index->n_parameters++] = keep(reader, json_string_value(value));
    }
}

static void read_index(struct reader *reader, const json_t *object, struct xn_publication_index *index)
{
    index->level = xn_publication_find_level(reader->publication, text_of(reader, object, "level"));
    if (index->level == XN_NONE)
        refuse(reader, "level", "one of the levels");
    index->index_id = text_of(reader, object, "index");
    if (!xn_form_parse(text_of(reader, object, "form"), &index->form))
        refuse(reader, "form", "a form of indices");
    index->group = group_of(reader, object, "group");
    index->reference = group_of(reader, object, "reference");
    read_parameters(reader, json_object_get(object, "parameters"), index);
    index->value = number_or_null(reader, json_object_get(object, "value"), "value");
    index->reason = text_or_null(reader, object, "reason");
}

static void read_indices(struct reader *reader, const json_t *document)
{
    struct xn_publication *publication = reader->publication;
    const json_t *indices = NULL;
    go_to(reader, "%s", "");
    publication->n_indices = array_of(reader, document, "indices", XN_NONE, &indices);
    publication->index = array_new(reader, publication->n_indices, sizeof *publication->index);
    for (size_t i = 0; publication->index && i < publication->n_indices; i++) {
        go_to(reader, "indices[%zu]", i);
        read_index(reader, json_array_get(indices, i), &publication->index[i]);
    }
}

/* --- the head --------------------------------------------------------------------------------------------
 */

static void read_policy(struct reader *reader, const json_t *document)
{
    struct xn_policy *policy = &reader->publication->policy;
    const json_t *object = json_object_get(document, "policy");
    go_to(reader, "policy");
    chars_of(reader, object, "name", policy->name, sizeof policy->name);
    chars_of(reader, object, "version", policy->version, sizeof policy->version);
    chars_of(reader, object, "signed_by", policy->signed_by, sizeof policy->signed_by);
    chars_of(reader, object, "digest", policy->digest, sizeof policy->digest);
    policy->valid_until = date_of(reader, object, "valid_until");
    policy->demonstration = truth_of(reader, object, "demonstration");
}

static void read_groups(struct reader *reader, const json_t *document)
{
    struct xn_publication *publication = reader->publication;
    const json_t *groups = NULL;
    const size_t n = array_of(reader, document, "groups", XN_NONE, &groups);
    const char **name = array_new(reader, n, sizeof *name);
    for (size_t g = 0; name && g < n; g++) {
        if (!json_is_string(json_array_get(groups, g)))
            refuse(reader, "groups", "names");
        else
            name[g] = keep(reader, json_string_value(json_array_get(groups, g)));
    }
    if (reader->status != XN_OK)
        return;
    publication->group = name;
    publication->n_groups = n;
}

static void read_head(struct reader *reader, const json_t *document)
{
    struct xn_publication *publication = reader->publication;
    if (json_integer_value(json_object_get(document, "publication")) != 1)
        refuse(reader, "publication", "1, the form of document that this program reads");
    publication->city = text_of(reader, document, "city");
    publication->title = text_of(reader, document, "title");
    publication->demonstration = truth_of(reader, document, "demonstration");
    publication->period = text_of(reader, document, "period");
    publication->meeting = text_or_null(reader, document, "meeting");
    publication->made_on = date_of(reader, document, "made_on");
    publication->as_of = date_of(reader, document, "as_of");
    publication->snapshot = text_of(reader, document, "snapshot");
    publication->areas = text_of(reader, document, "areas");
    publication->counts_as_of = text_or_null(reader, document, "counts_as_of");
    publication->source_note = text_or_null(reader, document, "source_note");
    read_groups(reader, document);
    publication->counts.class_group = group_of(reader, document, "class_group");
    read_policy(reader, document);
    go_to(reader, "whole");
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
    if (reader.status != XN_OK)
        return xn_fail(err, reader.status, "%s", reader.fault.message);
    *ret = XN_STEAL(publication);
    return XN_OK;
}
