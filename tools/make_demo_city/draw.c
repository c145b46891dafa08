/* draw.c - seeded draws: one stream for each purpose and unit, so that each run repeats every digit. */
#include "demo.h"

#define DEMO_SEED 20041130u /* the day on which the city published its wording (DOMAIN 1) */

struct xn_random draw_for(enum purpose purpose, size_t unit)
{
    return xn_random_stream(DEMO_SEED, (uint64_t)purpose, (uint32_t)unit);
}

int draw_between(struct xn_random *draw, int low, int high)
{
    return low + (int)xn_random_below(draw, (uint32_t)(high - low + 1));
}

double draw_real(struct xn_random *draw, double low, double high)
{
    return low + (high - low) * xn_random_uniform(draw);
}

bool draw_chance(struct xn_random *draw, double probability)
{
    return xn_random_uniform(draw) < probability;
}
