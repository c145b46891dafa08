/* fit_limits.c - the sentences of fit about rents and entitlements: what was found, and what would fit.
 *
 * A limit comes from the household, from the policy by the household's size, or from a certificate; the
 * sentence names it, so that a person knows where to ask.
 */
#include "entitlement.h"
#include "fit_fillers.h"
#include "reason.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

void xn_fill_rent(const struct xn_fit_case *c, struct xn_reason *reason)
{
    if (isnan(xn_known_measure(c->dwelling->rent_gross_eur)))
        reason->english = XN_N("The net rent alone is {rent} euro; the limit is {limit} euro.");
    xn_reason_compare_money(reason, "rent", xn_compared_rent_eur(c->dwelling), "limit",
                            c->household->rent_limit_eur);
}

void xn_fill_rent_limit(const struct xn_fit_case *c, struct xn_reason *reason)
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

void xn_fill_ceiling(const struct xn_fit_case *c, struct xn_reason *reason)
{
    if (isnan(xn_known_measure(c->dwelling->rent_gross_eur)))
        reason->english =
            XN_N("The net rent alone is {rent} euro; for a household of this size (persons: {persons}) at "
                 "most {limit} euro are taken over.");
    xn_reason_compare_money(reason, "rent", xn_compared_rent_eur(c->dwelling), "limit",
                            xn_by_size_at(&c->policy->rent_ceiling_eur, c->household->size));
    xn_reason_number(reason, "persons", c->household->size, 0);
}

void xn_fill_ceiling_to_check(const struct xn_fit_case *c, struct xn_reason *reason)
{
    const double net_eur = xn_known_measure(c->dwelling->rent_net_eur);
    xn_reason_number(reason, "persons", c->household->size, 0);
    if (!isnan(net_eur)) {
        xn_reason_money(reason, "rent", net_eur);
        xn_reason_is_got(reason);
    }
    xn_reason_money(reason, "limit", xn_by_size_at(&c->policy->rent_ceiling_eur, c->household->size));
    xn_reason_is_needed(reason);
}

void xn_fill_rent_per_m2(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_compare_money(reason, "rent", xn_rent_per_m2_eur(c->dwelling), "limit",
                            c->policy->rent_per_m2_eur);
}

void xn_fill_rent_per_m2_limit(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_money(reason, "limit", c->policy->rent_per_m2_eur);
    xn_reason_is_needed(reason);
}

/* The codes that are there, separated by commas, as far as there is room. */
static void print_codes(const struct xn_household *household, char *ret, size_t size)
{
    ret[0] = '\0';
    for (size_t i = 0; i < household->n_entitlements; i++) {
        const size_t used = strlen(ret);
        snprintf(ret + used, size - used, "%s%s", i ? "," : "", household->entitlement[i]);
    }
}

void xn_fill_entitlement(const struct xn_fit_case *c, struct xn_reason *reason)
{
    char codes[sizeof reason->got];
    xn_reason_text(reason, "entitlement", c->dwelling->entitlement);
    xn_reason_is_needed(reason);
    print_codes(c->household, codes, sizeof codes);
    xn_reason_got(reason, codes);
}

static void fill_wbs_area(const struct xn_fit_case *c, double most_m2, struct xn_reason *reason)
{
    reason->english = XN_N("The floor area is {area} m²; the entitlement {entitlement} allows this household "
                           "at most {needed} m².");
    xn_reason_text(reason, "entitlement", c->dwelling->entitlement);
    xn_reason_compare(reason, "area", c->dwelling->area_m2, "needed", most_m2);
}

static void fill_wbs_rooms(const struct xn_fit_case *c, double most, struct xn_reason *reason)
{
    xn_reason_text(reason, "entitlement", c->dwelling->entitlement);
    xn_reason_compare(reason, "rooms", c->dwelling->rooms, "needed", most);
}

void xn_fill_wbs_size(const struct xn_fit_case *c, struct xn_reason *reason)
{
    const struct xn_wbs_size most = xn_wbs_size_of(c->policy, c->household);
    if (isnan(most.area_m2))
        fill_wbs_rooms(c, most.rooms, reason);
    else
        fill_wbs_area(c, most.area_m2, reason);
    if (isnan(most.area_m2) || isnan(most.rooms))
        return;
    reason->english = XN_N("The floor area is {area} m² and the number of rooms is {rooms}; the entitlement "
                           "{entitlement} allows this household at most {needed} m² or this number of rooms: "
                           "{needed_rooms}.");
    xn_reason_measure(reason, "rooms", c->dwelling->rooms);
    xn_reason_measure(reason, "needed_rooms", most.rooms);
}

void xn_fill_wbs_size_to_check(const struct xn_fit_case *c, struct xn_reason *reason)
{
    const struct xn_wbs_size most = xn_wbs_size_of(c->policy, c->household);
    const bool by_area = !isnan(most.area_m2);
    if (by_area)
        reason->english = XN_N("The entitlement {entitlement} allows this household at most {needed} m²: "
                               "please ask the corporation for the floor area.");
    xn_reason_text(reason, "entitlement", c->dwelling->entitlement);
    xn_reason_measure(reason, "needed", by_area ? most.area_m2 : most.rooms);
    xn_reason_is_needed(reason);
}

void xn_fill_allowance(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_compare_money(reason, "rent", c->dwelling->rent_net_eur, "limit",
                            xn_allowance_rent_eur(c->policy, c->household));
    xn_reason_number(reason, "persons", c->household->size, 0);
}

void xn_fill_allowance_to_check(const struct xn_fit_case *c, struct xn_reason *reason)
{
    xn_reason_number(reason, "persons", c->household->size, 0);
    xn_reason_money(reason, "limit", xn_allowance_rent_eur(c->policy, c->household));
    xn_reason_is_needed(reason);
}
