/* Exact matching on tiny random batches against all assignments: as many placed, the same cost, the same
 * lots; and the proof by prices. Thousands of them, with every degenerate case that fits into six by six. */
#include <string.h>
#include "matching_asserts.h"
#include "matching_scale.h"
#include "xenia/digest.h"
#include "xenia/random.h"

#define TINY 3000

/* --- batches of a few households with any nested quotas ---------------------------------------------------
 */

#define N 6
#define QUOTAS 5

static const char *const tiny_household_id[N] = {"h0", "h1", "h2", "h3", "h4", "h5"};
static const char *const tiny_dwelling_id[N] = {"d0", "d1", "d2", "d3", "d4", "d5"};
static const char *const quota_name[QUOTAS] = {"q0", "q1", "q2", "q3", "q4"};

/* The quotas are a random forest; a dwelling counts to one of them and all around it. Few different costs and
 * limits, so that ties, quotas of 0 and quotas of the same dwellings are common. */
struct tiny {
    struct xn_match_problem problem;
    int persons[N];
    size_t first_arc[N + 1], first_quota[N + 1];
    uint32_t arc_dwelling[N * N], dwelling_quota[N * QUOTAS], parent[QUOTAS];
    int32_t arc_cost[N * N];
    struct xn_match_quota quota[QUOTAS];
};

static void draw_tiny_quotas(struct tiny *tiny, size_t n_quotas, struct xn_random *random)
{
    for (uint32_t q = 0; q < n_quotas; q++) {
        tiny->quota[q] = (struct xn_match_quota){quota_name[q], xn_random_below(random, 4)};
        tiny->parent[q] = xn_random_below(random, q + 1); /* itself: outermost */
    }
}

static void draw_tiny_dwellings(struct tiny *tiny, size_t n_dwellings, uint32_t n_quotas,
                                struct xn_random *random)
{
    size_t n = 0;
    for (size_t d = 0; d < n_dwellings; d++) {
        uint32_t quota = xn_random_below(random, n_quotas + 1);
        while (quota < n_quotas) {
            tiny->dwelling_quota[n++] = quota;
            quota = tiny->parent[quota] == quota ? n_quotas : tiny->parent[quota];
        }
        tiny->first_quota[d + 1] = n;
    }
}

static void draw_tiny_households(struct tiny *tiny, size_t n_households, size_t n_dwellings,
                                 struct xn_random *random)
{
    const uint32_t density = 1 + xn_random_below(random, 4), costs = xn_random_below(random, 2) ? 3 : 1000001;
    size_t n = 0;
    for (size_t h = 0; h < n_households; h++) {
        tiny->persons[h] = 1 + (int)xn_random_below(random, 4);
        for (uint32_t d = 0; d < n_dwellings; d++)
            if (xn_random_below(random, 4) < density) {
                tiny->arc_dwelling[n] = d;
                tiny->arc_cost[n++] = (int32_t)xn_random_below(random, costs);
            }
        tiny->first_arc[h + 1] = n;
    }
}

static void draw_tiny(struct tiny *tiny, uint64_t seed)
{
    struct xn_random random = xn_random_stream(seed, 0, 0);
    const size_t n_households = xn_random_below(&random, N + 1),
                 n_dwellings = xn_random_below(&random, N + 1);
    const uint32_t n_quotas = xn_random_below(&random, QUOTAS + 1);
    memset(tiny, 0, sizeof *tiny);
    draw_tiny_quotas(tiny, n_quotas, &random);
    draw_tiny_dwellings(tiny, n_dwellings, n_quotas, &random);
    draw_tiny_households(tiny, n_households, n_dwellings, &random);
    tiny->problem = (struct xn_match_problem){.n_households = n_households,
                                              .household_id = tiny_household_id,
                                              .persons = tiny->persons,
                                              .n_dwellings = n_dwellings,
                                              .dwelling_id = tiny_dwelling_id,
                                              .first_arc = tiny->first_arc,
                                              .arc_dwelling = tiny->arc_dwelling,
                                              .arc_cost = tiny->arc_cost,
                                              .n_quotas = n_quotas,
                                              .quota = tiny->quota,
                                              .first_quota = tiny->first_quota,
                                              .dwelling_quota = tiny->dwelling_quota,
                                              .seed_text = "tiny"};
}

/* --- all assignments -------------------------------------------------------------------------------------
 */

struct score {
    int64_t n_unplaced, cost, lots;
};

