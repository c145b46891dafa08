/* evenness.c - how unevenly a group and its reference are spread over the units.
 *
 * Every function is check, then formula. The formulas are those of the header, rearranged only so that the
 * difference from evenness, x_i Y - y_i X, is formed first and without cancellation: the unit's share of the
 * group less its share of the reference is x_i/X - y_i/Y = (x_i Y - y_i X) / (X Y).
 */
#include "xenia/evenness.h"
#include <math.h>
#include "exact.h"
#include "lorenz.h"
#include "pair.h"
#include "xenia/memory.h"
#include "xenia/sum.h"

/* sum abs(x_i Y - y_i X) */
static double sum_of_departures(const struct xn_pair *pair)
{
    struct xn_sum sum = {0};
    for (size_t unit = 0; unit < pair->counts->n_units; unit++)
        xn_sum_add(&sum, fabs(xn_difference_of_products(xn_pair_x(pair, unit), pair->y_total,
                                                        xn_pair_y(pair, unit), pair->x_total)));
    return xn_sum_value(&sum);
}

static double dissimilarity_of(const struct xn_pair *pair)
{
    return xn_at_most_one(sum_of_departures(pair) / (2 * pair->x_total * pair->y_total));
}

enum xn_status xn_dissimilarity(const struct xn_counts *counts, size_t group, size_t reference, double *ret,
                                struct xn_error *err)
{
    struct xn_pair pair;
    XN_TRY(xn_pair_over_units(counts, group, reference, &pair, err));
    *ret = dissimilarity_of(&pair);
    return XN_OK;
}

enum xn_status xn_min_max(const struct xn_counts *counts, size_t group, size_t reference, double *ret,
                          struct xn_error *err)
{
    struct xn_pair pair;
    XN_TRY(xn_pair_over_units(counts, group, reference, &pair, err));
    const double dissimilarity = dissimilarity_of(&pair);
    *ret = 2 * dissimilarity / (1 + dissimilarity);
    return XN_OK;
}

enum xn_status xn_gorard(const struct xn_counts *counts, size_t group, size_t reference, double *ret,
                         struct xn_error *err)
{
    struct xn_pair pair;
    XN_TRY(xn_pair_over_units(counts, group, reference, &pair, err));
    /* x_i/X - t_i/T = (x_i Y - y_i X) / (X T), because t = x + y */
    *ret = sum_of_departures(&pair) / (2 * pair.x_total * (pair.x_total + pair.y_total));
    return XN_OK;
}

static size_t lorenz_points(const struct xn_pair *pair, struct xn_lorenz_point *ret)
{
    size_t populated = 0;
    for (size_t unit = 0; unit < pair->counts->n_units; unit++) {
        const double x = xn_pair_x(pair, unit), y = xn_pair_y(pair, unit);
        if (x + y > 0)
            ret[populated++] = xn_lorenz_point(x, y);
    }
    return populated;
}

enum xn_status xn_gini(const struct xn_counts *counts, size_t group, size_t reference, double *ret,
                       struct xn_error *err)
{
    struct xn_pair pair;
    XN_TRY(xn_pair_over_units(counts, group, reference, &pair, err));
    XN_CLEANUP(xn_free_pointer) struct xn_lorenz_point *point = xn_calloc(counts->n_units, sizeof *point);
    if (!point)
        return xn_fail_memory(err);
    const size_t populated = lorenz_points(&pair, point);
    *ret = xn_at_most_one(xn_lorenz_area(point, populated) / (pair.x_total * pair.y_total));
    return XN_OK;
}

/* sum t_i (E - E_i), written as sum t_i times the divergence of the unit's mix from the city's. */
static double sum_of_divergences(const struct xn_pair *pair)
{
    const double total = pair->x_total + pair->y_total;
    struct xn_sum sum = {0};
    for (size_t unit = 0; unit < pair->counts->n_units; unit++) {
        const double x = xn_pair_x(pair, unit), y = xn_pair_y(pair, unit), persons = x + y;
        if (persons > 0)
            xn_sum_add(&sum, persons * (xn_divergence_term(x, persons, pair->x_total, total) +
                                        xn_divergence_term(y, persons, pair->y_total, total)));
    }
    return xn_sum_value(&sum);
}

enum xn_status xn_entropy(const struct xn_counts *counts, size_t group, size_t reference, double *ret,
                          struct xn_error *err)
{
    struct xn_pair pair;
    XN_TRY(xn_pair_over_units(counts, group, reference, &pair, err));
    const double total = pair.x_total + pair.y_total;
    const double entropy = xn_entropy_term(pair.x_total, total) + xn_entropy_term(pair.y_total, total);
    *ret = xn_at_most_one(sum_of_divergences(&pair) / (total * entropy));
    return XN_OK;
}

/* How far s^b r^(1-b) falls short of its bound b s + (1-b) r, for s = x/X and r = y/Y; never negative. With
 * s = r (1 + e) this is r (b e - ((1+e)^b - 1)), which keeps its digits for small e. */
static double atkinson_shortfall(double x, double x_total, double y, double y_total, double shape_b)
{
    if (y <= 0)
        return shape_b * (x / x_total);
    const double excess = xn_difference_of_products(x, y_total, y, x_total) / (y * x_total);
    return y / y_total * fmax(shape_b * excess - expm1(shape_b * log1p(excess)), 0);
}

enum xn_status xn_atkinson(const struct xn_counts *counts, size_t group, size_t reference, double shape_b,
                           double *ret, struct xn_error *err)
{
    if (!(shape_b > 0 && shape_b < 1))
        return xn_fail(err, XN_ARGUMENT,
                       "the shape b of atkinson is %g; it must lie between 0 and 1, both excluded", shape_b);
    struct xn_pair pair;
    XN_TRY(xn_pair_over_units(counts, group, reference, &pair, err));
    struct xn_sum shortfall = {0};
    for (size_t unit = 0; unit < counts->n_units; unit++)
        xn_sum_add(&shortfall, atkinson_shortfall(xn_pair_x(&pair, unit), pair.x_total,
                                                  xn_pair_y(&pair, unit), pair.y_total, shape_b));
    /* The shortfalls add up to 1 - sum s^b r^(1-b). */
    const double evenness = log1p(-xn_at_most_one(xn_sum_value(&shortfall))) / (1 - shape_b);
    *ret = -expm1(evenness);
    return XN_OK;
}
