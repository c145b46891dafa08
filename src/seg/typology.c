/* typology.c - mixed, undetermined or concentrated: the rule of a policy applied to every unit.
 *
 * The two profiles that only compare a number with a bound are here; the one that weighs uncertainty is in
 * judgement.c, the one that compares indicators in status_index.c. Every profile fills every field of a unit,
 * NaN where it has nothing to say, and a unit without people is judged by none.
 */
#include "xenia/typology.h"

#include <string.h>
#include "judgement.h"
#include "pooling.h"
#include "status_index.h"
#include "xenia/memory.h"
#include "xenia/sum.h"

const char *xn_class_name(enum xn_class c)
{
    static const char *const name[] = {"mixed", "undetermined", "concentrated"};
    return name[c];
}

bool xn_class_parse(const char *name, enum xn_class *ret)
{
    for (enum xn_class c = XN_MIXED; c <= XN_CONCENTRATED; c++) {
        if (strcmp(name, xn_class_name(c)) != 0)
            continue;
        *ret = c;
        return true;
    }
    return false;
}

const char *xn_profile_name(enum xn_profile_kind profile)
{
    static const char *const name[XN_PROFILE_COUNT] = {"programme-load", "concentration", "muenster-2004",
                                                       "socio-economic"};
    return name[profile];
}

const char *xn_rule_fired_name(enum xn_rule_fired rule)
{
    static const char *const name[XN_RULE_COUNT] = {"load",    "probability", "quotient", "pooled",  "parent",
                                                    "no_data", "status",      "held",     "override"};
    return name[rule];
}

/* --- programme-load ------------------------------------------------------------------------------------ */

static double per_thousand(double placements, double persons)
{
    return 1000 * placements / persons;
}

static enum xn_class class_by_load(const struct xn_typology_rule *rule, double load)
{
    if (load < rule->load_mixed_below)
        return XN_MIXED;
    return load > rule->load_concentrated_above ? XN_CONCENTRATED : XN_UNDETERMINED;
}

static void classify_level_by_load(const struct xn_typology_rule *rule, const struct xn_typology_level *level,
                                   struct xn_unit_class *unit)
{
    for (size_t i = 0; i < level->counts.n_units; i++) {
        unit[i] = xn_no_data();
        if (level->counts.unit_total[i] <= 0)
            continue;
        unit[i].rule = XN_RULE_LOAD;
        unit[i].value = per_thousand(level->placements[i], level->counts.unit_total[i]);
        unit[i].class_ = class_by_load(rule, unit[i].value);
        unit[i].at_1 = unit[i].at_1_25 = unit[i].at_2 = unit[i].class_;
    }
}

static enum xn_status classify_by_load(const struct xn_typology_rule *rule,
                                       const struct xn_typology_level *level, struct xn_typology *typology,
                                       struct xn_error *err)
{
    for (size_t l = 0; l < typology->n_levels; l++)
        if (!level[l].placements)
            return xn_fail(err, XN_ARGUMENT,
                           "level %zu has no placements, which profile 'programme-load' compares", l);
    const double placements = xn_sum_array(level[0].placements, level[0].counts.n_units);
    typology->city_value = per_thousand(placements, level[0].counts.total);
    typology->group = XN_NONE;
    for (size_t l = 0; l < typology->n_levels; l++)
        classify_level_by_load(rule, &level[l], typology->level[l].unit);
    return XN_OK;
}

/* --- muenster-2004 ------------------------------------------------------------------------------------- */

static enum xn_class class_by_quotient(double quotient, double threshold)
{
    return quotient > threshold ? XN_CONCENTRATED : XN_MIXED;
}

static void classify_level_by_quotient(const struct xn_typology_rule *rule,
                                       const struct xn_typology_level *level, size_t group,
                                       struct xn_people city, struct xn_unit_class *unit)
{
    for (size_t i = 0; i < level->counts.n_units; i++) {
        const struct xn_people people = xn_people_of(&level->counts, i, group);
        unit[i] = xn_no_data();
        if (people.persons <= 0)
            continue;
        unit[i].rule = XN_RULE_QUOTIENT;
        unit[i].value = xn_people_share(people);
        unit[i].quotient = xn_people_quotient(people, city);
        unit[i].class_ = class_by_quotient(unit[i].quotient, rule->quotient_threshold);
        unit[i].at_1 = class_by_quotient(unit[i].quotient, 1);
        unit[i].at_1_25 = class_by_quotient(unit[i].quotient, 1.25);
        unit[i].at_2 = class_by_quotient(unit[i].quotient, 2);
        unit[i].robust = xn_is_robust(&unit[i]);
    }
}

/* --- the whole city ------------------------------------------------------------------------------------ */

static enum xn_status check_rule(const struct xn_typology_rule *rule, struct xn_error *err)
{
    if (rule->profile == XN_PROFILE_PROGRAMME_LOAD)
        return XN_OK;
    if (rule->profile == XN_PROFILE_SOCIO_ECONOMIC)
        return xn_status_check_rule(rule, err);
    if (!(rule->quotient_threshold > 0))
        return xn_fail(err, XN_ARGUMENT, "the quotient threshold is %g, but must be above 0",
                       rule->quotient_threshold);
    if (rule->profile == XN_PROFILE_MUENSTER_2004)
        return XN_OK;
    if (!(rule->certainty > 0.5 && rule->certainty <= 1))
        return xn_fail(err, XN_ARGUMENT, "the certainty is %g, but must be above 0.5 and at most 1",
                       rule->certainty);
    if (!(rule->interval > 0 && rule->interval < 1))
        return xn_fail(err, XN_ARGUMENT, "the interval is %g, but must lie between 0 and 1", rule->interval);
    if (!(rule->household_size > 0))
        return xn_fail(err, XN_ARGUMENT, "the household size is %g, but must be above 0",
                       rule->household_size);
    return XN_OK;
}

