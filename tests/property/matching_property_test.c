/* Properties of exact matching on random batches: the best of all assignments on tiny ones; optimal by its
 * own prices on larger ones; the order of the input never shows; more dwellings, wider quotas and fewer
 * households never hurt, and prices say by how much at most; yardsticks stay within the quotas and are never
 * better. */
#include <string.h>
#include "matching_asserts.h"
#include "random_batch.h"
#include "xenia/random.h"

#define MIDDLE 150

static struct xn_matching *solved(const struct xn_match_problem *problem)
{
    struct xn_matching *matching = NULL;
    ASSERT_OK(xn_matching_solve(problem, &matching, &err));
    return matching;
}

/* --- batches of hundreds ---------------------------------------------------------------------------------
 */

static struct random_batch_shape middle_shape(uint64_t seed)
{
    struct xn_random random = xn_random_stream(seed, 1, 0);
    struct random_batch_shape shape = {.n_households = 1 + xn_random_below(&random, 150),
                                       .n_dwellings = 1 + xn_random_below(&random, 200),
                                       .arcs_each = 1 + xn_random_below(&random, 20),
                                       .n_districts = xn_random_below(&random, 6),
                                       .correlated = seed % 2 == 0,
                                       .cost_max = seed % 3 == 0 ? 3 : XN_MATCH_COST_MAX,
                                       .quota_share = 0.3 + xn_random_uniform(&random)};
    shape.n_blocks = shape.n_districts * xn_random_below(&random, 5);
    return shape;
}

static void middle_batches_are_optimal_by_their_prices(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < MIDDLE; seed++) {
        const struct random_batch_shape shape = middle_shape(seed);
        struct random_batch batch;
        assert_int_equal(random_batch_new(&shape, seed, &batch), XN_OK);
        XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(&batch.problem);
        assert_feasible(&batch.problem, matching);
        assert_reasons(&batch.problem, matching);
        assert_optimal(&batch.problem, matching);
        random_batch_free(&batch);
    }
}

/* --- the order of the input ------------------------------------------------------------------------------
 */

static void shuffle(size_t *position, size_t n, struct xn_random *random)
{
    for (size_t i = 0; i < n; i++)
        position[i] = i;
    for (size_t i = n; i > 1; i--) {
        const size_t j = xn_random_below(random, (uint32_t)i), kept = position[i - 1];
        position[i - 1] = position[j];
        position[j] = kept;
    }
}

/* The same batch with everything elsewhere; old[new position]. */
struct shuffled {
    struct xn_match_problem problem;
    struct xn_arena *arena;
    size_t *household, *dwelling, *quota; /* old positions */
};

static void *array(struct xn_arena *arena, size_t n, size_t size)
{
    void *block = xn_arena_alloc(arena, n, size);
    assert_non_null(block);
    return block;
}

static void shuffle_arcs(struct shuffled *to, const struct xn_match_problem *from, const size_t *new_dwelling,
                         struct xn_random *random)
{
    const size_t n = from->n_households, n_arcs = from->first_arc[n];
    size_t *first = array(to->arena, n + 1, sizeof *first), at = 0;
    uint32_t *dwelling = array(to->arena, n_arcs, sizeof *dwelling);
    int32_t *cost = array(to->arena, n_arcs, sizeof *cost);
    size_t *order = array(to->arena, n_arcs, sizeof *order);
    for (size_t h = 0; h < n; h++) {
        const size_t old = to->household[h], n_own = from->first_arc[old + 1] - from->first_arc[old];
        shuffle(order, n_own, random);
        for (size_t i = 0; i < n_own; i++, at++) {
            dwelling[at] = (uint32_t)new_dwelling[from->arc_dwelling[from->first_arc[old] + order[i]]];
            cost[at] = from->arc_cost[from->first_arc[old] + order[i]];
        }
        first[h + 1] = at;
    }
    to->problem.first_arc = first;
    to->problem.arc_dwelling = dwelling;
    to->problem.arc_cost = cost;
}

