/* match.c - a batch: from lists to arcs, from limits to quotas, and solving.
 *
 * Each household's list is made as for that household alone; of its rows the best ones become arcs with their
 * documented cost. So the batch can propose nothing that the household's own list does not hold.
 */
#include <stdio.h>
#include <string.h>
#include "xenia/study.h"

struct builder {
    const struct xn_match_input *input;
    struct xn_match *match;
    size_t *first_arc;
    uint32_t *arc_dwelling;
    int32_t *arc_cost;
    struct xn_match_arc *arc;
    size_t n_arcs;
    size_t *n_listed;
    size_t n_levels;
    /* position of each unit's quota, by level; and the quotas of corporations, by name */
    size_t *quota_of_unit[XN_LEVEL_MAX];
    struct xn_match_quota *quota;
    size_t n_quotas;
    const char **corporation; /* of each quota; NULL: of a unit */
    size_t *first_quota;
    uint32_t *dwelling_quota;
    bool *used; /* dwellings that are in any list */
};

/* --- arcs ----------------------------------------------------------------------------------------------- */

static size_t rows_of(const struct xn_match_input *input)
{
    const size_t rows = input->rows ? input->rows : XN_MATCH_ROWS;
    return rows < input->rank.n_dwellings ? rows : input->rank.n_dwellings;
}

static enum xn_status allocate_arcs(struct builder *builder, struct xn_error *err)
{
    const struct xn_match_input *input = builder->input;
    struct xn_arena *arena = builder->match->arena;
    const size_t n = input->n_households, n_arcs = n * rows_of(input);
    XN_TRY(XN_ARENA_ARRAY(arena, n + 1, &builder->first_arc, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n, &builder->n_listed, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_arcs, &builder->arc_dwelling, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_arcs, &builder->arc_cost, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n_arcs, &builder->arc, err));
    return XN_ARENA_ARRAY(arena, input->rank.n_dwellings, &builder->used, err);
}

static void take_rows(struct builder *builder, const struct xn_study *study, size_t household)
{
    const struct xn_ranking *ranking = study->ranking;
    const size_t n =
        ranking->n_ranked < rows_of(builder->input) ? ranking->n_ranked : rows_of(builder->input);
    builder->n_listed[household] = ranking->n_ranked;
    builder->first_arc[household] = builder->n_arcs;
    for (size_t i = 0; i < n; i++) {
        const struct xn_ranked *row = &ranking->ranked[i];
        const struct xn_match_arc arc = {.dwelling = (uint32_t)row->dwelling,
                                         .cost = xn_ranking_utility(&study->request, row),
                                         .rank = row->rank,
                                         .tier = row->tier};
        builder->used[row->dwelling] = true;
        builder->arc[builder->n_arcs] = arc;
        builder->arc_dwelling[builder->n_arcs] = arc.dwelling;
        builder->arc_cost[builder->n_arcs++] = arc.cost;
    }
}

static enum xn_status rank_one(struct builder *builder, struct xn_rank_input *rank, size_t household,
                               struct xn_error *err)
{
    XN_AUTO(xn_study_free) struct xn_study *study = NULL;
    rank->household = builder->input->household[household].needs;
    XN_TRY(xn_fail_in(err, xn_study_rank(rank, &study, NULL, err), "household '%.64s'",
                      builder->input->household[household].id));
    take_rows(builder, study, household);
    return XN_OK;
}

/* Made once for all. */
static void set_snapshot_id(struct xn_match *match, struct xn_rank_input *rank)
{
    if (rank->snapshot)
        snprintf(match->snapshot, sizeof match->snapshot, "%s", rank->snapshot);
    else
        xn_study_snapshot_id(rank->city, rank->policy, rank->placement, rank->n_placements, rank->typology,
                             match->snapshot);
    rank->snapshot = match->snapshot;
}

