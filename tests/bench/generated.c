/* generated.c - see generated.h. */
#include "generated.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "xenia/random.h"

#define CRS "EPSG:25832"
#define SIDE_M 16000.0
#define WEST_M 397000.0
#define SOUTH_M 5749000.0
#define DISTRICTS 8 /* a side */
#define BLOCKS 64   /* a side */

enum stream { STREAM_PEOPLE = 1, STREAM_DWELLINGS, STREAM_PLACEMENTS };

/* --- the city ---------------------------------------------------------------------------------------- */

/* Square `position` of `side` x `side`. */
static enum xn_status make_square(struct xn_arena *arena, size_t side, size_t position, struct xn_shape *ret,
                                  struct xn_error *err)
{
    const double width = SIDE_M / (double)side;
    const double west = WEST_M + width * (double)(position % side);
    const double south = SOUTH_M + width * (double)(position / side);
    double *xy;
    uint32_t *start;
    bool *outer;
    XN_TRY(XN_ARENA_ARRAY(arena, 10, &xy, err));
    XN_TRY(XN_ARENA_ARRAY(arena, 2, &start, err));
    XN_TRY(XN_ARENA_ARRAY(arena, 1, &outer, err));
    memcpy(xy,
           (const double[]){west, south, west + width, south, west + width, south + width, west,
                            south + width, west, south},
           10 * sizeof *xy);
    start[1] = 5;
    outer[0] = true;
    *ret = (struct xn_shape){.n_rings = 1, .ring_start = start, .ring_outer = outer, .xy = xy};
    return XN_OK;
}

/* Persons of two groups; the share of A differs from unit to unit. */
static void put_row(struct xn_buf *csv, size_t side, size_t position)
{
    struct xn_random random = xn_random_stream(side, STREAM_PEOPLE, (uint32_t)position);
    const size_t ratio = side / DISTRICTS;
    const size_t parent = position / side / ratio * DISTRICTS + position % side / ratio;
    const double persons = 1000.0 * (BLOCKS / (double)side) * (BLOCKS / (double)side);
    const double share = 0.3 * xn_random_uniform(&random);
    xn_buf_printf(csv, "%zu,%zu,%.0f,%.0f\n", position + 1, parent + 1, share * persons,
                  (1 - share) * persons);
}

static enum xn_status make_layer(struct xn_arena *arena, size_t side, struct xn_features *ret,
                                 struct xn_error *err)
{
    XN_AUTO_BUF csv = XN_BUF_INIT;
    xn_buf_puts(&csv, "ID,PARENT,A,B\n");
    for (size_t i = 0; i < side * side; i++)
        put_row(&csv, side, i);
    XN_TRY(xn_buf_check(&csv, err));
    struct xn_shape *shape;
    XN_TRY(XN_ARENA_ARRAY(arena, side * side, &shape, err));
    for (size_t i = 0; i < side * side; i++)
        XN_TRY(make_square(arena, side, i, &shape[i], err));
    *ret = (struct xn_features){.source = "generated",
                                .n_records = side * side,
                                .shape = shape,
                                .crs = {.definition = CRS, .name = CRS}};
    return xn_csv_parse(xn_buf_text(&csv), csv.length, "generated", NULL, &ret->table, NULL, err);
}

enum xn_status generated_city(struct xn_city **ret, struct xn_error *err)
{
    static const char *const column[] = {"A", "B"};
    const struct xn_group_source groups = {.column = column, .n_columns = 2};
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_features district = {0}, block = {0};
    if (!arena)
        return xn_fail_memory(err);
    XN_TRY(make_layer(arena, DISTRICTS, &district, err));
    XN_AUTO(xn_table_free) struct xn_table *district_table = district.table;
    XN_TRY(make_layer(arena, BLOCKS, &block, err));
    XN_AUTO(xn_table_free) struct xn_table *block_table = block.table;
    (void)district_table;
    (void)block_table;
    const struct xn_level_source level[] = {
        {.name = "district", .features = &district, .unit_id = "ID"},
        {.name = "block", .features = &block, .unit_id = "ID", .parent = "PARENT"}};
    return xn_city_build(level, 2, &groups, NULL, ret, NULL, err);
}

/* --- offers -------------------------------------------------------------------------------------------- */

/* Uniform between the bounds in steps; NAN in one case of ten. */
static double fact(struct xn_random *random, double low, double high, double step)
{
    const double value = low + (high - low) * xn_random_uniform(random);
    return xn_random_below(random, 10) == 0 ? NAN : round(value / step) * step;
}

