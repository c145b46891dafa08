/* online.c - households arrive one by one, and each is answered before the next is known.
 *
 * A dwelling given away now may be missed later. How much, on average, is asked of sampled futures: as many
 * households as are still to come are drawn from the pool, placed as well as possible among what is left, and
 * the prices of dwellings and quotas in these placements, averaged, are what a household has to be worth. Who
 * waits because everything is dearer than staying unplaced asks again, in the order of arrival, after each
 * pricing and when all have come; then nothing has a price any more.
 */
#include <string.h>
#include "lagrangian.h"
#include "matching_internal.h"
#include "xenia/digest.h"
#include "xenia/random.h"

#define UNPLACED_COST (XN_MATCH_COST_MAX + 1)
#define FUTURES_DEFAULT 10
#define REFRESH_DEFAULT 20
#define FIRST_TIMES 4 /* so many times the futures for the first pricing */
#define NEWEST 0.3    /* weight of the newest pricing in the prices */
#define STEPS 40      /* of the ascent for the prices of quotas, begun at those of the last pricing */

struct office {
    const struct xn_match_problem *problem;
    const struct xn_batch *pool;
    struct xn_match_online_settings settings;
    struct xn_matching *matching;
    bool *taken;                /* n_dwellings */
    double *dwelling_price;     /* n_dwellings */
    double *quota_price;        /* n_quotas, per unit of weight */
    uint32_t *drawn;            /* households of the pool, shuffled as far as a sample has been drawn */
    size_t *waiting, n_waiting; /* who has come and is not placed, in order */
    size_t n_pricings;
};

/* --- one future ---------------------------------------------------------------------------------------- */

static int64_t room_left(const struct office *office, uint32_t quota)
{
    return office->problem->quota[quota].limit - office->matching->quota_used[quota];
}

static bool is_open(const struct office *office, size_t dwelling, int64_t weight)
{
    const struct xn_match_problem *const problem = office->problem;
    if (office->taken[dwelling])
        return false;
    for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++)
        if (room_left(office, problem->dwelling_quota[k]) < weight)
            return false;
    return true;
}

/* So many households of the pool, each once as long as there are enough (Fisher & Yates). */
static void draw_households(struct office *office, struct xn_random *random, size_t n, uint32_t *ret)
{
    const uint32_t n_pool = office->pool->n_households;
    for (size_t i = 0; i < n; i++) {
        const uint32_t at = (uint32_t)(i % n_pool), with = at + xn_random_below(random, n_pool - at);
        const uint32_t chosen = office->drawn[with];
        office->drawn[with] = office->drawn[at];
        office->drawn[at] = chosen;
        ret[i] = chosen;
    }
}

static enum xn_status allocate_future(const struct office *office, const uint32_t *household, size_t n,
                                      struct xn_arena *arena, struct xn_batch *future, struct xn_error *err)
{
    const struct xn_batch *const pool = office->pool;
    size_t n_arcs = 0;
    for (size_t i = 0; i < n; i++)
        n_arcs += pool->first_arc[household[i] + 1] - pool->first_arc[household[i]];
    XN_TRY(XN_ARENA_ARRAY(arena, n, &future->weight, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n + 1, &future->first_arc, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_arcs, &future->arc_dwelling, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_arcs, &future->arc_cost, err));
    return XN_ARENA_ARRAY(arena, pool->n_quotas, &future->limit, err);
}

/* The drawn households and what is still open to them, as a batch with the dwellings of the pool. */
static enum xn_status make_future(const struct office *office, const uint32_t *household, size_t n,
                                  struct xn_arena *arena, struct xn_batch *ret, struct xn_error *err)
{
    const struct xn_batch *const pool = office->pool;
    struct xn_batch future = *pool;
    future.n_households = (uint32_t)n;
    XN_TRY(allocate_future(office, household, n, arena, &future, err));
    for (uint32_t q = 0; q < pool->n_quotas; q++)
        future.limit[q] = room_left(office, q);
    uint32_t at = 0;
    for (size_t i = 0; i < n; i++) {
        future.weight[i] = pool->weight[household[i]];
        for (uint32_t a = pool->first_arc[household[i]]; a < pool->first_arc[household[i] + 1]; a++) {
            if (!is_open(office, pool->dwelling_origin[pool->arc_dwelling[a]], future.weight[i]))
                continue;
            future.arc_dwelling[at] = pool->arc_dwelling[a];
            future.arc_cost[at++] = pool->arc_cost[a];
        }
        future.first_arc[i + 1] = at;
    }
    *ret = future;
    return XN_OK;
}

