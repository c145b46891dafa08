/* rate_limit.c - token buckets by a keyed hash of the name: no name is kept.
 *
 * A name may lie in one of WAYS places of its row. Where all are taken the fullest bucket makes room: who
 * asks little loses nothing by being forgotten, and who asks much is not forgotten for it. The key is random,
 * so that nobody can choose names that fall into one row.
 */
#include "rate_limit.h"
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include "clock.h"
#include "xenia/memory.h"

#define ROWS 1024
#define WAYS 8

struct bucket {
    uint64_t name; /* 0: free */
    double level;  /* how many may be taken */
    int64_t at_ms;
};

struct rate_limit {
    pthread_mutex_t lock;
    double burst, per_ms;
    unsigned char key[crypto_shorthash_KEYBYTES];
    struct bucket bucket[ROWS][WAYS];
};

enum xn_status rate_limit_new(unsigned burst, unsigned window_s, struct rate_limit **ret,
                              struct xn_error *err)
{
    struct rate_limit *limit = NULL;
    if (burst > 0) {
        if (sodium_init() < 0)
            return xn_fail(err, XN_IO, "this system gives no random numbers");
        limit = xn_calloc(1, sizeof *limit);
        if (!limit)
            return xn_fail_memory(err);
        pthread_mutex_init(&limit->lock, NULL);
        limit->burst = burst;
        limit->per_ms = burst / (window_s * 1000.0);
        crypto_shorthash_keygen(limit->key);
    }
    *ret = limit;
    return XN_OK;
}

void rate_limit_free(struct rate_limit *limit)
{
    if (!limit)
        return;
    pthread_mutex_destroy(&limit->lock);
    xn_free(limit);
}

static uint64_t hash_name(const struct rate_limit *limit, const char *name)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t hash = 0;
    crypto_shorthash(bytes, (const unsigned char *)name, strlen(name), limit->key);
    memcpy(&hash, bytes, sizeof hash);
    return hash ? hash : 1;
}

static void refill(const struct rate_limit *limit, struct bucket *bucket, int64_t now_ms)
{
    const double level = bucket->level + (double)(now_ms - bucket->at_ms) * limit->per_ms;
    bucket->level = level < limit->burst ? level : limit->burst;
    bucket->at_ms = now_ms;
}

/* The bucket of a name; a new one is full. */
static struct bucket *find(struct rate_limit *limit, const char *name)
{
    const uint64_t hash = hash_name(limit, name);
    struct bucket *row = limit->bucket[hash % ROWS], *found = NULL, *room = &row[0];
    const int64_t now_ms = clock_now_ms();
    for (size_t i = 0; i < WAYS; i++) {
        if (row[i].name)
            refill(limit, &row[i], now_ms);
        if (row[i].name == hash)
            found = &row[i];
        if (room->name && (!row[i].name || row[i].level > room->level))
            room = &row[i];
    }
    if (found)
        return found;
    *room = (struct bucket){.name = hash, .level = limit->burst, .at_ms = now_ms};
    return room;
}

static unsigned ask(struct rate_limit *limit, const char *name, double taken)
{
    unsigned wait_s = 0;
    if (!limit)
        return 0;
    pthread_mutex_lock(&limit->lock);
    struct bucket *bucket = find(limit, name);
    if (bucket->level >= 1)
        bucket->level -= taken;
    else
        wait_s = 1 + (unsigned)((1 - bucket->level) / limit->per_ms / 1000);
    pthread_mutex_unlock(&limit->lock);
    return wait_s;
}

unsigned rate_limit_take(struct rate_limit *limit, const char *name)
{
    return ask(limit, name, 1);
}

unsigned rate_limit_wait(struct rate_limit *limit, const char *name)
{
    return ask(limit, name, 0);
}
