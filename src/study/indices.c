/* indices.c - a selection of indices over one level of a city.
 *
 * The selection is spread out into single results: index x form x group (x reference). An undefined index is
 * a result with a reason; any other failure ends the run.
 */
#include "xenia/study.h"
#include <math.h>

struct plan {
    const struct xn_city *city;
    size_t level;
    struct xn_index_input input;
    struct xn_profile *profile;
    size_t capacity;
};

void xn_profile_free(struct xn_profile *profile)
{
    if (profile) {
        xn_free(profile->result);
        xn_arena_free(profile->arena); /* the profile itself lies in it */
    }
}

static enum xn_status new_profile(struct xn_profile **ret, struct xn_error *err)
{
    struct xn_arena *arena = xn_arena_new();
    struct xn_profile *profile = arena ? xn_arena_alloc(arena, 1, sizeof *profile) : NULL;
    if (!profile) {
        xn_arena_free(arena);
        return xn_fail_memory(err);
    }
    profile->arena = arena;
    *ret = profile;
    return XN_OK;
}

static enum xn_status add_result(struct plan *plan, const struct xn_index_result *result,
                                 struct xn_error *err)
{
    struct xn_profile *profile = plan->profile;
    if (profile->n_results == plan->capacity) {
        const size_t capacity = plan->capacity ? plan->capacity * 2 : 64;
        struct xn_index_result *grown = xn_realloc(profile->result, capacity, sizeof *grown);
        if (!grown)
            return xn_fail_memory(err);
        profile->result = grown;
        plan->capacity = capacity;
    }
    profile->result[profile->n_results++] = *result;
    return XN_OK;
}

/* Undefined is a result: the value stays NAN and the sentence is kept. */
static enum xn_status keep_reason(struct plan *plan, enum xn_status status, struct xn_index_result *result,
                                  const struct xn_error *why, struct xn_error *err)
{
    if (status == XN_OK)
        return XN_OK;
    if (status != XN_UNDEFINED)
        return xn_fail(err, status, "%s", why->message);
    result->value = NAN;
    result->reason = xn_arena_strdup(plan->profile->arena, why->message);
    return result->reason ? XN_OK : xn_fail_memory(err);
}

static enum xn_status compute_local(struct plan *plan, struct xn_index_result *result, struct xn_error *err)
{
    struct xn_error why = {0};
    result->value = NAN;
    XN_TRY(XN_ARENA_ARRAY(plan->profile->arena, plan->input.counts.n_units, &result->local, err));
    for (size_t u = 0; u < plan->input.counts.n_units; u++)
        result->local[u] = NAN;
    const enum xn_status status =
        xn_index_local(result->entry, &plan->input, &result->parameters, result->local, &why);
    return keep_reason(plan, status, result, &why, err);
}

static enum xn_status compute(struct plan *plan, struct xn_index_result *result, struct xn_error *err)
{
    plan->input.group = result->group;
    plan->input.reference = result->reference;
    if (result->form == XN_LOCAL) {
        XN_TRY(compute_local(plan, result, err));
    } else {
        struct xn_error why = {0};
        const enum xn_status status = xn_index_global(result->entry, result->form, &plan->input,
                                                      &result->parameters, &result->value, &why);
        XN_TRY(keep_reason(plan, status, result, &why, err));
    }
    return add_result(plan, result, err);
}

static enum xn_status compute_pairs(struct plan *plan, struct xn_index_result *result, struct xn_error *err)
{
    for (result->group = 0; result->group < plan->input.counts.n_groups; result->group++)
        for (result->reference = 0; result->reference < plan->input.counts.n_groups; result->reference++)
            if (result->reference != result->group)
                XN_TRY(compute(plan, result, err));
    return XN_OK;
}

static enum xn_status compute_groups(struct plan *plan, struct xn_index_result *result, struct xn_error *err)
{
    for (size_t m = 0; m < plan->input.counts.n_groups; m++) {
        result->group = m;
        XN_TRY(compute(plan, result, err));
    }
    return XN_OK;
}

