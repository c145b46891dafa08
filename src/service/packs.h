/* packs.h - packs and reports from the publications in the store, for the daemon and the command line. */
#ifndef XENIA_SERVICE_PACKS_H
#define XENIA_SERVICE_PACKS_H

#include "live.h"
#include "xenia/pack.h"

/* The publications of a city up to one of them, oldest first, as a pack takes them. */
struct pack_publications {
    size_t count;
    struct xn_publication **publication;
    struct xn_arena *arena;
};
void pack_publications_free(struct pack_publications *publications);
/* XN_NOT_FOUND: the city has no publication `id`. */
XN_MUST_CHECK enum xn_status pack_publications_read(struct xn_store *store, const char *city_id,
                                                    const char *id, struct pack_publications *ret,
                                                    struct xn_error *err);

/* Writes the pack of the publication `wanted->publication`. XN_CONFLICT: the areas of the city are others
 * now. */
XN_MUST_CHECK enum xn_status packs_write(struct xn_store *store, const struct live_city *live,
                                         const struct xn_pack_wanted *wanted, struct xn_buf *buf,
                                         struct xn_error *err);

/* --- api_pack_pages.c
 * --------------------------------------------------------------------------------------- */

struct call;
/* Answers with the pack of a publication. */
XN_MUST_CHECK enum xn_status pack_pages(struct call *call, enum xn_pack_kind kind, const char *id, bool html,
                                        struct xn_error *err);

#endif
