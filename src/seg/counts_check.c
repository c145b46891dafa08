/* counts_check.c - see counts_check.h. */
#include "counts_check.h"

enum xn_status xn_check_group(const struct xn_counts *counts, size_t group, struct xn_error *err)
{
    if (group < counts->n_groups)
        return XN_OK;
    return xn_fail(err, XN_ARGUMENT, "there is no group at position %zu: the counts have %zu groups, from 0",
                   group, counts->n_groups);
}

enum xn_status xn_check_people(const struct xn_counts *counts, struct xn_error *err)
{
    if (counts->total > 0)
        return XN_OK;
    return xn_fail(err, XN_UNDEFINED, "nobody lives in this city");
}

enum xn_status xn_check_members(const struct xn_counts *counts, size_t group, struct xn_error *err)
{
    XN_TRY(xn_check_group(counts, group, err));
    if (counts->group_total[group] > 0)
        return XN_OK;
    return xn_fail(err, XN_UNDEFINED, "group '%s' has no members in this city", counts->group_name[group]);
}

size_t xn_populated_units(const struct xn_counts *counts)
{
    size_t populated = 0;
    for (size_t unit = 0; unit < counts->n_units; unit++)
        populated += counts->unit_total[unit] > 0;
    return populated;
}

size_t xn_present_groups(const struct xn_counts *counts)
{
    size_t present = 0;
    for (size_t group = 0; group < counts->n_groups; group++)
        present += counts->group_total[group] > 0;
    return present;
}

static const char *name_of_the_only_group(const struct xn_counts *counts)
{
    for (size_t group = 0; group < counts->n_groups; group++)
        if (counts->group_total[group] > 0)
            return counts->group_name[group];
    return "";
}

enum xn_status xn_check_mix(const struct xn_counts *counts, struct xn_error *err)
{
    XN_TRY(xn_check_people(counts, err));
    if (xn_present_groups(counts) < 2)
        return xn_fail(err, XN_UNDEFINED,
                       "everybody in this city is of group '%s': there is no mix to compare",
                       name_of_the_only_group(counts));
    if (xn_populated_units(counts) < 2)
        return xn_fail(err, XN_UNDEFINED, "only one unit has people: there are no units to compare");
    return XN_OK;
}
