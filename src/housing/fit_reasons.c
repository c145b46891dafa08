/* fit_reasons.c - what each test of fit has to say: the value found, the value needed, in one sentence.
 *
 * One table holds the code and the sentence of every no and every unknown; a small function beside it fills
 * the places, and takes another sentence where the facts ask for one. The sentences are for a coordinator
 * with a family at the desk.
 */
#include "fit.h"
#include "reason.h"
#include <math.h>

typedef void reason_filler(const struct xn_fit_case *c, struct xn_reason *reason);

static void fill_kind(const struct xn_fit_case *c, struct xn_reason *reason)
{
    if (!c->dwelling->kind[0])
        return;
    reason->english = XN_N("This is not a dwelling: {kind}.");
    xn_reason_text(reason, "kind", c->dwelling->kind);
    xn_reason_is_got(reason);
}

static void fill_closes(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_date(reason, "closes", c->dwelling->closes);
    xn_reason_is_got(reason);
    xn_reason_date(reason, "as_of", c->as_of);
    xn_reason_is_needed(reason);
}

static void fill_needed(struct xn_reason *reason, double needed)
{
    xn_reason_measure(reason, "needed", needed);
    xn_reason_is_needed(reason);
}

static void fill_money_needed(struct xn_reason *reason, double needed_eur)
{
    xn_reason_money(reason, "needed", needed_eur);
    xn_reason_is_needed(reason);
}

static void fill_rooms_needed(const struct xn_fit_case *c, struct xn_reason *reason)
{
    fill_needed(reason, xn_rooms_needed(c->policy, c->household));
}

static void fill_rooms(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_compare(reason, "rooms", c->dwelling->rooms, "needed",
                      xn_rooms_needed(c->policy, c->household));
}

static void fill_area_needed(const struct xn_fit_case *c, struct xn_reason *reason)
{
    fill_needed(reason, xn_area_needed_m2(c->policy, c->household));
}

static void fill_area(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_compare(reason, "area", c->dwelling->area_m2, "needed",
                      xn_area_needed_m2(c->policy, c->household));
}

static void fill_floor(const struct xn_fit_case *c, struct xn_reason *reason)
{
    if (!xn_known_walk_up(c->dwelling))
        return;
    reason->english =
        XN_N("The dwelling is on floor {floor} and has no lift; the household needs step-free access.");
    xn_reason_measure(reason, "floor", c->dwelling->floor);
    xn_reason_is_got(reason);
}

static void fill_rent(const struct xn_fit_case *c, struct xn_reason *reason)
{
    if (isnan(xn_known_measure(c->dwelling->rent_gross_eur)))
        reason->english = XN_N("The net rent alone is {rent} euro; the limit is {limit} euro.");
    xn_reason_compare_money(reason, "rent", xn_compared_rent_eur(c->dwelling), "limit",
                            c->household->rent_limit_eur);
}

static void fill_rent_limit(const struct xn_fit_case *c, struct xn_reason *reason)
{
    const double net_eur = xn_known_measure(c->dwelling->rent_net_eur);
    if (!isnan(net_eur)) {
        reason->english = XN_N("Only the net rent is known, {rent} euro: please ask the corporation for the "
                               "gross rent (limit: {limit} euro).");
        xn_reason_money(reason, "rent", net_eur);
        xn_reason_is_got(reason);
    }
    xn_reason_money(reason, "limit", c->household->rent_limit_eur);
    xn_reason_is_needed(reason);
}

static void fill_entitlement(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_text(reason, "entitlement", c->dwelling->entitlement);
    xn_reason_is_needed(reason);
}

static void fill_min_household(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_compare(reason, "persons", c->household->size, "needed", c->dwelling->min_household);
}

static void fill_max_household(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_compare(reason, "persons", c->household->size, "needed", c->dwelling->max_household);
}

static void fill_min_age(const struct xn_fit_case *c, struct xn_reason *reason)
{
    fill_needed(reason, c->dwelling->min_age);
}

static void fill_age_to_check(const struct xn_fit_case *c, struct xn_reason *reason)
{
    if (isnan(c->dwelling->min_age))
        reason->english = XN_N("The lowest age could not be read: please ask the corporation.");
    else
        fill_needed(reason, c->dwelling->min_age);
}

static void fill_income_to_check(const struct xn_fit_case *c, struct xn_reason *reason)
{
    if (isnan(c->dwelling->max_income_eur))
        reason->english = XN_N("The highest income could not be read: please ask the corporation.");
    else
        fill_money_needed(reason, c->dwelling->max_income_eur);
}

static void fill_available_by(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_date(reason, "needed", c->household->available_by);
    xn_reason_is_needed(reason);
}

static void fill_available(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_date(reason, "available", c->dwelling->available);
    xn_reason_is_got(reason);
    fill_available_by(c, reason);
}

struct fit_sentence {
    const char *code, *english;
    reason_filler *fill; /* NULL: the sentence has no places */
};

