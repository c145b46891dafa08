/* placements.c - placements.csv: dated moves of the invented programme before the demonstration's day.
 *
 * Under programme-load an address is mixed below 2 moves per 1,000 inhabitants and concentrated above 5. So
 * four blocks with dwellings on offer receive enough moves for concentrated, eight enough for undetermined,
 * and single moves go elsewhere; some are older than the window of 24 months, some still pending.
 */
#include <stdio.h>
#include "demo.h"
#include "xenia/buf.h"

#define CONCENTRATED_BLOCKS 4
#define UNDETERMINED_BLOCKS 8
#define SINGLE_MOVES 12

static size_t dwellings_in(const struct demo_city *city, size_t block)
{
    size_t n = 0;
    for (size_t i = 0; i < DWELLING_COUNT; i++)
        n += city->dwelling[i].block == block && city->dwelling[i].has_place && !city->dwelling[i].garage;
    return n;
}

/* How much the demonstration gains from moves into a block: many of the group live there, and dwellings are
 * on offer there now. */
static double attraction(const struct demo_city *city, size_t block)
{
    const int inhabitants = block_inhabitants(&city->block[block]);
    return inhabitants > 300 ? city->block[block].people[RESETTLER] / (double)inhabitants *
                                   (double)dwellings_in(city, block)
                             : 0.0;
}

/* The block of the highest attraction that is not `taken` yet; XN_NONE when no block has any left. */
static size_t next_block(const struct demo_city *city, const bool *taken)
{
    size_t best = XN_NONE;
    double highest = 0.0;
    for (size_t k = 0; k < city->n_blocks; k++)
        if (!taken[k] && attraction(city, k) > highest) {
            best = k;
            highest = attraction(city, k);
        }
    return best;
}

struct sheet {
    const struct demo_city *city;
    struct xn_buf csv;
    size_t rows;
};

static void free_sheet(struct sheet *sheet)
{
    xn_buf_free(&sheet->csv);
}

/* One move on a day drawn from `newest` to `oldest` days before the demonstration. */
static enum xn_status put_move(struct sheet *sheet, size_t block, int newest, int oldest, const char *state,
                               struct xn_error *err)
{
    struct xn_random draw = draw_for(PURPOSE_PLACEMENTS, sheet->rows++);
    char date[16], id[8];
    xn_date_print(xn_date_of(DEMO_YEAR, DEMO_MONTH, DEMO_DAY) - draw_between(&draw, newest, oldest), date,
                  sizeof date);
    xn_buf_printf(&sheet->csv, "%s,%d,", date, draw_between(&draw, 1, 5));
    if (sheet->rows % 5 != 0) {
        block_id(&sheet->city->block[block], id);
        xn_buf_printf(&sheet->csv, "%s,,,%s\n", id, state);
        return XN_OK;
    }
    double lon = 0.0, lat = 0.0;
    XN_TRY(to_lonlat(point_inside(&sheet->city->block[block].ring, &draw), &lon, &lat, err));
    xn_buf_printf(&sheet->csv, ",%.5f,%.5f,%s\n", lon, lat, state);
    return XN_OK;
}

/* Moves of the last 22 months into one block, to `per_thousand` inhabitants. */
static enum xn_status fill_block(struct sheet *sheet, size_t block, double per_thousand, struct xn_error *err)
{
    const int moves = 1 + (int)(per_thousand * block_inhabitants(&sheet->city->block[block]) / 1000.0);
    for (int i = 0; i < moves; i++)
        XN_TRY(put_move(sheet, block, 30, 670, "moved_in", err));
    return XN_OK;
}

static enum xn_status put_clusters(struct sheet *sheet, bool *taken, struct xn_error *err)
{
    for (int i = 0; i < CONCENTRATED_BLOCKS + UNDETERMINED_BLOCKS; i++) {
        const size_t block = next_block(sheet->city, taken);
        if (block == XN_NONE)
            return xn_fail(err, XN_INPUT, "too few blocks have dwellings on offer");
        taken[block] = true;
        XN_TRY(fill_block(sheet, block, i < CONCENTRATED_BLOCKS ? 5.2 : 2.1, err));
    }
    return XN_OK;
}

static enum xn_status put_singles(struct sheet *sheet, const bool *taken, struct xn_error *err)
{
    static const char *const pending[] = {"agreed", "offered"};
    for (int i = 0; i < SINGLE_MOVES; i++) {
        size_t block = (size_t)i * sheet->city->n_blocks / SINGLE_MOVES;
        while (taken[block] || block_inhabitants(&sheet->city->block[block]) < 600)
            block++;
        if (i < 4)
            XN_TRY(put_move(sheet, block, 2, 28, pending[i % 2], err));
        else if (i < 8)
            XN_TRY(put_move(sheet, block, 800, 1000, "moved_in", err)); /* before the window */
        else
            XN_TRY(put_move(sheet, block, 30, 670, "moved_in", err));
    }
    return XN_OK;
}

enum xn_status write_placements(const struct demo_city *city, const char *directory, struct xn_error *err)
{
    XN_CLEANUP(free_sheet) struct sheet sheet = {.city = city, .csv = XN_BUF_INIT};
    bool taken[BLOCK_MAX] = {false};
    xn_buf_puts(&sheet.csv, "date,persons,unit_id,lon,lat,state\n");
    XN_TRY(put_clusters(&sheet, taken, err));
    XN_TRY(put_singles(&sheet, taken, err));
    XN_TRY(xn_buf_check(&sheet.csv, err));
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/placements.csv", directory);
    return xn_file_write(path, sheet.csv.data, sheet.csv.length, err);
}
