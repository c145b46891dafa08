/* published_areas.h - the areas that a publication was made of: those of the city as it is served while they
 * are the same, else as they were kept with it. */
#ifndef XENIA_SERVICE_PUBLISHED_AREAS_H
#define XENIA_SERVICE_PUBLISHED_AREAS_H

#include "live.h"
#include "xenia/publication.h"

struct published_areas {
    const struct xn_city *city; /* NULL until they are found; of `kept` none but the areas may be asked */
    struct xn_city *kept;       /* NULL: the city as it is served */
};
void published_areas_free(struct published_areas *areas);
/* Borrows from `live`. XN_CONFLICT: they have changed, and were not kept. */
XN_MUST_CHECK enum xn_status published_areas_find(struct xn_store *store, const struct live_city *live,
                                                  const struct xn_publication *publication,
                                                  struct published_areas *ret, struct xn_error *err);

#endif
