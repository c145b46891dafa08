/* effect.c - what a placement does to the city's index, one candidate at a time in O(1).
 *
 * Both indices have the form 1 - sum h(x_i, y_i) / h(X, Y), written with terms that are never negative, so
 * nothing cancels before the last subtraction: the result is good to a few units in the last place of 1, also
 * for five persons in a city of a million.
 */
#include "xenia/housing.h"
#include "xenia/memory.h"
#include "xenia/sum.h"
#include <math.h>

typedef double mixing(double group, double others);

struct xn_effect_base {
    mixing *h;
    size_t n_units;
    double *group, *others;           /* n_units each */
    double group_total, others_total; /* X, Y */
    struct xn_sum within;             /* sum of h over the units */
    double before;
};

/* (x + y) times the binary entropy of x / (x + y). */
static double entropy_mixing(double group, double others)
{
    if (group <= 0 || others <= 0)
        return 0;
    return group * log1p(others / group) + others * log1p(group / others);
}

/* (x + y) p (1 - p): persons times the variance of belonging to the group. */
static double variance_mixing(double group, double others)
{
    if (group <= 0 || others <= 0)
        return 0;
    return group * (others / (group + others));
}

static enum xn_status read_unit(struct xn_effect_base *base, size_t unit, double group, double total,
                                double pending, struct xn_error *err)
{
    if (!(group >= 0 && total >= 0 && pending >= 0 && isfinite(group + total + pending)))
        return xn_fail(err, XN_ARGUMENT,
                       "unit %zu: %g of the group, %g inhabitants and %g pending persons are not all counts "
                       "of 0 or more",
                       unit, group, total, pending);
    base->group[unit] = group + pending;
    base->others[unit] = fmax(total - group, 0);
    xn_sum_add(&base->within, base->h(base->group[unit], base->others[unit]));
    return XN_OK;
}

static enum xn_status sum_up(struct xn_effect_base *base, struct xn_error *err)
{
    base->group_total = xn_sum_array(base->group, base->n_units);
    base->others_total = xn_sum_array(base->others, base->n_units);
    if (base->group_total <= 0)
        return xn_fail(err, XN_UNDEFINED, "%s", XN_N("nobody of the group lives in the city yet"));
    if (base->others_total <= 0)
        return xn_fail(err, XN_UNDEFINED, "%s", XN_N("nobody but the group lives in the city"));
    base->before = 1 - xn_sum_value(&base->within) / base->h(base->group_total, base->others_total);
    return XN_OK;
}

enum xn_status xn_effect_base_new(enum xn_effect_index index, const double *group_count, const double *total,
                                  const double *pending_persons, size_t n_units, struct xn_effect_base **ret,
                                  struct xn_error *err)
{
    XN_AUTO(xn_effect_base_free) struct xn_effect_base *base = xn_calloc(1, sizeof *base);
    if (!base)
        return xn_fail_memory(err);
    base->h = index == XN_EFFECT_THEIL_H ? entropy_mixing : variance_mixing;
    base->n_units = n_units;
    base->group = xn_calloc(n_units, sizeof *base->group);
    base->others = xn_calloc(n_units, sizeof *base->others);
    if (!base->group || !base->others)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n_units; i++)
        XN_TRY(read_unit(base, i, group_count[i], total[i], pending_persons ? pending_persons[i] : 0, err));
    XN_TRY(sum_up(base, err));
    *ret = XN_STEAL(base);
    return XN_OK;
}

void xn_effect_base_free(struct xn_effect_base *base)
{
    if (!base)
        return;
    xn_free(base->group);
    xn_free(base->others);
    xn_free(base);
}

double xn_effect_before(const struct xn_effect_base *base)
{
    return base->before;
}

double xn_effect_after(const struct xn_effect_base *base, size_t unit, double persons)
{
    const double group = base->group[unit], others = base->others[unit];
    struct xn_sum within = base->within;
    xn_sum_add(&within, -base->h(group, others));
    xn_sum_add(&within, base->h(group + persons, others));
    return 1 - xn_sum_value(&within) / base->h(base->group_total + persons, base->others_total);
}
