/* year.c - the invented year behind the figures of 2004: what was on offer, who arrived, and what happened.
 *
 * The figures are the source's (arrivals, moves, exceptions per quarter); households, days and dwellings are
 * invented so that they come out. Where the source contradicts itself one reading is taken: at most 12
 * households arrived in the first half-year, so two of the 14 that had moved by September arrived in July.
 * One dwelling of a mixed area at a time is free, so that it is the first of the list of whoever is next,
 * whatever the ranking weighs.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "demo.h"
#include "xenia/buf.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* --- the year ------------------------------------------------------------------------------------------ */

/* Month and day as 1..1231: 702 is 2 July. */
struct letting {
    int household, persons;
    int block; /* "2102" as a number */
    int published, offered, accepted, moved;
    const char *reason;                            /* of an exception; "" none */
    int tried, tried_on, tried_closed, tried_days; /* a household it was offered to before; 0: none */
    const char *refusal;                           /* its reason; "" when the offer expired */
};

static const struct letting letting[] = {
    {2, 3, 2102, 202, 205, 210, 301, "", 0, 0, 0, 0, ""},
    {4, 5, 2202, 212, 216, 220, 315, "", 0, 0, 0, 0, ""},
    {13, 5, 7102, 224, 227, 304, 329, "", 0, 0, 0, 0, ""},
    {18, 8, 3202, 405, 426, 503, 601, "", 0, 0, 0, 0, ""},
    {27, 5, 8602, 408, 413, 420, 515, "OWN_WISH", 0, 0, 0, 0, ""},
    {21, 5, 4602, 510, 521, 527, 621, "", 9, 513, 518, 14, "PLACE"},
    {9, 6, 7702, 614, 617, 622, 712, "", 0, 0, 0, 0, ""},
    {32, 6, 8702, 624, 628, 702, 726, "", 0, 0, 0, 0, ""},
    {35, 5, 9502, 712, 715, 720, 809, "", 0, 0, 0, 0, ""},
    {10, 3, 3402, 722, 726, 730, 816, "", 0, 0, 0, 0, ""},
    {20, 2, 8601, 802, 805, 810, 901, "CARE_OF_RELATIVES", 0, 0, 0, 0, ""},
    {6, 3, 5202, 811, 813, 818, 906, "", 0, 0, 0, 0, ""},
    {3, 2, 3102, 819, 823, 827, 920, "", 0, 0, 0, 0, ""},
    {16, 1, 2702, 828, 831, 903, 927, "", 0, 0, 0, 0, ""},
    {1, 4, 4502, 909, 913, 917, 1004, "", 0, 0, 0, 0, ""},
    {7, 4, 8202, 920, 929, 1004, 1025, "", 33, 923, 927, 14, "TOO_SMALL"},
    {12, 4, 5702, 1007, 1021, 1026, 1115, "", 23, 1011, 0, 7, ""},
    {15, 3, 4402, 1028, 1102, 1105, 1122, "", 0, 0, 0, 0, ""},
    {17, 4, 6801, 1108, 1111, 1116, 1201, "", 0, 0, 0, 0, ""},
    {22, 3, 5801, 1118, 1122, 1126, 1213, "", 0, 0, 0, 0, ""},
    {5, 1, 9802, 1129, 1202, 1207, 1222, "", 0, 0, 0, 0, ""},
};

/* Who arrived when. The 24 of the third quarter came within one week. */
static const struct {
    int household, on;
} arrival[] = {{18, 108}, {2, 112},  {9, 112},  {4, 114},  {13, 119}, {32, 121}, {21, 202}, {27, 209},
               {35, 405}, {10, 419}, {6, 503},  {3, 607},  {1, 705},  {5, 705},  {7, 705},  {8, 705},
               {11, 705}, {12, 706}, {14, 706}, {15, 706}, {16, 706}, {20, 706}, {17, 707}, {19, 707},
               {22, 707}, {23, 707}, {24, 707}, {25, 708}, {26, 708}, {28, 708}, {29, 708}, {30, 708},
               {31, 709}, {33, 709}, {34, 709}, {36, 709}};

/* Dwellings promised, a row a corporation, a column a quarter. */
static const int promised[][4] = {{2, 2, 3, 3}, {1, 2, 2, 2}, {1, 1, 2, 2}, {1, 1, 2, 1}, {0, 1, 1, 2}};

#define OTHERS_A_QUARTER 7 /* dwellings that the corporations let to others */

