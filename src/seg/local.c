/* local.c - one number a unit: its own mix, and how it differs from the city's.
 *
 * All measures share one walk: units without people get NaN, the others what the formula says. Nothing is
 * written before the arguments are known to be good.
 */
#include "xenia/local.h"
#include <math.h>
#include "counts_check.h"
#include "divergence.h"
#include "exact.h"
#include "xenia/sum.h"

/* The formula of one populated unit; `group` is ignored by measures of the whole mix. */
typedef double local_formula(const struct xn_counts *counts, size_t unit, size_t group);

static void fill(const struct xn_counts *counts, size_t group, local_formula *formula, double *ret)
{
    for (size_t unit = 0; unit < counts->n_units; unit++)
        ret[unit] = counts->unit_total[unit] > 0 ? formula(counts, unit, group) : NAN;
}

static double share(const struct xn_counts *counts, size_t unit, size_t group)
{
    return xn_at_most_one(xn_count(counts, unit, group) / counts->unit_total[unit]);
}

enum xn_status xn_share(const struct xn_counts *counts, size_t group, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_group(counts, group, err));
    XN_TRY(xn_check_people(counts, err));
    fill(counts, group, share, ret);
    return XN_OK;
}

static double location_quotient(const struct xn_counts *counts, size_t unit, size_t group)
{
    return xn_count(counts, unit, group) * counts->total /
           (counts->unit_total[unit] * counts->group_total[group]);
}

enum xn_status xn_location_quotient(const struct xn_counts *counts, size_t group, double *ret,
                                    struct xn_error *err)
{
    XN_TRY(xn_check_members(counts, group, err));
    fill(counts, group, location_quotient, ret);
    return XN_OK;
}

static double diversity(const struct xn_counts *counts, size_t unit, size_t group)
{
    (void)group;
    struct xn_sum sum = {0};
    for (size_t m = 0; m < counts->n_groups; m++)
        xn_sum_add(&sum, xn_entropy_term(xn_count(counts, unit, m), counts->unit_total[unit]));
    return xn_sum_value(&sum);
}

enum xn_status xn_local_diversity(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_people(counts, err));
    fill(counts, XN_NONE, diversity, ret);
    return XN_OK;
}

static double normalized_diversity(const struct xn_counts *counts, size_t unit, size_t group)
{
    return xn_at_most_one(diversity(counts, unit, group) / log((double)counts->n_groups));
}

enum xn_status xn_local_entropy(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_people(counts, err));
    if (counts->n_groups < 2)
        return xn_fail(err, XN_UNDEFINED, "with a single group the largest possible diversity is 0");
    fill(counts, XN_NONE, normalized_diversity, ret);
    return XN_OK;
}

static double simpson_interaction(const struct xn_counts *counts, size_t unit, size_t group)
{
    (void)group;
    const double persons = counts->unit_total[unit];
    struct xn_sum sum = {0};
    for (size_t m = 0; m < counts->n_groups; m++) {
        const double members = xn_count(counts, unit, m);
        xn_sum_add(&sum, members * fmax(persons - members, 0));
    }
    return xn_sum_value(&sum) / (persons * persons);
}

enum xn_status xn_local_simpson_interaction(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_people(counts, err));
    fill(counts, XN_NONE, simpson_interaction, ret);
    return XN_OK;
}

static double simpson_concentration(const struct xn_counts *counts, size_t unit, size_t group)
{
    (void)group;
    const double persons = counts->unit_total[unit];
    struct xn_sum sum = {0};
    for (size_t m = 0; m < counts->n_groups; m++)
        xn_sum_add(&sum, xn_count(counts, unit, m) * xn_count(counts, unit, m));
    return xn_at_most_one(xn_sum_value(&sum) / (persons * persons));
}

enum xn_status xn_local_simpson_concentration(const struct xn_counts *counts, double *ret,
                                              struct xn_error *err)
{
    XN_TRY(xn_check_people(counts, err));
    fill(counts, XN_NONE, simpson_concentration, ret);
    return XN_OK;
}

static double mutual_information(const struct xn_counts *counts, size_t unit, size_t group)
{
    (void)group;
    return xn_unit_divergence(counts, unit);
}

enum xn_status xn_local_mutual_information(const struct xn_counts *counts, double *ret, struct xn_error *err)
{
    XN_TRY(xn_check_people(counts, err));
    fill(counts, XN_NONE, mutual_information, ret);
    return XN_OK;
}
