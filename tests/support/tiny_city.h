/* tiny_city.h - a city of counts and land written down in a test, with its totals added up. */
#ifndef XENIA_TEST_TINY_CITY_H
#define XENIA_TEST_TINY_CITY_H

#include <string.h>
#include "xenia/counts.h"

enum { TINY_UNITS = 128, TINY_GROUPS = 6 };

struct tiny_city {
    double count[TINY_UNITS * TINY_GROUPS];
    double unit_total[TINY_UNITS];
    double group_total[TINY_GROUPS];
    double area_m2[TINY_UNITS];
    size_t n_units, n_groups;
};

static const char *const tiny_group_name[TINY_GROUPS] = {"a", "b", "c", "d", "e", "f"};

/* The view of a city whose counts may have been changed: totals are added up anew. */
static inline struct xn_counts tiny_counts(struct tiny_city *city)
{
    double total = 0;
    memset(city->unit_total, 0, sizeof city->unit_total);
    memset(city->group_total, 0, sizeof city->group_total);
    for (size_t unit = 0; unit < city->n_units; unit++)
        for (size_t group = 0; group < city->n_groups; group++) {
            const double persons = city->count[unit * city->n_groups + group];
            city->unit_total[unit] += persons;
            city->group_total[group] += persons;
            total += persons;
        }
    return (struct xn_counts){.n_units = city->n_units,
                              .n_groups = city->n_groups,
                              .count = city->count,
                              .unit_total = city->unit_total,
                              .group_total = city->group_total,
                              .total = total,
                              .group_name = tiny_group_name};
}

/* n_units rows of n_groups counts; every unit 1 km2. */
static inline struct xn_counts tiny_city_of(struct tiny_city *city, size_t n_units, size_t n_groups,
                                            const double *count)
{
    memset(city, 0, sizeof *city);
    city->n_units = n_units;
    city->n_groups = n_groups;
    memcpy(city->count, count, n_units * n_groups * sizeof *count);
    for (size_t unit = 0; unit < n_units; unit++)
        city->area_m2[unit] = 1e6;
    return tiny_counts(city);
}

/* TINY(&city, 3, 2, {1, 2,  3, 4,  5, 6}) */
#define TINY(city, n_units, n_groups, ...)                                                                   \
    tiny_city_of((city), (n_units), (n_groups), (const double[(n_units) * (n_groups)]) __VA_ARGS__)

#endif
