/* entitlement.c - what the codes that a household holds allow it.
 *
 * Codes stand in for what is not stored: an income, a certificate (RULES R12). The figures behind them change
 * with the year and the place and so belong to the policy; what a certificate states itself goes before them.
 */
#include "entitlement.h"
#include <math.h>
#include <string.h>
#include <strings.h>

bool xn_holds(const struct xn_household *household, const char *code)
{
    for (size_t i = 0; i < household->n_entitlements; i++)
        if (xn_compare_ignoring_case(household->entitlement[i], code) == 0)
            return true;
    return false;
}

bool xn_entitled_to(const struct xn_household *household, const char *required)
{
    return xn_holds(household, required) ||
           (xn_compare_ignoring_case(required, XN_CODE_DAEB) == 0 && xn_holds(household, XN_CODE_ALLOWANCE));
}

double xn_by_size_at(const struct xn_by_size *table, int persons)
{
    if (table->n == 0 && table->more <= 0)
        return NAN;
    const size_t size = (size_t)persons;
    if (size <= table->n)
        return table->value[size - 1];
    return (table->n ? table->value[table->n - 1] : 0) + table->more * (double)(size - table->n);
}

bool xn_asks_for_wbs(const struct xn_dwelling *dwelling)
{
    const size_t length = strlen(XN_CODE_WBS);
    const char *code = dwelling->entitlement;
    return strncasecmp(code, XN_CODE_WBS, length) == 0 && (code[length] == '\0' || code[length] == '-');
}

/* The number at the end of the code that starts so; NAN: no such code. */
static double stated(const struct xn_household *household, const char *start)
{
    double number = NAN;
    for (size_t i = 0; i < household->n_entitlements; i++)
        if (strncasecmp(household->entitlement[i], start, strlen(start)) == 0 &&
            xn_parse_double(household->entitlement[i] + strlen(start), &number))
            return number;
    return NAN;
}

struct xn_wbs_size xn_wbs_size_of(const struct xn_policy *policy, const struct xn_household *household)
{
    struct xn_wbs_size size = {stated(household, XN_CODE_WBS_AREA), stated(household, XN_CODE_WBS_ROOMS)};
    if (isnan(size.area_m2) && isnan(size.rooms)) {
        size.area_m2 = xn_by_size_at(&policy->wbs_area_m2, household->size);
        size.rooms = xn_by_size_at(&policy->wbs_rooms, household->size);
    }
    size.area_m2 += policy->wbs_tolerance_m2;
    return size;
}

double xn_allowance_rent_eur(const struct xn_policy *policy, const struct xn_household *household)
{
    return xn_holds(household, XN_CODE_ALLOWANCE)
               ? xn_by_size_at(&policy->allowance_rent_eur, household->size)
               : NAN;
}

double xn_income_up_to_eur(const struct xn_policy *policy, const struct xn_household *household)
{
    double least = INFINITY;
    for (size_t i = 0; i < policy->n_incomes; i++)
        if (xn_holds(household, policy->income[i].code))
            least = fmin(least, policy->income[i].up_to_eur);
    return least;
}
