/* rank.c - one ranking from a city, a policy, placements, offers and a household.
 *
 * What the marginal effect is about follows from the policy's class (HOUSING 2): programme households against
 * all others under programme-load, the declared group against all others under concentration, and nothing
 * under a profile whose classes rest on neither. Pending placements, and those done after the day of the
 * counts, are in it already, so that the advice does not create its own concentrations.
 */
#include "placements.h"
#include "xenia/study.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

void xn_study_free(struct xn_study *study)
{
    if (!study)
        return;
    xn_typology_free(study->own_typology);
    xn_effect_base_free(study->effect);
    xn_ranking_free(study->ranking);
    xn_free(study);
}

/* --- places ---------------------------------------------------------------------------------------- */

static bool place_known(double lon, double lat)
{
    return isfinite(lon) && isfinite(lat) && !(lon == 0 && lat == 0) && fabs(lon) <= 180 && fabs(lat) <= 90;
}

static void locate_dwelling(const struct xn_city *city, struct xn_dwelling *dwelling)
{
    bool inside = false;
    for (size_t i = 0; i < xn_city_levels(city); i++) {
        dwelling->unit[i] = xn_city_locate(city, i, dwelling->x_m, dwelling->y_m);
        inside = inside || dwelling->unit[i] != XN_NONE;
    }
    dwelling->outside_city = !inside;
}

/* A dwelling of which the district is known, and no point in it: a unit of that level and those above. */
static void place_in_district(const struct xn_city *city, struct xn_dwelling *dwelling)
{
    size_t unit = xn_city_find_unit(city, dwelling->district_level, dwelling->district_unit_id);
    dwelling->has_place = unit != XN_NONE;
    dwelling->x_m = dwelling->y_m = NAN;
    for (size_t level = dwelling->district_level + 1; level-- > 0 && unit != XN_NONE;) {
        dwelling->unit[level] = unit;
        unit = xn_city_unit(city, level, unit)->parent;
    }
}

enum xn_status xn_study_place_dwellings(const struct xn_city *city, struct xn_projection *projection,
                                        struct xn_dwelling *dwelling, size_t n_dwellings,
                                        struct xn_error *err)
{
    XN_AUTO(xn_projection_free) struct xn_projection *own = NULL;
    XN_TRY(study_projection(city, projection, &own, &projection, err));
    for (size_t i = 0; i < n_dwellings; i++) {
        struct xn_dwelling *one = &dwelling[i];
        one->outside_city = false;
        for (size_t l = 0; l < XN_LEVEL_MAX; l++)
            one->unit[l] = XN_NONE;
        one->has_place =
            place_known(one->lon, one->lat) &&
            xn_projection_to_metres(projection, one->lon, one->lat, &one->x_m, &one->y_m, NULL) == XN_OK;
        if (one->has_place)
            locate_dwelling(city, one);
        else if (one->district_unit_id && one->district_level < xn_city_levels(city))
            place_in_district(city, one);
    }
    return XN_OK;
}

static enum xn_status place_ties(const struct xn_city *city, struct xn_projection *projection,
                                 struct xn_household *household, struct xn_error *err)
{
    XN_AUTO(xn_projection_free) struct xn_projection *own = NULL;
    if (household->n_ties > 0)
        XN_TRY(study_projection(city, projection, &own, &projection, err));
    for (size_t i = 0; i < household->n_ties; i++)
        XN_TRY(xn_fail_in(err,
                          xn_projection_to_metres(projection, household->tie[i].lon, household->tie[i].lat,
                                                  &household->tie[i].x_m, &household->tie[i].y_m, err),
                          "the household's tie %zu", i + 1));
    return XN_OK;
}

/* --- effect ---------------------------------------------------------------------------------------- */

/* Persons of the programme in each unit, and all persons, who cannot be fewer. */
static void programme_groups(const struct xn_counts *counts, const double *programme, const double *uncounted,
                             double *group, double *total)
{
    for (size_t u = 0; u < counts->n_units; u++) {
        group[u] = programme[u];
        total[u] = fmax(counts->unit_total[u] + uncounted[u], programme[u]);
    }
}

/* Every programme household counts to the group, none is asked: also one that the counts do not have yet. */
static enum xn_status declared_group(const struct xn_counts *counts, const struct xn_policy *policy,
                                     const double *uncounted, double *group, double *total,
                                     struct xn_error *err)
{
    const char *name = policy->effect_group[0] ? policy->effect_group : policy->rule.group;
    size_t m = 0;
    while (m < counts->n_groups && strcmp(counts->group_name[m], name) != 0)
        m++;
    if (m == counts->n_groups)
        return xn_fail(err, XN_INPUT, "policy %s names group '%s', which this city does not have",
                       policy->name, name);
    for (size_t u = 0; u < counts->n_units; u++) {
        group[u] = xn_count(counts, u, m) + uncounted[u];
        total[u] = counts->unit_total[u] + uncounted[u];
    }
    return XN_OK;
}

