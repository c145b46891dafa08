/* publish.h - making a publication of a city as it was just computed (publication.h, RULES R10). */
#ifndef XENIA_SERVICE_PUBLISH_H
#define XENIA_SERVICE_PUBLISH_H

#include "live.h"

/* Makes the publication that `wanted` says (NULL: the quarter's, holding back), unless there is one already.
 * XN_INPUT: units would have to be held back. `notes` may be NULL. */
XN_MUST_CHECK enum xn_status publish_live(struct xn_store *store, const struct live_city *live,
                                          const struct xn_publish *wanted, bool dry_run,
                                          struct xn_publish_report *ret, struct xn_notes *notes,
                                          struct xn_error *err);

#endif
