/* random.h - random numbers by counter, not by state: Philox4x32-10.
 * (Salmon, Moraes, Dror & Shaw 2011, SC11, Table 2)
 * The stream is a function of (seed, replicate, unit): any thread can produce any replicate's numbers, so the
 * same seed gives the same digits on any number of threads. Period 2^34 numbers a stream. Not for secrets.
 */
#ifndef XENIA_RANDOM_H
#define XENIA_RANDOM_H

#include <stdint.h>

struct xn_random {
    uint32_t key[2];
    uint32_t counter[4]; /* [0] runs; [1] is the unit, [2..3] the replicate */
    uint32_t block[4];
    unsigned used; /* of block */
};

struct xn_random xn_random_stream(uint64_t seed, uint64_t replicate, uint32_t unit);
uint32_t xn_random_u32(struct xn_random *random);
uint64_t xn_random_u64(struct xn_random *random);
/* Uniform on [0, 1), 53 bits. */
double xn_random_uniform(struct xn_random *random);
/* Uniform on 0 .. bound-1 without bias (Lemire 2019); bound > 0. */
uint32_t xn_random_below(struct xn_random *random, uint32_t bound);
/* One Philox4x32-10 block: the published test vectors are checked against it. */
void xn_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t ret[4]);

#endif
