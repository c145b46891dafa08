/* ruin_recreate.c - see ruin_recreate.h.
 *
 * The constants were tuned on city batches of 1,000 households (tests/bench/persons_bench.c). Acceptance is
 * that of simulated annealing: worse by less than temperature times an exponential random number, whose
 * logarithm is our own, because libraries differ in the last digit.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "search_state.h"
#include "size_flow.h"

#define ROUNDS_PER_HOUSEHOLD 75 /* of the first episode */
#define HOUSEHOLDS_LEAST 50     /* for the length of an episode: small batches need as many */
#define EPISODE_GROWTH 4
#define BLINK_IN 50      /* one place in so many is overlooked (Christiaens & Vanden Berghe's blinks) */
#define BLINK_OFTEN_IN 4 /* and in one round of eight */
#define PLACING_FIRST 4  /* times the unplaced cost counts in what is accepted */
#define CLOCK_EVERY 64   /* rounds between two looks at the clock */
#define HOTTEST 5.0      /* temperature at the beginning, in mean differences between two places */
#define REACH_COLD 0.4   /* how much dearer than its cheapest a place may be: in the same measure */
#define REACH_HOT 10.0   /* and in temperatures */
#define SIZE_EVERY 5     /* times the households: rounds between two sizes that are placed anew */
#define SIZE_LAST 4      /* in the last quarter of an episode, which is cold */
#define SIZE_REACH 5.0   /* how much dearer than its cheapest a place may be then: mean differences */

static size_t rounds_for(const struct xn_batch *batch, size_t each)
{
    return each * (batch->n_households > HOUSEHOLDS_LEAST ? batch->n_households : HOUSEHOLDS_LEAST);
}

size_t xn_search_first_episode(const struct xn_batch *batch)
{
    return rounds_for(batch, ROUNDS_PER_HOUSEHOLD);
}

static double temperature(const struct xn_search *search)
{
    const double left = 1 - (double)search->episode_round / (double)search->episode_length;
    return HOTTEST * search->spread * left * left;
}

/* --- rounds --------------------------------------------------------------------------------------------- */

/* -ln u of a uniform u. The logarithm of the mantissa is the series of 2 atanh z, good to about 1e-7. */
static double exponential(struct xn_random *random)
{
    int exponent;
    const double mantissa = frexp(1 - xn_random_uniform(random), &exponent); /* 0.5 .. 1 */
    const double z = (mantissa - 0.75) / (mantissa + 0.75), square = z * z;
    const double series = 2 * z * (1 + square * (1.0 / 3 + square * (1.0 / 5 + square / 7)));
    const double ln_2 = 0.69314718055994531, ln_three_quarters = -0.28768207245178093;
    return -(series + ln_three_quarters + exponent * ln_2);
}

/* Placing comes first: the price of one more may be several of the others' moving to much dearer places. */
static int64_t objective(const struct xn_search *search)
{
    return search->now.cost + PLACING_FIRST * search->unplaced_cost * (int64_t)search->now.n_unplaced;
}

static void keep_if_best(struct xn_search *search)
{
    const struct xn_plan *const now = &search->now;
    if (now->n_unplaced > search->best_n_unplaced ||
        (now->n_unplaced == search->best_n_unplaced && now->cost >= search->best_cost))
        return;
    memcpy(search->best_arc, now->arc, search->batch->n_households * sizeof *search->best_arc);
    search->best_n_unplaced = now->n_unplaced;
    search->best_cost = now->cost;
}

/* Mostly only places that are worth their price; sometimes any, so that nobody stays out for a price alone.
 */
static void set_limits(struct xn_search *search)
{
    search->dearest = INT64_MAX;
    search->reach = INT64_MAX;
    search->blink_in = below(search, 8) > 0 ? BLINK_IN : BLINK_OFTEN_IN;
    if (below(search, 4) > 0)
        search->dearest = search->unplaced_cost + (int64_t)temperature(search);
    if (below(search, 8) > 0)
        search->reach = (int64_t)(REACH_COLD * HOTTEST * search->spread + REACH_HOT * temperature(search));
}

static void one_round(struct xn_search *search)
{
    const int64_t before = objective(search);
    search->n_waiting = 0;
    set_limits(search);
    xn_search_ruin(search);
    xn_search_recreate(search);
    keep_if_best(search);
    const double worse = (double)(objective(search) - before);
    if (worse > 0 && worse >= temperature(search) * exponential(&search->random))
        xn_plan_take_back(&search->now);
    else
        xn_plan_accept(&search->now);
}

static void next_episode(struct xn_search *search)
{
    search->episode_round = 0;
    search->episode_length *= EPISODE_GROWTH;
    xn_plan_begin_from(&search->now, search->best_arc);
}

static bool is_time_for_a_size(const struct xn_search *search)
{
    const size_t every = rounds_for(search->batch, SIZE_EVERY);
    const size_t left = search->episode_length - search->episode_round;
    return search->forest && left < search->episode_length / SIZE_LAST && left % every == 0;
}

/* The size of anybody, so that frequent sizes come more often. */
static enum xn_status place_size_anew(struct xn_search *search, struct xn_error *err)
{
    const struct xn_size_flow flow = {search->forest, search->priced, (int64_t)(SIZE_REACH * search->spread)};
    const uint32_t weight = search->batch->weight[below(search, search->batch->n_households)];
    XN_TRY(xn_size_flow_improve(&flow, weight, &search->now, err));
    keep_if_best(search);
    return XN_OK;
}

