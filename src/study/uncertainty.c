/* uncertainty.c - intervals of the numbers of areas, from the controlled counts alone. See uncertainty.h. */
#include "xenia/uncertainty.h"
#include <math.h>
#include <string.h>
#include "mix_draws.h"
#include "xenia/beta.h"

#define SEED UINT64_C(0x58656e6961) /* "Xenia": draws are a function of the unit's position alone */
#define JEFFREYS 0.5

/* What an interval is computed from: one level of a publication. */
struct source {
    const struct xn_publication *publication;
    const struct xn_controlled_level *level;
    const struct xn_index_entry *index;
    size_t group;
    double household_size, lower_probability, upper_probability;
};

static bool is_shown(const struct source *source, size_t level, size_t unit)
{
    return xn_controlled_why(&source->publication->counts, level, unit, source->group) == XN_SHOWN &&
           source->level->persons[unit].why == XN_SHOWN && source->level->persons[unit].count > 0;
}

/* --- a share, and what is proportional to it
 * ----------------------------------------------------------------- */

/* What the share is multiplied with; NAN: the index is no such. */
static double per_share(const struct source *source)
{
    const struct xn_controlled_level *whole = &source->publication->counts.whole;
    if (strcmp(source->index->id, "share") == 0)
        return 1;
    if (strcmp(source->index->id, "location_quotient") == 0)
        return whole->persons[0].count / whole->group[source->group].count;
    return NAN;
}

/* Rounding can leave a group that is larger than its unit. Nobody and everybody are in their interval. */
static void interval_of_share(const struct source *source, size_t unit, double factor, double *ret_lower,
                              double *ret_upper)
{
    const double persons = source->level->persons[unit].count;
    const double members =
        fmin(source->level->group[unit * source->level->n_groups + source->group].count, persons);
    const struct xn_beta belief = {.a = members / source->household_size + JEFFREYS,
                                   .b = (persons - members) / source->household_size + JEFFREYS};
    *ret_lower = members > 0 ? factor * xn_beta_quantile(belief, source->lower_probability) : 0;
    *ret_upper = members < persons ? factor * xn_beta_quantile(belief, source->upper_probability) : factor;
}

/* --- the whole mix
 * ------------------------------------------------------------------------------------------- */

/* The draws of one unit are computed as if they were units of the city, after the unit itself. */
#define ROWS (XN_INTERVAL_DRAWS + 1)
struct mix_room {
    struct xn_counts counts;
    double *count, *unit_total, *group_total, *value, *concentration;
    struct xn_arena *arena;
};

static void mix_room_free(struct mix_room *room)
{
    xn_arena_free(room->arena);
}

static enum xn_status mix_room_make(const struct source *source, struct mix_room *ret, struct xn_error *err)
{
    const size_t n_groups = source->level->n_groups;
    const struct xn_controlled_level *whole = &source->publication->counts.whole;
    if (!(ret->arena = xn_arena_new()))
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(ret->arena, ROWS * n_groups, &ret->count, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, ROWS, &ret->unit_total, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, ROWS, &ret->value, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, n_groups, &ret->group_total, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, n_groups, &ret->concentration, err));
    double total = 0;
    for (size_t g = 0; g < n_groups; g++)
        total += ret->group_total[g] = whole->group[g].count;
    ret->counts = (struct xn_counts){.n_units = ROWS,
                                     .n_groups = n_groups,
                                     .count = ret->count,
                                     .unit_total = ret->unit_total,
                                     .group_total = ret->group_total,
                                     .total = total,
                                     .group_name = source->publication->group};
    return XN_OK;
}

static void draw_unit(const struct source *source, size_t unit, struct mix_room *room)
{
    const size_t n_groups = source->level->n_groups;
    double persons = 0;
    for (size_t g = 0; g < n_groups; g++) {
        room->count[g] = source->level->group[unit * n_groups + g].count;
        persons += room->count[g];
        room->concentration[g] = room->count[g] / source->household_size + JEFFREYS;
    }
    struct xn_random random = xn_random_stream(SEED, 0, (uint32_t)unit);
    for (size_t i = 1; i < ROWS; i++)
        xn_mix_draw(&random, room->concentration, n_groups, persons, &room->count[i * n_groups]);
    for (size_t i = 0; i < ROWS; i++)
        room->unit_total[i] = persons;
}

/* The half a household that every group is given moves a mix towards evenness: the unit's own value is in the
 * interval all the same. */
