/* counts_check.h - the arguments of an index, and the sentences for cities in which it has no value.
 *
 * A group that does not exist is a mistake of the caller (XN_ARGUMENT); a city in which the index divides by
 * zero is a finding about the city (XN_UNDEFINED), told by the group's name.
 */
#ifndef XENIA_SEG_COUNTS_CHECK_H
#define XENIA_SEG_COUNTS_CHECK_H

#include "xenia/counts.h"
#include "xenia/status.h"

/* XN_ARGUMENT unless `group` is one of the columns. */
XN_MUST_CHECK enum xn_status xn_check_group(const struct xn_counts *counts, size_t group,
                                            struct xn_error *err);
/* XN_UNDEFINED when nobody lives in the city. */
XN_MUST_CHECK enum xn_status xn_check_people(const struct xn_counts *counts, struct xn_error *err);
/* XN_UNDEFINED when the group has no members; XN_ARGUMENT when it does not exist. */
XN_MUST_CHECK enum xn_status xn_check_members(const struct xn_counts *counts, size_t group,
                                              struct xn_error *err);
/* Whatever compares the mixes of units: people, at least two populated units, at least two groups with
 * members. */
XN_MUST_CHECK enum xn_status xn_check_mix(const struct xn_counts *counts, struct xn_error *err);

size_t xn_populated_units(const struct xn_counts *counts);
/* Groups that have members. */
size_t xn_present_groups(const struct xn_counts *counts);

#endif
