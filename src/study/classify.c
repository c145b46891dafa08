/* classify.c - the classes of a whole city under a policy. */
#include "placements.h"
#include "xenia/study.h"

static void set_levels(const struct xn_city *city, const struct placement_sums *sums,
                       struct xn_typology_level *level)
{
    for (size_t i = 0; i < xn_city_levels(city); i++)
        level[i] = (struct xn_typology_level){
            .counts = xn_city_counts(city, i),
            .parent = xn_city_parents(city, i),
            .adjacency = xn_city_adjacency(city, i),
            .placements = sums->moves[i],
        };
}

enum xn_status xn_study_classify(const struct xn_city *city, const struct xn_policy *policy,
                                 const struct xn_placement *placement, size_t n_placements, xn_date as_of,
                                 struct xn_typology **ret, struct xn_notes *notes, struct xn_error *err)
{
    XN_CLEANUP(placement_sums_free) struct placement_sums sums = {0};
    XN_TRY(placement_sums_make(city, placement, n_placements, as_of, policy->rule.months, &sums, notes, err));
    struct xn_typology_level level[XN_LEVEL_MAX];
    set_levels(city, &sums, level);
    return xn_typology_classify(&policy->rule, level, xn_city_levels(city), ret, err);
}
