/* offers.h - the fields of xenia.offers, for the files that read and write single dwellings. */
#ifndef XENIA_STORE_OFFERS_H
#define XENIA_STORE_OFFERS_H

#include "pg.h"

#define XN_OFFER_FIELDS 27 /* columns of offers_get.sql before its last */

/* Reads the fields, which are the first columns of the row. */
XN_MUST_CHECK enum xn_status xn_offer_read(const struct xn_rows *rows, size_t row, struct xn_arena *arena,
                                           struct xn_dwelling *ret, struct xn_error *err);
/* The fields as parameters, in the order of offers_get.sql. */
void xn_param_dwelling(struct xn_params *params, const struct xn_dwelling *dwelling);

#endif
