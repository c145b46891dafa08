/* entitlement.h - what the codes that a household holds allow it. */
#ifndef XENIA_HOUSING_ENTITLEMENT_H
#define XENIA_HOUSING_ENTITLEMENT_H

#include "xenia/housing.h"

bool xn_holds(const struct xn_household *household, const char *code);
/* May it have what asks for this code? */
bool xn_entitled_to(const struct xn_household *household, const char *required);

/* The largest dwelling that the household's WBS allows, with the policy's tolerance; NAN: no limit known. */
struct xn_wbs_size {
    double area_m2, rooms;
};
bool xn_asks_for_wbs(const struct xn_dwelling *dwelling);
struct xn_wbs_size xn_wbs_size_of(const struct xn_policy *policy, const struct xn_household *household);

/* The highest rent that suits it (passend toewijzen); NAN: any. */
double xn_allowance_rent_eur(const struct xn_policy *policy, const struct xn_household *household);

/* Its income is not above this, by one of its codes; INFINITY: no code tells. */
double xn_income_up_to_eur(const struct xn_policy *policy, const struct xn_household *household);

#endif
