/* classify.c - the classes of a whole city under a policy. */
#include "indicator_values.h"
#include "placements.h"
#include "xenia/buf.h"
#include "xenia/study.h"

static void set_levels(const struct xn_city *city, const struct placement_sums *sums,
                       const struct indicator_values *values, struct xn_typology_level *level)
{
    for (size_t i = 0; i < xn_city_levels(city); i++) {
        level[i] = (struct xn_typology_level){
            .counts = xn_city_counts(city, i),
            .parent = xn_city_parents(city, i),
            .adjacency = xn_city_adjacency(city, i),
            .placements = sums->moves[i],
        };
        for (size_t j = 0; j < XN_INDICATOR_MAX; j++) {
            level[i].indicator[j] = values->indicator[i][j];
            level[i].change[j] = values->change[i][j];
        }
    }
}

static enum xn_status check_group(const struct xn_city *city, const struct xn_policy *policy,
                                  const char *group, struct xn_error *err)
{
    if (!group[0] || xn_city_find_group(city, group) != XN_NONE)
        return XN_OK;
    const struct xn_counts counts = xn_city_counts(city, 0);
    XN_AUTO_BUF names = XN_BUF_INIT;
    for (size_t m = 0; m < counts.n_groups; m++)
        xn_buf_printf(&names, "%s%s", m ? ", " : "", counts.group_name[m]);
    return xn_fail(err, XN_INPUT, "policy '%s' version %s compares the group '%s'; the city has %s",
                   policy->name, policy->version, group, xn_buf_text(&names));
}

enum xn_status xn_study_check_policy(const struct xn_city *city, const struct xn_policy *policy,
                                     struct xn_error *err)
{
    if (policy->rule.profile == XN_PROFILE_PROGRAMME_LOAD)
        return XN_OK;
    if (policy->rule.profile == XN_PROFILE_SOCIO_ECONOMIC)
        return indicator_values_check(city, policy, err);
    XN_TRY(check_group(city, policy, policy->rule.group, err));
    return check_group(city, policy, policy->effect_group, err);
}

enum xn_status xn_study_classify(const struct xn_city *city, const struct xn_policy *policy,
                                 const struct xn_placement *placement, size_t n_placements, xn_date as_of,
                                 struct xn_typology **ret, struct xn_notes *notes, struct xn_error *err)
{
    XN_CLEANUP(placement_sums_free) struct placement_sums sums = {0};
    XN_CLEANUP(indicator_values_free) struct indicator_values values = {{{NULL}}, {{NULL}}};
    XN_TRY(xn_study_check_policy(city, policy, err));
    XN_TRY(placement_sums_make(city, NULL, placement, n_placements, as_of, policy->rule.months, XN_NO_DATE,
                               &sums, notes, err));
    XN_TRY(indicator_values_make(city, policy, &values, notes, err));
    struct xn_typology_level level[XN_LEVEL_MAX];
    set_levels(city, &sums, &values, level);
    return xn_typology_classify(&policy->rule, level, xn_city_levels(city), ret, err);
}
