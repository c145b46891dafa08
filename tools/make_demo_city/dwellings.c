/* dwellings.c - offers.csv: dwellings of invented corporations in invented streets.
 *
 * It has on purpose what real lists have: garages, fields not filled in, dwellings without a place, some
 * outside the city, some closed or on offer elsewhere. "Unknown" is an empty cell.
 */
#include <math.h>
#include <stdio.h>
#include "demo.h"
#include "xenia/buf.h"

#define FILE_LIMIT ((size_t)1 << 20)

/* What kind of row: most are plain dwellings, the rest stands at fixed intervals. */
enum special { PLAIN, GARAGE, NO_PLACE, OUTSIDE, ELSEWHERE, SENIOR };

static enum special special_of(size_t row)
{
    switch (row % 25) {
    case 4:
        return GARAGE;
    case 9:
        return NO_PLACE;
    case 14:
        return row % 50 == 14 ? OUTSIDE : ELSEWHERE;
    case 19:
        return SENIOR;
    default:
        return PLAIN;
    }
}

/* A block, drawn in proportion to its inhabitants. */
static size_t draw_block(const struct demo_city *city, struct xn_random *draw)
{
    int all = 0;
    for (size_t k = 0; k < city->n_blocks; k++)
        all += block_inhabitants(&city->block[k]);
    int left = draw_between(draw, 1, all);
    size_t k = 0;
    while (left > block_inhabitants(&city->block[k]))
        left -= block_inhabitants(&city->block[k++]);
    return k;
}

static enum xn_status place_dwelling(struct demo_city *city, size_t row, struct xn_random *draw,
                                     struct xn_error *err)
{
    struct dwelling *dwelling = &city->dwelling[row];
    const enum special special = special_of(row);
    *dwelling = (struct dwelling){draw_block(city, draw), special != NO_PLACE, 0.0, 0.0, special == GARAGE};
    struct point metres = point_inside(&city->block[dwelling->block].ring, draw);
    if (special == OUTSIDE) {
        metres = (struct point){draw_real(draw, 417500.0, 420000.0), draw_real(draw, 5752000.0, 5762000.0)};
        dwelling->block = XN_NONE;
    }
    return to_lonlat(metres, &dwelling->lon, &dwelling->lat, err);
}

/* --- the cells of a row -------------------------------------------------------------------------------- */

static void put_address(struct xn_buf *csv, struct xn_random *draw)
{
    static const char *const plant[] = {"Mondkraut",   "Federgras",   "Silberhecht", "Glühwürmchen",
                                        "Quittenkern", "Nebelkrähen", "Drachenbaum", "Sternmoos",
                                        "Hagebüschel", "Zwiebelturm", "Wolkenschaf", "Moorfrosch"};
    static const char *const way[] = {"pfad", "zeile", "bogen", "gang", "stieg", "anger", "höhe", "winkel"};
    xn_buf_puts(csv, plant[xn_random_below(draw, sizeof plant / sizeof *plant)]);
    xn_buf_puts(csv, way[xn_random_below(draw, sizeof way / sizeof *way)]);
    xn_buf_printf(csv, " %d", draw_between(draw, 1, 98));
}

static void put_date_cell(struct xn_buf *csv, xn_date date)
{
    char text[16];
    xn_date_print(date, text, sizeof text);
    xn_buf_printf(csv, ",%s", text);
}

/* `known` in nine of ten rows; the draw is taken either way. */
static void put_number_cell(struct xn_buf *csv, struct xn_random *draw, double value)
{
    xn_buf_putc(csv, ',');
    if (!draw_chance(draw, 0.1))
        xn_buf_put_double(csv, value);
}

static void put_place(struct xn_buf *csv, const struct demo_city *city, const struct dwelling *dwelling)
{
    if (dwelling->block == XN_NONE)
        xn_buf_puts(csv, ",48099,Musterdorf,");
    else {
        const struct district_fact *fact = &district_facts[city->block[dwelling->block].district];
        xn_buf_printf(csv, ",481%02d,Münster,%s", fact->number, fact->name);
    }
}

static void put_coordinates(struct xn_buf *csv, const struct dwelling *dwelling)
{
    if (dwelling->has_place)
        xn_buf_printf(csv, ",%.5f,%.5f", dwelling->lon, dwelling->lat);
    else
        xn_buf_puts(csv, ",,");
}

static double cents(double euro)
{
    return round(euro * 100.0) / 100.0;
}

static int draw_rooms(struct xn_random *draw)
{
    static const int rooms[] = {1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6};
    return rooms[xn_random_below(draw, sizeof rooms / sizeof *rooms)];
}