static void shuffle_memberships(struct shuffled *to, const struct xn_match_problem *from,
                                const size_t *new_quota)
{
    const size_t m = from->n_dwellings;
    size_t *first = array(to->arena, m + 1, sizeof *first), at = 0;
    uint32_t *quota = array(to->arena, from->first_quota[m], sizeof *quota);
    for (size_t d = 0; d < m; d++) {
        const size_t old = to->dwelling[d];
        for (size_t k = from->first_quota[old + 1]; k-- > from->first_quota[old];)
            quota[at++] = (uint32_t)new_quota[from->dwelling_quota[k]];
        first[d + 1] = at;
    }
    to->problem.first_quota = first;
    to->problem.dwelling_quota = quota;
}

static size_t *inverse_of(struct xn_arena *arena, const size_t *position, size_t n)
{
    size_t *inverse = array(arena, n, sizeof *inverse);
    for (size_t i = 0; i < n; i++)
        inverse[position[i]] = i;
    return inverse;
}

static struct shuffled shuffled_of(const struct xn_match_problem *from, uint64_t seed)
{
    struct xn_random random = xn_random_stream(seed, 2, 0);
    struct shuffled to = {.problem = *from, .arena = xn_arena_new()};
    assert_non_null(to.arena);
    const size_t n = from->n_households, m = from->n_dwellings;
    to.household = array(to.arena, n, sizeof *to.household);
    to.dwelling = array(to.arena, m, sizeof *to.dwelling);
    to.quota = array(to.arena, from->n_quotas, sizeof *to.quota);
    shuffle(to.household, n, &random);
    shuffle(to.dwelling, m, &random);
    shuffle(to.quota, from->n_quotas, &random);
    const char **household_id = array(to.arena, n, sizeof *household_id);
    const char **dwelling_id = array(to.arena, m, sizeof *dwelling_id);
    int *persons = array(to.arena, n, sizeof *persons);
    struct xn_match_quota *quota = array(to.arena, from->n_quotas, sizeof *quota);
    for (size_t h = 0; h < n; h++) {
        household_id[h] = from->household_id[to.household[h]];
        persons[h] = from->persons[to.household[h]];
    }
    for (size_t d = 0; d < m; d++)
        dwelling_id[d] = from->dwelling_id[to.dwelling[d]];
    for (size_t q = 0; q < from->n_quotas; q++)
        quota[q] = from->quota[to.quota[q]];
    to.problem.household_id = household_id;
    to.problem.dwelling_id = dwelling_id;
    to.problem.persons = persons;
    to.problem.quota = quota;
    shuffle_arcs(&to, from, inverse_of(to.arena, to.dwelling, m), &random);
    shuffle_memberships(&to, from, inverse_of(to.arena, to.quota, from->n_quotas));
    return to;
}

static void assert_same_answer(const struct xn_matching *matching, const struct shuffled *other,
                               const struct xn_matching *answer)
{
    const struct xn_match_problem *problem = &other->problem;
    for (size_t h = 0; h < problem->n_households; h++) {
        const size_t old = other->household[h], dwelling = answer->dwelling_of[h],
                     quota = answer->binding_quota[h];
        assert_int_equal(dwelling == XN_NONE ? XN_NONE : other->dwelling[dwelling],
                         matching->dwelling_of[old]);
        assert_int_equal(quota == XN_NONE ? XN_NONE : other->quota[quota], matching->binding_quota[old]);
        assert_int_equal(answer->reason[h], matching->reason[old]);
        assert_int_equal(answer->household_price[h], matching->household_price[old]);
    }
    for (size_t d = 0; d < problem->n_dwellings; d++)
        assert_int_equal(answer->dwelling_price[d], matching->dwelling_price[other->dwelling[d]]);
    for (size_t q = 0; q < problem->n_quotas; q++)
        assert_int_equal(answer->quota_price[q], matching->quota_price[other->quota[q]]);
}

static void order_never_shows(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < MIDDLE; seed++) {
        const struct random_batch_shape shape = middle_shape(seed);
        struct random_batch batch;
        assert_int_equal(random_batch_new(&shape, seed, &batch), XN_OK);
        struct shuffled other = shuffled_of(&batch.problem, seed);
        XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(&batch.problem);
        XN_AUTO(xn_matching_free) struct xn_matching *answer = solved(&other.problem);
        assert_same_answer(matching, &other, answer);
        xn_arena_free(other.arena);
        random_batch_free(&batch);
    }
}

