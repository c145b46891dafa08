/* city_batch.h - matching problems of any size for tests and benchmarks, the same on every machine.
 *
 * A city of districts, each of some units; every dwelling lies in a unit and belongs to a corporation. Quotas
 * are on units and districts, and on corporations where these are asked for (they cross the districts).
 * Households have one to eight persons, as waiting lists do, and three districts that they like. Their arcs
 * lead to dwellings there, and some elsewhere; the cost of an arc is part taste of all (the dwelling's
 * quality), part liking of the district, part their own.
 */
#ifndef XENIA_TEST_CITY_BATCH_H
#define XENIA_TEST_CITY_BATCH_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include "xenia/matching.h"
#include "xenia/memory.h"
#include "xenia/random.h"

struct city_batch_shape {
    size_t n_households, n_dwellings, n_arcs; /* arcs of each household */
    size_t n_districts, units_per_district;
    size_t n_corporations; /* 0: no quotas of corporations */
    double quota_share;    /* sum of the limits of the districts / weight of all households; 0: no quotas */
    double taste_of_all;   /* 0 .. 1: share of the cost that everybody agrees on */
    enum xn_match_unit unit;
    uint64_t seed; /* of dwellings and quotas */
    uint64_t year; /* of the households: another year, others of the same kind */
};

struct city_batch {
    struct xn_arena *arena;
    struct xn_match_problem problem;
    uint32_t *district; /* of each dwelling */
    double *quality;    /* of each dwelling: 0 (best) .. 1 */
};

static void *city_batch_room(struct city_batch *batch, size_t count, size_t size)
{
    void *const room = xn_arena_alloc(batch->arena, count, size);
    if (!room)
        exit(EXIT_FAILURE);
    return room;
}

static const char **city_batch_ids(struct city_batch *batch, const char *what, size_t n)
{
    const char **const id = city_batch_room(batch, n, sizeof *id);
    for (size_t i = 0; i < n; i++)
        id[i] = xn_arena_printf(batch->arena, "%s %zu", what, i);
    return id;
}

/* Persons of a household: shares of 1 to 8 in percent, 2.98 on average. */
#define CITY_BATCH_MEAN_PERSONS 2.98
static int city_batch_persons(struct xn_random *random)
{
    static const uint32_t percent[] = {25, 22, 18, 15, 10, 6, 3, 1};
    uint32_t left = xn_random_below(random, 100);
    int persons = 1;
    while (left >= percent[persons - 1])
        left -= percent[persons++ - 1];
    return persons;
}

static void city_batch_dwellings(struct city_batch *batch, const struct city_batch_shape *shape,
                                 struct xn_random *random)
{
    struct xn_match_problem *const p = &batch->problem;
    const size_t m = shape->n_dwellings, n_units = shape->n_districts * shape->units_per_district;
    const size_t per_dwelling = shape->quota_share > 0 ? 2 + (shape->n_corporations > 0) : 0;
    size_t *const first = city_batch_room(batch, m + 1, sizeof *first);
    uint32_t *const quota = city_batch_room(batch, m * per_dwelling, sizeof *quota);
    batch->district = city_batch_room(batch, m, sizeof *batch->district);
    batch->quality = city_batch_room(batch, m, sizeof *batch->quality);
    for (size_t d = 0; d < m; d++) {
        const uint32_t unit = xn_random_below(random, (uint32_t)n_units);
        batch->district[d] = unit / (uint32_t)shape->units_per_district;
        batch->quality[d] = xn_random_uniform(random);
        first[d + 1] = first[d] + per_dwelling;
        if (per_dwelling > 0) {
            quota[first[d]] = (uint32_t)shape->n_districts + unit;
            quota[first[d] + 1] = batch->district[d];
        }
        if (per_dwelling > 2)
            quota[first[d] + 2] = (uint32_t)(shape->n_districts + n_units) +
                                  xn_random_below(random, (uint32_t)shape->n_corporations);
    }
    p->n_dwellings = m;
    p->dwelling_id = city_batch_ids(batch, "dwelling", m);
    p->first_quota = first;
    p->dwelling_quota = quota;
}

