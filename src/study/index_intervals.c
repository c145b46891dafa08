/* index_intervals.c - how sure the indices of a whole city are: the city drawn anew, many times over, and
 * every index computed in each of these cities. See uncertainty.h. */
#include <math.h>
#include "mix_draws.h"
#include "xenia/uncertainty.h"

/* A drawn city, and what every index is in each of them. */
struct bootstrap {
    const struct xn_city *city;
    const struct xn_profile *profile;
    struct xn_counts drawn;
    double *count, *unit_total, *group_total, *concentration;
    const double *area_m2;
    double household_size;
    uint64_t seed;
    size_t n_draws;
    double *value; /* n_results x n_draws */
    struct xn_arena *arena;
};

static void bootstrap_free(struct bootstrap *bootstrap)
{
    xn_arena_free(bootstrap->arena);
}

static enum xn_status bootstrap_make(struct bootstrap *ret, size_t level, struct xn_error *err)
{
    const struct xn_counts counts = xn_city_counts(ret->city, level);
    if (!(ret->arena = xn_arena_new()))
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(ret->arena, counts.n_units * counts.n_groups, &ret->count, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, counts.n_units, &ret->unit_total, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, counts.n_groups, &ret->group_total, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, counts.n_groups, &ret->concentration, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, ret->profile->n_results * ret->n_draws, &ret->value, err));
    ret->area_m2 = xn_city_areas_m2(ret->city, level);
    ret->drawn = counts;
    ret->drawn.count = ret->count;
    ret->drawn.unit_total = ret->unit_total;
    ret->drawn.group_total = ret->group_total;
    return XN_OK;
}

static void draw_unit(struct bootstrap *bootstrap, const struct xn_counts *counts, size_t draw, size_t unit)
{
    struct xn_random random = xn_random_stream(bootstrap->seed, draw, (uint32_t)unit);
    double *row = &bootstrap->count[unit * counts->n_groups];
    for (size_t g = 0; g < counts->n_groups; g++)
        bootstrap->concentration[g] = xn_count(counts, unit, g) / bootstrap->household_size;
    xn_mix_draw(&random, bootstrap->concentration, counts->n_groups, counts->unit_total[unit], row);
    for (size_t g = 0; g < counts->n_groups; g++) {
        bootstrap->unit_total[unit] += row[g];
        bootstrap->group_total[g] += row[g];
    }
}

static void draw_city(struct bootstrap *bootstrap, const struct xn_counts *counts, size_t draw)
{
    for (size_t g = 0; g < counts->n_groups; g++)
        bootstrap->group_total[g] = 0;
    bootstrap->drawn.total = 0;
    for (size_t u = 0; u < counts->n_units; u++) {
        bootstrap->unit_total[u] = 0;
        draw_unit(bootstrap, counts, draw, u);
        bootstrap->drawn.total += bootstrap->unit_total[u];
    }
}

/* An index that is undefined in a drawn city has no value there. */
static enum xn_status compute(const struct bootstrap *bootstrap, size_t result, size_t draw,
                              struct xn_error *err)
{
    const struct xn_index_result *wanted = &bootstrap->profile->result[result];
    const struct xn_index_input input = {.counts = bootstrap->drawn,
                                         .area_m2 = bootstrap->area_m2,
                                         .group = wanted->group,
                                         .reference = wanted->reference};
    double *value = &bootstrap->value[result * bootstrap->n_draws + draw];
    struct xn_error why = {0};
    *value = NAN;
    if (!isfinite(wanted->value) || wanted->form == XN_LOCAL)
        return XN_OK;
    const enum xn_status status =
        xn_index_global(wanted->entry, wanted->form, &input, &wanted->parameters, value, &why);
    return status == XN_OK || status == XN_UNDEFINED ? XN_OK : xn_fail(err, status, "%s", why.message);
}

/* The finite ones first; how many. */
static size_t gather_finite(double *value, size_t n)
{
    size_t finite = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(value[i]))
            value[finite++] = value[i];
    return finite;
}

/* Turned about the value; no index of the catalogue that is 0 or more is told below 0. */
static struct xn_interval turn(double value, double *draw, size_t n_draws, double confidence)
{
    const size_t n = gather_finite(draw, n_draws);
    if (!isfinite(value) || n == 0 || 10 * (n_draws - n) > n_draws)
        return (struct xn_interval){NAN, NAN};
    double lower, upper;
    xn_draw_quantiles(draw, n, (1 - confidence) / 2, (1 + confidence) / 2, &lower, &upper);
    struct xn_interval turned = {2 * value - upper, 2 * value - lower};
    if (value >= 0)
        turned.lower = fmax(turned.lower, 0);
    turned.lower = fmin(turned.lower, value);
    turned.upper = fmax(turned.upper, value);
    return turned;
}

enum xn_status xn_index_intervals(const struct xn_city *city, size_t level, const struct xn_profile *profile,
                                  double household_size, double confidence, size_t draws, uint64_t seed,
                                  struct xn_interval *ret, struct xn_error *err)
{
    const struct xn_counts counts = xn_city_counts(city, level);
    XN_CLEANUP(bootstrap_free)
    struct bootstrap bootstrap = {
        .city = city, .profile = profile, .household_size = household_size, .seed = seed, .n_draws = draws};
    if (!(household_size >= 1) || draws == 0)
        return xn_fail(err, XN_ARGUMENT,
                       "intervals need households of one person or more and at least one draw");
    XN_TRY(bootstrap_make(&bootstrap, level, err));
    for (size_t draw = 0; draw < draws; draw++) {
        draw_city(&bootstrap, &counts, draw);
        for (size_t i = 0; i < profile->n_results; i++)
            XN_TRY(compute(&bootstrap, i, draw, err));
    }
    for (size_t i = 0; i < profile->n_results; i++)
        ret[i] = turn(profile->result[i].value, &bootstrap.value[i * draws], draws, confidence);
    return XN_OK;
}