/* Cost of an arc with the prices of its quotas. */
static int64_t quota_priced(const struct xn_batch *future, const struct xn_lagrangian *lagrangian,
                            uint32_t household, uint32_t arc)
{
    return xn_lagrangian_priced(future, lagrangian, household, arc) -
           lagrangian->dwelling_price[future->arc_dwelling[arc]];
}

/* What it costs a household when its dwelling is taken away: the next best, and what whoever is there loses.
 */
static int64_t loss_of(const struct xn_batch *future, const struct xn_lagrangian *lagrangian,
                       uint32_t household, const int64_t *loss)
{
    const uint32_t own = lagrangian->arc[household];
    int64_t best = UNPLACED_COST;
    for (uint32_t a = future->first_arc[household]; a < future->first_arc[household + 1]; a++) {
        const int64_t cost = quota_priced(future, lagrangian, household, a) + loss[future->arc_dwelling[a]];
        if (a != own && cost < best)
            best = cost;
    }
    return best - quota_priced(future, lagrangian, household, own);
}

/* The price of a dwelling is not unique: what one more would save is its least, what one less would cost its
 * greatest value, and giving one away is one less. Those are shortest paths in the optimal assignment, found
 * by sweeps (Bellman & Ford) that begin with everybody who loses a dwelling staying unplaced. */
static void find_losses(const struct xn_batch *future, const struct xn_lagrangian *lagrangian,
                        int64_t *ret_loss)
{
    for (uint32_t h = 0; h < future->n_households; h++)
        if (lagrangian->arc[h] != XN_NO_ARC)
            ret_loss[future->arc_dwelling[lagrangian->arc[h]]] =
                UNPLACED_COST - quota_priced(future, lagrangian, h, lagrangian->arc[h]);
    bool changed = true;
    for (uint32_t sweep = 0; changed && sweep < future->n_households; sweep++) {
        changed = false;
        for (uint32_t h = 0; h < future->n_households; h++) {
            if (lagrangian->arc[h] == XN_NO_ARC)
                continue;
            const int64_t loss = loss_of(future, lagrangian, h, ret_loss);
            const uint32_t dwelling = future->arc_dwelling[lagrangian->arc[h]];
            changed = changed || loss < ret_loss[dwelling];
            ret_loss[dwelling] = loss < ret_loss[dwelling] ? loss : ret_loss[dwelling];
        }
    }
}

/* Adds the prices of one future to the sums. */
static enum xn_status price_future(const struct office *office, const uint32_t *household, size_t n,
                                   double *dwelling_sum, double *quota_sum, struct xn_error *err)
{
    XN_AUTO(xn_relaxation_free) struct xn_relaxation *relaxation = NULL;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_batch future;
    struct xn_lagrangian lagrangian;
    int64_t *loss = NULL;
    if (!arena)
        return xn_fail_memory(err);
    XN_TRY(make_future(office, household, n, arena, &future, err));
    XN_TRY(xn_relaxation_new(&future, &relaxation, err));
    XN_TRY(xn_lagrangian_init(&future, arena, &lagrangian, err));
    lagrangian.unplaced_cost = UNPLACED_COST;
    lagrangian.target = (int64_t)UNPLACED_COST * (int64_t)n;
    for (uint32_t q = 0; q < future.n_quotas; q++)
        lagrangian.price[q] = (int64_t)office->quota_price[q];
    XN_TRY(xn_lagrangian_ascend(&future, relaxation, STEPS, &lagrangian, err));
    XN_TRY(XN_ARENA_ARRAY(arena, future.n_dwellings, &loss, err));
    find_losses(&future, &lagrangian, loss);
    for (uint32_t d = 0; d < future.n_dwellings; d++)
        dwelling_sum[office->pool->dwelling_origin[d]] += (double)loss[d];
    for (uint32_t q = 0; q < future.n_quotas; q++)
        quota_sum[q] += (double)lagrangian.price[q];
    return XN_OK;
}

