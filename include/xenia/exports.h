/* exports.h - what the systems of corporations are told, read as role ledger: no decision, no note, no key.
 */
#ifndef XENIA_EXPORTS_H
#define XENIA_EXPORTS_H

#include "xenia/exchange.h"
#include "xenia/store.h"

/* Offers made to households, newest first, without drafts. */
XN_MUST_CHECK enum xn_status xn_store_vera_offers(struct xn_store *store, const char *city,
                                                  struct xn_vera_offers **ret, struct xn_error *err);
/* Placements of the desk, oldest first. */
XN_MUST_CHECK enum xn_status xn_store_vera_allocations(struct xn_store *store, const char *city,
                                                       struct xn_vera_allocations **ret,
                                                       struct xn_error *err);

#endif
