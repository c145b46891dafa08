/* explain_area.c - the class of an address's area in sentences: by which policy, and what it rests on.
 *
 * Each profile rests its classes on something else and says so in its own terms. Where hysteresis or a person
 * holds another class than the data say, both are told.
 */
#include "explain.h"
#include "reason.h"
#include <math.h>

static const char *tier_code(enum xn_class tier)
{
    switch (tier) {
    case XN_MIXED:
        return "tier:mixed";
    case XN_CONCENTRATED:
        return "tier:concentrated";
    case XN_UNDETERMINED:
        break;
    }
    return "tier:undetermined";
}

static void put_level(struct xn_reason *reason, const char *name)
{
    if (xn_level_is_term(name))
        xn_reason_term(reason, "level", name);
    else
        xn_reason_text(reason, "level", name);
}

static const char *tier_sentence(const struct xn_explanation *e)
{
    if (e->unit)
        return XN_N("The area {area} ({level}) is {class} by policy {policy}, version {version}.");
    if (!e->dwelling->has_place)
        return XN_N("The place is not known, so the class of its area is undetermined (policy {policy}, "
                    "version {version}).");
    return XN_N(
        "There are no data for this place, so the class of its area is undetermined (policy {policy}, "
        "version {version}).");
}

static void add_tier(struct xn_explanation *e)
{
    const struct xn_policy *policy = e->request->policy;
    struct xn_reason *reason = xn_explain_add(e, tier_code(e->row->tier), tier_sentence(e));
    if (e->unit) {
        xn_reason_text(reason, "area", e->area_name ? e->area_name : "");
        put_level(reason, e->level_name[e->row->deciding_level]);
        xn_reason_term(reason, "class", xn_class_name(e->row->tier));
        xn_reason_is_got(reason);
    }
    xn_reason_text(reason, "policy", policy->name);
    xn_reason_text(reason, "version", policy->version);
}

/* A value printed so that it differs from both bounds as it does in truth. */
static void add_between(struct xn_reason *reason, const char *name, double value, double low, double high,
                        int decimals)
{
    decimals = xn_decimals_apart(value, low, decimals);
    xn_reason_number(reason, name, value, xn_decimals_apart(value, high, decimals));
    xn_reason_is_got(reason);
}

static void add_load(struct xn_explanation *e)
{
    static const char *const sentence[] = {
        [XN_MIXED] = XN_N("The programme placed {value} households per 1,000 inhabitants there in the last "
                          "{months} months (mixed: below {mixed})."),
        [XN_UNDETERMINED] =
            XN_N("The programme placed {value} households per 1,000 inhabitants there in the last {months} "
                 "months (mixed: below {mixed}; concentrated: above {concentrated})."),
        [XN_CONCENTRATED] = XN_N("The programme placed {value} households per 1,000 inhabitants there in the "
                                 "last {months} months (concentrated: above {concentrated})."),
    };
    const struct xn_typology_rule *rule = &e->request->policy->rule;
    struct xn_reason *reason = xn_explain_add(e, "basis:load", sentence[xn_unit_computed(e->unit)]);
    add_between(reason, "value", e->unit->value, rule->load_mixed_below, rule->load_concentrated_above, 1);
    xn_reason_number(reason, "months", rule->months, 0);
    xn_reason_measure(reason, "concentrated", rule->load_concentrated_above);
    xn_reason_measure(reason, "mixed", rule->load_mixed_below);
    xn_reason_is_needed(reason);
}

static void add_share(struct xn_explanation *e)
{
    const struct xn_typology_rule *rule = &e->request->policy->rule;
    struct xn_reason *reason = xn_explain_add(
        e, "basis:share",
        XN_N("The share of {group} there is about {share}% ({interval}% interval: {lower}% to {upper}%); in "
             "the city it is {city}%."));
    xn_reason_text(reason, "group", rule->group);
    xn_reason_number(reason, "share", 100 * e->unit->estimate, 1);
    xn_reason_is_got(reason);
    xn_reason_measure(reason, "interval", 100 * rule->interval);
    xn_reason_number(reason, "lower", 100 * e->unit->lower, 1);
    xn_reason_number(reason, "upper", 100 * e->unit->upper, 1);
    xn_reason_number(reason, "city", 100 * e->request->typology->city_value, 1);
}

/* Probably above the threshold, yet too near to the city's share for a class. */
static bool margin_decided(const struct xn_explanation *e)
{
    return xn_unit_computed(e->unit) == XN_UNDETERMINED &&
           e->unit->probability >= e->request->policy->rule.certainty;
}

static void add_probability(struct xn_explanation *e)
{
    static const char *const sentence[] = {
        [XN_MIXED] = XN_N("The probability that it is more than {threshold} times the share of the city is "
                          "{probability}% (mixed: at most {mixed}%)."),
        [XN_UNDETERMINED] = XN_N("The probability that it is more than {threshold} times the share of the "
                                 "city is {probability}% (mixed: at most {mixed}%; concentrated: at least "
                                 "{concentrated}%)."),
        [XN_CONCENTRATED] = XN_N("The probability that it is more than {threshold} times the share of the "
                                 "city is {probability}% (concentrated: at least {concentrated}%)."),
    };
    const struct xn_typology_rule *rule = &e->request->policy->rule;
    const double mixed = 100 * (1 - rule->certainty), concentrated = 100 * rule->certainty;
    const char *english = sentence[margin_decided(e) ? XN_CONCENTRATED : xn_unit_computed(e->unit)];
    struct xn_reason *reason = xn_explain_add(e, "basis:probability", english);
    xn_reason_measure(reason, "threshold", rule->quotient_threshold);
    add_between(reason, "probability", 100 * e->unit->probability, mixed, concentrated, 1);
    xn_reason_measure(reason, "concentrated", concentrated);
    xn_reason_measure(reason, "mixed", mixed);
    xn_reason_is_needed(reason);
}

