/* search_state.h - inside of a ruin-and-recreate search: what its rounds, its ruins and its new placings
 * share.
 *
 * A round takes some households out of the plan (ruin.c) and places them anew (recreate.c); ruin_recreate.c
 * decides what is kept. Whoever is out stands in `waiting`.
 */
#ifndef XENIA_HOUSING_SEARCH_STATE_H
#define XENIA_HOUSING_SEARCH_STATE_H

#include "quota.h"
#include "ruin_recreate.h"
#include "xenia/random.h"

#define RUIN_MAX 24 /* households taken out in a round */
#define RETRY_MAX 4 /* unplaced households that are tried besides them */
#define WAITING_MAX (RUIN_MAX + RETRY_MAX + 1)

struct place {
    int64_t priced; /* cost + weight * prices of quotas + price of the dwelling */
    uint32_t arc, dwelling;
};

struct waiting {
    int64_t key;
    uint32_t household;
};

struct xn_search {
    const struct xn_batch *batch;
    const struct xn_quota_forest *forest; /* NULL: the quotas cross */
    struct xn_arena *arena;
    struct place *place; /* of each household, the cheapest first; as batch->first_arc */
    int64_t *priced;     /* of each arc */
    int64_t unplaced_cost;
    double spread;                   /* mean difference between the two cheapest places of a household */
    uint32_t *first_member, *member; /* dwellings of each quota */
    struct xn_plan now;
    uint32_t *best_arc, best_n_unplaced;
    int64_t best_cost;
    struct waiting waiting[WAITING_MAX];
    size_t n_waiting;
    int64_t reach, dearest; /* of the places that a round accepts: above the cheapest, and at all */
    uint32_t blink_in;      /* one place in so many is overlooked in this round */
    struct xn_random random;
    size_t episode_round, episode_length;
};

static inline uint32_t below(struct xn_search *search, uint32_t bound)
{
    return xn_random_below(&search->random, bound);
}

static inline int64_t weight_of(const struct xn_search *search, uint32_t household)
{
    return search->batch->weight[household];
}

static inline const struct place *first_place(const struct xn_search *search, uint32_t household)
{
    return search->place + search->batch->first_arc[household];
}

static inline uint32_t n_places(const struct xn_search *search, uint32_t household)
{
    return search->batch->first_arc[household + 1] - search->batch->first_arc[household];
}

/* How much dearer the household stands than at its cheapest, prices counted. */
static inline int64_t regret(const struct xn_search *search, uint32_t household)
{
    const uint32_t arc = search->now.arc[household];
    int64_t cheapest = search->unplaced_cost;
    if (n_places(search, household) > 0 && first_place(search, household)->priced < cheapest)
        cheapest = first_place(search, household)->priced;
    return (arc == XN_NO_ARC ? search->unplaced_cost : search->priced[arc]) - cheapest;
}

static inline void wait_for_place(struct xn_search *search, uint32_t household)
{
    search->waiting[search->n_waiting++].household = household;
}

/* Takes out households that are in each other's way, in one of several manners. */
void xn_search_ruin(struct xn_search *search);
/* Places one household at the cheapest place with room that the round accepts, if there is one. */
void xn_search_insert(struct xn_search *search, uint32_t household);
/* Places those who wait, and some of the unplaced, one after the other in an order of the round's own. */
void xn_search_recreate(struct xn_search *search);

#endif
