/* encode_profile.c - indices as JSON (SERVICE 1). */
#include "xenia/study.h"
#include <string.h>

static size_t count_units(const struct xn_city *city, size_t level, bool missing)
{
    const struct xn_counts counts = xn_city_counts(city, level);
    size_t n = 0;
    for (size_t u = 0; u < counts.n_units; u++)
        n += counts.unit_total[u] == 0 && xn_city_unit(city, level, u)->counts_missing == missing;
    return n;
}

static void put_groups(struct xn_json *json, const struct xn_counts *counts)
{
    xn_json_key(json, "groups");
    xn_json_begin_array(json);
    for (size_t m = 0; m < counts->n_groups; m++) {
        xn_json_begin_object(json);
        xn_json_member_string(json, "name", counts->group_name[m]);
        xn_json_member_double(json, "persons", counts->group_total[m]);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_rounding(struct xn_json *json, const struct xn_city *city)
{
    const struct xn_rounding rounding = xn_city_rounding(city);
    xn_json_key(json, "rounding");
    xn_json_begin_object(json);
    xn_json_member_double(json, "percent_points", rounding.percent_points);
    xn_json_member_double(json, "base_persons", rounding.base_persons);
    xn_json_end_object(json);
}

static void put_input(struct xn_json *json, const struct xn_city *city, const struct xn_city_input *input,
                      size_t level)
{
    const struct xn_counts counts = xn_city_counts(city, level);
    const size_t source = level < input->n_levels ? level : input->n_levels - 1;
    const size_t missing = count_units(city, level, true);
    xn_json_begin_object(json);
    xn_json_member_string(json, "layer", input->level[source].layer);
    xn_json_member_string(json, "counts", input->level[source].counts);
    xn_json_member_string(json, "crs", xn_city_crs(city)->name);
    xn_json_member_bool(json, "crs_chosen", xn_city_crs(city)->chosen);
    xn_json_member_string(json, "level", xn_city_level_name(city, level));
    xn_json_member_int(json, "units", (int64_t)counts.n_units);
    xn_json_member_int(json, "empty_units", (int64_t)count_units(city, level, false));
    xn_json_member_int(json, "missing_units", (int64_t)missing);
    xn_json_member_double(json, "persons", counts.total);
    put_groups(json, &counts);
    put_rounding(json, city);
    xn_json_member_string(json, "digest", xn_city_fingerprint(city));
    xn_json_end_object(json);
}

static void put_parameters(struct xn_json *json, const struct xn_parameters *parameters)
{
    xn_json_key(json, "parameters");
    xn_json_begin_object(json);
    for (size_t i = 0; i < parameters->count; i++)
        xn_json_member_string(json, parameters->name[i], parameters->value[i]);
    xn_json_end_object(json);
}

/* The groups the result is about: one, an ordered pair, or all for the whole mix. */
static void put_result_groups(struct xn_json *json, const struct xn_index_result *result,
                              const struct xn_counts *counts)
{
    xn_json_key(json, "groups");
    xn_json_begin_array(json);
    if (result->group == XN_NONE)
        for (size_t m = 0; m < counts->n_groups; m++)
            xn_json_string(json, counts->group_name[m]);
    else
        xn_json_string(json, counts->group_name[result->group]);
    if (result->reference != XN_NONE)
        xn_json_string(json, counts->group_name[result->reference]);
    xn_json_end_array(json);
}

static void put_result(struct xn_json *json, const struct xn_index_result *result,
                       const struct xn_counts *counts, enum xn_language language)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", result->entry->id);
    xn_json_member_string(json, "name", result->entry->name[language]);
    xn_json_member_string(json, "form", xn_form_name(result->form));
    put_result_groups(json, result, counts);
    put_parameters(json, &result->parameters);
    xn_json_member_double(json, "value", result->value);
    xn_json_member_string(json, "reason", result->reason);
    xn_json_end_object(json);
}

static bool has_form(const struct xn_profile *profile, bool local)
{
    for (size_t i = 0; i < profile->n_results; i++)
        if ((profile->result[i].local != NULL) == local)
            return true;
    return false;
}

/* An index of one group is an object by group name, an index of the whole mix a number. Results of one index
 * follow one another in the profile. */
static void put_local_values(struct xn_json *json, const struct xn_profile *profile,
                             const struct xn_counts *counts, size_t unit)
{
    const struct xn_index_entry *open = NULL;
    for (size_t i = 0; i < profile->n_results; i++) {
        const struct xn_index_result *result = &profile->result[i];
        if (!result->local)
            continue;
        if (open && open != result->entry) {
            xn_json_end_object(json);
            open = NULL;
        }
        if (result->group == XN_NONE) {
            xn_json_member_double(json, result->entry->id, result->local[unit]);
            continue;
        }
        if (!open) {
            xn_json_key(json, result->entry->id);
            xn_json_begin_object(json);
            open = result->entry;
        }
        xn_json_member_double(json, counts->group_name[result->group], result->local[unit]);
    }
    if (open)
        xn_json_end_object(json);
}

static void put_local(struct xn_json *json, const struct xn_city *city, const struct xn_profile *profile,
                      size_t level)
{
    const struct xn_counts counts = xn_city_counts(city, level);
    xn_json_key(json, "local");
    xn_json_begin_array(json);
    for (size_t u = 0; u < counts.n_units; u++) {
        const struct xn_unit *unit = xn_city_unit(city, level, u);
        xn_json_begin_object(json);
        xn_json_member_string(json, "unit_id", unit->id);
        xn_json_member_string(json, "unit_name", unit->name);
        xn_json_member_double(json, "persons", counts.unit_total[u]);
        if (counts.unit_total[u] == 0)
            xn_json_member_string(json, "reason",
                                  unit->counts_missing ? "counts are missing" : "nobody lives there");
        put_local_values(json, profile, &counts, u);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

void xn_study_put_results(struct xn_json *json, const struct xn_city *city, const struct xn_profile *profile,
                          size_t level, enum xn_language language)
{
    const struct xn_counts counts = xn_city_counts(city, level);
    xn_json_begin_array(json);
    for (size_t i = 0; i < profile->n_results; i++)
        if (!profile->result[i].local)
            put_result(json, &profile->result[i], &counts, language);
    xn_json_end_array(json);
}

void xn_study_put_profile(struct xn_json *json, const struct xn_city *city, const struct xn_city_input *input,
                          const struct xn_profile *profile, size_t level, enum xn_language language)
{
    xn_json_begin_object(json);
    xn_json_key(json, "input");
    put_input(json, city, input, level);
    xn_json_key(json, "results");
    xn_study_put_results(json, city, profile, level, language);
    if (has_form(profile, true))
        put_local(json, city, profile, level);
    xn_json_end_object(json);
}
