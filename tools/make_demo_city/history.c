/* history.c - who lived where before: counts of the same city on two earlier days, so that dates can be
 * compared.
 *
 * The last year is drawn backwards, block by block: in most blocks a few per cent fewer people lived, of each
 * group by itself; in the blocks where a group leans to, more of it came. Half a year ago is half of the way.
 * A block of few people stays as it is: nobody came and nobody went.
 */
#include <math.h>
#include <stdio.h>
#include "demo.h"
#include "xenia/buf.h"

#define SETTLED_FROM 100 /* persons of a block that changes */

/* The part of a group that came within the year, by block. */
static double growth_of(const struct block *block, int group, struct xn_random *draw)
{
    const double leaning = block->number == 2 ? 0.03 : 0.0;
    return group == OTHER ? draw_real(draw, -0.02, 0.02) : leaning + draw_real(draw, -0.06, 0.10);
}

static void people_before(const struct demo_city *city, double years, struct block *ret)
{
    for (size_t k = 0; k < city->n_blocks; k++) {
        struct xn_random draw = draw_for(PURPOSE_HISTORY, k);
        ret[k] = city->block[k];
        for (int group = 0; group < GROUP_COUNT; group++) {
            const double growth = growth_of(&city->block[k], group, &draw);
            if (block_inhabitants(&city->block[k]) >= SETTLED_FROM)
                ret[k].people[group] -= (int)lround(years * growth * city->block[k].people[group]);
        }
    }
}

static void put_row(struct xn_buf *csv, const char *id, const int people[GROUP_COUNT])
{
    xn_buf_printf(csv, "%s,%d,%d,%d,%d\n", id, people[RESETTLER] + people[FOREIGN] + people[OTHER],
                  people[RESETTLER], people[FOREIGN], people[OTHER]);
}

static void put_blocks(const struct block *block, size_t n_blocks, struct xn_buf *csv)
{
    char id[8];
    xn_buf_puts(csv, "BLOCK,INHAB,RESETTLER,FOREIGN,OTHER\n");
    for (size_t k = 0; k < n_blocks; k++) {
        block_id(&block[k], id);
        put_row(csv, id, block[k].people);
    }
}

static void put_districts(const struct block *block, size_t n_blocks, struct xn_buf *csv)
{
    char id[16];
    xn_buf_puts(csv, "DISTRICT,INHAB,RESETTLER,FOREIGN,OTHER\n");
    for (size_t d = 0; d < DISTRICT_COUNT; d++) {
        int people[GROUP_COUNT] = {0};
        for (size_t k = 0; k < n_blocks; k++)
            for (int group = 0; group < GROUP_COUNT && block[k].district == d; group++)
                people[group] += block[k].people[group];
        (void)snprintf(id, sizeof id, "%d", district_facts[d].number);
        put_row(csv, id, people);
    }
}

static enum xn_status write_day(const struct demo_city *city, double years, const char *day,
                                const char *directory, struct xn_error *err)
{
    struct block block[BLOCK_MAX];
    XN_AUTO_BUF blocks = XN_BUF_INIT, districts = XN_BUF_INIT;
    char path[1024];
    people_before(city, years, block);
    put_blocks(block, city->n_blocks, &blocks);
    put_districts(block, city->n_blocks, &districts);
    XN_TRY(xn_buf_check(&blocks, err));
    XN_TRY(xn_buf_check(&districts, err));
    (void)snprintf(path, sizeof path, "%s/blocks_%s.csv", directory, day);
    XN_TRY(xn_file_write(path, blocks.data, blocks.length, err));
    (void)snprintf(path, sizeof path, "%s/districts_%s.csv", directory, day);
    return xn_file_write(path, districts.data, districts.length, err);
}

enum xn_status write_history(const struct demo_city *city, const char *directory, struct xn_error *err)
{
    XN_TRY(write_day(city, 1.0, "2003-12-31", directory, err));
    return write_day(city, 0.5, "2004-06-30", directory, err);
}