/* --- more and less ---------------------------------------------------------------------------------------
 */

/* An answer's total in the measure of `unplaced_price`. */
static int64_t total_of(const struct xn_match_problem *problem, const struct xn_matching *matching,
                        int64_t unplaced_price)
{
    return matching->cost + (int64_t)(problem->n_households - matching->n_placed) * unplaced_price;
}

/* The first dwellings alone: those behind disappear from all arcs. */
static struct xn_matching *solved_with_fewer_dwellings(const struct xn_match_problem *from,
                                                       size_t n_dwellings)
{
    struct xn_match_problem fewer = *from;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    size_t *first = array(arena, from->n_households + 1, sizeof *first), n = 0;
    uint32_t *dwelling = array(arena, from->first_arc[from->n_households], sizeof *dwelling);
    int32_t *cost = array(arena, from->first_arc[from->n_households], sizeof *cost);
    for (size_t h = 0; h < from->n_households; h++) {
        for (size_t a = from->first_arc[h]; a < from->first_arc[h + 1]; a++)
            if (from->arc_dwelling[a] < n_dwellings) {
                dwelling[n] = from->arc_dwelling[a];
                cost[n++] = from->arc_cost[a];
            }
        first[h + 1] = n;
    }
    fewer.n_dwellings = n_dwellings;
    fewer.first_arc = first;
    fewer.arc_dwelling = dwelling;
    fewer.arc_cost = cost;
    return solved(&fewer);
}

static void one_dwelling_less_costs_its_price_at_least(const struct xn_match_problem *problem,
                                                       const struct xn_matching *matching)
{
    const size_t last = problem->n_dwellings - 1;
    XN_AUTO(xn_matching_free) struct xn_matching *fewer = solved_with_fewer_dwellings(problem, last);
    const int64_t before = total_of(problem, matching, matching->unplaced_price);
    const int64_t after = total_of(problem, fewer, matching->unplaced_price);
    assert_true(fewer->n_placed <= matching->n_placed);
    assert_true(after >= before + matching->dwelling_price[last]);
    if (matching->dwelling_price[last] > 0)
        assert_true(after > before);
}

static void one_place_more_saves_its_price_at_most(const struct xn_match_problem *problem,
                                                   const struct xn_matching *matching, size_t quota)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_match_quota *wider = array(arena, problem->n_quotas, sizeof *wider);
    struct xn_match_problem more = *problem;
    memcpy(wider, problem->quota, problem->n_quotas * sizeof *wider);
    wider[quota].limit++;
    more.quota = wider;
    XN_AUTO(xn_matching_free) struct xn_matching *answer = solved(&more);
    const int64_t before = total_of(problem, matching, matching->unplaced_price);
    const int64_t after = total_of(problem, answer, matching->unplaced_price);
    assert_true(answer->n_placed >= matching->n_placed);
    assert_true(after <= before && after >= before - matching->quota_price[quota]);
}

