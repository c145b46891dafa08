/* programme_source.h - what a publication tells of the programme (programme.h), out of the store. */
#ifndef XENIA_SERVICE_PROGRAMME_SOURCE_H
#define XENIA_SERVICE_PROGRAMME_SOURCE_H

#include "live.h"
#include "xenia/programme.h"

/* The figures of the day; read in the name of the ledger, which sees no names and no notes, and then asks
 * again as before. NULL in `ret`, with a note: the login of the database may not read the ledger. `notes` may
 * be NULL. */
XN_MUST_CHECK enum xn_status programme_of_city(struct xn_store *store, const struct live_city *live,
                                               xn_date day, struct xn_programme **ret, struct xn_notes *notes,
                                               struct xn_error *err);

#endif
