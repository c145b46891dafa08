/* explain.c - why a dwelling stands where it stands, one fact a sentence.
 *
 * First the class of its area with what it rests on, then what the order compares, then what a person still
 * has to find out. Built on demand, for the rows that somebody looks at.
 */
#include "order.h"
#include "reason.h"
#include <math.h>

/* The list that is being written, and what it is about. */
struct explanation {
    const struct xn_ranking_request *request;
    const struct xn_ranking *ranking;
    const struct xn_ranked *row;
    const struct xn_dwelling *dwelling;
    const char *const *level_name;
    const char *area_name;
    const struct xn_unit_class *unit; /* of the deciding level; NULL: none */
    struct xn_reason *reason;
    size_t count;
};

static struct xn_reason *add(struct explanation *e, const char *code, const char *english)
{
    struct xn_reason *reason = &e->reason[e->count++];
    *reason = xn_reason_new(code, english);
    return reason;
}

static const struct xn_unit_class *deciding_unit(const struct xn_ranking_request *request,
                                                 const struct xn_ranked *row)
{
    if (row->deciding_level == XN_NONE)
        return NULL;
    const size_t unit = request->dwelling[row->dwelling].unit[row->deciding_level];
    return unit == XN_NONE ? NULL : &request->typology->level[row->deciding_level].unit[unit];
}

/* --- the class of the area --------------------------------------------------------------------------- */

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

static const char *tier_sentence(const struct explanation *e)
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

