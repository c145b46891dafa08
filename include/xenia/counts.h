/* counts.h - who lives where: the one input of every aspatial index.
 *
 * A view: it borrows its arrays (from a city, or from a test). Row i is a unit, column m a group; groups do
 * not overlap and add up to the total of the unit.
 */
#ifndef XENIA_COUNTS_H
#define XENIA_COUNTS_H

#include <stddef.h>

struct xn_counts {
    size_t n_units;
    size_t n_groups;
    const double *count;           /* n_units * n_groups persons, row-major, >= 0 and finite */
    const double *unit_total;      /* n_units: row sums */
    const double *group_total;     /* n_groups: column sums */
    double total;                  /* all persons */
    const char *const *group_name; /* n_groups, for messages */
};

static inline double xn_count(const struct xn_counts *counts, size_t unit, size_t group)
{
    return counts->count[unit * counts->n_groups + group];
}

#endif