/* A twin of the household, with the same arcs. */
static void a_twin_costs_the_household_price(const struct xn_match_problem *problem,
                                             const struct xn_matching *matching, size_t household)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const size_t n = problem->n_households, n_arcs = problem->first_arc[n];
    const size_t own = problem->first_arc[household], n_own = problem->first_arc[household + 1] - own;
    size_t *first = array(arena, n + 2, sizeof *first);
    uint32_t *dwelling = array(arena, n_arcs + n_own, sizeof *dwelling);
    int32_t *cost = array(arena, n_arcs + n_own, sizeof *cost);
    const char **id = array(arena, n + 1, sizeof *id);
    int *persons = array(arena, n + 1, sizeof *persons);
    memcpy(first, problem->first_arc, (n + 1) * sizeof *first);
    memcpy(dwelling, problem->arc_dwelling, n_arcs * sizeof *dwelling);
    memcpy(dwelling + n_arcs, problem->arc_dwelling + own, n_own * sizeof *dwelling);
    memcpy(cost, problem->arc_cost, n_arcs * sizeof *cost);
    memcpy(cost + n_arcs, problem->arc_cost + own, n_own * sizeof *cost);
    memcpy(id, problem->household_id, n * sizeof *id);
    memcpy(persons, problem->persons, n * sizeof *persons);
    first[n + 1] = n_arcs + n_own;
    id[n] = "twin";
    persons[n] = 1;
    struct xn_match_problem more = *problem;
    more.n_households = n + 1;
    more.household_id = id;
    more.persons = persons;
    more.first_arc = first;
    more.arc_dwelling = dwelling;
    more.arc_cost = cost;
    XN_AUTO(xn_matching_free) struct xn_matching *answer = solved(&more);
    assert_int_equal(total_of(&more, answer, matching->unplaced_price),
                     total_of(problem, matching, matching->unplaced_price) +
                         matching->household_price[household]);
}

static void more_never_hurts_and_prices_tell(void **state)
{
    (void)state;
    size_t n_priced = 0;
    for (uint64_t seed = 0; seed < MIDDLE; seed++) {
        const struct random_batch_shape shape = middle_shape(seed);
        struct random_batch batch;
        assert_int_equal(random_batch_new(&shape, seed, &batch), XN_OK);
        const struct xn_match_problem *problem = &batch.problem;
        XN_AUTO(xn_matching_free) struct xn_matching *matching = solved(problem);
        one_dwelling_less_costs_its_price_at_least(problem, matching);
        for (size_t q = seed % 7; q < problem->n_quotas; q += 7) {
            n_priced += matching->quota_price[q] > 0;
            one_place_more_saves_its_price_at_most(problem, matching, q);
        }
        a_twin_costs_the_household_price(problem, matching, seed % problem->n_households);
        random_batch_free(&batch);
    }
    assert_true(n_priced > 10);
}

/* --- yardsticks ------------------------------------------------------------------------------------------
 */

static bool beats(const struct xn_matching *a, const struct xn_matching *b)
{
    return a->n_placed > b->n_placed || (a->n_placed == b->n_placed && a->cost < b->cost);
}

static void yardsticks_are_feasible_and_never_better(void **state)
{
    (void)state;
    size_t n_worse = 0, n_differ = 0;
    for (uint64_t seed = 0; seed < MIDDLE; seed++) {
        const struct random_batch_shape shape = middle_shape(seed);
        struct random_batch batch;
        assert_int_equal(random_batch_new(&shape, seed, &batch), XN_OK);
        batch.problem.unit = seed % 2 ? XN_MATCH_PERSONS : XN_MATCH_HOUSEHOLDS;
        XN_AUTO(xn_matching_free) struct xn_matching *greedy = NULL;
        XN_AUTO(xn_matching_free) struct xn_matching *any = NULL;
        XN_AUTO(xn_matching_free) struct xn_matching *other = NULL;
        ASSERT_OK(xn_matching_greedy(&batch.problem, NULL, &greedy, &err));
        ASSERT_OK(xn_matching_random(&batch.problem, NULL, 1, &any, &err));
        ASSERT_OK(xn_matching_random(&batch.problem, NULL, 2, &other, &err));
        assert_feasible(&batch.problem, greedy);
        assert_feasible(&batch.problem, any);
        n_differ += any->cost != other->cost;
        batch.problem.unit = XN_MATCH_HOUSEHOLDS; /* quotas of persons only allow less */
        XN_AUTO(xn_matching_free) struct xn_matching *best = solved(&batch.problem);
        assert_false(beats(greedy, best) || beats(any, best));
        n_worse += beats(best, greedy);
        random_batch_free(&batch);
    }
    assert_true(n_worse > MIDDLE / 2 && n_differ > MIDDLE / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(middle_batches_are_optimal_by_their_prices),
        cmocka_unit_test(order_never_shows),
        cmocka_unit_test(more_never_hurts_and_prices_tell),
        cmocka_unit_test(yardsticks_are_feasible_and_never_better),
    };
    return XN_RUN(tests);
}
