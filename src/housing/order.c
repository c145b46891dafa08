/* order.c - from policy and wishes to the list of criteria, and from a row to its key. */
#include "order.h"
#include <math.h>

bool xn_order_has(const struct xn_order *order, enum xn_order_part part)
{
    for (size_t i = 0; i < order->n_parts; i++)
        if (order->part[i] == part)
            return true;
    return false;
}

static void add_part(struct xn_order *order, enum xn_order_part part)
{
    if (!xn_order_has(order, part))
        order->part[order->n_parts++] = part;
}

static void add_criterion(struct xn_order *order, enum xn_criterion criterion)
{
    switch (criterion) {
    case XN_BY_TIER:
        add_part(order, XN_ORDER_TIER);
        break;
    case XN_BY_EFFECT:
        add_part(order, XN_ORDER_EFFECT);
        break;
    case XN_BY_NEEDS:
        add_part(order, XN_ORDER_NEEDS);
        break;
    case XN_BY_RENT:
        add_part(order, XN_ORDER_RENT);
        break;
    case XN_BY_HASH: /* always last: xn_lots_draw */
        break;
    }
}

bool xn_care_orders(const struct xn_household *household)
{
    return household->filter_care && household->n_ties > 0;
}

/* Known fits come first within the tier when the tier leads, and in the whole list otherwise: either way no
 * dwelling with something to check stands before a known one of its tier. */
struct xn_order xn_order_of(const struct xn_policy *policy, const struct xn_household *household)
{
    struct xn_order order = {0};
    add_part(&order, XN_ORDER_STEP_FREE);
    const bool tier_leads = policy->n_criteria > 0 && policy->criterion[0] == XN_BY_TIER &&
                            !household->filter_own_wish && !xn_care_orders(household);
    if (tier_leads)
        add_part(&order, XN_ORDER_TIER);
    add_part(&order, XN_ORDER_KNOWN);
    if (xn_care_orders(household))
        add_part(&order, XN_ORDER_NEEDS);
    for (size_t i = 0; i < policy->n_criteria; i++)
        if (policy->criterion[i] != XN_BY_TIER || !household->filter_own_wish)
            add_criterion(&order, policy->criterion[i]);
    return order;
}

/* A measure of 0 or more in steps of 1 / per_unit; a missing one last. */
static uint64_t steps(double measure, double per_unit)
{
    if (isnan(measure))
        return UINT64_MAX;
    return (uint64_t)fmin(round(measure * per_unit), 9e15);
}

static uint64_t word_of(enum xn_order_part part, const struct xn_ranked *row)
{
    switch (part) {
    case XN_ORDER_STEP_FREE:
        return (row->fit.unknown >> XN_FIT_STEP_FREE) & 1;
    case XN_ORDER_KNOWN:
        return row->fit.unknown != 0;
    case XN_ORDER_TIER:
        return (uint64_t)row->tier;
    case XN_ORDER_EFFECT:
        return (uint64_t)row->effect_band ^ (UINT64_C(1) << 63); /* negative before positive */
    case XN_ORDER_NEEDS:
        return steps(row->tie_distance_m, 1);
    case XN_ORDER_RENT:
        return steps(row->rent_burden_eur, 100);
    }
    return 0;
}

struct xn_order_key xn_order_key_of(const struct xn_order *order, const struct xn_ranked *row)
{
    struct xn_order_key key = {{0}};
    for (size_t i = 0; i < order->n_parts; i++)
        key.word[i] = word_of(order->part[i], row);
    return key;
}

struct xn_lots xn_lots_of(const char *snapshot, const char *request_digest)
{
    struct xn_lots lots = {.key = xn_hash_key_of(snapshot)};
    xn_digest_init(&lots.request);
    xn_digest_text(&lots.request, request_digest);
    return lots;
}

uint64_t xn_lots_draw(const struct xn_lots *lots, const char *dwelling_id)
{
    struct xn_digest digest = lots->request;
    char lot[XN_DIGEST_HEX];
    xn_digest_text(&digest, dwelling_id);
    xn_digest_hex(&digest, lot);
    return xn_hash_under(&lots->key, lot);
}

uint64_t xn_lot_of(const char *snapshot, const char *request_digest, const char *dwelling_id)
{
    const struct xn_lots lots = xn_lots_of(snapshot, request_digest);
    return xn_lots_draw(&lots, dwelling_id);
}
