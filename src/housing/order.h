/* order.h - the order of a ranking as comparable keys.
 *
 * A row's key is a few unsigned words, less is better, compared from the first to the last. Keys are
 * functions of the row alone, so a row with one thing changed can be put into a finished ranking by binary
 * search.
 */
#ifndef XENIA_HOUSING_ORDER_H
#define XENIA_HOUSING_ORDER_H

#include "xenia/housing.h"

enum xn_order_part {
    XN_ORDER_STEP_FREE, /* known to be step-free, or not needed */
    XN_ORDER_KNOWN,     /* nothing to check */
    XN_ORDER_TIER,
    XN_ORDER_EFFECT,
    XN_ORDER_NEEDS,
    XN_ORDER_RENT
};
#define XN_ORDER_PARTS 6

struct xn_order {
    enum xn_order_part part[XN_ORDER_PARTS];
    size_t n_parts;
};

struct xn_order_key {
    uint64_t word[XN_ORDER_PARTS]; /* beyond n_parts: 0 */
};

/* The order that a policy and the household's own wishes ask for. */
struct xn_order xn_order_of(const struct xn_policy *policy, const struct xn_household *household);
bool xn_order_has(const struct xn_order *order, enum xn_order_part part);
struct xn_order_key xn_order_key_of(const struct xn_order *order, const struct xn_ranked *row);

/* Position of the first word that differs; XN_ORDER_PARTS when the keys are equal. */
static inline size_t xn_order_difference(const struct xn_order_key *a, const struct xn_order_key *b)
{
    size_t i = 0;
    while (i < XN_ORDER_PARTS && a->word[i] == b->word[i])
        i++;
    return i;
}

/* Does the distance to ties come before the tier, by the household's own wish? */
bool xn_care_orders(const struct xn_household *household);

/* What decides between equal keys: lots that anybody with the request can draw again. What they have in
 * common is hashed once. */
struct xn_lots {
    struct xn_hash_key key;   /* of the snapshot */
    struct xn_digest request; /* the request's digest, already fed */
};
struct xn_lots xn_lots_of(const char *snapshot, const char *request_digest);
uint64_t xn_lots_draw(const struct xn_lots *lots, const char *dwelling_id);
/* A single one. */
uint64_t xn_lot_of(const char *snapshot, const char *request_digest, const char *dwelling_id);

#endif
