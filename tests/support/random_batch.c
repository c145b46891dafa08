/* random_batch.c - see random_batch.h. */
#include "random_batch.h"
#include <math.h>
#include "xenia/random.h"

struct maker {
    const struct random_batch_shape *shape;
    struct xn_arena *arena;
    struct xn_random random;
    uint32_t *block;      /* of a dwelling; a block's district is block % n_districts */
    double *unattractive; /* of a dwelling, 0 to 1 */
};

static enum xn_status make_names(struct xn_arena *arena, const char *kind, size_t n, const char *const **ret)
{
    const char **name = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, n, &name, NULL));
    for (size_t i = 0; i < n; i++)
        if (!(name[i] = xn_arena_printf(arena, "%s %zu", kind, i + 1)))
            return XN_MEMORY;
    *ret = name;
    return XN_OK;
}

static enum xn_status make_dwellings(struct maker *maker)
{
    const struct random_batch_shape *shape = maker->shape;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, shape->n_dwellings, &maker->block, NULL));
    XN_TRY(XN_ARENA_ARRAY(maker->arena, shape->n_dwellings, &maker->unattractive, NULL));
    const uint32_t n_blocks = shape->n_blocks ? (uint32_t)shape->n_blocks : 1;
    const uint32_t n_districts = shape->n_districts ? (uint32_t)shape->n_districts : 1;
    for (size_t d = 0; d < shape->n_dwellings; d++) {
        maker->block[d] = xn_random_below(&maker->random, n_blocks);
        const double district = (double)(maker->block[d] % n_districts) / n_districts;
        maker->unattractive[d] = 0.5 * district + 0.5 * xn_random_uniform(&maker->random);
    }
    return XN_OK;
}

/* Attractive dwellings are on most lists: of four drawn, the best. */
static uint32_t draw_dwelling(struct maker *maker)
{
    uint32_t best = xn_random_below(&maker->random, (uint32_t)maker->shape->n_dwellings);
    for (int draw = 1; maker->shape->correlated && draw < 4; draw++) {
        const uint32_t other = xn_random_below(&maker->random, (uint32_t)maker->shape->n_dwellings);
        if (maker->unattractive[other] < maker->unattractive[best])
            best = other;
    }
    return best;
}

static int32_t draw_cost(struct maker *maker, uint32_t dwelling)
{
    const double taste = xn_random_uniform(&maker->random);
    const double share = maker->shape->correlated ? 0.7 * maker->unattractive[dwelling] + 0.3 * taste : taste;
    return (int32_t)floor(share * ((double)maker->shape->cost_max + 1));
}

static enum xn_status make_arcs(struct maker *maker, struct xn_match_problem *problem)
{
    const struct random_batch_shape *shape = maker->shape;
    size_t *first = NULL, *last_taker = NULL;
    uint32_t *dwelling = NULL;
    int32_t *cost = NULL;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, shape->n_households + 1, &first, NULL));
    XN_TRY(XN_ARENA_ARRAY(maker->arena, shape->n_dwellings, &last_taker, NULL));
    XN_TRY(XN_ARENA_ARRAY(maker->arena, shape->n_households * shape->arcs_each, &dwelling, NULL));
    XN_TRY(XN_ARENA_ARRAY(maker->arena, shape->n_households * shape->arcs_each, &cost, NULL));
    size_t n = 0;
    for (size_t h = 0; h < shape->n_households; h++) {
        for (size_t k = 0; k < shape->arcs_each && shape->n_dwellings > 0; k++) {
            const uint32_t d = draw_dwelling(maker);
            if (last_taker[d] == h + 1)
                continue;
            last_taker[d] = h + 1;
            dwelling[n] = d;
            cost[n++] = draw_cost(maker, d);
        }
        first[h + 1] = n;
    }
    problem->first_arc = first;
    problem->arc_dwelling = dwelling;
    problem->arc_cost = cost;
    return XN_OK;
}

/* Quotas 0 .. n_blocks - 1 are the blocks', the rest the districts'. */
static enum xn_status make_memberships(struct maker *maker, struct xn_match_problem *problem)
{
    const struct random_batch_shape *shape = maker->shape;
    const size_t n_each = (shape->n_blocks > 0) + (size_t)(shape->n_districts > 0);
    size_t *first = NULL;
    uint32_t *quota = NULL;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, shape->n_dwellings + 1, &first, NULL));
    XN_TRY(XN_ARENA_ARRAY(maker->arena, shape->n_dwellings * n_each, &quota, NULL));
    size_t n = 0;
    for (size_t d = 0; d < shape->n_dwellings; d++) {
        if (shape->n_blocks > 0)
            quota[n++] = maker->block[d];
        if (shape->n_districts > 0)
            quota[n++] = (uint32_t)(shape->n_blocks + maker->block[d] % shape->n_districts);
        first[d + 1] = n;
    }
    problem->first_quota = first;
    problem->dwelling_quota = quota;
    return XN_OK;
}

static enum xn_status make_quotas(struct maker *maker, struct xn_match_problem *problem)
{
    const struct random_batch_shape *shape = maker->shape;
    const size_t n = shape->n_blocks + shape->n_districts;
    struct xn_match_quota *quota = NULL;
    const char *const *name = NULL;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, n, &quota, NULL));
    XN_TRY(make_names(maker->arena, "quota", n, &name));
    const double placeable = fmin((double)shape->n_households, (double)shape->n_dwellings);
    for (size_t q = 0; q < n; q++) {
        const bool block = q < shape->n_blocks;
        const double mean = shape->quota_share * placeable *
                            (block ? 4.0 / 3 / (double)shape->n_blocks : 1 / (double)shape->n_districts);
        quota[q] =
            (struct xn_match_quota){name[q], (int64_t)(mean * 2 * xn_random_uniform(&maker->random) + 0.5)};
    }
    problem->n_quotas = n;
    problem->quota = quota;
    return XN_OK;
}

static enum xn_status make_persons(struct maker *maker, struct xn_match_problem *problem)
{
    int *persons = NULL;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, maker->shape->n_households, &persons, NULL));
    for (size_t h = 0; h < maker->shape->n_households; h++)
        persons[h] = 1 + (int)xn_random_below(&maker->random, 6);
    problem->persons = persons;
    return XN_OK;
}

static enum xn_status make_batch(struct maker *maker, struct xn_match_problem *problem)
{
    XN_TRY(make_names(maker->arena, "household", maker->shape->n_households, &problem->household_id));
    XN_TRY(make_names(maker->arena, "dwelling", maker->shape->n_dwellings, &problem->dwelling_id));
    XN_TRY(make_persons(maker, problem));
    XN_TRY(make_dwellings(maker));
    XN_TRY(make_arcs(maker, problem));
    XN_TRY(make_memberships(maker, problem));
    return make_quotas(maker, problem);
}

enum xn_status random_batch_new(const struct random_batch_shape *shape, uint64_t seed,
                                struct random_batch *ret)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct maker maker = {.shape = shape, .arena = arena, .random = xn_random_stream(seed, 0, 0)};
    struct xn_match_problem problem = {.n_households = shape->n_households,
                                       .n_dwellings = shape->n_dwellings,
                                       .unit = XN_MATCH_HOUSEHOLDS,
                                       .seed_text = "generated"};
    if (!arena)
        return XN_MEMORY;
    XN_TRY(make_batch(&maker, &problem));
    *ret = (struct random_batch){.problem = problem, .arena = XN_STEAL(arena)};
    return XN_OK;
}

void random_batch_free(struct random_batch *batch)
{
    xn_arena_free(batch->arena);
    *batch = (struct random_batch){0};
}
