/* pair.c - see pair.h. */
#include "pair.h"
#include "counts_check.h"
#include "xenia/sum.h"

static enum xn_status check_arguments(const struct xn_counts *counts, size_t group, size_t reference,
                                      struct xn_error *err)
{
    XN_TRY(xn_check_group(counts, group, err));
    if (reference == XN_NONE)
        return XN_OK;
    XN_TRY(xn_check_group(counts, reference, err));
    if (group == reference)
        return xn_fail(err, XN_ARGUMENT, "group '%s' cannot be compared with itself",
                       counts->group_name[group]);
    return XN_OK;
}

static void add_up(struct xn_pair *pair)
{
    struct xn_sum x_total = {0}, y_total = {0};
    for (size_t unit = 0; unit < pair->counts->n_units; unit++) {
        const double x = xn_pair_x(pair, unit), y = xn_pair_y(pair, unit);
        xn_sum_add(&x_total, x);
        xn_sum_add(&y_total, y);
        pair->populated += x + y > 0;
    }
    pair->x_total = xn_sum_value(&x_total);
    pair->y_total = xn_sum_value(&y_total);
}

enum xn_status xn_pair_of(const struct xn_counts *counts, size_t group, size_t reference, struct xn_pair *ret,
                          struct xn_error *err)
{
    XN_TRY(check_arguments(counts, group, reference, err));
    XN_TRY(xn_check_members(counts, group, err));
    if (reference != XN_NONE)
        XN_TRY(xn_check_members(counts, reference, err));
    struct xn_pair pair = {.counts = counts, .group = group, .reference = reference};
    add_up(&pair);
    if (pair.y_total <= 0)
        return xn_fail(err, XN_UNDEFINED,
                       "everybody in this city is of group '%s': there is nobody to compare with",
                       counts->group_name[group]);
    *ret = pair;
    return XN_OK;
}

enum xn_status xn_pair_over_units(const struct xn_counts *counts, size_t group, size_t reference,
                                  struct xn_pair *ret, struct xn_error *err)
{
    struct xn_pair pair;
    XN_TRY(xn_pair_of(counts, group, reference, &pair, err));
    if (pair.populated < 2 && reference == XN_NONE)
        return xn_fail(err, XN_UNDEFINED, "only one unit has people: there are no units to compare");
    if (pair.populated < 2)
        return xn_fail(err, XN_UNDEFINED,
                       "only one unit has people of group '%s' or '%s': there are no units to compare",
                       counts->group_name[group], counts->group_name[reference]);
    *ret = pair;
    return XN_OK;
}