/* --- pricing ------------------------------------------------------------------------------------------- */

/* The mean of the newest futures, and of older ones with less and less weight. */
static void set_prices(struct office *office, const double *dwelling_sum, const double *quota_sum, double n)
{
    const double newest = office->n_pricings == 0 ? 1 : NEWEST;
    for (size_t d = 0; d < office->problem->n_dwellings; d++)
        office->dwelling_price[d] += newest * (dwelling_sum[d] / n - office->dwelling_price[d]);
    for (size_t q = 0; q < office->problem->n_quotas; q++)
        office->quota_price[q] += newest * (quota_sum[q] / n - office->quota_price[q]);
}

static void drop_prices(struct office *office)
{
    memset(office->dwelling_price, 0, office->problem->n_dwellings * sizeof *office->dwelling_price);
    memset(office->quota_price, 0, office->problem->n_quotas * sizeof *office->quota_price);
}

/* Prices for `n_to_come` arrivals. */
static enum xn_status set_prices_anew(struct office *office, size_t n_to_come, struct xn_error *err)
{
    const size_t n_futures = office->settings.n_futures * (office->n_pricings == 0 ? FIRST_TIMES : 1);
    XN_CLEANUP(xn_free_pointer)
    double *dwelling_sum = xn_calloc(office->problem->n_dwellings, sizeof(double));
    XN_CLEANUP(xn_free_pointer) double *quota_sum = xn_calloc(office->problem->n_quotas, sizeof(double));
    XN_CLEANUP(xn_free_pointer) uint32_t *household = xn_calloc(n_to_come, sizeof *household);
    if (!dwelling_sum || !quota_sum || !household)
        return xn_fail_memory(err);
    const uint64_t seed = xn_keyed_hash("futures", office->problem->seed_text);
    for (size_t f = 0; f < n_futures && office->pool->n_households > 0; f++) {
        struct xn_random random = xn_random_stream(seed, office->n_pricings, (uint32_t)f);
        draw_households(office, &random, n_to_come, household);
        XN_TRY(price_future(office, household, n_to_come, dwelling_sum, quota_sum, err));
    }
    set_prices(office, dwelling_sum, quota_sum, (double)n_futures);
    office->n_pricings++;
    return XN_OK;
}

/* --- deciding ------------------------------------------------------------------------------------------ */

static double priced(const struct office *office, size_t household, size_t arc)
{
    const struct xn_match_problem *const problem = office->problem;
    const size_t dwelling = problem->arc_dwelling[arc];
    double surcharge = 0;
    for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++)
        surcharge += office->quota_price[problem->dwelling_quota[k]];
    return problem->arc_cost[arc] + office->dwelling_price[dwelling] +
           (double)xn_match_weight(problem, household) * surcharge;
}

/* The open arc that is cheapest with its prices, the first id among equals, unless being unplaced is cheaper.
 */
static size_t choose(const struct office *office, size_t household)
{
    const struct xn_match_problem *const problem = office->problem;
    size_t chosen = XN_NONE;
    double least = UNPLACED_COST;
    for (size_t a = problem->first_arc[household]; a < problem->first_arc[household + 1]; a++) {
        const size_t dwelling = problem->arc_dwelling[a];
        if (!is_open(office, dwelling, xn_match_weight(problem, household)))
            continue;
        const double own = priced(office, household, a);
        if (own < least ||
            (own == least &&
             (chosen == XN_NONE || strcmp(problem->dwelling_id[dwelling],
                                          problem->dwelling_id[problem->arc_dwelling[chosen]]) < 0))) {
            least = own;
            chosen = a;
        }
    }
    return chosen;
}

/* True when it is placed. */
static bool answer(struct office *office, size_t household)
{
    const size_t arc = choose(office, household);
    if (arc == XN_NONE)
        return false;
    xn_matching_place(office->problem, office->matching, household, arc);
    office->taken[office->problem->arc_dwelling[arc]] = true;
    return true;
}

