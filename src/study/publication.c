/* publication.c - a publication from a city's controlled counts and classes; finding things in one. */
#include "xenia/publication.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "xenia/memory.h"
#include "xenia/uncertainty.h"

/* Of the drawn cities behind intervals: the same for every publication, so that only counts make a
 * difference. */
#define INTERVAL_SEED UINT64_C(2004)

void xn_publication_free(struct xn_publication *publication)
{
    if (!publication)
        return;
    xn_arena_free(publication->arena);
    xn_free(publication);
}

static const char *const withheld_code[] = {[XN_SHOWN] = "",
                                            [XN_WITHHELD_MISSING] = "missing",
                                            [XN_WITHHELD_FEW] = "few",
                                            [XN_WITHHELD_SMALL] = "small",
                                            [XN_WITHHELD_COMPLEMENT] = "complement",
                                            [XN_WITHHELD_RECENT] = "recent",
                                            [XN_WITHHELD_UNSAID] = "unsaid"};

const char *xn_withheld_code(enum xn_withheld why)
{
    return withheld_code[why];
}

bool xn_withheld_parse(const char *code, enum xn_withheld *ret)
{
    for (enum xn_withheld why = XN_WITHHELD_MISSING; why <= XN_WITHHELD_UNSAID; why++)
        if (strcmp(code, withheld_code[why]) == 0) {
            *ret = why;
            return true;
        }
    return false;
}

void xn_publication_quarter(xn_date day, char ret[XN_PUBLICATION_PERIOD_SIZE])
{
    char text[16];
    xn_date_print(day, text, sizeof text);
    const int month = 10 * (text[5] - '0') + text[6] - '0';
    snprintf(ret, XN_PUBLICATION_PERIOD_SIZE, "%.4sQ%d", text, (month + 2) / 3);
}

/* --- units ------------------------------------------------------------------------------------------- */

/* A unit without data has no class, whatever stands in its place. */
static void take_class(const struct xn_unit_class *classified, enum xn_withheld *why,
                       struct xn_publication_unit *unit)
{
    const struct xn_override *override = classified->override;
    unit->override_until = XN_NO_DATE;
    if (*why == XN_SHOWN && classified->rule == XN_RULE_NO_DATA)
        *why = XN_WITHHELD_MISSING;
    if (*why != XN_SHOWN)
        return;
    unit->class_ = classified->class_;
    if (!override)
        return;
    unit->override_by = override->signed_by;
    unit->override_reason = override->reason;
    unit->override_until = override->valid_until;
}

static enum xn_status make_units(const struct xn_publication_source *source, size_t level,
                                 struct xn_publication *publication, struct xn_error *err)
{
    struct xn_publication_level *to = &publication->level[level];
    struct xn_controlled_level *counts = &publication->counts.level[level];
    enum xn_withheld *class_why = NULL;
    to->name = xn_city_level_name(source->city, level);
    to->n_units = xn_city_units(source->city, level);
    XN_TRY(XN_ARENA_ARRAY(publication->arena, to->n_units, &to->unit, err));
    XN_TRY(XN_ARENA_ARRAY(publication->arena, to->n_units, &class_why, err));
    for (size_t u = 0; u < to->n_units; u++) {
        const struct xn_unit *unit = xn_city_unit(source->city, level, u);
        to->unit[u] = (struct xn_publication_unit){
            .unit_id = unit->id,
            .name = unit->name,
            .parent_id = level > 0 ? xn_city_unit(source->city, level - 1, unit->parent)->id : NULL};
        class_why[u] = counts->class_why[u];
        take_class(&source->typology->level[level].unit[u], &class_why[u], &to->unit[u]);
    }
    counts->class_why = class_why;
    return XN_OK;
}

/* --- local indices ----------------------------------------------------------------------------------- */

/* An index that has no values in this city is left out. */
static enum xn_status add_local(const struct xn_publication_source *source, size_t level,
                                const struct xn_index_entry *entry, size_t group,
                                struct xn_publication *publication, struct xn_error *err)
{
    struct xn_publication_level *to = &publication->level[level];
    struct xn_publication_local local = {.index_id = entry->id, .group = group};
    XN_TRY(XN_ARENA_ARRAY(publication->arena, to->n_units, &local.value, err));
    const enum xn_status status =
        xn_controlled_local(source->controlled, source->city, level, entry, group, local.value, err);
    if (status == XN_OK)
        to->local[to->n_locals++] = local;
    return status == XN_UNDEFINED ? XN_OK : status;
}