static enum xn_answer answer(struct xn_random *random)
{
    return (enum xn_answer)xn_random_below(random, 3);
}

static struct xn_dwelling make_dwelling(struct xn_random *random, const char *id, const char *address)
{
    static const char *const corporation[] = {"Nordhaus", "Wohnbau Ems", "Bauverein Geist", "Aastadt"};
    const double rent_net_eur = fact(random, 300, 1100, 0.01);
    const double area_m2 = fact(random, 25, 140, 0.5);
    return (struct xn_dwelling){
        .id = id,
        .corporation = corporation[xn_random_below(random, 4)],
        .address = address,
        .postcode = "48143",
        .city = "Gridville",
        .district = "",
        .kind = "apartment",
        .is_dwelling = XN_YES,
        .rent_net_eur = rent_net_eur,
        .rent_gross_eur = xn_random_below(random, 4) == 0 ? NAN : rent_net_eur + 120,
        .rooms = fact(random, 1, 7, 1),
        .area_m2 = area_m2,
        .min_household = xn_random_below(random, 5) == 0 ? 2 : NAN,
        .max_household = xn_random_below(random, 5) == 0 ? 6 : NAN,
        .max_income_eur = xn_random_below(random, 8) == 0 ? 45000 : NAN,
        .min_age = xn_random_below(random, 8) == 0 ? 55 : NAN,
        .step_free = answer(random),
        .lift = answer(random),
        .floor = fact(random, 0, 6, 1),
        .entitlement = xn_random_below(random, 4) == 0 ? "WBS" : "",
        .published = xn_date_of(2021, 1, 1),
        .closes = xn_random_below(random, 2) == 0 ? XN_NO_DATE : xn_date_of(2021, 1, 25) + 20,
        .available = xn_date_of(2021, 2, 1) + (xn_date)xn_random_below(random, 120),
        .unreadable = "",
    };
}

/* One place in fifty lies east of the city, one in fifty is not known. */
static enum xn_status set_place(struct xn_projection *projection, struct xn_random *random,
                                struct xn_dwelling *dwelling, struct xn_error *err)
{
    const uint32_t odd = xn_random_below(random, 50);
    const double x_m = WEST_M + SIDE_M * (xn_random_uniform(random) + (odd == 0));
    const double y_m = SOUTH_M + SIDE_M * xn_random_uniform(random);
    dwelling->lon = dwelling->lat = NAN;
    if (odd == 1)
        return XN_OK;
    return xn_projection_to_lonlat(projection, x_m, y_m, &dwelling->lon, &dwelling->lat, err);
}

enum xn_status generated_dwellings(struct xn_arena *arena, const struct xn_city *city, size_t n,
                                   struct xn_dwelling **ret, struct xn_error *err)
{
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    struct xn_dwelling *dwelling;
    XN_TRY(xn_projection_new(xn_city_crs(city)->definition, &projection, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n, &dwelling, err));
    for (size_t i = 0; i < n; i++) {
        struct xn_random random = xn_random_stream(0, STREAM_DWELLINGS, (uint32_t)i);
        const char *id = xn_arena_printf(arena, "offer-%06zu", i + 1);
        const char *address = xn_arena_printf(arena, "Gitterstraße %zu", i % 199 + 1);
        if (!id || !address)
            return xn_fail_memory(err);
        dwelling[i] = make_dwelling(&random, id, address);
        XN_TRY(set_place(projection, &random, &dwelling[i], err));
    }
    *ret = dwelling;
    return XN_OK;
}

enum xn_status generated_placements(struct xn_arena *arena, const struct xn_city *city, xn_date as_of,
                                    size_t n, struct xn_placement **ret, struct xn_error *err)
{
    const size_t finest = xn_city_levels(city) - 1;
    struct xn_placement *placement;
    XN_TRY(XN_ARENA_ARRAY(arena, n, &placement, err));
    for (size_t i = 0; i < n; i++) {
        struct xn_random random = xn_random_stream(0, STREAM_PLACEMENTS, (uint32_t)i);
        const uint32_t unit = xn_random_below(&random, (uint32_t)xn_city_units(city, finest));
        placement[i] = (struct xn_placement){.date = as_of - (xn_date)xn_random_below(&random, 700),
                                             .persons = 1 + xn_random_below(&random, 6),
                                             .lon = NAN,
                                             .lat = NAN,
                                             .unit_id = xn_city_unit(city, finest, unit)->id,
                                             .pending = i % 10 == 0};
    }
    *ret = placement;
    return XN_OK;
}