/* One typology and one projection for all of them. */
static enum xn_status rank_all(struct builder *builder, struct xn_notes *notes, struct xn_error *err)
{
    const struct xn_match_input *input = builder->input;
    struct xn_rank_input rank = input->rank;
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    if (!rank.typology)
        XN_TRY(xn_study_classify(rank.city, rank.policy, rank.placement, rank.n_placements, rank.as_of,
                                 &typology, notes, err));
    if (!rank.projection)
        XN_TRY(xn_projection_new(xn_city_crs(rank.city)->definition, &projection, err));
    rank.typology = rank.typology ? rank.typology : typology;
    rank.projection = rank.projection ? rank.projection : projection;
    set_snapshot_id(builder->match, &rank);
    for (size_t h = 0; h < input->n_households; h++)
        XN_TRY(rank_one(builder, &rank, h, err));
    builder->first_arc[input->n_households] = builder->n_arcs;
    return XN_OK;
}

/* --- quotas --------------------------------------------------------------------------------------------- */

static size_t find_level(const struct xn_city *city, const char *name)
{
    for (size_t l = 0; l < xn_city_levels(city); l++)
        if (strcmp(xn_city_level_name(city, l), name) == 0)
            return l;
    return XN_NONE;
}

static bool any_of_corporation(const struct xn_rank_input *rank, const char *corporation)
{
    for (size_t i = 0; i < rank->n_dwellings; i++)
        if (strcmp(rank->dwelling[i].corporation, corporation) == 0)
            return true;
    return false;
}

static enum xn_status check_named(const struct xn_rank_input *rank, const struct xn_match_named_quota *named,
                                  struct xn_error *err)
{
    if (named->corporation)
        return any_of_corporation(rank, named->corporation)
                   ? XN_OK
                   : xn_fail(err, XN_ARGUMENT, "quota: corporation '%.64s' offers no dwelling",
                             named->corporation);
    const size_t level = find_level(rank->city, named->level);
    if (level == XN_NONE)
        return xn_fail(err, XN_ARGUMENT, "quota: found level '%.64s', wanted a level of the city",
                       named->level);
    if (xn_city_find_unit(rank->city, level, named->unit_id) == XN_NONE)
        return xn_fail(err, XN_ARGUMENT, "quota: found unit '%.64s', wanted the id of a %s", named->unit_id,
                       named->level);
    return XN_OK;
}

static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* One limit each, or the order of the list would decide. */
static enum xn_status check_named_once(const struct xn_match_quotas *quotas, size_t at, struct xn_error *err)
{
    const struct xn_match_named_quota *const named = &quotas->named[at];
    for (size_t i = 0; i < at; i++)
        if (is_same(quotas->named[i].level, named->level) &&
            is_same(quotas->named[i].unit_id, named->unit_id) &&
            is_same(quotas->named[i].corporation, named->corporation))
            return xn_fail(err, XN_ARGUMENT, "quota: found '%.64s:%.64s' twice, wanted one limit",
                           named->corporation ? "corporation" : named->level,
                           named->corporation ? named->corporation : named->unit_id);
    return XN_OK;
}

static enum xn_status check_quotas(const struct xn_match_input *input, struct xn_error *err)
{
    const struct xn_match_quotas *quotas = &input->quotas;
    if (quotas->per_parent >= 0 && xn_city_levels(input->rank.city) < 2)
        return xn_fail(err, XN_ARGUMENT, "quota: the city has one level, so units have no parents");
    for (size_t i = 0; i < quotas->n_named; i++) {
        XN_TRY(check_named(&input->rank, &quotas->named[i], err));
        XN_TRY(check_named_once(quotas, i, err));
    }
    return XN_OK;
}

/* The limit of a unit; below 0: none. */
static int64_t unit_limit(const struct xn_match_input *input, size_t level, size_t unit)
{
    const struct xn_match_quotas *quotas = &input->quotas;
    const struct xn_city *city = input->rank.city;
    const size_t finest = xn_city_levels(city) - 1;
    for (size_t i = 0; i < quotas->n_named; i++) {
        const struct xn_match_named_quota *named = &quotas->named[i];
        if (!named->corporation && strcmp(named->level, xn_city_level_name(city, level)) == 0 &&
            strcmp(named->unit_id, xn_city_unit(city, level, unit)->id) == 0)
            return named->limit;
    }
    return level == finest ? quotas->per_unit : level + 1 == finest ? quotas->per_parent : -1;
}

