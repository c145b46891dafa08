/* city_internal.h - what the files of the city layer share while a city is being built. */
#ifndef XENIA_CITY_INTERNAL_H
#define XENIA_CITY_INTERNAL_H

#include "xenia/city.h"

struct city_level {
    const char *name;
    size_t n_units;
    struct xn_unit *unit;
    double *area_m2;
    size_t *parent; /* NULL on level 0 */
    size_t *by_id;  /* positions in ascending order of id */
    double *count;  /* n_units * n_groups */
    double *unit_total;
    double *group_total;
    double total;
    double *indicator[XN_INDICATOR_COLUMN_MAX]; /* n_units each; NULL: the level has it not */
    struct xn_adjacency *adjacency;
    struct xn_locator *locator;
};

struct xn_city {
    size_t n_levels;
    struct city_level level[XN_LEVEL_MAX];
    size_t n_groups;
    const char **group_name;
    struct xn_group_title *group_title; /* n_groups */
    size_t n_indicators;
    const char *indicator_name[XN_INDICATOR_COLUMN_MAX];
    struct xn_crs crs;
    struct xn_rounding rounding;
    char fingerprint[XN_DIGEST_HEX];
    char counts_fingerprint[XN_DIGEST_HEX];
    char areas_fingerprint[XN_DIGEST_HEX];
    struct xn_arena *arena;
};

/* Which records of a layer are one unit: unit u has records record[start[u]] .. record[start[u + 1] - 1]. */
struct unit_records {
    size_t n_units;
    size_t *start;
    size_t *record;
};

/* Counts of one level as they were read, before the groups of all levels are brought together. */
struct raw_counts {
    size_t n_columns;
    double *value;                /* n_units * n_columns */
    double *total;                /* n_units */
    bool *missing;                /* n_units */
    const struct xn_table *table; /* where they stand, for messages: */
    uint32_t *line;               /* n_units, the line or record (one of them where several are added up) */
};

/* city.c: a city with nothing in it */
enum xn_status city_new(struct xn_city **ret, struct xn_error *err);

/* levels.c */
enum xn_status city_group_records(struct xn_arena *arena, const struct xn_level_source *source,
                                  struct unit_records *ret, struct xn_error *err);
enum xn_status city_make_units(struct xn_city *city, struct city_level *level,
                               const struct xn_level_source *source, const struct unit_records *records,
                               struct xn_notes *notes, struct xn_error *err);
/* by_id: what the fingerprints need. */
enum xn_status city_order_units(struct xn_city *city, struct city_level *level, struct xn_error *err);
/* Measures, order by id, place index: everything that follows from the shapes. */
enum xn_status city_finish_units(struct xn_city *city, struct city_level *level, struct xn_notes *notes,
                                 struct xn_error *err);
enum xn_status city_find_parents(struct xn_city *city, size_t level, const struct xn_level_source *source,
                                 const struct unit_records *records, struct xn_error *err);
/* Level 0 from level 1 by its parent column: unions of shapes. */
enum xn_status city_add_up_level(struct xn_city *city, const struct xn_level_source *source,
                                 const struct unit_records *records, struct xn_error *err);
size_t city_level_find(const struct city_level *level, const char *id);

/* counts.c */
enum xn_status city_read_counts(struct xn_city *city, struct city_level *level,
                                const struct xn_level_source *source, const struct unit_records *records,
                                const struct xn_group_source *groups, struct raw_counts *ret,
                                struct xn_notes *notes, struct xn_error *err);
/* Level 0's raw counts as sums of its children's. */
enum xn_status city_add_up_counts(struct xn_city *city, const struct raw_counts *children,
                                  struct raw_counts *ret, struct xn_error *err);

/* titles.c, after the groups have their names */
enum xn_status city_set_titles(struct xn_city *city, const struct xn_group_source *groups,
                               struct xn_error *err);

/* indicators.c */
enum xn_status city_name_indicators(struct xn_city *city, const struct xn_group_source *groups,
                                    struct xn_error *err);
/* Of one level, from `table`: unit u stands in row[u], and in all its records where these are the layer's own
 * (records NULL: a table of counts). */
enum xn_status city_read_indicators(struct xn_city *city, struct city_level *level,
                                    const struct xn_table *table, const size_t *row,
                                    const struct unit_records *records, const struct xn_group_source *groups,
                                    struct xn_notes *notes, struct xn_error *err);
/* Every indicator is on some level; `source` is the finest one's table, which is asked for it. */
enum xn_status city_check_indicators(const struct xn_city *city, const struct xn_level_source *source,
                                     struct xn_error *err);

/* groups.c */
/* Turns the raw counts of all levels into groups, with the residual group where any level needs it. */
enum xn_status city_set_groups(struct xn_city *city, const struct xn_group_source *groups,
                               struct raw_counts *raw, struct xn_notes *notes, struct xn_error *err);

/* fingerprint.c */
void city_set_fingerprints(struct xn_city *city);

#endif