static enum xn_status make_locals(const struct xn_publication_source *source, size_t level,
                                  struct xn_publication *publication, struct xn_error *err)
{
    struct xn_publication_level *to = &publication->level[level];
    const size_t n_most = xn_index_count() * (publication->n_groups + 1);
    XN_TRY(XN_ARENA_ARRAY(publication->arena, n_most, &to->local, err));
    for (size_t i = 0; i < xn_index_count(); i++) {
        const struct xn_index_entry *entry = xn_index_at(i);
        if (!(entry->forms & XN_LOCAL) || publication->n_groups == 0)
            continue;
        if (!xn_index_takes_group(entry)) {
            XN_TRY(add_local(source, level, entry, XN_NONE, publication, err));
            continue;
        }
        for (size_t g = 0; g < publication->n_groups; g++)
            XN_TRY(add_local(source, level, entry, g, publication, err));
    }
    return XN_OK;
}

/* --- indices of the whole city ------------------------------------------------------------------------- */

static enum xn_status take_parameters(const struct xn_parameters *parameters, struct xn_arena *arena,
                                      struct xn_publication_index *ret, struct xn_error *err)
{
    ret->n_parameters = parameters->count;
    for (size_t i = 0; i < parameters->count; i++) {
        ret->parameter_name[i] = parameters->name[i];
        ret->parameter_value[i] = xn_arena_strdup(arena, parameters->value[i]);
        if (!ret->parameter_value[i])
            return xn_fail_memory(err);
    }
    return XN_OK;
}

static enum xn_withheld why_of_index(const struct xn_controlled *controlled,
                                     const struct xn_index_result *result)
{
    const enum xn_withheld why = xn_controlled_city_why(controlled, result->group);
    return why == XN_SHOWN && result->reference != XN_NONE
               ? xn_controlled_city_why(controlled, result->reference)
               : why;
}

static enum xn_status take_index(const struct xn_publication_source *source, size_t level,
                                 const struct xn_index_result *result, struct xn_interval interval,
                                 struct xn_publication *publication, struct xn_error *err)
{
    const enum xn_withheld why = why_of_index(source->controlled, result);
    struct xn_publication_index *to = &publication->index[publication->n_indices++];
    *to = (struct xn_publication_index){
        .level = level,
        .index_id = result->entry->id,
        .form = result->form,
        .group = result->group,
        .reference = result->reference,
        .value = why == XN_SHOWN ? xn_published_value(result->value) : NAN,
        .lower = why == XN_SHOWN ? xn_published_value(interval.lower) : NAN,
        .upper = why == XN_SHOWN ? xn_published_value(interval.upper) : NAN,
    };
    if (why != XN_SHOWN)
        to->reason = xn_withheld_text(why);
    else if (result->reason && !(to->reason = xn_arena_strdup(publication->arena, result->reason)))
        return xn_fail_memory(err);
    return take_parameters(&result->parameters, publication->arena, to, err);
}

static enum xn_status make_indices(const struct xn_publication_source *source, size_t level,
                                   struct xn_publication *publication, struct xn_error *err)
{
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    const struct xn_index_selection selection = {.level = level};
    const struct xn_publication_index *before = publication->index;
    if (xn_city_counts(source->city, level).total == 0)
        return XN_OK;
    XN_CLEANUP(xn_free_pointer) struct xn_interval *interval = NULL;
    XN_TRY(xn_study_indices(source->city, &selection, &profile, err));
    if (!(interval = xn_calloc(profile->n_results, sizeof *interval)))
        return xn_fail_memory(err);
    XN_TRY(xn_index_intervals(source->city, level, profile, publication->household_size, XN_INTERVAL_LEVEL,
                              XN_INTERVAL_DRAWS, INTERVAL_SEED, interval, err));
    XN_TRY(XN_ARENA_ARRAY(publication->arena, publication->n_indices + profile->n_results,
                          &publication->index, err));
    for (size_t i = 0; i < publication->n_indices; i++)
        publication->index[i] = before[i];
    for (size_t i = 0; i < profile->n_results; i++)
        XN_TRY(take_index(source, level, &profile->result[i], interval[i], publication, err));
    return XN_OK;
}

