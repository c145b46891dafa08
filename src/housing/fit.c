/* fit.c - does a dwelling suit a household? Each test answers yes, no or unknown.
 *
 * About the dwelling only, never about its area. What is not stated is no obstacle (no closing date, no age
 * limit); what is stated and cannot be read is unknown; an unknown never excludes.
 */
#include "fit.h"
#include "entitlement.h"
#include <math.h>
#include <string.h>

typedef enum xn_answer fit_test(const struct xn_fit_case *c);

static enum xn_answer answer(bool yes)
{
    return yes ? XN_YES : XN_NO;
}

/* Is the field among those that the reader could not read? */
static bool unreadable(const struct xn_dwelling *dwelling, const char *field)
{
    const size_t length = strlen(field);
    for (const char *name = dwelling->unreadable; *name; name += *name == ';') {
        const size_t this_length = strcspn(name, ";");
        if (this_length == length && memcmp(name, field, length) == 0)
            return true;
        name += this_length;
    }
    return false;
}

/* The answer where a limit was not found: it is not there, or it is there and not readable. */
static enum xn_answer without_limit(const struct xn_fit_case *c, const char *field)
{
    return unreadable(c->dwelling, field) ? XN_UNKNOWN : XN_YES;
}

double xn_known_measure(double value)
{
    return value > 0 ? value : NAN;
}

double xn_compared_rent_eur(const struct xn_dwelling *dwelling)
{
    const double gross = xn_known_measure(dwelling->rent_gross_eur);
    return isnan(gross) ? xn_known_measure(dwelling->rent_net_eur) : gross;
}

double xn_rooms_needed(const struct xn_policy *policy, const struct xn_household *household)
{
    return fmax(ceil(household->size / policy->persons_per_room), household->rooms_min);
}

double xn_area_needed_m2(const struct xn_policy *policy, const struct xn_household *household)
{
    return policy->area_per_person_m2 * household->size;
}

bool xn_walk_up(const struct xn_dwelling *dwelling)
{
    return dwelling->lift == XN_NO && dwelling->floor >= 1;
}

double xn_rent_per_m2_eur(const struct xn_dwelling *dwelling)
{
    const double net_eur = xn_known_measure(dwelling->rent_net_eur);
    const double area_m2 = xn_known_measure(dwelling->area_m2);
    return (isnan(net_eur) ? xn_known_measure(dwelling->rent_gross_eur) : net_eur) / area_m2;
}

static enum xn_answer is_dwelling(const struct xn_fit_case *c)
{
    const bool has_rooms = !isnan(xn_known_measure(c->dwelling->rooms));
    return c->dwelling->is_dwelling == XN_UNKNOWN && has_rooms ? XN_YES : c->dwelling->is_dwelling;
}

static enum xn_answer in_city(const struct xn_fit_case *c)
{
    if (c->dwelling->outside_city)
        return XN_NO;
    return c->dwelling->has_place ? XN_YES : XN_UNKNOWN;
}

static enum xn_answer open_for_application(const struct xn_fit_case *c)
{
    if (c->dwelling->closes == XN_NO_DATE)
        return without_limit(c, "closes");
    return answer(c->dwelling->closes >= c->as_of);
}

static enum xn_answer free_of_other_offers(const struct xn_fit_case *c)
{
    return answer(!c->dwelling->on_offer_elsewhere);
}

static enum xn_answer enough(double measure, double needed)
{
    const double known = xn_known_measure(measure);
    return isnan(known) ? XN_UNKNOWN : answer(known >= needed);
}

static enum xn_answer enough_rooms(const struct xn_fit_case *c)
{
    return enough(c->dwelling->rooms, xn_rooms_needed(c->policy, c->household));
}

static enum xn_answer enough_area(const struct xn_fit_case *c)
{
    return enough(c->dwelling->area_m2, xn_area_needed_m2(c->policy, c->household));
}

/* A walk-up is a no; when the offer calls it step-free all the same (a house on a slope), somebody has to
 * look. A lift alone is no yes: there may be steps before it. */
static enum xn_answer step_free(const struct xn_fit_case *c)
{
    if (!c->household->step_free)
        return XN_YES;
    if (!xn_walk_up(c->dwelling))
        return c->dwelling->step_free;
    return c->dwelling->step_free == XN_YES ? XN_UNKNOWN : XN_NO;
}

static enum xn_answer within(const struct xn_dwelling *dwelling, double limit_eur)
{
    if (isnan(limit_eur))
        return XN_YES;
    if (xn_compared_rent_eur(dwelling) > limit_eur)
        return XN_NO;
    return isnan(xn_known_measure(dwelling->rent_gross_eur)) ? XN_UNKNOWN : XN_YES;
}

static enum xn_answer within_rent_limit(const struct xn_fit_case *c)
{
    return within(c->dwelling, c->household->rent_limit_eur);
}

static enum xn_answer within_rent_ceiling(const struct xn_fit_case *c)
{
    return within(c->dwelling, xn_by_size_at(&c->policy->rent_ceiling_eur, c->household->size));
}

static enum xn_answer within_rent_per_m2(const struct xn_fit_case *c)
{
    const double limit_eur = c->policy->rent_per_m2_eur, rent_eur = xn_rent_per_m2_eur(c->dwelling);
    if (limit_eur <= 0 || rent_eur <= limit_eur)
        return XN_YES;
    const bool net_known = !isnan(xn_known_measure(c->dwelling->rent_net_eur));
    return rent_eur > limit_eur && net_known ? XN_NO : XN_UNKNOWN;
}