/* rent_net_eur, rent_gross_eur, rooms, area_m2, min_household, max_household, max_income_eur, min_age */
static void put_size_and_rent(struct xn_buf *csv, struct xn_random *draw, int rooms, bool subsidised,
                              bool senior)
{
    const double area = round(20.0 + 16.0 * rooms + draw_real(draw, -6.0, 8.0));
    const double net = cents(area * (subsidised ? draw_real(draw, 4.2, 5.2) : draw_real(draw, 5.4, 8.2)));
    put_number_cell(csv, draw, net);
    put_number_cell(csv, draw, cents(net + area * draw_real(draw, 1.6, 2.2)));
    put_number_cell(csv, draw, rooms);
    put_number_cell(csv, draw, area);
    if (subsidised)
        xn_buf_printf(csv, ",%d,%d,%d", rooms > 2 ? rooms - 2 : 1, rooms + 1, 18000 + 4100 * rooms);
    else
        xn_buf_puts(csv, ",,,");
    xn_buf_puts(csv, senior ? ",60" : ",");
}

/* step_free, lift, floor, entitlement */
static void put_access(struct xn_buf *csv, struct xn_random *draw, bool house, bool subsidised)
{
    const int floor = house ? 0 : draw_between(draw, 0, 6);
    const bool lift = floor > 3 || (floor > 0 && draw_chance(draw, 0.15));
    const bool step_free = (lift || floor == 0) && draw_chance(draw, 0.5);
    xn_buf_putc(csv, ',');
    if (!draw_chance(draw, 0.2))
        xn_buf_puts(csv, step_free ? "yes" : "no");
    xn_buf_putc(csv, ',');
    if (!draw_chance(draw, 0.1))
        xn_buf_puts(csv, lift ? "yes" : "no");
    put_number_cell(csv, draw, floor);
    xn_buf_puts(csv, subsidised ? ",WBS" : ",");
}

static void put_dwelling(struct xn_buf *csv, struct xn_random *draw, const struct dwelling *dwelling,
                         bool senior)
{
    const int rooms = senior ? 2 : draw_rooms(draw);
    const bool house = rooms >= 4 && draw_chance(draw, 0.4);
    const bool subsidised = draw_chance(draw, 0.4);
    xn_buf_puts(csv, house ? ",house" : rooms == 1 ? ",studio" : ",flat");
    put_coordinates(csv, dwelling);
    put_size_and_rent(csv, draw, rooms, subsidised, senior);
    put_access(csv, draw, house, subsidised);
}

static void put_garage(struct xn_buf *csv, struct xn_random *draw, const struct dwelling *dwelling)
{
    xn_buf_puts(csv, draw_chance(draw, 0.5) ? ",garage" : ",parking");
    put_coordinates(csv, dwelling);
    const double rent = draw_between(draw, 20, 55);
    xn_buf_printf(csv, ",%.0f,%.0f,,,,,,,,,,", rent, rent);
}

/* published, closes, available, on_offer_elsewhere */
static void put_dates(struct xn_buf *csv, struct xn_random *draw, bool elsewhere)
{
    const xn_date today = xn_date_of(DEMO_YEAR, DEMO_MONTH, DEMO_DAY);
    const xn_date published = today - draw_between(draw, 2, 60);
    const xn_date closes = published + draw_between(draw, 45, 120);
    const xn_date available = today + draw_between(draw, -10, 100);
    put_date_cell(csv, published);
    put_date_cell(csv, draw_chance(draw, 0.15) ? XN_NO_DATE : closes);
    put_date_cell(csv, draw_chance(draw, 0.1) ? XN_NO_DATE : available);
    xn_buf_puts(csv, elsewhere ? ",yes\n" : ",no\n");
}

static void put_offer(struct xn_buf *csv, const struct demo_city *city, size_t row, struct xn_random *draw)
{
    const struct dwelling *dwelling = &city->dwelling[row];
    const enum special special = special_of(row);
    const char *name = corporation_names[xn_random_below(draw, CORPORATION_COUNT)];
    xn_buf_printf(csv, "D%03zu,%s,", row + 1, name);
    put_address(csv, draw);
    put_place(csv, city, dwelling);
    if (dwelling->garage)
        put_garage(csv, draw, dwelling);
    else
        put_dwelling(csv, draw, dwelling, special == SENIOR);
    put_dates(csv, draw, special == ELSEWHERE);
}

enum xn_status write_offers(struct demo_city *city, const char *directory, struct xn_error *err)
{
    XN_AUTO_BUF csv = {.limit = FILE_LIMIT};
    xn_buf_puts(&csv, OFFER_COLUMNS);
    for (size_t row = 0; row < DWELLING_COUNT; row++) {
        struct xn_random draw = draw_for(PURPOSE_DWELLINGS, row);
        XN_TRY(place_dwelling(city, row, &draw, err));
        put_offer(&csv, city, row, &draw);
    }
    XN_TRY(xn_buf_check(&csv, err));
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/offers.csv", directory);
    return xn_file_write(path, csv.data, csv.length, err);
}
