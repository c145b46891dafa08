/* exposure.c - whom a member of a group meets at home: probabilities, not distributions.
 *
 * Unlike the indices of evenness these depend on how large the groups are. All persons of a unit count, also
 * those of neither group.
 */
#include "xenia/exposure.h"
#include <math.h>
#include "counts_check.h"
#include "exact.h"
#include "pair.h"
#include "xenia/sum.h"

enum xn_status xn_isolation(const struct xn_counts *counts, size_t group, bool exact, double *ret,
                            struct xn_error *err)
{
    XN_TRY(xn_check_members(counts, group, err));
    const double oneself = exact ? 1 : 0;
    struct xn_sum sum = {0};
    for (size_t unit = 0; unit < counts->n_units; unit++) {
        const double x = xn_count(counts, unit, group);
        if (x > oneself) /* else there is no other member to meet */
            xn_sum_add(&sum, x * ((x - oneself) / (counts->unit_total[unit] - oneself)));
    }
    *ret = xn_at_most_one(xn_sum_value(&sum) / counts->group_total[group]);
    return XN_OK;
}

enum xn_status xn_interaction(const struct xn_counts *counts, size_t group, size_t reference, double *ret,
                              struct xn_error *err)
{
    struct xn_pair pair;
    XN_TRY(xn_pair_of(counts, group, reference, &pair, err));
    struct xn_sum sum = {0};
    for (size_t unit = 0; unit < counts->n_units; unit++) {
        const double x = xn_pair_x(&pair, unit);
        if (x > 0)
            xn_sum_add(&sum, x * (xn_pair_y(&pair, unit) / counts->unit_total[unit]));
    }
    *ret = xn_at_most_one(xn_sum_value(&sum) / pair.x_total);
    return XN_OK;
}

enum xn_status xn_correlation_ratio(const struct xn_counts *counts, size_t group, double *ret,
                                    struct xn_error *err)
{
    struct xn_pair pair;
    XN_TRY(xn_pair_over_units(counts, group, XN_NONE, &pair, err));
    /* (xPx - P) / (1 - P) = sum t_i (p_i - P)^2 / (T P (1 - P)), and p_i - P = (x_i Y - y_i X) / (t_i T) */
    struct xn_sum sum = {0};
    for (size_t unit = 0; unit < counts->n_units; unit++) {
        const double x = xn_pair_x(&pair, unit), y = xn_pair_y(&pair, unit);
        const double departure = xn_difference_of_products(x, pair.y_total, y, pair.x_total);
        if (x + y > 0)
            xn_sum_add(&sum, departure / (x + y) * departure);
    }
    const double total = pair.x_total + pair.y_total;
    *ret = xn_at_most_one(xn_sum_value(&sum) / (total * pair.x_total * pair.y_total));
    return XN_OK;
}
