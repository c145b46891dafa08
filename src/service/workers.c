/* workers.c - the threads that wait for PostgreSQL so that HTTP does not have to.
 *
 * A bounded queue: when it is full, or a call has waited too long, the client is told to come back instead of
 * everybody waiting longer. A worker opens its connection when a call needs it, and drops it after a failure
 * of the store, so the daemon recovers by itself. After resuming a connection its call is not touched: the
 * HTTP thread may have freed it.
 */
#include "workers.h"
#include "answer_cache.h"
#include "compression.h"
#include <pthread.h>
#include <string.h>
#include "clock.h"

#define HASHING_MAX 2
#define HASHING_QUEUE_MAX                                                                                    \
    32 /* so many wait for it; who guesses passwords does not fill the queue for all                         \
        */

struct workers {
    struct xn_service *service;
    pthread_mutex_t lock;         /* of the queue and `quit` */
    pthread_cond_t work;          /* for workers: a call, or the end */
    pthread_cond_t first_changed; /* for the thread that looks at the time */
    struct call *first, *last;    /* oldest first */
    size_t n_queued, n_queued_hashing;
    unsigned n_hashing, hashing_max; /* of calls that hash a password: 64 MiB each */
    bool quit;
    unsigned n_threads;
    pthread_t *thread;
    pthread_t timekeeper;
    bool timekeeping;
};

/* What a worker thread owns. */
struct worker {
    struct xn_store *store; /* NULL: to be opened */
    struct projections projections;
};

/* --- the queue ------------------------------------------------------------------------------------------ */

/* The oldest call that may be taken now, out of the queue; with the lock held. */
static struct call *take(struct workers *workers, bool hashing_too)
{
    struct call *before = NULL, *call = workers->first;
    for (; call && call->route->hashes && !hashing_too; call = call->next)
        before = call;
    if (!call)
        return NULL;
    if (before)
        before->next = call->next;
    else
        workers->first = call->next;
    if (workers->last == call)
        workers->last = before;
    workers->n_queued--;
    workers->n_queued_hashing -= call->route->hashes;
    pthread_cond_signal(&workers->first_changed);
    return call;
}

bool workers_queue(struct workers *workers, struct call *call)
{
    pthread_mutex_lock(&workers->lock);
    const bool room = workers->n_queued < WORKERS_QUEUE_MAX && !workers->quit &&
                      (!call->route->hashes || workers->n_queued_hashing < HASHING_QUEUE_MAX);
    if (room) {
        MHD_suspend_connection(call->connection);
        call->queued_ms = clock_now_ms();
        call->next = NULL;
        if (workers->first)
            workers->last->next = call;
        else
            workers->first = call;
        workers->last = call;
        workers->n_queued++;
        workers->n_queued_hashing += call->route->hashes;
        pthread_cond_signal(&workers->work);
        pthread_cond_signal(&workers->first_changed);
    }
    pthread_mutex_unlock(&workers->lock);
    return room;
}

static void give_back(struct call *call)
{
    call->store = NULL;
    call->projections = NULL;
    call->answered = true;
    MHD_resume_connection(call->connection);
}

static void give_back_unanswered(struct call *call)
{
    answer_later(call, "busy", "The request has waited too long; try again.");
    give_back(call);
}

/* --- answering ------------------------------------------------------------------------------------------ */

static enum xn_status run_handler(struct workers *workers, struct worker *worker, struct call *call,
                                  struct xn_error *err)
{
    if (!worker->store)
        XN_TRY(service_open_store(workers->service, &worker->store, err));
    call->store = worker->store;
    call->projections = &worker->projections;
    XN_TRY(auth_admit(call, err));
    return call->route->handler(call, err);
}

static void answer(struct workers *workers, struct worker *worker, struct call *call)
{
    struct xn_error err = {0};
    const enum xn_status status = run_handler(workers, worker, call, &err);
    answer_finish(call, status, &err);
    answer_compress(call);
    answer_keep(call);
    if (status == XN_DATABASE) {
        xn_store_close(worker->store);
        worker->store = NULL;
    }
    give_back(call);
}

