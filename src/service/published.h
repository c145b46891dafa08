/* published.h - the publication that a request is about, and laying it over the city's areas.
 *
 * Nothing here looks at a live number: of the city as it is served now only the shapes are used, and only
 * while they are those that the publication was made of.
 */
#ifndef XENIA_SERVICE_PUBLISHED_H
#define XENIA_SERVICE_PUBLISHED_H

#include "http.h"
#include "xenia/map.h"
#include "xenia/publication.h"

/* A publication of the call's city, and one of its levels. */
struct published {
    struct live_city *live;
    char id[XN_DIGEST_HEX];
    struct xn_buf document;
    struct xn_publication *publication; /* NULL until published_read */
    size_t level;
};
void published_free(struct published *published);
/* The newest publication, or the one that `id` names. Problem: 404 when there is none. */
XN_MUST_CHECK enum xn_status published_find(struct call *call, const char *id, struct published *ret,
                                            struct xn_error *err);
/* Its document; and read, with the level of ?level=. Problem: 400 for a level that it has not. */
XN_MUST_CHECK enum xn_status published_document(struct call *call, struct published *published,
                                                struct xn_error *err);
XN_MUST_CHECK enum xn_status published_read(struct call *call, struct published *published,
                                            struct xn_error *err);
/* Problem 409 when the areas have changed since. */
XN_MUST_CHECK enum xn_status published_check_areas(struct call *call, const struct published *published);

/* A level's classes as a map takes them: by the position of the city's units; all in `arena`. */
XN_MUST_CHECK enum xn_status published_classes(const struct published *published, struct xn_arena *arena,
                                               struct xn_typology **ret, struct xn_error *err);
/* Values of the publication's units in the order of the city's; NAN where the city has no such unit. */
XN_MUST_CHECK enum xn_status published_values(const struct published *published, const double *value,
                                              struct xn_arena *arena, double **ret, struct xn_error *err);
/* Why a number is not shown, as an English sentence of the catalogue; NULL: nothing is withheld. */
const char *published_reason(const struct published *published, size_t unit, size_t group);

#endif
