/* recreate.c - placing those who wait anew: one after the other, each at the cheapest place with room that
 * the round accepts, now and then overlooking one (Christiaens & Vanden Berghe 2020's blinks).
 */
#include "search_state.h"

/* The places that this round accepts: so many of the cheapest. */
static bool is_acceptable(const struct xn_search *search, const struct place *place,
                          const struct place *first)
{
    return place->priced <= search->dearest && place->priced - first->priced <= search->reach;
}

/* The cheapest acceptable place with room, and how much dearer the next is; NULL: none. */
static const struct place *cheapest(const struct xn_search *search, uint32_t household,
                                    int64_t *ret_difference)
{
    const struct place *const place = first_place(search, household), *found = NULL;
    const uint32_t n = n_places(search, household);
    for (uint32_t k = 0; k < n && is_acceptable(search, &place[k], place); k++) {
        if (!xn_plan_has_room(&search->now, place[k].dwelling, weight_of(search, household)))
            continue;
        if (found) {
            *ret_difference = place[k].priced - found->priced;
            return found;
        }
        found = &place[k];
    }
    *ret_difference = found ? search->unplaced_cost - found->priced : 0;
    return found;
}

void xn_search_insert(struct xn_search *search, uint32_t household)
{
    const struct place *const place = first_place(search, household);
    const uint32_t n = n_places(search, household);
    for (uint32_t k = 0; k < n && is_acceptable(search, &place[k], place); k++)
        if (xn_plan_has_room(&search->now, place[k].dwelling, weight_of(search, household)) &&
            below(search, search->blink_in) > 0) {
            xn_plan_move(&search->now, household, place[k].arc);
            return;
        }
}

static bool is_waiting(const struct xn_search *search, uint32_t household)
{
    for (size_t i = 0; i < search->n_waiting; i++)
        if (search->waiting[i].household == household)
            return true;
    return false;
}

static void add_unplaced(struct xn_search *search)
{
    for (int k = 0; k < RETRY_MAX && search->now.n_unplaced > 0; k++) {
        const uint32_t household = search->now.unplaced[below(search, search->now.n_unplaced)];
        if (!is_waiting(search, household))
            wait_for_place(search, household);
    }
}

enum order { AT_RANDOM, SMALLEST_FIRST, LARGEST_DIFFERENCE_FIRST, CHEAPEST_FIRST, ORDERS };

static int64_t key_of(struct xn_search *search, uint32_t household, enum order order)
{
    int64_t difference;
    const struct place *place;
    switch (order) {
    case SMALLEST_FIRST:
        return weight_of(search, household);
    case LARGEST_DIFFERENCE_FIRST:
        cheapest(search, household, &difference);
        return -difference;
    case CHEAPEST_FIRST:
        place = cheapest(search, household, &difference);
        return place ? place->priced : INT64_MAX;
    default:
        return xn_random_u32(&search->random);
    }
}

/* By insertion: there are few. */
static void sort_waiting(struct xn_search *search)
{
    const enum order order = (enum order)below(search, ORDERS);
    for (size_t i = 0; i < search->n_waiting; i++) {
        const uint32_t household = search->waiting[i].household;
        const struct waiting own = {key_of(search, household, order), household};
        size_t at = i;
        for (; at > 0 && search->waiting[at - 1].key > own.key; at--)
            search->waiting[at] = search->waiting[at - 1];
        search->waiting[at] = own;
    }
}

void xn_search_recreate(struct xn_search *search)
{
    add_unplaced(search);
    sort_waiting(search);
    for (size_t i = 0; i < search->n_waiting; i++)
        xn_search_insert(search, search->waiting[i].household);
}
