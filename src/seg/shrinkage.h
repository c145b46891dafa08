/* shrinkage.h - beta-binomial empirical Bayes: how far shares are pulled towards the share of the area above.
 *
 * Private to this layer. The share of a unit is Beta(mean s, (1 - mean) s) before it is counted; the strength
 * s, in effective persons, is what the unit's siblings show about the spread of shares (Griffiths 1973,
 * Biometrics 29:637-648, with the mean given).
 */
#ifndef XENIA_SEG_SHRINKAGE_H
#define XENIA_SEG_SHRINKAGE_H

#include <stddef.h>
#include "xenia/beta.h"

/* One unit with people. Persons move as households, so counts are effective persons: real numbers. */
struct xn_sibling {
    size_t family; /* position of the parent */
    double mean;   /* the parent's share, the same within a family */
    double in_group, others;
};

/* The strength of each family's prior, by maximum likelihood within XN_STRENGTH_MIN .. XN_STRENGTH_MAX.
 * A family says nothing about spread unless two of its units have more than one effective person each and
 * its mean lies strictly between 0 and 1: then the strength is that of all siblings together, each around its
 * own mean; if they say nothing either, XN_STRENGTH_UNIT. Sorts the siblings, so the result does not depend
 * on the order they come in. O(n log n). */
void xn_shrinkage_strengths(struct xn_sibling *sibling, size_t n, double *ret_strength, size_t n_families);

/* Nearly no belief; beyond the maximum a share would differ from its parent's by less than any count shows.
 */
#define XN_STRENGTH_MIN 1e-2
#define XN_STRENGTH_MAX 1e6
/* A prior worth one effective person (unit information: Kass & Wasserman 1995, JASA 90:928-934). */
#define XN_STRENGTH_UNIT 1.0

/* The belief about a share after counting. */
struct xn_beta xn_shrinkage_posterior(const struct xn_sibling *sibling, double strength);

#endif
