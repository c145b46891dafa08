/* sample_city.h - a city of six units drawn by hand: a square, a hostile name, a ring with another unit in
 * its hole, a unit of two parts, and one without people. */
#ifndef XENIA_TEST_SAMPLE_CITY_H
#define XENIA_TEST_SAMPLE_CITY_H

#include <string.h>
#include "xenia/city.h"
#include "xenia/indices.h"
#include "xenia/map.h"

#define SAMPLE_UNITS 6
#define SAMPLE_COLUMNS 5
#define SAMPLE_HOSTILE "<b>Kreuz & \"Quer\"</b> 'x' \x01 ende"
#define SAMPLE_WEST 405000.0
#define SAMPLE_SOUTH 5755000.0

/* Lower left corner and side of a square, in kilometres from the city's corner. */
struct sample_ring {
    double x_km, y_km, side_km;
    bool outer;
};
struct sample_unit {
    const char *id, *name, *count_a, *count_b;
    size_t n_rings;
    struct sample_ring ring[2];
};

static const struct sample_unit sample_unit[SAMPLE_UNITS] = {
    {"1", "Plain", "10", "90", 1, {{0, 0, 2, true}}},
    {"2", SAMPLE_HOSTILE, "30", "70", 1, {{2, 0, 2, true}}},
    {"3", "Ring", "20", "80", 2, {{0, 2, 3, true}, {1, 3, 1, false}}},
    {"4", "Hole", "80", "20", 1, {{1, 3, 1, true}}},
    {"5", "Two", "50", "50", 2, {{3, 2, 1, true}, {4.5, 2, 1, true}}},
    {"6", "Empty", "0", "0", 1, {{4, 0, 2, true}}},
};

static inline void sample_put_ring(const struct sample_ring *ring, double *xy)
{
    static const double corner[5][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    for (size_t k = 0; k < 5; k++) {
        const double *at = corner[ring->outer ? k : 4 - k];
        xy[2 * k] = SAMPLE_WEST + 1000 * (ring->x_km + at[0] * ring->side_km);
        xy[2 * k + 1] = SAMPLE_SOUTH + 1000 * (ring->y_km + at[1] * ring->side_km);
    }
}

struct sample_storage {
    struct xn_shape shape[SAMPLE_UNITS];
    uint32_t ring_start[SAMPLE_UNITS][3];
    bool ring_outer[SAMPLE_UNITS][2];
    double xy[SAMPLE_UNITS][20];
    const char *cell[SAMPLE_UNITS * SAMPLE_COLUMNS];
    uint32_t line[SAMPLE_UNITS];
};

static inline void sample_put_unit(struct sample_storage *storage, size_t i)
{
    const struct sample_unit *unit = &sample_unit[i];
    for (size_t ring = 0; ring < unit->n_rings; ring++) {
        sample_put_ring(&unit->ring[ring], storage->xy[i] + 10 * ring);
        storage->ring_start[i][ring + 1] = (uint32_t)(5 * (ring + 1));
        storage->ring_outer[i][ring] = unit->ring[ring].outer;
    }
    storage->shape[i] = (struct xn_shape){.n_rings = (uint32_t)unit->n_rings,
                                          .ring_start = storage->ring_start[i],
                                          .ring_outer = storage->ring_outer[i],
                                          .xy = storage->xy[i]};
    const char *const cell[SAMPLE_COLUMNS] = {unit->id, unit->name, unit->count_a, unit->count_b,
                                              i < 3 ? "south" : "north"};
    memcpy(&storage->cell[SAMPLE_COLUMNS * i], cell, sizeof cell);
    storage->line[i] = (uint32_t)i + 1;
}

/* With a parent column ("PART"): two levels, the units on the lower. NULL when the city layer refuses it;
 * `err` says why. */
static inline struct xn_city *sample_city_under(const char *parent, struct xn_error *err)
{
    static const char *column[] = {"ID", "NAME", "A", "B", "PART"};
    static const char *const group[] = {"A", "B"};
    struct sample_storage storage = {0};
    for (size_t i = 0; i < SAMPLE_UNITS; i++)
        sample_put_unit(&storage, i);
    struct xn_table table = {.source = "sample",
                             .row_word = "record",
                             .n_rows = SAMPLE_UNITS,
                             .n_columns = SAMPLE_COLUMNS,
                             .column = column,
                             .cell = storage.cell,
                             .line = storage.line};
    const struct xn_features features = {.source = "sample",
                                         .n_records = SAMPLE_UNITS,
                                         .shape = storage.shape,
                                         .table = &table,
                                         .crs = {.definition = "EPSG:25832", .name = "UTM 32N"}};
    const struct xn_level_source level = {.name = parent ? "block" : "district",
                                          .features = &features,
                                          .unit_id = "ID",
                                          .unit_name = "NAME",
                                          .parent = parent};
    const struct xn_group_source groups = {.column = group, .n_columns = 2};
    struct xn_city *city = NULL;
    return xn_city_build(&level, 1, &groups, NULL, &city, NULL, err) == XN_OK ? city : NULL;
}

static inline struct xn_city *sample_city(struct xn_error *err)
{
    return sample_city_under(NULL, err);
}

/* A map of the share of A; `value` holds SAMPLE_UNITS numbers in the city's own order. */
static inline struct xn_map sample_map(const struct xn_city *city, double *value)
{
    const struct xn_index_entry *share = xn_index_find("share");
    const struct xn_index_input input = {.counts = xn_city_counts(city, 0)};
    struct xn_parameters parameters;
    const struct xn_index_entry *entry;
    if (xn_index_parse("share", &entry, &parameters, NULL) != XN_OK ||
        xn_index_local(share, &input, &parameters, value, NULL) != XN_OK)
        memset(value, 0, SAMPLE_UNITS * sizeof *value);
    return (struct xn_map){.city = city,
                           .city_title = "Sample (schematic)",
                           .counts_as_of = "2019-12-31",
                           .source_note = "drawn by hand",
                           .index = share,
                           .group = "A",
                           .value = value};
}

/* Classes of the sample by hand: mixed, undetermined, concentrated, mixed, undetermined, no data. */
static inline struct xn_typology sample_typology(const struct xn_city *city,
                                                 struct xn_unit_class class_[SAMPLE_UNITS])
{
    for (size_t i = 0; i < SAMPLE_UNITS; i++) {
        const size_t number = (size_t)(xn_city_unit(city, 0, i)->id[0] - '1');
        class_[i] = (struct xn_unit_class){.class_ = (enum xn_class)(number % 3), .value = 0.25};
        if (number == 5)
            class_[i].rule = XN_RULE_NO_DATA;
    }
    return (struct xn_typology){.n_levels = 1, .level = {{.n_units = SAMPLE_UNITS, .unit = class_}}};
}

static inline struct xn_map sample_class_map(const struct xn_city *city, const struct xn_typology *typology,
                                             const struct xn_policy *policy)
{
    return (struct xn_map){.city = city,
                           .city_title = "Sample (schematic)",
                           .source_note = "drawn by hand",
                           .typology = typology,
                           .policy = policy,
                           .as_of = 18000};
}

#endif
