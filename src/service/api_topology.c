/* api_topology.c - the borders of a level, sent once: they change with the areas alone, not with what is
 * counted. */
#include <string.h>
#include "answer_cache.h"
#include "published.h"
#include "topojson.h"

/* Those of the city as it is served are made once, and compressed. The ETag is the digest of their bytes, so
 * that it also changes with how we simplify. */
static enum xn_status put_shapes(struct call *call, const struct live_shapes *shapes, struct xn_error *err)
{
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

/* Those of before are asked for seldom: made anew, and kept as answers are. */
static enum xn_status put_kept(struct call *call, struct published *published, struct xn_error *err)
{
    published_set_etag(call, published, "topology");
    if (answer_is_kept(call))
        return XN_OK;
    XN_TRY(published_take_areas(call, published, err));
    return topojson_put(published->areas.city, published->level, &call->answer.body, err);
}

enum xn_status api_published_topology(struct call *call, struct xn_error *err)
{
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    XN_TRY(published_find(call, call_query(call, "publication"), &published, err));
    XN_TRY(published_read(call, &published, err));
    return published_is_of_now(&published) ? put_shapes(call, &published.live->shapes[published.level], err)
                                           : put_kept(call, &published, err);
}
