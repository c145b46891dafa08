/* compression.h - answers as gzip (RFC 1952) for clients that take it.
 *
 * What never changes is compressed once: the page when it is built, borders when a city is loaded. Other
 * answers of some size are compressed by the worker that made them. Pictures and PDFs are compressed by
 * themselves. An encoded answer has an ETag of its own ("...-gz"), for it is other bytes.
 */
#ifndef XENIA_SERVICE_COMPRESSION_H
#define XENIA_SERVICE_COMPRESSION_H

#include "http.h"

/* Appends the gzip of bytes: no time and no name in it, so the same bytes give the same. level: 1 fast to 9
 * small. */
XN_MUST_CHECK enum xn_status gzip_put(const void *bytes, size_t length, int level, struct xn_buf *ret,
                                      struct xn_error *err);

/* Does Accept-Encoding (NULL: not sent) allow gzip? "gzip;q=0" does not, "*" does. */
bool accepts_gzip(const char *accept_encoding);

/* Encodes a finished answer where that is worth it; one that cannot be encoded is sent as it is. */
void answer_compress(struct call *call);

#endif