/* All results of one index in one form. */
static enum xn_status compute_form(struct plan *plan, const struct xn_index_entry *entry,
                                   const struct xn_parameters *parameters, enum xn_form form,
                                   struct xn_error *err)
{
    struct xn_index_result result = {
        .entry = entry, .form = form, .group = XN_NONE, .reference = XN_NONE, .parameters = *parameters};
    if (form == XN_TWO_GROUP)
        return compute_pairs(plan, &result, err);
    if (form == XN_ONE_GROUP || (form == XN_LOCAL && xn_index_takes_group(entry)))
        return compute_groups(plan, &result, err);
    return compute(plan, &result, err);
}

static enum xn_status compute_forms(struct plan *plan, const struct xn_index_entry *entry,
                                    const struct xn_parameters *parameters, unsigned forms,
                                    struct xn_error *err)
{
    static const enum xn_form order[] = {XN_ONE_GROUP, XN_TWO_GROUP, XN_MULTIGROUP, XN_LOCAL};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (forms & entry->forms & order[i])
            XN_TRY(compute_form(plan, entry, parameters, order[i], err));
    return XN_OK;
}

/* The forms wanted of an index asked by name: by default those of the default forms it has, else all it has.
 */
static enum xn_status forms_of(const struct xn_index_entry *entry, unsigned asked, unsigned *ret,
                               struct xn_error *err)
{
    const unsigned usual = XN_ONE_GROUP | XN_MULTIGROUP;
    *ret = asked ? asked : (entry->forms & usual) ? usual : entry->forms;
    if (*ret & entry->forms)
        return XN_OK;
    return xn_fail(err, XN_ARGUMENT, "index '%s' has no such form; `xenia indices %s` tells its forms",
                   entry->id, entry->id);
}

static enum xn_status compute_named(struct plan *plan, const struct xn_index_selection *selection,
                                    struct xn_error *err)
{
    for (size_t i = 0; i < selection->n_indices; i++) {
        const struct xn_index_entry *entry;
        struct xn_parameters parameters;
        unsigned forms;
        XN_TRY(xn_index_parse(selection->index[i], &entry, &parameters, err));
        XN_TRY(forms_of(entry, selection->forms, &forms, err));
        XN_TRY(compute_forms(plan, entry, &parameters, forms, err));
    }
    return XN_OK;
}

static enum xn_status compute_all(struct plan *plan, unsigned forms, struct xn_error *err)
{
    for (size_t i = 0; i < xn_index_count(); i++) {
        const struct xn_index_entry *entry = xn_index_at(i);
        struct xn_parameters parameters;
        XN_TRY(xn_index_parse(entry->id, &entry, &parameters, err));
        XN_TRY(compute_forms(plan, entry, &parameters, forms ? forms : XN_ONE_GROUP | XN_MULTIGROUP, err));
    }
    return XN_OK;
}

enum xn_status xn_study_indices(const struct xn_city *city, const struct xn_index_selection *selection,
                                struct xn_profile **ret, struct xn_error *err)
{
    if (selection->level >= xn_city_levels(city))
        return xn_fail(err, XN_ARGUMENT, "level %zu does not exist: the city has %zu", selection->level,
                       xn_city_levels(city));
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    XN_TRY(new_profile(&profile, err));
    struct plan plan = {.city = city,
                        .level = selection->level,
                        .input = {.counts = xn_city_counts(city, selection->level),
                                  .area_m2 = xn_city_areas_m2(city, selection->level)},
                        .profile = profile};
    if (selection->n_indices > 0)
        XN_TRY(compute_named(&plan, selection, err));
    else
        XN_TRY(compute_all(&plan, selection->forms, err));
    *ret = XN_STEAL(profile);
    return XN_OK;
}