struct brute_force {
    const struct xn_match_problem *problem;
    struct xn_match_scale scale;
    bool taken[N];
    int64_t used[QUOTAS];
    struct score best;
};

static bool is_better(struct score a, struct score b)
{
    if (a.n_unplaced != b.n_unplaced)
        return a.n_unplaced < b.n_unplaced;
    return a.cost != b.cost ? a.cost < b.cost : a.lots < b.lots;
}

static int64_t lot_of(const struct brute_force *force, size_t household, size_t dwelling)
{
    const struct xn_match_problem *problem = force->problem;
    return xn_match_lot(&force->scale, xn_keyed_hash(problem->seed_text, problem->household_id[household]),
                        xn_keyed_hash(problem->seed_text, problem->dwelling_id[dwelling]));
}

/* Adds `change` to the quotas of the dwelling; are all within their limits? */
static bool count(struct brute_force *force, size_t dwelling, int64_t change)
{
    const struct xn_match_problem *problem = force->problem;
    bool within = true;
    for (size_t k = problem->first_quota[dwelling]; k < problem->first_quota[dwelling + 1]; k++) {
        const uint32_t q = problem->dwelling_quota[k];
        force->used[q] += change;
        within = within && force->used[q] <= problem->quota[q].limit;
    }
    return within;
}

static void try_all(struct brute_force *force, size_t household, struct score score)
{
    const struct xn_match_problem *problem = force->problem;
    if (household == problem->n_households) {
        if (is_better(score, force->best))
            force->best = score;
        return;
    }
    try_all(force, household + 1, (struct score){score.n_unplaced + 1, score.cost, score.lots});
    for (size_t a = problem->first_arc[household]; a < problem->first_arc[household + 1]; a++) {
        const size_t d = problem->arc_dwelling[a];
        if (force->taken[d])
            continue;
        force->taken[d] = true;
        if (count(force, d, 1))
            try_all(force, household + 1,
                    (struct score){score.n_unplaced, score.cost + problem->arc_cost[a],
                                   score.lots + lot_of(force, household, d)});
        count(force, d, -1);
        force->taken[d] = false;
    }
}

static struct score best_of_all(const struct xn_match_problem *problem)
{
    struct brute_force force = {.problem = problem,
                                .scale = xn_match_scale_of(problem, 3 * N),
                                .best = {INT64_MAX, INT64_MAX, INT64_MAX}};
    try_all(&force, 0, (struct score){0});
    return force.best;
}

static struct score score_of(const struct xn_match_problem *problem, const struct xn_matching *matching)
{
    const struct brute_force force = {.problem = problem, .scale = xn_match_scale_of(problem, 3 * N)};
    struct score score = {(int64_t)(problem->n_households - matching->n_placed), matching->cost, 0};
    for (size_t h = 0; h < problem->n_households; h++)
        if (matching->dwelling_of[h] != XN_NONE)
            score.lots += lot_of(&force, h, matching->dwelling_of[h]);
    return score;
}

static void tiny_batches_are_the_best_of_all_assignments(void **state)
{
    (void)state;
    size_t n_placed = 0, n_unplaced = 0, n_tied_by_lots = 0;
    for (uint64_t seed = 0; seed < TINY; seed++) {
        struct tiny tiny;
        draw_tiny(&tiny, seed);
        XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
        ASSERT_OK(xn_matching_solve(&tiny.problem, &matching, &err));
        assert_feasible(&tiny.problem, matching);
        assert_reasons(&tiny.problem, matching);
        assert_optimal(&tiny.problem, matching);
        const struct score best = best_of_all(&tiny.problem), got = score_of(&tiny.problem, matching);
        if (is_better(best, got) || is_better(got, best))
            fail_msg("batch %llu: %lld unplaced at %lld with lots of %lld, best %lld at %lld with %lld",
                     (unsigned long long)seed, (long long)got.n_unplaced, (long long)got.cost,
                     (long long)got.lots, (long long)best.n_unplaced, (long long)best.cost,
                     (long long)best.lots);
        n_placed += matching->n_placed;
        n_unplaced += (size_t)got.n_unplaced;
        n_tied_by_lots += got.lots > 0;
    }
    assert_true(n_placed > TINY / 2 && n_unplaced > TINY / 2 && n_tied_by_lots > TINY / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiny_batches_are_the_best_of_all_assignments),
    };
    return XN_RUN(tests);
}
