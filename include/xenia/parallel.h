/* parallel.h - a loop over independent items on a fixed pool of threads.
 *
 * Items are handed out in chunks; which thread takes which is not fixed, so a body writes only to its own
 * item's place, and results are combined afterwards in item order: same bytes on any number of threads.
 */
#ifndef XENIA_PARALLEL_H
#define XENIA_PARALLEL_H

#include "xenia/status.h"

struct xn_pool;

/* n_threads 0: the machine's processors. 1: everything runs in the caller. */
XN_MUST_CHECK enum xn_status xn_pool_new(unsigned n_threads, struct xn_pool **ret, struct xn_error *err);
void xn_pool_free(struct xn_pool *pool);
XN_DEFINE_AUTO(xn_pool_free, struct xn_pool *)
unsigned xn_pool_threads(const struct xn_pool *pool);

/* Items first .. last-1 for worker 0 .. threads-1; a failure of the lowest item that failed is returned and
 * stops handing out. `context` is shared, so read-only or divided by item. */
typedef enum xn_status xn_parallel_body(size_t first, size_t last, unsigned worker, void *context,
                                        struct xn_error *err);
/* pool NULL: in the caller. chunk 0: chosen. Blocks until all is done. One loop at a time a pool. */
XN_MUST_CHECK enum xn_status xn_parallel_for(struct xn_pool *pool, size_t count, size_t chunk,
                                             xn_parallel_body *body, void *context, struct xn_error *err);

#endif