static enum xn_status interval_of_mix(const struct source *source, size_t unit, struct mix_room *room,
                                      double *ret_lower, double *ret_upper, struct xn_error *err)
{
    const struct xn_index_input input = {.counts = room->counts, .group = XN_NONE, .reference = XN_NONE};
    draw_unit(source, unit, room);
    XN_TRY(xn_index_local(source->index, &input, NULL, room->value, err));
    if (!isfinite(room->value[0]))
        return XN_OK;
    xn_draw_quantiles(room->value + 1, XN_INTERVAL_DRAWS, source->lower_probability,
                      source->upper_probability, ret_lower, ret_upper);
    *ret_lower = fmin(*ret_lower, room->value[0]);
    *ret_upper = fmax(*ret_upper, room->value[0]);
    return XN_OK;
}

/* The units that are asked for, from `first` on; what has no interval is NAN already. */
struct span {
    size_t level, first, n;
    double *lower, *upper; /* n */
};

static enum xn_status intervals_of_mix(const struct source *source, const struct span *span,
                                       struct xn_error *err)
{
    XN_CLEANUP(mix_room_free) struct mix_room room = {.arena = NULL};
    XN_TRY(mix_room_make(source, &room, err));
    if (!(room.counts.total > 0)) /* a group of the city is withheld: then so is every mix */
        return XN_OK;
    for (size_t i = 0; i < span->n; i++)
        if (is_shown(source, span->level, span->first + i))
            XN_TRY(interval_of_mix(source, span->first + i, &room, &span->lower[i], &span->upper[i], err));
    return XN_OK;
}

static void intervals_of_shares(const struct source *source, const struct span *span)
{
    const double factor = per_share(source);
    for (size_t i = 0; isfinite(factor) && i < span->n; i++)
        if (is_shown(source, span->level, span->first + i))
            interval_of_share(source, span->first + i, factor, &span->lower[i], &span->upper[i]);
}

/* --- any local index
 * ----------------------------------------------------------------------------------------- */

static enum xn_status intervals_of(const struct xn_publication *publication,
                                   const struct xn_index_entry *index, size_t group, double confidence,
                                   const struct span *span, struct xn_error *err)
{
    const struct source source = {.publication = publication,
                                  .level = &publication->counts.level[span->level],
                                  .index = index,
                                  .group = xn_index_takes_group(index) ? group : XN_NONE,
                                  .household_size = publication->household_size,
                                  .lower_probability = (1 - confidence) / 2,
                                  .upper_probability = (1 + confidence) / 2};
    if (!(confidence > 0 && confidence < 1))
        return xn_fail(err, XN_ARGUMENT, "an interval holds more than 0 and less than all, not %g",
                       confidence);
    if (!(publication->household_size >= 1))
        return xn_fail(err, XN_ARGUMENT, "intervals need households of one person or more, not of %g",
                       publication->household_size);
    for (size_t i = 0; i < span->n; i++)
        span->lower[i] = span->upper[i] = NAN;
    if (xn_controlled_city_why(&publication->counts, source.group) != XN_SHOWN)
        return XN_OK;
    if (source.group == XN_NONE)
        return intervals_of_mix(&source, span, err);
    intervals_of_shares(&source, span);
    return XN_OK;
}

enum xn_status xn_controlled_interval(const struct xn_publication *publication, size_t level,
                                      const struct xn_index_entry *index, size_t group, double confidence,
                                      double *lower, double *upper, struct xn_error *err)
{
    const struct span all = {
        .level = level, .n = publication->counts.level[level].n_units, .lower = lower, .upper = upper};
    return intervals_of(publication, index, group, confidence, &all, err);
}

enum xn_status xn_controlled_unit_interval(const struct xn_publication *publication, size_t level,
                                           size_t unit, const struct xn_index_entry *index, size_t group,
                                           double confidence, double *ret_lower, double *ret_upper,
                                           struct xn_error *err)
{
    const struct span one = {.level = level, .first = unit, .n = 1, .lower = ret_lower, .upper = ret_upper};
    return intervals_of(publication, index, group, confidence, &one, err);
}

/* --- what follows from intervals
 * ------------------------------------------------------------------------------ */

void xn_interval_of_change(double value, double lower, double upper, double earlier, double earlier_lower,
                           double earlier_upper, double *ret_lower, double *ret_upper)
{
    *ret_lower = value - earlier - hypot(value - lower, earlier_upper - earlier);
    *ret_upper = value - earlier + hypot(upper - value, earlier - earlier_lower);
}

bool xn_value_is_uncertain(const double *inner_limit, size_t n_limits, double lower, double upper)
{
    size_t crossed = 0;
    for (size_t i = 0; i < n_limits; i++)
        crossed += inner_limit[i] > lower && inner_limit[i] <= upper;
    return crossed >= 2;
}
