/* published.h - the publication that a request is about, and what of it is asked.
 *
 * Nothing here looks at a live number: of the city as it is served now only the shapes are used, and only
 * while they are those that the publication was made of (published_areas.h).
 */
#ifndef XENIA_SERVICE_PUBLISHED_H
#define XENIA_SERVICE_PUBLISHED_H

#include "http.h"
#include "published_areas.h"
#include "xenia/map.h"
#include "xenia/publication.h"

/* A publication of the call's city, and one of its levels. */
struct published {
    struct live_city *live;
    char id[XN_DIGEST_HEX];
    struct xn_buf document;
    struct xn_publication *publication; /* NULL until published_read */
    size_t level;
    struct published_areas areas; /* until published_take_areas none */
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
/* Its areas, for drawing. Problem 409 when they have changed since and were not kept. */
XN_MUST_CHECK enum xn_status published_take_areas(struct call *call, struct published *published,
                                                  struct xn_error *err);
/* That problem. */
XN_MUST_CHECK enum xn_status published_refuse_areas(struct call *call);
/* Are its areas those of the city as it is served? */
bool published_is_of_now(const struct published *published);
/* Problem 409 when they are not. */
XN_MUST_CHECK enum xn_status published_check_areas(struct call *call, const struct published *published);

/* A local index asked for by name and group. */
struct asked_index {
    const struct xn_index_entry *entry; /* NULL: none, classes only */
    size_t group;                       /* XN_NONE: the index is about all groups */
    const struct xn_publication_local *local;
};
/* The index that `id` names, about ?group=. Problem: 400 for an index or a group that there is not. */
XN_MUST_CHECK enum xn_status published_ask_index(struct call *call, const char *id,
                                                 const struct published *published, struct asked_index *ret,
                                                 struct xn_error *err);
/* The answer's ETag: the publication's id, what kind of answer it is, and all that was asked. */
void published_set_etag(struct call *call, const struct published *published, const char *kind);

/* Why a number is not shown, as an English sentence of the catalogue; NULL: nothing is withheld. */
const char *published_reason(const struct xn_publication *publication, size_t level, size_t unit,
                             size_t group);

#endif
