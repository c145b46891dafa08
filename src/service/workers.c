/* workers.c - the threads that wait for PostgreSQL so that HTTP does not have to.
 *
 * A bounded queue: when it is full the client is told to come back, instead of everybody waiting longer. A
 * worker opens its connection when the first call needs it, so the daemon starts without a store and recovers
 * by itself.
 */
#include "http_server.h"
#include <string.h>

#define QUEUE_MAX 256

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct call *first, *last;
    size_t n_queued;
    bool quit;
    struct xn_store_settings store;
    unsigned n_threads;
    pthread_t *thread;
};

static enum xn_status run_handler(struct call *call, struct xn_error *err)
{
    if (call->route->access == ACCESS_TOKEN) {
        bool known = false;
        XN_TRY(auth_check(call, &known, err));
        if (!known) {
            answer_problem(call, MHD_HTTP_UNAUTHORIZED, "unauthorized", "A valid bearer token is needed.");
            return XN_OK;
        }
    }
    return call->route->handler(call, err);
}

static void answer(struct workers *workers, struct call *call, struct xn_store **store)
{
    struct xn_error err = {0};
    enum xn_status status = XN_OK;
    if (!*store)
        status = xn_store_open(&workers->store, store, &err);
    call->store = *store;
    call->answer.status = MHD_HTTP_OK;
    if (status == XN_OK)
        status = run_handler(call, &err);
    if (status == XN_OK)
        status = xn_buf_check(&call->answer.body, &err);
    if (status != XN_OK)
        answer_failure(call, status, &err);
    call->store = NULL;
    call->done = true;
    MHD_resume_connection(call->connection);
}

static struct call *take(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    while (!workers->first && !workers->quit)
        pthread_cond_wait(&workers->work, &workers->lock);
    struct call *call = workers->first;
    if (call) {
        workers->first = call->next;
        workers->n_queued--;
    }
    pthread_mutex_unlock(&workers->lock);
    return call;
}

static void *worker_main(void *argument)
{
    struct workers *workers = argument;
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    for (struct call *call = take(workers); call; call = take(workers))
        answer(workers, call, &store);
    return NULL;
}

bool workers_queue(struct workers *workers, struct call *call)
{
    pthread_mutex_lock(&workers->lock);
    const bool room = workers->n_queued < QUEUE_MAX && !workers->quit;
    if (room) {
        MHD_suspend_connection(call->connection);
        call->next = NULL;
        if (workers->first)
            workers->last->next = call;
        else
            workers->first = call;
        workers->last = call;
        workers->n_queued++;
        pthread_cond_signal(&workers->work);
    }
    pthread_mutex_unlock(&workers->lock);
    return room;
}

enum xn_status workers_start(const struct xn_store_settings *store, unsigned n_workers, struct workers **ret,
                             struct xn_error *err)
{
    struct workers *workers = xn_calloc(1, sizeof *workers);
    if (!workers)
        return xn_fail_memory(err);
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->work, NULL);
    workers->store = *store;
    workers->thread = xn_calloc(n_workers, sizeof *workers->thread);
    while (workers->thread && workers->n_threads < n_workers &&
           pthread_create(&workers->thread[workers->n_threads], NULL, worker_main, workers) == 0)
        workers->n_threads++;
    if (workers->n_threads < n_workers) {
        workers_stop(workers);
        return xn_fail(err, XN_MEMORY, "%u worker threads cannot be started", n_workers);
    }
    *ret = workers;
    return XN_OK;
}

/* What is queued is still answered. */
void workers_stop(struct workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->quit = true;
    pthread_cond_broadcast(&workers->work);
    pthread_mutex_unlock(&workers->lock);
    for (unsigned i = 0; i < workers->n_threads; i++)
        pthread_join(workers->thread[i], NULL);
    pthread_cond_destroy(&workers->work);
    pthread_mutex_destroy(&workers->lock);
    xn_free(workers->thread);
    xn_free(workers);
}
