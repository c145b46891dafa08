/* request_digest.c - everything that is asked, in canonical bytes.
 *
 * Every field of a policy that can change an answer and every field of a household is fed in the order of its
 * struct; places as they were given (longitude, latitude), not as they were projected, so that the digest
 * does not depend on a version of PROJ. A field added to a struct is to be added here.
 */
#include "request_digest.h"

static void add_date(struct xn_digest *digest, xn_date date)
{
    xn_digest_u64(digest, (uint64_t)(int64_t)date);
}

static void add_int(struct xn_digest *digest, int value)
{
    xn_digest_u64(digest, (uint64_t)(int64_t)value);
}

static void add_indicators(struct xn_digest *digest, const struct xn_indicator *indicator, size_t n)
{
    xn_digest_u64(digest, n);
    for (size_t i = 0; i < n; i++) {
        xn_digest_text(digest, indicator[i].column);
        xn_digest_text(digest, indicator[i].base);
        add_int(digest, indicator[i].sign);
    }
}

static void add_social_rule(struct xn_digest *digest, const struct xn_typology_rule *rule)
{
    add_indicators(digest, rule->indicator, rule->n_indicators);
    add_indicators(digest, rule->change, rule->n_changes);
    add_int(digest, rule->earlier);
    for (size_t i = 0; i < XN_STATUS_CLASSES - 1; i++)
        xn_digest_double(digest, rule->status_limit[i]);
    for (size_t i = 0; i < XN_STATUS_CLASSES; i++)
        add_int(digest, (int)rule->status_tier[i]);
    xn_digest_double(digest, rule->dynamic_limit[0]);
    xn_digest_double(digest, rule->dynamic_limit[1]);
    add_int(digest, rule->dynamic_decides);
}

static void add_rule(struct xn_digest *digest, const struct xn_typology_rule *rule)
{
    add_int(digest, (int)rule->profile);
    add_int(digest, rule->months);
    xn_digest_double(digest, rule->load_mixed_below);
    xn_digest_double(digest, rule->load_concentrated_above);
    xn_digest_text(digest, rule->group);
    xn_digest_double(digest, rule->quotient_threshold);
    xn_digest_double(digest, rule->certainty);
    xn_digest_double(digest, rule->share_margin);
    xn_digest_double(digest, rule->interval);
    xn_digest_double(digest, rule->household_size);
    for (size_t i = 0; i < XN_LEVEL_MAX; i++)
        xn_digest_double(digest, rule->min_persons[i]);
    add_int(digest, rule->hysteresis);
    if (rule->profile == XN_PROFILE_SOCIO_ECONOMIC)
        add_social_rule(digest, rule);
}

static void add_by_size(struct xn_digest *digest, const struct xn_by_size *table)
{
    xn_digest_u64(digest, table->n);
    for (size_t i = 0; i < table->n; i++)
        xn_digest_double(digest, table->value[i]);
    xn_digest_double(digest, table->more);
}

static void add_rents_and_entitlements(struct xn_digest *digest, const struct xn_policy *policy)
{
    add_by_size(digest, &policy->rent_ceiling_eur);
    xn_digest_double(digest, policy->rent_per_m2_eur);
    add_by_size(digest, &policy->wbs_area_m2);
    add_by_size(digest, &policy->wbs_rooms);
    xn_digest_double(digest, policy->wbs_tolerance_m2);
    add_by_size(digest, &policy->allowance_rent_eur);
    xn_digest_u64(digest, policy->n_incomes);
    for (size_t i = 0; i < policy->n_incomes; i++) {
        xn_digest_text(digest, policy->income[i].code);
        xn_digest_double(digest, policy->income[i].up_to_eur);
    }
}

static void add_policy(struct xn_digest *digest, const struct xn_policy *policy)
{
    xn_digest_text(digest, policy->name);
    xn_digest_text(digest, policy->version);
    xn_digest_text(digest, policy->digest);
    add_rule(digest, &policy->rule);
    xn_digest_text(digest, policy->effect_group);
    add_int(digest, (int)policy->effect_index);
    xn_digest_double(digest, policy->effect_band);
    xn_digest_double(digest, policy->persons_per_room);
    xn_digest_double(digest, policy->area_per_person_m2);
    add_rents_and_entitlements(digest, policy);
    xn_digest_u64(digest, policy->n_criteria);
    for (size_t i = 0; i < policy->n_criteria; i++)
        add_int(digest, (int)policy->criterion[i]);
}

static void add_ties(struct xn_digest *digest, const struct xn_household *household)
{
    xn_digest_u64(digest, household->n_ties);
    for (size_t i = 0; i < household->n_ties; i++) {
        add_int(digest, (int)household->tie[i].kind);
        xn_digest_double(digest, household->tie[i].lon);
        xn_digest_double(digest, household->tie[i].lat);
        xn_digest_double(digest, household->tie[i].weight);
    }
}

static void add_household(struct xn_digest *digest, const struct xn_household *household)
{
    add_int(digest, household->size);
    add_int(digest, household->age_0_5);
    add_int(digest, household->age_6_17);
    add_int(digest, household->age_18_64);
    add_int(digest, household->age_65_plus);
    xn_digest_u64(digest, household->n_entitlements);
    for (size_t i = 0; i < household->n_entitlements; i++)
        xn_digest_text(digest, household->entitlement[i]);
    add_int(digest, household->step_free);
    xn_digest_double(digest, household->rent_limit_eur);
    xn_digest_double(digest, household->rooms_min);
    add_date(digest, household->available_by);
    add_ties(digest, household);
    add_int(digest, household->filter_care);
    add_int(digest, household->filter_own_wish);
}

void xn_request_digest(const struct xn_ranking_request *request, char ret[XN_DIGEST_HEX])
{
    struct xn_digest digest;
    xn_digest_init(&digest);
    xn_digest_text(&digest, "xenia ranking request 1");
    add_policy(&digest, request->policy);
    add_household(&digest, request->household);
    add_date(&digest, request->as_of);
    xn_digest_text(&digest, request->counts_as_of);
    xn_digest_text(&digest, request->snapshot);
    xn_digest_hex(&digest, ret);
}
