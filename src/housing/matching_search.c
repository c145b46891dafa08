/* matching_search.c - persons, or quotas that cross: the way from bound to search and back.
 *
 * Prices first, then a short search for a matching to beat, then sharper prices, then the long search, and in
 * the end the bound for matchings that place as many as the one found. Each part begins where the one before
 * has ended. The limits of the parts are numbers of steps and rounds, so the same problem gives the same
 * answer on every machine; a time limit, where there is one, can only end them earlier.
 */
#include "laminar_bound.h"
#include "ruin_recreate.h"
#include "xenia/digest.h"

#define UNPLACED_COST (XN_MATCH_COST_MAX + 1)
#define STEPS_FIRST 600 /* of the ascent */
#define STEPS_AGAIN 400
#define STEPS_LAST 100
#define EPISODES_SHORT 1    /* times the rounds of the first episode */
#define EPISODES_DEFAULT 85 /* 1 + 4 + 16 + 64: four whole episodes */

struct solver {
    const struct xn_batch *batch;
    struct xn_relaxation *relaxation;
    struct xn_lagrangian lagrangian;
    struct xn_search *search;
    struct xn_laminar_bound laminar;
    struct xn_quota_forest forest;
    size_t rounds;
};

/* --- is it proven? ------------------------------------------------------------------------------------- */

/* The better of both bounds. What a least number of unplaced costs is known for matchings with that many. */
static int64_t bound_of(const struct solver *solver)
{
    const struct xn_laminar_bound *const laminar = &solver->laminar;
    const bool as_many = solver->lagrangian.max_unplaced == laminar->n_unplaced;
    const int64_t floor = UNPLACED_COST * (int64_t)laminar->n_unplaced + (as_many ? laminar->cost : 0);
    return solver->lagrangian.bound > floor ? solver->lagrangian.bound : floor;
}

static bool bound_is_met(const struct solver *solver)
{
    return bound_of(solver) >= solver->lagrangian.target;
}

/* The objective alone proves nothing where one household more could be placed at a high cost. */
static bool is_proven(const struct solver *solver)
{
    return bound_is_met(solver) && solver->lagrangian.max_unplaced == solver->laminar.n_unplaced;
}

/* --- bound and search, in turn -------------------------------------------------------------------------- */

/* What is known from now on: the best matching of the search. */
static enum xn_status sharpen(struct solver *solver, size_t steps, struct xn_error *err)
{
    struct xn_lagrangian *const lagrangian = &solver->lagrangian;
    int64_t cost;
    (void)xn_search_best(solver->search, &lagrangian->max_unplaced, &cost);
    lagrangian->target = cost + (int64_t)UNPLACED_COST * lagrangian->max_unplaced;
    return xn_lagrangian_ascend(solver->batch, solver->relaxation, steps, lagrangian, err);
}

static enum xn_status first_prices(struct solver *solver, struct xn_error *err)
{
    solver->lagrangian.target = (int64_t)UNPLACED_COST * solver->batch->n_households;
    return xn_lagrangian_ascend(solver->batch, solver->relaxation, STEPS_FIRST, &solver->lagrangian, err);
}

static enum xn_status search_on(struct solver *solver, size_t rounds, struct xn_error *err)
{
    const size_t first = EPISODES_SHORT * xn_search_first_episode(solver->batch);
    const size_t short_rounds = rounds < first ? rounds : first;
    const double deadline_s = solver->lagrangian.deadline_s;
    XN_TRY(xn_search_run(solver->search, short_rounds, deadline_s, &solver->rounds, err));
    XN_TRY(sharpen(solver, STEPS_AGAIN, err));
    if (is_proven(solver) || short_rounds == rounds)
        return XN_OK;
    xn_search_reprice(solver->search, &solver->lagrangian);
    XN_TRY(xn_search_run(solver->search, rounds - short_rounds, deadline_s, &solver->rounds, err));
    return sharpen(solver, STEPS_LAST, err);
}

