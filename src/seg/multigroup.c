/* multigroup.c - segregation among all groups at once, and the diversity of the city as a whole.
 *
 * The six indices of Reardon & Firebaugh are averages over units and groups of how far a unit's share pi_im
 * departs from the city's pi_m. The departure is kept as d_im = c_im T - t_i C_m = t_i T (pi_im - pi_m), one
 * rounding from exact, so that identical units give exactly 0. Groups without members add nothing.
 */
#include "xenia/multigroup.h"
#include <math.h>
#include "counts_check.h"
#include "divergence.h"
#include "exact.h"
#include "lorenz.h"
#include "xenia/memory.h"
#include "xenia/sum.h"

/* d_im */
static double departure(const struct xn_counts *counts, size_t unit, size_t group)
{
    return xn_difference_of_products(xn_count(counts, unit, group), counts->total, counts->unit_total[unit],
                                     counts->group_total[group]);
}

/* Persons of the city outside a group. */
static double others(const struct xn_counts *counts, size_t group)
{
    return counts->total - counts->group_total[group];
}

/* T^2 I = sum C_m (T - C_m), Simpson's interaction index times T^2. */
static double scaled_interaction(const struct xn_counts *counts)
{
    struct xn_sum sum = {0};
    for (size_t group = 0; group < counts->n_groups; group++)
        xn_sum_add(&sum, counts->group_total[group] * others(counts, group));
    return xn_sum_value(&sum);
}

static double entropy_of_city(const struct xn_counts *counts)
{
    struct xn_sum sum = {0};
    for (size_t group = 0; group < counts->n_groups; group++)
        xn_sum_add(&sum, xn_entropy_term(counts->group_total[group], counts->total));
    return xn_sum_value(&sum);
}

enum xn_status xn_multi_dissimilarity(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_mix(counts, err));
    struct xn_sum sum = {0};
    for (size_t unit = 0; unit < counts->n_units; unit++)
        for (size_t group = 0; group < counts->n_groups; group++)
            xn_sum_add(&sum, fabs(departure(counts, unit, group)));
    *ret = xn_at_most_one(xn_sum_value(&sum) / (2 * scaled_interaction(counts)));
    return XN_OK;
}

/* The segregation curve of one group against everybody else. */
static double lorenz_area_of_group(const struct xn_counts *counts, size_t group,
                                   struct xn_lorenz_point *point)
{
    size_t populated = 0;
    for (size_t unit = 0; unit < counts->n_units; unit++) {
        const double persons = counts->unit_total[unit], members = xn_count(counts, unit, group);
        if (persons > 0)
            point[populated++] = xn_lorenz_point(members, fmax(persons - members, 0));
    }
    return xn_lorenz_area(point, populated);
}

enum xn_status xn_multi_gini(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_mix(counts, err));
    XN_CLEANUP(xn_free_pointer) struct xn_lorenz_point *point = xn_calloc(counts->n_units, sizeof *point);
    if (!point)
        return xn_fail_memory(err);
    struct xn_sum sum = {0};
    for (size_t group = 0; group < counts->n_groups; group++)
        xn_sum_add(&sum, lorenz_area_of_group(counts, group, point));
    *ret = xn_at_most_one(xn_sum_value(&sum) / scaled_interaction(counts));
    return XN_OK;
}

enum xn_status xn_mutual_information(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_mix(counts, err));
    struct xn_sum sum = {0};
    for (size_t unit = 0; unit < counts->n_units; unit++)
        if (counts->unit_total[unit] > 0)
            xn_sum_add(&sum, counts->unit_total[unit] * xn_unit_divergence(counts, unit));
    *ret = xn_sum_value(&sum) / counts->total;
    return XN_OK;
}

enum xn_status xn_multi_information_theory(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    double mutual_information;
    XN_TRY(xn_mutual_information(counts, &mutual_information, err));
    *ret = xn_at_most_one(mutual_information / entropy_of_city(counts));
    return XN_OK;
}

/* sum over units of t_i (pi_im - pi_m)^2, times T^2 */
static double scaled_variation(const struct xn_counts *counts, size_t group)
{
    struct xn_sum sum = {0};
    for (size_t unit = 0; unit < counts->n_units; unit++) {
        const double d = departure(counts, unit, group), persons = counts->unit_total[unit];
        if (persons > 0)
            xn_sum_add(&sum, d / persons * d);
    }
    return xn_sum_value(&sum);
}

enum xn_status xn_multi_relative_diversity(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_mix(counts, err));
    /* T I - sum t_i I_i = sum t_i (pi_im - pi_m)^2 over units and groups */
    struct xn_sum sum = {0};
    for (size_t group = 0; group < counts->n_groups; group++)
        xn_sum_add(&sum, scaled_variation(counts, group));
    *ret = xn_at_most_one(xn_sum_value(&sum) / counts->total / scaled_interaction(counts));
    return XN_OK;
}

enum xn_status xn_multi_squared_coefficient_of_variation(const struct xn_counts *counts, double *ret,
                                                         struct xn_error *err)
{
    XN_TRY(xn_check_mix(counts, err));
    const double degrees = (double)(xn_present_groups(counts) - 1);
    const double total_squared = counts->total * counts->total;
    struct xn_sum sum = {0};
    for (size_t group = 0; group < counts->n_groups; group++)
        if (counts->group_total[group] > 0)
            xn_sum_add(&sum, scaled_variation(counts, group) / counts->group_total[group]);
    *ret = xn_at_most_one(xn_sum_value(&sum) / total_squared / degrees);
    return XN_OK;
}

enum xn_status xn_multi_normalized_exposure(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_mix(counts, err));
    const double total_squared = counts->total * counts->total;
    struct xn_sum sum = {0};
    for (size_t group = 0; group < counts->n_groups; group++)
        xn_sum_add(&sum, scaled_variation(counts, group) / others(counts, group));
    *ret = xn_at_most_one(xn_sum_value(&sum) / total_squared);
    return XN_OK;
}

enum xn_status xn_multi_diversity(const struct xn_counts *counts, bool normalized, double *ret,
                                  struct xn_error *err)
{
    XN_TRY(xn_check_people(counts, err));
    if (normalized && counts->n_groups < 2)
        return xn_fail(err, XN_UNDEFINED, "with a single group the largest possible diversity is 0");
    const double entropy = entropy_of_city(counts);
    *ret = normalized ? xn_at_most_one(entropy / log((double)counts->n_groups)) : entropy;
    return XN_OK;
}

enum xn_status xn_simpson_interaction(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_people(counts, err));
    *ret = scaled_interaction(counts) / (counts->total * counts->total);
    return XN_OK;
}

enum xn_status xn_simpson_concentration(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_people(counts, err));
    struct xn_sum sum = {0};
    for (size_t group = 0; group < counts->n_groups; group++)
        xn_sum_add(&sum, counts->group_total[group] * counts->group_total[group]);
    *ret = xn_at_most_one(xn_sum_value(&sum) / (counts->total * counts->total));
    return XN_OK;
}