/* --- dwellings ----------------------------------------------------------------------------------------- */

static const struct block *block_named(const struct demo_city *city, int id)
{
    char wanted[16], name[8];
    (void)snprintf(wanted, sizeof wanted, "%d", id);
    for (size_t k = 0; k < city->n_blocks; k++) {
        block_id(&city->block[k], name);
        if (strcmp(name, wanted) == 0)
            return &city->block[k];
    }
    return NULL;
}

static void put_day(struct xn_buf *csv, xn_date day)
{
    char text[16];
    xn_date_print(day, text, sizeof text);
    xn_buf_puts(csv, text);
}

static xn_date day_of(int month_and_day)
{
    return xn_date_of(2004, month_and_day / 100, month_and_day % 100);
}

struct home {
    const char *id;
    const struct block *block;
    size_t corporation;
    int rooms;
    double area_m2, net_eur, gross_eur;
    xn_date published;
    bool elsewhere;
};

/* A row in the columns of offers.csv; nothing is known of the street, and nothing is asked of the household.
 */
static enum xn_status put_home(struct xn_buf *csv, struct xn_random *draw, const struct home *home,
                               struct xn_error *err)
{
    double lon = 0.0, lat = 0.0;
    const int floor = draw_between(draw, 0, 4);
    XN_TRY(to_lonlat(point_inside(&home->block->ring, draw), &lon, &lat, err));
    xn_buf_printf(csv, "%s,%s,,,Münster,%s,flat,%.5f,%.5f,%.0f,%.0f,%d,%.0f,,,,,no,no,%d,,", home->id,
                  corporation_names[home->corporation], district_facts[home->block->district].name, lon, lat,
                  home->net_eur, home->gross_eur, home->rooms, home->area_m2, floor);
    put_day(csv, home->published);
    xn_buf_puts(csv, ",,");
    put_day(csv, home->published + 10);
    xn_buf_puts(csv, home->elsewhere ? ",yes\n" : ",no\n");
    return XN_OK;
}

static struct home home_for(const struct demo_city *city, size_t i, const char *id)
{
    const struct letting *let = &letting[i];
    return (struct home){.id = id,
                         .block = block_named(city, let->block),
                         .corporation = i % CORPORATION_COUNT,
                         .rooms = (let->persons + 1) / 2 + 1,
                         .area_m2 = 22 + 13 * let->persons,
                         .net_eur = 180 + 50 * let->persons,
                         .gross_eur = 240 + 65 * let->persons,
                         .published = day_of(let->published)};
}

/* A dwelling for anybody, as those in offers.csv. */
static struct home home_for_others(const struct demo_city *city, struct xn_random *draw, size_t i,
                                   const char *id)
{
    const int rooms = draw_between(draw, 2, 5);
    const double area = 20 + 16 * rooms + draw_between(draw, -6, 8);
    const double net = area * draw_between(draw, 42, 74) / 10.0;
    size_t block = xn_random_below(draw, (uint32_t)city->n_blocks);
    while (block_inhabitants(&city->block[block]) < 600)
        block = (block + 1) % city->n_blocks;
    return (struct home){.id = id,
                         .block = &city->block[block],
                         .corporation = i % CORPORATION_COUNT,
                         .rooms = rooms,
                         .area_m2 = area,
                         .net_eur = net,
                         .gross_eur = net + 2 * area,
                         .published = xn_date_of(2004, 1 + 3 * (int)(i / OTHERS_A_QUARTER), 5) +
                                      draw_between(draw, 0, 80),
                         .elsewhere = true};
}

static enum xn_status put_homes(const struct demo_city *city, struct xn_buf *csv, struct xn_error *err)
{
    char id[16];
    xn_buf_puts(csv, OFFER_COLUMNS);
    for (size_t i = 0; i < COUNT(letting); i++) {
        struct xn_random draw = draw_for(PURPOSE_YEAR, i);
        (void)snprintf(id, sizeof id, "Y%02zu", i + 1);
        const struct home home = home_for(city, i, id);
        if (!home.block)
            return xn_fail(err, XN_INPUT, "there is no block %d", letting[i].block);
        XN_TRY(put_home(csv, &draw, &home, err));
    }
    for (size_t i = 0; i < 4u * OTHERS_A_QUARTER; i++) {
        struct xn_random draw = draw_for(PURPOSE_YEAR, 100 + i);
        (void)snprintf(id, sizeof id, "Z%02zu", i + 1);
        const struct home home = home_for_others(city, &draw, i, id);
        XN_TRY(put_home(csv, &draw, &home, err));
    }
    return XN_OK;
}

