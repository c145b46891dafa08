/* controlled_values.c - shares and local indices of a city from its controlled counts, see disclosure.h. The
 * indices are the catalogue's own functions on rounded counts, so that they cannot say more than these.
 */
#include <math.h>
#include "xenia/disclosure.h"
#include "xenia/memory.h"

void xn_controlled_share(const struct xn_controlled *controlled, size_t level, size_t unit, size_t group,
                         double *ret_lower, double *ret_upper)
{
    const struct xn_controlled_level *at = &controlled->level[level];
    const double share = at->group[unit * at->n_groups + group].count / at->persons[unit].count;
    *ret_lower = *ret_upper = NAN;
    if (!isfinite(share))
        return;
    const double n_bands = round(1 / XN_DISCLOSURE_SHARE_BAND);
    const double band = fmin(floor(share * n_bands + 1e-9), n_bands - 1);
    *ret_lower = band / n_bands;
    *ret_upper = (band + 1) / n_bands;
}

double xn_published_value(double value)
{
    const double scale = pow(10, XN_DISCLOSURE_DECIMALS);
    return round(value * scale) / scale;
}

/* --- local indices
 * ------------------------------------------------------------------------------------------ */

/* Rounded counts as an index takes them. Of one group: the group and the others, so that the number of
 * persons is the published one; of the whole mix: all groups, and persons are their sum. */
struct rounded {
    struct xn_counts counts;
    double *count, *unit_total, *group_total;
    struct xn_arena *arena;
};

static void rounded_free(struct rounded *rounded)
{
    xn_arena_free(rounded->arena);
}

/* One row; returns its sum. */
static double round_row(const struct xn_controlled_level *level, size_t unit, size_t group, double *ret)
{
    const struct xn_controlled_cell *cell = &level->group[unit * level->n_groups];
    if (group != XN_NONE) {
        ret[0] = cell[group].count;
        ret[1] = level->persons[unit].count - cell[group].count;
        return level->persons[unit].count;
    }
    double sum = 0;
    for (size_t g = 0; g < level->n_groups; g++)
        sum += ret[g] = cell[g].count;
    return sum;
}

static enum xn_status rounded_make(const struct xn_controlled *controlled, const struct xn_city *city,
                                   size_t level, size_t group, struct rounded *ret, struct xn_error *err)
{
    const struct xn_controlled_level *at = &controlled->level[level];
    const size_t n_groups = group == XN_NONE ? at->n_groups : 2;
    if (!(ret->arena = xn_arena_new()))
        return xn_fail_memory(err);
    const char **name = NULL;
    XN_TRY(XN_ARENA_ARRAY(ret->arena, at->n_units * n_groups, &ret->count, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, at->n_units, &ret->unit_total, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, n_groups, &ret->group_total, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, n_groups, &name, err));
    for (size_t g = 0; g < n_groups; g++)
        name[g] = group == XN_NONE ? xn_city_counts(city, level).group_name[g]
                  : g == 0         ? xn_city_counts(city, level).group_name[group]
                                   : XN_RESIDUAL_GROUP;
    for (size_t u = 0; u < at->n_units; u++)
        if (xn_controlled_why(controlled, level, u, group) == XN_SHOWN)
            ret->unit_total[u] = round_row(at, u, group, &ret->count[u * n_groups]);
    ret->counts = (struct xn_counts){.n_units = at->n_units,
                                     .n_groups = n_groups,
                                     .count = ret->count,
                                     .unit_total = ret->unit_total,
                                     .group_total = ret->group_total,
                                     .total = round_row(&controlled->whole, 0, group, ret->group_total),
                                     .group_name = name};
    return XN_OK;
}

enum xn_status xn_controlled_local(const struct xn_controlled *controlled, const struct xn_city *city,
                                   size_t level, const struct xn_index_entry *index, size_t group,
                                   double *ret, struct xn_error *err)
{
    XN_CLEANUP(rounded_free) struct rounded rounded = {0};
    const size_t asked = xn_index_takes_group(index) ? group : XN_NONE;
    if (xn_controlled_city_why(controlled, asked) != XN_SHOWN) {
        for (size_t u = 0; u < controlled->level[level].n_units; u++)
            ret[u] = NAN;
        return XN_OK;
    }
    XN_TRY(rounded_make(controlled, city, level, asked, &rounded, err));
    const struct xn_index_input input = {.counts = rounded.counts, .group = 0, .reference = XN_NONE};
    return xn_index_local(index, &input, NULL, ret, err);
}
