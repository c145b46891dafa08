/* programme_guard.h - what of a quarter's moves can be told beside all that is told of the quarters before.
 */
#ifndef XENIA_STUDY_PROGRAMME_GUARD_H
#define XENIA_STUDY_PROGRAMME_GUARD_H

#include "xenia/programme.h"

/* What is told of a quarter, and of all quarters up to it. */
struct programme_told {
    bool moves, classes;      /* of the quarter; classes: with their shares */
    bool moves_so_far, rates; /* rates: shares so far */
};

/* For each quarter of the ledger what can be told, decided from the first one on: what is told of a quarter
 * does not depend on later ones, so that a later publication says the same of it. ret: n_quarters. */
XN_MUST_CHECK enum xn_status programme_guard(const struct xn_ledger *ledger, struct programme_told *ret,
                                             struct xn_error *err);

/* Parts that make a sum, or two lists of parts of the same sum: does each number from 1 to 4 that is told as
 * "few" leave open each of 1 to 4 to whoever knows the other list as it is told? */
bool programme_parts_are_open(const size_t *part, size_t n_parts, const size_t *other, size_t n_others);

#endif