/* --- the whole ----------------------------------------------------------------------------------------- */

/* What is said of a policy, without its rule. */
static void take_policy(const struct xn_policy *policy, struct xn_policy *ret)
{
    snprintf(ret->name, sizeof ret->name, "%s", policy->name);
    snprintf(ret->version, sizeof ret->version, "%s", policy->version);
    snprintf(ret->signed_by, sizeof ret->signed_by, "%s", policy->signed_by);
    snprintf(ret->digest, sizeof ret->digest, "%s", policy->digest);
    ret->valid_until = policy->valid_until;
    ret->demonstration = policy->demonstration;
}

/* A rule that does not know of households has none. */
static double household_size_of(const struct xn_policy *policy)
{
    return policy->rule.household_size >= 1 ? policy->rule.household_size : XN_HOUSEHOLD_SIZE;
}

static void take_source(const struct xn_publication_source *source, struct xn_publication *publication)
{
    const struct xn_counts counts = xn_city_counts(source->city, 0);
    publication->city = source->id;
    publication->title = source->title;
    publication->demonstration = source->demonstration;
    publication->period = source->period;
    publication->meeting = source->meeting;
    publication->made_on = source->made_on;
    publication->as_of = source->as_of;
    publication->snapshot = source->snapshot;
    publication->areas = xn_city_areas_fingerprint(source->city);
    publication->counts_as_of = source->counts_as_of;
    publication->source_note = source->source_note;
    publication->previous = source->previous;
    publication->programme = source->programme;
    publication->household_size = household_size_of(source->policy);
    publication->n_groups = counts.n_groups;
    publication->group = counts.group_name;
    publication->group_title = xn_city_group_titles(source->city);
    publication->n_levels = xn_city_levels(source->city);
    publication->counts = *source->controlled;
    publication->counts.made = (struct xn_disclosure_zoning){0};
    publication->counts.arena = NULL;
    take_policy(source->policy, &publication->policy);
}

enum xn_status xn_publication_make(const struct xn_publication_source *source, struct xn_publication **ret,
                                   struct xn_error *err)
{
    XN_AUTO(xn_publication_free) struct xn_publication *publication = xn_calloc(1, sizeof *publication);
    if (!publication || !(publication->arena = xn_arena_new()))
        return xn_fail_memory(err);
    take_source(source, publication);
    for (size_t level = 0; level < publication->n_levels; level++) {
        XN_TRY(make_units(source, level, publication, err));
        XN_TRY(make_locals(source, level, publication, err));
        XN_TRY(make_indices(source, level, publication, err));
    }
    *ret = XN_STEAL(publication);
    return XN_OK;
}

/* --- finding things --------------------------------------------------------------------------------------
 */

size_t xn_publication_find_level(const struct xn_publication *publication, const char *name)
{
    for (size_t i = 0; i < publication->n_levels; i++)
        if (strcmp(publication->level[i].name, name) == 0)
            return i;
    return XN_NONE;
}

size_t xn_publication_find_group(const struct xn_publication *publication, const char *name)
{
    for (size_t g = 0; g < publication->n_groups; g++)
        if (strcmp(publication->group[g], name) == 0)
            return g;
    return XN_NONE;
}

bool xn_publication_comparable(const struct xn_publication *one, const struct xn_publication *other)
{
    if (strcmp(one->areas, other->areas) != 0 || one->n_groups != other->n_groups)
        return false;
    for (size_t g = 0; g < one->n_groups; g++)
        if (xn_publication_find_group(other, one->group[g]) == XN_NONE)
            return false;
    return true;
}

size_t xn_publication_find_unit(const struct xn_publication_level *level, const char *unit_id, size_t near)
{
    for (size_t i = 0; i < level->n_units; i++) {
        const size_t u = (near + i) % level->n_units;
        if (strcmp(level->unit[u].unit_id, unit_id) == 0)
            return u;
    }
    return XN_NONE;
}

const struct xn_publication_local *xn_publication_find_local(const struct xn_publication *publication,
                                                             size_t level, const char *index_id, size_t group)
{
    const struct xn_publication_level *in = &publication->level[level];
    for (size_t i = 0; i < in->n_locals; i++)
        if (in->local[i].group == group && strcmp(in->local[i].index_id, index_id) == 0)
            return &in->local[i];
    return NULL;
}
