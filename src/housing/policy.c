/* policy.c - may a policy rank for real people today (RULES R14)?
 *
 * The gate is about the policy alone. A refusal names everything that is missing at once, so that one round
 * with the person who signs is enough.
 */
#include "xenia/housing.h"
#include <stdio.h>
#include <string.h>

static enum xn_status refuse(const struct xn_policy *policy, struct xn_error *err, const char *why)
{
    return xn_fail(err, XN_INPUT, "policy '%s' version %s may not rank for real people: %s", policy->name,
                   policy->version, why);
}

static enum xn_status refuse_date(const struct xn_policy *policy, struct xn_error *err, const char *what,
                                  xn_date date, xn_date as_of)
{
    char stated[16], today[16], why[96];
    xn_date_print(date, stated, sizeof stated);
    xn_date_print(as_of, today, sizeof today);
    snprintf(why, sizeof why, "it %s %s, and the ranking is for %s", what, stated, today);
    return refuse(policy, err, why);
}

static void add_missing(char *list, size_t size, bool missing, const char *key)
{
    if (!missing)
        return;
    const size_t used = strlen(list);
    snprintf(list + used, size - used, "%s%s", used ? ", " : "", key);
}

/* The signature of HOUSING 1: who, when, until when, on what legal basis, under which impact assessment. */
static enum xn_status check_signature(const struct xn_policy *policy, xn_date as_of, struct xn_error *err)
{
    char missing[128] = "";
    add_missing(missing, sizeof missing, !policy->signed_by[0], "signed_by");
    add_missing(missing, sizeof missing, policy->signed_on == XN_NO_DATE, "signed_on");
    add_missing(missing, sizeof missing, policy->valid_until == XN_NO_DATE, "valid_until");
    add_missing(missing, sizeof missing, !policy->legal_basis[0], "legal_basis");
    add_missing(missing, sizeof missing, !policy->dpia_reference[0], "dpia_reference");
    if (missing[0]) {
        char why[192];
        snprintf(why, sizeof why, "it is not signed, these are empty: %s", missing);
        return refuse(policy, err, why);
    }
    if (policy->signed_on > as_of)
        return refuse_date(policy, err, "is signed only on", policy->signed_on, as_of);
    return XN_OK;
}

enum xn_status xn_policy_check_live(const struct xn_policy *policy, xn_date as_of, bool demonstration_city,
                                    struct xn_error *err)
{
    if (policy->rule.profile == XN_PROFILE_MUENSTER_2004)
        return refuse(policy, err, "the profile muenster-2004 is for replay and research");
    if (policy->valid_until != XN_NO_DATE && policy->valid_until < as_of)
        return refuse_date(policy, err, "was valid until", policy->valid_until, as_of);
    if (policy->demonstration && !demonstration_city)
        return refuse(policy, err, "it says demonstration = yes, and this is not a demonstration city");
    if (policy->demonstration || policy->rule.profile == XN_PROFILE_PROGRAMME_LOAD)
        return XN_OK;
    return check_signature(policy, as_of, err);
}