static int64_t corporation_limit(const struct xn_match_input *input, const char *corporation)
{
    const struct xn_match_quotas *quotas = &input->quotas;
    for (size_t i = 0; i < quotas->n_named; i++)
        if (quotas->named[i].corporation && strcmp(quotas->named[i].corporation, corporation) == 0)
            return quotas->named[i].limit;
    return quotas->per_corporation;
}

static enum xn_status add_quota(struct builder *builder, const char *name, const char *corporation,
                                int64_t limit, size_t *ret, struct xn_error *err)
{
    if (!name)
        return xn_fail_memory(err);
    builder->quota[builder->n_quotas] = (struct xn_match_quota){.name = name, .limit = limit};
    builder->corporation[builder->n_quotas] = corporation;
    *ret = builder->n_quotas++;
    return XN_OK;
}

/* The quota of a unit, made when it is met first; XN_NONE: it has none. */
static enum xn_status quota_of_unit(struct builder *builder, size_t level, size_t unit, size_t *ret,
                                    struct xn_error *err)
{
    size_t *known = &builder->quota_of_unit[level][unit];
    const int64_t limit = unit_limit(builder->input, level, unit);
    const struct xn_city *city = builder->input->rank.city;
    const struct xn_unit *found = xn_city_unit(city, level, unit);
    if (*known == XN_NONE && limit >= 0)
        XN_TRY(add_quota(builder,
                         xn_arena_printf(builder->match->arena, "%s %s (%s)", xn_city_level_name(city, level),
                                         found->id, found->name),
                         NULL, limit, known, err));
    *ret = *known;
    return XN_OK;
}

static enum xn_status quota_of_corporation(struct builder *builder, const char *corporation, size_t *ret,
                                           struct xn_error *err)
{
    const int64_t limit = *corporation ? corporation_limit(builder->input, corporation) : -1;
    size_t i = 0;
    *ret = XN_NONE;
    if (limit < 0)
        return XN_OK;
    while (i < builder->n_quotas &&
           (!builder->corporation[i] || strcmp(builder->corporation[i], corporation) != 0))
        i++;
    *ret = i;
    return i < builder->n_quotas ? XN_OK
                                 : add_quota(builder, xn_arena_strdup(builder->match->arena, corporation),
                                             corporation, limit, ret, err);
}

/* A dwelling counts to its unit of every level and to its corporation. */
static enum xn_status quotas_of_dwelling(struct builder *builder, const struct xn_dwelling *dwelling,
                                         size_t *at, struct xn_error *err)
{
    size_t quota = XN_NONE;
    for (size_t l = 0; l < builder->n_levels; l++) {
        if (dwelling->unit[l] == XN_NONE)
            continue;
        XN_TRY(quota_of_unit(builder, l, dwelling->unit[l], &quota, err));
        if (quota != XN_NONE)
            builder->dwelling_quota[(*at)++] = (uint32_t)quota;
    }
    XN_TRY(quota_of_corporation(builder, dwelling->corporation, &quota, err));
    if (quota != XN_NONE)
        builder->dwelling_quota[(*at)++] = (uint32_t)quota;
    return XN_OK;
}

static enum xn_status allocate_quotas(struct builder *builder, struct xn_error *err)
{
    const struct xn_rank_input *rank = &builder->input->rank;
    struct xn_arena *arena = builder->match->arena;
    size_t most = rank->n_dwellings;
    builder->n_levels = xn_city_levels(rank->city);
    for (size_t l = 0; l < builder->n_levels; l++) {
        const size_t n_units = xn_city_units(rank->city, l);
        XN_TRY(XN_ARENA_ARRAY(arena, n_units, &builder->quota_of_unit[l], err));
        for (size_t u = 0; u < n_units; u++)
            builder->quota_of_unit[l][u] = XN_NONE;
        most += n_units;
    }
    XN_TRY(XN_ARENA_ARRAY(arena, most, &builder->quota, err));
    XN_TRY(XN_ARENA_ARRAY(arena, most, &builder->corporation, err));
    XN_TRY(XN_ARENA_ARRAY(arena, rank->n_dwellings + 1, &builder->first_quota, err));
    return XN_ARENA_ARRAY(arena, rank->n_dwellings * (builder->n_levels + 1), &builder->dwelling_quota, err);
}

