/* random.c - Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").
 */
#include "xenia/random.h"
#include <string.h>

#define ROUNDS 10
#define MULTIPLIER_0 0xD2511F53u
#define MULTIPLIER_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u

void xn_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t ret[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int i = 0; i < ROUNDS; i++) {
        const uint64_t product_0 = (uint64_t)MULTIPLIER_0 * c0;
        const uint64_t product_1 = (uint64_t)MULTIPLIER_1 * c2;
        c0 = (uint32_t)(product_1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)product_1;
        c2 = (uint32_t)(product_0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)product_0;
        k0 += WEYL_0;
        k1 += WEYL_1;
    }
    ret[0] = c0;
    ret[1] = c1;
    ret[2] = c2;
    ret[3] = c3;
}

struct xn_random xn_random_stream(uint64_t seed, uint64_t replicate, uint32_t unit)
{
    return (struct xn_random){
        .key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
        .counter = {0, unit, (uint32_t)replicate, (uint32_t)(replicate >> 32)},
        .used = 4,
    };
}

uint32_t xn_random_u32(struct xn_random *random)
{
    if (random->used == 4) {
        xn_philox4x32(random->counter, random->key, random->block);
        random->counter[0]++;
        random->used = 0;
    }
    return random->block[random->used++];
}

uint64_t xn_random_u64(struct xn_random *random)
{
    const uint64_t high = xn_random_u32(random);
    return high << 32 | xn_random_u32(random);
}

double xn_random_uniform(struct xn_random *random)
{
    return (double)(xn_random_u64(random) >> 11) * 0x1p-53;
}

uint32_t xn_random_below(struct xn_random *random, uint32_t bound)
{
    const uint32_t rejected = (uint32_t)-bound % bound; /* 2^32 mod bound: the part that would be uneven */
    for (;;) {
        const uint64_t product = (uint64_t)xn_random_u32(random) * bound;
        if ((uint32_t)product >= rejected)
            return (uint32_t)(product >> 32);
    }
}