static enum xn_status solve(struct solver *solver, const struct xn_match_problem *problem,
                            struct xn_arena *arena, struct xn_error *err)
{
    const size_t rounds =
        problem->rounds ? problem->rounds : EPISODES_DEFAULT * xn_search_first_episode(solver->batch);
    struct xn_quota_forest *const forest = &solver->forest;
    XN_TRY(xn_lagrangian_init(solver->batch, arena, &solver->lagrangian, err));
    solver->lagrangian.unplaced_cost = UNPLACED_COST;
    if (problem->time_limit_s > 0)
        solver->lagrangian.deadline_s = xn_now_s() + problem->time_limit_s;
    XN_TRY(xn_laminar_bound_of(problem, &solver->laminar, err));
    XN_TRY(first_prices(solver, err));
    XN_TRY(xn_quota_forest_build(problem, arena, forest, err));
    XN_TRY(xn_search_new(solver->batch, forest->crossing[0] == XN_NONE ? forest : NULL, &solver->lagrangian,
                         xn_keyed_hash("search", problem->seed_text), &solver->search, err));
    return search_on(solver, rounds, err);
}

/* --- the answer ---------------------------------------------------------------------------------------- */

static void place_found(const struct solver *solver, const struct xn_match_problem *problem,
                        struct xn_matching *matching)
{
    uint32_t n_unplaced;
    int64_t cost;
    const uint32_t *const arc = xn_search_best(solver->search, &n_unplaced, &cost);
    for (uint32_t h = 0; h < solver->batch->n_households; h++)
        if (arc[h] != XN_NO_ARC)
            xn_matching_place(problem, matching, solver->batch->household_origin[h],
                              solver->batch->arc_origin[arc[h]]);
}

/* Least priced arc, or what being unplaced is priced at. */
static int64_t household_price(const struct solver *solver, uint32_t household)
{
    const struct xn_batch *const batch = solver->batch;
    int64_t least = solver->lagrangian.unplaced_cost + solver->lagrangian.unplaced_price;
    for (uint32_t a = batch->first_arc[household]; a < batch->first_arc[household + 1]; a++) {
        const int64_t priced = xn_lagrangian_priced(batch, &solver->lagrangian, household, a);
        if (priced < least)
            least = priced;
    }
    return least;
}

static void tell_prices(const struct solver *solver, struct xn_matching *matching)
{
    const struct xn_batch *const batch = solver->batch;
    for (uint32_t q = 0; q < batch->n_quotas; q++)
        matching->quota_price[q] = solver->lagrangian.price[q];
    for (uint32_t d = 0; d < batch->n_dwellings; d++)
        matching->dwelling_price[batch->dwelling_origin[d]] = solver->lagrangian.dwelling_price[d];
    for (uint32_t h = 0; h < batch->n_households; h++)
        matching->household_price[batch->household_origin[h]] = household_price(solver, h);
}

static void tell_bound(const struct solver *solver, struct xn_matching *matching)
{
    const struct xn_lagrangian *const lagrangian = &solver->lagrangian;
    const int64_t bound = bound_of(solver);
    matching->bound_objective = (double)bound;
    matching->gap =
        bound_is_met(solver) ? 0 : (double)(lagrangian->target - bound) / (double)(bound > 0 ? bound : 1);
    matching->exact = is_proven(solver);
    matching->iterations = solver->rounds;
}

static enum xn_status answer(const struct solver *solver, const struct xn_match_problem *problem,
                             struct xn_matching **ret, struct xn_error *err)
{
    XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
    XN_TRY(xn_matching_new(problem, &matching, err));
    place_found(solver, problem, matching);
    tell_prices(solver, matching);
    tell_bound(solver, matching);
    XN_TRY(xn_matching_explain(problem, matching, err));
    *ret = XN_STEAL(matching);
    return XN_OK;
}

enum xn_status xn_matching_search(const struct xn_match_problem *problem, struct xn_matching **ret,
                                  struct xn_error *err)
{
    XN_AUTO(xn_batch_free) struct xn_batch *batch = NULL;
    XN_AUTO(xn_relaxation_free) struct xn_relaxation *relaxation = NULL;
    XN_AUTO(xn_search_free) struct xn_search *search = NULL;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    XN_TRY(xn_batch_new(problem, &batch, err));
    XN_TRY(xn_match_check_ids(problem, batch, err));
    XN_TRY(xn_relaxation_new(batch, &relaxation, err));
    struct solver solver = {.batch = batch, .relaxation = relaxation};
    const enum xn_status status = solve(&solver, problem, arena, err);
    search = solver.search;
    XN_TRY(status);
    return answer(&solver, problem, ret, err);
}
