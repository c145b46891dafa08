/* fit_reasons.c - what each test of fit has to say: the value found, the value needed, in one sentence.
 *
 * One table holds the code and the sentence of every no and every unknown; a small function beside it fills
 * the places, and takes another sentence where the facts ask for one. The sentences are for a coordinator
 * with a family at the desk.
 */
#include "fit_fillers.h"
#include "reason.h"
#include <math.h>
#include <stdio.h>

static void fill_kind(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_needed(reason, "dwelling");
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

static void fill_outside(const struct xn_fit_case *c, struct xn_reason *reason)
{
    (void)c;
    xn_reason_needed(reason, "inside");
    xn_reason_got(reason, "outside");
}

static void fill_on_offer(const struct xn_fit_case *c, struct xn_reason *reason)
{
    (void)c;
    xn_reason_needed(reason, "free");
    xn_reason_got(reason, "on offer");
}

/* What is known of floor and lift, and of nothing else: which sentence says it? */
static const char *step_free_sentence(const struct xn_dwelling *dwelling)
{
    if (xn_walk_up(dwelling))
        return XN_N(
            "The dwelling is on floor {floor} and has no lift; the household needs step-free access.");
    if (dwelling->floor == 0)
        return XN_N("The dwelling is on the ground floor, but not step-free; the household needs step-free "
                    "access.");
    if (!isnan(dwelling->floor) && dwelling->lift == XN_YES)
        return XN_N("The dwelling is on floor {floor} and has a lift, but is not step-free; the household "
                    "needs step-free access.");
    if (!isnan(dwelling->floor))
        return XN_N("The dwelling is on floor {floor} and is not step-free; the household needs step-free "
                    "access.");
    return XN_N("The dwelling is not step-free; the household needs step-free access.");
}

static const char *step_free_to_check_sentence(const struct xn_dwelling *dwelling)
{
    if (xn_walk_up(dwelling))
        return XN_N("The offer calls the dwelling step-free, but it is on floor {floor} and has no lift: "
                    "please ask the corporation.");
    if (dwelling->floor == 0)
        return XN_N("The dwelling is on the ground floor; it is not known whether there are steps at the "
                    "entrance: please ask the corporation.");
    if (!isnan(dwelling->floor) && dwelling->lift == XN_YES)
        return XN_N(
            "The dwelling is on floor {floor} and has a lift; it is not known whether there are steps "
            "before it: please ask the corporation.");
    if (!isnan(dwelling->floor))
        return XN_N("The dwelling is on floor {floor}; it is not known whether there is a lift: please ask "
                    "the corporation.");
    return XN_N("It is not known whether the dwelling is step-free: please ask the corporation.");
}

static void fill_floor(const struct xn_dwelling *dwelling, struct xn_reason *reason)
{
    static const char *const lift[] = {[XN_NO] = "no lift", [XN_YES] = "lift", [XN_UNKNOWN] = "lift unknown"};
    char got[64];
    xn_reason_needed(reason, "step-free");
    if (isnan(dwelling->floor)) {
        xn_reason_got(reason, lift[dwelling->lift]);
        return;
    }
    xn_reason_measure(reason, "floor", dwelling->floor);
    snprintf(got, sizeof got, "floor %g, %s", dwelling->floor, lift[dwelling->lift]);
    xn_reason_got(reason, got);
}

static void fill_step_free(const struct xn_fit_case *c, struct xn_reason *reason)
{
    reason->english = step_free_sentence(c->dwelling);
    fill_floor(c->dwelling, reason);
}

static void fill_step_free_to_check(const struct xn_fit_case *c, struct xn_reason *reason)
{
    reason->english = step_free_to_check_sentence(c->dwelling);
    fill_floor(c->dwelling, reason);
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
    [XN_FIT_IN_CITY] = {"outside_city", XN_N("The address lies outside the city."), fill_outside},
    [XN_FIT_OPEN] = {"closed", XN_N("The offer closed on {closes}; this list is for {as_of}."), fill_closes},
    [XN_FIT_FREE] = {"on_offer_elsewhere", XN_N("This dwelling is already on offer to another household."),
                     fill_on_offer},
    [XN_FIT_ROOMS] = {"too_few_rooms",
                      XN_N("The number of rooms is {rooms}; the household needs at least {needed}."),
                      fill_rooms},
    [XN_FIT_AREA] = {"too_small",
                     XN_N("The floor area is {area} m²; the household needs at least {needed} m²."),
                     fill_area},
    [XN_FIT_STEP_FREE] = {"not_step_free", NULL, fill_step_free},
    [XN_FIT_RENT] = {"rent_over_limit", XN_N("The rent is {rent} euro; the limit is {limit} euro."),
                     xn_fill_rent},
    [XN_FIT_RENT_CEILING] =
        {"rent_over_ceiling",
         XN_N("The rent is {rent} euro; for a household of this size (persons: {persons}) at most "
              "{limit} euro are taken over."),
         xn_fill_ceiling},
    [XN_FIT_RENT_PER_M2] = {"rent_per_m2_over_limit",
                            XN_N("The net rent is {rent} euro per square metre; the limit is {limit} euro."),
                            xn_fill_rent_per_m2},
    [XN_FIT_ENTITLEMENT] = {"entitlement_missing",
                            XN_N("The household does not have the entitlement that is required: "
                                 "{entitlement}."),
                            xn_fill_entitlement},
    [XN_FIT_WBS_SIZE] = {"larger_than_entitlement",
                         XN_N("The number of rooms is {rooms}; the entitlement {entitlement} allows this "
                              "household at most {needed}."),
                         xn_fill_wbs_size},
    [XN_FIT_ALLOWANCE] = {"rent_over_allowance_limit",
                          XN_N("The net rent is {rent} euro; with rent allowance it may be at most {limit} "
                               "euro for a household of this size (persons: {persons})."),
                          xn_fill_allowance},
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
    [XN_FIT_STEP_FREE] = {"to_check:step_free", NULL, fill_step_free_to_check},
    [XN_FIT_RENT] = {"to_check:rent",
                     XN_N("The rent is not known: please ask the corporation (limit: {limit} euro)."),
                     xn_fill_rent_limit},
    [XN_FIT_RENT_CEILING] =
        {"to_check:rent_ceiling",
         XN_N("For a household of this size (persons: {persons}) at most {limit} euro of rent are "
              "taken over: please ask the corporation for the gross rent."),
         xn_fill_ceiling_to_check},
    [XN_FIT_RENT_PER_M2] = {"to_check:rent_per_m2",
                            XN_N("The net rent may be at most {limit} euro per square metre: please ask the "
                                 "corporation for rent and floor area."),
                            xn_fill_rent_per_m2_limit},
    [XN_FIT_ENTITLEMENT] = {"to_check:entitlement",
                            XN_N("The required entitlement could not be read: please ask the corporation."),
                            NULL},
    [XN_FIT_WBS_SIZE] = {"to_check:wbs_size",
                         XN_N("The entitlement {entitlement} allows this household at most this number of "
                              "rooms: {needed}. Please ask the corporation for it."),
                         xn_fill_wbs_size_to_check},
    [XN_FIT_ALLOWANCE] =
        {"to_check:allowance_rent",
         XN_N("With rent allowance the rent may be at most {limit} euro for a household of "
              "this size (persons: {persons}): please ask the corporation for the rent that counts."),
         xn_fill_allowance_to_check},
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