static enum xn_status check_levels(const struct xn_typology_level *level, size_t n_levels,
                                   struct xn_error *err)
{
    if (n_levels == 0 || n_levels > XN_LEVEL_MAX)
        return xn_fail(err, XN_ARGUMENT, "%zu levels were given, but it must be 1 to %d", n_levels,
                       XN_LEVEL_MAX);
    if (!(level[0].counts.total > 0))
        return xn_fail(err, XN_UNDEFINED, "the city has no people, so no unit can be classified");
    return XN_OK;
}

/* The group's people in the city and its column. */
static enum xn_status find_group(const struct xn_typology_rule *rule, const struct xn_counts *counts,
                                 size_t *ret_group, struct xn_people *ret_city, struct xn_error *err)
{
    size_t group = 0;
    while (group < counts->n_groups && strcmp(counts->group_name[group], rule->group) != 0)
        group++;
    if (group == counts->n_groups)
        return xn_fail(err, XN_ARGUMENT, "the city has no group '%s', which the rule compares", rule->group);
    if (!(counts->group_total[group] > 0))
        return xn_fail(err, XN_UNDEFINED, "group '%s' has no members in this city", rule->group);
    *ret_group = group;
    *ret_city = (struct xn_people){.persons = counts->total, .in_group = counts->group_total[group]};
    return XN_OK;
}

static enum xn_status classify_by_share(const struct xn_typology_rule *rule,
                                        const struct xn_typology_level *level, struct xn_typology *typology,
                                        struct xn_error *err)
{
    struct xn_people city;
    XN_TRY(find_group(rule, &level[0].counts, &typology->group, &city, err));
    typology->city_value = xn_people_share(city);
    if (rule->profile == XN_PROFILE_CONCENTRATION)
        return xn_judge_levels(rule, level, city, typology, err);
    for (size_t l = 0; l < typology->n_levels; l++)
        classify_level_by_quotient(rule, &level[l], typology->group, city, typology->level[l].unit);
    return XN_OK;
}

static enum xn_status typology_new(enum xn_profile_kind profile, const struct xn_typology_level *level,
                                   size_t n_levels, struct xn_typology **ret, struct xn_error *err)
{
    XN_AUTO(xn_typology_free) struct xn_typology *typology = xn_calloc(1, sizeof *typology);
    if (!typology)
        return xn_fail_memory(err);
    typology->n_levels = n_levels;
    typology->profile = profile;
    for (size_t l = 0; l < n_levels; l++) {
        typology->level[l].n_units = level[l].counts.n_units;
        typology->level[l].unit = xn_calloc(level[l].counts.n_units, sizeof *typology->level[l].unit);
        if (!typology->level[l].unit)
            return xn_fail_memory(err);
    }
    *ret = XN_STEAL(typology);
    return XN_OK;
}

enum xn_status xn_typology_classify(const struct xn_typology_rule *rule,
                                    const struct xn_typology_level *level, size_t n_levels,
                                    struct xn_typology **ret, struct xn_error *err)
{
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    XN_TRY(check_rule(rule, err));
    XN_TRY(check_levels(level, n_levels, err));
    XN_TRY(typology_new(rule->profile, level, n_levels, &typology, err));
    if (rule->profile == XN_PROFILE_PROGRAMME_LOAD)
        XN_TRY(classify_by_load(rule, level, typology, err));
    else if (rule->profile == XN_PROFILE_SOCIO_ECONOMIC)
        XN_TRY(xn_classify_by_status(rule, level, typology, err));
    else
        XN_TRY(classify_by_share(rule, level, typology, err));
    *ret = XN_STEAL(typology);
    return XN_OK;
}

enum xn_status xn_typology_at_thresholds(const struct xn_typology_rule *rule,
                                         const struct xn_typology_level *level, size_t n_levels,
                                         const double *threshold, size_t n_thresholds, enum xn_class *ret,
                                         struct xn_error *err)
{
    size_t group = 0;
    struct xn_people city;
    if (rule->profile != XN_PROFILE_CONCENTRATION)
        return xn_fail(err, XN_ARGUMENT, "the profile is '%s', but thresholds are asked of 'concentration'",
                       xn_profile_name(rule->profile));
    XN_TRY(check_rule(rule, err));
    XN_TRY(check_levels(level, n_levels, err));
    XN_TRY(find_group(rule, &level[0].counts, &group, &city, err));
    return xn_judge_at_thresholds(rule, level, n_levels, group, city, threshold, n_thresholds, ret, err);
}

void xn_typology_free(struct xn_typology *typology)
{
    if (!typology)
        return;
    for (size_t l = 0; l < typology->n_levels; l++)
        xn_free(typology->level[l].unit);
    xn_free(typology->override);
    xn_free(typology);
}

enum xn_class xn_typology_address(const struct xn_typology *typology, const size_t *unit, size_t n_levels,
                                  size_t *ret_deciding_level, unsigned *ret_without_data)
{
    enum xn_class worst = XN_UNDETERMINED;
    size_t deciding = XN_NONE;
    unsigned without_data = 0;
    for (size_t l = 0; l < typology->n_levels; l++) {
        const size_t position = l < n_levels ? unit[l] : XN_NONE;
        if (position >= typology->level[l].n_units ||
            typology->level[l].unit[position].rule == XN_RULE_NO_DATA) {
            without_data |= 1u << l;
        } else if (deciding == XN_NONE || typology->level[l].unit[position].class_ > worst) {
            worst = typology->level[l].unit[position].class_;
            deciding = l;
        }
    }
    *ret_deciding_level = deciding;
    *ret_without_data = without_data;
    return worst;
}
