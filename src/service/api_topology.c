/* api_topology.c - the borders of a level, sent once: they change with the areas alone, not with what is
 * counted. The ETag is the digest of their bytes, so that it also changes with how we simplify. */
#include <string.h>
#include "published.h"

enum xn_status api_published_topology(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    XN_TRY(published_find(call, call_query(call, "publication"), &published, err));
    XN_TRY(published_read(call, &published, err));
    XN_TRY(published_check_areas(call, &published));
    const struct live_shapes *shapes = &published.live->shapes[published.level];
    memcpy(call->answer.etag, shapes->topology_digest, sizeof shapes->topology_digest);
    if (answer_is_known(call))
        return XN_OK;
    if (call->takes_gzip) /* it is as good as always taken: the text itself is not copied for nothing */
        xn_buf_append(&call->answer.gzip, xn_buf_text(&shapes->topology_gzip), shapes->topology_gzip.length);
    else
        xn_buf_append(&call->answer.body, xn_buf_text(&shapes->topology), shapes->topology.length);
    if (call->takes_gzip) {
        call->answer.packed = call->answer.gzip.data;
        call->answer.packed_length = call->answer.gzip.length;
    }
    return xn_buf_check(call->takes_gzip ? &call->answer.gzip : &call->answer.body, err);
}
