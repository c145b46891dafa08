/* utility.c - what a ranked dwelling costs a batch: the list's order as one number.
 *
 * The order compares parts one after the other; here each part is a digit of a mixed-radix number, the first
 * part the leading digit. Three parts are digits by nature (known step-free, tier, nothing to check). The
 * others are measures, cut into steps that mean the same for every household, and the last step is "that or
 * worse". So the number agrees with the list wherever two dwellings are a step apart.
 */
#include "order.h"
#include <math.h>

enum { STEPS_OF_EFFECT = 50, STEPS_OF_NEEDS = 50, STEPS_OF_RENT = 20 };

static const int radix[XN_ORDER_PARTS] = {
    [XN_ORDER_STEP_FREE] = 2,
    [XN_ORDER_KNOWN] = 2,
    [XN_ORDER_TIER] = 3,
    [XN_ORDER_EFFECT] = STEPS_OF_EFFECT,
    [XN_ORDER_NEEDS] = STEPS_OF_NEEDS,
    [XN_ORDER_RENT] = STEPS_OF_RENT,
};

/* The step that holds a measure of 0 or more; what is missing has the last one, as in the list. */
static int step_of(double measure, double width, int n_steps)
{
    return isnan(measure) ? n_steps - 1 : (int)fmin(floor(measure / width), n_steps - 1);
}

/* Steps of the policy's band around "no change", which has the middle one. */
static int effect_digit(const struct xn_ranking_request *request, const struct xn_ranked *row)
{
    const int64_t middle = STEPS_OF_EFFECT / 2;
    if (!request->effect)
        return 0;
    if (row->effect_band <= -middle)
        return 0;
    return row->effect_band < middle - 1 ? (int)(row->effect_band + middle) : STEPS_OF_EFFECT - 1;
}

static int digit_of(const struct xn_ranking_request *request, const struct xn_ranked *row,
                    enum xn_order_part part)
{
    switch (part) {
    case XN_ORDER_STEP_FREE:
        return (row->fit.unknown >> XN_FIT_STEP_FREE) & 1;
    case XN_ORDER_KNOWN:
        return row->fit.unknown != 0;
    case XN_ORDER_TIER:
        return (int)row->tier;
    case XN_ORDER_EFFECT:
        return effect_digit(request, row);
    case XN_ORDER_NEEDS:
        return request->household->n_ties == 0
                   ? 0
                   : step_of(row->tie_distance_m, XN_UTILITY_STEP_M, STEPS_OF_NEEDS);
    case XN_ORDER_RENT:
        return step_of(row->rent_burden_eur, XN_UTILITY_STEP_EUR, STEPS_OF_RENT);
    }
    return 0;
}

int32_t xn_ranking_utility(const struct xn_ranking_request *request, const struct xn_ranked *row)
{
    const struct xn_order order = xn_order_of(request->policy, request->household);
    int32_t cost = 0, weight = 1;
    for (size_t i = order.n_parts; i-- > 0; weight *= radix[order.part[i]])
        if (order.part[i] != XN_ORDER_STEP_FREE)
            cost += weight * digit_of(request, row, order.part[i]);
    return cost + XN_UTILITY_STEP_FREE * digit_of(request, row, XN_ORDER_STEP_FREE);
}
