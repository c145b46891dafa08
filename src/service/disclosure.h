/* disclosure.h - which numbers of which units are not published (RULES R9, its first step).
 *
 * Hidden is what is small: every number of a unit of fewer than 50 persons, and a group of 1 to 4 persons (1
 * to 4 placements). Hidden too is what would give that away by subtraction: groups add up to their unit,
 * units to the one above them, districts to the city. So of numbers that add up to a shown one, either none
 * is hidden or at least two are, and those together are at least 10 persons; of numbers that add up to a
 * hidden one, at least one is. Rounding, classes of shares and comparing two refreshes are not treated here.
 */
#ifndef XENIA_SERVICE_DISCLOSURE_H
#define XENIA_SERVICE_DISCLOSURE_H

#include "xenia/city.h"
#include "xenia/typology.h"

#define DISCLOSURE_PERSONS_MIN 50
#define DISCLOSURE_GROUP_MIN 5
#define DISCLOSURE_HIDDEN_MIN 10 /* the least sum of numbers hidden together */

/* --- the rule, on any table of counts ------------------------------------------------------------------ */

struct disclosure_table {
    size_t n_units, n_columns;
    const double *count;  /* row-major, persons */
    const double *total;  /* of each unit */
    const size_t *parent; /* position in the table above; NULL: the whole city is above */
    bool *hidden;         /* row-major: what comes out */
};
/* Fills `hidden` of all tables, coarsest first. columns_add_up: a unit's columns make its total, which
 * readers know. */
void disclosure_apply(struct disclosure_table *table, size_t n_tables, bool columns_add_up);

/* --- for a city ---------------------------------------------------------------------------------------- */

struct disclosure;
XN_MUST_CHECK enum xn_status disclosure_new(const struct xn_city *city, const struct xn_typology *typology,
                                            struct disclosure **ret, struct xn_error *err);
void disclosure_free(struct disclosure *disclosure);
XN_DEFINE_AUTO(disclosure_free, struct disclosure *)
/* Why the number of a group (XN_NONE: one about all groups) is not shown, as an English sentence of the
 * catalogue; NULL: it is. */
const char *disclosure_reason(const struct disclosure *disclosure, size_t level, size_t unit, size_t group);
/* Are the numbers behind a unit's class hidden: the share of the rule's group, or the programme's load? */
bool disclosure_hides_class(const struct disclosure *disclosure, size_t level, size_t unit);

#endif
