/* workers.h - threads with a store connection each, and the queue of calls for them.
 *
 * A call is answered within QUEUE_WAIT_MS of waiting plus the deadline of the first store call that fails:
 * that is how a frozen PostgreSQL gives 503 within 4 s however many requests there are.
 */
#ifndef XENIA_SERVICE_WORKERS_H
#define XENIA_SERVICE_WORKERS_H

#include "http.h"

#define WORKERS_QUEUE_MAX 512
#define WORKERS_QUEUE_WAIT_MS 2000
#define WORKERS_STORE_DEADLINE_MS 1500

struct workers;
XN_MUST_CHECK enum xn_status workers_start(struct xn_service *service, unsigned n_workers,
                                           struct workers **ret, struct xn_error *err);
/* Suspends the call's connection; it will be answered and resumed. False: the queue is full or closed,
 * nothing happened. */
bool workers_queue(struct workers *workers, struct call *call);
/* What is queued is answered with 503, what runs is finished; nothing is taken any more. */
void workers_stop(struct workers *workers);
void workers_free(struct workers *workers);

#endif
