/* encode_typology.c - policy and classes as JSON. */
#include "xenia/study.h"
#include <math.h>

void xn_study_put_policy(struct xn_json *json, const struct xn_policy *policy)
{
    char date[16];
    xn_json_begin_object(json);
    xn_json_member_string(json, "name", policy->name);
    xn_json_member_string(json, "version", policy->version);
    xn_json_member_bool(json, "demonstration", policy->demonstration);
    xn_json_member_string(json, "signed_by", policy->signed_by[0] ? policy->signed_by : NULL);
    xn_date_print(policy->valid_until, date, sizeof date);
    xn_json_member_string(json, "valid_until", date[0] ? date : NULL);
    xn_json_member_string(json, "digest", policy->digest[0] ? policy->digest : NULL);
    xn_json_end_object(json);
}

/* What stands over the class that the data give. */
static void put_settled(struct xn_json *json, const struct xn_unit_class *unit, enum xn_language language)
{
    char date[16];
    xn_json_member_string(json, "computed_class", xn_class_name(unit->computed));
    xn_json_member_string(json, "computed_class_text", xn_message(language, xn_class_name(unit->computed)));
    xn_json_member_string(json, "computed_rule", xn_rule_fired_name(unit->computed_rule));
    if (!unit->override)
        return;
    xn_json_key(json, "override");
    xn_json_begin_object(json);
    xn_json_member_string(json, "reason", unit->override->reason);
    xn_json_member_string(json, "signed_by", unit->override->signed_by);
    xn_date_print(unit->override->signed_on, date, sizeof date);
    xn_json_member_string(json, "signed_on", date);
    xn_date_print(unit->override->valid_until, date, sizeof date);
    xn_json_member_string(json, "valid_until", date);
    xn_json_end_object(json);
}

/* Under socio-economic: the status class, its index, and the dynamic. */
static void put_status(struct xn_json *json, const struct xn_unit_class *unit, enum xn_language language)
{
    const char *status = xn_social_status_name(unit->status), *dynamic = xn_dynamic_name(unit->dynamic);
    xn_json_key(json, "status");
    if (unit->status > 0)
        xn_json_int(json, unit->status);
    else
        xn_json_null(json);
    xn_json_member_string(json, "status_text", *status ? xn_message(language, status) : NULL);
    xn_json_member_double(json, "status_index", unit->value);
    xn_json_member_string(json, "dynamic", *dynamic ? dynamic : NULL);
    xn_json_member_string(json, "dynamic_text", *dynamic ? xn_message(language, dynamic) : NULL);
    xn_json_member_double(json, "dynamic_index", unit->dynamic_value);
}

static void put_thresholds(struct xn_json *json, const struct xn_unit_class *unit)
{
    xn_json_member_bool(json, "robust", unit->robust);
    xn_json_member_string(json, "class_at_1", xn_class_name(unit->at_1));
    xn_json_member_string(json, "class_at_1.25", xn_class_name(unit->at_1_25));
    xn_json_member_string(json, "class_at_2", xn_class_name(unit->at_2));
}

void xn_study_put_class(struct xn_json *json, const struct xn_typology *typology,
                        const struct xn_unit_class *unit, enum xn_language language)
{
    const bool load = typology->profile == XN_PROFILE_PROGRAMME_LOAD;
    const bool share = typology->group != XN_NONE;
    xn_json_member_string(json, "class", xn_class_name(unit->class_));
    xn_json_member_string(json, "class_text", xn_message(language, xn_class_name(unit->class_)));
    xn_json_member_string(json, "rule", xn_rule_fired_name(unit->rule));
    if (unit->rule == XN_RULE_HELD || unit->rule == XN_RULE_OVERRIDE)
        put_settled(json, unit, language);
    xn_json_member_double(json, "share", share ? unit->value : NAN);
    xn_json_member_double(json, "location_quotient", share ? unit->quotient : NAN);
    xn_json_member_double(json, "estimate", unit->estimate);
    xn_json_member_interval(json, "interval", unit->lower, unit->upper);
    xn_json_member_double(json, "probability", unit->probability);
    xn_json_member_double(json, "placements_per_1000", load ? unit->value : NAN);
    xn_json_member_bool(json, "low_n", unit->low_n);
    if (share && isfinite(unit->quotient)) /* not where the numbers are withheld */
        put_thresholds(json, unit);
    if (typology->profile == XN_PROFILE_SOCIO_ECONOMIC)
        put_status(json, unit, language);
}

static void put_unit(struct xn_json *json, const struct xn_city *city, const struct xn_typology *typology,
                     size_t level, size_t u, enum xn_language language)
{
    const struct xn_unit *unit = xn_city_unit(city, level, u);
    xn_json_begin_object(json);
    xn_json_member_string(json, "level", xn_city_level_name(city, level));
    xn_json_member_string(json, "unit_id", unit->id);
    xn_json_member_string(json, "unit_name", unit->name);
    xn_json_member_string(json, "parent_id",
                          level > 0 ? xn_city_unit(city, level - 1, unit->parent)->id : NULL);
    xn_json_member_double(json, "persons", xn_city_counts(city, level).unit_total[u]);
    xn_study_put_class(json, typology, &typology->level[level].unit[u], language);
    xn_json_end_object(json);
}

void xn_study_put_typology(struct xn_json *json, const struct xn_city *city, const struct xn_policy *policy,
                           const struct xn_typology *typology, xn_date as_of, enum xn_language language)
{
    char date[16];
    xn_date_print(as_of, date, sizeof date);
    xn_json_begin_object(json);
    xn_json_member_string(json, "digest", xn_city_fingerprint(city));
    xn_json_key(json, "policy");
    xn_study_put_policy(json, policy);
    xn_json_member_string(json, "as_of", date);
    xn_json_member_string(json, "group",
                          typology->group == XN_NONE ? NULL
                                                     : xn_city_counts(city, 0).group_name[typology->group]);
    xn_json_member_double(json, "city_value", typology->city_value);
    xn_json_key(json, "units");
    xn_json_begin_array(json);
    for (size_t level = 0; level < typology->n_levels; level++)
        for (size_t u = 0; u < typology->level[level].n_units; u++)
            put_unit(json, city, typology, level, u, language);
    xn_json_end_array(json);
    xn_json_end_object(json);
}
