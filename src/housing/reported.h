/* reported.h - what a report can be about, and what the ledger has for it. */
#ifndef XENIA_HOUSING_REPORTED_H
#define XENIA_HOUSING_REPORTED_H

#include "xenia/ledger.h"

/* In words, a term of the catalogue: "persons who arrived". */
const char *reported_words(enum xn_reported_what what);
/* The ledger's own figure for what a report tells; NAN: it has none. A figure "so far" must begin (`from`)
 * where counting began. */
double reported_in_ledger(const struct xn_reported *reported, const struct xn_ledger_records *records);

#endif