static void add_margin(struct xn_explanation *e)
{
    struct xn_reason *reason = xn_explain_add(
        e, "basis:margin",
        XN_N("But it is not {margin} percentage points above the share of the city, so it does not count "
             "as concentrated."));
    xn_reason_measure(reason, "margin", 100 * e->request->policy->rule.share_margin);
    xn_reason_is_needed(reason);
}

static void add_robustness(struct xn_explanation *e)
{
    if (!e->unit->robust)
        xn_explain_add(e, "not_robust",
                       XN_N("With another threshold between 1.25 and 2 the class would be another."));
}

static void add_concentration(struct xn_explanation *e)
{
    add_share(e);
    add_probability(e);
    if (margin_decided(e))
        add_margin(e);
    add_robustness(e);
}

static void add_quotient(struct xn_explanation *e)
{
    const bool above = xn_unit_computed(e->unit) == XN_CONCENTRATED;
    const double share = 100 * e->unit->value, city = 100 * e->request->typology->city_value;
    struct xn_reason *reason = xn_explain_add(
        e, "basis:quotient",
        above ? XN_N("The share of {group} there is {share}%, above the {city}% of the city.")
              : XN_N("The share of {group} there is {share}%, not above the {city}% of the city."));
    const int decimals = xn_decimals_apart(share, city, 1);
    xn_reason_text(reason, "group", e->request->policy->rule.group);
    xn_reason_number(reason, "share", share, decimals);
    xn_reason_is_got(reason);
    xn_reason_number(reason, "city", city, decimals);
}

/* The dynamic is told where it is known; it decides where the policy says so. */
static void add_status(struct xn_explanation *e)
{
    struct xn_reason *reason = xn_explain_add(
        e, "basis:status",
        XN_N("Its social status compared with the other areas is {status}: the index is {value} (0: the "
             "average; higher: more burdened)."));
    xn_reason_term(reason, "status", xn_social_status_name(e->unit->status));
    xn_reason_is_got(reason);
    xn_reason_number(reason, "value", e->unit->value, 2);
    if (e->unit->dynamic == XN_DYNAMIC_NONE)
        return;
    reason = xn_explain_add(
        e, "basis:dynamic",
        XN_N("Its development compared with the other areas is {dynamic}: the index of change is "
             "{value}."));
    xn_reason_term(reason, "dynamic", xn_dynamic_name(e->unit->dynamic));
    xn_reason_is_got(reason);
    xn_reason_number(reason, "value", e->unit->dynamic_value, 2);
}

/* Too few people to judge by: the share is told, the class is another's. */
static void add_parent(struct xn_explanation *e)
{
    if (!isnan(e->unit->estimate))
        add_share(e);
    xn_explain_add(e, "low_n",
                   XN_N("Few people live there: the class is that of the larger area around it."));
}

/* What the data say by themselves. */
static void add_data_basis(struct xn_explanation *e, enum xn_rule_fired rule)
{
    if (rule == XN_RULE_NO_DATA)
        return;
    if (rule == XN_RULE_PARENT) {
        add_parent(e);
        return;
    }
    switch (e->request->policy->rule.profile) {
    case XN_PROFILE_PROGRAMME_LOAD:
        add_load(e);
        break;
    case XN_PROFILE_CONCENTRATION:
        add_concentration(e);
        break;
    case XN_PROFILE_MUENSTER_2004:
        add_quotient(e);
        break;
    case XN_PROFILE_SOCIO_ECONOMIC:
        add_status(e);
        break;
    }
    if (rule == XN_RULE_POOLED)
        xn_explain_add(
            e, "low_n",
            XN_N("Few people live there: the class was found together with the neighbouring areas."));
}

static void add_held(struct xn_explanation *e)
{
    struct xn_reason *reason = xn_explain_add(
        e, "held",
        XN_N("By the newest data alone it would be {computed}: a class changes only when other data say "
             "the same."));
    xn_reason_term(reason, "computed", xn_class_name(e->unit->computed));
    xn_reason_is_got(reason);
}

/* A person's word, with the name that stands for it. */
static void add_override(struct xn_explanation *e)
{
    const struct xn_override *override = e->unit->override;
    struct xn_reason *reason = xn_explain_add(
        e, "override",
        XN_N("{signer} set this class on {date}, valid until {until}: {why}. By the data it would be "
             "{computed}."));
    xn_reason_text(reason, "signer", override->signed_by);
    xn_reason_date(reason, "date", override->signed_on);
    xn_reason_date(reason, "until", override->valid_until);
    xn_reason_text(reason, "why", override->reason);
    xn_reason_term(reason, "computed", xn_class_name(e->unit->computed));
    xn_reason_is_got(reason);
}

static void add_basis(struct xn_explanation *e)
{
    add_data_basis(e, xn_unit_computed_rule(e->unit));
    if (e->unit->rule == XN_RULE_HELD)
        add_held(e);
    if (e->unit->rule == XN_RULE_OVERRIDE && e->unit->override)
        add_override(e);
}

static void add_levels_without_data(struct xn_explanation *e)
{
    for (size_t level = 0; level < e->request->n_levels; level++) {
        if (!(e->row->without_data & (1U << level)))
            continue;
        struct xn_reason *reason = xn_explain_add(
            e, "level_without_data", XN_N("The level {level} has no data there and did not count."));
        put_level(reason, e->level_name[level]);
        xn_reason_is_got(reason);
    }
}

void xn_explain_area(struct xn_explanation *e)
{
    add_tier(e);
    if (e->unit)
        add_basis(e);
    add_levels_without_data(e);
}