static enum xn_status make_quotas(struct builder *builder, struct xn_error *err)
{
    const struct xn_rank_input *rank = &builder->input->rank;
    size_t at = 0;
    XN_TRY(allocate_quotas(builder, err));
    for (size_t d = 0; d < rank->n_dwellings; d++) {
        builder->first_quota[d] = at;
        if (builder->used[d])
            XN_TRY(quotas_of_dwelling(builder, &rank->dwelling[d], &at, err));
    }
    builder->first_quota[rank->n_dwellings] = at;
    return XN_OK;
}

/* --- the problem ---------------------------------------------------------------------------------------- */

static enum xn_status name_all(const struct builder *builder, struct xn_match_problem *problem,
                               struct xn_error *err)
{
    const struct xn_match_input *input = builder->input;
    struct xn_arena *arena = builder->match->arena;
    const char **household_id = NULL, **dwelling_id = NULL;
    int *persons = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, input->n_households, &household_id, err));
    XN_TRY(XN_ARENA_ARRAY(arena, input->n_households, &persons, err));
    XN_TRY(XN_ARENA_ARRAY(arena, input->rank.n_dwellings, &dwelling_id, err));
    for (size_t h = 0; h < input->n_households; h++) {
        household_id[h] = input->household[h].id;
        persons[h] = input->household[h].needs->size;
    }
    for (size_t d = 0; d < input->rank.n_dwellings; d++)
        dwelling_id[d] = input->rank.dwelling[d].id;
    problem->household_id = household_id;
    problem->persons = persons;
    problem->dwelling_id = dwelling_id;
    return XN_OK;
}

static enum xn_status make_problem(struct builder *builder, struct xn_error *err)
{
    const struct xn_match_input *input = builder->input;
    struct xn_match_problem *problem = &builder->match->problem;
    *problem = (struct xn_match_problem){.n_households = input->n_households,
                                         .n_dwellings = input->rank.n_dwellings,
                                         .first_arc = builder->first_arc,
                                         .arc_dwelling = builder->arc_dwelling,
                                         .arc_cost = builder->arc_cost,
                                         .n_quotas = builder->n_quotas,
                                         .quota = builder->quota,
                                         .first_quota = builder->first_quota,
                                         .dwelling_quota = builder->dwelling_quota,
                                         .unit = input->quotas.unit,
                                         .seed_text = builder->match->snapshot,
                                         .time_limit_s = input->time_limit_s,
                                         .rounds = input->rounds};
    builder->match->arc = builder->arc;
    builder->match->n_listed = builder->n_listed;
    return name_all(builder, problem, err);
}

static enum xn_status solve(struct xn_match *match, struct xn_error *err)
{
    XN_TRY(xn_matching_solve(&match->problem, &match->best, err));
    XN_TRY(xn_matching_greedy(&match->problem, NULL, &match->greedy, err));
    return xn_matching_random(&match->problem, NULL, match->input->seed, &match->random, err);
}

enum xn_status xn_study_match(const struct xn_match_input *input, struct xn_match **ret,
                              struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_match_free) struct xn_match *match = xn_calloc(1, sizeof *match);
    if (!match || !(match->arena = xn_arena_new()))
        return xn_fail_memory(err);
    match->input = input;
    struct builder builder = {.input = input, .match = match};
    XN_TRY(check_quotas(input, err));
    XN_TRY(allocate_arcs(&builder, err));
    XN_TRY(rank_all(&builder, notes, err));
    XN_TRY(make_quotas(&builder, err));
    XN_TRY(make_problem(&builder, err));
    XN_TRY(solve(match, err));
    *ret = XN_STEAL(match);
    return XN_OK;
}

void xn_match_free(struct xn_match *match)
{
    if (!match)
        return;
    xn_matching_free(match->best);
    xn_matching_free(match->greedy);
    xn_matching_free(match->random);
    xn_arena_free(match->arena);
    xn_free(match);
}