static const struct fit_sentence sentence_of_no[XN_FIT_TEST_COUNT] = {
    [XN_FIT_IS_DWELLING] = {"not_a_dwelling", XN_N("This is not a dwelling."), fill_kind},
    [XN_FIT_IN_CITY] = {"outside_city", XN_N("The address lies outside the city."), NULL},
    [XN_FIT_OPEN] = {"closed", XN_N("The offer closed on {closes}; this list is for {as_of}."), fill_closes},
    [XN_FIT_FREE] = {"on_offer_elsewhere", XN_N("This dwelling is already on offer to another household."),
                     NULL},
    [XN_FIT_ROOMS] = {"too_few_rooms",
                      XN_N("The number of rooms is {rooms}; the household needs at least {needed}."),
                      fill_rooms},
    [XN_FIT_AREA] = {"too_small",
                     XN_N("The floor area is {area} m²; the household needs at least {needed} m²."),
                     fill_area},
    [XN_FIT_STEP_FREE] = {"not_step_free",
                          XN_N("The dwelling is not step-free; the household needs step-free access."),
                          fill_floor},
    [XN_FIT_RENT] = {"rent_over_limit", XN_N("The rent is {rent} euro; the limit is {limit} euro."),
                     fill_rent},
    [XN_FIT_ENTITLEMENT] = {"entitlement_missing",
                            XN_N("The household does not have the entitlement that is required: "
                                 "{entitlement}."),
                            fill_entitlement},
    [XN_FIT_HOUSEHOLD_MIN] = {"household_too_small",
                              XN_N("The number of persons is {persons}; the corporation asks for at least "
                                   "{needed}."),
                              fill_min_household},
    [XN_FIT_HOUSEHOLD_MAX] = {"household_too_large",
                              XN_N("The number of persons is {persons}; the corporation allows at most "
                                   "{needed}."),
                              fill_max_household},
    [XN_FIT_AGE] = {"too_young",
                    XN_N("The tenant must be at least {needed} years old; nobody in the household is."),
                    fill_min_age},
    [XN_FIT_AVAILABLE] = {"available_too_late",
                          XN_N("The dwelling is available from {available}; it is needed by {needed}."),
                          fill_available},
};

static const struct fit_sentence sentence_of_unknown[XN_FIT_TEST_COUNT] = {
    [XN_FIT_IS_DWELLING] = {"to_check:kind",
                            XN_N("It is not known whether this is a dwelling: please ask the corporation."),
                            NULL},
    [XN_FIT_IN_CITY] = {"place_unknown",
                        XN_N("The place of the dwelling is not known: please look up the address."), NULL},
    [XN_FIT_OPEN] = {"to_check:closes",
                     XN_N("The closing date could not be read: please ask the corporation."), NULL},
    [XN_FIT_ROOMS] = {"to_check:rooms",
                      XN_N("The number of rooms is not known: please ask the corporation (needed: at least "
                           "{needed})."),
                      fill_rooms_needed},
    [XN_FIT_AREA] =
        {"to_check:area",
         XN_N("The floor area is not known: please ask the corporation (needed: at least {needed} m²)."),
         fill_area_needed},
    [XN_FIT_STEP_FREE] = {"to_check:step_free",
                          XN_N("It is not known whether the dwelling is step-free: please ask the "
                               "corporation."),
                          NULL},
    [XN_FIT_RENT] = {"to_check:rent",
                     XN_N("The rent is not known: please ask the corporation (limit: {limit} euro)."),
                     fill_rent_limit},
    [XN_FIT_ENTITLEMENT] = {"to_check:entitlement",
                            XN_N("The required entitlement could not be read: please ask the corporation."),
                            NULL},
    [XN_FIT_HOUSEHOLD_MIN] = {"to_check:min_household",
                              XN_N("The lowest number of persons could not be read: please ask the "
                                   "corporation."),
                              NULL},
    [XN_FIT_HOUSEHOLD_MAX] = {"to_check:max_household",
                              XN_N("The highest number of persons could not be read: please ask the "
                                   "corporation."),
                              NULL},
    [XN_FIT_AGE] = {"to_check:age",
                    XN_N("The tenant must be at least {needed} years old: please check this with the "
                         "household."),
                    fill_age_to_check},
    [XN_FIT_INCOME] = {"to_check:income",
                       XN_N("The income may be at most {needed} euro a year: please check this with the "
                            "household."),
                       fill_income_to_check},
    [XN_FIT_AVAILABLE] = {"to_check:available",
                          XN_N("It is not known when the dwelling is available: please ask the corporation "
                               "(needed by {needed})."),
                          fill_available_by},
};

static size_t write_reasons(const struct xn_fit_case *c, uint32_t tests, const struct fit_sentence *sentence,
                            struct xn_reason *ret)
{
    size_t count = 0;
    for (size_t test = 0; test < XN_FIT_TEST_COUNT; test++) {
        if (!(tests & (UINT32_C(1) << test)))
            continue;
        ret[count] = xn_reason_new(sentence[test].code, sentence[test].english);
        if (sentence[test].fill)
            sentence[test].fill(c, &ret[count]);
        count++;
    }
    return count;
}

size_t xn_fit_reasons(const struct xn_policy *policy, const struct xn_household *household,
                      const struct xn_dwelling *dwelling, xn_date as_of, struct xn_fit fit,
                      struct xn_reason ret[XN_FIT_TEST_COUNT])
{
    const struct xn_fit_case c = {policy, household, dwelling, as_of};
    const size_t n_no = write_reasons(&c, fit.no, sentence_of_no, ret);
    return n_no + write_reasons(&c, fit.unknown, sentence_of_unknown, ret + n_no);
}
