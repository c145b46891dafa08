/* page_messages.h - the catalogues of sentences as the page takes them: one JSON object a language, made and
 * compressed once, when the service starts.
 */
#ifndef XENIA_SERVICE_PAGE_MESSAGES_H
#define XENIA_SERVICE_PAGE_MESSAGES_H

#include "xenia/buf.h"
#include "xenia/digest.h"
#include "xenia/message.h"

struct page_messages {
    struct {
        struct xn_buf json, gzip;
        char etag[XN_DIGEST_HEX];
    } of[XN_LANGUAGE_COUNT];
};
XN_MUST_CHECK enum xn_status page_messages_make(struct page_messages **ret, struct xn_error *err);
void page_messages_free(struct page_messages *messages);
XN_DEFINE_AUTO(page_messages_free, struct page_messages *)

#endif