/* Limits around an even share of all, some small, some large. */
static void city_batch_quotas(struct city_batch *batch, const struct city_batch_shape *shape, double weight,
                              struct xn_random *random)
{
    struct xn_match_problem *const p = &batch->problem;
    const size_t n_units = shape->n_districts * shape->units_per_district;
    p->n_quotas = shape->quota_share > 0 ? shape->n_districts + n_units + shape->n_corporations : 0;
    struct xn_match_quota *const quota = city_batch_room(batch, p->n_quotas, sizeof *quota);
    for (size_t q = 0; q < p->n_quotas; q++) {
        const bool district = q < shape->n_districts, unit = !district && q < shape->n_districts + n_units;
        const size_t n = district ? shape->n_districts : unit ? n_units : shape->n_corporations;
        const double share = shape->quota_share * (unit ? 1.3 : 1) * (0.6 + 0.8 * xn_random_uniform(random));
        quota[q].name = xn_arena_printf(batch->arena, "%s %zu",
                                        district ? "district"
                                        : unit   ? "unit"
                                                 : "corporation",
                                        q);
        quota[q].limit = (int64_t)(share * weight / (double)n);
    }
    p->quota = quota;
}

static uint32_t city_batch_pick(const struct city_batch *batch, const struct city_batch_shape *shape,
                                const uint32_t liked[3], struct xn_random *random)
{
    uint32_t dwelling = 0;
    for (int attempt = 0; attempt < 8; attempt++) {
        dwelling = xn_random_below(random, (uint32_t)shape->n_dwellings);
        const uint32_t in = batch->district[dwelling];
        if (in == liked[0] || in == liked[1] || in == liked[2])
            break;
    }
    return dwelling;
}

static int32_t city_batch_cost(const struct city_batch *batch, const struct city_batch_shape *shape,
                               const uint32_t liked[3], uint32_t dwelling, struct xn_random *random)
{
    const uint32_t in = batch->district[dwelling];
    const double dislike = in == liked[0] ? 0 : in == liked[1] ? 0.2 : in == liked[2] ? 0.4 : 0.8;
    const double own = 0.5 * dislike + 0.5 * xn_random_uniform(random);
    return (int32_t)(XN_MATCH_COST_MAX *
                     (shape->taste_of_all * batch->quality[dwelling] + (1 - shape->taste_of_all) * own));
}

static void city_batch_arcs(struct city_batch *batch, const struct city_batch_shape *shape,
                            struct xn_random *random)
{
    struct xn_match_problem *const p = &batch->problem;
    const size_t n = shape->n_households;
    size_t *const first = city_batch_room(batch, n + 1, sizeof *first);
    uint32_t *const dwelling = city_batch_room(batch, n * shape->n_arcs, sizeof *dwelling);
    int32_t *const cost = city_batch_room(batch, n * shape->n_arcs, sizeof *cost);
    size_t *const named_by = city_batch_room(batch, shape->n_dwellings, sizeof *named_by);
    for (size_t h = 0; h < n; h++) {
        uint32_t liked[3];
        for (int i = 0; i < 3; i++)
            liked[i] = xn_random_below(random, (uint32_t)shape->n_districts);
        first[h + 1] = first[h];
        for (size_t k = 0; k < shape->n_arcs; k++) {
            const uint32_t d = city_batch_pick(batch, shape, liked, random);
            if (named_by[d] == h + 1)
                continue;
            named_by[d] = h + 1;
            dwelling[first[h + 1]] = d;
            cost[first[h + 1]++] = city_batch_cost(batch, shape, liked, d, random);
        }
    }
    p->first_arc = first;
    p->arc_dwelling = dwelling;
    p->arc_cost = cost;
}

static void city_batch_households(struct city_batch *batch, const struct city_batch_shape *shape,
                                  struct xn_random *random)
{
    int *const persons = city_batch_room(batch, shape->n_households, sizeof *persons);
    for (size_t h = 0; h < shape->n_households; h++)
        persons[h] = city_batch_persons(random);
    batch->problem.n_households = shape->n_households;
    batch->problem.household_id = city_batch_ids(batch, "household", shape->n_households);
    batch->problem.persons = persons;
    city_batch_arcs(batch, shape, random);
}

/* Freed with city_batch_free. */
static struct city_batch city_batch_of(const struct city_batch_shape *shape)
{
    struct city_batch batch = {.arena = xn_arena_new()};
    struct xn_random of_city = xn_random_stream(shape->seed, 0, 0);
    struct xn_random of_households = xn_random_stream(shape->seed, 1 + shape->year, 0);
    const double weight = shape->unit == XN_MATCH_PERSONS ? CITY_BATCH_MEAN_PERSONS : 1;
    if (!batch.arena)
        exit(EXIT_FAILURE);
    batch.problem.unit = shape->unit;
    batch.problem.seed_text = "city batch";
    city_batch_dwellings(&batch, shape, &of_city);
    city_batch_quotas(&batch, shape, weight * (double)shape->n_households, &of_city);
    city_batch_households(&batch, shape, &of_households);
    return batch;
}

static void city_batch_free(struct city_batch *batch)
{
    xn_arena_free(batch->arena);
}

#endif