static void worker_free(struct worker *worker)
{
    xn_store_close(worker->store);
    projections_free(&worker->projections);
}

static void *worker_main(void *argument)
{
    struct workers *workers = argument;
    XN_CLEANUP(worker_free) struct worker worker = {0};
    pthread_mutex_lock(&workers->lock);
    while (!workers->quit) {
        struct call *call = take(workers, workers->n_hashing < workers->hashing_max);
        if (!call) {
            pthread_cond_wait(&workers->work, &workers->lock);
            continue;
        }
        const bool hashes = call->route->hashes;
        workers->n_hashing += hashes;
        pthread_mutex_unlock(&workers->lock);
        answer(workers, &worker, call);
        pthread_mutex_lock(&workers->lock);
        workers->n_hashing -= hashes;
    }
    pthread_mutex_unlock(&workers->lock);
    return NULL;
}

/* Gives back what has waited too long, and at the end all that waits. */
static void *timekeeper_main(void *argument)
{
    struct workers *workers = argument;
    pthread_mutex_lock(&workers->lock);
    while (!workers->quit || workers->first) {
        const int64_t end_ms = workers->first ? workers->first->queued_ms + WORKERS_QUEUE_WAIT_MS : 0;
        if (!workers->first) {
            pthread_cond_wait(&workers->first_changed, &workers->lock);
        } else if (!workers->quit && clock_now_ms() < end_ms) {
            const struct timespec end = clock_at_ms(end_ms);
            pthread_cond_timedwait(&workers->first_changed, &workers->lock, &end);
        } else {
            give_back_unanswered(take(workers, true));
        }
    }
    pthread_mutex_unlock(&workers->lock);
    return NULL;
}

/* --- starting and stopping -------------------------------------------------------------------------------
 */

static enum xn_status new_workers(struct workers **ret, struct xn_error *err)
{
    struct workers *workers = xn_calloc(1, sizeof *workers);
    if (!workers)
        return xn_fail_memory(err);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->work, NULL);
    pthread_cond_init(&workers->first_changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    *ret = workers;
    return XN_OK;
}

enum xn_status workers_start(struct xn_service *service, unsigned n_workers, struct workers **ret,
                             struct xn_error *err)
{
    struct workers *workers = NULL;
    XN_TRY(new_workers(&workers, err));
    workers->service = service;
    workers->hashing_max = n_workers < 3 ? 1 : HASHING_MAX; /* others are answered meanwhile */
    workers->thread = xn_calloc(n_workers, sizeof *workers->thread);
    while (workers->thread && workers->n_threads < n_workers &&
           pthread_create(&workers->thread[workers->n_threads], NULL, worker_main, workers) == 0)
        workers->n_threads++;
    workers->timekeeping = pthread_create(&workers->timekeeper, NULL, timekeeper_main, workers) == 0;
    if (workers->n_threads < n_workers || !workers->timekeeping) {
        workers_stop(workers);
        workers_free(workers);
        return xn_fail(err, XN_MEMORY, "%u worker threads cannot be started", n_workers);
    }
    *ret = workers;
    return XN_OK;
}

void workers_stop(struct workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->quit = true;
    pthread_cond_broadcast(&workers->work);
    pthread_cond_broadcast(&workers->first_changed);
    pthread_mutex_unlock(&workers->lock);
    for (unsigned i = 0; i < workers->n_threads; i++)
        pthread_join(workers->thread[i], NULL);
    if (workers->timekeeping)
        pthread_join(workers->timekeeper, NULL);
    workers->n_threads = 0;
    workers->timekeeping = false;
}

void workers_free(struct workers *workers)
{
    if (!workers)
        return;
    pthread_cond_destroy(&workers->first_changed);
    pthread_cond_destroy(&workers->work);
    pthread_mutex_destroy(&workers->lock);
    xn_free(workers->thread);
    xn_free(workers);
}