enum xn_status xn_search_run(struct xn_search *search, size_t rounds, double deadline_s, size_t *done,
                             struct xn_error *err)
{
    if (search->batch->n_households == 0)
        return XN_OK;
    for (size_t i = 0; i < rounds && (i % CLOCK_EVERY > 0 || !xn_past(deadline_s)); i++, (*done)++) {
        one_round(search);
        search->episode_round++;
        if (is_time_for_a_size(search))
            XN_TRY(place_size_anew(search, err));
        if (search->episode_round == search->episode_length)
            next_episode(search);
    }
    return XN_OK;
}

const uint32_t *xn_search_best(const struct xn_search *search, uint32_t *ret_n_unplaced, int64_t *ret_cost)
{
    *ret_n_unplaced = search->best_n_unplaced;
    *ret_cost = search->best_cost;
    return search->best_arc;
}

/* --- beginning ------------------------------------------------------------------------------------------ */

static int compare_places(const void *left, const void *right)
{
    const struct place *const a = left, *const b = right;
    if (a->priced != b->priced)
        return (a->priced > b->priced) - (a->priced < b->priced);
    return (a->arc > b->arc) - (a->arc < b->arc);
}

static void price_household(struct xn_search *search, uint32_t household,
                            const struct xn_lagrangian *lagrangian)
{
    const struct xn_batch *const batch = search->batch;
    struct place *const place = search->place + batch->first_arc[household];
    for (uint32_t k = 0; k < n_places(search, household); k++) {
        const uint32_t arc = batch->first_arc[household] + k, dwelling = batch->arc_dwelling[arc];
        search->priced[arc] = xn_lagrangian_priced(batch, lagrangian, household, arc);
        place[k] = (struct place){search->priced[arc], arc, dwelling};
    }
    qsort(place, n_places(search, household), sizeof *place, compare_places);
}

static double mean_difference(const struct xn_search *search)
{
    double sum = 0;
    for (uint32_t h = 0; h < search->batch->n_households; h++)
        if (n_places(search, h) > 1)
            sum += (double)(first_place(search, h)[1].priced - first_place(search, h)[0].priced);
    return search->batch->n_households > 0 ? sum / search->batch->n_households : 0;
}

void xn_search_reprice(struct xn_search *search, const struct xn_lagrangian *lagrangian)
{
    for (uint32_t h = 0; h < search->batch->n_households; h++)
        price_household(search, h, lagrangian);
    search->unplaced_cost = lagrangian->unplaced_cost + lagrangian->unplaced_price;
    search->spread = mean_difference(search);
}

static void list_members(struct xn_search *search)
{
    const struct xn_batch *const batch = search->batch;
    uint32_t *const first = search->first_member; /* one place of shift: the ends grow while it is filled */
    for (uint32_t k = 0; k < batch->first_quota[batch->n_dwellings]; k++)
        first[batch->dwelling_quota[k] + 2]++;
    for (uint32_t q = 0; q < batch->n_quotas; q++)
        first[q + 2] += first[q + 1];
    for (uint32_t d = 0; d < batch->n_dwellings; d++)
        for (uint32_t k = batch->first_quota[d]; k < batch->first_quota[d + 1]; k++)
            search->member[first[batch->dwelling_quota[k] + 1]++] = d;
}

static enum xn_status allocate(struct xn_search *search, struct xn_error *err)
{
    const struct xn_batch *const batch = search->batch;
    struct xn_arena *const arena = search->arena;
    XN_TRY(XN_ARENA_ARRAY(arena, xn_batch_arcs(batch), &search->place, err));
    XN_TRY(XN_ARENA_ARRAY(arena, xn_batch_arcs(batch), &search->priced, err));
    XN_TRY(XN_ARENA_ARRAY(arena, (size_t)batch->n_quotas + 2, &search->first_member, err));
    XN_TRY(XN_ARENA_ARRAY(arena, batch->first_quota[batch->n_dwellings], &search->member, err));
    XN_TRY(XN_ARENA_ARRAY(arena, batch->n_households, &search->best_arc, err));
    return xn_plan_init(batch, (size_t)2 * WAITING_MAX + 2, arena, &search->now, err);
}

/* The assignment as far as there is room, and whoever finds a place besides. */
static void begin(struct xn_search *search, const uint32_t *arc)
{
    xn_plan_begin_from(&search->now, arc);
    search->dearest = search->reach = INT64_MAX;
    search->blink_in = BLINK_IN;
    for (uint32_t h = 0; h < search->batch->n_households; h++) {
        if (search->now.arc[h] == XN_NO_ARC)
            xn_search_insert(search, h);
        xn_plan_accept(&search->now);
    }
    search->best_n_unplaced = UINT32_MAX;
    keep_if_best(search);
}

enum xn_status xn_search_new(const struct xn_batch *batch, const struct xn_quota_forest *forest,
                             const struct xn_lagrangian *lagrangian, uint64_t seed, struct xn_search **ret,
                             struct xn_error *err)
{
    XN_AUTO(xn_search_free) struct xn_search *search = xn_calloc(1, sizeof *search);
    if (!search)
        return xn_fail_memory(err);
    search->batch = batch;
    search->forest = forest;
    search->arena = xn_arena_new();
    if (!search->arena)
        return xn_fail_memory(err);
    XN_TRY(allocate(search, err));
    search->random = xn_random_stream(seed, 0, 0);
    search->episode_length = xn_search_first_episode(batch);
    list_members(search);
    xn_search_reprice(search, lagrangian);
    begin(search, lagrangian->arc);
    *ret = XN_STEAL(search);
    return XN_OK;
}

void xn_search_free(struct xn_search *search)
{
    if (!search)
        return;
    xn_arena_free(search->arena);
    xn_free(search);
}