/* --- events -------------------------------------------------------------------------------------------- */

#define EVENT_MAX 240

/* Sorted by day, then in the order in which they were added. */
struct event {
    xn_date on;
    size_t order;
    char row[160]; /* what follows the date */
};
struct events {
    size_t n;
    struct event event[EVENT_MAX];
};

static void add(struct events *events, int on, const char *format, ...) XN_PRINTF(3, 4);
static void add(struct events *events, int on, const char *format, ...)
{
    struct event *event = &events->event[events->n];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(event->row, sizeof event->row, format, arguments);
    va_end(arguments);
    event->on = day_of(on);
    event->order = events->n++;
}

static void add_promises(struct events *events)
{
    static const int first[] = {105, 402, 702, 1001};
    for (size_t quarter = 0; quarter < 4; quarter++)
        for (size_t i = 0; i < COUNT(promised); i++)
            if (promised[i][quarter] > 0)
                add(events, first[quarter], "promise,,,2004Q%zu,%d,,%s", quarter + 1, promised[i][quarter],
                    corporation_names[i]);
}

static void add_arrivals(struct events *events)
{
    for (size_t i = 0; i < COUNT(arrival); i++)
        add(events, arrival[i].on, "arrive,F%02d,,,,households%s/F%02d.json,", arrival[i].household,
            arrival[i].household == 19 ? "_2004" : "", arrival[i].household);
    add(events, 1103, "join,F19,,,,households/F19.json,");
}

static void add_letting(struct events *events, size_t i)
{
    const struct letting *let = &letting[i];
    if (let->tried) {
        add(events, let->tried_on, "offer,F%02d,Y%02zu,,%d,,", let->tried, i + 1, let->tried_days);
        if (let->refusal[0])
            add(events, let->tried_closed, "refuse,F%02d,Y%02zu,%s,,,", let->tried, i + 1, let->refusal);
    }
    add(events, let->offered, "offer,F%02d,Y%02zu,%s,14,,", let->household, i + 1, let->reason);
    add(events, let->accepted, "accept,F%02d,Y%02zu,%s,,,", let->household, i + 1, let->reason);
    add(events, let->moved, "move,F%02d,Y%02zu,,,,", let->household, i + 1);
}

static void add_all(struct events *events)
{
    add_promises(events);
    add_arrivals(events);
    for (size_t i = 0; i < COUNT(letting); i++)
        add_letting(events, i);
    add(events, 1004, "object,F26,,,28,,The dwellings offered so far are too far from the school.");
    add(events, 1020, "decide,F26,,upheld,,,The distance to the school is asked for anew.");
    add(events, 1220, "end,F27,Y05,LEFT_COUNTRY,,,");
    add(events, 1220, "leave,F27,,LEFT_COUNTRY,,,");
}

static int compare_events(const void *a, const void *b)
{
    const struct event *left = a, *right = b;
    if (left->on != right->on)
        return left->on < right->on ? -1 : 1;
    return (left->order > right->order) - (left->order < right->order);
}

static void put_events(struct xn_buf *csv)
{
    struct events events = {0};
    add_all(&events);
    qsort(events.event, events.n, sizeof *events.event, compare_events);
    xn_buf_puts(csv, "date,step,household,dwelling,code,number,needs,note\n");
    for (size_t i = 0; i < events.n; i++) {
        put_day(csv, events.event[i].on);
        xn_buf_printf(csv, ",%s\n", events.event[i].row);
    }
}

enum xn_status write_year(const struct demo_city *city, const char *directory, struct xn_error *err)
{
    XN_AUTO_BUF homes = XN_BUF_INIT, events = XN_BUF_INIT;
    char path[1024];
    XN_TRY(put_homes(city, &homes, err));
    put_events(&events);
    XN_TRY(xn_buf_check(&homes, err));
    XN_TRY(xn_buf_check(&events, err));
    (void)snprintf(path, sizeof path, "%s/offers_2004.csv", directory);
    XN_TRY(xn_file_write(path, homes.data, homes.length, err));
    (void)snprintf(path, sizeof path, "%s/events_2004.csv", directory);
    return xn_file_write(path, events.data, events.length, err);
}
