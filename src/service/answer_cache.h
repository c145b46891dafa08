/* answer_cache.h - answers about publications, kept for whoever asks next.
 *
 * A publication never changes, so what is made of it is the same for everybody who may ask: the 36 of a
 * working group look at the same maps in the same quarter of an hour. An answer's ETag says all that it
 * depends on, and is its key. Who may ask has been decided before. The oldest make place for new ones.
 */
#ifndef XENIA_SERVICE_ANSWER_CACHE_H
#define XENIA_SERVICE_ANSWER_CACHE_H

#include "http.h"

struct answer_cache;
/* limit: bytes of all answers together. */
XN_MUST_CHECK enum xn_status answer_cache_new(size_t limit, struct answer_cache **ret, struct xn_error *err);
void answer_cache_free(struct answer_cache *cache);

/* Is the answer of call->answer.etag known to the client (304), or kept here? Then it is the call's answer,
 * all but its headers. If not it is kept when it is finished. */
bool answer_is_kept(struct call *call);
/* Keeps a finished answer that was asked for with answer_is_kept. */
void answer_keep(struct call *call);

#endif
