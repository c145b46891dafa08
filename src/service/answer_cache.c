/* answer_cache.c - see answer_cache.h. Few and large answers: a list in the order of use is quick enough. */
#include "answer_cache.h"
#include <pthread.h>
#include <string.h>

struct kept {
    struct kept *next; /* used less lately */
    char etag[ETAG_SIZE];
    struct xn_buf body, gzip; /* gzip empty: not worth it */
    const char *content_type; /* static */
};

struct answer_cache {
    pthread_mutex_t lock;
    struct kept *newest;
    size_t limit, used;
};

enum xn_status answer_cache_new(size_t limit, struct answer_cache **ret, struct xn_error *err)
{
    struct answer_cache *cache = xn_calloc(1, sizeof *cache);
    if (!cache)
        return xn_fail_memory(err);
    pthread_mutex_init(&cache->lock, NULL);
    cache->limit = limit;
    *ret = cache;
    return XN_OK;
}

static void kept_free(struct kept *kept)
{
    xn_buf_free(&kept->body);
    xn_buf_free(&kept->gzip);
    xn_free(kept);
}

void answer_cache_free(struct answer_cache *cache)
{
    if (!cache)
        return;
    while (cache->newest) {
        struct kept *next = cache->newest->next;
        kept_free(cache->newest);
        cache->newest = next;
    }
    pthread_mutex_destroy(&cache->lock);
    xn_free(cache);
}

/* Takes it out of the list. */
static struct kept *take(struct answer_cache *cache, const char *etag)
{
    struct kept **at = &cache->newest;
    while (*at && strcmp((*at)->etag, etag) != 0)
        at = &(*at)->next;
    struct kept *found = *at;
    if (found)
        *at = found->next;
    return found;
}

static void put_first(struct answer_cache *cache, struct kept *kept)
{
    kept->next = cache->newest;
    cache->newest = kept;
}

static size_t size_of(const struct kept *kept)
{
    return sizeof *kept + kept->body.length + kept->gzip.length;
}

/* The list is at least as long as what is over the limit, so there is a last one. */
static void drop_oldest(struct answer_cache *cache)
{
    struct kept **at = &cache->newest;
    while ((*at)->next)
        at = &(*at)->next;
    cache->used -= size_of(*at);
    kept_free(*at);
    *at = NULL;
}

/* --- answers
 * ---------------------------------------------------------------------------------------------------------
 */

static void copy_answer(const struct kept *kept, struct answer *answer, bool takes_gzip)
{
    const bool packed = takes_gzip && kept->gzip.length > 0;
    const struct xn_buf *from = packed ? &kept->gzip : &kept->body;
    struct xn_buf *to = packed ? &answer->gzip : &answer->body;
    xn_buf_append(to, xn_buf_text(from), from->length);
    answer->content_type = kept->content_type;
    answer->packed = packed ? to->data : NULL;
    answer->packed_length = packed ? to->length : 0;
}

bool answer_is_kept(struct call *call)
{
    struct answer_cache *cache = service_answer_cache(call->service);
    if (answer_is_known(call))
        return true;
    if (!call->answer.etag[0] || !cache)
        return false;
    pthread_mutex_lock(&cache->lock);
    struct kept *found = take(cache, call->answer.etag);
    if (found) {
        copy_answer(found, &call->answer, call->takes_gzip);
        put_first(cache, found);
    }
    pthread_mutex_unlock(&cache->lock);
    const bool whole = found && call->answer.body.status == XN_OK && call->answer.gzip.status == XN_OK;
    call->answer.is_to_keep = !found;
    if (found && !whole) { /* no memory for a copy: it is made anew */
        xn_buf_reset(&call->answer.body);
        xn_buf_reset(&call->answer.gzip);
        call->answer.packed = NULL;
    }
    return whole;
}

static struct kept *kept_of(const struct answer *answer)
{
    struct kept *kept = xn_calloc(1, sizeof *kept);
    if (!kept)
        return NULL;
    kept->body = kept->gzip = (struct xn_buf)XN_BUF_INIT;
    memcpy(kept->etag, answer->etag, sizeof kept->etag);
    kept->content_type = answer->content_type;
    xn_buf_append(&kept->body, xn_buf_text(&answer->body), answer->body.length);
    xn_buf_append(&kept->gzip, xn_buf_text(&answer->gzip), answer->gzip.length);
    if (kept->body.status == XN_OK && kept->gzip.status == XN_OK)
        return kept;
    kept_free(kept);
    return NULL;
}

void answer_keep(struct call *call)
{
    struct answer_cache *cache = service_answer_cache(call->service);
    const struct answer *answer = &call->answer;
    if (!answer->is_to_keep || answer->status != MHD_HTTP_OK || answer->is_problem)
        return;
    struct kept *kept = kept_of(answer);
    if (!kept)
        return;
    if (size_of(kept) > cache->limit / 4) { /* one answer is not to drive out all others */
        kept_free(kept);
        return;
    }
    pthread_mutex_lock(&cache->lock);
    struct kept *before = take(cache, kept->etag); /* made by another worker meanwhile */
    if (before) {
        cache->used -= size_of(before);
        kept_free(before);
    }
    put_first(cache, kept);
    cache->used += size_of(kept);
    while (cache->used > cache->limit)
        drop_oldest(cache);
    pthread_mutex_unlock(&cache->lock);
}