static void ask_the_waiting_again(struct office *office)
{
    size_t n_still = 0;
    for (size_t i = 0; i < office->n_waiting; i++)
        if (!answer(office, office->waiting[i]))
            office->waiting[n_still++] = office->waiting[i];
    office->n_waiting = n_still;
}

static enum xn_status run(struct office *office, const size_t *arrival, struct xn_error *err)
{
    const size_t n = office->problem->n_households;
    for (size_t i = 0; i < n; i++) {
        const size_t household = arrival ? arrival[i] : i;
        if (i % office->settings.refresh_every == 0) {
            XN_TRY(set_prices_anew(office, n - i - 1, err));
            ask_the_waiting_again(office);
        }
        if (!answer(office, household))
            office->waiting[office->n_waiting++] = household;
    }
    drop_prices(office);
    ask_the_waiting_again(office);
    return XN_OK;
}

/* --- the whole ----------------------------------------------------------------------------------------- */

static enum xn_status check_pool(const struct xn_match_problem *problem, const struct xn_match_problem *pool,
                                 struct xn_error *err)
{
    XN_TRY(xn_fail_in(err, xn_match_check(pool, err), "the pool"));
    if (pool->n_dwellings != problem->n_dwellings || pool->n_quotas != problem->n_quotas ||
        pool->unit != problem->unit)
        return xn_fail(
            err, XN_ARGUMENT,
            "the pool has %zu dwellings and %zu quotas, wanted those of the batch: %zu and %zu, in "
            "the same unit",
            pool->n_dwellings, pool->n_quotas, problem->n_dwellings, problem->n_quotas);
    for (size_t d = 0; d < pool->n_dwellings; d++)
        if (strcmp(pool->dwelling_id[d], problem->dwelling_id[d]) != 0)
            return xn_fail(err, XN_ARGUMENT, "dwelling %zu of the pool is '%s', wanted '%s' as in the batch",
                           d, pool->dwelling_id[d], problem->dwelling_id[d]);
    return XN_OK;
}

static enum xn_status open_office(struct office *office, struct xn_arena *arena, struct xn_error *err)
{
    const struct xn_match_problem *const problem = office->problem;
    XN_TRY(XN_ARENA_ARRAY(arena, problem->n_dwellings, &office->taken, err));
    XN_TRY(XN_ARENA_ARRAY(arena, problem->n_dwellings, &office->dwelling_price, err));
    XN_TRY(XN_ARENA_ARRAY(arena, problem->n_quotas, &office->quota_price, err));
    XN_TRY(XN_ARENA_ARRAY(arena, problem->n_households, &office->waiting, err));
    XN_TRY(XN_ARENA_ARRAY(arena, office->pool->n_households, &office->drawn, err));
    for (uint32_t h = 0; h < office->pool->n_households; h++)
        office->drawn[h] = h;
    return XN_OK;
}

static struct xn_match_online_settings with_defaults(const struct xn_match_online_settings *settings)
{
    struct xn_match_online_settings own = {0};
    if (settings)
        own = *settings;
    if (own.n_futures == 0)
        own.n_futures = FUTURES_DEFAULT;
    if (own.refresh_every == 0)
        own.refresh_every = REFRESH_DEFAULT;
    return own;
}

enum xn_status xn_matching_online(const struct xn_match_problem *problem, const size_t *arrival,
                                  const struct xn_match_problem *pool,
                                  const struct xn_match_online_settings *settings, struct xn_matching **ret,
                                  struct xn_error *err)
{
    XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
    XN_AUTO(xn_batch_free) struct xn_batch *pool_batch = NULL;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    XN_TRY(xn_match_check(problem, err));
    XN_TRY(xn_match_check_arrival(problem, arrival, err));
    XN_TRY(check_pool(problem, pool, err));
    XN_TRY(xn_batch_new(pool, &pool_batch, err));
    XN_TRY(xn_matching_new(problem, &matching, err));
    struct office office = {
        .problem = problem, .pool = pool_batch, .settings = with_defaults(settings), .matching = matching};
    XN_TRY(open_office(&office, arena, err));
    XN_TRY(run(&office, arrival, err));
    XN_TRY(xn_matching_explain(problem, matching, err));
    *ret = XN_STEAL(matching);
    return XN_OK;
}
