/* parallel.c - a fixed pool of threads that share one loop at a time.
 *
 * The caller is worker 0 and works too. Chunks are handed out by an atomic counter. Of several failures the
 * one with the lowest first item is kept, and since chunks are handed out in ascending order every chunk
 * below it has been run: the reported failure does not depend on the number of threads.
 */
#include "xenia/parallel.h"
#include "xenia/memory.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#define CHUNKS_PER_THREAD 8

struct loop {
    size_t count, chunk;
    xn_parallel_body *body;
    void *context;
    atomic_size_t next;
    atomic_bool stop;
    pthread_mutex_t *failure_lock;
    size_t failed_at; /* XN_NONE: nowhere */
    enum xn_status status;
    struct xn_error error;
};

struct worker {
    struct xn_pool *pool;
    unsigned number;
    pthread_t thread;
};

struct xn_pool {
    unsigned n_threads; /* the caller included */
    unsigned n_started;
    struct worker *worker;
    pthread_mutex_t lock;
    pthread_cond_t work, done;
    struct loop *loop;   /* NULL: nothing to do */
    unsigned generation; /* of the loop, so that a worker joins each once */
    unsigned busy;
    bool quit;
};

static void keep_failure(struct loop *loop, size_t first, enum xn_status status, const struct xn_error *error)
{
    pthread_mutex_lock(loop->failure_lock);
    if (first < loop->failed_at) {
        loop->failed_at = first;
        loop->status = status;
        loop->error = *error;
    }
    pthread_mutex_unlock(loop->failure_lock);
    atomic_store(&loop->stop, true);
}

static void run_chunks(struct loop *loop, unsigned worker)
{
    while (!atomic_load(&loop->stop)) {
        const size_t first = atomic_fetch_add(&loop->next, loop->chunk);
        if (first >= loop->count)
            return;
        const size_t left = loop->count - first;
        const size_t last = first + (left < loop->chunk ? left : loop->chunk);
        struct xn_error error = {0};
        const enum xn_status status = loop->body(first, last, worker, loop->context, &error);
        if (status != XN_OK)
            keep_failure(loop, first, status, &error);
    }
}

static void *worker_main(void *argument)
{
    const struct worker *self = argument;
    struct xn_pool *pool = self->pool;
    unsigned seen = 0;
    pthread_mutex_lock(&pool->lock);
    while (!pool->quit) {
        if (!pool->loop || pool->generation == seen) {
            pthread_cond_wait(&pool->work, &pool->lock);
            continue;
        }
        seen = pool->generation;
        struct loop *loop = pool->loop;
        pool->busy++;
        pthread_mutex_unlock(&pool->lock);
        run_chunks(loop, self->number);
        pthread_mutex_lock(&pool->lock);
        if (--pool->busy == 0)
            pthread_cond_signal(&pool->done);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

static unsigned processors(void)
{
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : online > 256 ? 256 : (unsigned)online;
}

enum xn_status xn_pool_new(unsigned n_threads, struct xn_pool **ret, struct xn_error *err)
{
    struct xn_pool *pool = xn_calloc(1, sizeof *pool);
    if (!pool)
        return xn_fail_memory(err);
    pool->n_threads = n_threads ? n_threads : processors();
    pool->worker = xn_calloc(pool->n_threads, sizeof *pool->worker);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    pthread_cond_init(&pool->done, NULL);
    if (!pool->worker) {
        xn_pool_free(pool);
        return xn_fail_memory(err);
    }
    for (unsigned i = 1; i < pool->n_threads; i++) {
        pool->worker[i] = (struct worker){.pool = pool, .number = i};
        if (pthread_create(&pool->worker[i].thread, NULL, worker_main, &pool->worker[i]) != 0)
            break; /* fewer threads give the same results, later */
        pool->n_started++;
    }
    pool->n_threads = pool->n_started + 1;
    *ret = pool;
    return XN_OK;
}

void xn_pool_free(struct xn_pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->quit = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 1; i <= pool->n_started; i++)
        pthread_join(pool->worker[i].thread, NULL);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    xn_free(pool->worker);
    xn_free(pool);
}

unsigned xn_pool_threads(const struct xn_pool *pool)
{
    return pool ? pool->n_threads : 1;
}

static void share_loop(struct xn_pool *pool, struct loop *loop)
{
    pthread_mutex_lock(&pool->lock);
    pool->loop = loop;
    pool->generation++;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    run_chunks(loop, 0);
    pthread_mutex_lock(&pool->lock);
    pool->loop = NULL; /* nobody joins any more */
    while (pool->busy > 0)
        pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

enum xn_status xn_parallel_for(struct xn_pool *pool, size_t count, size_t chunk, xn_parallel_body *body,
                               void *context, struct xn_error *err)
{
    const unsigned n_threads = xn_pool_threads(pool);
    if (chunk == 0)
        chunk = count / (n_threads * CHUNKS_PER_THREAD) + 1;
    pthread_mutex_t failure_lock = PTHREAD_MUTEX_INITIALIZER;
    struct loop loop = {.count = count,
                        .chunk = chunk,
                        .body = body,
                        .context = context,
                        .failure_lock = &failure_lock,
                        .failed_at = XN_NONE};
    if (n_threads == 1)
        run_chunks(&loop, 0);
    else
        share_loop(pool, &loop);
    if (loop.status != XN_OK && err)
        *err = loop.error;
    return loop.status;
}