static void add_tier(struct explanation *e)
{
    const struct xn_policy *policy = e->request->policy;
    struct xn_reason *reason = add(e, tier_code(e->row->tier), tier_sentence(e));
    if (e->unit) {
        xn_reason_text(reason, "area", e->area_name ? e->area_name : "");
        xn_reason_term(reason, "level", e->level_name[e->row->deciding_level]);
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

static void add_load(struct explanation *e)
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
    struct xn_reason *reason = add(e, "basis:load", sentence[e->unit->class_]);
    add_between(reason, "value", e->unit->value, rule->load_mixed_below, rule->load_concentrated_above, 1);
    xn_reason_number(reason, "months", rule->months, 0);
    xn_reason_measure(reason, "concentrated", rule->load_concentrated_above);
    xn_reason_measure(reason, "mixed", rule->load_mixed_below);
    xn_reason_is_needed(reason);
}

static void add_share(struct explanation *e)
{
    const struct xn_typology_rule *rule = &e->request->policy->rule;
    struct xn_reason *reason = add(
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
static bool margin_decided(const struct explanation *e)
{
    return e->unit->class_ == XN_UNDETERMINED && e->unit->probability >= e->request->policy->rule.certainty;
}

static void add_probability(struct explanation *e)
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
    const char *english = sentence[margin_decided(e) ? XN_CONCENTRATED : e->unit->class_];
    struct xn_reason *reason = add(e, "basis:probability", english);
    xn_reason_measure(reason, "threshold", rule->quotient_threshold);
    add_between(reason, "probability", 100 * e->unit->probability, mixed, concentrated, 1);
    xn_reason_measure(reason, "concentrated", concentrated);
    xn_reason_measure(reason, "mixed", mixed);
    xn_reason_is_needed(reason);
}

static void add_margin(struct explanation *e)
{
    struct xn_reason *reason =
        add(e, "basis:margin",
            XN_N("But it is not {margin} percentage points above the share of the city, so it does not count "
                 "as concentrated."));
    xn_reason_measure(reason, "margin", 100 * e->request->policy->rule.share_margin);
    xn_reason_is_needed(reason);
}

static void add_robustness(struct explanation *e)
{
    if (!e->unit->robust)
        add(e, "not_robust", XN_N("With another threshold between 1.25 and 2 the class would be another."));
}

static void add_concentration(struct explanation *e)
{
    add_share(e);
    add_probability(e);
    if (margin_decided(e))
        add_margin(e);
    add_robustness(e);
}

static void add_quotient(struct explanation *e)
{
    const bool above = e->unit->class_ == XN_CONCENTRATED;
    const double share = 100 * e->unit->value, city = 100 * e->request->typology->city_value;
    struct xn_reason *reason =
        add(e, "basis:quotient",
            above ? XN_N("The share of {group} there is {share}%, above the {city}% of the city.")
                  : XN_N("The share of {group} there is {share}%, not above the {city}% of the city."));
    const int decimals = xn_decimals_apart(share, city, 1);
    xn_reason_text(reason, "group", e->request->policy->rule.group);
    xn_reason_number(reason, "share", share, decimals);
    xn_reason_is_got(reason);
    xn_reason_number(reason, "city", city, decimals);
}

/* Too few people to judge by: the share is told, the class is another's. */
static void add_parent(struct explanation *e)
{
    if (!isnan(e->unit->estimate))
        add_share(e);
    add(e, "low_n", XN_N("Few people live there: the class is that of the larger area around it."));
}

static void add_basis(struct explanation *e)
{
    if (e->unit->rule == XN_RULE_PARENT) {
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
    }
    if (e->unit->rule == XN_RULE_POOLED)
        add(e, "low_n",
            XN_N("Few people live there: the class was found together with the neighbouring areas."));
}

static void add_levels_without_data(struct explanation *e)
{
    for (size_t level = 0; level < e->request->n_levels; level++) {
        if (!(e->row->without_data & (1U << level)))
            continue;
        struct xn_reason *reason =
            add(e, "level_without_data", XN_N("The level {level} has no data there and did not count."));
        xn_reason_term(reason, "level", e->level_name[level]);
        xn_reason_is_got(reason);
    }
}

/* --- what the order compares ------------------------------------------------------------------------- */

static const char *effect_sentence(double before, double after)
{
    if (fabs(after - before) < 1e-9)
        return XN_N("A placement here leaves the city as even as it is: the {index} stays {before}.");
    if (after < before)
        return XN_N("A placement here makes the city more even: the {index} goes from {before} to {after}.");
    return XN_N("A placement here makes the city less even: the {index} goes from {before} to {after}.");
}

static void add_effect(struct explanation *e)
{
    const double before = e->ranking->effect_before, after = e->row->effect_after;
    if (isnan(before) || !e->dwelling->has_place)
        return;
    if (isnan(after)) {
        add(e, "effect_unknown",
            XN_N("The effect of a placement is not known, because the area is not known."));
        return;
    }
    struct xn_reason *reason = add(e, "effect", effect_sentence(before, after));
    const int decimals = xn_decimals_apart(before, after, 4);
    xn_reason_term(reason, "index", xn_effect_index_words(e->request->policy->effect_index));
    xn_reason_number(reason, "before", before, decimals);
    xn_reason_number(reason, "after", after, decimals);
    xn_reason_is_got(reason);
}

static void add_ties(struct explanation *e)
{
    if (isnan(e->row->tie_distance_m))
        return;
    struct xn_reason *reason = add(
        e, "ties",
        e->request->household->n_ties == 1
            ? XN_N("The place that matters to the household is {distance} metres away in a straight line.")
            : XN_N("The places that matter to the household are {distance} metres away on average, in a "
                   "straight line."));
    xn_reason_number(reason, "distance", e->row->tie_distance_m, 0);
    xn_reason_is_got(reason);
}

static const char *rent_sentence(const struct explanation *e)
{
    if (!(e->dwelling->rent_gross_eur > 0))
        return XN_N("The net rent is {rent} euro a month.");
    if (e->row->rent_burden_eur <= e->request->household->rent_limit_eur)
        return XN_N("The rent is {rent} euro a month, within the limit of {limit} euro.");
    return XN_N("The rent is {rent} euro a month.");
}

/* Silent where the tests of fit speak of the rent. */
static void add_rent(struct explanation *e)
{
    if (isnan(e->row->rent_burden_eur) || ((e->row->fit.unknown | e->row->fit.no) & (1U << XN_FIT_RENT)))
        return;
    struct xn_reason *reason = add(e, "rent", rent_sentence(e));
    xn_reason_money(reason, "rent", e->row->rent_burden_eur);
    xn_reason_is_got(reason);
    if (isnan(e->request->household->rent_limit_eur))
        return;
    xn_reason_money(reason, "limit", e->request->household->rent_limit_eur);
    xn_reason_is_needed(reason);
}

static void add_wishes(struct explanation *e)
{
    if (e->request->household->filter_own_wish)
        add(e, "own_wish:OWN_WISH",
            XN_N("By the household's own wish, the class of the area does not order this list."));
    if (xn_care_orders(e->request->household))
        add(e, "own_wish:CARE_OF_RELATIVES",
            XN_N("By the household's own wish, the distance to the places that matter to it orders this list "
                 "before the class of the area."));
}

static void add_to_check(struct explanation *e)
{
    const struct xn_fit to_check = {.unknown = e->row->fit.unknown};
    e->count += xn_fit_reasons(e->request->policy, e->request->household, e->dwelling, e->request->as_of,
                               to_check, e->reason + e->count);
}

size_t xn_explain(const struct xn_ranking_request *request, const struct xn_ranking *ranking,
                  const struct xn_ranked *row, const char *const *level_name, const char *area_name,
                  struct xn_reason ret[XN_REASON_MAX])
{
    struct explanation e = {.request = request,
                            .ranking = ranking,
                            .row = row,
                            .dwelling = &request->dwelling[row->dwelling],
                            .level_name = level_name,
                            .area_name = area_name,
                            .unit = deciding_unit(request, row),
                            .reason = ret};
    add_tier(&e);
    if (e.unit)
        add_basis(&e);
    add_levels_without_data(&e);
    add_effect(&e);
    add_ties(&e);
    add_rent(&e);
    add_wishes(&e);
    add_to_check(&e);
    return e.count;
}
