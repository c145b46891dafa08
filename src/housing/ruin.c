/* ruin.c - who is taken out of a plan: rivals for a place, those under a quota, anybody, or whoever is in the
 * way of one that is forced in (an ejection).
 */
#include "search_state.h"

#define CANDIDATES 12 /* of which the one that stands worst is chosen to gain a place */
#define VICTIMS 2     /* of which the one that stands worse has to leave a quota */

static void take_out(struct xn_search *search, uint32_t household)
{
    if (search->n_waiting == RUIN_MAX)
        return;
    xn_plan_move(&search->now, household, XN_NO_ARC);
    wait_for_place(search, household);
}

/* One of those who stand under a quota, rather one who stands badly; XN_NOBODY after a few attempts. */
static uint32_t choose_victim(struct xn_search *search, uint32_t quota)
{
    const uint32_t first = search->first_member[quota], n = search->first_member[quota + 1] - first;
    uint32_t chosen = XN_NOBODY;
    for (int attempt = 0, found = 0; attempt < 24 && found < VICTIMS; attempt++) {
        const uint32_t holder = search->now.holder[search->member[first + below(search, n)]];
        if (holder == XN_NOBODY)
            continue;
        found++;
        if (chosen == XN_NOBODY || regret(search, holder) > regret(search, chosen))
            chosen = holder;
    }
    return chosen;
}

/* Somebody unplaced, or of some households the one that stands worst. */
static uint32_t choose_household(struct xn_search *search)
{
    if (search->now.n_unplaced > 0 && below(search, 3) == 0)
        return search->now.unplaced[below(search, search->now.n_unplaced)];
    uint32_t chosen = below(search, search->batch->n_households);
    for (int k = 1; k < CANDIDATES; k++) {
        const uint32_t other = below(search, search->batch->n_households);
        if (regret(search, other) > regret(search, chosen))
            chosen = other;
    }
    return chosen;
}

/* The household and those who hold its cheap places. */
static void ruin_rivals(struct xn_search *search, uint32_t household)
{
    const uint32_t n = 2 + below(search, 8);
    const struct place *const place = first_place(search, household);
    for (uint32_t k = 0; k < n_places(search, household) && search->n_waiting < n; k++) {
        const uint32_t holder = search->now.holder[place[k].dwelling];
        if (holder != XN_NOBODY && below(search, 4) > 0)
            take_out(search, holder);
    }
}

/* The household and some who stand under one quota of a dwelling that it could have. */
static void ruin_quota(struct xn_search *search, uint32_t household)
{
    const struct xn_batch *const batch = search->batch;
    const uint32_t n = 1 + below(search, 8);
    const uint32_t dwelling =
        first_place(search, household)[below(search, n_places(search, household))].dwelling;
    const uint32_t n_quotas = batch->first_quota[dwelling + 1] - batch->first_quota[dwelling];
    if (n_quotas == 0)
        return;
    const uint32_t quota = batch->dwelling_quota[batch->first_quota[dwelling] + below(search, n_quotas)];
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t victim = choose_victim(search, quota);
        if (victim != XN_NOBODY)
            take_out(search, victim);
    }
}

/* The household and some others, whoever they are. */
static void ruin_anywhere(struct xn_search *search)
{
    for (uint32_t n = 1 + below(search, 8); n > 0; n--) {
        const uint32_t other = below(search, search->batch->n_households);
        if (search->now.arc[other] != XN_NO_ARC)
            take_out(search, other);
    }
}

static void make_room(struct xn_search *search, uint32_t dwelling, int64_t weight)
{
    const struct xn_batch *const batch = search->batch;
    if (search->now.holder[dwelling] != XN_NOBODY)
        take_out(search, search->now.holder[dwelling]);
    for (uint32_t k = batch->first_quota[dwelling]; k < batch->first_quota[dwelling + 1]; k++) {
        const uint32_t quota = batch->dwelling_quota[k];
        for (int attempt = 0; attempt < 8 && search->now.room[quota] < weight; attempt++) {
            const uint32_t victim = choose_victim(search, quota);
            if (victim != XN_NOBODY)
                take_out(search, victim);
        }
    }
}

/* An ejection: the household, which stands nowhere now, takes one of its cheaper places, and whoever is in
 * the way has to leave. */
static void force_in(struct xn_search *search, uint32_t household)
{
    uint32_t rank = 0;
    while (rank + 1 < n_places(search, household) && below(search, 3) > 0)
        rank++;
    const struct place *const place = first_place(search, household) + rank;
    make_room(search, place->dwelling, weight_of(search, household));
    if (xn_plan_has_room(&search->now, place->dwelling, weight_of(search, household)))
        xn_plan_move(&search->now, household, place->arc);
    else
        wait_for_place(search, household);
}

void xn_search_ruin(struct xn_search *search)
{
    const uint32_t household = choose_household(search), way = below(search, 8);
    if (n_places(search, household) == 0)
        return;
    xn_plan_move(&search->now, household, XN_NO_ARC);
    if (way >= 4) {
        force_in(search, household);
        return;
    }
    wait_for_place(search, household);
    if (way < 2)
        ruin_rivals(search, household);
    else if (way < 3)
        ruin_quota(search, household);
    else
        ruin_anywhere(search);
}