static enum xn_answer entitled(const struct xn_fit_case *c)
{
    if (!c->dwelling->entitlement[0])
        return without_limit(c, "entitlement");
    return answer(xn_entitled_to(c->household, c->dwelling->entitlement));
}

/* Small enough in area or in rooms, whichever is limited. */
static enum xn_answer within_wbs_size(const struct xn_fit_case *c)
{
    if (!xn_asks_for_wbs(c->dwelling))
        return XN_YES;
    const struct xn_wbs_size most = xn_wbs_size_of(c->policy, c->household);
    const double area_m2 = xn_known_measure(c->dwelling->area_m2);
    const double rooms = xn_known_measure(c->dwelling->rooms);
    const bool limited = !isnan(most.area_m2) || !isnan(most.rooms);
    if (!limited || area_m2 <= most.area_m2 || rooms <= most.rooms)
        return XN_YES;
    const bool area_decided = isnan(most.area_m2) || !isnan(area_m2);
    const bool rooms_decided = isnan(most.rooms) || !isnan(rooms);
    return area_decided && rooms_decided ? XN_NO : XN_UNKNOWN;
}

static enum xn_answer suits_allowance(const struct xn_fit_case *c)
{
    const double limit_eur = xn_allowance_rent_eur(c->policy, c->household);
    if (isnan(limit_eur) || xn_known_measure(c->dwelling->rent_gross_eur) <= limit_eur)
        return XN_YES;
    return c->dwelling->rent_net_eur > limit_eur ? XN_NO : XN_UNKNOWN;
}

static enum xn_answer large_enough_household(const struct xn_fit_case *c)
{
    if (isnan(c->dwelling->min_household))
        return without_limit(c, "min_household");
    return answer(c->household->size >= c->dwelling->min_household);
}

static enum xn_answer small_enough_household(const struct xn_fit_case *c)
{
    if (isnan(c->dwelling->max_household))
        return without_limit(c, "max_household");
    return answer(c->household->size <= c->dwelling->max_household);
}

/* One member of that age is enough. Bands decide only where the whole band lies on one side of the limit. */
static enum xn_answer old_enough(const struct xn_fit_case *c)
{
    const struct xn_household *household = c->household;
    const double min_age = c->dwelling->min_age;
    if (isnan(min_age))
        return without_limit(c, "min_age");
    if (min_age <= 18 || (min_age <= 65 && household->age_65_plus > 0))
        return XN_YES;
    const bool nobody_above_64 = household->age_65_plus == 0;
    const bool nobody_above_17 = nobody_above_64 && household->age_18_64 == 0;
    return nobody_above_17 || (nobody_above_64 && min_age > 64) ? XN_NO : XN_UNKNOWN;
}

static enum xn_answer within_income_limit(const struct xn_fit_case *c)
{
    if (isnan(c->dwelling->max_income_eur))
        return without_limit(c, "max_income_eur");
    return xn_income_up_to_eur(c->policy, c->household) <= c->dwelling->max_income_eur ? XN_YES : XN_UNKNOWN;
}

static enum xn_answer available_in_time(const struct xn_fit_case *c)
{
    if (c->household->available_by == XN_NO_DATE)
        return XN_YES;
    if (c->dwelling->available == XN_NO_DATE)
        return XN_UNKNOWN;
    return answer(c->dwelling->available <= c->household->available_by);
}

static fit_test *const fit_tests[XN_FIT_TEST_COUNT] = {
    [XN_FIT_IS_DWELLING] = is_dwelling,
    [XN_FIT_IN_CITY] = in_city,
    [XN_FIT_OPEN] = open_for_application,
    [XN_FIT_FREE] = free_of_other_offers,
    [XN_FIT_ROOMS] = enough_rooms,
    [XN_FIT_AREA] = enough_area,
    [XN_FIT_STEP_FREE] = step_free,
    [XN_FIT_RENT] = within_rent_limit,
    [XN_FIT_RENT_CEILING] = within_rent_ceiling,
    [XN_FIT_RENT_PER_M2] = within_rent_per_m2,
    [XN_FIT_ENTITLEMENT] = entitled,
    [XN_FIT_WBS_SIZE] = within_wbs_size,
    [XN_FIT_ALLOWANCE] = suits_allowance,
    [XN_FIT_HOUSEHOLD_MIN] = large_enough_household,
    [XN_FIT_HOUSEHOLD_MAX] = small_enough_household,
    [XN_FIT_AGE] = old_enough,
    [XN_FIT_INCOME] = within_income_limit,
    [XN_FIT_AVAILABLE] = available_in_time,
};

struct xn_fit xn_fit_evaluate(const struct xn_policy *policy, const struct xn_household *household,
                              const struct xn_dwelling *dwelling, xn_date as_of)
{
    const struct xn_fit_case c = {policy, household, dwelling, as_of};
    struct xn_fit fit = {0};
    for (unsigned test = 0; test < XN_FIT_TEST_COUNT; test++) {
        const enum xn_answer got = fit_tests[test](&c);
        fit.no |= (uint32_t)(got == XN_NO) << test;
        fit.unknown |= (uint32_t)(got == XN_UNKNOWN) << test;
    }
    return fit;
}
