/* people.c - who lives where, invented: about 280,000 inhabitants, two groups unevenly spread.
 *
 * A district has its magnitude; its blocks share it out with some spread. Within a district one block holds
 * more of a group than the others, so that a mixed district can have a concentrated block. Districts are
 * never drawn: they are the sums of their blocks.
 */
#include <math.h>
#include "demo.h"

#define INHABITANTS 280000
#define RESETTLERS 25000
#define FOREIGNERS 21000
#define HARBOUR 43 /* a district of works and quays: one block without people, one with very few */

int block_inhabitants(const struct block *block)
{
    return block->people[RESETTLER] + block->people[FOREIGN] + block->people[OTHER];
}

static size_t blocks_of(const struct demo_city *city, size_t district)
{
    size_t n = 0;
    for (size_t k = 0; k < city->n_blocks; k++)
        n += city->block[k].district == district;
    return n;
}

static double block_weight(const struct block *block, struct xn_random *draw)
{
    const double weight = draw_real(draw, 0.6, 1.4);
    if (district_facts[block->district].number != HARBOUR || block->number > 2)
        return weight;
    return block->number == 1 ? 0.0 : 0.08;
}

/* What a block has more or less than its district: the second block of each is the focus. */
static double block_leaning(const struct block *block, struct xn_random *draw)
{
    return block->number == 2 ? draw_real(draw, 1.3, 1.8) : draw_real(draw, 0.55, 1.15);
}

struct scale {
    double inhabitants, resettler, foreign;
};

/* Expected persons under the unscaled rates, so that the totals come out as wanted. */
static struct scale city_scale(void)
{
    double inhabitants = 0.0, resettler = 0.0, foreign = 0.0;
    for (size_t d = 0; d < DISTRICT_COUNT; d++) {
        inhabitants += district_facts[d].inhabitants;
        resettler += district_facts[d].inhabitants * district_facts[d].resettler_rate;
        foreign += district_facts[d].inhabitants * district_facts[d].foreign_rate;
    }
    const double growth = INHABITANTS / inhabitants;
    return (struct scale){growth, RESETTLERS / (resettler * growth), FOREIGNERS / (foreign * growth)};
}

static void people_district(struct demo_city *city, size_t first, size_t n, const struct scale *scale)
{
    const struct district_fact *fact = &district_facts[city->block[first].district];
    struct xn_random draw = draw_for(PURPOSE_PEOPLE, city->block[first].district);
    double weight[BLOCKS_A_DISTRICT], resettler[BLOCKS_A_DISTRICT], foreign[BLOCKS_A_DISTRICT];
    double weights = 0.0, resettlers = 0.0, foreigners = 0.0;
    for (size_t i = 0; i < n; i++) {
        weight[i] = block_weight(&city->block[first + i], &draw);
        resettler[i] = weight[i] * block_leaning(&city->block[first + i], &draw);
        foreign[i] = weight[i] * block_leaning(&city->block[first + i], &draw);
        weights += weight[i];
        resettlers += resettler[i];
        foreigners += foreign[i];
    }
    const double inhabitants = fact->inhabitants * scale->inhabitants;
    for (size_t i = 0; i < n; i++) {
        int *people = city->block[first + i].people;
        const int all = (int)lround(inhabitants * weight[i] / weights);
        people[RESETTLER] =
            (int)lround(inhabitants * fact->resettler_rate * scale->resettler * resettler[i] / resettlers);
        people[FOREIGN] =
            (int)lround(inhabitants * fact->foreign_rate * scale->foreign * foreign[i] / foreigners);
        people[OTHER] = all - people[RESETTLER] - people[FOREIGN];
    }
}

void draw_people(struct demo_city *city)
{
    const struct scale scale = city_scale();
    for (size_t first = 0; first < city->n_blocks;) {
        const size_t n = blocks_of(city, city->block[first].district);
        people_district(city, first, n, &scale);
        first += n;
    }
}