static enum xn_status make_effect(struct xn_study *study, const struct placement_sums *sums, size_t level,
                                  struct xn_error *err)
{
    const struct xn_policy *policy = study->input->policy;
    const struct xn_counts counts = xn_city_counts(study->input->city, level);
    XN_CLEANUP(xn_free_pointer) double *group = xn_calloc(counts.n_units, sizeof *group);
    XN_CLEANUP(xn_free_pointer) double *total = xn_calloc(counts.n_units, sizeof *total);
    if (!group || !total)
        return xn_fail_memory(err);
    if (policy->rule.profile == XN_PROFILE_PROGRAMME_LOAD)
        programme_groups(&counts, sums->persons[level], sums->uncounted[level], group, total);
    else
        XN_TRY(declared_group(&counts, policy, sums->uncounted[level], group, total, err));
    return xn_effect_base_new(policy->effect_index, group, total, sums->pending[level], counts.n_units,
                              &study->effect, err);
}

/* Do the policy's classes rest on people of whom a placement makes more? */
static bool has_effect(const struct xn_policy *policy)
{
    return policy->rule.profile == XN_PROFILE_PROGRAMME_LOAD ||
           policy->rule.profile == XN_PROFILE_CONCENTRATION;
}

/* No value is a reason, not a failure: the criterion drops out. */
static enum xn_status find_effect(struct xn_study *study, const struct placement_sums *sums, size_t level,
                                  struct xn_error *err)
{
    struct xn_error why = {0};
    if (study->input->policy->rule.profile == XN_PROFILE_SOCIO_ECONOMIC) {
        snprintf(study->effect_reason, sizeof study->effect_reason, "%s",
                 XN_N("the classes of profile socio-economic count no group, so a placement has no effect on "
                      "an index"));
        return XN_OK;
    }
    if (!has_effect(study->input->policy)) {
        snprintf(study->effect_reason, sizeof study->effect_reason, "%s",
                 XN_N("the classes of this policy rest on no group that a placement could change"));
        return XN_OK;
    }
    const enum xn_status status = make_effect(study, sums, level, &why);
    if (status == XN_UNDEFINED) {
        snprintf(study->effect_reason, sizeof study->effect_reason, "%.250s", why.message);
        return XN_OK;
    }
    return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why.message);
}

/* --- the study ------------------------------------------------------------------------------------- */

static enum xn_status find_typology(struct xn_study *study, struct xn_notes *notes, struct xn_error *err)
{
    const struct xn_rank_input *input = study->input;
    if (!input->typology)
        XN_TRY(xn_study_classify(input->city, input->policy, input->placement, input->n_placements,
                                 input->as_of, &study->own_typology, notes, err));
    study->request.typology = input->typology ? input->typology : study->own_typology;
    return XN_OK;
}

static void set_snapshot_id(struct xn_study *study)
{
    const struct xn_rank_input *input = study->input;
    if (input->snapshot)
        snprintf(study->snapshot, sizeof study->snapshot, "%s", input->snapshot);
    else
        xn_study_snapshot_id(input->city, input->policy, input->placement, input->n_placements,
                             study->request.typology, study->snapshot);
}

static void set_request(struct xn_study *study, size_t effect_level)
{
    const struct xn_rank_input *input = study->input;
    struct xn_ranking_request *request = &study->request;
    request->policy = input->policy;
    request->household = input->household;
    request->dwelling = input->dwelling;
    request->n_dwellings = input->n_dwellings;
    request->as_of = input->as_of;
    request->counts_as_of = input->counts_as_of;
    request->snapshot = study->snapshot;
    request->n_levels = xn_city_levels(input->city);
    request->effect = study->effect;
    request->effect_reason = study->effect ? NULL : study->effect_reason;
    request->effect_level = effect_level;
}

enum xn_status xn_study_rank(const struct xn_rank_input *input, struct xn_study **ret, struct xn_notes *notes,
                             struct xn_error *err)
{
    XN_AUTO(xn_study_free) struct xn_study *study = xn_calloc(1, sizeof *study);
    if (!study)
        return xn_fail_memory(err);
    study->input = input;
    const size_t finest = xn_city_levels(input->city) - 1;
    xn_date counted_on = XN_NO_DATE;
    if (input->counts_as_of)
        xn_parse_date_written(input->counts_as_of, &counted_on);
    XN_CLEANUP(placement_sums_free) struct placement_sums sums = {0};
    XN_TRY(placement_sums_make(input->city, input->projection, input->placement, input->n_placements,
                               input->as_of, input->policy->rule.months, counted_on, &sums, NULL, err));
    XN_TRY(find_typology(study, notes, err));
    set_snapshot_id(study);
    XN_TRY(find_effect(study, &sums, finest, err));
    XN_TRY(place_ties(input->city, input->projection, input->household, err));
    set_request(study, finest);
    XN_TRY(xn_ranking_build(&study->request, &study->ranking, err));
    *ret = XN_STEAL(study);
    return XN_OK;
}
